"""YAML nodes become records: mappings that hold what their field table says, and nothing else."""

import re
from collections.abc import Collection, Container, Iterable, Iterator, Sequence
from datetime import date
from heapq import nsmallest
from typing import Any, NamedTuple

from chatbot.answering.values import DATE
from chatbot.loading.fields import EACH, Field
from chatbot.loading.nodes import TRAPS, Items, Node, Pairs, Scalar
from chatbot.problem import Place, Problem
from chatbot.reading.lexicon import did_you_mean
from chatbot.reading.normalize import one_line

ID = re.compile(r"[\w.+-]+")
"""How an id is written: letters, digits, dots and hyphens."""
ADDRESS = re.compile(r"https?://[^\s/]+\.[^\s/.]+[^\s]*")
SIZE = re.compile(r"[1-9][0-9]{0,17}")
NUMBER = re.compile(r"-?[0-9]{1,12}")

FORMS: dict[str, tuple[tuple[type[Node], ...], str]] = {
    "text": ((Scalar,), "a text"),
    "date": ((Scalar,), "a date"),
    "flag": ((Scalar,), "true or false"),
    "texts": ((Items,), "a list"),
    "lines": ((Items,), "a block with one text a line, or a list"),
    "value": ((Scalar, Items), "a text or a list"),
    "map": ((Pairs,), "a mapping"),
    "number": ((Scalar,), "a whole number"),
    "numbers": ((Pairs,), "a mapping to numbers"),
    "lists": ((Pairs,), "a mapping of lists"),
    "records": ((Pairs, Items), "a mapping or a list"),
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
        read = {"flag": self.flag, "texts": self.strings, "lines": self.strings}
        forms = ("text", "date", "flag", "texts", "lines")
        held = [field for field in self.fields if field.name in names and field.form in forms]
        return {field.name: read.get(field.form, self.text)(field.name) for field in held}


def tongues(node: Node, fields: tuple[Field, ...], languages: Sequence[str]) -> Iterator[Problem]:
    """What is wrong with the languages of a record's fields: one that is not spoken, or none where each differs."""
    known = {field.name: field for field in fields if field.spoken}
    for key, value in node.pairs if isinstance(node, Pairs) else ():
        if (field := known.get(key.text)) is None:
            continue
        if isinstance(value, Pairs) and _by_language(field, value, languages):
            for tag, _ in value.pairs:
                if tag.text not in languages:
                    hint = nearest(tag.text, languages, f"bot.yaml lists {', '.join(languages)}")
                    yield tag.place.problem("unknown-language", f"'{tag.text}' is no language of this folder", hint)
        elif field.spoken == EACH and len(languages) > 1:
            message = f"'{field.name}' does not say which language it is in"
            yield value.place.problem("which-language", message, f"write '{languages[0]}:' before it, one line below")


def _by_language(field: Field, value: Pairs, languages: Sequence[str]) -> bool:
    """Whether a mapping goes from language to text; where the field itself is a mapping, one must be spoken here."""
    tags = {tag.text for tag, _ in value.pairs}
    return not tags.isdisjoint(languages) or (field.form not in ("map", "lists") and bool(tags))


def localized(node: Node, fields: tuple[Field, ...], language: str, languages: Sequence[str]) -> Node:
    """A record as one language says it: where a field goes from language to text, that text; blocks become lines."""
    if not isinstance(node, Pairs):
        return node
    known = {field.name: field for field in fields}
    pairs: list[tuple[Scalar, Node]] = []
    for key, value in node.pairs:
        field, own = known.get(key.text), value
        if field is not None:
            if field.spoken and isinstance(value, Pairs) and _by_language(field, value, languages):
                if (said := value.get(language)) is None:
                    continue
                own = said
            if field.form == "lines" and isinstance(own, Scalar) and own.inner:
                own = Items(tuple(own.lines()), own.place)
        pairs.append((key, own))
    return Pairs(tuple(pairs), node.place)


def listed(root: Node | None) -> tuple[Node, ...]:
    """The records of a file that holds one or a list of them."""
    return () if root is None else root.items if isinstance(root, Items) else (root,)


MOST_NEAR = 1_000
"""Names among which the nearest is looked for: a folder may hold as many mistakes as it holds names."""


def nearest(name: str, choices: Collection[str], otherwise: str) -> str:
    """The hint at the name that was meant, or what else to do."""
    near = did_you_mean(name, choices) if len(choices) <= MOST_NEAR else None
    return f"did you mean '{near}'?" if near else otherwise


TODO = "TODO"
"""What stands where a curator has to write."""

ENTRY = {"topic": "entry"}
"""What a curator calls what the code calls otherwise."""


def unknown(nodes: Iterable[Scalar], what: str, choices: Collection[str]) -> Iterator[Problem]:
    """The references that lead nowhere."""
    some = None
    for node in nodes:
        if node.text not in choices and node.text != TODO:
            some = some or _some(choices)
            hint = nearest(node.text, choices, f"known: {some}")
            yield node.place.problem(f"unknown-{what}", f"there is no {ENTRY.get(what, what)} '{node.text}'", hint)


def _some(names: Collection[str]) -> str:
    """A few of the names that there are."""
    return ", ".join(nsmallest(8, names)) or "none" if len(names) <= MOST_NEAR else f"{len(names)} names"


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
    for id_ in Record(node).one("id"):
        if not ID.fullmatch(id_.text):
            hint = "write letters, digits, dots and hyphens, without spaces or invisible signs"
            problems.append(id_.place.problem("bad-id", f"{id_.text!a} is no id", hint))
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


def mapping(root: Node, form: str, name: str, problems: list[Problem]) -> Pairs:
    """A file that is one mapping, as a record that holds it under a name; what is wrong in it goes to `problems`."""
    if not isinstance(root, Pairs):
        problems.append(root.place.problem("not-a-mapping", "a mapping is expected here", "write key: value lines"))
        return Pairs((), root.place)
    held = Pairs(((Scalar(name, root.place), root),), root.place)
    record(held, (Field(name, form, name),), problems)
    return held


def _form(field: Field, value: Node) -> Iterator[Problem]:
    kinds, shape = FORMS[field.form]
    if isinstance(value, Pairs) and value.cut:
        return  # it is a problem already
    if not isinstance(value, kinds):
        yield value.place.problem("wrong-form", f"'{field.name}' must be {shape}", f"it is {field.about}")
    elif field.form == "records":
        pass  # each is read by a table of its own
    elif not isinstance(value, Pairs):
        yield from _texts(field, value)
    else:
        for key, inner in value.pairs:
            if key.plain and key.text.lower() in TRAPS:
                yield trap(key)
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
    if not any(char not in " \t\n" and (char.isprintable() or char.isspace()) for char in value.text):
        yield value.place.problem("empty", f"'{field.name}' holds an empty text", "write it, or remove the line")
    elif field.form == "flag":
        if value.text not in ("true", "false"):
            yield value.place.problem("wrong-form", f"'{field.name}' must be true or false", "write true or false")
    elif value.plain and value.text.lower() in TRAPS and field.form != "value":
        yield trap(value)
    elif field.form == "date" and not is_date(value.text):
        hint = "write year, year-month or year-month-day, such as 2026-03-31"
        yield value.place.problem("date", f"'{value.text}' is no date", hint)
    elif field.form in ("number", "numbers") and not NUMBER.fullmatch(value.text):
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


def trap(value: Scalar) -> Problem:
    """A plain word that other YAML readers take for something else."""
    message = f"the plain word {value.text} means something else to other YAML readers"
    return value.place.problem("yaml-trap", message, f"write it in quotes: '{value.text}'")


def _unknown_key(key: Scalar, known: Collection[str]) -> Problem:
    hint = nearest(key.text, known, f"known keys: {', '.join(known)}")
    return key.place.problem("unknown-key", f"the key '{key.text}' is not known here", hint)
