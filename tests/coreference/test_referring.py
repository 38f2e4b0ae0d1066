"""How a request reads with those in focus in the place of what stands for them."""

from __future__ import annotations

import pytest
from handmade import meant, query, spoken_of

from chatbot import ChatBot
from chatbot.coreference.referring import LONGEST_LEANING, UNSAID, affirmed, singled
from chatbot.knowledge import Edition

SENCHA = spoken_of("green")


@pytest.mark.parametrize(
    ("asked", "reads"),
    [
        ("how much is it", "how much is {tea}"),
        ("what does the tea cost", "what doe the {tea} cost"),
        ("price", "price {tea}"),
        ("its price and its taste", "{tea} price and it tast"),
    ],
)
def test_who_is_in_focus_takes_the_place_of_what_stands_for_it_or_stands_at_the_end(
    small: ChatBot, asked: str, reads: str
) -> None:
    [one] = meant(small, asked, SENCHA)
    assert (one.how, one.focus) == ("lent", SENCHA.foci[0])
    assert one.query.terms() == reads


@pytest.mark.parametrize(
    ("asked", "beside"), [("how much is assam", ""), ("how much is it", "assam"), ("zub zob", ""), ("", "")]
)
def test_nobody_is_filled_in_where_others_are_named_or_nothing_is_known(
    small: ChatBot, asked: str, beside: str
) -> None:
    assert meant(small, asked, SENCHA, beside) == []


@pytest.mark.parametrize(("words", "leans"), [(LONGEST_LEANING, True), (LONGEST_LEANING + 1, False)])
def test_a_message_of_more_than_forty_words_leans_on_nobody(small: ChatBot, words: int, leans: bool) -> None:
    assert bool(meant(small, "price " * words, SENCHA)) is leans


@pytest.mark.parametrize(("here", "share"), [(True, 1.0), (False, UNSAID)])
def test_a_name_from_the_turns_before_says_a_quarter_of_one_that_the_message_says(
    small: ChatBot, here: bool, share: float
) -> None:
    [one] = meant(small, "how much is it", SENCHA._replace(here=here))
    assert [unit.share for unit in one.query.units if unit.mention] == [share]
    assert UNSAID == 0.25


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("assam or sencha", ["assam", "sencha"]),
        ("not assam but sencha", ["sencha"]),
        ("not the assam", []),
        ("not at all, assam", ["assam"]),
    ],
)
def test_a_name_that_is_denied_is_not_affirmed(edition: Edition, asked: str, names: list[str]) -> None:
    assert [mention.words for mention in affirmed(query(asked, edition), edition)] == names


@pytest.mark.parametrize(
    ("words", "places"), [(("the", "tea"), [1]), (("a", "tea"), []), (("tea",), []), (("its", "price"), [])]
)
def test_a_kind_with_an_article_before_it_speaks_of_one_member(
    edition: Edition, words: tuple[str, ...], places: list[int]
) -> None:
    assert singled(words, edition) == places
