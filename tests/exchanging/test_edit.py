"""Files are changed line by line: what is not meant stays byte for byte."""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from chatbot import KnowledgeError
from chatbot.exchanging import edit
from chatbot.exchanging.edit import Swap
from chatbot.loading.nodes import Pairs, Scalar, parse
from chatbot.problem import Place

TEXT = """id: a   # the first
phrasings:
  en: |
    one
    # a remark

    two

  fr: |
    un
related: [b, b]
"""


def keys(tmp_path: Path, text: str) -> tuple[list[str], dict[str, Scalar]]:
    path = tmp_path / "a.yaml"
    path.write_text(text, "utf-8")
    root, _ = parse(path, "a.yaml")
    assert isinstance(root, Pairs)
    inner = root.get("phrasings")
    assert isinstance(inner, Pairs)
    return text.split("\n"), {key.text: key for key, _ in (*root.pairs, *inner.pairs)}


def test_a_region_ends_where_the_next_key_begins_without_the_blank_lines_before_it(tmp_path: Path) -> None:
    lines, found = keys(tmp_path, TEXT)
    assert lines[slice(*edit.region(lines, found["en"]))] == ["  en: |", "    one", "    # a remark", "", "    two"]
    assert edit.region(lines, found["phrasings"]) == (1, 10)
    assert lines[slice(*edit.region(lines, found["related"]))] == ["related: [b, b]"]


def test_swaps_on_one_line_do_not_move_each_other() -> None:
    swaps = [Swap(Place("a", 1, column), "b", "longer") for column in (11, 14)]
    assert edit.swapped("related: [b, b]", swaps) == "related: [longer, longer]"


@pytest.mark.parametrize(
    "text", ["no", "yes", "a: b", "# a", "- a", "5,200", "it's", '"', "a", "é", " a", "{x}", "TRUE"]
)
def test_a_text_that_is_quoted_is_read_as_it_was(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(f"key: {edit.quoted(text)}\n", "utf-8")
    root, problems = parse(path, "a.yaml")
    assert isinstance(root, Pairs)
    assert not problems
    assert root.get("key") == Scalar(text, Place("a.yaml", 1, 6), plain=edit.quoted(text) == text)


def test_a_change_keeps_the_mode_of_a_file(folder: Callable[..., Path]) -> None:
    made = folder()
    path = made / "topics/all.yaml"
    path.chmod(0o640)
    edit.write(made, {"topics/all.yaml": path.read_text("utf-8") + "# more\n"})
    assert path.read_text("utf-8").endswith("# more\n")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_a_change_that_does_not_load_is_not_made(folder: Callable[..., Path]) -> None:
    made = folder()
    with pytest.raises(KnowledgeError):
        edit.write(made, {"topics/more.yaml": "- id: x\n"})
    assert not (made / "topics/more.yaml").exists()
