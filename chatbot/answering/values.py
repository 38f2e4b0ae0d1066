"""Typed values as a language writes them: "$298 million", "13 février 2023", "Regina (Saskatchewan)"."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from chatbot.answering.template import LOOKUP
from chatbot.knowledge import Location
from chatbot.language import EMPTY

UNDATED = "undated"
"""What stands for the date of a figure that its source gives without one."""

DATE = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}")

_WHOLE = r"\d{1,18}"
_NUMBER = rf"{_WHOLE}(?:\.\d{{1,9}})?"
TYPES = {
    "text": re.compile(r".+", re.DOTALL),
    "money": re.compile(_NUMBER),
    "count": re.compile(_WHOLE),
    "percent": re.compile(_NUMBER),
    "range": re.compile(rf"{_WHOLE}\.\.{_WHOLE}"),
    "date": DATE,
    "place": re.compile(r"[a-z][a-z0-9-]*"),
    "person": re.compile(r"(?![a-z0-9-]+$).+"),
    "flag": re.compile(r"true|false"),
    "list": re.compile(r".+", re.DOTALL),
}
"""How the value of each type is written. Money is in dollars; a range is two counts; a place is its id."""


class Formats(NamedTuple):
    """How a language writes values. `patterns` are filled with `{n}`, `{day}`, `{month}`, `{year}`, `{place}`, …"""

    language: str
    patterns: Mapping[str, str]
    months: tuple[str, ...]
    scales: tuple[tuple[Decimal, str, str], ...] = ()
    """Sizes of money, the largest first, with how one of that size is written, and how several."""
    several: Decimal = Decimal(2)
    """From this number on, a size is several."""
    locations: Mapping[str, Location] = EMPTY

    def say(self, kind: str, value: str, within: tuple[str, ...] = ()) -> str:
        """A value as the language writes it; one that is not written as its type is stays as it is."""
        if kind not in TYPES or not TYPES[kind].fullmatch(value):
            return value
        writers = {"money": self._money, "count": self._count, "percent": self._percent, "range": self._range}
        if kind == "place":
            return self._place(value, within)
        return writers[kind](value) if kind in writers else self.date(value) if kind == "date" else value

    def date(self, value: str) -> str:
        """A date that is written year, year-month or year-month-day; one that no source gives, in words."""
        if value == UNDATED:
            return self.patterns.get(UNDATED, value)
        year, *rest = value.split("-") if DATE.fullmatch(value) else [value]
        if not rest or not 0 < int(rest[0]) <= len(self.months):
            return value
        month = self.months[int(rest[0]) - 1]
        return self._fill("day" if rest[1:] else "month", day=str(int(rest[-1])), month=month, year=year)

    def _money(self, value: str) -> str:
        amount = Decimal(value)
        for size, one, many in self.scales:
            if amount >= size:
                return _filled(many if amount >= self.several * size else one, n=self._number(amount / size))
        return self._fill("money", n=self._number(amount))

    def _count(self, value: str) -> str:
        return self._number(Decimal(value))

    def _percent(self, value: str) -> str:
        return self._fill("percent", n=self._count(value))

    def _range(self, value: str) -> str:
        low, high = map(self._count, value.split(".."))
        return self._fill("range", low=low, high=high)

    def _place(self, value: str, within: tuple[str, ...]) -> str:
        names = [self._name(id_) for id_ in (value, *within[:1])]
        return self._fill("place", place=names[0], within=names[1]) if names[1:] else names[0]

    def _name(self, id_: str) -> str:
        names = self.locations[id_].names.get(self.language) if id_ in self.locations else ()
        return names[0] if names else id_

    def _number(self, value: Decimal) -> str:
        whole, _, rest = f"{value.normalize():,f}".partition(".")
        whole = whole.replace(",", self.patterns.get("thousands", ","))
        return f"{whole}{self.patterns.get('decimal', '.')}{rest}" if rest else whole

    def _fill(self, name: str, **values: str) -> str:
        return _filled(self.patterns.get(name, "{n}"), **values)


def _filled(pattern: str, **values: str) -> str:
    return LOOKUP.sub(lambda match: values.get(match[1], ""), pattern)
