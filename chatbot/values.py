"""Frozen values with slots: what `dataclasses` makes, in a tenth of its time.

A start makes some thirty classes of them. The standard library writes and compiles six methods for each, makes the
class twice, and loads `inspect` first, which together takes as long as all the rest of an answer. Here the methods are
shared, and no code is written. To type checkers, and to `dataclasses.fields`, `replace` and `asdict`, they are
dataclasses.
"""

from __future__ import annotations

from operator import attrgetter

TYPE_CHECKING = False  # `typing` is slow to import
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

__all__ = ["Value", "dataclass", "field", "replace"]

_UNSET = object()


class _Field:
    """What stands for a field's default where there is more to say of it."""

    def __init__(
        self,
        default: object = _UNSET,
        default_factory: Callable[[], object] | None = None,
        compare: bool = True,
        repr: bool = True,  # noqa: A002  # as `dataclasses` calls it
    ) -> None:
        self.default = default
        self.factory = default_factory
        self.compare = compare
        self.repr = repr


_NONE = _Field()


class _Fields:
    """`__dataclass_fields__`, by which the standard library knows a dataclass: made when it is asked for."""

    def __get__(self, value: object, owner: type[Value]) -> object:
        from dataclasses import make_dataclass

        made = make_dataclass(owner.__name__, owner.__annotations__.items())
        owner.__dataclass_fields__ = made.__dataclass_fields__  # type: ignore[attr-defined]  # from now on it stands there
        return owner.__dataclass_fields__


class Value:
    """What all values share."""

    __slots__ = ()
    __dataclass_fields__ = _Fields()
    if TYPE_CHECKING:  # each class has its own
        __match_args__: tuple[str, ...]
        _shown: tuple[str, ...]
        _compared: Callable[[object], Any]

    def __eq__(self, other: object) -> bool:
        if self.__class__ is not other.__class__:
            return NotImplemented
        return bool(self._compared(self) == self._compared(other))

    def __hash__(self) -> int:
        return hash(self._compared(self))

    def __repr__(self) -> str:
        shown = ", ".join(f"{name}={getattr(self, name)!r}" for name in self._shown)
        return f"{self.__class__.__qualname__}({shown})"

    def __setattr__(self, name: str, value: object) -> None:
        from dataclasses import FrozenInstanceError

        raise FrozenInstanceError(f"cannot assign to field '{name}'")

    def __delattr__(self, name: str) -> None:
        from dataclasses import FrozenInstanceError

        raise FrozenInstanceError(f"cannot delete field '{name}'")

    def __reduce__(self) -> tuple[type[Value], tuple[object, ...]]:
        return self.__class__, tuple([getattr(self, name) for name in self.__match_args__])


class _Ordered(Value):
    """A value that sorts by its fields."""

    __slots__ = ()

    def __lt__(self, other: Value) -> bool:
        return bool(self._compared(self) < self._compared(other))


def _value(*, frozen: bool, slots: bool, order: bool = False) -> Callable[[type], type]:
    """The decorator of a class of values; they are always frozen, and always have slots."""
    assert frozen
    assert slots

    def make(cls: type) -> type:
        own = tuple(cls.__annotations__)
        body = dict(vars(cls))
        given = {name: body.pop(name) for name in own if name in body}
        for name in ("__dict__", "__weakref__"):
            del body[name]
        fields = {name: value if isinstance(value, _Field) else _Field(value) for name, value in given.items()}
        compared = [name for name in own if name not in fields or fields[name].compare]
        body |= {
            "__slots__": own,
            "__match_args__": own,
            "_shown": tuple([name for name in own if name not in fields or fields[name].repr]),
            "_compared": attrgetter(*compared),
        }
        made = type(cls.__name__, (_Ordered if order else Value,), body)
        made.__init__ = _init(made, own, fields)  # type: ignore[misc]
        return made

    return make


def _init(cls: type, own: tuple[str, ...], fields: dict[str, _Field]) -> Callable[..., None]:
    """`__init__`: each slot's own setter is called, which is faster than `object.__setattr__`."""
    put = [getattr(cls, name).__set__ for name in own]
    count = len(own)
    defaults = tuple([fields.get(name, _NONE).default for name in own])
    plain = count  # from here on, each field has a default that is no factory
    while plain and defaults[plain - 1] is not _UNSET:
        plain -= 1

    def filled(given: tuple[object, ...], named: dict[str, object]) -> list[object]:
        values = list(given)
        for name in own[len(given) :]:
            field = fields.get(name, _NONE)
            value = named.pop(name, field.default)
            if value is _UNSET and field.factory is not None:
                value = field.factory()
            if value is _UNSET:
                raise TypeError(f"{cls.__name__} lacks '{name}'")
            values.append(value)
        if named or len(values) > count:
            raise TypeError(f"{cls.__name__} takes {', '.join(own)}")
        return values

    def init(self: object, *given: object, **named: object) -> None:
        if not named and plain <= len(given) <= count:
            given += defaults[len(given) :]
        values = given if len(given) == count and not named else filled(given, named)
        for set_, value in zip(put, values, strict=False):
            set_(self, value)

    return init


def _replace(value: Value, **changes: object) -> Value:
    """The value with some of its fields changed."""
    now = {name: getattr(value, name) for name in value.__match_args__}
    return value.__class__(**(now | changes))


if TYPE_CHECKING:
    from dataclasses import dataclass, field, replace
else:
    dataclass, field, replace = _value, _Field, _replace
