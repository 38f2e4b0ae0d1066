"""A reply becomes lines for a screen, and nothing that a terminal would obey."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from chatbot.answering.template import message, quoted
from chatbot.knowledge import Edition, Source
from chatbot.matching.decision import Verdict
from chatbot.matching.ranker import evidence
from chatbot.reading.normalize import one_line
from chatbot.reply import Reply, Status, Trace, read_differently

NARROWEST, WIDEST = 20, 100
"""Columns that lines are wrapped at: a narrower terminal scrolls, and a wider line is hard to read."""

SHOWN = 3
"""Candidates that an explanation lists."""

CODES = {"answer": "", "source": "36", "note": "33", "faint": "2", "unsure": "35", "heading": "1"}
"""Meaning to the colour code that stands for it."""

HIDDEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
"""Categories of characters that are never printed: what a terminal obeys, what turns the direction, what is unseen."""

_PLAINER = str.maketrans(
    {
        "“": '"',
        "”": '"',
        "‘": "'",
        "’": "'",
        "…": "...",
        "–": "-",
        "—": "-",
        "\u00a0": " ",
        "\u202f": " ",
        "«": '"',
        "»": '"',
    }
)


class Style(NamedTuple):
    """How lines look. `plain` is for screen readers: words instead of marks, sentences instead of tables."""

    width: int = 80
    colour: bool = False
    plain: bool = False

    def paint(self, text: str, meaning: str) -> str:
        """The text in the colour of its meaning, where colour is on."""
        code, text = CODES[meaning], printable(text)
        return f"\x1b[{code}m{text}\x1b[0m" if self.colour and code and text else text


def printable(text: str) -> str:
    """The text without control, format and surrogate characters, which a terminal may obey or cannot print.

    Line ends stay; a zero-width character is a space, so that no name hides another.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(c if c == "\n" or unicodedata.category(c) not in HIDDEN else " " for c in text)


def encodable(text: str, encoding: str | None) -> str:
    """The text as an output of that encoding can show it: plain quotes for curly ones, `?` for what is left."""
    name = encoding or "ascii"
    try:
        text.encode(name)
    except (UnicodeEncodeError, LookupError):
        kept = "".join(unicodedata.normalize("NFKD", c) if not _fits(c, name) else c for c in text.translate(_PLAINER))
        return (
            "".join(c for c in kept if not unicodedata.combining(c))
            .encode("ascii" if not _known(name) else name, "replace")
            .decode("ascii" if not _known(name) else name)
        )
    return text


def reply_lines(reply: Reply, edition: Edition, style: Style, numbered_from: int | None = None) -> Iterator[str]:
    """The lines of a reply: answer or table, notes, sources, next questions (numbered from `numbered_from` on)."""
    meaning = "answer" if reply.status is Status.ANSWERED else "unsure"
    if reply.table and not style.plain and style.width >= 60:
        yield from table_lines(reply.table, style)
    else:
        for paragraph in printable(reply.text).split("\n"):
            yield from (style.paint(line, meaning) for line in wrap(paragraph, style.width))
    for note in reply.notes:
        label = message(edition, "note")
        yield from (style.paint(line, "note") for line in wrap(f"{label} {printable(note)}", style.width))
    for number, source in enumerate(reply.sources, 1):
        yield from (
            style.paint(line, "source") for line in wrap(source_line(source, number, edition, style), style.width)
        )
    if reply.suggestions:
        yield style.paint(message(edition, "ask-next"), "faint")
        for number, question in enumerate(reply.suggestions, numbered_from or 1):
            mark = f"{number}. " if numbered_from is not None else "- " if not style.plain else ""
            yield from (style.paint(line, "faint") for line in wrap(f"  {mark}{printable(question)}", style.width))


def source_line(source: Source, number: int, edition: Edition, style: Style) -> str:
    """One source, as a numbered note."""
    dated = f", {source.as_of}" if source.as_of else ""
    mark = message(edition, "source", number=str(number)) if style.plain else f"[{number}]"
    return printable(f"{mark} {source.title}{dated}. {source.address}".rstrip())


def cite(reply: Reply, edition: Edition) -> str:
    """The answer on one line, ready to be quoted: the sentence, its sources, and the dates they speak of."""
    said = one_line(reply.text)
    named = "; ".join(
        f"{source.title}{_dated(source, edition)}, {source.address}".rstrip(", ") for source in reply.sources
    )
    return printable(f"{quoted(said, edition)} {named}".strip())


def _dated(source: Source, edition: Edition) -> str:
    return f" ({message(edition, 'as-of', date=source.as_of)})" if source.as_of else ""


def table_lines(table: tuple[tuple[str, ...], ...], style: Style) -> Iterator[str]:
    """A comparison, side by side: one column for each thing compared, under its heading."""
    things = len(table[0]) - 1
    width = max((min(style.width, WIDEST) - 2 * (things - 1)) // things, NARROWEST)
    for row in table:
        cells = [textwrap.wrap(printable(cell), width) or [""] for cell in row[1:]]
        if row[0]:
            yield style.paint(printable(row[0]), "faint")
        for line in range(max(map(len, cells))):
            parts = [(cell[line] if line < len(cell) else "").ljust(width) for cell in cells]
            yield style.paint("  ".join(parts).rstrip(), "heading" if not row[0] else "answer")


def why_lines(trace: Trace, edition: Edition, heard: Edition) -> Iterator[str]:
    """Why a reply is as it is: the words read differently, then each verdict's candidates and its limit.

    Said in `edition`, of what was read by `heard`.
    """
    for typed, meant in read_differently(trace.query):
        yield printable(message(edition, "why-read", typed=typed, meant=meant))
    for verdict in trace.verdicts:
        if len(trace.verdicts) > 1:
            yield printable(message(edition, "why-piece", words=verdict.query.question.words()))
        yield from _verdict_lines(verdict, edition, heard)
    from chatbot.channels.explain import flip

    if (flipped := flip(trace, heard)) is not None:
        words = ", ".join(quoted(word, edition) for word in flipped.without)
        yield printable(message(edition, "why-flip", words=words, outcome=flipped.topic or flipped.outcome))


def _verdict_lines(verdict: Verdict, edition: Edition, heard: Edition) -> Iterator[str]:
    for mention in verdict.query.mentions:
        what = ", ".join(edition.entities[t].name for t in mention.phrase.targets)
        kind = "why-name" if mention.named else "why-subject"
        yield printable(message(edition, kind, words=mention.words, what=what))
    for candidate in verdict.candidates[:SHOWN]:
        yield printable(message(edition, "why-candidate", score=f"{candidate.score:.2f}", topic=candidate.topic))
        for item in sorted(evidence(candidate, verdict.query, heard), key=lambda e: -abs(e.amount))[: 2 * SHOWN]:
            amount = f"{item.amount:+.2f}"
            if amount not in ("+0.00", "-0.00"):
                yield "        " + printable(
                    message(edition, "why-evidence", amount=amount, words=item.words, kind=item.kind)
                )
    yield message(
        edition,
        "why-limit",
        limit=verdict.limit,
        measured=f"{verdict.measured:.2f}",
        threshold=f"{verdict.threshold:.2f}",
    )


def wrap(text: str, width: int) -> list[str]:
    """The text in lines of at most `width` columns (within bounds), broken between words only."""
    columns = min(max(width, NARROWEST), WIDEST)
    text = printable(text)
    indent = " " * (len(text) - len(text.lstrip()))
    return textwrap.wrap(text, columns, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False) or [
        ""
    ]


def _fits(char: str, encoding: str) -> bool:
    try:
        char.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def _known(encoding: str) -> bool:
    try:
        "".encode(encoding)
    except LookupError:
        return False
    return True
