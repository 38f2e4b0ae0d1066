"""What tests share: the shipped bot, loaded once, and a folder maker for small knowledge bases."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from chatbot import ChatBot, files

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
SOURCES = "- id: board\n  title: The board\n  address: https://example.org/board\n"


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The tests and the processes that they start leave the user's cache alone; small folders do not crowd ours out."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        patch.setattr(files, "KEPT", 60)
        yield


@pytest.fixture(scope="session")
def bot() -> ChatBot:
    return ChatBot.load()


@pytest.fixture
def folder(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Path]:
    """Make a knowledge folder: the small one, with files replaced or added by name. Its compiled forms stay apart."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))

    def make(**files: str) -> Path:
        contents = {"sources.yaml": SOURCES, "en/topics/all.yaml": SMALL}
        contents |= {name.replace("__", "/") + ".yaml": text for name, text in files.items()}
        for name, text in contents.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        return tmp_path

    return make
