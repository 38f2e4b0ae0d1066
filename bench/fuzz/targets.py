"""What is fuzzed: each target takes bytes, and raises only when a promise is broken.

Targets are driven by `run.py` (coverage-guided, with atheris); `seeds` gives each what it begins from.
"""

from __future__ import annotations

import json
import tempfile
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path

from chatbot import ChatBot, KnowledgeError, Status
from chatbot.channels.ask import shown
from chatbot.channels.main import _parsed
from chatbot.exchanging.dump import read
from chatbot.exchanging.exchange import import_file
from chatbot.loading.loader import load
from chatbot.measuring.evaluate import read_cases
from chatbot.storing import store

ROOT = Path(__file__).parent.parent.parent
SHORT = 60
"""Characters of a message of which the explanation is looked at too: it asks up to sixty changed messages."""

PLACE = Path(tempfile.mkdtemp(prefix="fuzz-"))
SMALL = {
    "sources.yaml": "- {id: board, title: The board, address: https://example.org/}\n",
    "topics/all.yaml": "- {id: tea.price, phrasings: [price of tea], answer: Two coins., sources: [board]}\n",
    "bot.yaml": "{name: tea, languages: [en], kinds: [{id: leaf, one: leaf, many: leaves}], subjects: {all: Tea}}\n",
    "entities/leaf.yaml": "- {id: green, kind: leaf, name: Green, called: green leaf,"
    " values: {taste: {value: '{green.price}'}, price: {type: money, value: '2', as_of: 2026-01, sources: [board],"
    " says: '{leaf} costs {value}.'}},"
    " gaps: [{looked: 2026-01, sources: [board], of: [age]}]}\n",
    "tests/all.yaml": "- {id: tea.price, reach: [price of tea], not: [green]}\n",
    "redirects.yaml": "old.price: {to: tea.price, of: all}\n",
    "places.yaml": "moon: {names: {en: [the Moon]}}\n",
    "languages/en/grammar.yaml": "stop: [the, of]\nmonths: [January]\nnumbers: {two: 2}\nmarks: {all: [every]}\n",
    "languages/en/messages.yaml": "and: plus\n",
    "languages/en/words.txt": "# words\nnoon\n",
}


@cache
def bot() -> ChatBot:
    """The shipped bot."""
    return ChatBot.load()


def visible(text: str) -> bool:
    """Whether a text holds nothing that a terminal would obey."""
    return not any(unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp") and c != "\n" for c in text)


def ask(data: bytes) -> None:
    """A message, and the next one, in a conversation that is stored between them."""
    lines = data.decode("utf-8", "surrogatepass" if data[:1] == b"\xed" else "replace").split("\n", 1)
    session = bot().session()
    options = _parsed(["ask"])
    for line in lines:
        reply = session.ask(line)
        assert reply.status in Status
        options.why = len(line) < SHORT
        assert all(map(visible, shown(bot(), reply, options)))
        json.loads(json.dumps(reply.as_dict()))
        session = bot().session(json.loads(json.dumps(session.state())))


def knowledge(data: bytes) -> None:
    """A folder with one file of these bytes; the first byte chooses which."""
    names = [*sorted(SMALL), "languages/en/synonyms.yaml"]
    for name, text in SMALL.items():
        _write(PLACE / name, text.encode())
    changed = PLACE / names[data[0] % len(names)] if data else PLACE / names[0]
    _write(changed, data[1:])
    try:
        ChatBot(load(PLACE)).ask("price of green tea, and of the leaf")
    except KnowledgeError as error:
        assert error.problems
        assert all(problem.message and problem.hint for problem in error.problems)
    finally:
        changed.unlink()


def table(data: bytes) -> None:
    """A CSV file to import."""
    _import("in.csv", data)


def page(data: bytes) -> None:
    """A Markdown page to import."""
    _import("in.md", data)


def bundle(data: bytes) -> None:
    """A JSON bundle to import."""
    _import("in.json", data)


def _import(name: str, data: bytes) -> None:
    """What is imported is refused with problems, or becomes files within the folder that parse again."""
    _write(PLACE / name, data)
    out = PLACE / "imported"
    try:
        import_file(PLACE / name, out)
        read(out)
    except KnowledgeError as error:
        assert error.problems
    finally:
        _clear(out)


def form(data: bytes) -> None:
    """The stored form: a file that holds no knowledge is no knowledge, and nothing else happens."""
    _write(PLACE / "form.sqlite", data)
    store.read(PLACE / "form.sqlite", "current", lambda: load(PLACE))


def questions(data: bytes) -> None:
    """A question file; the first byte chooses between JSON lines and a transcript."""
    path = PLACE / ("q.md" if data[:1] == b"#" else "q.jsonl")
    _write(path, data)
    try:
        read_cases(path)
    except KnowledgeError as error:
        assert error.problems


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def _clear(folder: Path) -> None:
    for path in sorted(folder.rglob("*"), reverse=True) if folder.exists() else ():
        path.rmdir() if path.is_dir() else path.unlink()


def seeds(name: str) -> Iterator[bytes]:
    """Inputs to begin from, for a target."""
    asked = [line for path in (ROOT / "tests/questions").glob("*.jsonl") for line in path.read_bytes().splitlines()]
    if name == "ask":
        yield from (turn["ask"].encode() for line in asked[::9] for turn in json.loads(line)["turns"])
    elif name == "knowledge":
        yield from (bytes([i]) + text.encode() for i, (_, text) in enumerate(sorted(SMALL.items())))
        broken = sorted((ROOT / "tests/broken").glob("*.yaml"))
        yield from (bytes([i]) + path.read_bytes() for i in range(len(SMALL) + 1) for path in broken)
    elif name == "table":
        yield from (b"topic,question,answer,source\na,q,an,s\n", b'topic;question;answer\n\'=a;"q\nq";an\n')
    elif name == "page":
        yield b"# T\n\n## Q\n\n<!-- topic a -->\n\nAn\n\n### Also asked as\n\n- q\n\nSource: [t](<https://e.org>)\n"
    elif name == "bundle":
        yield json.dumps(
            {"format": 2, "files": {"topics/a.yaml": [{"id": "a"}], "languages/en/words.txt": "w"}}
        ).encode()
    elif name == "form":
        store.write(load(), "current", PLACE / "whole.sqlite")
        yield (PLACE / "whole.sqlite").read_bytes()[:20_000]
    elif name == "questions":
        yield from asked[::40]
        yield b'# t\n\n<!-- turn {"ask": "a", "status": "answered"} -->\n'


TARGETS: Mapping[str, Callable[[bytes], None]] = {
    target.__name__: target for target in (ask, knowledge, table, page, bundle, form, questions)
}
