"""A frozen `Knowledge` as lines of JSON and back, so that a start reads no YAML and fits no weights.

The last line is the knowledge. Its large mappings stand above it, a line a key, sorted: a question needs few of their
keys, which are searched for in the text and opened one by one. So an edition that nobody asks costs nothing.

The shapes of all values are taken from the fields' type hints when a knowledge is encoded, and stand in the last line:
a new field needs nothing here, and a start evaluates no hints.
"""

from __future__ import annotations

import gc
import json
import os
from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from datetime import date, datetime
from enum import Enum

from chatbot import knowledge, problem
from chatbot.knowledge import Knowledge, Lanes
from chatbot.loading import files
from chatbot.loading.opened import Opened
from chatbot.loading.words import Words
from chatbot.values import Value, replace

TYPE_CHECKING = False  # `typing` and `pathlib` are slow to import, and a question needs none of them
if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    Shape = Any
    """A shape as JSON: null (as it stands in JSON), or a list of a name and the shapes within."""

OF_THE_DAY = ("today", "problems")
"""Fields of `Knowledge` that loading gives, and no file."""

LARGE = 8_000
"""Characters of JSON above which a mapping that is a field stands in lines of its own."""


def load(folder: str | Path | None = None, today: date | None = None) -> Knowledge:
    """What `loader.load` returns, from the compiled form when there is a current one; else that form is written.

    Raises `KnowledgeError` with every problem of the folder.
    """
    place = files.SHIPPED if folder is None else str(folder)
    try:
        current = files.fingerprint(place)
    except OSError:
        current = ""
    for path in files.places(place) if current else ():
        body = files.unpack(path, current)
        if body is not None and (found := _decoded(body)) is not None:
            return replace(found, today=today or datetime.now().astimezone().date())
    from chatbot.loading import loader

    made = loader.load(folder, today)
    if current and files.SWITCH not in os.environ and current == _still(place):
        files.keep(files.cached(place), files.pack(current, made.digest, encode(made)))
    return made


def _still(place: str) -> str:
    try:
        return files.fingerprint(place)
    except OSError:
        return ""


def _decoded(body: bytes) -> Knowledge | None:
    try:
        return decode(body)
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        return None


def encode(value: Knowledge) -> bytes:
    """The knowledge as lines of ASCII JSON; the day of loading and what was found then are left out."""
    encoder = _Encoder()
    shape = encoder.shape(Knowledge)
    plain = encoder.plain(value, shape)
    last = _json({"shape": shape, "records": encoder.records, "value": plain})
    return "".join([*encoder.lines, last]).encode("ascii")


_json = json.JSONEncoder(separators=(",", ":")).encode


class _Encoder:
    """Turns values into JSON-able ones, and large mappings into lines."""

    def __init__(self) -> None:
        self.records: dict[str, list[Shape]] = {}
        self.lines: list[str] = []
        self._length = 0

    def plain(self, value: Any, shape: Shape) -> Any:  # noqa: PLR0911
        """A value as JSON-able ones."""
        kind, *inside = shape or [""]
        if kind == "record":
            return [
                self._field(part, within) for part, within in zip(_row(value), self.records[inside[0]], strict=True)
            ]
        if kind == "row":
            return [self.plain(part, within) for part, within in zip(value, inside, strict=True)]
        if kind == "tuple":
            return [self.plain(part, inside[0]) for part in value]
        if kind in ("map", "numbered"):
            return {str(key): self.plain(part, inside[0]) for key, part in value.items()}
        if kind == "optional":
            return None if value is None else self.plain(value, inside[0])
        if kind == "words":
            return [self._written(f"{bytes(Words.of(value)).decode('ascii')}\n"), self._length - 1]
        return (
            sorted(value)
            if kind == "set"
            else format(value, "x")
            if kind == "lanes"
            else str(value)
            if kind == "date"
            else value
        )

    def _field(self, value: Any, shape: Shape) -> Any:
        """The same for a field; a large mapping becomes the place of its lines, and its keys where they have an order.

        Records have an order. Plain values are only looked up.
        """
        plain = self.plain(value, shape)
        kind, *inside = shape or [""]
        if kind not in ("map", "numbered") or len(_json(plain)) <= LARGE:
            return plain
        start = self._written("".join(sorted([f"{_json(key)}\t{_json(one)}\n" for key, one in plain.items()])))
        return [start, self._length, list(plain) if inside[0] and inside[0][0] == "record" else None]

    def _written(self, lines: str) -> int:
        """Add lines; where they begin."""
        self.lines.append(lines)
        self._length += len(lines)
        return self._length - len(lines)

    def shape(self, hint: Any) -> Shape:  # noqa: C901, PLR0911
        """The shape of the values of a type."""
        from types import NoneType, UnionType
        from typing import get_args, get_origin, get_type_hints

        if isinstance(hint, type) and issubclass(hint, Value):
            if hint.__name__ not in self.records:
                self.records[hint.__name__] = []  # it may hold itself
                hints = get_type_hints(hint)
                own = [self.shape(hints[name]) for name in _names(hint)]
                self.records[hint.__name__] = own
            return ["record", hint.__name__]
        if isinstance(hint, type) and issubclass(hint, Enum):
            return ["choice", hint.__name__]
        if hint in (AbstractSet[str], Lanes):
            return ["words" if hint is not Lanes else "lanes"]
        origin, inside = get_origin(hint), get_args(hint)
        shapes = [self.shape(part) for part in inside if part not in (NoneType, ...)]
        if origin is UnionType or str(origin) == "typing.Union":
            bent = [shape for shape in shapes if shape]
            if bent and len(shapes) > 1:
                raise TypeError(f"{hint} has several shapes in JSON")
            return ["optional", bent[0]] if bent else None
        if origin is Mapping:
            return ["numbered" if inside[0] is int else "map", shapes[1]]
        if origin is tuple:
            return ["tuple", shapes[0]] if inside[-1] is ... else ["row", *shapes]
        if origin is frozenset:
            return ["set"]
        if hint in (str, int, float, bool):
            return None
        if hint is date:
            return ["date"]
        raise TypeError(f"{hint} has no shape in JSON")


def _names(cls: type) -> list[str]:
    own: tuple[str, ...] = getattr(cls, "__match_args__")  # noqa: B009
    return [name for name in own if name not in OF_THE_DAY]


def _row(value: object) -> list[Any]:
    return [getattr(value, name) for name in _names(type(value))]


def decode(body: bytes) -> Knowledge:
    """The knowledge of its lines, as of 1970 and without problems. Raises `ValueError` and its like for other ones."""
    running = gc.isenabled()
    gc.disable()  # hundreds of thousands of values, none of them garbage
    try:
        data = json.loads(body[body.rfind(b"\n") + 1 :])
        made = _Decoder(data["records"], body).of(data["shape"])(data["value"])
        if not isinstance(made, Knowledge):
            raise TypeError("the line holds no knowledge")
        return made
    finally:
        if running:
            gc.enable()


class _Decoder:
    """Functions from JSON to values, one a shape."""

    def __init__(self, records: dict[str, list[Shape]], lines: bytes) -> None:
        self._records = records
        self._lines = lines
        self._made: dict[str, Callable[[Any], Any]] = {}

    def of(self, shape: Shape) -> Callable[[Any], Any]:  # noqa: PLR0911
        kind, *inside = shape
        if kind == "record":
            return self._record(inside[0])
        if kind == "choice":
            return _class(inside[0], Enum)
        if kind == "set":
            return frozenset
        if kind in ("words", "lanes"):
            return (
                (lambda place: Words(self._lines, *place)) if kind == "words" else lambda digits: Lanes(int(digits, 16))
            )
        if kind == "date":
            return date.fromisoformat
        if kind == "row":
            each = [self.of(part) if part else _same for part in inside]
            return lambda row: tuple([make(value) for make, value in zip(each, row, strict=True)])
        if kind == "tuple" and inside[0] is None:
            return tuple
        one = self.of(inside[0]) if inside[0] else _same
        if kind == "tuple":
            return lambda values: tuple([one(value) for value in values])
        if kind in ("map", "numbered"):
            return self._mapping(int if kind == "numbered" else str, one)
        return lambda value: None if value is None else one(value)

    def _mapping(self, key: type, one: Callable[[Any], Any]) -> Callable[[Any], Any]:
        def made(values: Any) -> Any:
            if isinstance(values, list):
                return Opened(self._lines, values, key, one)
            return values if one is _same and key is str else {key(name): one(value) for name, value in values.items()}

        return made

    def _record(self, name: str) -> Callable[[Any], Any]:
        if name not in self._made:
            shapes = self._records[name]
            make = _class(name, Value)
            each = [self.of(shape) if shape else None for shape in shapes]
            bent = [(i, function) for i, function in enumerate(each) if function]

            def one(row: list[Any]) -> Any:
                for i, function in bent:
                    row[i] = function(row[i])
                return make(*row)

            self._made[name] = one
        return self._made[name]


def _class(name: str, base: type) -> Callable[..., Any]:
    found = getattr(knowledge, name, None) or getattr(problem, name)
    if not (isinstance(found, type) and issubclass(found, base)):
        raise TypeError(f"{name} is no shape of knowledge")
    if found is Knowledge:
        names = _names(Knowledge)
        return lambda *row: Knowledge(**dict(zip(names, row, strict=True)), today=date(1970, 1, 1))
    return found


def _same(value: Any) -> Any:
    return value
