"""Lines to standard output and standard error, as their encodings can show them; and the exit codes."""

from __future__ import annotations

import sys

ANSWERED, NOT_ANSWERED, USAGE = 0, 1, 2


def say(line: str) -> None:
    """Print a line to standard output."""
    from chatbot.render import encodable

    print(encodable(line, sys.stdout.encoding))


def complain(line: str) -> None:
    """Print a line to standard error, without what a terminal would obey."""
    from chatbot.render import encodable, printable

    print(encodable(printable(line), sys.stderr.encoding), file=sys.stderr)
