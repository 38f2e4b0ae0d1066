"""The chat, typed through a pipe and in a real terminal."""

from __future__ import annotations

import sys
from pathlib import Path

import pexpect
import pytest
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from chatbot import ChatBot
from chatbot.render import Style
from chatbot.terminal import Screen, chat

ROOT = Path(__file__).parent.parent


def test_a_chat_answers_and_ends_with_ctrl_d(bot: ChatBot) -> None:
    with create_pipe_input() as keys:
        keys.send_text("who funds it\rwhat does the cluster do\r2\r\x04")
        assert chat(bot, Screen(Style(), lambda: 80, keys, DummyOutput())) == 0


def test_ctrl_c_clears_the_line_and_goes_on(bot: ChatBot) -> None:
    with create_pipe_input() as keys:
        keys.send_text("half a lin\x03\x04")
        assert chat(bot, Screen(Style(), lambda: 80, keys, DummyOutput())) == 0


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminal")
def test_a_real_terminal_shows_welcome_answers_and_farewell() -> None:
    child = pexpect.spawn(
        sys.executable, ["-m", "chatbot"], cwd=str(ROOT), encoding="utf-8", timeout=30, dimensions=(30, 80)
    )
    child.expect("curated knowledge base")
    child.sendline("what does the cluster do?")
    child.expect("Which cluster do you mean")
    child.sendline("the ocean one")
    child.expect("ocean economy")
    child.expect_exact("\x1b[?25h")
    child.sendcontrol("d")
    child.expect("Goodbye")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
