"""What makes an answer worse without being wrong: too long, out of date, pointing nowhere, or lacking in a language."""

import re
from collections.abc import Iterator, Mapping, Sequence

from chatbot.answering.template import fill
from chatbot.knowledge import Knowledge
from chatbot.loading import schema
from chatbot.loading.lexicons import Raw
from chatbot.loading.references import members
from chatbot.loading.schema import Record
from chatbot.problem import Place, Problem
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
    edition = knowledge.editions[raw.language]
    for record in raw.topics:
        asked = members(edition.topics[record.text("id")], edition)
        for key in ("answer", "more"):
            texts = [fill(record.text(key), edition, member) for member in asked]
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
    """Topics and groups of synonyms that the language's rules name, and that there are not."""
    if raw.rules is not None and not raw.inherited:
        yield from schema.unknown(raw.rules.texts("starters"), "topic", knowledge.editions[raw.language].topics)
        terms = [*raw.rules.texts("asked-for"), *raw.rules.texts("foreign")]
        groups = [f"={name}" for name in raw.groups]
        yield from schema.unknown([node for node in terms if node.text.startswith("=")], "group", groups)


def overdue(_: Sequence[Record], raws: Sequence[Raw], knowledge: Knowledge) -> Iterator[Problem]:
    """The facts and entries that were to be looked at again by now."""
    facts = [(fact.id, fact.review_by, fact.place) for fact in knowledge.book.facts.values()]
    topics = [(t.text("id"), t.text("review_by"), t.at("review_by")) for raw in raws for t in raw.topics]
    for id_, due, place in (*facts, *topics):
        if place and due and due < knowledge.today.isoformat()[: len(due)]:
            message = f"'{id_}' was to be looked at again by {due}"
            yield place.problem("stale", message, "see whether it still holds, and set a later date", "warning")


def translations(_: Sequence[Record], raws: Sequence[Raw], __: Knowledge) -> Iterator[Problem]:
    """What one language holds and another lacks, each where it is held."""
    held = {raw.language: _held(raw) for raw in raws}
    for raw in raws:
        for other in raws:
            theirs = held[other.language]
            for (what, name), place in held[raw.language].items():
                if what == "message" and other.inherited:
                    continue
                if what == "fact" and ("entity", name.partition(".")[0]) not in theirs:
                    continue
                if (what, name) not in theirs:
                    message = f"the {what} '{name}' is missing in '{other.language}'"
                    yield place.problem("missing-translation", message, f"write it in {other.language}/ too", "warning")


def _held(raw: Raw) -> Mapping[tuple[str, str], Place]:
    held = {("topic", record.text("id")): record.at("id") for record in raw.topics}
    for record in raw.entities:
        held["entity", record.text("id")] = record.at("id")
        for name, value in record.map("facts").items():
            held["fact", f"{record.text('id')}.{name}"] = value.place
    if raw.rules is not None and not raw.inherited:
        held |= {("message", name): text.place for name, text in raw.rules.map("messages").items()}
    return held
