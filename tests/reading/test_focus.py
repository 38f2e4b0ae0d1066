"""Who is in focus after the turns before, and what was asked last."""

from __future__ import annotations

import pytest
from handmade import query, spoken_of

from chatbot import ChatBot
from chatbot.knowledge import Edition
from chatbot.reading.focus import KEPT, MOST_FOCI, NOT_LENT, TURNED_TO, Focus, Lent, only_asks

SENCHA = spoken_of("green")
BOTH_LISTED = SENCHA._replace(listed=("green", "black"))


@pytest.mark.parametrize(
    ("topic", "entities", "asked", "foci"),
    [
        ("tea.price", ("black",), "how much is assam", [Focus(("black",), "tea", before=("green",))]),
        ("tea.price", ("black",), "how much is sencha", [Focus(("black",), "tea", before=("green",))]),
        ("cake.price", (), "how much is cake", [Focus(("green",), "tea", 1)]),
        ("", (), "how tall is Everest", [Focus(("green",), "tea", 1)]),
        ("", (), "how tall is assam", [Focus(("black",), "tea", before=("green",))]),
        ("", (), "who grows malt", [Focus(("black",), "tea", before=("green",))]),
        ("tea.price", ("green", "black"), "prices of teas", [Focus(("green",), "tea", 1)]),
    ],
)
def test_those_answered_about_named_or_pointed_at_come_into_focus_and_all_members_put_nobody_out_of_it(
    edition: Edition, topic: str, entities: tuple[str, ...], asked: str, foci: list[Focus]
) -> None:
    assert list(SENCHA.after(topic, entities, query(asked, edition).mentions, edition).foci) == foci


def test_an_answer_about_all_brings_all_into_focus_where_nobody_is(edition: Edition) -> None:
    after = NOT_LENT.after("tea.price", ("green", "black"), (), edition)
    assert after.foci == (Focus(("green", "black"), "tea"),)
    assert after.after("tea.price", ("black",), (), edition).listed == ("green", "black")


@pytest.mark.parametrize(("age", "kept"), [(KEPT - 1, True), (KEPT, False)])
def test_who_was_spoken_of_long_ago_is_out_of_focus(edition: Edition, age: int, kept: bool) -> None:
    assert bool(spoken_of("green", age=age).after("", (), (), edition).foci) is kept


def test_those_of_two_kinds_are_in_focus_the_last_spoken_of_first(edition: Edition) -> None:
    more = (Focus(("cup",), "cup"), Focus(("pot",), "pot"))
    assert len(more) == MOST_FOCI
    after = Lent(foci=more).after("tea.price", ("green",), (), edition)
    assert after.foci == (Focus(("green",), "tea"), Focus(("cup",), "cup", 1))
    assert after.of("tea") == ("green",)
    assert not after.of("pot")
    assert after.kinds == frozenset({"tea", "cup"})


def test_within_one_message_nobody_ages(edition: Edition) -> None:
    assert spoken_of("green", age=2).after("", (), (), edition, turns=0).foci == (Focus(("green",), "tea", 2),)


def test_what_an_edition_does_not_hold_is_not_lent_by_it(edition: Edition) -> None:
    lent = Lent(topic="gone", foci=(Focus(("gone",), "tea"), Focus(("green",), "tea")), listed=("green", "gone"))
    assert lent.within(edition) == Lent(foci=(Focus(("green",), "tea"),), listed=("green",))
    assert BOTH_LISTED.within(edition) == BOTH_LISTED


@pytest.mark.parametrize(
    ("request_", "how", "asked"),
    [
        ("how much is it", "lent", ("how much is it",)),
        ("and zub", "free", ("and zub",)),
        ("and assam", "named", ("old",)),
        ("is it", "lent", ("old",)),
        ("how much is assam", TURNED_TO, ("old",)),
    ],
)
def test_the_last_request_is_the_last_that_said_what_is_asked(
    small: ChatBot, request_: str, how: str, asked: tuple[str, ...]
) -> None:
    edition = small.knowledge.edition("en")
    assert SENCHA._replace(asked=("old",)).asking(query(request_, edition), how, edition).asked == asked


def test_all_requests_of_one_message_are_the_last_ones(edition: Edition) -> None:
    asked = SENCHA._replace(asked=("old",), here=True).asking(query("how much is it", edition), "lent", edition).asked
    assert asked == ("old", "how much is it")


@pytest.mark.parametrize(
    ("spoken", "last", "pair"),
    [
        (("green",), ("black",), ("black", "green")),
        (("green",), ("white", "black"), ("black", "green")),
        (("green",), ("green", "white", "black"), ()),
        (("green",), ("green",), ()),
        (("green",), (), ()),
        (("green", "black"), ("white",), ("green", "black")),
        (("green", "black", "white"), (), ()),
    ],
)
def test_the_one_spoken_of_and_the_one_before_are_a_pair(
    spoken: tuple[str, ...], last: tuple[str, ...], pair: tuple[str, ...]
) -> None:
    assert Focus(spoken, "tea").following(last).pair == pair


@pytest.mark.parametrize(
    ("request_", "says"),
    [
        ("when", True),
        ("how much", True),
        ("when is it", False),
        ("when is cake", False),
        ("when is sencha", False),
        ("when is the other", False),
    ],
)
def test_a_request_only_asks_where_it_names_nobody_and_stands_for_nobody(
    edition: Edition, request_: str, says: bool
) -> None:
    assert only_asks(query(request_, edition), edition) is says
