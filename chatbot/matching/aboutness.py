"""Whether words are asked of us at all: our phrasings against messages that are none of ours, in one linear model.

The model is a logistic regression (`logistic`) of words and pairs of neighbours; names stand as slots, so that no name
says it alone.
"""

from collections.abc import Mapping

from chatbot.matching.terms import plain
from chatbot.reading.mentions import Query

MOST = 6.0
"""Log odds, above 0 and below, beyond which more of them says nothing new."""

BIAS = "*"
"""The name of the weight that every message has."""

WHOLE = 1000
"""What weights are kept as whole parts of."""


def score(query: Query, weights: Mapping[str, int], stop: frozenset[str]) -> float:
    """The log odds that a query is ours, from -`MOST` to `MOST`; 0 where nothing was learned."""
    get = weights.get
    bias = get(BIAS)
    if bias is None:
        return 0.0
    total = bias + sum(value * get(name, 0) for name, value in plain(query, stop).items())
    return max(-MOST, min(MOST, total / WHOLE))
