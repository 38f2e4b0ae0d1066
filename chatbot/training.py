"""Phrasings become weights: one number for each feature and topic, fitted once, the same every time.

Each phrasing starts by voting for its topic (the mean of a topic's phrasings is its first weight vector), and is then
played against the topics nearest to its own: when a rival comes too close, weight moves from the rival to the topic,
as far as needed and no further (passive-aggressive updates: Crammer et al., JMLR 7, 2006; averaged as in Freund and
Schapire, 1999). Phrasings are taken in turns, one a topic, so neither the order of files nor chance has a say.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise

from chatbot.entities import Query
from chatbot.features import EDGE, PAIR, STOP, extract, names, pair
from chatbot.knowledge import Model

ROUNDS = 4
"""Passes over the phrasings (CLINC150 validation, 2026-11: 1 pass .911 right, 4 passes .914, 8 passes .917)."""

STEP = 0.1
"""Longest single move of a weight vector (CLINC150 validation, 2026-11)."""

MARGIN = 0.3
"""How far a topic must stand before its nearest rival on its own phrasings (CLINC150 validation, 2026-11)."""

RIVALS = 16
"""Topics that each topic is played against (CLINC150 validation, 2026-11: 8 give .906, 16 give .914)."""

FOLDS = 2
"""Parts of the phrasings that are held out in turn to find the typical score of a new question."""

SAMPLED = 2_000
"""Phrasings above which the typical score is read from one fold only."""


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
    importance, unseen, asked = _importance(examples, stop)
    told = {topic: {name for unit in query.units for name in names(unit)} for topic, query in answers.items()}
    spoken = sorted(({name for own in told.values() for name in own} | set(asked)) - foreign)
    held = {n: asked.get(n, frozenset()) | {t for t, own in told.items() if n in own} for n in spoken}
    weights = _weights(examples, importance, unseen, stop)
    return Model(importance, unseen, weights, held, asked, typical or _typical(examples, stop))


def _typical(examples: Mapping[str, Sequence[Query]], stop: frozenset[str]) -> float:
    """The median score of a phrasing under weights that it had no part in, for its own topic."""
    scores: list[float] = []
    total = sum(len(queries) for queries in examples.values())
    for fold in range(1 if total > SAMPLED else FOLDS):
        kept = {t: [q for i, q in enumerate(qs) if i % FOLDS != fold] for t, qs in examples.items()}
        importance, unseen, _ = _importance(kept, stop)
        weights = _weights(kept, importance, unseen, stop)
        for topic, queries in examples.items():
            for query in queries[fold::FOLDS]:
                found = extract(query, importance, unseen, stop)
                scores.append(sum(f.share * weights.get(f.name, {}).get(topic, 0.0) for f in found))
    return max(sorted(scores)[len(scores) // 2], 0.05) if scores else 1.0


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


def _weights(
    examples: Mapping[str, Sequence[Query]], importance: Mapping[str, float], unseen: float, stop: frozenset[str]
) -> dict[str, dict[str, float]]:
    vectors = {
        topic: [[(f.name, f.share) for f in extract(query, importance, unseen, stop)] for query in queries]
        for topic, queries in sorted(examples.items())
    }
    weights: dict[str, dict[str, float]] = defaultdict(dict)
    for topic, rows in vectors.items():
        for row in rows:
            for name, share in row:
                column = weights[name]
                column[topic] = column.get(topic, 0.0) + share / len(rows)
    rivals = _rivals(weights, len(vectors))
    turns = [
        (topic, rows[i])
        for i in range(max(map(len, vectors.values()), default=0))
        for topic, rows in vectors.items()
        if i < len(rows) and rivals.get(topic)
    ]
    moved: dict[str, dict[str, float]] = defaultdict(dict)
    turn = 1
    for _ in range(ROUNDS):
        for topic, row in turns:
            _play(topic, row, rivals[topic], weights, moved, turn)
            turn += 1
    for name, column in moved.items():
        for topic, late in column.items():
            weights[name][topic] -= late / turn
    return {name: dict(sorted(column.items())) for name, column in sorted(weights.items())}


def _play(
    topic: str,
    row: list[tuple[str, float]],
    rivals: Sequence[str],
    weights: dict[str, dict[str, float]],
    moved: dict[str, dict[str, float]],
    turn: int,
) -> None:
    columns = [(weights[name], share) for name, share in row]
    own = sum(column[topic] * share for column, share in columns)
    best, most = "", -math.inf
    for rival in rivals:
        score = 0.0
        for column, share in columns:
            if rival in column:
                score += column[rival] * share
        if score > most:
            best, most = rival, score
    loss = MARGIN - (own - most)
    if loss <= 0:
        return
    step = min(STEP, loss / 2)
    for name, share in row:
        column, late = weights[name], moved[name]
        change = step * share
        column[topic] += change
        column[best] = column.get(best, 0.0) - change
        late[topic] = late.get(topic, 0.0) + turn * change
        late[best] = late.get(best, 0.0) - turn * change


def _rivals(weights: Mapping[str, Mapping[str, float]], topics: int) -> dict[str, list[str]]:
    """The nearest topics of each, by the product of their first weight vectors."""
    near: defaultdict[str, defaultdict[str, float]] = defaultdict(lambda: defaultdict(float))
    for column in weights.values():
        if len(column) * 3 <= topics or topics <= RIVALS * 4:
            for one, a in column.items():
                row = near[one]
                for other, b in column.items():
                    if other != one:
                        row[other] += a * b
    return {one: sorted(row, key=lambda t: (-row[t], t))[:RIVALS] for one, row in near.items()}
