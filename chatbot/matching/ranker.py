"""Which reading of a request is the best, how probable it is, and why: one linear model for all folders and languages.

A request that may lean on the turns before is read twice: as it was typed, and filled in with those spoken of. Scores
become probabilities by the softmax over all readings and declining. The weights are data
(`chatbot/languages/ranker.yaml`), fitted by `bench/ranker.py`.
"""

import math
from collections.abc import Mapping, Sequence
from operator import mul
from typing import NamedTuple

from chatbot.knowledge import Edition, Knowledge
from chatbot.matching import features
from chatbot.matching.readings import (
    BINDINGS,
    LENT,
    MOST_READINGS,
    NOT_LENT,
    Ground,
    Lent,
    Reading,
    Request,
    ground,
    propose,
    propose_lent,
    singled,
)
from chatbot.reading.mentions import Query, Unit
from chatbot.reading.named import Named

LONGEST_LEANING = 40
"""Words of a request, at most, that may lean on the turns before: a longer one says what it is about."""

SURER = frozenset(tuple(BINDINGS)[: tuple(BINDINGS).index(LENT)])
"""The ways to find a subject that are surer than what the turns before lend."""

READ = len(features.OF_READING)
"""Weights of a reading; those of declining follow."""


class Candidate(NamedTuple):
    """A reading with its score."""

    topic: str
    how: str
    """How its subject was found: a name of `BINDINGS`, or `free`."""
    entities: tuple[str, ...]
    named: Named | None
    """The value that it goes back from."""
    talk: bool
    """Whether it is small talk."""
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


def leaning(seen: Ground) -> Ground | None:
    """The same request, filled in with those whom the turns before spoke of; None where it does not lean on them."""
    filled = borrow(seen.request, seen.lent, seen.edition)
    if filled is None:
        return None
    other = ground(filled, seen.edition, seen.knowledge, seen.lent)
    return other._replace(worded=other.worded or seen.worded, gist=other.gist or seen.gist)


def borrow(request: Request, lent: Lent, edition: Edition) -> Request | None:
    """The request as it reads with those that were spoken of.

    None where nobody was, where it names others, says too much, or tells only what nothing here knows.
    """
    query = request.query
    named = any(m.named and m.phrase.kind == lent.kind for m in (*query.mentions, *request.beside))
    telling = query.telling(edition.light)
    strange = telling and not any(unit.term in edition.model.held for unit in telling)
    if not lent.entities or not query.units or named or strange or len(query.units) > LONGEST_LEANING:
        return None
    place = min(_standing(query, edition), default=len(query.units))
    start = query.units[min(place, len(query.units) - 1)].start
    filled = Unit.naming(lent.entities, lent.kind, edition.entities[lent.entities[0]].called, start)
    return request._replace(query=Query.of(query.question, [*query.units[:place], filled, *query.units[place + 1 :]]))


def _standing(query: Query, edition: Edition) -> list[int]:
    """The places of words that stand for what was named before: pronouns, and "the cluster"."""
    words = query.starts()
    pronouns = [i for i, word in enumerate(words) if word in edition.lexicon.pronouns]
    return [i for i in (*pronouns, *singled(words, edition)) if query.units[i].mention is None]


def takes(seen: Ground) -> list[tuple[Ground, list[Reading]]]:
    """The readings of a request as it was typed, and before them those of it as it leans on the turns before.

    The same subject of an entry is read once, as it was found by the surest way.
    """
    other = leaning(seen)
    if other is None:
        return [(seen, propose(seen))]
    lent = propose_lent(other)
    own = propose(seen, MOST_READINGS - len(lent))
    surer = {(one.topic.id, one.entities) for one in own if one.how in SURER}
    lent = [one for one in lent if (one.topic.id, one.entities) not in surer]
    taken = {(one.topic.id, one.entities) for one in lent}
    return [(other, lent), (seen, [one for one in own if (one.topic.id, one.entities) not in taken])]


def rank(request: Request, edition: Edition, knowledge: Knowledge, lent: Lent = NOT_LENT) -> Ranking:
    """The readings of a request with their probabilities."""
    seen = ground(request, edition, knowledge, lent)
    said, measured = features.words(seen), list[tuple[Reading, list[float]]]()
    for read, readings in takes(seen):
        words = said if read is seen else features.words(read)
        measured += zip(readings, features.measure(readings, words, read), strict=True)
    weights, none = edition.ranker[:READ], edition.ranker[READ:]
    scored = [(sum(map(mul, weights, own)), reading, own) for reading, own in measured]
    numbers = features.measure_declining(said, seen)
    declining = sum(map(mul, none, numbers))
    most = max([declining, *(score for score, _, _ in scored)])
    whole = math.exp(declining - most) + sum(math.exp(score - most) for score, _, _ in scored)
    scored.sort(key=lambda one: (-one[0], one[1].topic.id, one[1].entities))
    candidates = tuple([_candidate(reading, numbers, score, most, whole) for score, reading, numbers in scored])
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


def _candidate(reading: Reading, numbers: list[float], score: float, most: float, whole: float) -> Candidate:
    return Candidate(
        topic=reading.topic.id,
        how=reading.how,
        entities=reading.entities,
        named=reading.named,
        talk=reading.topic.talk,
        score=score,
        probability=math.exp(score - most) / whole,
        numbers=tuple(numbers),
    )
