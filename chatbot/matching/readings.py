"""The readings of a request: each entry that its words may ask for, with each subject that words or context can give.

How a subject is found is a small function of `BINDINGS`, each of which proposes at most one reading of an entry; or
those who are in focus, or the only one at a place that is named, are filled in, and the request is read as if it had
named them. Nothing is decided here: readings compete by their features, with declining as one of them.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from chatbot.knowledge import Edition, Knowledge, Topic, Value
from chatbot.language import EMPTY
from chatbot.matching.coreference import CORRECTED, COUNTED, LENT, PLACED, Antecedent, Referring, affirmed, singled
from chatbot.matching.evidence import Standing, standings
from chatbot.matching.terms import gist, outline
from chatbot.reading.focus import NOT_LENT, TURNED_TO, Lent, only_asks
from chatbot.reading.forms import cues, form, pronoun
from chatbot.reading.mentions import Mention, Query
from chatbot.reading.named import Named, find_values, fits

MOST_READINGS = 32
"""Readings of one request that compete; the entries with the least evidence lose theirs."""

MOST_SAID = 2
"""Entries, at most, that are read because a phrasing of theirs says the same."""

MOST_TURNED = 6
"""Readings, at most, of the last request as it is asked of others, beside those of the last entry."""

MOST_NEIGHBOURS = 5
"""Entries, at most, that are read because they are related to the last one."""

LITTLE = 2
"""Words that carry something, at most, of a message that says little."""

MOST_MEMBERS = 6
"""Members of a kind, at most, that are answered for at once, or among which a question is asked back."""

ORDERED = frozenset(("money", "count", "percent", "range", "date"))
"""Types of values that have an order."""


class Request(NamedTuple):
    """A piece of a message that may ask something, with what stands around it."""

    query: Query
    beside: tuple[Mention, ...] = ()
    """Mentions in the rest of the message."""
    outside: int = 0
    """Words of the rest that carry something."""


class Ground(NamedTuple):
    """What all readings of a request share."""

    request: Request
    query: Query
    """The words of the request."""
    words: tuple[str, ...]
    """The word that each unit begins with."""
    edition: Edition
    knowledge: Knowledge
    lent: Lent
    form: str
    cues: frozenset[str]
    values: tuple[Named, ...]
    one: bool
    """Whether it speaks of one member of a kind without naming it ("the cluster")."""
    worded: str
    """The entry that has a phrasing of the very same words, or empty."""
    gist: Mapping[str, float]
    """The entries with a phrasing that says the same besides light words, and how surely it is theirs, 0..1."""
    pronoun: bool
    """Whether a word stands for what was named before."""
    only_asks: bool = False
    """Whether it says no more than a word that asks, of the last answer ("since when?")."""
    last: tuple[str, ...] = ()
    """The last entry, and the one that says of one member what it says of several."""
    antecedent: Antecedent | None = None
    """Who was filled in, where nobody of their kind is named."""

    def asked(self) -> Referring:
        """The request, and what it may lean on."""
        return Referring(
            query=self.query,
            beside=self.request.beside,
            values=self.values,
            lent=self.lent,
            edition=self.edition,
            knowledge=self.knowledge,
        )

    def held(self, topic: Topic, entity: str) -> Value | None:
        """The value that is held of an entity for an attribute."""
        return self.knowledge.book.values.get(f"{entity}.{topic.attribute}")


class Reading(NamedTuple):
    """One way to take a request."""

    standing: Standing
    topic: Topic
    how: str
    """How its subject was found: one of `WAYS`, or `free` for an entry that needs none."""
    entities: tuple[str, ...] = ()
    named: Named | None = None
    """The value that it goes back from."""


def ground(request: Request, edition: Edition, knowledge: Knowledge, lent: Lent = NOT_LENT) -> Ground:
    """What is seen of a request before it is read."""
    query = request.query
    question, words = query.question, query.starts()
    asked = form(question, edition)
    stands = bool(pronoun(question, edition))
    silent = not query.telling(edition.light)
    leans = _leans(query, lent, edition, pronoun=stands, silent=silent)
    return Ground(
        request=request,
        query=query,
        words=words,
        edition=edition,
        knowledge=knowledge,
        lent=lent,
        form=asked,
        cues=cues(question, edition),
        values=find_values(query, edition),
        one=bool(singled(words, edition)),
        worded="" if leans else edition.worded.get(query.literally()) or edition.worded.get(query.terms(), ""),
        gist=EMPTY if leans or (lent.topic and silent) else _said(query, asked, edition),
        pronoun=stands,
        only_asks=bool(lent.topic) and only_asks(query, edition),
        last=tuple(filter(None, (lent.topic, edition.aspects.get(lent.topic)))),
    )


def _said(query: Query, asked: str, edition: Edition) -> Mapping[str, float]:
    """The entries with a phrasing that says the same, of this word of a field or else of any."""
    gists, light = edition.model.gists, edition.light
    return gists.get(gist(query, asked, light)) or gists.get(outline(query, asked, light)) or EMPTY


def _leans(query: Query, lent: Lent, edition: Edition, *, pronoun: bool, silent: bool) -> bool:
    """Whether a phrasing of the same words is about something else: they lean on the turns before.

    A pronoun does, where nobody is named that it could stand for; so do names alone, and words that say nothing by
    themselves, small talk excepted.
    """
    if not lent.topic:
        return False
    here = any(mention.named and mention.phrase.kind in lent.kinds for mention in query.mentions)
    said = edition.topics.get(edition.worded.get(query.literally(), ""))
    light = silent and not query.mentions and not (said and said.talk)
    kinds = [edition.kinds[kind] for kind in sorted(lent.kinds) if kind in edition.kinds]
    several = any(len(kind.members) > 1 for kind in kinds)  # of the only one, phrasings speak without its name
    return (pronoun and several and not here) or all(unit.mention for unit in query.units) or light


def propose_filled(seen: Ground, antecedent: Antecedent) -> list[Reading]:
    """The readings of a request that was filled in with those whom it may mean."""
    topics, how, focus = seen.edition.topics.get, antecedent.how, antecedent.focus
    near = [(standing, topics(standing.topic)) for standing in standings(seen.query, seen.edition, _besides(seen))]
    if how == TURNED_TO:
        near = near[:MOST_TURNED] + [one for one in near[MOST_TURNED:] if one[0].topic in seen.last]
    return [
        Reading(standing=standing, topic=topic, how=how, entities=focus.entities)
        for standing, topic in near
        if topic is not None and topic.needs == focus.kind and topic.role != COMPARING
        if how != PLACED or topic.type != "place"  # which goes back from the place itself
        if how != CORRECTED or topic.id in seen.last  # what was asked of another is asked again
    ]


def _besides(seen: Ground) -> tuple[str, ...]:
    """The entries that are read whatever their evidence: the last one, those worded so, those related to the last."""
    said = sorted(seen.gist, key=lambda topic: (-seen.gist[topic], topic))[:MOST_SAID]
    little = len(seen.query.telling(seen.edition.light)) <= LITTLE
    near = seen.edition.neighbours.get(seen.lent.topic, ())[:MOST_NEIGHBOURS] if little else ()
    return tuple(dict.fromkeys(filter(None, (*seen.last, seen.worded, *said, *near))))


def propose(seen: Ground, most: int = MOST_READINGS) -> list[Reading]:
    """The readings, those of the entry with the most evidence first."""
    topics = seen.edition.topics.get
    found: list[Reading] = []
    for standing in standings(seen.query, seen.edition, _besides(seen)):
        if (topic := topics(standing.topic)) is None:  # it is gone: a reload may have taken it away
            continue
        found += _bound(standing, topic, seen) if topic.needs else [Reading(standing=standing, topic=topic, how="free")]
    return found[:most]


def _bound(standing: Standing, topic: Topic, seen: Ground) -> Iterator[Reading]:
    """The readings of an entry that needs a subject."""
    taken: set[tuple[str, ...]] = set()
    least = PAIR if topic.role == COMPARING else 1
    mentions = affirmed(seen.query, seen.edition) or seen.query.mentions
    filled = filling(topic, mentions)
    for how, bind in BINDINGS.items():
        entities, named = bind(topic, filled, seen)
        if entities not in taken and (len(entities) >= least or (how == "missing" and not taken)):
            taken.add(entities)
            yield Reading(standing=standing, topic=topic, how=how, entities=entities, named=named)


Bound = tuple[tuple[str, ...], Named | None]
"""The subject that is found, and the value that it goes back from."""
NOBODY: Bound = ((), None)
Filled = tuple[str, ...]
"""Those that the request names, or, where the entry asks for a word of a field, points at."""
PAIR, COMPARING = 2, "compare"
"""The fewest that the entry of this role sets side by side."""


def _named(_: Topic, filled: Filled, __: Ground) -> Bound:
    """Those that fill the entry's slot."""
    return filled, None


def _ranked(topic: Topic, filled: Filled, seen: Ground) -> Bound:
    """Those named, or all, where the most or the least of them is asked for and their values have an order."""
    if topic.type not in ORDERED or not seen.cues & {"most", "least", "order"}:
        return NOBODY
    return (filled if len(filled) > 1 else _members(topic, seen) if not filled else ()), None


def _back(topic: Topic, filled: Filled, seen: Ground) -> Bound:
    """Those whose value is the one that the request names."""
    if not topic.attribute or not seen.values or filled:
        return NOBODY
    for named in seen.values:
        held = ((member, seen.held(topic, member)) for member in _members(topic, seen))
        found = tuple([member for member, value in held if value and fits(named, value, seen.knowledge.locations)])
        if found:
            return found, named
    return NOBODY


def _pointed(topic: Topic, filled: Filled, seen: Ground) -> Bound:
    """The one that words of a field point at, where none is named."""
    return (() if topic.needs != topic.kind or filled else _pointed_at(topic, seen)), None


def _pointed_at(topic: Topic, seen: Ground) -> tuple[str, ...]:
    targets = [m.phrase.targets for m in seen.query.mentions if m.phrase.kind == topic.kind and not m.named]
    return targets[0] if targets and len(targets[0]) == 1 and set(targets) == {targets[0]} else ()


def _beside(topic: Topic, filled: Filled, seen: Ground) -> Bound:
    """Those that the rest of the message names."""
    return (() if filled else filling(topic, seen.request.beside)), None


def _lent(topic: Topic, filled: Filled, seen: Ground) -> Bound:
    """For a comparison, those that were spoken of before beside the one named."""
    before = seen.lent.of(topic.needs)
    if not before or topic.role != COMPARING:
        return NOBODY
    return tuple(dict.fromkeys((*before, *filled))), None


def _all(topic: Topic, filled: Filled, seen: Ground) -> Bound:
    """All members of the kind, where none is named."""
    several = topic.needs == topic.kind and not topic.role and not filled
    return (_members(topic, seen) if several else ()), None


def _missing(_: Topic, __: Filled, ___: Ground) -> Bound:
    """Nobody: it has to be asked who is meant."""
    return NOBODY


def _members(topic: Topic, seen: Ground) -> tuple[str, ...]:
    kind = seen.edition.kinds.get(topic.kind)
    return kind.members if kind and len(kind.members) <= MOST_MEMBERS else ()


BINDINGS: Mapping[str, Callable[[Topic, Filled, Ground], Bound]] = {
    "ranked": _ranked,
    "named": _named,
    "back": _back,
    "beside": _beside,
    LENT: _lent,
    "pointed": _pointed,
    "all": _all,
    "missing": _missing,
}
"""How the subject of an entry may be found, the surest first; the same subject is proposed once."""

WAYS = ("ranked", TURNED_TO, CORRECTED, "named", COUNTED, PLACED, "back", "beside", LENT, "pointed", "all", "missing")
"""All of them, those of subjects that are filled in among them; the surest first."""


def filling(topic: Topic, mentions: Sequence[Mention]) -> tuple[str, ...]:
    """The entities that fill the entry's slot, in the order of the text, each once."""
    kind, _, subject = topic.needs.partition(".")
    found = [m.phrase for m in mentions if m.phrase.kind == kind and m.named is not bool(subject)]
    return tuple(dict.fromkeys([target for phrase in found for target in phrase.targets]))
