"""Where things stand in the checkout."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "chatbot"
TESTS = ROOT / "tests"
QUESTIONS = TESTS / "questions"
CONVERSATIONS = TESTS / "conversations"
GOLDEN = TESTS / "golden"
BROKEN = TESTS / "broken"


def write_files(place: Path, files: Mapping[str, str]) -> Path:
    """The files of a folder, by their paths in it, written there."""
    for name, text in files.items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_text(text, "utf-8")
    return place
