"""Each feature's weight for each entry, learned from phrasings: one matrix of whole numbers, the same on every machine.

Each phrasing starts by voting for its entry (the mean of an entry's phrasings is its first weight vector), and is then
played against all others: where a rival comes too close, weight moves from the nearest one to the entry, as far as
needed and no further (passive-aggressive updates: Crammer et al., JMLR 7, 2006). Phrasings are taken in rounds, of
which each entry has its share, so neither the order of files nor chance has a say.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from chatbot.language import WEIGHT
from chatbot.learning.arrays import Numbered, Real, Shares, Whole, numbered

PASSES, STEP = 6, 0.1
"""Passes over the phrasings, and the longest single move of a weight vector. The weights are averaged over all moves
(Freund and Schapire, 1999). Wordings of other writers, 2026-11: .811 right by the weights alone; three passes .791; of
twenty-seven thousand phrasings, fifteen passes gain nothing more."""

ROUNDS = 128
"""Parts of a pass, in each of which every entry plays its share of phrasings: so none has the last word because it has
the most (wordings of other writers, 2026-11: .800 right by the weights alone; .797 with one phrasing an entry)."""

MARGIN = 0.3
"""How far an entry must stand before its nearest rival on its own phrasings (CLINC150 validation, 2026-11)."""

PART = 1 << 16
"""What a share of a phrasing is a whole part of."""

UNIT = PART * WEIGHT
"""What a score is a whole part of."""

TINY = WEIGHT // 50
"""Weights, above 0 and below, that are not kept (dev wordings, 2026-11): most of them are left where a rival moved."""

LOWEST = -(1 << 62)
"""Less than any score."""


Weights = NDArray[np.int32]
"""By feature and entry, in whole parts of `WEIGHT`: no weight comes near the largest such number."""


class Learned(NamedTuple):
    """What is learned from phrasings."""

    weights: dict[str, dict[int, int]]
    """By feature and entry's place, in whole parts of `WEIGHT`."""
    scores: list[float]
    """Scores of phrasings without what they gave themselves, each by weights that they had not moved yet."""


class _Round(NamedTuple):
    """The phrasings that are played at once."""

    topics: Whole
    """The place of each phrasing's entry."""
    sizes: Whole
    """How many phrasings that entry has."""
    starts: Whole
    """Where the features of each phrasing begin in `features`, and at last where they end."""
    features: Whole
    shares: Whole
    """In whole parts of `PART`."""


def learn(phrasings: Iterable[Iterable[Shares]]) -> Learned:
    """The weights of all features, by entry's place, from the phrasings of each. Deterministic."""
    numbers: dict[str, int] = {}
    told = [[numbered(shares, numbers) for shares in own] for own in phrasings]
    weights = _voted(told, len(numbers))
    moved = np.zeros(weights.shape, np.int64)  # each move times the moves before its round: what averaging takes back
    rounds = list(_rounds(told))
    scores, moves = list[float](), 0
    for number in range(PASSES):
        for one in rounds:
            found = _play(one, weights, moved, moves)
            moves += len(one.topics)
            if not number:
                scores += found
    moved //= max(moves, 1)
    weights -= moved.astype(np.int32)
    return Learned({name: _column(weights[number]) for name, number in sorted(numbers.items())}, scores)


def _voted(told: Sequence[Sequence[Numbered]], features: int) -> Weights:
    """The mean of each entry's phrasings."""
    mean = np.zeros((features, len(told)), np.float32)
    for topic, own in enumerate(told):
        for phrasing in own:
            mean[phrasing.features, topic] += phrasing.shares / len(own)
    mean *= WEIGHT
    np.rint(mean, out=mean)
    return mean.astype(np.int32)


def _rounds(told: Sequence[Sequence[Numbered]]) -> Iterator[_Round]:
    for number in range(ROUNDS):
        parts = [own[len(own) * number // ROUNDS : len(own) * (number + 1) // ROUNDS] for own in told]
        played = [(topic, one) for topic, part in enumerate(parts) for one in part if len(one.features)]
        if played:
            yield _Round(
                topics=np.array([topic for topic, _ in played], np.int64),
                sizes=np.array([len(told[topic]) for topic, _ in played], np.int64),
                starts=np.cumsum([0, *(len(one.features) for _, one in played)]),
                features=np.concatenate([one.features for _, one in played]),
                shares=(np.concatenate([one.shares for _, one in played]) * PART).astype(np.int64),
            )


def _play(one: _Round, weights: Weights, moved: Whole, moves: int) -> list[float]:
    """Play a round, `moves` moves after the first one.

    All phrasings are scored before one of them moves anything, so that of two entries that are alike neither is ahead.
    Returns the scores of the phrasings, without what they gave themselves.
    """
    scores = np.add.reduceat(weights[one.features] * one.shares[:, None], one.starts[:-1])
    places = np.arange(len(one.topics))
    own = scores[places, one.topics]
    scores[places, one.topics] = LOWEST
    players, rivals, lengths = _won(own, scores)
    counts = np.diff(one.starts)[players]
    at = _spans(one.starts[players], counts)
    change = (np.repeat(lengths, counts) * one.shares[at]).astype(np.int64)
    for topics, sign in ((one.topics[players], 1), (rivals, -1)):
        cells = one.features[at] * weights.shape[1] + np.repeat(topics, counts)
        np.add.at(weights.reshape(-1), cells, (sign * change).astype(np.int32))
        np.add.at(moved.reshape(-1), cells, sign * change * moves)
    given, several = 1 / one.sizes, one.sizes > 1
    return [float(score) for score in (own / UNIT - given)[several] / (1 - given)[several]]


def _won(own: Whole, others: Whole) -> tuple[Whole, Whole, Real]:
    """Which phrasings take weight from which rivals, and how much: all the nearest share alike."""
    most = others.max(axis=1)
    nearest = others == most[:, None]
    loss = MARGIN - (own - most) / UNIT
    players, rivals = np.nonzero(nearest & (loss > 0)[:, None])
    lengths = np.minimum(STEP, loss / 2) / nearest.sum(axis=1) * WEIGHT / PART
    return players, rivals, lengths[players]


def _spans(starts: Whole, counts: Whole) -> Whole:
    """The places of several spans, one after the other."""
    before = np.cumsum(counts) - counts
    return np.arange(int(counts.sum())) - np.repeat(before - starts, counts)


def _column(row: Weights) -> dict[int, int]:
    """The weights of a feature by entry's place, without those that say next to nothing."""
    kept = np.nonzero(np.abs(row) > TINY)[0]
    return dict(zip(kept.tolist(), row[kept].tolist(), strict=True))
