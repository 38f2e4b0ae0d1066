"""What makes an answer worse without being wrong: too long, out of date, pointing nowhere, or lacking in a language."""

import re
from collections.abc import Iterator, Sequence

from chatbot.answering.template import fill
from chatbot.knowledge import Knowledge
from chatbot.loading import facts, fields, schema
from chatbot.loading.fields import EACH, Field
from chatbot.loading.lexicons import Raw
from chatbot.loading.loader import Records
from chatbot.loading.nodes import Node, Pairs
from chatbot.loading.references import members
from chatbot.problem import Problem
from chatbot.reading.normalize import fold

LONGEST_ANSWER = 600
"""Characters of an answer, filled in, that are read on a screen without a second thought."""

LONGEST_SENTENCE = 25
"""Words of a sentence; plain-language guides ask for fewer. Words of one or two letters are not counted: languages
differ in how many they need ("de la", "in")."""

_PAUSE = re.compile(r"(?<=[.!?;:])\s+")
"""Where a reader may draw breath: a semicolon or a colon parts a sentence too."""


def lengths(raw: Raw, knowledge: Knowledge) -> Iterator[Problem]:
    """Answers and sentences that are too long, as they are filled in."""
    edition = knowledge.editions[raw.tag]
    for record in raw.topics:
        topic = edition.topics[record.text("id")]
        asked = members(topic, edition)
        for key, said in (("one" if topic.attribute else "answer", topic.answer), ("more", topic.more)):
            texts = [fill(said, edition, member) for member in asked]
            text = max(texts, key=len, default="")
            if len(text) > LONGEST_ANSWER:
                message = f"'{key}' has {len(text)} characters"
                hint = f"keep it under {LONGEST_ANSWER}; put the rest under 'more' or into another entry"
                yield record.at(key).problem("long-answer", message, hint, "warning")
            longest = max([sentence for text in texts for sentence in _PAUSE.split(text)], key=_words, default="")
            if _words(longest) > LONGEST_SENTENCE:
                message = f"'{key}' holds a sentence of {_words(longest)} words: '{longest}'"
                yield record.at(key).problem("long-sentence", message, "part it into two", "warning")


def _words(sentence: str) -> int:
    return sum(len(word) > 2 for word in sentence.split())


def repeated(raw: Raw, _: Knowledge) -> Iterator[Problem]:
    """Phrasings that stand twice in an entry, and entries that suggest themselves."""
    for record in raw.topics:
        seen: set[str] = set()
        for text in record.texts("phrasings"):
            if fold(text.text) in seen:
                message = f"'{text.text}' stands twice in this entry"
                yield text.place.problem("phrasing-twice", message, "keep it once", "warning")
            seen.add(fold(text.text))
        for node in record.texts("related"):
            if node.text == record.text("id"):
                yield node.place.problem("self-related", "the entry suggests itself", "remove it", "warning")


def named(raw: Raw, knowledge: Knowledge) -> Iterator[Problem]:
    """Topics that bot.yaml and the tests name, and that there are not."""
    edition = knowledge.editions[raw.tag]
    yield from schema.unknown(raw.bot.texts("starters"), "topic", edition.topics)
    yield from schema.unknown([one for record in raw.tests for one in record.one("id")], "topic", edition.topics)


def overdue(held: Records, knowledge: Knowledge) -> Iterator[Problem]:
    """The values and entries that were to be looked at again by now."""
    values = [(value.id, value.review_by, value.place) for value in knowledge.book.values.values()]
    topics = [(t.text("id"), t.text("review_by"), t.at("review_by")) for raw in held.raws for t in raw.topics]
    for id_, due, place in (*values, *topics):
        if place and due and due < knowledge.today.isoformat()[: len(due)]:
            message = f"'{id_}' was to be looked at again by {due}"
            yield place.problem("stale", message, "see whether it still holds, and set a later date", "warning")


def translations(held: Records, _: Knowledge) -> Iterator[Problem]:
    """What one language says and another does not, where the first says it."""
    tables = ((held.topics, fields.TOPIC), (held.entities, fields.ENTITY))
    nodes = [(node, table) for records, table in tables for node in records]
    nodes += [(value, fields.VALUE) for entity in held.entities for _, value in facts.pairs(entity)]
    tags = [raw.tag for raw in held.raws]
    for node, table in nodes:
        for field, said in _spoken(node, table, tags):
            if lacking := [tag for tag in tags if said.get(tag) is None]:
                here = ", ".join(tag.text for tag, _ in said.pairs)
                message = f"'{field.name}' is said in {here} only, and not in {', '.join(lacking)}"
                yield said.place.problem("missing-translation", message, f"add '{lacking[0]}:'", "warning")
    messages = {raw.tag: raw.language for raw in held.raws}
    for tag, language in messages.items():
        for name, text in language.own.items():
            for other in (other for other, its in messages.items() if name not in its.messages):
                message = f"the message '{name}' of '{tag}' is missing in '{other}'"
                hint = f"write it in languages/{other}/messages.yaml too"
                yield text.place.problem("missing-translation", message, hint, "warning")


def _spoken(node: Node, table: tuple[Field, ...], tags: Sequence[str]) -> Iterator[tuple[Field, Pairs]]:
    """The fields of a record that go from language to text."""
    for field in table if isinstance(node, Pairs) else ():
        value = node.get(field.name) if field.spoken == EACH and isinstance(node, Pairs) else None
        if isinstance(value, Pairs) and any(tag.text in tags for tag, _ in value.pairs):
            yield field, value
