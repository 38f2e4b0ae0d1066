"""A large mapping that costs nothing until it is asked: sorted lines of bytes, searched by halving."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from json.encoder import encode_basestring_ascii as quote

TYPE_CHECKING = False  # `typing` is slow to import, and a question needs none of it
if TYPE_CHECKING:
    from typing import Any

ASKED = 200
"""Times that a mapping is asked before all of it is opened: an answer asks less often, a long conversation more."""


class Opened(Mapping[object, object]):
    """A mapping in sorted lines of ASCII, `"key"`, a tab and the value; no key and no value is, or holds, None.

    Each value is opened when it is asked for, and all of them once many were. From then on `get` is that of a
    dictionary, so that many questions cost no more than if it had been one from the start.
    """

    __slots__ = ("_asked", "_end", "_key", "_lines", "_open", "_order", "_start", "_values", "_whole", "get")
    get: Callable[..., Any]

    def __init__(
        self, lines: bytes, place: list[Any], key: Callable[[str], object], opener: Callable[[Any], Any]
    ) -> None:
        self._lines = lines
        self._start, self._end, self._order = place
        self._key = key
        self._open = opener
        self._values: dict[Any, Any] = {}
        self._asked = 0
        self._whole = False
        self.get = self._get

    def _get(self, key: Any, default: Any = None) -> Any:
        self._asked += 1
        if self._asked > ASKED:
            return self._all().get(key, default)
        found = self._values.get(key)
        if found is None:
            closed = self._search(quote(str(key)).encode("ascii") + b"\t")
            if closed is None:
                return default
            found = self._values[key] = self._open(json.loads(closed))
        return found

    def __getitem__(self, key: Any) -> Any:
        found = self.get(key)
        if found is None:
            raise KeyError(key)
        return found

    def __contains__(self, key: object) -> bool:
        return self.get(key) is not None

    def __iter__(self) -> Iterator[Any]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())

    def __reduce__(self) -> tuple[type[dict[Any, Any]], tuple[dict[Any, Any]]]:
        return dict, (self._all(),)

    def _search(self, wanted: bytes) -> bytes | None:
        """What stands behind a key in its line, found by halving."""
        lines, low, high = self._lines, self._start, self._end
        while low < high:
            line = lines.rfind(b"\n", low, (low + high) // 2) + 1 or low
            found = lines[line : line + len(wanted)]
            if found == wanted:
                return lines[line + len(wanted) : lines.index(b"\n", line)]
            if found < wanted:
                low = lines.index(b"\n", line) + 1
            else:
                high = line
        return None

    def _all(self) -> dict[Any, Any]:
        """All values by their keys, in the order that they were written in, if it counts."""
        if not self._whole:
            lines = self._lines[self._start : self._end - 1]  # JSON writes its own tabs and ends of lines otherwise
            closed = json.loads(b"{%b}" % lines.replace(b"\t", b":").replace(b"\n", b","))
            self._values = {self._key(key): self._open(closed[key]) for key in self._order or closed}
            self.get = self._values.get
            self._whole = True
        return self._values
