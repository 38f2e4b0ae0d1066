"""Entries are held against what they name: every reference leads somewhere, every look-up finds something."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence

from chatbot.answering import template
from chatbot.answering.template import AS_OF, LISTS, LOOKUP, SAYS
from chatbot.answering.values import TYPES
from chatbot.knowledge import Book, Edition, Topic, Value
from chatbot.loading import schema
from chatbot.loading.fields import OF_ATTRIBUTE, SENTENCES
from chatbot.loading.folders import NEUTRAL
from chatbot.loading.lexicons import Raw
from chatbot.loading.nodes import Items, Node, Scalar
from chatbot.loading.schema import TODO, Record
from chatbot.problem import Place, Problem
from chatbot.reading.mentions import Query

OF_SENTENCE = frozenset({"value", "as-of", "list", "second", "other"})
"""What the sentences of an attribute may look up, besides the name of the entity."""

LONE = re.compile(r"[{}]")

LONGEST = 100_000
"""Characters that an answer may have, with all that it looks up."""

PAIRS = 200_000
"""Topics times the entities that they are asked of: each pair is looked at when a folder is loaded."""

Lacking = defaultdict[str, dict[str, str]]
"""Entity to what entries look up of it and it does not hold, each with the first such entry."""

ROLES = ("by-subject", "fit", "compare", "more", "repeat", "shorter", "why", "part")


def members(topic: Topic, edition: Edition) -> tuple[str | None, ...]:
    """The entities that a topic answers for, or None alone."""
    return edition.kinds[topic.kind].members if topic.kind in edition.kinds else (None,)


def check(
    raw: Raw, edition: Edition, sources: Collection[str], book: Book, redirects: Collection[str]
) -> Iterator[Problem]:
    """Every reference of an entry that leads nowhere, and every promise of its answer that it does not keep."""
    known = {*edition.topics, *redirects}
    if pairs := _too_many(raw, edition):
        yield pairs
        return
    lacking: Lacking = defaultdict(dict)
    for record in raw.topics:
        topic = edition.topics[record.text("id")]
        if topic.place != record.place:  # of two entries with one id, the last is looked at
            continue
        for entity, column in _columns(record, topic, edition, book):
            lacking[entity].setdefault(column, topic.id)
        found = [*_named(record, edition, known, sources), *_said(record, topic, edition, book)]
        found = found or [*_slots(record, topic), *_too_long(record, topic, edition)]
        found = found or list(_lookups(record, topic, edition, book, lacking))
        yield from found or (() if lacking else _promises(record, topic, edition, book))
    yield from _unheld(lacking, edition)


def _named(record: Record, edition: Edition, known: Collection[str], sources: Collection[str]) -> Iterator[Problem]:
    """What an entry names and there is not."""
    slots = [name for kind in edition.kinds for name in (kind, f"{kind}.subject")]
    named = [Scalar(name, text.place) for text in record.texts("phrasings") for name in LOOKUP.findall(text.text)]
    yield from schema.unknown(record.texts("sources"), "source", sources)
    yield from schema.unknown(record.texts("related"), "topic", known)
    yield from schema.unknown(record.one("each"), "topic", known)
    yield from schema.unknown([*record.one("needs"), *named], "slot", slots)
    yield from schema.unknown(record.one("of"), "kind", edition.kinds)
    yield from schema.unknown(record.one("type"), "type", TYPES)
    yield from schema.unknown(record.one("role"), "role", ROLES)
    for caveat in record.one("caveat"):
        yield from _no_message(caveat.text, caveat.place, edition)


def _said(record: Record, topic: Topic, edition: Edition, book: Book) -> Iterator[Problem]:
    """An entry has an answer, unless it is an attribute: what is held of each member answers it."""
    attribute, of = topic.attribute, record.text("of")
    if bool(attribute) != bool(of):
        lacking = "of" if attribute else "attribute"
        hint = "an attribute has both: of: its kind, attribute: its name"
        yield record.place.problem("missing-key", f"the key '{lacking}' is missing", hint)
    elif attribute and record.node.get("answer"):
        hint = "remove the answer, or of: and attribute:"
        yield record.at("answer").problem("two-answers", "an attribute answers with its values", hint)
    elif not attribute and not record.node.get("answer"):
        hint = "write 'answer:', or 'of:' and 'attribute:' with 'one:'"
        yield record.place.problem("missing-key", "the key 'answer' is missing", hint)
    for key, _ in record.node.pairs if not attribute else ():
        if key.text in OF_ATTRIBUTE:
            yield key.place.problem("unknown-key", f"only an attribute has '{key.text}'", "remove it, or add of:")
    bare = (m for m in members(topic, edition) if m and f"{m}.{attribute}" in book.values) if attribute else ()
    if any(attribute + SAYS not in edition.entities[member].facts for member in bare):
        hint = "write what is said of a member whose value has no 'says:', with {value}"
        yield record.place.problem("missing-key", "the key 'one' is missing", hint)


def _slots(record: Record, topic: Topic) -> Iterator[Problem]:
    """Braces that are no look-up, and look-ups where none is filled in."""
    allowed = {key: OF_SENTENCE | {topic.kind} for key in SENTENCES} | {"what": frozenset(), "label": frozenset()}
    for key in ("answer", "more", "one", *allowed):
        for node in record.one(key):
            if lone := LONE.search(LOOKUP.sub("", node.text)):
                hint = "write {kind}, {kind.value}, {entity.value} or {list:kind}, on one line"
                yield node.place.problem("unknown-lookup", f"a lone '{lone.group()}' is shown as it stands", hint)
            for name in LOOKUP.findall(node.text) if key in allowed else ():
                if name not in allowed[key]:
                    hint = f"'{key}' may hold {', '.join(f'{{{one}}}' for one in sorted(allowed[key])) or 'no look-up'}"
                    yield node.place.problem("unknown-lookup", f"'{key}' gets no {{{name}}}", hint)


def _columns(record: Record, topic: Topic, edition: Edition, book: Book) -> Iterator[tuple[str, str]]:
    """The columns of a comparison that an entity has no value for, each with the entity."""
    for member in filter(None, members(topic, edition)):
        held = edition.entities[member].facts
        yield from ((member, c) for c in record.strings("table") if c not in held and f"{member}.{c}" not in book.gaps)


def _looked_up(record: Record, topic: Topic) -> Iterator[tuple[Place, str]]:
    """Every look-up of an entry, with the place of the text that it stands in."""
    for key in ("answer", "more"):
        text = topic.answer if key == "answer" else topic.more
        at = record.at("one") if topic.attribute and key == "answer" else record.at(key)
        yield from ((at, name) for name in dict.fromkeys(LOOKUP.findall(text)))
    own = {"value", "value" + AS_OF, "as-of", topic.kind}
    yield from ((record.at("one"), name) for name in LOOKUP.findall(record.text("one")) if name not in own)


def _lookups(record: Record, topic: Topic, edition: Edition, book: Book, lacking: Lacking) -> Iterator[Problem]:
    """Every `{…}` must be in the closed list, and held of every entity that it may be asked of, or declared missing."""
    for at, name in _looked_up(record, topic):
        head, dot, attribute = name.removesuffix(AS_OF).removesuffix(SAYS).partition(".")
        of, _, kind = head.partition(":")
        if kind and of in LISTS and kind in edition.kinds and bool(attribute) == bool(dot) == (of == "each"):
            asked = edition.kinds[kind].members
        elif head == topic.kind and head:
            asked = edition.kinds[head].members if head in edition.kinds else ()
        elif head in edition.entities:
            asked = (head,)
        else:
            hint = "write {kind}, {kind.value}, {entity.value}, {list:kind}, {count:kind} or {each:kind.value}"
            yield at.problem("unknown-lookup", f"nothing is held for {{{name}}}", hint)
            continue
        wanted = name.partition(".")[2]
        for member in asked if wanted else ():
            if wanted not in edition.entities[member].facts and f"{member}.{attribute}" not in book.gaps:
                lacking[member].setdefault(wanted, topic.id)


def _unheld(lacking: Lacking, edition: Edition) -> Iterator[Problem]:
    """What entries look up of an entity that does not hold it, all at its own place."""
    for member, names in lacking.items():
        bare = list(dict.fromkeys(name.removesuffix(AS_OF).removesuffix(SAYS) for name in names))
        message = f"'{member}' lacks {', '.join(bare)}, which '{next(iter(names.values()))}' looks up"
        hint = f"add it to its values, or what was looked for and not found to its gaps: of: [{', '.join(bare)}]"
        yield (edition.entities[member].place or Place(member)).problem("no-fact", message, hint)


def _size(topic: Topic, edition: Edition) -> int:
    """Characters of the longest that an answer can be: what it looks up, counted and not written out."""
    size = 0
    for text in (topic.answer, topic.more):
        size += len(text)
        for name, times in Counter(LOOKUP.findall(text)).items():
            head, _, attribute = name.partition(".")
            kind = head.partition(":")[2] or (head if head == topic.kind else "")
            asked = edition.kinds[kind].members if kind in edition.kinds else (head,)
            held = [edition.entities[one] for one in asked if one in edition.entities]
            sizes = [len(e.facts.get(attribute, "") if attribute else e.called) + len(e.name) for e in held]
            size += times * (sum(sizes) if ":" in head else max(sizes, default=0))
            if size > LONGEST:
                return size
    return size


def _too_long(record: Record, topic: Topic, edition: Edition) -> Iterator[Problem]:
    """An answer that would take more time and memory than a question may."""
    if (size := _size(topic, edition)) > LONGEST:
        message = f"the answer would have over {LONGEST} characters, {size} with this look-up"
        yield record.place.problem("too-large", message, "list fewer members, or say less of each")


def _too_many(raw: Raw, edition: Edition) -> Problem | None:
    """More topics and entities that they are asked of than are looked at in bounded time."""
    pairs = sum(len(members(topic, edition)) for topic in edition.topics.values())
    message = f"topics and the entities that they are asked of make {pairs} pairs, over {PAIRS}"
    return raw.bot.place.problem("too-large", message, "part the folder by subject") if pairs > PAIRS else None


def _promises(record: Record, topic: Topic, edition: Edition, book: Book) -> Iterator[Problem]:
    """An answer names a source, says the date of what goes stale, has its caveat, and tells of a dispute."""
    for entity in members(topic, edition):
        names = template.used(topic.answer, entity, edition.entities, edition.kinds)
        values = {id_: book.values[id_] for name in names for id_ in edition.rests.get(name, ())}
        missing = [name for name in names if name.removesuffix(SAYS) in book.gaps]
        if not (record.node.get("sources") or values or missing or topic.sources or topic.talk):
            hint = "add 'sources:', or 'talk: true' if it is small talk"
            yield record.place.problem("no-source", "an answer without a source", hint)
            return
        if missing and not topic.what and "{each:" not in topic.answer:
            message = f"'{missing[0]}' is a gap, which the entry has no name for"
            yield record.place.problem(
                "no-missing", message, "write what: and what is asked for, such as 'its phone number'"
            )
            return
        said = template.fill(topic.answer, edition, entity)
        for value in values.values():
            if value.volatile and value.as_of[:4].isdecimal() and value.as_of[:4] not in said:
                message = f"the answer gives '{value.id}' without its date, {value.as_of}"
                yield _where(record, value).problem("no-as-of", message, f"add {{{value.id}{AS_OF}}}")
            for caveat in value.caveats if value.place else ():
                yield from _no_message(caveat, value.place or record.place, edition)
            if value.disputed and value.disputed not in values:
                message = f"the answer gives '{value.id}', which '{value.disputed}' contradicts, alone"
                yield _where(record, value).problem("disputed", message, f"give both: add {{{value.disputed}}}")


def _where(record: Record, value: Value) -> Place:
    """Where an answer says a value: at the value itself, where its entry is an attribute."""
    return value.place if record.text("attribute") and value.place else record.at("answer")


def _no_message(caveat: str, place: Place, edition: Edition) -> Iterator[Problem]:
    if f"caveat-{caveat}" not in edition.messages:
        hint = "add it to messages.yaml of the language"
        yield place.problem("no-message", f"there is no message 'caveat-{caveat}'", hint)


def walk(node: Node, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Scalar]]:
    """Every text below a node, with the keys that lead to it; and the keys themselves, behind which stands no name."""
    if isinstance(node, Scalar):
        yield path, node
    elif isinstance(node, Items):
        for item in node.items:
            yield from walk(item, path)
    else:
        for key, value in node.pairs:
            yield (*path, key.text, ""), key
            yield from walk(value, (*path, key.text))


def todo(node: Node) -> Iterator[Problem]:
    """What is still to be written below a node."""
    for _, text in walk(node):
        if TODO in text.text:
            yield text.place.problem("todo", f"'{TODO}' is still to be written", "write it, or remove the line")


def twice(raw: Raw, examples: Mapping[str, Sequence[Query]]) -> Iterator[Problem]:
    """The same phrasing under two topics: nothing could tell them apart. It is told where the folder itself says it."""
    owner: dict[tuple[str, ...], tuple[str, Scalar]] = {}
    for record in raw.topics:
        id_ = record.text("id")
        for text, query in zip(record.texts("phrasings"), examples[id_], strict=True):
            key = tuple(unit.literal or unit.term for unit in query.units)
            first, other = owner.setdefault(key, (id_, text))
            if first != id_:
                own, where = (id_, other) if is_inherited(text.place) else (first, text)
                message = f"'{where.text}' is a phrasing of '{own}' too"
                yield where.place.problem("phrasing-twice", message, "keep it in one topic", "warning")


def is_inherited(place: Place) -> bool:
    """Whether something stands in the package's own files, and not in the folder."""
    return place.file.startswith(str(NEUTRAL))
