"""A set of words that is too large to be made at every start."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from json.encoder import encode_basestring_ascii as quote

FEW = 40
"""Words that are sought in the line itself, before the set is made: that takes as long as a hundred searches."""


class Words(AbstractSet[str]):
    """A large set of words that costs nothing until it is asked.

    `lines` hold them from `start` to `end` as JSON would write them, with a space before each and after the last.
    """

    __slots__ = ("_end", "_lines", "_sought", "_start", "_words")

    def __init__(self, lines: bytes = b"", start: int = 0, end: int | None = None) -> None:
        self._lines = lines
        self._start = start
        self._end = len(lines) if end is None else end
        self._sought = 0
        self._words: frozenset[str] | None = None

    @classmethod
    def of(cls, words: Iterable[str]) -> Words:
        """The set of these words, none of which holds a space."""
        return cls("".join([f" {quote(word)[1:-1]}" for word in sorted(set(words))]).encode("ascii") + b" ")

    def __bytes__(self) -> bytes:
        return self._lines[self._start : self._end]

    def __contains__(self, word: object) -> bool:
        if self._words is not None:
            return word in self._words
        if self._sought >= FEW:
            return word in self._all()
        self._sought += 1
        if not isinstance(word, str) or not word or " " in word:
            return False
        return self._lines.find(f" {quote(word)[1:-1]} ".encode("ascii"), self._start, self._end) >= 0

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())

    def __reduce__(self) -> tuple[type[Words], tuple[bytes]]:
        return Words, (bytes(self),)

    def _all(self) -> frozenset[str]:
        if self._words is None:
            self._words = frozenset(json.loads(b'"%b"' % bytes(self)).split(" ")) - {""}
        return self._words
