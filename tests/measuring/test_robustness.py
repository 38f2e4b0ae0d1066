"""Slips of the keys change no sure answer; the knowledge stands without any tenth of its phrasings."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from chatbot import ChatBot
from chatbot.channels.main import main
from chatbot.loading.loader import load, records
from chatbot.measuring.robustness import PARTS, Got, figures, leave_one_out, slips


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
    assert float(str(tried["typo"]["kept"])) >= 0.92


WORDS = "oak elm ash fir yew bay box fig gum hop ivy jute kelp lime mint nut oat pea rye sage".split()
APART = {3: "walnut zither", 13: "the walnut zither", 4: "quokka yurt", 15: "the quokka yurt"}
"""By their numbers, phrasings of words that stand in one other: of the same tenth, and of another."""
ASKED = [APART.get(number, f"what does tea cost {word}") for number, word in enumerate(WORDS)]
TOPICS = f"""
- id: tea.price
  phrasings: [{", ".join(ASKED)}]
  answer: Two coins.
  sources: [board]
- id: cake.kinds
  phrasings: [which cakes are there]
  answer: Sponge and plum.
  sources: [board]
"""


@pytest.fixture
def tenths(lean: Callable[..., Path]) -> Path:
    return lean(topics__all=TOPICS)


def left_out(made: Path) -> tuple[list[Got], list[int]]:
    """What asking each phrasing without its tenth finds, and the tenths in turn."""
    turns: list[int] = []

    def each(items: Iterable[int]) -> Iterator[int]:
        turns.extend(items)
        return iter(turns)

    return leave_one_out(load(made), "xx", records(made).raws[0].language.elsewhere, each), turns


def test_a_tenth_of_the_phrasings_is_left_out_at_a_time(tenths: Path) -> None:
    found, turns = left_out(tenths)
    assert turns == list(range(PARTS)) == list(range(10))
    assert Counter(got.own for got in found) == {"tea.price": len(WORDS) - 1}


def test_a_phrasing_is_asked_under_weights_that_its_tenth_had_no_part_in(tenths: Path) -> None:
    found, _ = left_out(tenths)
    numbers = [number for turn in range(PARTS) for number in range(1, len(WORDS)) if number % PARTS == turn]
    lost = [number for number, got in zip(numbers, found, strict=True) if got.topic != "tea.price"]
    assert lost == [3, 13]
    bot = ChatBot(load(tenths))
    assert [bot.ask(text).topic for text in ASKED] == ["tea.price"] * len(ASKED)


def test_fewer_phrasings_than_tenths_are_left_out_one_by_one(lean: Callable[..., Path]) -> None:
    few = TOPICS.replace(", ".join(ASKED), "what does tea cost, how much does tea cost, walnut zither")
    found, turns = left_out(lean(topics__all=few))
    assert turns == [0, 1, 2]
    assert [(got.own, got.topic) for got in found] == [("tea.price", "tea.price"), ("tea.price", None)]


def test_the_command_tells_the_figures_of_each(tenths: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["test", "--knowledge", str(tenths), "--leave-one-out", "--robustness", "--sample", "2", "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["leave-one-out"]["asked"] == len(WORDS) - 1
    assert data["leave-one-out"]["kept"] == round(1 - 2 / (len(WORDS) - 1), 4)
    assert {"typo", "case", "punctuation", "word order"} <= data.keys()
