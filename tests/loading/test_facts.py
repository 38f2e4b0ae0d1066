"""Facts are written as a language writes them, and admit what they must."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from handwritten import ENTITIES, FACTS, TOPIC

from chatbot import KnowledgeError
from chatbot.loading.facts import Formats, formats
from chatbot.loading.loader import load, records


def made(lean: Callable[..., Path], answer: str = "In {shop.sales.as-of} {shop} sold {shop.sales}.") -> Path:
    return lean(facts=FACTS, en__entities=ENTITIES, en__topics__shops=TOPIC % answer)


@pytest.fixture(scope="module")
def spoken() -> Formats:
    """How English writes values."""
    [english] = [raw for raw in records()[2] if raw.language == "en"]
    assert english.rules is not None
    return formats(english.rules)


@pytest.mark.parametrize(
    ("kind", "value", "said"),
    [
        ("money", "500", "$500"),
        ("money", "150000", "$150,000"),
        ("money", "1290000", "$1.29 million"),
        ("money", "2370000000", "$2.37 billion"),
        ("count", "10300", "10,300"),
        ("percent", "12.75", "12.75%"),
        ("range", "6..10", "6 to 10"),
        ("date", "2018-11-27", "27 November 2018"),
        ("date", "2018-11", "November 2018"),
        ("date", "2018", "2018"),
        ("text", "Sue Paish", "Sue Paish"),
    ],
)
def test_a_value_is_said_as_the_language_writes_it(spoken: Formats, kind: str, value: str, said: str) -> None:
    assert spoken.say(kind, value) == said


def codes(folder: Path) -> list[str]:
    with pytest.raises(KnowledgeError) as error:
        load(folder)
    return [f"{p.file} {p.code}" for p in error.value.problems]


def test_a_figure_that_goes_stale_is_not_given_without_its_date(lean: Callable[..., Path]) -> None:
    assert codes(made(lean, "{shop} sold {shop.sales}.")) == ["en/topics/shops.yaml no-as-of"]


def test_an_answer_needs_a_fact_or_a_gap_for_every_member(lean: Callable[..., Path]) -> None:
    assert codes(made(lean, "{shop} employs {shop.staff}.")) == ["en/topics/shops.yaml no-fact"]


def test_a_gap_needs_a_name_in_words(lean: Callable[..., Path]) -> None:
    path = made(lean)
    topics = path / "en/topics/shops.yaml"
    topics.write_text(topics.read_text("utf-8").replace("  missing: its sales\n", ""), "utf-8")
    assert codes(path) == ["en/topics/shops.yaml no-missing"]


def test_one_side_of_a_dispute_is_not_given_alone_and_a_doubt_not_without_its_caveat(lean: Callable[..., Path]) -> None:
    facts = """
facts:
  - {of: corner, attribute: sales, kind: count, value: "9", sources: [board], confidence: medium, caveat: rumour}
  - {of: market, attribute: sales, kind: count, value: "7", sources: [board], confidence: high, disputed: corner.sales}
"""
    path = made(lean, "{shop} sold {shop.sales}.")
    (path / "facts.yaml").write_text(facts, "utf-8")
    assert codes(path) == ["en/topics/shops.yaml disputed", "facts.yaml no-message"]


def test_a_text_that_a_language_does_not_word_is_missed(lean: Callable[..., Path]) -> None:
    facts = "facts:\n  - {of: corner, attribute: sales, kind: text, sources: [board], confidence: high}\n"
    path = made(lean, "{shop} is a shop.")
    (path / "facts.yaml").write_text(facts, "utf-8")
    assert "facts.yaml not-said" in codes(path)
