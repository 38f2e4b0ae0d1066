"""A knowledge in one sqlite file, of which a start reads a few rows and decodes no more than it is asked for.

Each large mapping of the knowledge is a table. A row bears a checksum and names the key that follows it, so that what
is found and what is not there are both proven; a table's first row holds its count. Where a row is bad or the file
cannot be read, the knowledge is read from its YAML and answers from then on.
"""

import json
import os
import sqlite3
import threading
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any
from zlib import crc32

from chatbot.knowledge import Knowledge
from chatbot.problem import KnowledgeError, Place
from chatbot.storing.shapes import made, plain, shape

LARGE = 40
"""Entries above which a mapping or a set is a table; smaller ones stand within the row that holds them."""

KEPT = 1 << 14
"""Look-ups of a table that are kept in memory, so that a later question asks the file for new words only."""

ROOT = 0
"""The table of what a start reads, under the key `knowledge`."""

FIRST = ""
"""The key of a table's first row, and what stands for the key that follows the last one."""

SCHEMA = """
CREATE TABLE rows (
    tab INTEGER, key TEXT, value TEXT, place INTEGER, next TEXT, sum INTEGER, PRIMARY KEY (tab, key)
) WITHOUT ROWID
"""
ONE = "SELECT key, value, place, next, sum FROM rows WHERE tab = ? AND key <= ? ORDER BY key DESC LIMIT 1"
ALL = "SELECT key, value, place, next, sum FROM rows WHERE tab = ? ORDER BY key"

Row = tuple[str, str, int, str, int]
"""Key, value as JSON, place in the mapping's own order (from 1), the key that follows, and the checksum."""

_json = json.JSONEncoder(separators=(",", ":")).encode


class DamagedError(Exception):
    """The file is not what was written: it cannot be read, it is another one, or a row is bad or missing."""


class _Held:
    """A connection of one thread of one process, closed when the thread ends."""

    def __init__(self, address: str) -> None:
        self.process = os.getpid()
        self.connection = sqlite3.connect(address, uri=True, check_same_thread=False)

    def __del__(self) -> None:
        if hasattr(self, "connection"):
            self.connection.close()


class Store:
    """One file, read by any thread and process, each through a connection of its own."""

    def __init__(self, path: Path, fingerprint: str, reread: Callable[[], Knowledge]) -> None:
        self.digest = ""
        """Of the knowledge that the file holds."""
        self.mended: Knowledge | None = None
        """What the YAML says, once the file was found damaged."""
        self._fingerprint = fingerprint
        self._file = str(path)
        self._address = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
        self._reread = reread
        self._own = threading.local()
        self._locks: dict[int, threading.Lock] = {}  # by process: one that was forked inherits none that is held
        self._stale = False

    def mend(self, error: DamagedError) -> Knowledge:
        """Read the YAML, once, because of damage.

        Raises `KnowledgeError` when it cannot be read, or says something else by now: all of it is to be loaded again.
        """
        import logging  # it takes as long to import as the question to answer, and hardly a run needs it

        with self._locks.setdefault(os.getpid(), threading.Lock()):
            if self.mended is None and not self._stale:
                logging.getLogger("chatbot").addHandler(logging.NullHandler())  # a library is silent if nobody listens
                logging.getLogger(__name__).warning("a stored knowledge is damaged and read anew: %s", error)
                made = self._reread()
                self._stale = made.digest != self.digest
                self.mended = None if self._stale else made
            if self.mended is None:
                message = "this stored form is lost, and its folder changed since"
                raise KnowledgeError([Place(self._file).problem("changed", message, "load the folder again")])
            return self.mended

    def value(self, tab: int, key: str) -> str | None:
        """The value of a key as JSON, or None when the table holds none. Raises `DamagedError`."""
        try:
            rows = self._read(ONE, tab, key)
        except UnicodeEncodeError:  # half a character: no key holds one
            return None
        if not rows:
            raise DamagedError(f"the first row of table {tab} is missing")
        found, value, _, following, _ = rows[0]
        if found == key and key != FIRST:
            return value
        if following != FIRST and following <= key:
            raise DamagedError(f"a row of table {tab} is missing")
        return None

    def rows(self, tab: int) -> list[Row]:
        """All rows of a table but the first, in the mapping's own order. Raises `DamagedError`."""
        rows = self._read(ALL, tab)
        if not rows or rows[0][0] != FIRST or int(rows[0][1]) != len(rows) - 1:
            raise DamagedError(f"rows of table {tab} are missing")
        return sorted(rows[1:], key=lambda row: row[2])

    def _connection(self) -> sqlite3.Connection:
        """The connection of this thread; a process that was forked opens its own."""
        held = getattr(self._own, "held", None)
        if held is None or held.process != os.getpid():
            held = self._own.held = _Held(self._address)
        return held.connection

    def _read(self, query: str, tab: int, *key: str) -> list[Row]:
        try:
            rows: list[Row] = self._connection().execute(query, (tab, *key)).fetchall()
        except (sqlite3.Error, UnicodeDecodeError) as error:
            raise DamagedError(str(error)) from error
        if any(row[4] != _sum(self._fingerprint, tab, row[:4]) for row in rows):
            raise DamagedError(f"a row of table {tab} is bad, or of another file")
        return rows


def _sum(fingerprint: str, tab: int, row: tuple[object, ...]) -> int:
    return crc32("\0".join(map(str, (fingerprint, tab, *row))).encode("utf-8", "replace"))


class Table(Mapping[Any, Any]):
    """A large mapping that stays in the file; no value of it is None."""

    def __init__(self, store: Store, tab: int, path: tuple[Any, ...], hints: tuple[Any, Any]) -> None:
        self._store = store
        self._tab = tab
        self._path = path
        self._hints = hints
        self._all: Mapping[Any, Any] | None = None

    @cached_property
    def get(self) -> Callable[..., Any]:
        """The value of a key, or the default, which must be hashable. What was asked for is kept."""
        return lru_cache(KEPT)(self._get)

    def _get(self, key: Any, default: Any = None) -> Any:
        found = self._look_up(key)
        return default if found is None else found

    def __getitem__(self, key: Any) -> Any:
        if (found := self.get(key)) is None:
            raise KeyError(key)
        return found

    def __contains__(self, key: object) -> bool:
        return self.get(key) is not None

    def __iter__(self) -> Iterator[Any]:
        return iter(self._mapping())

    def __len__(self) -> int:
        return len(self._mapping())

    def __reduce__(self) -> tuple[type[dict[Any, Any]], tuple[dict[Any, Any]]]:
        return dict, (dict(self._mapping()),)

    def _look_up(self, key: Any) -> Any:
        if self._all is not None or self._store.mended is not None:
            return self._mapping().get(key)
        try:
            value = self._store.value(self._tab, str(key))
        except DamagedError as error:
            self._store.mend(error)
            return self._mapping().get(key)
        return None if value is None else made(json.loads(value), self._hints[1])

    def _mapping(self) -> Mapping[Any, Any]:
        """All of it, in its own order."""
        if self._all is None:
            try:
                rows = [] if self._store.mended else self._store.rows(self._tab)
            except DamagedError as error:
                self._store.mend(error)
            if self._store.mended:
                self._all = _within(self._store.mended, self._path)
            else:
                key, value = self._hints
                self._all = {key(row[0]): made(json.loads(row[1]), value) for row in rows}
        return self._all


def _within(knowledge: Knowledge, path: tuple[Any, ...]) -> Mapping[Any, Any]:
    """The mapping at a path of fields and keys; of a set, each word with True."""
    found: Any = knowledge
    for step in path:
        found = found[step] if isinstance(found, Mapping) else getattr(found, step)
    return found if isinstance(found, Mapping) else dict.fromkeys(found, True)


def read(path: Path, fingerprint: str, reread: Callable[[], Knowledge]) -> Knowledge | None:
    """The knowledge of a file; None when it is not there, is of another fingerprint, or is damaged at its root.

    `reread` reads the YAML, should the file be found damaged later.
    """
    store = Store(path, fingerprint, reread)
    try:
        root = json.loads(store.value(ROOT, "knowledge") or "")
    except (DamagedError, ValueError):
        return None
    knowledge: Knowledge = _opened(root, Knowledge, (), store)
    store.digest = knowledge.digest
    return knowledge


def _opened(value: Any, hint: Any, path: tuple[Any, ...], store: Store) -> Any:
    """What `_closed` wrote, with its large mappings left in the file."""
    kind, inside = shape(hint)
    if isinstance(value, int) and kind in {"mapping", "words"}:
        table = Table(store, value, path, inside if kind == "mapping" else (str, bool))
        return table if kind == "mapping" else table.keys()
    if kind == "record":
        named = zip(inside[1].items(), value, strict=True)
        return inside[0](*[_opened(one, own, (*path, name), store) for (name, own), one in named])
    if kind == "mapping":
        keyed = [(inside[0](key), one) for key, one in value.items()]
        return {key: _opened(one, inside[1], (*path, key), store) for key, one in keyed}
    return made(value, hint)


def write(knowledge: Knowledge, fingerprint: str, path: Path) -> None:
    """Write the stored form, without the day of loading, into an empty file. Raises `OSError`, for a full disk too."""
    tables: list[dict[str, str]] = [{}]
    root = _closed(knowledge._replace(today=date.min), Knowledge, tables)
    tables[ROOT] = {"knowledge": _json(root)}
    try:
        connection = sqlite3.connect(path)
        try:
            connection.execute("PRAGMA journal_mode = OFF")
            connection.execute("PRAGMA synchronous = OFF")
            connection.execute(SCHEMA)
            for tab, values in enumerate(tables):
                connection.executemany("INSERT INTO rows VALUES (?, ?, ?, ?, ?, ?)", _rows(tab, values, fingerprint))
            connection.commit()
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise OSError(str(error)) from error


def _rows(tab: int, values: Mapping[str, str], fingerprint: str) -> Iterator[tuple[object, ...]]:
    places = {key: place for place, key in enumerate(values, 1)}
    keys = [FIRST, *sorted(values)]
    for key, following in zip(keys, [*keys[1:], FIRST], strict=True):
        row = key, values.get(key, str(len(values))), places.get(key, 0), following
        yield (tab, *row, _sum(fingerprint, tab, row))


def _closed(value: Any, hint: Any, tables: list[dict[str, str]]) -> Any:
    """A value as JSON; a large mapping or set becomes a table, and stands there by the table's number."""
    kind, inside = shape(hint)
    if kind in {"mapping", "words"} and len(value) > LARGE and FIRST not in value:
        items = value.items() if kind == "mapping" else [(word, True) for word in sorted(value)]
        own = inside[1] if kind == "mapping" else bool
        tables.append({str(key): _json(plain(one, own)) for key, one in items})
        return len(tables) - 1
    if kind == "record":
        return [_closed(getattr(value, name), own, tables) for name, own in inside[1].items()]
    if kind == "mapping":
        return {str(key): _closed(one, inside[1], tables) for key, one in value.items()}
    return plain(value, hint)
