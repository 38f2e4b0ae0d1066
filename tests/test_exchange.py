"""A table becomes a folder that loads as it is, or every row that cannot be used is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from chatbot import ChatBot, KnowledgeError
from chatbot.commands import main
from chatbot.exchange import import_csv

TABLE = """topic,question,answer,source
tea,How much is tea?,"Tea costs two coins: ""cheap"".",The board
tea,price of tea,,
cake,How much is cake?,Cake costs five coins.,https://example.org/cakes
"""


def written(tmp_path: Path, table: str) -> Path:
    path = tmp_path / "faq.csv"
    path.write_text(table, "utf-8")
    return path


def test_an_imported_table_answers_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", str(written(tmp_path, TABLE)), str(tmp_path / "made")]) == 0
    assert "2 topics" in capsys.readouterr().out
    reply = ChatBot.load(tmp_path / "made").ask("what is the price of tea")
    assert (reply.topic, reply.text, reply.sources[0].title) == ("tea", 'Tea costs two coins: "cheap".', "The board")


@pytest.mark.parametrize(
    ("table", "codes"),
    [
        ("question,answer\na,b\n", ["columns"]),
        ("topic,question,answer\n", ["empty-file"]),
        ("topic,question,answer\nt,,A\n", ["row"]),
        ("topic,question,answer\nt,q,\n", ["no-answer"]),
        ("topic,question,answer\nt,q,A\nt,r,B\n", ["two-answers"]),
    ],
)
def test_what_cannot_be_used_is_named(tmp_path: Path, table: str, codes: list[str]) -> None:
    with pytest.raises(KnowledgeError) as error:
        import_csv(written(tmp_path, table), tmp_path / "made")
    assert [p.code for p in error.value.problems] == codes


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "made").mkdir()
    (tmp_path / "made" / "mine.txt").write_text("mine", "utf-8")
    with pytest.raises(KnowledgeError) as error:
        import_csv(written(tmp_path, TABLE), tmp_path / "made")
    assert error.value.problems[0].code == "not-empty"


def test_a_missing_table_is_no_traceback(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", str(tmp_path / "none.csv"), str(tmp_path / "made")]) == 2
    assert "cannot be read" in capsys.readouterr().err
