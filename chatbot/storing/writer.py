"""Every file that the program writes: whole or not at all, for this user only, and never through a link.

A new file is made beside its target and moved into place, so that no reader sees a half of it and a full disk or a
kill leaves the old one as it was.
"""

import contextlib
import os
import shutil
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from errno import EACCES, EEXIST, ENOSPC, ENOTDIR
from pathlib import Path

FILE, FOLDER = 0o600, 0o700
"""Modes: what is written is this user's own."""

PART = "clusters-part"
"""Begins the name of a file that is being written."""

Ask = Callable[[Path], bool]
"""Asked before a file that is there is replaced: whether it may be."""


never: Ask = lambda _: False
always: Ask = lambda _: True
"""For files that are the program's own."""


def write(path: Path, data: bytes, replace: Ask = never) -> None:
    """Write a file; `replace` is asked when it is there already. Raises `OSError`, `FileExistsError` for a "no"."""
    with fresh(path, replace) as part:
        handle = os.open(part, os.O_WRONLY | os.O_TRUNC)
        with os.fdopen(handle, "wb") as file:
            file.write(data)


@contextmanager
def fresh(path: Path, replace: Ask = never) -> Iterator[Path]:
    """An empty file beside `path` to fill; at the end it is moved there, and after an error nothing is left of it.

    Raises `OSError`: `FileExistsError` when something is there that `replace` refuses, or that is no plain file.
    """
    existed = _may_be_replaced(path, replace)
    part = _beside(path)
    os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE))
    try:
        yield part
        _may_be_replaced(path, always if existed else replace)  # another process may have written it meanwhile
        part.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            part.unlink()
        raise


def _beside(path: Path) -> Path:
    return path.with_name(f".{PART}-{os.getpid()}-{os.urandom(4).hex()}")


def _may_be_replaced(path: Path, replace: Ask) -> bool:
    """Whether something is there, which may be replaced. Raises `FileExistsError` when it may not be."""
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return False
    if not stat.S_ISREG(mode):
        raise FileExistsError(EEXIST, "it is no plain file", str(path))
    if not replace(path):
        raise FileExistsError(EEXIST, "it exists already", str(path))
    return True


@contextmanager
def fresh_folder(path: Path) -> Iterator[Path]:
    """An empty folder beside `path` to fill; at the end it is moved there, and after an error nothing is left of it.

    Raises `OSError`: `FileExistsError` when anything but an empty folder is there.
    """
    path = path.absolute()
    if path == Path.cwd() or path.is_symlink() or (path.exists() and (not path.is_dir() or any(path.iterdir()))):
        raise FileExistsError(EEXIST, "it holds something already, or is the current folder", str(path))
    path.parent.mkdir(parents=True, exist_ok=True)
    part = _beside(path)
    part.mkdir(mode=FOLDER)
    try:
        yield part
        part.rename(path)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise


def append(path: Path, line: str) -> None:
    """Append one line in one piece to a plain file, which is made when it is not there. Raises `OSError`.

    Neither a link nor a pipe is written to, and other users lose the rights they had to it.
    """
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    handle = os.open(path, flags, FILE)
    try:
        _plain(handle, path)
        if hasattr(os, "fchmod"):
            os.fchmod(handle, FILE)
        data = f"{line}\n".encode("utf-8", "replace")
        if (written := os.write(handle, data)) < len(data):
            os.ftruncate(handle, os.fstat(handle).st_size - written)
            raise OSError(ENOSPC, "no space is left", str(path))
    finally:
        os.close(handle)


def _plain(handle: int, path: Path) -> None:
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        raise FileExistsError(EEXIST, "it is no plain file", str(path))


def read(path: Path) -> bytes:
    """The bytes of a plain file: what is none, such as a pipe, is not waited for. Raises `OSError`."""
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    with os.fdopen(handle, "rb") as file:
        _plain(handle, path)
        return file.read()


def private_folder(path: Path) -> None:
    """Make a folder for this user only, or take from others the rights they have to it.

    Raises `OSError`: `NotADirectoryError` for a link or what is no folder, `PermissionError` for another user's.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with contextlib.suppress(FileExistsError):
        path.mkdir(mode=FOLDER)
    state = path.lstat()
    if not stat.S_ISDIR(state.st_mode):
        raise NotADirectoryError(ENOTDIR, "it is no folder", str(path))
    if hasattr(os, "getuid") and state.st_uid != os.getuid():
        raise PermissionError(EACCES, "it is another user's", str(path))
    if stat.S_IMODE(state.st_mode) != FOLDER:
        path.chmod(FOLDER)
