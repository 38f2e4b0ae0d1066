"""The command line: one small function a command. Answers go to standard output, all else to standard error."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chatbot.bot import ChatBot
    from chatbot.render import Style
    from chatbot.reply import Reply

ANSWERED, NOT_ANSWERED, USAGE = 0, 1, 2
INTERRUPTED = 130
"""What shells expect of a program that Ctrl-C ended: 128 and the number of the signal."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code: 0 answered, 1 not answered, 2 usage or broken knowledge."""
    from chatbot.problems import KnowledgeError

    options = _parser().parse_args(sys.argv[1:] if arguments is None else arguments)
    try:
        code: int = options.run(options)
        sys.stdout.flush()
    except KnowledgeError as error:
        for problem in error.problems:
            _complain(str(problem))
        return USAGE
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ANSWERED
    except KeyboardInterrupt:
        return INTERRUPTED
    return code


def _parser() -> argparse.ArgumentParser:
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--knowledge", metavar="DIR", help="a knowledge folder other than the shipped one")
    shared.add_argument("--language", choices=("en", "fr"), help="language of the answers")
    shared.add_argument("--plain", action="store_true", help="for screen readers: no tables, no marks")
    shared.add_argument("--no-color", action="store_true", help="no colours (NO_COLOR and TERM=dumb do the same)")
    parser = argparse.ArgumentParser(
        "clusters",
        description="Questions about Canada's Global Innovation Clusters. Without a command: a chat.",
        parents=[shared],
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="version, and digest of the knowledge")
    parser.set_defaults(run=_chat)
    commands = parser.add_subparsers(metavar="COMMAND")

    ask = commands.add_parser("ask", parents=[shared], help="answer one question")
    ask.add_argument("words", nargs="*", help="the question; - reads all of standard input as one")
    ask.add_argument("--json", action="store_true", help="the whole reply as JSON")
    ask.add_argument("--why", action="store_true", help="explain the answer")
    ask.add_argument("--lines", action="store_true", help="answer standard input, a question a line")
    ask.add_argument("--exit-zero", action="store_true", help="exit 0 also when not answered")
    ask.set_defaults(run=_ask)

    check = commands.add_parser("check", parents=[shared], help="list every problem of a knowledge folder")
    check.add_argument("folder", nargs="?", help="the folder (default: --knowledge, or the shipped one)")
    check.add_argument("--strict", action="store_true", help="exit 1 for warnings too")
    check.set_defaults(run=_check)

    test = commands.add_parser("test", parents=[shared], help="run question files")
    test.add_argument("files", nargs="+", metavar="FILE", help="question files (JSON lines)")
    test.add_argument("--min", type=float, default=0.0, metavar="SHARE", help="exit 1 when fewer cases pass (0..1)")
    test.add_argument("--max-wrong", type=float, default=1.0, metavar="SHARE", help="exit 1 when more turns are wrong")
    test.add_argument("--fails", type=int, default=10, metavar="N", help="failing cases to print (default 10)")
    test.set_defaults(run=_test)
    return parser


class _Version(argparse.Action):
    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from chatbot import __version__
        from chatbot.loader import load

        knowledge = load()
        _print(f"clusters {__version__}, knowledge {knowledge.digest}")
        parser.exit()


def _ask(options: argparse.Namespace) -> int:
    if options.lines:
        return _lines(options, sys.stdin)
    if options.words == ["-"]:
        question = sys.stdin.read()
    elif options.words:
        question = " ".join(options.words)
    else:
        _complain("ask: no question; write it after 'ask', or '-' to read it from standard input")
        return USAGE
    reply = _show(_bot(options), question, options)
    return ANSWERED if reply.status.value == "answered" or options.exit_zero else NOT_ANSWERED


def _lines(options: argparse.Namespace, lines: Iterable[str]) -> int:
    """A question a line; each is answered before the next is read."""
    bot = _bot(options)
    for line in lines:
        if line.strip():
            _show(bot, line.strip("\r\n"), options)
            sys.stdout.flush()
    return ANSWERED


def _chat(options: argparse.Namespace) -> int:
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        options.json = options.why = False
        return _lines(options, sys.stdin)
    bot = _bot(options)
    from chatbot.terminal import Screen, chat

    return chat(bot, Screen(_style(options), lambda: shutil.get_terminal_size().columns), options.language)


def _check(options: argparse.Namespace) -> int:
    from chatbot.check import check

    problems = check(options.folder or options.knowledge)
    for problem in problems:
        _print(str(problem))
    errors = sum(problem.severity == "error" for problem in problems)
    _complain(f"{errors} errors, {len(problems) - errors} warnings")
    return NOT_ANSWERED if errors or (options.strict and problems) else ANSWERED


def _test(options: argparse.Namespace) -> int:
    from chatbot import evaluate

    bot = _bot(options)
    good = True
    for name in options.files:
        path = Path(name)
        if not path.is_file():
            _complain(f"test: there is no file {name}")
            return USAGE
        report = evaluate.run(bot, evaluate.read_cases(path))
        for line in evaluate.fault_lines(report, options.fails):
            _print(line)
        _print(evaluate.summary(report, path.name))
        good = good and report.passed >= options.min and report.wrong <= options.max_wrong
    return ANSWERED if good else NOT_ANSWERED


def _bot(options: argparse.Namespace) -> ChatBot:
    from chatbot.bot import ChatBot

    return ChatBot.load(options.knowledge)


def _show(bot: ChatBot, question: str, options: argparse.Namespace) -> Reply:
    reply = bot.ask(question, language=options.language)
    if options.json:
        _print(json.dumps(_dictionary(reply, why=options.why), ensure_ascii=True))
        return reply
    from chatbot.render import reply_lines, why_lines

    style = _style(options)
    edition = bot.knowledge.edition(reply.language)
    for line in reply_lines(reply, edition, style):
        _print(line)
    if options.why and reply.trace:
        for line in why_lines(reply.trace, edition):
            _print(line)
    return reply


def _dictionary(reply: Reply, *, why: bool) -> dict[str, object]:
    from chatbot.reply import explain

    return reply.as_dict() | ({"why": explain(reply.trace)} if why and reply.trace else {})


def _style(options: argparse.Namespace) -> Style:
    from chatbot.render import Style

    dumb = options.no_color or "NO_COLOR" in os.environ or os.environ.get("TERM") == "dumb"
    columns = shutil.get_terminal_size().columns if sys.stdout.isatty() else 80
    return Style(columns, sys.stdout.isatty() and not dumb and not options.plain, options.plain)


def _print(line: str) -> None:
    from chatbot.render import encodable

    print(encodable(line, sys.stdout.encoding))


def _complain(line: str) -> None:
    from chatbot.render import encodable, printable

    print(encodable(printable(line), sys.stderr.encoding), file=sys.stderr)
