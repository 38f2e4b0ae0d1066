"""YAML becomes nodes with places, and nothing more: text stays text, and what a curator must not use is a problem.

Nodes are built from the parser's events. Composing deep nesting crashes the C composer, and the plain loaders turn
`no` into `False` and keep the last of two equal keys without a word.
"""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from chatbot.loading.folders import text_of
from chatbot.problem import KnowledgeError, Place, Problem

DEEPEST = 12
"""Levels of nesting that are read; the deepest file of the shipped knowledge has 5."""

TOO_DEEP = "too-deep", f"nesting is deeper than {DEEPEST} levels", "flatten it"
SAID = {
    "nesting depth": TOO_DEEP,
    "mapping values are not allowed": (
        *("colon", "a text that holds ': ' is read as a key and its value"),
        "write it in a block: | and the text on the next line, or in quotes",
    ),
}
"""What libyaml says of a mistake, and what it means. Its scanner finds deep nesting, ahead of the parser."""

CUT = "write it in quotes, or in a block: | and the text on the next line"

MOST = 300_000
"""Lists, mappings and texts of one file that are read; 15,000 phrasings take about 17,000."""

TRAPS = {"yes", "no", "on", "off", "true", "false", "null", "~", "y", "n"}
"""Plain words that other YAML readers turn into something else."""

COMMENT = "#"
"""Begins a line of a block that is no text but a curator's remark."""

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Scalar(NamedTuple):
    """A text, with its place."""

    text: str
    place: Place
    plain: bool = False
    inner: Place | None = None
    """Of a block: where its first line begins."""

    def lines(self) -> Iterator["Scalar"]:
        """The lines of a block that are neither blank nor a comment, each with its own place."""
        for number, line in enumerate(self.text.split("\n") if self.inner else ()):
            text = line.strip()
            if text and not text.startswith(COMMENT) and self.inner:
                column = self.inner.column + len(line) - len(line.lstrip())
                yield Scalar(
                    text=text, place=Place(self.inner.file, line=self.inner.line + number, column=column), plain=False
                )


class Items(NamedTuple):
    """A list of nodes, with its place."""

    items: tuple["Node", ...]
    place: Place


class Pairs(NamedTuple):
    """Keys with their nodes, in order, with the place of the first key."""

    pairs: tuple[tuple[Scalar, "Node"], ...]
    place: Place
    cut: bool = False
    """Whether it is what YAML made of a text without quotes, which is a problem already."""

    def get(self, key: str) -> "Node | None":
        """The node under a key, or None."""
        return next((node for name, node in self.pairs if name.text == key), None)


Node = Scalar | Items | Pairs


def parse(path: Path, name: str) -> tuple[Node | None, list[Problem]]:
    """The root node of one YAML file (None: nothing was read), and every problem found in it.

    `name` is how problems call the file.
    """
    text, problems = text_of(path, name)
    if problems:
        return None, problems
    try:
        events = _Events(
            _events=yaml.parse(text, Loader=_Loader), _name=name, _problems=problems, _lines=text.splitlines()
        )
        return events.document(), problems
    except KnowledgeError as refused:
        return None, [*problems, *refused.problems]
    except yaml.MarkedYAMLError as error:
        place, why = _place(name, error.problem_mark or error.context_mark), error.problem or error.context
        known = next((known for said, known in SAID.items() if said in (error.problem or "")), None)
        if known:
            return None, [*problems, place.problem(*known)]
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
    _lines: list[str]
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
            self._refuse(event, *TOO_DEEP)
        self._count += 1
        if self._count > MOST:
            self._refuse(event, "too-large", f"the file holds over {MOST} values", "split it by subject")
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event, place)
        if isinstance(event, yaml.SequenceStartEvent):
            items: list[Node] = []
            while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
                items.append(self._node(event, depth + 1))
            return Items(tuple(items), place)
        return self._pairs(place, depth, flow=bool(getattr(event, "flow_style", False)))

    def _scalar(self, event: yaml.ScalarEvent, place: Place) -> Scalar:
        """A text; one that YAML would cut, or fold into one line, is a problem."""
        plain = event.style in (None, "")
        if event.style == ">":
            message = "a block that begins with > is folded into one line"
            self._problems.append(place.problem("folded-block", message, "begin it with |"))
        end = _place(self._name, event.end_mark)
        rest = self._lines[end.line - 1][end.column - 1 :] if plain and end.line <= len(self._lines) else ""
        prose = " " in event.value or rest.lstrip(" ")[1:2].strip()
        if prose and rest.lstrip(" ").startswith(COMMENT):
            message = f"the text ends before '{rest.strip()[:20]}'"
            self._problems.append(end.problem("cut-text", message, CUT))
        return Scalar(text=event.value, place=place, plain=plain, inner=self._inner(event, place))

    def _inner(self, event: yaml.ScalarEvent, place: Place) -> Place | None:
        """Where the first line of a block begins: its lines have lost what they are moved in by."""
        if event.style != "|":
            return None
        rest = (line for line in islice(self._lines, place.line, None) if line.strip())
        line = next(rest, "")
        return Place(self._name, line=place.line + 1, column=len(line) - len(line.lstrip()) + 1)

    def _pairs(self, place: Place, depth: int, *, flow: bool) -> Pairs:
        pairs: list[tuple[Scalar, Node]] = []
        cut = False
        seen: dict[str, Place] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            key = self._node(event, depth + 1)
            after = next(self._events)
            value = self._node(after, depth + 1)
            if flow and isinstance(key, Scalar) and _place("", after.start_mark) == _place("", after.end_mark):
                message = f"a text in {{…}} or […] is cut, or stands without quotes, at '{key.text}'"
                self._problems.append(key.place.problem("cut-text", message, CUT))
                cut = True
            elif not isinstance(key, Scalar):
                self._problems.append(key.place.problem("key", "a key is a list or a mapping", "write a plain key"))
            elif key.text in seen:
                message = f"the key '{key.text}' stands twice (first on line {seen[key.text].line})"
                self._problems.append(key.place.problem("duplicate-key", message, "keep one of them"))
            else:
                seen[key.text] = key.place
                pairs.append((key, value))
        return Pairs(tuple(pairs), place, cut=cut)

    def _refuse(self, event: yaml.Event, code: str, message: str, hint: str) -> None:
        raise KnowledgeError([_place(self._name, event.start_mark).problem(code, message, hint)])


SURROGATE = re.compile("[\ud800-\udfff]")
"""What stands in a file's name for a byte that is not UTF-8."""


@dataclass
class Folder:
    """A folder being read: collects problems, and the bytes that the digest is of."""

    path: Path
    problems: list[Problem] = field(default_factory=list)
    read: dict[str, bytes] = field(default_factory=dict)
    known: set[str] = field(default_factory=set)
    """The files that were looked for."""

    def holds(self, name: str) -> bool:
        """Whether a file is there, and in the folder."""
        path = self.path / name
        self.known.add(name)
        if not os.path.lexists(path):
            return False
        inside = Path(os.path.realpath(path)).is_relative_to(os.path.realpath(self.path))
        if not inside:
            self.problems.append(Place(name).problem("outside", "the file leads out of the folder", "copy it in"))
        return inside

    def parse(self, name: str) -> Node | None:
        """The root node of a file, or None where it is not there or cannot be read."""
        if not self.holds(name):
            return None
        node, problems = parse(self.path / name, name)
        self.problems.extend(problems)
        if node is None and not problems:
            hint = "write entries, or delete it"
            self.problems.append(Place(file=name, line=1, column=1).problem("empty-file", "the file is empty", hint))
        if not problems:
            self.read[name] = (self.path / name).read_bytes()
        return node

    def text(self, name: str) -> str | None:
        """The text of a file, or None where it is not there."""
        if not self.holds(name):
            return None
        text, problems = text_of(self.path / name, name)
        self.problems.extend(problems)
        self.read[name] = text.encode()
        return text

    def within(self, part: str) -> list[str]:
        """The names of the YAML files of a part of the folder, in order; what cannot be looked at is a problem."""
        try:
            with os.scandir(self.path / part) as entries:
                names = sorted(entry.name for entry in entries)
        except (FileNotFoundError, NotADirectoryError):
            return []
        except OSError as error:
            message = f"the folder cannot be read ({error.strerror})"
            self.problems.append(Place(part or ".").problem("unreadable", message, "allow reading it"))
            return []
        for name in names:
            if SURROGATE.search(name):
                shown = Place(os.fsencode(f"{part}/{name}").decode("utf-8", "replace"))
                self.problems.append(shown.problem("file-name", "the file's name is not UTF-8", "rename it"))
        return [f"{part}/{name}" for name in names if name.endswith(".yaml") and not SURROGATE.search(name)]


_WORD = re.compile(r"[a-z][a-z_-]*")


class _Dumper(yaml.SafeDumper):
    """Writes YAML that `parse` takes: no anchors, lines as a block, and every other text but a plain word in quotes."""

    def ignore_aliases(self, _: object) -> bool:
        return True

    def text(self, text: str) -> yaml.ScalarNode:
        plain = _WORD.fullmatch(text) and text not in TRAPS
        shown = text.encode("utf-8", "replace").decode("utf-8")
        style = None if plain else "|" if "\n" in text else '"'
        return self.represent_scalar("tag:yaml.org,2002:str", shown, style)


_Dumper.add_representer(str, _Dumper.text)


def written(values: Any) -> str:
    """Lists, mappings and texts as the text of a YAML file, which `parse` reads as the same values."""
    return yaml.dump(values, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10**9)
