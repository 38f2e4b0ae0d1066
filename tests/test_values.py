"""Values: what `dataclasses` gives, made cheaper."""

from __future__ import annotations

import copy
import dataclasses
import pickle

import pytest

from chatbot.knowledge import Book, Source
from chatbot.loading.opened import ASKED, Opened
from chatbot.loading.words import FEW, Words
from chatbot.problem import Problem
from chatbot.reply import Option, Reply, Status
from chatbot.values import replace

SOURCE = Source("a", "A title", "https://example.org")


def test_a_value_equals_another_with_the_same_fields_and_of_the_same_class_only() -> None:
    assert Source("a", "A title", "https://example.org", "") == SOURCE
    assert hash(Source("a", "A title", "https://example.org")) == hash(SOURCE)
    assert replace(SOURCE, id="b") != SOURCE
    assert Option("a", "b") != ("a", "b")  # type: ignore[comparison-overlap]


def test_a_value_does_not_change() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        SOURCE.id = "b"  # type: ignore[misc]
    with pytest.raises(dataclasses.FrozenInstanceError):
        del SOURCE.id
    assert not hasattr(SOURCE, "__dict__")


def test_a_value_shows_its_fields_but_those_that_are_left_out() -> None:
    assert repr(Option("a", "b")) == "Option(id='a', label='b')"
    assert "trace" not in repr(Reply("", Status.UNKNOWN, "unsure", 0.0, "en"))  # type: ignore[arg-type]


def test_each_value_has_defaults_of_its_own() -> None:
    assert Book().facts is not Book().facts


def test_a_value_is_called_as_a_dataclass_is() -> None:
    with pytest.raises(TypeError):
        Option("a")  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        replace(SOURCE, colour="red")  # type: ignore[call-arg]


def test_the_standard_library_takes_a_value_for_a_dataclass() -> None:
    assert dataclasses.asdict(Option("a", "b")) == {"id": "a", "label": "b"}
    assert dataclasses.replace(SOURCE, id="b").id == "b"
    assert [field.name for field in dataclasses.fields(Option)] == ["id", "label"]


def test_a_value_can_be_pickled_and_copied() -> None:
    assert pickle.loads(pickle.dumps(SOURCE)) == copy.deepcopy(SOURCE) == SOURCE


def test_problems_sort_by_place() -> None:
    late, early = Problem("b", 1, 1, "", "", ""), Problem("a", 9, 1, "", "", "")
    assert sorted([late, early]) == [early, late]


WORDS = ["a", "a b", 'a"b', "ab", "é", "zz", "z\tz", "", "a\n"]


def test_a_mapping_in_lines_finds_what_it_holds_before_and_after_it_is_cut() -> None:
    from json import dumps

    lines = "".join(sorted(f"{dumps(word)}\t{number}\n" for number, word in enumerate(WORDS, 1)))
    opened = Opened(
        f"before\n{lines}after\n".encode("ascii"),
        [len("before\n"), len("before\n" + lines), None],
        str,
        lambda value: value,
    )
    for _ in range(ASKED):
        assert [opened[word] for word in WORDS] == list(range(1, len(WORDS) + 1))
        assert opened.get("aa") is None
        assert "before" not in opened
    assert dict(opened) == {word: number for number, word in enumerate(WORDS, 1)}
    assert len(opened) == len(WORDS)


@pytest.mark.parametrize("sought", [0, FEW])
def test_a_set_of_words_in_a_line_finds_whole_words_before_and_after_it_is_made(sought: int) -> None:
    held = ["an", "ant", "é", 'a"b', "zz"]
    line = b"before an" + bytes(Words.of(held)) + b"behind"
    words = Words(line, len(b"before an"), len(line) - len(b"behind"))
    for _ in range(sought):
        assert "xx" not in words
    assert [word for word in [*held, "a", "nt", "ant é", "", " ", "before", "behind"] if word in words] == held
    assert set(words) == set(held) == set(pickle.loads(pickle.dumps(words)))
    assert b"before" not in pickle.dumps(words)
    assert set(Words.of([])) == set(Words()) == set()
