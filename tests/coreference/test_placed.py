"""Those who are at a place that is named."""

from __future__ import annotations

import pytest
from handmade import costly, grounded, ways

from chatbot import ChatBot
from chatbot.coreference.placed import located
from chatbot.knowledge import Book, Knowledge, Location, Value


def grown(small: ChatBot, **places: str) -> Knowledge:
    """The tea house, with the place that a tea comes from."""
    knowledge = costly(small.knowledge, type="place")
    hills = Location(within=("land",), names={"en": ("hills",)})
    land = Location(names={"en": ("land",)})
    edition = knowledge.edition("en")._replace(
        places={term: (((term,), name),) for term, name in (("hill", "hills"), ("land", "land"))}
    )
    held = {f"{tea}.cost": Value(f"{tea}.cost", "place", value=at, as_of="", sources=()) for tea, at in places.items()}
    locations = {"hills": hills, "land": land}
    return knowledge._replace(editions={"en": edition}, book=Book(held), locations=locations)


@pytest.mark.parametrize(
    ("asked", "places", "who"),
    [
        ("how much is the hills tea", {"green": "hills"}, ["green"]),
        ("how much is the land tea", {"green": "hills"}, ["green"]),
        ("how much is the land tea", {"green": "hills", "black": "land"}, []),
        ("how much is assam of the hills", {"green": "hills"}, []),
        ("how much is the tea", {"green": "hills"}, []),
    ],
)
def test_a_place_stands_for_the_only_member_that_is_there(
    small: ChatBot, asked: str, places: dict[str, str], who: list[str]
) -> None:
    knowledge = grown(small, **places)
    found = list(located(grounded(asked, knowledge.edition("en"), knowledge).asked()))
    assert [(one.how, *one.focus.entities) for one in found] == [("placed", id_) for id_ in who]
    assert [one.query.terms() for one in found] == ["how much is the {tea} tea"] * len(who)


@pytest.mark.parametrize(
    ("asked", "reads", "who"),
    [
        ("price of the hills and of the land", "price of the {tea} and of the {tea}", ["green+black"]),
        ("price of the hills or some of land", "price of the {tea} or some of land", ["green"]),
        ("price in hills, in land", "price in {tea} in land", ["green"]),
    ],
)
def test_each_place_stands_for_who_is_there_and_one_beside_a_word_for_a_member_is_meant_rather(
    small: ChatBot, asked: str, reads: str, who: list[str]
) -> None:
    knowledge = grown(small, green="hills", black="coast")
    edition = knowledge.edition("en")
    land = Location(within=("coast",), names={"en": ("land",)})
    elsewhere = knowledge._replace(locations={"land": land, "hills": Location(names={"en": ("hills",)})})
    found = list(located(grounded(asked, edition, elsewhere).asked()))
    assert ways(found) == [("placed", one) for one in who]
    assert [one.query.terms() for one in found] == [reads]
