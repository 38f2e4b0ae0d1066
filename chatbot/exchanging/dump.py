"""A knowledge folder as plain values, file by file, and back: what JSON can hold without loss."""

import json
import re
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from chatbot.loading import folders, nodes
from chatbot.loading.nodes import Items, Node, Scalar
from chatbot.problem import KnowledgeError, Place, Problem, told
from chatbot.storing.writer import fresh_folder
from chatbot.storing.writer import write as write_file

FORMAT = 2
"""Version of the JSON; grows when an older reader would misread it."""

_NAME = re.compile(r"(?:(?:entities|topics|tests|languages/[A-Za-z0-9-]+)/)?\w[\w.-]*\.(?:yaml|txt)")


def read(folder: Path) -> dict[str, Any]:
    """Each file's name with its values: lists, mappings and texts, in their order; comments are left out.

    Raises `KnowledgeError` with every problem of reading.
    """
    return {name: _plain(node) if node is not None else text for name, (text, node) in parsed(folder).items()}


def parsed(folder: Path) -> dict[str, tuple[str, Node | None]]:
    """Each file of a folder by name, as text and, where it is YAML, as nodes; one that holds nothing is left out.

    Raises `KnowledgeError` with every problem of reading.
    """
    problems: list[Problem] = []
    files: dict[str, tuple[str, Node | None]] = {}
    for name, entry in folders.files(folder):
        text, found = folders.text_of(Path(entry.path), name)
        node, wrong = nodes.parse(Path(entry.path), name) if name.endswith(".yaml") and not found else (None, [])
        problems += [*found, *wrong]
        if node is not None or name.endswith(".txt"):
            files[name] = text, node
    if problems:
        raise KnowledgeError(problems)
    return files


def _plain(node: Node) -> Any:
    if isinstance(node, Scalar):
        return "\n".join(line.rstrip() for line in node.text.split("\n")) if node.inner else node.text
    if isinstance(node, Items):
        return [_plain(item) for item in node.items]
    return {key.text: _plain(value) for key, value in node.pairs}


def of_language(files: Mapping[str, Any], tag: str, tags: Collection[str]) -> dict[str, Any]:
    """The files with one language only: where a mapping goes from language to text, that language's text."""
    others = tuple(f"languages/{other}/" for other in tags if other != tag)
    kept = {name: _only(values, tag, tags) for name, values in files.items() if not name.startswith(others or "//")}
    bot = kept["bot.yaml"]
    return kept | {"bot.yaml": bot | {"languages": [tag]}}


def _only(values: Any, tag: str, tags: Collection[str]) -> Any:
    """The values as one language has them; what it does not say is left out."""
    if isinstance(values, list):
        return [own for one in values if (own := _only(one, tag, tags)) not in (None, {})]
    if not isinstance(values, dict):
        return values
    if values and values.keys() <= set(tags):
        return values.get(tag)
    said = {key: _only(value, tag, tags) for key, value in values.items()}
    return {key: value for key, value in said.items() if value is not None}


def to_json(files: Mapping[str, Any]) -> str:
    """The files as one JSON text."""
    return json.dumps({"format": FORMAT, "files": files}, ensure_ascii=False, indent=1) + "\n"


def from_json(text: str, name: str) -> dict[str, Any]:
    """The files of a JSON text that `to_json` made. Raises `KnowledgeError` with all that cannot be used."""
    hint = "name a file that 'clusters export' made"
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        at = (error.lineno, error.colno) if isinstance(error, json.JSONDecodeError) else ()
        raise KnowledgeError([Place(name, *at).problem("json", f"not valid JSON ({error})", hint)]) from error
    files = data.get("files") if isinstance(data, dict) else None
    if not isinstance(files, dict) or data.get("format") != FORMAT:
        message = f"it holds no knowledge folder of format {FORMAT}"
        raise KnowledgeError([Place(file=name, line=1, column=1).problem("json", message, hint)])
    problems = []
    for file, values in files.items():
        if not _NAME.fullmatch(file):
            problems.append(Place(name).problem("file-name", f"a knowledge folder holds no file '{file}'", hint))
        elif file.endswith(".txt") != isinstance(values, str) or not _only_texts(values):
            problems.append(Place(name).problem("json", f"'{file}' holds what is no text, list or mapping", hint))
    if problems:
        raise KnowledgeError(problems)
    return files


def _only_texts(values: Any, depth: int = 1) -> bool:
    if depth > nodes.DEEPEST:
        return False
    if isinstance(values, (list, dict)):
        inner = values.values() if isinstance(values, dict) else values
        return all(_only_texts(value, depth + 1) for value in inner)
    return isinstance(values, str)


def write(files: Mapping[str, Any], folder: Path) -> None:
    """Make the folder. Raises `KnowledgeError` when it holds something already, or cannot be written."""
    with told(folder, "unwritable", "name a folder that can be made"):
        if folder.exists() and any(folder.iterdir()):
            hint = "name a folder that does not exist yet"
            raise KnowledgeError([Place(str(folder)).problem("not-empty", "the folder holds something already", hint)])
        with fresh_folder(folder) as part:
            for name, values in files.items():
                path = part / name
                path.parent.mkdir(parents=True, exist_ok=True)
                text = values if isinstance(values, str) else nodes.written(values)
                write_file(path, text.encode("utf-8", "replace"))
