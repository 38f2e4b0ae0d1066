"""A stored knowledge is the same knowledge; what is damaged in it is noticed, and the YAML answers instead."""

from __future__ import annotations

import contextlib
import logging
import multiprocessing
import os
import pickle
import random
import sqlite3
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot import ChatBot, KnowledgeError
from chatbot.exchanging.exchange import import_file
from chatbot.knowledge import Knowledge
from chatbot.loading.loader import load
from chatbot.storing import cache, store
from chatbot.storing.store import DamagedError, Store, Table

FINGERPRINT = [*store._rows(0, {}, "now")]
QUESTIONS = ["price of tea", "kinds of tea", "what does cake cost", "Hello", "who funds the clusters?", "tae price", ""]


@pytest.fixture
def folder(lean: Callable[..., Path]) -> Callable[..., Path]:
    """What is stored does not hang on the language: one of few words is read and kept fast."""
    return lean


def no_yaml() -> Knowledge:
    raise AssertionError("the YAML was read")


@pytest.fixture(scope="module")
def file(shipped: Knowledge, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The stored form of the shipped knowledge."""
    path = tmp_path_factory.mktemp("store") / "shipped.sqlite"
    store.write(shipped, "now", path)
    return path


def tables(knowledge: Any, found: list[Table] | None = None) -> list[Table]:
    """Every table of a knowledge that was read from a file."""
    found = [] if found is None else found
    if isinstance(knowledge, Table):
        found.append(knowledge)
    elif isinstance(knowledge, Mapping):
        for value in knowledge.values():
            tables(value, found)
    elif isinstance(knowledge, tuple):
        for value in knowledge:
            tables(value, found)
    elif hasattr(knowledge, "_mapping"):  # the keys of a table
        tables(knowledge._mapping, found)
    return found


def test_a_stored_knowledge_is_the_same_and_keeps_its_order(shipped: Knowledge, file: Path) -> None:
    again = store.read(file, "now", no_yaml)
    assert again is not None
    assert again._replace(today=shipped.today) == shipped
    for language, edition in shipped.editions.items():
        assert list(again.editions[language].topics) == list(edition.topics)
        assert list(again.editions[language].entities) == list(edition.entities)


def test_large_mappings_stay_in_the_file_until_they_are_asked(file: Path) -> None:
    again = store.read(file, "now", no_yaml)
    large = tables(again)
    assert len(large) > 20
    assert all(table._all is None for table in large)


def test_another_fingerprint_is_no_stored_form(file: Path, tmp_path: Path) -> None:
    assert store.read(file, "later", no_yaml) is None
    assert store.read(tmp_path / "nowhere", "now", no_yaml) is None


@given(st.dictionaries(st.text(min_size=1), st.integers(), min_size=1), st.lists(st.text(), max_size=20))
def test_what_is_held_is_found_and_what_is_not_is_not(values: dict[str, int], others: list[str]) -> None:
    values = {key.encode("utf-8", "replace").decode(): value for key, value in values.items()}
    connection = sqlite3.connect(":memory:")
    connection.execute(store.SCHEMA)
    rows = [*FINGERPRINT, *store._rows(1, {key: str(value) for key, value in values.items()}, "now")]
    connection.executemany("INSERT INTO rows VALUES (?, ?, ?, ?, ?, ?)", rows)
    held = Store(Path("unused"), "now", no_yaml)
    held._connection = lambda: connection  # type: ignore[method-assign]
    for key in [*values, *others]:
        expected = str(values[key]) if key in values else None
        assert held.value(1, key) == expected
    assert [row[0] for row in held.rows(1)] == list(values)
    connection.close()


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE rows SET value = value || ' ' WHERE key = 'm'",
        "UPDATE rows SET next = 'z' WHERE key = 'c'",
        "UPDATE rows SET place = 9 WHERE key = 'm'",
        "DELETE FROM rows WHERE key = 'm'",
        "DELETE FROM rows",
        "DROP TABLE rows",
        "UPDATE rows SET key = 'n' WHERE key = 'm'",
        "UPDATE rows SET sum = NULL WHERE key = 'm'",
        "UPDATE rows SET value = 3 WHERE key = '' AND tab = 1",
        "DELETE FROM rows WHERE key = '' AND tab = 1",
    ],
)
def test_a_row_that_is_changed_or_missing_is_noticed(tmp_path: Path, change: str) -> None:
    path = tmp_path / "rows.sqlite"
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(store.SCHEMA)
        rows = [*FINGERPRINT, *store._rows(1, {key: f'"{key}"' for key in "acmx"}, "now")]
        connection.executemany("INSERT INTO rows VALUES (?, ?, ?, ?, ?, ?)", rows)
    held = Store(path, "now", no_yaml)
    assert [held.value(1, key) for key in "abm"] == ['"a"', None, '"m"']
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(change)
    held = Store(path, "now", no_yaml)
    with pytest.raises(DamagedError):
        assert [held.value(1, key) for key in "cmn"] + held.rows(1)
    with pytest.raises(DamagedError):
        held.rows(1)


def answers(bot: ChatBot, questions: list[str]) -> list[str]:
    return [str(bot.ask(question).as_dict()) for question in questions]


def test_bytes_damaged_in_the_middle_never_change_an_answer(
    shipped: Knowledge, file: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    questions = ["who funds the clusters?", "where is Ocean based", "what is a superclustre", "combien de grappes"]
    expected = answers(ChatBot(shipped), questions)
    whole = file.read_bytes()
    part = len(whole) // 10
    chance = random.Random(1)
    noticed = 0
    for number in range(12):
        damaged = bytearray(whole)
        start = chance.randrange(100, len(whole) - part)
        damaged[start : start + part] = chance.randbytes(part)
        path = tmp_path / f"{number}.sqlite"
        path.write_bytes(damaged)
        read = store.read(path, "now", lambda: shipped)
        if read is not None:
            assert answers(ChatBot(read._replace(today=shipped.today)), questions) == expected
            assert number % 6 or [dict(table) for table in tables(read)]
        path.unlink()
        noticed += bool(caplog.records) or read is None
        caplog.clear()
    assert noticed >= 9


def test_a_file_that_is_cut_off_or_no_database_is_none(file: Path, tmp_path: Path) -> None:
    whole = file.read_bytes()
    for number, data in enumerate([b"", b"no database", whole[:100], whole[:4096], b"\0" * 20_000]):
        path = tmp_path / f"{number}.sqlite"
        path.write_bytes(data)
        assert store.read(path, "now", no_yaml) is None


def test_damage_is_logged_once_and_printed_nowhere_and_the_yaml_answers(
    shipped: Knowledge, file: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "damaged.sqlite"
    path.write_bytes(file.read_bytes())
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE rows SET value = '1' WHERE tab > 0 AND key <> ''")
    asked: list[int] = []

    def reread() -> Knowledge:
        asked.append(1)
        return shipped

    bot = ChatBot(store.read(path, "now", reread) or no_yaml())
    with caplog.at_level(logging.WARNING):
        assert bot.ask("who funds the clusters?").text == ChatBot(shipped).ask("who funds the clusters?").text
    assert asked == [1]
    assert [record.name for record in caplog.records] == ["chatbot.storing.store"]
    assert capfd.readouterr() == ("", "")


def test_threads_share_a_knowledge_that_was_never_asked(shipped: Knowledge, file: Path) -> None:
    questions = ["who funds the clusters?", "what is NGen", "who leads Scale AI", "how many clusters are there"]
    expected = answers(ChatBot(shipped), questions)
    for _ in range(5):
        fresh = ChatBot((store.read(file, "now", no_yaml) or no_yaml())._replace(today=shipped.today))
        with ThreadPoolExecutor(8) as pool:
            assert list(pool.map(lambda _, bot=fresh: answers(bot, questions), range(8))) == [expected] * 8


def answers_in_a_worker(bot: ChatBot, questions: list[str]) -> list[str]:
    return answers(bot, questions)


held: list[ChatBot] = []


def answers_of_what_was_held(questions: list[str]) -> list[str]:
    return answers(held[0], questions)


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_a_bot_goes_to_other_processes(folder: Callable[..., Path], method: str) -> None:
    bot = ChatBot.load(folder())
    bot = ChatBot.load(folder())  # from the stored form, which the first load kept
    expected = answers(bot, QUESTIONS)
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context(method)) as pool:
        assert [pool.submit(answers_in_a_worker, bot, QUESTIONS).result() for _ in range(4)] == [expected] * 4


def test_a_forked_process_opens_the_file_for_itself(folder: Callable[..., Path]) -> None:
    ChatBot.load(folder())
    held[:] = [ChatBot.load(folder())]
    expected = answers(held[0], QUESTIONS[:3])
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("fork")) as pool:
        assert [pool.submit(answers_of_what_was_held, QUESTIONS).result() for _ in range(4)] == [
            answers(held[0], QUESTIONS)
        ] * 4
    assert answers(held[0], QUESTIONS[:3]) == expected


@pytest.mark.parametrize("count", [1, 12, 13, 60])
def test_a_folder_of_any_size_answers_the_same_from_its_stored_form(tmp_path: Path, count: int) -> None:
    """Few entries have few features, whose weights stand within the first row."""
    rows = [f"t{number},word{chr(97 + number % 26)}{number // 26},answer {number}" for number in range(count)]
    (tmp_path / "table.csv").write_text("\n".join(["topic,question,answer", *rows]), "utf-8")
    import_file(tmp_path / "table.csv", tmp_path / "folder")
    knowledge = load(tmp_path / "folder")
    store.write(knowledge, "now", tmp_path / "file")
    again = (store.read(tmp_path / "file", "now", no_yaml) or no_yaml())._replace(today=knowledge.today)
    assert again == knowledge
    asked = [row.split(",")[1] for row in rows[:12]]
    assert answers(ChatBot(again), asked) == answers(ChatBot(knowledge), asked)


def test_another_file_in_its_place_is_not_read_as_this_one(shipped: Knowledge, tmp_path: Path) -> None:
    """As when the package is upgraded under a running program."""
    path, other = tmp_path / "one", tmp_path / "other"
    store.write(shipped, "now", path)
    store.write(shipped._replace(digest="other"), "later", other)
    bot = ChatBot(store.read(path, "now", lambda: shipped) or no_yaml())
    other.replace(path)
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(bot.ask, "who funds the clusters?").result().topic == "program.funder"


def test_a_bot_whose_file_and_folder_are_gone_or_changed_takes_all_of_the_new(folder: Callable[..., Path]) -> None:
    words = ", ".join(f"zub{n}" for n in range(2 * store.LARGE))  # so that some of it is left in the file
    made = folder(topics__more=f"- {{id: zub, phrasings: [{words}], answer: Zub., sources: [board]}}")
    ChatBot.load(made)
    bot = ChatBot.load(made)
    before = bot.knowledge.digest
    for path in cache._folder().iterdir():
        path.unlink()
    topics = made / "topics/all.yaml"
    topics.write_text(topics.read_text("utf-8").replace("two coins", "nine coins"), "utf-8")
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(bot.ask, "price of tea").result().text == "Tea costs nine coins."
    assert bot.knowledge.digest != before
    for path in cache._folder().iterdir():
        path.unlink()
    bot = ChatBot.load(made)
    bot = ChatBot.load(made)
    for path in [*cache._folder().iterdir(), *topics.parent.iterdir()]:
        path.unlink()
    with ThreadPoolExecutor(1) as pool, pytest.raises(KnowledgeError):
        pool.submit(bot.ask, "price of tea").result()


def test_a_bot_finds_its_folder_from_wherever_the_program_went(
    folder: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = folder()
    monkeypatch.chdir(made.parent)
    ChatBot.load(made.name)
    bot = ChatBot.load(made.name)
    for path in cache._folder().iterdir():
        path.unlink()
    monkeypatch.chdir("/")
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(bot.ask, "price of tea").result().text == "Tea costs two coins."
    bot.reload()


def test_a_process_forked_while_the_yaml_is_read_answers_for_itself(
    shipped: Knowledge, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("stored") / "file"
    store.write(shipped, "now", path)
    one = Store(path, "now", lambda: shipped)
    one.digest = shipped.digest
    with one._locks.setdefault(os.getpid(), threading.Lock()):
        child = multiprocessing.get_context("fork").Process(target=one.mend, args=(DamagedError("lost"),))
        child.start()
        child.join(10)
    assert child.exitcode == 0


def test_a_pickle_is_the_folder_the_day_and_the_digest(folder: Callable[..., Path]) -> None:
    made = folder()
    packed = pickle.dumps(ChatBot.load(made))
    assert len(packed) < 1_000
    again = pickle.loads(packed)
    assert answers(again, QUESTIONS) == answers(ChatBot.load(made), QUESTIONS)
    (made / "topics/more.yaml").write_text("- {id: news, phrasings: [news], answer: N., sources: [board]}", "utf-8")
    with pytest.raises(KnowledgeError, match="changed"):
        pickle.loads(packed)
