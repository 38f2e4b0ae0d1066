"""Text without what differs between keyboards: case, accents, and invisible or control characters."""

from __future__ import annotations

import re
import unicodedata


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
