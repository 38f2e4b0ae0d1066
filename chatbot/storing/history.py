"""The file of lines typed in the chat: private, capped, and forgiving of what it finds in it."""

import contextlib
from pathlib import Path
from typing import NamedTuple

from chatbot.storing import writer
from chatbot.storing.cache import NAME

CAP = 1_000
"""Lines that are kept; the file is cut back when it holds twice as many."""

SWITCH = "CLUSTERS_NO_HISTORY"
"""Environment variable that switches the file off, whatever its value."""


class HistoryFile(NamedTuple):
    """Lines in a file of the platform's data folder: mode 0600, in a folder of mode 0700."""

    path: Path

    @staticmethod
    def default() -> "HistoryFile":
        """The file of this user."""
        from platformdirs import user_data_path

        return HistoryFile(user_data_path(NAME) / "history")

    def lines(self) -> list[str]:
        """The lines, oldest first; bad bytes become replacement marks, and what cannot be read has none."""
        return self._all()[-CAP:]

    def _all(self) -> list[str]:
        try:
            text = writer.read(self.path).decode("utf-8", "replace")
        except OSError:
            return []
        return [line for line in text.split("\n") if line.strip()]

    def add(self, line: str) -> None:
        """Append one line at once, so that two chats can write; a file that cannot be written is let be."""
        flat = " ".join(line.encode("utf-8", "replace").decode().split())
        if not flat:
            return
        with contextlib.suppress(OSError):
            writer.private_folder(self.path.parent)
            writer.append(self.path, flat)
            if len(kept := self._all()) > 2 * CAP:
                text = "".join(f"{line}\n" for line in kept[-CAP:])
                writer.write(self.path, text.encode("utf-8", "replace"), writer.always)
