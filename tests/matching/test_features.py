"""What a question offers as evidence, and how much of it each word is."""

from __future__ import annotations

import pytest
from handmade import query, weighed

from chatbot.knowledge import Edition
from chatbot.matching.features import is_year, names, norm, raw, shares, sizes

NOTHING: frozenset[str] = frozenset()


@pytest.mark.parametrize(
    ("term", "year"),
    [("1999", True), ("2023", True), ("1823", False), ("199", False), ("20230", False), ("20x0", False)],
)
def test_four_digits_of_our_centuries_are_a_year(term: str, year: bool) -> None:
    assert is_year(term) is year


def test_a_light_word_that_nobody_holds_is_a_fifth_of_a_word(edition: Edition) -> None:
    some = edition._replace(model=weighed(edition, {}).model._replace(unseen=1.0))
    assert sizes(query("zub the 30 2023", edition), some) == pytest.approx([1.0, 0.2, 0.2, 1.0])


def test_a_light_word_that_is_held_is_half_of_what_it_says(edition: Edition) -> None:
    assert sizes(query("cake the", edition), weighed(edition, {"cake": {}, "the": {}})) == pytest.approx([1.0, 0.5])


def test_a_pair_that_nobody_holds_is_half_as_important_as_its_words(edition: Edition) -> None:
    found = raw(query("cake price", edition), {"cake": 4.0, "price": 1.0}, 1.0, NOTHING)
    assert {name: round(own, 9) for name, (own, _, _) in found.items()} == {
        "cake": 4.0,
        "price": 1.0,
        "^ cake": round(0.5 * (4.0 * 0.4) ** 0.5, 9),
        "cake price": 1.0,
        "price ^": round(0.5 * 0.4**0.5, 9),
    }


def test_a_word_of_a_field_is_both_its_slot_and_itself(edition: Edition) -> None:
    [unit] = query("malt", edition).units
    assert names(unit) == ("{tea.subject}", "malt")
    found = raw(query("malt", edition), {"{tea.subject}": 1.0, "malt": 1.0}, 0.0, NOTHING)
    assert [found[name][0] for name in names(unit)] == pytest.approx([0.5**0.5] * 2)


def test_the_squares_of_the_shares_add_up_to_the_whole(edition: Edition) -> None:
    asked = query("how much is a slice of cake", edition)
    assert sum((share / (1 << 24)) ** 2 for share, *_ in shares(asked, edition)) == pytest.approx(1.0, abs=1e-5)
    assert norm({}) == 1.0
