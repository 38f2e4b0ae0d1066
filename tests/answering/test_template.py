"""What an answer looks up is one of a closed list, never an expression."""

from __future__ import annotations

import pytest

from chatbot.answering.template import fill, first_sentence, listing, message, quoted, used
from chatbot.knowledge import Edition

SAID = {"and": "und", "not-stated": "not said", "quote": "<{words}>", "x": "{what} of {whom}{gone}"}


@pytest.fixture(scope="module")
def house(edition: Edition) -> Edition:
    black = edition.entities["black"]
    facts = {**black.facts, "price.says": "{tea} is three coins.", "price.as-of": "2023"}
    return edition._replace(messages=SAID, entities={**edition.entities, "black": black._replace(facts=facts)})


@pytest.mark.parametrize(
    ("text", "filled", "looked_up"),
    [
        ("{tea} {tea.price}.", "Black tea costs three coins.", ("black.price",)),
        ("{green.price} {black}", "Costs two coins black tea", ("green.price",)),
        ("{count:tea}: {list:tea}", "Two: green tea und black tea", ()),
        ("{each:tea.field}", "Green tea: meadows; Black tea: smoke", ("green.field", "black.field")),
        ("{each:tea.x}", "Green tea: not said; Black tea: not said", ("green.x", "black.x")),
        ("{tea.x}{tea.__class__}.", ".", ("black.x", "black.__class__")),
        ("{tea.price.says}", "Black tea is three coins.", ("black.price.says",)),
        ("{black.price.says}", "Black tea is three coins.", ("black.price.says",)),
        ("{tea.price.as-of}", "2023", ("black.price",)),
        (
            *("{each:tea.price.says}", "Green tea: not said; Black tea: black tea is three coins."),
            ("green.price.says", "black.price.says"),
        ),
        ("{tea} is dear. {tea} is strong.", "Black tea is dear. Black tea is strong.", ()),
        (
            "{tea.price.says} {tea.price.says}",
            "Black tea is three coins. Black tea is three coins.",
            ("black.price.says",),
        ),
        ("plain {{", "Plain {{", ()),
    ],
)
def test_a_look_up_is_filled_with_what_is_held(
    house: Edition, text: str, filled: str, looked_up: tuple[str, ...]
) -> None:
    assert fill(text, house, "black") == filled
    assert used(text, "black", house.entities, house.kinds) == looked_up


@pytest.mark.parametrize(("items", "said"), [("", ""), ("a", "a"), ("ab", "a und b"), ("abc", "a, b und c")])
def test_a_list_is_said_as_one_reads_it_out(house: Edition, items: str, said: str) -> None:
    assert listing(list(items), house.messages) == said


def test_a_sentence_of_the_bots_own_takes_its_values_and_looks_up_nothing_in_them(house: Edition) -> None:
    assert message(house, "x", what="{whom}", whom="tea") == "{whom} of tea"
    assert message(house, "gone") == ""
    assert quoted("a {words}", house) == "<a {words}>"


@pytest.mark.parametrize(("text", "first"), [("One. Two.", "One."), ("One", "One"), ("3.5 cups! Two", "3.5 cups!")])
def test_a_first_sentence_ends_at_its_mark(text: str, first: str) -> None:
    assert first_sentence(text) == first
