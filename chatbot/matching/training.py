"""Phrasings become weights: one number for each feature and topic, fitted once, the same every time.

Each phrasing starts by voting for its topic (the mean of a topic's phrasings is its first weight vector), and is then
played against the topics nearest to its own: when a rival comes too close, weight moves from the rival to the topic,
as far as needed and no further (passive-aggressive updates: Crammer et al., JMLR 7, 2006). Phrasings are taken in
turns, one a topic, so neither the order of files nor chance has a say.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from operator import itemgetter, mul

from chatbot.language import WEIGHT, Model
from chatbot.matching.features import EDGE, PAIR, STOP, names, norm, pair, raw
from chatbot.matching.lanes import lay
from chatbot.reading.mentions import Query

THOROUGH, QUICK = (0.1, 0.1, 0.1, 0.1), (0.15, 0.075)
"""Longest single move of a weight vector, in each pass over the phrasings. Few phrasings are played thoroughly, and the
weights averaged over all moves (Freund and Schapire, 1999); many, quickly (CLINC150 validation, 2026-11: .914 and .916
right)."""

MARGIN = 0.3
"""How far a topic must stand before its nearest rival on its own phrasings (CLINC150 validation, 2026-11)."""

RIVALS = 16
"""Topics that each topic is played against (CLINC150 validation, 2026-11: 8 .909, 12 .911, 16 .916)."""

NEAREST = 4
"""Rivals that a phrasing meets again in a quick second pass: those that came closest in the first."""

TELLING = 3
"""A feature that more than one topic in so many holds does not say which topics are near, where there are many."""

FEW = RIVALS * 4
"""Topics up to which every feature says something about that."""

DENSE = 512
"""Topics up to which the weights of a shared feature are a list with a place for each."""

MANY = 8_000
"""Phrasings above which they are played quickly."""

FOLDS = 2
"""Parts that few phrasings are held out in, in turn, to find the typical score of a new question. Of many, the first
pass shows it (CLINC150 validation, 2026-11: .356, held out .348)."""

COMMON = 10
"""A feature is common when one topic in so many holds it: it costs less to add such a column as lanes."""


def fit(
    examples: Mapping[str, Sequence[Query]],
    answers: Mapping[str, Query],
    stop: frozenset[str],
    foreign: frozenset[str],
    typical: float | None = None,
) -> Model:
    """The model of all phrasings, by topic id. Deterministic.

    `answers` are the words of what each topic says: they account for words of a question, but teach no weights.
    `foreign` terms are accounted for by none. `typical` is the typical score, when it is known already.
    """
    rarity, unseen, asked = _importance(examples, stop)
    told = {topic: {name for unit in query.units for name in names(unit)} for topic, query in answers.items()}
    spoken: defaultdict[str, set[str]] = defaultdict(set)
    for topic, own in told.items():
        for name in own:
            spoken[name].add(topic)
    known = sorted((spoken.keys() | asked.keys()) - foreign)
    held = {name: asked.get(name, frozenset()) | spoken.get(name, frozenset()) for name in known}
    weights, scores = _weights(examples, rarity, unseen, stop)
    if typical is None:
        if sum(map(len, examples.values())) <= MANY:
            scores = [score for fold in range(FOLDS) for score in _held_out(examples, stop, fold)]
        typical = max(sorted(scores)[len(scores) // 2], 0.05) if scores else 1.0
    topics = tuple(sorted(examples))
    wide = {name for name, column in weights.items() if len(column) * COMMON >= len(topics)}
    common = {name: lay(weights[name], len(topics)) for name in weights if name in wide}
    rare = {name: column for name, column in weights.items() if name not in wide}
    return Model(
        importance=rarity,
        unseen=unseen,
        topics=topics,
        common=common,
        rare=rare,
        held=held,
        asked=asked,
        typical=typical,
    )


def _held_out(examples: Mapping[str, Sequence[Query]], stop: frozenset[str], fold: int) -> Iterator[float]:
    """The scores, for its own topic, of each phrasing of one fold under the weights of the rest."""
    kept = {t: [q for i, q in enumerate(qs) if i % FOLDS != fold] for t, qs in examples.items()}
    importance, unseen, _ = _importance(kept, stop)
    weights, _ = _weights(kept, importance, unseen, stop)
    for place, topic in enumerate(sorted(examples)):
        for query in examples[topic][fold::FOLDS]:
            found = raw(query, importance, unseen, stop)
            total = sum(own * weights.get(name, {}).get(place, 0) for name, (own, _, _) in found.items())
            yield total / (norm(found) * WEIGHT)


def _importance(
    examples: Mapping[str, Sequence[Query]], stop: frozenset[str]
) -> tuple[dict[str, float], float, dict[str, frozenset[str]]]:
    seen: Counter[str] = Counter()
    paired: Counter[str] = Counter()
    held: defaultdict[str, set[str]] = defaultdict(set)
    total = 0
    for topic, queries in examples.items():
        for query in queries:
            total += 1
            own = {name for unit in query.units for name in names(unit)}
            seen.update(own)
            terms = [EDGE, *(unit.term for unit in query.units), EDGE]
            paired.update({pair(a, b) for a, b in pairwise(terms)})
            for name in own:
                held[name].add(topic)
    importance = {name: math.log(1 + total / n) * (STOP if name in stop else 1.0) for name, n in sorted(seen.items())}
    importance |= {name: math.log(1 + total / n) * PAIR for name, n in sorted(paired.items())}
    return importance, math.log(1 + total), {name: frozenset(topics) for name, topics in sorted(held.items())}


class _Sparse(dict[int, float]):
    """The weights of a feature that few of many topics hold."""

    def __missing__(self, topic: int) -> float:
        return 0.0


_Row = list[float] | _Sparse


@dataclass(slots=True)
class _Column:
    """A feature in training: its weights by topic."""

    first: dict[int, float]
    """Its parts of the topics' means."""
    row: _Row | None = None
    """Its weights, if more than one topic holds it."""
    late: _Sparse | None = None
    """By how much each weight moved, times when: what averaging takes back."""


_Shares = tuple[list[_Column], list[float]]
"""The features of a phrasing, and the share of each."""


@dataclass(slots=True)
class _Turn:
    """One phrasing in training: the weights of its features by topic, and the share of each.

    Features that no other topic holds stand apart: they never speak for a rival.
    """

    topic: int
    given: float
    """What it gave to its own score as a part of its topic's mean."""
    rivals: Sequence[int]
    pick: Callable[[_Row], tuple[float, ...]]
    """Takes the topic's weight and those of the rivals out of a row."""
    rows: list[_Row] = field(default_factory=list)
    late: list[_Sparse] = field(default_factory=list)
    shares: list[float] = field(default_factory=list)
    alone: list[tuple[dict[int, float], float]] = field(default_factory=list)


def _weights(  # noqa: PLR0914
    examples: Mapping[str, Sequence[Query]], importance: Mapping[str, float], unseen: float, stop: frozenset[str]
) -> tuple[dict[str, dict[int, int]], list[float]]:
    """The weights, by feature and topic, and the scores of phrasings under weights that they had no part in.

    Weights are whole parts of `WEIGHT`, topics their places in order.
    """
    topics = sorted(examples)
    columns: dict[str, _Column] = {}
    found: list[list[_Shares]] = []
    for topic, id_ in enumerate(topics):
        found.append([])
        phrasings = len(examples[id_])
        for query in examples[id_]:
            features = raw(query, importance, unseen, stop)
            length = norm(features)
            own, shares = [], []
            for name, (weight, _, _) in features.items():
                column = columns.get(name)
                if column is None:
                    column = columns[name] = _Column({})
                share = weight / length
                first = column.first
                first[topic] = first.get(topic, 0.0) + share / phrasings
                own.append(column)
                shares.append(share)
            found[-1].append((own, shares))
    quick = sum(map(len, examples.values())) > MANY
    rivals = _rivals([column.first for column in columns.values()], len(topics))
    for column in columns.values():
        if len(column.first) > 1 or not quick:
            column.row, column.late = _row(column.first, len(topics)), None if quick else _Sparse()
    turns = list(_turns(found, rivals))
    del found
    scores: list[float] = []
    for number, step in enumerate(QUICK if quick else THOROUGH):
        scores += _play(turns, step, number * len(turns) + 1, narrow=quick and not number)
    moves = len(THOROUGH) * len(turns) + 1
    weights = {}
    for name, column in sorted(columns.items()):
        row = column.first if column.row is None else column.row
        for topic, change in column.late.items() if column.late else ():
            row[topic] -= change / moves
        each = enumerate(row) if isinstance(row, list) else sorted(row.items())
        weights[name] = {topic: whole for topic, value in each if value and (whole := round(value * WEIGHT))}
    return weights, scores


def _row(column: dict[int, float], topics: int) -> _Row:
    if topics > DENSE:
        return _Sparse(column)
    row = [0.0] * topics
    for topic, weight in column.items():
        row[topic] = weight
    return row


def _turns(found: list[list[_Shares]], rivals: Sequence[Sequence[int]]) -> Iterator[_Turn]:
    picks = [itemgetter(topic, *own) for topic, own in enumerate(rivals)]
    for i in range(max(map(len, found), default=0)):
        for topic, phrasings in enumerate(found):
            if i < len(phrasings) and rivals[topic]:
                turn = _Turn(topic=topic, given=1 / len(phrasings), rivals=rivals[topic], pick=picks[topic])
                for column, share in zip(*phrasings[i], strict=True):
                    if column.row is None:
                        turn.alone.append((column.first, share))
                        continue
                    turn.rows.append(column.row)
                    turn.shares.append(share)
                    if column.late is not None:
                        turn.late.append(column.late)
                phrasings[i] = [], []
                yield turn


def _play(turns: Sequence[_Turn], longest: float, begun: int, *, narrow: bool) -> list[float]:
    """Play every phrasing once, and narrow its rivals down, if told so. `begun` is the number of the first move.

    Returns the scores of the second half of them before they moved anything, without what they gave themselves.
    """
    scores: list[float] = []
    for number, turn in enumerate(turns):
        topic, rows, shares = turn.topic, turn.rows, turn.shares
        columns = zip(*map(turn.pick, rows), strict=True)
        own, *others = [sum(map(mul, shares, column)) for column in columns] or [0.0, 0.0]
        for alone, share in turn.alone:
            own += alone[topic] * share
        most = max(others)
        best = turn.rivals[others.index(most)]
        if narrow:
            if turn.given < 1 and number >= len(turns) // 2:
                scores.append((own - turn.given) / (1 - turn.given))
            near = sorted(range(len(others)), key=others.__getitem__, reverse=True)[:NEAREST]
            turn.rivals = [turn.rivals[i] for i in near]
            turn.pick = itemgetter(topic, *turn.rivals)
        loss = MARGIN - (own - most)
        if loss <= 0:
            continue
        step = min(longest, loss / 2)
        for row, share in zip(rows, shares, strict=True):
            change = step * share
            row[topic] += change
            row[best] -= change
        for late, share in zip(turn.late, shares, strict=False):
            change = step * share * (begun + number)
            late[topic] += change
            late[best] -= change
        for alone, share in turn.alone:
            alone[topic] += step * share
    return scores


def _rivals(columns: Sequence[Mapping[int, float]], topics: int) -> list[list[int]]:
    """The nearest topics of each, by the product of their first weight vectors."""
    near: list[dict[int, float]] = [{} for _ in range(topics)]
    for column in columns:
        if len(column) > 1 and (len(column) * TELLING <= topics or topics <= FEW):
            for one, a in column.items():
                row = near[one]
                for other, b in column.items():
                    row[other] = row.get(other, 0.0) + a * b
    return [sorted(row.keys() - {one}, key=lambda t: (-row[t], t))[:RIVALS] for one, row in enumerate(near)]
