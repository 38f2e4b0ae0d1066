"""Question tables from elsewhere become a knowledge folder that loads as it is."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass, field
from pathlib import Path

from chatbot.problems import KnowledgeError, Problem

COLUMNS = ("topic", "question", "answer")


@dataclass
class _Topic:
    answer: str = ""
    source: str = ""
    questions: list[str] = field(default_factory=list)


def import_csv(table: Path, folder: Path, language: str = "en") -> int:
    """Write a knowledge folder from a table with the columns topic, question, answer and, if wanted, source.

    Several rows of one topic are one phrasing each; the answer and the source may stand in the first of them only.
    Returns the number of topics. Raises `KnowledgeError` with every row that cannot be used, and for a folder that
    holds something already: nothing is overwritten.
    """
    topics = _read(table)
    if folder.exists() and any(folder.iterdir()):
        hint = "name a folder that does not exist yet"
        raise KnowledgeError([Problem(str(folder), 0, 0, "not-empty", "the folder holds something already", hint)])
    (folder / language / "topics").mkdir(parents=True, exist_ok=True)
    named = dict.fromkeys(topic.source or table.name for topic in topics.values())
    ids = {title: f"source-{n}" for n, title in enumerate(named, 1)}
    sources = [_source(id_, title) for title, id_ in ids.items()]
    (folder / "sources.yaml").write_text("".join(sources), "utf-8")
    entries = [_entry(id_, topic, ids[topic.source or table.name]) for id_, topic in topics.items()]
    (folder / language / "topics" / "imported.yaml").write_text("".join(entries), "utf-8")
    return len(topics)


def _read(table: Path) -> dict[str, _Topic]:
    topics: dict[str, _Topic] = {}
    problems: list[Problem] = []
    try:
        lines = table.read_text("utf-8-sig").splitlines(keepends=True)
    except (OSError, UnicodeDecodeError) as error:
        hint = "name a CSV file in UTF-8"
        raise KnowledgeError([Problem(str(table), 0, 0, "unreadable", f"cannot be read ({error})", hint)]) from error
    rows = csv.DictReader(lines)
    if missing := [name for name in COLUMNS if name not in (rows.fieldnames or ())]:
        message = f"the first row lacks {', '.join(missing)}"
        raise KnowledgeError([Problem(str(table), 1, 1, "columns", message, "name the columns topic,question,answer")])
    for row in rows:
        topic_id, question, answer = ((row.get(name) or "").strip() for name in COLUMNS)
        source = (row.get("source") or "").strip()
        if not topic_id or not question:
            message = "the row has no topic or no question"
            problems.append(Problem(str(table), rows.line_num, 1, "row", message, "fill both in, or delete the row"))
            continue
        topic = topics.setdefault(topic_id, _Topic())
        if answer and topic.answer and answer != topic.answer:
            message = f"the topic '{topic_id}' has another answer above"
            problems.append(Problem(str(table), rows.line_num, 1, "two-answers", message, "keep one answer a topic"))
        topic.answer = topic.answer or answer
        topic.source = topic.source or source
        topic.questions.append(question)
    for topic_id, topic in topics.items():
        if not topic.answer:
            message = f"the topic '{topic_id}' has no answer"
            problems.append(Problem(str(table), 0, 0, "no-answer", message, "write it in one of its rows"))
    if not topics and not problems:
        problems.append(Problem(str(table), 1, 1, "empty-file", "the table has no rows", "write a row a question"))
    if problems:
        raise KnowledgeError(problems)
    return topics


def _source(id_: str, title: str) -> str:
    lines = [f"- id: {id_}\n", f"  title: {_quoted(title)}\n"]
    return "".join(lines + ([f"  address: {_quoted(title)}\n"] if title.startswith("https://") else []))


def _entry(id_: str, topic: _Topic, source: str) -> str:
    phrasings = "".join(f"    - {_quoted(question)}\n" for question in dict.fromkeys(topic.questions))
    return f"- id: {_quoted(id_)}\n  phrasings:\n{phrasings}  answer: {_quoted(topic.answer)}\n  sources: [{source}]\n"


def _quoted(text: str) -> str:
    """The text in double quotes, as YAML and JSON both read them."""
    return json.dumps(" ".join(text.split()), ensure_ascii=False)
