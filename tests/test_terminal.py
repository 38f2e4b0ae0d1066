"""The chat: its commands without a screen, typed through a pipe, and in a real terminal."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pexpect
import pytest
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from chatbot import ChatBot
from chatbot.channels.chat import COMMANDS, Conversation, Known
from chatbot.channels.history import CAP, SWITCH, HistoryFile
from chatbot.channels.render import Style
from chatbot.channels.terminal import Screen, chat, completer
from chatbot.measuring.evaluate import read_cases, run

ROOT = Path(__file__).parent.parent


@pytest.fixture
def talk(bot: ChatBot) -> Conversation:
    return Conversation(bot, Style())


def said(conversation: Conversation, *lines: str) -> str:
    return "\n".join("\n".join(conversation.turn(line)) for line in lines)


def test_the_welcome_is_three_lines_and_its_questions_run_by_number(talk: Conversation) -> None:
    assert len(list(talk.welcome())) == 3
    assert "five independent clusters" in said(talk, "1").replace("\n", " ")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_says_something_in_help_and_before_any_question(bot: ChatBot, name: str) -> None:
    if name != "reload":
        assert said(Conversation(bot, Style()), f"/{name}")
    assert f"/{name}" in said(Conversation(bot, Style()), "/help")


def test_commands_go_back_to_the_last_answer(talk: Conversation) -> None:
    said(talk, "what are the global innovation clusters")
    assert "program.what" in said(talk, "/why")
    assert "magnets" in said(talk, "/more")
    assert "https://" in said(talk, "/sources")
    assert said(talk, "/copy").startswith("“Through")


def test_a_misspelt_command_is_answered_with_the_near_one(talk: Conversation) -> None:
    assert "/sources" in said(talk, "/suorces")
    assert "/help" in said(talk, "/zzzzzz")


def test_clear_forgets_and_quit_ends(talk: Conversation) -> None:
    said(talk, "what does DIGITAL do", "/clear")
    assert not talk.subject()
    said(talk, "/quit")
    assert talk.over


def test_a_saved_conversation_is_a_test_that_passes(bot: ChatBot, talk: Conversation, tmp_path: Path) -> None:
    path = tmp_path / "talk.md"
    said(talk, "what does DIGITAL do", "and -- protein?", "is ocean water salty", f"/save {path}")
    report = run(bot, read_cases(path))
    assert len(report.judged) == 3
    assert not report.failed
    assert "cannot be written" in said(talk, f"/save {path}").replace("\n", " ")


def test_the_verdict_as_one_types_names_the_entry(talk: Conversation) -> None:
    assert talk.verdict("who funds the clusters") == "Sure program.funder"
    assert talk.verdict("is ocean water salty") == "Unknown"
    assert talk.verdict("") == ""
    before = talk.session.state()
    talk.verdict("what does DIGITAL do")
    assert talk.session.state() == before


def test_the_choices_are_the_options_that_are_open(talk: Conversation) -> None:
    said(talk, "what does the cluster do")
    assert "DIGITAL" in talk.choices()


def test_completion_knows_questions_names_and_commands(bot: ChatBot) -> None:
    words = Known.of(bot.knowledge.edition("en")).words
    assert {"Who funds the Global Innovation Clusters?", "Ocean Cluster", "/why"} <= set(words)


@pytest.mark.parametrize(
    ("line", "offered"),
    [("funds clusters", "Who funds the Global Innovation Clusters?"), ("/wy", "/why"), ("ocn clus", "Ocean Cluster")],
)
def test_completion_is_fuzzy_over_the_whole_line(bot: ChatBot, line: str, offered: str) -> None:
    found = completer(bot.knowledge.edition("en")).get_completions(Document(line), CompleteEvent())
    assert offered in {completion.text for completion in found}


def test_plain_lines_have_words_and_no_boxes(bot: ChatBot) -> None:
    text = said(Conversation(bot, Style(plain=True)), "compare DIGITAL and ocean")
    assert text.startswith("Answer:")
    assert "Source 1:" in text
    assert "[1]" not in text


@pytest.mark.parametrize("width", [40, 80])
def test_no_line_of_an_answer_is_wider_than_the_terminal(bot: ChatBot, width: int) -> None:
    for line in said(Conversation(bot, Style(width=width)), "what does the ocean cluster do").split("\n"):
        assert len(line) <= width or "https://" in line


def test_history_is_private_capped_and_forgiving(tmp_path: Path) -> None:
    file = HistoryFile(tmp_path / "deep" / "history")
    assert file.lines() == []
    file.add("first\nline")
    assert file.lines() == ["first line"]
    assert stat.S_IMODE(file.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.path.parent.stat().st_mode) == 0o700
    with file.path.open("ab") as raw:
        raw.write(b"\xff\xfe bad\n")
    assert len(file.lines()) == 2
    for n in range(2 * CAP):
        file.add(f"line {n}")
    assert len(file.path.read_bytes().splitlines()) <= 2 * CAP
    assert file.lines()[-1] == f"line {2 * CAP - 1}"


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
        environment = {**os.environ, "XDG_DATA_HOME": str(tmp_path), "TERM": "xterm", **settings}
        child = pexpect.spawn(
            sys.executable, ["-m", "chatbot", *words], cwd=str(ROOT), encoding="utf-8", timeout=30, dimensions=(30, 80),
            env=environment,
        )  # fmt: skip
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
