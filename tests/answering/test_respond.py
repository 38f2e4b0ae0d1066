"""An understanding becomes a reply: what is said, what it rests on, and what can be asked next."""

from __future__ import annotations

from typing import Any

import pytest
from handmade import candidate, query

from chatbot import ChatBot, Level, Reply, Status
from chatbot.answering.respond import Speaker
from chatbot.dialogue.context import Context
from chatbot.dialogue.following import Followed
from chatbot.matching.decision import Outcome, Verdict
from chatbot.matching.ranker import Candidate
from chatbot.matching.understanding import Understanding

LAST = Context(topic="cake.price", text="Cake costs. A lot.", language="en")
SAID = {"missed": "Not {words}.", "no-match": "No idea.", "no-such-fact": "{entity}, but no {words}.", "none": "None"}
SAID |= {"read-as": "{typed} is {meant}", "too-long": "Over {limit}.", "unknown-word": "No {words}."}
SAID |= {"which": "Which {kind}?", "which-question": "Which?", "why-source": "From {source}."}


@pytest.fixture(scope="module")
def house(small: ChatBot) -> ChatBot:
    """The tea house with sentences of its own, and small talk that goes back to the last answer."""
    edition = small.knowledge.edition("en")
    hello = edition.topics["talk.hello"]
    back = {role: hello._replace(id=role, role=role) for role in ("more", "repeat", "shorter", "why")}
    starters = ("house.hours", "tea.kinds", "tea.price", "cake.price")
    own = edition._replace(messages=SAID, topics={**edition.topics, **back}, starters=starters)
    return ChatBot(small.knowledge._replace(editions={"en": own}))


def replied(bot: ChatBot, asked: str, outcome: Outcome, *candidates: Candidate, **more: Any) -> Reply:
    """The reply to a verdict made by hand."""
    edition = bot.knowledge.edition("en")
    values: dict[str, Any] = {
        "limit": "answer",
        "threshold": 0.65,
        "measured": 0.7,
        "chosen": (*candidates, None)[0],
    } | more
    verdict = Verdict(query=query(asked, edition), candidates=candidates, outcome=outcome, **values)
    understood = Understanding(whole=verdict, verdicts=(verdict,), missed=(), mentions=verdict.query.mentions)
    return Speaker(bot.knowledge, edition, heard=edition).reply(Followed(understood), LAST)


@pytest.mark.parametrize(("score", "level"), [(0.799, Level.LIKELY), (0.801, Level.SURE)])
def test_an_answer_is_called_sure_from_a_limit_on(house: ChatBot, score: float, level: Level) -> None:
    reply = replied(house, "cake", Outcome.ANSWER, candidate(score=score))
    assert (reply.status, reply.level, reply.confidence) == (Status.ANSWERED, level, score)
    assert [source.id for source in reply.sources] == ["board"]


@pytest.mark.parametrize(("score", "near"), [(0.299, False), (0.301, True)])
def test_what_comes_near_is_offered_before_what_is_always_offered(house: ChatBot, score: float, near: bool) -> None:
    reply = replied(house, "zub", Outcome.DECLINE, candidate(score=score), chosen=None)
    assert (reply.suggestions[0] == "How much is cake?") is near
    assert len(reply.suggestions) == 3


@pytest.mark.parametrize(
    ("asked", "reason", "text", "entities"),
    [
        ("zub zab zob", "unknown-word", "No zub, zab.", ()),
        ("sencha house", "no-such-fact", "Green tea, but no house.", ("green",)),
        ("coins nine", "no-match", "No idea.", ()),
    ],
)
def test_what_is_not_answered_names_what_stopped_it(
    house: ChatBot, asked: str, reason: str, text: str, entities: tuple[str, ...]
) -> None:
    reply = replied(house, asked, Outcome.DECLINE, chosen=None)
    assert (reply.status, reply.reason, reply.text, reply.entities) == (Status.UNKNOWN, reason, text, entities)


def test_who_or_what_is_meant_is_asked_back(house: ChatBot) -> None:
    reply = replied(house, "price", Outcome.CLARIFY, candidate("tea.price", missing="tea"), limit="slot")
    assert (reply.status, reply.reason) == (Status.CLARIFY, "ambiguous")
    assert reply.text == "Which tea?\n1. Green tea\n2. Black tea\n3. None"
    close = (candidate("tea.price", entities=("black",)), candidate())
    reply = replied(house, "price", Outcome.CLARIFY, *close, limit="close", rivals=close)
    assert [option.id for option in reply.options] == ["tea.price@black", "cake.price", "none"]
    assert [option.label for option in reply.options] == ["How much is black tea?", "How much is cake?", "None"]


@pytest.mark.parametrize(("id_", "sure"), [("cake.price", True), ("tea.price@black", True), ("none", False)])
def test_an_option_that_is_picked_is_answered_and_sure(house: ChatBot, id_: str, sure: bool) -> None:
    edition = house.knowledge.edition("en")
    reply = Speaker(house.knowledge, edition, heard=edition).pick(id_, query("1", edition).question)
    assert "@".join((reply.topic or "none", *reply.entities)) == id_
    assert (reply.level is Level.SURE, reply.status is Status.ANSWERED) == (sure, sure)


@pytest.mark.parametrize(
    ("role", "text"),
    [
        ("more", "It is baked each morning."),
        ("repeat", "Cake costs. A lot."),
        ("shorter", "Cake costs."),
        ("why", "From The board."),
    ],
)
def test_small_talk_may_go_back_to_the_last_answer(house: ChatBot, role: str, text: str) -> None:
    reply = replied(house, "again", Outcome.ANSWER, candidate(role, talk=True))
    assert (reply.text, reply.topic, reply.level) == (text, "cake.price", Level.SURE)
