"""The id of an entry, an entity or a source becomes another, wherever it stands; the old one is redirected."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from chatbot.exchanging import edit
from chatbot.exchanging.edit import Swap
from chatbot.loading.nodes import Node, Pairs
from chatbot.loading.references import walk
from chatbot.loading.schema import Record, listed
from chatbot.problem import KnowledgeError, Place
from chatbot.reading.lexicon import did_you_mean

ID = re.compile(r"[a-z0-9][a-z0-9.-]*")
"""How an id is written."""

REDIRECTS = "redirects.yaml"
HEAD = "# yaml-language-server: $schema=schema/redirects.json"

PARTS = {"topics/": "topic", "entities/": "entity", "sources.yaml": "source"}
"""Where ids are given, and of what."""

REFERENCES = {
    "topic": ({"id", "related", "each", "starters", "to"}, ("topics/", "tests/", "bot.yaml", REDIRECTS)),
    "entity": ({"id", "order", "to"}, ("entities/", "bot.yaml", REDIRECTS)),
    "source": ({"id", "sources"}, ("sources.yaml", "topics/", "entities/")),
}
"""By what an id is of: the keys under which one stands, and the files that hold them."""


def rename(folder: Path, old: str, new: str) -> list[str]:
    """Give something a new id; returns the files that changed.

    Raises `KnowledgeError` when there is no such id, the new one is taken or is none, or the folder does not load.
    """
    files = edit.read(folder)
    given = {id_: (kind, place) for id_, kind, place in _given(files)}
    place = Place(str(folder))
    if old not in given:
        near = did_you_mean(old, given)
        hint = f"did you mean '{near}'?" if near else "'clusters topics --ids' lists the ids of entries"
        raise KnowledgeError([place.problem("unknown-id", f"there is no '{old}'", hint)])
    kind, _ = given[old]
    claim(new, folder, {id_: there for id_, (_, there) in given.items()})
    changed = {
        name: edit.swapped(text, list(_swaps(name, root, kind, old, new))) for name, (text, root) in files.items()
    }
    if kind == "entity":
        named = re.compile(rf"(\{{(?:each:)?|\bdisputed: \"?){re.escape(old)}(?=[.}}])")
        changed = {name: named.sub(rf"\g<1>{new}", text) for name, text in changed.items()}
    if kind != "source":
        changed[REDIRECTS] = f"{changed.get(REDIRECTS, HEAD).rstrip()}\n{old}: {new}\n"
    changed = {name: text for name, text in changed.items() if name not in files or text != files[name][0]}
    edit.write(folder, changed)
    return sorted(changed)


def claim(id_: str, folder: Path, taken: Mapping[str, Place | None]) -> None:
    """Raises `KnowledgeError` when a new id is none, or taken by what stands at a place."""
    whole = Place(str(folder))
    if not ID.fullmatch(id_):
        hint = "write small letters, digits, dots and hyphens"
        raise KnowledgeError([whole.problem("bad-id", f"'{id_}' is no id", hint)])
    if id_ in taken:
        raise KnowledgeError([(taken[id_] or whole).problem("duplicate-id", f"'{id_}' is taken", "choose another")])


def _given(files: dict[str, tuple[str, Node]]) -> Iterator[tuple[str, str, Place]]:
    """Every id that is given, of what, and where."""
    for name, (_, root) in files.items():
        kind = next((kind for part, kind in PARTS.items() if name.startswith(part)), "")
        for node in listed(root) if kind else ():
            if isinstance(node, Pairs) and node.get("id"):
                yield Record(node).text("id"), kind, Record(node).at("id")


def _swaps(name: str, root: Node, kind: str, old: str, new: str) -> Iterator[Swap]:
    """The places of one file at which an id stands."""
    keys, parts = REFERENCES[kind]
    if not name.startswith(parts):
        return
    for path, scalar in walk(root):
        inner = next((key for key in reversed(path) if key), "")
        redirected = name == REDIRECTS and len(path) == 1
        if scalar.text == old and path[-1:] != ("",) and (inner in keys or redirected) and _is_own(path, kind):
            yield Swap(scalar.place, old=old, new=new)


def _is_own(path: tuple[str, ...], kind: str) -> bool:
    """Whether an id is given of an entry itself, and not of what stands within it, such as a kind's."""
    return path[-1] != "id" or path == ("id",) or kind == "source"
