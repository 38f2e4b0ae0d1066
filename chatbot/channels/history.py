"""The file of lines typed in the chat: private, capped, and forgiving of what it finds in it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

CAP = 1_000
"""Lines that are kept; the file is cut back when it holds twice as many."""

SWITCH = "CLUSTERS_NO_HISTORY"
"""Environment variable that switches the file off, whatever its value."""

NAME = "innovation-clusters-chatbot"


class HistoryFile(NamedTuple):
    """Lines in a file of the platform's data folder: mode 0600, in a folder of mode 0700."""

    path: Path

    @staticmethod
    def default() -> HistoryFile:
        """The file of this user."""
        from platformdirs import user_data_path

        return HistoryFile(user_data_path(NAME) / "history")

    def lines(self) -> list[str]:
        """The lines, oldest first; bad bytes become replacement marks, and a file that is not there has none."""
        try:
            text = self.path.read_bytes().decode("utf-8", "replace")
        except OSError:
            return []
        return [line for line in text.split("\n") if line.strip()][-CAP:]

    def add(self, line: str) -> None:
        """Append one line at once, so that two chats can write; a file that cannot be written is let be."""
        flat = " ".join(line.encode("utf-8", "replace").decode().split())
        if not flat:
            return
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
            try:
                os.write(handle, f"{flat}\n".encode())
            finally:
                os.close(handle)
            self._cut()
        except OSError:
            return

    def _cut(self) -> None:
        with self.path.open("rb") as file:
            count = sum(1 for _ in file)
        if count <= 2 * CAP:
            return
        fresh = self.path.with_suffix(f".{os.getpid()}")
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write("".join(f"{line}\n" for line in self.lines()))
        fresh.replace(self.path)
