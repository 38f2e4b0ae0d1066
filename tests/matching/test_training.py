"""Phrasings become weights, the same every time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest
from handmade import query

from chatbot.knowledge import Edition
from chatbot.language import WEIGHT, Model
from chatbot.matching.lanes import number
from chatbot.matching.training import fit

LAMPS = {"red": ["where is the red lamp", "red lamp", "the red one"], "blue": ["where is the blue lamp", "blue lamp"]}


def fitted(edition: Edition, phrasings: Mapping[str, Sequence[str]]) -> Model:
    examples = {topic: [query(text, edition) for text in own] for topic, own in phrasings.items()}
    return fit(examples, {}, edition.lexicon.stop, frozenset())


def weights(model: Model, name: str) -> list[float]:
    if (lanes := model.common.get(name)) is not None:
        return [number(lanes, place) / WEIGHT for place in range(len(model.topics))]
    return [model.rare.get(name, {}).get(place, 0) / WEIGHT for place in range(len(model.topics))]


def test_a_word_speaks_for_the_topic_that_holds_it_and_against_its_rivals(edition: Edition) -> None:
    model = fitted(edition, LAMPS)
    assert model.topics == ("blue", "red")
    assert weights(model, "red")[1] > 0 >= weights(model, "red")[0]
    assert weights(model, "blue")[0] > 0 >= weights(model, "blue")[1]


def test_neither_the_order_of_topics_nor_chance_has_a_say(edition: Edition) -> None:
    assert fitted(edition, LAMPS) == fitted(edition, dict(reversed(LAMPS.items())))


def test_the_weights_of_a_small_fit_stay(edition: Edition) -> None:
    """A change of a margin, a step or an importance shows here; what it does to answers, in the question files."""
    red = ["where is the red lamp", "red lamp", "lamp"]
    model = fitted(edition, {"red": red, "blue": ["where is the blue lamp", "lamp that is blue, not red", "lamp"]})
    assert weights(model, "red") == [0.10027, 0.36856]
    assert weights(model, "lamp") == [0.41364, 0.44865]
    assert weights(model, "the") == [0.07271, 0.07738]
    assert model.typical == pytest.approx(0.5368424)


def test_light_words_and_pairs_are_less_important_than_words_as_rare(edition: Edition) -> None:
    found = fitted(edition, {"a": ["cake zub"], "b": ["the price"]}).importance
    assert found["the"] / found["zub"] == pytest.approx(0.4)
    assert found["cake zub"] / found["zub"] == pytest.approx(0.5)


@pytest.mark.parametrize(("topics", "common"), [(10, True), (11, False)])
def test_a_feature_that_one_topic_in_ten_holds_is_common(edition: Edition, topics: int, common: bool) -> None:
    model = fitted(edition, {f"t{n}": [f"zub{n}x lamp"] for n in range(topics)})
    assert ("zub0x" in model.common) is common
    assert ("zub0x" in model.rare) is not common
    assert "lamp" in model.common
