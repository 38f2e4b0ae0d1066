"""The command line: one small function a command. Answers go to standard output, all else to standard error."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chatbot.bot import ChatBot
    from chatbot.knowledge import Edition
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
    shared.add_argument("--language", choices=("en", "fr"), help="language of the answers (default: the question's)")
    shared.add_argument("--plain", action="store_true", help="for screen readers: no tables, no marks")
    shared.add_argument("--no-color", action="store_true", help="no colours (NO_COLOR and TERM=dumb do the same)")
    parser = argparse.ArgumentParser(
        "clusters",
        description="Questions about Canada's Global Innovation Clusters. Without a command: a chat.",
        parents=[shared],
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="version, and digest of the knowledge")
    parser.add_argument("--no-history", action="store_true", help="chat: read and write no history file")
    parser.add_argument("--vi", action="store_true", help="chat: edit the line as in vi")
    parser.set_defaults(run=_chat)
    commands = parser.add_subparsers(metavar="COMMAND")

    ask = commands.add_parser("ask", parents=[shared], help="answer one question")
    ask.add_argument("words", nargs="*", help="the question; - reads all of standard input as one")
    ask.add_argument("--json", action="store_true", help="the whole reply as JSON")
    ask.add_argument("--why", action="store_true", help="explain the answer")
    ask.add_argument("--cite", action="store_true", help="the answer ready to be quoted, with source and date")
    ask.add_argument("--lines", action="store_true", help="answer standard input, a question a line")
    ask.add_argument("--exit-zero", action="store_true", help="exit 0 also when not answered")
    ask.set_defaults(run=_ask)

    check = commands.add_parser("check", parents=[shared], help="list every problem of a knowledge folder")
    check.add_argument("folder", nargs="?", help="the folder (default: --knowledge, or the shipped one)")
    check.add_argument("--strict", action="store_true", help="exit 1 for warnings too")
    check.set_defaults(run=_check)

    test = commands.add_parser(
        "test", parents=[shared], help="run question files, or try the knowledge's own phrasings"
    )
    test.add_argument("files", nargs="*", metavar="FILE", help="question files (JSON lines)")
    test.add_argument("--min", type=float, default=0.0, metavar="SHARE", help="exit 1 when fewer cases pass (0..1)")
    test.add_argument("--max-wrong", type=float, default=1.0, metavar="SHARE", help="exit 1 when more turns are wrong")
    test.add_argument("--skip", action="append", default=[], metavar="TAG", help="leave out cases with this tag")
    test.add_argument("--fails", type=int, default=10, metavar="N", help="failing cases to print (default 10)")
    test.add_argument("--tags", action="store_true", help="pass rates by tag, the worst first")
    test.add_argument("--sweep", action="store_true", help="what other confidence limits would have done")
    test.add_argument("--json", action="store_true", help="the figures as JSON")
    test.add_argument("--leave-one-out", action="store_true", help="ask each phrasing without itself")
    test.add_argument("--robustness", action="store_true", help="ask each canonical question with slips")
    test.add_argument("--sample", type=int, metavar="N", help="typos of each question to try (default: all)")
    test.set_defaults(run=_test)

    imports = commands.add_parser("import", help="make a knowledge folder of a CSV table")
    imports.add_argument("table", help="columns: topic, question, answer and, if wanted, source")
    imports.add_argument("folder", help="the folder to make")
    imports.set_defaults(run=_import)
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
        return _lines(options)
    if options.words == ["-"]:
        question = sys.stdin.read()
    elif options.words:
        question = " ".join(options.words)
    else:
        _complain("ask: no question; write it after 'ask', or '-' to read it from standard input")
        return USAGE
    bot = _bot(options)
    reply = bot.ask(question, language=options.language, hint=_hint())
    _show(bot, reply, options)
    return ANSWERED if reply.status.value == "answered" or options.exit_zero else NOT_ANSWERED


def _lines(options: argparse.Namespace) -> int:
    """A question a line; each is answered before the next is read."""
    bot = _bot(options)
    for line in iter(sys.stdin.readline, ""):
        if line.strip():
            _show(bot, bot.ask(line, language=options.language, hint=_hint()), options)
            sys.stdout.flush()
    return ANSWERED


def _chat(options: argparse.Namespace) -> int:
    bot = _bot(options)
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        options.json = options.why = options.cite = False
        session = bot.session()
        for line in iter(sys.stdin.readline, ""):
            if line.strip():
                _show(bot, session.ask(line, language=options.language, hint=_hint()), options)
                sys.stdout.flush()
        return ANSWERED
    from chatbot.conversing import Conversation
    from chatbot.history import SWITCH, HistoryFile
    from chatbot.terminal import Screen, chat

    kept = None if options.no_history or SWITCH in os.environ else HistoryFile.default()
    screen = Screen(lambda: shutil.get_terminal_size().columns, vi=options.vi)
    return chat(Conversation(bot, _style(options), options.language, _hint()), screen, kept)


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

    if not (options.files or options.leave_one_out or options.robustness):
        _complain("test: name question files, or --leave-one-out, or --robustness")
        return USAGE
    bot = _bot(options)
    reports = {}
    for name in options.files:
        if not Path(name).is_file():
            _complain(f"test: there is no file {name}")
            return USAGE
        cases = [case for case in evaluate.read_cases(Path(name)) if not set(case.tags) & set(options.skip)]
        reports[Path(name).name] = evaluate.run(bot, cases)
    figures = {name: evaluate.figures(report) for name, report in reports.items()}
    figures |= _own_tests(bot, options)
    if options.json:
        _print(json.dumps(figures))
    else:
        for name, report in reports.items():
            lines = [*evaluate.fault_lines(report, options.fails), evaluate.summary(report, name)]
            lines += evaluate.tag_lines(report) if options.tags else []
            for line in lines + (evaluate.sweep_lines(report) if options.sweep else []):
                _print(line)
        for name in figures.keys() - reports.keys():
            _print(f"{name}: {json.dumps(figures[name])}")
    good = all(r.passed >= options.min and r.wrong <= options.max_wrong for r in reports.values())
    return ANSWERED if good else NOT_ANSWERED


def _own_tests(bot: ChatBot, options: argparse.Namespace) -> dict[str, dict[str, object]]:
    from chatbot import robustness

    edition = bot.knowledge.edition(options.language)
    kept = {"leave-one-out": robustness.leave_one_out(edition)} if options.leave_one_out else {}
    if options.robustness:
        kept |= robustness.slips(edition, options.sample)
    return {name: robustness.figures(one) for name, one in kept.items()}


def _import(options: argparse.Namespace) -> int:
    from chatbot.exchange import import_csv

    topics = import_csv(Path(options.table), Path(options.folder))
    _print(f"{topics} topics written to {options.folder}")
    return ANSWERED


def _hint() -> str | None:
    """The language of the environment, as gettext reads it: the first of its variables that is set."""
    named = (os.environ.get(name, "") for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"))
    return next((value[:2].lower() for value in named if value), None)


def _bot(options: argparse.Namespace) -> ChatBot:
    from chatbot.bot import ChatBot

    return ChatBot.load(options.knowledge)


def _show(bot: ChatBot, reply: Reply, options: argparse.Namespace) -> None:
    edition = bot.knowledge.edition(reply.language)
    if options.json:
        _print(json.dumps(_dictionary(reply, edition, why=options.why), ensure_ascii=True))
        return
    if options.cite:
        from chatbot.render import cite

        _print(cite(reply, edition))
        return
    from chatbot.render import reply_lines, why_lines

    style = _style(options)
    for line in reply_lines(reply, edition, style):
        _print(line)
    if options.why and reply.trace:
        for line in why_lines(reply.trace, edition):
            _print(line)


def _dictionary(reply: Reply, edition: Edition, *, why: bool) -> dict[str, object]:
    if not why or reply.trace is None:
        return reply.as_dict()
    from chatbot.explaining import explain

    return reply.as_dict() | {"why": explain(reply.trace, edition)}


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
