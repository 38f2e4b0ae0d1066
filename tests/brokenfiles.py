"""The broken files and folders: what each stands for, and the problems that it lists."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from paths import BROKEN

FILES = sorted(BROKEN.glob("*.yaml"))
"""Each stands for one file of the small folder; its head lists its problems."""

FOLDERS = sorted(path.parent for path in BROKEN.glob("*/expected.txt"))
"""Each is a folder of its own; `expected.txt` lists its problems."""


def target(text: str) -> str:
    """The file of the folder that a broken file stands for."""
    return next((line[3:].strip() for line in text.splitlines() if line.startswith("#@")), "topics/all.yaml")


def text_of(path: Path) -> str:
    """The text of a broken file, which need not be UTF-8."""
    return path.read_bytes().decode("utf-8", "surrogateescape")


def expected(path: Path) -> list[str]:
    """The problems of a broken file or folder, as `file:line:column code`, in their order."""
    if path.is_dir():
        return (path / "expected.txt").read_text("utf-8").splitlines()
    text = text_of(path)
    told = [line[2:].strip() for line in text.splitlines() if line.startswith("#!")]
    return [line if line.count(":") > 1 else f"{target(text)}:{line}" for line in told]


def found_in(path: Path) -> set[str]:
    """The codes that a broken file or folder lists."""
    return {line.rpartition(" ")[2] for line in expected(path)}


def laid_out(path: Path, folder: Callable[..., Path], place: Path) -> Path:
    """A folder with the broken file in it, or a copy of the broken folder."""
    if path.is_dir():
        return shutil.copytree(path, place / path.name, ignore=shutil.ignore_patterns("expected.txt"))
    made, where = folder(), target(text_of(path))
    (made / where).parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(path, made / where)
    return made
