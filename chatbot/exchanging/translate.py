"""What a folder says, as a table for a translator: id, field, from, to; and the table back into the folder."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from chatbot.exchanging import edit
from chatbot.loading import fields, languages
from chatbot.loading.fields import EACH, Field
from chatbot.loading.nodes import Items, Node, Pairs, Scalar
from chatbot.loading.schema import Record, listed
from chatbot.problem import KnowledgeError, Place, Problem

COLUMNS = ("id", "field", "from", "to")
MESSAGES = "messages"
"""Stands for the id of the bot's own sentences."""
BOT = "bot.yaml"

TABLES: Mapping[str, tuple[Field, ...]] = {"topics/": fields.TOPIC, "entities/": fields.ENTITY, BOT: fields.BOT}
"""The files whose records hold words, with what they hold."""


class Unit(NamedTuple):
    """One field of one record, as each language words it."""

    file: str
    id: str
    field: str
    key: Scalar
    """Where it stands."""
    value: Node
    tags: tuple[str, ...]
    """The languages that it names; none: its one text is that of the only language."""

    def text(self, tag: str, only: bool) -> str:
        """What a language says, a line for each of several texts; empty where it says nothing."""
        node = self.value.get(tag) if self.tags and isinstance(self.value, Pairs) else self.value if only else None
        return "\n".join(_lines(node)) if node is not None else ""


def _lines(node: Node, before: str = "") -> Iterator[str]:
    """A text, the texts of a list, or those of a mapping of lists, each behind the name that it stands under."""
    if isinstance(node, Scalar):
        yield from (before + line for line in node.text.rstrip("\n").split("\n"))
    elif isinstance(node, Items):
        for item in node.items:
            yield from _lines(item, before)
    else:
        for key, value in node.pairs:
            yield from _lines(value, f"{key.text}: ")


def _units(files: Mapping[str, tuple[str, Node]], tags: Sequence[str]) -> Iterator[Unit]:
    """Everything that languages word differently."""
    for name, (_, root) in files.items():
        for part, table in TABLES.items():
            for node in listed(root) if name.startswith(part) else ():
                if isinstance(node, Pairs):
                    id_ = "bot" if part == BOT else Record(node).text("id")
                    yield from _of_record(name, id_, node, table, tags)


def _of_record(file: str, id_: str, node: Pairs, table: tuple[Field, ...], tags: Sequence[str]) -> Iterator[Unit]:
    by_name = {field.name: field for field in table}
    for key, value in node.pairs:
        field = by_name.get(key.text)
        if field is None:
            continue
        if field.form == "records":
            yield from _within(file, id_, field, value, tags)
        elif field.spoken:
            said = tuple(tag.text for tag, _ in value.pairs if tag.text in tags) if isinstance(value, Pairs) else ()
            if said or field.spoken == EACH:
                yield Unit(file=file, id=id_, field=key.text, key=key, value=value, tags=said)


def _within(file: str, id_: str, field: Field, value: Node, tags: Sequence[str]) -> Iterator[Unit]:
    """What the records within a record word: values of an entity, kinds and headings of the bot."""
    if field.name == "values" and isinstance(value, Pairs):
        for key, node in value.pairs:
            if isinstance(node, Pairs):
                yield from _of_record(file, f"{id_}.{key.text}", node, fields.VALUE, tags)
    elif field.name == "kinds":
        for node in listed(value):
            if isinstance(node, Pairs):
                yield from _of_record(file, f"{id_}.{Record(node).text('id')}", node, fields.KIND, tags)
    elif field.name == "subjects" and isinstance(value, Pairs):
        for key, node in value.pairs:
            said = tuple(tag.text for tag, _ in node.pairs if tag.text in tags) if isinstance(node, Pairs) else ()
            yield Unit(file=file, id=f"{id_}.subjects", field=key.text, key=key, value=node, tags=said)


def _tags(files: Mapping[str, tuple[str, Node]]) -> list[str]:
    root = files[BOT][1] if BOT in files else None
    return list(Record(root).strings("languages")) if isinstance(root, Pairs) else []


def _messages(files: Mapping[str, tuple[str, Node]], tag: str, other: str) -> tuple[dict[str, str], dict[str, str]]:
    """The sentences to translate, and those that there are: the folder's own, and all where the package lacks them."""

    def own(language: str) -> dict[str, str]:
        root = files.get(f"languages/{language}/messages.yaml", ("", None))[1]
        return {key.text: "\n".join(_lines(value)) for key, value in root.pairs} if isinstance(root, Pairs) else {}

    if other in languages.tags():
        return own(tag), own(other)
    root = languages.neutral(tag, "messages.yaml")
    said = {key.text: "\n".join(_lines(value)) for key, value in root.pairs} if isinstance(root, Pairs) else {}
    return said | own(tag), own(other)


class Texts(NamedTuple):
    """What a folder says in its first language, and in the one that it is translated into."""

    units: dict[tuple[str, str], Unit]
    said: dict[tuple[str, str], str]
    there: dict[tuple[str, str], str]


def _texts(folder: Path, files: Mapping[str, tuple[str, Node]], tag: str) -> Texts:
    tags = _tags(files)
    first = _first(folder, tags, tag)
    units = {(unit.id, unit.field): unit for unit in _units(files, [*tags, tag])}
    said, there = ({(MESSAGES, name): text for name, text in own.items()} for own in _messages(files, first, tag))
    only = len(tags) == 1
    said = {key: text for key, unit in units.items() if (text := unit.text(first, only=only))} | said
    there = {key: unit.text(tag, only=False) for key, unit in units.items()} | there
    return Texts(units=units, said=said, there=there)


def out(folder: Path, tag: str) -> str:
    """A table of all that the folder's first language says, and what `tag` says so far, as CSV.

    Raises `KnowledgeError` when the folder cannot be read, or `tag` is its first language.
    """
    texts = _texts(folder, edit.read(folder), tag)
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(COLUMNS)
    rows.writerows([*key, said, texts.there.get(key, "")] for key, said in texts.said.items())
    return text.getvalue()


def _first(folder: Path, tags: Sequence[str], tag: str) -> str:
    first = next(iter(tags), "")
    if not first or first == tag:
        hint = "name another language: the first of bot.yaml is what is translated"
        raise KnowledgeError([Place(str(folder)).problem("same-language", f"'{tag}' is the folder's own", hint)])
    return first


def into(folder: Path, tag: str, table: str, name: str) -> int:
    """Write what a table says in `tag` into the folder; returns how many texts changed.

    A language that is new is added to bot.yaml. Raises `KnowledgeError` with every row that cannot be used: one whose
    field is not there, or whose text was changed since the table was written.
    """
    files = edit.read(folder)
    texts, tags = _texts(folder, files, tag), _tags(files)
    told = _told(_rows(table, name), texts)
    new = {key: text for key, text in told.items() if text.strip() and text != texts.there.get(key)}
    changes: dict[str, list[tuple[Unit, str]]] = {}
    for key in new.keys() & texts.units.keys():
        changes.setdefault(texts.units[key].file, []).append((texts.units[key], new[key]))
    changed = {file: _written(files[file][0], own, tag, tags[0]) for file, own in changes.items()}
    if messages := {field: text for (id_, field), text in new.items() if id_ == MESSAGES}:
        there = {field: text for (id_, field), text in texts.there.items() if id_ == MESSAGES}
        lines = [f"{edit.quoted(key)}: {edit.quoted(text)}" for key, text in (there | messages).items()]
        changed[f"languages/{tag}/messages.yaml"] = "\n".join(lines) + "\n"
    if tag not in tags:
        changed[BOT] = _speaking(changed.get(BOT, files[BOT][0]), folder, [*tags, tag])
    if changed:
        edit.write(folder, changed)
    return len(new)


def _told(rows: Iterable[tuple[Place, dict[str, str]]], texts: Texts) -> dict[tuple[str, str], str]:
    """What each row says; raises `KnowledgeError` with all that translate what is not there, or not that."""
    problems: list[Problem] = []
    told = {}
    for place, row in rows:
        key = row["id"], row["field"]
        if key not in texts.said:
            problems.append(place.problem("unknown-row", f"there is no '{key[1]}' of '{key[0]}'", "remove the row"))
        elif texts.said[key] != row["from"]:
            hint = "write the table anew with --out, and look at the text"
            problems.append(place.problem("stale-row", f"'{key[1]}' of '{key[0]}' says something else by now", hint))
        else:
            told[key] = row["to"]
    if problems:
        raise KnowledgeError(problems)
    return told


def _rows(table: str, name: str) -> Iterator[tuple[Place, dict[str, str]]]:
    rows = csv.DictReader(io.StringIO(table, newline=""), restval="", restkey="")
    if missing := [title for title in COLUMNS if title not in (rows.fieldnames or ())]:
        message, hint = f"the first row lacks {', '.join(missing)}", "name the columns id,field,from,to"
        raise KnowledgeError([Place(file=name, line=1, column=1).problem("columns", message, hint)])
    for row in rows:
        yield Place(file=name, line=rows.line_num, column=1), {one: row[one].replace("\r\n", "\n") for one in COLUMNS}


def _written(text: str, changes: Sequence[tuple[Unit, str]], tag: str, first: str) -> str:
    """The text of a file with what a language says at each of these places, the last first."""
    lines = text.split("\n")
    for unit, said in sorted(changes, key=lambda change: change[0].key.place, reverse=True):
        margin = unit.key.place.column - 1
        start, end = edit.region(lines, unit.key)
        inner = edit.said(tag, _node(unit, said), margin + len(edit.STEP))
        named = {key.text: key for key, _ in unit.value.pairs} if isinstance(unit.value, Pairs) and unit.tags else {}
        if named and all(key.place.line > unit.key.place.line for key in named.values()):
            if tag in named:
                start, end = edit.region(lines, named[tag])
                lines[start:end] = inner
            else:
                lines[end:end] = inner
            continue
        head = lines[start][: unit.key.place.column - 1] + f"{edit.quoted(unit.key.text)}:"
        own = (
            dict(unit.value.pairs)
            if isinstance(unit.value, Pairs) and named
            else {Scalar(first, unit.key.place): unit.value}
        )
        kept = [line for key, node in own.items() if key.text != tag for line in edit.said(key.text, node, margin + 2)]
        lines[start:end] = [head, *kept, *inner]
    return "\n".join(lines)


def _node(unit: Unit, said: str) -> Node | str:
    """What a cell says, in the form of what it translates: lines behind names become a mapping of lists again."""
    some = next((value for _, value in unit.value.pairs), unit.value) if isinstance(unit.value, Pairs) else unit.value
    place = unit.key.place
    sample = some if unit.tags else unit.value
    if isinstance(sample, Items):
        return Items(tuple(Scalar(line, place) for line in said.split("\n")), place)
    if isinstance(sample, Pairs):
        lists: dict[str, list[Node]] = {}
        for line in said.split("\n"):
            name, _, text = line.partition(": ")
            lists.setdefault(name, []).append(Scalar(text, place))
        return Pairs(tuple((Scalar(name, place), Items(tuple(texts), place)) for name, texts in lists.items()), place)
    return said


def _speaking(text: str, folder: Path, tags: Sequence[str]) -> str:
    """bot.yaml with these languages."""
    lines = text.split("\n")
    at = next((number for number, line in enumerate(lines) if line.startswith("languages:")), None)
    if at is None:
        place = Place(str(folder / BOT))
        raise KnowledgeError([place.problem("missing-key", "there is no line 'languages:'", "write languages: [en]")])
    start, end = edit.region(lines, Scalar("languages", Place(BOT, line=at + 1, column=1)))
    lines[start:end] = [f"languages: [{', '.join(map(edit.quoted, tags))}]"]
    return "\n".join(lines)
