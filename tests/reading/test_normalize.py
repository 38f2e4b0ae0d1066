"""Case, accents and what is unseen do not count; a word keeps its stem."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.reading.normalize import fold, line_of, one_line, stem, stemmers, unelided


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("ÉTÉ à Montréal", "ete a montreal"),
        ("o\u200bce\u200dan\x1b[31m", "ocean [31m"),
        ("cœur l’été", "coeur l'ete"),
        ("a\tb\u00a0c\nd", "a b c\nd"),
        ("INDUSTRY", "industry"),
        ("İ", "i"),
        ("ı", "ı"),
        ("I", "i"),
    ],
)
def test_case_accents_and_what_is_unseen_are_folded_the_same_everywhere(typed: str, folded: str) -> None:
    assert fold(typed) == folded


@given(st.text(max_size=200))
def test_folding_twice_is_folding_once(line: str) -> None:
    assert fold(fold(line)) == fold(line)


@given(st.text(max_size=50))
def test_each_folded_character_has_its_place_in_the_text(line: str) -> None:
    folded, places = line_of(line)
    if places is None:
        assert len(folded) == len(line)
    else:
        assert len(places) == len(folded)
        assert places == sorted(places)
        assert all(0 <= place < len(line) for place in places)


@pytest.mark.parametrize(
    ("word", "bare"),
    [("l'argent", "argent"), ("qu'l'argent", "argent"), ("who's", "who's"), ("argent", "argent"), ("l'", "")],
)
def test_what_is_elided_before_a_word_is_no_part_of_it(word: str, bare: str) -> None:
    assert unelided(word, frozenset({"l", "qu"})) == bare


def test_spaces_that_do_not_break_stay() -> None:
    assert one_line("  a \n b\u00a0c ") == "a b\u00a0c"


@pytest.mark.parametrize(
    ("word", "stemmed"), [("teas", "tea"), ("baking", "bake"), ("abcoon", "abcing"), ("oon", "oon"), ("aboon", "aboon")]
)
def test_an_ending_becomes_another_behind_three_letters_at_least(word: str, stemmed: str) -> None:
    assert stem(word, "english", {"oon": "ing"}) == stem(stemmed, "english")


@pytest.mark.parametrize(("length", "stemmed"), [(100, True), (101, False)])
def test_a_run_of_more_than_a_hundred_letters_is_its_own_stem(length: int, stemmed: bool) -> None:
    word = "a" * (length - 3) + "ing"
    assert (stem(word, "english") != word) is stemmed


def test_the_stemmers_have_names() -> None:
    assert {"english", "french"} <= set(stemmers())
