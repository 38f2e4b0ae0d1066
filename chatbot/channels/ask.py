"""What `ask` prints for a reply, and the answering of a question a line, by one process or by several."""

from __future__ import annotations

import os
import sys

from chatbot.bot import ChatBot
from chatbot.channels.output import complain

TYPE_CHECKING = False  # `typing` is slow to import, and a question needs none of it
if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator, Sequence

    from chatbot.channels.render import Style
    from chatbot.knowledge import Edition
    from chatbot.measuring.misses import MissLog
    from chatbot.reply import Reply


class TooFew(Exception):  # noqa: N818  # no error of ours: too few processes to answer
    """Fewer processes than one were asked for, or one of them ended."""


_logs: dict[str, MissLog] = {}
_worker: tuple[ChatBot, argparse.Namespace] | None = None


def answer_lines(options: argparse.Namespace, lines: Iterator[str], write: Callable[[Sequence[str]], None]) -> None:
    """Write the answer to each line that is not blank before the next is read, or `options.jobs` lines at once.

    Raises `KnowledgeError`, and `TooFew`.
    """
    if options.jobs < 1:
        raise TooFew("--jobs takes a number from 1")
    _begin(options)
    if options.jobs == 1:
        for line in lines:
            if line.strip():
                write(_answer(line))
        return
    from chatbot.channels import pool

    try:
        pool.answer_lines(lines, options.jobs, _answer, write, _begin, options)
    except pool.Ended as error:
        raise TooFew("a process ended before it had answered") from error


def _begin(options: argparse.Namespace) -> None:
    global _worker
    if _worker is None or _worker[1] is not options:  # a process that was forked has it already
        _worker = ChatBot.load(options.knowledge), options


def _answer(line: str) -> list[str]:
    assert _worker is not None
    bot, options = _worker
    reply = bot.ask(line, language=options.language, hint=options.hint)
    note(bot, line, reply, options)
    return list(shown(bot, reply, options))


def misses(options: argparse.Namespace) -> MissLog | None:
    """The log of what was not answered, when one was asked for."""
    if not options.log:
        return None
    from pathlib import Path

    from chatbot.measuring.misses import MissLog

    if options.log not in _logs:
        _logs[options.log] = MissLog(Path(options.log), complain)
    return _logs[options.log]


def note(bot: ChatBot, question: str, reply: Reply, options: argparse.Namespace) -> None:
    """Write a question that was not answered into the log, when there is one."""
    if (log := misses(options)) is not None:
        log.add(question, reply, bot.knowledge.edition(reply.heard))


def shown(bot: ChatBot, reply: Reply, options: argparse.Namespace) -> Iterator[str]:
    """The lines of a reply, in the form that was asked for."""
    edition = bot.knowledge.edition(reply.language)
    if options.json:
        import json

        yield json.dumps(_dictionary(reply, bot.knowledge.edition(reply.heard), why=options.why), ensure_ascii=True)
        return
    if options.cite:
        from chatbot.channels.render import cite

        yield cite(reply, edition)
        return
    from chatbot.channels.render import reply_lines, why_lines

    yield from reply_lines(reply, edition, style(options))
    if options.why and reply.trace:
        yield from why_lines(reply.trace, edition, bot.knowledge.edition(reply.heard))


def _dictionary(reply: Reply, heard: Edition, *, why: bool) -> dict[str, object]:
    if not why or reply.trace is None:
        return reply.as_dict()
    from chatbot.channels.explain import explain

    return reply.as_dict() | {"why": explain(reply.trace, heard)}


def style(options: argparse.Namespace) -> Style:
    """How lines look on this standard output."""
    from chatbot.channels.render import Style

    dumb = options.no_color or "NO_COLOR" in os.environ or os.environ.get("TERM") == "dumb"
    if not sys.stdout.isatty():
        return Style(plain=options.plain)
    import shutil

    return Style(shutil.get_terminal_size().columns, not dumb and not options.plain, options.plain)
