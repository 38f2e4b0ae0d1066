"""What a reading and declining are measured by: each feature has cases in which it is something, and in which not."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import pytest
import yaml
from handmade import COST, costly, grounded, spoken_of, weighed

from chatbot import ChatBot
from chatbot.knowledge import Book, Kind, Knowledge, Value
from chatbot.language import How, Phrase
from chatbot.loading.folders import NEUTRAL
from chatbot.loading.languages import ranker
from chatbot.matching.evidence import Word, words
from chatbot.matching.features import NAMES, OF_DECLINING, OF_READING, measure, measure_declining
from chatbot.matching.ground import Ground
from chatbot.matching.ranker import takes
from chatbot.matching.readings import Reading
from chatbot.reading.focus import Lent

MOST = 64
"""Features that a person can still read through."""

CAKE, HOURS, TALK, TEA, TASTE = "cake.price", "house.hours", "talk.hello", "tea.price", "tea.taste"
SENCHA = spoken_of("green")
LAST = Lent(topic=CAKE)
LISTED = Lent(topic="tea.kinds", listed=("green", "black"))
ASKED = Lent(topic=COST, asked=("cost of sencha",))
WEIGHTS: Mapping[str, Mapping[str, float]] = {
    "cake": {CAKE: 1.0},
    "open": {HOURS: 1.0},
    "cost": {COST: 1.0},
    "hello": {TALK: 1.0},
    "grow": {TASTE: 1.0},
    "the": {CAKE: 0.1, COST: 0.1, TALK: 0.1},
}


def house(small: ChatBot, weights: Mapping[str, Mapping[str, float]] = WEIGHTS, **model: Any) -> Knowledge:
    """The tea house in which some words speak for one entry each, and in which no other word is known."""
    knowledge = costly(small.knowledge)
    edition = weighed(knowledge.edition("en"), weights)
    taught = edition.model._replace(**{"unseen": 1.0} | model)
    return knowledge._replace(editions={"en": edition._replace(model=taught)})


def seen_of(asked: str, knowledge: Knowledge, **around: Any) -> Ground:
    return grounded(asked, knowledge.edition("en"), knowledge, **around)


def rows(readings: list[Reading], seen: Ground) -> list[list[float]]:
    return measure(readings, words(seen), seen)


def measured(seen: Ground, topic: str, how: str) -> dict[str, float]:
    """The features of one reading, by name."""
    read = [(one, row) for own, all_ in takes(seen) for one, row in zip(all_, rows(all_, own), strict=True)]
    [own] = [row for one, row in read if (one.topic.id, one.how) == (topic, how)]
    return dict(zip(OF_READING, own, strict=True))


def declining(seen: Ground) -> dict[str, float]:
    return dict(zip(OF_DECLINING, measure_declining(words(seen), seen), strict=True))


ONE, TWO, THREE = math.log1p(1), math.log1p(2), math.log1p(3)

Case = tuple[str, str, str, dict[str, Any], float]
"""What is asked, of which entry, how its subject is found, what stands around it, and what the feature is."""

CASES: Mapping[str, tuple[Case, ...]] = {
    "asked": (("cake", CAKE, "free", {}, 1.0), ("cake zub", CAKE, "free", {}, 0.5)),
    "heaviest word left": (("cake zub", CAKE, "free", {}, 0.5), ("cake", CAKE, "free", {}, 0.0)),
    "any word left": (("cake zub zob", CAKE, "free", {}, 1.0), ("the cake", CAKE, "free", {}, 0.0)),
    "nothing explained": (("the zub", CAKE, "free", {}, 1.0), ("cake zub", CAKE, "free", {}, 0.0)),
    "words explained": (("cake zub", CAKE, "free", {}, ONE), ("the zub", CAKE, "free", {}, 0.0)),
    "usual words": (("cake zub", CAKE, "free", {}, -2.75), ("cake", CAKE, "free", {}, 0.0)),
    "strange words": (("cake zub zob", CAKE, "free", {}, TWO), ("cake open", CAKE, "free", {}, 0.0)),
    "strange names": (("cake Zub", CAKE, "free", {}, 1.0), ("Zub cake", CAKE, "free", {}, 0.0)),
    "numbers left": (("cake 30", CAKE, "free", {}, 1.0), ("cake 2019", CAKE, "free", {}, 0.0)),
    "names left": (("cake sencha", CAKE, "free", {}, 1.0), ("cost of sencha", COST, "named", {}, 0.0)),
    "subject named": (("cost of sencha", COST, "named", {}, 1.0), ("cost", COST, "all", {}, 0.0)),
    "subject ranked": (("highest cost", COST, "ranked", {}, 1.0), ("cost", COST, "all", {}, 0.0)),
    "subject back": (("what costs 30", COST, "back", {}, 1.0), ("what costs 30", COST, "all", {}, 0.0)),
    "subject beside": (("cost", COST, "beside", {"beside": "assam"}, 1.0), ("cost", COST, "all", {}, 0.0)),
    "subject lent": (("cost", COST, "lent", {"lent": SENCHA}, 1.0), ("cost", COST, "all", {"lent": SENCHA}, 0.0)),
    "subject pointed": (("cost of malt", COST, "pointed", {}, 1.0), ("cost of malt", COST, "all", {}, 0.0)),
    "subject all": (("cost", COST, "all", {}, 1.0), ("cost of sencha", COST, "named", {}, 0.0)),
    "subject missing": (("who grows it", TASTE, "missing", {}, 1.0), ("cost", COST, "all", {}, 0.0)),
    "all, as said": (
        ("cost of each", COST, "all", {}, 1.0),
        ("cost of both", COST, "all", {}, 1.0),
        ("cost", COST, "all", {}, 0.0),
        ("each cost of sencha", COST, "named", {}, 0.0),
    ),
    "all, though of one": (
        ("cost of the tea", COST, "all", {}, 1.0),
        ("cost of a tea", COST, "all", {}, 0.0),
        ("each cost of the tea", COST, "all", {}, 0.0),
        ("cost of the tea assam", COST, "named", {}, 0.0),
    ),
    "back, asked which": (
        ("which costs 30", COST, "back", {}, 1.0),
        ("what costs 30", COST, "back", {}, 0.0),
        ("which cost", COST, "all", {}, 0.0),
    ),
    "value left": (
        ("cake 30", CAKE, "free", {}, 1.0),
        ("cake", CAKE, "free", {}, 0.0),
        ("what costs 30", COST, "back", {}, 0.0),
        ("what costs 30", COST, "all", {}, 0.0),
    ),
    "talk": (("hello", TALK, "free", {}, 1.0), ("cake", CAKE, "free", {}, 0.0)),
    "talk, words left": (("hello zub", TALK, "free", {}, ONE), ("cake zub", CAKE, "free", {}, 0.0)),
    "talk, length": (("hello zub", TALK, "free", {}, TWO), ("cake zub", CAKE, "free", {}, 0.0)),
    "finds, words left": (("who grows malt zub", TASTE, "named", {}, ONE), ("cake zub", CAKE, "free", {}, 0.0)),
    "words outside": (("cake", CAKE, "free", {"outside": 3}, THREE), ("cake", CAKE, "free", {}, 0.0)),
    "words outside, asking nothing": (
        ("cake", CAKE, "free", {"outside": 3}, THREE),
        ("which cake", CAKE, "free", {"outside": 3}, 0.0),
        ("cake?", CAKE, "free", {"outside": 3}, 0.0),
    ),
    "subject paired": (
        ("cost compared with assam", COST, "paired", {"lent": SENCHA}, 1.0),
        ("cost of assam", COST, "named", {"lent": SENCHA}, 0.0),
    ),
    "subject turned to": (
        ("and assam", COST, "turned to", {"lent": ASKED}, 1.0),
        ("cost", COST, "all", {"lent": ASKED}, 0.0),
    ),
    "turned to, words dropped": (
        ("assam zub", COST, "turned to", {"lent": ASKED}, 0.693147),
        ("and assam", COST, "turned to", {"lent": ASKED}, 0.0),
    ),
    "subject counted": (
        ("cost of the second", COST, "counted", {"lent": LISTED}, 1.0),
        ("cost", COST, "all", {"lent": LISTED}, 0.0),
    ),
    "subject corrected": (
        ("I meant assam", TEA, "corrected", {"lent": SENCHA}, 1.0),
        ("assam", TEA, "named", {"lent": SENCHA}, 0.0),
    ),
    "all, though one is in focus": (
        ("cost", COST, "all", {"lent": SENCHA}, 1.0),
        ("cost of each", COST, "all", {"lent": SENCHA}, 0.0),
        ("cost", COST, "all", {"lent": LAST}, 0.0),
        ("cost", COST, "lent", {"lent": SENCHA}, 0.0),
    ),
    "lent, nothing explained": (
        ("the", TEA, "lent", {"lent": SENCHA}, 1.0),
        ("cost zub", COST, "lent", {"lent": SENCHA}, 0.0),
        ("the", CAKE, "free", {"lent": LAST}, 0.0),
    ),
    "needs nobody, in a conversation": (
        ("cake", CAKE, "free", {"lent": SENCHA}, 1.0),
        ("cake", CAKE, "free", {"lent": LAST}, 0.0),
        ("hello", TALK, "free", {"lent": SENCHA}, 0.0),
        ("cost", COST, "lent", {"lent": SENCHA}, 0.0),
    ),
    "again": (
        ("cake", CAKE, "free", {"lent": LAST}, 1.0),
        ("open", HOURS, "free", {"lent": LAST}, 0.0),
        ("cake", CAKE, "free", {}, 0.0),
    ),
    "again, nothing else said": (
        ("the", CAKE, "free", {"lent": LAST}, 1.0),
        ("the zub", CAKE, "free", {"lent": LAST}, 0.0),
        ("the", CAKE, "free", {}, 0.0),
    ),
    "again, words left": (("cake zub", CAKE, "free", {"lent": LAST}, ONE), ("cake zub", CAKE, "free", {}, 0.0)),
    "again, asking nothing": (
        ("cake", CAKE, "free", {"lent": LAST}, 1.0),
        ("which cake", CAKE, "free", {"lent": LAST}, 0.0),
        ("open", HOURS, "free", {"lent": LAST}, 0.0),
    ),
    "again, in one message": (
        ("cake", CAKE, "free", {"lent": LAST._replace(here=True)}, 1.0),
        ("cake", CAKE, "free", {"lent": LAST}, 0.0),
        ("open", HOURS, "free", {"lent": LAST._replace(here=True)}, 0.0),
    ),
    "again, of another, little said": (
        ("sencha", TEA, "named", {"lent": SENCHA}, 1.0),
        ("sencha zub zob", TEA, "named", {"lent": SENCHA}, 1.0),
        ("sencha zub zob zab", TEA, "named", {"lent": SENCHA}, 0.0),
        ("the", TEA, "lent", {"lent": SENCHA}, 0.0),
    ),
}
"""The features that the words and what stands around them make."""


@pytest.mark.parametrize(
    ("feature", "asked", "topic", "how", "around", "amount"),
    [(feature, *case) for feature, cases in CASES.items() for case in cases],
)
def test_a_feature_of_a_reading_is_what_its_name_says(
    small: ChatBot, feature: str, asked: str, topic: str, how: str, around: dict[str, Any], amount: float
) -> None:
    assert measured(seen_of(asked, house(small), **around), topic, how)[feature] == pytest.approx(amount)


HALF: dict[str, Any] = {"unseen": 0.0, "typical": 0.5}
TAUGHT: Mapping[str, tuple[tuple[str, dict[str, Any], float], ...]] = {
    "evidence": (("cake", {"unseen": 0.0}, 1.0), ("cake", HALF, 1.0), ("cake open", HALF, 1 / 1.5)),
    "lead": (("cake", HALF | {"typical": 1 / 0.99}, 0.99), ("cake", HALF | {"typical": 1 / 1.01}, 1.0)),
    "worded so": (("price of cake", {}, 1.0), ("price of the cake", {}, 0.0)),
    "worded so, in a conversation": (("price of cake", {"lent": LAST}, 1.0), ("price of cake", {}, 0.0)),
    "said so": (("cake", {}, 0.0), ("cake", {"gists": {"open cake": {CAKE: 0.75}}}, 0.75)),
    "told": (("cake zub", {}, 0.0), ("cake zub", {"held": {"zub": frozenset({CAKE})}}, 0.5)),
    "usual words that tell": (
        ("cake", {}, 0.0),
        ("cake zub", {"asked": {"cake": {CAKE: 0.5}}}, math.log(0.5)),
        ("the cake", {"asked": {"cake": {CAKE: 0.5}, "the": {CAKE: 0.1}}}, math.log(0.5)),
    ),
    "form": (
        ("cake", {}, 0.0),
        ("cake", {"forms": {CAKE: {"open": 1.5, "how-much": -2.0}}}, 1.5),
        ("how much cake", {"forms": {CAKE: {"open": 1.5, "how-much": -2.0}}}, -2.0),
    ),
}
"""The features that say what the phrasings taught of an entry, with the part of the model that says it."""


@pytest.mark.parametrize(
    ("feature", "asked", "model", "amount"), [(name, *case) for name, cases in TAUGHT.items() for case in cases]
)
def test_a_feature_of_what_was_taught_is_what_its_name_says(
    small: ChatBot, feature: str, asked: str, model: dict[str, Any], amount: float
) -> None:
    lent = {"lent": model["lent"]} if "lent" in model else {}
    taught = house(small, **{name: part for name, part in model.items() if name != "lent"})
    assert measured(seen_of(asked, taught, **lent), CAKE, "free")[feature] == pytest.approx(amount)


@pytest.mark.parametrize(
    ("weight", "feature", "amount"),
    [
        *((0.01, "lead", -0.99), (0.0, "lead", -1.0), (-0.1, "lead", -1.0)),
        *((0.01, "chance", -5.9426), (-0.1, "chance", -6.0)),
    ],
)
def test_an_entry_that_is_far_behind_is_as_good_as_any_that_is_farther(
    small: ChatBot, weight: float, feature: str, amount: float
) -> None:
    some = house(small, {"cake": {CAKE: 1.0, HOURS: weight}}, unseen=0.0)
    found = measured(seen_of("cake", some, lent=Lent(topic=HOURS)), HOURS, "free")
    assert found[feature] == pytest.approx(amount, abs=1e-3)


def hosted(small: ChatBot) -> Knowledge:
    """The tea house with two hosts, who are people."""
    knowledge = house(small, held={"{host}": frozenset()})
    edition = knowledge.edition("en")
    hosts = {id_: edition.entities["green"]._replace(id=id_, kind="host", name=id_.title()) for id_ in ("ann", "bob")}
    called = {id_: (((id_,), Phrase(How.NAME, (id_,), kind="host", words=id_)),) for id_ in hosts}
    people = edition._replace(
        entities={**edition.entities, **hosts},
        kinds={**edition.kinds, "host": Kind("host", "host", many="hosts", members=(*hosts,), person=True)},
        phrases={**edition.phrases, **called},
    )
    values = {"green.cost": Value("green.cost", "person", value="Ann", as_of="", sources=())}
    return knowledge._replace(editions={"en": people}, book=Book(values))


@pytest.mark.parametrize(
    ("asked", "how", "left"),
    [("who costs Ann", "back", 0.0), ("who costs Ann", "all", 1.0), ("who costs Ann and Bob", "back", 1.0)],
)
def test_the_person_that_a_reading_goes_back_from_is_no_name_that_is_left(
    small: ChatBot, asked: str, how: str, left: float
) -> None:
    assert measured(seen_of(asked, hosted(small)), COST, how)["names left"] == left


Missing = tuple[str, dict[str, Any], dict[str, Any], float]
"""What is asked, what stands around it, what the phrasings taught, and what the feature is."""

ABOUT = {"about": {"*": 2_500}}
DECLINED: Mapping[str, tuple[Missing, ...]] = {
    "declining": (("cake", {}, {}, 1.0), ("", {}, {}, 1.0)),
    "aboutness": (("cake", {}, ABOUT, 2.5), ("cake", {}, {}, 0.0)),
    "share unheard of": (
        ("cake zub", {}, {}, 0.5),
        ("cake zub zob the", {}, {}, 2 / 3),
        ("cake", {}, {}, 0.0),
        ("the", {}, {}, 0.0),
    ),
    "words that tell": (("cake zub the", {}, {}, TWO), ("the 30 sencha", {}, {}, 0.0)),
    "nothing told": (("the 30 sencha", {}, {}, 1.0), ("zub", {}, {}, 0.0)),
    "length": (("the cake sencha", {}, {}, math.log1p(3)), ("", {}, {}, 0.0)),
    "asks nothing": (("cake", {}, {}, 1.0), ("which cake", {}, {}, 0.0), ("is it cake", {}, {}, 0.0)),
    "entries": (("cake", {}, {"topics": tuple("abcdefghi")}, 1.0), ("cake", {}, {"topics": ()}, 0.0)),
    "in a conversation": (("cake", {"lent": LAST}, {}, 1.0), ("cake", {}, {}, 0.0)),
}
"""The features of declining."""


@pytest.mark.parametrize(
    ("feature", "asked", "around", "model", "amount"),
    [(feature, *case) for feature, cases in DECLINED.items() for case in cases],
)
def test_a_feature_of_declining_is_what_its_name_says(
    small: ChatBot, feature: str, asked: str, around: dict[str, Any], model: dict[str, Any], amount: float
) -> None:
    assert declining(seen_of(asked, house(small, **model), **around))[feature] == pytest.approx(amount)


OF_A_MAP = ("subject placed", "placed, as one of a kind")
"""What needs a place of the map; that one is found is a test of coreference."""
OF_OTHERS = ("related to the last, little said", "counterpart")
"""What needs entries that name each other."""


@pytest.mark.parametrize(("neighbours", "amount"), [({CAKE: (HOURS,)}, 1.0), ({CAKE: (TEA,)}, 0.0)])
def test_an_entry_is_related_to_the_last_where_one_names_the_other(
    small: ChatBot, neighbours: dict[str, tuple[str, ...]], amount: float
) -> None:
    knowledge = house(small)
    edition = knowledge.edition("en")._replace(neighbours=neighbours)
    found = measured(grounded("open", edition, knowledge, LAST), HOURS, "free")
    assert found["related to the last, little said"] == amount
    much = measured(grounded("open zub zob zab", edition, knowledge, LAST), HOURS, "free")
    assert much["related to the last, little said"] == 0.0


@pytest.mark.parametrize(("counterparts", "amount"), [({CAKE: (HOURS,)}, 1.0), ({HOURS: (CAKE,)}, 0.0), ({}, 0.0)])
def test_an_entry_that_asks_the_same_of_others_is_the_counterpart_of_the_last(
    small: ChatBot, counterparts: dict[str, tuple[str, ...]], amount: float
) -> None:
    knowledge = house(small)
    edition = knowledge.edition("en")._replace(counterparts=counterparts)
    assert measured(grounded("open", edition, knowledge, LAST), HOURS, "free")["counterpart"] == amount


def test_each_feature_has_a_case_in_which_it_is_something() -> None:
    found = {name for name, cases in (*CASES.items(), *TAUGHT.items()) if any(case[-1] for case in cases)}
    assert found | {"chance", *OF_A_MAP, *OF_OTHERS} == set(OF_READING)
    assert {name for name, cases in DECLINED.items() if any(case[-1] for case in cases)} == set(OF_DECLINING)


# What they are made of


def said(small: ChatBot, text: str, **model: Any) -> dict[str, Word]:
    """The units of a request, by how they were typed."""
    seen = seen_of(text, house(small, **model))
    return {unit.words: word for unit, word in zip(seen.query.units, words(seen), strict=True)}


@pytest.mark.parametrize(
    ("asked", "of", "part", "is_"),
    [
        *(("cake zub", "zub", "strange", True), ("cake zub", "cake", "strange", False)),
        *(("the 30 cake", "the", "strange", False), ("the 30 cake", "30", "strange", False)),
        *(("cake Zub", "Zub", "capital", True), ("cake zub", "zub", "capital", False)),
        *(("Cake zub", "Cake", "capital", False), ("Zub cake", "Zub", "capital", False)),
        *(("zub Cake", "Cake", "capital", False), ("30 2019", "30", "number", True)),
        *(("30 2019", "2019", "number", False), ("cake zub", "zub", "telling", True)),
        *(("which cake", "which", "telling", False), ("the cake", "the", "telling", False)),
        *(("30 cake", "30", "telling", False), ("sencha cake", "sencha", "telling", False)),
        *(("malt cake", "malt", "telling", True), ("malt cake", "malt", "field", True)),
        *(("sencha cake", "sencha", "field", False), ("sencha cake", "sencha", "named", "tea")),
        *(("malt cake", "malt", "named", ""), ("cake", "cake", "named", "")),
    ],
)
def test_a_word_tells_or_is_light_a_name_a_number_or_strange(
    small: ChatBot, asked: str, of: str, part: str, is_: object
) -> None:
    assert getattr(said(small, asked)[of], part) == is_


def test_a_word_of_a_field_is_held_as_the_word_and_not_as_its_slot(small: ChatBot) -> None:
    found = said(small, "malt", held={"malt": frozenset({CAKE}), "{tea.subject}": frozenset({TASTE})})["malt"]
    assert found.held == {CAKE}
    assert not found.strange
    asked = {"malt": {CAKE: 0.5}, "{tea.subject}": {TASTE: 1.0}}
    assert said(small, "malt", asked=asked)["malt"].asked == {CAKE: 0.5}


@pytest.mark.parametrize(("asked", "held"), [("cake 2019", {CAKE}), ("cake 201", set()), ("cake 1819", set())])
def test_what_is_dated_accounts_for_a_year(small: ChatBot, asked: str, held: set[str]) -> None:
    knowledge = house(small)
    dated = knowledge.edition("en")
    dated = dated._replace(model=dated.model._replace(gives={"when": frozenset({CAKE})}))
    seen = grounded(asked, dated, knowledge)
    assert words(seen)[1].held == held


def test_each_word_of_a_value_belongs_to_it(small: ChatBot) -> None:
    found = said(small, "what costs 30 million today")
    assert {typed: word.value.value for typed, word in found.items() if word.value} == {
        "30": "30000000",
        "million": "30000000",
    }


def test_the_shares_of_the_words_add_up_to_the_whole_request(small: ChatBot) -> None:
    assert sum(word.share for word in said(small, "how much is the cake of Zub").values()) == pytest.approx(1.0)


def test_there_are_as_many_numbers_as_names(small: ChatBot) -> None:
    seen = seen_of("cost of malt", house(small), lent=SENCHA)
    assert {len(row) for own, readings in takes(seen) for row in rows(readings, own)} == {len(OF_READING)}
    assert len(measure_declining(words(seen), seen)) == len(OF_DECLINING)
    assert measure([], [], seen) == []


# Their names and weights


def test_there_are_no_more_features_than_a_person_can_read_through() -> None:
    assert len(OF_READING) + len(OF_DECLINING) == len(NAMES) <= MOST
    assert len(set(NAMES)) == len(NAMES)


def test_the_file_of_weights_names_each_feature_in_its_order_and_nothing_else() -> None:
    held = yaml.safe_load((NEUTRAL / "ranker.yaml").read_text("utf-8"))
    assert [*held] == [*NAMES]
    assert tuple(map(float, held.values())) == ranker()
    assert all(map(math.isfinite, ranker()))
