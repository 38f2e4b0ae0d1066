"""The question files, all of them read; their bars stand in the Makefile."""

from __future__ import annotations

from pathlib import Path

import pytest
from paths import QUESTIONS

from chatbot import ChatBot
from chatbot.measuring.evaluate import read_cases, run

FILES = sorted(QUESTIONS.glob("*.jsonl"))


def test_there_are_question_files() -> None:
    assert len(FILES) >= 2


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_a_question_file_reads_and_its_ids_are_unique(path: Path) -> None:
    cases = read_cases(path)
    assert len({case.id for case in cases}) == len(cases)
    assert len(cases) > 5 or path.stem == "dialogues-known-failures"  # what is mended leaves it


def test_no_question_of_a_file_is_a_phrasing(bot: ChatBot) -> None:
    phrasings = {
        p.lower().strip("?. \u00a0")
        for edition in bot.knowledge.editions.values()
        for t in edition.topics.values()
        if not t.talk
        for p in t.phrasings
    }
    asked = [turn.ask.lower().strip("?. \u00a0") for path in FILES for case in read_cases(path) for turn in case.turns]
    same = [q for q in asked if q in phrasings]
    assert len(same) <= len(asked) * 0.1, same


def test_out_of_scope_questions_are_declined(bot: ChatBot) -> None:
    path = next(p for p in FILES if p.stem == "out-of-scope")
    assert run(bot, read_cases(path)).wrong <= 0.05


def test_every_dialogue_passes(bot: ChatBot) -> None:
    cases = read_cases(QUESTIONS / "dialogues.jsonl")
    assert len(cases) >= 60
    assert {j.case.id: j.fault for j in run(bot, cases).failed.values()} == {}


def test_a_known_failure_that_is_mended_is_moved(bot: ChatBot) -> None:
    cases = read_cases(QUESTIONS / "dialogues-known-failures.jsonl")
    assert set(run(bot, cases).failed) == {case.id for case in cases}
