"""`facts.yaml`: what is held of each entity, as typed values with their dates; and what was looked for and not found.

A value stands here once. Each language says it in its own way ("$298 million"); what is a sentence, and so differs by
language, stands in that language's `entities.yaml`, under the same entity and attribute.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from chatbot.answering.template import AS_OF, LOOKUP
from chatbot.knowledge import Book, Entity, Fact, Gap
from chatbot.loading import fields, schema
from chatbot.loading.nodes import Node, Pairs
from chatbot.loading.schema import Record, problem
from chatbot.problem import Problem

DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
UNDATED = "undated"
"""What stands for the date of a figure that its source gives without one."""

_WHOLE = r"\d{1,18}"
_NUMBER = rf"{_WHOLE}(?:\.\d{{1,9}})?"
VALUES = {
    "text": re.compile(r".+"),
    "money": re.compile(_NUMBER),
    "count": re.compile(_WHOLE),
    "percent": re.compile(_NUMBER),
    "range": re.compile(rf"{_WHOLE}\.\.{_WHOLE}"),
    "date": DATE,
}
"""How the value of each kind is written. Money is in dollars; a range is two counts."""


class Formats(NamedTuple):
    """How a language writes figures and dates. `patterns` are filled with `{n}`, `{day}`, `{month}`, `{year}`."""

    patterns: Mapping[str, str]
    months: tuple[str, ...]

    def say(self, kind: str, value: str) -> str:
        """A value as the language writes it; one that is not written as its kind is stays as it is."""
        if kind not in VALUES or not VALUES[kind].fullmatch(value):
            return value
        if kind == "money":
            return self._money(Decimal(value))
        if kind == "count":
            return self._number(Decimal(value))
        if kind == "percent":
            return self._fill("percent", n=self._number(Decimal(value)))
        if kind == "range":
            low, high = (self._number(Decimal(part)) for part in value.split(".."))
            return self._fill("range", low=low, high=high)
        return self.date(value) if kind == "date" else value

    def date(self, value: str) -> str:
        """A date that is written year, year-month or year-month-day."""
        match = DATE.fullmatch(value)
        if match is None or not match[2] or not 0 < int(match[2]) <= len(self.months):
            return value
        month = self.months[int(match[2]) - 1]
        return self._fill("day" if match[3] else "month", day=str(int(match[3] or 0)), month=month, year=match[1])

    def _money(self, value: Decimal) -> str:
        for name, size in (("billion", 10**9), ("million", 10**6)):
            if value >= size:
                plural = f"{name}s" if value >= 2 * size else name
                return self._fill(plural, n=self._number(value / size))
        return self._fill("money", n=self._number(value))

    def _number(self, value: Decimal) -> str:
        whole, _, rest = f"{value.normalize():,f}".partition(".")
        whole = whole.replace(",", self.patterns.get("thousands", ","))
        return f"{whole}{self.patterns.get('decimal', '.')}{rest}" if rest else whole

    def _fill(self, name: str, **values: str) -> str:
        return LOOKUP.sub(lambda m: values.get(m[1], ""), self.patterns.get(name, "{n}"))


def read(root: Node | None, sources: Mapping[str, object], problems: list[Problem]) -> Book:  # noqa: C901
    """The facts and the declared gaps of `facts.yaml`; what is wrong in it is added to `problems`."""
    if root is not None and not isinstance(root, Pairs):
        hint = "write facts: and gaps:"
        problems.append(problem(root.place, "not-a-mapping", "a mapping is expected here", hint))
        return Book()
    for key, _ in root.pairs if root else ():
        if key.text not in ("facts", "gaps"):
            hint = "known keys: facts, gaps"
            problems.append(problem(key.place, "unknown-key", f"the key '{key.text}' is not known here", hint))
    facts: dict[str, Fact] = {}
    for record in schema.records(root.get("facts") if root else None, fields.FACT, problems):
        fact = _fact(record)
        if fact.id in facts:
            problems.append(problem(record.place, "duplicate-id", f"the fact '{fact.id}' stands twice", "keep one"))
        problems.extend(_wrong(record, fact, sources))
        facts[fact.id] = fact
    for fact in facts.values():
        if fact.disputed and fact.disputed not in facts and fact.place:
            message = f"there is no fact '{fact.disputed}'"
            problems.append(problem(fact.place, "unknown-fact", message, "write entity.attribute"))
    gaps: dict[str, Gap] = {}
    for record in schema.records(root.get("gaps") if root else None, fields.GAP, problems):
        for gap in _gaps(record):
            if gap.id in gaps or gap.id in facts:
                message = f"'{gap.id}' is declared missing, but stands elsewhere too"
                problems.append(problem(record.place, "duplicate-id", message, "keep one of them"))
            gaps[gap.id] = gap
        problems.extend(_unknown_sources(record, sources))
    return Book(facts, gaps)


def _fact(record: Record) -> Fact:
    return Fact(
        f"{record.text('of')}.{record.text('attribute')}",
        record.text("kind"),
        record.text("value"),
        record.text("as_of"),
        tuple(source.text for source in record.texts("sources")),
        record.text("caveat"),
        record.flag("volatile"),
        record.text("review_by"),
        record.text("disputed"),
        record.place,
    )


def _gaps(record: Record) -> Iterator[Gap]:
    sources = tuple(source.text for source in record.texts("sources"))
    for attribute in record.texts("attributes"):
        for entity in record.texts("of"):
            yield Gap(f"{entity.text}.{attribute.text}", record.text("looked"), sources, entity.place)


def _wrong(record: Record, fact: Fact, sources: Mapping[str, object]) -> Iterator[Problem]:
    if fact.kind not in VALUES:
        hint = f"kinds: {', '.join(VALUES)}"
        yield problem(record.at("kind"), "unknown-kind", f"there is no kind of fact '{fact.kind}'", hint)
    elif fact.value and not VALUES[fact.kind].fullmatch(fact.value):
        message = f"'{fact.value}' is not how a {fact.kind} is written"
        yield problem(record.at("value"), "bad-value", message, "dollars, counts and percents are plain numbers")
    elif not fact.value and fact.kind != "text":
        yield problem(record.place, "no-value", "the key 'value' is missing", "only a text may stand by language")
    confidence = record.text("confidence")
    if confidence not in ("high", "medium"):
        hint = "high or medium; what is less certain is not answered"
        yield problem(record.at("confidence"), "confidence", f"a confidence of '{confidence}' is not used", hint)
    if confidence == "medium" and not fact.caveat:
        hint = "name a message of language.yaml: caveat: secondary for caveat-secondary"
        yield problem(record.place, "no-caveat", "a fact of medium confidence has no caveat", hint)
    if fact.volatile and not (fact.as_of and fact.review_by):
        hint = "add as_of: and review_by:"
        yield problem(record.place, "no-as-of", "a volatile fact lacks its date or its review date", hint)
    yield from _unknown_sources(record, sources)
    if fact.as_of and fact.as_of != UNDATED and not schema.is_date(fact.as_of):
        hint = "write 2026, 2026-11, 2026-11-24 or undated"
        yield problem(record.at("as_of"), "bad-date", f"'{fact.as_of}' is no date", hint)


def _unknown_sources(record: Record, sources: Mapping[str, object]) -> Iterator[Problem]:
    for node in record.texts("sources"):
        if node.text not in sources:
            yield schema.unknown(node, "source", "unknown-source", sources)


def spoken(  # noqa: C901
    book: Book, entities: dict[str, Entity], language: str, formats: Formats, problems: list[Problem]
) -> tuple[dict[str, Entity], dict[str, tuple[str, ...]]]:
    """The entities with every fact as the language says it, and the facts that each of their attributes rests on."""
    rests: dict[str, tuple[str, ...]] = {}
    out: dict[str, Entity] = {}
    for id_, entity in entities.items():
        values = dict(entity.facts)
        for fact in (f for f in book.facts.values() if f.of == id_):
            if fact.value:
                values[fact.attribute] = formats.say(fact.kind, fact.value)
            values[fact.attribute + AS_OF] = formats.date(fact.as_of)
        out[id_] = entity._replace(facts={"page": entity.page, **values} if entity.page else values)
    for fact in book.facts.values():
        problems.extend(_unsaid(fact, out, language))
    for gap in book.gaps.values():
        if gap.of not in out and gap.place:
            message = f"there is no entity '{gap.of}' in '{language}'"
            problems.append(problem(gap.place, "unknown-entity", message, "write the id of an entity"))
    for id_, entity in out.items():
        facts = {}
        for attribute, text in entity.facts.items():
            inner = [name.removesuffix(AS_OF) for name in LOOKUP.findall(text)]
            facts[attribute] = LOOKUP.sub(lambda m: _value(m[1], out), text)
            own = [f"{id_}.{attribute.removesuffix(AS_OF)}", *inner]
            rests[f"{id_}.{attribute}"] = tuple(dict.fromkeys(name for name in own if name in book.facts))
            for name in inner:
                if name not in book.facts and entity.place:
                    message = f"'{id_}.{attribute}' looks up {{{name}}}, which facts.yaml does not hold"
                    problems.append(problem(entity.place, "unknown-lookup", message, "write {entity.attribute}"))
        out[id_] = entity._replace(facts=facts)
    return out, rests


def _value(name: str, entities: Mapping[str, Entity]) -> str:
    head, _, attribute = name.partition(".")
    return entities[head].facts.get(attribute, "") if head in entities else ""


def _unsaid(fact: Fact, entities: Mapping[str, Entity], language: str) -> Iterator[Problem]:
    if fact.place is None:
        return
    if fact.of not in entities:
        message = f"there is no entity '{fact.of}' in '{language}'"
        yield problem(fact.place, "unknown-entity", message, "write the id of an entity")
    elif fact.attribute not in entities[fact.of].facts:
        message = f"'{language}' does not say '{fact.id}'"
        hint = f"add '{fact.attribute}' to the facts of '{fact.of}' in {language}/entities.yaml"
        yield problem(fact.place, "not-said", message, hint)


def formats(rules: Record) -> Formats:
    """How a language writes figures, from its `language.yaml`."""
    patterns = {name: value.text for name, value in rules.map("formats").items()}
    return Formats(patterns, tuple(month.text for month in rules.texts("months")))
