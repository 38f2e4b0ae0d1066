"""The command line: one small function a command. Answers go to standard output, all else to standard error."""

from __future__ import annotations

import os
import sys

from chatbot.channels.output import ANSWERED, NOT_ANSWERED, USAGE
from chatbot.channels.output import complain as _complain
from chatbot.channels.output import say as _print
from chatbot.channels.shortcut import asked

TYPE_CHECKING = False
if TYPE_CHECKING:  # at every start, what one command needs is imported by it
    import argparse
    from collections.abc import Sequence
    from typing import Any

    from chatbot.bot import ChatBot
    from chatbot.reply import Reply

INTERRUPTED = 130
"""What shells expect of a program that Ctrl-C ended: 128 and the number of the signal."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code: 0 answered, 1 not answered, 2 usage or broken knowledge."""
    words = sys.argv[1:] if arguments is None else arguments
    if list(words) == ["--version"]:
        return _version()
    from chatbot.problem import KnowledgeError

    options: Any = asked(words) or _parser().parse_args(words)
    options.hint = _hint()
    try:
        code: int = options.run(options) if hasattr(options, "run") else _ask(options)
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


def _hint() -> str | None:
    """The language of the environment, as gettext reads it: the first of its variables that is set."""
    named = (os.environ.get(name, "") for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"))
    return next((value[:2].lower() for value in named if value), None)


def _version() -> int:
    from chatbot import __version__
    from chatbot.bot import ChatBot

    print(f"clusters {__version__}, knowledge {ChatBot.load().knowledge.digest}")
    return ANSWERED


def _parser() -> argparse.ArgumentParser:
    import argparse

    from chatbot.channels import curator

    shared = _shared(argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS))
    parser = argparse.ArgumentParser(
        "clusters",
        description="Questions about Canada's Global Innovation Clusters. Without a command: a chat.",
        parents=[_shared(argparse.ArgumentParser(add_help=False))],
    )
    parser.add_argument("--version", action="store_true", help="version, and digest of the knowledge")
    parser.add_argument("--no-history", action="store_true", help="chat: read and write no history file")
    parser.add_argument("--vi", action="store_true", help="chat: edit the line as in vi")
    parser.add_argument("--log", metavar="FILE", help="note what was not answered, without anybody's own words")
    parser.set_defaults(run=_chat)
    commands = parser.add_subparsers(metavar="COMMAND", prog="clusters")  # told, it formats no usage to find it

    ask = commands.add_parser("ask", parents=[shared], help="answer one question")
    ask.add_argument("words", nargs="*", help="the question; - reads all of standard input as one")
    ask.add_argument("--json", action="store_true", help="the whole reply as JSON")
    ask.add_argument("--why", action="store_true", help="explain the answer")
    ask.add_argument("--cite", action="store_true", help="the answer ready to be quoted, with source and date")
    ask.add_argument("--lines", action="store_true", help="answer standard input, a question a line")
    ask.add_argument("--jobs", type=int, default=1, metavar="N", help="with --lines: answer by N processes, in order")
    ask.add_argument("--exit-zero", action="store_true", help="exit 0 also when not answered")
    ask.add_argument("--log", metavar="FILE", default=argparse.SUPPRESS, help="the same as before the command")
    ask.set_defaults(run=_ask)

    check = commands.add_parser("check", parents=[shared], help="list every problem of a knowledge folder")
    check.add_argument("folder", nargs="?", help="the folder (default: --knowledge, or the shipped one)")
    check.add_argument("--strict", action="store_true", help="exit 1 for warnings too")
    check.add_argument("--json", action="store_true", help="the problems as a JSON list of objects")
    check.add_argument("--mutation", action="store_true", help="list what no test would miss, were it dropped")
    check.add_argument("--sample", type=int, metavar="N", help="with --mutation: parts of each kind (default: all)")
    check.add_argument("--questions", nargs="+", default=[], metavar="FILE", help="with --mutation: question files")
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

    schema = commands.add_parser("schema", help="write JSON Schemas of the knowledge files, for editors")
    schema.add_argument("folder", help="where to write them")
    schema.set_defaults(run=_schema)

    curator.add(commands, shared)
    return parser


def _shared(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    """The options that may stand before a command as well as behind it, added to `parser`."""
    parser.add_argument("--knowledge", metavar="DIR", help="a knowledge folder other than the shipped one")
    parser.add_argument("--language", choices=("en", "fr"), help="language of the answers (default: the question's)")
    parser.add_argument("--plain", action="store_true", help="for screen readers: no tables, no marks")
    parser.add_argument("--no-color", action="store_true", help="no colours (NO_COLOR and TERM=dumb do the same)")
    return parser


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
    reply = bot.ask(question, language=options.language, hint=options.hint)
    _show(bot, question, reply, options)
    return ANSWERED if reply.status.value == "answered" or options.exit_zero else NOT_ANSWERED


def _lines(options: argparse.Namespace) -> int:
    from chatbot.channels.ask import TooFew, answer_lines

    def write(lines: Sequence[str]) -> None:
        for line in lines:
            _print(line, painted=True)
        sys.stdout.flush()

    try:
        answer_lines(options, iter(sys.stdin.readline, ""), write)
    except TooFew as error:
        _complain(f"ask: {error}")
        return USAGE
    return ANSWERED


def _chat(options: argparse.Namespace) -> int:
    if options.version:
        return _version()
    bot = _bot(options)
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        options.json = options.why = options.cite = False
        session = bot.session()
        for line in iter(sys.stdin.readline, ""):
            if line.strip():
                _show(bot, line, session.ask(line, language=options.language, hint=options.hint), options)
                sys.stdout.flush()
        return ANSWERED
    import shutil

    from chatbot.channels.ask import misses, style
    from chatbot.channels.chat import Conversation
    from chatbot.channels.history import SWITCH, HistoryFile
    from chatbot.channels.terminal import Screen, chat

    kept = None if options.no_history or SWITCH in os.environ else HistoryFile.default()
    screen = Screen(lambda: shutil.get_terminal_size().columns, vi=options.vi)
    return chat(Conversation(bot, style(options), options.language, options.hint, misses(options)), screen, kept)


def _check(options: argparse.Namespace) -> int:
    import json

    from chatbot.checking.check import check
    from chatbot.problem import KnowledgeError

    if options.mutation:
        from chatbot.channels import curator

        return curator.mutation(options)
    broken = False
    try:
        problems = check(options.folder or options.knowledge)
    except KnowledgeError as error:
        problems, broken = error.problems, True
    if options.json:
        _print(json.dumps([problem._asdict() for problem in problems], indent=2))
    else:
        for problem in problems:
            _print(str(problem))
    errors = sum(problem.severity == "error" for problem in problems)
    _complain(f"{errors} errors, {len(problems) - errors} warnings")
    if broken:
        return USAGE
    return NOT_ANSWERED if errors or (options.strict and problems) else ANSWERED


def _test(options: argparse.Namespace) -> int:
    import json
    from pathlib import Path

    from chatbot.measuring import evaluate

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
    from chatbot.measuring import robustness

    edition = bot.knowledge.edition(options.language)
    kept = {"leave-one-out": robustness.leave_one_out(edition)} if options.leave_one_out else {}
    if options.robustness:
        kept |= robustness.slips(edition, options.sample)
    return {name: robustness.figures(one) for name, one in kept.items()}


def _schema(options: argparse.Namespace) -> int:
    from pathlib import Path

    from chatbot.exchanging import json_schema

    for file in json_schema.write(Path(options.folder)):
        _print(str(file))
    return ANSWERED


def _bot(options: argparse.Namespace) -> ChatBot:
    from chatbot.bot import ChatBot

    return ChatBot.load(options.knowledge)


def _show(bot: ChatBot, question: str, reply: Reply, options: argparse.Namespace) -> None:
    from chatbot.channels.ask import note, shown

    for line in shown(bot, reply, options):
        _print(line, painted=True)
    note(bot, question, reply, options)
