"""Each entry that words may ask for, with each subject that words or context can give."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from handmade import COST, costly, grounded, query, spoken_of, weighed

from chatbot import ChatBot
from chatbot.coreference.referring import PLACED
from chatbot.knowledge import Edition, Knowledge
from chatbot.matching.ranker import takes
from chatbot.matching.readings import MOST_READINGS, ORDERED, WAYS, filling, propose
from chatbot.reading.focus import NOT_LENT, Focus, Lent

TEA = "tea.price"
TASTE = "tea.taste"
SENCHA = spoken_of("green")
CUP = spoken_of("green", kind="cup")
PAIR = Lent(topic=TEA, foci=(Focus(("green",), "tea", before=("black",)),))
LISTED = Lent(topic="tea.kinds", listed=("green", "black"))
ASKED = Lent(topic=TASTE, asked=("cost of sencha",))
WEIGHTS = {"cost": {COST: 1.0, TEA: 0.5}, "grow": {TASTE: 1.0}, "cake": {"cake.price": 1.0}, "compar": {COST: 1.0}}

Subjects = dict[str, tuple[str, ...]]


def house(small: ChatBot, **more: Any) -> Knowledge:
    """The tea house with an attribute, of which some words speak for each entry."""
    knowledge = costly(small.knowledge, **more)
    return knowledge._replace(editions={"en": weighed(knowledge.edition("en"), WEIGHTS)})


def bound(asked: str, topic: str, knowledge: Knowledge, lent: Lent = NOT_LENT, beside: str = "") -> Subjects:
    """The subjects of an entry, by how each was found."""
    seen = grounded(asked, knowledge.edition("en"), knowledge, lent, beside)
    return {one.how: one.entities for _, readings in takes(seen) for one in readings if one.topic.id == topic}


BOTH: Subjects = {"all": ("green", "black")}
CASES: Mapping[str, tuple[tuple[str, str, Lent, str, Subjects], ...]] = {
    "named": (
        ("cost of assam", COST, NOT_LENT, "", {"named": ("black",)}),
        ("cost of assam, sencha or assam", COST, NOT_LENT, "", {"named": ("black", "green")}),
        ("who grows malt", TASTE, NOT_LENT, "", {"named": ("black",)}),
        ("who grows assam", TASTE, NOT_LENT, "", {"missing": ()}),
    ),
    "ranked": (
        ("highest cost", COST, NOT_LENT, "", {"ranked": ("green", "black")}),
        ("lowest cost", COST, NOT_LENT, "", {"ranked": ("green", "black")}),
        ("costs in order", COST, NOT_LENT, "", {"ranked": ("green", "black")}),
        ("lowest cost of assam and sencha", COST, NOT_LENT, "", {"ranked": ("black", "green")}),
        ("lowest cost of assam", COST, NOT_LENT, "", {"named": ("black",)}),
        ("lowest cost", TEA, NOT_LENT, "", BOTH),
    ),
    "back": (
        ("what costs 30", COST, NOT_LENT, "", {"back": ("black",)} | BOTH),
        ("what costs 40", COST, NOT_LENT, "", BOTH),
        ("what costs 30", TEA, NOT_LENT, "", BOTH),
        ("does sencha cost 30", COST, NOT_LENT, "", {"named": ("green",)}),
    ),
    "beside": (
        ("cost of it", COST, NOT_LENT, "sencha", {"beside": ("green",)} | BOTH),
        ("cost of assam", COST, NOT_LENT, "sencha", {"named": ("black",)}),
        ("who grows it", TASTE, NOT_LENT, "malt", {"beside": ("black",)}),
    ),
    "lent": (
        ("cost of it", COST, SENCHA, "", {"lent": ("green",)} | BOTH),
        ("cost of assam", COST, SENCHA, "", {"named": ("black",)}),
        ("cost of it", COST, SENCHA, "assam", {"beside": ("black",)} | BOTH),
        ("cost of it", COST, CUP, "", BOTH),
        ("who grows it", TASTE, SENCHA, "", {"missing": ()}),
    ),
    "pointed": (
        ("cost of malt", COST, NOT_LENT, "", {"pointed": ("black",)} | BOTH),
        ("cost of malt and smoke", COST, NOT_LENT, "", {"pointed": ("black",)} | BOTH),
        ("cost of malt and grass", COST, NOT_LENT, "", BOTH),
        ("cost of malt and sencha", COST, NOT_LENT, "", {"named": ("green",)}),
    ),
    "all": (
        ("cost", COST, NOT_LENT, "", BOTH),
        ("cost of assam", COST, NOT_LENT, "", {"named": ("black",)}),
        ("who grows it", TASTE, NOT_LENT, "", {"missing": ()}),
    ),
    "turned to": (
        ("and assam", COST, ASKED, "", {"turned to": ("black",)}),
        ("assam zub", COST, ASKED, "", {"turned to": ("black",)}),
        ("assam zub zob", COST, ASKED, "", {}),
        ("cost", COST, ASKED, "", BOTH),
    ),
    "counted": (
        ("cost of the second", COST, LISTED, "", {"counted": ("black",)} | BOTH),
        ("cost of assam", COST, LISTED, "", {"named": ("black",)}),
    ),
    "corrected": (
        ("I meant assam", TEA, SENCHA, "", {"corrected": ("black",)}),
        ("I meant malt", TEA, SENCHA, "", {"corrected": ("black",)} | BOTH),
        ("assam", TEA, SENCHA, "", {"named": ("black",)}),
    ),
    "paired": (
        ("cost of both", COST, PAIR, "", {"paired": ("black", "green"), "lent": ("green",)} | BOTH),
        ("cost compared with assam", COST, SENCHA, "", {"paired": ("green", "black"), "named": ("black",)}),
        ("cost of assam", COST, PAIR, "", {"named": ("black",)}),
    ),
    "missing": (("who grows it", TASTE, NOT_LENT, "", {"missing": ()}),),
    "free": (("cake", "cake.price", SENCHA, "assam", {"free": ()}),),
}


@pytest.mark.parametrize(
    ("asked", "topic", "lent", "beside", "subjects"), [case for cases in CASES.values() for case in cases]
)
def test_a_subject_is_found_in_the_request_around_it_or_before_it(
    small: ChatBot, asked: str, topic: str, lent: Lent, beside: str, subjects: Subjects
) -> None:
    assert bound(asked, topic, house(small), lent, beside) == subjects


def test_each_way_to_find_a_subject_has_a_case_of_its_own() -> None:
    assert set(CASES) == {*WAYS, "free"} - {PLACED}  # which has its own, with a map
    for how, cases in CASES.items():
        assert any(how in subjects for *_, subjects in cases), how


@pytest.mark.parametrize(
    ("asked", "lent", "subjects"),
    [
        ("what costs 30", ("black",), {"back": ("black",)} | BOTH),
        ("what costs 30, the malt", ("green",), {"back": ("black",), "lent": ("green",)} | BOTH),
        ("cost of malt", ("black",), {"lent": ("black",)} | BOTH),
        ("cost", ("green", "black"), {"lent": ("green", "black")}),
        ("highest cost", ("green", "black"), {"ranked": ("green", "black")}),
    ],
)
def test_the_same_subject_is_proposed_once_by_the_surest_way(
    small: ChatBot, asked: str, lent: tuple[str, ...], subjects: Subjects
) -> None:
    assert bound(asked, COST, house(small), spoken_of(*lent)) == subjects


def test_what_is_gone_back_from_is_the_value_that_was_named(small: ChatBot) -> None:
    knowledge = house(small)
    found = propose(grounded("what costs 40 or 30", knowledge.edition("en"), knowledge))
    assert {one.how: one.named.value for one in found if one.named} == {"back": "30"}


@pytest.mark.parametrize(
    ("type_", "ordered"),
    [
        *(("money", True), ("count", True), ("percent", True), ("range", True), ("date", True)),
        *(("text", False), ("place", False), ("person", False), ("list", False), ("flag", False)),
    ],
)
def test_only_values_that_have_an_order_are_ranked(small: ChatBot, type_: str, ordered: bool) -> None:
    assert (type_ in ORDERED) is ordered
    assert ("ranked" in bound("highest cost", COST, house(small, type=type_))) is ordered


@pytest.mark.parametrize(("members", "answered"), [(6, True), (7, False)])
def test_six_members_of_a_kind_are_answered_for_at_once(small: ChatBot, members: int, answered: bool) -> None:
    knowledge = house(small)
    edition = knowledge.edition("en")
    many = tuple(f"tea{n}" for n in range(members))
    some = edition._replace(kinds={"tea": edition.kinds["tea"]._replace(members=many)})
    expected: Subjects = {"all": many} if answered else {"missing": ()}
    assert bound("cost", COST, knowledge._replace(editions={"en": some})) == expected


@pytest.mark.parametrize(
    ("asked", "lent", "subjects"),
    [
        ("compare assam and sencha", NOT_LENT, {"named": ("black", "green")}),
        ("compare assam", NOT_LENT, {"missing": ()}),
        ("compare assam", SENCHA, {"paired": ("green", "black"), "missing": ()}),
        ("compare sencha", SENCHA, {"missing": ()}),
        ("compare assam", CUP, {"missing": ()}),
        ("compare", spoken_of("green", "black"), {"lent": ("green", "black"), "missing": ()}),
    ],
)
def test_a_comparison_takes_two_and_sets_the_one_named_beside_the_one_spoken_of(
    small: ChatBot, asked: str, lent: Lent, subjects: Subjects
) -> None:
    assert bound(asked, COST, house(small, role="compare", attribute=""), lent) == subjects


@pytest.mark.parametrize("role", ["fit", "by-subject", "compare"])
def test_what_finds_or_compares_is_not_asked_of_all(small: ChatBot, role: str) -> None:
    assert bound("cost", COST, house(small, role=role)) == {"missing": ()}


def test_what_is_asked_by_a_field_is_not_asked_of_all(small: ChatBot) -> None:
    assert bound("cost", COST, house(small, needs="tea.subject")) == {"missing": ()}
    assert bound("cost of malt", COST, house(small, needs="tea.subject")) == {"named": ("black",)}


def many(small: ChatBot, entries: int) -> Knowledge:
    """The tea house with more entries of an attribute, of which one word speaks for the first most."""
    knowledge = costly(small.knowledge)
    edition = knowledge.edition("en")
    topics = {f"t{n:02}": edition.topics[COST]._replace(id=f"t{n:02}") for n in range(entries)}
    weights = {"cost": {id_: 1 - n / 100 for n, id_ in enumerate(topics)}}
    return knowledge._replace(editions={"en": weighed(edition._replace(topics=topics), weights)})


@pytest.mark.parametrize(("entries", "proposed"), [(7, 28), (8, 32), (9, 32)])
def test_thirty_two_readings_compete_and_the_entries_with_the_least_evidence_lose_theirs(
    small: ChatBot, entries: int, proposed: int
) -> None:
    knowledge = many(small, entries)
    edition = knowledge.edition("en")
    lent = spoken_of("black", "green", topic=f"t{entries - 1:02}")
    read = takes(grounded("which costs most of grass, 30?", edition, knowledge, lent))
    for _, own in read:
        assert [one.topic.id for one in own] == sorted(one.topic.id for one in own)
    found = [one for _, own in read for one in own]
    assert len(found) == proposed <= MOST_READINGS
    assert {one.how for one in found} == {"ranked", "back", "lent", "pointed"}


def test_an_entry_that_is_gone_is_not_proposed(small: ChatBot) -> None:
    knowledge = house(small)
    edition = knowledge.edition("en")
    rest = edition._replace(topics={id_: topic for id_, topic in edition.topics.items() if id_ != COST})
    assert {one.topic.id for one in propose(grounded("cost", rest, knowledge))} == {TEA}


@pytest.mark.parametrize(
    ("asked", "topic", "entities"),
    [
        ("assam or sencha or assam", TEA, ("black", "green")),
        ("malt or sencha", TEA, ("green",)),
        ("malt or sencha", TASTE, ("black",)),
        ("malt", TEA, ()),
        ("assam", "cake.price", ()),
    ],
)
def test_a_slot_is_filled_in_the_order_of_the_text_by_what_is_named_or_pointed_at(
    edition: Edition, asked: str, topic: str, entities: tuple[str, ...]
) -> None:
    assert filling(edition.topics[topic], query(asked, edition).mentions) == entities
