"""What all commands share: their shape, their exit codes, lines out, a question to the user, and progress."""

import argparse
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from chatbot.bot import ChatBot
from chatbot.channels.render import encodable, printable
from chatbot.loading.folders import SHIPPED
from chatbot.storing.cache import can_keep

ANSWERED, NOT_ANSWERED, USAGE, INTERRUPTED = 0, 1, 2, 130
"""Exit codes; the last is what shells expect of a program that Ctrl-C ended: 128 and the number of the signal."""

PATIENCE = 0.5
"""Seconds that a start may take without a word."""

LONG = 1.0
"""Seconds after which a command shows how far it is."""


class Command(NamedTuple):
    """One command of the command line."""

    help: str
    add: Callable[[argparse.ArgumentParser], object]
    """Adds its options to a parser."""
    run: Callable[[argparse.Namespace], int]
    """Runs it; returns the exit code."""
    shared: bool = True
    """Whether it takes the options that all commands share."""


def say(line: str, *, painted: bool = False) -> None:
    """Print a line to standard output, without what a terminal would obey; `painted`: it holds colours of ours."""
    print(encodable(line if painted else printable(line), sys.stdout.encoding))


def complain(line: str) -> None:
    """Print a line to standard error, without what a terminal would obey."""
    print(encodable(printable(line), sys.stderr.encoding), file=sys.stderr)


def confirm(path: Path) -> bool:
    """Whether the user lets a file be replaced: asked on a terminal, and never without one."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return False
    asked = f"{printable(str(path))} exists; replace it? [y/N] "
    print(encodable(asked, sys.stderr.encoding), end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() in {"y", "yes"}


def folder_of(options: argparse.Namespace) -> Path:
    """The knowledge folder that a command is about."""
    return Path(options.knowledge) if options.knowledge else SHIPPED


def load(folder: str | Path | None) -> ChatBot:
    """The bot of a knowledge folder; on a terminal it says why, when that takes longer than one likes to wait."""
    timer = threading.Timer(PATIENCE, lambda: complain(f"Preparing the knowledge{', once' if can_keep() else ''}…"))
    if sys.stderr and sys.stderr.isatty():
        timer.start()
    try:
        return ChatBot.load(folder)
    finally:
        timer.cancel()


@contextmanager
def progress(name: str) -> Iterator[Callable[[Sequence[Any]], Iterator[Any]]]:
    """What goes through items one by one, and shows on a terminal how far it is once that takes over a second."""
    begun, shown = time.monotonic(), 0.0
    seen = sys.stderr and sys.stderr.isatty() and os.environ.get("TERM") != "dumb"

    def each(items: Sequence[Any]) -> Iterator[Any]:
        nonlocal shown
        for done, item in enumerate(items):
            now = time.monotonic()
            if seen and now - begun > LONG and now - shown > LONG / 10:
                shown = now
                print(f"\r{name}: {done} of {len(items)}", end="", file=sys.stderr, flush=True)
            yield item

    try:
        yield each
    finally:
        if shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
