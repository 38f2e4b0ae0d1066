"""Features as numbers: what a phrasing or a message offers, in arrays that a fit can add up."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]
Real = NDArray[np.float64]

Shares = Mapping[str, float]
"""The features of a phrasing or a message, and each one's share of it; the squares of the shares add up to 1."""


class Numbered(NamedTuple):
    """The same by number."""

    features: Whole
    shares: Real


def numbered(shares: Shares, numbers: dict[str, int]) -> Numbered:
    """The features by their numbers; one that is new gets the next."""
    features = [numbers.setdefault(name, len(numbers)) for name in shares]
    return Numbered(np.array(features, np.int64), np.array([*shares.values()], np.float64))
