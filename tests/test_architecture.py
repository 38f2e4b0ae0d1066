"""The house: rooms on one stair. A file imports what lies below it, and an outside library stands in one file."""

from __future__ import annotations

import ast
import re
from itertools import chain
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "chatbot"
STAIR = {
    "problem": (),
    "knowledge": (),
    "reading": ("normalize", "lexicon", "tokenizer", "mentions", "detect"),
    "matching": ("lanes", "features", "training", "ranker", "decision", "segments", "understanding"),
    "reply": (),
    "dialogue": ("context", "following", "resolve"),
    "answering": ("template", "provenance", "compose", "respond"),
    "loading": (
        *("writer", "places", "nodes", "fields", "schema", "facts", "lexicons", "references", "editions", "loader"),
    ),
    "storing": ("shapes", "store", "cache"),
    "bot": (),
    "checking": ("messages", "style", "unused", "overlap", "check"),
    "measuring": ("evaluate", "robustness", "mutation", "diff", "misses", "review"),
    "exchanging": ("dump", "tables", "exchange", "json_schema"),
    "channels": (
        *("explain", "render", "output", "show", "history", "pool", "ask", "chat", "terminal", "curator"),
        *("shortcut", "main"),
    ),
    "__init__": (),
    "__main__": (),
}
"""The rooms, the lowest first, each with its files in their order."""

FILES = tuple(chain.from_iterable([f"{room}.{file}" for file in files] or [room] for room, files in STAIR.items()))
MOST_FILES = 12
MOST_LINES = 320
ONLY_IN = {
    "yaml": "loading.nodes",
    "rapidfuzz": "reading.lexicon",
    "snowballstemmer": "reading.normalize",
    "prompt_toolkit": "channels.terminal",
}
COMPLEX = 22
"""Complexity rules that stand switched off at a function. It only shrinks."""


def path_of(name: str) -> Path:
    return PACKAGE / f"{name.replace('.', '/')}.py"


def imports(name: str) -> set[str]:
    """Every module that a file imports, at its head or within a function."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path_of(name).read_text("utf-8"))):
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
def test_a_room_holds_few_files_and_its_head_says_what_it_is_for(room: str) -> None:
    assert len(STAIR[room]) <= MOST_FILES
    head = ast.parse(path_of(f"{room}.__init__").read_text("utf-8"))
    assert ast.get_docstring(head)
    assert len(head.body) == 1


@pytest.mark.parametrize("library", ONLY_IN)
def test_a_library_is_imported_in_one_file(library: str) -> None:
    users = [name for name in FILES if any(module.partition(".")[0] == library for module in imports(name))]
    assert users == [ONLY_IN[library]]


@pytest.mark.parametrize("name", FILES)
def test_no_file_grows_too_long(name: str) -> None:
    assert len(path_of(name).read_text("utf-8").splitlines()) <= MOST_LINES


def test_what_is_too_complex_only_shrinks() -> None:
    noted = [line for name in FILES for line in path_of(name).read_text("utf-8").splitlines() if "# noqa" in line]
    rules = [rule for line in noted for rule in re.findall(r"C901|PLR09\d\d", line.partition("# noqa")[2])]
    assert len(rules) == COMPLEX
