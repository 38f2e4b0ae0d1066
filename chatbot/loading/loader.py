"""A folder of YAML becomes one frozen `Knowledge`, or one `KnowledgeError` that lists every problem.

    sources.yaml, facts.yaml, and in each language: language, synonyms, entities and topics/*.yaml, words.txt

What a folder lacks of a language (stop words, the bot's sentences) is inherited from the shipped knowledge.
"""

from __future__ import annotations

import gc
import hashlib
import os
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from chatbot.knowledge import Book, Knowledge, Source
from chatbot.loading import facts, fields, nodes, schema
from chatbot.loading.editions import build
from chatbot.loading.lexicons import Raw
from chatbot.loading.nodes import Items, Node, Pairs, Scalar
from chatbot.loading.places import LANGUAGES, SHIPPED
from chatbot.loading.schema import Record, problem
from chatbot.problem import KnowledgeError, Problem
from chatbot.reading.lexicon import did_you_mean

INHERITED = ("language.yaml",)


@dataclass
class _Folder:
    """One folder being read; collects problems, warnings and the bytes that the digest is of."""

    path: Path
    problems: list[Problem] = field(default_factory=list)
    read: dict[str, bytes] = field(default_factory=dict)
    known: set[str] = field(default_factory=set)
    """The files that were looked for."""

    def holds(self, path: Path, name: str) -> bool:
        """Whether a file is there, and in the folder."""
        if not os.path.lexists(path):
            return False
        inside = Path(os.path.realpath(path)).is_relative_to(os.path.realpath(self.path))
        if not inside:
            self.problems.append(Problem(name, 0, 0, "outside", "the file leads out of the folder", "copy it in"))
        return inside

    def parse(self, name: str) -> Node | None:
        path = self.path / name
        self.known.add(name)
        if not self.holds(path, name):
            return None
        node, problems = nodes.parse(path, name)
        self.problems.extend(problems)
        if node is None and not problems:
            self.problems.append(Problem(name, 1, 1, "empty-file", "the file is empty", "write entries, or delete it"))
        if not problems:
            self.read[name] = path.read_bytes()
        return node


def load(folder: str | Path | None = None, today: date | None = None) -> Knowledge:
    """The knowledge of a folder (the shipped one by default), as of `today` (by default the day of loading).

    Raises `KnowledgeError` with every problem of the folder.
    """
    running = gc.isenabled()
    gc.disable()  # a million values are made, and hardly any garbage
    try:
        return _load(Path(folder) if folder is not None else SHIPPED, today)
    finally:
        if running:
            gc.enable()


def _load(path: Path, today: date | None) -> Knowledge:
    files = _Folder(path)
    if not path.is_dir():
        raise KnowledgeError(
            [Problem(str(path), 0, 0, "no-folder", "there is no such folder", "name a knowledge folder")]
        )
    sources = _sources(files)
    languages = [name for name in LANGUAGES if (path / name).is_dir()]
    if not languages:
        hint = "make a folder 'en' with 'topics/*.yaml' in it"
        raise KnowledgeError([*files.problems, Problem(str(path), 0, 0, "no-language", "no language is here", hint)])
    book = facts.read(files.parse("facts.yaml"), sources, files.problems)
    raws = [_raw(files, language, book) for language in languages]
    _unread(files)
    editions = {raw.language: build(raw, sources, book, files.problems) for raw in raws}
    if any(p.severity == "error" for p in files.problems):
        raise KnowledgeError(files.problems)
    digest = hashlib.sha256()
    for name, data in sorted(files.read.items()):
        digest.update(name.encode() + b"\0" + data + b"\0")
    page = next((s.address for s in sources.values() if s.id == "program-site"), "")
    built = {language: edition for language, edition in editions.items() if edition is not None}
    warnings = tuple(sorted(files.problems))
    return Knowledge(
        built, sources, digest.hexdigest()[:12], today or datetime.now().astimezone().date(), page, book, warnings
    )


def records(folder: str | Path | None = None) -> tuple[list[Record], Book, list[Raw]]:
    """The sources, the facts and each language's records of a folder that loads, as they stand there, with places."""
    files = _Folder(Path(folder) if folder is not None else SHIPPED)
    sources = list(schema.records(files.parse("sources.yaml"), fields.SOURCE, files.problems))
    book = facts.read(files.parse("facts.yaml"), {record.text("id"): None for record in sources}, files.problems)
    return sources, book, [_raw(files, language, book) for language in LANGUAGES if (files.path / language).is_dir()]


def _unread(files: _Folder) -> None:
    """YAML files that stand where nothing looks for them."""
    for path in sorted(files.path.rglob("*.y*ml")):
        name = path.relative_to(files.path).as_posix()
        if name not in files.known:
            near = did_you_mean(name, files.known)
            hint = f"did you mean '{near}'?" if near else "move it to topics/ with the ending .yaml, or delete it"
            files.problems.append(Problem(name, 0, 0, "unread-file", "nothing reads this file", hint, "warning"))


def _sources(files: _Folder) -> dict[str, Source]:
    out: dict[str, Source] = {}
    for record in schema.records(files.parse("sources.yaml"), fields.SOURCE, files.problems):
        id_ = record.text("id")
        if id_ in out:
            files.problems.append(
                problem(record.at("id"), "duplicate-id", f"the source '{id_}' stands twice", "rename one")
            )
        if record.text("address") and not record.text("address").startswith(("https://", "http://")):
            files.problems.append(
                problem(record.at("address"), "address", "the address is no web address", "write it whole")
            )
        out[id_] = Source(id_, record.text("title"), record.text("address"), record.text("as_of"))
    return out


def _raw(files: _Folder, language: str, book: Book) -> Raw:
    def node(name: str) -> Node | None:
        found = files.parse(f"{language}/{name}")
        if found is None and name in INHERITED and not (files.path / language / name).exists():
            shipped = SHIPPED / language / name
            return nodes.parse(shipped, str(shipped))[0] if shipped.exists() else None
        return found

    settings = node("language.yaml")
    if settings is None and not (files.path / language / "language.yaml").exists():
        hint = "copy it from the shipped knowledge"
        files.problems.append(Problem(f"{language}/language.yaml", 0, 0, "missing-file", "the file is missing", hint))
    rules = schema.record(settings, fields.LANGUAGE, files.problems) if settings is not None else None
    kinds, entities = _entities(node("entities.yaml"), files.problems)
    topics: list[Record] = []
    before = len(files.problems)
    for path in sorted((files.path / language / "topics").glob("*.yaml")):
        topics.extend(schema.records(node(f"topics/{path.name}"), fields.TOPIC, files.problems))
    if not topics and len(files.problems) == before:
        hint = "write at least one entry"
        files.problems.append(Problem(f"{language}/topics", 0, 0, "no-topics", "no topic is here", hint))
    return Raw(
        language,
        rules,
        not (files.path / language / "language.yaml").exists(),
        _groups(node("synonyms.yaml"), files.problems),
        kinds,
        entities,
        topics,
        _words(files, language),
        tuple(fact.value for fact in book.facts.values() if fact.kind == "text"),
        tuple(fact.caveat for fact in book.facts.values() if fact.caveat),
    )


def _entities(root: Node | None, problems: list[Problem]) -> tuple[list[Record], list[Record]]:
    if root is None:
        return [], []
    if not isinstance(root, Pairs):
        problems.append(
            problem(root.place, "not-a-mapping", "a mapping is expected here", "write kinds: and entities:")
        )
        return [], []
    for key, _ in root.pairs:
        if key.text not in ("kinds", "entities"):
            problems.append(
                problem(
                    key.place, "unknown-key", f"the key '{key.text}' is not known here", "known keys: kinds, entities"
                )
            )
    kinds = list(schema.records(root.get("kinds"), fields.KIND, problems))
    return kinds, list(schema.records(root.get("entities"), fields.ENTITY, problems))


def _groups(root: Node | None, problems: list[Problem]) -> dict[str, tuple[Scalar, ...]]:
    if root is None:
        return {}
    if not isinstance(root, Pairs):
        problems.append(
            problem(root.place, "not-a-mapping", "a mapping of lists is expected here", "write name: and a list")
        )
        return {}
    groups: dict[str, tuple[Scalar, ...]] = {}
    for key, value in root.pairs:
        if isinstance(value, Items) and value.items and all(isinstance(i, Scalar) and i.text for i in value.items):
            groups[key.text] = tuple(i for i in value.items if isinstance(i, Scalar))
        else:
            problems.append(
                problem(value.place, "wrong-form", f"'{key.text}' must be a list of texts", "begin each line with '- '")
            )
    return groups


def _words(files: _Folder, language: str) -> tuple[str, ...]:
    """The ordinary words of a language: the forms of a word on one line; `#` begins a comment."""
    name = f"{language}/words.txt"
    path = files.path / name
    if not files.holds(path, name):
        if os.path.lexists(path) or not (SHIPPED / name).exists():
            return ()
        path = SHIPPED / name
    text, problems = nodes.text_of(path, name)
    files.problems.extend(problems)
    return tuple([line for line in text.splitlines() if line.strip() and not line.startswith("#")])
