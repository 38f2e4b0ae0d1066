"""A set of words that is too large to be made at every start."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet

FEW = 40
"""Words that are sought in the text itself, before the set is made: that takes as long as a hundred searches."""


class Words(AbstractSet[str]):
    """A large set of words that costs nothing until it is asked; `spaced` holds them with single spaces."""

    __slots__ = ("_sought", "_spaced", "_words")

    def __init__(self, spaced: str = "") -> None:
        self._spaced = spaced
        self._sought = 0
        self._words: frozenset[str] | None = None

    def __str__(self) -> str:
        return self._spaced

    def __contains__(self, word: object) -> bool:
        if self._words is not None:
            return word in self._words
        if self._sought >= FEW:
            return word in self._all()
        self._sought += 1
        if not isinstance(word, str) or not word or " " in word:
            return False
        spaced = self._spaced
        return f" {word} " in spaced or spaced.startswith(f"{word} ") or spaced.endswith(f" {word}") or spaced == word

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())

    def _all(self) -> frozenset[str]:
        if self._words is None:
            self._words = frozenset(self._spaced.split()) - {""}
        return self._words
