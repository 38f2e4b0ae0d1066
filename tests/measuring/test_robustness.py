"""Slips of the keys change no sure answer; the knowledge stands without any one phrasing."""

from __future__ import annotations

import pytest

from chatbot import ChatBot
from chatbot.measuring.robustness import figures, slips


@pytest.fixture(scope="module")
def tried(bot: ChatBot) -> dict[str, dict[str, object]]:
    return {kind: figures(kept) for kind, kept in slips(bot.knowledge, "en", sample=12).items()}


def test_every_kind_of_slip_is_tried(tried: dict[str, dict[str, object]]) -> None:
    assert set(tried) == {"typo", "case", "accent", "punctuation", "word order"}


@pytest.mark.parametrize("kind", ["case", "accent", "punctuation"])
def test_case_accents_and_punctuation_change_no_answer(tried: dict[str, dict[str, object]], kind: str) -> None:
    assert tried[kind]["kept"] == 1.0


def test_hardly_a_typo_gets_a_different_sure_answer(tried: dict[str, dict[str, object]]) -> None:
    assert float(str(tried["typo"]["different and sure"])) <= 0.005
    assert float(str(tried["typo"]["kept"])) >= 0.95
