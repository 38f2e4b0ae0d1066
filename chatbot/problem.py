"""A problem in a knowledge folder is a value: where it is, what is wrong, what to write instead."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple


class Place(NamedTuple):
    """Where in the folder something stands. Line and column count from 1; 0 means the file as a whole."""

    file: str
    line: int = 0
    column: int = 0

    def problem(self, code: str, message: str, hint: str, severity: str = "error") -> "Problem":
        """A mistake here."""
        return Problem(*self, code=code, message=message, hint=hint, severity=severity)


class Problem(NamedTuple):
    """One mistake in one place. Problems sort by place."""

    file: str
    line: int
    column: int
    code: str
    message: str
    hint: str
    severity: str = "error"
    """`error` (the folder does not load), `warning` (it loads), or `notice` (it is to be looked at, and may stay)."""

    def __str__(self) -> str:
        told = f"{self.file}:{self.line}:{self.column}: {self.severity} [{self.code}] {self.message}; {self.hint}"
        return " ".join(told.splitlines())  # a file's name may hold a line end, and pose as another problem


class KnowledgeError(Exception):
    """A knowledge folder does not load. `problems` holds every mistake found, sorted by place."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[type["KnowledgeError"], tuple[tuple[Problem, ...]]]:
        return KnowledgeError, (self.problems,)


@contextmanager
def told(path: Path, code: str, hint: str) -> Iterator[None]:
    """A file that cannot be used becomes a `KnowledgeError`. `code` is `unreadable` or `unwritable`."""
    try:
        yield
    except (OSError, UnicodeDecodeError) as error:
        done = "read" if code == "unreadable" else "written"
        message = f"cannot be {done} ({getattr(error, 'strerror', None) or error})"
        raise KnowledgeError([Place(str(path)).problem(code, message, hint)]) from error
