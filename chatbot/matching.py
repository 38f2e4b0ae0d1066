"""Which topics a query may be about, and why: every candidate's score is the sum of its evidence.

A question's words share it between them. A word speaks for a topic with its share times the topic's weight for it
(which topic), and is covered when the topic's phrasings hold it (whether it is that topic at all). A word that no
phrasing holds keeps its share and gives it to nobody.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import repeat
from operator import itemgetter

from chatbot import features
from chatbot.entities import Mention, Query, Unit
from chatbot.features import Feature
from chatbot.knowledge import Edition, Topic
from chatbot.values import dataclass

EVIDENCE, COVERAGE = 0.5, 0.5
"""What weighed evidence and coverage give to a score. Evidence is in units of the typical phrasing's, so that 1 is
typical of any knowledge base (logistic fit on CLINC150 validation, 100 and 10 phrasings an intent, 2026-11)."""

MOST_EVIDENCE = 1.2
"""Evidence, in typical units, above which more of it says nothing new."""

ROUNDING = 1e-9
"""Amounts below this are what adding in another order gives."""

LARGE = 64
"""Topics of a knowledge base above which the commonest words choose no candidates: they speak for nearly all."""

WIDE = 24
"""Topics that hold a feature, above which it only ranks the candidates that the others chose there."""

SHORTLIST = 32
"""Candidates that the features of fewer topics choose for that."""

RANKED = 8
"""Candidates that are looked at closely, best first."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one word, or pair of words, gives to a score. `kind`: `word`, `pair`, `coverage` or `cap`."""

    kind: str
    words: str
    amount: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """A topic that may answer. `score` is 0..1 and the sum of its evidence; `missing` is the slot left unfilled."""

    topic: str
    score: float
    lead: float
    """The evidence before it is capped to a score: what candidates are ranked by."""
    explained: float
    """0..1, how much of the question the topic accounts for."""
    entities: tuple[str, ...] = ()
    missing: str = ""


def rank(query: Query, edition: Edition, background: Sequence[Mention] = ()) -> tuple[Candidate, ...]:
    """The best candidates, best first; ties by topic id. `background`: mentions made beside this query."""
    weights = edition.model.weights
    found = features.raw(query, edition.model.importance, edition.model.unseen, edition.lexicon.stop)
    length = features.norm(found)
    shared = [(own / length, column) for name, (own, _, _) in found.items() if (column := weights.get(name))]
    totals = _totals(shared, WIDE if len(edition.topics) > LARGE else LARGE)
    best = dict(sorted(totals.items(), key=itemgetter(1), reverse=True)[: RANKED * 2])
    explained, ranked = dict.fromkeys(best, 0.0), frozenset(best)  # of two sets, the smaller one is gone through
    for unit, share in zip(query.units, coverage(query, edition), strict=True):
        for topic in ranked & _holding(unit, edition):
            explained[topic] += COVERAGE * share
    scale = EVIDENCE / edition.model.typical
    scored = sorted([(-(scale * total + explained[topic]), topic) for topic, total in best.items()])[:RANKED]
    mentions = query.mentions
    return tuple([_candidate(edition.topics[t], -lead, explained[t], mentions, background) for lead, t in scored])


def _totals(shared: Sequence[tuple[float, Mapping[str, float]]], wide: int) -> dict[str, float]:
    """Topics to their weighed evidence. When features of few topics choose enough of them, the rest only rank those."""
    narrow = [(share, column) for share, column in shared if len(column) <= wide]
    broad = [(share, column) for share, column in shared if len(column) > wide]
    totals: dict[str, float] = {}
    _add(narrow, totals)
    if len(totals) <= SHORTLIST:
        _add(broad, totals)
        return totals
    best = sorted(totals.items(), key=itemgetter(1), reverse=True)[:SHORTLIST]
    topics, sums = [topic for topic, _ in best], [total for _, total in best]
    for share, column in broad:
        sums = [now + share * weight for now, weight in zip(sums, map(column.get, topics, repeat(0.0)), strict=True)]
    return dict(zip(topics, sums, strict=True))


def _add(shared: Sequence[tuple[float, Mapping[str, float]]], totals: dict[str, float]) -> None:
    get = totals.get
    for share, column in shared:
        for topic, weight in column.items():
            totals[topic] = get(topic, 0.0) + share * weight


def _holding(unit: Unit, edition: Edition) -> frozenset[str]:
    """The topics that account for a unit."""
    held = edition.model.held.get(unit.term, _NONE)
    if features.is_year(unit.term):
        return held | edition.dated
    return held | edition.model.held.get(unit.literal, _NONE) if unit.literal else held


_NONE: frozenset[str] = frozenset()


def _candidate(
    topic: Topic, lead: float, explained: float, mentions: Sequence[Mention], background: Sequence[Mention]
) -> Candidate:
    score = min(max(min(lead - explained, EVIDENCE * MOST_EVIDENCE) + explained, 0.0), 1.0)
    if not topic.needs:
        return Candidate(topic.id, score, lead, explained / COVERAGE)
    entities = filling(topic, mentions) or filling(topic, background)
    return Candidate(topic.id, score, lead, explained / COVERAGE, entities, "" if entities else topic.needs)


def evidence(candidate: Candidate, query: Query, edition: Edition) -> tuple[Evidence, ...]:
    """What each word and pair of a query gave to a candidate's score; the amounts add up to it."""
    found = features.of(query, edition.model, edition.lexicon.stop)
    items = _weighed(candidate.topic, query, found, edition) + _covered(candidate.topic, query, edition)
    rest = candidate.score - sum(item.amount for item in items)
    return (*items, Evidence("cap", "", rest)) if abs(rest) > ROUNDING else tuple(items)


def filling(topic: Topic, mentions: Sequence[Mention]) -> tuple[str, ...]:
    """The entities that fill the topic's slot, in the order of the text, each once."""
    named = not topic.needs.endswith(".subject")
    fits = [m for m in mentions if m.phrase.kind == topic.kind and m.named is named]
    return tuple(dict.fromkeys(target for m in fits for target in m.phrase.targets))


def _weighed(topic: str, query: Query, found: tuple[Feature, ...], edition: Edition) -> list[Evidence]:
    items = []
    scale = EVIDENCE / edition.model.typical
    for feature in found:
        weight = edition.model.weights.get(feature.name, {}).get(topic, 0.0)
        if amount := scale * feature.share * weight:
            words = feature.name if feature.pair else query.units[feature.unit].words
            items.append(Evidence("pair" if feature.pair else "word", words, amount))
    return items


def _covered(topic: str, query: Query, edition: Edition) -> list[Evidence]:
    return [
        Evidence("coverage", unit.words, COVERAGE * share)
        for unit, share in zip(query.units, coverage(query, edition), strict=True)
        if topic in _holding(unit, edition)
    ]


def coverage(query: Query, edition: Edition) -> list[float]:
    """Each unit's part of what a topic must account for; the parts add up to 1."""
    model, stop = edition.model, edition.lexicon.stop
    sizes = [features.size(unit, model.importance, model.unseen, stop) for unit in query.units]
    total = sum(sizes) or 1.0
    return [size / total for size in sizes]
