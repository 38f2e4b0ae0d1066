"""Which stored form is of a folder as it stands, where it is kept, and what a start does without one.

The package holds one of the shipped knowledge. Those of other folders are kept in the user's cache, a file a folder
and fingerprint, in a folder that is this user's alone.
"""

import contextlib
import os
import re
import stat
import sys
import time
from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from pathlib import Path
from zlib import adler32, crc32

from chatbot.knowledge import Knowledge
from chatbot.loading.folders import LARGEST, PACKAGE, SHIPPED, files, listed, neutral
from chatbot.storing import store

SWITCH = "CLUSTERS_NO_CACHE"
"""Environment variable that switches the user's cache off, whatever its value."""

NAME = "innovation-clusters-chatbot"

KEPT = 8
"""Stored forms that the cache holds; the oldest make room."""

PREPARED = "prepared.sqlite"
"""What the stored form that the package ships is called, inside its knowledge."""

OWN = re.compile(r"knowledge-[0-9a-f]{16}-[0-9a-f]{16}\.sqlite")
"""The names of the cache's files: by the folder's path, then by the fingerprint. No other file is ever removed."""

ENGINE = ("reading", "matching", "learning", "answering", "loading", "storing", "")
"""The rooms whose code has a say in what a knowledge becomes; the last is the package's own files."""


def load(folder: Path, today: date | None, from_yaml: Callable[[Path, date | None], Knowledge]) -> Knowledge:
    """What `from_yaml` returns, from a stored form where a current one is; else that form is kept for the next start.

    `today` is by default the day of loading. Raises `KnowledgeError` with every problem of the folder.
    """
    day = today or datetime.now().astimezone().date()
    current = fingerprint(folder)

    def reread(place: Path) -> Knowledge:
        made = from_yaml(place, day)
        _keep(made, current, place)
        return made

    later = partial(reread, folder.absolute())  # by then, the program may have gone elsewhere
    if (found := _stored(folder, current, later)) is not None:
        with contextlib.suppress(OSError):
            os.utime(_cached(folder, current))  # what is in use is not the oldest, which makes room
        return found._replace(today=day)
    return reread(folder)


def can_keep() -> bool:
    """Whether there is a place to keep stored forms in: without one, each start reads the YAML."""
    if SWITCH in os.environ:
        return False
    from chatbot.storing.writer import private_folder

    try:
        private_folder(_folder())
    except OSError:
        return False
    return os.access(_folder(), os.W_OK)


def is_kept(folder: Path) -> bool:
    """Whether the next start finds a stored form of the folder, or was told to look for none."""
    if SWITCH in os.environ or (_is_shipped(folder) and (SHIPPED / PREPARED).is_file()):
        return True
    return _is_own(_cached(folder, fingerprint(folder)))


def _stored(folder: Path, current: str, reread: Callable[[], Knowledge]) -> Knowledge | None:
    """The knowledge of a current stored form: the user's own first, since it replaces a shipped one that is damaged."""
    own = _cached(folder, current)
    places = [own] if SWITCH not in os.environ and _is_own(own) else []
    if _is_shipped(folder):
        places.append(SHIPPED / PREPARED)
    return next((found for place in places if (found := store.read(place, current, reread))), None) if current else None


def _is_shipped(folder: Path) -> bool:
    return folder == SHIPPED or folder.resolve() == SHIPPED.resolve()


def fingerprint(folder: Path) -> str:
    """A digest of all that a folder's knowledge is made from: its files, the shipped ones, and the engine itself.

    Empty when one of them cannot be read: then there is no stored form of it.
    """
    mark = (0, 1)
    try:
        engine = [(entry.name, entry) for room in ENGINE for entry in listed(PACKAGE / room, (".py",))]
        for part in (engine, neutral(), files(folder)):
            for name, entry in part:
                link = os.readlink(entry.path) if entry.is_symlink() else ""  # noqa: PTH115  # as in folders.py
                with open(entry.path, "rb", buffering=0) as file:  # noqa: PTH123
                    data = file.read(min(os.fstat(file.fileno()).st_size, LARGEST) + 1) or b""
                mark = _summed(data, _summed(os.fsencode(f"{name}\0{link}\0{len(data)}\0"), mark))
            mark = _summed(b"\0", mark)
    except OSError:
        return ""
    return _shown(mark)


def _summed(data: bytes, before: tuple[int, int] = (0, 1)) -> tuple[int, int]:
    """Two sums of unlike kinds, which no accident meets at once; a cryptographic one is slow to import."""
    return crc32(data, before[0]), adler32(data, before[1])


def _shown(sums: tuple[int, int]) -> str:
    return f"{sums[0]:08x}{sums[1]:08x}"


def _folder() -> Path:
    """The cache of this user. On Linux by the specification's one line: `platformdirs` takes as long as an answer."""
    platform: str = sys.platform
    if platform == "linux":
        named = os.environ.get("XDG_CACHE_HOME", "")  # one that is no whole path is to be ignored
        place = Path(named if named.startswith("/") else os.path.expanduser("~/.cache"))  # noqa: PTH111  # never raises
        return (place if place.is_absolute() else Path(os.devnull)) / NAME
    from platformdirs import user_cache_path

    return user_cache_path(NAME)


def _cached(folder: Path, current: str) -> Path:
    """The file of the user's cache for a folder as it stands."""
    return _folder() / f"knowledge-{_shown(_summed(os.fsencode(folder.resolve())))}-{current}.sqlite"


def _is_own(path: Path) -> bool:
    """Whether a file and its folder are plain, and this user's alone."""
    try:
        file, folder = path.lstat(), path.parent.lstat()
    except OSError:
        return False
    mine = not hasattr(os, "getuid") or {file.st_uid, folder.st_uid} == {os.getuid()}
    private = not (file.st_mode | folder.st_mode) & 0o077
    return stat.S_ISREG(file.st_mode) and stat.S_ISDIR(folder.st_mode) and mine and private


def _keep(made: Knowledge, current: str, folder: Path) -> None:
    """Write the stored form into the user's cache, unless the folder changed meanwhile; what fails is let be."""
    if not current or SWITCH in os.environ or current != fingerprint(folder):
        return
    from chatbot.storing.writer import always, fresh, private_folder

    path = _cached(folder, current)
    with contextlib.suppress(OSError):
        private_folder(path.parent)
        with fresh(path, always) as part:
            store.write(made, current, part)
        _make_room(path)


def _make_room(newest: Path) -> None:
    """Remove the oldest stored forms, and what a killed process left of one, an hour old."""
    from chatbot.storing.writer import PART

    others = []
    for entry in os.scandir(newest.parent):
        if entry.name == newest.name or not entry.is_file(follow_symlinks=False):
            continue
        changed = entry.stat(follow_symlinks=False).st_mtime
        if OWN.fullmatch(entry.name):
            others.append((changed, entry.path))
        elif entry.name.startswith(f".{PART}-") and changed < time.time() - 3600:
            Path(entry.path).unlink()
    for _, path in sorted(others, reverse=True)[KEPT - 1 :]:
        Path(path).unlink()
