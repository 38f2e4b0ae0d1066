"""Frozen values as JSON and back, by their type hints: a new field of a value needs nothing here.

A hint is read once as a shape: a kind, and what stands within. Each kind is written and read by one small function.
"""

from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, NamedTuple, Union, get_args, get_origin, get_type_hints

from chatbot.language import Lanes

KINDS: Mapping[Any, str] = {
    Mapping: "mapping",
    AbstractSet: "words",
    frozenset: "set",
    tuple: "tuple",
    Union: "optional",
    UnionType: "optional",
}
PLAIN = frozenset((str, int, float, bool))


class Shape(NamedTuple):
    """What a type hint asks for."""

    kind: str
    """`record`, `mapping`, `set`, `words` (a set that is only asked for its members), `tuple` (all alike), `row`
    (each its own), `optional`, `enum`, `date`, `lanes` or `plain`, which is in JSON what it is in Python."""
    inside: Any = None
    """The hint within, or those within by field or place; of a record, a set or an enum, its own class beside it."""


@cache
def shape(hint: Any) -> Shape:
    """The shape of a hint. Raises `TypeError` for a type that has none in JSON."""
    kind, inside = KINDS.get(get_origin(hint), ""), get_args(hint)
    if kind == "optional":
        [inner] = [one for one in inside if one is not NoneType]
        return Shape(kind, inner)
    if kind == "tuple":
        return Shape(kind, inside[0]) if inside[-1] is ... else Shape("row", inside)
    if kind:
        return Shape(kind, inside)
    return _own_shape(hint)


def _own_shape(hint: Any) -> Shape:
    """The shape of a type that holds no other as its argument."""
    if hint in PLAIN:
        return Shape("plain")
    if hint in {date, Lanes}:
        return Shape("date" if hint is date else "lanes")
    if isinstance(hint, type) and issubclass(hint, Enum):
        return Shape("enum", hint)
    if isinstance(hint, type) and (issubclass(hint, tuple) or is_dataclass(hint)):
        return Shape("record", (hint, get_type_hints(hint)))
    raise TypeError(f"{hint} has no shape in JSON")


def plain(value: Any, hint: Any) -> Any:
    """A value as JSON-able ones."""
    kind, inside = shape(hint)
    return _WRITE[kind](value, inside)


def made(value: Any, hint: Any) -> Any:
    """The value of JSON-able ones."""
    kind, inside = shape(hint)
    return _READ[kind](value, inside)


_WRITE: Mapping[str, Callable[[Any, Any], Any]] = {
    "plain": lambda value, _: value,
    "date": lambda value, _: value.isoformat(),
    "lanes": lambda value, _: format(value, "x"),  # decimal digits of so long a number would take a second
    "enum": lambda value, _: value.value,
    "optional": lambda value, hint: None if value is None else plain(value, hint),
    "set": lambda value, _: sorted(value),
    "words": lambda value, _: sorted(value),
    "tuple": lambda value, hint: [plain(one, hint) for one in value],
    "row": lambda value, hints: [plain(one, hint) for one, hint in zip(value, hints, strict=True)],
    "mapping": lambda value, hints: {str(key): plain(one, hints[1]) for key, one in value.items()},
    "record": lambda value, own: [plain(getattr(value, name), hint) for name, hint in own[1].items()],
}
_READ: Mapping[str, Callable[[Any, Any], Any]] = {
    "plain": lambda value, _: value,
    "date": lambda value, _: date.fromisoformat(value),
    "lanes": lambda value, _: Lanes(int(value, 16)),
    "enum": lambda value, own: own(value),
    "optional": lambda value, hint: None if value is None else made(value, hint),
    "set": lambda value, _: frozenset(value),
    "words": lambda value, _: frozenset(value),
    "tuple": lambda value, hint: tuple(value) if hint in PLAIN else tuple([made(one, hint) for one in value]),
    "row": lambda value, hints: tuple([made(one, hint) for one, hint in zip(value, hints, strict=True)]),
    "mapping": lambda value, hints: {hints[0](key): made(one, hints[1]) for key, one in value.items()},
    "record": lambda value, own: own[0](*[made(one, hint) for one, hint in zip(value, own[1].values(), strict=True)]),
}
