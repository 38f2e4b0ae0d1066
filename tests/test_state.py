"""One bot, many askers: threads, sessions, processes and a reload have no say in a reply."""

from __future__ import annotations

import json
import multiprocessing
import random
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

import pytest

from chatbot import ChatBot, KnowledgeError, Reply, Session
from chatbot.channels.chat import Conversation
from chatbot.channels.render import Style
from chatbot.measuring.evaluate import read_cases

FILES = sorted((Path(__file__).parent / "questions").glob("*.jsonl"))
CASES = [case for path in FILES for case in read_cases(path)]
DIALOGUES = [[turn.ask for turn in case.turns] for case in CASES if len(case.turns) > 1]


def asked(count: int) -> list[str]:
    """A seeded sample of the question files."""
    return random.Random(1).sample([turn.ask for case in CASES for turn in case.turns], count)


def said(reply: Reply) -> str:
    return json.dumps(reply.as_dict())


def said_by_threads(bot: ChatBot, threads: int, questions: Sequence[str]) -> None:
    expected = {question: said(bot.ask(question)) for question in questions}
    gate = threading.Barrier(threads)

    def ask(number: int) -> dict[str, str]:
        own = random.Random(number).sample(questions, len(questions))
        gate.wait()
        return {question: said(bot.ask(question)) for question in own}

    with ThreadPoolExecutor(threads) as pool:
        for got in pool.map(ask, range(threads)):
            assert got == expected


def test_threads_get_what_one_asker_gets(bot: ChatBot) -> None:
    said_by_threads(bot, 8, asked(100))


@pytest.mark.deep
def test_many_threads_get_what_one_asker_gets(bot: ChatBot) -> None:
    said_by_threads(bot, 32, asked(1_000))


@pytest.mark.deep
def talk(session: Session, lines: Sequence[str]) -> list[str]:
    return [said(session.ask(line)) for line in lines]


def test_sessions_never_mix(bot: ChatBot) -> None:
    some = DIALOGUES[:24]
    expected = [talk(bot.session(), lines) for lines in some]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda lines: talk(bot.session(), lines), some)) == expected
    sessions = [bot.session() for _ in some]
    got: list[list[str]] = [[] for _ in some]
    for turn in range(max(map(len, some))):  # in turns, all at once
        for number, lines in enumerate(some):
            if turn < len(lines):
                got[number].append(said(sessions[number].ask(lines[turn])))
    assert got == expected


def answers_in_a_worker(bot: ChatBot, questions: Sequence[str]) -> list[str]:
    return [said(bot.ask(question)) for question in questions]


def goes_on_in_a_worker(session: Session, line: str) -> tuple[str, Session]:
    return said(session.ask(line)), session


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_bots_and_sessions_go_to_worker_processes_and_back(bot: ChatBot, method: str) -> None:
    if method not in multiprocessing.get_all_start_methods():
        pytest.skip(f"this system cannot {method}")
    questions, lines = asked(20), DIALOGUES[0]
    session, here = bot.session(), bot.session()
    assert said(session.ask(lines[0])) == said(here.ask(lines[0]))
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context(method)) as pool:
        both = [pool.submit(answers_in_a_worker, bot, questions) for _ in range(2)]
        text, session = pool.submit(goes_on_in_a_worker, session, lines[1]).result()
        assert [future.result() for future in both] == [answers_in_a_worker(bot, questions)] * 2
    assert text == said(here.ask(lines[1]))
    assert session.state() == here.state()


def priced(made: Path, coins: str) -> None:
    path = made / "en/topics/all.yaml"
    text = path.read_text("utf-8").replace("two coins", f"{coins} coins").replace("three coins", f"{coins} coins")
    fresh = path.with_suffix(".part")
    fresh.write_text(text, "utf-8")
    fresh.replace(path)


def test_a_reload_swaps_whole_knowledge_while_threads_ask(folder: Callable[..., Path]) -> None:
    made = folder()
    bot = ChatBot.load(made)
    expected = set()
    for coins in ("three", "two"):
        priced(made, coins)
        bot.reload()
        expected.add((bot.knowledge.digest, f"Tea costs {coins} coins."))
    got: list[set[tuple[str, str]]] = []
    over = threading.Event()

    def ask() -> None:
        own, session = set(), bot.session()
        while not over.wait(0.001):
            for reply in (bot.ask("price of tea"), session.ask("what does tea cost")):
                own.add((reply.digest, reply.text))
        got.append(own)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for number in range(4):
        priced(made, ("three", "two")[number % 2])
        bot.reload()
    over.set()
    for thread in threads:
        thread.join()
    assert len(got) == 8
    assert set.union(*got) == expected


def test_a_broken_file_keeps_the_old_knowledge_and_says_so(folder: Callable[..., Path]) -> None:
    made = folder()
    conversation = Conversation(ChatBot.load(made), Style(width=400))
    (made / "en/topics/all.yaml").write_text("- id: [", "utf-8")
    lines = list(conversation.turn("/reload"))
    assert any("en/topics/all.yaml:" in line for line in lines)
    assert "Tea costs two coins." in list(conversation.turn("price of tea"))
    with pytest.raises(KnowledgeError):
        conversation.bot.reload()
    priced_again = folder()
    priced(priced_again, "three")
    assert conversation.bot.knowledge.digest not in "".join(conversation.turn("/reload"))
    assert "Tea costs three coins." in list(conversation.turn("price of tea"))


def test_a_session_goes_on_when_what_it_spoke_of_is_gone(folder: Callable[..., Path]) -> None:
    made = folder()
    bot = ChatBot.load(made)
    conversation = Conversation(bot, Style())
    list(conversation.turn("price of cake"))
    text = (made / "en/topics/all.yaml").read_text("utf-8")
    (made / "en/topics/all.yaml").write_text(text.replace("cake.price", "cake.cost"), "utf-8")
    for line in ("/reload", "/why", "/more", "/sources", "/copy", "why?", "tell me more", "price of cake"):
        assert all(isinstance(said, str) for said in conversation.turn(line)), line
    assert conversation.last
    assert conversation.last.topic == "cake.cost"
