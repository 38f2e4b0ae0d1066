"""What is written is whole or not at all, this user's alone, and never through a link or over what is no plain file."""

from __future__ import annotations

import os
import resource
import signal
import stat
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from chatbot.storing import writer


@pytest.fixture(autouse=True)
def _open_umask() -> Iterator[None]:
    old = os.umask(0)
    yield
    os.umask(old)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.lstat().st_mode)


def test_a_file_is_private_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    writer.write(tmp_path / "new", b"data")
    assert (tmp_path / "new").read_bytes() == b"data"
    assert mode(tmp_path / "new") == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["new"]


def test_what_is_there_is_replaced_only_when_the_asked_one_says_so(tmp_path: Path) -> None:
    path = tmp_path / "old"
    path.write_bytes(b"mine")
    path.chmod(0o644)
    asked: list[Path] = []

    def no(path: Path) -> bool:
        asked.append(path)
        return False

    for replace in (writer.never, no):
        with pytest.raises(FileExistsError):
            writer.write(path, b"new", replace)
    assert asked == [path]
    assert path.read_bytes() == b"mine"
    writer.write(path, b"new", writer.always)
    assert path.read_bytes() == b"new"
    assert mode(path) == 0o600


def a_link(place: Path) -> None:
    (place.parent / "elsewhere").write_bytes(b"mine")
    place.symlink_to(place.parent / "elsewhere")


def a_dead_link(place: Path) -> None:
    place.symlink_to(place.parent / "nowhere")


ODD: list[Callable[[Path], object]] = [a_link, a_dead_link, os.mkfifo, Path.mkdir]


@pytest.mark.parametrize("make", ODD)
def test_what_is_no_plain_file_is_neither_replaced_nor_written_to(
    tmp_path: Path, make: Callable[[Path], object]
) -> None:
    path = tmp_path / "odd"
    make(path)
    before = {entry.name: entry.lstat().st_mode for entry in tmp_path.iterdir()}
    with pytest.raises(OSError, match=r"\w"):
        writer.write(path, b"new", writer.always)
    with pytest.raises(OSError, match=r"\w"):
        writer.append(path, "line")
    if make is not a_link:
        with pytest.raises(OSError, match=r"\w"):
            writer.read(path)
    assert {entry.name: entry.lstat().st_mode for entry in tmp_path.iterdir()} == before
    if make is a_link:
        assert (tmp_path / "elsewhere").read_bytes() == b"mine"


def stopped(part: Path) -> None:
    """A writer that Ctrl-C ends in the middle."""
    part.write_bytes(b"half")
    raise KeyboardInterrupt


def test_after_an_error_the_old_file_stands_and_nothing_is_left(tmp_path: Path) -> None:
    path = tmp_path / "old"
    path.write_bytes(b"mine")
    with pytest.raises(KeyboardInterrupt), writer.fresh(path, writer.always) as part:
        stopped(part)
    assert path.read_bytes() == b"mine"
    assert [entry.name for entry in tmp_path.iterdir()] == ["old"]


@contextmanager
def full_at(size: int) -> Iterator[None]:
    """No file grows beyond so many bytes, as on a disk that is full."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, before)


def test_a_full_disk_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "old"
    path.write_bytes(b"mine")
    with full_at(1_000), pytest.raises(OSError, match=r"\w"):
        writer.write(path, b"new" * 1_000, writer.always)
    assert path.read_bytes() == b"mine"
    assert [entry.name for entry in tmp_path.iterdir()] == ["old"]


def test_a_line_that_the_disk_has_no_room_for_is_not_begun(tmp_path: Path) -> None:
    path = tmp_path / "log"
    path.write_text("first\n", "utf-8")
    with full_at(100), pytest.raises(OSError, match="no space"):
        writer.append(path, "x" * 500)
    assert path.read_text("utf-8") == "first\n"


def test_a_folder_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    with writer.fresh_folder(tmp_path / "deep" / "new") as part:
        (part / "en").mkdir()
        (part / "en" / "a.yaml").write_text("a", "utf-8")
        assert not (tmp_path / "deep" / "new").exists()
    assert (tmp_path / "deep" / "new" / "en" / "a.yaml").read_text("utf-8") == "a"
    with pytest.raises(KeyboardInterrupt), writer.fresh_folder(tmp_path / "other") as part:
        stopped(part / "a.yaml")
    assert [entry.name for entry in tmp_path.iterdir()] == ["deep"]


def test_what_appears_meanwhile_is_not_replaced_without_asking(tmp_path: Path) -> None:
    path = tmp_path / "new"
    with pytest.raises(FileExistsError), writer.fresh(path):
        path.write_bytes(b"mine")
    assert path.read_bytes() == b"mine"
    assert [entry.name for entry in tmp_path.iterdir()] == ["new"]


def test_the_current_folder_is_not_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(FileExistsError), writer.fresh_folder(Path()):
        pass
    with writer.fresh_folder(Path("new")) as part:
        (part / "a").touch()
    assert (tmp_path / "new" / "a").exists()


def test_a_folder_that_holds_something_or_is_a_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with writer.fresh_folder(tmp_path / "empty") as part:
        (part / "a").touch()
    (tmp_path / "link").symlink_to(tmp_path / "empty")
    for name in ("empty", "link"):
        with pytest.raises(FileExistsError), writer.fresh_folder(tmp_path / name):
            pass
    assert [entry.name for entry in (tmp_path / "empty").iterdir()] == ["a"]


@pytest.mark.parametrize("old", [None, 0o644, 0o666, 0o600])
def test_lines_are_appended_in_one_piece_to_a_file_that_becomes_private(tmp_path: Path, old: int | None) -> None:
    path = tmp_path / "log"
    if old is not None:
        path.write_text("first\n", "utf-8")
        path.chmod(old)
    threads = [threading.Thread(target=writer.append, args=(path, "x" * 500)) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    lines = path.read_text("utf-8").splitlines()
    assert lines == (["first"] if old is not None else []) + ["x" * 500] * 20
    assert mode(path) == 0o600


@pytest.mark.parametrize("old", [None, 0o755, 0o777])
def test_a_folder_is_made_or_becomes_private(tmp_path: Path, old: int | None) -> None:
    path = tmp_path / "a" / "b"
    if old is not None:
        path.mkdir(parents=True)
        path.chmod(old)
    writer.private_folder(path)
    assert mode(path) == 0o700


def test_a_private_folder_is_no_link_and_nobody_elses(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path)
    (tmp_path / "file").touch()
    for name in ("link", "file"):
        with pytest.raises(NotADirectoryError):
            writer.private_folder(tmp_path / name)
    if os.getuid() == 0:
        (tmp_path / "theirs").mkdir()
        os.chown(tmp_path / "theirs", 65534, 65534)
        with pytest.raises(PermissionError):
            writer.private_folder(tmp_path / "theirs")
