"""Columns of whole numbers that are scaled and added all at once, as lanes of one long integer.

What is done with such an integer is done with all its lanes, without a step of the interpreter for each (Lamport,
"Multiple byte processing with full-word instructions", CACM 18, 1975).
"""

import sys
from collections.abc import Iterable, Mapping

from chatbot.language import Lanes

LANE = 8
"""Bytes of a lane."""

MIDDLE = 1 << 32
"""What stands for 0 in a lane: so no lane is below 0, and none borrows from its neighbour."""


def lay(numbers: Mapping[int, int], length: int) -> Lanes:
    """Numbers side by side in `length` lanes, by their places from 0; 0 where none is given.

    Raises `OverflowError` when one does not lie between -`MIDDLE` and `MIDDLE`.
    """
    if any(not -MIDDLE < number < MIDDLE for number in numbers.values()):
        raise OverflowError("a number is too large for its lane")
    empty = int.from_bytes(MIDDLE.to_bytes(LANE, "little") * length, "little")
    return Lanes(empty + sum(number << place * LANE * 8 for place, number in numbers.items()))


def add(scaled: Iterable[tuple[int, Lanes]], length: int) -> tuple[list[int], int]:
    """The sum of columns of `length` numbers, each times its factor, and what stands for 0 in it.

    The factors are 0 or more, and less than 2^31 together.
    """
    total = factors = 0
    for factor, lanes in scaled:
        total += factor * lanes
        factors += factor
    return _each(total, length), factors * MIDDLE


def numbers(lanes: Lanes, length: int) -> list[int]:
    """The numbers in `length` lanes, in the order of their places."""
    return [number - MIDDLE for number in _each(lanes, length)]


def _each(whole: int, length: int) -> list[int]:
    found = memoryview(whole.to_bytes(length * LANE, sys.byteorder)).cast("Q").tolist()
    if sys.byteorder == "big":
        found.reverse()
    return found


def number(lanes: Lanes, place: int) -> int:
    """The number in a lane; places count from 0."""
    return (lanes >> place * LANE * 8) % (1 << LANE * 8) - MIDDLE
