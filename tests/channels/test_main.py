"""The command line, in-process."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from paths import ROOT

from chatbot.channels.curator import COMMANDS
from chatbot.channels.main import main

pytestmark = pytest.mark.usefixtures("bot")  # which keeps the stored form that each start reads


def test_an_option_may_stand_before_the_command_as_well_as_behind_it(capsys: pytest.CaptureFixture[str]) -> None:
    said = []
    for arguments in (["--language", "fr", "ask", "who funds NGen"], ["ask", "who funds NGen", "--language", "fr"]):
        assert main(arguments) == 0
        said.append(capsys.readouterr().out)
    assert said[0] == said[1]
    assert "gouvernement du Canada" in said[0]


def test_piped_input_is_a_question_a_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("who funds the clusters\n\nis ocean water salty\n"))
    assert main([]) == 0
    out = capsys.readouterr().out
    assert out.index("Government of Canada") < out.index("salty")


def test_broken_knowledge_exits_with_two_and_every_place(
    folder: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    made = folder(topics__more="- id: x\n  anser: A\n")
    assert main(["ask", "--knowledge", str(made), "tea?"]) == 2
    err = capsys.readouterr().err
    assert "topics/more.yaml:2:3: error [unknown-key]" in err
    assert "did you mean 'answer'?" in err


def test_a_piped_conversation_keeps_its_subject(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("which sectors does DIGITAL cover\nand Ocean?\n"))
    assert main([]) == 0
    assert "The Ocean Cluster works in" in capsys.readouterr().out


def test_asking_loads_no_prompt_toolkit() -> None:
    code = "import sys, chatbot.channels.main as c; c.main(['ask', 'who']); print('prompt_toolkit' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, cwd=ROOT)
    assert done.stdout.split()[-1] == b"False"


@pytest.mark.parametrize("command", ["ask", *COMMANDS])
def test_the_readme_names_every_command(command: str) -> None:
    assert f"clusters {command}" in (ROOT / "README.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("environment", "begins"),
    [
        ({"LANG": "fr_CA.UTF-8"}, "La Grappe"),
        ({"LANG": "fr_CA.UTF-8", "LC_ALL": "en_CA.UTF-8"}, "The Advanced"),
        ({"LANGUAGE": "fr:en", "LANG": "en_CA.UTF-8"}, "La Grappe"),
        ({"LANG": "C.UTF-8"}, "The Advanced"),
    ],
)
def test_the_environment_hints_at_a_language(environment: dict[str, str], begins: str) -> None:
    kept = {k: v for k, v in os.environ.items() if k not in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")}
    run = [sys.executable, "-m", "chatbot", "ask", "NGen"]
    done = subprocess.run(run, capture_output=True, encoding="utf-8", env={**kept, **environment}, check=False)
    assert done.stdout.startswith(begins)


@pytest.mark.parametrize(
    "words",
    [["ask", "hello"], ["topics"], ["show", "talk.hello"], ["export", "--csv", "--lossy"]],
    ids=lambda words: words[0],
)
def test_a_command_takes_any_tag_of_a_language_that_is_spoken_and_names_those_for_another(
    folder: Callable[..., Path], words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    own = str(folder())
    assert main([*words, "--knowledge", own, "--language", "en-CA"]) == 0
    capsys.readouterr()
    assert main([*words, "--knowledge", own, "--language", "de"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "'de'" in err
    assert "en" in err.partition("'de'")[2]
