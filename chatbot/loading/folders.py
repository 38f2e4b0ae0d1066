"""Where knowledge stands, and which files of a folder are knowledge."""

import os
from collections.abc import Iterator
from pathlib import Path

LARGEST = 8_000_000
"""Bytes of one file of a folder that are read; 15,000 phrasings take about 1,000,000."""

LANGUAGES = ("en", "fr")

ENDINGS = (".yaml", ".txt")

PACKAGE = Path(__file__).parent.parent
SHIPPED = next(
    (place for place in (PACKAGE / "knowledge", PACKAGE.parent / "knowledge") if place.is_dir()), PACKAGE / "knowledge"
)
"""The knowledge that comes with the package: inside it when installed, beside it in a checkout."""


def files(folder: Path) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """The files that a folder's knowledge is made from, by their names in it, in a fixed order. Raises `OSError`."""
    for place in ("", *(f"{language}{part}" for language in LANGUAGES for part in ("", "/topics"))):
        if os.path.isdir(f"{folder}/{place}"):  # noqa: PTH112  # at every start, and pathlib takes three times as long
            yield from ((f"{place}/{entry.name}".lstrip("/"), entry) for entry in listed(f"{folder}/{place}", ENDINGS))


def listed(place: str | Path, endings: tuple[str, ...]) -> list[os.DirEntry[str]]:
    """The plain files of a folder whose names end so, by name. Raises `OSError`."""
    with os.scandir(place) as entries:
        found = [entry for entry in entries if entry.name.endswith(endings) and entry.is_file()]
    return sorted(found, key=lambda entry: entry.name)
