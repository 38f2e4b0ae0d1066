"""Columns of numbers in one integer: what comes out of the lanes is what adding one by one gives."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.language import Lanes
from chatbot.matching.lanes import MIDDLE, add, lay, number

NUMBERS = st.integers(1 - MIDDLE, MIDDLE - 1)
COLUMNS = st.integers(0, 40).flatmap(
    lambda length: st.tuples(
        st.just(length),
        st.lists(st.tuples(st.integers(0, 1 << 26), st.lists(NUMBERS, min_size=length, max_size=length)), max_size=20),
    )
)


def laid(numbers: list[int]) -> Lanes:
    return lay(dict(enumerate(numbers)), len(numbers))


@given(COLUMNS)
def test_columns_are_scaled_and_added_exactly(columns: tuple[int, list[tuple[int, list[int]]]]) -> None:
    length, scaled = columns
    sums, zero = add([(factor, laid(column)) for factor, column in scaled], length)
    assert [total - zero for total in sums] == [sum(f * column[i] for f, column in scaled) for i in range(length)]


@given(st.lists(NUMBERS, min_size=1))
def test_each_number_keeps_its_place(numbers: list[int]) -> None:
    assert [number(laid(numbers), place) for place in range(len(numbers))] == numbers


@pytest.mark.parametrize("large", [MIDDLE, -MIDDLE, 1 << 70])
def test_a_number_that_its_lane_cannot_hold_is_refused(large: int) -> None:
    with pytest.raises(OverflowError):
        laid([0, large])
