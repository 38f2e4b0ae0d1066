"""The chat on a terminal: a prompt below, replies above, in the normal scroll of the screen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from prompt_toolkit import ANSI, PromptSession, print_formatted_text
from prompt_toolkit.input import Input
from prompt_toolkit.output import Output

from chatbot.bot import ChatBot, Session
from chatbot.compose import label, message
from chatbot.knowledge import Edition
from chatbot.render import Style, printable, reply_lines
from chatbot.reply import Reply

WELCOMED = 3
"""Questions that the welcome offers."""


@dataclass(frozen=True, slots=True)
class Screen:
    """Where a chat happens. Input and output are parameters, so that a test types through a pipe."""

    style: Style
    columns: Callable[[], int]
    input: Input | None = None
    output: Output | None = None

    def show(self, line: str) -> None:
        """Print a line, with its colours."""
        print_formatted_text(ANSI(line), output=self.output)


def chat(bot: ChatBot, screen: Screen, language: str | None = None) -> int:
    """Talk until Ctrl-D. Ctrl-C clears the line. Returns the exit code, 0."""
    edition = bot.knowledge.edition(language)
    prompt: PromptSession[str] = PromptSession(input=screen.input, output=screen.output)
    session = bot.session()
    offered = welcome(edition, screen)
    you = f"{message(edition, 'you')}: " if screen.style.plain else "> "
    while True:
        try:
            typed = prompt.prompt(you)
        except KeyboardInterrupt:
            continue
        except EOFError:
            screen.show(message(edition, "farewell"))
            return 0
        if typed.strip():
            reply = answer(typed, session, offered, language)
            offered = reply.suggestions
            show(reply, edition, screen)


def welcome(edition: Edition, screen: Screen) -> tuple[str, ...]:
    """Say what this is, and offer questions by number; returns them."""
    questions = tuple(label(edition.topics[id_], None, edition) for id_ in edition.starters[:WELCOMED])
    screen.show(message(edition, "welcome"))
    screen.show("   ".join(f"{n}. {printable(question)}" for n, question in enumerate(questions, 1)))
    screen.show(message(edition, "welcome-try"))
    return questions


def answer(typed: str, session: Session, offered: Sequence[str], language: str | None) -> Reply:
    """The reply to a line; a number stands for the question offered under it, unless options are open."""
    line = " ".join(typed.split())
    if line.isascii() and line.isdecimal() and not session.state()["options"] and 0 < int(line[:4]) <= len(offered):
        line = offered[int(line) - 1]
    return session.ask(line, language=language)


def show(reply: Reply, edition: Edition, screen: Screen) -> None:
    """Print a reply at the terminal's width of this moment."""
    style = Style(screen.columns(), screen.style.colour, screen.style.plain)
    if style.plain:
        screen.show(f"{message(edition, 'answer')}:")
    for line in reply_lines(reply, edition, style, numbered_from=1):
        screen.show(line)
    screen.show("")
