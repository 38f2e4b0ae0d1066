"""A value is written as its language writes it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from chatbot.answering.values import Formats
from chatbot.knowledge import Location
from chatbot.loading.editions import _formats as formats
from chatbot.loading.loader import records

SPACE = "\u00a0"

PLACES = {
    "regina": Location(within=("saskatchewan",), names={"en": ("Regina", "Queen City"), "fr": ("Regina",)}),
    "saskatchewan": Location(names={"en": ("Saskatchewan",)}),
}
OWN = Formats(
    language="en",
    patterns={"money": "{n} coins", "percent": "{n} of 100", "range": "{low}-{high}", "place": "{place} ({within})"}
    | {"day": "{day}. {month} {year}", "month": "{month} {year}", "thousands": ".", "decimal": ","},
    months=("Jan", "Feb"),
    scales=((Decimal(1000), "{n} sack", "{n} sacks"), (Decimal(100), "{n} purse", "{n} purses")),
    several=Decimal(2),
    locations=PLACES,
)
"""A way of writing that is no language's."""


@pytest.fixture(scope="module")
def spoken() -> dict[str, Formats]:
    """How the languages of the package write values."""
    held = records()
    return {
        raw.tag: formats(
            raw.language.grammar,
            {name: text.text for name, text in raw.language.messages.items()},
            raw.tag,
            raw.locations,
        )
        for raw in held.raws
    }


@pytest.mark.parametrize(
    ("kind", "value", "said"),
    [
        ("money", "500", "$500"),
        ("money", "150000", "$150,000"),
        ("money", "999999", "$999,999"),
        ("money", "1000000", "$1 million"),
        ("money", "1290000", "$1.29 million"),
        ("money", "2370000000", "$2.37 billion"),
        ("count", "10300", "10,300"),
        ("percent", "12.75", "12.75%"),
        ("range", "6..10", "6 to 10"),
        ("range", "1000..2000", "1,000 to 2,000"),
        ("date", "2018-11-27", "27 November 2018"),
        ("date", "2018-11", "November 2018"),
        ("date", "2018", "2018"),
        ("text", "Sue Paish", "Sue Paish"),
        ("person", "Sue Paish", "Sue Paish"),
        ("flag", "true", "true"),
        ("place", "regina", "Regina"),
    ],
)
def test_a_value_is_said_as_english_writes_it(spoken: dict[str, Formats], kind: str, value: str, said: str) -> None:
    assert spoken["en"].say(kind, value) == said


@pytest.mark.parametrize(
    ("kind", "value", "said"),
    [
        ("money", "500", "500 $"),
        ("money", "150000", "150 000 $"),
        ("money", "1290000", "1,29 million de dollars"),
        ("money", "2000000", "2 millions de dollars"),
        ("money", "2370000000", "2,37 milliards de dollars"),
        ("count", "10300", "10 300"),
        ("percent", "12.75", "12,75 %"),
        ("range", "6..10", "de 6 à 10"),
        ("date", "2018-11-27", "27 novembre 2018"),
        ("date", "2018-11", "novembre 2018"),
        ("place", "newfoundland-and-labrador", "Terre-Neuve-et-Labrador"),
    ],
)
def test_a_value_is_said_as_french_writes_it(spoken: dict[str, Formats], kind: str, value: str, said: str) -> None:
    told = spoken["fr"].say(kind, value)
    assert told.replace(SPACE, " ").replace("\u202f", " ") == said


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("99", "99 coins"),
        ("100", "1 purse"),
        ("150", "1,5 purse"),
        ("199.99", "1,9999 purse"),
        ("200", "2 purses"),
        ("999", "9,99 purses"),
        ("1000", "1 sack"),
        ("2000", "2 sacks"),
        ("1234567000", "1.234.567 sacks"),
        ("0", "0 coins"),
        ("5.50", "5,5 coins"),
    ],
)
def test_money_is_counted_in_the_largest_size_that_it_reaches_and_several_from_a_number_on(
    value: str, said: str
) -> None:
    assert OWN.say("money", value) == said


def test_from_which_number_on_a_size_is_several_is_the_languages_own() -> None:
    any_more = OWN._replace(several=Decimal("1.1"))
    assert [any_more.say("money", value) for value in ("100", "109", "110")] == ["1 purse", "1,09 purse", "1,1 purses"]


def test_without_sizes_money_is_a_number(spoken: dict[str, Formats]) -> None:
    assert spoken["en"]._replace(scales=()).say("money", "2000000") == "$2,000,000"


@pytest.mark.parametrize(
    ("value", "within", "said"),
    [
        ("regina", (), "Regina"),
        ("regina", ("saskatchewan",), "Regina (Saskatchewan)"),
        ("regina", ("saskatchewan", "regina"), "Regina (Saskatchewan)"),
        ("nowhere", (), "nowhere"),
    ],
)
def test_a_place_is_said_by_its_usual_name_with_what_it_lies_in(value: str, within: tuple[str, ...], said: str) -> None:
    assert OWN.say("place", value, within) == said


def test_a_place_without_a_name_in_the_language_is_its_id() -> None:
    assert OWN._replace(language="fr").say("place", "saskatchewan") == "saskatchewan"


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("2018-02-07", "7. Feb 2018"),
        ("2018-02", "Feb 2018"),
        ("2018", "2018"),
        ("2018-03", "2018-03"),
        ("2018-00", "2018-00"),
        ("undated", "undated"),
        ("", ""),
    ],
)
def test_a_date_is_said_as_far_as_it_is_known(value: str, said: str) -> None:
    assert OWN.date(value) == said


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        *(("money", "5,200"), ("money", "-5"), ("money", "9" * 19), ("count", "1.5"), ("percent", "40%")),
        *(("range", "10"), ("range", "6-10"), ("date", "last year"), ("flag", "maybe"), ("place", "New York")),
        *(("text", "5200"), ("person", "5200"), ("list", "a, b"), ("sum", "5200")),
    ],
)
def test_what_is_not_written_as_its_type_stays_as_it_is(kind: str, value: str) -> None:
    assert OWN.say(kind, value) == value
