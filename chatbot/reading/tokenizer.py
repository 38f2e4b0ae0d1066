"""A line of text becomes words, read as ours: folded, expanded, stemmed, and forgiven their spelling.

Spelling is forgiven here and nowhere else. A word that the knowledge does not hold becomes the nearest one that it
does, unless it is short, holds a digit, is protected, or is an ordinary word of the language: a small vocabulary
would otherwise bend honest words ("noon" is not "soon").
"""

import re
from collections.abc import Sequence
from enum import Enum
from itertools import islice
from typing import NamedTuple

from chatbot.language import Lexicon
from chatbot.reading.lexicon import LONGEST_WORD, ONE_EDIT, nearest, term_of
from chatbot.reading.normalize import line_of, unelided

LONGEST = 2_000
"""Characters of a question that are read. The longest question of the question files has about 900."""

MOST_WORDS = LONGEST // 2
"""Words of a question that are read: all that it has, but for single characters that stand for several words."""

MOST_SLIPS = 40
"""Words of a question whose spelling is forgiven; later ones stay as typed. No known question has more than 7."""

_DRAWN_OUT = re.compile(r"(.)\1{2,}")
_WORD = re.compile(r"[^\W\d_]\.(?:[^\W\d_]\.)+|[^\W_]+(?:'[^\W_]+)*")
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
    slips: _Slips = {}
    expansions, terms = lexicon.expansions, lexicon.terms
    as_is, none = Read.AS_IS, Break.NONE
    end = 0
    for match in islice((_GROUPED if lexicon.spaced else _WORD).finditer(line), MOST_WORDS):
        word, (first, last) = match.group().replace(" ", "").replace(".", ""), match.span()
        if "'" in word and word not in expansions:
            word = unelided(word, lexicon.elisions)
            first = last - len(word)
        gap = line[end : match.start() + 1]  # with the first letter of the word: "scale.ai" and "3,000" are not cut
        before = none
        if tokens and (len(gap) > 2 or gap[:1] not in (" ", "")):
            ended = _SENTENCE_END.search(gap) and not (gap.startswith(".") and tokens[-1].word in lexicon.abbreviations)
            before = Break.SENTENCE if ended else Break.CLAUSE if _CLAUSE_END.search(gap) else none
        span = (first, last) if places is None else (places[first], places[last - 1] + 1)
        end = last
        if "'" not in word and (term := terms.get(word)) and expansions.get(word) is None:
            own = text[slice(*span)]
            tokens.append(Token(surface=own, word=word, term=term, span=span, read=as_is, known=True, before=before))
        else:
            tokens.extend(_read_word(word, _Place(text, span, before=before), lexicon, slips))
    return Question(text=text, tokens=_joined(tokens, lexicon), asks=line.rstrip().endswith("?"))


def _whole(text: str) -> str:
    """The text with halves of a character put together, or replaced where one stands alone: JSON holds no halves."""
    return text if text.isascii() else text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


class _Place(NamedTuple):
    """Where a word stands in the text that was typed."""

    text: str
    span: tuple[int, int]
    before: Break

    @property
    def surface(self) -> str:
        return self.text[slice(*self.span)]


_Slips = dict[str, str | None]
"""The words of a question that were looked up as slips, each with what it is a slip of."""

_Meant = tuple[Sequence[str], Read] | None
"""What a word is read as, and how; None: not by this rule."""


def _read_word(word: str, place: _Place, lexicon: Lexicon, slips: _Slips) -> list[Token]:
    """The tokens of a word: by the first rule of `READINGS` that has one, else as it stands and unknown."""
    if word not in lexicon.expansions and "'" in word:
        before, _, behind = word.rpartition("'")
        word = (before if behind in lexicon.clitics else word).replace("'", "")
    found = next((meant for rule in READINGS if (meant := rule(word, place, lexicon, slips))), None)
    words, read = found or ((word,), Read.AS_IS)
    return [
        Token(
            surface=place.surface,
            word=one,
            term=term_of(one, lexicon),
            span=place.span,
            read=read,
            known=found is not None,
            before=Break.NONE if number else place.before,
        )
        for number, one in enumerate(words)
    ]


def _expanded(word: str, _: _Place, lexicon: Lexicon, __: _Slips) -> _Meant:
    """A contraction or shorthand, as what it stands for."""
    words = lexicon.expansions.get(word)
    return (words, Read.EXPANDED) if words else None


def _known(word: str, _: _Place, lexicon: Lexicon, __: _Slips) -> _Meant:
    return ((word,), Read.AS_IS) if word in lexicon.terms else None


def _run_on(word: str, _: _Place, lexicon: Lexicon, __: _Slips) -> _Meant:
    """The word behind an elision that was typed without its apostrophe ("dinnovation")."""
    if not lexicon.elisions or word in lexicon.ordinary:
        return None
    rests = (word[len(elided) :] for elided in lexicon.elisions if word.startswith(elided))
    rest = next((rest for rest in sorted(rests) if len(rest) >= ONE_EDIT and rest in lexicon.terms), None)
    return ((rest,), Read.SPLIT) if rest else None


def _inflected(word: str, _: _Place, lexicon: Lexicon, __: _Slips) -> _Meant:
    """Another form of a word of ours."""
    ours = word.isalpha() and len(word) <= LONGEST_WORD and term_of(word, lexicon) in lexicon.stems
    return ((word,), Read.AS_IS) if ours else None


def _calm(word: str, place: _Place, lexicon: Lexicon, slips: _Slips) -> _Meant:
    """The word without letters drawn out for stress ("nooo", "pleeease")."""
    for kept in (r"\1", r"\1\1") if word.isalpha() and _DRAWN_OUT.search(word) else ():
        plain = _DRAWN_OUT.sub(kept, word)
        if meant := _expanded(plain, place, lexicon, slips) or _known(plain, place, lexicon, slips):
            return meant
    return None


def _misspelt(word: str, place: _Place, lexicon: Lexicon, slips: _Slips) -> _Meant:
    """The known word that it is a slip of, unless it is written like a name."""
    if not _may_be_a_slip(word, lexicon):
        return None
    if word not in slips and len(slips) < MOST_SLIPS:
        slips[word] = nearest(word, lexicon)
    meant = slips.get(word)
    return ((meant,), Read.SPELLING) if meant and (meant in lexicon.names or not _named(place)) else None


def _halved(word: str, _: _Place, lexicon: Lexicon, __: _Slips) -> _Meant:
    """Two words of ours without the space between them."""
    if not _may_be_a_slip(word, lexicon):
        return None
    cuts = [(word[:i], word[i:]) for i in range(3, len(word) - 2)]
    both = [(a, b) for a, b in cuts if a in lexicon.terms and b in lexicon.terms]
    halves = min(both, key=lambda ab: (abs(len(ab[0]) - len(ab[1])), ab), default=None)
    return (halves, Read.SPLIT) if halves else None


def _may_be_a_slip(word: str, lexicon: Lexicon) -> bool:
    return word not in lexicon.ordinary and word.isalpha() and len(word) <= LONGEST_WORD


READINGS = (_expanded, _known, _run_on, _inflected, _calm, _misspelt, _halved)
"""How a word may be read; the first that reads it wins (as in Norvig's "How to Write a Spelling Corrector", 2007)."""


def _named(place: _Place) -> bool:
    """Whether a word is written like a name: with a capital within a sentence, of a text that has few of them."""
    first, surface, words = place.text[: place.span[0]].strip(), place.surface, place.text.split()
    written = surface[0].isupper() and not surface.isupper() and first and place.before is Break.NONE
    return bool(written) and sum(word[0].isupper() for word in words) * 2 <= len(words)


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
                    surface=surface, word=whole, term=term_of(whole, lexicon), span=span, read=Read.JOINED, known=True
                )
                continue
        out.append(token)
    return tuple(out)
