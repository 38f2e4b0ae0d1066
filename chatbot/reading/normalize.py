"""Text without what differs between keyboards (case, accents, invisible characters), and words without endings."""

import re
import threading
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

REMAINING = 3
"""Letters that a word keeps at least before an ending that becomes another ("vent" ends in nothing)."""

LONGEST = 100
"""Letters of a word that is stemmed; a longer run is no word, and is its own stem."""

_local = threading.local()


def fold(text: str) -> str:
    """Text without case, accents, and invisible or control characters. Folding twice is folding once."""
    return line_of(text)[0]


def line_of(text: str) -> tuple[str, list[int] | None]:
    """The folded text, and the place in `text` of each of its characters (None: it is the same)."""
    if text.isascii():
        line = text.lower()
        return line if line.isprintable() else line.translate(_CONTROLS), None
    folded = _folded(text)
    return "".join([char for char, _ in folded]), [place for _, place in folded]


_SPACES = re.compile(r"[ \t\r\n]+")
_LIGATURES = {"œ": "oe", "æ": "ae"}
_CONTROLS = {code: " " for code in range(32) if code != ord("\n")}


def _folded(text: str) -> list[tuple[str, int]]:
    out: list[tuple[str, int]] = []
    for i, char in enumerate(text):
        for c in unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", char).casefold()):
            category = unicodedata.category(c)
            if c in "’‘ʼ":
                out.append(("'", i))
            elif c == "\n":
                out.append(("\n", i))
            elif category == "Cc" or category[0] == "Z":
                out.append((" ", i))
            elif c in _LIGATURES:
                out.extend((letter, i) for letter in _LIGATURES[c])
            elif category not in ("Mn", "Me", "Cf", "Cs", "Co", "Cn"):
                out.append((c, i))
    return out


def one_line(text: str) -> str:
    """The text with single spaces, on one line; spaces that do not break stay as they are."""
    return _SPACES.sub(" ", text).strip(" ")


def unelided(word: str, elisions: frozenset[str]) -> str:
    """A folded word without what is elided before it: "argent" of "l'argent"."""
    while "'" in word and word[: word.index("'")] in elisions:
        word = word[word.index("'") + 1 :]
    return word


def stem(word: str, language: str, regular: Mapping[str, str] = MappingProxyType({})) -> str:
    """The Snowball stem of one folded word; `language` is a Snowball name ("english").

    Without a language, a word stands for itself. `regular` holds endings that become another before: those that
    Snowball knows by an accent, or not at all.
    """
    if len(word) > LONGEST or not language:
        return word
    ending = next((word[i:] for i in range(REMAINING, len(word)) if word[i:] in regular), "") if regular else ""
    return _snowball(word[: len(word) - len(ending)] + regular.get(ending, ""), language)


@lru_cache(maxsize=4096)
def _snowball(word: str, language: str) -> str:
    key = f"stemmer_{language}"
    stemmer = getattr(_local, key, None)  # a Snowball stemmer holds the word it works on: one a thread
    if stemmer is None:
        import snowballstemmer

        stemmer = snowballstemmer.stemmer(language)
        setattr(_local, key, stemmer)
    return str(stemmer.stemWord(word))


def stemmers() -> tuple[str, ...]:
    """The names of the stemmers that there are."""
    import snowballstemmer

    return tuple(snowballstemmer.algorithms())
