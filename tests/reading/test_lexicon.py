"""A misspelt word is a slip of the nearest known one, or of none."""

from __future__ import annotations

import pytest
from handmade import knowing

from chatbot.knowledge import Edition
from chatbot.reading.lexicon import did_you_mean, left, nearest, term_of

LONG = "abcdefghijklmnopqrstuvwxyzabcdefghijklmn"


@pytest.mark.parametrize(
    ("typed", "word", "near"),
    [
        ("abd", "abcd", False),
        ("abdc", "abcd", True),
        ("abcdexy", "abcdefg", False),
        ("abcdefxy", "abcdefgh", True),
        ("abcdwxyz", "abcdefgh", False),
        ("xbcdefgy", "abcdefgh", False),
        ("xbcde", "abcde", False),
        ("bacde", "abcde", True),
        ("xbcdef", "abcdef", True),
        (LONG[:-2] + "nm", LONG, True),
    ],
)
def test_short_words_are_forgiven_no_slip_and_long_ones_two(typed: str, word: str, near: bool) -> None:
    assert nearest(typed, knowing(word)) == (word if near else None)


@pytest.mark.parametrize(
    ("typed", "words", "counts", "meant"),
    [
        ("taken", ["caken", "takes"], {"caken": 9}, "takes"),
        ("taxes", ["taxed", "tames"], {"taxed": 9}, "tames"),
        ("takex", ["takeb", "takem"], {"takem": 2}, "takem"),
        ("takex", ["takeb", "takem"], {}, "takeb"),
    ],
)
def test_of_words_as_near_that_with_the_same_ends_is_meant_then_the_commoner(
    typed: str, words: list[str], counts: dict[str, int], meant: str
) -> None:
    assert nearest(typed, knowing(*words, counts=counts)) == meant


@pytest.mark.parametrize(("length", "letters"), [(4, 1), (8, 3), (9, 4), (11, 4), (40, 4)])
def test_one_edit_leaves_half_a_word_as_it_was_of_which_four_letters_are_looked_at(length: int, letters: int) -> None:
    assert left(length) == letters


@pytest.mark.parametrize("at", range(3))
def test_the_words_that_share_an_end_are_all_that_one_edit_can_mean(edition: Edition, at: int) -> None:
    lexicon = edition.lexicon
    words = tuple(sorted({word for known in lexicon.by_ends.values() for word in known}))

    class Every(dict[str, tuple[str, ...]]):
        def get(self, *_: object) -> tuple[str, ...]:
            return words

    every = lexicon._replace(by_ends=Every())
    for word in words[at::60]:
        i = at % len(word)
        for typed in (
            word[:i] + "q" + word[i:],
            word[:i] + word[i + 1 :],
            word[:i] + word[i : i + 2][::-1] + word[i + 2 :],
        ):
            assert nearest(typed, lexicon) == nearest(typed, every), typed


def test_a_term_is_the_known_one_or_the_word_apart_or_the_stem() -> None:
    lexicon = knowing("tea", apart=frozenset({"news"}))._replace(terms={"teas": "tea"})
    assert [term_of(word, lexicon) for word in ("teas", "news", "cakes")] == ["tea", "news", "cake"]


@pytest.mark.parametrize(
    ("typed", "meant"), [("phrasing", "phrasings"), ("zzz", None), ("", None), ("anwser", "answer"), ("answ", None)]
)
def test_did_you_mean_offers_the_nearest_word_or_nothing(typed: str, meant: str | None) -> None:
    assert did_you_mean(typed, ["phrasings", "answer", ""]) == meant
