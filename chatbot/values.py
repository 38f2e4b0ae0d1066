"""Frozen values with slots: what `dataclasses` makes, in a tenth of its time.

A start makes some thirty classes of them. The standard library writes and compiles six methods for each, makes the
class twice, and loads `inspect` first, which together takes as long as all the rest of an answer. Here `__new__` is
written for each class and the rest is shared. To type checkers, and to `dataclasses.fields`, `replace` and `asdict`,
they are dataclasses.

An answer makes some sixty of them. A value is filled as an instance of its class's open twin, whose slots are set as
fast as any, and becomes one of the frozen class then: that takes two thirds of the time of going around the freeze.
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
        made.__new__ = _new(made, own, fields)  # type: ignore[assignment]
        return made

    return make


def _new(cls: type, own: tuple[str, ...], fields: dict[str, _Field]) -> Callable[..., object]:
    """`__new__`, written out: it fills an open twin and freezes it."""
    open_ = {"__setattr__": object.__setattr__, "__delattr__": object.__delattr__}
    twin = type(cls.__name__, cls.__bases__, {"__slots__": own, **open_})
    known: dict[str, Any] = {"_UNSET": _UNSET, "_make": object.__new__, "_twin": twin}
    taken, lines = [], []
    for name in own:
        value, field = name, fields.get(name)
        if field is not None:
            known[f"_default_{name}"] = field.default
            if field.factory is not None:
                known[f"_make_{name}"] = field.factory
                value = f"_make_{name}() if {name} is _UNSET else {name}"
        taken.append(name if field is None else f"{name}=_default_{name}")
        lines.append(f" self.{name} = {value}")
    body = [" self = _make(_twin)", *lines, " self.__class__ = cls", " return self"]
    exec(f"def __new__(cls, {', '.join(taken)}):\n" + "\n".join(body), known)  # noqa: S102  # names of our own fields
    new: Callable[..., object] = known["__new__"]
    return new


def _replace(value: Value, **changes: object) -> Value:
    """The value with some of its fields changed."""
    get = changes.pop
    made = value.__class__(*[get(name) if name in changes else getattr(value, name) for name in value.__match_args__])
    if changes:
        raise TypeError(f"no such field: {', '.join(changes)}")
    return made


if TYPE_CHECKING:
    from dataclasses import dataclass, field, replace
else:
    dataclass, field, replace = _value, _Field, _replace
