"""The same question gets the same bytes: whatever the hash seed, the order of files, the locale or the libraries."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from paths import ROOT, TESTS
from pinned import WORDS, digest, golden, pinned

from chatbot import ChatBot
from chatbot.loading.folders import SHIPPED
from chatbot.loading.loader import load
from chatbot.measuring.evaluate import read_cases, run

DEPENDENCY = re.compile(r'^    "([\w-]+)>=([\d.]+)"', re.MULTILINE)


def started(*folder: Path, python: str | Path = sys.executable, **environment: str) -> subprocess.Popen[bytes]:
    command = [python, TESTS / "pinned.py", "digest", *folder]
    return subprocess.Popen(command, env=os.environ | environment, stdout=subprocess.PIPE, cwd=ROOT)


def digests(processes: list[subprocess.Popen[bytes]]) -> list[str]:
    out = [process.communicate(timeout=300)[0].decode().strip() for process in processes]
    assert [process.returncode for process in processes] == [0] * len(processes)
    return out


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Iterator[subprocess.Popen[bytes]]:
    """A process that reads the YAML by another seed, locale and order of files, while the tests before its own run."""
    moved = copied(tmp_path_factory.mktemp("copied"), 1)
    with started(moved, PYTHONHASHSEED="2", LC_ALL="tr_TR.UTF-8") as process:
        yield process
        process.kill()


@pytest.fixture(scope="module")
def expected(bot: ChatBot) -> str:
    return digest(bot)


@pytest.mark.deep
def test_no_hash_seed_of_twenty_changes_a_byte(expected: str) -> None:
    for seed in range(1, 21, 2):
        two = [started(PYTHONHASHSEED=str(seed), LC_ALL="C"), started(PYTHONHASHSEED=str(seed + 1))]
        assert digests(two) == [expected] * 2


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


@pytest.mark.deep
@pytest.mark.parametrize("seed", range(2, 8))
def test_no_order_of_files_changes_a_byte(expected: str, tmp_path: Path, seed: int) -> None:
    assert digest(ChatBot(load(copied(tmp_path, seed)))) == expected


@pytest.mark.deep
@pytest.mark.parametrize("which", ["lowest", "newest"])
def test_no_supported_version_of_a_library_changes_a_byte(expected: str, tmp_path: Path, which: str) -> None:
    found = DEPENDENCY.findall((ROOT / "pyproject.toml").read_text("utf-8").partition("classifiers")[0])
    assert len(found) >= 5
    wanted = [f"{name}=={version}" if which == "lowest" else name for name, version in found]
    subprocess.run([sys.executable, "-m", "venv", tmp_path / "venv"], check=True)
    python = tmp_path / "venv" / "bin" / "python"
    install = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--upgrade", *wanted]
    subprocess.run(install, check=True)
    assert digests([started(python=python, PYTHONPATH=str(ROOT))]) == [expected]


@pytest.mark.usefixtures("other")
@pytest.mark.parametrize("one", golden(), ids=lambda one: one["question"][:40])
def test_a_pinned_answer_stays_word_for_word(bot: ChatBot, one: dict[str, Any]) -> None:
    """`make golden` writes them anew; a change of them is to be read before it is committed."""
    if one["language"] in bot.knowledge.editions:
        assert pinned(bot, one["question"], one["language"]) == one


def test_no_pinned_word_or_phrasing_is_lost(bot: ChatBot) -> None:
    """`make pins` writes them anew. They notice a loss, and measure nothing: they are our own words."""
    assert run(bot, read_cases(WORDS)).failed == {}


def test_neither_the_hash_seed_nor_the_locale_nor_the_order_and_names_of_files_change_a_byte(
    other: subprocess.Popen[bytes], expected: str
) -> None:
    assert digests([other]) == [expected]


def asked_at_random(seed: int, turns: int = 5) -> list[str]:
    """The turns of a conversation, each out of any question file."""
    chance = random.Random(seed)
    questions = sorted((TESTS / "questions").glob("*.jsonl"))
    cases = [case for path in chance.sample(questions, 2) for case in read_cases(path)]
    return [chance.choice(chance.choice(cases).turns).ask for _ in range(turns)]


def replay(bot: ChatBot, seed: int) -> None:
    """Each turn of a conversation gets the same reply in a session that is restored from its state, through JSON."""
    session, state = bot.session(), dict[str, Any]()
    for question in asked_at_random(seed):
        reply, again = session.ask(question), bot.session(json.loads(json.dumps(state)))
        assert again.ask(question).as_dict() == reply.as_dict(), (seed, question)
        state = session.state()
        assert again.state() == state


@pytest.mark.parametrize("seed", range(20))
def test_a_conversation_goes_on_from_its_stored_state_as_it_would_have(bot: ChatBot, seed: int) -> None:
    replay(bot, seed)


@pytest.mark.deep
def test_a_thousand_conversations_go_on_from_their_stored_states(bot: ChatBot) -> None:
    for seed in range(1000):
        replay(bot, seed)
