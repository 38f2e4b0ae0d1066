"""Typed values that a message names: places of the map, years, figures; and whether a value held is what was named."""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from chatbot.knowledge import Edition, Location, Value
from chatbot.reading.mentions import Query
from chatbot.reading.tokenizer import Question, Token

YEAR = re.compile(r"(?:19|20)\d\d")
"""How a year is written."""

_FIGURE = re.compile(r"\d{1,3}(?:[,.\s\u00a0\u202f]\d{3})+(?![\d])|\d+")
_FRACTION = re.compile(r"[.,](\d{1,2})(?!\d)")

_DAY = re.compile(r"(\d{1,2})(?![\d.,])")

LONGEST_MONTH = 31
"""Days."""

DATES = (("day", "month", "year"), ("month", "day", "year"), ("month", "year"))
"""The orders in which the parts of a date are written."""

Places = tuple[tuple[tuple[str, ...], str], ...]
"""Names of places by their words, with their ids."""

NUMBERS = ("money", "count", "percent")
"""Types of values that a figure may be."""


class Named(NamedTuple):
    """A value that a message names, by the tokens from `start` to before `end`: a person, place, date or count."""

    type: str
    value: str
    start: int
    end: int
    words: str


def find_values(query: Query, edition: Edition) -> tuple[Named, ...]:
    """The values that a request names: people among its names, then places and figures in the order of its text."""
    question = query.question
    tokens, places = question.tokens, edition.places
    people = {kind.id for kind in edition.kinds.values() if kind.person}
    found = [
        Named(type="person", value=edition.entities[target].name, start=m.start, end=m.start + 1, words=m.words)
        for m in query.mentions
        if m.named and m.phrase.kind in people
        for target in m.phrase.targets
    ]
    i = 0
    while i < len(tokens):
        word = tokens[i].word
        after = tokens[i + 1].word if i + 1 < len(tokens) else ""
        known = (*places.get(tokens[i].term, ()), *(places.get(word, ()) if word != tokens[i].term else ()))
        named = next(_place(i, question, known), None) if known else None
        if named is None and not edition.months.keys().isdisjoint((word, after)):
            named = _date(i, question, edition)
        if named is None and word in edition.numbers:
            named = _spelt(i, question, edition)
        if named is None and question.text[tokens[i].span[0]].isdecimal():
            named = _figure(i, question, edition)
        if named is None and (amount := edition.amounts.get(word)) is not None:
            named = Named("count", str(amount), start=i, end=i + 1, words=tokens[i].surface)
        if named is not None:
            found.append(named)
        i = named.end if named else i + 1
    return tuple(found)


def _place(at: int, question: Question, known: Places) -> Iterator[Named]:
    tokens = question.tokens
    for words, id_ in known:
        run = tokens[at : at + len(words)]
        short = words[0].isupper()  # a short form, which typed small is another word
        if tuple([token.surface.replace(".", "") if short else token.term for token in run]) == words:
            yield Named(type="place", value=id_, start=at, end=at + len(words), words=_typed(run, question))


def _date(at: int, question: Question, edition: Edition) -> Named | None:
    """A date with its month, as `DATES` write it."""
    for order in DATES:
        run = question.tokens[at : at + len(order)]
        parts = {part: _part(part, token, edition) for part, token in zip(order, run, strict=False)}
        if len(run) == len(order) and all(parts.values()):
            value = "-".join([parts[part] for part in ("year", "month", "day") if part in parts])
            return Named(type="date", value=value, start=at, end=at + len(order), words=_typed(run, question))
    return None


def _part(part: str, token: Token, edition: Edition) -> str:
    """A token as a part of a date, in digits; empty where it is none."""
    if part == "month":
        return edition.months.get(token.word, "")
    if part == "year":
        return token.word if YEAR.fullmatch(token.word) else ""
    day = _DAY.match(token.surface)
    return day[1].zfill(len("31")) if day and 0 < int(day[1]) <= LONGEST_MONTH else ""


def _spelt(at: int, question: Question, edition: Edition) -> Named | None:
    """A figure in words, with its size ("ten thousand")."""
    run = question.tokens[at : at + 2]
    size = edition.sizes.get(run[-1].word)
    if size is None or run[0].surface.isdecimal():
        return None
    return Named(
        type="count", value=str(edition.numbers[run[0].word] * size), start=at, end=at + 2, words=_typed(run, question)
    )


def _figure(at: int, question: Question, edition: Edition) -> Named | None:
    tokens, text = question.tokens, question.text
    first = tokens[at].span[0]
    match = _FIGURE.match(text, first)
    if match is None:
        return None
    digits, end = re.sub(r"\D", "", match.group()), match.end()
    if fraction := _FRACTION.match(text, end):
        digits, end = f"{digits}.{fraction[1]}", fraction.end()
    after = next((i for i in range(at + 1, len(tokens)) if tokens[i].span[0] >= end), len(tokens))
    last = tokens[after - 1].span[1]
    rest = text[end:last].lower() if end < last else ""
    size = edition.sizes.get(rest) or (edition.sizes.get(tokens[after].word) if after < len(tokens) else None)
    if size:
        after += not rest
        digits = f"{float(digits) * size:.15g}"
    elif YEAR.fullmatch(match.group()) and text[first - 1 : first] != "$" and not fraction:
        return Named(type="date", value=digits, start=at, end=after, words=digits)
    return Named(
        type="count", value=f"{float(digits):.15g}", start=at, end=after, words=_typed(tokens[at:after], question)
    )


def _typed(run: tuple[Token, ...], question: Question) -> str:
    return question.text[run[0].span[0] : run[-1].span[1]]


def fits(named: Named, held: Value, locations: Mapping[str, Location]) -> bool:
    """Whether a value that is held is the one that was named, or lies in it."""
    if not comparable(named, held):
        return False
    if named.type == "place":
        return named.value in {
            *_around(held.value, locations),
            *(w for id_ in held.within for w in _around(id_, locations)),
        }
    if named.type == "date":
        return held.value.startswith(named.value)
    if named.type == "person":
        return named.value == held.value
    return bool(held.value) and float(named.value) == float(held.value)


def covers(named: Named, held: Value, locations: Mapping[str, Location]) -> bool:
    """Whether a value that is held fits what was named, or is a place around it: a region covers its towns."""
    around = comparable(named, held) and named.type == "place" and held.value in _around(named.value, locations)
    return around or fits(named, held, locations)


def comparable(named: Named, held: Value) -> bool:
    """Whether what was named could be such a value at all."""
    return may_be(named, held.type)


def may_be(named: Named, kind: str) -> bool:
    """Whether what was named could be a value of a type."""
    return kind == named.type or (named.type == "count" and kind in NUMBERS)


def _around(id_: str, locations: Mapping[str, Location]) -> Iterator[str]:
    """A place and all that it lies in."""
    yield id_
    for one in locations[id_].within if id_ in locations else ():
        yield from _around(one, locations)
