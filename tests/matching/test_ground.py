"""What is seen of a request before it is read."""

from __future__ import annotations

import pytest
from handmade import COST, costly, grounded, spoken_of

from chatbot import ChatBot
from chatbot.matching.ground import Ground
from chatbot.reading.focus import NOT_LENT, Lent

TEA = "tea.price"
SENCHA = spoken_of("green")


@pytest.mark.parametrize(
    ("asked", "one"),
    [("cost of the tea", True), ("your tea", True), ("a tea", False), ("tea", False), ("the teas", False)],
)
def test_a_request_speaks_of_one_member_that_it_does_not_name(small: ChatBot, asked: str, one: bool) -> None:
    assert grounded(asked, small.knowledge.edition("en"), small.knowledge).one is one


@pytest.mark.parametrize(
    ("asked", "worded", "said"),
    [
        ("Price of cake?", "cake.price", "cake.price"),
        ("How much is sencha", TEA, TEA),
        ("cake of price", "", "cake.price"),
        ("the price of the cake", "", "cake.price"),
        ("zub", "", ""),
    ],
)
def test_a_request_may_be_worded_as_an_entry_is_or_say_the_same(
    small: ChatBot, asked: str, worded: str, said: str
) -> None:
    seen = grounded(asked, small.knowledge.edition("en"), small.knowledge)
    assert seen.worded == worded
    assert [*seen.gist] == ([said] if said else [])


@pytest.mark.parametrize(
    ("asked", "form", "cues"),
    [
        ("how much is it", "how-much", set()),
        ("list all teas", "list", {"each"}),
        ("is the biggest of both cheap", "yes-no", {"most", "both"}),
        ("cake", "open", set()),
    ],
)
def test_the_form_of_a_request_and_its_cues_are_seen(small: ChatBot, asked: str, form: str, cues: set[str]) -> None:
    seen = grounded(asked, small.knowledge.edition("en"), small.knowledge)
    assert seen.form == form
    assert seen.cues == cues


def test_the_value_of_an_entity_is_held_by_its_attribute(small: ChatBot) -> None:
    knowledge = costly(small.knowledge)
    edition = knowledge.edition("en")
    seen = grounded("cost", edition, knowledge)
    held = seen.held(edition.topics[COST], "black")
    assert held
    assert held.value == "30"
    assert seen.held(edition.topics[COST], "white") is None


@pytest.mark.parametrize(
    ("asked", "lent", "worded"),
    [
        ("price of cake", SENCHA, "cake.price"),
        ("price of it", SENCHA, ""),
        ("what do you do", SENCHA, "talk.can"),
        ("sencha", SENCHA, ""),
    ],
)
def test_words_that_lean_on_the_turns_before_are_no_phrasing_of_another_entry(
    small: ChatBot, asked: str, lent: Lent, worded: str
) -> None:
    edition = small.knowledge.edition("en")
    leaning = dict.fromkeys(("price of it", "sencha", "{tea}"), "cake.price")
    phrased = edition._replace(worded={**edition.worded, **leaning})
    assert grounded(asked, phrased, small.knowledge, lent).worded == worded


@pytest.mark.parametrize(
    ("asked", "lent", "same"),
    [("and of cake", SENCHA, (TEA, "tea.taste")), ("since when", SENCHA, (TEA,)), ("and of cake", NOT_LENT, ("",))],
)
def test_what_asks_the_same_as_the_last_entry_is_itself_and_its_counterparts_where_more_is_said_than_a_form(
    small: ChatBot, asked: str, lent: Lent, same: tuple[str, ...]
) -> None:
    edition = small.knowledge.edition("en")._replace(counterparts={TEA: ("tea.taste",)})
    seen: Ground = grounded(asked, edition, small.knowledge, lent)
    assert seen.same == same
    assert seen.only_asks is (asked == "since when")
