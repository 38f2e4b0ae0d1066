"""A large mapping that costs nothing until it is asked: sorted lines of a text, searched by halving."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from json.encoder import encode_basestring_ascii as quote

TYPE_CHECKING = False  # `typing` is slow to import, and a question needs none of it
if TYPE_CHECKING:
    from typing import Any

SEARCHES = 200
"""Keys searched for in a text before it is cut into a dictionary: an answer needs fewer, a long conversation more."""


class Opened(Mapping[object, object]):
    """A mapping in sorted lines of a text, `"key"`, a tab and the value; each value is opened when it is asked for."""

    __slots__ = ("_end", "_key", "_lines", "_open", "_order", "_searched", "_start", "_text", "_values")

    def __init__(self, text: str, place: list[Any], key: Callable[[str], object], opener: Callable[[Any], Any]) -> None:
        self._text = text
        self._start, self._end, self._order = place
        self._key = key
        self._open = opener
        self._values: dict[Any, Any] = {}
        self._searched = 0
        self._lines: dict[str, str] | None = None

    def get(self, key: Any, default: Any = None) -> Any:
        found = self._values.get(key)
        if found is None:
            closed = self._closed(key)
            if closed is None:
                return default
            found = self._values[key] = self._open(json.loads(closed))
        return found

    def __getitem__(self, key: Any) -> Any:
        found = self._values.get(key) or self.get(key)
        if found is None:
            raise KeyError(key)
        return found

    def __contains__(self, key: object) -> bool:
        return key in self._values or self._closed(key) is not None

    def __iter__(self) -> Iterator[Any]:
        return iter(self._order) if self._order else (self._key(json.loads(quoted)) for quoted in self._cut())

    def __len__(self) -> int:
        return len(self._order or self._cut())

    def __reduce__(self) -> tuple[type[dict[Any, Any]], tuple[dict[Any, Any]]]:
        return dict, (dict(self.items()),)

    def _closed(self, key: object) -> str | None:
        """The value of a key as it stands in the text, or None."""
        quoted = quote(str(key))
        if self._lines is None and self._searched < SEARCHES:
            self._searched += 1
            return self._search(quoted + "\t")
        return self._cut().get(quoted)

    def _search(self, wanted: str) -> str | None:
        """What stands behind a key in its line, found by halving."""
        text, low, high = self._text, self._start, self._end
        while low < high:
            line = text.rfind("\n", low, (low + high) // 2) + 1 or low
            found = text[line : line + len(wanted)]
            if found == wanted:
                return text[line + len(wanted) : text.index("\n", line)]
            if found < wanted:
                low = text.index("\n", line) + 1
            else:
                high = line
        return None

    def _cut(self) -> dict[str, str]:
        if self._lines is None:
            lines = self._text[self._start : self._end].splitlines()
            self._lines = {quoted: closed for quoted, _, closed in [line.partition("\t") for line in lines]}
        return self._lines
