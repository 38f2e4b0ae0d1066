"""Each feature's weight for each entry: phrasings vote, and are played against their rivals."""

from __future__ import annotations

import pytest

from chatbot.language import WEIGHT
from chatbot.learning import weights
from chatbot.learning.arrays import Shares
from chatbot.learning.weights import learn

RED: Shares = {"red": 0.8, "lamp": 0.6}
BLUE: Shares = {"blue": 0.8, "lamp": 0.6}


def learned(*phrasings: list[Shares]) -> dict[str, dict[int, float]]:
    return {
        name: {place: weight / WEIGHT for place, weight in column.items()}
        for name, column in learn(phrasings).weights.items()
    }


def test_an_entry_without_rivals_keeps_the_mean_of_its_phrasings() -> None:
    found = learned([RED, BLUE])
    assert found == {"blue": {0: 0.4}, "lamp": {0: 0.6}, "red": {0: 0.4}}


def test_phrasings_that_stand_clear_of_their_rivals_move_nothing() -> None:
    assert learned([{"red": 1.0}], [{"blue": 1.0}]) == {"blue": {1: 1.0}, "red": {0: 1.0}}


def test_weight_moves_from_the_rival_that_comes_too_close() -> None:
    found = learned([{"lamp": 0.8, "red": 0.6}], [{"lamp": 1.0}])
    assert found["red"][0] > 0.6
    assert found["red"][1] < 0
    assert found["lamp"][0] + found["lamp"][1] == pytest.approx(1.8)
    assert 1.0 < found["lamp"][1] < 1.1


def test_of_two_entries_that_are_alike_neither_is_ahead() -> None:
    found = learned([RED], [BLUE], [{"tea": 1.0}])
    assert found["lamp"][0] == found["lamp"][1]
    assert found["red"][0] == found["blue"][1]
    assert found["red"].get(1) == found["blue"].get(0)


def test_two_rivals_that_are_as_near_give_the_same() -> None:
    found = learned([{"lamp": 0.6, "red": 0.8}], [{"lamp": 1.0}], [{"lamp": 1.0}])
    assert found["lamp"][1] == found["lamp"][2]
    assert found["red"].get(1) == found["red"].get(2)


@pytest.mark.parametrize(("share", "kept"), [(0.0199, False), (0.0202, True)])
def test_a_weight_of_a_fiftieth_is_left_out(share: float, kept: bool) -> None:
    assert bool(learned([{"tea": share, "cup": 0.9}])["tea"]) is kept


def test_a_phrasing_of_nothing_has_no_say() -> None:
    assert learned([RED, {}], [{}]) == {"lamp": {0: 0.3}, "red": {0: 0.4}}


def test_scores_are_of_the_first_pass_and_of_entries_with_several_phrasings() -> None:
    assert learn([[RED]]).scores == []
    assert learn([[RED, RED]]).scores == pytest.approx([1.0, 1.0], abs=1e-3)
    assert learn([[RED, {"tea": 1.0}]]).scores == pytest.approx([0.0, 0.0], abs=1e-3)


def test_a_rare_weight_is_not_moved_farther_than_a_step(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weights, "PASSES", 1)
    found = learned([{"lamp": 0.6, "red": 0.8}], [{"lamp": 1.0}])
    assert found["red"][0] <= 0.8 + 0.8 * weights.STEP
