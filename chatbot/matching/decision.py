"""Answer, hedge, ask back or decline: decided by two probabilities, that a request is ours, and which entry it asks.

The limits are the operating point: the larger they are, the less is answered and the less of it is wrong.
"""

import math
from collections.abc import Callable
from enum import Enum
from typing import NamedTuple

from chatbot.matching.features import NAMES
from chatbot.matching.ranker import Candidate, Ranking
from chatbot.reading.mentions import Query

OURS = 0.64
"""Least probability that a request is ours, 0..1, from which it is answered (dev wordings and elsewhere, 2026-11)."""

THIS = 0.5
"""Least share of the best entry in that, 0..1, from which it is answered without a hedge (same)."""

LEADS = 0.37
"""Least share of the best entry, 0..1, from which it is answered with a hedge, the others beside it (same)."""

NEAR = 0.1
"""Least lead of the best entry's share over the next one's, 0..1, from which it is answered without a hedge."""

SURE = 0.8
"""Least probability of the answer, 0..1, that is called sure: of such answers four in five are right."""

SLOPE, OFFSET = 0.56, 0.94
"""What turns the log odds of the best entry into those that it is right (`bench/calibration.py` on 2,835 answered dev
wordings, 2026-11)."""

OF_ONE = NAMES.index("all, though of one")
"""The place of the feature of readings that take one member for all."""

OFFERED = 3
"""Most entries that are offered."""


SUBJECT = "subject"
"""The limit of a verdict that knows what is asked, but not of whom."""

EDGE = 1e-6
"""The nearest to 0 and 1 that a probability is taken for."""


class Outcome(str, Enum):
    """What a verdict comes to."""

    ANSWER = "answer"
    CLARIFY = "clarify"
    DECLINE = "decline"


class Verdict(NamedTuple):
    """What was decided on a request, and the limit that decided it."""

    ranking: Ranking
    outcome: Outcome
    limit: str
    """What was compared: `ours`, `talk` (small talk), `subject` (of whom), `lead` (a hedged share) or `share`."""
    threshold: float
    """What the rule compared with, 0..1."""
    measured: float
    """What it compared, 0..1."""
    chosen: Candidate | None = None
    rivals: tuple[Candidate, ...] = ()
    """The readings that are offered: of one entry each, the likeliest first."""
    hedged: bool = False
    """Whether it is answered with a hedge."""

    @property
    def query(self) -> Query:
        """The words of the request."""
        return self.ranking.query

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        """All readings, the best first."""
        return self.ranking.candidates

    @property
    def answered(self) -> bool:
        """Whether an entry answers."""
        return self.outcome is Outcome.ANSWER

    @property
    def best(self) -> Candidate | None:
        """The reading that was chosen, or else the one with the best score."""
        return self.chosen or next(iter(self.candidates), None)

    @property
    def confidence(self) -> float:
        """The probability that the best entry is the one that is asked, 0..1."""
        shares = self.ranking.shares
        share = shares[self.chosen.topic] if self.chosen else next(iter(shares.values()), None)
        return 0.0 if share is None else calibrated((1 - self.ranking.none) * share)

    @property
    def ranked(self) -> tuple[tuple[str, float], ...]:
        """The entries with their probabilities, the likeliest first."""
        ours = 1 - self.ranking.none
        return tuple([(topic, ours * share) for topic, share in self.ranking.shares.items()])

    @property
    def talks(self) -> bool:
        """Whether small talk answers."""
        return self.answered and self.chosen is not None and self.chosen.talk


def calibrated(probability: float) -> float:
    """How often an answer of such a probability is right, 0..1 (Platt, "Probabilistic Outputs for SVMs", 1999)."""
    inside = min(max(probability, EDGE), 1 - EDGE)
    return 1 / (1 + math.exp(-SLOPE * math.log(inside / (1 - inside)) - OFFSET))


def decide(ranking: Ranking) -> Verdict:
    """The verdict of the first rule that has one."""
    return next(verdict for rule in RULES if (verdict := rule(ranking)) is not None)


Rule = Callable[[Ranking], Verdict | None]


def _elsewhere(ranking: Ranking) -> Verdict | None:
    """Nothing that is held is asked."""
    ours = 1 - ranking.none
    if ranking.candidates and ours >= OURS:
        return None
    return Verdict(ranking, Outcome.DECLINE, limit="ours", threshold=OURS, measured=ours, rivals=nearest(ranking))


def _social(ranking: Ranking) -> Verdict | None:
    """Small talk is told only where talk of any kind is likelier than all else: it has nothing to offer beside it.

    Where it goes back to the last answer, so does asking the same entry again.
    """
    best = _best(ranking)
    if not best.talk:
        return None
    probability = sum(one.probability for one in ranking.candidates if one.talk or (best.again and one.again))
    told = Verdict(ranking, Outcome.ANSWER, limit="talk", threshold=THIS, measured=probability, chosen=best)
    return told if probability >= THIS else told._replace(outcome=Outcome.DECLINE, chosen=None, rivals=nearest(ranking))


def _missing(ranking: Ranking) -> Verdict | None:
    """It is clear what is asked, but not of whom: nobody was found, or all where one is spoken of ("the cluster")."""
    best = _best(ranking)
    if best.how != "missing" and not best.numbers[OF_ONE]:
        return None
    share = ranking.shares[best.topic]
    outcome = Outcome.CLARIFY if share >= LEADS else Outcome.DECLINE
    return Verdict(
        ranking, outcome, limit=SUBJECT, threshold=LEADS, measured=share, chosen=best, rivals=nearest(ranking)
    )


def _close(ranking: Ranking) -> Verdict | None:
    """Another entry is about as likely, and says something else."""
    best, shares = _best(ranking), list(ranking.shares.values())
    share, ahead = shares[0], shares[0] - (shares[1] if shares[1:] else 0.0)
    if share >= THIS and ahead >= NEAR:
        return None
    rivals = nearest(ranking)
    outcome = Outcome.ANSWER if share >= LEADS or len(rivals) < 2 else Outcome.CLARIFY
    hedged = outcome is Outcome.ANSWER
    return Verdict(ranking, outcome, limit="lead" if hedged else "share", threshold=LEADS if hedged else THIS,
                   measured=share, chosen=best, rivals=rivals, hedged=hedged)  # fmt: skip


def _clear(ranking: Ranking) -> Verdict:
    """One entry is meant."""
    best = _best(ranking)
    return Verdict(
        ranking, Outcome.ANSWER, limit="share", threshold=THIS, measured=ranking.shares[best.topic], chosen=best
    )


RULES: tuple[Rule, ...] = (_elsewhere, _social, _missing, _close, _clear)
"""The rules, in the order in which they are asked."""


def _best(ranking: Ranking) -> Candidate:
    """The best reading of the entry with the largest share."""
    topic = next(iter(ranking.shares))
    return next(one for one in ranking.candidates if one.topic == topic)


def nearest(ranking: Ranking) -> tuple[Candidate, ...]:
    """The best readings of the likeliest entries, each entry once; small talk is not offered."""
    best: dict[str, Candidate] = {}
    for one in ranking.candidates:
        if not one.talk:
            best.setdefault(one.topic, one)
    shares = ranking.shares
    near = [best[topic] for topic in shares if topic in best]
    return tuple(near[:OFFERED])
