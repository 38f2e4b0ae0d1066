"""A line becomes words: expanded, joined, parted, and forgiven their spelling."""

from __future__ import annotations

import pytest
from handmade import knowing
from hypothesis import given
from hypothesis import strategies as st

from chatbot.knowledge import Edition
from chatbot.language import Lexicon
from chatbot.reading.tokenizer import Break, Read, read

LETTERS = "abcdefghijklmnopqrstuvwxyz"


@pytest.fixture(scope="module")
def lexicon(edition: Edition) -> Lexicon:
    return edition.lexicon


def words(line: str, lexicon: Lexicon) -> list[str]:
    return [token.word for token in read(line, lexicon).tokens]


@given(line=st.text(max_size=200))
def test_spans_cut_the_words_out_of_the_text(lexicon: Lexicon, line: str) -> None:
    for token in read(line, lexicon).tokens:
        start, end = token.span
        assert 0 <= start < end <= len(line)
        assert token.read is Read.JOINED or line[start:end] == token.surface


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("caek", "cake"), ("cke", "cke"), ("openign", "opening"), ("gunpwoedr", "gunpowder"), ("meadws", "meadows")],
)
def test_a_misspelt_word_is_read_as_the_known_one(lexicon: Lexicon, typed: str, meant: str) -> None:
    assert words(typed, lexicon) == [meant]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("where do I find the Horus in here", "horus"),
        ("where do I find the horus in here", "hours"),
        ("where do I find the Cloess in here", "cloess"),
        ("where do I find the Mroning in here", "mroning"),
        ("where do I find the Asasm in here", "assam"),
        ("WHERE DO I FIND THE HORUS IN HERE", "hours"),
        ("Where Do I Find The Horus In Here", "hours"),
        ("Horus, where do I find them", "hours"),
    ],
)
def test_a_word_with_a_capital_within_a_sentence_is_a_slip_of_names_only(
    lexicon: Lexicon, typed: str, meant: str
) -> None:
    assert meant in words(typed, lexicon)


@pytest.mark.parametrize("word", ["cane", "x7", "ake", "ca7e"])
def test_an_ordinary_or_short_word_is_never_bent(word: str) -> None:
    assert words(word, knowing("cake", "x8", "ace", ordinary=frozenset({"cane"}))) == [word]


def test_contractions_shorthand_and_letters_drawn_out_are_read_as_what_they_stand_for(lexicon: Lexicon) -> None:
    some = lexicon._replace(expansions={"whats": ("what", "is"), "n": ("and",)})
    assert words("whats caaake n teaaa", some) == ["what", "is", "cake", "and", "tea"]
    assert words("cake's ca'ke", some) == ["cake", "cake"]


def test_what_is_elided_or_run_on_is_left_out() -> None:
    some = knowing("argent", elisions=frozenset({"l", "d"}))
    assert words("l'argent dargent d'l'argent", some) == ["argent"] * 3


def test_numbers_written_with_spaces_are_one() -> None:
    assert words("35 000 teas 1 2", knowing("teas", spaced=True)) == ["35000", "teas", "1", "2"]


@pytest.mark.parametrize(
    ("typed", "tokens"),
    [
        ("cakehours", [("cake", "cakehours", Read.SPLIT), ("hours", "cakehours", Read.SPLIT)]),
        ("gun powder", [("gunpowder", "gun powder", Read.JOINED)]),
        ("gun, powder", [("gun", "gun", Read.AS_IS), ("powder", "powder", Read.AS_IS)]),
        ("black cake zub", [(word, word, Read.AS_IS) for word in ("black", "cake", "zub")]),
    ],
)
def test_joined_words_are_parted_and_neighbours_that_only_together_are_a_word_joined(
    lexicon: Lexicon, typed: str, tokens: list[tuple[str, str, Read]]
) -> None:
    some = lexicon._replace(terms={**lexicon.terms, "blackcake": "blackcake"})
    assert [(t.word, t.surface, t.read) for t in read(typed, some).tokens] == tokens


@pytest.mark.parametrize(
    ("typed", "before"),
    [
        ("cake tea", Break.NONE),
        ("cake, tea", Break.CLAUSE),
        ("cake - tea", Break.CLAUSE),
        ("cake? tea", Break.SENTENCE),
        ("cake. tea", Break.SENTENCE),
        ("cake.tea", Break.NONE),
        ("cake-tea", Break.NONE),
        ("3,000", Break.NONE),
        ("dept. tea", Break.NONE),
        ("Dept. tea", Break.NONE),
        ("dept.\ntea", Break.NONE),
        ("dept? tea", Break.SENTENCE),
        ("dept\ntea", Break.SENTENCE),
    ],
)
def test_a_mark_before_a_word_breaks_what_it_stands_in_but_for_the_full_stop_of_an_abbreviation(
    typed: str, before: Break
) -> None:
    some = knowing("cake", "tea", "dept", abbreviations=frozenset({"dept"}))
    assert read(typed, some).tokens[1].before is before


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("A.I. cake", [("ai", "A.I."), ("cake", "cake")]),
        ("the U.S.A.", [("the", "the"), ("usa", "U.S.A.")]),
        ("at 9 a.m. cake", [("at", "at"), ("9", "9"), ("am", "a.m."), ("cake", "cake")]),
        ("a. cake", [("a", "a"), ("cake", "cake")]),
        ("x.y cake", [("x", "x"), ("y", "y"), ("cake", "cake")]),
        ("cake.a.b.", [("cake", "cake"), ("ab", "a.b.")]),
        ("1.2.3.", [("1", "1"), ("2", "2"), ("3", "3")]),
    ],
)
def test_letters_that_each_have_a_full_stop_are_one_word(typed: str, parts: list[tuple[str, str]]) -> None:
    some = knowing("the", "cake", "at", "am", "ai", "usa", ordinary=frozenset({"a", "i", "ab"}))
    assert [(token.word, token.surface) for token in read(typed, some).tokens] == parts
    assert all(token.before is Break.NONE for token in read("A.I. cake", some).tokens)


def test_a_message_asks_that_ends_in_a_question_mark(lexicon: Lexicon) -> None:
    assert [read(line, lexicon).asks for line in ("cake? ", "cake", "cake?!")] == [True, False, False]


def test_two_thousand_characters_are_read(lexicon: Lexicon) -> None:
    assert len(read("tea " * 600, lexicon).tokens) == 500


def test_a_thousand_words_are_read(lexicon: Lexicon) -> None:
    assert len(read("\ufdfa " * 400, lexicon).tokens) == 1_000


@pytest.mark.parametrize(("strange", "last"), [(39, "cake"), (40, "caek")])
def test_forty_words_are_forgiven_their_spelling(lexicon: Lexicon, strange: int, last: str) -> None:
    line = " ".join(f"zq{one}xw" for one in (a + b for a in LETTERS[:7] for b in LETTERS[:7])).split()[:strange]
    assert words(" ".join([*line, "caek"]), lexicon)[-1] == last


@pytest.mark.parametrize(("length", "forgiven"), [(40, True), (41, False)])
def test_a_word_of_forty_letters_is_forgiven(length: int, forgiven: bool) -> None:
    word = (LETTERS * 2)[: length - 2]
    [token] = read(f"{word}ba", knowing(f"{word}ab")).tokens
    assert (token.read is Read.SPELLING) is forgiven
