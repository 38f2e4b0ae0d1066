"""One language's records become an `Edition`: names linked, phrasings read, weights fitted."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from chatbot import entities, training, vocabulary
from chatbot.entities import Query
from chatbot.knowledge import Claim, Edition, Entity, How, Kind, Model, Phrase, Source, Topic
from chatbot.problems import Problem
from chatbot.schema import Record, problem
from chatbot.source import Scalar
from chatbot.text import Lexicon, did_you_mean, fold, one_line, read
from chatbot.vocabulary import SLOT, Raw

ROLES = ("", "by-subject", "fit", "compare", "more", "repeat", "shorter", "why")


def build(raw: Raw, sources: dict[str, Source], problems: list[Problem]) -> Edition | None:
    """The edition, or None when its problems (added to `problems`) leave nothing to build."""
    if raw.rules is None:
        return None
    kinds, members = _entities(raw, problems)
    lexicon = vocabulary.lexicon(raw)
    phrases = vocabulary.phrases(raw, lexicon, members, problems)
    topics = _topics(raw, kinds, members, sources, problems)
    if any(p.severity == "error" for p in problems):
        return None
    slots = _slots(kinds)
    reading = replace(lexicon, terms={**lexicon.terms, **{word: word for word in slots}})
    table = {**phrases, **{word: (((word,), phrase),) for word, phrase in slots.items()}}

    def query(text: str) -> Query:
        marked = SLOT.sub(lambda m: f" {_slot_word(m.group(1))} ", text)
        return entities.find(read(marked, reading), table)

    examples = {id_: [query(text) for text in topic.phrasings] for id_, topic in topics.items()}
    _twice(raw, examples, problems)
    rules = raw.rules
    foreign = frozenset(term.text for term in rules.texts("foreign"))
    answers = {id_: query(_told(topic, members, kinds)) for id_, topic in topics.items()}
    model = training.fit(examples, answers, lexicon.stop, foreign) if examples else Model({}, 1.0, {}, {}, {})
    claims = {id_: _claims(record, query, lexicon) for id_, record in _by_id(raw.topics).items()}
    return Edition(
        raw.language,
        lexicon,
        phrases,
        members,
        kinds,
        {id_: replace(topic, claims=claims[id_]) for id_, topic in topics.items()},
        model,
        {name: one_line(value.text) for name, value in rules.map("messages").items()},
        {fold(word): int(value.text) for word, value in rules.map("numbers").items() if value.text.isdecimal()},
        {name: frozenset(fold(w.text) for w in words) for name, words in rules.lists("marks").items()},
        _places(rules, "ordinals"),
        _places(rules, "steps"),
        frozenset(term.text for term in rules.texts("asked-for")),
        foreign,
        tuple(node.text for node in rules.texts("starters") if node.text in topics),
    )


def _places(rules: Record, key: str) -> dict[str, int]:
    values = rules.map(key).items()
    return {fold(word): int(value.text) for word, value in values if value.text.lstrip("-").isdecimal()}


def _told(topic: Topic, members: dict[str, Entity], kinds: dict[str, Kind]) -> str:
    """All that a topic may say, for any entity, as one text."""
    told = []
    for name in SLOT.findall(topic.answer + topic.more):
        head, _, attribute = name.partition(".")
        owners = (
            [members[head]] if head in members else [members[m] for m in kinds[head].members] if head in kinds else []
        )
        told += [owner.facts.get(attribute, "") for owner in owners]
    return " ".join([SLOT.sub(" ", topic.answer), SLOT.sub(" ", topic.more), *told])


def _by_id(records: Iterable[Record]) -> dict[str, Record]:
    return {record.text("id"): record for record in records}


def _entities(raw: Raw, problems: list[Problem]) -> tuple[dict[str, Kind], dict[str, Entity]]:
    members: dict[str, Entity] = {}
    ids = [record.text("id") for record in raw.kinds]
    for record in raw.entities:
        id_, kind = record.text("id"), record.text("kind")
        if id_ in members:
            problems.append(problem(record.at("id"), "duplicate-id", f"the entity '{id_}' stands twice", "rename one"))
        if kind not in ids:
            near = did_you_mean(kind, ids)
            hint = f"did you mean '{near}'?" if near else f"kinds: {', '.join(ids)}"
            problems.append(problem(record.at("kind"), "unknown-kind", f"there is no kind '{kind}'", hint))
        facts = {name: one_line(value.text) for name, value in record.map("facts").items()}
        members[id_] = Entity(
            id_, kind, record.text("name"), record.text("called"), facts, record.text("page"), record.place
        )
    kinds = {}
    for record in raw.kinds:
        id_ = record.text("id")
        own = tuple(e.id for e in members.values() if e.kind == id_)
        kinds[id_] = Kind(id_, id_, record.text("one"), record.text("many"), own)
    return kinds, members


def _slot_word(name: str) -> str:
    return "0" + name.replace(".", "0") + "0"


def _slots(kinds: dict[str, Kind]) -> dict[str, Phrase]:
    """A word for each slot that no one types, standing for a mention of any member."""
    slots = {}
    for kind in kinds:
        slots[_slot_word(kind)] = Phrase(How.NAME, (), kind)
        slots[_slot_word(f"{kind}.subject")] = Phrase(How.SUBJECT, (), kind)
    return slots


def _topics(
    raw: Raw,
    kinds: dict[str, Kind],
    members: dict[str, Entity],
    sources: dict[str, Source],
    problems: list[Problem],
) -> dict[str, Topic]:
    topics: dict[str, Topic] = {}
    ids = {record.text("id") for record in raw.topics}
    for record in raw.topics:
        id_ = record.text("id")
        if id_ in topics:
            problems.append(problem(record.at("id"), "duplicate-id", f"the topic '{id_}' stands twice", "rename one"))
            continue
        _check(record, kinds, members, sources, ids, problems)
        phrasings = tuple(text.text for text in record.texts("phrasings"))
        tests = record.lists("tests")
        topics[id_] = Topic(
            id_,
            phrasings[0] if phrasings else "",
            phrasings,
            record.text("answer"),
            record.text("more"),
            record.text("needs"),
            tuple(text.text for text in record.texts("sources")),
            tuple(text.text for text in record.texts("related")),
            (),
            record.flag("talk"),
            record.text("role"),
            tuple(text.text for text in record.texts("table")),
            tuple(text.text for text in tests.get("reach", ())),
            tuple(text.text for text in tests.get("not", ())),
            record.place,
        )
    return topics


def _check(
    record: Record,
    kinds: dict[str, Kind],
    members: dict[str, Entity],
    sources: dict[str, Source],
    ids: set[str],
    problems: list[Problem],
) -> None:
    def unknown(node: Scalar, what: str, code: str, choices: Iterable[str]) -> None:
        near = did_you_mean(node.text, choices)
        hint = f"did you mean '{near}'?" if near else f"known: {', '.join(sorted(choices)[:8])}"
        problems.append(problem(node.place, code, f"there is no {what} '{node.text}'", hint))

    for node in record.texts("sources"):
        if node.text not in sources:
            unknown(node, "source", "unknown-source", sources)
    for node in record.texts("related"):
        if node.text not in ids:
            unknown(node, "topic", "unknown-topic", ids)
    needs = record.node.get("needs")
    slots = [name for kind in kinds for name in (kind, f"{kind}.subject")]
    if isinstance(needs, Scalar) and needs.text not in slots:
        unknown(needs, "slot", "unknown-slot", slots)
    role = record.node.get("role")
    if isinstance(role, Scalar) and role.text not in ROLES:
        unknown(role, "role", "unknown-role", ROLES[1:])
    if not record.texts("sources") and not record.flag("talk"):
        hint = "add 'sources:', or 'talk: true' if it is small talk"
        problems.append(problem(record.place, "no-source", "an answer without a source", hint))
    for text in record.texts("phrasings"):
        for name in SLOT.findall(text.text):
            if name not in slots:
                unknown(Scalar(name, text.place), "slot", "unknown-slot", slots)
    for key in ("answer", "more"):
        text_node = record.node.get(key)
        if isinstance(text_node, Scalar):
            _lookups(text_node, record, kinds, members, problems)


def _lookups(
    node: Scalar, record: Record, kinds: dict[str, Kind], members: dict[str, Entity], problems: list[Problem]
) -> None:
    """Every `{…}` of an answer must be in the closed list: slot, slot.fact, entity.fact, list:kind, count:kind."""
    kind = record.text("needs").partition(".")[0]
    for name in SLOT.findall(node.text):
        head, _, attribute = name.partition(".")
        if name.startswith(("list:", "count:")):
            good = name.partition(":")[2] in kinds
        elif head == kind and kind:
            lacking = (
                [m for m in kinds[kind].members if attribute and attribute not in members[m].facts]
                if kind in kinds
                else []
            )
            if lacking:
                message = f"'{lacking[0]}' has no fact '{attribute}'"
                problems.append(problem(node.place, "no-fact", message, "add it to the facts of every member"))
            good = True
        else:
            good = head in members and (not attribute or attribute in members[head].facts)
        if not good:
            hint = "write {kind}, {kind.fact}, {entity.fact}, {list:kind} or {count:kind}"
            problems.append(problem(node.place, "unknown-lookup", f"nothing is held for {{{name}}}", hint))


def _claims(record: Record, query: Callable[[str], Query], lexicon: Lexicon) -> tuple[Claim, ...]:
    claims = []
    for says, texts in record.lists("claims").items():
        for text in texts:
            units = query(text.text).units
            terms = frozenset(unit.literal or unit.term for unit in units if unit.term not in lexicon.stop)
            claims.append(Claim(terms, says == "yes"))
    return tuple(claims)


def _twice(raw: Raw, examples: dict[str, list[Query]], problems: list[Problem]) -> None:
    """The same phrasing under two topics: nothing could tell them apart."""
    owner: dict[tuple[str, ...], str] = {}
    for record in raw.topics:
        id_ = record.text("id")
        for text, query in zip(record.texts("phrasings"), examples.get(id_, ()), strict=False):
            key = tuple(unit.literal or unit.term for unit in query.units)
            if owner.setdefault(key, id_) != id_:
                message = f"'{text.text}' is a phrasing of '{owner[key]}' too"
                problems.append(problem(text.place, "phrasing-twice", message, "keep it in one topic", "warning"))
