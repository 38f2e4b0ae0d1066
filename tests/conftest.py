"""What tests share: the shipped bot, loaded once, and a folder maker for small knowledge bases."""

from __future__ import annotations

import fcntl
import os
import pickle
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from paths import write_files
from pinned import reports

from chatbot import ChatBot
from chatbot.knowledge import Edition, Knowledge
from chatbot.loading.folders import SHIPPED
from chatbot.loading.loader import load
from chatbot.measuring.evaluate import Report
from chatbot.storing import cache

SMALL = """
- id: tea.price
  phrasings: [How much is tea?, price of tea, what does tea cost]
  answer: Tea costs two coins.
  sources: [board]
- id: tea.kinds
  phrasings: [Which teas are there?, kinds of tea, list the teas]
  answer: There is green tea and black tea.
  sources: [board]
- id: cake.price
  phrasings: [How much is cake?, price of cake, what does cake cost]
  answer: Cake costs five coins.
  sources: [board]
- id: talk.hello
  talk: true
  phrasings: [Hello, good morning]
  answer: Hello!
"""
BOT = "name: the tea house\nlanguages: [en]\npage: https://example.org/tea\n"
SOURCES = "- id: board\n  title: The board\n  address: https://example.org/board\n"


TEA_HOUSE = {
    "sources.yaml": SOURCES,
    "bot.yaml": BOT + "kinds: [{id: tea, one: tea, many: teas}]\nstarters: [tea.kinds]\n",
    "entities/teas.yaml": """
- id: green
  kind: tea
  name: Green tea
  called: green tea
  values: {price: {value: costs two coins}, field: {value: meadows}, doing: {value: tastes of meadows}}
  names: [sencha, gunpowder]
  subjects: [grass, meadow]
- id: black
  kind: tea
  name: Black tea
  called: black tea
  values: {price: {value: costs three coins}, field: {value: smoke}, doing: {value: tastes of malt}}
  names: [assam]
  subjects: [malt, smoke]
""",
    "topics/all.yaml": """
- id: tea.price
  needs: tea
  phrasings: ["How much is {tea}?", "price of {tea}", "what does {tea} cost"]
  answer: "{tea} {tea.price}."
  sources: [board]
  related: [tea.kinds]
- id: tea.kinds
  phrasings: [Which teas are there?, kinds of tea, list the teas]
  answer: "There are {count:tea} teas: {list:tea}."
  sources: [board]
  related: [cake.price]
- id: tea.taste
  needs: tea.subject
  role: by-subject
  phrasings: ["Which tea tastes of {tea.subject}?", "which one is {tea.subject}", "who grows {tea.subject}"]
  answer: "{tea} {tea.doing}."
  sources: [board]
- id: cake.price
  phrasings: [How much is cake?, price of cake, what does cake cost]
  answer: Cake costs five coins.
  more: It is baked each morning.
  sources: [board]
  related: [house.hours]
- id: house.hours
  phrasings: [When do you open?, opening hours, are you open today]
  answer: The house opens at nine and closes at five.
  sources: [board]
- id: talk.hello
  talk: true
  phrasings: [Hello, good morning, hi there]
  answer: Hello! Ask about tea or cake.
""",
}
"""A knowledge of six entries and two entities, on which the rooms of the engine are tried."""


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> ChatBot:
    """The bot of the tea house: what is tested on it no curator's wording can break."""
    return ChatBot.load(write_files(tmp_path_factory.mktemp("tea-house"), TEA_HOUSE))


@pytest.fixture(scope="session")
def edition(small: ChatBot) -> Edition:
    """The tea house in English."""
    return small.knowledge.edition("en")


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of this run of the tests, the same for all of its processes."""
    base = tmp_path_factory.getbasetemp()
    place = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "shared"
    place.mkdir(exist_ok=True)
    return place


@pytest.fixture(scope="session", autouse=True)
def _own_cache(shared: Path) -> Iterator[None]:
    """The tests and the processes that they start leave the user's cache alone; small folders do not crowd ours out."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(shared))
        patch.setattr(cache, "KEPT", 60)
        yield


def made_once(place: Path, make: Callable[[], Any]) -> Any:
    """What takes long to make: one process of this run makes it, and the others wait for it and read it from a file."""
    with place.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # until the file is closed
        if not place.is_file():
            own = place.with_suffix(f".{os.getpid()}")
            own.write_bytes(pickle.dumps(make()))
            own.replace(place)
    return pickle.loads(place.read_bytes())  # our own, of a moment ago


@pytest.fixture(scope="session")
def shipped(shared: Path) -> Knowledge:
    """The shipped knowledge as its YAML says it."""
    found: Knowledge = made_once(shared / "shipped.pickle", lambda: load(SHIPPED))
    return found


@pytest.fixture(scope="session")
def bot(shipped: Knowledge) -> ChatBot:
    """The shipped bot, and a stored form of its knowledge for every process that the tests start."""
    cache.load(SHIPPED, None, lambda *_: shipped)
    return ChatBot.load()


@pytest.fixture(scope="session")
def asked(bot: ChatBot, shared: Path) -> dict[str, Report]:
    """What came of every question file, as `pinned.reports` finds it."""
    found: dict[str, Report] = made_once(shared / "asked.pickle", lambda: reports(bot))
    return found


@pytest.fixture
def folder(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Path]:
    """Make a knowledge folder: the small one, with files replaced or added by name. Its stored forms stay apart."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))

    def make(**files: str) -> Path:
        contents = {"bot.yaml": BOT, "sources.yaml": SOURCES, "topics/all.yaml": SMALL}
        contents |= {name.replace("__", "/") + ".yaml": text for name, text in files.items()}
        return write_files(tmp_path, contents)

    return make


LEAVES = """
- id: sky.today
  phrasings: [What is the sky today?, sun today, rain today, snow today, hail today]
  answer: The sky is blue.
  sources: [board]
- id: leaf.green
  phrasings: [Is the tea cake leaf green?, tea cake leaf black]
  answer: The leaf is green.
  sources: [board]
  related: [sky.today]
- id: leaf.shop
  phrasings: [Is the tea cake leaf in the shop?, tea cake leaf house]
  answer: The leaf is in the shop.
  sources: [board]
  related: [sky.today]
- id: leaf.cup
  phrasings: [Is the tea cake leaf in the cup?, tea cake leaf mug]
  answer: The leaf is in the cup.
  sources: [board]
  related: [sky.today]
"""
"""Three entries of which a message without more is as likely to ask for each."""

FEW = {
    "bot": BOT.replace("[en]", "[xx]"),
    "languages__xx__grammar": """
stemmer: english
stop: [a the is are how much what which do does of to there]
askers: [what, which, how]
marks: {question: [what, which, how], yes-no: [is, are, do, does]}
""",
    "languages__xx__messages": "{no-match: I don't know., unknown-word: I don't know., empty: Please ask., and: and}",
}


@pytest.fixture
def lean(folder: Callable[..., Path]) -> Callable[..., Path]:
    """The same in a language of few words, which is read and kept fast, unless the test says who the bot is."""

    def make(**files: str) -> Path:
        return folder(**(files if "bot" in files else FEW | files))

    return make
