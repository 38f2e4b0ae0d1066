"""The wheel holds all that an answer needs, and what it needs of others it says."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import venv
import zipfile
from importlib.metadata import packages_distributions
from importlib.util import find_spec
from pathlib import Path

import pytest
from paths import PACKAGE, ROOT

ASK = ["ask", "how many clusters?"]


def built(place: Path, *how: str) -> Path:
    command = [sys.executable, "-m", "build", "--wheel", *how, "--outdir", str(place), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    [wheel] = place.glob("*.whl")
    return wheel


def needed() -> set[str]:
    """The distributions that the package imports anything of."""
    found: set[str] = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found.add(node.module.partition(".")[0])
    others = found - sys.stdlib_module_names - {"chatbot"}
    return {name.lower().replace("_", "-") for module in others for name in packages_distributions()[module]}


def output(*command: str | Path, cwd: Path, **environment: str) -> str:
    done = subprocess.run(command, cwd=cwd, capture_output=True, check=True, text=True, env=environment or None)
    return done.stdout.strip()


def test_a_wheel_answers_from_anywhere(tmp_path: Path) -> None:
    wheel = built(tmp_path, *(["--no-isolation"] if find_spec("hatchling") else []))
    place = tmp_path / "site"
    pip: list[str | Path] = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", place, wheel]
    subprocess.run(pip, check=True, capture_output=True)
    with zipfile.ZipFile(wheel) as file:
        names = set(file.namelist())
        told = next(file.read(name).decode() for name in names if name.endswith(".dist-info/METADATA"))
    assert {name.partition("/")[0].partition("-")[0] for name in names} == {"chatbot", "innovation_clusters_chatbot"}
    brought = {"py.typed", "knowledge/prepared.sqlite", "knowledge/bot.yaml", "languages/en/grammar.yaml"}
    brought |= {"languages/fr/words.txt", "languages/places.yaml"}
    assert {f"chatbot/{name}" for name in brought} <= names
    assert {line.lower() for line in re.findall(r"^Requires-Dist: ([\w-]+)", told, re.MULTILINE)} == needed()
    here = {"PYTHONPATH": str(place), "XDG_CACHE_HOME": "/proc/nowhere"}
    assert "five clusters" in output(sys.executable, place / "bin" / "clusters", *ASK, cwd=tmp_path, **here)
    code = "import sys, chatbot; chatbot.answer('who'); print(chatbot.__file__, 'yaml' in sys.modules)"
    assert output(sys.executable, "-c", code, cwd=tmp_path, **here) == f"{place / 'chatbot/__init__.py'} False"


@pytest.mark.deep
def test_a_wheel_brings_along_what_it_needs(tmp_path: Path) -> None:
    wheel = built(tmp_path)
    venv.create(tmp_path / "venv", with_pip=True)
    python = tmp_path / "venv" / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", "-q", str(wheel)], check=True, capture_output=True)
    assert "five clusters" in output(tmp_path / "venv" / "bin" / "clusters", *ASK, cwd=tmp_path)
