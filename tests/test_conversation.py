"""What a conversation lends to the next question, and what it does not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from chatbot import ChatBot, Reply, Status
from chatbot.dialogue.context import EXPIRES
from chatbot.measuring.evaluate import read_cases, run

QUESTIONS = Path(__file__).parent / "questions"


def talk(bot: ChatBot, *turns: str) -> Reply:
    session = bot.session()
    return [session.ask(turn) for turn in turns][-1]


def test_every_dialogue_passes(bot: ChatBot) -> None:
    cases = read_cases(QUESTIONS / "dialogues.jsonl")
    assert len(cases) >= 60
    assert {j.case.id: j.fault for j in run(bot, cases).failed.values()} == {}


def test_a_known_failure_that_is_mended_is_moved(bot: ChatBot) -> None:
    cases = read_cases(QUESTIONS / "dialogues-known-failures.jsonl")
    assert set(run(bot, cases).failed) == {case.id for case in cases}


@pytest.mark.parametrize(
    ("turns", "topic", "entities"),
    [
        (("what does DIGITAL do", "who funds it"), "cluster.funder", ("digital",)),
        (("which sectors does DIGITAL cover", "and Scale AI?"), "cluster.sectors", ("scale-ai",)),
        (("which sectors does DIGITAL cover", "no, I meant the ocean one"), "cluster.sectors", ("ocean",)),
        (("what are the clusters called", "explain the third"), "cluster.about", ("manufacturing",)),
        (("list the aims", "and the last one?"), "aims.about", ("catalyst-for-skills",)),
        (("what is the second aim", "and the fourth?"), "aims.about", ("catalyst-for-skills",)),
        (("compare ocean and protein", "tell me about the second"), "cluster.about", ("protein",)),
        (("what does NGen do", "in which sectors?"), "cluster.sectors", ("manufacturing",)),
        (("what does NGen do", "thanks", "which sectors does it cover"), "cluster.sectors", ("manufacturing",)),
        (("what does NGen do", "how tall is Everest", "and DIGITAL?"), "cluster.about", ("digital",)),
        (("tell me about DIGITAL", "and the next one?"), "cluster.about", ("protein",)),
        (("where is NGen based", "and who's the CEO"), "cluster.leader", ("manufacturing",)),
        (("where is Ocean based", "no, not ocean, protein"), "cluster.seat", ("protein",)),
        (("who can join a cluster", "how?"), "joining.how", ()),
        (("who leads NGen", "since when?"), "cluster.leader", ("manufacturing",)),
    ],
)
def test_the_last_subject_is_lent(bot: ChatBot, turns: tuple[str, ...], topic: str, entities: tuple[str, ...]) -> None:
    reply = talk(bot, *turns)
    assert (reply.topic, reply.entities) == (topic, entities)
    assert reply.trace is not None
    assert reply.trace.carried or topic == "cluster.about"


@pytest.mark.parametrize(
    "question",
    [
        "who funds the clusters",
        "who funds the program",
        "what does Scale AI do",
        "how many clusters are there",
        "is ocean water salty",
        "slogan?",
    ],
)
def test_a_question_that_stands_alone_borrows_nothing(bot: ChatBot, question: str) -> None:
    after = talk(bot, "which sectors does DIGITAL cover", question)
    alone = bot.ask(question)
    assert (after.text, after.topic, after.entities) == (alone.text, alone.topic, alone.entities)
    assert after.trace is not None
    assert after.trace.carried == ()


def test_borrowing_expires(bot: ChatBot) -> None:
    turns = ["what does DIGITAL do", *["hello"] * (EXPIRES + 1), "which sectors does it cover"]
    assert talk(bot, *turns).entities != ("digital",)
    turns = ["what does DIGITAL do", *["hello"] * (EXPIRES - 1), "which sectors does it cover"]
    assert talk(bot, *turns).entities == ("digital",)


def test_more_repeat_shorter_and_why_go_back_to_the_last_answer(bot: ChatBot) -> None:
    first = talk(bot, "what are the global innovation clusters")
    assert "magnets" in talk(bot, "what are the global innovation clusters", "tell me more").text
    assert talk(bot, "what are the global innovation clusters", "repeat that").text == first.text
    assert len(talk(bot, "who funds the clusters", "shorter please").text) <= len(first.text)
    assert "Canadian Innovation Space" in talk(bot, "who funds the clusters", "why?").text
    assert talk(bot, "tell me more").sources == ()


def test_a_state_survives_json_and_malformed_states_are_forgiven(bot: ChatBot) -> None:
    session = bot.session()
    session.ask("what does DIGITAL do")
    again = bot.session(json.loads(json.dumps(session.state())))
    assert again.ask("who funds it").entities == ("digital",)
    for state in ({"topic": "gone"}, {"topic": 3, "entities": "x", "age": "y", "options": [3]}, {"listed": ["nobody"]}):
        assert bot.session(state).ask("who funds the clusters").status is Status.ANSWERED


def test_sessions_never_mix(bot: ChatBot) -> None:
    one, two = bot.session(), bot.session()
    one.ask("what does DIGITAL do")
    two.ask("what does NGen do")
    assert one.ask("who funds it").entities == ("digital",)
    assert two.ask("who funds it").entities == ("manufacturing",)


def test_a_date_that_is_asked_of_something_is_not_sought_in_the_last_answer(bot: ChatBot) -> None:
    assert talk(bot, "what is the program called in French", "and when does it end").topic == "history.end"


def test_small_talk_in_pieces_gets_the_last_one(bot: ChatBot) -> None:
    assert bot.ask("thanks a lot, good night").topic == "talk.bye"
    assert bot.ask("how?").topic == "talk.unclear"


def test_a_sentence_that_asks_without_saying_of_what_leans_on_the_one_before(bot: ChatBot) -> None:
    assert bot.ask("They have a slogan for the program. What is it?").topic == "program.tagline"
    assert bot.ask("People talk of additive manufacturing. What is it?").topic == "glossary.additive"


def test_what_a_message_describes_is_matched_when_a_cluster_is_asked_for(bot: ChatBot) -> None:
    reply = bot.ask("Our welding shop wants robots on the assembly line. Find me the right cluster.")
    assert (reply.topic, "Advanced Manufacturing Cluster" in reply.text) == ("cluster.fit", True)
