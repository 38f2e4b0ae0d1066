"""Which topics a query may be about, and why: every candidate's score is the sum of its evidence.

A question's words share it between them. A word speaks for a topic with its share times the topic's weight for it
(which topic), and is covered when the topic's phrasings hold it (whether it is that topic at all). A word that no
phrasing holds keeps its share and gives it to nobody.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from chatbot.knowledge import Edition, Topic
from chatbot.language import WEIGHT
from chatbot.matching import features, lanes
from chatbot.reading.mentions import Mention, Query, Unit

EVIDENCE, COVERAGE = 0.5, 0.5
"""What weighed evidence and coverage give to a score. Evidence is in units of the typical phrasing's, so that 1 is
typical of any knowledge base (logistic fit on CLINC150 validation, 100 and 10 phrasings an intent, 2026-11)."""

MOST_EVIDENCE = 1.2
"""Evidence, in typical units, above which more of it says nothing new."""

ROUNDING = 1e-9
"""Amounts below this are what adding in another order gives."""

WORTH = 4
"""A topic with less than the best one's evidence divided by this is no candidate."""

RANKED = 8
"""Candidates that are looked at closely, best first."""

NO_TOPICS: frozenset[str] = frozenset()


class Evidence(NamedTuple):
    """What one word, or pair of words, gives to a score. `kind`: `word`, `pair`, `coverage` or `cap`."""

    kind: str
    words: str
    amount: float


class Candidate(NamedTuple):
    """A topic that may answer. `score` is 0..1 and the sum of its evidence; `missing` is the slot left unfilled."""

    topic: str
    score: float
    lead: float
    """The evidence before it is capped to a score: what candidates are ranked by."""
    explained: float
    """0..1, how much of the question the topic accounts for."""
    entities: tuple[str, ...] = ()
    missing: str = ""
    talk: bool = False
    """Whether it is small talk."""


def rank(query: Query, edition: Edition, background: Sequence[Mention] = ()) -> tuple[Candidate, ...]:
    """The best candidates, best first; ties by topic id. `background`: mentions made beside this query."""
    totals = _totals(query, edition)
    explained, ranked = dict.fromkeys(totals, 0.0), frozenset(totals)  # of two sets, the smaller one is gone through
    for unit, share in zip(query.units, coverage(query, edition), strict=True):
        if held := ranked & _holding(unit, edition):
            covered = COVERAGE * share
            for id_ in held:
                explained[id_] += covered
    scale = _scale(edition)
    leads = [(-(scale * total + explained[topic]), topic) for topic, total in totals.items()]
    scored = sorted([lead for lead in leads if lead[0] < 0.0])[:RANKED]
    mentions, topics = query.mentions, edition.topics.get
    own = [(topic, -lead, explained[id_]) for lead, id_ in scored if (topic := topics(id_))]
    return tuple([_candidate(*one, mentions, background) for one in own])


def _totals(query: Query, edition: Edition) -> dict[str, int]:
    """The topics with the most weighed evidence, which is whole parts of a share times a weight."""
    model = edition.model
    common, rare = [], []
    for share, name, _, _ in features.shares(query, edition):
        if (lane := model.common.get(name)) is not None:
            common.append((share, lane))
        elif (column := model.rare.get(name)) is not None:
            rare.append((share, column))
    totals, zero = lanes.add(common, len(model.topics))
    for share, column in rare:
        for place, weight in column.items():
            totals[place] += share * weight
    floor = zero + max(max(totals, default=zero) - zero, 0) // WORTH
    near = [place for place, total in enumerate(totals) if total > floor]
    best = sorted(near, key=totals.__getitem__, reverse=True)[: RANKED * 2]
    return {model.topics[place]: totals[place] - zero for place in best}


_NOWHERE: Mapping[int, int] = {}


def _scale(edition: Edition) -> float:
    """What a share of a weight, in their whole numbers, gives to a score."""
    return EVIDENCE / edition.model.typical / (features.SHARE * WEIGHT)


def _holding(unit: Unit, edition: Edition) -> frozenset[str]:
    """The topics that account for a unit."""
    held = edition.model.held.get(unit.term, NO_TOPICS)
    if unit.literal:
        return held | edition.model.held.get(unit.literal, NO_TOPICS)
    return held | edition.dated if unit.term.isdecimal() and features.is_year(unit.term) else held


def _candidate(
    topic: Topic, lead: float, explained: float, mentions: Sequence[Mention], background: Sequence[Mention]
) -> Candidate:
    """A topic whose lead is above 0."""
    score = min(min(lead - explained, EVIDENCE * MOST_EVIDENCE) + explained, 1.0)
    if not topic.needs:
        return Candidate(topic=topic.id, score=score, lead=lead, explained=explained / COVERAGE, talk=topic.talk)
    entities = (mentions and filling(topic, mentions)) or (background and filling(topic, background)) or ()
    return Candidate(
        topic=topic.id,
        score=score,
        lead=lead,
        explained=explained / COVERAGE,
        entities=entities,
        missing="" if entities else topic.needs,
        talk=topic.talk,
    )


def evidence(candidate: Candidate, query: Query, edition: Edition) -> tuple[Evidence, ...]:
    """What each word and pair of a query gave to a candidate's score; the amounts add up to it."""
    items = _weighed(candidate.topic, query, edition) + _covered(candidate.topic, query, edition)
    rest = candidate.score - sum(item.amount for item in items)
    return (*items, Evidence(kind="cap", words="", amount=rest)) if abs(rest) > ROUNDING else tuple(items)


def filling(topic: Topic, mentions: Sequence[Mention]) -> tuple[str, ...]:
    """The entities that fill the topic's slot, in the order of the text, each once."""
    kind, _, subject = topic.needs.partition(".")
    fits = [m.phrase for m in mentions if m.phrase.kind == kind and m.named is not bool(subject)]
    return tuple(dict.fromkeys([target for phrase in fits for target in phrase.targets]))


def _weighed(topic: str, query: Query, edition: Edition) -> list[Evidence]:
    items = []
    scale, model = _scale(edition), edition.model
    if topic not in model.topics:  # it is gone: a reload may have taken it away since the question
        return []
    place = model.topics.index(topic)
    for share, name, unit, pair in features.shares(query, edition):
        column = model.common.get(name)
        weight = model.rare.get(name, _NOWHERE).get(place, 0) if column is None else lanes.number(column, place)
        if weight:
            words = name if pair else query.units[unit].words
            items.append(Evidence(kind="pair" if pair else "word", words=words, amount=scale * share * weight))
    return items


def _covered(topic: str, query: Query, edition: Edition) -> list[Evidence]:
    return [
        Evidence(kind="coverage", words=unit.words, amount=COVERAGE * share)
        for unit, share in zip(query.units, coverage(query, edition), strict=True)
        if topic in _holding(unit, edition)
    ]


def coverage(query: Query, edition: Edition) -> list[float]:
    """Each unit's part of what a topic must account for; the parts add up to 1."""
    sizes = features.sizes(query, edition)
    total = sum(sizes) or 1.0
    return [size / total for size in sizes]
