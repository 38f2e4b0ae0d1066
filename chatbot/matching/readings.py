"""The readings of a request: each entry that its words may ask for, with each subject that words or context can give.

How a subject is found is a small function of `BINDINGS`, each of which proposes at most one reading of an entry; or
those who are in focus, or the only one at a place that is named, are filled in, and the request is read as if it had
named them. Nothing is decided here: readings compete by their features, with declining as one of them.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from chatbot.coreference.referring import CORRECTED, COUNTED, LENT, PAIRED, PLACED, Antecedent, affirmed
from chatbot.knowledge import Edition, Topic
from chatbot.matching.evidence import Standing, standings
from chatbot.matching.ground import Ground
from chatbot.reading.focus import PAIR, TURNED_TO
from chatbot.reading.forms import ordering
from chatbot.reading.mentions import Mention
from chatbot.reading.named import NUMBERS, Named, covers
from chatbot.reading.tokenizer import Question

MOST_READINGS = 32
"""Readings of one request that compete; the entries with the least evidence lose theirs."""

MOST_SAID = 2
"""Entries, at most, that are read because a phrasing of theirs says the same."""

MOST_FIGURES = 2
"""Figures of a request, at most, whose holders are sought."""

MOST_HELD = 2
"""Attributes, at most, that are read because they hold a figure which is named: more hold a small number."""

MOST_TURNED = 6
"""Readings, at most, of the last request as it is asked of others, beside those of the last entry."""

MOST_NEIGHBOURS = 5
"""Entries, at most, that are read because they are related to the last one."""

LITTLE = 2
"""Words that carry something, at most, of a message that says little."""

MOST_MEMBERS = 6
"""Members of a kind, at most, that are answered for at once, or among which a question is asked back."""

DATED = "date"
"""The type of values whose order is that of the calendar."""

ORDERED = frozenset(("money", "count", "percent", "range", DATED))
"""Types of values that have an order."""


class Reading(NamedTuple):
    """One way to take a request."""

    standing: Standing
    topic: Topic
    how: str
    """How its subject was found: one of `WAYS`, or `free` for an entry that needs none."""
    entities: tuple[str, ...] = ()
    named: Named | None = None
    """The value that it goes back from."""


def propose_filled(seen: Ground, antecedent: Antecedent) -> list[Reading]:
    """The readings of a request that was filled in with those whom it may mean."""
    topics, how, focus = seen.edition.topics.get, antecedent.how, antecedent.focus
    near = [(standing, topics(standing.topic)) for standing in standings(seen.query, seen.edition, _besides(seen))]
    if how == TURNED_TO:
        near = near[:MOST_TURNED] + [one for one in near[MOST_TURNED:] if one[0].topic in seen.same]
    return [
        Reading(standing=standing, topic=topic, how=how, entities=focus.entities)
        for standing, topic in near
        if topic is not None and topic.needs == focus.kind and len(focus.entities) >= _least(topic)
        if how != PLACED or topic.type != "place"  # which goes back from the place itself
        if how != CORRECTED or topic.id in seen.same  # what was asked of another is asked again
    ]


def _besides(seen: Ground) -> tuple[str, ...]:
    """The entries that are read whatever their evidence: the last one, those worded so, those related to the last."""
    said = sorted(seen.gist, key=lambda topic: (-seen.gist[topic], topic))[:MOST_SAID]
    little = len(seen.query.telling(seen.edition.light)) <= LITTLE
    near = seen.edition.neighbours.get(seen.lent.topic, ())[:MOST_NEIGHBOURS] if little else ()
    return tuple(dict.fromkeys(filter(None, (*seen.same, seen.worded, *said, *near, *_held(seen)))))


def _held(seen: Ground) -> list[str]:
    """The attributes that hold a figure which is named, where few do: a figure may be all that tells them ("783")."""
    figures = [value for value in seen.values if value.type == "count"][:MOST_FIGURES]
    if not figures:
        return []
    attributes = [topic for topic in seen.edition.topics.values() if topic.attribute and topic.type in NUMBERS]
    found = [topic.id for topic in attributes if any(_holders(topic, figure, seen) for figure in figures)]
    return found if len(found) <= MOST_HELD else []


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
    least = _least(topic)
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

COMPARING = "compare"
"""The role of the entry that sets two or more side by side."""


def _least(topic: Topic) -> int:
    """The fewest that an entry is asked of."""
    return PAIR if topic.role == COMPARING else 1


def ranks(topic: Topic, question: Question, spoken: frozenset[str], edition: Edition) -> frozenset[str]:
    """What a request with these cues asks of the order of an entry's values, if they have one."""
    if topic.type not in ORDERED:
        return frozenset()
    return ordering(question, spoken, edition, dated=topic.type == DATED)


def _named(_: Topic, filled: Filled, __: Ground) -> Bound:
    """Those that fill the entry's slot."""
    return filled, None


def _ranked(topic: Topic, filled: Filled, seen: Ground) -> Bound:
    """Those named, or all, where the most or the least of them is asked for and their values have an order."""
    if not ranks(topic, seen.query.question, seen.cues, seen.edition):
        return NOBODY
    return (filled if len(filled) > 1 else _members(topic, seen) if not filled else ()), None


def _back(topic: Topic, filled: Filled, seen: Ground) -> Bound:
    """Those whose value is the one that the request names."""
    if not topic.attribute or not seen.values or filled:
        return NOBODY
    for named in seen.values:
        if found := _holders(topic, named, seen):
            return found, named
    return NOBODY


def _holders(topic: Topic, named: Named, seen: Ground) -> tuple[str, ...]:
    """The members of whom an attribute holds the value that is named."""
    held = ((member, seen.held(topic, member)) for member in _members(topic, seen))
    return tuple([member for member, value in held if value and covers(named, value, seen.knowledge.locations)])


def _pointed(topic: Topic, filled: Filled, seen: Ground) -> Bound:
    """The one that words of a field point at, where none is named."""
    return (() if topic.needs != topic.kind or filled else _pointed_at(topic, seen)), None


def _pointed_at(topic: Topic, seen: Ground) -> tuple[str, ...]:
    targets = [m.phrase.targets for m in seen.query.mentions if m.phrase.kind == topic.kind and not m.named]
    return targets[0] if targets and len(targets[0]) == 1 and set(targets) == {targets[0]} else ()


def _beside(topic: Topic, filled: Filled, seen: Ground) -> Bound:
    """Those that the rest of the message names."""
    return (() if filled else filling(topic, seen.request.beside)), None


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
    "pointed": _pointed,
    "all": _all,
    "missing": _missing,
}
"""How the subject of an entry may be found, the surest first; the same subject is proposed once."""

WAYS = (
    "ranked",
    PAIRED,
    TURNED_TO,
    CORRECTED,
    "named",
    COUNTED,
    PLACED,
    "back",
    "beside",
    LENT,
    "pointed",
    "all",
    "missing",
)
"""All of them, those of subjects that are filled in among them; the surest first."""


def filling(topic: Topic, mentions: Sequence[Mention]) -> tuple[str, ...]:
    """The entities that fill the entry's slot, in the order of the text, each once."""
    kind, _, subject = topic.needs.partition(".")
    found = [m.phrase for m in mentions if m.phrase.kind == kind and m.named is not bool(subject)]
    return tuple(dict.fromkeys([target for phrase in found for target in phrase.targets]))
