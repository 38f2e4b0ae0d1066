"""Whom a request may mean without naming them, and how it reads if it names them."""

from __future__ import annotations

from typing import Any

import pytest
from handmade import costly, grounded, spoken_of

from chatbot import ChatBot
from chatbot.knowledge import Book, Edition, Knowledge, Location, Value
from chatbot.matching.coreference import LONGEST_LEANING, Antecedent, antecedents
from chatbot.reading.focus import NOT_LENT, TURNED_TO, Lent

SENCHA = spoken_of("green")
LISTED = Lent(topic="tea.kinds", listed=("green", "black"))


def meant(small: ChatBot, asked: str, lent: Lent = NOT_LENT, beside: str = "", **more: Any) -> list[Antecedent]:
    edition = small.knowledge.edition("en")._replace(**more)
    return list(antecedents(grounded(asked, edition, small.knowledge, lent, beside).asked()))


def found(small: ChatBot, asked: str, lent: Lent = NOT_LENT, beside: str = "", **more: Any) -> list[tuple[str, str]]:
    """How somebody is found that a request may mean, and who it is."""
    return [(one.how, "+".join(one.focus.entities)) for one in meant(small, asked, lent, beside, **more)]


# Those in focus


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
    assert found(small, asked, SENCHA, beside) == []


@pytest.mark.parametrize(("words", "leans"), [(LONGEST_LEANING, True), (LONGEST_LEANING + 1, False)])
def test_a_message_of_more_than_forty_words_leans_on_nobody(small: ChatBot, words: int, leans: bool) -> None:
    assert bool(found(small, "price " * words, SENCHA)) is leans


# One of a list


@pytest.mark.parametrize(
    ("asked", "counts"),
    [
        ("cake coins, the second", True),
        ("cake coins baked, the second", False),
        ("the second tea", True),
        ("the second cake", False),
        ("of " * (LONGEST_LEANING - 2) + "the second", True),
        ("of " * (LONGEST_LEANING - 1) + "the second", False),
        ("the second assam", False),
        ("not the second", False),
        ("not second", False),
    ],
)
def test_an_ordinal_counts_beside_two_words_of_forty_and_no_name(small: ChatBot, asked: str, counts: bool) -> None:
    assert (("counted", "black") in found(small, asked, LISTED)) is counts


@pytest.mark.parametrize(
    ("asked", "listed", "member"),
    [
        ("the second", ("green", "black"), "black"),
        ("the second", ("black", "green"), "green"),
        ("the last one", ("green", "black", "white"), "white"),
        ("the third", ("green", "black"), ""),
        ("the other one", ("green", "black"), "black"),
        ("the other one", ("green", "black", "white"), ""),
        ("the next one", ("green", "black"), "black"),
        ("the next one", ("black", "green"), ""),
        ("the previous one", ("green", "black"), ""),
        ("the previous one", ("black", "green"), "black"),
        ("the next one", ("black", "white"), ""),
        ("2", ("green", "black"), "black"),
        ("2 coins", ("green", "black"), ""),
        ("the second", (), "black"),
    ],
)
def test_an_ordinal_a_step_or_a_number_alone_counts_what_is_there(
    small: ChatBot, edition: Edition, asked: str, listed: tuple[str, ...], member: str
) -> None:
    white = edition.entities["green"]._replace(id="white")
    ways = found(small, asked, SENCHA._replace(listed=listed), entities={**edition.entities, "white": white})
    assert [who for how, who in ways if how == "counted"] == ([member] if member else [])


def test_an_ordinal_gives_its_place_to_the_member_and_takes_what_goes_with_it(small: ChatBot) -> None:
    [one] = meant(small, "how much is the second one", LISTED)
    assert one.query.terms() == "how much is the {tea}"


# Who is meant instead


@pytest.mark.parametrize(
    ("asked", "instead"),
    [
        ("no, I meant assam", "black"),
        ("I meant malt", "black"),
        ("sorry, wait, assam", "black"),
        ("not sencha, assam", "black"),
        ("not the sencha but assam", "black"),
        ("assam, not sencha", "black"),
        ("assam instead of sencha", "black"),
        ("assam", ""),
        ("no, not sencha", ""),
        ("I meant the price of assam", ""),
        ("I meant cake", ""),
    ],
)
def test_a_name_that_is_meant_instead_stands_alone(small: ChatBot, asked: str, instead: str) -> None:
    ways = [one for one in meant(small, asked, SENCHA) if one.how == "corrected"]
    assert [(one.query.terms(), *one.focus.entities) for one in ways] == ([("{tea}", instead)] if instead else [])


def test_nobody_is_meant_instead_where_nothing_was_said(small: ChatBot) -> None:
    assert found(small, "no, I meant assam") == []


# A place


def grown(small: ChatBot, **places: str) -> Knowledge:
    """The tea house, with the place that a tea comes from."""
    knowledge = costly(small.knowledge, type="place")
    hills = Location(within=("land",), names={"en": ("hills",)})
    land = Location(names={"en": ("land",)})
    edition = knowledge.edition("en")._replace(places={name: (((name,), name),) for name in ("hills", "land")})
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
    ways = list(antecedents(grounded(asked, knowledge.edition("en"), knowledge).asked()))
    assert [(one.how, *one.focus.entities) for one in ways] == [("placed", id_) for id_ in who]
    assert [one.query.terms() for one in ways] == ["how much is the {tea} tea"] * len(who)


# Turned to


@pytest.mark.parametrize(
    ("asked", "read_as"),
    [
        ("and assam?", "how much is {tea}"),
        ("assam zub", "how much is {tea}"),
        ("the malt one", "how much is {tea}"),
        ("assam zub zob", None),
        ("zub", None),
    ],
)
def test_the_last_request_is_asked_of_those_who_are_named_with_little_else(
    small: ChatBot, asked: str, read_as: str | None
) -> None:
    turned = [one for one in meant(small, asked, SENCHA._replace(asked="how much is sencha")) if one.how == TURNED_TO]
    assert [one.query.terms() for one in turned] == ([read_as] if read_as else [])
    assert all(one.focus.entities == ("black",) for one in turned)
    assert all(one.how != TURNED_TO for one in meant(small, asked, SENCHA))
