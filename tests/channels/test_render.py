"""A reply becomes lines, plain or wrapped."""

from __future__ import annotations

import pytest

from chatbot import ChatBot
from chatbot.channels.chat import Conversation
from chatbot.channels.render import Style


def said(conversation: Conversation, *lines: str) -> str:
    return "\n".join("\n".join(conversation.turn(line)) for line in lines)


def test_plain_lines_have_words_and_no_boxes(bot: ChatBot) -> None:
    text = said(Conversation(bot, Style(plain=True)), "compare DIGITAL and ocean")
    assert text.startswith("Answer:")
    assert "Source 1:" in text
    assert "[1]" not in text


@pytest.mark.parametrize("width", [40, 80])
def test_no_line_of_an_answer_is_wider_than_the_terminal(bot: ChatBot, width: int) -> None:
    for line in said(Conversation(bot, Style(width=width)), "what does the ocean cluster do").split("\n"):
        assert len(line) <= width or "https://" in line
