"""What a query offers as evidence: its terms, its slots, and its pairs of neighbours, each with its importance."""

import math
from collections.abc import Callable, Collection, Mapping

from chatbot.knowledge import Edition
from chatbot.language import PLACE as PLACE_TERM
from chatbot.reading.mentions import Query, Unit

PAIR = 0.5
"""Importance of a pair beside a word of the same rarity (CLINC150 validation, 2026-11)."""

LIGHT = 0.2
"""How much of a question a stop word is that a topic must account for (dev questions, 2026-11)."""

STOP = 0.4
"""Importance of a stop word beside a word of the same rarity (dev questions, 2026-11)."""


LITERAL = 0.5
"""Importance of a word of a field, which stands beside its slot, beside a word of the same rarity (dev wordings,
2026-11)."""

SHARE = 1 << 24
"""What a share of a question is a whole part of."""

YEAR = 4
"""Digits of a year."""

EDGE = "^"
"""Stands before the first term of a question and after its last one."""


def names(unit: Unit) -> tuple[str, ...]:
    """The features of one unit: its term or slot, and the literal word behind a slot of the field."""
    return (unit.term, unit.literal) if unit.literal else (unit.term,)


def pair(first: str, second: str) -> str:
    """The name of the pair of two neighbouring terms."""
    return f"{first} {second}"


def gist(query: Query, form: str, light: frozenset[str]) -> str:
    """What a request says besides light words, in any order, with its form."""
    return " ".join([form, *sorted({name for unit in query.units for name in names(unit) if name not in light})])


def outline(query: Query, form: str, light: frozenset[str]) -> str:
    """The gist, with any word of a field as good as another."""
    return " ".join([form, *sorted({unit.term for unit in query.units if unit.term not in light})])


def sizes(query: Query, edition: Edition) -> list[float]:
    """How much of a question each of its units is, that a topic must account for."""
    get, unseen, stop = edition.model.importance.get, edition.model.unseen, edition.lexicon.stop
    found = []
    for unit in query.units:
        held = get(unit.term)
        if held is None:
            found.append(_unheld(unit, unseen, stop) * unit.share)
        else:
            found.append(held * unit.share * (LIGHT / STOP if unit.term in stop else 1.0))
    return found


PAIRED, LITTLE, NAMED = 0.5, 0.4, 0.5
"""What a pair, a light word and a name weigh beside a word that carries something, where all else is equal."""


def plain(query: Query, stop: frozenset[str]) -> dict[str, float]:
    """The words and pairs of a query whatever their rarity, with shares whose squares add up to 1."""
    found: dict[str, float] = {}
    before = EDGE
    for unit in query.units:
        found[unit.term] = LITTLE if unit.term in stop else NAMED if unit.mention else 1.0
        found[pair(before, unit.term)] = PAIRED
        before = unit.term
    found[pair(before, EDGE)] = PAIRED
    length = math.sqrt(sum(value * value for value in found.values()))
    return {name: value / length for name, value in found.items()}


MOST_ABOUT = 6.0
"""Log odds, above 0 and below, beyond which more of them says nothing new."""

BIAS = "*"
"""The name of the weight of aboutness that every message has."""

WHOLE = 1000
"""What weights of aboutness are kept as whole parts of."""


def aboutness(query: Query, weights: Mapping[str, int], stop: frozenset[str]) -> float:
    """The log odds that a query is asked of us, from -`MOST_ABOUT` to `MOST_ABOUT`; 0 where nothing was learned.

    The weights are those of a logistic regression (`logistic`) of words and pairs of neighbours, our phrasings against
    messages that are none of ours; names stand as slots, so that no name says it alone.
    """
    get = weights.get
    bias = get(BIAS)
    if bias is None:
        return 0.0
    total = bias + sum(value * get(name, 0) for name, value in plain(query, stop).items())
    return max(-MOST_ABOUT, min(MOST_ABOUT, total / WHOLE))


def coverage(query: Query, edition: Edition) -> list[float]:
    """Each unit's part of what an entry must account for; the parts add up to 1."""
    found = sizes(query, edition)
    total = sum(found) or 1.0
    return [size / total for size in found]


def is_year(term: str) -> bool:
    """Whether a number is written like a year."""
    return len(term) == YEAR and term[:2] in ("19", "20") and term.isdecimal()


def is_small(term: str) -> bool:
    """Whether a term is a number, and not written like a year: it says little about what is asked."""
    return term.isdecimal() and not is_year(term)


HOLDING: Mapping[str, Callable[[Unit, Collection[str]], bool]] = {
    "when": lambda unit, _: is_year(unit.term),
    "how-many": lambda unit, _: is_small(unit.term),
    "how-much": lambda unit, _: is_small(unit.term),
    "where": lambda unit, _: unit.term == PLACE_TERM,
    "who": lambda unit, people: unit.mention is not None and unit.mention.phrase.kind in people,
}
"""By form, whether a word of an answer is what it asks for; who, one of the kinds of people."""


def _unheld(unit: Unit, unseen: float, stop: frozenset[str]) -> float:
    """The importance of a term that no phrasing holds: that of a word hardly ever seen, or less."""
    return unseen * (LIGHT if unit.term in stop or is_small(unit.term) else 1.0)


Raw = dict[str, tuple[float, int, bool]]
"""Feature to its importance in a query, the place of its unit (of a pair, of the second), and whether it is a pair."""


def raw(query: Query, importance: Mapping[str, float], unseen: float, stop: frozenset[str]) -> Raw:
    """The features of a query, before they are scaled.

    A word that no phrasing holds takes its share all the same: that is what makes an unexplained question score low.
    """
    found: Raw = {}
    get = importance.get
    edge = STOP * unseen
    before, last = EDGE, edge
    pairs: list[tuple[str, float]] = []
    for i, unit in enumerate(query.units):
        term, held, share = unit.term, get(unit.term), unit.share
        own = _unheld(unit, unseen, stop) if held is None else held
        literal = get(unit.literal) if unit.literal and unit.literal != term else None
        if literal is not None and literal * LITERAL > found.get(unit.literal, _NONE)[0]:
            found[unit.literal] = literal * share * LITERAL, i, False
        if own * share > found.get(term, _NONE)[0]:
            found[term] = own * share, i, False
        pairs.append((f"{before} {term}", last * own))
        before, last = term, own
    pairs.append((f"{before} {EDGE}", last * edge))
    for i, (name, product) in enumerate(pairs):
        if name not in found:
            held = get(name)
            found[name] = (PAIR * math.sqrt(product) if held is None else held), i, True
    return found


_NONE = (0.0,)


def norm(found: Raw) -> float:
    """What the features' importances are divided by, for the squares of their shares to add up to 1."""
    return math.sqrt(sum(own * own for own, _, _ in found.values())) or 1.0


def shares(query: Query, edition: Edition) -> list[tuple[int, str, int, bool]]:
    """The features of a query, as (share, name, unit, whether a pair).

    Shares are whole parts of `SHARE`; their squares add up to about its square.
    """
    model = edition.model
    found = raw(query, model.importance, model.unseen, edition.lexicon.stop)
    scale = SHARE / norm(found)
    return [(int(own * scale), name, i, paired) for name, (own, i, paired) in found.items()]
