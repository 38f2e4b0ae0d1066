"""Whether words are asked of us at all: our phrasings against messages that are none of ours, in one linear model.

The model is a logistic regression of words and pairs of neighbours (names stand as slots, so that no name says it
alone), fitted by stochastic gradient steps in a fixed order. Each side weighs as much as the other.
"""

import math
from collections.abc import Mapping, Sequence

from chatbot.matching.terms import plain
from chatbot.reading.mentions import Query

PASSES, STEP, SHRINK = 6, 2.0, 1e-5
"""Passes over all messages; length of the first step, which shortens with time; how much a weight shrinks a step (dev
wordings and messages from elsewhere, 2026-11)."""

CAP = 4.0
"""How much more a message of the smaller side may weigh than one of the larger."""

MOST = 6.0
"""Log odds, above 0 and below, beyond which more of them says nothing new."""

BIAS = "*"
"""The name of the weight that every message has."""

TENTHS = 1000
"""Weights are kept as whole parts of this."""


def score(query: Query, weights: Mapping[str, int], stop: frozenset[str]) -> float:
    """The log odds that a query is ours, from -`MOST` to `MOST`; 0 where nothing was learned."""
    get = weights.get
    bias = get(BIAS)
    if bias is None:
        return 0.0
    total = bias + sum(value * get(name, 0) for name, value in plain(query, stop).items())
    return max(-MOST, min(MOST, total / TENTHS))


def fit(ours: Sequence[Query], elsewhere: Sequence[Query], stop: frozenset[str]) -> dict[str, int]:
    """The weights; none where there is nothing to tell apart. Deterministic."""
    if not ours or not elsewhere:
        return {}
    each = _spread([plain(q, stop) for q in ours], [plain(q, stop) for q in elsewhere])
    weigh = max(1 / CAP, min(len(ours) / len(elsewhere), CAP))
    weights: dict[str, float] = {BIAS: 0.0}
    get, shrunk = weights.get, 1.0
    for number in range(PASSES):
        step = STEP / (1 + number)
        for own, told in each:
            total = weights[BIAS] + shrunk * sum(value * get(name, 0.0) for name, value in told.items())
            wrong = (1.0 if own else 0.0) - 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))
            shrunk *= 1 - SHRINK * step
            worth = 1.0 if own else weigh
            move = step * wrong / shrunk * worth
            weights[BIAS] += 0.1 * step * wrong * worth
            for name, value in told.items():
                weights[name] = get(name, 0.0) + move * value
    bias = weights.pop(BIAS)
    kept = {name: round(value * shrunk * TENTHS) for name, value in sorted(weights.items())}
    return {BIAS: round(bias * TENTHS)} | {name: value for name, value in kept.items() if abs(value) > TENTHS // 50}


Told = tuple[bool, Mapping[str, float]]


def _spread(ours: Sequence[Mapping[str, float]], elsewhere: Sequence[Mapping[str, float]]) -> list[Told]:
    """All messages in one order, those of the smaller side spread evenly among the others."""
    marked = [
        *((i / len(ours), True, told) for i, told in enumerate(ours)),
        *((i / len(elsewhere), False, told) for i, told in enumerate(elsewhere)),
    ]
    return [(own, told) for _, own, told in sorted(marked, key=lambda one: one[:2])]
