"""The words of one language's records: the lexicon that questions are read by, and the table of names."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from chatbot.answering.template import LOOKUP
from chatbot.knowledge import Entity, Location
from chatbot.language import PLACE, How, Lexicon, Phrase, Phrases
from chatbot.loading.facts import Held
from chatbot.loading.languages import Language
from chatbot.loading.nodes import Scalar
from chatbot.loading.schema import Record
from chatbot.problem import Problem
from chatbot.reading.lexicon import LONGEST_WORD, ends, left
from chatbot.reading.mentions import opening
from chatbot.reading.normalize import fold, stem, unelided
from chatbot.reading.tokenizer import read

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")

ALIASES = (("names", How.NAME), ("subjects", How.SUBJECT), ("hints", How.HINT))
"""Keys of an entity that list what it is found by, the strongest first."""

SHORT_FORM = 4
"""Letters of the longest short form of a place."""

SHORTEST_GUESS = 4
"""Letters of the shortest word that a misspelling may become; shorter ones have too many neighbours."""


class Raw(NamedTuple):
    """The records of one language, as they were read."""

    language: Language
    bot: Record
    headings: dict[str, str]
    kinds: list[Record]
    entities: list[Record]
    values: tuple[Held, ...]
    topics: list[Record]
    tests: list[Record]
    locations: Mapping[str, Location]

    @property
    def tag(self) -> str:
        """The language's tag."""
        return self.language.tag

    @property
    def groups(self) -> dict[str, tuple[Scalar, ...]]:
        """The groups of words that mean the same."""
        return self.language.groups


def words(text: str) -> Iterator[str]:
    """The folded words of a text, without its look-ups."""
    return (match.group() for match in _WORD.finditer(fold(LOOKUP.sub(" ", text))))


def lexicon(raw: Raw) -> Lexicon:
    rules = raw.language.grammar
    stemmer = rules.text("stemmer")
    expansions = {fold(key): tuple(words(value.text)) for key, value in rules.map("expansions").items()}

    def folded(key: str) -> frozenset[str]:
        return frozenset(fold(word.text) for word in rules.texts(key))

    elisions = folded("elisions")
    counts: Counter[str] = Counter()
    for whole, times in Counter(word for text in _texts(raw) for word in words(text)).items():
        word = whole if whole in expansions else unelided(whole, elisions)
        for one in expansions.get(word) or [word.partition("'")[0] if "'" in word else word]:
            counts[one] += times
    stops = [word for text in rules.texts("stop") for word in words(text.text)]
    little = frozenset(stops)
    stops += [word for text in rules.texts("filler") for word in words(text.text)]
    for word in [*stops, *_grammatical(rules), *(w for ws in expansions.values() for w in ws)]:
        counts[word] += 1
    apart = {form: family[0] for text in rules.texts("apart") if (family := list(words(text.text))) for form in family}
    regular = {fold(ending): fold(value.text) for ending, value in rules.map("regular").items()}
    ordinary = raw.language.ordinary
    first = {form: word for form, word in ordinary.first.items() if form not in apart}
    for word in apart:  # what the knowledge does not hold has its term, too
        counts[word] += 0
    terms = {word: apart.get(word) or stem(first.get(word, word), stemmer, regular) for word in sorted(counts)}
    ours = {first[word]: term for word, term in terms.items() if word in first}
    terms |= {form: ours[one] for form, one in first.items() if one in ours}  # a misspelt word may be any form of ours
    by_ends: defaultdict[str, list[str]] = defaultdict(list)
    for word in sorted(terms):
        if word.isalpha() and SHORTEST_GUESS <= len(word) <= LONGEST_WORD:
            for letters in sorted({2, *(left(len(word) + edit) for edit in (-1, 0, 1))}):
                for end in ends(word, len(word), letters):
                    by_ends[end].append(word)
    return Lexicon(
        stemmer=stemmer,
        expansions=expansions,
        stop=frozenset(terms[word] for word in stops),
        terms=terms,
        stems=frozenset(terms.values()),
        ordinary=ordinary.forms | _placed(raw),
        counts=dict(counts),
        by_ends={ends: tuple(words) for ends, words in by_ends.items()},
        apart=frozenset(apart),
        abbreviations=folded("abbreviations"),
        joiners=folded("joiners"),
        askers=folded("askers"),
        frames=folded("frames"),
        pronouns=folded("pronouns"),
        elisions=elisions,
        regular=regular,
        little=little | folded("askers") | expansions.keys(),
        names=frozenset(word for one in raw.entities for text in _own(one, "names") for word in words(text.text)),
        letters=frozenset(rules.text("letters")),
        clitics=folded("clitics"),
        vowels=fold(rules.text("vowels")),
        spaced=rules.flag("spaced"),
    )


def _grammatical(rules: Record) -> Iterator[str]:
    """The words that a grammar lists by what they mean: none of them is a slip of another word."""
    for key in ("numbers", "ordinals", "amounts", "sizes"):
        yield from (word for text in rules.map(key) for word in words(text))
    for key in ("forms", "cues", "marks"):
        yield from (word for texts in rules.lists(key).values() for text in texts for word in words(text.text))


def _placed(raw: Raw) -> frozenset[str]:
    """The words of the names of places: nobody's misspelling either."""
    names = (name for location in raw.locations.values() for name in written_out(location.names.get(raw.tag, ())))
    return frozenset(word for name in names for word in words(name))


def _texts(raw: Raw) -> Iterator[str]:
    for record in raw.topics:
        yield from (text.text for text in record.texts("phrasings"))
        yield from (record.text("answer"), record.text("more"), record.text("one"))
    for record in raw.entities:
        yield record.text("name")
        for key, _ in ALIASES:
            yield from (text.text for text in record.texts(key))
    for group in raw.groups.values():
        yield from (text.text for text in group)
    yield from (text.text for value in raw.values for text in value.texts())


class Listed(NamedTuple):
    """A synonym, a name or a word of a field, with the terms that it is found by and what it stands for."""

    text: Scalar
    run: tuple[str, ...]
    phrase: Phrase


def listed(raw: Raw, words: Lexicon, members: Mapping[str, Entity]) -> Iterator[Listed]:
    """All of them, the weakest first."""
    for name, texts in raw.groups.items():
        for text in texts:
            run = reading(text.text, words)
            yield Listed(text=text, run=run, phrase=Phrase(How.WORD, (f"={name}",), words=" ".join(run)))
    before = articles(members.values(), words)
    for key, how in reversed(ALIASES):
        for record in raw.entities:
            entity = members[record.text("id")]
            for text in _own(record, key):
                phrase = Phrase(how, (entity.id,), kind=entity.kind, words=text.text)
                run = reading(text.text, words)
                yield Listed(text=text, run=run, phrase=phrase)
                for article in before.get(entity.kind, ()) if how is How.NAME else ():
                    if run[: len(article)] != article:
                        yield Listed(text=text, run=(*article, *run), phrase=phrase)


def articles(members: Iterable[Entity], words: Lexicon) -> dict[str, list[tuple[str, ...]]]:
    """By kind, the terms before a name where it is called by it ("the Ocean Cluster"): they go with any name of it."""
    found: defaultdict[str, set[tuple[str, ...]]] = defaultdict(set)
    for one in members:
        called, name = reading(one.called, words), reading(one.name, words)
        if name and called[-len(name) :] == name and len(called) > len(name):
            found[one.kind].add(called[: -len(name)])
    return {kind: sorted(own) for kind, own in sorted(found.items())}


def _own(record: Record, key: str) -> tuple[Scalar, ...]:
    named = key == "names" and record.text("kind")
    return (*record.texts(key), *record.one("name")) if named else record.texts(key)


def placed(raw: Raw, words: Lexicon) -> Iterator[tuple[str, ...]]:
    """The names of places that lie in others, by their terms: in a question one is as good as another."""
    for location in raw.locations.values():
        if location.within:
            yield from (reading(name, words) for name in written_out(location.names.get(raw.tag, ())))


def is_short(name: str) -> bool:
    """Whether a name of a place is a short form in capitals ("ON"), which typed small is another word."""
    return len(name.replace(".", "")) <= SHORT_FORM and name.isupper()


def written_out(names: Iterable[str]) -> Iterator[str]:
    """The names without short forms."""
    return (name for name in names if not is_short(name))


def phrases(found: Iterable[Listed], places: Iterable[tuple[str, ...]], problems: list[Problem]) -> Phrases:
    """The table of names, words of fields, synonyms and places, by their first two terms, longest first."""
    table: dict[tuple[str, ...], Phrase] = {}
    for one in found:
        if one.run:
            table[one.run] = _over(table.get(one.run), one, problems)
    for run in places:
        if run:
            table.setdefault(run, Phrase(How.WORD, (PLACE,), words=" ".join(run)))
    found_by: defaultdict[str, list[tuple[tuple[str, ...], Phrase]]] = defaultdict(list)
    for run, phrase in table.items():
        found_by[opening(run)].append((run, phrase))
    return {first: tuple(sorted(runs, key=lambda r: (-len(r[0]), r[0]))) for first, runs in sorted(found_by.items())}


def _over(now: Phrase | None, one: Listed, problems: list[Problem]) -> Phrase:
    """What a run stands for, once it is listed again: two entities may share a word of their field, but no name."""
    phrase = one.phrase
    if phrase.how in (How.HINT, How.SUBJECT):  # the word itself stays, or the group that it is in
        literal = " ".join(one.run) if now is None else now.literal or now.targets[0]
        phrase = phrase._replace(literal=literal)
    if now is None or now.how is not phrase.how or now.kind != phrase.kind:
        return phrase
    if phrase.targets[0] in now.targets:
        return now
    if phrase.how is How.WORD:
        message = f"'{one.text.text}' is a synonym in '{now.targets[0][1:]}' too"
        problems.append(one.text.place.problem("synonym-twice", message, "keep it in one group"))
        return now
    if phrase.how is How.NAME:
        message = f"'{one.text.text}' is a name of '{now.targets[0]}' too"
        problems.append(one.text.place.problem("alias-twice", message, "keep it with one entity"))
    return phrase._replace(targets=(*now.targets, *phrase.targets))


def reading(text: str, lexicon: Lexicon) -> tuple[str, ...]:
    """The terms of a name or synonym, by which it is found in a question."""
    return tuple(token.term for token in read(text, lexicon).tokens)


def filled(phrasing: str, members: Iterable[Entity]) -> str:
    """The phrasing with a name, or a word of a field, in each slot: of one member after the other."""
    for member in members:
        phrasing = phrasing.replace(f"{{{member.kind}}}", member.called, 1)
        if "field" in member.facts:
            phrasing = phrasing.replace(f"{{{member.kind}.subject}}", member.facts["field"], 1)
    return phrasing


def places(raw: Raw, lexicon: Lexicon) -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """The names of places by their terms, by the first of them, the longest first; of a short form by itself."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for id_, location in raw.locations.items():
        for name in location.names.get(raw.tag, ()):
            run = reading(name, lexicon)
            if is_short(name):
                found.setdefault(fold(name).replace(".", ""), []).append(((name.replace(".", ""),), id_))
            elif run:
                found.setdefault(run[0], []).append((run, id_))
    return {first: tuple(sorted(runs, key=lambda r: (-len(r[0]), r))) for first, runs in sorted(found.items())}
