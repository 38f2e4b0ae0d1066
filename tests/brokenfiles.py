"""The broken files: what each stands for, and the problems that its head lists."""

from __future__ import annotations

from pathlib import Path

from paths import BROKEN

FILES = sorted(BROKEN.glob("*.yaml"))


def target(text: str) -> str:
    """The file of the folder that a broken file stands for."""
    return next((line[3:].strip() for line in text.splitlines() if line.startswith("#@")), "en/topics/all.yaml")


def found_in(path: Path) -> set[str]:
    """The codes at the head of a broken file."""
    lines = path.read_bytes().decode("utf-8", "surrogateescape").splitlines()
    return {line.rpartition(" ")[2] for line in lines if line.startswith("#!")}
