"""Answer, clarify or decline: each limit has a case just below and just above it."""

from __future__ import annotations

from typing import Any

import pytest
from handmade import candidate, query

from chatbot.knowledge import Edition
from chatbot.matching.decision import Verdict, decide
from chatbot.matching.ranker import Candidate

OTHER = "house.hours"
TALK = "talk.hello"
NO_TEA: dict[str, Any] = {"missing": "tea"}


def decided(edition: Edition, asked: str, *candidates: Candidate) -> tuple[str, str]:
    verdict = decide(query(asked, edition), candidates, edition)
    return verdict.outcome.value, verdict.limit


def pair(first: dict[str, Any], second: dict[str, Any]) -> tuple[Candidate, Candidate]:
    return candidate(**first), candidate(**{"topic": OTHER} | second)


@pytest.mark.parametrize(
    ("candidates", "expected"),
    [
        ([candidate(score=0.649)], ("decline", "answer")),
        ([candidate(score=0.651)], ("answer", "answer")),
        ([candidate(explained=0.499)], ("decline", "explained")),
        ([candidate(explained=0.501)], ("answer", "answer")),
        (pair({}, {"score": 0.871}), ("clarify", "close")),
        (pair({}, {"score": 0.869}), ("answer", "answer")),
        (pair({"lead": 1.031}, {"lead": 1.0}), ("answer", "answer")),
        ([candidate(TALK, 0.749, explained=0.9, talk=True)], ("decline", "nothing")),
        ([candidate(TALK, 0.751, explained=0.9, talk=True)], ("answer", "talk")),
        ([candidate(TALK, 0.499, talk=True)], ("decline", "nothing")),
        ([candidate(TALK, 0.501, talk=True)], ("answer", "talk")),
        ([candidate(TALK, 0.6, explained=0.949, talk=True)], ("decline", "nothing")),
        ([candidate(TALK, 0.6, explained=0.951, talk=True)], ("answer", "talk")),
        ([candidate("tea.price", explained=0.899, **NO_TEA)], ("decline", "nothing")),
        ([candidate("tea.price", explained=0.901, **NO_TEA)], ("clarify", "slot")),
        (pair({"explained": 0.4}, {"score": 0.749}), ("decline", "explained")),
        (pair({"explained": 0.4}, {"score": 0.751}), ("answer", "answer")),
        (pair({"topic": "tea.price", **NO_TEA}, {"score": 0.699}), ("clarify", "slot")),
        (pair({"topic": "tea.price", **NO_TEA}, {"score": 0.701}), ("answer", "answer")),
    ],
)
def test_a_limit_parts_what_is_answered_from_what_is_not(
    edition: Edition, candidates: list[Candidate], expected: tuple[str, str]
) -> None:
    assert decided(edition, "cake", *candidates) == expected


@pytest.mark.parametrize(
    ("score", "refused", "limit"),
    [(0.799, 0.95, "beside"), (0.801, 0.95, "answer"), (0.7, 0.799, "answer"), (0.7, 0.801, "beside")],
)
def test_an_unsure_topic_yields_to_a_better_one_that_has_no_place_for_what_is_named(
    edition: Edition, score: float, refused: float, limit: str
) -> None:
    own = candidate("tea.price", score, entities=("green",))
    assert decided(edition, "green tea", candidate(score=refused), own)[1] == limit


@pytest.mark.parametrize(("score", "outcome"), [(0.949, "decline"), (0.951, "answer")])
def test_a_question_of_light_words_must_be_one_that_the_entry_holds(
    edition: Edition, score: float, outcome: str
) -> None:
    assert decided(edition, "is it the one", candidate(score=score))[0] == outcome


@pytest.mark.parametrize(("members", "outcome"), [(6, "clarify"), (7, "decline")])
def test_a_kind_of_few_members_is_asked_back(edition: Edition, members: int, outcome: str) -> None:
    kind = edition.kinds["tea"]._replace(members=("green",) * members)
    some = edition._replace(kinds={"tea": kind})
    assert decided(some, "price", candidate("tea.price", **NO_TEA))[0] == outcome


def test_of_many_close_topics_four_are_offered(edition: Edition) -> None:
    ids = ("cake.price", "house.hours", "tea.kinds", "tea.price", "tea.taste")
    close = tuple(candidate(id_, entities=("green",) if id_ == "tea.price" else ()) for id_ in ids)
    verdict: Verdict = decide(query("cake", edition), close, edition)
    assert [rival.topic for rival in verdict.rivals] == list(ids[:4])


def test_close_topics_that_say_the_same_are_not_asked_about(edition: Edition) -> None:
    cake = edition.topics["cake.price"]
    same = edition._replace(topics={**edition.topics, OTHER: cake._replace(id=OTHER)})
    assert decided(same, "cake", *pair({}, {})) == ("answer", "answer")
    finding = {id_: cake._replace(id=id_, role=role) for id_, role in (("cake.price", "by-subject"), (OTHER, "fit"))}
    both = edition._replace(topics={**edition.topics, **finding, OTHER: finding[OTHER]._replace(answer="Another.")})
    assert decided(both, "cake", *pair({}, {})) == ("answer", "answer")


@pytest.mark.parametrize(
    ("asked", "outcome"), [("cake 2019", "decline"), ("cake 201", "answer"), ("cake 1819", "answer")]
)
def test_a_year_is_answered_only_by_what_is_dated(edition: Edition, asked: str, outcome: str) -> None:
    assert decided(edition, asked, candidate())[0] == outcome
    assert decided(edition._replace(dated=frozenset({"cake.price"})), asked, candidate())[0] == "answer"


@pytest.mark.parametrize(
    ("asked", "outcome"), [("where is cake", "decline"), ("cake where", "decline"), ("cake where coins", "answer")]
)
def test_what_is_asked_for_at_an_end_must_be_held(edition: Edition, asked: str, outcome: str) -> None:
    some = edition._replace(asked_for=frozenset({"where"}))
    assert decided(some, asked, candidate())[0] == outcome


def test_what_no_entry_accounts_for_is_left_to_small_talk(edition: Edition) -> None:
    some = edition._replace(foreign=frozenset({"cake"}))
    assert decided(some, "cake", candidate()) == ("decline", "nothing")
    assert decided(some, "cake", candidate(), candidate(TALK, talk=True)) == ("answer", "talk")


def test_a_phrasing_that_leaves_the_slot_open_is_asked_back_before_others_answer(edition: Edition) -> None:
    near = candidate("tea.price", score=0.7, **NO_TEA)
    assert decided(edition, "cake", candidate(), near) == ("answer", "answer")
    some = edition._replace(open_questions={"cake": "tea.price"})
    assert decided(some, "cake", candidate(), near) == ("clarify", "slot")
