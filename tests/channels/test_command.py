"""What all commands share, on a real terminal: a word when it takes longer, progress, a question before replacing."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pexpect
import pytest
from paths import ROOT

from chatbot.channels import command

SLOW = (
    "import time; from chatbot.bot import ChatBot; load = ChatBot.load; "
    "ChatBot.load = classmethod(lambda cls, folder: time.sleep({seconds}) or load(folder)); "
    "from chatbot.channels.main import main; raise SystemExit(main({words}))"
)


def typed(code: str, **environment: str) -> str:
    """What a program shows on a terminal."""
    child = pexpect.spawn(
        sys.executable, ["-c", code], cwd=str(ROOT), env=os.environ | environment, encoding="utf-8", timeout=60
    )
    child.expect(pexpect.EOF)
    child.close()
    return str(child.before)


@pytest.mark.parametrize(("seconds", "said"), [(0.0, False), (1.2, True)])
def test_a_start_that_takes_longer_than_half_a_second_says_why(
    folder: Callable[..., Path], seconds: float, said: bool
) -> None:
    words = ["ask", "price of tea", "--knowledge", str(folder())]
    typed(SLOW.format(seconds=0, words=words))
    shown = typed(SLOW.format(seconds=seconds, words=words))
    assert ("Preparing the knowledge, once…" in shown) is said
    assert "Tea costs two coins." in shown


def test_without_a_place_to_keep_it_no_start_is_the_only_one(folder: Callable[..., Path]) -> None:
    words = ["ask", "price of tea", "--knowledge", str(folder())]
    shown = typed(SLOW.format(seconds=1.2, words=words), XDG_CACHE_HOME="/proc/nowhere")
    assert "Preparing the knowledge…" in shown


COUNT = (
    "import time; from chatbot.channels.command import progress\n"
    "with progress('counting') as each:\n"
    "    for _ in each(range({items})): time.sleep(0.05)\n"
    "print('done')"
)


@pytest.mark.parametrize(("items", "seen"), [(3, False), (40, True)])
def test_progress_is_shown_once_it_takes_a_second_and_is_wiped_out(items: int, seen: bool) -> None:
    shown = typed(COUNT.format(items=items))
    assert (f"of {items}" in shown) is seen
    assert shown.rpartition("\r\x1b[K")[2].strip() == "done"


def test_without_a_terminal_nothing_is_shown_and_nothing_is_replaced(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "LONG", 0.0)
    with command.progress("counting") as each:
        assert list(each([1, 2, 3])) == [1, 2, 3]
    assert not command.confirm(tmp_path)
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(("answer", "replaced"), [("y", True), ("YES", True), ("n", False), ("", False)])
def test_on_a_terminal_it_asks_before_it_replaces(tmp_path: Path, answer: str, replaced: bool) -> None:
    (tmp_path / "topics.json").write_text("mine", "utf-8")
    child = pexpect.spawn(
        sys.executable, ["-m", "chatbot", "schema", str(tmp_path)], cwd=str(ROOT), encoding="utf-8", timeout=30
    )
    child.expect("replace it\\?")
    child.sendline(answer)
    child.expect(pexpect.EOF)
    child.close()
    assert ((tmp_path / "topics.json").read_text("utf-8") != "mine") is replaced
    assert child.exitstatus == (0 if replaced else 2)
