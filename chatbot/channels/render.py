"""A reply becomes lines for a screen, and nothing that a terminal would obey."""

import textwrap
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from chatbot.answering.template import message, quoted
from chatbot.knowledge import Edition, Source
from chatbot.reading.normalize import one_line
from chatbot.reply import Level, Reply, Status

NARROWEST, WIDEST = 20, 100
"""Columns that lines are wrapped at: a narrower terminal scrolls, and a wider line is hard to read."""

CODES = {"answer": "", "source": "36", "note": "33", "faint": "2", "unsure": "35", "heading": "1"}
"""Meaning to the colour code that stands for it."""

NARROW = 2
"""Columns of a table that its text says as well; a wider one is shown instead of its text."""

MOST_SOURCES = 4
"""Sources that are shown below an answer, where there are so many that they would push it off the screen."""

HIDDEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
"""Categories of characters that are never printed: what a terminal obeys, what turns the direction, what is unseen."""

_PLAINER = str.maketrans("“”‘’–—\u00a0\u202f«»", '""\'\'--  ""') | {ord("…"): "..."}


class Style(NamedTuple):
    """How lines look. `plain` is for screen readers: words instead of marks, sentences instead of tables."""

    width: int = 80
    colour: bool = False
    plain: bool = False

    def paint(self, text: str, meaning: str) -> str:
        """The text in the colour of its meaning, where colour is on."""
        code, text = CODES[meaning], printable(text)
        return f"\x1b[{code}m{text}\x1b[0m" if self.colour and code and text else text

    def wrapped(self, text: str, meaning: str = "answer") -> Iterator[str]:
        """The text in lines of this width, in the colour of its meaning."""
        return (self.paint(line, meaning) for line in wrap(text, self.width))


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
    except LookupError:
        return encodable(text, "ascii")
    except UnicodeEncodeError:
        plain = text.translate(_PLAINER)
        kept = "".join(c if c.encode(name, "ignore") else unicodedata.normalize("NFKD", c) for c in plain)
        return "".join(c for c in kept if not unicodedata.combining(c)).encode(name, "replace").decode(name)
    return text


def reply_lines(
    reply: Reply, edition: Edition, style: Style, numbered_from: int | None = None, *, all_sources: str = ""
) -> Iterator[str]:
    """The lines of a reply: answer or table, notes, sources, next questions (numbered from `numbered_from` on).

    Of many sources the first are shown, where `all_sources` says what lists them all.
    """
    meaning = "answer" if reply.status is Status.ANSWERED else "unsure"
    hedged = reply.status is Status.ANSWERED and reply.level is Level.UNSURE
    notes = [line for note in reply.notes for line in style.wrapped(f"{message(edition, 'note')} {note}", "note")]
    yield from notes if hedged else ()
    if len(next(iter(reply.table), ())) > NARROW and not style.plain and style.width >= 60:
        yield from table_lines(reply.table, style)
    else:
        for paragraph in printable(reply.text).split("\n"):
            yield from style.wrapped(paragraph, meaning)
    yield from () if hedged else notes
    most = MOST_SOURCES if all_sources and len(reply.sources) > MOST_SOURCES + 1 else len(reply.sources)
    for number, source in enumerate(reply.sources[:most], 1):
        yield from style.wrapped(source_line(source, number, edition, style), "source")
    if rest := len(reply.sources) - most:
        yield from style.wrapped(message(edition, "more-sources", count=str(rest), where=all_sources), "source")
    if reply.suggestions:
        yield style.paint(message(edition, "ask-next"), "faint")
        for number, question in enumerate(reply.suggestions, numbered_from or 1):
            mark = f"{number}. " if numbered_from is not None else "- " if not style.plain else ""
            yield from style.wrapped(f"  {mark}{question}", "faint")


def source_line(source: Source, number: int, edition: Edition, style: Style) -> str:
    """One source, as a numbered note."""
    dated = f", {source.as_of}" if source.as_of else ""
    mark = message(edition, "source", number=str(number)) if style.plain else f"[{number}]"
    return printable(f"{mark} {source.title}{dated}. {source.address}".rstrip())


def cite(reply: Reply, edition: Edition) -> str:
    """The answer on one line, ready to be quoted: the sentence, its sources, and the dates they speak of."""
    named = [f"{one.title}{_dated(one, edition)}, {one.address}".rstrip(", ") for one in reply.sources]
    return printable(f"{quoted(one_line(reply.text), edition)} {'; '.join(named)}".strip())


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


def wrap(text: str, width: int) -> list[str]:
    """The text in lines of at most `width` columns (within bounds), broken between words only."""
    columns = min(max(width, NARROWEST), WIDEST)
    text = printable(text)
    indent = " " * (len(text) - len(text.lstrip()))
    lines = textwrap.wrap(text, columns, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
    return lines or [""]
