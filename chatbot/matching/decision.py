"""Answer, clarify or decline: the limits, and the one that decided."""

from collections.abc import Sequence
from enum import Enum
from typing import NamedTuple

from chatbot.knowledge import Edition
from chatbot.matching.features import is_year
from chatbot.matching.ranker import NO_TOPICS, Candidate
from chatbot.reading.mentions import Query

ANSWER = 0.65
"""Lowest score that is answered, 0..1 (page, fact and out-of-scope questions of our own, 2026-11)."""

EXPLAINED = 0.5
"""Smallest part of a question that the answer must account for, 0..1 (same)."""

SURE = 0.80
"""Lowest score that is called sure, 0..1 (same)."""

CLOSE = 0.03
"""Lead over the next topic below which both are offered, 0..1 (same)."""

TALK = 0.75
"""Lowest score of small talk, 0..1: it must explain nearly all of the message, so that it steals no question."""

SLOTTED = 0.9
"""Smallest part of a question that must be accounted for before it is asked back which entity is meant, 0..1."""

BESIDE = 0.1
"""Lead over a topic that is not sure from which an entry that cannot take the question shows that it is of something
else."""

OVERLOOKED = 0.15
"""Lead of a topic that accounts for too little, up to which the next that accounts for enough is taken instead."""

YIELDS = 0.2
"""Lead up to which a topic whose entity is missing yields to one that needs none, 0..1."""

MOST_MEMBERS = 6
"""Members of a kind among which a question is asked back."""

FINDING = ("by-subject", "fit")
"""Roles of the topics that find an entity by the words of its field."""

CHAT, WHOLLY = 0.5, 0.95
"""Lowest score of small talk that leaves no word unexplained, and how much "no word" is, 0..1 (own dialogues). The
second is also the lowest score of a question of nothing but light words, which must be one that the entry holds."""

OFFERED = 4
"""Most options of a clarification between topics."""


class Outcome(str, Enum):
    """What a verdict comes to."""

    ANSWER = "answer"
    CLARIFY = "clarify"
    DECLINE = "decline"


class Verdict(NamedTuple):
    """What was decided for a query, and the limit that decided it."""

    query: Query
    candidates: tuple[Candidate, ...]
    outcome: Outcome
    limit: str
    """Name of the limit: `answer`, `explained`, `beside`, `close`, `slot`, `talk` or `nothing`."""
    threshold: float
    """The value that the limit compared with, 0..1."""
    measured: float
    """The value that was compared, 0..1."""
    chosen: Candidate | None = None
    rivals: tuple[Candidate, ...] = ()
    """Of a clarification between topics: the candidates offered."""

    @property
    def answered(self) -> bool:
        """Whether a topic answers."""
        return self.outcome is Outcome.ANSWER


def decide(query: Query, candidates: tuple[Candidate, ...], edition: Edition) -> Verdict:  # noqa: C901, PLR0911
    """The verdict on ranked candidates."""

    def verdict(outcome: Outcome, limit: str, threshold: float, measured: float, *chosen: Candidate) -> Verdict:
        first = chosen[0] if chosen else None
        decided = Verdict(
            query=query, candidates=candidates, outcome=outcome, limit=limit, threshold=threshold, measured=measured
        )
        return decided._replace(chosen=first, rivals=chosen[1:] and chosen)

    usable = [c for c in meeting(candidates, query, edition) if not c.missing or _askable(c, edition)]
    real = [c for c in usable if not c.talk]
    talk = next((c for c in usable if c.talk), None)
    best = _accounting(real)
    says = _says(query, edition)
    social = talk is not None and (talk.score >= TALK or (says and talk.score >= CHAT and talk.explained >= WHOLLY))
    if talk and social and (best is None or talk.lead > best.lead):
        return verdict(Outcome.ANSWER, "talk", TALK, talk.score, talk)
    if best is None:
        return verdict(Outcome.DECLINE, "nothing", ANSWER, 0.0)
    if not says and best.score < WHOLLY:
        return verdict(Outcome.DECLINE, "nothing", WHOLLY, best.score)
    if best.score < ANSWER:
        return verdict(Outcome.DECLINE, "answer", ANSWER, best.score)
    if best.score < SURE and _refused(candidates, usable) > best.lead + BESIDE:
        return verdict(Outcome.DECLINE, "beside", BESIDE, best.score)
    if best.explained < EXPLAINED:
        return verdict(Outcome.DECLINE, "explained", EXPLAINED, best.explained)
    if open_topic := edition.open_questions.get(query.terms()):
        best = next((c for c in real if c.topic == open_topic and c.missing), best)
    elif best.missing:
        best = _standing(best, real) or best
    if best.missing:
        return verdict(Outcome.CLARIFY, "slot", SLOTTED, best.explained, best)
    near = (c for c in real if max(best.lead - c.lead, best.score - c.score) < CLOSE and not c.missing)
    close = [c for c in near if c.score >= ANSWER and c.explained >= EXPLAINED]
    if len(close) > 1 and not _same_answer(close, edition):
        return verdict(Outcome.CLARIFY, "close", CLOSE, best.lead - close[1].lead, *close[:OFFERED])
    return verdict(Outcome.ANSWER, "answer", ANSWER, best.score, best)


def _refused(candidates: tuple[Candidate, ...], usable: list[Candidate]) -> float:
    """The lead of the best entry that has no place for what the question names or asks for."""
    return max([c.lead for c in candidates if not c.missing and not c.talk and c not in usable], default=0.0)


def _accounting(real: list[Candidate]) -> Candidate | None:
    """The best topic, or one that comes close and, unlike it, accounts for enough of the question."""
    close = (c for c in real if c.explained >= EXPLAINED and c.lead >= real[0].lead - OVERLOOKED)
    return next(close, real[0] if real else None)


def _standing(best: Candidate, real: list[Candidate]) -> Candidate | None:
    """The best topic that needs no entity, when it is nearly as good as one whose entity is missing."""
    whole = (c for c in real if not c.missing and c.score >= ANSWER and c.explained >= EXPLAINED)
    return next((c for c in whole if best.lead - c.lead <= YIELDS), None)


def _askable(candidate: Candidate, edition: Edition) -> bool:
    """Whether a topic can ask for the entity that it misses: its kind is soon listed, and it explains the rest."""
    kind = edition.kinds.get(candidate.missing)
    return kind is not None and len(kind.members) <= MOST_MEMBERS and candidate.explained >= SLOTTED


def _says(query: Query, edition: Edition) -> bool:
    """Whether a query holds any word that says something: a name, or one that is not light, as numbers are."""
    stop = edition.lexicon.stop
    return any(unit.mention or unit.term not in stop for unit in query.units)


def meeting(candidates: Sequence[Candidate], query: Query, edition: Edition) -> Sequence[Candidate]:
    """The candidates that have a place for what a question must be answered on.

    That is every kind of entity that it names (what is true of all is not said of one), what is
    asked for, and every year; what is dated itself says which year it is of. What no entry
    accounts for (an opinion) no topic takes, but small talk.
    """
    held, model = frozenset([unit.term for unit in query.units]), edition.model
    asked = {f"{{{m.phrase.kind}}}" for m in query.mentions if m.named} | _asked_for(query, edition)
    takers = [model.asked.get(name, NO_TOPICS) for name in asked]
    takers += [model.held.get(term, NO_TOPICS) | edition.dated for term in held if term.isdecimal() and is_year(term)]
    foreign = not held.isdisjoint(edition.foreign)
    if not takers and not foreign:
        return candidates
    taken = takers[0].intersection(*takers[1:]) if takers else None
    return [c for c in candidates if (taken is None or c.topic in taken) and (c.talk or not foreign)]


def _asked_for(query: Query, edition: Edition) -> set[str]:
    """What is asked for: a word that asks does so at an end of a question, behind a joining word or in a frame.

    Elsewhere it may join what follows to what stands before it, as "when" does.
    """
    units, lexicon = query.units, edition.lexicon
    asking = [(i, unit.term) for i, unit in enumerate(units) if unit.term in edition.asked_for]
    if not asking:
        return set()
    before, ends = lexicon.joiners | lexicon.frames | lexicon.binders, (0, len(units) - 1)
    return {term for i, term in asking if i in ends or units[i - 1].words.lower() in before}


def _same_answer(close: list[Candidate], edition: Edition) -> bool:
    topics = [edition.topics[c.topic] for c in close]
    return (
        all(t.role in FINDING for t in topics)
        or len({(t.answer, c.entities) for t, c in zip(topics, close, strict=True)}) == 1
    )
