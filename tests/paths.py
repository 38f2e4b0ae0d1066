"""Where things stand in the checkout."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "chatbot"
TESTS = ROOT / "tests"
QUESTIONS = TESTS / "questions"
GOLDEN = TESTS / "golden"
BROKEN = TESTS / "broken"
