"""One language's records become an `Edition`: names linked, phrasings read, weights fitted."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from chatbot.answering import template
from chatbot.answering.template import AS_OF, LOOKUP
from chatbot.knowledge import Book, Claim, Edition, Entity, How, Kind, Lexicon, Model, Phrase, Phrases, Topic
from chatbot.loading import facts, lexicons, references, schema
from chatbot.loading.lexicons import Raw
from chatbot.loading.schema import NUMBER, Record
from chatbot.matching import training
from chatbot.matching.features import is_year
from chatbot.problem import Problem
from chatbot.reading import mentions
from chatbot.reading.mentions import Query
from chatbot.reading.normalize import fold, one_line, stemmers
from chatbot.reading.tokenizer import Question, read

UNTAUGHT = Model(importance={}, unseen=1.0, topics=(), common={}, rare={}, held={}, asked={})


class Given(NamedTuple):
    """What the model is fitted to: phrasings and answers as they are read, by topic."""

    examples: Mapping[str, Sequence[Query]]
    answers: Mapping[str, Query]
    stop: frozenset[str]
    foreign: frozenset[str]

    def fit(self, typical: float | None = None, without: Mapping[str, int] | None = None) -> Model:
        """The model; `without` leaves out one phrasing of a topic, by its number, where the topic has others."""
        gone = without or {}
        kept = {t: [q for i, q in enumerate(qs) if i != gone.get(t)] or qs for t, qs in self.examples.items()}
        return training.fit(kept, self.answers, self.stop, self.foreign, typical) if kept else UNTAUGHT


def given(edition: Edition) -> Given:
    """What the model of an edition is fitted to."""
    query = reader(edition.lexicon, edition.phrases, edition.kinds)
    topics = edition.topics.values()
    examples = {topic.id: [query(text) for text in topic.phrasings] for topic in topics}
    answers = {topic.id: query(_told(topic, edition)) for topic in topics}
    return Given(examples=examples, answers=answers, stop=edition.lexicon.stop, foreign=edition.foreign)


def build(raw: Raw, sources: Collection[str], book: Book, problems: list[Problem]) -> Edition | None:
    """The edition, or None when its problems (added to `problems`) leave nothing to build."""
    if raw.rules is None:
        return None
    problems.extend(schema.unknown(raw.rules.one("stemmer"), "stemmer", stemmers()))
    if raw.rules.text("stemmer") not in stemmers():
        return None
    edition = _untaught(raw, raw.rules, book, problems)
    problems.extend(references.check(raw, edition, sources, book))
    if any(p.severity == "error" for p in problems):
        return None
    taught = given(edition)
    problems.extend(references.twice(raw, taught.examples))
    return edition._replace(
        model=taught.fit(),
        dated=frozenset(id_ for id_, answer in taught.answers.items() if any(is_year(u.term) for u in answer.units)),
        open_questions={
            query.terms(): id_
            for id_, queries in taught.examples.items()
            for query in queries
            if edition.topics[id_].kind and not query.mentions
        },
    )


def _untaught(raw: Raw, rules: Record, book: Book, problems: list[Problem]) -> Edition:
    """The edition before it has learned from its phrasings."""
    kinds, bare = _entities(raw, problems)
    members, rests = facts.spoken(book, bare, raw.language, facts.formats(rules), problems)
    lexicon = lexicons.lexicon(raw)
    phrases = lexicons.phrases(lexicons.listed(raw, lexicon, members), problems)
    topics = _topics(raw, reader(lexicon, phrases, kinds), lexicon.stop, problems)
    return Edition(
        language=raw.language,
        lexicon=lexicon,
        phrases=phrases,
        entities=members,
        kinds=kinds,
        topics=topics,
        model=UNTAUGHT,
        messages={name: one_line(value.text) for name, value in rules.map("messages").items()},
        numbers=_numbers(rules, "numbers"),
        marks={name: frozenset(fold(w.text) for w in words) for name, words in rules.lists("marks").items()},
        ordinals=_numbers(rules, "ordinals"),
        steps=_numbers(rules, "steps"),
        asked_for=frozenset(rules.strings("asked-for")),
        foreign=frozenset(rules.strings("foreign")),
        starters=tuple(id_ for id_ in rules.strings("starters") if id_ in topics),
        rests=rests,
    )


def reader(lexicon: Lexicon, phrases: Phrases, kinds: Mapping[str, Kind]) -> Callable[[str], Query]:
    """What reads a phrasing or an answer: its slots are mentions of any member."""
    slots = {_slot_word(kind): Phrase(How.NAME, (), kind=kind) for kind in kinds}
    slots |= {_slot_word(f"{kind}.subject"): Phrase(How.SUBJECT, (), kind=kind) for kind in kinds}
    reading = lexicon._replace(terms={**lexicon.terms, **{word: word for word in slots}})
    table = {**phrases, **{word: (((word,), phrase),) for word, phrase in slots.items()}}

    def query(text: str) -> Query:
        marked = LOOKUP.sub(lambda m: f" {_slot_word(m.group(1))} ", text)
        found = mentions.find(read(marked, reading), table)
        return Query(
            question=Question(text, ()), units=found.units, mentions=found.mentions
        )  # without its words: there may be many

    return query


def _slot_word(name: str) -> str:
    """A word for a slot that no one types."""
    return "0" + name.replace(".", "0") + "0"


def _numbers(rules: Record, key: str) -> dict[str, int]:
    return {fold(word): int(value.text) for word, value in rules.map(key).items() if NUMBER.fullmatch(value.text)}


def _told(topic: Topic, edition: Edition) -> str:
    """All that a topic may say, for any entity, as one text."""
    text, entities = f"{topic.answer} {topic.more}", edition.entities
    told = {
        f"{name}{suffix}": None
        for member in references.members(topic, edition)
        for name in template.used(text, member, entities, edition.kinds)
        for suffix in ("", AS_OF)
    }
    values = [entities[head].facts.get(attribute, "") for head, _, attribute in (name.partition(".") for name in told)]
    return " ".join([LOOKUP.sub(" ", text), *values])


def filled(phrasing: str, members: Iterable[Entity]) -> str:
    """The phrasing with a name, or a word of a field, in each slot: of one member after the other."""
    for member in members:
        phrasing = phrasing.replace(f"{{{member.kind}}}", member.called, 1)
        if "field" in member.facts:
            phrasing = phrasing.replace(f"{{{member.kind}.subject}}", member.facts["field"], 1)
    return phrasing


def _entities(raw: Raw, problems: list[Problem]) -> tuple[dict[str, Kind], dict[str, Entity]]:
    members: dict[str, Entity] = {}
    ids = [record.text("id") for record in raw.kinds]
    for record in raw.entities:
        id_ = record.text("id")
        if id_ in members:
            problems.append(record.at("id").problem("duplicate-id", f"the entity '{id_}' stands twice", "rename one"))
        problems.extend(schema.unknown(record.one("kind"), "kind", ids))
        facts = {name: one_line(value.text) for name, value in record.map("facts").items()}
        members[id_] = Entity(facts=facts, place=record.place, **record.values(Entity._fields))
    kinds = {}
    for record in raw.kinds:
        id_ = record.text("id")
        own = tuple(e.id for e in members.values() if e.kind == id_)
        kinds[id_] = Kind(members=own, **record.values(Kind._fields))
    return kinds, members


def _topics(raw: Raw, query: Callable[[str], Query], stop: frozenset[str], problems: list[Problem]) -> dict[str, Topic]:
    topics: dict[str, Topic] = {}
    for record in raw.topics:
        id_ = record.text("id")
        if id_ in topics:
            problems.append(record.at("id").problem("duplicate-id", f"the topic '{id_}' stands twice", "rename one"))
        tests = record.lists("tests")
        topics[id_] = Topic(
            question=next(iter(record.strings("phrasings")), ""),
            claims=tuple(_claims(record, query, stop)),
            reach=tuple(text.text for text in tests.get("reach", ())),
            not_reach=tuple(text.text for text in tests.get("not", ())),
            place=record.place,
            **record.values(Topic._fields),
        )
    return topics


def _claims(record: Record, query: Callable[[str], Query], stop: frozenset[str]) -> Iterator[Claim]:
    for says, texts in record.lists("claims").items():
        for text in texts:
            units = query(text.text).units
            said = [unit for unit in units if unit.term not in stop] or units
            yield Claim(frozenset(unit.literal or unit.term for unit in said), says == "yes")
