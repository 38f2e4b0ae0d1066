"""A question is cut into sentences and clauses, each a question of its own, cut out of the same text."""

from collections.abc import Callable

from chatbot.language import Lexicon
from chatbot.reading.tokenizer import Break, Question, Token

ASIDE = 5
"""Words, at most, from a word of a speaker's frame to the question in it ("tell me in plain words what")."""


def sentences(question: Question) -> list[Question]:
    """The sentences of a question."""
    sentence = Break.SENTENCE
    if not any(token.before is sentence for token in question.tokens):
        return [question]
    return _cut(question, lambda token, _: token.before is Break.SENTENCE)


def joined(question: Question, lexicon: Lexicon) -> bool:
    """Whether anything stands in a question that may part its clauses."""
    joiners, askers, none = lexicon.joiners, lexicon.askers, Break.NONE
    return any(t.before is not none or t.word in joiners or t.word in askers for t in question.tokens[1:])


def clauses(
    question: Question, lexicon: Lexicon, openers: frozenset[str], bound: frozenset[int], *, strict: bool
) -> list[Question]:
    """The clauses of a question: cut at clause marks, at joining words (which go), and before words that ask.

    A word that asks begins no clause in the middle of a question: `openers` are the words that open one. `bound` holds
    the starts (in the text) of words inside a name or phrase, which is not cut. `strict`: a joining word parts only
    what goes on like a question, so that "products and services" stays whole.
    """

    def begins(token: Token, part: list[Token]) -> bool:
        if token.span[0] in bound:
            return False
        asks = token.span in asking and not (part and part[0].word in openers)
        joins = token.word in lexicon.joiners and (not strict or following.get(token.span) in openers)
        return token.before is not Break.NONE or joins or asks

    following: dict[tuple[int, int], str] = {}
    after = ""
    for token in reversed(question.tokens):
        following[token.span] = after
        after = after if token.word in lexicon.joiners else token.word
    pairs = zip(question.tokens, question.tokens[1:], strict=False)
    asking = {t.span for last, t in pairs if t.word in lexicon.askers and last.word not in lexicon.binders}
    cut = _cut(question, begins)
    kept = [_without(piece, lexicon.joiners) for piece in cut]
    return [piece for piece in kept if piece.tokens]


def indirect(question: Question, lexicon: Lexicon) -> list[Question]:
    """What a message asks within a frame of the speaker's ("I would like to know how many there are")."""
    asked: list[Question] = []
    for sentence in sentences(question):
        tokens = sentence.tokens
        for i in range(1, len(tokens)):
            link = tokens[i].word in lexicon.links
            framed = any(token.word in lexicon.frames for token in tokens[max(0, i - ASIDE) : i])
            if framed and (link or tokens[i].word in lexicon.askers):
                rest = tokens[i + link :]
                asked += [sentence._replace(tokens=rest, asks=True)] if rest else []
                break
    return asked


def _cut(question: Question, begins: Callable[[Token, list[Token]], bool]) -> list[Question]:
    parts: list[list[Token]] = []
    for token in question.tokens:
        if not parts or begins(token, parts[-1]):
            parts.append([])
        parts[-1].append(token)
    ends = [_asks(question, part[-1]) for part in parts]
    return [Question(text=question.text, tokens=tuple(part), asks=asks) for part, asks in zip(parts, ends, strict=True)]


def _without(question: Question, joiners: frozenset[str]) -> Question:
    if question.tokens and question.tokens[0].word in joiners:
        return question._replace(tokens=question.tokens[1:])
    return question


def _asks(question: Question, last: Token) -> bool:
    rest = question.text[last.span[1] :].lstrip(" \u00a0\u202f\"')]»")
    return rest.startswith("?")
