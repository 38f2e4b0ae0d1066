"""Who is meant instead, and who is set beside whom."""

from __future__ import annotations

import pytest
from handmade import meant, ways
from handmade import spoken_of as spoken

from chatbot import ChatBot
from chatbot.coreference.spoken import corrected, paired, spoken_of
from chatbot.reading.focus import Focus, Lent

SENCHA = spoken("green")
AFTER_ASSAM = Lent(topic="tea.price", foci=(Focus(("green",), "tea", before=("black",)),))


@pytest.mark.parametrize(
    ("asked", "instead"),
    [
        ("no, I meant assam", "black"),
        ("I meant malt", "black"),
        ("sorry, wait, assam", "black"),
        ("not sencha, assam", "black"),
        ("not the sencha but assam", "black"),
        ("assam, not sencha", "black"),
        ("assam instead of sencha", "black"),
        ("assam", ""),
        ("no, not sencha", ""),
        ("I meant the price of assam", ""),
        ("I meant cake", ""),
    ],
)
def test_a_name_that_is_meant_instead_stands_alone(small: ChatBot, asked: str, instead: str) -> None:
    found = meant(small, asked, SENCHA, rule=corrected)
    assert [(one.query.terms(), *one.focus.entities) for one in found] == ([("{tea}", instead)] if instead else [])


def test_nobody_is_meant_instead_where_nothing_was_said(small: ChatBot) -> None:
    assert meant(small, "no, I meant assam", rule=corrected) == []


@pytest.mark.parametrize(
    ("asked", "lent", "pair"),
    [
        ("compare them", AFTER_ASSAM, "black+green"),
        ("which of the two costs more", AFTER_ASSAM, "black+green"),
        ("which is cheapest", AFTER_ASSAM, ""),
        ("which costs more", AFTER_ASSAM, "black+green"),
        ("who sold it before her", AFTER_ASSAM, ""),
        ("which tea costs more", AFTER_ASSAM, ""),
        ("which tea of the two costs more", AFTER_ASSAM, "black+green"),
        ("compare them", SENCHA, ""),
        ("is it more than assam", SENCHA, "green+black"),
        ("is it more than sencha", SENCHA, ""),
        ("how much is assam", SENCHA, ""),
        ("compare assam and sencha", AFTER_ASSAM, ""),
    ],
)
def test_what_compares_is_asked_of_the_one_spoken_of_beside_the_one_before_or_the_one_named(
    small: ChatBot, asked: str, lent: Lent, pair: str
) -> None:
    assert [who for _, who in ways(meant(small, asked, lent, rule=paired))] == ([pair] if pair else [])


def test_those_in_focus_are_meant_the_last_spoken_of_first(small: ChatBot) -> None:
    lent = Lent(foci=(Focus(("green",), "tea"), Focus(("black",), "tea")))
    assert ways(meant(small, "what does it cost", lent, rule=spoken_of)) == [("lent", "green"), ("lent", "black")]
