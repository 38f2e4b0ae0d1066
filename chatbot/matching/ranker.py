"""Which reading of a request is the best, how probable it is, and why: one linear model for all folders and languages.

A request that may lean on the turns before is read twice: as it was typed, and filled in with those spoken of. Scores
become probabilities by the softmax over all readings and declining. The weights are data
(`chatbot/languages/ranker.yaml`), fitted by `bench/ranker.py`.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from operator import mul
from typing import NamedTuple

from chatbot.coreference.antecedents import antecedents
from chatbot.knowledge import Edition, Knowledge
from chatbot.language import EMPTY
from chatbot.matching import evidence, features
from chatbot.matching.ground import Ground, Request, ground
from chatbot.matching.readings import MOST_READINGS, WAYS, Reading, propose, propose_filled
from chatbot.reading.focus import NOT_LENT, TURNED_TO, Lent
from chatbot.reading.mentions import Query
from chatbot.reading.named import Named

WAY = {how: place for place, how in enumerate((*WAYS, "free"))}
"""How sure each way to find a subject is: the surest is 0."""

READ = len(features.OF_READING)
"""Weights of a reading; those of declining follow."""


class Candidate(NamedTuple):
    """A reading with its score."""

    topic: str
    how: str
    """How its subject was found: one of `WAYS`, or `free`."""
    entities: tuple[str, ...]
    named: Named | None
    """The value that it goes back from."""
    talk: bool
    """Whether it is small talk."""
    again: bool
    """Whether it goes back to the last answer: it is of the same entry, or small talk that repeats or explains it."""
    score: float
    probability: float
    """Among all readings and declining, 0..1."""
    numbers: tuple[float, ...]
    """Its features, in their order."""


class Ranking(NamedTuple):
    """All readings of a request, the best first, and declining."""

    query: Query
    candidates: tuple[Candidate, ...]
    declining: float
    """The score of declining."""
    none: float
    """The probability that nothing of ours is asked, 0..1."""
    numbers: tuple[float, ...]
    """The features of declining."""
    shares: Mapping[str, float]
    """Of the probability that it is ours, the share of each entry (its readings added up), the largest first."""


class Share(NamedTuple):
    """What one feature gives to the difference in score between two readings."""

    feature: str
    amount: float


def difference(
    best: Candidate, ranking: Ranking, weights: tuple[float, ...]
) -> tuple[Candidate | None, tuple[Share, ...]]:
    """The strongest rival of a candidate (None: declining), and what each feature gives to the lead over it.

    The amounts add up to the difference in score, which is below 0 where the rival is ahead.
    """
    others = [one for one in ranking.candidates if one.topic != best.topic]
    rival = others[0] if others and others[0].score > ranking.declining else None
    numbers = [*best.numbers, *([0.0] * len(ranking.numbers))]
    against = [*rival.numbers, *([0.0] * len(ranking.numbers))] if rival else [*([0.0] * READ), *ranking.numbers]
    amounts = [weight * (own - its) for weight, own, its in zip(weights, numbers, against, strict=True)]
    named = zip(features.NAMES, amounts, strict=True)
    return rival, tuple(sorted([Share(*one) for one in named if one[1]], key=lambda share: -abs(share.amount)))


def filled(seen: Ground) -> Iterator[tuple[Ground, list[Reading]]]:
    """The same request, filled in with those whom it may mean, and its readings."""
    for one in antecedents(seen.asked()):
        request = seen.request._replace(query=one.query)
        other = ground(request, seen.edition, seen.knowledge, seen.lent)
        if seen.only_asks:  # of the last answer, whatever a phrasing with a name says by as little
            other = other._replace(worded="", gist=EMPTY, counterparts=())
        worded, said = other.worded or seen.worded, other.gist or seen.gist
        other = other._replace(worded=worded, gist=said, antecedent=one)
        yield other, propose_filled(other, one)


def takes(seen: Ground) -> list[tuple[Ground, list[Reading]]]:
    """The readings of a request as it was typed, and before them those of it filled in.

    The same subject of an entry is read once, as it was found by the surest way; the last request, as it is asked of
    others, is another one, and competes with it.
    """
    others = list(filled(seen))
    own = propose(seen, max(0, MOST_READINGS - sum(len(readings) for _, readings in others)))
    surest: dict[tuple[str, tuple[str, ...]], str] = {}
    for one in (*own, *(reading for _, readings in others for reading in readings)):
        key = (one.topic.id, one.entities)
        surest[key] = min(surest.get(key, one.how), one.how, key=lambda how: (how == TURNED_TO, WAY[how]))
    return [
        (ground, [one for one in readings if one.how in (TURNED_TO, surest[one.topic.id, one.entities])])
        for ground, readings in (*others, (seen, own))
    ]


def rank(request: Request, edition: Edition, knowledge: Knowledge, lent: Lent = NOT_LENT) -> Ranking:
    """The readings of a request with their probabilities."""
    seen = ground(request, edition, knowledge, lent)
    said, measured = evidence.words(seen), list[tuple[Reading, list[float]]]()
    for read, readings in takes(seen):
        words = said if read is seen else evidence.words(read)
        measured += zip(readings, features.measure(readings, words, read), strict=True)
    weights, none = edition.ranker[:READ], edition.ranker[READ:]
    scored = [(sum(map(mul, weights, own)), reading, own) for reading, own in measured]
    numbers = features.measure_declining(said, seen)
    declining = sum(map(mul, none, numbers))
    most = max([declining, *(score for score, _, _ in scored)])
    whole = math.exp(declining - most) + sum(math.exp(score - most) for score, _, _ in scored)
    scored.sort(key=lambda one: (-one[0], one[1].topic.id, one[1].entities))
    candidates = tuple(
        [
            _candidate(reading, numbers, score, math.exp(score - most) / whole, last=lent.topic)
            for score, reading, numbers in scored
        ]
    )
    return Ranking(
        query=seen.query,
        candidates=candidates,
        shares=_shares(candidates),
        declining=declining,
        none=math.exp(declining - most) / whole,
        numbers=tuple(numbers),
    )


def _shares(candidates: Sequence[Candidate]) -> dict[str, float]:
    found: dict[str, float] = {}
    for one in candidates:
        found[one.topic] = found.get(one.topic, 0.0) + one.probability
    whole = sum(found.values()) or 1.0
    return {topic: share / whole for topic, share in sorted(found.items(), key=lambda kv: (-kv[1], kv[0]))}


def _candidate(reading: Reading, numbers: list[float], score: float, probability: float, *, last: str) -> Candidate:
    topic = reading.topic
    return Candidate(
        topic=topic.id,
        how=reading.how,
        entities=reading.entities,
        named=reading.named,
        talk=topic.talk,
        again=bool(last) and (topic.id == last or (topic.talk and bool(topic.role))),
        score=score,
        probability=probability,
        numbers=tuple(numbers),
    )
