"""The chat typed through a pipe, and in a real terminal."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pexpect
import pytest
from paths import ROOT
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from chatbot import ChatBot
from chatbot.channels.chat import Conversation
from chatbot.channels.render import Style
from chatbot.channels.terminal import Screen, chat, completer
from chatbot.storing.history import SWITCH, HistoryFile

pytestmark = pytest.mark.usefixtures("bot")  # which keeps the stored form that each start reads


@pytest.mark.parametrize(
    ("line", "offered"),
    [("funds clusters", "Who funds the Global Innovation Clusters?"), ("/wy", "/why"), ("ocn clus", "Ocean Cluster")],
)
def test_completion_is_fuzzy_over_the_whole_line(bot: ChatBot, line: str, offered: str) -> None:
    found = completer(bot.knowledge.edition("en")).get_completions(Document(line), CompleteEvent())
    assert offered in {completion.text for completion in found}


def typed(bot: ChatBot, keys: str, history: HistoryFile | None = None) -> Conversation:
    conversation = Conversation(bot, Style())
    with create_pipe_input() as pipe:
        pipe.send_text(keys)
        assert chat(conversation, Screen(lambda: 80, pipe, DummyOutput()), history) == 0
    return conversation


def test_a_chat_answers_and_ends_with_ctrl_d(bot: ChatBot) -> None:
    conversation = typed(bot, "what does the cluster do\r2\r\x04")
    assert conversation.subject() == "Protein Industries Cluster"


def test_ctrl_c_clears_the_line_and_goes_on(bot: ChatBot) -> None:
    conversation = typed(bot, "what does the oc\x03what does DIGITAL do\r\x04")
    assert conversation.subject() == "DIGITAL"


def test_an_arrow_chooses_what_was_offered(bot: ChatBot) -> None:
    conversation = typed(bot, "what does the cluster do\r\x1b[B\x1b[B\r\x04")
    assert conversation.subject() == "Protein Industries Cluster"


def test_pasted_lines_become_one_question(bot: ChatBot) -> None:
    conversation = typed(bot, "\x1b[200~what does\nDIGITAL\ndo\x1b[201~\r\x04")
    assert conversation.subject() == "DIGITAL"


def test_history_off_keeps_no_more_lines(bot: ChatBot, tmp_path: Path) -> None:
    file = HistoryFile(tmp_path / "history")
    typed(bot, "who funds it\r/history off\rwhat does DIGITAL do\r\x04", file)
    assert "what does DIGITAL do" not in file.lines()
    assert "who funds it" in file.lines()


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Callable[..., pexpect.spawn[str]]]:
    children: list[pexpect.spawn[str]] = []

    def start(*words: str, **settings: str) -> pexpect.spawn[str]:
        quiet = {"PROMPT_TOOLKIT_NO_CPR": "1"}  # pexpect tells no place of the cursor, which is waited for for a second
        own = {
            name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")
        }  # its size is its own
        environment = {**own, "XDG_DATA_HOME": str(tmp_path), "TERM": "xterm", **quiet, **settings}
        child = pexpect.spawn(
            sys.executable, ["-m", "chatbot", *words], cwd=str(ROOT), encoding="utf-8", timeout=30, dimensions=(30, 80),
            env=environment,
        )  # fmt: skip
        child.logfile_read = io.StringIO()
        children.append(child)
        child.expect("Ctrl-D leaves")
        ready(child)
        return child

    yield start
    for child in children:
        child.close(force=True)


def ready(child: pexpect.spawn[str]) -> None:
    child.expect_exact("\x1b[?25h")


def leave(child: pexpect.spawn[str]) -> None:
    child.sendcontrol("d")
    child.expect("Goodbye")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0


def test_a_real_terminal_clarifies_answers_and_remembers(terminal: Callable[..., pexpect.spawn[str]]) -> None:
    child = terminal()
    child.sendline("what does the cluster do?")
    child.expect("Which cluster do you mean")
    ready(child)
    child.sendline("the ocean one")
    child.expect("ocean economy")
    ready(child)
    leave(child)
    again = terminal()
    again.send("\x1b[A")
    again.expect("the ocean one")
    again.sendcontrol("c")
    ready(again)
    leave(again)


def test_no_history_and_the_switch_write_nothing(terminal: Callable[..., pexpect.spawn[str]], tmp_path: Path) -> None:
    for child in (terminal("--no-history"), terminal(**{SWITCH: "1"})):
        child.sendline("who funds it")
        child.expect("Government of Canada")
        ready(child)
        leave(child)
    assert list(tmp_path.rglob("history")) == []


@pytest.mark.parametrize(("home", "said"), [("/proc/nowhere", 1), ("", 0)])
def test_a_chat_says_once_where_it_can_keep_nothing_for_the_next_start(
    folder: Callable[..., Path], terminal: Callable[..., pexpect.spawn[str]], home: str, said: int
) -> None:
    child = terminal("--knowledge", str(folder()), **({"XDG_CACHE_HOME": home} if home else {}))
    child.sendline("price of tea")
    child.expect("two coins")
    ready(child)
    leave(child)
    assert isinstance(child.logfile_read, io.StringIO)
    assert child.logfile_read.getvalue().count("no place to keep") == said


def test_no_color_and_plain_print_no_colours(terminal: Callable[..., pexpect.spawn[str]]) -> None:
    child = terminal("--plain", NO_COLOR="1")
    child.sendline("who funds it")
    child.expect("Answer:")
    child.expect("Source 1:")
    assert "\x1b[36m" not in str(child.before)


def test_a_resized_terminal_wraps_anew(terminal: Callable[..., pexpect.spawn[str]]) -> None:
    child = terminal()
    child.setwinsize(30, 40)
    ready(child)
    child.sendline("what does the ocean cluster do")
    child.expect("The Ocean Cluster grows the ocean[^a-z]*\r\n")
    child.expect("economy with")
    ready(child)
    leave(child)
