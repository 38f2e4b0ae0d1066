"""YAML becomes nodes with places, and nothing more: text stays text, and what a curator must not use is a problem.

Nodes are built from the parser's events. Composing deep nesting crashes the C composer, and the plain loaders turn
`no` into `False` and keep the last of two equal keys without a word.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from stat import S_ISREG
from typing import Any, NamedTuple

import yaml

from chatbot.loading.folders import LARGEST
from chatbot.problem import KnowledgeError, Place, Problem

DEEPEST = 12
"""Levels of nesting that are read; the deepest file of the shipped knowledge has 5."""

TOO_DEEP = f"nesting is deeper than {DEEPEST} levels", "flatten it"
DEPTH = "nesting depth"
"""What libyaml says of nesting that its scanner, which runs ahead of its parser, finds too deep."""

MOST = 300_000
"""Lists, mappings and texts of one file that are read; 15,000 phrasings take about 17,000."""

TRAPS = {"yes", "no", "on", "off", "true", "false", "null", "~", "y", "n"}
"""Plain words that other YAML readers turn into something else."""

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Scalar(NamedTuple):
    """A text, with its place."""

    text: str
    place: Place
    plain: bool = False


class Items(NamedTuple):
    """A list of nodes, with its place."""

    items: tuple["Node", ...]
    place: Place


class Pairs(NamedTuple):
    """Keys with their nodes, in order, with the place of the first key."""

    pairs: tuple[tuple[Scalar, "Node"], ...]
    place: Place

    def get(self, key: str) -> "Node | None":
        """The node under a key, or None."""
        return next((node for name, node in self.pairs if name.text == key), None)


Node = Scalar | Items | Pairs


def text_of(path: Path, name: str) -> tuple[str, list[Problem]]:
    """The text of one file, or (with an empty one) why there is none. Only plain files of bounded size are opened."""
    whole = Place(name)
    try:
        state = path.stat()
        if state.st_size > LARGEST:
            return "", [whole.problem("too-large", f"the file is over {LARGEST} bytes", "split it by subject")]
        if not S_ISREG(state.st_mode):
            return "", [whole.problem("unreadable", "this is no plain file", "put a file there, or remove it")]
        return path.read_bytes().decode("utf-8"), []
    except UnicodeDecodeError as error:
        return "", [whole.problem("not-utf8", f"byte {error.start} is not UTF-8", "save the file as UTF-8")]
    except OSError as error:
        why = error.strerror or "unreadable"
        return "", [whole.problem("unreadable", f"the file cannot be read ({why})", "check that it exists")]


def parse(path: Path, name: str) -> tuple[Node | None, list[Problem]]:
    """The root node of one YAML file (None: nothing was read), and every problem found in it.

    `name` is how problems call the file.
    """
    text, problems = text_of(path, name)
    if problems:
        return None, problems
    try:
        events = _Events(_events=yaml.parse(text, Loader=_Loader), _name=name, _problems=problems)
        return events.document(), problems
    except KnowledgeError as refused:
        return None, [*problems, *refused.problems]
    except yaml.MarkedYAMLError as error:
        place, why = _place(name, error.problem_mark or error.context_mark), error.problem or error.context
        if DEPTH in (error.problem or ""):
            return None, [*problems, place.problem("too-deep", *TOO_DEEP)]
    except yaml.YAMLError as error:
        place, why = Place(name), str(error).splitlines()[0]
    hint = "check indentation and quotes here; a text that holds ': ' or begins with a sign stands in quotes"
    return None, [*problems, place.problem("yaml", f"not valid YAML ({why})", hint)]


def _place(name: str, mark: Any) -> Place:
    return Place(file=name, line=mark.line + 1, column=mark.column + 1) if mark else Place(name)


@dataclass
class _Events:
    """Builds nodes from parser events; holds where it is in the stream."""

    _events: Iterator[yaml.Event]
    _name: str
    _problems: list[Problem]
    _count: int = 0

    def document(self) -> "Node | None":
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
        place = _place(self._name, event.start_mark)
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
            return Scalar(text=event.value, place=place, plain=event.style in (None, ""))
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
                self._problems.append(key.place.problem("key", "a key is a list or a mapping", "write a plain key"))
            elif key.text in seen:
                message = f"the key '{key.text}' stands twice (first on line {seen[key.text].line})"
                self._problems.append(key.place.problem("duplicate-key", message, "keep one of them"))
            else:
                seen[key.text] = key.place
                pairs.append((key, value))
        return Pairs(tuple(pairs), place)

    def _refuse(self, event: yaml.Event, code: str, message: str, hint: str) -> None:
        raise KnowledgeError([_place(self._name, event.start_mark).problem(code, message, hint)])


_WORD = re.compile(r"[a-z][a-z_-]*")


class _Dumper(yaml.SafeDumper):
    """Writes YAML that `parse` takes: no anchors, and every text in double quotes that is no plain word."""

    def ignore_aliases(self, _: object) -> bool:
        return True

    def text(self, text: str) -> yaml.ScalarNode:
        plain = _WORD.fullmatch(text) and text not in TRAPS
        shown = text.encode("utf-8", "replace").decode("utf-8")
        return self.represent_scalar("tag:yaml.org,2002:str", shown, None if plain else '"')


_Dumper.add_representer(str, _Dumper.text)


def written(values: Any) -> str:
    """Lists, mappings and texts as the text of a YAML file, which `parse` reads as the same values."""
    return yaml.dump(values, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10**9)
