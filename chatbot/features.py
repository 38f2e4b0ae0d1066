"""What a query offers as evidence: its terms, its slots, and its pairs of neighbours, each with its importance."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from chatbot.entities import Query, Unit
from chatbot.knowledge import Model

PAIR = 0.5
"""Importance of a pair beside a word of the same rarity (CLINC150 validation, 2026-11)."""

LIGHT = 0.2
"""How much of a question a stop word is that a topic must account for (dev questions, 2026-11)."""

STOP = 0.4
"""Importance of a stop word beside a word of the same rarity (dev questions, 2026-11)."""


YEAR = 4
"""Digits of a year. Shorter numbers (a headcount, a size) say little about what is asked; a year says much."""

EDGE = "^"
"""Stands before the first term of a question and after its last one."""


@dataclass(frozen=True, slots=True)
class Feature:
    """One piece of evidence. `share` is its part of the question: the squares of all shares add up to 1."""

    name: str
    share: float
    unit: int
    """The unit that it comes from; of a pair, the second one (or the last, before the end)."""
    pair: bool


def names(unit: Unit) -> tuple[str, ...]:
    """The features of one unit: its term or slot, and the literal word behind a slot of the field."""
    return (unit.term, unit.literal) if unit.literal else (unit.term,)


def pair(first: str, second: str) -> str:
    """The name of the pair of two neighbouring terms."""
    return f"{first} {second}"


def size(unit: Unit, importance: Mapping[str, float], unseen: float, stop: frozenset[str]) -> float:
    """How much of a question a unit is, that a topic must account for."""
    light = LIGHT / STOP if unit.term in stop and unit.term in importance else 1.0
    return weight(unit, importance, unseen, stop) * unit.share * light


def _small(unit: Unit) -> bool:
    return unit.term.isdecimal() and not is_year(unit.term)


def is_year(term: str) -> bool:
    """Whether a number is written like a year."""
    return len(term) == YEAR and term.isdecimal() and term[:2] in ("19", "20")


def weight(unit: Unit, importance: Mapping[str, float], unseen: float, stop: frozenset[str]) -> float:
    """The importance of a unit's term or slot; of one that no phrasing holds, as that of a word hardly ever seen."""
    held = importance.get(unit.term)
    if held is not None:
        return held
    return unseen * (LIGHT if unit.term in stop or _small(unit) else 1.0)


def extract(query: Query, importance: Mapping[str, float], unseen: float, stop: frozenset[str]) -> tuple[Feature, ...]:
    """The features of a query, scaled so that the squares of their shares add up to 1.

    A word that no phrasing holds takes its share all the same: that is what makes an unexplained question score low.
    """
    raw: dict[str, tuple[float, int, bool]] = {}
    for i, unit in enumerate(query.units):
        both = [name for name in names(unit) if name == unit.term or name in importance]
        for name in both:
            own = importance.get(name) or weight(unit, importance, unseen, stop)
            own *= unit.share / math.sqrt(len(both))
            if own > raw.get(name, (0.0,))[0]:
                raw[name] = own, i, False
    terms = [EDGE, *(unit.term for unit in query.units), EDGE]
    sizes = [STOP * unseen, *(weight(unit, importance, unseen, stop) for unit in query.units), STOP * unseen]
    for i in range(len(terms) - 1):
        name = pair(terms[i], terms[i + 1])
        held = importance.get(name)
        own = held if held is not None else PAIR * math.sqrt(sizes[i] * sizes[i + 1])
        raw.setdefault(name, (own, min(i, len(query.units) - 1), True))
    norm = math.sqrt(sum(own * own for own, _, _ in raw.values())) or 1.0
    return tuple(Feature(name, own / norm, i, paired) for name, (own, i, paired) in raw.items())


def of(query: Query, model: Model, stop: frozenset[str]) -> tuple[Feature, ...]:
    """The features of a query under a fitted model."""
    return extract(query, model.importance, model.unseen, stop)
