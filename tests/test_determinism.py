"""The same question gets the same bytes: whatever the hash seed, the order of files, the locale or the libraries."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from pinned import REPLIES, WORDS, digest, golden, pinned, reply_digests

from chatbot import ChatBot
from chatbot.loading.loader import load
from chatbot.loading.places import SHIPPED
from chatbot.measuring.evaluate import read_cases, run
from chatbot.reading.normalize import fold

HERE = Path(__file__).parent
DEPENDENCY = re.compile(r'^    "([\w-]+)>=([\d.]+)"', re.MULTILINE)


def started(python: str | Path = sys.executable, **environment: str) -> subprocess.Popen[bytes]:
    command = [str(python), str(HERE / "pinned.py"), "digest"]
    return subprocess.Popen(command, env=os.environ | environment, stdout=subprocess.PIPE, cwd=HERE.parent)


def digests(processes: list[subprocess.Popen[bytes]]) -> list[str]:
    out = [process.communicate(timeout=300)[0].decode().strip() for process in processes]
    assert [process.returncode for process in processes] == [0] * len(processes)
    return out


@pytest.fixture(scope="module")
def expected(bot: ChatBot) -> str:
    return digest(bot)


def test_hash_seeds_and_locales_change_no_byte(expected: str) -> None:
    ways = [{"PYTHONHASHSEED": "1", "LC_ALL": "C"}, {"PYTHONHASHSEED": "2", "LC_ALL": "tr_TR.UTF-8"}]
    assert digests([started(**way) for way in ways]) == [expected] * 2


@pytest.mark.deep
def test_no_hash_seed_of_twenty_changes_a_byte(expected: str) -> None:
    for seed in range(3, 23, 2):
        assert digests([started(PYTHONHASHSEED=str(s)) for s in (seed, seed + 1)]) == [expected] * 2


@pytest.mark.parametrize(("typed", "folded"), [("INDUSTRY", "industry"), ("İ", "i"), ("ı", "ı"), ("I", "i")])
def test_the_letter_i_folds_the_same_everywhere(typed: str, folded: str) -> None:
    assert fold(typed) == folded


def copied(place: Path, seed: int) -> Path:
    """The shipped knowledge with its files made in another order, and its topic files under other names."""
    chance = random.Random(seed)
    files = [path for path in SHIPPED.rglob("*") if path.suffix in (".yaml", ".txt")]
    chance.shuffle(files)
    for number, path in enumerate(files):
        name = f"{number:03}.yaml" if path.parent.name == "topics" else path.name
        target = place / path.relative_to(SHIPPED).parent / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    return place


def test_neither_order_nor_names_of_files_change_a_byte(expected: str, tmp_path: Path) -> None:
    assert digest(ChatBot(load(copied(tmp_path, 1)))) == expected


@pytest.mark.deep
@pytest.mark.parametrize("seed", range(2, 8))
def test_no_order_of_files_changes_a_byte(expected: str, tmp_path: Path, seed: int) -> None:
    assert digest(ChatBot(load(copied(tmp_path, seed)))) == expected


@pytest.mark.deep
@pytest.mark.parametrize("which", ["lowest", "newest"])
def test_no_supported_version_of_a_library_changes_a_byte(expected: str, tmp_path: Path, which: str) -> None:
    found = DEPENDENCY.findall((HERE.parent / "pyproject.toml").read_text("utf-8").partition("classifiers")[0])
    assert len(found) >= 5
    wanted = [f"{name}=={version}" if which == "lowest" else name for name, version in found]
    subprocess.run([sys.executable, "-m", "venv", tmp_path / "venv"], check=True)
    python = tmp_path / "venv" / "bin" / "python"
    install = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--upgrade", *wanted]
    subprocess.run(install, check=True)
    assert digests([started(python, PYTHONPATH=str(HERE.parent))]) == [expected]


def test_no_reply_to_a_question_file_changes_unseen(bot: ChatBot) -> None:
    """`python tests/pinned.py replies OUT` before and after shows which; `make golden` accepts them."""
    assert reply_digests(bot) == json.loads(REPLIES.read_text("utf-8"))


@pytest.mark.parametrize("one", golden(), ids=lambda one: one["question"][:40])
def test_a_pinned_answer_stays_word_for_word(bot: ChatBot, one: dict[str, Any]) -> None:
    """`make golden` writes them anew; a change of them is to be read before it is committed."""
    if one["language"] in bot.knowledge.editions:
        assert pinned(bot, one["question"], one["language"]) == one


def test_no_pinned_word_or_phrasing_is_lost(bot: ChatBot) -> None:
    """`make pins` writes them anew. They notice a loss, and measure nothing: they are our own words."""
    assert run(bot, read_cases(WORDS)).failed == {}
