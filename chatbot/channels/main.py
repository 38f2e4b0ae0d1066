"""The command line: its parser, the chat, and what becomes of an error. Answers go to standard output only."""

import argparse
import os
import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from chatbot import __version__
from chatbot.answering.template import message
from chatbot.channels import command
from chatbot.channels.ask import ASK, misses, show, style
from chatbot.channels.command import ANSWERED, INTERRUPTED, USAGE, Command, complain
from chatbot.knowledge import LanguageError
from chatbot.loading.folders import SHIPPED
from chatbot.problem import KnowledgeError
from chatbot.storing.cache import is_kept


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code: 0 answered, 1 not answered, 2 usage or broken knowledge."""
    words = sys.argv[1:] if arguments is None else list(arguments)
    try:
        options = _parsed(words)
        options.hint = _hint()
        code: int = options.run(options)
        sys.stdout.flush()
    except KnowledgeError as error:
        for problem in error.problems:
            complain(str(problem))
        return USAGE
    except LanguageError as error:
        complain(str(error))
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
    return next((re.split("[.:@]", value)[0] for value in named if value), None)


def _parsed(words: list[str]) -> argparse.Namespace:
    """The options. Where the command comes first, only its own parser is made, which takes a third of the time."""
    if (one := _commands(words).get(words[0]) if words else None) is None:
        return _parser(words).parse_args(words)
    parser = argparse.ArgumentParser(f"clusters {words[0]}", formatter_class=_formatter)
    parser.set_defaults(run=one.run, log=None, language=None)
    one.add(_shared(parser) if one.shared else parser)
    return parser.parse_args(words[1:])


def _parser(words: list[str]) -> argparse.ArgumentParser:
    """The parser of everything, for help, and for options that stand before a command."""
    shared = _shared(argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS))
    parser = argparse.ArgumentParser(
        "clusters",
        description="Questions answered from a curated knowledge base, with their sources. Without a command: a chat.",
        parents=[_shared(argparse.ArgumentParser(add_help=False))],
        formatter_class=_formatter,
    )
    parser.add_argument("--version", action="store_true", help="version, and digest of the knowledge")
    parser.add_argument("--no-history", action="store_true", help="chat: read and write no history file")
    parser.add_argument("--vi", action="store_true", help="chat: edit the line as in vi")
    parser.add_argument("--log", metavar="FILE", help="note what was not answered, without anybody's own words")
    parser.set_defaults(run=_chat)
    commands = parser.add_subparsers(metavar="COMMAND", prog="clusters")  # else it formats the usage to find its name
    for name, one in _commands(words).items():
        own = commands.add_parser(name, help=one.help, parents=[shared] if one.shared else [])
        one.add(own)
        own.set_defaults(run=one.run)
    return parser


def _formatter(prog: str) -> argparse.HelpFormatter:
    """One that knows its width: else argparse imports `shutil` for it, with each option."""
    try:
        columns = int(os.environ.get("COLUMNS", "0")) or os.get_terminal_size().columns
    except (ValueError, OSError):
        columns = 80
    return argparse.HelpFormatter(prog, width=columns - 2)


def _commands(words: list[str]) -> Mapping[str, Command]:
    if words[:1] == ["ask"] or words in ([], ["--version"]):
        return {"ask": ASK}
    from chatbot.channels import author, curator  # what a question and the chat need none of

    return {"ask": ASK, **curator.COMMANDS, **author.COMMANDS}


def _shared(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    """The options that may stand before a command as well as behind it, added to `parser`."""
    parser.add_argument("--knowledge", metavar="DIR", help="a knowledge folder other than the shipped one")
    parser.add_argument("--language", metavar="TAG", help="language of the answers (default: the question's)")
    parser.add_argument("--plain", action="store_true", help="for screen readers: no tables, no marks")
    parser.add_argument("--no-color", action="store_true", help="no colours (NO_COLOR and TERM=dumb do the same)")
    return parser


def _chat(options: argparse.Namespace) -> int:
    bot = command.load(options.knowledge)
    if options.version:
        command.say(f"clusters {__version__}, knowledge {bot.knowledge.digest}")
        return ANSWERED
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        options.json = options.why = options.cite = False
        session = bot.session()
        for line in iter(sys.stdin.readline, ""):
            if line.strip():
                show(bot, line, session.ask(line, language=options.language, hint=options.hint), options)
                sys.stdout.flush()
        return ANSWERED
    import shutil

    from chatbot.channels.chat import Conversation
    from chatbot.channels.terminal import Screen, chat
    from chatbot.storing.history import SWITCH, HistoryFile

    history = None if options.no_history or SWITCH in os.environ else HistoryFile.default()
    screen = Screen(lambda: shutil.get_terminal_size().columns, vi=options.vi)
    conversation = Conversation(
        bot, style(options), language=options.language, hint=options.hint, misses=misses(options)
    )
    if not is_kept(Path(options.knowledge or SHIPPED)):
        command.say(message(conversation.edition, "not-kept"))
    return chat(conversation, screen, history)
