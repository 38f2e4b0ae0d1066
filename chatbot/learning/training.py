"""Phrasings become a model, once and the same every time: how rare words are, who holds them, and their weights.

The weights of a feature that many entries hold are lanes of one long integer, so that a question is scored for all
entries at once.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from chatbot.language import Model
from chatbot.learning import logistic
from chatbot.learning.arrays import Shares
from chatbot.learning.weights import learn
from chatbot.matching import lanes
from chatbot.matching.terms import BIAS, EDGE, HOLDING, PAIR, STOP, WHOLE, gist, names, norm, pair, plain, raw
from chatbot.reading.forms import FORMS
from chatbot.reading.mentions import Query

COMMON = 20
"""A feature is common when one entry in so many holds it: it costs less to add such a column as lanes."""

USUAL, LEAST = 0.35, 0.05
"""The median score of a new phrasing where none can be measured, and the least that it is taken for (CLINC150)."""

MOST_RARE = 2
"""Phrasings that a pair of neighbours stands in, at least, to be learned from: one alone says nothing of others."""

SLIGHT = WHOLE // 50
"""Weights of aboutness, above 0 and below, that are not kept."""

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
    people: frozenset[str] = frozenset()
    """The kinds whose members are people."""


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
    topics = tuple(sorted(phrasings))
    weights, scores = learn(_shares(phrasings[topic], importance, unseen, examples.stop) for topic in topics)
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
        typical=_typical(scores),
        about=about(ours, examples.elsewhere, examples.stop),
        gists=_gists(examples),
        forms=_forms(examples.forms),
        gives=_gives(examples),
    )


def _gives(examples: Examples) -> dict[str, frozenset[str]]:
    """By form, the entries whose answer holds what it asks for: a date, a figure, a place, a person."""
    answers = examples.answers.items()
    return {
        form: frozenset(id_ for id_, answer in answers if any(holds(unit, examples.people) for unit in answer.units))
        for form, holds in HOLDING.items()
    }


def about(ours: Sequence[Query], elsewhere: Sequence[Query], stop: frozenset[str]) -> dict[str, int]:
    """What tells our phrasings from messages that are none of ours; nothing where there are none of these."""
    if not ours or not elsewhere:
        return {}
    found, bias = logistic.learn((plain(query, stop) for query in ours), (plain(query, stop) for query in elsewhere))
    weights = {name: round(weight * WHOLE) for name, weight in found.items()}
    kept = {name: weight for name, weight in weights.items() if abs(weight) > SLIGHT}
    return {BIAS: round(bias * WHOLE)} | kept


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


def _shares(
    queries: Iterable[Query], importance: Mapping[str, float], unseen: float, stop: frozenset[str]
) -> Iterator[Shares]:
    """The features of each phrasing that are learned from, and each one's share of it."""
    for query in queries:
        features = raw(query, importance, unseen, stop)
        length = norm(features)
        yield {
            name: weight / length for name, (weight, _, paired) in features.items() if not paired or name in importance
        }


def _typical(scores: Sequence[float]) -> float:
    """The median score of a phrasing that had no part in the weights: of the second half, which met some."""
    later = sorted(scores[len(scores) // 2 :])
    return max(later[len(later) // 2], LEAST) if later else USUAL
