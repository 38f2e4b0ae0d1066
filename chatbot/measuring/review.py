"""A log of misses becomes groups of alike questions, each with the entry that it may belong to."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from chatbot.knowledge import Edition
from chatbot.measuring.misses import NUMBER, WORD
from chatbot.problem import Place, Problem, told
from chatbot.storing import writer

ALIKE = 0.6
"""Share of their words, 0..1, that two questions of a group have in common."""


class Miss(NamedTuple):
    """A question as the log holds it, with the topic that came nearest (empty: none did)."""

    asked: str
    topic: str
    language: str


class Group(NamedTuple):
    """Alike questions with how often each was asked, the most frequent first."""

    topic: str
    language: str
    asked: tuple[tuple[str, int], ...]

    @property
    def times(self) -> int:
        """How often any of them was asked."""
        return sum(count for _, count in self.asked)


def read_log(path: Path) -> tuple[list[Miss], list[Problem]]:
    """The questions of a log, and the lines that hold none. Raises `KnowledgeError` when it cannot be read."""
    misses, problems = [], []
    for number, line in enumerate(_lines(path), 1):
        if (miss := _miss(line)) is not None:
            misses.append(miss)
        else:
            place, hint = Place(file=str(path), line=number, column=1), "the line is left out; delete it"
            problems.append(place.problem("log", "no line of a log", hint, "warning"))
    return misses, problems


def _miss(line: str) -> Miss | None:
    try:
        data = json.loads(line)
        return Miss(asked=str(data["asked"]), topic=str(data["topic"]), language=str(data["language"]))
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def _lines(path: Path) -> list[str]:
    with told(path, "unreadable", "name a file that --log wrote"):
        return [line for line in writer.read(path).decode("utf-8", "replace").split("\n") if line.strip()]


def rejected_file(log: Path) -> Path:
    """Where the rejections of a log stand, beside it."""
    return log.with_name(f"{log.name}.rejected")


def rejected(log: Path) -> frozenset[str]:
    """The questions that were rejected. Raises `KnowledgeError` when the file is there but cannot be read."""
    path = rejected_file(log)
    return frozenset(_lines(path)) if path.exists() else frozenset()


def reject(log: Path, group: Group) -> None:
    """Remember that the questions of a group are not to be proposed again. Raises `KnowledgeError`."""
    path = rejected_file(log)
    with told(path, "unwritable", "make its folder writable"):
        for asked, _ in group.asked:
            writer.append(path, asked)


def groups(misses: Iterable[Miss], without: frozenset[str] = frozenset()) -> list[Group]:
    """The questions by nearest topic and likeness, the most frequent group first; `without` are left out."""
    counts = Counter(miss for miss in misses if miss.asked not in without)
    made: dict[Miss, list[tuple[str, int]]] = {}
    for miss, count in sorted(counts.items(), key=lambda item: (-item[1], item[0].asked, item[0].topic)):
        head = next((head for head in made if _alike(miss, head)), miss)
        made.setdefault(head, []).append((miss.asked, count))
    found = [Group(topic=head.topic, language=head.language, asked=tuple(own)) for head, own in made.items()]
    return sorted(found, key=lambda group: (-group.times, group.topic, group.asked))


def _words(asked: str) -> frozenset[str]:
    words = frozenset(asked.split())
    return words - {WORD, NUMBER} or words


def _alike(one: Miss, other: Miss) -> bool:
    words, others = _words(one.asked), _words(other.asked)
    near = (one.topic, one.language) == (other.topic, other.language)
    return near and len(words & others) >= ALIKE * len(words | others)


def chosen(found: Sequence[Group], wanted: str) -> Group | None:
    """The group of that number (counted from 1), or that holds that question; None when there is none."""
    if wanted.isascii() and wanted.isdecimal():
        return found[int(wanted) - 1] if 0 < int(wanted[:9]) <= len(found) else None
    return next((group for group in found if wanted in dict(group.asked)), None)


def lines(group: Group, number: int, edition: Edition) -> Iterator[str]:
    """A group for a curator: its questions, the entry proposed, and the YAML to add."""
    topic = edition.topics.get(group.topic)
    times = "once" if group.times == 1 else f"{group.times} times"
    near = f"nearest to {topic.id}: {topic.question}" if topic else "near to no entry"
    yield f"{number}. asked {times}, {near}"
    if topic:
        file = topic.place.file if topic.place else "topics"
        yield f"   in {file}, under id: {topic.id}, phrasings, {edition.language}:"
    else:
        yield f"   in an entry of its own ('clusters new ID' begins one), phrasings, {edition.language}:"
    for asked, count in group.asked:
        yield from (f"      # asked {count} times",) if count > 1 else ()
        yield f"      {asked}"
