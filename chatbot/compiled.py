"""A frozen `Knowledge` as a line of JSON and back, so that a start reads no YAML and fits no weights.

The shapes of all values are taken from the fields' type hints when a knowledge is encoded, and stand in the line: a
new field needs nothing here, and a start evaluates no hints.
"""

from __future__ import annotations

import gc
import json
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date, datetime
from enum import Enum

from chatbot import files, knowledge, text
from chatbot.knowledge import Knowledge, Phrases, Topic
from chatbot.words import Words

TYPE_CHECKING = False  # `typing` and `pathlib` are slow to import, and a question needs none of them
if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    Shape = Any
    """A shape as JSON: null (as it stands in JSON), or a list of a name and the shapes within."""

OF_THE_DAY = ("today", "problems")
"""Fields of `Knowledge` that loading gives, and no file."""

OPENED = (
    Phrases,
    Mapping[str, Topic],
    Mapping[str, frozenset[str]],
    Mapping[str, tuple[str, ...]],
    Mapping[str, Mapping[str, float]],
)
"""Types of fields whose values are opened one by one."""


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
    from chatbot import loader

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
    except (ValueError, TypeError, LookupError, AttributeError):
        return None


class Opened(Mapping[str, object]):
    """A mapping whose values are opened when they are first asked for: a question needs few of them."""

    __slots__ = ("_closed", "_open", "_values")

    def __init__(self, closed: dict[str, str], opener: Callable[[Any], Any]) -> None:
        self._closed = closed
        self._open = opener
        self._values: dict[str, Any] = {}

    def __getitem__(self, key: str) -> Any:
        found = self._values.get(key)
        if found is None:
            found = self._values[key] = self._open(json.loads(self._closed[key]))
        return found

    def get(self, key: str, default: Any = None) -> Any:
        found = self._values.get(key)
        return found if found is not None else self[key] if key in self._closed else default

    def __contains__(self, key: object) -> bool:
        return key in self._closed

    def __iter__(self) -> Iterator[str]:
        return iter(self._closed)

    def __len__(self) -> int:
        return len(self._closed)

    def __reduce__(self) -> tuple[type[dict[str, object]], tuple[dict[str, object]]]:
        """Pickled, it is a plain mapping: whoever opens the values cannot be."""
        return dict, (dict(self),)


def encode(value: Knowledge) -> bytes:
    """The knowledge as one line of ASCII JSON; the day of loading and what was found then are left out."""
    records: dict[str, list[Shape]] = {}
    shape = _shape(Knowledge, records)
    return _json({"shape": shape, "records": records, "value": _plain(value, shape, records)}).encode("ascii")


def _json(value: object) -> str:
    return json.dumps(value, separators=(",", ":"))


def _plain(value: Any, shape: Shape, records: dict[str, list[Shape]]) -> Any:
    """A value as JSON-able ones."""
    kind, *inside = shape or [""]
    if kind == "record":
        own = [getattr(value, field.name) for field in fields(value) if field.name not in OF_THE_DAY]
        return [_plain(part, within, records) for part, within in zip(own, records[inside[0]], strict=True)]
    if kind == "row":
        return [_plain(part, within, records) for part, within in zip(value, inside, strict=True)]
    if kind == "tuple":
        return [_plain(part, inside[0], records) for part in value]
    if kind == "map":
        return {key: _plain(part, inside[0], records) for key, part in value.items()}
    if kind == "opened":
        return {key: _json(_plain(part, inside[0], records)) for key, part in value.items()}
    if kind == "optional":
        return None if value is None else _plain(value, inside[0], records)
    return sorted(value) if kind == "set" else str(value) if kind in ("words", "date") else value


def _shape(hint: Any, records: dict[str, list[Shape]]) -> Shape:
    """The shape of the values of a type."""
    from types import NoneType, UnionType
    from typing import get_args, get_origin, get_type_hints

    if is_dataclass(hint) and isinstance(hint, type):
        if hint.__name__ not in records:
            records[hint.__name__] = []  # it may hold itself
            hints = get_type_hints(hint)
            own = [_shape(hints[f.name], records) for f in fields(hint) if f.name not in OF_THE_DAY]
            records[hint.__name__] = own
        return ["record", hint.__name__]
    if isinstance(hint, type) and issubclass(hint, Enum):
        return ["choice", hint.__name__]
    if hint is Words:
        return ["words"]
    origin, inside = get_origin(hint), get_args(hint)
    shapes = [_shape(part, records) for part in inside if part not in (NoneType, ...)]
    if origin is UnionType or str(origin) == "typing.Union":
        bent = [shape for shape in shapes if shape]
        if bent and len(shapes) > 1:
            raise TypeError(f"{hint} has several shapes in JSON")
        return ["optional", bent[0]] if bent else None
    if origin is Mapping:
        if inside[0] is int:
            return ["numbered"]
        if hint in OPENED:
            return ["opened", shapes[1]]
        return ["map", shapes[1]] if shapes[1] else None
    if origin is tuple:
        return ["tuple", shapes[0]] if inside[-1] is ... else ["row", *shapes]
    if origin is frozenset:
        return ["set"]
    if hint in (str, int, float, bool):
        return None
    if hint is date:
        return ["date"]
    raise TypeError(f"{hint} has no shape in JSON")


def decode(line: bytes) -> Knowledge:
    """The knowledge of a line, as of 1970 and without problems. Raises `ValueError` and its like for another line."""
    running = gc.isenabled()
    gc.disable()  # hundreds of thousands of values, none of them garbage
    try:
        data = json.loads(line.decode("ascii"))
        made = _Decoder(data["records"]).of(data["shape"])(data["value"])
        assert isinstance(made, Knowledge)
        return made
    finally:
        if running:
            gc.enable()


class _Decoder:
    """Functions from JSON to values, one a shape."""

    def __init__(self, records: dict[str, list[Shape]]) -> None:
        self._records = records
        self._made: dict[str, Callable[[Any], Any]] = {}

    def of(self, shape: Shape) -> Callable[[Any], Any]:
        kind, *inside = shape
        if kind == "record":
            return self._record(inside[0])
        if kind == "choice":
            return _class(inside[0], Enum)
        if kind == "set":
            return frozenset
        if kind == "words":
            return Words
        if kind == "date":
            return date.fromisoformat
        if kind == "numbered":
            return lambda values: {int(key): tuple(value) for key, value in values.items()}
        if kind == "row":
            each = [self.of(part) if part else _same for part in inside]
            return lambda row: tuple([make(value) for make, value in zip(each, row, strict=True)])
        if kind == "tuple" and inside[0] is None:
            return tuple
        one = self.of(inside[0]) if inside[0] else _same
        if kind == "tuple":
            return lambda values: tuple([one(value) for value in values])
        if kind == "map":
            return lambda values: {key: one(value) for key, value in values.items()}
        if kind == "opened":
            return lambda values: Opened(values, one)
        return lambda value: None if value is None else one(value)

    def _record(self, name: str) -> Callable[[Any], Any]:
        if name not in self._made:
            shapes = self._records[name]
            make = _class(name, object)
            each = [self.of(shape) if shape else None for shape in shapes]
            bent = [(i, function) for i, function in enumerate(each) if function]

            def one(row: list[Any]) -> Any:
                for i, function in bent:
                    row[i] = function(row[i])
                return make(*row)

            self._made[name] = one
        return self._made[name]


def _class(name: str, base: type) -> Callable[..., Any]:
    found = getattr(knowledge, name, None) or getattr(text, name)
    if not (isinstance(found, type) and issubclass(found, base) and (is_dataclass(found) or base is Enum)):
        raise TypeError(f"{name} is no shape of knowledge")
    if found is Knowledge:
        names = [field.name for field in fields(Knowledge) if field.name not in OF_THE_DAY]
        return lambda *row: Knowledge(**dict(zip(names, row, strict=True)), today=date(1970, 1, 1))
    return found


def _same(value: Any) -> Any:
    return value
