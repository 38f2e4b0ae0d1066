"""YAML nodes become records: mappings that hold what their field table says, and nothing else."""

import re
from collections.abc import Collection, Container, Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

from chatbot.loading.fields import Field
from chatbot.loading.nodes import TRAPS, Items, Node, Pairs, Scalar
from chatbot.problem import Place, Problem
from chatbot.reading.lexicon import did_you_mean
from chatbot.reading.normalize import one_line

DATE = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}")
NUMBER = re.compile(r"-?[0-9]{1,9}")

FORMS: dict[str, tuple[type[Node], str]] = {
    "text": (Scalar, "a text"),
    "date": (Scalar, "a date"),
    "flag": (Scalar, "true or false"),
    "texts": (Items, "a list"),
    "map": (Pairs, "a mapping"),
    "numbers": (Pairs, "a mapping to numbers"),
    "lists": (Pairs, "a mapping of lists"),
}
"""The node that holds each form, and what a curator calls it."""


class Record(NamedTuple):
    """A mapping that was read by a field table."""

    node: Pairs
    fields: tuple[Field, ...] = ()

    @property
    def place(self) -> Place:
        """Where it begins."""
        return self.node.place

    def at(self, key: str) -> Place:
        """Where the value of a key begins, or the record."""
        node = self.node.get(key)
        return node.place if node else self.place

    def one(self, key: str) -> tuple[Scalar, ...]:
        """The text under a key with its place, if there is one."""
        node = self.node.get(key)
        return (node,) if isinstance(node, Scalar) and node.text else ()

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

    def strings(self, key: str) -> tuple[str, ...]:
        """The same, without their places."""
        return tuple(text.text for text in self.texts(key))

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

    def values(self, names: Container[str]) -> dict[str, Any]:
        """What stands under those keys, as their fields' forms say: a text, whether it is `true`, or texts."""
        read = {"flag": self.flag, "texts": self.strings}
        forms = ("text", "date", "flag", "texts")
        held = [field for field in self.fields if field.name in names and field.form in forms]
        return {field.name: read.get(field.form, self.text)(field.name) for field in held}


def nearest(name: str, choices: Iterable[str], otherwise: str) -> str:
    """The hint at the name that was meant, or what else to do."""
    near = did_you_mean(name, choices)
    return f"did you mean '{near}'?" if near else otherwise


def unknown(nodes: Iterable[Scalar], what: str, choices: Collection[str]) -> Iterator[Problem]:
    """The references that lead nowhere."""
    for node in nodes:
        if node.text not in choices:
            hint = nearest(node.text, choices, f"known: {', '.join(sorted(choices)[:8]) or 'none'}")
            yield node.place.problem(f"unknown-{what}", f"there is no {what} '{node.text}'", hint)


def record(node: Node, fields: tuple[Field, ...], problems: list[Problem]) -> Record | None:
    """The node as a record, or None when it is no mapping; every field that is wrong is added to `problems`."""
    if not isinstance(node, Pairs):
        problems.append(node.place.problem("not-a-mapping", "a mapping is expected here", "write key: value lines"))
        return None
    known = {field.name: field for field in fields}
    for key, value in node.pairs:
        if key.text not in known:
            problems.append(_unknown_key(key, known))
        else:
            problems.extend(_form(known[key.text], value))
    for name, field in known.items():
        if field.required and node.get(name) is None:
            hint = f"add '{name}': {field.about}"
            problems.append(node.place.problem("missing-key", f"the key '{name}' is missing", hint))
    return Record(node, fields)


def records(root: Node | None, fields: tuple[Field, ...], problems: list[Problem]) -> Iterator[Record]:
    """The records of a list."""
    if root is None:
        return
    if not isinstance(root, Items):
        problems.append(root.place.problem("not-a-list", "a list is expected here", "begin each entry with '- '"))
        return
    for node in root.items:
        if (read := record(node, fields, problems)) is not None:
            yield read


def parts(root: Node | None, names: tuple[str, ...], problems: list[Problem]) -> dict[str, Node]:
    """The nodes under the names that a file may hold; what else it holds is added to `problems`."""
    if root is not None and not isinstance(root, Pairs):
        hint = f"write {' and '.join(f'{name}:' for name in names)}"
        problems.append(root.place.problem("not-a-mapping", "a mapping is expected here", hint))
        return {}
    for key, _ in root.pairs if root else ():
        if key.text not in names:
            hint = f"known keys: {', '.join(names)}"
            problems.append(key.place.problem("unknown-key", f"the key '{key.text}' is not known here", hint))
    return {key.text: node for key, node in root.pairs} if root else {}


def _form(field: Field, value: Node) -> Iterator[Problem]:
    kind, shape = FORMS[field.form]
    if not isinstance(value, kind):
        yield value.place.problem("wrong-form", f"'{field.name}' must be {shape}", f"it is {field.about}")
    elif not isinstance(value, Pairs):
        yield from _texts(field, value)
    else:
        for key, inner in value.pairs:
            if key.plain and key.text.lower() in TRAPS:
                yield _trap(key)
            if field.keys and key.text not in field.keys:
                yield _unknown_key(key, field.keys)
            if field.form == "lists" and not isinstance(inner, Items):
                yield inner.place.problem("wrong-form", f"'{key.text}' must be a list", "begin each line with '- '")
            elif field.form != "lists" and not isinstance(inner, Scalar):
                yield inner.place.problem("wrong-form", f"'{key.text}' must be a text", "write it on one line")
            else:
                yield from _texts(field, inner)


def _texts(field: Field, value: Node) -> Iterator[Problem]:
    """What is wrong with a text, or with the texts of a list."""
    if isinstance(value, Items) and not value.items:
        yield value.place.problem("empty", f"'{field.name}' is an empty list", "add to it, or remove the key")
    for one in value.items if isinstance(value, Items) else (value,):
        if isinstance(one, Scalar):
            yield from _scalar(field, one)
        else:
            yield one.place.problem("wrong-form", f"each of '{field.name}' must be a text", "quote it if it holds ': '")


def _scalar(field: Field, value: Scalar) -> Iterator[Problem]:
    if not value.text.strip(" \t\n"):
        yield value.place.problem("empty", f"'{field.name}' holds an empty text", "write it, or remove the line")
    elif field.form == "flag":
        if value.text not in ("true", "false"):
            yield value.place.problem("wrong-form", f"'{field.name}' must be true or false", "write true or false")
    elif value.plain and value.text.lower() in TRAPS:
        yield _trap(value)
    elif field.form == "date" and not is_date(value.text):
        hint = "write year, year-month or year-month-day, such as 2026-03-31"
        yield value.place.problem("date", f"'{value.text}' is no date", hint)
    elif field.form == "numbers" and not NUMBER.fullmatch(value.text):
        yield value.place.problem("wrong-form", f"'{value.text}' is no whole number", "write it in digits")


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
    return value.place.problem("yaml-trap", message, f"write it in quotes: '{value.text}'")


def _unknown_key(key: Scalar, known: Collection[str]) -> Problem:
    hint = nearest(key.text, known, f"known keys: {', '.join(known)}")
    return key.place.problem("unknown-key", f"the key '{key.text}' is not known here", hint)
