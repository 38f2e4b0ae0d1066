"""What a message asks in its conversation."""

from __future__ import annotations

import pytest

from chatbot import ChatBot, Option
from chatbot.dialogue.context import Context
from chatbot.dialogue.resolve import Asked, resolve
from chatbot.reading.detect import hear

OPEN = Context(options=(Option("cake.price", "Cake"),), topic="tea.price", entities=("green",))


def resolved(bot: ChatBot, message: str, context: Context = OPEN) -> Asked:
    return resolve(hear(message, bot.knowledge, None), context)


def test_an_option_is_picked_before_the_message_is_understood(small: ChatBot) -> None:
    asked = resolved(small, "1")
    assert (asked.option, asked.followed) == ("cake.price", None)
    followed = resolved(small, "what does it cost").followed
    assert followed
    assert followed.carried == ("entity: green",)


def test_a_number_picks_an_option_before_it_counts_what_was_listed(small: ChatBot) -> None:
    both = Option("tea.price@green+black", "How much is each tea?")
    listed = OPEN._replace(options=(*OPEN.options, both), listed=("green", "black"))
    assert resolved(small, "the second", listed).option == both.id
    followed = resolved(small, "the second", listed._replace(options=())).followed
    assert followed
    assert followed.carried == ("meant: black",)


@pytest.mark.parametrize("message", ["", "?!", "x" * 2_001])
def test_what_is_refused_is_not_followed_and_leaves_no_trace(small: ChatBot, message: str) -> None:
    asked = resolved(small, message)
    assert (asked.option, asked.followed) == (None, None)
    assert asked.after(small.ask(message)) == OPEN


def test_what_is_gone_from_the_knowledge_is_gone_from_the_context(small: ChatBot) -> None:
    gone = Context(options=(Option("gone", "Gone"),), topic="gone", entities=("gone",))
    assert resolved(small, "1", gone).context == Context()
    assert resolved(small, "1", gone).option is None
