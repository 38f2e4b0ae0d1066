"""What `ask` prints, and how it exits."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from paths import ROOT

from chatbot.channels import ask
from chatbot.channels.main import main

pytestmark = pytest.mark.usefixtures("bot")  # which keeps the stored form that each start reads


def test_an_answer_exits_with_zero_and_goes_to_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "who", "funds", "the", "clusters?"]) == 0
    out, err = capsys.readouterr()
    assert "Government of Canada" in out
    assert not err


def test_an_unknown_exits_with_one_unless_told_otherwise() -> None:
    assert main(["ask", "is ocean water salty"]) == 1
    assert main(["ask", "--exit-zero", "is ocean water salty"]) == 0


def test_json_is_one_line_with_schema_and_digest(capsys: pytest.CaptureFixture[str]) -> None:
    main(["ask", "--json", "--why", "what does ngen do"])
    data = json.loads(capsys.readouterr().out)
    assert (data["schema"], data["status"], data["entities"]) == (1, "answered", ["manufacturing"])
    assert data["knowledge"]
    [verdict] = data["why"]["verdicts"]
    assert verdict["readings"][0]["topic"] == data["topic"] == "cluster.about"
    assert verdict["shares"]
    assert data["why"]["flip"]["without"]


def test_why_shows_names_readings_shares_and_the_limit(capsys: pytest.CaptureFixture[str]) -> None:
    main(["ask", "--why", "what does the protien cluster do"])
    out = capsys.readouterr().out
    assert "protien" in out
    assert "names Protein Industries Cluster" in out
    assert "What does the Protein Industries Cluster do?" in out
    assert "nothing of ours" in out
    assert re.search(r"^ {8}[+-]\d+\.\d\d \w", out, re.MULTILINE)
    assert "limit" in out


def test_no_question_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask"]) == 2
    assert "no question" in capsys.readouterr().err


def test_a_dash_reads_all_of_standard_input_as_one_question(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("who funds\nthe clusters"))
    assert main(["ask", "-"]) == 0


def run(*words: str, **settings: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "chatbot", *words],
        capture_output=True,
        check=False,
        cwd=ROOT,
        env={**os.environ, **settings},
        input=b"",
    )


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
def test_any_output_encoding_is_served(encoding: str) -> None:
    done = run("ask", "slogan?", PYTHONIOENCODING=encoding)
    assert done.returncode == 0
    assert b"Canadian Partnerships" in done.stdout


def test_control_characters_of_a_question_are_never_printed() -> None:
    done = run("ask", "what is \x1b]0;hacked\x07 a trombone")
    assert b"\x1b" not in done.stdout + done.stderr


def test_a_closed_pipe_is_no_error() -> None:
    done = subprocess.run(
        f'yes "who funds it" | head -200 | {sys.executable} -m chatbot ask --lines --json | head -1',
        shell=True,
        capture_output=True,
        check=False,
        cwd=ROOT,
    )
    assert json.loads(done.stdout)["status"] == "answered"
    assert b"Traceback" not in done.stderr


def test_lines_are_answered_without_reading_ahead() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "chatbot", "ask", "--lines", "--json"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=ROOT,
    ) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        for question, topic in (("who funds it", "program.funder"), ("slogan?", "program.tagline")):
            child.stdin.write(f"{question}\n".encode())
            child.stdin.flush()
            assert json.loads(child.stdout.readline())["topic"] == topic
        child.stdin.close()
        assert child.wait(timeout=30) == 0


def test_a_citation_is_one_line_with_its_source(capsys: pytest.CaptureFixture[str]) -> None:
    main(["ask", "--cite", "who funds the clusters"])
    out = capsys.readouterr().out
    assert out.startswith("“The Government of Canada")
    assert "https://" in out
    assert out.count("\n") == 1


JOBS = [sys.executable, "-m", "chatbot", "ask", "--lines", "--json", "--jobs"]
QUESTIONS = ["who funds it", "slogan?", "", "how many clusters?", "is ocean water salty", "what does NGen do?"] * 20


def test_several_processes_say_what_one_says_in_the_same_order() -> None:
    typed = "\n".join(QUESTIONS).encode() + b"\n"
    said = [subprocess.run([*JOBS, jobs], input=typed, capture_output=True, check=True, cwd=ROOT) for jobs in "12"]
    assert said[0].stdout == said[1].stdout
    assert len(said[0].stdout.splitlines()) == 100
    assert not said[1].stderr


def test_a_reader_that_leaves_several_processes_is_no_error() -> None:
    line = f"yes 'who funds it' | head -500 | {' '.join(JOBS)} 2 | head -1"
    done = subprocess.run(line, shell=True, capture_output=True, check=False, cwd=ROOT, timeout=60)
    assert json.loads(done.stdout)["status"] == "answered"
    assert b"Traceback" not in done.stderr


def dies(lines: list[str]) -> list[str]:
    os._exit(len(lines))


def fails(lines: list[str]) -> list[str]:
    raise ValueError(lines[0])


@pytest.mark.skipif((os.cpu_count() or 1) < 2, reason="one processor answers by one process")
def test_a_process_that_ends_or_fails_before_it_answered_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(ask, "_answer_all", dies)
    monkeypatch.setattr(sys, "stdin", io.StringIO("a\n" * 50))
    assert main(["ask", "--lines", "--jobs", "2"]) == 2
    assert "a process ended" in capsys.readouterr().err
    monkeypatch.setattr(ask, "_answer_all", fails)
    monkeypatch.setattr(sys, "stdin", io.StringIO("a\n" * 50))
    with pytest.raises(ValueError, match="a"):
        main(["ask", "--lines", "--jobs", "2"])


def test_jobs_below_one_are_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "--lines", "--jobs", "0"]) == 2
    assert "--jobs" in capsys.readouterr().err


def test_broken_knowledge_is_reported_once_by_several_processes(tmp_path: Path) -> None:
    command = [*JOBS, "2", "--knowledge", str(tmp_path / "nowhere")]
    done = subprocess.run(command, input=b"x\n", capture_output=True, check=False, cwd=ROOT)
    assert done.returncode == 2
    assert done.stderr.count(b"no-folder") == 1
