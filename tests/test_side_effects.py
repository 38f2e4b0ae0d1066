"""What the engine does beside answering: nothing. Each test runs it in a process whose every step is watched."""

from __future__ import annotations

import ast
import logging
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from paths import BROKEN, PACKAGE, ROOT, TESTS

from chatbot import ChatBot
from chatbot.measuring.misses import MissLog
from chatbot.storing.history import HistoryFile

pytestmark = pytest.mark.usefixtures("bot")  # which keeps the stored form that each start reads

WATCH = """
import os, sys
from chatbot.channels.main import main
import chatbot.checking.check, chatbot.channels.render, chatbot.channels.explain, chatbot.reading.detect
import chatbot.loading.loader, yaml, rapidfuzz.process
import json, snowballstemmer, dataclasses, typing, argparse, encodings.idna, locale, gettext
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
seen = []
def watch(event, arguments):
    if event == "open":
        path, mode, flags = arguments
        if not isinstance(path, int) and (set(mode or "") & set("wax+") or (flags or 0) & WRITES):
            seen.append(f"writes {path}")
    elif event.split(".")[0] in ("socket", "subprocess", "ctypes", "urllib", "ftplib", "smtplib", "webbrowser", "pty"):
        seen.append(event)
    elif event in ("os.system", "os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.remove", "os.rename",
                   "os.mkdir", "os.rmdir", "os.chmod", "os.link", "os.symlink", "shutil.rmtree", "tempfile.mkstemp"):
        seen.append(f"{event} {arguments[0]}")
    elif event == "exec" and not arguments[0].co_filename.endswith(".py"):
        at = sys._getframe(1)
        if "chatbot" in at.f_code.co_filename:
            seen.append(f"runs code in {at.f_code.co_filename}")
    elif event == "compile" and "chatbot" in sys._getframe(1).f_code.co_filename:
        seen.append("compiles")
sys.addaudithook(watch)
code = main(sys.argv[1:])
sys.stdout.flush()
seen = [one for one in seen if not one.endswith((".pyc", "__pycache__")) and ".pyc." not in one]
print("SEEN", seen, file=sys.stderr)
"""

TYPED = "who funds the clusters?\nwhat does the protien cluster do\nqzxv trombones\n'; __import__('os').system('id')\n"


def watched(*arguments: str, **environment: str) -> tuple[str, str]:
    """What was printed, and what else was done, by one command in a process of its own."""
    env = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", **environment}
    done = subprocess.run(
        [sys.executable, "-c", WATCH, *arguments],
        cwd=ROOT,
        input=TYPED,
        capture_output=True,
        text=True,
        check=True,
        env=env,
    )
    return done.stdout, done.stderr.rpartition("SEEN ")[2].strip()


@pytest.mark.parametrize(
    "arguments",
    [
        ["ask", "--why", "who funds the clusters?"],
        ["ask", "--json", "--why", "what of the protien trombones"],
        ["ask", "--lines"],
        [],
        ["check", str(BROKEN)],
    ],
    ids="ask json lines chat check".split(),
)
def test_answering_writes_nothing_sends_nothing_and_runs_nothing(arguments: list[str]) -> None:
    printed, seen = watched(*arguments)
    assert printed
    assert seen == "[]"


def test_the_watch_sees_what_it_watches_for(tmp_path: Path) -> None:
    _, seen = watched("--log", str(tmp_path / "log"), "ask", "--exit-zero", "qzxv trombones")
    assert str(tmp_path / "log") in seen
    assert seen.count("writes") == 1


def test_only_the_cache_is_written_and_nothing_once_it_is_off(folder: Callable[..., Path], tmp_path: Path) -> None:
    made, cache = str(folder()), tmp_path / "cache"
    printed, seen = watched(
        "ask", "--knowledge", made, "price of tea", XDG_CACHE_HOME=str(cache), CLUSTERS_NO_CACHE="1"
    )
    assert (printed.partition("\n")[0], seen) == ("Tea costs two coins.", "[]")
    assert not cache.exists()
    _, seen = watched("ask", "--knowledge", made, "price of tea", XDG_CACHE_HOME=str(cache))
    steps = ast.literal_eval(seen)
    assert steps
    assert [step for step in steps if str(cache) not in step] == []


def test_no_log_line_holds_a_word_of_the_message(bot: ChatBot, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        bot.ask("who funds the clusters, asks Zyxwv Qwertz of +1 555 0100")
        bot.session().ask("Zyxwv Qwertz")
    assert "Zyxwv" not in caplog.text
    assert "funds" not in caplog.text


def test_the_history_and_the_log_are_private(bot: ChatBot, tmp_path: Path) -> None:
    old = os.umask(0)
    try:
        history = HistoryFile(tmp_path / "data" / "history")
        history.add("who funds it")
        MissLog(tmp_path / "log", print).add("qzxv trombones", bot.ask("qzxv trombones"), bot.knowledge.edition("en"))
    finally:
        os.umask(old)
    assert stat.S_IMODE(history.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(history.path.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "log").stat().st_mode) == 0o600


def test_no_line_of_the_engine_evaluates_text_or_unpickles() -> None:
    words = "eval( exec( import pickle|import marshal|import subprocess|os.system".replace(" ", "|", 1).split("|")
    for path in PACKAGE.rglob("*.py"):
        text = path.read_text("utf-8").replace("re.compile(", "")
        for word in (*words, " compile(", "TYPE_CHECKING = False"):
            assert word not in text, (path.name, word)


def test_every_promise_of_the_security_page_has_its_test() -> None:
    tests = {
        f"{path.name}::{line.removeprefix('def ').partition('(')[0]}"
        for path in TESTS.rglob("test_*.py")
        for line in path.read_text("utf-8").splitlines()
        if line.startswith("def test_")
    }
    lines = [line for line in (ROOT / "SECURITY.md").read_text("utf-8").splitlines() if line.startswith("| ")]
    rows = [line.split("|") for line in lines if not line.startswith(("| promise", "|-"))]
    assert len(rows) > 15
    for row in rows:
        assert (named := row[2].strip().strip("`")) in tests, named
