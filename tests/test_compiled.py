"""The compiled form: the same knowledge, used only when it is current, whole and ours, and never in the way."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from chatbot import ChatBot
from chatbot.loading import compiled, files
from chatbot.loading.loader import load

ROOT = Path(__file__).parent.parent


@pytest.fixture
def cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = tmp_path_factory.mktemp("own-cache")
    monkeypatch.setenv("XDG_CACHE_HOME", str(place))
    return place / files.NAME


def price(bot: ChatBot) -> str:
    return bot.ask("price of tea").text


def test_decoding_gives_back_the_shipped_knowledge(bot: ChatBot) -> None:
    made = bot.knowledge  # no compiled form was there when it was loaded
    assert isinstance(made.edition("en").phrases, dict)
    assert replace(compiled.decode(compiled.encode(made)), today=made.today) == made


def test_the_same_knowledge_is_encoded_the_same_way(folder: Callable[..., Path]) -> None:
    made = load(folder())
    body = compiled.encode(made)
    assert body == compiled.encode(load(folder()))
    assert body == compiled.encode(compiled.decode(body))


def test_the_second_load_reads_no_yaml_and_says_the_same(folder: Callable[..., Path], cache: Path) -> None:
    made = folder()
    first = ChatBot.load(made)
    assert len(list(cache.iterdir())) == 1
    code = (
        "import sys; from chatbot import ChatBot; bot = ChatBot.load(sys.argv[1]); "
        "print(bot.ask('price of tea').text, 'yaml' in sys.modules, 'snowballstemmer' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code, made], cwd=ROOT, capture_output=True, check=True)
    assert done.stdout.decode().strip() == f"{price(first)} False False"
    assert ChatBot.load(made).ask("what does cake cost").as_dict() == first.ask("what does cake cost").as_dict()


def test_a_change_of_the_folder_is_seen(folder: Callable[..., Path], cache: Path) -> None:
    made = folder()
    ChatBot.load(made)
    path = made / "en/topics/all.yaml"
    path.write_text(path.read_text("utf-8").replace("two coins", "nine coins"), "utf-8")
    assert price(ChatBot.load(made)) == "Tea costs nine coins."
    assert len(list(cache.iterdir())) == 1


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data[: len(data) // 2],
        lambda data: data.replace(b"two coins", b"six coins"),
        lambda _: b"",
        lambda data: data.partition(b"\n")[0] + b"\n[]",
        lambda data: data[:9] + bytes([data[9] ^ 1]) + data[10:],
        lambda data: b"\xff" * len(data),
    ],
    ids=["cut", "changed", "empty", "another body", "a bit", "noise"],
)
def test_a_damaged_file_is_ignored_and_made_anew(
    folder: Callable[..., Path], cache: Path, damage: Callable[[bytes], bytes]
) -> None:
    made = folder()
    ChatBot.load(made)
    [path] = cache.iterdir()
    whole = path.read_bytes()
    path.write_bytes(damage(whole))
    assert price(ChatBot.load(made)) == "Tea costs two coins."
    assert path.read_bytes() == whole


def test_a_whole_file_that_holds_something_else_is_ignored(folder: Callable[..., Path], cache: Path) -> None:
    made = folder()
    ChatBot.load(made)
    [path] = cache.iterdir()
    values: tuple[object, ...] = ({}, [], {"shape": ["record", "Path"], "records": {"Path": []}, "value": ["/"]})
    for value in values:
        path.write_bytes(files.pack(files.fingerprint(str(made)), "x", json.dumps(value).encode()))
        assert price(ChatBot.load(made)) == "Tea costs two coins."


def test_the_cache_is_private(folder: Callable[..., Path], cache: Path) -> None:
    ChatBot.load(folder())
    [path] = cache.iterdir()
    assert stat.S_IMODE(cache.stat().st_mode) == 0o700
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_file_that_others_may_write_is_not_read(folder: Callable[..., Path], cache: Path) -> None:
    made = folder()
    ChatBot.load(made)
    [path] = cache.iterdir()
    current = files.fingerprint(str(made))
    path.chmod(0o666)
    assert files.unpack(str(path), current) is None
    ChatBot.load(made)
    assert files.unpack(str(path), current) is not None


def test_a_cache_that_cannot_be_written_is_let_be(
    folder: Callable[..., Path], tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path_factory.mktemp("place") / "file"
    file.write_text("no folder", "utf-8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(file))
    assert price(ChatBot.load(folder())) == "Tea costs two coins."


def test_a_switch_turns_the_cache_off(
    folder: Callable[..., Path], cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(files.SWITCH, "1")
    assert price(ChatBot.load(folder())) == "Tea costs two coins."
    assert not cache.exists()


def test_many_writers_leave_one_whole_file(folder: Callable[..., Path], cache: Path) -> None:
    made = folder()
    current = files.fingerprint(str(made))
    path = files.cached(str(made))
    bodies = [bytes([65 + n]) * 200_000 for n in range(8)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda body: files.keep(path, files.pack(current, "x", body)), bodies * 4))
    assert [entry.name for entry in cache.iterdir()] == [Path(path).name]
    assert files.unpack(path, current) in bodies


def test_the_cache_stays_small(cache: Path) -> None:
    for n in range(files.KEPT + 5):
        files.keep(f"{cache}/{n}.jsonl", b"x")
        os.utime(cache / f"{n}.jsonl", ns=(n, n))
    assert len(list(cache.iterdir())) == files.KEPT
    assert (cache / f"{files.KEPT + 4}.jsonl").exists()


def test_what_belongs_to_the_day_is_not_kept(folder: Callable[..., Path], cache: Path) -> None:
    made = folder()
    ChatBot.load(made, today=date(2001, 2, 3))
    assert cache.exists()
    assert ChatBot.load(made, today=date(2004, 5, 6)).knowledge.today == date(2004, 5, 6)
    assert ChatBot.load(made).knowledge.today >= date(2026, 1, 1)


def test_a_link_out_of_the_folder_is_refused_also_after_a_good_load(
    folder: Callable[..., Path], cache: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    from chatbot import KnowledgeError

    made = folder()
    ChatBot.load(made)
    assert cache.exists()
    outside = tmp_path_factory.mktemp("outside") / "all.yaml"
    (made / "en/topics/all.yaml").rename(outside)
    (made / "en/topics/all.yaml").symlink_to(outside)
    with pytest.raises(KnowledgeError):
        ChatBot.load(made)


def test_a_reload_reads_the_yaml(folder: Callable[..., Path], cache: Path) -> None:
    made = folder()
    bot = ChatBot.load(made)
    assert cache.exists()
    (made / "en/topics/all.yaml").write_text("- id: [", "utf-8")
    with pytest.raises(Exception, match="yaml"):
        bot.reload()


def test_asking_the_shipped_knowledge_imports_neither_yaml_nor_a_stemmer(bot: ChatBot) -> None:
    assert bot.ask("who funds the clusters").topic
    code = "import sys, chatbot.channels.main as c; c.main(['ask', 'who funds the clusters?']); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, cwd=ROOT)
    assert not {"yaml", "snowballstemmer", "rapidfuzz", "prompt_toolkit"} & set(done.stdout.decode().split())
