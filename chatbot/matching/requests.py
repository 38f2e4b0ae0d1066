"""A message becomes verdicts: it is cut into requests, each is read and decided, and what asks nothing is background.

Greetings, thanks, stories, quoted mail and signatures around a request are not requests. Where a message can be cut in
several ways, the better understood one stands.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from chatbot.knowledge import Edition, Knowledge
from chatbot.matching.decision import Verdict, decide
from chatbot.matching.ranker import rank
from chatbot.matching.readings import NOT_LENT, Lent, Request
from chatbot.reading import mentions
from chatbot.reading.forms import ASKING, OPEN, form
from chatbot.reading.mentions import Mention, Query
from chatbot.reading.tokenizer import Break, Question, Token

MOST_PARTS = 4
"""Requests of one message that are answered."""

MOST_PIECES = 12
"""Pieces of a message that are read; what follows is background. It bounds the work of a long message."""

MOST_JOINED = 1
"""Pieces of a message that are tried cut at their joining words: it bounds the work of a message of nothing else."""

LONGEST_JOINED = 40
"""Words of a piece, at most, whose joining words may join requests; a longer one is a story."""

APART = 0.68
"""How sure the least sure of requests that share a frame must be, beside the whole (bench/training, 2026-11)."""

PAIR = 2
"""The fewest requests that share a frame."""

EARLY = 3
"""Words of a piece among which one that opens it asks, or one behind a mark ("first: what …")."""

QUOTE = ">"
"""Begins a line of somebody else's mail."""


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
        inside = {token.span[0] for token in piece.tokens}
        rest = [unit for unit in whole.units if whole.question.tokens[unit.start].span[0] not in inside]
        return Request(
            query=mentions.find(piece, self.edition.phrases),
            beside=tuple({unit.mention.phrase: unit.mention for unit in rest if unit.mention}.values()),
            outside=sum(unit.mention is None and unit.term not in self.edition.lexicon.stop for unit in rest),
        )

    def after(self, verdict: Verdict) -> "Hearing":
        """What the next piece is read by: the one before lends it its subject."""
        chosen = verdict.chosen
        if chosen is None or chosen.talk:
            return self
        return self._replace(lent=Lent.of(chosen.topic, chosen.entities, self.edition))

    def judge(self, request: Request) -> Verdict:
        """The verdict on a request."""
        return decide(rank(request, self.edition, self.knowledge, self.lent))


def understand(question: Question, edition: Edition, knowledge: Knowledge, lent: Lent = NOT_LENT) -> Understanding:
    """The verdicts on a message."""
    hearing = Hearing(edition=edition, knowledge=knowledge, lent=lent)
    question = _unquoted(question)
    query = mentions.find(question, edition.phrases)
    whole = hearing.judge(Request(query))
    pieces = cut(question, edition)[:MOST_PIECES]
    if len(pieces) > 1:
        verdicts, missed = _requests(pieces, whole, hearing)
    else:
        verdicts, missed = _coordinated(_joints(question, edition), whole, hearing) or (whole,), ()
    return Understanding(whole=whole, verdicts=verdicts, missed=missed, mentions=query.mentions)


# Cutting


Cut = Callable[[Question, Edition], list[Question]]


def cut(question: Question, edition: Edition) -> list[Question]:
    """The pieces of a message, by each rule of `CUTS` in turn."""
    pieces = [question]
    for rule in CUTS:
        pieces = [piece for one in pieces for piece in rule(one, edition)]
    return pieces


def _sentences(question: Question, edition: Edition) -> list[Question]:
    """At the ends of sentences and lines."""
    places = [i for i, token in enumerate(question.tokens) if token.before is Break.SENTENCE]
    return _split(question, places, edition.lexicon.joiners)


def _asked_again(question: Question, edition: Edition) -> list[Question]:
    """Before a word that asks, where a joining word or a mark stands before it and something was asked already."""
    tokens, joiners = question.tokens, edition.lexicon.joiners
    openers = edition.marks.get("yes-no", frozenset())
    places, last = list[int](), 0
    for i in range(1, len(tokens)):
        joint = tokens[i].before is not Break.NONE or tokens[i - 1].word in joiners
        asks = edition.forms.get(tokens[i].word) in ASKING or tokens[i].word in openers
        before = question._replace(tokens=tokens[last:i], asks=False)
        if joint and asks and i - last > 1 and form(before, edition) != OPEN:
            places.append(i)
            last = i
    return _split(question, places, joiners)


CUTS: tuple[Cut, ...] = (_sentences, _asked_again)
"""Where a message is cut, the coarsest first."""


def _unquoted(question: Question) -> Question:
    """The message without quoted lines, unless there are no others."""
    if QUOTE not in question.text:
        return question
    kept = tuple([token for token in question.tokens if not _line(token, question.text).startswith(QUOTE)])
    return question._replace(tokens=kept) if kept else question


def _line(token: Token, text: str) -> str:
    """The line of the text up to a word."""
    return text[text.rfind("\n", 0, token.span[0]) + 1 : token.span[0]].lstrip()


def _split(question: Question, places: Sequence[int], joiners: frozenset[str]) -> list[Question]:
    """The question cut before the words at some places; joining words at an edge go."""
    if not places:
        return [question]
    pieces = []
    for start, end in pairwise([0, *places, len(question.tokens)]):
        tokens = list(question.tokens[start:end])
        while tokens and tokens[0].word in joiners:
            tokens.pop(0)
        while tokens and tokens[-1].word in joiners:
            tokens.pop()
        if tokens:
            asks = question.text[tokens[-1].span[1] :].lstrip(" \u00a0\u202f\"')]»").startswith("?")
            pieces.append(question._replace(tokens=tuple(tokens), asks=asks))
    return pieces or [question]


# Choosing


def _requests(
    pieces: list[Question], whole: Verdict, hearing: Hearing
) -> tuple[tuple[Verdict, ...], tuple[Verdict, ...]]:
    """The requests among the pieces that are answered, and those that are not; each follows on the one before."""
    answered: list[tuple[Question, Verdict]] = []
    missed: list[Verdict] = []
    social: list[Verdict] = []
    joined = 0
    for piece in pieces:
        verdict = hearing.judge(hearing.request(piece, whole.query))
        ways = tuple(_joints(piece, hearing.edition)) if joined < MOST_JOINED else ()
        joined += bool(ways)
        found = _coordinated(ways, verdict, hearing) or (verdict,)
        if verdict.talks:
            social.append(verdict)
        elif verdict.answered or len(found) > 1:
            answered += [(piece, one) for one in found]
            hearing = hearing.after(found[-1])
        elif asks(piece, hearing.edition) and _tells(verdict.query, hearing.edition):
            missed.append(verdict)
    asked = [verdict for piece, verdict in answered if asks(piece, hearing.edition)]
    telling = _distinct(asked or sorted((v for _, v in answered), key=lambda v: -v.confidence)[:1])
    if not telling:
        return ((social[-1],) if social and not missed and not whole.answered else (whole,)), ()
    if len(telling) == 1 and not missed and whole.answered and not whole.talks:
        return ((whole,) if whole.confidence >= telling[0].confidence else telling), ()
    return telling, tuple(missed)


def _coordinated(ways: Iterable[list[Question]], whole: Verdict, hearing: Hearing) -> tuple[Verdict, ...]:
    """The requests that share a frame ("the CEO and the fee of NGen"), or none where the whole says as much."""
    for pieces in ways:
        verdicts = [hearing.judge(hearing.request(piece, whole.query)) for piece in pieces]
        if len(verdicts) > PAIR and not verdicts[0].answered:  # "I need three things: the fee, the CEO"
            verdicts = verdicts[1:]
        topics = {verdict.chosen.topic for verdict in verdicts if verdict.chosen}
        apart = len(topics) == len(verdicts) and all(v.answered and not v.hedged and not v.talks for v in verdicts)
        least = min(verdict.confidence for verdict in verdicts)
        if apart and (not whole.answered or (_topic(whole) in topics and least >= APART * whole.confidence)):
            return tuple(verdicts)
    return ()


def _topic(verdict: Verdict) -> str:
    return verdict.chosen.topic if verdict.chosen else ""


def _joints(question: Question, edition: Edition) -> Iterator[list[Question]]:
    """Ways to cut a piece at its joining words and marks: at all of them, else at one."""
    tokens, joiners = question.tokens, edition.lexicon.joiners
    places = [
        i
        for i in range(1, len(tokens))
        if tokens[i].before is Break.CLAUSE or (tokens[i].word in joiners and i + 1 < len(tokens))
    ]
    ways = [places, *([place] for place in places)] if len(places) > 1 else [places] if places else []
    for way in ways[:MOST_PARTS] if len(tokens) <= LONGEST_JOINED else ():
        pieces = _split(question, way, joiners)
        if PAIR <= len(pieces) <= MOST_PARTS + 1:
            parts = _headed([mentions.find(piece, edition.phrases) for piece in pieces], edition)
            if PAIR <= len(parts) <= MOST_PARTS and all(_tells(part, edition) for part in parts):
                yield [part.question for part in parts]


def _headed(parts: list[Query], edition: Edition) -> list[Query]:
    """The parts without a first one that only says whom the others are asked of ("NGen: the CEO, the fee")."""
    first, *others = parts
    headed = not _tells(first, edition) and not any(mention.named for part in others for mention in part.mentions)
    return others if headed else parts


def _tells(query: Query, edition: Edition) -> bool:
    """Whether words say anything besides names and words that ask."""
    return any(query.word(unit) not in edition.forms for unit in query.telling(edition.lexicon.stop))


def asks(piece: Question, edition: Edition) -> bool:
    """Whether a piece reads as a request: by its mark, or by the word that it opens with."""
    openers = edition.marks.get("question", frozenset()) | edition.marks.get("yes-no", frozenset())
    opening = [token.word for i, token in enumerate(piece.tokens[:EARLY]) if not i or token.before is not Break.NONE]
    return piece.asks or any(word in openers or word in edition.forms for word in opening)


def _distinct(verdicts: Sequence[Verdict]) -> tuple[Verdict, ...]:
    """The verdicts that say different things, in order."""
    kept: dict[tuple[str, tuple[str, ...]], Verdict] = {}
    for verdict in verdicts:
        if verdict.chosen:
            kept.setdefault((verdict.chosen.topic, verdict.chosen.entities), verdict)
    return tuple(kept.values())[:MOST_PARTS]
