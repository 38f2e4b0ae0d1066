"""YAML becomes nodes with places, and nothing more: text stays text, and what a curator must not use is a problem.

Nodes are built from the parser's events. Composing deep nesting crashes the C composer, and the plain loaders turn
`no` into `False` and keep the last of two equal keys without a word.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from stat import S_ISREG
from typing import NamedTuple

import yaml

from chatbot.loading.places import LARGEST
from chatbot.problem import Place, Problem

DEEPEST = 12
"""Levels of nesting that are read; the deepest file of the shipped knowledge has 5."""

TOO_DEEP = f"nesting is deeper than {DEEPEST} levels", "flatten it"
DEPTH = "nesting depth"
"""What libyaml says of nesting that its scanner, which runs ahead of its parser, finds too deep."""

MOST = 300_000
"""Lists, mappings and texts of one file that are read; 15,000 phrasings take about 17,000."""

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Scalar(NamedTuple):
    """A text, with its place."""

    text: str
    place: Place
    plain: bool = False


class Items(NamedTuple):
    """A list of nodes, with its place."""

    items: tuple[Node, ...]
    place: Place


class Pairs(NamedTuple):
    """Keys with their nodes, in order, with the place of the first key."""

    pairs: tuple[tuple[Scalar, Node], ...]
    place: Place

    def get(self, key: str) -> Node | None:
        """The node under a key, or None."""
        return next((node for name, node in self.pairs if name.text == key), None)


Node = Scalar | Items | Pairs


class _Refused(Exception):  # noqa: N818  # no error of ours: it carries a problem to the door
    def __init__(self, problem: Problem) -> None:
        self.problem = problem


def text_of(path: Path, name: str) -> tuple[str, list[Problem]]:
    """The text of one file, or (with an empty one) why there is none. Only plain files of bounded size are opened."""
    try:
        state = path.stat()
        if state.st_size > LARGEST:
            return "", [Problem(name, 0, 0, "too-large", f"the file is over {LARGEST} bytes", "split it by subject")]
        if not S_ISREG(state.st_mode):
            return "", [Problem(name, 0, 0, "unreadable", "this is no plain file", "put a file there, or remove it")]
        return path.read_bytes().decode("utf-8"), []
    except UnicodeDecodeError as error:
        return "", [Problem(name, 0, 0, "not-utf8", f"byte {error.start} is not UTF-8", "save the file as UTF-8")]
    except OSError as error:
        why = error.strerror or "unreadable"
        return "", [Problem(name, 0, 0, "unreadable", f"the file cannot be read ({why})", "check that it exists")]


def parse(path: Path, name: str) -> tuple[Node | None, list[Problem]]:
    """The root node of one YAML file (None: nothing was read), and every problem found in it.

    `name` is how problems call the file.
    """
    text, problems = text_of(path, name)
    if problems:
        return None, problems
    try:
        events = _Events(yaml.parse(text, Loader=_Loader), name, problems)
        return events.document(), problems
    except _Refused as refused:
        return None, [*problems, refused.problem]
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        if DEPTH in (error.problem or ""):
            return None, [*problems, Problem(name, line, column, "too-deep", *TOO_DEEP)]
        what = f"not valid YAML ({error.problem or error.context})"
    except yaml.YAMLError as error:
        line, column, what = 0, 0, f"not valid YAML ({str(error).splitlines()[0]})"
    hint = "check indentation and quotes here; a text that holds ': ' or begins with a sign stands in quotes"
    return None, [*problems, Problem(name, line, column, "yaml", what, hint)]


class _Events:
    """Builds nodes from parser events; holds where it is in the stream."""

    def __init__(self, events: Iterator[yaml.Event], name: str, problems: list[Problem]) -> None:
        self._events = events
        self._name = name
        self._problems = problems
        self._count = 0

    def document(self) -> Node | None:
        root: Node | None = None
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent) and root is not None:
                self._refuse(event, "documents", "a second document begins here", "keep one document a file")
            if isinstance(event, (yaml.ScalarEvent, yaml.SequenceStartEvent, yaml.MappingStartEvent, yaml.AliasEvent)):
                root = self._node(event, 1)
        if isinstance(root, Scalar) and not root.text:
            return None
        return root

    def _node(self, event: yaml.Event, depth: int) -> Node:
        place = self._place(event)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            self._refuse(event, "anchor", "anchors and aliases are not used here", "write the value out")
        tag = getattr(event, "tag", None)
        if tag and tag != "!":
            self._refuse(event, "tag", f"the tag {tag} is not used here", "remove it; every value is text")
        if depth > DEEPEST:
            self._refuse(event, "too-deep", *TOO_DEEP)
        self._count += 1
        if self._count > MOST:
            self._refuse(event, "too-large", f"the file holds over {MOST} values", "split it by subject")
        if isinstance(event, yaml.ScalarEvent):
            return Scalar(event.value, place, event.style in (None, ""))
        if isinstance(event, yaml.SequenceStartEvent):
            items: list[Node] = []
            while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
                items.append(self._node(event, depth + 1))
            return Items(tuple(items), place)
        return self._pairs(place, depth)

    def _pairs(self, place: Place, depth: int) -> Pairs:
        pairs: list[tuple[Scalar, Node]] = []
        seen: dict[str, Place] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            key = self._node(event, depth + 1)
            value = self._node(next(self._events), depth + 1)
            if not isinstance(key, Scalar):
                hint = "write a plain key"
                self._problems.append(self._problem(key.place, "key", "a key is a list or a mapping", hint))
            elif key.text in seen:
                message = f"the key '{key.text}' stands twice (first on line {seen[key.text].line})"
                self._problems.append(self._problem(key.place, "duplicate-key", message, "keep one of them"))
            else:
                seen[key.text] = key.place
                pairs.append((key, value))
        return Pairs(tuple(pairs), place)

    def _place(self, event: yaml.Event) -> Place:
        mark = event.start_mark
        return Place(self._name, mark.line + 1, mark.column + 1) if mark else Place(self._name, 0, 0)

    def _problem(self, place: Place, code: str, message: str, hint: str) -> Problem:
        return Problem(place.file, place.line, place.column, code, message, hint)

    def _refuse(self, event: yaml.Event, code: str, message: str, hint: str) -> None:
        raise _Refused(self._problem(self._place(event), code, message, hint))


def quoted(text: str) -> str:
    """The text in double quotes, as YAML reads it; what cannot be seen is escaped."""
    return "".join(c if c.isprintable() else _escape(c) for c in json.dumps(text, ensure_ascii=False))


def _escape(char: str) -> str:
    return f"\\u{ord(char):04x}" if ord(char) < 0x10000 else f"\\U{ord(char):08x}"
