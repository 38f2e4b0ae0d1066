"""What a folder says goes out as a table and comes back, and nothing but the texts that changed is touched."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import BOT
from paths import ROOT

from chatbot import ChatBot, KnowledgeError
from chatbot.exchanging import translate

TWO = """# the entries
- id: tea.price
  sources: [board]
  answer:   # short
    en: |
      Tea costs two coins.
    # said as in Quebec
    fr: |
      Le thé coûte deux sous.
  claims:
    en:
      "yes": [two coins]
      "no": [three]
    fr: {"yes": [deux sous], "no": [trois]}
  phrasings: {en: [how much is tea, price of tea], fr: [combien coûte le thé]}
- id: tea.only
  sources: [board]
  answer: {en: "It is: tea."}
  phrasings:
    en: |
      what is it
"""


ONE = """- id: tea.price
  sources: [board]
  answer: Tea costs two coins.
  phrasings: [How much is tea?, price of tea]
"""


def rows(table: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(table, newline="")))


def table(rows: list[dict[str, str]]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, translate.COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


@pytest.fixture
def made(folder: Callable[..., Path]) -> Path:
    return folder(bot=BOT.replace("[en]", "[en, fr]"), topics__all=TWO)


def test_a_table_names_every_text_with_what_the_other_language_says(made: Path) -> None:
    found = {(row["id"], row["field"]): (row["from"], row["to"]) for row in rows(translate.out(made, "fr"))}
    assert found == {
        ("tea.price", "answer"): ("Tea costs two coins.", "Le thé coûte deux sous."),
        ("tea.price", "claims"): ("yes: two coins\nno: three", "yes: deux sous\nno: trois"),
        ("tea.price", "phrasings"): ("how much is tea\nprice of tea", "combien coûte le thé"),
        ("tea.only", "answer"): ("It is: tea.", ""),
        ("tea.only", "phrasings"): ("what is it", ""),
    }


def test_what_comes_back_unchanged_changes_nothing(made: Path) -> None:
    before = (made / "topics/all.yaml").read_text("utf-8")
    assert translate.into(made, "fr", translate.out(made, "fr"), "fr.csv") == 0
    assert (made / "topics/all.yaml").read_text("utf-8") == before


def test_what_comes_back_changed_is_read_again_as_it_was_written(made: Path) -> None:
    told = [
        row | {"to": "yes: oui\nno: non\nno: nenni" if row["field"] == "claims" else f"« {row['id']} » : # un\ndeux"}
        for row in rows(translate.out(made, "fr"))
    ]
    assert translate.into(made, "fr", table(told), "fr.csv") == 5
    assert rows(translate.out(made, "fr")) == told
    text = (made / "topics/all.yaml").read_text("utf-8")
    assert text.startswith("# the entries\n- id: tea.price\n")
    assert "  answer:   # short\n    en: |\n      Tea costs two coins.\n" in text


@pytest.mark.deep
def test_the_whole_shipped_knowledge_comes_back_without_loss(tmp_path: Path) -> None:
    made = tmp_path / "knowledge"
    shutil.copytree(ROOT / "knowledge", made)
    table_ = rows(translate.out(made, "fr"))
    told = [row if row["field"] == "page" else row | {"to": row["to"] + " !"} for row in table_]
    assert len(told) > 700
    translate.into(made, "fr", table(told), "fr.csv")
    assert rows(translate.out(made, "fr")) == told


ONE = """- id: tea.price
  sources: [board]
  answer: Tea costs two coins.
  phrasings: [How much is tea?, price of tea]
"""


def test_a_folder_in_one_language_learns_another(folder: Callable[..., Path]) -> None:
    made = folder(topics__all=ONE)
    french = {"answer": "Le thé coûte deux sous.", "phrasings": "Combien coûte le thé ?\nprix du thé"}
    told = [row | {"to": french[row["field"]]} for row in rows(translate.out(made, "fr"))]
    assert translate.into(made, "fr", table(told), "fr.csv") == 2
    bot = ChatBot.load(made)
    assert bot.ask("prix du thé").text == "Le thé coûte deux sous."
    assert bot.ask("price of tea").text == "Tea costs two coins."


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ({"id": "tea.price", "field": "answer", "from": "Tea costs one coin.", "to": "x"}, "stale-row"),
        ({"id": "tea.gone", "field": "answer", "from": "x", "to": "x"}, "unknown-row"),
    ],
)
def test_a_row_that_translates_something_else_is_refused_with_its_line(
    made: Path, row: dict[str, str], code: str
) -> None:
    before = (made / "topics/all.yaml").read_text("utf-8")
    with pytest.raises(KnowledgeError) as error:
        translate.into(made, "fr", table([row]), "fr.csv")
    assert [(p.file, p.line, p.code) for p in error.value.problems] == [("fr.csv", 2, code)]
    assert (made / "topics/all.yaml").read_text("utf-8") == before


def test_a_table_without_its_columns_is_refused(made: Path) -> None:
    with pytest.raises(KnowledgeError, match="the first row lacks id, field, from, to"):
        translate.into(made, "fr", "a,b\n1,2\n", "fr.csv")


def test_the_first_language_is_not_translated(made: Path) -> None:
    with pytest.raises(KnowledgeError, match="'en' is the folder's own"):
        translate.out(made, "en")
