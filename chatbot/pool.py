"""Lines answered by several processes at once: written in the order they came, and none read ahead of a window."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from queue import SimpleQueue
from typing import Any

Answer = Callable[[str], Sequence[str]]


def answer_lines(
    lines: Iterable[str],
    jobs: int,
    answer: Answer,
    write: Callable[[Sequence[str]], None],
    begin: Callable[..., object],
    *settings: Any,
) -> None:
    """Write the answer to every line that is not blank, in order, as soon as it and those before it are there.

    At most `jobs` lines are read whose answers were not written. `answer` and `begin` are functions of a module:
    each process calls `begin(*settings)` once. Raises what `answer` and `write` raise, and `BrokenProcessPool`.
    """
    window = threading.Semaphore(jobs)
    pending: SimpleQueue[Future[Sequence[str]] | None] = SimpleQueue()
    failed: list[BaseException] = []

    def writing() -> None:
        while (future := pending.get()) is not None:
            try:
                if not failed:
                    write(future.result())
            except BaseException as error:  # noqa: BLE001, PERF203  # it is raised where the lines are read
                failed.append(error)
            finally:
                window.release()

    with ProcessPoolExecutor(jobs, initializer=_begin, initargs=(begin, *settings)) as pool:
        pool.submit(int).result()  # the processes are made before there is a second thread
        writer = threading.Thread(target=writing)
        writer.start()
        try:
            source = iter(lines)
            while window.acquire() and not failed and (line := next(source, None)) is not None:
                if line.strip():
                    pending.put(pool.submit(answer, line))
                else:
                    window.release()
        finally:
            pending.put(None)
            writer.join()
    if failed:
        raise failed[0]


def _begin(begin: Callable[..., object], *settings: Any) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the first process's business
    begin(*settings)
