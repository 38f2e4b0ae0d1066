"""YAML nodes become records: mappings that hold what their field table says, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import NamedTuple

from chatbot.loading.fields import Field
from chatbot.loading.nodes import Items, Node, Pairs, Scalar
from chatbot.problem import Place, Problem
from chatbot.reading.lexicon import did_you_mean
from chatbot.reading.normalize import one_line

TRAPS = {"yes", "no", "on", "off", "true", "false", "null", "~", "y", "n"}
"""Plain words that other YAML readers turn into something else."""

DATE = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}")
NUMBER = re.compile(r"-?[0-9]{1,9}")


FORMS: dict[str, type[Node]] = {
    "text": Scalar,
    "date": Scalar,
    "flag": Scalar,
    "texts": Items,
    "map": Pairs,
    "numbers": Pairs,
    "lists": Pairs,
}
SHAPES = {
    "text": "a text",
    "date": "a date",
    "flag": "true or false",
    "texts": "a list",
    "map": "a mapping",
    "numbers": "a mapping to numbers",
    "lists": "a mapping of lists",
}


class Record(NamedTuple):
    """A mapping that was read by a field table."""

    node: Pairs

    @property
    def place(self) -> Place:
        """Where it begins."""
        return self.node.place

    def at(self, key: str) -> Place:
        """Where the value of a key begins, or the record."""
        node = self.node.get(key)
        return node.place if node else self.place

    def text(self, key: str) -> str:
        """The text under a key, on one line, or empty."""
        node = self.node.get(key)
        return one_line(node.text) if isinstance(node, Scalar) else ""

    def flag(self, key: str) -> bool:
        """Whether the text under a key is `true`."""
        return self.text(key) == "true"

    def texts(self, key: str) -> tuple[Scalar, ...]:
        """The texts of the list under a key."""
        node = self.node.get(key)
        return tuple(i for i in node.items if isinstance(i, Scalar) and i.text) if isinstance(node, Items) else ()

    def map(self, key: str) -> dict[str, Scalar]:
        """The texts of the mapping under a key."""
        node = self.node.get(key)
        pairs = node.pairs if isinstance(node, Pairs) else ()
        return {name.text: value for name, value in pairs if isinstance(value, Scalar)}

    def lists(self, key: str) -> dict[str, tuple[Scalar, ...]]:
        """The lists of the mapping under a key."""
        node = self.node.get(key)
        pairs = node.pairs if isinstance(node, Pairs) else ()
        return {
            name.text: tuple(i for i in value.items if isinstance(i, Scalar))
            for name, value in pairs
            if isinstance(value, Items)
        }


def problem(place: Place, code: str, message: str, hint: str, severity: str = "error") -> Problem:
    """A problem at a place."""
    return Problem(place.file, place.line, place.column, code, message, hint, severity)


def unknown(node: Scalar, what: str, code: str, choices: Iterable[str]) -> Problem:
    """The problem of a reference that leads nowhere."""
    near = did_you_mean(node.text, choices)
    hint = f"did you mean '{near}'?" if near else f"known: {', '.join(sorted(choices)[:8])}"
    return problem(node.place, code, f"there is no {what} '{node.text}'", hint)


def record(node: Node, fields: tuple[Field, ...], problems: list[Problem]) -> Record | None:
    """The node as a record, or None when it is no mapping; every field that is wrong is added to `problems`."""
    if not isinstance(node, Pairs):
        problems.append(problem(node.place, "not-a-mapping", "a mapping is expected here", "write key: value lines"))
        return None
    known = {field.name: field for field in fields}
    for key, value in node.pairs:
        if key.text not in known:
            problems.append(_unknown(key, known))
        else:
            problems.extend(_form(known[key.text], value))
    for name, field in known.items():
        if field.required and node.get(name) is None:
            hint = f"add '{name}': {field.about}"
            problems.append(problem(node.place, "missing-key", f"the key '{name}' is missing", hint))
    return Record(node)


def records(root: Node | None, fields: tuple[Field, ...], problems: list[Problem]) -> Iterator[Record]:
    """The records of a list."""
    if root is None:
        return
    if not isinstance(root, Items):
        problems.append(problem(root.place, "not-a-list", "a list is expected here", "begin each entry with '- '"))
        return
    for node in root.items:
        if (read := record(node, fields, problems)) is not None:
            yield read


def _form(field: Field, value: Node) -> Iterator[Problem]:
    if not isinstance(value, FORMS[field.form]):
        message = f"'{field.name}' must be {SHAPES[field.form]}"
        yield problem(value.place, "wrong-form", message, f"it is {field.about}")
    elif isinstance(value, Scalar):
        yield from _scalar(field, value)
    elif isinstance(value, Items):
        yield from _items(field, value)
    else:
        for key, inner in value.pairs:
            if key.plain and key.text.lower() in TRAPS:
                yield _trap(key)
            if field.keys and key.text not in field.keys:
                yield _unknown(key, field.keys)
            if field.form == "lists":
                if isinstance(inner, Items):
                    yield from _items(field, inner)
                else:
                    yield problem(
                        inner.place, "wrong-form", f"'{key.text}' must be a list", "begin each line with '- '"
                    )
            elif isinstance(inner, Scalar):
                yield from _scalar(field, inner)
            else:
                yield problem(inner.place, "wrong-form", f"'{key.text}' must be a text", "write it on one line")


def _items(field: Field, value: Items) -> Iterator[Problem]:
    if not value.items:
        yield problem(value.place, "empty", f"'{field.name}' is an empty list", "add to it, or remove the key")
    for item in value.items:
        if isinstance(item, Scalar):
            yield from _scalar(field, item)
        else:
            yield problem(
                item.place, "wrong-form", f"each of '{field.name}' must be a text", "quote it if it holds ': '"
            )


def _scalar(field: Field, value: Scalar) -> Iterator[Problem]:
    if not value.text.strip(" \t\n"):
        yield problem(value.place, "empty", f"'{field.name}' holds an empty text", "write it, or remove the line")
    elif field.form == "flag":
        if value.text not in ("true", "false"):
            yield problem(value.place, "wrong-form", f"'{field.name}' must be true or false", "write true or false")
    elif value.plain and value.text.lower() in TRAPS:
        yield _trap(value)
    elif field.form == "date" and not is_date(value.text):
        hint = "write year, year-month or year-month-day, such as 2026-03-31"
        yield problem(value.place, "date", f"'{value.text}' is no date", hint)
    elif field.form == "numbers" and not NUMBER.fullmatch(value.text):
        yield problem(value.place, "wrong-form", f"'{value.text}' is no whole number", "write it in digits")


def is_date(text: str) -> bool:
    """Whether a text is a day, a month or a year of the calendar, in the order of ISO 8601."""
    if not DATE.fullmatch(text):
        return False
    try:
        date.fromisoformat(text + "-01-01"[len(text) - len("2026") :])
    except ValueError:
        return False
    return True


def _trap(value: Scalar) -> Problem:
    message = f"the plain word {value.text} means something else to other YAML readers"
    return problem(value.place, "yaml-trap", message, f"write it in quotes: '{value.text}'")


def _unknown(key: Scalar, known: Collection[str]) -> Problem:
    near = did_you_mean(key.text, known)
    hint = f"did you mean '{near}'?" if near else f"known keys: {', '.join(known)}"
    return problem(key.place, "unknown-key", f"the key '{key.text}' is not known here", hint)
