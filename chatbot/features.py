"""What a query offers as evidence: its terms, its slots, and its pairs of neighbours, each with its importance."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from chatbot.entities import Query, Unit
from chatbot.knowledge import Model

PAIR = 0.5
"""Importance of a pair beside a word of the same rarity (CLINC150 validation, 2026-11)."""

STOP = 0.35
"""Importance of a stop word beside a word of the same rarity (dev questions, 2026-11)."""


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


def pairs(query: Query) -> list[tuple[str, int]]:
    """The neighbouring terms, with the edges of the question, each with the unit that it ends on."""
    terms = ["^", *(unit.term for unit in query.units), "$"]
    last = len(query.units) - 1
    return [(f"{a} {b}", min(i, last)) for i, (a, b) in enumerate(zip(terms, terms[1:], strict=False))]


def extract(query: Query, importance: Mapping[str, float], unseen: float, stop: frozenset[str]) -> tuple[Feature, ...]:
    """The features of a query, scaled so that the squares of their shares add up to 1.

    A word that no phrasing holds takes its share all the same: that is what makes an unexplained question score low.
    """
    raw: dict[str, tuple[float, int, bool]] = {}
    for i, unit in enumerate(query.units):
        both = [name for name in names(unit) if name == unit.term or name in importance]
        for name in both:
            weight = importance.get(name)
            if weight is None:
                weight = unseen * (STOP if name in stop else 1.0)
            weight *= unit.share / math.sqrt(len(both))
            if weight > raw.get(name, (0.0,))[0]:
                raw[name] = weight, i, False
    for name, i in pairs(query):
        raw.setdefault(name, (importance.get(name, unseen * PAIR), i, True))
    norm = math.sqrt(sum(weight * weight for weight, _, _ in raw.values())) or 1.0
    return tuple(Feature(name, weight / norm, i, pair) for name, (weight, i, pair) in raw.items())


def of(query: Query, model: Model, stop: frozenset[str]) -> tuple[Feature, ...]:
    """The features of a query under a fitted model."""
    return extract(query, model.importance, model.unseen, stop)
