"""The words of a language: what a word is reduced to, and which known word a misspelt one is a slip of."""

from collections.abc import Collection, Iterable, Mapping

from chatbot.language import Lexicon
from chatbot.reading.normalize import stem

LONGEST_WORD = 40
"""Characters of a word that are compared for spelling; longer runs are never a slip of the keys."""

ONE_EDIT, TWO_EDITS = 4, 8
"""Shortest words, in letters, that are forgiven one and two edits (three letters hold too many neighbours)."""

SHORT = 5
"""Letters of a word that has many neighbours: it must look like the one that it is a slip of, and be no name."""

LONGEST_END = 4
"""Letters of an end that words are found by; longer ends are hardly ever shared."""


def term_of(word: str, lexicon: Lexicon) -> str:
    """The term of a folded word."""
    return lexicon.terms.get(word) or (word if word in lexicon.apart else stem(word, lexicon.stemmer, lexicon.regular))


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
