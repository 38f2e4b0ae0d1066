"""The explanation is the deciding values: evidence adds up, and the counterfactual can be replayed."""

from __future__ import annotations

import pytest

from chatbot import ChatBot
from chatbot.channels.explain import explain, flip

QUESTIONS = [
    "who funds the clusters",
    "who funds trombones",
    "what does the protien cluster do",
    "which one deals with fishing boats",
    "is ocean water salty",
    "compare DIGITAL and Scale AI",
    "how do universities take part",
]


@pytest.mark.parametrize("question", QUESTIONS)
def test_evidence_adds_up_to_each_score(bot: ChatBot, question: str) -> None:
    trace = bot.ask(question).trace
    assert trace is not None
    for verdict in explain(trace, bot.knowledge.edition("en"))["verdicts"]:
        for candidate in verdict["candidates"]:
            assert sum(item["amount"] for item in candidate["evidence"]) == pytest.approx(candidate["score"], abs=1e-9)


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_counterfactual_flips_the_verdict_when_replayed(bot: ChatBot, question: str) -> None:
    before = bot.ask(question)
    assert before.trace is not None
    found = flip(before.trace, bot.knowledge.edition("en"))
    assert found is not None
    after = bot.ask(found.question)
    assert (after.status, after.topic) != (before.status, before.topic)
    assert after.topic == found.topic or found.outcome != "answer"


def test_the_word_that_stopped_a_question_is_what_would_flip_it(bot: ChatBot) -> None:
    trace = bot.ask("who funds trombones").trace
    assert trace is not None
    found = flip(trace, bot.knowledge.edition("en"))
    assert found is not None
    assert list(found.without) == ["trombones"]


def test_words_read_differently_and_names_are_listed(bot: ChatBot) -> None:
    trace = bot.ask("what does the protien cluster do").trace
    assert trace is not None
    data = explain(trace, bot.knowledge.edition("en"))
    assert {"typed": "protien", "as": "protein"}.items() <= data["read"][3].items()
    assert data["verdicts"][0]["mentions"][0]["entities"] == ["protein"]
