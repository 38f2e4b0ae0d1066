"""What a query offers as evidence, and how much of it each word is."""

from __future__ import annotations

import pytest
from handmade import query, weighed

from chatbot.knowledge import Edition
from chatbot.learning import logistic, training
from chatbot.matching.terms import aboutness, coverage, gist, is_year, names, norm, outline, plain, raw, shares, sizes

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


# Aboutness


OURS = ("how much is cake", "price of cake", "what does sencha cost")
ELSEWHERE = ("how old is the moon", "price of the moon", "what does Zub eat")


def learned(edition: Edition, ours: tuple[str, ...] = OURS, elsewhere: tuple[str, ...] = ELSEWHERE) -> dict[str, int]:
    return training.about(
        [query(t, edition) for t in ours], [query(t, edition) for t in elsewhere], edition.lexicon.stop
    )


def told(edition: Edition, asked: str, weights: dict[str, int]) -> float:
    return aboutness(query(asked, edition), weights, edition.lexicon.stop)


def test_what_is_worded_like_ours_is_above_zero_and_what_is_worded_like_others_below(edition: Edition) -> None:
    weights = learned(edition)
    assert all(told(edition, asked, weights) > 0.3 for asked in OURS)
    assert all(told(edition, asked, weights) < -0.3 for asked in ELSEWHERE)


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


@pytest.mark.parametrize(("weight", "kept"), [(0.0199, False), (0.021, True), (-0.0199, False), (-0.021, True)])
def test_a_weight_of_a_fiftieth_is_left_out(
    edition: Edition, monkeypatch: pytest.MonkeyPatch, weight: float, kept: bool
) -> None:
    monkeypatch.setattr(logistic, "learn", lambda *_: ({"cake": weight}, 0.5))
    assert learned(edition) == {"*": 500} | ({"cake": round(weight * 1_000)} if kept else {})
