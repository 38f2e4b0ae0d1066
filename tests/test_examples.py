"""The examples run as they stand, and are short enough to be read."""

from __future__ import annotations

import asyncio
import csv
import importlib.util
import json
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from paths import ROOT

from chatbot import ChatBot

EXAMPLES = sorted((ROOT / "examples").glob("*.py"))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_is_short_and_named_in_the_readme(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) < 40
    assert f"examples/{path.name}" in (ROOT / "README.md").read_text("utf-8")


@pytest.fixture(scope="module")
def asgi() -> ModuleType:
    spec = importlib.util.spec_from_file_location("asgi_example", ROOT / "examples" / "asgi.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def got(asgi: ModuleType, method: str, query: bytes) -> tuple[int, Any]:
    sent: list[dict[str, Any]] = []

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    async def receive() -> dict[str, Any]:
        return {"type": "http.request"}

    scope = {"type": "http", "method": method, "path": "/", "query_string": query}
    asyncio.run(asgi.app(scope, receive, send))
    assert [message["type"] for message in sent] == ["http.response.start", "http.response.body"]
    return sent[0]["status"], json.loads(sent[1]["body"])


def test_http_gets_the_reply_that_python_gets(asgi: ModuleType, bot: ChatBot) -> None:
    assert got(asgi, "GET", b"q=who+funds+the+clusters%3F") == (200, bot.ask("who funds the clusters?").as_dict())
    assert got(asgi, "GET", b"q=%C3%A9%FF")[0] == 200
    assert got(asgi, "GET", b"")[0] == got(asgi, "POST", b"q=x")[0] == 400


def test_a_table_is_answered_by_two_processes_in_order(tmp_path: Path, bot: ChatBot) -> None:
    pytest.importorskip("dask.bag", reason="dask cannot be installed here")
    questions = ["who funds it", "is ocean water salty", "what does NGen do?", "how many clusters?"] * 5
    with (tmp_path / "in.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerows([["id", "question"], *([str(n), question] for n, question in enumerate(questions))])
    command = [sys.executable, *map(str, (ROOT / "examples" / "table.py", tmp_path / "in.csv", tmp_path / "out.csv"))]
    subprocess.run(command, check=True, timeout=120)
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        out = list(csv.DictReader(file))
    assert [(row["id"], row["question"]) for row in out] == [(str(n), q) for n, q in enumerate(questions)]
    assert [row["answer"].split() for row in out] == [bot.ask(q).text.split() for q in questions]
    assert [row["status"] for row in out[:2]] == ["answered", "unknown"]


def test_a_platform_keeps_each_session_between_processes(tmp_path: Path, bot: ChatBot) -> None:
    def send(*messages: tuple[str, str]) -> list[dict[str, str]]:
        typed = "".join(json.dumps({"from": sender, "text": text}) + "\n" for sender, text in messages)
        command = [sys.executable, str(ROOT / "examples" / "chat_platform.py"), str(tmp_path / "sessions")]
        done = subprocess.run(command, input=typed, text=True, capture_output=True, check=True, timeout=120)
        return [json.loads(line) for line in done.stdout.splitlines()]

    first = send(("ana", "what does NGen do?"), ("ben/../", "what does the cluster do?"))
    second = send(("ana", "and Ocean?"), ("ben/../", "2"))
    ana, ben = bot.session(), bot.session()
    assert first == [
        {"to": "ana", "text": ana.ask("what does NGen do?").text},
        {"to": "ben/../", "text": ben.ask("what does the cluster do?").text},
    ]
    assert second == [{"to": "ana", "text": ana.ask("and Ocean?").text}, {"to": "ben/../", "text": ben.ask("2").text}]
    kept = list((tmp_path / "sessions").iterdir())
    assert len(kept) == 2
    for place in kept:
        place.write_text('{"topic": "cluster.about"}', "utf-8")
    assert send(("ana", "and Ocean?")) == [{"to": "ana", "text": bot.ask("and Ocean?").text}]
