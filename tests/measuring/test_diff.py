"""What a change of the knowledge changes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import BOT

from chatbot import ChatBot
from chatbot.channels.main import main
from chatbot.loading.loader import load
from chatbot.measuring.diff import CAUSES, cause

ASKED = ["how much is tea", "how much is cake", "kinds of tea", "shop hours", "hello"]


@pytest.fixture
def changed(tmp_path: Path, folder: Callable[..., Path]) -> tuple[Path, Path, Path]:
    """Two folders and a question file."""
    old, new = folder(), tmp_path / "new"
    (new / "topics").mkdir(parents=True)
    two = (
        (old / "topics/all.yaml")
        .read_text("utf-8")
        .replace("two coins", "three coins")
        .replace("- id: tea.kinds", "- id: tea.sorts")
    )
    two = two.replace("cake", "bread").replace("Cake", "Bread").replace("sources: [board]", "sources: [wall]", 1)
    more = (
        "- id: milk\n  phrasings: [When does the shop open?, shop hours today]\n  answer: At nine.\n  sources: [wall]\n"
    )
    (new / "topics/all.yaml").write_text(two + more, "utf-8")
    (new / "bot.yaml").write_text(BOT, "utf-8")
    (new / "sources.yaml").write_text("- id: board\n  title: The board\n- id: wall\n  title: A wall\n", "utf-8")
    questions = tmp_path / "asked.jsonl"
    lines = [{"id": str(n), "turns": [{"ask": ask, "status": "answered"}]} for n, ask in enumerate(ASKED)]
    questions.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    return old, new, questions


def test_what_a_change_changes_is_counted_and_shown_before_and_after(
    changed: tuple[Path, Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    old, new, questions = map(str, changed)
    assert main(["diff", old, new, "--questions", questions]) == 1
    out = capsys.readouterr().out
    assert out.startswith("4 of 5 replies differ\n")
    assert out.index("1 now answered") < out.index("now answered:") < out.index("shop hours")
    assert "before: [tea.price] Tea costs two coins." in out
    assert "after:  [tea.price] Tea costs three coins." in out


def test_the_cause_of_each_change_is_named(
    changed: tuple[Path, Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    old, new, questions = map(str, changed)
    main(["diff", old, new, "--questions", questions, "--json"])
    data = json.loads(capsys.readouterr().out)
    assert {c["asked"]: c["cause"] for c in data["changes"]} == {
        "how much is tea": "same topic, other text",
        "how much is cake": "no longer answered",
        "kinds of tea": "other topic",
        "shop hours": "now answered",
    }
    assert data["counts"] == {c: 1 for c in CAUSES if c in {change["cause"] for change in data["changes"]}}


def test_a_source_that_reads_alike_is_no_change_and_another_is(folder: Callable[..., Path]) -> None:
    before = ChatBot(load(folder())).ask("how much is tea")
    same = folder(sources="- id: board\n  title: The board\n  address: https://example.org/board\n  language: en\n")
    assert not cause(before, ChatBot(load(same)).ask("how much is tea"))
    other = folder(sources="- id: board\n  title: The board\n  as_of: '2024'\n")
    assert cause(before, ChatBot(load(other)).ask("how much is tea")) in CAUSES


def test_equal_folders_differ_in_nothing(changed: tuple[Path, Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    old, _, questions = map(str, changed)
    assert main(["diff", old, old, "--questions", questions]) == 0
    assert "0 of 5" in capsys.readouterr().out
