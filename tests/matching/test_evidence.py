"""How strongly words speak for each entry, and what each entry makes of them."""

from __future__ import annotations

import math
from typing import Any

import pytest
from handmade import query, weighed

from chatbot.knowledge import Edition
from chatbot.language import EMPTY
from chatbot.matching.evidence import Explained, Standing, Word, explain, explain_each, standings
from chatbot.matching.lanes import lay
from chatbot.reading.named import Named


def stood(edition: Edition, asked: str, **weights: float) -> dict[str, Standing]:
    """The standings on a question of one word, whose weight for each entry is given ("cake_price")."""
    some = weighed(edition, {asked: {name.replace("_", "."): weight for name, weight in weights.items()}})
    return {one.topic: one for one in standings(query(asked, some), some)}


# Standings


@pytest.mark.parametrize("weight", [0.1, 1.0, 7.3])
def test_the_evidence_of_a_word_is_its_share_times_the_weight_that_the_entry_has_for_it(
    edition: Edition, weight: float
) -> None:
    assert stood(edition, "cake", cake_price=weight)["cake.price"].evidence == pytest.approx(weight)
    some = weighed(edition, {"cake": {"cake.price": weight}, "open": {}})
    [part] = standings(query("cake open", some), some)  # two words and their pair: 1 / sqrt(1 + 1 + 1/4) each word
    assert part.evidence == pytest.approx(weight / 1.5)


@pytest.mark.parametrize("typical", [0.1, 0.5, 2.0])
def test_evidence_is_measured_in_that_of_a_typical_phrasing(edition: Edition, typical: float) -> None:
    some = weighed(edition, {"cake": {"cake.price": 0.5}})
    [found] = standings(query("cake", some), some._replace(model=some.model._replace(typical=typical)))
    assert found.evidence == pytest.approx(0.5 / typical)


def test_a_weight_counts_the_same_among_many_and_among_few(edition: Edition) -> None:
    few = weighed(edition, {"cake": {"cake.price": 0.8, "house.hours": 0.5}, "open": {"house.hours": 0.9}})
    common = {name: lay(few.model.rare[name], len(few.model.topics)) for name in few.model.rare}
    many = few._replace(model=few.model._replace(common=common, rare=EMPTY))
    asked = query("cake open", edition)
    assert standings(asked, many) == standings(asked, few) != ()


@pytest.mark.parametrize(("weight", "stands"), [(0.249, False), (0.251, True)])
def test_an_entry_with_a_quarter_of_the_best_ones_evidence_is_a_candidate(
    edition: Edition, weight: float, stands: bool
) -> None:
    assert ("house.hours" in stood(edition, "cake", cake_price=1.0, house_hours=weight)) is stands


def test_eight_entries_are_looked_at_and_of_equals_the_first_by_id(edition: Edition) -> None:
    topics = {f"t{n:02}": edition.topics["cake.price"]._replace(id=f"t{n:02}") for n in range(20)}
    some = weighed(edition._replace(topics=topics), {"cake": dict.fromkeys(topics, 1.0)})
    assert [found.topic for found in standings(query("cake", some), some)] == [f"t{n:02}" for n in range(8)]


def test_the_entry_that_is_lent_stands_whatever_its_evidence_and_only_once(edition: Edition) -> None:
    some = weighed(edition, {"cake": {"cake.price": 1.0}})
    asked = query("cake", some)
    assert [one.topic for one in standings(asked, some, ("house.hours",))] == ["cake.price", "house.hours"]
    assert [one.topic for one in standings(asked, some, ("cake.price", "gone"))] == ["cake.price"]
    [alone] = standings(query("", some), some, ("house.hours",))
    assert (alone.evidence, alone.chance) == (0.0, 0.0)


def test_where_no_word_speaks_for_any_entry_none_stands(edition: Edition) -> None:
    some = weighed(edition, {"cake": {"cake.price": 1.0}})
    assert standings(query("zub", some), some) == ()
    assert stood(edition, "cake", cake_price=-1.0) == {}


def test_the_best_leads_the_second_and_the_others_trail_the_best(edition: Edition) -> None:
    found = stood(edition, "cake", cake_price=1.0, house_hours=0.7, tea_kinds=0.4)
    leads = {topic: one.lead for topic, one in found.items()}
    assert leads == pytest.approx({"cake.price": 0.3, "house.hours": -0.3, "tea.kinds": -0.6})
    assert stood(edition, "cake", cake_price=0.8)["cake.price"].lead == pytest.approx(0.8)


def test_the_chances_of_the_candidates_add_up_to_one(edition: Edition) -> None:
    found = stood(edition, "cake", cake_price=1.0, house_hours=0.9, tea_kinds=0.5)
    assert sum(math.exp(one.chance) for one in found.values()) == pytest.approx(1.0)
    gap = found["cake.price"].chance - found["house.hours"].chance
    assert gap == pytest.approx(6.0 * 0.1)


# What an entry makes of the words


def word(share: float = 1.0, **more: Any) -> Word:
    """A word that carries something and that nobody holds, unless told otherwise."""
    values: dict[str, Any] = {"telling": True, "named": "", "field": False, "held": frozenset(), "asked": EMPTY}
    values |= {"strange": False, "capital": False, "number": False, "value": None}
    return Word(share, **values | more)


HELD: dict[str, Any] = {"held": frozenset({"cake.price"})}
USUAL: dict[str, Any] = HELD | {"asked": {"cake.price": 1.0}}
SELDOM: dict[str, Any] = HELD | {"asked": {"cake.price": 0.25}}
SEVERAL = [word(0.5, **USUAL), word(0.2, **SELDOM), word(0.1, **HELD), word(0.2)]


@pytest.mark.parametrize(
    ("part", "said", "amount"),
    [
        ("asked", SEVERAL, 0.7),
        ("told", SEVERAL, 0.1),
        ("usual", [word(**USUAL)], 0.0),
        ("usual", [word(**SELDOM)], math.log(0.25)),
        ("usual", [word(**HELD)], -4.0),
        ("usual", [word()], -5.5),
        ("usual", SEVERAL, 0.2 * math.log(0.25) - 0.1 * 4.0 - 0.2 * 5.5),
        ("usual_telling", SEVERAL, 0.2 * math.log(0.25) / 0.7),
        ("usual_telling", [word(0.5, **SELDOM, telling=False), word(0.5, **USUAL)], 0.0),
        ("usual_telling", [word()], 0.0),
        ("left", SEVERAL, 1),
        ("left", [word(0.5), word(0.5, telling=False)], 1),
        ("heaviest", [word(0.2), word(0.3), word(0.5, telling=False)], 0.3),
        ("heaviest", [word(**USUAL)], 0.0),
        ("explained", SEVERAL, 3),
        ("explained", [word(0.5, **USUAL, telling=False), word(0.5, **HELD, telling=False)], 0),
        ("strange", [word(0.5, strange=True), word(0.5)], 1),
        ("strange", [word(strange=True, **HELD)], 0),
        ("capitals", [word(capital=True)], 1),
        ("numbers", [word(number=True)], 1),
        ("numbers", [word(number=True, **HELD)], 0),
        ("names", [word(0.5, named="tea"), word(0.5, named="tea")], 2),
        ("names", [word(named="tea", **USUAL)], 0),
    ],
)
def test_an_entry_accounts_for_the_words_that_its_phrasings_and_its_answer_hold(
    edition: Edition, part: str, said: list[Word], amount: float
) -> None:
    assert getattr(explain(edition.topics["cake.price"], said), part) == pytest.approx(amount)


def test_all_words_are_asked_told_or_left(edition: Edition) -> None:
    found = explain(edition.topics["cake.price"], SEVERAL)
    assert found.asked + found.told + found.heaviest == pytest.approx(1.0)


@pytest.mark.parametrize(("role", "needs", "finds"), [("", "tea", False), ("", "tea.subject", True)])
@pytest.mark.parametrize("finding", ["by-subject", "fit", "compare"])
def test_what_finds_by_fields_accounts_for_a_word_of_a_field(
    edition: Edition, role: str, needs: str, finds: bool, finding: str
) -> None:
    entry = edition.topics["tea.price"]._replace(role=role, needs=needs, kind="tea")
    assert (explain(entry, [word(field=True)]).asked == 1.0) is finds
    by_role = entry._replace(role=finding)
    assert (explain(by_role, [word(field=True)]).asked == 1.0) is (finds or finding != "compare")


@pytest.mark.parametrize(
    ("of", "type_", "accounts"),
    [
        *(("count", "count", True), ("count", "money", True), ("count", "percent", True), ("count", "date", False)),
        *(("date", "date", True), ("place", "place", True), ("person", "place", False), ("count", "", False)),
    ],
)
def test_an_attribute_accounts_for_a_value_of_its_type(edition: Edition, of: str, type_: str, accounts: bool) -> None:
    value = Named(of, "3", start=0, end=1, words="3")
    entry = edition.topics["tea.price"]._replace(type=type_)
    assert (explain(entry, [word(value=value)]).asked == 1.0) is accounts


def test_a_name_is_left_only_where_the_entry_has_no_place_for_its_kind(edition: Edition) -> None:
    assert explain(edition.topics["tea.price"], [word(named="tea")]).names == 0
    assert explain(edition.topics["tea.price"], [word(named="cup")]).names == 1


def test_each_entry_is_explained_once(edition: Edition) -> None:
    entries = [edition.topics["cake.price"], edition.topics["tea.price"]]
    found = explain_each(entries, SEVERAL)
    assert found == {entry.id: explain(entry, SEVERAL) for entry in entries}
    assert isinstance(found["tea.price"], Explained)
