"""The chat's history file."""

from __future__ import annotations

import stat
from pathlib import Path

from chatbot.storing.history import CAP, HistoryFile


def test_history_is_private_capped_and_forgiving(tmp_path: Path) -> None:
    file = HistoryFile(tmp_path / "deep" / "history")
    assert file.lines() == []
    file.add("first\nline")
    assert file.lines() == ["first line"]
    assert stat.S_IMODE(file.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.path.parent.stat().st_mode) == 0o700
    with file.path.open("ab") as raw:
        raw.write(b"\xff\xfe bad\n")
    assert len(file.lines()) == 2
    for n in range(2 * CAP):
        file.add(f"line {n}")
    assert len(file.path.read_bytes().splitlines()) <= 2 * CAP
    assert file.lines()[-1] == f"line {2 * CAP - 1}"
