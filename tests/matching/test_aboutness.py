"""Whether words are asked of us at all: log odds that our phrasings and messages from elsewhere taught."""

from __future__ import annotations

import pytest
from handmade import query

from chatbot.knowledge import Edition
from chatbot.matching.aboutness import fit, score

OURS = ("how much is cake", "price of cake", "what does sencha cost")
ELSEWHERE = ("how old is the moon", "price of the moon", "what does Zub eat")


def learned(edition: Edition, ours: tuple[str, ...] = OURS, elsewhere: tuple[str, ...] = ELSEWHERE) -> dict[str, int]:
    return fit([query(t, edition) for t in ours], [query(t, edition) for t in elsewhere], edition.lexicon.stop)


def told(edition: Edition, asked: str, weights: dict[str, int]) -> float:
    return score(query(asked, edition), weights, edition.lexicon.stop)


def test_what_is_worded_like_ours_is_above_zero_and_what_is_worded_like_others_below(edition: Edition) -> None:
    weights = learned(edition)
    assert all(told(edition, asked, weights) > 1 for asked in OURS)
    assert all(told(edition, asked, weights) < -1 for asked in ELSEWHERE)


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


def test_the_weights_of_a_small_fit_stay(edition: Edition) -> None:
    """A change of the passes, of a step or of how weights shrink shows here."""
    weights = learned(edition, ("how much is cake",) * 100, ("how old is the moon",) * 100)
    chosen = ("*", "cake", "moon", "how much", "the", "how")
    assert [weights[name] for name in chosen] == [0, 4614, -3970, 2307, -1588, 644]
    assert weights == learned(edition, ("how much is cake",) * 100, ("how old is the moon",) * 100)


@pytest.mark.parametrize(("times", "cake", "moon"), [(4, 2959, -2972), (5, 3108, -3023)])
def test_a_message_from_elsewhere_weighs_at_most_four_times_as_much_as_one_of_ours(
    edition: Edition, times: int, cake: int, moon: int
) -> None:
    """Each side weighs the same up to four of ours to one from elsewhere; of more, ours weigh more together."""
    weights = learned(edition, ("cake price",) * times, ("moon price",))
    assert (weights["cake"], weights["moon"]) == (cake, moon)


def test_the_sides_are_told_in_turns_and_not_one_after_the_other(edition: Edition) -> None:
    """Who comes last would otherwise have the last word: here what both sides say the same speaks for none."""
    weights = learned(edition, ("cake price",) * 40, ("moon price",) * 40)
    assert abs(weights["cake"] + weights["moon"]) < 0.02 * weights["cake"]


def test_a_weight_of_a_fiftieth_is_left_out(edition: Edition) -> None:
    ours = ("of hours how", "cake is do", "how price open")
    weights = learned(edition, ours, ("you tea open", "price hours do", "do tea old"))
    assert weights["open ^"] == 21
    assert "do ^" not in weights  # -20
