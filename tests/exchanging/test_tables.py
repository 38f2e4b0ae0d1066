"""Tables and pages become entries, and entries tables and pages."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from handwritten import codes, written
from hypothesis import given
from hypothesis import strategies as st

from chatbot import ChatBot, KnowledgeError
from chatbot.exchanging.exchange import import_file
from chatbot.exchanging.tables import Entry, from_csv, from_markdown, to_csv, to_markdown
from chatbot.loading.loader import load

TABLE = """topic,question,answer,source
tea,How much is tea?,"Tea costs two coins: ""cheap"".",The board
tea,price of tea,,
cake,How much is cake?,Cake costs five coins.,https://example.org/cakes
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


def told(folder: Path) -> list[tuple[object, ...]]:
    """Every entry as its readers see it."""
    knowledge = load(folder)
    cited = {id_: (source.title, source.address) for id_, source in knowledge.sources.items()}
    topics = knowledge.edition("en").topics.values()
    return [(t.id, t.phrasings, t.answer, [cited[s] for s in t.sources]) for t in topics if not t.talk]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_tables_of_any_spreadsheet_are_read(tmp_path: Path, separator: str, mark: str, ending: str) -> None:
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator=ending).writerows(csv.reader(io.StringIO(TABLE)))
    assert import_file(written(tmp_path, mark + out.getvalue()), tmp_path / "made") == 2
    assert ChatBot(load(tmp_path / "made")).ask("price of tea").text == 'Tea costs two coins: "cheap".'


def test_a_cell_may_hold_several_lines(tmp_path: Path) -> None:
    table = 'topic,question,answer\ntea,"How much\nis tea?","Two\n\ncoins, and\x0bchange."\ntea,price of tea,\n'
    import_file(written(tmp_path, table), tmp_path / "made")
    reply = ChatBot(load(tmp_path / "made")).ask("how much is tea")
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


def _values(some: list[Entry]) -> list[tuple[object, ...]]:
    return [(entry.id, entry.questions, entry.answer, entry.sources) for entry in some]
