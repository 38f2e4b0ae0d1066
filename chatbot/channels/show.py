"""What the knowledge holds, for a curator's eyes: one entry or entity in full, or every question that it answers."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from chatbot.answering import provenance
from chatbot.answering.compose import label
from chatbot.answering.template import fill
from chatbot.channels.render import printable, wrap
from chatbot.exchanging import dump
from chatbot.knowledge import Edition, Kind, Knowledge, Topic, Value
from chatbot.loading.lexicons import filled as slotted
from chatbot.loading.references import members
from chatbot.problem import Place
from chatbot.reading.lexicon import did_you_mean

INDENT = 2
"""Columns by which what stands under a heading is moved in."""


def entry(id_: str, knowledge: Knowledge, edition: Edition, folder: Path) -> dict[str, Any] | None:
    """All that is held under an id: the record's keys, its place, and for a topic its answers as they are filled in.

    Of a kind: its members, and of each attribute how many of them have a typed value, a value, or none that was found.
    None when there is no such id. Raises `KnowledgeError` when the folder has become unreadable.
    """
    if id_ in edition.moved:
        return {"id": id_, "moved": edition.moved[id_]} | (entry(edition.moved[id_], knowledge, edition, folder) or {})
    if id_ in edition.kinds:
        return _kind(edition.kinds[id_], knowledge, edition)
    if (held := edition.topics.get(id_) or edition.entities.get(id_)) is None:
        return None
    place = held.place or Place(file="", line=0, column=0)
    found: dict[str, Any] = {"file": place.file, "line": place.line}
    found |= _record(dump.read(folder).get(place.file), id_)
    if isinstance(held, Topic):
        cited = [knowledge.sources[source] for source in held.sources]
        found |= {"question": label(held, (), edition), "said": filled(held, knowledge, edition)}
        asked = [(member,) if member else () for member in members(held, edition)]
        facts = (fact for one in asked for fact in provenance.facts(held.answer, one, knowledge, edition))
        found |= {"facts": list(dict.fromkeys(map(_value, facts)))}
        found |= {"cited": [f"{source.title} {source.address}".rstrip() for source in cited]}
    return found


def _record(file: Any, id_: str) -> Mapping[str, Any]:
    records = [file] if isinstance(file, dict) else file or ()
    return next((record for record in records if record.get("id") == id_), {"id": id_})


def _value(value: Value) -> str:
    said = f"{value.value or 'in words'} ({value.type})"
    return f"{value.id} = {said}, as of {value.as_of or 'no date'}; {', '.join(value.sources) or 'no source'}"


def _kind(kind: Kind, knowledge: Knowledge, edition: Edition) -> dict[str, Any]:
    values = []
    for attribute in dict.fromkeys(v.attribute for v in knowledge.book.values.values() if v.of in kind.members):
        held = [v for one in kind.members if (v := knowledge.book.values.get(f"{one}.{attribute}"))]
        types = {value.type for value in held}
        gaps = sum(f"{one}.{attribute}" in knowledge.book.gaps for one in kind.members)
        typed = sum(bool(v.value) or attribute in edition.entities[v.of].lists for v in held if v.type != "text")
        values.append(f"{attribute}: {', '.join(sorted(types))}; {typed} typed of {len(held)} held, {gaps} not found")
    return {"id": kind.id, "members": list(kind.members), "values": values}


def filled(topic: Topic, knowledge: Knowledge, edition: Edition) -> list[str]:
    """What a topic answers: one text, or one for each member of the kind that it needs."""
    texts: dict[str, None] = {}
    for member in members(topic, edition):
        missing = provenance.gap(topic, member, knowledge, edition)
        texts[f"({missing.id}: no source states it)" if missing else fill(topic.answer, edition, member)] = None
    return list(texts)


def unknown(id_: str, edition: Edition) -> str:
    """What to say to an id that is not held."""
    near = did_you_mean(id_, [*edition.topics, *edition.entities])
    hint = f"did you mean '{near}'?" if near else "'clusters topics --ids' lists the ids"
    return f"there is no entry or entity '{id_}'; {hint}"


def entry_lines(found: Mapping[str, Any], width: int) -> Iterator[str]:
    """An entry for a screen."""
    yield f"{found['id']}  ({found['file']}:{found['line']})" if "file" in found else found["id"]
    for key, value in found.items():
        if key not in ("id", "file", "line"):
            yield from _under(key, value, width, 0)


def _under(key: str, value: Any, width: int, indent: int) -> Iterator[str]:
    pad = " " * indent
    lines = value.strip().split("\n") if isinstance(value, str) else ()
    if len(lines) == 1:
        yield from _wrapped(f"{key}: {lines[0]}", width, pad)
        return
    yield f"{pad}{key}:"
    for one in lines or (value if isinstance(value, list) else ()):
        if isinstance(one, dict):
            for name, inner in one.items():
                yield from _under(name, inner, width, indent + INDENT)
        else:
            yield from _wrapped(f"- {one}", width, pad + " " * INDENT)
    for name, inner in value.items() if isinstance(value, dict) else ():
        yield from _under(name, inner, width, indent + INDENT)


def _wrapped(text: str, width: int, pad: str) -> Iterator[str]:
    first, *rest = wrap(printable(text), width - len(pad) - INDENT) or [""]
    yield pad + first
    yield from (f"{pad}{' ' * INDENT}{line}" for line in rest)


def subjects(edition: Edition) -> dict[str, list[Topic]]:
    """The topics that are no small talk, by subject: the heading that bot.yaml gives their file, or its name."""
    found: dict[str, list[Topic]] = {}
    for topic in edition.topics.values():
        if not topic.talk:
            file = topic.place.file if topic.place else ""
            whole = f"{Path(file).parent.as_posix()}/{topic.id.partition('.')[0]}.yaml"  # of a file with one entry
            heading = edition.headings.get(file) or edition.headings.get(whole) or Path(file).stem
            found.setdefault(heading, []).append(topic)
    return found


def _asked(topic: Topic, edition: Edition) -> str:
    """The canonical question; where it stands for each member of a kind, with how many there are."""
    if topic.kind not in edition.kinds:
        return topic.question
    kind = edition.kinds[topic.kind]
    question = slotted(topic.question, [edition.entities[member] for member in kind.members])
    return f"{question} ({len(kind.members)} {kind.many})"


def topic_lines(edition: Edition, width: int, *, ids: bool) -> Iterator[str]:
    """Every question that is answered, by subject, for a screen; with `ids`, the id before each."""
    for subject, topics in subjects(edition).items():
        yield from wrap(printable(subject), width)
        for topic in topics:
            yield from _wrapped(f"{topic.id}: {_asked(topic, edition)}" if ids else _asked(topic, edition), width, "  ")
        yield ""


def topic_page(edition: Edition) -> Iterator[str]:
    """The same as a Markdown page."""
    yield "# Everything it knows"
    yield ""
    yield "Generated by `make topics`: change the knowledge, not this page. A count in brackets says that the same can"
    yield "be asked of each."
    for subject, topics in subjects(edition).items():
        yield from ("", f"## {subject}", "")
        yield from (f"- {_asked(topic, edition)}" for topic in topics)
