"""Answer, hedge, ask back or decline: each limit has a case just below and just above it."""

from __future__ import annotations

from typing import Any

import pytest
from handmade import candidate, query, ranking

from chatbot.knowledge import Edition
from chatbot.matching.decision import RULES, SURE, Outcome, Verdict, calibrated, decide, nearest
from chatbot.matching.features import OF_READING
from chatbot.matching.ranker import Candidate, Ranking
from chatbot.reply import Level, level

CAKE, HOURS, KINDS, TEA, TALK = "cake.price", "house.hours", "tea.kinds", "tea.price", "talk.hello"
GREEN: dict[str, Any] = {"how": "named", "entities": ("green",)}
NOBODY: dict[str, Any] = {"how": "missing"}
ONE: dict[str, Any] = {"how": "all", "numbers": tuple(float(name == "all, though of one") for name in OF_READING)}

OURS, LEADS, THIS, NEAR = 0.64, 0.37, 0.5, 0.1
"""The operating point: who moves it in the code moves it here."""

HALF = (LEADS + THIS) / 2
"""A share that is answered with a hedge."""

LITTLE = LEADS - 0.05
"""A share that is not answered."""


def split(
    share: float, ours: float = 1.0, others: tuple[str, ...] = (HOURS, KINDS, TEA), **best: Any
) -> list[Candidate]:
    """Cake with this share of what is ours, and other entries with equal parts of the rest."""
    rest = (1 - share) / len(others) if others else 0.0
    found = [candidate(CAKE, share * ours, **best)]
    return [*found, *(candidate(topic, rest * ours, talk=topic.startswith("talk")) for topic in others)]


def decided(edition: Edition, *candidates: Candidate) -> Verdict:
    return decide(ranking(query("cake", edition), *candidates))


@pytest.mark.parametrize(
    ("candidates", "outcome", "limit", "hedged"),
    [
        ([candidate(CAKE, OURS - 0.001)], "decline", "ours", False),
        ([candidate(CAKE, OURS + 0.001)], "answer", "share", False),
        (split(THIS - 0.001), "answer", "lead", True),
        (split(THIS + 0.001), "answer", "share", False),
        (split(0.5 + NEAR / 2 - 0.001, others=(HOURS,)), "answer", "lead", True),
        (split(0.5 + NEAR / 2 + 0.001, others=(HOURS,)), "answer", "share", False),
        (split(LEADS - 0.001), "clarify", "share", False),
        (split(LEADS + 0.001), "answer", "lead", True),
        (split(LEADS - 0.001, **NOBODY), "decline", "subject", False),
        (split(LEADS + 0.001, **NOBODY), "clarify", "subject", False),
        (split(LEADS - 0.001, **ONE), "decline", "subject", False),
        (split(LEADS + 0.001, **ONE), "clarify", "subject", False),
    ],
)
def test_a_limit_parts_what_is_answered_from_what_is_not(
    edition: Edition, candidates: list[Candidate], outcome: str, limit: str, hedged: bool
) -> None:
    verdict = decided(edition, *candidates)
    assert (verdict.outcome.value, verdict.limit, verdict.hedged) == (outcome, limit, hedged)


@pytest.mark.parametrize(
    ("candidates", "rule", "outcome", "chosen"),
    [
        ([], "_elsewhere", "decline", None),
        (split(0.9, ours=OURS - 0.1), "_elsewhere", "decline", None),
        (split(0.9, ours=OURS - 0.1, **NOBODY), "_elsewhere", "decline", None),
        (split(0.9, **NOBODY), "_missing", "clarify", CAKE),
        (split(HALF, **NOBODY), "_missing", "clarify", CAKE),
        (split(0.9, **ONE), "_missing", "clarify", CAKE),
        (split(0.9, how="all"), "_clear", "answer", CAKE),
        (split(HALF), "_close", "answer", CAKE),
        (split(LITTLE), "_close", "clarify", CAKE),
        (split(0.9, talk=True), "_social", "answer", CAKE),
        (split(LITTLE, talk=True), "_social", "decline", None),
        (split(0.9), "_clear", "answer", CAKE),
        (split(0.9, ours=OURS + 0.1), "_clear", "answer", CAKE),
    ],
)
def test_the_first_rule_that_has_a_verdict_decides(
    edition: Edition, candidates: list[Candidate], rule: str, outcome: str, chosen: str | None
) -> None:
    found = ranking(query("cake", edition), *candidates)
    verdict = decide(found)
    assert (verdict.outcome.value, verdict.chosen.topic if verdict.chosen else None) == (outcome, chosen)
    assert next(one.__name__ for one in RULES if one(found)) == rule


def test_each_rule_has_a_case_in_which_it_decides() -> None:
    assert [rule.__name__ for rule in RULES] == ["_elsewhere", "_social", "_missing", "_close", "_clear"]


@pytest.mark.parametrize("share", [LITTLE, HALF, 0.6, 0.95])
@pytest.mark.parametrize("ours", [0.3, OURS + 0.1, 1.0])
@pytest.mark.parametrize("how", ["free", "missing"])
def test_a_verdict_tells_what_it_compared_with_which_limit(
    edition: Edition, share: float, ours: float, how: str
) -> None:
    verdict = decided(edition, *split(share, ours, how=how))
    assert verdict.measured == pytest.approx(ours if verdict.limit == "ours" else share)
    assert 0 < verdict.threshold < 1
    kept = verdict.answered or (verdict.limit == "subject" and verdict.outcome is Outcome.CLARIFY)
    assert (verdict.measured >= verdict.threshold) is kept


@pytest.mark.parametrize(
    ("others", "outcome"),
    [
        ((HOURS, KINDS, TEA), "clarify"),
        ((HOURS, "talk.a", "talk.b"), "clarify"),
        (("talk.a", "talk.b", TALK), "answer"),
    ],
)
def test_small_talk_is_not_asked_about_and_what_stands_alone_beside_it_is_answered_with_a_hedge(
    edition: Edition, others: tuple[str, ...], outcome: str
) -> None:
    verdict = decided(edition, *split(LITTLE, others=others))
    assert (verdict.outcome.value, verdict.hedged) == (outcome, outcome == "answer")
    assert not any(rival.talk for rival in verdict.rivals)


def test_the_readings_of_an_entry_stand_together(edition: Edition) -> None:
    """Two readings of tea are together likelier than cake; the better of them answers."""
    tea = candidate(TEA, 0.35, **GREEN), candidate(TEA, 0.25, how="all", entities=("green", "black"))
    verdict = decided(edition, candidate(CAKE, 0.4), *tea)
    assert verdict.chosen is tea[0]
    assert verdict.limit == "share"
    assert verdict.measured == pytest.approx(0.6)
    assert [topic for topic, _ in verdict.ranked] == [TEA, CAKE]
    assert [probability for _, probability in verdict.ranked] == pytest.approx([0.6, 0.4])


def test_three_entries_are_offered_each_by_its_best_reading_the_likeliest_entry_first(edition: Edition) -> None:
    tea = candidate(TEA, 0.16, **GREEN), candidate(TEA, 0.15, how="all")
    talk = candidate(TALK, 0.2, talk=True)
    found = ranking(
        query("cake", edition), candidate(CAKE, 0.18), talk, *tea, candidate(KINDS, 0.1), candidate(HOURS, 0.05)
    )
    assert nearest(found) == (tea[0], found.candidates[0], found.candidates[4])
    assert decide(found).rivals == nearest(found)


@pytest.mark.parametrize(
    ("candidates", "rivals"),
    [
        (split(0.9, ours=OURS - 0.1, others=(HOURS,)), [CAKE, HOURS]),
        (split(HALF, others=(HOURS, KINDS)), [CAKE, HOURS, KINDS]),
        (split(0.9), []),
        ([candidate(TALK, 0.3, talk=True)], []),
    ],
)
def test_what_comes_near_is_offered_unless_one_entry_is_clear(
    edition: Edition, candidates: list[Candidate], rivals: list[str]
) -> None:
    assert [one.topic for one in decided(edition, *candidates).rivals] == rivals


@pytest.mark.parametrize(("talk", "ours", "talks"), [(True, 0.9, True), (True, 0.4, False), (False, 0.9, False)])
def test_small_talk_talks_where_it_answers(edition: Edition, talk: bool, ours: float, talks: bool) -> None:
    assert decided(edition, candidate(TALK, ours, talk=talk)).talks is talks


# How sure it is


def test_the_confidence_of_a_verdict_is_that_its_entry_is_asked(edition: Edition) -> None:
    assert decided(edition, *split(0.6, ours=0.8)).confidence == pytest.approx(calibrated(0.48))
    assert decided(edition, *split(0.6, ours=OURS - 0.1)).confidence == pytest.approx(calibrated(0.6 * (OURS - 0.1)))
    assert decided(edition).confidence == 0.0


@pytest.mark.parametrize(
    ("probability", "right"),
    [(0.0, 0.001116), (0.3, 0.6143), (0.5, 0.7191), (0.7, 0.8045), (0.9, 0.8976), (0.99, 0.9711), (1.0, 0.9998)],
)
def test_a_probability_is_told_as_how_often_such_an_answer_is_right(probability: float, right: float) -> None:
    assert calibrated(probability) == pytest.approx(right, rel=1e-3)


def test_the_likelier_is_the_surer_and_nothing_is_certain() -> None:
    told = [calibrated(n / 1000) for n in range(1, 1000)]
    assert told == sorted(set(told))
    assert 0 < calibrated(0.0) == calibrated(9e-7) < calibrated(1.1e-6)
    assert calibrated(1 - 1.1e-6) < calibrated(1 - 9e-7) == calibrated(1.0) < 1


@pytest.mark.parametrize(("probability", "called"), [(0.68, Level.LIKELY), (0.70, Level.SURE)])
def test_an_answer_of_which_four_in_five_are_right_is_sure(edition: Edition, probability: float, called: Level) -> None:
    verdict = decided(edition, candidate(CAKE, probability))
    assert level(verdict, SURE) is called
    assert verdict.outcome is Outcome.ANSWER


def test_a_hedged_answer_is_never_sure(edition: Edition) -> None:
    found: Ranking = ranking(query("cake", edition), *split(HALF))
    assert level(decide(found), 0.0) is Level.UNSURE
