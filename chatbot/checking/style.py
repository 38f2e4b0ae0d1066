"""What makes an answer worse without being wrong: too long, out of date, pointing nowhere, or lacking in a language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date

from chatbot.answering.template import fill
from chatbot.knowledge import Book, Edition
from chatbot.loading.lexicons import Raw
from chatbot.loading.schema import Record, problem
from chatbot.problem import Place, Problem
from chatbot.reading.lexicon import did_you_mean
from chatbot.reading.normalize import fold

LONGEST_ANSWER = 600
"""Characters of an answer, filled in, that are read on a screen without a second thought."""

LONGEST_SENTENCE = 25
"""Words of a sentence; plain-language guides ask for fewer. Words of one or two letters are not counted: languages
differ in how many they need ("de la", "in")."""

_PAUSE = re.compile(r"(?<=[.!?;:])\s+")
"""Where a reader may draw breath: a semicolon or a colon parts a sentence too."""


def lint(raw: Raw, edition: Edition, today: date) -> Iterator[Problem]:  # noqa: C901
    """The problems of one language that loads."""
    ids = edition.topics.keys()
    for record in raw.topics:
        yield from _lengths(record, edition)
        yield from _again(record)
        due = record.text("review_by")
        if due and due < today.isoformat()[: len(due)]:
            message = f"'{record.text('id')}' was to be looked at again by {due}"
            hint = "see whether it still holds, and set a later date"
            yield problem(record.at("review_by"), "stale", message, hint, "warning")
        for node in record.texts("related"):
            if node.text == record.text("id"):
                yield problem(node.place, "self-related", "the entry suggests itself", "remove it", "warning")
    if raw.rules is None or raw.inherited:
        return
    for node in raw.rules.texts("starters"):
        if node.text not in ids:
            near = did_you_mean(node.text, ids)
            hint = f"did you mean '{near}'?" if near else "name a topic that there is"
            yield problem(node.place, "unknown-topic", f"there is no topic '{node.text}'", hint)
    for key in ("asked-for", "foreign"):
        for node in raw.rules.texts(key):
            if node.text.startswith("=") and node.text[1:] not in raw.groups:
                near = did_you_mean(node.text[1:], raw.groups)
                hint = f"did you mean '={near}'?" if near else "name a group of synonyms.yaml"
                yield problem(node.place, "unknown-group", f"there is no group '{node.text[1:]}'", hint)


def due(book: Book, today: date) -> Iterator[Problem]:
    """The facts that were to be looked at again by now."""
    for fact in book.facts.values():
        if fact.place and fact.review_by and fact.review_by < today.isoformat()[: len(fact.review_by)]:
            message = f"'{fact.id}' was to be looked at again by {fact.review_by}"
            yield problem(fact.place, "stale", message, "see whether it still holds, and set a later date", "warning")


def translations(raws: list[Raw]) -> Iterator[Problem]:
    """What one language holds and another lacks, as warnings, each where it is held."""
    for raw in raws:
        for other in raws:
            theirs = _held(other)
            for (what, name), place in _held(raw).items():
                if what == "message" and other.inherited:
                    continue
                if what == "fact" and ("entity", name.partition(".")[0]) not in theirs:
                    continue
                if (what, name) not in theirs:
                    message = f"the {what} '{name}' is missing in '{other.language}'"
                    yield problem(
                        place, "missing-translation", message, f"write it in {other.language}/ too", "warning"
                    )


def _held(raw: Raw) -> Mapping[tuple[str, str], Place]:
    held = {("topic", record.text("id")): record.at("id") for record in raw.topics}
    for record in raw.entities:
        held["entity", record.text("id")] = record.at("id")
        for name, value in record.map("facts").items():
            held["fact", f"{record.text('id')}.{name}"] = value.place
    if raw.rules is not None and not raw.inherited:
        held |= {("message", name): text.place for name, text in raw.rules.map("messages").items()}
    return held


def _lengths(record: Record, edition: Edition) -> Iterator[Problem]:
    kind = edition.kinds.get(record.text("needs").partition(".")[0])
    for key in ("answer", "more"):
        texts = [fill(record.text(key), edition, entity) for entity in (kind.members if kind else (None,))]
        text = max(texts, key=len, default="")
        if len(text) > LONGEST_ANSWER:
            message = f"'{key}' has {len(text)} characters"
            hint = f"keep it under {LONGEST_ANSWER}; put the rest under 'more' or into another entry"
            yield problem(record.at(key), "long-answer", message, hint, "warning")
        sentences = [sentence for text in texts for sentence in _PAUSE.split(text)]
        longest = max(sentences, key=_words, default="")
        if _words(longest) > LONGEST_SENTENCE:
            message = f"'{key}' holds a sentence of {_words(longest)} words: '{longest}'"
            yield problem(record.at(key), "long-sentence", message, "part it into two", "warning")


def _words(sentence: str) -> int:
    return sum(len(word) > 2 for word in sentence.split())


def _again(record: Record) -> Iterator[Problem]:
    seen: set[str] = set()
    for text in record.texts("phrasings"):
        if fold(text.text) in seen:
            message = f"'{text.text}' stands twice in this entry"
            yield problem(text.place, "phrasing-twice", message, "keep it once", "warning")
        seen.add(fold(text.text))
