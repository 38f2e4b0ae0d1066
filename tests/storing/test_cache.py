"""The stored form of a folder: kept where it is this user's alone, used when it is current, and never in the way."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest
from paths import ROOT

from chatbot import ChatBot
from chatbot.knowledge import Knowledge
from chatbot.loading.folders import PACKAGE, SHIPPED
from chatbot.loading.loader import load
from chatbot.storing import cache, store
from chatbot.storing.writer import PART

ASK = (
    "import sys; from chatbot import ChatBot; reply = ChatBot.load(sys.argv[1]).ask('price of tea'); "
    "print(reply.text, 'yaml' in sys.modules)"
)
PRICE = "Tea costs two coins."
KEPT = cache.KEPT
"""As the engine has it: `conftest.py` sets another for the tests."""
Folder = Callable[..., Path]


@pytest.fixture
def folder(lean: Callable[..., Path]) -> Callable[..., Path]:
    """What is stored does not hang on the language: one of few words is read and kept fast."""
    return lean


@pytest.fixture
def kept(folder: Folder, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that stored forms are kept in."""
    del folder  # it sets a cache of its own, which this one replaces
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("xdg")))
    return cache._folder()


def asked(made: Path) -> str:
    """What a start answers, and whether it read YAML."""
    read: list[Path] = []

    def from_yaml(folder: Path, today: date | None) -> Knowledge:
        read.append(folder)
        return load(folder, today)

    return f"{ChatBot(cache.load(made, None, from_yaml)).ask('price of tea').text} {bool(read)}"


def asked_elsewhere(made: Path, *before: str, engine: Path = ROOT, **environment: str) -> str:
    """The same of another process."""
    command: Sequence[str | Path] = [sys.executable, "-c", ";".join([*before, ASK]), made]
    done = subprocess.run(
        command, env=os.environ | {"PYTHONPATH": str(engine)} | environment, capture_output=True, check=True, cwd=made
    )
    assert done.stderr == b""
    return done.stdout.decode().strip()


def test_the_second_start_reads_no_yaml_and_says_the_same(folder: Folder, kept: Path) -> None:
    made = folder()
    assert asked_elsewhere(made) == f"{PRICE} True"
    assert asked_elsewhere(made) == f"{PRICE} False"
    assert len(list(kept.iterdir())) == 1


def test_a_change_of_the_folder_is_seen(folder: Folder, kept: Path) -> None:
    made = folder()
    assert asked(made) == f"{PRICE} True"
    topics = made / "topics/all.yaml"
    topics.write_text(topics.read_text("utf-8").replace("two coins", "four coins"), "utf-8")
    assert asked(made) == "Tea costs four coins. True"
    assert len(list(kept.iterdir())) == 2


@pytest.mark.parametrize(
    "name",
    "bot.yaml sources.yaml redirects.yaml places.yaml entities/a.yaml topics/a.yaml tests/a.yaml".split()
    + [f"languages/en/{name}" for name in "grammar.yaml messages.yaml synonyms.yaml words.txt elsewhere.txt".split()],
)
def test_a_change_of_any_file_of_a_folder_is_seen(folder: Folder, name: str) -> None:
    made = folder()
    before = cache.fingerprint(made)
    (made / name).parent.mkdir(parents=True, exist_ok=True)
    with (made / name).open("a", encoding="utf-8") as file:
        file.write("# more\n")
    assert cache.fingerprint(made) != before


def test_a_change_of_what_a_folder_inherits_is_seen(
    folder: Folder, kept: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    made, other = folder(), tmp_path_factory.mktemp("engine")
    shutil.copytree(PACKAGE, other / "chatbot", ignore=shutil.ignore_patterns("__pycache__"))
    assert [asked_elsewhere(made, engine=other) for _ in range(2)] == [f"{PRICE} True", f"{PRICE} False"]
    with (other / "chatbot/languages/en/words.txt").open("a", encoding="utf-8") as file:
        file.write("zymurgy\n")
    assert [asked_elsewhere(made, engine=other) for _ in range(2)] == [f"{PRICE} True", f"{PRICE} False"]
    assert len(list(kept.iterdir())) == 2


def test_two_versions_of_the_engine_share_a_folder_without_a_fight(
    folder: Folder, kept: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    made, other = folder(), tmp_path_factory.mktemp("engine")
    shutil.copytree(PACKAGE, other / "chatbot", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(SHIPPED, other / "knowledge")
    with (other / "chatbot/reading/tokenizer.py").open("a") as file:
        file.write("# another version\n")
    assert [asked_elsewhere(made, engine=engine) for engine in (ROOT, other)] == [f"{PRICE} True"] * 2
    assert [asked_elsewhere(made, engine=engine) for engine in (ROOT, other) * 2] == [f"{PRICE} False"] * 4
    assert len(list(kept.iterdir())) == 2


@pytest.mark.parametrize("name", ["what?", "no#1", "100%", "a b&c=d", "été"])
def test_any_name_of_a_folder_will_do(folder: Folder, kept: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    made = folder()
    moved = made.parent / name
    shutil.copytree(made, moved)
    monkeypatch.setenv("XDG_CACHE_HOME", str(moved / name))
    assert [asked(moved) for _ in range(2)] == [f"{PRICE} True", f"{PRICE} False"]
    assert not kept.exists()


def forms(kept: Path, count: int) -> None:
    """So many stored forms of other folders, made by a clock that was ahead."""
    kept.mkdir(mode=0o700, exist_ok=True)
    ahead = time.time() + 10_000
    for number in range(count):
        path = kept / f"knowledge-{number:016x}-{number:016x}.sqlite"
        path.touch(mode=0o600)
        os.utime(path, (ahead + number, ahead + number))


def test_documents_beside_it_stay(folder: Folder, kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "KEPT", 8)
    forms(kept, 12)
    names = [f"{number}.tex" for number in range(15)] + ["knowledge.sqlite", f"knowledge-{'0' * 16}.sqlite"]
    for name in names:
        (kept / name).write_text(name, "utf-8")
    ChatBot.load(folder())
    assert {path.name for path in kept.iterdir() if not cache.OWN.fullmatch(path.name)} == set(names)
    assert len(list(kept.iterdir())) == len(names) + 8


def test_the_cache_keeps_the_newest_eight(folder: Folder, kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "KEPT", KEPT)
    forms(kept, 10)
    made = folder()
    ChatBot.load(made)
    names = sorted(path.name for path in kept.iterdir())
    assert len(names) == 8
    assert [name for name in names if name.startswith("knowledge-000")] == [
        f"knowledge-{number:016x}-{number:016x}.sqlite" for number in range(3, 10)
    ]
    assert asked(made) == f"{PRICE} False"  # the newest is never the one that goes, whatever the clocks say


def test_what_is_in_use_makes_no_room(folder: Folder, kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "KEPT", 3)
    made, other = folder(), folder().parent / "other"
    shutil.copytree(made, other)
    for coins in range(6):
        ChatBot.load(made)
        (other / "topics/more.yaml").write_text(
            f"- {{id: news, phrasings: [news], answer: '{coins}', sources: [board]}}", "utf-8"
        )
        ChatBot.load(other)
    assert asked(made) == f"{PRICE} False"
    assert len(list(kept.iterdir())) == 3


def linked(place: Path, elsewhere: Path) -> None:
    shutil.move(place, elsewhere / place.name)
    place.symlink_to(elsewhere / place.name)


def piped(place: Path, _: Path) -> None:
    place.unlink()
    os.mkfifo(place)


def replaced_by_a_folder(place: Path, _: Path) -> None:
    place.unlink()
    place.mkdir()


@pytest.mark.parametrize("change", [linked, piped, replaced_by_a_folder])
def test_what_is_no_plain_file_is_neither_read_nor_replaced(
    folder: Folder, kept: Path, tmp_path_factory: pytest.TempPathFactory, change: Callable[[Path, Path], None]
) -> None:
    made = folder()
    asked(made)
    [file] = kept.iterdir()
    change(file, tmp_path_factory.mktemp("elsewhere"))
    before = file.lstat()
    assert asked(made) == f"{PRICE} True"
    assert file.lstat().st_mode == before.st_mode
    assert file.lstat().st_ino == before.st_ino
    assert list(kept.iterdir()) == [file]


def test_a_link_in_place_of_the_cache_is_not_followed(
    folder: Folder, kept: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("documents")
    (elsewhere / "mine.tex").write_text("mine", "utf-8")
    kept.symlink_to(elsewhere)
    assert [asked(folder()) for _ in range(2)] == [f"{PRICE} True"] * 2
    assert [path.name for path in elsewhere.iterdir()] == ["mine.tex"]


@pytest.mark.parametrize("mode", [0o777, 0o755, 0o770])
def test_modes_that_let_others_in_are_set_right(folder: Folder, kept: Path, mode: int) -> None:
    made = folder()
    kept.mkdir()
    kept.chmod(mode)
    asked(made)
    assert stat.S_IMODE(kept.stat().st_mode) == 0o700
    [file] = kept.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    file.chmod(mode & 0o666)
    assert asked(made) == f"{PRICE} True"  # others may have written it
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert asked(made) == f"{PRICE} False"


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() != 0, reason="only root gives files away")
def test_what_another_user_owns_is_not_read(folder: Folder, kept: Path) -> None:
    made = folder()
    asked(made)
    [file] = kept.iterdir()
    os.chown(file, 65534, 65534)
    assert asked(made) == f"{PRICE} True"
    os.chown(kept, 65534, 65534)
    assert [asked(made) for _ in range(2)] == [f"{PRICE} True"] * 2
    assert kept.stat().st_uid == 65534


@pytest.mark.parametrize("home", ["/proc/nowhere", "/dev/null", ""])
def test_without_a_place_each_start_reads_the_yaml(
    folder: Folder, kept: Path, home: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = folder()
    monkeypatch.setenv("XDG_CACHE_HOME", home)
    monkeypatch.setenv("HOME", home or "/proc/nowhere")
    assert [asked(made) for _ in range(2)] == [f"{PRICE} True"] * 2
    assert not kept.exists()


def test_a_relative_place_is_ignored(
    folder: Folder, kept: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, home = folder(), tmp_path_factory.mktemp("home")
    monkeypatch.setenv("XDG_CACHE_HOME", "here")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.chdir(made)
    assert [asked(made) for _ in range(2)] == [f"{PRICE} True", f"{PRICE} False"]
    assert (home / ".cache" / kept.name).is_dir()
    assert not (made / "here").exists()


def test_a_switch_turns_it_off(folder: Folder, kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = folder()
    monkeypatch.setenv("CLUSTERS_NO_CACHE", "")
    assert [asked(made) for _ in range(2)] == [f"{PRICE} True"] * 2
    assert not kept.exists()


def test_a_full_disk_leaves_nothing_and_the_answer_comes(folder: Folder, kept: Path) -> None:
    full = "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
    full += "resource.setrlimit(resource.RLIMIT_FSIZE, (4_000, 4_000))"
    assert asked_elsewhere(folder(), full) == f"{PRICE} True"
    assert list(kept.iterdir()) == []


def test_a_kill_in_mid_write_leaves_the_next_start_unharmed(folder: Folder, kept: Path) -> None:
    made = folder(
        topics__long=f"- {{id: news, phrasings: [news, '{'long' * 1_500_000}'], answer: short, sources: [board]}}"
    )
    for _ in range(3):
        process = subprocess.Popen([sys.executable, "-c", ASK, made], stdout=subprocess.DEVNULL, cwd=ROOT)
        parts: list[Path] = []
        while process.poll() is None and not parts:
            with contextlib.suppress(FileNotFoundError):
                parts = list(kept.glob(f".{PART}-*"))
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert parts
    left = list(kept.glob(f".{PART}-*"))
    assert left
    assert asked(made) == f"{PRICE} True"
    assert asked(made) == f"{PRICE} False"
    hours_ago = time.time() - 4_000
    for path in left:
        os.utime(path, (hours_ago, hours_ago))
    asked(folder(topics__long="- {id: news, phrasings: [news], answer: short, sources: [board]}"))
    assert list(kept.glob(f".{PART}-*")) == []


def test_four_processes_at_once_leave_one_whole_file(folder: Folder, kept: Path) -> None:
    made = folder()
    processes = [subprocess.Popen([sys.executable, "-c", ASK, made], stdout=subprocess.PIPE, cwd=ROOT) for _ in "1234"]
    assert {process.communicate(timeout=60)[0].decode().split(" ", 4)[3] for process in processes} == {"coins."}
    assert len(list(kept.iterdir())) == 1
    assert asked(made) == f"{PRICE} False"


def test_the_day_of_loading_is_not_kept(folder: Folder, kept: Path) -> None:
    made = folder()
    days = [date(2026, 11, 26), date(2031, 1, 1)]
    assert [ChatBot.load(made, today=day).knowledge.today for day in days] == days
    assert len(list(kept.iterdir())) == 1


def installed(place: Path, shipped: Knowledge) -> Path:
    """The package as a wheel installs it, with the prepared knowledge, owned by another and not to be written."""
    shutil.copytree(PACKAGE, place / "chatbot", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(SHIPPED, place / "chatbot/knowledge")
    store.write(shipped, cache.fingerprint(SHIPPED), place / "chatbot/knowledge" / cache.PREPARED)
    for path in [*place.rglob("*"), place]:
        path.chmod(0o555 if path.is_dir() else 0o444)
        if os.getuid() == 0:
            os.chown(path, 65534, 65534)
    return place


def test_an_install_that_another_owns_is_used_where_it_is(
    kept: Path, tmp_path_factory: pytest.TempPathFactory, shipped: Knowledge
) -> None:
    place = installed(tmp_path_factory.mktemp("installed"), shipped)
    code = "import sys, chatbot; print(chatbot.answer('who funds the clusters?').status, 'yaml' in sys.modules)"
    environment = os.environ | {"PYTHONPATH": str(place), "XDG_CACHE_HOME": "/proc/nowhere"}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, check=True, cwd="/")
    assert done.stdout == b"answered False\n"
    assert not kept.exists()


def test_a_prepared_form_that_is_damaged_is_replaced_in_the_users_cache(
    folder: Folder, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = folder()
    monkeypatch.setattr(cache, "SHIPPED", made)
    prepared = made / cache.PREPARED
    store.write(load(made), cache.fingerprint(made), prepared)
    assert ChatBot.load(made).ask("price of tea").text == PRICE
    assert not kept.exists()
    with contextlib.closing(sqlite3.connect(prepared)) as connection, connection:
        connection.execute("UPDATE rows SET value = 'x' WHERE key = 'knowledge'")
    assert ChatBot.load(made).ask("price of tea").text == PRICE
    assert len(list(kept.iterdir())) == 1
