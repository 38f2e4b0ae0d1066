"""Lines answered by several processes: in order, within a window, and without a traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from chatbot.channels.pool import Ended, answer_lines

ROOT = Path(__file__).parent.parent
COMMAND = [sys.executable, "-m", "chatbot", "ask", "--lines", "--json", "--jobs"]
QUESTIONS = ["who funds it", "slogan?", "", "how many clusters?", "is ocean water salty", "what does NGen do?"] * 5


def ask(jobs: str) -> list[bytes]:
    typed = "\n".join(QUESTIONS).encode() + b"\n"
    done = subprocess.run([*COMMAND, jobs], input=typed, capture_output=True, check=True, cwd=ROOT)
    assert not done.stderr
    return done.stdout.splitlines()


def test_several_processes_say_what_one_says_in_the_same_order() -> None:
    assert ask("3") == ask("1")


def test_a_window_reads_no_further_and_answers_at_once() -> None:
    with subprocess.Popen([*COMMAND, "2"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT) as child:
        assert child.stdin
        assert child.stdout
        for question, topic in (("who funds it", "program.funder"), ("slogan?", "program.tagline")):
            child.stdin.write(f"{question}\n".encode())
            child.stdin.flush()
            assert json.loads(child.stdout.readline())["topic"] == topic
        child.stdin.close()
        assert child.wait(timeout=30) == 0


def test_a_reader_that_leaves_is_no_error() -> None:
    line = f"yes 'who funds it' | head -500 | {' '.join(COMMAND)} 2 | head -1"
    done = subprocess.run(line, shell=True, capture_output=True, check=False, cwd=ROOT, timeout=60)
    assert json.loads(done.stdout)["status"] == "answered"
    assert b"Traceback" not in done.stderr


def dies(line: str) -> list[str]:
    os._exit(len(line))


def fails(line: str) -> list[str]:
    raise ValueError(line)


def test_a_process_that_ends_before_it_answered_is_told() -> None:
    with pytest.raises(Ended):
        answer_lines(["a"] * 9, 2, dies, print, int)


def test_what_an_answer_raises_is_raised_where_the_lines_are_read() -> None:
    with pytest.raises(ValueError, match="a"):
        answer_lines(["a"] * 9, 2, fails, print, int)


def test_jobs_below_one_are_a_usage_error() -> None:
    done = subprocess.run([*COMMAND, "0"], input=b"", capture_output=True, check=False, cwd=ROOT)
    assert (done.returncode, b"--jobs" in done.stderr) == (2, True)


def test_broken_knowledge_is_reported_once(tmp_path: Path) -> None:
    done = subprocess.run(
        [*COMMAND, "2", "--knowledge", str(tmp_path / "nowhere")],
        input=b"x\n",
        capture_output=True,
        check=False,
        cwd=ROOT,
    )
    assert done.returncode == 2
    assert done.stderr.count(b"no-folder") == 1
