"""What a message asks in its conversation."""

from __future__ import annotations

import pytest
from handmade import judging, spoken_of

from chatbot import ChatBot, Option, Reply
from chatbot.dialogue.context import Context
from chatbot.dialogue.resolve import Asked, resolve
from chatbot.knowledge import Edition
from chatbot.reading.detect import hear

OPEN = Context(options=(Option("cake.price", "Cake"),), lent=spoken_of("green"), entities=("green",))


def resolved(bot: ChatBot, message: str, context: Context = OPEN) -> Asked:
    return resolve(hear(message, bot.knowledge, None), context)


def test_an_option_is_picked_before_the_message_is_understood(small: ChatBot) -> None:
    asked = resolved(small, "1")
    assert (asked.option, asked.followed) == ("cake.price", None)
    followed = resolved(small, "what does it cost").followed
    assert followed
    assert followed.trace.carried == ("entity: green",)


def test_a_number_picks_an_option_and_an_ordinal_a_member_of_the_list_that_was_told(small: ChatBot) -> None:
    both = Option("tea.price@green+black", "How much is each tea?")
    offered = OPEN._replace(options=(*OPEN.options, both))
    assert resolved(small, "2", offered).option == both.id
    assert resolved(small, "the second", offered).option == both.id
    listed = offered._replace(lent=OPEN.lent._replace(listed=("green", "black")))
    assert resolved(small, "2", listed).option == both.id
    assert resolved(small, "the second", listed._replace(age=1)).option == both.id
    followed = resolved(small, "the second", listed).followed
    assert followed
    assert followed.trace.carried == ("meant: black",)


@pytest.mark.parametrize("message", ["", "?!", "x" * 2_001])
def test_what_is_refused_is_not_followed_and_leaves_no_trace(small: ChatBot, message: str) -> None:
    asked = resolved(small, message)
    assert (asked.option, asked.followed) == (None, None)
    assert asked.after(small.ask(message)) == OPEN


def test_what_is_gone_from_the_knowledge_is_gone_from_the_context(small: ChatBot) -> None:
    gone = Context(options=(Option("gone", "Gone"),), lent=spoken_of("gone", topic="gone"), entities=("gone",))
    assert resolved(small, "1", gone).context == Context()
    assert resolved(small, "1", gone).option is None


# The subject that is lent


def talk(bot: ChatBot, *turns: str) -> Reply:
    session = bot.session()
    return [session.ask(turn) for turn in turns][-1]


@pytest.mark.parametrize(
    ("turns", "topic", "entities", "carried"),
    [
        (("how much is sencha", "what does it cost"), "tea.price", ("green",), "entity: green"),
        (("how much is sencha", "its price"), "tea.price", ("green",), "entity: green"),
        (("how much is sencha", "how much is it?"), "tea.price", ("green",), "entity: green"),
        (("how much is sencha", "no, I meant assam"), "tea.price", ("black",), "meant: black"),
        (("how much is sencha", "no, not sencha, assam"), "tea.price", ("black",), "meant: black"),
        (("which teas are there", "how much is the second"), "tea.price", ("black",), "meant: black"),
        (("how much is assam and sencha", "the second?"), "tea.price", ("green",), "meant: green"),
        (("how much is sencha", "how tall is Everest", "its price"), "tea.price", ("green",), "entity: green"),
    ],
)
def test_the_last_subject_is_lent(
    small: ChatBot, turns: tuple[str, ...], topic: str, entities: tuple[str, ...], carried: str
) -> None:
    reply = talk(small, *turns)
    assert (reply.topic, reply.entities) == (topic, entities)
    assert reply.trace
    assert reply.trace.carried == (carried,)


@pytest.mark.parametrize(
    "turns", [("and assam?",), ("assam",), ("what about assam",), ("how tall is Everest", "assam")]
)
def test_another_name_alone_is_asked_what_was_asked_last(small: ChatBot, turns: tuple[str, ...]) -> None:
    reply = talk(small, "how much is sencha", *turns)
    assert (reply.topic, reply.entities) == ("tea.price", ("black",))


@pytest.mark.parametrize("question", ["how much is cake", "how much is assam", "which teas are there", "hello", "zub"])
def test_a_question_that_stands_alone_borrows_nothing(small: ChatBot, question: str) -> None:
    after, alone = talk(small, "how much is sencha", question), small.ask(question)
    assert (after.text, after.topic, after.entities) == (alone.text, alone.topic, alone.entities)
    assert not after.trace or not after.trace.carried


def test_an_explicit_name_beats_the_subject_spoken_of_however_much_that_weighs(
    small: ChatBot, edition: Edition
) -> None:
    some = judging(edition, {"evidence": 9.0, "subject lent": 99.0})
    bot = ChatBot(small.knowledge._replace(editions={"en": some}))
    for asked, who in (("how much is assam and what does it cost", "black"), ("what does it cost", "green")):
        followed = resolved(bot, asked, Context(lent=spoken_of("green"))).followed
        assert followed
        [verdict] = followed.understood.verdicts
        assert verdict.chosen
        assert (verdict.chosen.topic, verdict.chosen.entities) == ("tea.price", (who,))


def test_a_reply_knows_what_was_lent_to_it(small: ChatBot) -> None:
    followed = resolved(small, "price").followed
    assert followed
    assert followed.trace.lent == OPEN.lent
