"""Entries are held against what they name: every reference leads somewhere, every look-up finds something."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from chatbot.answering import template
from chatbot.answering.template import AS_OF, LISTS, LOOKUP
from chatbot.knowledge import Book, Entity, Kind, Source, Topic
from chatbot.loading import schema
from chatbot.loading.lexicons import Raw
from chatbot.loading.nodes import Scalar
from chatbot.loading.schema import Record, problem
from chatbot.problem import Problem
from chatbot.reading.mentions import Query

ROLES = ("", "by-subject", "fit", "compare", "more", "repeat", "shorter", "why")


class Shelf(NamedTuple):
    """What an entry may name."""

    kinds: Mapping[str, Kind]
    entities: Mapping[str, Entity]
    sources: Mapping[str, Source]
    book: Book
    rests: Mapping[str, tuple[str, ...]]
    topics: frozenset[str]
    messages: frozenset[str]

    def facts(self, topic: Topic, entity: str | None) -> tuple[str, ...]:
        """The ids of the facts that a topic's answer rests on, for an entity."""
        names = template.used(topic.answer, entity, self.entities, self.kinds)
        return tuple(dict.fromkeys(fact for name in names for fact in self.rests.get(name, ())))

    def answered_for(self, topic: Topic) -> tuple[str | None, ...]:
        """The entities that a topic may answer for, or None alone."""
        return self.kinds[topic.kind].members if topic.kind in self.kinds else (None,)


def check(record: Record, topic: Topic, shelf: Shelf) -> Iterator[Problem]:  # noqa: C901
    """Every reference of an entry that leads nowhere, and every promise of its answer that it does not keep."""
    for node in record.texts("sources"):
        if node.text not in shelf.sources:
            yield schema.unknown(node, "source", "unknown-source", shelf.sources)
    for node in record.texts("related"):
        if node.text not in shelf.topics:
            yield schema.unknown(node, "topic", "unknown-topic", shelf.topics)
    slots = [name for kind in shelf.kinds for name in (kind, f"{kind}.subject")]
    needs, role, caveat = (record.node.get(key) for key in ("needs", "role", "caveat"))
    if isinstance(needs, Scalar) and needs.text not in slots:
        yield schema.unknown(needs, "slot", "unknown-slot", slots)
    if isinstance(role, Scalar) and role.text not in ROLES:
        yield schema.unknown(role, "role", "unknown-role", ROLES[1:])
    if isinstance(caveat, Scalar) and f"caveat-{caveat.text}" not in shelf.messages:
        yield _no_caveat(Scalar(caveat.text, caveat.place))
    for text in record.texts("phrasings"):
        for name in LOOKUP.findall(text.text):
            if name not in slots:
                yield schema.unknown(Scalar(name, text.place), "slot", "unknown-slot", slots)
    yield from _columns(record, topic, shelf)
    unknown = [p for key in ("answer", "more") for p in _lookups(record, key, topic, shelf)]
    yield from unknown
    if not unknown:
        yield from _promises(record, topic, shelf)


def _columns(record: Record, topic: Topic, shelf: Shelf) -> Iterator[Problem]:
    members = shelf.kinds[topic.kind].members if topic.kind in shelf.kinds else ()
    for column in record.texts("table"):
        if lacking := [m for m in members if column.text not in shelf.entities[m].facts]:
            message = f"'{lacking[0]}' has no fact '{column.text}'"
            yield problem(column.place, "no-fact", message, "add it to the facts of every member")


def _lookups(record: Record, key: str, topic: Topic, shelf: Shelf) -> Iterator[Problem]:
    """Every `{…}` must be in the closed list, and held of every entity that it may be asked of, or declared missing."""
    node = record.node.get(key)
    for name in LOOKUP.findall(node.text) if isinstance(node, Scalar) else ():
        head, _, attribute = name.removesuffix(AS_OF).partition(".")
        of, _, kind = head.partition(":")
        if kind and of in LISTS and kind in shelf.kinds and bool(attribute) == (of == "each"):
            members = shelf.kinds[kind].members
        elif head == topic.kind and head:
            members = shelf.kinds[head].members if head in shelf.kinds else ()
        elif head in shelf.entities:
            members = (head,)
        else:
            hint = "write {kind}, {kind.fact}, {entity.fact}, {list:kind}, {count:kind} or {each:kind.fact}"
            yield problem(record.at(key), "unknown-lookup", f"nothing is held for {{{name}}}", hint)
            continue
        wanted = name.partition(".")[2]
        for member in members:
            if wanted and wanted not in shelf.entities[member].facts and f"{member}.{attribute}" not in shelf.book.gaps:
                message = f"'{member}' has no fact '{wanted}'"
                hint = "add it to the facts, or declare in facts.yaml that it was looked for"
                yield problem(record.at(key), "no-fact", message, hint)
                break


def _promises(record: Record, topic: Topic, shelf: Shelf) -> Iterator[Problem]:
    """An answer names a source, says the date of what goes stale, has its caveat, and tells of a dispute."""
    for entity in shelf.answered_for(topic):
        facts = [shelf.book.facts[id_] for id_ in shelf.facts(topic, entity)]
        missing = [n for n in template.used(topic.answer, entity, shelf.entities, shelf.kinds) if n in shelf.book.gaps]
        if not (facts or missing or topic.sources or topic.talk):
            hint = "add 'sources:', or 'talk: true' if it is small talk"
            yield problem(record.place, "no-source", "an answer without a source", hint)
            return
        if missing and not topic.missing:
            hint = "add missing: its phone number"
            yield problem(record.place, "no-missing", f"'{missing[0]}' is a gap, which the entry has no name for", hint)
            return
        said = _said(topic.answer, entity, shelf)
        for fact in facts:
            if fact.volatile and fact.as_of[:4].isdecimal() and fact.as_of[:4] not in said:
                message = f"the answer gives '{fact.id}' without its date, {fact.as_of}"
                yield problem(record.at("answer"), "no-as-of", message, f"add {{{fact.id}{AS_OF}}}")
            if fact.caveat and f"caveat-{fact.caveat}" not in shelf.messages and fact.place:
                yield _no_caveat(Scalar(fact.caveat, fact.place))
            if fact.disputed and fact.disputed not in {other.id for other in facts}:
                message = f"the answer gives '{fact.id}', which '{fact.disputed}' contradicts, alone"
                yield problem(record.at("answer"), "disputed", message, f"give both: add {{{fact.disputed}}}")


def _said(text: str, entity: str | None, shelf: Shelf) -> str:
    """The text with what it looks up behind it."""
    names = template.used(text, entity, shelf.entities, shelf.kinds)
    dates = [f"{name}{AS_OF}" for name in names if f"{name.partition('.')[2]}{AS_OF}}}" in text]
    values = [name.partition(".") for name in (*names, *dates)]
    return " ".join([text, *(shelf.entities[head].facts.get(attribute, "") for head, _, attribute in values)])


def _no_caveat(node: Scalar) -> Problem:
    hint = "add it to the messages of language.yaml"
    return problem(node.place, "no-message", f"there is no message 'caveat-{node.text}'", hint)


def twice(raw: Raw, examples: dict[str, list[Query]], problems: list[Problem]) -> None:
    """The same phrasing under two topics: nothing could tell them apart."""
    owner: dict[tuple[str, ...], str] = {}
    for record in raw.topics:
        id_ = record.text("id")
        for text, query in zip(record.texts("phrasings"), examples.get(id_, ()), strict=False):
            key = tuple(unit.literal or unit.term for unit in query.units)
            if owner.setdefault(key, id_) != id_:
                message = f"'{text.text}' is a phrasing of '{owner[key]}' too"
                problems.append(problem(text.place, "phrasing-twice", message, "keep it in one topic", "warning"))
