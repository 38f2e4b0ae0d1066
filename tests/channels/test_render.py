"""A reply becomes lines, plain or wrapped."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chatbot import ChatBot, Reply, Status
from chatbot.channels.chat import Conversation
from chatbot.channels.render import Style, reply_lines
from chatbot.knowledge import Edition, Source
from chatbot.reply import Level


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


TWO = (("", "Price"), ("Green tea", "Two coins"), ("Black tea", "Three coins"))
THREE = (("", "Price", "Field"), ("Green tea", "Two coins", "Meadows"), ("Black tea", "Three coins", "Smoke"))


def answered(table: tuple[tuple[str, ...], ...], level: Level = Level.SURE) -> Reply:
    return Reply(
        text="All in words.",
        status=Status.ANSWERED,
        level=level,
        confidence=1.0,
        language="en",
        notes=("I take this as: what?",),
        table=table,
    )


@pytest.mark.parametrize(("table", "style", "shown"), [
    (THREE, Style(), True), (TWO, Style(), False), ((), Style(), False),
    (THREE, Style(plain=True), False), (THREE, Style(width=59), False), (THREE, Style(width=60), True),
])  # fmt: skip
def test_a_table_stands_for_its_text_where_it_is_wide_and_there_is_room(
    edition: Edition, table: tuple[tuple[str, ...], ...], style: Style, shown: bool
) -> None:
    lines = list(reply_lines(answered(table), edition, style))
    assert ("All in words." in lines) is not shown
    assert any("Three coins" in line for line in lines) is shown


@pytest.mark.parametrize(("level", "first"), [(Level.SURE, False), (Level.LIKELY, False), (Level.UNSURE, True)])
def test_a_note_stands_before_an_answer_only_where_it_is_hedged(edition: Edition, level: Level, first: bool) -> None:
    lines = list(reply_lines(answered((), level), edition, Style()))
    note = lines.index("Note: I take this as: what?")
    assert lines.index("All in words.") == (1 if first else 0)
    assert note == (0 if first else 1)
    assert len(lines) == 2


@pytest.mark.parametrize(("held", "shown", "rest"), [(5, 5, ""), (6, 4, "And 2 more sources (/sources lists them)")])
def test_of_many_sources_the_first_are_shown(edition: Edition, held: int, shown: int, rest: str) -> None:
    """Where one more would fit in the line that says so, it is shown."""
    many = replace(
        answered(()), sources=tuple(Source(f"s{n}", f"Page {n}", "https://example.org") for n in range(held))
    )
    lines = list(reply_lines(many, edition, Style(), all_sources="/sources"))
    assert sum("https://" in line for line in lines) == shown
    assert ([line for line in lines if "more sources" in line] or [""]) == [rest]
    assert sum("https://" in line for line in reply_lines(many, edition, Style())) == held
