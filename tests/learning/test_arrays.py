"""Features as numbers."""

from __future__ import annotations

from chatbot.learning.arrays import numbered


def test_a_feature_keeps_its_number_and_a_new_one_gets_the_next() -> None:
    numbers: dict[str, int] = {}
    first, second = numbered({"red": 0.8, "lamp": 0.6}, numbers), numbered({"lamp": 0.6, "blue": 0.8}, numbers)
    assert first.features.tolist() == [0, 1]
    assert second.features.tolist() == [1, 2]
    assert second.shares.tolist() == [0.6, 0.8]
    assert numbers == {"red": 0, "lamp": 1, "blue": 2}


def test_nothing_has_no_features() -> None:
    assert numbered({}, {}).features.tolist() == []
