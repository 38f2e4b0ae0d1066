"""What a query offers as evidence, and how much of it each word is."""

from __future__ import annotations

import pytest
from handmade import query, weighed

from chatbot.knowledge import Edition
from chatbot.matching.terms import coverage, gist, is_year, names, norm, outline, plain, raw, shares, sizes

NOTHING: frozenset[str] = frozenset()
LIGHT = frozenset({"the", "what", "is"})


@pytest.mark.parametrize(
    ("term", "year"),
    [
        *(("1999", True), ("2023", True), ("1823", False), ("2123", False)),
        *(("199", False), ("20230", False), ("20x0", False)),
    ],
)
def test_four_digits_of_our_centuries_are_a_year(term: str, year: bool) -> None:
    assert is_year(term) is year


def test_a_light_word_or_a_small_number_that_nobody_holds_is_a_fifth_of_a_word(edition: Edition) -> None:
    some = weighed(edition, {}, unseen=1.0)
    assert sizes(query("zub the 30 2023", edition), some) == pytest.approx([1.0, 0.2, 0.2, 1.0])


def test_a_light_word_that_is_held_is_half_of_what_it_says(edition: Edition) -> None:
    assert sizes(query("cake the", edition), weighed(edition, {"cake": {}, "the": {}})) == pytest.approx([1.0, 0.5])


@pytest.mark.parametrize("asked", ["how much is green tea", "which one is malt", "cake 2019", "how tall is Everest"])
def test_what_an_entry_must_account_for_adds_up_to_the_whole_question(edition: Edition, asked: str) -> None:
    assert sum(coverage(query(asked, edition), edition)) == pytest.approx(1.0)
    assert coverage(query("", edition), edition) == []


def test_a_pair_that_nobody_holds_is_half_as_important_as_its_words(edition: Edition) -> None:
    found = raw(query("cake price", edition), {"cake": 4.0, "price": 1.0}, 1.0, NOTHING)
    assert {name: round(own, 9) for name, (own, _, _) in found.items()} == {
        "cake": 4.0,
        "price": 1.0,
        "^ cake": round(0.5 * (4.0 * 0.4) ** 0.5, 9),
        "cake price": 1.0,
        "price ^": round(0.5 * 0.4**0.5, 9),
    }


def test_a_feature_says_which_unit_it_stands_at_and_whether_it_is_a_pair(edition: Edition) -> None:
    found = raw(query("cake price", edition), {"cake price": 3.0}, 1.0, NOTHING)
    assert {name: found[name][1:] for name in ("cake", "price", "cake price", "price ^")} == {
        "cake": (0, False),
        "price": (1, False),
        "cake price": (1, True),
        "price ^": (2, True),
    }
    assert found["cake price"][0] == 3.0


def test_of_a_word_that_is_said_twice_the_weightier_counts(edition: Edition) -> None:
    [first, second] = query("cake cake", edition).units
    asked = query("cake cake", edition)._replace(units=(first._replace(share=0.5), second))
    assert raw(asked, {"cake": 2.0}, 0.0, NOTHING)["cake"] == (2.0, 1, False)


def test_a_word_of_a_field_is_both_its_slot_and_itself(edition: Edition) -> None:
    [unit] = query("malt", edition).units
    assert names(unit) == ("{tea.subject}", "malt")
    found = raw(query("malt", edition), {"{tea.subject}": 1.0, "malt": 1.0}, 0.0, NOTHING)
    assert [found[name][0] for name in names(unit)] == [1.0, 0.5]


def test_the_squares_of_the_shares_add_up_to_the_whole(edition: Edition) -> None:
    asked = query("how much is a slice of cake", edition)
    assert sum((share / (1 << 24)) ** 2 for share, *_ in shares(asked, edition)) == pytest.approx(1.0, abs=1e-5)
    assert norm({}) == 1.0


def test_without_rarity_a_light_word_a_name_and_a_pair_count_less_than_a_word(edition: Edition) -> None:
    found = plain(query("cake the sencha", edition), LIGHT)
    assert {name: round(value / found["cake"], 9) for name, value in found.items()} == {
        "cake": 1.0,
        "the": 0.4,
        "{tea}": 0.5,
        "^ cake": 0.5,
        "cake the": 0.5,
        "the {tea}": 0.5,
        "{tea} ^": 0.5,
    }
    assert sum(value * value for value in found.values()) == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("asked", "form", "said"),
    [
        ("price of the cake", "open", "open cake of price"),
        ("the cake of price", "open", "open cake of price"),
        ("what is the cake", "what", "what cake"),
        ("cake, cake", "open", "open cake"),
        ("malt", "which", "which malt {tea.subject}"),
        ("", "open", "open"),
    ],
)
def test_the_gist_of_a_request_is_its_form_and_its_words_in_any_order_without_light_ones(
    edition: Edition, asked: str, form: str, said: str
) -> None:
    assert gist(query(asked, edition), form, LIGHT) == said


def test_an_outline_takes_any_word_of_a_field_for_the_same(edition: Edition) -> None:
    malt, smoke = query("which tea grows malt", edition), query("which tea grows smoke", edition)
    assert gist(malt, "which", edition.light) != gist(smoke, "which", edition.light)
    assert outline(malt, "which", edition.light) == outline(smoke, "which", edition.light)
