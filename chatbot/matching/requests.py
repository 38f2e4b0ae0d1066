"""A message becomes verdicts: it is cut into requests, each is read and decided, and what asks nothing is background.

Greetings, thanks, stories, quoted mail and signatures around a request are not requests. Where a message can be cut in
several ways, the better understood one stands.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from chatbot.knowledge import Edition, Knowledge
from chatbot.matching.cutting import MOST_PARTS, PAIR, clauses, cut, joints, sentences, tells, unquoted
from chatbot.matching.decision import Verdict, decide
from chatbot.matching.ranker import rank
from chatbot.matching.readings import Request
from chatbot.reading import mentions
from chatbot.reading.focus import NOT_LENT, Lent
from chatbot.reading.forms import framed
from chatbot.reading.mentions import Mention, Query
from chatbot.reading.tokenizer import Break, Question

MOST_PIECES = 12
"""Pieces of a message that are read; what follows is background. It bounds the work of a long message."""

MOST_JOINED = 1
"""Pieces of a message that are tried cut at their joining words: it bounds the work of a message of nothing else."""

APART = 0.68
"""How sure the least sure of requests that share a frame must be, beside the whole (bench/training, 2026-11)."""

EARLY = 3
"""Words of a piece among which one that opens it asks, or one behind a mark ("first: what …")."""


class Understanding(NamedTuple):
    """What a message asks. `verdicts` are its requests in order; `missed` are requests that nothing answers."""

    whole: Verdict
    verdicts: tuple[Verdict, ...]
    missed: tuple[Verdict, ...]
    mentions: tuple[Mention, ...]


class Hearing(NamedTuple):
    """What every piece of a message is read by."""

    edition: Edition
    knowledge: Knowledge
    lent: Lent

    def request(self, piece: Question, whole: Query) -> Request:
        """A piece with what stands around it in the message."""
        return self.part(mentions.find(piece, self.edition.phrases), whole)

    def part(self, query: Query, whole: Query) -> Request:
        """A part, as it is read, with what stands around it in the message."""
        inside = {token.span[0] for token in query.question.tokens}
        rest = [unit for unit in whole.units if whole.question.tokens[unit.start].span[0] not in inside]
        return Request(
            query=query,
            beside=tuple({unit.mention.phrase: unit.mention for unit in rest if unit.mention}.values()),
            outside=sum(unit.mention is None and unit.term not in self.edition.lexicon.stop for unit in rest),
        )

    def after(self, verdict: Verdict) -> "Hearing":
        """What the next piece is read by: the one before lends it its subject."""
        chosen = verdict.chosen
        if chosen is None or chosen.talk:
            return self
        lent = self.lent.after(chosen.topic, chosen.entities, verdict.query.mentions, self.edition, turns=0)
        return self._replace(lent=lent.asking(verdict.query, chosen.how, self.edition)._replace(here=True))

    def judge(self, request: Request) -> Verdict:
        """The verdict on a request."""
        return decide(rank(request, self.edition, self.knowledge, self.lent))


def understand(question: Question, edition: Edition, knowledge: Knowledge, lent: Lent = NOT_LENT) -> Understanding:
    """The verdicts on a message."""
    hearing = Hearing(edition=edition, knowledge=knowledge, lent=lent)
    question = unquoted(question)
    query = mentions.find(question, edition.phrases)
    whole = hearing.judge(Request(query))
    if whole.answered and edition.worded.get(query.literally()) == _topic(whole):  # the words of a phrasing ask once
        verdicts, missed = Listed((whole,))
    else:
        verdicts, missed = _parted(question, whole, hearing)
    return Understanding(whole=whole, verdicts=verdicts, missed=missed, mentions=query.mentions)


# Choosing


class Listed(NamedTuple):
    """Requests that are answered, and those that nothing answers."""

    verdicts: tuple[Verdict, ...]
    missed: tuple[Verdict, ...] = ()


NOT_LISTED = Listed(())


def _parted(question: Question, whole: Verdict, hearing: Hearing) -> Listed:
    """The requests of a message: of a list, of its pieces, or the whole."""
    if len(sentences(question, hearing.edition)) == 1:
        listed = _coordinated(joints(question, hearing.edition), whole, hearing)
        if listed.verdicts:
            return listed
    pieces = cut(question, hearing.edition)[:MOST_PIECES]
    if len(pieces) > 1:
        return _requests(pieces, whole, hearing)
    return Listed((_last_said(question, whole, hearing),))


def _requests(pieces: list[Question], whole: Verdict, hearing: Hearing) -> Listed:
    """The requests among the pieces that are answered, and those that are not; each follows on the one before."""
    answered: list[tuple[Question, Verdict]] = []
    missed: list[Verdict] = []
    social: list[Verdict] = []
    joined = 0
    for piece in pieces:
        verdict = hearing.judge(hearing.request(piece, whole.query))
        ways = tuple(joints(piece, hearing.edition)) if joined < MOST_JOINED else ()
        joined += bool(ways)
        listed = _coordinated(ways, verdict, hearing)
        found = listed.verdicts or (verdict,)
        missed += listed.missed
        if verdict.talks:
            social.append(verdict)
        elif verdict.answered or len(found) > 1:
            answered += [(piece, one) for one in found]
            hearing = hearing.after(found[-1])
        elif asks(piece, hearing.edition) and tells(verdict.query, hearing.edition):
            missed.append(verdict)
    asked = [verdict for piece, verdict in answered if asks(piece, hearing.edition)]
    telling = _distinct(asked or sorted((v for _, v in answered), key=lambda v: -v.confidence)[:1])
    if not telling:
        return Listed((social[-1],) if social and not missed and not whole.answered else (whole,))
    if len(telling) == 1 and not missed and whole.answered and not whole.talks:
        surer = whole.confidence >= telling[0].confidence and _said(whole) != _said(telling[0])
        return Listed((whole,) if surer else telling)
    return Listed(telling, tuple(missed))


def _last_said(question: Question, whole: Verdict, hearing: Hearing) -> Verdict:
    """Of small talk in several parts the last ("thanks, good night"), where the whole may well say that, too."""
    parts = clauses(question, hearing.edition) if whole.talks else []
    if len(parts) < PAIR:
        return whole
    last = hearing.judge(hearing.request(parts[-1], whole.query))
    second = [*whole.ranking.shares][1:PAIR]
    return last if last.talks and last.answered and _topic(last) in second else whole


def _coordinated(ways: Iterable[list[Query]], whole: Verdict, hearing: Hearing) -> Listed:
    """The requests that share a frame ("the CEO and the fee of NGen"), or none where the whole says as much.

    Of a list of three or more that share a name, some may be missed.
    """
    for parts in ways:
        named = all(any(mention.named for mention in part.mentions) for part in parts)
        some = named and len(parts) > PAIR
        verdicts = _judged(parts, whole, hearing, some=some)
        if not verdicts:
            continue
        leads = not verdicts[0].answered and not asks(parts[0].question, hearing.edition)
        if len(verdicts) > PAIR and leads:  # "I need three things: the fee, the CEO"
            verdicts = verdicts[1:]
        clear = tuple(filter(_is_clear, verdicts))
        topics = {_topic(verdict) for verdict in clear}
        enough = len(clear) == len(verdicts) or (some and len(clear) >= PAIR)
        least = min((verdict.confidence for verdict in clear), default=0.0)
        unlike = not whole.answered or (whole.hedged and named)
        sure = unlike or (_topic(whole) in topics and least >= APART * whole.confidence)
        if enough and sure and len(topics) == len(clear):
            return Listed(clear, tuple(v for v in verdicts if v not in clear))
    return NOT_LISTED


def _judged(parts: list[Query], whole: Verdict, hearing: Hearing, *, some: bool) -> list[Verdict]:
    """The verdicts on parts of which some, or else all but one that only leads to them, must be clear; none, if not."""
    verdicts = list[Verdict]()
    for i, part in enumerate(parts):
        verdict = hearing.judge(hearing.part(part, whole.query))
        leads = not i and len(parts) > PAIR
        if not (some or leads or _is_clear(verdict)):
            return []
        verdicts.append(verdict)
    return verdicts


def _is_clear(verdict: Verdict) -> bool:
    return verdict.answered and not verdict.hedged and not verdict.talks


def _said(verdict: Verdict) -> tuple[str, tuple[str, ...]]:
    """What a verdict answers, and for whom."""
    return (verdict.chosen.topic, verdict.chosen.entities) if verdict.chosen else ("", ())


def _topic(verdict: Verdict) -> str:
    return verdict.chosen.topic if verdict.chosen else ""


def asks(piece: Question, edition: Edition) -> bool:
    """Whether a piece reads as a request: by its mark, by the word that it opens with, or by its frame."""
    openers = edition.marks.get("question", frozenset()) | edition.marks.get("yes-no", frozenset())
    opening = [token.word for i, token in enumerate(piece.tokens[:EARLY]) if not i or token.before is not Break.NONE]
    opens = any(word in openers or word in edition.forms for word in opening)
    return piece.asks or opens or any(framed(piece, edition))


def _distinct(verdicts: Sequence[Verdict]) -> tuple[Verdict, ...]:
    """The verdicts that say different things, in order."""
    kept: dict[tuple[str, tuple[str, ...]], Verdict] = {}
    for verdict in verdicts:
        if verdict.chosen:
            kept.setdefault(_said(verdict), verdict)
    return tuple(kept.values())[:MOST_PARTS]
