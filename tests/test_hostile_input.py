"""Whatever is typed gets one of three outcomes, and nothing that a terminal obeys is printed."""

from __future__ import annotations

import json
import random
import unicodedata
from argparse import Namespace
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from paths import QUESTIONS

from chatbot import ChatBot, Status
from chatbot.channels.ask import shown
from chatbot.channels.chat import Conversation
from chatbot.channels.command import say
from chatbot.channels.render import Style
from chatbot.problem import Problem

SAMPLE, DEEP = 300, 100_000
BITS = "\x00 \x1b[31m \x1b]0;x\x07 \x9b1m \x7f \u202e \u2066 \u200f \u200b \ufeff \ud800 \udfff \U000e0041 \u0301"
NOISE = [
    *BITS.split(),
    "\u2028",
    "\n",
    "\t",
    "?",
    "'",
    "{cluster}",
    "%s",
    "{0.__class__}",
    "٣",
    "x" * 500,
    "e\u0301" * 200,
    "ﷺ",
    "9" * 400 + " million",
    "$1,0,0.5.5bn",
    "1e999",
    "٣٣٣ million",
    "-1 000\u00a0000 k",
    ">" * 3,
]
PLAIN = Namespace(json=False, cite=False, why=False, plain=False, no_color=True)
HIDDEN = ("Cc", "Cf", "Cs", "Zl", "Zp")


def asked() -> list[str]:
    lines = (line for path in sorted(QUESTIONS.glob("*.jsonl")) for line in path.read_text("utf-8").split("\n") if line)
    return [turn["ask"] for line in lines for turn in json.loads(line)["turns"]]


def mutated(source: random.Random, questions: list[str]) -> str:
    """A real question with noise in it, parts of others, or characters of any kind."""
    text = source.choice(questions)
    for _ in range(source.randrange(5)):
        at = source.randrange(len(text) + 1)
        bit = source.choice(NOISE) if source.random() < 0.6 else chr(source.randrange(0x110000))
        text = (
            text[:at] + source.choice((bit, bit * 30, source.choice(questions), "")) + text[at + source.randrange(4) :]
        )
    return text


def obeyed(line: str) -> list[str]:
    return [hex(ord(c)) for c in line if unicodedata.category(c) in HIDDEN and c != "\n"]


def hold(bot: ChatBot, lines: Iterator[str]) -> None:
    """The promises, held of every message of a conversation that is stored after each."""
    session = bot.session()
    for line in lines:
        reply = session.ask(line)
        assert reply.status in Status
        assert [obeyed(shown_) for shown_ in shown(bot, reply, PLAIN) if obeyed(shown_)] == [], line
        assert [
            shown_ for shown_ in shown(bot, reply, Namespace(**{**vars(PLAIN), "cite": True})) if obeyed(shown_)
        ] == []
        assert json.loads(json.dumps(reply.as_dict())) == reply.as_dict()
        state = json.loads(json.dumps(session.state()))
        session = bot.session(state)
        assert session.state() == (state if state["topic"] else state | {"age": 0})  # without a subject, none ages


def lines_of(count: int, seed: int) -> Iterator[str]:
    source, questions = random.Random(seed), asked()
    return (mutated(source, questions) for _ in range(count))


def test_mutated_questions_keep_every_promise(bot: ChatBot) -> None:
    hold(bot, lines_of(SAMPLE, 20261124))


@pytest.mark.parametrize("halves", ["\ud800", "\udfff\udfff", "x\ud800\udfff", "\udfff\ud800\ud800"])
def test_halves_of_a_character_survive_json(bot: ChatBot, halves: str) -> None:
    for line in (f"what does the protien{halves} do", f"what {halves}protien{halves} do {halves}"):
        data = bot.ask(line).as_dict()
        assert json.loads(json.dumps(data)) == data
        assert json.dumps(data, ensure_ascii=False).encode()


@pytest.mark.deep
def test_a_hundred_thousand_mutated_questions_keep_every_promise(bot: ChatBot) -> None:
    hold(bot, lines_of(DEEP, 1))


@settings(deadline=None)
@given(lines=st.lists(st.text(st.characters(), max_size=200), max_size=4))
def test_any_characters_keep_every_promise(bot: ChatBot, lines: list[str]) -> None:
    hold(bot, iter(lines))


@settings(deadline=None, max_examples=50)
@given(
    state=st.dictionaries(
        st.sampled_from("options topic entities focus listed text age language version".split()),
        st.recursive(
            st.none()
            | st.booleans()
            | st.integers()
            | st.floats()
            | st.text()
            | st.sampled_from(["program.what", "ocean"]),
            lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["id", "label"]), inner),
            max_leaves=6,
        ),
    )
)
def test_any_stored_state_is_restored_or_an_error_that_names_its_field(bot: ChatBot, state: dict[str, object]) -> None:
    refused = ""
    try:
        session = bot.session({**bot.session().state(), **state})
    except ValueError as error:
        refused = str(error)
    if refused:
        assert refused.startswith("state.")
        return
    for line in ("and the second?", "1", "what about it", "tell me more", "why"):
        assert session.ask(line).status in Status
        json.dumps(session.state())


@pytest.mark.parametrize("noise", NOISE, ids=ascii)
def test_a_chat_prints_nothing_that_a_terminal_obeys(bot: ChatBot, noise: str) -> None:
    chat = Conversation(bot, Style(plain=False))
    for line in (
        f"does it cover {noise}trombones",
        f"/{noise}",
        f"/save /nowhere/{noise}/x",
        f"/language {noise}",
        "/why",
        "/copy",
    ):
        assert [shown_ for shown_ in chat.turn(line) if obeyed(shown_)] == []


@pytest.mark.parametrize("typed", ["0001", "9" * 5_000, "00" * 200, "²", "٣"])
def test_a_number_that_was_not_offered_is_a_message(bot: ChatBot, typed: str) -> None:
    chat = Conversation(bot, Style())
    list(chat.turn("who funds the clusters"))
    assert list(chat.turn(typed))


def test_the_name_of_a_file_is_one_line_and_obeyed_by_nobody(capsys: pytest.CaptureFixture[str]) -> None:
    say(str(Problem("a\nb\x1b[31m\u202e.yaml", 1, 1, "yaml", "message", "hint")))
    out = capsys.readouterr().out
    assert out.count("\n") == 1
    assert obeyed(out) == []


def test_an_explanation_prints_nothing_that_a_terminal_obeys(bot: ChatBot) -> None:
    reply = bot.ask("does it cov\u202eer \x1b[31mtrombones\u200b of ﷺ")
    assert [line for line in shown(bot, reply, Namespace(**{**vars(PLAIN), "why": True})) if obeyed(line)] == []
