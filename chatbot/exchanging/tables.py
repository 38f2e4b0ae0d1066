"""Questions and answers as a table (CSV) and as a page (Markdown): entries out, entries in."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from chatbot.problem import KnowledgeError, Place, Problem

COLUMNS = ("topic", "question", "answer")
SEPARATORS = ",;\t"

_FORMULA = re.compile(r"'*(?:\s*[=+\-@＝＋－＠]|[\t\r])")
"""A cell that a spreadsheet would calculate, or one that already carries the apostrophe that keeps it from that."""

_SPECIAL = re.compile(r"([\\*_`\[\]<>#])")
_BLOCK = re.compile(r"^(\s*)(?:(\d+)(?=[.)])|(?=[+\-=|~]))")
_LABEL = re.compile(r"^Source(?=: )")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_ID = re.compile(r"<!-- topic (.+?) -->")
_LINK = re.compile(r"\[((?:[^\]\\]|\\.)*)\]\(<?([^()\s<>]*)>?\)")
_SOURCE = "Source: "
_OTHERS = "### Also asked as"


@dataclass
class Entry:
    """One topic of a table or page. A source is a title, an https address, or `title <address>`."""

    id: str
    questions: list[str] = field(default_factory=list)
    answer: str = ""
    sources: list[str] = field(default_factory=list)
    line: int = 0


def to_csv(entries: Iterable[Entry]) -> str:
    """A row a phrasing; answer and sources (a line each) stand in a topic's first row.

    A cell that begins with a sign that spreadsheets calculate gets an apostrophe before it; `from_csv` removes it.
    """
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow([*COLUMNS, "source"])
    for entry in entries:
        for number, question in enumerate(entry.questions):
            told = ["", ""] if number else [entry.answer, "\n".join(entry.sources)]
            cells = (entry.id, question, *told)
            rows.writerow([f"'{cell}" if _FORMULA.match(cell) else cell for cell in cells])
    return out.getvalue()


def _cell(text: str | None) -> str:
    cell = text or ""
    return (cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell).strip()


def from_csv(text: str, name: str) -> list[Entry]:
    """The entries of a table whose cells are parted by comma, semicolon or tab.

    Raises `KnowledgeError` with every row that cannot be used; `name` is how problems call the table.
    """
    head = text.split("\n", 1)[0]
    separator = max(SEPARATORS, key=head.count)
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=separator, restkey="")
    problems: list[Problem] = []
    entries: dict[str, Entry] = {}
    try:
        rows.fieldnames = [(title or "").strip().lower() for title in rows.fieldnames or ()]
        if missing := [title for title in COLUMNS if title not in rows.fieldnames]:
            message, hint = f"the first row lacks {', '.join(missing)}", "name the columns topic,question,answer"
            raise KnowledgeError([Place(file=name, line=1, column=1).problem("columns", message, hint)])
        for row in rows:
            _row(row, entries, Place(file=name, line=rows.line_num, column=1), problems)
    except csv.Error as error:
        place, hint = Place(file=name, line=rows.line_num, column=1), "check the quotes of the row"
        problems.append(place.problem("row", f"no row of a CSV table ({error})", hint))
    return checked(entries.values(), name, problems)


def _row(row: dict[str, str], entries: dict[str, Entry], place: Place, problems: list[Problem]) -> None:
    id_, question, answer, sources = (_cell(row.get(title)) for title in (*COLUMNS, "source"))
    if row.get(""):
        message = "the row has more cells than the first row has columns"
        problems.append(place.problem("row", message, "put texts that hold the separator in quotes"))
        return
    if not id_ or not question:
        problems.append(place.problem("row", "the row has no topic or no question", "fill both in, or delete the row"))
        return
    entry = entries.setdefault(id_, Entry(id_, line=place.line))
    if answer and entry.answer and answer != entry.answer:
        message = f"the topic '{id_}' has another answer above"
        problems.append(place.problem("two-answers", message, "keep one answer a topic"))
    entry.answer = entry.answer or answer
    entry.sources += [one for line in sources.splitlines() if (one := line.strip()) and one not in entry.sources]
    entry.questions.append(question)


def checked(entries: Iterable[Entry], name: str, problems: Sequence[Problem] = ()) -> list[Entry]:
    """The entries, when each has an answer and there are no other problems; else `KnowledgeError` with all of them."""
    kept, found = list(entries), list(problems)
    for entry in kept:
        if not entry.answer:
            place, message = Place(file=name, line=entry.line, column=1), f"the topic '{entry.id}' has no answer"
            found.append(place.problem("no-answer", message, "write it once for the topic"))
    if not kept and not found:
        place, hint = Place(file=name, line=1, column=1), "write one with its answer"
        found.append(place.problem("empty-file", "no question is in it", hint))
    if found:
        raise KnowledgeError(found)
    return kept


def to_markdown(entries: Iterable[Entry], title: str) -> str:
    """A heading a topic: its canonical question; then the answer, other phrasings, and sources."""
    lines = [f"# {_escaped(title)}", ""]
    for entry in entries:
        question, *others = entry.questions or [entry.id]
        lines += [f"## {_escaped(question)}", "", f"<!-- topic {entry.id} -->", "", _escaped(entry.answer), ""]
        lines += [_OTHERS, "", *(f"- {_escaped(other)}" for other in others), ""] if others else []
        lines += [line for source in entry.sources for line in (_SOURCE + _linked(source), "")]
    return "\n".join(lines)


def _linked(source: str) -> str:
    title, _, address = source.removesuffix(">").rpartition(" <")
    return f"[{_escaped(title)}](<{address}>)" if title and source.endswith(">") else _escaped(source)


def _escaped(text: str) -> str:
    """The text as Markdown shows it word for word."""
    special = _LABEL.sub(r"Source\\", _SPECIAL.sub(r"\\\1", text))
    return _BLOCK.sub(lambda m: f"{m.group(1)}{m.group(2) or ''}\\", special)


def _plain(text: str) -> str:
    return _ESCAPED.sub(r"\1", text).strip()


def from_markdown(text: str, name: str) -> list[Entry]:
    """The entries of a page as `to_markdown` writes it, or written by hand: an id is made where a heading has none.

    Raises `KnowledgeError` with every heading that cannot be used; `name` is how problems call the page.
    """
    entries: list[Entry] = []
    ids: set[str] = set()
    problems: list[Problem] = []
    for number, line in enumerate(map(str.strip, text.split("\n")), 1):
        if line.startswith("## "):
            question = _plain(re.sub(r"\s#+$", "", line.removeprefix("## ")))
            id_ = "-".join(re.findall(r"\w+", question.lower())) or "topic"
            entries.append(Entry(id_, [question], line=number))
        elif not entries or not line or re.match(r"#+ ", line):
            continue
        elif match := _ID.fullmatch(line):
            entries[-1].id = match.group(1)
        elif line.startswith(("- ", "* ")):
            entries[-1].questions.append(_plain(line[2:]))
        elif line.startswith(_SOURCE):
            entries[-1].sources.append(_source(line.removeprefix(_SOURCE)))
        else:
            entries[-1].answer = f"{entries[-1].answer} {_plain(line)}".strip()
    for entry in entries:
        if entry.id in ids:
            place, message = Place(file=name, line=entry.line, column=1), f"the topic '{entry.id}' stands twice"
            problems.append(place.problem("duplicate-id", message, "put both under one heading"))
        ids.add(entry.id)
    return checked(entries, name, problems)


def _source(text: str) -> str:
    match = _LINK.fullmatch(text.strip())
    return f"{_plain(match.group(1))} <{match.group(2)}>" if match else _plain(text)
