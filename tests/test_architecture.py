"""The house: rooms on one stair. A file imports what lies below it, and an outside library stands in one file."""

from __future__ import annotations

import ast
import re
from functools import cache
from itertools import chain
from pathlib import Path

import pytest
from paths import PACKAGE, TESTS

from chatbot.channels.main import _commands
from chatbot.loading.folders import NEUTRAL

STAIR = {
    "problem": (),
    "language": (),
    "knowledge": (),
    "reading": ("normalize", "lexicon", "tokenizer", "mentions", "named", "forms", "focus", "detect"),
    "coreference": ("referring", "spoken", "counted", "placed", "antecedents"),
    "matching": (
        *("lanes", "terms", "ground", "evidence", "readings", "features", "ranker", "cutting", "decision"),
        *("requests",),
    ),
    "learning": ("arrays", "weights", "logistic", "training"),
    "reply": (),
    "dialogue": ("context", "picking", "resolve"),
    "answering": ("template", "values", "relations", "provenance", "sets", "claims", "compose", "backwards", "respond"),
    "loading": (
        *("folders", "nodes", "fields", "schema", "facts", "languages", "lexicons", "references", "editions", "loader"),
    ),
    "storing": ("writer", "shapes", "store", "cache", "history"),
    "bot": (),
    "checking": ("style", "unused", "wording", "overlap", "check"),
    "measuring": ("evaluate", "robustness", "mutation", "diff", "misses", "review"),
    "exchanging": ("dump", "tables", "exchange", "json_schema", "edit", "rename", "skeleton", "translate"),
    "channels": (*("render", "explain", "command", "show", "ask", "chat", "terminal", "curator", "author", "main"),),
    "__init__": (),
    "__main__": (),
}
"""The rooms, the lowest first, each with its files in their order."""

FILES = tuple(chain.from_iterable([f"{room}.{file}" for file in files] or [room] for room, files in STAIR.items()))
MOST_FILES = 10
MOST_LINES = 300
MOST_BY_POSITION = 2
ROWS = {"Field"}
"""Values that are the rows of a table, which reads best without the names of its columns."""
ONLY_IN = {
    "yaml": "loading.nodes",
    "rapidfuzz": "reading.lexicon",
    "snowballstemmer": "reading.normalize",
    "prompt_toolkit": "channels.terminal",
    "numpy": "learning",
}
"""The file, or the room, that alone imports a library."""
COMPLEX = 3
"""Complexity rules that stand switched off at a function. It only shrinks."""


def path_of(name: str) -> Path:
    return PACKAGE / f"{name.replace('.', '/')}.py"


@cache
def tree(name: str) -> ast.Module:
    return ast.parse(path_of(name).read_text("utf-8"))


@cache
def imports(name: str) -> set[str]:
    """Every module that a file imports, at its head or within a function."""
    found: set[str] = set()
    for node in ast.walk(tree(name)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def test_every_file_has_its_place_on_the_stair() -> None:
    there = {path.relative_to(PACKAGE).with_suffix("").as_posix().replace("/", ".") for path in PACKAGE.rglob("*.py")}
    heads = {f"{room}.__init__" for room, files in STAIR.items() if files}
    assert there - heads == set(FILES)


@pytest.mark.parametrize("name", FILES)
def test_a_file_imports_only_what_lies_below_it(name: str) -> None:
    ours = {module.removeprefix("chatbot.") for module in imports(name) if module.startswith("chatbot.")}
    assert ours & set(FILES) <= set(FILES[: FILES.index(name)])


@pytest.mark.parametrize("room", [room for room, files in STAIR.items() if files])
def test_a_room_holds_at_most_ten_files_and_its_head_says_what_it_is_for(room: str) -> None:
    assert len(STAIR[room]) <= MOST_FILES
    head = tree(f"{room}.__init__")
    assert ast.get_docstring(head)
    assert len(head.body) == 1


@pytest.mark.parametrize("library", ONLY_IN)
def test_a_library_is_imported_in_one_place(library: str) -> None:
    users = [name for name in FILES if any(module.partition(".")[0] == library for module in imports(name))]
    assert users
    assert all(name == ONLY_IN[library] or name.startswith(f"{ONLY_IN[library]}.") for name in users)


@pytest.mark.parametrize("name", FILES)
def test_no_file_grows_beyond_three_hundred_lines(name: str) -> None:
    assert len(path_of(name).read_text("utf-8").splitlines()) <= MOST_LINES


def test_what_is_too_complex_only_shrinks() -> None:
    noted = [line for name in FILES for line in path_of(name).read_text("utf-8").splitlines() if "# noqa" in line]
    rules = [rule for line in noted for rule in re.findall(r"C901|PLR09\d\d", line.partition("# noqa")[2])]
    assert len(rules) == COMPLEX


@cache
def values() -> set[str]:
    """The names of our own classes that hold values: NamedTuples and dataclasses."""
    trees = [ast.parse(path.read_text("utf-8")) for path in PACKAGE.rglob("*.py")]
    classes = [node for one in trees for node in ast.walk(one) if isinstance(node, ast.ClassDef)]
    marks = {node.name: [*map(ast.unparse, (*node.bases, *node.decorator_list))] for node in classes}
    return {name for name, own in marks.items() if any(re.match(r"NamedTuple|dataclass", mark) for mark in own)}


@pytest.mark.parametrize("name", FILES)
def test_a_value_is_made_with_two_arguments_by_position_at_most(name: str) -> None:
    ours = values()
    calls = [node for node in ast.walk(tree(name)) if isinstance(node, ast.Call)]
    made = [call for call in calls if getattr(call.func, "attr", getattr(call.func, "id", "")) in ours - ROWS]
    assert [ast.unparse(call) for call in made if len(call.args) > MOST_BY_POSITION] == []


TESTED = ("reading", "coreference", "matching", "learning", "dialogue", "answering")
"""The rooms whose every file has a test file of its own."""


def test_a_test_file_stands_where_the_file_stands_that_it_tests() -> None:
    there = {path.relative_to(TESTS) for path in TESTS.rglob("test_*.py")}
    mirrored = {f"{path.parent.name}.{path.stem.removeprefix('test_')}": path for path in there if path.parent.name}
    assert set(mirrored) <= set(FILES)
    assert {name for name in FILES if name.partition(".")[0] in TESTED} <= set(mirrored)
    for name in set(mirrored) & {name for name in FILES if name.partition(".")[0] in TESTED}:
        text = (TESTS / mirrored[name]).read_text("utf-8")
        assert re.search(rf"chatbot\.{name}\b|chatbot\.{name.replace('.', ' import .*')}\b", text), name


WRITES = re.compile(r"write_text|write_bytes|\bopen\([^)]*[\"'](?:[wax]b?|rb?\+)[\"']|os\.replace|O_CREAT|mkstemp")
"""What writes a file, or makes one."""


@pytest.mark.parametrize("name", [name for name in FILES if name != "storing.writer"])
def test_files_are_written_in_one_place(name: str) -> None:
    assert WRITES.findall(path_of(name).read_text("utf-8")) == []


SUBJECT = re.compile(
    r"\b(?:clusters?|grappes?|innovations?|digital|ngen|oceans?|océan|scale[ .-]?ai|proteins?|protéines?)\b",
    re.IGNORECASE,
)
"""What names the subject of the shipped knowledge, of which the engine knows nothing."""

OWN_NAME = {"innovation-clusters-chatbot", "clusters-part", "clusters", "clusters "}
"""What the program calls itself: its cache, the files that it is writing, its command, and the head of its version."""

COMMAND = re.compile(rf"\bclusters (?=(?:{'|'.join(_commands(['help']))})\b)")
"""The command as a user types it."""


def constants(name: str) -> list[tuple[int, str]]:
    """The texts of a file with their lines, without its docstrings."""
    told = {id(node.value) for node in ast.walk(tree(name)) if isinstance(node, ast.Expr)}
    found = (node for node in ast.walk(tree(name)) if isinstance(node, ast.Constant) and id(node) not in told)
    return [(node.lineno, node.value) for node in found if isinstance(node.value, str)]


@pytest.mark.parametrize("name", FILES)
def test_no_language_is_named_in_the_code(name: str) -> None:
    tags = {path.name for path in NEUTRAL.iterdir() if path.is_dir()}
    assert {"en", "fr"} <= tags
    assert [(line, text) for line, text in constants(name) if text in tags] == []


@pytest.mark.parametrize("name", FILES)
def test_the_code_knows_nothing_of_our_subject(name: str) -> None:
    texts = [(line, COMMAND.sub("", text)) for line, text in constants(name) if text not in OWN_NAME]
    assert [(line, text) for line, text in texts if SUBJECT.search(text)] == []
    marks = [getattr(node, key, None) for node in ast.walk(tree(name)) for key in ("id", "attr", "name", "arg")]
    words = {mark: re.sub(r"_|(?<=[a-z])(?=[A-Z])", " ", mark) for mark in marks if isinstance(mark, str)}
    assert [mark for mark, word in words.items() if SUBJECT.search(word)] == []


@pytest.mark.parametrize(
    "path",
    [path for path in sorted(NEUTRAL.rglob("*.yaml")) if path.stem != "places"],
    ids=lambda path: f"{path.parent.name}-{path.stem}",
)
def test_what_every_folder_inherits_knows_nothing_of_our_subject(path: Path) -> None:
    lines = enumerate(path.read_text("utf-8").splitlines(), 1)
    assert [(number, line) for number, line in lines if SUBJECT.search(COMMAND.sub("", line))] == []
