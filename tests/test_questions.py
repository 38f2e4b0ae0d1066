"""The question files, all of them read; their bars stand in the Makefile."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from paths import QUESTIONS

from chatbot import ChatBot
from chatbot.loading.lexicons import words
from chatbot.measuring.evaluate import read_cases, run

FILES = sorted(QUESTIONS.glob("*.jsonl"))


def test_there_are_question_files() -> None:
    assert len(FILES) >= 2


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_a_question_file_reads_and_its_ids_are_unique(path: Path) -> None:
    cases = read_cases(path)
    assert len({case.id for case in cases}) == len(cases)
    assert len(cases) > 5


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


def test_most_turns_of_dialogues_are_answered_as_they_should_be(bot: ChatBot) -> None:
    cases = read_cases(QUESTIONS / "dialogues.jsonl")
    assert len(cases) >= 60
    judged = run(bot, cases).judged
    assert sum(not one.fault for one in judged) / len(judged) >= 0.88


WITHIN = re.compile(r"mentions (“[^”]+”(?:, “[^”]+”)*)|hold nothing on (“[^”]+”(?:, “[^”]+”)*)")
"""What a reply says that nothing here holds."""


def test_what_is_said_to_be_mentioned_nowhere_is_mentioned_nowhere(bot: ChatBot, replied: dict[str, list[str]]) -> None:
    edition = bot.knowledge.edition("en")
    texts = [text for t in edition.topics.values() for text in (*t.phrasings, t.answer, t.more)]
    held = {word for text in texts for word in words(text)}
    answers = [json.loads(line.rpartition("\t")[2])[0] for lines in replied.values() for line in lines]
    found = [match for text in answers if (match := WITHIN.search(text))]
    said = [word for match in found for word in re.findall("“([^”]+)”", match[0])]
    assert len(said) > 50
    assert [word for word in said if set(words(word)) <= held] == []
