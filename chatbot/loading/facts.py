"""`facts.yaml`: what is held of each entity, as typed values with their dates; and what was looked for and not found.

A value stands here once. Each language says it in its own way ("$298 million"); what is a sentence, and so differs by
language, stands in that language's `entities.yaml`, under the same entity and attribute.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from chatbot.answering.template import AS_OF, LOOKUP
from chatbot.knowledge import Book, Entity, Fact, Gap
from chatbot.loading import fields, schema
from chatbot.loading.nodes import Node
from chatbot.loading.schema import DATE, Record
from chatbot.problem import Problem

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
        year, *rest = value.split("-") if DATE.fullmatch(value) else [value]
        if not rest or not 0 < int(rest[0]) <= len(self.months):
            return value
        month = self.months[int(rest[0]) - 1]
        return self._fill("day" if rest[1:] else "month", day=str(int(rest[-1])), month=month, year=year)

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


def read(root: Node | None, sources: Collection[str], problems: list[Problem]) -> Book:
    """The facts and the declared gaps of `facts.yaml`; what is wrong in it is added to `problems`."""
    parts = schema.parts(root, ("facts", "gaps"), problems)
    facts: dict[str, Fact] = {}
    for record in schema.records(parts.get("facts"), fields.FACT, problems):
        id_ = f"{record.text('of')}.{record.text('attribute')}"
        fact = Fact(id_, place=record.place, **record.values(Fact._fields))
        if fact.id in facts:
            problems.append(record.place.problem("duplicate-id", f"the fact '{fact.id}' stands twice", "keep one"))
        problems.extend(_wrong(record, fact, sources))
        facts[fact.id] = fact
    for fact in facts.values():
        if fact.disputed and fact.disputed not in facts and fact.place:
            message = f"there is no fact '{fact.disputed}'"
            problems.append(fact.place.problem("unknown-fact", message, "write entity.attribute"))
    gaps: dict[str, Gap] = {}
    for record in schema.records(parts.get("gaps"), fields.GAP, problems):
        for gap in _gaps(record):
            if gap.id in gaps or gap.id in facts:
                message = f"'{gap.id}' is declared missing, but stands elsewhere too"
                problems.append(record.place.problem("duplicate-id", message, "keep one of them"))
            gaps[gap.id] = gap
        problems.extend(schema.unknown(record.texts("sources"), "source", sources))
    return Book(facts, gaps)


def _gaps(record: Record) -> Iterator[Gap]:
    sources = record.strings("sources")
    for attribute in record.texts("attributes"):
        for entity in record.texts("of"):
            id_, looked = f"{entity.text}.{attribute.text}", record.text("looked")
            yield Gap(id=id_, looked=looked, sources=sources, place=entity.place)


def _wrong(record: Record, fact: Fact, sources: Collection[str]) -> Iterator[Problem]:
    if fact.kind not in VALUES:
        hint = f"kinds: {', '.join(VALUES)}"
        yield record.at("kind").problem("unknown-kind", f"there is no kind of fact '{fact.kind}'", hint)
    elif fact.value and not VALUES[fact.kind].fullmatch(fact.value):
        message = f"'{fact.value}' is not how a {fact.kind} is written"
        yield record.at("value").problem("bad-value", message, "dollars, counts and percents are plain numbers")
    elif not fact.value and fact.kind != "text":
        yield record.place.problem("no-value", "the key 'value' is missing", "only a text may stand by language")
    confidence = record.text("confidence")
    if confidence not in ("high", "medium"):
        hint = "high or medium; what is less certain is not answered"
        yield record.at("confidence").problem("confidence", f"a confidence of '{confidence}' is not used", hint)
    if confidence == "medium" and not fact.caveat:
        hint = "name a message of language.yaml: caveat: secondary for caveat-secondary"
        yield record.place.problem("no-caveat", "a fact of medium confidence has no caveat", hint)
    if fact.volatile and not (fact.as_of and fact.review_by):
        hint = "add as_of: and review_by:"
        yield record.place.problem("no-as-of", "a volatile fact lacks its date or its review date", hint)
    yield from schema.unknown(record.texts("sources"), "source", sources)
    if fact.as_of and fact.as_of != UNDATED and not schema.is_date(fact.as_of):
        hint = "write 2026, 2026-11, 2026-11-24 or undated"
        yield record.at("as_of").problem("bad-date", f"'{fact.as_of}' is no date", hint)


def spoken(
    book: Book, entities: dict[str, Entity], language: str, formats: Formats, problems: list[Problem]
) -> tuple[dict[str, Entity], dict[str, tuple[str, ...]]]:
    """The entities with every fact as the language says it, and the facts that each of their attributes rests on."""
    out = {id_: _valued(entity, book, formats) for id_, entity in entities.items()}
    problems.extend(_unsaid(book, out, language))
    rests: dict[str, tuple[str, ...]] = {}
    for id_, entity in out.items():
        for attribute, text in entity.facts.items():
            inner = [name.removesuffix(AS_OF) for name in LOOKUP.findall(text)]
            own = dict.fromkeys((f"{id_}.{attribute.removesuffix(AS_OF)}", *inner))
            rests[f"{id_}.{attribute}"] = tuple(name for name in own if name in book.facts)
            for name in inner:
                if name not in book.facts and entity.place:
                    message = f"'{id_}.{attribute}' looks up {{{name}}}, which facts.yaml does not hold"
                    problems.append(entity.place.problem("unknown-lookup", message, "write {entity.attribute}"))
        facts = {name: LOOKUP.sub(lambda m: _value(m[1], out), text) for name, text in entity.facts.items()}
        out[id_] = entity._replace(facts=facts)
    return out, rests


def _valued(entity: Entity, book: Book, formats: Formats) -> Entity:
    """The entity with its typed facts, and the date of each, in words."""
    values = {"page": entity.page, **entity.facts} if entity.page else dict(entity.facts)
    for fact in book.facts.values():
        if fact.of == entity.id:
            if fact.value:
                values[fact.attribute] = formats.say(fact.kind, fact.value)
            values[fact.attribute + AS_OF] = formats.date(fact.as_of)
    return entity._replace(facts=values)


def _value(name: str, entities: Mapping[str, Entity]) -> str:
    head, _, attribute = name.partition(".")
    return entities[head].facts.get(attribute, "") if head in entities else ""


def _unsaid(book: Book, entities: Mapping[str, Entity], language: str) -> Iterator[Problem]:
    """The facts and gaps that a language has no entity for, or no words."""
    held: list[Fact | Gap] = [*book.facts.values(), *book.gaps.values()]
    for one in held:
        if one.place and one.of not in entities:
            message = f"there is no entity '{one.of}' in '{language}'"
            yield one.place.problem("unknown-entity", message, "write the id of an entity")
        elif one.place and isinstance(one, Fact) and one.attribute not in entities[one.of].facts:
            message = f"'{language}' does not say '{one.id}'"
            hint = f"add '{one.attribute}' to the facts of '{one.of}' in {language}/entities.yaml"
            yield one.place.problem("not-said", message, hint)


def formats(rules: Record) -> Formats:
    """How a language writes figures, from its `language.yaml`."""
    patterns = {name: value.text for name, value in rules.map("formats").items()}
    return Formats(patterns, rules.strings("months"))
