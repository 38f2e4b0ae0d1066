"""Places, years, figures and people that a message names, and whether a value that is held is what was named."""

from __future__ import annotations

from typing import Any

import pytest
from handmade import query

from chatbot.knowledge import Edition, Location, Value
from chatbot.loading.languages import neutral
from chatbot.loading.nodes import Pairs, Scalar
from chatbot.reading.named import Named, comparable, find_values, fits, may_be

MAP = {
    "canada": Location(),
    "manitoba": Location(("canada",)),
    "brandon": Location(("manitoba",)),
    "gimli": Location(("manitoba",)),
}


@pytest.fixture(scope="module")
def house(edition: Edition) -> Edition:
    """The tea house with a map, whose teas are people."""
    places = {
        "saint": ((("saint", "john", "west"), "west"), (("saint", "john"), "saint-john")),
        "brandon": ((("brandon",), "brandon"),),
    }
    kinds = {"tea": edition.kinds["tea"]._replace(person=True)}
    months = {"november": "11", "december": "12"}
    return edition._replace(
        months=months, places=places, kinds=kinds, amounts={"free": 0}, sizes={"k": 1_000, "million": 1_000_000}
    )


def held(type_: str, value: str, **more: Any) -> Value:
    """A value that is held."""
    return Value("corner.some", type_, value=value, as_of="2023", sources=())._replace(**more)


def named(type_: str, value: str) -> Named:
    """A value that a message names."""
    return Named(type_, value, start=0, end=1, words=value)


def found(text: str, edition: Edition) -> list[tuple[str, str]]:
    return [(one.type, one.value) for one in find_values(query(text, edition), edition)]


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("on 6 December 2018", "2018-12-06"),
        ("on December 6, 2018", "2018-12-06"),
        ("on the 27th November 2018", "2018-11-27"),
        ("in November 2018", "2018-11"),
        ("in December", ""),
        ("31 December 2018", "2018-12-31"),
    ],
)
def test_a_date_has_its_month_and_its_day_where_they_are_told(house: Edition, text: str, date: str) -> None:
    assert found(text, house) == ([("date", date)] if date else [])


def test_what_is_no_day_of_a_month_is_a_figure_of_its_own(house: Edition) -> None:
    assert found("32 December 2018", house) == [("count", "32"), ("date", "2018-12")]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("30 teas", [("count", "30")]),
        ("8,000 teas and 12", [("count", "8000"), ("count", "12")]),
        ("35 000 teas", [("count", "35000")]),
        ("7.5 teas", [("count", "7.5")]),
        ("7,5 teas", [("count", "7.5")]),
        ("7,000.50 coins", [("count", "7000.5")]),
        ("40% of them", [("count", "40")]),
        ("50k", [("count", "50000")]),
        ("50 K coins", [("count", "50000")]),
        ("7.5 million coins", [("count", "7500000")]),
        ("2023 million coins", [("count", "2023000000")]),
        ("$30", [("count", "30")]),
        ("it is free", [("count", "0")]),
        ("tea30", []),
        ("how much is tea", []),
        ("", []),
    ],
)
def test_a_figure_is_what_its_digits_and_its_size_make(
    house: Edition, text: str, values: list[tuple[str, str]]
) -> None:
    assert found(text, house) == values


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("5 teas", "5"),
        ("1.29 million coins", "1290000"),
        ("$2.5 million", "2500000"),
        ("1,000,000 coins", "1000000"),
        ("2 000 coins", "2000"),
        ("7.5k", "7500"),
    ],
)
def test_a_figure_is_read_as_it_is_typed_whatever_its_first_digit_stands_for(
    house: Edition, text: str, value: str
) -> None:
    assert found(text, house) == [("count", value)]


def test_the_sizes_and_amounts_of_a_language_are_those_of_its_grammar(edition: Edition) -> None:
    grammar = neutral("en", "grammar.yaml")
    assert isinstance(grammar, Pairs)
    for key, held in (("sizes", edition.sizes), ("amounts", edition.amounts)):
        told = grammar.get(key)
        assert isinstance(told, Pairs)
        assert held == {word.text: int(value.text) for word, value in told.pairs if isinstance(value, Scalar)}
    assert found("8 billion coins", edition) == [("count", "8000000000")]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("in 2023", [("date", "2023")]),
        ("since 1998?", [("date", "1998")]),
        ("in 1898", [("count", "1898")]),
        ("$2023", [("count", "2023")]),
        ("9,023 teas", [("count", "9023")]),
        ("2023.5", [("count", "2023.5")]),
    ],
)
def test_four_digits_of_this_century_or_the_last_are_a_year_unless_they_are_money(
    house: Edition, text: str, values: list[tuple[str, str]]
) -> None:
    assert found(text, house) == values


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("tea from Saint John", [("place", "saint-john")]),
        ("tea from saint john west?", [("place", "west")]),
        ("a saint in brandon", [("place", "brandon")]),
        ("saint john, brandon", [("place", "saint-john"), ("place", "brandon")]),
    ],
)
def test_of_the_names_of_places_that_begin_alike_the_longest_is_taken(
    house: Edition, text: str, values: list[tuple[str, str]]
) -> None:
    assert found(text, house) == values


def test_a_little_word_that_is_a_places_letters_too_names_it_only_in_capitals(house: Edition) -> None:
    some = house._replace(places={"on": ((("ON",), "manitoba"),)})
    assert found("tea in ON", some) == [("place", "manitoba")]
    assert found("are you open on Sundays", some) == []


def test_a_person_that_is_named_is_a_value_before_those_of_the_text_and_a_word_of_a_field_is_none(
    house: Edition,
) -> None:
    assert found("30 coins for Sencha", house) == [("person", "Green tea"), ("count", "30")]
    assert found("malt", house) == []
    assert found("Sencha", house._replace(kinds={})) == []


def test_what_is_named_knows_where_it_stands_and_how_it_was_typed(house: Edition) -> None:
    place, year, figure = find_values(query("tea of Saint John in 2023 for $7.5 million", house), house)
    assert place == Named("place", "saint-john", start=2, end=4, words="Saint John")
    assert year == Named("date", "2023", start=5, end=6, words="2023")
    assert (figure.start, figure.end, figure.words) == (7, 10, "7.5 million")


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("count", "money", True),
        ("count", "count", True),
        ("count", "percent", True),
        ("count", "date", False),
        ("count", "range", False),
        ("date", "date", True),
        ("date", "count", False),
        ("place", "place", True),
        ("place", "text", False),
        ("person", "person", True),
        ("person", "text", False),
    ],
)
def test_a_figure_may_be_a_sum_a_number_or_a_share_and_all_else_only_what_it_is(
    one: str, other: str, expected: bool
) -> None:
    assert may_be(named(one, "30"), other) is expected
    assert comparable(named(one, "30"), held(other, "30")) is expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (named("count", "1290000"), held("money", "1290000"), True),
        (named("count", "7.5"), held("percent", "7.50"), True),
        (named("count", "8"), held("percent", "7.5"), False),
        (named("count", "8"), held("count", ""), False),
        (named("count", "8"), held("text", "8"), False),
        (named("date", "2018"), held("date", "2018-11-27"), True),
        (named("date", "2018"), held("date", "2018"), True),
        (named("date", "2019"), held("date", "2018-11-27"), False),
        (named("person", "Ann Lee"), held("person", "Ann Lee"), True),
        (named("person", "Ann"), held("person", "Ann Lee"), False),
    ],
)
def test_a_value_fits_that_says_the_same_and_a_date_that_lies_in_the_year(
    one: Named, other: Value, expected: bool
) -> None:
    assert fits(one, other, MAP) is expected


@pytest.mark.parametrize(
    ("place", "value", "expected"),
    [
        ("gimli", held("place", "gimli"), True),
        ("manitoba", held("place", "gimli"), True),
        ("canada", held("place", "gimli"), True),
        ("brandon", held("place", "gimli"), False),
        ("gimli", held("place", "manitoba"), False),
        ("brandon", held("place", "gimli", within=("brandon",)), True),
        ("manitoba", held("place", "nowhere", within=("brandon",)), True),
        ("manitoba", held("place", "nowhere"), False),
    ],
)
def test_a_place_fits_that_is_the_one_named_or_lies_in_it(place: str, value: Value, expected: bool) -> None:
    assert fits(named("place", place), value, MAP) is expected
