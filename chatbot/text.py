"""A line of text becomes words, read as ours: folded, expanded, stemmed, and forgiven their spelling.

Spelling is forgiven here and nowhere else. A word that the knowledge does not hold becomes the nearest one that it
does, unless it is short, holds a digit, is protected, or is an ordinary word of the language: a small vocabulary
would otherwise bend honest words ("noon" is not "soon").
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from enum import Enum
from itertools import islice

from chatbot.folding import line_of, unelided
from chatbot.stems import stem
from chatbot.values import dataclass, field, replace
from chatbot.words import Words

LONGEST = 2_000
"""Characters of a question that are read. The longest question of the question files has about 900."""

LONGEST_WORD = 40
"""Characters of a word that are compared for spelling; longer runs are never a slip of the keys."""

MOST_WORDS = LONGEST // 2
"""Words of a question that are read: all that it has, but for single characters that stand for several words."""

MOST_SLIPS = 40
"""Words of a question whose spelling is forgiven; later ones stay as typed. No known question has more than 7."""

ONE_EDIT, TWO_EDITS = 4, 8
"""Shortest words, in letters, that are forgiven one and two edits (three letters hold too many neighbours)."""

SHORT = 5
"""Letters of a word that has many neighbours: it must look like the one that it is a slip of, and be no name."""

LONGEST_END = 4
"""Letters of an end that words are found by; longer ends are hardly ever shared."""

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


@dataclass(frozen=True, slots=True)
class Token:
    """One word of the question. `span` cuts `surface` out of the text that was typed."""

    surface: str
    word: str
    term: str
    span: tuple[int, int]
    read: Read = Read.AS_IS
    known: bool = True
    before: Break = Break.NONE


@dataclass(frozen=True, slots=True)
class Question:
    """A text and its words. `asks` says whether it ends in a question mark."""

    text: str
    tokens: tuple[Token, ...]
    asks: bool = False

    def words(self) -> str:
        """The words as they were typed, with single spaces."""
        kept = [t.surface for i, t in enumerate(self.tokens) if not i or self.tokens[i - 1].span != t.span]
        return " ".join(kept)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All that one language knows of words. Words are folded; terms are their stems."""

    stemmer: str
    expansions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Contractions, shorthand and misspelt little words, with what they stand for."""
    stop: frozenset[str] = frozenset()
    """Terms that carry little: they count, but lightly."""
    terms: Mapping[str, str] = field(default_factory=dict)
    """Every word of the knowledge and its inflected forms, with its term."""
    stems: frozenset[str] = frozenset()
    """The terms of `terms`."""
    ordinary: Words = field(default_factory=Words)
    """Words that are nobody's misspelling."""
    counts: Mapping[str, int] = field(default_factory=dict)
    """How many phrasings and names hold a word: of two equally near words the commoner is meant."""
    by_ends: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The words of `terms` that a misspelling may become, by their length and either of their ends ("4wo", "4-rd")."""
    apart: frozenset[str] = frozenset()
    """Words that keep to themselves: their stem is that of a word that they have nothing to do with."""
    joiners: frozenset[str] = frozenset()
    """Words that may part two questions ("and", "also")."""
    askers: frozenset[str] = frozenset()
    """Words that begin a question ("which"), also in the middle of a message without punctuation."""
    binders: frozenset[str] = frozenset()
    """Words that tie a word that asks to what stands before it ("of which")."""
    frames: frozenset[str] = frozenset()
    """Words of a speaker's frame, behind which what is asked begins ("know", "wondering")."""
    links: frozenset[str] = frozenset()
    """Words that tie a yes/no question to its frame ("whether")."""
    pronouns: frozenset[str] = frozenset()
    """Words that stand for what was named before ("it")."""
    elisions: frozenset[str] = frozenset()
    """What may stand before an apostrophe and says nothing ("l" of "l'argent")."""
    regular: Mapping[str, str] = field(default_factory=dict)
    """Endings that become another before a word is stemmed."""
    letters: frozenset[str] = frozenset()
    """Letters that it is written with besides a to z; they may be left out."""
    little: frozenset[str] = frozenset()
    """Words that carry little in any folder, ask, or are expanded: by them a language is told from others."""
    names: frozenset[str] = frozenset()
    """Words of names."""
    spaced: bool = False
    """Whether its numbers are written with spaces ("35 000")."""

    def term(self, word: str) -> str:
        """The term of a folded word."""
        return self.terms.get(word) or (word if word in self.apart else stem(word, self.stemmer, self.regular))


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


def nearest(word: str, lexicon: Lexicon) -> str | None:
    """The known word that `word` is a slip of, or None. Distance: optimal string alignment, swaps cost one.

    Short words are forgiven no slip, long ones two, when two letters of one of their ends are as they should be. Of
    several words at the same distance: one with the same end, then the one with the same first letter, then the same
    last one, then the commoner, then the first in order.
    """
    for slips in range(1, 1 + (len(word) >= ONE_EDIT) + (len(word) >= TWO_EDITS)):
        letters, lengths = left(len(word)) if slips == 1 else 2, range(len(word) - slips, len(word) + slips + 1)
        near = [lexicon.by_ends.get(end, ()) for n in lengths for end in ends(word, n, letters)]
        if best := _best(word, [w for words in near for w in words], slips, lexicon.counts):
            return best if _alike(word, best) else None
    return None


def _alike(word: str, best: str) -> bool:
    """Whether a short word begins like the one that it may be a slip of, or has the same letters."""
    return len(word) > SHORT or best[0] == word[0] or sorted(best) == sorted(word)


def left(length: int) -> int:
    """Letters that one edit of a word of a length leaves as they were at the one end or the other."""
    return min((length - 1) // 2, LONGEST_END)


def ends(word: str, length: int, letters: int) -> tuple[str, str]:
    """What words of a length that share their first or last letters with `word` are found by."""
    return f"{length}{word[:letters]}", f"{length}-{word[-letters:]}"


def _best(word: str, choices: Collection[str], limit: int, counts: Mapping[str, int]) -> str | None:
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    found = process.extract(word, choices, scorer=OSA.distance, score_cutoff=limit, limit=None)
    near = [(f[1], f[0][0] != word[0], f[0][-1] != word[-1], -counts.get(f[0], 0), f[0]) for f in found]
    return str(min(near)[-1]) if near else None


def did_you_mean(word: str, words: Iterable[str]) -> str | None:
    """The nearest of `words` to a misspelt key, command or id, or None."""
    best = _best(word, {*words} - {""}, max(1, min(3, len(word) // 3)), {}) if word else None
    return best if best and _alike(word, best) else None


def _read_word(  # noqa: C901, PLR0911, PLR0913, PLR0917
    word: str, text: str, span: tuple[int, int], before: Break, lexicon: Lexicon, slips: dict[str, str | None]
) -> list[Token]:
    surface = text[slice(*span)]

    def token(word: str, read: Read, before: Break = Break.NONE, known: bool = True) -> Token:
        return Token(surface, word, lexicon.term(word), span, read, known, before)

    if word not in lexicon.expansions and "'" in word:
        word = word.rpartition("'")[0] if word.endswith("'s") else word.replace("'", "")
        word = word.replace("'", "")
    if expansion := lexicon.expansions.get(word):
        return [token(w, Read.EXPANDED, before if i == 0 else Break.NONE) for i, w in enumerate(expansion)]
    if word in lexicon.terms:
        return [token(word, Read.AS_IS, before)]
    if lexicon.elisions and word not in lexicon.ordinary and (rest := _run_on(word, lexicon)):
        return [token(rest, Read.SPLIT, before)]
    if word.isalpha() and len(word) <= LONGEST_WORD and lexicon.term(word) in lexicon.stems:
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
    term = lexicon.term(word)
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
                out[-1] = replace(
                    last, surface=surface, word=whole, term=lexicon.term(whole), span=span, read=Read.JOINED, known=True
                )
                continue
        out.append(token)
    return tuple(out)
