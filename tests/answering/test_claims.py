"""Yes or no to what a request claims of values, and nothing where no value carries either."""

from __future__ import annotations

import pytest
from shops import ALL, changed, counting, named, shops

from chatbot.answering import claims, sets
from chatbot.answering.sets import Scope
from chatbot.knowledge import Edition, Knowledge
from chatbot.reading.named import Named

__all__ = ["shops"]


def says(
    shops: Knowledge,
    attribute: str,
    *values: Named,
    ids: tuple[str, ...] = ("corner",),
    cues: str = "",
    how: str = "named",
    yes_no: bool = True,
) -> str:
    """What is said to a request for yes or no that names these values."""
    edition: Edition = shops.edition("en")
    topic = edition.topics[f"shop.{attribute}"]
    scope = Scope(how=how, cues=frozenset(cues.split()), values=values, yes_no=yes_no)
    return claims.yes_or_no(topic, sets.rows(topic, ids, shops, edition), scope, shops)


@pytest.mark.parametrize(
    ("attribute", "value", "said"),
    [
        ("seat", named("place", "regina"), "yes"),
        ("seat", named("place", "saskatchewan"), "yes"),
        ("seat", named("place", "halifax"), "no"),
        ("seat", named("date", "2018"), ""),
        ("since", named("date", "2018"), "yes"),
        ("since", named("date", "2019"), "no"),
        ("staff", named("count", "12"), "yes"),
        ("staff", named("count", "8"), "no"),
        ("sales", named("count", "1290000"), "yes"),
        ("sales", named("count", "3"), "no"),
        ("wares", named("place", "regina"), ""),
    ],
)
def test_yes_or_no_is_what_the_value_says_to_one_of_its_type(
    shops: Knowledge, attribute: str, value: Named, said: str
) -> None:
    assert says(shops, attribute, value) == said


def test_nothing_is_said_to_what_does_not_ask_yes_or_no_or_names_no_value(shops: Knowledge) -> None:
    assert says(shops, "seat", named("place", "regina"), yes_no=False) == ""
    assert says(shops, "late", yes_no=False) == ""
    assert says(shops, "seat") == ""


def test_a_flag_says_yes_or_no_by_itself_but_not_to_a_value_that_is_named_besides(shops: Knowledge) -> None:
    assert says(shops, "late") == "yes"
    assert says(shops, "late", ids=("pier",)) == "no"
    assert says(shops, "late", named("date", "2018")) == ""


def test_no_is_said_only_where_there_is_but_one_such_value_at_a_time(shops: Knowledge) -> None:
    some = changed(shops, "seat", corner={"exclusive": False})
    assert says(some, "seat", named("place", "halifax")) == ""
    assert says(some, "seat", named("place", "regina")) == "yes"


@pytest.mark.parametrize(
    ("bound", "asked", "said"),
    [
        ("at-least", "20", ""),
        ("at-least", "8", "no"),
        ("at-most", "8", ""),
        ("at-most", "20", "no"),
        ("about", "13", ""),
        ("", "13", "no"),
    ],
)
def test_no_is_not_said_to_what_a_bound_leaves_open(shops: Knowledge, bound: str, asked: str, said: str) -> None:
    assert says(changed(shops, "staff", corner={"bound": bound}), "staff", named("count", asked)) == said


@pytest.mark.parametrize(("place", "said"), [("regina", "yes"), ("halifax", "")])
def test_a_doubtful_value_never_says_no(shops: Knowledge, place: str, said: str) -> None:
    some = changed(shops, "seat", corner={"doubt": "one blog says so"})
    assert says(some, "seat", named("place", place)) == said


@pytest.mark.parametrize(
    ("place", "said"), [("regina", "no"), ("saskatchewan", "no"), ("halifax", "no"), ("toronto", "no")]
)
def test_of_several_that_are_named_it_is_so_of_all_or_it_is_not(shops: Knowledge, place: str, said: str) -> None:
    assert says(shops, "seat", named("place", place), ids=("corner", "pier")) == said
    assert says(shops, "seat", named("place", "regina"), ids=("corner", "market")) == "yes"


def test_one_of_several_that_says_neither_leaves_it_open(shops: Knowledge) -> None:
    some = changed(shops, "seat", pier={"exclusive": False})
    assert says(some, "seat", named("place", "regina"), ids=("corner", "pier")) == ""
    assert says(changed(shops, "seat", pier={"value": ""}), "seat", named("place", "regina"), ids=ALL) == ""


# More or less


@pytest.mark.parametrize(
    ("cue", "asked", "said"),
    [
        ("above", "11", "yes"),
        ("above", "12", "no"),
        ("most", "11", "yes"),
        ("at-least", "12", "yes"),
        ("at-least", "13", "no"),
        ("below", "13", "yes"),
        ("below", "12", "no"),
        ("least", "13", "yes"),
        ("at-most", "12", "yes"),
        ("at-most", "11", "no"),
        ("same", "12", "yes"),
        ("same", "11", "no"),
        ("above below", "11", ""),
    ],
)
def test_a_figure_is_more_or_less_than_one_that_is_named(shops: Knowledge, cue: str, asked: str, said: str) -> None:
    assert says(shops, "staff", named("count", asked), cues=cue) == said


BOUNDS = [
    ("at-least", "above", "8", "yes"),
    ("at-least", "above", "20", ""),
    ("at-least", "below", "8", "no"),
    ("at-most", "below", "20", "yes"),
    ("at-most", "above", "20", "no"),
    ("at-most", "above", "8", ""),
    ("about", "above", "10", "yes"),
    ("about", "above", "11", ""),
    ("about", "above", "14", "no"),
]
"""The bound of a figure of 12, what is claimed of which other, and what is said."""

DATES = [
    ("2018", "below", "2020", "yes"),
    ("2018", "below", "2016", "no"),
    ("2018", "above", "2016", "yes"),
    ("2018-02", "above", "2018", ""),
    ("2018-02", "below", "2019", "yes"),
]
"""A date that is held, what is claimed of which other, and what is said."""


@pytest.mark.parametrize(
    ("attribute", "held", "cue", "asked", "said"),
    [
        *(("staff", {"bound": bound}, cue, named("count", asked), said) for bound, cue, asked, said in BOUNDS),
        *(("since", {"value": held}, cue, named("date", asked), said) for held, cue, asked, said in DATES),
    ],
)
def test_a_figure_or_a_date_is_more_or_less_than_another_unless_a_bound_leaves_it_open(
    shops: Knowledge, attribute: str, held: dict[str, str], cue: str, asked: Named, said: str
) -> None:
    assert says(changed(shops, attribute, corner=held), attribute, asked, cues=cue) == said


@pytest.mark.parametrize(("asked", "said"), [("8", "yes"), ("20", "no")])
def test_what_is_asked_of_a_bound_itself_is_said_of_its_figure(shops: Knowledge, asked: str, said: str) -> None:
    """Up to 12: whether there are more than 8 is open, but the ceiling is above 8."""
    some = changed(shops, "staff", corner={"bound": "at-most"})
    assert says(some, "staff", named("count", asked), cues="above bound") == said


def test_a_doubtful_figure_is_neither_more_nor_less(shops: Knowledge) -> None:
    some = changed(shops, "staff", corner={"doubt": "one blog says so"})
    assert says(some, "staff", named("count", "3"), cues="above") == ""


def test_of_all_members_none_or_each_is_more_and_of_some_nothing_is_said(shops: Knowledge) -> None:
    asked = {figure: says(shops, "staff", named("count", figure), ids=ALL, cues="most", how="ranked") for figure in
             ("2", "12", "40")}  # fmt: skip
    assert asked == {"2": "yes", "12": "", "40": "no"}


TWO = ("corner", "market")


@pytest.mark.parametrize(
    ("ids", "cue", "said"),
    [
        (TWO, "most", "no"),
        (TWO[::-1], "most", "yes"),
        (TWO, "least", "yes"),
        (TWO, "same", "no"),
        (TWO, "at-most", "yes"),
        (TWO, "most least", ""),
        (TWO, "", ""),
        (ALL, "most", ""),
    ],
)
def test_one_of_two_has_more_than_the_other_or_less(
    shops: Knowledge, ids: tuple[str, ...], cue: str, said: str
) -> None:
    assert says(shops, "staff", ids=ids, cues=cue) == said


def test_figures_that_are_bounds_alike_are_set_beside_each_other_as_they_stand(shops: Knowledge) -> None:
    alike = changed(shops, "staff", corner={"bound": "at-most"}, market={"bound": "at-most"})
    assert says(alike, "staff", ids=TWO, cues="least") == "yes"
    unlike = changed(shops, "staff", corner={"bound": "at-least"})
    assert says(unlike, "staff", ids=TWO, cues="least") == ""


def test_neither_doubtful_figures_nor_ones_that_count_different_things_are_set_beside_each_other(
    shops: Knowledge,
) -> None:
    assert says(changed(shops, "staff", market={"doubt": "a blog"}), "staff", ids=TWO, cues="least") == ""
    assert says(counting(shops, corner="bread"), "sales", ids=TWO, cues="least") == ""
    assert says(shops, "sales", ids=TWO, cues="least") == "yes"


def test_two_are_not_set_beside_each_other_where_a_figure_is_named(shops: Knowledge) -> None:
    assert says(shops, "staff", named("count", "20"), ids=TWO, cues="least") == "no"
    assert says(shops, "staff", named("date", "2023"), ids=TWO, cues="least") == "yes"
