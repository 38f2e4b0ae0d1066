"""What tells messages of one kind from those of another: weights that a logistic regression learns."""

from __future__ import annotations

import pytest

from chatbot.learning.arrays import Shares
from chatbot.learning.logistic import learn

CAKE: Shares = {"cake": 0.8, "price": 0.6}
MOON: Shares = {"moon": 0.8, "price": 0.6}


def odds(message: Shares, learned: tuple[dict[str, float], float]) -> float:
    weights, bias = learned
    return bias + sum(share * weights.get(name, 0.0) for name, share in message.items())


def test_messages_of_the_first_kind_are_above_zero_and_of_the_other_below() -> None:
    learned = learn([CAKE], [MOON])
    assert odds(CAKE, learned) > 0.9
    assert odds(MOON, learned) < -0.9


def test_what_both_kinds_hold_alike_says_next_to_nothing() -> None:
    weights, _ = learn([CAKE] * 40, [MOON] * 40)
    assert abs(weights["price"]) < 0.02 * weights["cake"]


@pytest.mark.parametrize(("times", "balanced"), [(1, True), (4, True), (5, False), (8, False)])
def test_a_message_of_the_smaller_kind_weighs_up_to_four_of_the_other(times: int, balanced: bool) -> None:
    weights, bias = learn([CAKE] * times, [MOON])
    assert (abs(weights["cake"] + weights["moon"]) < 1e-9) is balanced
    assert (bias > 1e-9) is not balanced


def test_the_order_within_a_kind_of_equal_messages_has_no_say_and_the_fit_is_the_same_each_time() -> None:
    first = learn([CAKE, {"tea": 1.0}] * 50, [MOON] * 30)
    assert learn([CAKE, {"tea": 1.0}] * 50, [MOON] * 30) == first


def test_a_batch_is_learned_from_at_once_and_the_next_one_by_what_it_taught() -> None:
    """Of one batch, both kinds move from nought: what both hold alike stays there."""
    one, two = learn([CAKE] * 32, [MOON] * 32), learn([CAKE] * 64, [MOON] * 64)
    assert one[0]["price"] == pytest.approx(0.0, abs=1e-9)
    assert two[0]["cake"] > one[0]["cake"]


def test_the_weights_of_a_small_fit_stay() -> None:
    """A change of the passes, of a step or of a batch shows here."""
    weights, bias = learn([CAKE] * 100, [MOON] * 60)
    assert weights == pytest.approx({"cake": 16.001, "moon": -16.001, "price": 0.0}, abs=1e-3)
    assert bias == pytest.approx(0.0, abs=1e-9)
