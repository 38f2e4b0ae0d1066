"""Which reading is the best, how probable it is, and why: a linear model whose amounts add up."""

from __future__ import annotations

import math
from collections.abc import Mapping
from operator import mul

import pytest
from handmade import COST, costly, judging, query, spoken_of, weighed

from chatbot import ChatBot
from chatbot.knowledge import Edition, Knowledge
from chatbot.matching.features import NAMES, OF_DECLINING
from chatbot.matching.ground import Request
from chatbot.matching.ranker import READ, Ranking, difference, rank
from chatbot.reading.focus import NOT_LENT, Lent

SENCHA = spoken_of("green")
QUESTIONS = [
    "how much is green tea",
    "how much is it",
    "which one is malt",
    "what does caek cost",
    "how tall is Everest",
    "cake 2019",
    "hello",
    "cake and tea when open",
    "zub",
    "",
]
EVERYTHING = pytest.mark.parametrize(
    ("asked", "lent"), [(asked, lent) for asked in QUESTIONS for lent in (NOT_LENT, SENCHA)]
)


def ranked(asked: str, edition: Edition, knowledge: Knowledge, lent: Lent = NOT_LENT) -> Ranking:
    return rank(Request(query(asked, edition)), edition, knowledge, lent)


def by(
    small: ChatBot,
    asked: str,
    of_ranker: Mapping[str, float],
    weights: Mapping[str, Mapping[str, float]],
    beside: str = "",
) -> Ranking:
    """The ranking by a few weights of features, and of words."""
    knowledge = costly(small.knowledge)
    edition = judging(weighed(knowledge.edition("en"), weights), of_ranker)
    return rank(Request(query(asked, edition), query(beside, edition).mentions), edition, knowledge)


@EVERYTHING
def test_the_probabilities_and_that_of_nothing_add_up_to_one(small: ChatBot, asked: str, lent: Lent) -> None:
    found = ranked(asked, small.knowledge.edition("en"), small.knowledge, lent)
    assert sum(one.probability for one in found.candidates) + found.none == pytest.approx(1.0)
    assert all(0 <= one.probability <= 1 for one in found.candidates)


@EVERYTHING
def test_the_shares_of_the_entries_add_up_to_one_the_largest_first(small: ChatBot, asked: str, lent: Lent) -> None:
    found = ranked(asked, small.knowledge.edition("en"), small.knowledge, lent)
    assert sum(found.shares.values()) == pytest.approx(1.0 if found.candidates else 0.0)
    assert [*found.shares.values()] == sorted(found.shares.values(), reverse=True)
    assert set(found.shares) == {one.topic for one in found.candidates}
    for topic, share in found.shares.items():
        own = sum(one.probability for one in found.candidates if one.topic == topic)
        assert share * (1 - found.none) == pytest.approx(own)


@EVERYTHING
def test_a_score_is_the_sum_of_the_features_times_their_weights(small: ChatBot, asked: str, lent: Lent) -> None:
    edition = small.knowledge.edition("en")
    found = ranked(asked, edition, small.knowledge, lent)
    assert found.declining == pytest.approx(sum(map(mul, edition.ranker[READ:], found.numbers)))
    for one in found.candidates:
        assert one.score == pytest.approx(sum(map(mul, edition.ranker[:READ], one.numbers)))
        assert one.probability == pytest.approx(found.none * math.exp(one.score - found.declining))


@EVERYTHING
def test_what_each_feature_gives_adds_up_to_the_difference_in_score(small: ChatBot, asked: str, lent: Lent) -> None:
    edition = small.knowledge.edition("en")
    found = ranked(asked, edition, small.knowledge, lent)
    for best in found.candidates:
        rival, shares = difference(best, found, edition.ranker)
        against = rival.score if rival else found.declining
        assert sum(share.amount for share in shares) == pytest.approx(best.score - against)
        assert [abs(share.amount) for share in shares] == sorted((abs(share.amount) for share in shares), reverse=True)
        assert all(share.amount for share in shares)


@pytest.mark.parametrize("asked", [asked for asked in QUESTIONS if asked])
def test_it_no_longer_adds_up_where_the_weight_of_any_feature_that_tells_them_apart_is_changed(
    small: ChatBot, asked: str
) -> None:
    edition = small.knowledge.edition("en")
    found = ranked(asked, edition, small.knowledge, SENCHA)
    best = found.candidates[0]
    rival, shares = difference(best, found, edition.ranker)
    apart = best.score - (rival.score if rival else found.declining)
    assert shares
    for share in [one for one in shares if abs(one.amount) > 1e-3]:
        place = NAMES.index(share.feature)
        other = (*edition.ranker[:place], edition.ranker[place] + 1, *edition.ranker[place + 1 :])
        _, changed = difference(best, found, other)
        assert sum(one.amount for one in changed) != pytest.approx(apart, rel=0, abs=1e-9)


def test_the_rival_is_the_best_reading_of_another_entry_or_declining_where_that_is_stronger(small: ChatBot) -> None:
    weights = {"cost": {COST: 1.0, "cake.price": 0.9, "house.hours": 0.5}}
    found = by(small, "cost", {"evidence": 10.0, "none: declining": 1.0}, weights)
    assert [one.topic for one in found.candidates] == [COST, "cake.price", "house.hours"]
    first, second, third = found.candidates
    even = tuple(10.0 * (name == "evidence") for name in NAMES)
    assert difference(first, found, even)[0] == second
    assert difference(second, found, even)[0] == difference(third, found, even)[0] == first
    assert difference(first, found._replace(declining=9.5), even)[0] is None


def test_two_readings_of_one_entry_are_no_rivals(small: ChatBot) -> None:
    of_ranker = {"subject pointed": 1.0, "subject all": 0.5, "none: declining": -1.0}
    found = by(small, "cost of malt", of_ranker, {"cost": {COST: 1.0, "cake.price": 0.9}})
    assert [(one.topic, one.how) for one in found.candidates] == [
        (COST, "pointed"),
        (COST, "all"),
        ("cake.price", "free"),
    ]
    rival, shares = difference(found.candidates[0], found, tuple(float(name == "subject pointed") for name in NAMES))
    assert rival == found.candidates[2]
    assert [(share.feature, share.amount) for share in shares] == [("subject pointed", 1.0)]


@pytest.mark.parametrize("feature", ["evidence", "asked", "subject all", "none: declining", "none: length"])
def test_the_weight_of_a_feature_moves_what_has_it(small: ChatBot, feature: str) -> None:
    weights = {"cost": {COST: 1.0}}
    before, after = by(small, "cost", {}, weights), by(small, "cost", {feature: 2.0}, weights)
    declines = feature.startswith("none: ")
    assert before.none == before.candidates[0].probability == 0.5
    assert (after.none > before.none) is declines
    assert (after.candidates[0].probability > before.candidates[0].probability) is not declines


def test_the_best_stands_first_and_of_equals_the_first_by_id_and_subject(small: ChatBot) -> None:
    weights = {"cost": {"house.hours": 0.7, COST: 0.9, "cake.price": 0.9}}
    plain = by(small, "cost of malt", {}, weights)
    assert [(one.topic, one.entities) for one in plain.candidates] == [
        ("cake.price", ()),
        ("house.hours", ()),
        (COST, ("black",)),
        (COST, ("green", "black")),
    ]
    assert [*plain.shares] == [COST, "cake.price", "house.hours"]
    beside = by(small, "cost of malt", {}, weights, beside="sencha")
    assert [one.entities for one in beside.candidates if one.topic == COST] == [
        *(("black",), ("green",), ("green", "black"))
    ]
    best = by(small, "cost of malt", {"subject all": 1.0, "evidence": 1.0}, weights).candidates
    assert [(one.topic, one.how) for one in best][:2] == [(COST, "all"), ("cake.price", "free")]
    assert [one.score for one in best] == sorted((one.score for one in best), reverse=True)


@pytest.mark.parametrize("extreme", [1e3, -1e3])
def test_scores_that_are_far_apart_are_no_trouble(small: ChatBot, extreme: float) -> None:
    found = by(small, "cost", {"evidence": extreme}, {"cost": {COST: 1.0}})
    assert (found.candidates[0].probability, found.none) == ((1.0, 0.0) if extreme > 0 else (0.0, 1.0))


def test_where_nothing_may_be_asked_nothing_of_ours_is(small: ChatBot) -> None:
    found = by(small, "zub", {}, {"cost": {COST: 1.0}})
    assert (found.candidates, found.shares, found.none) == ((), {}, 1.0)
    assert len(found.numbers) == len(OF_DECLINING)


def test_a_candidate_keeps_what_was_read(small: ChatBot) -> None:
    found = by(small, "what costs 30", {}, {"cost": {COST: 1.0}, "hello": {"talk.hello": 1.0}}).candidates
    [back] = [one for one in found if one.how == "back"]
    assert (back.topic, back.entities, back.talk) == (COST, ("black",), False)
    assert back.named
    assert back.named.value == "30"
    [hello] = by(small, "hello", {}, {"hello": {"talk.hello": 1.0}}).candidates
    assert hello.talk


def test_the_same_request_is_ranked_the_same(small: ChatBot) -> None:
    edition = small.knowledge.edition("en")
    assert ranked("how much is it", edition, small.knowledge) == ranked("how much is it", edition, small.knowledge)
