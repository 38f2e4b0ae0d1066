"""The command line, in-process and as an installed wheel."""

from __future__ import annotations

import io
import json
import os
import shlex
import subprocess
import sys
import venv
from collections.abc import Callable
from pathlib import Path

import pytest

from chatbot.channels import shortcut
from chatbot.channels.main import _parser, main

ROOT = Path(__file__).parent.parent


def test_an_answer_exits_with_zero_and_goes_to_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "who", "funds", "the", "clusters?"]) == 0
    out, err = capsys.readouterr()
    assert "Government of Canada" in out
    assert not err


def test_an_unknown_exits_with_one_unless_told_otherwise() -> None:
    assert main(["ask", "is ocean water salty"]) == 1
    assert main(["ask", "--exit-zero", "is ocean water salty"]) == 0


def test_an_option_may_stand_before_the_command_as_well_as_behind_it(capsys: pytest.CaptureFixture[str]) -> None:
    said = []
    for arguments in (["--language", "fr", "ask", "who funds NGen"], ["ask", "who funds NGen", "--language", "fr"]):
        assert main(arguments) == 0
        said.append(capsys.readouterr().out)
    assert said[0] == said[1]
    assert "gouvernement du Canada" in said[0]


def test_json_is_one_line_with_schema_and_digest(capsys: pytest.CaptureFixture[str]) -> None:
    main(["ask", "--json", "--why", "what does ngen do"])
    data = json.loads(capsys.readouterr().out)
    assert (data["schema"], data["status"], data["entities"]) == (1, "answered", ["manufacturing"])
    assert data["knowledge"]
    assert data["why"]["verdicts"][0]["candidates"]


def test_why_shows_names_evidence_and_the_limit(capsys: pytest.CaptureFixture[str]) -> None:
    main(["ask", "--why", "what does the protien cluster do"])
    out = capsys.readouterr().out
    assert "protien" in out
    assert "cluster.about" in out
    assert "limit" in out


def test_no_question_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask"]) == 2
    assert "no question" in capsys.readouterr().err


def test_a_dash_reads_all_of_standard_input_as_one_question(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("who funds\nthe clusters"))
    assert main(["ask", "-"]) == 0


def test_piped_input_is_a_question_a_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("who funds the clusters\n\nis ocean water salty\n"))
    assert main([]) == 0
    out = capsys.readouterr().out
    assert out.index("Government of Canada") < out.index("salty")


def test_broken_knowledge_exits_with_two_and_every_place(
    folder: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    made = folder(en__topics__more="- id: x\n  anser: A\n")
    assert main(["ask", "--knowledge", str(made), "tea?"]) == 2
    err = capsys.readouterr().err
    assert "en/topics/more.yaml:2:3: error [unknown-key]" in err
    assert "did you mean 'answer'?" in err


def test_check_exits_with_two_when_the_folder_does_not_load(
    folder: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(folder(en__topics__more="- id: x\n"))]) == 2
    assert "missing-key" in capsys.readouterr().out
    assert main(["check", str(folder(en__topics__more="- id: x\n  phrasings: [x]\n  answer: X.\n  talk: true\n"))]) == 0


def test_a_question_file_below_its_bar_exits_with_one(tmp_path: Path) -> None:
    cases = tmp_path / "cases.jsonl"
    cases.write_text('{"id": "a", "tags": [], "turns": [{"ask": "who funds it", "status": "unknown"}]}\n', "utf-8")
    assert main(["test", str(cases)]) == 0
    assert main(["test", str(cases), "--min", "1"]) == 1
    assert main(["test", str(cases), "--max-wrong", "0"]) == 1


def test_tags_sweep_and_json_are_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cases = tmp_path / "cases.jsonl"
    turn = '{"ask": "who funds it", "status": "answered", "topic": "cluster.list", "must": ["government"]}'
    cases.write_text('{"id": "a", "tags": ["money"], "turns": [' + turn + "]}\n", "utf-8")
    main(["test", str(cases), "--tags", "--sweep"])
    out = capsys.readouterr().out
    assert "WRONG a:" in out
    assert "money" in out
    assert "cluster.list answered as program.funder: 1" in out
    assert "wrong with confidence" in out
    main(["test", str(cases), "--json"])
    assert json.loads(capsys.readouterr().out)["cases.jsonl"]["passed"] == 0.0
    assert main(["test", str(cases), "--skip", "money"]) == 0


def test_test_without_anything_to_test_is_a_usage_error() -> None:
    assert main(["test"]) == 2


def test_a_malformed_question_file_says_which_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cases = tmp_path / "cases.jsonl"
    cases.write_text('{"id": "a"}\n', "utf-8")
    assert main(["test", str(cases)]) == 2
    assert "cases.jsonl:1:1" in capsys.readouterr().err


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


def test_a_piped_conversation_keeps_its_subject(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("which sectors does DIGITAL cover\nand Ocean?\n"))
    assert main([]) == 0
    assert "The Ocean Cluster works in" in capsys.readouterr().out


def test_a_citation_is_one_line_with_its_source(capsys: pytest.CaptureFixture[str]) -> None:
    main(["ask", "--cite", "who funds the clusters"])
    out = capsys.readouterr().out
    assert out.startswith("“The Government of Canada")
    assert "https://" in out
    assert out.count("\n") == 1


def test_asking_loads_no_prompt_toolkit() -> None:
    code = "import sys, chatbot.channels.main as c; c.main(['ask', 'who']); print('prompt_toolkit' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, cwd=ROOT)
    assert done.stdout.split()[-1] == b"False"


def test_an_installed_wheel_answers_from_anywhere(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--outdir", str(tmp_path), str(ROOT)],
        check=True,
        capture_output=True,
    )
    [wheel] = tmp_path.glob("*.whl")
    venv.create(tmp_path / "venv", with_pip=True)
    python = tmp_path / "venv" / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", "-q", str(wheel)], check=True, capture_output=True)
    done = subprocess.run(
        [tmp_path / "venv" / "bin" / "clusters", "ask", "how many clusters?"],
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )
    assert b"five clusters" in done.stdout
    listed = subprocess.run(["unzip", "-Z1", str(wheel)], capture_output=True, check=False).stdout.decode()
    tops = {line.partition("/")[0] for line in listed.splitlines()}
    assert {top for top in tops if not top.endswith(".dist-info")} <= {"chatbot"}
    found = subprocess.run(
        [python, "-c", "import chatbot; print(chatbot.__file__)"], cwd=tmp_path, capture_output=True, check=True
    )
    assert (Path(found.stdout.decode().strip()).parent / "py.typed").exists()


def test_the_readme_names_every_command() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    for command in ("ask", "check", "test", "import", "schema"):
        assert f"clusters {command}" in readme


@pytest.mark.parametrize(
    "line",
    [
        "ask who funds them",
        "ask 'who funds them?' --json",
        "ask --json --why who funds them",
        "ask --cite who funds --plain --no-color --exit-zero",
    ],
)
def test_the_shortcut_reads_a_question_as_argparse_does(line: str) -> None:
    words = shlex.split(line)
    options, found = vars(_parser().parse_args(words)), shortcut.asked(words)
    assert {name: getattr(found, name) for name in options.keys() - {"run"}} == {
        name: value for name, value in options.items() if name != "run"
    }


@pytest.mark.parametrize(
    "line",
    ["ask", "ask -", "ask --jso hi", "ask who --json funds", "ask --lines", "ask -- hi", "--plain ask hi", "ask -h hi"],
)
def test_the_shortcut_leaves_the_rest_to_argparse(line: str) -> None:
    assert shortcut.asked(shlex.split(line)) is None
