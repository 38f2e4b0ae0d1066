"""A line of text becomes words, read as ours: folded, expanded, stemmed, and forgiven their spelling.

Spelling is forgiven here and nowhere else. A word that the knowledge does not hold becomes the nearest one that it
does, unless it is short, holds a digit, is protected, or is an ordinary word of the language: a small vocabulary
would otherwise bend honest words ("noon" is not "soon").
"""

from __future__ import annotations

import re
from enum import Enum
from itertools import islice
from typing import NamedTuple

from chatbot.knowledge import Lexicon
from chatbot.reading.lexicon import LONGEST_WORD, ONE_EDIT, SHORT, nearest, term_of
from chatbot.reading.normalize import line_of, unelided

LONGEST = 2_000
"""Characters of a question that are read. The longest question of the question files has about 900."""

MOST_WORDS = LONGEST // 2
"""Words of a question that are read: all that it has, but for single characters that stand for several words."""

MOST_SLIPS = 40
"""Words of a question whose spelling is forgiven; later ones stay as typed. No known question has more than 7."""

_DRAWN_OUT = re.compile(r"(.)\1{2,}")
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_GROUPED = re.compile(rf"\b\d{{1,3}}(?: \d{{3}})+\b|{_WORD.pattern}")
_SENTENCE_END = re.compile(r"[.](?=[\s\"')\]])|[?!;\n。？！]")
_CLAUSE_END = re.compile(r"[,:](?=[\s\"'])|[()]|\s[-–—/+&=]+\s|[–—]|\.\.+|…")


class Read(str, Enum):
    """How a word was read."""

    AS_IS = "as is"
    EXPANDED = "expanded"
    SPELLING = "spelling"
    JOINED = "joined"
    SPLIT = "split"


class Break(str, Enum):
    """What stands before a word."""

    NONE = ""
    CLAUSE = "clause"
    SENTENCE = "sentence"


class Token(NamedTuple):
    """One word of the question. `span` cuts `surface` out of the text that was typed."""

    surface: str
    word: str
    term: str
    span: tuple[int, int]
    read: Read = Read.AS_IS
    known: bool = True
    before: Break = Break.NONE


class Question(NamedTuple):
    """A text and its words. `asks` says whether it ends in a question mark."""

    text: str
    tokens: tuple[Token, ...]
    asks: bool = False

    def words(self) -> str:
        """The words as they were typed, with single spaces."""
        kept = [t.surface for i, t in enumerate(self.tokens) if not i or self.tokens[i - 1].span != t.span]
        return " ".join(kept)


def read(text: str, lexicon: Lexicon) -> Question:  # noqa: PLR0914
    """The words of a text, each read as the knowledge would write it. Reads at most `LONGEST` characters."""
    text = _whole(text[:LONGEST])
    line, places = line_of(text)
    tokens: list[Token] = []
    slips: dict[str, str | None] = {}
    expansions, terms = lexicon.expansions, lexicon.terms
    as_is, none = Read.AS_IS, Break.NONE
    end = 0
    for match in islice((_GROUPED if lexicon.spaced else _WORD).finditer(line), MOST_WORDS):
        word, (first, last) = match.group().replace(" ", ""), match.span()
        if "'" in word and word not in expansions:
            word = unelided(word, lexicon.elisions)
            first = last - len(word)
        gap = line[end : match.start() + 1]  # with the first letter of the word: "scale.ai" and "3,000" are not cut
        before = none
        if tokens and (len(gap) > 2 or gap[:1] not in (" ", "")):
            before = Break.SENTENCE if _SENTENCE_END.search(gap) else Break.CLAUSE if _CLAUSE_END.search(gap) else none
        span = (first, last) if places is None else (places[first], places[last - 1] + 1)
        end = last
        if word not in expansions and "'" not in word and (term := terms.get(word)):
            tokens.append(Token(text[slice(*span)], word, term, span, as_is, True, before))
        else:
            tokens.extend(_read_word(word, text, span, before, lexicon, slips))
    return Question(text, _joined(tokens, lexicon), line.rstrip().endswith("?"))


def _whole(text: str) -> str:
    """The text with halves of a character put together, or replaced where one stands alone: JSON holds no halves."""
    return text if text.isascii() else text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _read_word(  # noqa: C901, PLR0911, PLR0913, PLR0917
    word: str, text: str, span: tuple[int, int], before: Break, lexicon: Lexicon, slips: dict[str, str | None]
) -> list[Token]:
    surface = text[slice(*span)]

    def token(word: str, read: Read, before: Break = Break.NONE, known: bool = True) -> Token:
        return Token(surface, word, term_of(word, lexicon), span, read, known, before)

    if word not in lexicon.expansions and "'" in word:
        word = word.rpartition("'")[0] if word.endswith("'s") else word.replace("'", "")
        word = word.replace("'", "")
    if expansion := lexicon.expansions.get(word):
        return [token(w, Read.EXPANDED, before if i == 0 else Break.NONE) for i, w in enumerate(expansion)]
    if word in lexicon.terms:
        return [token(word, Read.AS_IS, before)]
    if lexicon.elisions and word not in lexicon.ordinary and (rest := _run_on(word, lexicon)):
        return [token(rest, Read.SPLIT, before)]
    if word.isalpha() and len(word) <= LONGEST_WORD and term_of(word, lexicon) in lexicon.stems:
        return [token(word, Read.AS_IS, before)]
    if word.isalpha() and (plain := _calm(word, lexicon)):
        return _read_word(plain, text, span, before, lexicon, slips)
    if word not in lexicon.ordinary and word.isalpha() and len(word) <= LONGEST_WORD:
        if word not in slips and len(slips) < MOST_SLIPS:
            slips[word] = nearest(word, lexicon)
        if (meant := slips.get(word)) and (meant in lexicon.names or not _named(text, span, before)):
            return [token(meant, Read.SPELLING, before)]
        if halves := _halves(word, lexicon):
            return [token(w, Read.SPLIT, before if i == 0 else Break.NONE) for i, w in enumerate(halves)]
    term = term_of(word, lexicon)
    return [Token(surface, word, term, span, Read.AS_IS, False, before)]


def _named(text: str, span: tuple[int, int], before: Break) -> bool:
    """Whether a short word is written like a name: with a capital within a sentence, of a text that has few of them."""
    first, surface, words = text[: span[0]].strip(), text[slice(*span)], text.split()
    short = len(surface) <= SHORT and surface[0].isupper() and not surface.isupper()
    written = short and first and before is Break.NONE
    return bool(written) and sum(word[0].isupper() for word in words) * 2 <= len(words)


def _calm(word: str, lexicon: Lexicon) -> str | None:
    """The word without letters drawn out for stress ("nooo", "pleeease"), or None when it is none of ours so."""
    for kept in (r"\1", r"\1\1") if _DRAWN_OUT.search(word) else ():
        plain = _DRAWN_OUT.sub(kept, word)
        if plain in lexicon.terms or plain in lexicon.expansions:
            return plain
    return None


def _run_on(word: str, lexicon: Lexicon) -> str | None:
    """The word behind an elision that was typed without its apostrophe ("dinnovation"), or None."""
    rests = (word[len(elided) :] for elided in lexicon.elisions if word.startswith(elided))
    return next((rest for rest in sorted(rests) if len(rest) >= ONE_EDIT and rest in lexicon.terms), None)


def _halves(word: str, lexicon: Lexicon) -> tuple[str, str] | None:
    cuts = [(word[:i], word[i:]) for i in range(3, len(word) - 2)]
    both = [(a, b) for a, b in cuts if a in lexicon.terms and b in lexicon.terms]
    return min(both, key=lambda ab: (abs(len(ab[0]) - len(ab[1])), ab), default=None)


def _joined(tokens: list[Token], lexicon: Lexicon) -> tuple[Token, ...]:
    """Neighbours that only together are a word of ours ("super cluster", "work force")."""
    if all(token.known for token in tokens):
        return tuple(tokens)
    out: list[Token] = []
    for token in tokens:
        last = out[-1] if out else None
        if last and not (last.known and token.known) and last.read is token.read is Read.AS_IS:
            whole = last.word + token.word
            if token.before is Break.NONE and whole in lexicon.terms:
                span = last.span[0], token.span[1]
                surface = f"{last.surface} {token.surface}"
                out[-1] = last._replace(
                    surface=surface,
                    word=whole,
                    term=term_of(whole, lexicon),
                    span=span,
                    read=Read.JOINED,
                    known=True,
                )
                continue
        out.append(token)
    return tuple(out)
