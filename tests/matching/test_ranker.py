"""Which topics a question may be about: a score is the sum of its evidence."""

from __future__ import annotations

import pytest
from handmade import query, weighed

from chatbot.knowledge import Edition
from chatbot.matching.ranker import coverage, evidence, filling, rank

QUESTIONS = [
    "how much is green tea",
    "which one is malt",
    "what does caek cost",
    "how tall is Everest",
    "cake 2019",
    "",
]


@pytest.mark.parametrize(("weight", "score"), [(0.5, 0.75), (1.0, 1.0), (1.3, 1.0)])
def test_evidence_and_coverage_give_half_each(edition: Edition, weight: float, score: float) -> None:
    [found] = rank(query("cake", edition), weighed(edition, {"cake": {"cake.price": weight}}))
    assert (found.topic, found.explained) == ("cake.price", 1.0)
    assert found.score == pytest.approx(score)


@pytest.mark.parametrize(("weight", "score"), [(1.19, 0.595), (1.21, 0.6), (9.0, 0.6)])
def test_more_evidence_than_is_typical_soon_says_nothing_new(edition: Edition, weight: float, score: float) -> None:
    some = weighed(edition, {"cake": {"cake.price": weight}})
    unheld = some._replace(model=some.model._replace(held={}))
    [found] = rank(query("cake", edition), unheld)
    assert found.score == pytest.approx(score)
    assert found.lead == pytest.approx(weight / 2)


@pytest.mark.parametrize(("weight", "ranked"), [(0.249, 1), (0.251, 2)])
def test_a_topic_with_a_quarter_of_the_best_ones_evidence_is_a_candidate(
    edition: Edition, weight: float, ranked: int
) -> None:
    some = weighed(edition, {"cake": {"cake.price": 1.0, "house.hours": weight}})
    assert len(rank(query("cake", edition), some)) == ranked


def test_eight_candidates_are_looked_at_and_of_equals_the_first_by_id(edition: Edition) -> None:
    topics = {f"t{n:02}": edition.topics["cake.price"]._replace(id=f"t{n:02}") for n in range(20)}
    some = weighed(edition._replace(topics=topics), {"cake": dict.fromkeys(topics, 1.0)})
    assert [found.topic for found in rank(query("cake", edition), some)] == [f"t{n:02}" for n in range(8)]


@pytest.mark.parametrize("asked", QUESTIONS)
def test_evidence_adds_up_to_the_score(edition: Edition, asked: str) -> None:
    own = query(asked, edition)
    for found in rank(own, edition):
        assert sum(item.amount for item in evidence(found, own, edition)) == pytest.approx(found.score, abs=1e-9)


@pytest.mark.parametrize("asked", QUESTIONS[:-1])
def test_what_a_topic_must_account_for_adds_up_to_the_whole_question(edition: Edition, asked: str) -> None:
    assert sum(coverage(query(asked, edition), edition)) == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("asked", "topic", "entities"),
    [
        ("assam or sencha or assam", "tea.price", ("black", "green")),
        ("malt or sencha", "tea.price", ("green",)),
        ("malt or sencha", "tea.taste", ("black",)),
        ("malt", "tea.price", ()),
    ],
)
def test_a_slot_is_filled_in_the_order_of_the_text_by_what_is_named_or_pointed_at(
    edition: Edition, asked: str, topic: str, entities: tuple[str, ...]
) -> None:
    assert filling(edition.topics[topic], query(asked, edition).mentions) == entities


def test_what_a_message_names_beside_a_question_fills_its_slot(edition: Edition) -> None:
    asked = query("how much is it", edition)
    assert {found.missing for found in rank(asked, edition) if found.topic == "tea.price"} == {"tea"}
    beside = rank(asked, edition, query("sencha", edition).mentions)
    assert {found.entities for found in beside if found.topic == "tea.price"} == {("green",)}
