"""One language's records become an `Edition`: names linked, phrasings read, weights fitted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from chatbot.answering import template
from chatbot.answering.template import AS_OF, LOOKUP
from chatbot.knowledge import Book, Claim, Edition, Entity, How, Kind, Lexicon, Model, Phrase, Phrases, Source, Topic
from chatbot.loading import facts, lexicons, references
from chatbot.loading.lexicons import Raw
from chatbot.loading.references import Shelf
from chatbot.loading.schema import Record, problem
from chatbot.matching import training
from chatbot.matching.features import is_year
from chatbot.problem import Problem
from chatbot.reading import mentions
from chatbot.reading.lexicon import did_you_mean
from chatbot.reading.mentions import Query
from chatbot.reading.normalize import fold, one_line, stemmers
from chatbot.reading.tokenizer import Question, read


def build(raw: Raw, sources: dict[str, Source], book: Book, problems: list[Problem]) -> Edition | None:  # noqa: PLR0914
    """The edition, or None when its problems (added to `problems`) leave nothing to build."""
    if raw.rules is None or _no_stemmer(raw.rules, problems):
        return None
    kinds, bare = _entities(raw, problems)
    members, rests = facts.spoken(book, bare, raw.language, facts.formats(raw.rules), problems)
    lexicon = lexicons.lexicon(raw)
    phrases = lexicons.phrases(raw, lexicon, members, problems)
    messages = {name: one_line(value.text) for name, value in raw.rules.map("messages").items()}
    ids = frozenset(record.text("id") for record in raw.topics)
    shelf = Shelf(kinds, members, sources, book, rests, ids, frozenset(messages))
    topics = _topics(raw, shelf, problems)
    if any(p.severity == "error" for p in problems):
        return None
    query = reader(lexicon, phrases, kinds)
    examples = {id_: [query(text) for text in topic.phrasings] for id_, topic in topics.items()}
    references.twice(raw, examples, problems)
    rules = raw.rules
    foreign = frozenset(term.text for term in rules.texts("foreign"))
    told = {id_: _told(topic, shelf) for id_, topic in topics.items()}
    answers = {id_: query(text) for id_, text in told.items()}
    model = training.fit(examples, answers, lexicon.stop, foreign) if examples else Model({}, 1.0, (), {}, {}, {}, {})
    claims = {id_: _claims(record, query, lexicon) for id_, record in _by_id(raw.topics).items()}
    return Edition(
        raw.language,
        lexicon,
        phrases,
        members,
        kinds,
        {id_: topic._replace(claims=claims[id_]) for id_, topic in topics.items()},
        model,
        messages,
        {fold(word): int(value.text) for word, value in rules.map("numbers").items() if value.text.isdecimal()},
        {name: frozenset(fold(w.text) for w in words) for name, words in rules.lists("marks").items()},
        _places(rules, "ordinals"),
        _places(rules, "steps"),
        frozenset(term.text for term in rules.texts("asked-for")),
        foreign,
        tuple(node.text for node in rules.texts("starters") if node.text in topics),
        frozenset(id_ for id_, answer in answers.items() if _holds_year(answer)),
        {query.terms(): id_ for id_, queries in examples.items() for query in queries if _open(topics[id_], query)},
        rests,
    )


def reader(lexicon: Lexicon, phrases: Phrases, kinds: Mapping[str, Kind]) -> Callable[[str], Query]:
    """What reads a phrasing or an answer: its slots are mentions of any member."""
    slots = _slots(kinds)
    reading = lexicon._replace(terms={**lexicon.terms, **{word: word for word in slots}})
    table = {**phrases, **{word: (((word,), phrase),) for word, phrase in slots.items()}}

    def query(text: str) -> Query:
        marked = LOOKUP.sub(lambda m: f" {_slot_word(m.group(1))} ", text)
        found = mentions.find(read(marked, reading), table)
        return Query(Question(text, ()), found.units, found.mentions)  # without its words: there may be many

    return query


def _no_stemmer(rules: Record, problems: list[Problem]) -> bool:
    name = rules.text("stemmer")
    if name in stemmers():
        return False
    near = did_you_mean(name, stemmers())
    hint = f"did you mean '{near}'?" if near else "such as english or french"
    problems.append(problem(rules.at("stemmer"), "unknown-stemmer", f"there is no stemmer '{name}'", hint))
    return True


def _open(topic: Topic, phrasing: Query) -> bool:
    """Whether a phrasing names nothing for the slot of its topic."""
    return bool(topic.kind) and not phrasing.mentions


def _places(rules: Record, key: str) -> dict[str, int]:
    values = rules.map(key).items()
    return {fold(word): int(value.text) for word, value in values if value.text.lstrip("-").isdecimal()}


def _told(topic: Topic, shelf: Shelf) -> str:
    """All that a topic may say, for any entity, as one text."""
    told = {
        f"{name}{suffix}": None
        for entity in shelf.answered_for(topic)
        for name in template.used(f"{topic.answer} {topic.more}", entity, shelf.entities, shelf.kinds)
        for suffix in ("", AS_OF)
    }
    values = [shelf.entities[head].facts.get(attribute, "") for head, _, attribute in (n.partition(".") for n in told)]
    return " ".join([LOOKUP.sub(" ", topic.answer), LOOKUP.sub(" ", topic.more), *values])


def _holds_year(answer: Query) -> bool:
    return any(is_year(unit.term) for unit in answer.units)


def _by_id(records: Iterable[Record]) -> dict[str, Record]:
    return {record.text("id"): record for record in records}


def _entities(raw: Raw, problems: list[Problem]) -> tuple[dict[str, Kind], dict[str, Entity]]:
    members: dict[str, Entity] = {}
    ids = [record.text("id") for record in raw.kinds]
    for record in raw.entities:
        id_, kind = record.text("id"), record.text("kind")
        if id_ in members:
            problems.append(problem(record.at("id"), "duplicate-id", f"the entity '{id_}' stands twice", "rename one"))
        if kind and kind not in ids:
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
        kinds[id_] = Kind(id_, id_, record.text("one"), record.text("many"), own, record.flag("person"))
    return kinds, members


def _slot_word(name: str) -> str:
    return "0" + name.replace(".", "0") + "0"


def _slots(kinds: Mapping[str, Kind]) -> dict[str, Phrase]:
    """A word for each slot that no one types, standing for a mention of any member."""
    slots = {}
    for kind in kinds:
        slots[_slot_word(kind)] = Phrase(How.NAME, (), kind)
        slots[_slot_word(f"{kind}.subject")] = Phrase(How.SUBJECT, (), kind)
    return slots


def _topics(raw: Raw, shelf: Shelf, problems: list[Problem]) -> dict[str, Topic]:
    topics: dict[str, Topic] = {}
    for record in raw.topics:
        id_ = record.text("id")
        if id_ in topics:
            problems.append(problem(record.at("id"), "duplicate-id", f"the topic '{id_}' stands twice", "rename one"))
            continue
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
            record.text("caveat"),
            record.text("missing"),
        )
        problems.extend(references.check(record, topics[id_], shelf))
    return topics


def _claims(record: Record, query: Callable[[str], Query], lexicon: Lexicon) -> tuple[Claim, ...]:
    claims = []
    for says, texts in record.lists("claims").items():
        for text in texts:
            units = query(text.text).units
            said = [unit for unit in units if unit.term not in lexicon.stop] or units
            claims.append(Claim(frozenset(unit.literal or unit.term for unit in said), says == "yes"))
    return tuple(claims)
