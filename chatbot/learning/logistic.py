"""What tells messages of one kind from those of another: a logistic regression of their features.

Fitted by gradient steps over small batches, in a fixed order; each kind weighs about as much as the other.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from chatbot.learning.arrays import Numbered, Real, Shares, Whole, numbered

BATCH, PASSES, STEP = 64, 30, 1.0
"""Messages of a step; passes over all messages; length of the first step, which shortens with each pass (wordings and
messages from elsewhere by other writers, 2026-11: area under the curve .971; .964 where each step shrinks all weights a
little, .943 with the shrinking of six passes)."""

CAP = 4.0
"""How much more a message of the smaller kind may weigh than one of the larger."""

SLOW = 0.1
"""How much slower the bias moves than the weights."""

FARTHEST = 30.0
"""Log odds, above 0 and below, beyond which a probability is as good as 1 or 0."""


class _Batch(NamedTuple):
    """Some messages, and their features one after the other."""

    wanted: Real
    """1 for messages of the first kind, 0 for the others."""
    worth: Real
    """How much each message weighs."""
    rows: Whole
    """The message of each feature, counted within the batch."""
    features: Whole
    shares: Real


def learn(yes: Iterable[Shares], no: Iterable[Shares]) -> tuple[dict[str, float], float]:
    """The weight of each feature, and the bias: added up, the log odds of the first kind. Deterministic.

    Neither kind may be empty.
    """
    numbers: dict[str, int] = {}
    ours, others = [numbered(shares, numbers) for shares in yes], [numbered(shares, numbers) for shares in no]
    batches = list(_batches(ours, others))
    weights, bias = np.zeros(len(numbers)), 0.0
    for number in range(PASSES):
        for batch in batches:
            odds = bias + np.bincount(batch.rows, weights[batch.features] * batch.shares, len(batch.wanted))
            given = 1 / (1 + np.exp(-np.clip(odds, -FARTHEST, FARTHEST)))
            move = STEP / (1 + number) * batch.worth * (batch.wanted - given)
            np.add.at(weights, batch.features, move[batch.rows] * batch.shares)
            bias += SLOW * float(move.sum())
    return {name: float(weights[number]) for name, number in sorted(numbers.items())}, bias


def _batches(yes: Sequence[Numbered], no: Sequence[Numbered]) -> Iterator[_Batch]:
    """All messages, those of the smaller kind spread evenly among the others."""
    weigh = max(1 / CAP, min(len(yes) / len(no), CAP))
    marked = [(i / len(yes), 1.0, one) for i, one in enumerate(yes)]
    marked += [(i / len(no), 0.0, one) for i, one in enumerate(no)]
    marked.sort(key=lambda one: (one[0], -one[1]))
    for i in range(0, len(marked), BATCH):
        some = [one for _, _, one in marked[i : i + BATCH]]
        wanted = np.array([kind for _, kind, _ in marked[i : i + BATCH]])
        yield _Batch(
            wanted=wanted,
            worth=np.where(wanted > 0, 1.0, weigh),
            rows=np.repeat(np.arange(len(some)), [len(one.features) for one in some]),
            features=np.concatenate([one.features for one in some]),
            shares=np.concatenate([one.shares for one in some]),
        )
