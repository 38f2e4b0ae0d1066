"""Knowledge goes out as CSV, Markdown or JSON, and comes in again: nothing is lost or overwritten without a word."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from chatbot.answering import template
from chatbot.answering.template import SAYS, fill
from chatbot.exchanging import dump
from chatbot.exchanging.tables import Entry, from_csv, from_markdown, to_csv, to_markdown
from chatbot.knowledge import Edition
from chatbot.loading.languages import tags
from chatbot.loading.lexicons import filled
from chatbot.loading.loader import load, records
from chatbot.loading.schema import Record
from chatbot.problem import KnowledgeError, Place, told
from chatbot.storing import writer

TITLE = "Questions and answers"
FORMS = (".csv", ".md", ".json")
TOPICS = "topics/"
LISTED = 5
"""Ids that a refusal names before it counts the rest."""

_READERS: dict[str, Callable[[str, str], list[Entry]]] = {".csv": from_csv, ".tsv": from_csv, ".md": from_markdown}


def export(folder: Path, form: str, language: str | None = None, *, lossy: bool = False) -> str:
    """The knowledge of a folder that loads, as the text of a `.csv`, `.md` or `.json` file.

    JSON holds the whole folder, or one language of it; the other two hold one language's ids, phrasings, answers and
    sources. With `lossy`, each `{…}` is filled in, an entry a member of a kind. Raises `LanguageError` for a language
    that is not spoken, `KnowledgeError` for a folder that does not load, and, unless `lossy`, with all that
    `import_file` would not give back.
    """
    knowledge, place = load(folder), Place(str(folder))
    language, editions = knowledge.spoken(language), knowledge.editions
    files = dump.read(folder)
    if form == ".json":
        return dump.to_json(dump.of_language(files, language, tuple(editions)) if language else files)
    own = language or next(iter(editions))
    held = records(folder)
    raw = next(raw for raw in held.raws if raw.tag == own)
    topics = [record for record in raw.topics if record.place.file in files]
    sources = {record.text("id"): record for record in held.sources}
    entries = [_entry(record, sources) for record in topics]
    if lossy:
        entries = list(_plain(entries, editions[own]))
    text = to_csv(entries) if form == ".csv" else to_markdown(entries, TITLE)
    if not lossy and (lost := _losses(files, topics, entries, _READERS[form](text, form))):
        lost += [f"the language {tag}" for tag in editions if tag != own]
        hint = "export as .json, which holds everything, or leave it out with --lossy"
        raise KnowledgeError([place.problem("loss", f"{form} cannot hold {what}", hint) for what in lost])
    return text


def import_file(path: Path, folder: Path, language: str | None = None) -> int:
    """Write a knowledge folder from a file: CSV (also with semicolons or tabs), a Markdown FAQ, or JSON.

    Returns the number of topics. Raises `KnowledgeError` with all of the file that cannot be used, and for a folder
    that holds something already.
    """
    form = path.suffix.lower()
    text = text_of(path)
    if form == ".json":
        files = dump.from_json(text, str(path))
    else:
        files = _files(_READERS.get(form, from_csv)(text, str(path)), path, language or tags()[0])
    dump.write(files, folder)
    return sum(
        1 if isinstance(values, dict) else len(values) for name, values in files.items() if name.startswith(TOPICS)
    )


def text_of(path: Path) -> str:
    """The text of a file that comes from elsewhere. Raises `KnowledgeError` when it cannot be read, or is no UTF-8."""
    hint = "name a file in UTF-8 (in a spreadsheet: save as 'CSV UTF-8')"
    with told(path, "unreadable", hint):
        data = writer.read(path)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
        guess = "UTF-16" if wide else "Windows-1252" if b"\0" not in data else "another encoding"
        line = 1 if wide else data.count(b"\n", 0, error.start) + 1
        message = f"cannot be read: it is not UTF-8 but looks like {guess}"
        raise KnowledgeError([Place(str(path), line).problem("not-utf8", message, hint)]) from error
    return text if path.suffix.lower() == ".csv" else text.replace("\r\n", "\n")


def _files(entries: Sequence[Entry], path: Path, language: str) -> dict[str, Any]:
    """The files of a folder that is called as the file: sources that are named alike become one.

    An entry without a source names the file.
    """
    ids: dict[str, str] = {}
    topics = []
    for entry in entries:
        named = [ids.setdefault(source, f"source-{len(ids) + 1}") for source in entry.sources or [path.name]]
        answer = " ".join(entry.answer.split())
        phrasings = list(dict.fromkeys(entry.questions))
        topics.append({"id": entry.id, "sources": named, "answer": answer, "phrasings": phrasings})
    return {
        "bot.yaml": {"name": path.stem, "languages": [language]},
        "sources.yaml": [{"id": id_, **_parted(source)} for source, id_ in ids.items()],
        f"{TOPICS}imported.yaml": topics,
    }


def _parted(source: str) -> dict[str, str]:
    title, _, address = source.removesuffix(">").rpartition(" <")
    if title and source.endswith(">") and address.startswith("https://"):
        return {"title": title, "address": address}
    return {"title": source, "address": source} if source.startswith("https://") else {"title": source}


def _entry(record: Record, sources: Mapping[str, Record]) -> Entry:
    named = [_named(sources[id_]) for id_ in record.strings("sources")]
    attribute = f"{{{record.text('of')}.{record.text('attribute')}{SAYS}}}" if record.text("attribute") else ""
    questions, answer = list(record.strings("phrasings")), record.text("answer") or attribute
    return Entry(id=record.text("id"), questions=questions, answer=answer, sources=named)


def _plain(entries: Sequence[Entry], edition: Edition) -> Iterator[Entry]:
    """The entries without look-ups and slots, which mean nothing where the entities are missing."""
    for entry in entries:
        kind = edition.kinds.get(edition.topics[entry.id].kind)
        for number, member in enumerate(kind.members if kind else ("",)):
            questions = [question for question in entry.questions if "{" in question or not number]
            id_ = f"{entry.id}.{member}" if member else entry.id
            members = [edition.entities[member]] if member else []
            if asked := [text for question in questions if "{" not in (text := filled(question, members))]:
                yield Entry(id=id_, questions=asked, answer=_said(entry, member, edition), sources=entry.sources)


def _said(entry: Entry, member: str, edition: Edition) -> str:
    """The answer as it is filled in; of what no source states, what it is that is missing."""
    names = template.used(entry.answer, member or None, edition.entities, edition.kinds)
    held = all(attribute in edition.entities[id_].facts for id_, _, attribute in (n.partition(".") for n in names))
    return fill(entry.answer, edition, member or None) if held else edition.topics[entry.id].what


def _named(source: Record) -> str:
    title, address = source.text("title"), source.text("address")
    return f"{title} <{address}>" if address and address != title else title


def _losses(
    files: Mapping[str, Any], records: Sequence[Record], entries: Sequence[Entry], back: Sequence[Entry]
) -> list[str]:
    """What would be lost, in words: fields, texts that come back changed, and what stands in other files."""
    lost: dict[str, list[str]] = {}
    read = {entry.id: entry for entry in back}
    for record, entry in zip(records, entries, strict=True):
        same = read.get(entry.id, Entry(entry.id))
        changed = {
            "phrasings": list(dict.fromkeys(same.questions)) != list(dict.fromkeys(entry.questions)),
            "answer": " ".join(same.answer.split()) != entry.answer,
            "sources": same.sources != entry.sources,
        }
        for key, _ in record.node.pairs:
            if changed.get(key.text, key.text != "id"):
                lost.setdefault(f"'{key.text}'", []).append(entry.id)
    named = {id_ for record in records for id_ in record.strings("sources")}
    for source in files.get("sources.yaml", ()):
        for key in source.keys() - {"id", "title", "address"}:
            lost.setdefault(f"'{key}' of sources.yaml", []).append(source["id"])
        if source["id"] not in named:
            lost.setdefault("sources that no entry names", []).append(source["id"])
    out = [f"{what} ({_listed(ids)})" for what, ids in sorted(lost.items())]
    out += [f"'{key}' of bot.yaml" for key in files["bot.yaml"] if key not in ("name", "languages")]
    return out + [f"the file {name}" for name in files if not name.startswith(("sources.yaml", "bot.yaml", TOPICS))]


def _listed(ids: Sequence[str]) -> str:
    rest = len(ids) - LISTED
    return ", ".join(ids[:LISTED]) + (f" and {rest} more" if rest > 0 else "")
