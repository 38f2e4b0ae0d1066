"""Where knowledge and languages stand, which files of a folder are knowledge, and the text of one."""

import os
from collections.abc import Iterator
from pathlib import Path
from stat import S_ISREG

from chatbot.problem import Place, Problem

LARGEST = 8_000_000
"""Bytes of one file of a folder that are read; 15,000 phrasings take about 1,000,000."""

ENDINGS = (".yaml", ".txt")

PACKAGE = Path(__file__).parent.parent
SHIPPED = next(
    (place for place in (PACKAGE / "knowledge", PACKAGE.parent / "knowledge") if place.is_dir()), PACKAGE / "knowledge"
)
"""The knowledge that comes with the package: inside it when installed, beside it in a checkout."""

NEUTRAL = PACKAGE / "languages"
"""What any folder inherits: places, and of each language its grammar, messages, small talk and ordinary words."""

PARTS = ("", "entities", "topics", "tests")
"""The folders of a knowledge whose YAML is read; each language's own files stand in `languages/xx`."""


def files(folder: Path) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """The files that a folder's knowledge is made from, by their names in it, in a fixed order. Raises `OSError`."""
    yield from _files(folder, PARTS)
    yield from ((f"languages/{name}", entry) for name, entry in neutral(folder / "languages"))


def neutral(place: Path = NEUTRAL) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """The files of the languages that stand in a place, in a fixed order. Raises `OSError`."""
    if os.path.isdir(place):  # noqa: PTH112  # at every start, and pathlib takes three times as long
        with os.scandir(place) as entries:
            yield from _files(place, ("", *sorted(entry.name for entry in entries if entry.is_dir())))


def _files(folder: Path, parts: tuple[str, ...]) -> Iterator[tuple[str, os.DirEntry[str]]]:
    for part in parts:
        if os.path.isdir(f"{folder}/{part}"):  # noqa: PTH112
            yield from ((f"{part}/{entry.name}".lstrip("/"), entry) for entry in listed(f"{folder}/{part}", ENDINGS))


def listed(place: str | Path, endings: tuple[str, ...]) -> list[os.DirEntry[str]]:
    """The plain files of a folder whose names end so, by name. Raises `OSError`."""
    with os.scandir(place) as entries:
        found = [entry for entry in entries if entry.name.endswith(endings) and entry.is_file()]
    return sorted(found, key=lambda entry: entry.name)


def text_of(path: Path, name: str) -> tuple[str, list[Problem]]:
    """The text of one file, or (with an empty one) why there is none. Only plain files of bounded size are opened."""
    whole = Place(name)
    try:
        state = path.stat()
        if state.st_size > LARGEST:
            return "", [whole.problem("too-large", f"the file is over {LARGEST} bytes", "split it by subject")]
        if not S_ISREG(state.st_mode):
            return "", [whole.problem("unreadable", "this is no plain file", "put a file there, or remove it")]
        return path.read_bytes().decode("utf-8"), []
    except UnicodeDecodeError as error:
        return "", [whole.problem("not-utf8", f"byte {error.start} is not UTF-8", "save the file as UTF-8")]
    except OSError as error:
        why = error.strerror or "unreadable"
        return "", [whole.problem("unreadable", f"the file cannot be read ({why})", "check that it exists")]
