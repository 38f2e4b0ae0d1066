"""Entries are held against what they name: every reference leads somewhere, every look-up finds something."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from chatbot.answering import template
from chatbot.answering.template import AS_OF, LISTS, LOOKUP
from chatbot.knowledge import Book, Edition, Topic
from chatbot.loading import schema
from chatbot.loading.lexicons import Raw
from chatbot.loading.nodes import Scalar
from chatbot.loading.schema import Record
from chatbot.problem import Place, Problem
from chatbot.reading.mentions import Query

ROLES = ("by-subject", "fit", "compare", "more", "repeat", "shorter", "why")


def members(topic: Topic, edition: Edition) -> tuple[str | None, ...]:
    """The entities that a topic answers for, or None alone."""
    return edition.kinds[topic.kind].members if topic.kind in edition.kinds else (None,)


def check(raw: Raw, edition: Edition, sources: Collection[str], book: Book) -> Iterator[Problem]:
    """Every reference of an entry that leads nowhere, and every promise of its answer that it does not keep."""
    slots = [name for kind in edition.kinds for name in (kind, f"{kind}.subject")]
    for record in raw.topics:
        topic = edition.topics[record.text("id")]
        if topic.place != record.place:  # of two entries with one id, the last is looked at
            continue
        named = [Scalar(name, text.place) for text in record.texts("phrasings") for name in LOOKUP.findall(text.text)]
        yield from schema.unknown(record.texts("sources"), "source", sources)
        yield from schema.unknown(record.texts("related"), "topic", edition.topics)
        yield from schema.unknown([*record.one("needs"), *named], "slot", slots)
        yield from schema.unknown(record.one("role"), "role", ROLES)
        for caveat in record.one("caveat"):
            yield from _no_message(caveat.text, caveat.place, edition)
        yield from _columns(record, topic, edition)
        unknown = [p for key in ("answer", "more") for p in _lookups(record, key, topic, edition, book)]
        yield from unknown or _promises(record, topic, edition, book)


def _columns(record: Record, topic: Topic, edition: Edition) -> Iterator[Problem]:
    own = [edition.entities[member] for member in members(topic, edition) if member]
    for column in record.texts("table"):
        if lacking := [entity.id for entity in own if column.text not in entity.facts]:
            message = f"'{lacking[0]}' has no fact '{column.text}'"
            yield column.place.problem("no-fact", message, "add it to the facts of every member")


def _lookups(record: Record, key: str, topic: Topic, edition: Edition, book: Book) -> Iterator[Problem]:
    """Every `{…}` must be in the closed list, and held of every entity that it may be asked of, or declared missing."""
    for name in (name for node in record.one(key) for name in LOOKUP.findall(node.text)):
        head, _, attribute = name.removesuffix(AS_OF).partition(".")
        of, _, kind = head.partition(":")
        if kind and of in LISTS and kind in edition.kinds and bool(attribute) == (of == "each"):
            asked = edition.kinds[kind].members
        elif head == topic.kind and head:
            asked = edition.kinds[head].members if head in edition.kinds else ()
        elif head in edition.entities:
            asked = (head,)
        else:
            hint = "write {kind}, {kind.fact}, {entity.fact}, {list:kind}, {count:kind} or {each:kind.fact}"
            yield record.at(key).problem("unknown-lookup", f"nothing is held for {{{name}}}", hint)
            continue
        wanted = name.partition(".")[2]
        lacking = [m for m in asked if wanted not in edition.entities[m].facts and f"{m}.{attribute}" not in book.gaps]
        if wanted and lacking:
            hint = "add it to the facts, or declare in facts.yaml that it was looked for"
            yield record.at(key).problem("no-fact", f"'{lacking[0]}' has no fact '{wanted}'", hint)


def _promises(record: Record, topic: Topic, edition: Edition, book: Book) -> Iterator[Problem]:
    """An answer names a source, says the date of what goes stale, has its caveat, and tells of a dispute."""
    for entity in members(topic, edition):
        names = template.used(topic.answer, entity, edition.entities, edition.kinds)
        facts = {id_: book.facts[id_] for name in names for id_ in edition.rests.get(name, ())}
        missing = [name for name in names if name in book.gaps]
        if not (facts or missing or topic.sources or topic.talk):
            hint = "add 'sources:', or 'talk: true' if it is small talk"
            yield record.place.problem("no-source", "an answer without a source", hint)
            return
        if missing and not topic.missing:
            message = f"'{missing[0]}' is a gap, which the entry has no name for"
            yield record.place.problem("no-missing", message, "add missing: its phone number")
            return
        said = template.fill(topic.answer, edition, entity)
        for fact in facts.values():
            if fact.volatile and fact.as_of[:4].isdecimal() and fact.as_of[:4] not in said:
                message = f"the answer gives '{fact.id}' without its date, {fact.as_of}"
                yield record.at("answer").problem("no-as-of", message, f"add {{{fact.id}{AS_OF}}}")
            if fact.caveat and fact.place:
                yield from _no_message(fact.caveat, fact.place, edition)
            if fact.disputed and fact.disputed not in facts:
                message = f"the answer gives '{fact.id}', which '{fact.disputed}' contradicts, alone"
                yield record.at("answer").problem("disputed", message, f"give both: add {{{fact.disputed}}}")


def _no_message(caveat: str, place: Place, edition: Edition) -> Iterator[Problem]:
    if f"caveat-{caveat}" not in edition.messages:
        hint = "add it to the messages of language.yaml"
        yield place.problem("no-message", f"there is no message 'caveat-{caveat}'", hint)


def twice(raw: Raw, examples: Mapping[str, Sequence[Query]]) -> Iterator[Problem]:
    """The same phrasing under two topics: nothing could tell them apart."""
    owner: dict[tuple[str, ...], str] = {}
    for record in raw.topics:
        id_ = record.text("id")
        for text, query in zip(record.texts("phrasings"), examples[id_], strict=True):
            key = tuple(unit.literal or unit.term for unit in query.units)
            if owner.setdefault(key, id_) != id_:
                message = f"'{text.text}' is a phrasing of '{owner[key]}' too"
                yield text.place.problem("phrasing-twice", message, "keep it in one topic", "warning")
