"""The question files, all of them read and asked; their bars stand beside them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from bars import Bar, bars
from paths import QUESTIONS
from pinned import REPLIES, replies, reply_digests

from chatbot import ChatBot
from chatbot.loading.lexicons import words
from chatbot.measuring.evaluate import Report, read_cases, summary

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


@pytest.mark.parametrize("bar", bars(), ids=lambda bar: bar.files[0])
def test_what_came_of_the_files_of_a_row_meets_its_bar(asked: dict[str, Report], bar: Bar) -> None:
    report = bar.of(asked)
    assert bar.met(report), summary(report, ", ".join(bar.files))


@pytest.mark.parametrize("bar", bars(), ids=lambda bar: bar.files[0])
def test_a_bar_stands_close_to_what_came_of_its_files(asked: dict[str, Report], bar: Bar) -> None:
    """One that is passed easily notices nothing: raise it."""
    report = bar.of(asked)
    assert report.passed - bar.passed <= 0.03
    assert bar.wrong - report.wrong <= 0.02
    assert bar.hedged_wrong - report.hedged_wrong <= 0.02
    assert not bar._replace(passed=report.passed + 0.001).met(report)
    assert not bar._replace(wrong=report.wrong - 0.001).met(report)
    assert not bar._replace(hedged_wrong=report.hedged_wrong - 0.001).met(report)


def test_each_question_file_is_held_to_one_bar(asked: dict[str, Report]) -> None:
    rows = [{case.partition(":")[0] for case in bar.of(asked).cases} for bar in bars()]
    assert sorted(name for row in rows for name in row) == sorted(asked)


def test_no_reply_to_a_question_file_changes_unseen(asked: dict[str, Report]) -> None:
    """`python tests/pinned.py replies OUT` before and after shows which; `make golden` accepts them."""
    assert reply_digests(replies(asked)) == json.loads(REPLIES.read_text("utf-8"))


def test_most_turns_of_dialogues_are_answered_as_they_should_be(asked: dict[str, Report]) -> None:
    judged = asked["dialogues"].judged
    assert len(judged) >= 200
    assert sum(not one.fault for one in judged) / len(judged) >= 0.88


WITHIN = re.compile(r"mentions (“[^”]+”(?:, “[^”]+”)*)|hold nothing on (“[^”]+”(?:, “[^”]+”)*)")
"""What a reply says that nothing here holds."""


def test_what_is_said_to_be_mentioned_nowhere_is_mentioned_nowhere(bot: ChatBot, asked: dict[str, Report]) -> None:
    edition = bot.knowledge.edition("en")
    texts = [text for t in edition.topics.values() for text in (*t.phrasings, t.answer, t.more)]
    held = {word for text in texts for word in words(text)}
    answers = [one.reply.text for report in asked.values() for one in report.judged]
    found = [match for text in answers if (match := WITHIN.search(text))]
    said = [word for match in found for word in re.findall("“([^”]+)”", match[0])]
    assert len(said) > 50
    assert [word for word in said if set(words(word)) <= held] == []
