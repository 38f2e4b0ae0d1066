"""A folder of YAML becomes one frozen `Knowledge`, or one `KnowledgeError` that lists every problem.

    sources.yaml, facts.yaml, and in each language: language, synonyms, entities and topics/*.yaml, words.txt

What a folder lacks of a language (stop words, the bot's sentences) is inherited from the shipped knowledge.
"""

import gc
import hashlib
import os
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from chatbot.knowledge import Book, Knowledge, Source
from chatbot.loading import facts, fields, nodes, schema
from chatbot.loading.editions import build
from chatbot.loading.folders import LANGUAGES, SHIPPED
from chatbot.loading.lexicons import Raw
from chatbot.loading.nodes import Items, Node, Pairs, Scalar
from chatbot.loading.schema import Record
from chatbot.problem import KnowledgeError, Place, Problem


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
            self.problems.append(Place(name).problem("outside", "the file leads out of the folder", "copy it in"))
        return inside

    def parse(self, name: str) -> Node | None:
        path = self.path / name
        self.known.add(name)
        if not self.holds(path, name):
            return None
        node, problems = nodes.parse(path, name)
        self.problems.extend(problems)
        if node is None and not problems:
            hint = "write entries, or delete it"
            self.problems.append(Place(file=name, line=1, column=1).problem("empty-file", "the file is empty", hint))
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
    files, whole = _Folder(path), Place(str(path))
    if not path.is_dir():
        raise KnowledgeError([whole.problem("no-folder", "there is no such folder", "name a knowledge folder")])
    listed, book, raws = _records(files)
    if not raws:
        hint = "make a folder 'en' with 'topics/*.yaml' in it"
        raise KnowledgeError([*files.problems, whole.problem("no-language", "no language is here", hint)])
    sources = _sources(listed, files.problems)
    _unread(files)
    built = [build(raw, sources, book, files.problems) for raw in raws]
    if any(p.severity == "error" for p in files.problems):
        raise KnowledgeError(files.problems)
    digest = hashlib.sha256()
    for name, data in sorted(files.read.items()):
        digest.update(name.encode() + b"\0" + data + b"\0")
    page = next((s.address for s in sources.values() if s.id == "program-site"), "")
    editions = {edition.language: edition for edition in built if edition is not None}
    day, warnings = today or datetime.now().astimezone().date(), tuple(sorted(files.problems))
    mark = digest.hexdigest()[:12]
    return Knowledge(
        editions=editions, sources=sources, digest=mark, today=day, page=page, book=book, problems=warnings
    )


def records(folder: str | Path | None = None) -> tuple[list[Record], Book, list[Raw]]:
    """The sources, the facts and each language's records of a folder that loads, as they stand there, with places."""
    return _records(_Folder(Path(folder) if folder is not None else SHIPPED))


def _records(files: _Folder) -> tuple[list[Record], Book, list[Raw]]:
    sources = list(schema.records(files.parse("sources.yaml"), fields.SOURCE, files.problems))
    book = facts.read(files.parse("facts.yaml"), [record.text("id") for record in sources], files.problems)
    return sources, book, [_raw(files, language, book) for language in LANGUAGES if (files.path / language).is_dir()]


def _unread(files: _Folder) -> None:
    """YAML files that stand where nothing looks for them."""
    for path in sorted(files.path.rglob("*.y*ml")):
        name = path.relative_to(files.path).as_posix()
        if name not in files.known:
            otherwise = "move it to topics/ with the ending .yaml, or delete it"
            hint = schema.nearest(name, files.known, otherwise)
            files.problems.append(Place(name).problem("unread-file", "nothing reads this file", hint, "warning"))


def _sources(records: list[Record], problems: list[Problem]) -> dict[str, Source]:
    out: dict[str, Source] = {}
    for record in records:
        id_, address = record.text("id"), record.text("address")
        if id_ in out:
            problems.append(record.at("id").problem("duplicate-id", f"the source '{id_}' stands twice", "rename one"))
        if address and not address.startswith(("https://", "http://")):
            problems.append(record.at("address").problem("address", "the address is no web address", "write it whole"))
        out[id_] = Source(id=id_, title=record.text("title"), address=address, as_of=record.text("as_of"))
    return out


def _raw(files: _Folder, language: str, book: Book) -> Raw:
    name, problems = f"{language}/language.yaml", files.problems
    settings, inherited = files.parse(name), not (files.path / name).exists()
    if inherited:
        settings, _ = nodes.parse(SHIPPED / name, str(SHIPPED / name))
        if settings is None:
            hint = "copy it from the shipped knowledge"
            problems.append(Place(name).problem("missing-file", "the file is missing", hint))
    entities = schema.parts(files.parse(f"{language}/entities.yaml"), ("kinds", "entities"), problems)
    topics: list[Record] = []
    before = len(problems)
    for path in sorted((files.path / language / "topics").glob("*.yaml")):
        topics.extend(schema.records(files.parse(f"{language}/topics/{path.name}"), fields.TOPIC, problems))
    if not topics and len(problems) == before:
        hint = "write at least one entry"
        problems.append(Place(f"{language}/topics").problem("no-topics", "no topic is here", hint))
    return Raw(
        language=language,
        rules=schema.record(settings, fields.LANGUAGE, problems) if settings is not None else None,
        inherited=inherited,
        groups=_groups(files.parse(f"{language}/synonyms.yaml"), problems),
        kinds=list(schema.records(entities.get("kinds"), fields.KIND, problems)),
        entities=list(schema.records(entities.get("entities"), fields.ENTITY, problems)),
        topics=topics,
        ordinary=_words(files, language),
        values=tuple(fact.value for fact in book.facts.values() if fact.kind == "text"),
    )


def _groups(root: Node | None, problems: list[Problem]) -> dict[str, tuple[Scalar, ...]]:
    if root is not None and not isinstance(root, Pairs):
        hint = "write name: and a list"
        problems.append(root.place.problem("not-a-mapping", "a mapping of lists is expected here", hint))
        return {}
    groups: dict[str, tuple[Scalar, ...]] = {}
    for key, value in root.pairs if root else ():
        if isinstance(value, Items) and value.items and all(isinstance(i, Scalar) and i.text for i in value.items):
            groups[key.text] = tuple(i for i in value.items if isinstance(i, Scalar))
        else:
            message = f"'{key.text}' must be a list of texts"
            problems.append(value.place.problem("wrong-form", message, "begin each line with '- '"))
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
