"""Phrasings become weights: one number for each feature and entry, fitted once, the same every time.

Each phrasing starts by voting for its entry (the mean of an entry's phrasings is its first weight vector), and is then
played against all others: where a rival comes too close, weight moves from the nearest one to the entry, as far as
needed and no further (passive-aggressive updates: Crammer et al., JMLR 7, 2006). Phrasings are taken in rounds, one an
entry, so neither the order of files nor chance has a say. The weights of a feature that many entries hold are lanes of
one long integer, so that a phrasing is scored for all entries at once.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from chatbot.language import WEIGHT, Lanes, Model
from chatbot.matching import aboutness, lanes
from chatbot.matching.terms import EDGE, PAIR, STOP, gist, names, norm, pair, raw
from chatbot.reading.forms import FORMS
from chatbot.reading.mentions import Query

STEPS = (0.2, 0.1, 0.05)
"""Longest single move of a weight vector, in each pass over the phrasings. The weights are averaged over all moves
(Freund and Schapire, 1999). CLINC150, 2026-11: .908 right; three passes of 0.1 .905, without averaging .898."""

MARGIN = 0.3
"""How far an entry must stand before its nearest rival on its own phrasings (CLINC150 validation, 2026-11)."""

PART = 1 << 16
"""What a share of a phrasing is a whole part of, in training."""

COMMON = 20
"""A feature is common when one entry in so many holds it: it costs less to add such a column as lanes."""

USUAL, LEAST = 0.35, 0.05
"""The median score of a new phrasing where none can be measured, and the least that it is taken for (CLINC150)."""

LOWEST = -(1 << 62)
"""Less than any score."""

MOST_RARE = 2
"""Phrasings that a pair of neighbours stands in, at least, to be learned from: one alone says nothing of others."""

TINY = WEIGHT // 50
"""Weights, above 0 and below, that are not kept (dev wordings, 2026-11): most of them are left where a rival moved."""

SMOOTH = 0.3
"""Phrasings of each form that an entry is taken to have besides its own."""

RAREST = 3.0
"""How far a form may speak for or against an entry: log odds beside the form's own frequency."""


class Examples(NamedTuple):
    """What a model is fitted to, as it is read."""

    phrasings: Mapping[str, Sequence[Query]]
    """By entry."""
    answers: Mapping[str, Query]
    """What each entry says: it accounts for words of a question, but teaches no weights."""
    elsewhere: Sequence[Query]
    """Messages that are none of ours."""
    forms: Mapping[str, Sequence[str]]
    """By entry, the form of each of its phrasings."""
    stop: frozenset[str]
    light: frozenset[str]
    """Terms that say nothing by themselves: the stop words, and the words that ask."""


def without(examples: Examples, gone: Callable[[str, int], bool]) -> Examples:
    """The examples without some phrasings, by entry and number; an entry whose phrasings would all go keeps them."""
    kept = {
        id_: [i for i in range(len(own)) if not gone(id_, i)] or [*range(len(own))]
        for id_, own in examples.phrasings.items()
    }
    return examples._replace(
        phrasings={id_: [examples.phrasings[id_][i] for i in places] for id_, places in kept.items()},
        forms={id_: [examples.forms[id_][i] for i in places] for id_, places in kept.items()},
    )


def fit(examples: Examples) -> Model:
    """The model of all phrasings. Deterministic."""
    phrasings = examples.phrasings
    importance, unseen, asked = _importance(phrasings, examples.stop)
    told = {topic: {name for unit in query.units for name in names(unit)} for topic, query in examples.answers.items()}
    spoken: defaultdict[str, set[str]] = defaultdict(set)
    for topic, own in told.items():
        for name in own:
            spoken[name].add(topic)
    known = sorted(spoken.keys() | asked.keys())
    weights, typical = _weights(phrasings, importance, unseen, examples.stop)
    topics = tuple(sorted(phrasings))
    wide = {name for name, column in weights.items() if len(column) * COMMON >= len(topics)}
    ours = [query for topic in topics for query in phrasings[topic]]
    return Model(
        importance=importance,
        unseen=unseen,
        topics=topics,
        common={name: lanes.lay(weights[name], len(topics)) for name in weights if name in wide},
        rare={name: column for name, column in weights.items() if name not in wide},
        held={name: frozenset(asked.get(name, ())) | spoken.get(name, frozenset()) for name in known},
        asked=asked,
        typical=typical,
        about=aboutness.fit(ours, examples.elsewhere, examples.stop),
        gists=_gists(examples),
        forms=_forms(examples.forms),
    )


def _gists(examples: Examples) -> dict[str, dict[str, float]]:
    """Each gist with the share of its phrasings that each entry has, less where few have it."""
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for topic, queries in examples.phrasings.items():
        for query, form in zip(queries, examples.forms[topic], strict=True):
            found[gist(query, form, examples.light)][topic] += 1
    return {
        key: {topic: round(n / (topics.total() + 1), 3) for topic, n in sorted(topics.items())}
        for key, topics in sorted(found.items())
    }


def _forms(told: Mapping[str, Sequence[str]]) -> dict[str, dict[str, float]]:
    """By entry, how much more often than usual its phrasings have each form: log odds."""
    usual = Counter(form for forms in told.values() for form in forms)
    total = sum(usual.values()) + SMOOTH * len(FORMS)
    shares = {form: (usual[form] + SMOOTH) / total for form in FORMS}
    found = {}
    for topic, forms in told.items():
        own, size = Counter(forms), len(forms) + SMOOTH * len(FORMS)
        odds = {
            form: math.log((own[form] + SMOOTH * len(FORMS) * shares[form]) / size / shares[form]) for form in FORMS
        }
        found[topic] = {form: round(max(-RAREST, min(RAREST, value)), 3) for form, value in odds.items()}
    return found


def _importance(
    examples: Mapping[str, Sequence[Query]], stop: frozenset[str]
) -> tuple[dict[str, float], float, dict[str, dict[str, float]]]:
    """How much each feature weighs, how much an unseen one, and in what share of whose phrasings each word is."""
    seen: Counter[str] = Counter()
    paired: Counter[str] = Counter()
    held: defaultdict[str, Counter[str]] = defaultdict(Counter)
    total = 0
    for topic, queries in examples.items():
        for query in queries:
            total += 1
            own = {name for unit in query.units for name in names(unit)}
            seen.update(own)
            terms = [EDGE, *(unit.term for unit in query.units), EDGE]
            paired.update({pair(a, b) for a, b in pairwise(terms)})
            for name in own:
                held[name][topic] += 1
    importance = {name: math.log(1 + total / n) * (STOP if name in stop else 1.0) for name, n in sorted(seen.items())}
    importance |= {name: math.log(1 + total / n) * PAIR for name, n in sorted(paired.items()) if n >= MOST_RARE}
    sizes = {topic: len(queries) for topic, queries in examples.items()}
    shares = {
        name: {t: round(n / sizes[t], 4) for t, n in sorted(topics.items())} for name, topics in sorted(held.items())
    }
    return importance, math.log(1 + total), shares


class _Turn(NamedTuple):
    """One phrasing in training: its entry's place, and its features, each with the share that it has of it."""

    topic: int
    phrasings: int
    """How many its entry has."""
    wide: tuple[tuple[int, int], ...]
    """Numbers of features whose weights are lanes."""
    slim: tuple[tuple[int, int], ...]


class _Columns:
    """The weights of all features while they are learned, in whole parts of `WEIGHT`, by the feature's number."""

    def __init__(self, first: Sequence[Mapping[int, float]], topics: int) -> None:
        self.topics = topics
        self.wide: dict[int, int] = {}
        self.slim: dict[int, dict[int, int]] = {}
        self.late: list[dict[int, int]] = [{} for _ in first]
        """By how much each weight moved, times when: what averaging takes back."""
        for number, column in enumerate(first):
            whole = {topic: round(value * WEIGHT) for topic, value in column.items()}
            if len(column) * COMMON >= topics:
                self.wide[number] = lanes.lay(whole, topics)
            else:
                self.slim[number] = whole

    def scores(self, turn: _Turn) -> tuple[list[int], int]:
        """The score of each entry on a phrasing, and what stands for 0 in it."""
        scores, zero = lanes.add([(share, Lanes(self.wide[number])) for number, share in turn.wide], self.topics)
        for number, share in turn.slim:
            for topic, weight in self.slim[number].items():
                scores[topic] += share * weight
        return scores, zero

    def move(self, turn: _Turn, rival: int, step: float, moves: int) -> None:
        """Move weight from a rival to the phrasing's entry; `moves` is the number of the move."""
        own, other = turn.topic * lanes.LANE * 8, rival * lanes.LANE * 8
        for number, share in turn.wide:
            change = int(step * share)
            self.wide[number] += (change << own) - (change << other)
        for number, share in turn.slim:
            _shift(self.slim[number], turn.topic, rival, int(step * share))
        for number, share in (*turn.wide, *turn.slim):
            _shift(self.late[number], turn.topic, rival, int(step * share) * moves)

    def column(self, number: int, moves: int) -> dict[int, int]:
        """The weights of a feature after so many moves, by entry, without those that say next to nothing."""
        column = self.slim.get(number)
        if column is None:
            column = dict(enumerate(lanes.numbers(Lanes(self.wide[number]), self.topics)))
        for topic, change in self.late[number].items():
            column[topic] = column.get(topic, 0) - change // moves
        return {topic: weight for topic, weight in sorted(column.items()) if abs(weight) > TINY}


def _shift(column: dict[int, int], own: int, rival: int, change: int) -> None:
    column[own] = column.get(own, 0) + change
    column[rival] = column.get(rival, 0) - change


def _weights(
    examples: Mapping[str, Sequence[Query]], importance: Mapping[str, float], unseen: float, stop: frozenset[str]
) -> tuple[dict[str, dict[int, int]], float]:
    """The weights, by feature and entry's place, and the median score of a phrasing that had no part in them."""
    numbers: dict[str, int] = {}
    first: list[dict[int, float]] = []
    found: list[list[list[tuple[int, int]]]] = []
    for topic, id_ in enumerate(sorted(examples)):
        found.append([])
        for query in examples[id_]:
            features = raw(query, importance, unseen, stop)
            length, own = norm(features), []
            for name, (weight, _, paired) in features.items():
                if paired and name not in importance:
                    continue
                number = numbers.setdefault(name, len(numbers))
                if number == len(first):
                    first.append({})
                share = weight / length
                first[number][topic] = first[number].get(topic, 0.0) + share / len(examples[id_])
                own.append((number, int(share * PART)))
            found[-1].append(own)
    columns = _Columns(first, len(found))
    rounds = list(_rounds(found, columns))
    total = sum(map(len, rounds))
    scores: list[float] = []
    for number, step in enumerate(STEPS):
        seen = _play(rounds, columns, step, number * total + 1)
        scores = scores or seen
    moves = len(STEPS) * total + 1
    weights = {name: columns.column(number, moves) for name, number in sorted(numbers.items())}
    return weights, max(sorted(scores)[len(scores) // 2], LEAST) if scores else USUAL


def _rounds(found: Sequence[Sequence[Sequence[tuple[int, int]]]], columns: _Columns) -> Iterator[list[_Turn]]:
    """The phrasings, one of each entry at a time."""
    for i in range(max(map(len, found), default=0)):
        turns = []
        for topic, phrasings in enumerate(found):
            if i < len(phrasings):
                wide = tuple([part for part in phrasings[i] if part[0] in columns.wide])
                slim = tuple([part for part in phrasings[i] if part[0] in columns.slim])
                turns.append(_Turn(topic=topic, phrasings=len(phrasings), wide=wide, slim=slim))
        yield turns


def _play(rounds: Sequence[Sequence[_Turn]], columns: _Columns, step: float, begun: int) -> list[float]:
    """Play every phrasing once. `begun` is the number of the first move.

    The phrasings of a round are all scored before one of them moves anything, so that of two entries that are alike
    neither is ahead. Returns the scores of the second half of them, without what they gave themselves.
    """
    unit = PART * WEIGHT
    margin, seen, number = int(MARGIN * unit), list[float](), 0
    half = sum(map(len, rounds)) // 2
    for turns in rounds:
        moves = []
        for turn in turns:
            scores, zero = columns.scores(turn)
            own, scores[turn.topic] = scores[turn.topic], LOWEST
            if number >= half and turn.phrasings > 1:
                given = 1 / turn.phrasings
                seen.append(((own - zero) / unit - given) / (1 - given))
            most = max(scores)
            if (loss := margin - (own - most)) > 0:
                length = min(step, loss / (2 * unit)) * WEIGHT / PART
                level = scores.count(most) > 1
                rivals = [i for i, score in enumerate(scores) if score == most] if level else [scores.index(most)]
                moves += [(turn, rival, length / len(rivals), begun + number) for rival in rivals]
            number += 1
        for move in moves:
            columns.move(*move)
    return seen
