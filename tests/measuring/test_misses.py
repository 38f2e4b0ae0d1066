"""The log of misses: off unless asked for, and private in what it writes."""

from __future__ import annotations

import io
import json
import os
import re
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import BOT
from hypothesis import given, settings
from hypothesis import strategies as st

from chatbot import ChatBot
from chatbot.channels.chat import Conversation
from chatbot.channels.main import main
from chatbot.channels.render import Style
from chatbot.loading.loader import load
from chatbot.measuring.misses import Masker, MissLog

pytestmark = pytest.mark.usefixtures("bot")  # which keeps the stored form that each start reads

MISS = "who is the finance minister Zoltan Quimby"


@pytest.fixture(scope="module")
def masker(bot: ChatBot) -> Masker:
    return Masker.of(bot.knowledge.edition("en"))


@pytest.mark.parametrize(
    ("message", "written"),
    [
        ("Who funds the clusters?", "who funds the clusters"),
        ("who is Zoltan Quimby of the clusters", "who is <word> <word> of the clusters"),
        ("ZOLTAN zoltán z\u200boltan Ｚｏｌｔａｎ", "<word> <word> <word> <word>"),
        ("who is zoltan.program@digital.ca", "who is <word>"),
        ("is zoltan＠digital.ca, who funds", "is <word> who funds"),
        ("https://digital.ca/funding?who=zoltan", "<word>"),
        ("funding.program.internal", "<word>"),
        ("program_funding_key #digital ~/program", "<word> <word> <word>"),
        ("zoltan 613-555-0199 in 2023", "<word> <number> <number> <number> in <number>"),
        ("program4you a1b2 ٣ ४", "<word> <word> <number> <number>"),
        ("the five clusters", "the <number> clusters"),
        ("🙂 who 🚀 funds", "who funds"),
        ("who fnuds the clustres", "who funds the clusters"),
        ("z q j t a v", "<word> <word> <word> <word> a <word>"),
        ("funds\x1b[31m who\u202e", "funds <word> who"),
        ("谁资助", "<word>"),
        ("?!", ""),
    ],
)
def test_only_words_that_the_knowledge_holds_are_written(masker: Masker, message: str, written: str) -> None:
    assert masker.mask(message) == written


@settings(max_examples=200, deadline=None)
@given(
    st.text(max_size=60) | st.lists(st.sampled_from("program funds who @ . zoé 12 x_ one's 🙂 -".split())).map("".join)
)
def test_nothing_else_is_ever_written(masker: Masker, message: str) -> None:
    words = masker.mask(message).split()
    assert set(words) <= masker.held | {"<word>", "<number>"}
    assert not [word for word in words if any(char.isnumeric() for char in word)]


def test_a_letter_without_spaces_is_hidden_whole(masker: Masker) -> None:
    assert masker.mask("program-" * 300 + "funding@acme.ca") == "<word>"
    assert len(masker.mask("who funds " * 150).split()) <= 40


def test_names_of_people_are_never_held(folder: Callable[..., Path]) -> None:
    kinds = """
kinds:
  - {id: owner, one: owner, many: owners, person: true}
  - {id: shop, one: shop, many: shops}
"""
    entities = """
  - {id: jane, kind: owner, name: Jane Quimby, called: Jane Quimby, names: [quimby]}
  - {id: corner, kind: shop, name: Corner Shop, called: the Corner Shop, names: [kornershop]}
"""
    edition = load(folder(bot=BOT + kinds, entities__all=entities)).edition("en")
    assert Masker.of(edition).mask("jane quimby kornershop corner") == "<word> <word> kornershop corner"


def test_an_unanswered_question_is_one_private_line_without_the_hour(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log = tmp_path / "misses"
    assert main(["ask", "--log", str(log), MISS]) == 1
    assert main(["--log", str(log), "ask", "who funds the clusters"]) == 0
    assert "minister" not in capsys.readouterr().err
    [line] = log.read_text("utf-8").splitlines()
    assert main(["--log", str(log), "ask", MISS]) == 1
    assert log.read_text("utf-8") == f"{line}\n" * 2
    data = json.loads(line)
    assert sorted(data) == ["asked", "date", "language", "status", "topic"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", data["date"])
    assert data["asked"].endswith("<word> <word>")
    assert "uimby" not in line
    if os.name == "posix":
        assert stat.S_IMODE(log.stat().st_mode) == 0o600


def test_lines_pipes_and_the_chat_are_logged_alike(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bot: ChatBot
) -> None:
    logs = [tmp_path / name for name in ("lines", "pipe", "chat")]
    for log, words in zip(logs, (["ask", "--lines"], []), strict=False):
        monkeypatch.setattr(sys, "stdin", io.StringIO(f"{MISS}\nwho funds the clusters\n"))
        assert main([*words, "--log", str(log)]) == 0
    talk = Conversation(bot, Style(), misses=MissLog(logs[2], pytest.fail))
    for line in (MISS, "who funds the clusters", "/topics"):
        list(talk.turn(line))
    one, *others = [log.read_text("utf-8") for log in logs]
    assert one.count("\n") == 1
    assert others == [one, one]


def test_nothing_is_written_unless_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    main(["ask", MISS])
    assert not list(tmp_path.iterdir())


def test_a_part_that_was_not_answered_is_a_miss(tmp_path: Path, bot: ChatBot) -> None:
    message = "is zoltan@digital.ca the boss? who funds the clusters?"
    log = MissLog(tmp_path / "log", pytest.fail)
    log.add(message, bot.ask(message), bot.knowledge.edition("en"))
    assert json.loads((tmp_path / "log").read_text("utf-8"))["asked"].startswith("is <word> the")


def test_a_log_that_cannot_be_written_is_warned_of_once_and_the_answers_are_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{MISS}\n{MISS}\nwho funds the clusters\n"))
    assert main(["ask", "--lines", "--log", str(tmp_path / "none" / "log")]) == 0
    out, err = capsys.readouterr()
    assert "Government of Canada" in out
    assert err.count("cannot be written") == 1
