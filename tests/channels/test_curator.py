"""The curator's commands and their usage errors."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import LEAVES

from chatbot.channels.main import main

pytestmark = pytest.mark.usefixtures("bot")  # which keeps the stored form that each start reads


def test_a_missing_table_is_no_traceback(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", str(tmp_path / "none.csv"), str(tmp_path / "made")]) == 2
    assert "cannot be read" in capsys.readouterr().err


def test_an_export_needs_a_known_ending(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for words in ([], [str(tmp_path / "x.xlsx")], [str(tmp_path / "x.csv"), "--csv"]):
        assert main(["export", *words]) == 2
        assert ".csv, .md, .json" in capsys.readouterr().err


def test_csv_goes_to_standard_output(folder: Callable[..., Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "--csv", "--lossy", "--knowledge", str(folder())]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert rows[1] == {"topic": "tea.price", "question": "price of tea", "answer": "", "source": ""}


def test_an_edition_that_is_not_there_is_a_clear_error(
    folder: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", "--csv", "--lossy", "--language", "fr", "--knowledge", str(folder())]) == 2
    assert "no language 'fr' is spoken here" in capsys.readouterr().err


def test_a_question_file_that_is_not_there_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", "shipped", "shipped", "--questions", "none.jsonl"]) == 2
    assert "none.jsonl" in capsys.readouterr().err


def test_check_exits_with_two_when_the_folder_does_not_load(
    folder: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(folder(topics__more="- id: x\n"))]) == 2
    assert "missing-key" in capsys.readouterr().out
    assert main(["check", str(folder(topics__more="- id: x\n  phrasings: [x]\n  answer: X.\n  talk: true\n"))]) == 0


def test_a_question_file_below_its_bar_exits_with_one(tmp_path: Path) -> None:
    cases = tmp_path / "cases.jsonl"
    cases.write_text('{"id": "a", "tags": [], "turns": [{"ask": "who funds it", "status": "unknown"}]}\n', "utf-8")
    assert main(["test", str(cases)]) == 0
    assert main(["test", str(cases), "--min", "1"]) == 1
    assert main(["test", str(cases), "--max-wrong", "0"]) == 1


def test_a_hedged_answer_that_is_wrong_is_counted_apart(
    folder: Callable[..., Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Three entries are about as likely, so the answer says how it took the question."""
    made, cases = folder(topics__all=LEAVES), tmp_path / "cases.jsonl"
    cases.write_text('{"id": "a", "tags": [], "turns": [{"ask": "tea leaf", "status": "unknown"}]}\n', "utf-8")
    test = ["test", "--knowledge", str(made), str(cases)]
    assert main([*test, "--max-wrong", "0"]) == 0
    assert "1 hedged, 1 of them wrong" in capsys.readouterr().out
    assert main([*test, "--max-hedged-wrong", "0"]) == 1


def test_tags_sweep_and_json_are_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cases = tmp_path / "cases.jsonl"
    turn = '{"ask": "who funds it", "status": "answered", "topic": "cluster.list", "must": ["government"]}'
    cases.write_text('{"id": "a", "tags": ["money"], "turns": [' + turn + "]}\n", "utf-8")
    main(["test", str(cases), "--tags", "--sweep"])
    out = capsys.readouterr().out
    assert "WRONG a:" in out
    assert "money" in out
    assert "cluster.list answered as program.funder: 1" in out
    assert "wrong with confidence" in out
    main(["test", str(cases), "--json"])
    assert json.loads(capsys.readouterr().out)["cases.jsonl"]["passed"] == 0.0
    assert main(["test", str(cases), "--skip", "money"]) == 0


def test_test_without_anything_to_test_is_a_usage_error() -> None:
    assert main(["test"]) == 2


def test_a_malformed_question_file_says_which_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cases = tmp_path / "cases.jsonl"
    cases.write_text('{"id": "a"}\n', "utf-8")
    assert main(["test", str(cases)]) == 2
    assert "cases.jsonl:1:1" in capsys.readouterr().err


def test_json_lists_objects_with_the_same_keys(folder: Callable[..., Path], capsys: pytest.CaptureFixture[str]) -> None:
    made = folder(languages__en__synonyms="price:\n  - price\n  - prices\n  - cost\n")
    assert main(["check", "--json", str(made)]) == 0
    [found] = json.loads(capsys.readouterr().out)
    assert list(found) == ["file", "line", "column", "code", "message", "hint", "severity"]
    assert (found["file"], found["line"], found["column"]) == ("languages/en/synonyms.yaml", 3, 5)


@pytest.mark.parametrize(
    ("added", "flags", "code"),
    [
        ({}, ["--strict"], 0),
        ({"languages__en__synonyms": "price: [price, prices, cost]\n"}, [], 0),
        ({"languages__en__synonyms": "price: [price, prices, cost]\n"}, ["--strict"], 1),
        ({"languages__en__synonyms": "price: []\n"}, [], 2),
        ({"languages__en__synonyms": "price: []\n"}, ["--json"], 2),
    ],
)
def test_the_exit_code_says_how_bad_it_is(
    folder: Callable[..., Path], added: dict[str, str], flags: list[str], code: int
) -> None:
    assert main(["check", *flags, str(folder(**added))]) == code


def test_schema_writes_where_it_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", str(tmp_path / "new")]) == 0
    assert len(capsys.readouterr().out.splitlines()) == len(list((tmp_path / "new").iterdir())) == 10
    (tmp_path / "file").write_text("")
    assert main(["schema", str(tmp_path / "file")]) == 2


def test_all_schemas_are_written_or_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mine = tmp_path / "topics.json"
    mine.write_text("mine")
    assert main(["schema", str(tmp_path)]) == 2
    assert "not to be replaced" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["topics.json"]
    assert mine.read_text() == "mine"
    assert main(["schema", "--replace", str(tmp_path)]) == 0
    assert len(list(tmp_path.iterdir())) == 10


@pytest.mark.parametrize("words", [["import"], ["review"]])
def test_a_pipe_is_not_waited_for(words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pipe = tmp_path / "pipe.csv"
    os.mkfifo(pipe)
    assert main([*words, str(pipe), *([str(tmp_path / "made")] if words == ["import"] else [])]) == 2
    assert "cannot be read" in capsys.readouterr().err
