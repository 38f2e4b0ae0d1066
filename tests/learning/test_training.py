"""Phrasings become weights, the same every time."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import permutations

import pytest
from handmade import query

from chatbot.knowledge import Edition
from chatbot.language import WEIGHT, Model
from chatbot.learning.training import Examples, fit, without
from chatbot.matching.lanes import number
from chatbot.reading.forms import FORMS, form

Phrasings = Mapping[str, Sequence[str]]

LAMPS: Phrasings = {
    "red": ["where is the red lamp", "red lamp", "the red one"],
    "blue": ["where is the blue lamp", "blue lamp"],
    "old": ["how old is the lamp", "lamp of which year", "the old one"],
}
RED: Phrasings = {
    "red": ["where is the red lamp", "red lamp", "lamp"],
    "blue": ["where is the blue lamp", "lamp that is blue, not red", "lamp"],
}


def given(
    edition: Edition, phrasings: Phrasings, answers: Mapping[str, str] | None = None, elsewhere: Sequence[str] = ()
) -> Examples:
    read = {topic: [query(text, edition) for text in own] for topic, own in phrasings.items()}
    return Examples(
        phrasings=read,
        answers={topic: query(text, edition) for topic, text in (answers or {}).items()},
        elsewhere=[query(text, edition) for text in elsewhere],
        forms={topic: [form(one.question, edition) for one in own] for topic, own in read.items()},
        stop=edition.lexicon.stop,
        light=edition.light,
    )


def fitted(edition: Edition, phrasings: Phrasings, answers: Mapping[str, str] | None = None) -> Model:
    return fit(given(edition, phrasings, answers))


def weights(model: Model, name: str) -> list[float]:
    if (lanes := model.common.get(name)) is not None:
        return [number(lanes, place) / WEIGHT for place in range(len(model.topics))]
    return [model.rare.get(name, {}).get(place, 0) / WEIGHT for place in range(len(model.topics))]


def test_a_word_speaks_for_the_topic_that_holds_it_and_against_its_rivals(edition: Edition) -> None:
    model = fitted(edition, {id_: LAMPS[id_] for id_ in ("red", "blue")})
    assert model.topics == ("blue", "red")
    assert weights(model, "red")[1] > 0 >= weights(model, "red")[0]
    assert weights(model, "blue")[0] > 0 >= weights(model, "blue")[1]


@pytest.mark.parametrize("order", list(permutations(LAMPS)))
def test_neither_the_order_of_topics_nor_chance_has_a_say(edition: Edition, order: tuple[str, ...]) -> None:
    answers = {"blue": "in the hall", "red": "in the attic"}
    elsewhere = ("how old is the moon", "where is my hat")
    first = fit(given(edition, LAMPS, answers, elsewhere))
    again = fit(given(edition, {id_: LAMPS[id_] for id_ in order}, dict(reversed(answers.items())), elsewhere))
    assert again == first
    assert [*again.importance] == [*first.importance]
    assert [*again.held] == [*first.held]
    assert [*again.about] == [*first.about]


def test_the_weights_of_a_small_fit_stay(edition: Edition) -> None:
    """A change of a margin, a step or an importance shows here; what it does to answers, in the question files."""
    model = fitted(edition, RED)
    assert weights(model, "red") == [0.13343, 0.40988]
    assert weights(model, "lamp") == [0.44281, 0.47814]
    assert weights(model, "the") == [0.07495, 0.09084]
    assert model.typical == pytest.approx(0.3351509151)


def test_light_words_and_pairs_are_less_important_than_words_as_rare(edition: Edition) -> None:
    found = fitted(edition, {"a": ["cake zub", "cake zub"], "b": ["the price", "the price"]}).importance
    assert found["the"] / found["zub"] == pytest.approx(0.4)
    assert found["cake zub"] / found["zub"] == pytest.approx(0.5)


def test_a_pair_is_learned_from_that_stands_in_two_phrasings(edition: Edition) -> None:
    model = fitted(edition, {"a": ["cake zub", "zub cake", "old cake zub"], "b": ["price"]})
    assert {name for name in model.importance if " " in name} == {"cake zub", "zub ^"}
    assert model.rare.keys() | model.common.keys() == {"cake", "zub", "old", "price", "cake zub", "zub ^"}


def test_of_two_entries_that_are_worded_alike_neither_is_ahead(edition: Edition) -> None:
    model = fitted(edition, {"a": ["red lamp", "the red lamp"], "b": ["blue lamp", "the blue lamp"], "c": ["the tea"]})
    assert weights(model, "lamp")[0] == weights(model, "lamp")[1]
    assert weights(model, "the")[0] == weights(model, "the")[1]


def test_the_rarer_a_word_the_more_important_and_one_that_nobody_holds_most(edition: Edition) -> None:
    model = fitted(edition, {"a": ["cake zub", "cake"], "b": ["cake price", "zub"]})
    assert model.importance["cake"] == pytest.approx(math.log(1 + 4 / 3))
    assert model.importance["zub"] == pytest.approx(math.log(1 + 4 / 2))
    assert model.importance["price"] == model.unseen == pytest.approx(math.log(1 + 4))


@pytest.mark.parametrize(("topics", "common"), [(20, True), (21, False)])
def test_a_feature_that_one_topic_in_twenty_holds_is_common(edition: Edition, topics: int, common: bool) -> None:
    model = fitted(edition, {f"t{n}": [f"zub{n}x lamp"] for n in range(topics)})
    assert ("zub0x" in model.common) is common
    assert ("zub0x" in model.rare) is not common
    assert "lamp" in model.common


@pytest.mark.parametrize(
    ("phrasings", "typical"),
    [
        ({"a": ["cake"], "b": ["price"]}, 0.35),
        ({"a": ["cake", "zub"], "b": ["price", "tea"]}, 0.05),
        ({"a": ["cake", "cake zub"], "b": ["price", "price tea"]}, 0.38433),
    ],
)
def test_the_typical_score_is_measured_on_phrasings_that_had_no_part_in_it_or_taken_as_usual(
    edition: Edition, phrasings: Phrasings, typical: float
) -> None:
    assert fitted(edition, phrasings).typical == pytest.approx(typical, abs=1e-4)


def test_an_entry_without_rivals_keeps_the_weights_that_its_phrasings_vote_for(edition: Edition) -> None:
    model = fitted(edition, {"red": ["red lamp"]})
    assert model.topics == ("red",)
    assert weights(model, "red") == weights(model, "lamp")
    assert weights(model, "red")[0] > 0


# What else they teach


def test_the_share_of_phrasings_that_hold_a_word_is_kept(edition: Edition) -> None:
    model = fitted(edition, LAMPS)
    assert model.asked["lamp"] == {"blue": 1.0, "old": 0.6667, "red": 0.6667}
    assert model.asked["one"] == {"old": 0.3333, "red": 0.3333}
    assert "moon" not in model.asked


def test_an_answer_holds_words_but_teaches_no_weights(edition: Edition) -> None:
    model = fitted(edition, LAMPS, {"red": "red zub"})
    assert model.held["zub"] == {"red"}
    assert model.held["red"] == {"red"}
    assert "zub" not in {*model.asked, *model.common, *model.rare}
    assert model._replace(held={}) == fitted(edition, LAMPS)._replace(held={})


def test_a_gist_is_the_surer_an_entrys_the_more_of_its_phrasings_say_it_and_no_others(edition: Edition) -> None:
    found = fitted(edition, {"a": ["red lamp", "the lamp is red", "lamp"], "b": ["lamp"], "c": ["where is the lamp"]})
    assert found.gists == {
        "open lamp": {"a": 0.333, "b": 0.333},
        "open lamp red": {"a": 0.667},
        "where lamp": {"c": 0.5},
    }


def test_a_form_speaks_for_the_entry_whose_phrasings_have_it_more_often_than_usual(edition: Edition) -> None:
    forms = fitted(edition, {"a": ["cake"], "b": ["what is cake"]}).forms
    assert set(forms["a"]) == set(FORMS)
    assert {name: forms["a"][name] for name in ("open", "what", "who")} == {
        "open": 0.544,
        "what": -0.228,
        "who": -0.228,
    }
    assert {name: forms["b"][name] for name in ("open", "what", "who")} == {
        "open": -0.228,
        "what": 0.544,
        "who": -0.228,
    }


@pytest.mark.parametrize(("phrasings", "odds"), [(74, -2.994), (75, -3.0), (80, -3.0)])
def test_a_form_speaks_against_an_entry_up_to_a_limit(edition: Edition, phrasings: int, odds: float) -> None:
    found = fitted(edition, {"a": ["cake"] * phrasings, "b": ["what is zub"]})
    assert found.forms["a"]["who"] == odds


def test_messages_from_elsewhere_teach_what_is_ours_and_no_weights(edition: Edition) -> None:
    alone, beside = fit(given(edition, LAMPS)), fit(given(edition, LAMPS, elsewhere=["how far is the moon"]))
    assert alone.about == {}
    assert beside.about["moon"] < 0 < beside.about["lamp"]
    assert beside._replace(about={}) == alone


# Leaving phrasings out


def test_examples_may_be_had_without_some_phrasings_and_their_forms(edition: Edition) -> None:
    examples = given(edition, LAMPS)
    rest = without(examples, lambda _, i: i == 0)
    assert {id_: [one.question.text for one in own] for id_, own in rest.phrasings.items()} == {
        id_: list(own[1:]) for id_, own in LAMPS.items()
    }
    assert rest.forms == {id_: own[1:] for id_, own in examples.forms.items()}
    assert fit(rest) == fitted(edition, {id_: own[1:] for id_, own in LAMPS.items()})


def test_an_entry_whose_phrasings_would_all_go_keeps_them(edition: Edition) -> None:
    examples = given(edition, LAMPS)
    assert without(examples, lambda id_, _: id_ == "red") == examples
