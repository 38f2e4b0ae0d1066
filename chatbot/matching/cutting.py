"""Where a message may be cut: at sentences, before words that ask, and at the joining words and marks of a list."""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from chatbot.coreference.referring import borrow
from chatbot.knowledge import Edition
from chatbot.reading import mentions
from chatbot.reading.focus import Focus
from chatbot.reading.forms import ASKING, OPEN, form
from chatbot.reading.mentions import Query
from chatbot.reading.tokenizer import Break, Question, Token

MOST_PARTS = 4
"""Requests of one message that are answered."""

LONGEST_JOINED = 40
"""Words of a piece, at most, whose joining words may join requests; a longer one is a story."""

PAIR = 2
"""The fewest requests that share a frame."""

SMALL = 3
"""Words from a joining word to the one that asks, at most: small ones ("and until when")."""

QUOTE = ">"
"""Begins a line of somebody else's mail."""


Cut = Callable[[Question, Edition], list[Question]]


def cut(question: Question, edition: Edition) -> list[Question]:
    """The pieces of a message, by each rule of `CUTS` in turn."""
    pieces = [question]
    for rule in CUTS:
        pieces = [piece for one in pieces for piece in rule(one, edition)]
    return pieces


def sentences(question: Question, edition: Edition) -> list[Question]:
    """At the ends of sentences and lines."""
    places = [i for i, token in enumerate(question.tokens) if token.before is Break.SENTENCE]
    return _split(question, places, edition.lexicon.joiners)


def clauses(question: Question, edition: Edition) -> list[Question]:
    """At the marks within a sentence."""
    places = [i for i, token in enumerate(question.tokens) if token.before is Break.CLAUSE]
    return _split(question, places, edition.lexicon.joiners)


def _asked_again(question: Question, edition: Edition) -> list[Question]:
    """Before a word that asks, where a joining word or a mark stands before it and something was asked already."""
    tokens, joiners = question.tokens, edition.lexicon.joiners
    openers = edition.marks.get("yes-no", frozenset())
    places, last = list[int](), 0
    for i in range(1, len(tokens)):
        if edition.forms.get(tokens[i].word) in ASKING or tokens[i].word in openers:
            place = _joint(tokens, i, edition)
            before = question._replace(tokens=tokens[last:place], asks=False)
            if place - last > 1 and form(before, edition) != OPEN:
                places.append(place)
                last = place
    return _split(question, places, joiners)


def _joint(tokens: Sequence[Token], asking: int, edition: Edition) -> int:
    """The place of the joining word or mark before a word that asks, a few small words between ("and until when")."""
    lexicon = edition.lexicon
    for i in range(asking, max(asking - SMALL, 0), -1):
        if tokens[i].before is not Break.NONE or tokens[i - 1].word in lexicon.joiners:
            return i
        if tokens[i - 1].word not in lexicon.stop:
            break
    return 0


CUTS: tuple[Cut, ...] = (sentences, _asked_again)
"""Where a message is cut, the coarsest first."""


def unquoted(question: Question) -> Question:
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


def joints(question: Question, edition: Edition) -> Iterator[list[Query]]:
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
            found = [mentions.find(piece, edition.phrases) for piece in pieces]
            parts = _headed(found, edition)
            if PAIR <= len(parts) <= MOST_PARTS and all(tells(part, edition) for part in parts):
                yield _shared(parts, found, edition)


def _headed(parts: list[Query], edition: Edition) -> list[Query]:
    """The parts without a first one that only says whom the others are asked of ("NGen: the CEO, the fee")."""
    first, *others = parts
    headed = not tells(first, edition) and not any(mention.named for part in others for mention in part.mentions)
    return others if headed else parts


def _shared(parts: list[Query], found: list[Query], edition: Edition) -> list[Query]:
    """The parts with the name that one of them has for all ("the CEO, the fee and the site of NGen")."""
    naming = [query for query in found if any(mention.named for mention in query.mentions)]
    if len(naming) != 1:
        return parts
    targets = tuple(dict.fromkeys(id_ for m in naming[0].mentions if m.named for id_ in m.phrase.targets))
    if len({edition.entities[id_].kind for id_ in targets}) != 1:
        return parts
    shared = Focus(targets, edition.entities[targets[0]].kind)
    filled = [borrow(part, shared, edition) for part in parts]
    return [one or part for part, one in zip(parts, filled, strict=True)]


def tells(query: Query, edition: Edition) -> bool:
    """Whether words say anything besides names and words that ask."""
    return any(query.word(unit) not in edition.forms for unit in query.telling(edition.lexicon.stop))
