"""The files behind an answer: the fingerprint of a knowledge folder, and the file that its compiled form is kept in.

Every start reads this file, so it imports next to nothing.
"""

from __future__ import annotations

import os
import sys
from zlib import crc32

try:
    from _blake2 import blake2b  # what `hashlib` has it from, without the time that OpenSSL takes to load
except ImportError:
    from hashlib import blake2b

SIZE = 32
"""Bytes of a digest."""

NAME = "innovation-clusters-chatbot"

SWITCH = "CLUSTERS_NO_CACHE"
"""Environment variable that switches the user's cache off, whatever its value."""

LARGEST = 8_000_000
"""Bytes of one file of a folder that are read; 15,000 phrasings take about 1,000,000."""

KEPT = 8
"""Compiled forms that the cache holds; the oldest make room."""

LANGUAGES = ("en", "fr")

HEAD = 512
"""Bytes that hold the first line of a compiled file."""

COMPILED = "compiled.jsonl"
"""What the shipped folder's compiled form is called, inside it."""

_HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SHIPPED = next(
    (place for place in (f"{_HERE}/knowledge", f"{os.path.dirname(_HERE)}/knowledge") if os.path.isdir(place)),
    f"{_HERE}/knowledge",
)
"""The knowledge that comes with the package: inside it when installed, beside it in a checkout."""


def fingerprint(folder: str) -> str:
    """A digest of all that a folder's knowledge is made from: its files, the shipped ones, and the engine itself.

    Raises `OSError` when one of them cannot be read.
    """
    digest = blake2b(digest_size=SIZE)
    shipped = [] if _is_shipped(folder) else _files(SHIPPED)
    rooms = [entry.path for entry in os.scandir(_HERE) if entry.is_dir() and entry.name != "knowledge"]
    engine = [file for place in (_HERE, *sorted(rooms)) for file in _listed(place, (".py",))]
    for part in (engine, shipped, _files(folder)):
        for name, path, linked in part:
            link = os.readlink(path) if linked else ""
            with open(path, "rb", buffering=0) as file:
                size = os.fstat(file.fileno()).st_size
                data = file.read(min(size, LARGEST) + 1) or b""  # one that is larger is refused when it is loaded
            digest.update(f"{name}\0{link}\0{len(data)}\0".encode("utf-8", "surrogateescape"))
            digest.update(data)
        digest.update(b"\0\0")
    return digest.hexdigest()


def _files(folder: str) -> list[tuple[str, str, bool]]:
    """The files of a folder that knowledge is made from, sorted: name, path, and whether it is a link."""
    found = _listed(folder, (".yaml", ".txt"))
    for place in (f"{name}{part}" for name in LANGUAGES for part in ("", "/topics")):
        if os.path.isdir(f"{folder}/{place}"):
            found += [(f"{place}/{n}", path, link) for n, path, link in _listed(f"{folder}/{place}", (".yaml", ".txt"))]
    return found


def _listed(place: str, endings: tuple[str, ...]) -> list[tuple[str, str, bool]]:
    with os.scandir(place) as entries:
        return sorted((e.name, e.path, e.is_symlink()) for e in entries if e.name.endswith(endings) and e.is_file())


def _is_shipped(folder: str) -> bool:
    return folder == SHIPPED or os.path.realpath(folder) == os.path.realpath(SHIPPED)


def places(folder: str) -> list[str]:
    """Where a compiled form of a folder may be, the best first: beside the shipped files, then in the user's cache."""
    shipped = [f"{SHIPPED}/{COMPILED}"] if _is_shipped(folder) else []
    return shipped + ([] if SWITCH in os.environ else [cached(folder)])


def cached(folder: str) -> str:
    """The file of the user's cache for a folder."""
    name = blake2b(os.path.realpath(folder).encode("utf-8", "surrogateescape"), digest_size=8).hexdigest()
    return os.path.join(_cache(), f"{name}.jsonl")


def _cache() -> str:
    platform: str = sys.platform
    if platform == "linux":  # the specification in a line: platformdirs takes as long to import as an answer takes
        return os.path.join(os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache"), NAME)
    from platformdirs import user_cache_dir

    return user_cache_dir(NAME)


def pack(current: str, version: str, body: bytes) -> bytes:
    """The bytes of a compiled file. Its first line says what the rest was made from, and that it is whole."""
    return b'["%b", "%b", "%b"]\n%b' % (current.encode(), _sum(body), version.encode(), body)


def _sum(body: bytes) -> bytes:
    """A sum that accidents change; who may write the file is asked elsewhere."""
    return b"%08x" % crc32(body)


def version() -> str | None:
    """The digest of the shipped knowledge, where a current compiled form tells it."""
    try:
        current = fingerprint(SHIPPED)
    except OSError:
        return None
    for path in places(SHIPPED):
        try:
            with open(path, "rb") as file:
                found = _version(file.readline(), current) if _trusted(file.fileno(), path) else None
        except OSError:
            continue
        if found:
            return found
    return None


def unpack(path: str, current: str) -> bytes | None:
    """The body of a compiled file, or None when the file is stale, damaged, not there, or not to be trusted."""
    try:
        with open(path, "rb", buffering=0) as file:  # a buffer would copy megabytes once more
            if not _trusted(file.fileno(), path):
                return None
            first = file.read(HEAD).partition(b"\n")[0]
            if _version(first, current) is None:
                return None
            file.seek(len(first) + 1)
            body = file.readall()
    except OSError:
        return None
    return body if first.split(b'"')[3] == _sum(body) else None


def _version(first: bytes, current: str) -> str | None:
    parts = first.split(b'"')
    return parts[5].decode("ascii", "replace") if len(parts) == 7 and parts[1] == current.encode() else None


def _trusted(handle: int, path: str) -> bool:
    """Whether nobody but this user can have written a file of the cache."""
    if not hasattr(os, "getuid") or os.path.basename(path) == COMPILED:
        return True
    state = os.fstat(handle)
    return state.st_uid == os.getuid() and not state.st_mode & 0o022


def keep(path: str, data: bytes) -> None:
    """Write a file of the cache, whole or not at all, for this user only; a cache that cannot be written is let be."""
    import tempfile

    place = os.path.dirname(path)
    try:
        os.makedirs(os.path.dirname(place), exist_ok=True)
        os.makedirs(place, mode=0o700, exist_ok=True)
        handle, fresh = tempfile.mkstemp(dir=place, suffix=".part")
    except OSError:
        return
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.replace(fresh, path)
        others = [entry for entry in os.scandir(place) if entry.is_file(follow_symlinks=False)]
        for old in sorted(others, key=lambda entry: -entry.stat().st_mtime_ns)[KEPT:]:
            os.unlink(old.path)
    except OSError:
        if os.path.exists(fresh):
            os.unlink(fresh)
