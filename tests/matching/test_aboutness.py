"""Whether words are asked of us at all: log odds that our phrasings and messages from elsewhere taught."""

from __future__ import annotations

import pytest
from handmade import query

from chatbot.knowledge import Edition
from chatbot.learning import logistic, training
from chatbot.matching.aboutness import score

OURS = ("how much is cake", "price of cake", "what does sencha cost")
ELSEWHERE = ("how old is the moon", "price of the moon", "what does Zub eat")


def learned(edition: Edition, ours: tuple[str, ...] = OURS, elsewhere: tuple[str, ...] = ELSEWHERE) -> dict[str, int]:
    return training.about(
        [query(t, edition) for t in ours], [query(t, edition) for t in elsewhere], edition.lexicon.stop
    )


def told(edition: Edition, asked: str, weights: dict[str, int]) -> float:
    return score(query(asked, edition), weights, edition.lexicon.stop)


def test_what_is_worded_like_ours_is_above_zero_and_what_is_worded_like_others_below(edition: Edition) -> None:
    weights = learned(edition)
    assert all(told(edition, asked, weights) > 0.3 for asked in OURS)
    assert all(told(edition, asked, weights) < -0.3 for asked in ELSEWHERE)


def test_which_name_stands_in_a_slot_has_no_say(edition: Edition) -> None:
    weights = learned(edition)
    assert told(edition, "what does assam cost", weights) == told(edition, "what does sencha cost", weights)


@pytest.mark.parametrize(("ours", "elsewhere"), [((), ELSEWHERE), (OURS, ()), ((), ())])
def test_where_there_is_nothing_to_tell_apart_nothing_is_learned_or_said(
    edition: Edition, ours: tuple[str, ...], elsewhere: tuple[str, ...]
) -> None:
    assert learned(edition, ours, elsewhere) == {}
    assert told(edition, "how much is cake", {}) == 0.0


@pytest.mark.parametrize(
    ("bias", "odds"), [(1_000, 1.0), (5_999, 5.999), (6_001, 6.0), (-5_999, -5.999), (-6_001, -6.0)]
)
def test_log_odds_beyond_six_say_nothing_new(edition: Edition, bias: int, odds: float) -> None:
    assert told(edition, "zub", {"*": bias}) == odds


def test_a_word_has_its_share_of_the_odds(edition: Edition) -> None:
    weights = {"*": 500, "cake": 1_000, "^ cake": 100, "cake ^": 10}
    assert told(edition, "cake", weights) == pytest.approx(0.5 + (1 + 0.05 + 0.005) / 1.5**0.5)


@pytest.mark.parametrize(("weight", "kept"), [(0.0199, False), (0.021, True), (-0.0199, False), (-0.021, True)])
def test_a_weight_of_a_fiftieth_is_left_out(
    edition: Edition, monkeypatch: pytest.MonkeyPatch, weight: float, kept: bool
) -> None:
    monkeypatch.setattr(logistic, "learn", lambda *_: ({"cake": weight}, 0.5))
    assert learned(edition) == {"*": 500} | ({"cake": round(weight * 1_000)} if kept else {})
