"""Columns of numbers in one integer: what comes out of the lanes is what adding one by one gives."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.language import Lanes
from chatbot.matching.lanes import MIDDLE, add, lay, number, numbers

NUMBERS = st.integers(1 - MIDDLE, MIDDLE - 1)
COLUMNS = st.integers(0, 40).flatmap(
    lambda length: st.tuples(
        st.just(length),
        st.lists(st.tuples(st.integers(0, 1 << 26), st.lists(NUMBERS, min_size=length, max_size=length)), max_size=20),
    )
)


def laid(column: list[int]) -> Lanes:
    return lay(dict(enumerate(column)), len(column))


@given(COLUMNS)
def test_columns_are_scaled_and_added_exactly(columns: tuple[int, list[tuple[int, list[int]]]]) -> None:
    length, scaled = columns
    sums, zero = add([(factor, laid(column)) for factor, column in scaled], length)
    assert [total - zero for total in sums] == [sum(f * column[i] for f, column in scaled) for i in range(length)]


@given(st.lists(NUMBERS, min_size=1))
def test_each_number_keeps_its_place(column: list[int]) -> None:
    assert [number(laid(column), place) for place in range(len(column))] == column
    assert numbers(laid(column), len(column)) == column


def test_a_place_without_a_number_holds_none() -> None:
    assert numbers(lay({1: 7}, 3), 3) == [0, 7, 0]


@pytest.mark.parametrize("large", [1 << 32, -(1 << 32), 1 << 70])
def test_a_number_that_its_lane_cannot_hold_is_refused(large: int) -> None:
    with pytest.raises(OverflowError):
        laid([0, large])


@pytest.mark.parametrize("large", [(1 << 32) - 1, 1 - (1 << 32)])
def test_the_largest_number_of_a_lane_leaves_its_neighbours_alone(large: int) -> None:
    assert numbers(laid([5, large, -5]), 3) == [5, large, -5]
