"""The command `ask`: one question, or a question a line, answered by one process or by several."""

import argparse
import json
import os
import sys
from collections import deque
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from chatbot.bot import ChatBot
from chatbot.channels.command import ANSWERED, NOT_ANSWERED, USAGE, Command, complain, load, say
from chatbot.channels.render import Style, cite, reply_lines
from chatbot.reply import Reply, Status

BATCH = 16
"""Lines that are handed to a process at once: with one, handing over took as long as answering."""

AHEAD = 2
"""Batches for each process that are read before the first of them is written."""

_logs: dict[str, Any] = {}
_worker: tuple[ChatBot, argparse.Namespace] | None = None


def _options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("words", nargs="*", help="the question; - reads all of standard input as one")
    parser.add_argument("--json", action="store_true", help="the whole reply as JSON")
    parser.add_argument("--why", action="store_true", help="explain the answer")
    parser.add_argument("--cite", action="store_true", help="the answer ready to be quoted, with source and date")
    parser.add_argument("--lines", action="store_true", help="answer standard input, a question a line")
    parser.add_argument("--jobs", type=int, default=1, metavar="N", help="with --lines: N processes, in order")
    parser.add_argument("--exit-zero", action="store_true", help="exit 0 also when not answered")
    parser.add_argument("--log", metavar="FILE", default=argparse.SUPPRESS, help="the same as before the command")


def _ask(options: argparse.Namespace) -> int:
    if options.lines:
        return _lines(options)
    if not options.words:
        complain("ask: no question; write it after 'ask', or '-' to read it from standard input")
        return USAGE
    question = sys.stdin.read() if options.words == ["-"] else " ".join(options.words)
    bot = load(options.knowledge)
    reply = bot.ask(question, language=options.language, hint=options.hint)
    show(bot, question, reply, options)
    return ANSWERED if reply.status is Status.ANSWERED or options.exit_zero else NOT_ANSWERED


ASK = Command(help="answer one question", add=_options, run=_ask)


def _lines(options: argparse.Namespace) -> int:
    """Answer each line that is not blank before the next is read, or several batches of them at once."""
    from concurrent.futures import BrokenExecutor

    if options.jobs < 1:
        complain("ask: --jobs takes a number from 1")
        return USAGE
    _begin(options, load(options.knowledge))
    asked = (line for line in iter(sys.stdin.readline, "") if line.strip())
    jobs = min(options.jobs, os.cpu_count() or 1)
    try:
        for answered in map(_answer, asked) if jobs == 1 else _by_processes(asked, jobs, options):
            for line in answered:
                say(line, painted=True)
            sys.stdout.flush()
    except BrokenExecutor as error:
        complain(f"ask: a process ended before it had answered ({error})")
        return USAGE
    return ANSWERED


def _by_processes(asked: Iterator[str], jobs: int, options: argparse.Namespace) -> Iterator[Sequence[str]]:
    """The answers, in the order of the questions, a batch at a time."""
    from concurrent.futures import Future, ProcessPoolExecutor

    with ProcessPoolExecutor(jobs, initializer=_begin_worker, initargs=(options,)) as pool:
        waiting: deque[Future[list[str]]] = deque()
        while batch := list(islice(asked, BATCH)):
            while waiting and (len(waiting) == jobs * AHEAD or waiting[0].done()):
                yield waiting.popleft().result()
            waiting.append(pool.submit(_answer_all, batch))
        while waiting:
            yield waiting.popleft().result()


def _begin_worker(options: argparse.Namespace) -> None:
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the first process's business
    if _worker is None:  # a process that was forked has it already
        _begin(options, ChatBot.load(options.knowledge))


def _begin(options: argparse.Namespace, bot: ChatBot) -> None:
    global _worker
    _worker = bot, options


def _answer_all(lines: Sequence[str]) -> list[str]:
    return [answer for line in lines for answer in _answer(line)]


def _answer(line: str) -> list[str]:
    assert _worker is not None
    bot, options = _worker
    reply = bot.ask(line, language=options.language, hint=options.hint)
    note(bot, line, reply, options)
    return list(shown(bot, reply, options))


def show(bot: ChatBot, question: str, reply: Reply, options: argparse.Namespace) -> None:
    """Print a reply in the form that was asked for, and note what was not answered."""
    for line in shown(bot, reply, options):
        say(line, painted=True)
    note(bot, question, reply, options)


def misses(options: argparse.Namespace) -> Any:
    """The log of what was not answered, when one was asked for."""
    if not options.log:
        return None
    from chatbot.measuring.misses import MissLog  # as in `shown`: a plain question needs none of it

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
    why = reply.trace if options.why else None
    if why:
        from chatbot.channels.explain import explain, why_lines  # a plain question needs none of it
    if options.json:
        yield json.dumps(reply.as_dict() | ({"why": explain(why, bot.knowledge)} if why else {}), ensure_ascii=True)
    elif options.cite:
        yield cite(reply, edition)
    else:
        yield from reply_lines(reply, edition, style(options), all_sources="--cite")
        yield from why_lines(why, edition, bot.knowledge) if why else ()


def style(options: argparse.Namespace) -> Style:
    """How lines look on this standard output."""
    dumb = options.no_color or "NO_COLOR" in os.environ or os.environ.get("TERM") == "dumb"
    if not sys.stdout.isatty():
        return Style(plain=options.plain)
    import shutil  # it is slow to import, and on a terminal one waits for no script

    return Style(width=shutil.get_terminal_size().columns, colour=not dumb and not options.plain, plain=options.plain)
