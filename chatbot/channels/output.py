"""Lines to standard output and standard error, as their encodings can show them; and the exit codes."""

from __future__ import annotations

import sys

ANSWERED, NOT_ANSWERED, USAGE = 0, 1, 2


def say(line: str, *, painted: bool = False) -> None:
    """Print a line to standard output, without what a terminal would obey; `painted`: it holds colours of ours."""
    from chatbot.channels.render import encodable, printable

    print(encodable(line if painted else printable(line), sys.stdout.encoding))


def complain(line: str) -> None:
    """Print a line to standard error, without what a terminal would obey."""
    from chatbot.channels.render import encodable, printable

    print(encodable(printable(line), sys.stderr.encoding), file=sys.stderr)
