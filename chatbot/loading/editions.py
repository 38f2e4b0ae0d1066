"""One language's records become an `Edition`: names linked, phrasings read, weights fitted."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from chatbot.answering import relations, template
from chatbot.answering.template import AS_OF, LOOKUP, SAYS
from chatbot.answering.values import Formats
from chatbot.knowledge import Book, Claim, Edition, Entity, Kind, Location, Redirect, Topic
from chatbot.language import How, Lexicon, Model, Phrase, Phrases
from chatbot.learning import training
from chatbot.learning.training import Examples
from chatbot.loading import facts, lexicons, references, schema
from chatbot.loading.fields import SENTENCES
from chatbot.loading.languages import ranker
from chatbot.loading.lexicons import Raw
from chatbot.loading.nodes import Scalar
from chatbot.loading.schema import NUMBER, Record
from chatbot.problem import Problem
from chatbot.reading import mentions
from chatbot.reading.forms import ASKING, form
from chatbot.reading.mentions import Query, opening
from chatbot.reading.normalize import fold, one_line, stemmers
from chatbot.reading.tokenizer import Question, read

_SLOT = re.compile(r"\{([^{}]*)\}(?=(['’])?)")
"""A slot, and whether an ending is joined to it ("{cluster}'s")."""

UNTAUGHT = Model(importance={}, unseen=1.0, topics=(), common={}, rare={}, held={}, asked={})


def given(edition: Edition, elsewhere: Iterable[str] = ()) -> Examples:
    """What the model of an edition is fitted to."""
    query = reader(edition.lexicon, edition.phrases, edition.kinds, edition.entities.values())
    topics = edition.topics.values()
    phrasings = {topic.id: [query(text) for text in topic.phrasings] for topic in topics}
    forms = {id_: [form(query.question, edition) for query in queries] for id_, queries in phrasings.items()}
    return Examples(
        phrasings={id_: [_bare(query) for query in queries] for id_, queries in phrasings.items()},
        answers={topic.id: _bare(query(_told(topic, edition))) for topic in topics},
        elsewhere=[_bare(query(text)) for text in elsewhere],
        forms=forms,
        stop=edition.lexicon.stop,
        light=edition.light,
        people=frozenset(kind.id for kind in edition.kinds.values() if kind.person),
    )


def worded(phrasings: Mapping[str, Sequence[Query]]) -> dict[str, str]:
    """Each phrasing, as its terms and words of fields, to the topic that it stands in: of two, to the first."""
    found: dict[str, str] = {}
    for id_, queries in phrasings.items():
        for query in queries:
            if query.units:
                found.setdefault(query.literally(), id_)
    return found


def _bare(query: Query) -> Query:
    """A query without its words: there may be many."""
    return query._replace(question=Question("", ()))


def build(
    raw: Raw, sources: Collection[str], book: Book, redirects: Mapping[str, Redirect], problems: list[Problem]
) -> Edition | None:
    """The edition, or None when its problems (added to `problems`) leave nothing to build."""
    rules = raw.language.grammar
    unknown = list(schema.unknown(rules.one("stemmer"), "stemmer", stemmers()))
    problems.extend(unknown)
    if unknown:
        return None
    edition = _untaught(raw, rules, book, redirects, problems)
    problems.extend(references.check(raw, edition, sources, book, redirects))
    if any(p.severity == "error" for p in problems):
        return None
    taught = given(edition, raw.language.elsewhere)
    problems.extend(references.twice(raw, taught.phrasings))
    topics = edition.topics.values()
    return edition._replace(
        model=training.fit(taught) if taught.phrasings else UNTAUGHT,
        worded=worded(taught.phrasings),
        neighbours=relations.neighbours(topics),
        counterparts=relations.counterparts(topics),
    )


def _untaught(
    raw: Raw, rules: Record, book: Book, redirects: Mapping[str, Redirect], problems: list[Problem]
) -> Edition:
    """The edition before it has learned from its phrasings."""
    kinds, bare = _entities(raw, problems)
    who = _who(raw)
    messages = {id_: _told_who(text.text, who) for id_, text in raw.language.messages.items()}
    form = _formats(rules, messages, raw.tag, raw.locations)
    ones = {(t.text("of"), t.text("attribute")): t.text("one") for t in raw.topics if t.text("attribute")}
    said = facts.Speaker(book=book, entities=bare, ones=ones, form=form).spoken(raw.values)
    problems.extend(said.problems)
    lexicon = lexicons.lexicon(raw)
    phrases = lexicons.phrases(lexicons.listed(raw, lexicon, said.entities), lexicons.placed(raw, lexicon), problems)
    query = reader(lexicon, phrases, kinds, said.entities.values())
    topics = _topics(raw, query, lexicon.stop, redirects, problems)
    topics = {id_: t._replace(answer=_told_who(t.answer, who)) if t.talk else t for id_, t in topics.items()}
    return Edition(
        language=raw.tag,
        lexicon=lexicon,
        phrases=phrases,
        entities=said.entities,
        kinds=kinds,
        topics=topics,
        model=UNTAUGHT,
        messages=messages,
        numbers=_numbers(rules, "numbers"),
        marks={name: frozenset(fold(w.text) for w in words) for name, words in rules.lists("marks").items()},
        ordinals=_numbers(rules, "ordinals"),
        forms=_meaning(rules, "forms"),
        light=lexicon.stop.union(
            *(_asking(texts, query) for name, texts in rules.lists("forms").items() if name in ASKING)
        ),
        cues=_meaning(rules, "cues"),
        amounts=_numbers(rules, "amounts"),
        sizes=_numbers(rules, "sizes"),
        singular=frozenset(fold(kind.one) for kind in kinds.values()),
        places=lexicons.places(raw, lexicon),
        ranker=ranker(),
        months={fold(name): str(number).zfill(2) for number, name in enumerate(rules.strings("months"), 1)},
        steps=_numbers(rules, "steps"),
        starters=tuple(id_ for id_ in raw.bot.strings("starters") if id_ in topics),
        rests=said.rests,
        moved={id_: redirect.to for id_, redirect in redirects.items()},
        headings=raw.headings,
    )


def _formats(rules: Record, messages: Mapping[str, str], language: str, locations: Mapping[str, Location]) -> Formats:
    """How a language writes values, from its grammar."""
    patterns = {name: value.text for name, value in rules.map("formats").items()} | {"and": messages.get("and", "")}
    held = {size: texts for size, texts in rules.lists("scales").items() if schema.SIZE.fullmatch(size) and texts}
    sizes = {Decimal(size): [text.text for text in texts] for size, texts in held.items()}
    scales = tuple((size, texts[0], texts[-1]) for size, texts in sorted(sizes.items(), reverse=True))
    several = Decimal(rules.text("several-from") if schema.SIZE.fullmatch(rules.text("several-from")) else "2")
    return Formats(
        language=language,
        patterns=patterns,
        months=rules.strings("months"),
        scales=scales,
        several=several,
        locations=locations,
    )


def _who(raw: Raw) -> dict[str, str]:
    """What sentences say of the bot itself: what it knows about, who it is, and a question that it answers."""
    name, first = raw.bot.text("name"), next(iter(raw.bot.strings("starters")), "")
    asked = (topic for topic in raw.topics if topic.text("id") == first or not first)
    example = next((text for topic in asked for text in topic.strings("phrasings")), "")
    for record in raw.entities:  # the first of a kind stands for it
        called = record.text("called") or record.text("name")
        example = example.replace(f"{{{record.text('kind')}}}", called)
    about = {"bot": name, "of-bot": raw.bot.text("of") or name, "about": raw.bot.text("about")}
    return about | {"example": example}


def _told_who(text: str, who: Mapping[str, str]) -> str:
    return LOOKUP.sub(lambda match: who.get(match[1], match[0]), one_line(text))


def reader(
    lexicon: Lexicon, phrases: Phrases, kinds: Mapping[str, Kind], members: Iterable[Entity]
) -> Callable[[str], Query]:
    """What reads a phrasing or an answer: its slots are mentions of any member, articles and all."""
    slots = {_slot_word(kind): Phrase(How.NAME, (), kind=kind) for kind in kinds}
    slots |= {_slot_word(f"{kind}.subject"): Phrase(How.SUBJECT, (), kind=kind) for kind in kinds}
    reading = lexicon._replace(terms={**lexicon.terms, **{word: word for word in slots}})
    table = {**phrases, **{word: (((word,), phrase),) for word, phrase in slots.items()}}
    for kind, before in lexicons.articles(members, lexicon).items():
        word = _slot_word(kind)
        for article in before:
            longer = ((*article, word), slots[word])
            key = opening(longer[0])
            table[key] = tuple(sorted([longer, *table.get(key, ())], key=lambda run: -len(run[0])))

    def query(text: str) -> Query:
        marked = _SLOT.sub(lambda m: f" {_slot_word(m.group(1))}" + ("" if m.group(2) else " "), text)
        return mentions.find(read(marked, reading), table)

    return query


def _slot_word(name: str) -> str:
    """A word for a slot that no one types."""
    return "0" + name.replace(".", "0") + "0"


def _numbers(rules: Record, key: str) -> dict[str, int]:
    return {fold(word): int(value.text) for word, value in rules.map(key).items() if NUMBER.fullmatch(value.text)}


def _meaning(rules: Record, key: str) -> dict[str, str]:
    """Each word of the lists, with the name of its list."""
    return {fold(text.text): name for name, texts in rules.lists(key).items() for text in texts}


def _asking(texts: Sequence[Scalar], query: Callable[[str], Query]) -> set[str]:
    """The terms that ask for a form, each by itself: of words, and of several that are read as one."""
    return {units[0].term for text in texts if len(units := query(text.text).units) == 1}


def _told(topic: Topic, edition: Edition) -> str:
    """All that a topic may say, for any entity, as one text."""
    text, entities = f"{topic.answer} {topic.more}", edition.entities
    told = {
        one: None
        for member in references.members(topic, edition)
        for name in template.used(text, member, entities, edition.kinds)
        for one in (name, name.removesuffix(SAYS) + AS_OF)
    }
    values = [entities[head].facts.get(attribute, "") for head, _, attribute in (name.partition(".") for name in told)]
    return LOOKUP.sub(" ", " ".join([text, *values]))


def _entities(raw: Raw, problems: list[Problem]) -> tuple[dict[str, Kind], dict[str, Entity]]:
    """The kinds and their members: those that a kind's order names first, then as their files stand."""
    members: dict[str, Entity] = {}
    ids = [record.text("id") for record in raw.kinds]
    for record in raw.entities:
        id_ = record.text("id")
        if id_ in members:
            problems.append(record.at("id").problem("duplicate-id", f"the entity '{id_}' stands twice", "rename one"))
        problems.extend(schema.unknown(record.one("kind"), "kind", ids))
        if "." in id_:
            hint = "write hyphens: a dot parts an entity from what is held of it"
            problems.append(record.at("id").problem("bad-id", f"'{id_}' is no id of an entity", hint))
        held = record.values(Entity._fields)
        members[id_] = Entity(facts={}, place=record.place, **held | {"called": held["called"] or held["name"]})
    kinds = {}
    for record in raw.kinds:
        id_ = record.text("id")
        if id_ in kinds:
            problems.append(record.at("id").problem("duplicate-id", f"the kind '{id_}' stands twice", "rename one"))
        there = [entity.id for entity in members.values() if entity.kind == id_]
        order = {one: place for place, one in enumerate(record.strings("order"))}
        problems.extend(schema.unknown(record.texts("order"), "entity", there))
        if not there and not any(problem.file.startswith("entities/") for problem in problems):
            message = f"the kind '{id_}' has no members"
            problems.append(record.at("id").problem("no-members", message, "add an entity of it, or remove the kind"))
        own = tuple(sorted(there, key=lambda one: order.get(one, len(order))))
        kinds[id_] = Kind(members=own, **record.values(Kind._fields))
    return kinds, members


def _topics(
    raw: Raw,
    query: Callable[[str], Query],
    stop: frozenset[str],
    redirects: Mapping[str, Redirect],
    problems: list[Problem],
) -> dict[str, Topic]:
    topics: dict[str, Topic] = {}
    tests = {record.text("id"): record for record in raw.tests}
    for record in raw.topics:
        id_, of = record.text("id"), record.text("of")
        if id_ in topics:
            problems.append(record.at("id").problem("duplicate-id", f"the topic '{id_}' stands twice", "rename one"))
        held = record.values(Topic._fields)
        if held["attribute"]:
            held |= {"needs": of, "answer": f"{{{of}.{held['attribute']}{SAYS}}}"}
        held["related"] = tuple(dict.fromkeys(redirects[r].to if r in redirects else r for r in held["related"]))
        held["each"] = redirects[held["each"]].to if held["each"] in redirects else held["each"]
        topics[id_] = Topic(
            question=next(iter(record.strings("phrasings")), ""),
            claims=tuple(_claims(record, query, stop)),
            sentences={name: text for name in SENTENCES if (text := record.text(name))},
            reach=tests[id_].strings("reach") if id_ in tests else (),
            not_reach=tests[id_].strings("not") if id_ in tests else (),
            place=record.place,
            kind=held["needs"].partition(".")[0],
            **held,
        )
    return topics


def _claims(record: Record, query: Callable[[str], Query], stop: frozenset[str]) -> Iterator[Claim]:
    for says, texts in record.lists("claims").items():
        for text in texts:
            units = query(text.text).units
            said = [unit for unit in units if unit.term not in stop] or units
            yield Claim(frozenset(unit.literal or unit.term for unit in said), says == "yes")
