"""The command line that is typed most, a question behind `ask`, read without loading `argparse`."""

from __future__ import annotations

from collections.abc import Sequence

FLAGS = ("--json", "--why", "--cite", "--plain", "--no-color", "--exit-zero")
"""Options of `ask` without a value."""


class Asked:
    """What `argparse` would have given for the same words."""

    knowledge = language = log = None
    jobs = 1
    json = why = cite = plain = no_color = exit_zero = lines = version = no_history = vi = False

    def __init__(self, words: list[str], flags: Sequence[str]) -> None:
        self.words = words
        for flag in flags:
            setattr(self, flag[2:].replace("-", "_"), True)


def asked(words: Sequence[str]) -> Asked | None:
    """The options of a plain `ask`: flags, then a question, then flags. None for all else, which `argparse` reads."""
    if not words or words[0] != "ask":
        return None
    said = [i for i, word in enumerate(words) if i and not word.startswith("-")]
    flags = [word for word in words if word.startswith("-")]
    whole = bool(said) and said[-1] - said[0] == len(said) - 1
    return Asked([words[i] for i in said], flags) if whole and set(flags) <= set(FLAGS) else None
