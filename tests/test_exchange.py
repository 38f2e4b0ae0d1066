"""Knowledge goes out and comes in: what comes back is the same, or what would be lost is named."""

from __future__ import annotations

import csv
import io
import json
import re
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatbot import ChatBot, KnowledgeError
from chatbot.channels.main import main
from chatbot.exchanging import dump
from chatbot.exchanging.exchange import export, import_file
from chatbot.exchanging.tables import Entry, from_csv, from_markdown, to_csv, to_markdown
from chatbot.loading.places import SHIPPED

TABLE = """topic,question,answer,source
tea,How much is tea?,"Tea costs two coins: ""cheap"".",The board
tea,price of tea,,
cake,How much is cake?,Cake costs five coins.,https://example.org/cakes
"""
PLAIN = """
- id: tea.price
  phrasings: [How much is tea?, "=price of tea", "- what, does \\"tea\\" cost", "'=1+1"]
  answer: "+ Tea costs *two* [coins]; 1. it is <cheap>."
  sources: [board, leaflet]
- id: cake.price
  phrasings: ["@cake #1", "2023. cake?", "Source: cake"]
  answer: "Source: cake costs five coins"
  sources: [leaflet]
"""
SOURCES = """
- id: board
  title: The board (of [prices])
  address: https://example.org/board
- id: leaflet
  title: A leaflet
"""
FAQ = """# Our shop

Some words on the shop.

## How much is tea?

Tea costs
two coins.

- price of tea
* what does tea cost

Source: [The board](https://example.org/board)

## How much is cake? ##
Cake costs five coins.
"""


def written(tmp_path: Path, text: str | bytes, name: str = "faq.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(text.encode("utf-8") if isinstance(text, str) else text)
    return path


def codes(path: Path) -> list[str]:
    with pytest.raises(KnowledgeError) as error:
        import_file(path, path.parent / "made")
    assert not (path.parent / "made").exists()
    return [problem.code for problem in error.value.problems]


def told(folder: Path) -> list[tuple[object, ...]]:
    """Every entry as its readers see it."""
    knowledge = ChatBot.load(folder).knowledge
    cited = {id_: (source.title, source.address) for id_, source in knowledge.sources.items()}
    topics = knowledge.edition("en").topics.values()
    return [(t.id, t.phrasings, t.answer, [cited[s] for s in t.sources]) for t in topics]


def test_an_imported_table_answers_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", str(written(tmp_path, TABLE)), str(tmp_path / "made")]) == 0
    assert "2 topics" in capsys.readouterr().out
    reply = ChatBot.load(tmp_path / "made").ask("what is the price of tea")
    assert (reply.topic, reply.text, reply.sources[0].title) == ("tea", 'Tea costs two coins: "cheap".', "The board")


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_tables_of_any_spreadsheet_are_read(tmp_path: Path, separator: str, mark: str, ending: str) -> None:
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator=ending).writerows(csv.reader(io.StringIO(TABLE)))
    assert import_file(written(tmp_path, mark + out.getvalue()), tmp_path / "made") == 2
    assert ChatBot.load(tmp_path / "made").ask("price of tea").text == 'Tea costs two coins: "cheap".'


def test_a_cell_may_hold_several_lines(tmp_path: Path) -> None:
    table = 'topic,question,answer\ntea,"How much\nis tea?","Two\n\ncoins, and\x0bchange."\ntea,price of tea,\n'
    import_file(written(tmp_path, table), tmp_path / "made")
    reply = ChatBot.load(tmp_path / "made").ask("how much is tea")
    assert reply.text == "Two coins, and change."


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ("question,answer\na,b\n", ["columns"]),
        ("", ["columns"]),
        ("topic,question,answer\n", ["empty-file"]),
        ("topic,question,answer\nt,,A\n", ["row"]),
        ("topic,question,answer\nt,q,A, and more\n", ["row"]),
        ("topic,question,answer\nt,q,\n", ["no-answer"]),
        ("topic,question,answer\nt,q,A\nt,r,B\n", ["two-answers"]),
        ("topic,question,answer\nt,,A\n,q,A\nu,q,\n", ["no-answer", "row", "row"]),
        ("topic,question,answer\nthé,q,A\n".encode("cp1252"), ["not-utf8"]),
        ("topic,question,answer\nt,q,A\n".encode("utf-16"), ["not-utf8"]),
    ],
)
def test_every_row_that_cannot_be_used_is_named(tmp_path: Path, table: str | bytes, expected: list[str]) -> None:
    assert sorted(codes(written(tmp_path, table))) == expected


def test_a_table_in_an_old_encoding_says_which_and_where(tmp_path: Path) -> None:
    path = written(tmp_path, "topic,question,answer\nthé,q,A\n".encode("cp1252"))
    with pytest.raises(KnowledgeError, match=re.escape("faq.csv:2:0")) as error:
        import_file(path, tmp_path / "made")
    assert "Windows-1252" in str(error.value)


def test_a_page_written_by_hand_is_read(tmp_path: Path) -> None:
    assert import_file(written(tmp_path, FAQ, "faq.md"), tmp_path / "made") == 2
    assert told(tmp_path / "made") == [
        (
            "how-much-is-tea",
            ("How much is tea?", "price of tea", "what does tea cost"),
            "Tea costs two coins.",
            [("The board", "https://example.org/board")],
        ),
        ("how-much-is-cake", ("How much is cake?",), "Cake costs five coins.", [("faq.md", "")]),
    ]


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("no heading\n", ["empty-file"]),
        ("## a\n\n## b\n", ["no-answer", "no-answer"]),
        ("## a\nA.\n## a\nA.\n", ["duplicate-id"]),
    ],
)
def test_every_heading_that_cannot_be_used_is_named(tmp_path: Path, page: str, expected: list[str]) -> None:
    assert codes(written(tmp_path, page, "faq.md")) == expected


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("{", ["json"]),
        ("[]", ["json"]),
        ('{"format": 9, "files": {}}', ["json"]),
        ('{"format": 1, "files": {"../x.yaml": [], "en/topics/a.yaml": [1]}}', ["file-name", "json"]),
        ('{"format": 1, "files": {"/etc/a.yaml": [], "en/topics/../../../a.yaml": []}}', ["file-name", "file-name"]),
        ("[" * 100_000, ["json"]),
    ],
)
def test_json_that_is_no_knowledge_is_refused(tmp_path: Path, data: str, expected: list[str]) -> None:
    assert codes(written(tmp_path, data, "all.json")) == expected


def test_nothing_is_overwritten(tmp_path: Path, folder: Callable[..., Path]) -> None:
    table = written(tmp_path, TABLE)
    (tmp_path / "made").mkdir()
    (tmp_path / "made" / "mine.txt").write_text("mine", "utf-8")
    for place in (tmp_path / "made", table):
        with pytest.raises(KnowledgeError) as error:
            import_file(table, place)
        assert error.value.problems[0].code in ("not-empty", "unwritable")
    assert main(["export", str(table), "--lossy", "--knowledge", str(folder())]) == 2
    assert table.read_text("utf-8") == TABLE


def test_a_missing_table_is_no_traceback(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", str(tmp_path / "none.csv"), str(tmp_path / "made")]) == 2
    assert "cannot be read" in capsys.readouterr().err


@pytest.mark.parametrize("form", [".csv", ".md", ".json"])
def test_entries_come_back_as_they_went(tmp_path: Path, folder: Callable[..., Path], form: str) -> None:
    own = folder(en__topics__all=PLAIN, sources=SOURCES)
    path = tmp_path / f"out{form}"
    assert main(["export", str(path), "--knowledge", str(own)]) == 0
    assert main(["import", str(path), str(tmp_path / "again")]) == 0
    assert told(tmp_path / "again") == told(own)


def test_json_gives_back_every_value_of_the_shipped_folder(tmp_path: Path) -> None:
    path = written(tmp_path, export(SHIPPED, ".json"), "all.json")
    import_file(path, tmp_path / "again")
    assert dump.read(tmp_path / "again") == dump.read(SHIPPED)


@pytest.mark.parametrize("form", [".csv", ".md"])
def test_what_would_be_lost_is_listed_unless_told_otherwise(folder: Callable[..., Path], form: str) -> None:
    more = "- id: a\n  phrasings: [a tea]\n  answer: A.\n  more: B.\n  talk: true\n"
    own = folder(en__topics__more=more, en__synonyms="tea: [tea, brew]\n")
    with pytest.raises(KnowledgeError) as error:
        export(own, form)
    message = str(error.value)
    assert all(part in message for part in ("'more' (a)", "'talk' (talk.hello, a)", "en/synonyms.yaml"))
    assert "tea.price" not in message
    assert "a tea" in export(own, form, lossy=True)


@pytest.mark.deep
def test_a_lossy_export_is_filled_in_and_answers_on_its_own(tmp_path: Path) -> None:
    text = export(SHIPPED, ".csv", lossy=True)
    assert "{" not in text
    import_file(written(tmp_path, text), tmp_path / "again")
    reply = ChatBot.load(tmp_path / "again").ask("what does the ocean cluster do")
    assert (reply.topic, reply.text.split()[:4]) == ("cluster.about.ocean", "The Ocean Cluster grows".split())


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
    assert "no 'fr' is here" in capsys.readouterr().err


texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1).map(lambda t: " ".join(t.split())).filter(bool)
entries = st.lists(
    st.builds(Entry, st.just("id"), st.lists(texts, min_size=1, max_size=3), texts, st.just(["T <https://a.ca>"])),
    max_size=1,
    min_size=1,
)


@given(entries)
def test_no_cell_is_calculated_and_none_comes_back_changed(some: list[Entry]) -> None:
    text = to_csv(some)
    cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
    assert not [cell for cell in cells if cell[:1] in tuple("=+-@\t\r")]
    assert _values(from_csv(text, "x")) == _values(some)


@given(entries)
def test_markdown_signs_of_a_text_come_back_as_they_were(some: list[Entry]) -> None:
    assert _values(from_markdown(to_markdown(some, "T"), "x")) == _values(some)


@settings(max_examples=50, deadline=None)
@given(st.recursive(st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=8))
def test_any_values_come_back_from_the_yaml_that_is_written(values: Any) -> None:
    files = {"more.yaml": {"key": values}, "en/entities.yaml": [values, "x"]}
    with tempfile.TemporaryDirectory() as place:
        dump.write(files, Path(place) / "k")
        assert dump.read(Path(place) / "k") == files
    assert json.loads(dump.to_json(files))["files"] == files


def _values(some: list[Entry]) -> list[tuple[object, ...]]:
    return [(entry.id, entry.questions, entry.answer, entry.sources) for entry in some]
