"""A message becomes verdicts: it is cut into requests, each is read and decided, and what asks nothing is background.

Greetings, thanks, stories, quoted mail and signatures around a request are not requests. Where a message can be cut in
several ways, the better understood one stands.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from chatbot.coreference.antecedents import turned_to
from chatbot.knowledge import Edition, Knowledge
from chatbot.matching.cutting import MOST_PARTS, PAIR, clauses, cut, joints, sentences, tells, unquoted
from chatbot.matching.decision import Outcome, Verdict, decide
from chatbot.matching.ground import Request, ground
from chatbot.matching.ranker import rank
from chatbot.reading import mentions
from chatbot.reading.focus import NOT_LENT, TURNED_TO, Lent
from chatbot.reading.forms import framed
from chatbot.reading.mentions import Mention, Query
from chatbot.reading.tokenizer import Break, Question

MOST_PIECES = 12
"""Pieces of a message that are read; what follows is background. It bounds the work of a long message."""

MOST_JOINED = 1
"""Pieces of a message that are tried cut at their joining words: it bounds the work of a message of nothing else."""

APART = 0.9
"""How sure the least sure of requests that share a frame must be, beside the whole (bench/training, 2026-11)."""

LEFT_OPEN = 0.68
"""How sure the whole must be, beside the only piece that is answered, where one that asks is not (same)."""

ITEM = 6
"""Words of an item of a list, at most (bench/training/requests.jsonl, 2026-11)."""

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
        verdicts, missed = _asked_again(whole, hearing) or _parted(question, whole, hearing)
    return Understanding(whole=whole, verdicts=verdicts, missed=missed, mentions=query.mentions)


# Choosing


def _asked_again(whole: Verdict, hearing: Hearing) -> "Listed | None":
    """Where a message only turns to others, all requests of the last one, asked of them ("the same for NGen")."""
    asked = hearing.lent.asked
    if len(asked) < PAIR or not _turns(whole, hearing):
        return None
    verdicts = _distinct([*_of_others(whole.query, hearing)])
    return Listed(verdicts) if len(verdicts) > 1 and all(map(_is_clear, verdicts)) else None


def _turns(whole: Verdict, hearing: Hearing) -> bool:
    """Whether a message says no more than whom the last one is asked of next."""
    chosen = whole.chosen if whole.answered else None
    return chosen is not None and (
        chosen.how == TURNED_TO or (chosen.again and not tells(whole.query, hearing.edition))
    )


def _of_others(query: Query, hearing: Hearing) -> Iterator[Verdict]:
    """The verdicts on the requests of the last message as they are asked of those to whom this one turns."""
    asked = ground(Request(query), hearing.edition, hearing.knowledge, hearing.lent).asked()
    alone = hearing._replace(lent=NOT_LENT)
    for text in hearing.lent.asked:
        turned = next(turned_to(asked._replace(lent=hearing.lent._replace(asked=(text,)))), None)
        if turned is not None:
            verdict = alone.judge(Request(turned.query))
            chosen = verdict.chosen and verdict.chosen._replace(how=TURNED_TO)
            yield verdict._replace(ranking=verdict.ranking._replace(query=query), chosen=chosen)


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


class Piece(NamedTuple):
    """What a piece of a message comes to."""

    question: Question
    asks: bool
    verdict: Verdict
    answered: tuple[Verdict, ...]
    """Its requests that something other than small talk answers."""
    missed: tuple[Verdict, ...]
    """Its requests that say what they ask, and that nothing answers."""


def _pieces(questions: list[Question], whole: Verdict, hearing: Hearing) -> Iterator[Piece]:
    """The pieces, each following on the one before; what is joined within one of the first is parted."""
    edition, joined = hearing.edition, 0
    for question in questions:
        request = hearing.request(question, whole.query)
        verdict = hearing.judge(request)
        ways = tuple(joints(question, edition)) if joined < MOST_JOINED else ()
        joined += bool(ways)
        listed = _coordinated(ways, verdict, hearing, request.outside)
        found = listed.verdicts or (verdict,)
        answered = found if not verdict.talks and (verdict.answered or len(found) > 1) else ()
        asking = asks(question, edition)
        left = asking and not verdict.talks and not answered and tells(verdict.query, edition)
        missed = (*listed.missed, *((verdict,) if left else ()))
        yield Piece(question, asks=asking, verdict=verdict, answered=answered, missed=missed)
        hearing = hearing.after(answered[-1]) if answered else hearing


def _requests(questions: list[Question], whole: Verdict, hearing: Hearing) -> Listed:
    """The requests among the pieces that are answered, and those that are not."""
    pieces = list(_pieces(questions, whole, hearing))
    asked = [verdict for piece in pieces if piece.asks for verdict in piece.answered]
    missed = tuple([verdict for piece in pieces for verdict in piece.missed])
    telling = _distinct(asked or _itemised(pieces))
    if not telling:
        social = [piece.verdict for piece in pieces if piece.verdict.talks]
        open_ = missed or any(piece.asks and not piece.verdict.talks for piece in pieces)
        only_talks = social and not open_ and whole.outcome is Outcome.DECLINE
        return Listed((social[-1],) if only_talks else (whole,))
    if len(telling) == 1 and not missed and whole.answered and not whole.talks:
        left_open = any(piece.asks and not piece.answered and not piece.verdict.talks for piece in pieces)
        share = LEFT_OPEN if left_open else 1.0  # the whole may answer what a piece leaves open
        surer = whole.confidence >= share * telling[0].confidence and _said(whole) != _said(telling[0])
        return Listed((whole,) if surer else telling)
    return Listed(telling, missed)


def _itemised(pieces: list[Piece]) -> list[Verdict]:
    """Where no piece asks: the items of a list ("part of the country; start date"), or else the surest piece."""
    short = [verdict for piece in pieces if len(piece.question.tokens) <= ITEM for verdict in piece.answered]
    items = [verdict for verdict in short if _is_clear(verdict)]
    return items or sorted((one for piece in pieces for one in piece.answered), key=lambda one: -one.confidence)[:1]


def _last_said(question: Question, whole: Verdict, hearing: Hearing) -> Verdict:
    """Of small talk in several parts the last ("thanks, good night"), where the whole may well say that, too."""
    parts = clauses(question, hearing.edition) if whole.talks else []
    if len(parts) < PAIR:
        return whole
    last = hearing.judge(hearing.request(parts[-1], whole.query))
    second = [*whole.ranking.shares][1:PAIR]
    return last if last.talks and last.answered and _topic(last) in second else whole


def _coordinated(ways: Iterable[list[Query]], whole: Verdict, hearing: Hearing, outside: int = 0) -> Listed:
    """The requests that share a frame ("the CEO and the fee of NGen"), or none where the whole says as much.

    Of a list of three or more that share a name, some may be missed. Beside each other they are no words outside.
    """
    for parts in ways:
        named = all(any(mention.named for mention in part.mentions) for part in parts)
        some = named and len(parts) > PAIR
        verdicts = _judged(parts, whole, hearing, outside=outside, some=some)
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


def _judged(parts: list[Query], whole: Verdict, hearing: Hearing, *, outside: int, some: bool) -> list[Verdict]:
    """The verdicts on parts of which some, or else all but one that only leads to them, must be clear; none, if not."""
    verdicts = list[Verdict]()
    for i, part in enumerate(parts):
        verdict = hearing.judge(hearing.part(part, whole.query)._replace(outside=outside))
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
    opens = any(word in openers or word in edition.forms for word in _opening(piece, edition))
    return piece.asks or opens or any(framed(piece, edition))


def _opening(piece: Question, edition: Edition) -> Iterator[str]:
    """The words that may open a piece: the first, one behind words that only lead to it, or behind a mark."""
    lead, leads = edition.marks.get("lead", frozenset()) | edition.lexicon.joiners, True
    for token in piece.tokens[:EARLY]:
        if leads or token.before is not Break.NONE:
            yield token.word
        leads = leads and token.word in lead


def _distinct(verdicts: Sequence[Verdict]) -> tuple[Verdict, ...]:
    """The verdicts that say different things, in order."""
    kept: dict[tuple[str, tuple[str, ...]], Verdict] = {}
    for verdict in verdicts:
        if verdict.chosen:
            kept.setdefault(_said(verdict), verdict)
    return tuple(kept.values())[:MOST_PARTS]
