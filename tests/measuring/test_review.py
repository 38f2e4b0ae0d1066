"""What was not answered, grouped for a curator."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from chatbot.channels.main import main
from chatbot.measuring import review
from chatbot.measuring.review import Miss

pytestmark = pytest.mark.usefixtures("bot")  # which keeps the stored form that each start reads


def test_alike_questions_are_grouped_by_topic_the_most_frequent_first() -> None:
    misses = [
        Miss("which minister is it", "a", "en"),
        Miss("who is the <word> minister", "a", "en"),
        Miss("who is the minister", "a", "en"),
        Miss("who is the <word> minister", "a", "en"),
        Miss("who is the minister", "b", "en"),
    ]
    groups = review.groups(misses)
    assert [(group.topic, group.times, len(group.asked)) for group in groups] == [("a", 3, 2), ("a", 1, 1), ("b", 1, 1)]
    assert groups[0].asked[0] == ("who is the <word> minister", 2)
    assert groups == review.groups(reversed(misses))


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "log"
    asked = [("who is the <word> minister", "program.funder")] * 2 + [("<word> of <word>", ""), ("gone", "no.such")]
    lines = [json.dumps({"asked": words, "topic": topic, "language": "en"}) for words, topic in asked]
    path.write_text("\n".join([*lines, "torn {", ""]), "utf-8")
    return path


def test_a_review_proposes_lines_that_can_be_pasted(log: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["review", str(log)]) == 0
    out, err = capsys.readouterr()
    assert "1. asked 2 times, nearest to program.funder: Who funds the Global Innovation Clusters?" in out
    assert "in topics/program.yaml, under id: program.funder, phrasings, en:\n" in out
    assert "\n      # asked 2 times\n      who is the <word> minister\n" in out
    assert out.count("near to no entry") == 2
    assert "log:5:1: warning" in err
    assert "4 questions in 3 groups" in err


@pytest.mark.parametrize("wanted", ["1", "who is the <word> minister"])
def test_what_was_rejected_is_not_proposed_again(log: Path, wanted: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["review", str(log), "--reject", wanted]) == 0
    assert (log.parent / "log.rejected").read_text("utf-8") == "who is the <word> minister\n"
    capsys.readouterr()
    main(["review", str(log)])
    out, err = capsys.readouterr()
    assert "minister" not in out
    assert "2 questions in 2 groups" in err


@pytest.mark.parametrize("wanted", ["0", "9", "no such question", "²"])
def test_a_rejection_of_nothing_is_a_usage_error(log: Path, wanted: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["review", str(log), "--reject", wanted]) == 2
    assert "no group" in capsys.readouterr().err
    assert not (log.parent / "log.rejected").exists()


def test_a_log_that_is_not_there_is_a_clear_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["review", str(tmp_path / "none")]) == 2
    assert "cannot be read" in capsys.readouterr().err
