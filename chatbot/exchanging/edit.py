"""A curator's files are changed line by line, so that comments, order and what is not meant stay as they are."""

import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from chatbot.exchanging import dump
from chatbot.loading import nodes
from chatbot.loading.loader import load
from chatbot.loading.nodes import Items, Node, Pairs, Scalar
from chatbot.problem import Place, told
from chatbot.storing import writer

STEP = "  "
"""What one level is moved in by."""


class Swap(NamedTuple):
    """A text on one line that becomes another."""

    place: Place
    old: str
    new: str


def read(folder: Path) -> dict[str, tuple[str, Node]]:
    """Each YAML file of a folder by name, as text and as nodes. Raises `KnowledgeError` with what cannot be read."""
    return {name: (text, node) for name, (text, node) in dump.parsed(folder).items() if node is not None}


def swapped(text: str, swaps: Sequence[Swap]) -> str:
    """The text of a file with each swap made, the last on a line first, so that places stay what they are."""
    lines = text.split("\n")
    for swap in sorted(set(swaps), reverse=True):
        line, at = lines[swap.place.line - 1], swap.place.column - 1
        head, rest = line[:at], line[at:]
        lines[swap.place.line - 1] = head + rest.replace(swap.old, swap.new, 1)
    return "\n".join(lines)


def region(lines: Sequence[str], key: Scalar) -> tuple[int, int]:
    """The lines of a key and all that stands below it, from and up to, counted from 0."""
    first, margin = key.place.line - 1, key.place.column - 1
    last = first + 1
    end = last
    while last < len(lines):
        line = lines[last]
        if line.strip() and len(line) - len(line.lstrip()) <= margin:
            break
        last += 1
        end = last if line.strip() else end
    return first, end


def said(key: str, value: Node | str | Sequence[str], margin: int) -> list[str]:
    """The lines of a key with a text, or a list of texts a line, as a block; or with a mapping of lists."""
    pad = " " * margin
    if isinstance(value, str):
        return [f"{pad}{key}: |", *(f"{pad}{STEP}{line}".rstrip() for line in value.split("\n"))]
    if isinstance(value, Pairs):
        inner = [line for name, own in value.pairs for line in said(quoted(name.text), own, margin + len(STEP))]
        return [f"{pad}{key}:", *inner]
    if isinstance(value, Items):
        return [f"{pad}{key}:", *(f"{pad}{STEP}- {quoted(getattr(item, 'text', ''))}" for item in value.items)]
    text = value.text if isinstance(value, Scalar) else "\n".join(value)
    return said(key, text.rstrip("\n"), margin)


def quoted(text: str) -> str:
    """A text as it stands behind a key, in quotes where it needs them."""
    return nodes.written(text).strip().removesuffix("...").strip()


def write(folder: Path, changed: Mapping[str, str]) -> None:
    """Write files of a folder, new ones too, all or none: a folder that does not load with them stays as it is.

    Raises `KnowledgeError` with its problems, or when a file cannot be written.
    """
    with tempfile.TemporaryDirectory() as place:
        tried = Path(place) / "tried"
        shutil.copytree(folder, tried, symlinks=True)
        _write(tried, changed)
        load(tried)
    _write(folder, changed)


def _write(folder: Path, changed: Mapping[str, str]) -> None:
    for name, text in changed.items():
        path = folder / name
        with told(path, "unwritable", "make the folder writable"):
            path.parent.mkdir(parents=True, exist_ok=True)
            mode = path.stat().st_mode if path.exists() else 0o644
            writer.write(path, text.encode("utf-8", "replace"), writer.always)
            path.chmod(mode)
