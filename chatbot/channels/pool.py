"""Lines answered by several processes at once: written in the order they came, and none read ahead of a window."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from multiprocessing import Pipe, Process
from multiprocessing.connection import Connection
from queue import SimpleQueue
from typing import Any

Answer = Callable[[str], Sequence[str]]

WINDOW = 16
"""Lines that a process may have. With fewer it waits for the next more often: two processes answered 1.2 times as many
as one with 2 lines each, 1.45 with 16, and no more with 64."""


class Ended(Exception):  # noqa: N818  # it says what happened
    """A process ended before it had answered."""


def answer_lines(  # noqa: C901
    lines: Iterable[str],
    jobs: int,
    answer: Answer,
    write: Callable[[Sequence[str]], None],
    begin: Callable[..., object],
    *settings: Any,
) -> None:
    """Write the answer to every line that is not blank, in order, as soon as it and those before it are there.

    The processes take turns; at most `WINDOW` lines for each are read whose answers were not written. `answer` and
    `begin` are functions of a module: each process calls `begin(*settings)` once. Raises what `answer` and `write`
    raise, and `Ended`.

    A pipe a process, because the queues of `concurrent.futures` hand each line through three threads, which took as
    long as answering it.
    """
    ours: list[Connection] = []
    processes = []
    for _ in range(jobs):  # they are made before there is a second thread
        own, other = Pipe()
        ours.append(own)
        processes.append(Process(target=_work, args=(other, ours, answer, begin, settings), daemon=True))
        processes[-1].start()
        other.close()
    window = threading.Semaphore(jobs * WINDOW)
    pending: SimpleQueue[Connection | None] = SimpleQueue()
    failed: list[BaseException] = []

    def writing() -> None:
        while (process := pending.get()) is not None:
            try:
                if not failed:
                    write(_received(process))
            except BaseException as error:  # noqa: BLE001, PERF203  # it is raised where the lines are read
                failed.append(error)
            finally:
                window.release()

    writer = threading.Thread(target=writing)
    writer.start()
    turn = 0
    try:
        source = iter(lines)
        while window.acquire() and not failed and (line := next(source, None)) is not None:
            if line.strip():
                process = ours[turn % jobs]
                _send(process, line)
                pending.put(process)
                turn += 1
            else:
                window.release()
    finally:
        pending.put(None)
        writer.join()
        for own in ours:
            own.close()
        for worker in processes:
            worker.join()
    if failed:
        raise failed[0]


def _send(process: Connection, line: str) -> None:
    try:
        process.send(line)
    except OSError as error:
        raise Ended from error


def _received(process: Connection) -> Sequence[str]:
    try:
        answered = process.recv()
    except (EOFError, OSError) as error:
        raise Ended from error
    if isinstance(answered, BaseException):
        raise answered
    return answered  # type: ignore[no-any-return]


def _work(
    lines: Connection, inherited: Sequence[Connection], answer: Answer, begin: Callable[..., object], settings: Any
) -> None:
    """What a process does until nobody is left who asks."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the first process's business
    for other in inherited:
        other.close()
    begin(*settings)
    with suppress(EOFError, OSError):  # nobody asks any more
        while True:
            lines.send(_answered(answer, lines.recv()))


def _answered(answer: Answer, line: str) -> Sequence[str] | Exception:
    try:
        return answer(line)
    except Exception as error:  # noqa: BLE001  # it is raised in the first process
        return error
