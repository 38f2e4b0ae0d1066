"""What is held of each entity: typed values with their dates and sources, and what was looked for and not found.

A value stands once, with its entity. Each language writes it in its own way ("$298 million"), and may word the
sentence that says it alone.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from chatbot.answering.template import AS_OF, LOOKUP, SAYS, listing
from chatbot.answering.values import TYPES, UNDATED, Formats
from chatbot.knowledge import Book, Entity, Gap, Location, Value
from chatbot.loading import fields, schema
from chatbot.loading.nodes import TRAPS, Items, Node, Pairs, Scalar
from chatbot.loading.schema import Record, localized
from chatbot.problem import Place, Problem
from chatbot.reading.normalize import fold

COUNTS = ".counts"
"""After an attribute: what exactly is counted."""

BOUNDS = ("at-least", "at-most", "about")


HOW = {
    "money": "write dollars in digits, as in 5200",
    "count": "write it in digits, as in 5200",
    "percent": "write it in digits, without a sign, as in 40",
    "range": "write two counts, the smaller first, as in 2..5",
    "date": "write a day, month or year of the calendar, as in 2026-11-24, 2026-11 or 2026",
    "place": "write the id of a place, as in saint-john",
    "person": "write the name as people do, and not an id",
    "flag": "write true or false",
    "list": "write a list, in each language where they differ",
    "text": "write one text, in each language where they differ",
}
"""How the value of each type is to be written, for a curator."""


def is_possible(value: Value) -> bool:
    """Whether a value that is written as it should be can be true: its day is in the calendar, its range in order."""
    if value.type == "range" and TYPES["range"].fullmatch(value.value):
        low, high = map(int, value.value.split(".."))
        return low <= high
    return value.type != "date" or not value.value or schema.is_date(value.value)


class Held(NamedTuple):
    """One value as one language has it."""

    of: str
    attribute: str
    record: Record
    place: Place

    @property
    def id(self) -> str:
        return f"{self.of}.{self.attribute}"

    def texts(self) -> tuple[Scalar, ...]:
        """Its words, by which questions are read: its sentence, or the value where nothing else is said."""
        said = self.record.one("says")
        own = self.record.node.get("value")
        return said or (self.record.texts("value") if isinstance(own, Items) else self.record.one("value"))


def pairs(entity: Node) -> Iterator[tuple[Scalar, Node]]:
    """The attributes of an entity with what is held under each."""
    values = entity.get("values") if isinstance(entity, Pairs) else None
    yield from values.pairs if isinstance(values, Pairs) else ()


def is_placed(entity: Node) -> bool:
    """Whether an entity says of itself that a value is a place."""
    return any(Record(node).text("type") == "place" for _, node in pairs(entity) if isinstance(node, Pairs))


def held(entities: Sequence[Node], language: str, languages: Sequence[str]) -> Iterator[Held]:
    """Every value, as a language has it."""
    for entity in entities:
        for attribute, node in pairs(entity):
            own = localized(node, fields.VALUE, language, languages)
            if isinstance(entity, Pairs) and isinstance(own, Pairs):
                record = Record(own, fields.VALUE)
                of = Record(entity).text("id")
                yield Held(of=of, attribute=attribute.text, record=record, place=attribute.place)


class Reader(NamedTuple):
    """Reads the values of all entities; what is wrong with them is added to `problems`."""

    languages: Sequence[str]
    sources: Collection[str]
    types: Mapping[tuple[str, str], str]
    """Kind and attribute to the type that its entry gives it."""
    locations: Mapping[str, Location]
    problems: list[Problem]

    def read(self, entities: Sequence[Node]) -> Book:
        """All values and gaps."""
        values: dict[str, Value] = {}
        gaps: dict[str, Gap] = {}
        for entity in (Record(node) for node in entities if isinstance(node, Pairs)):
            if isinstance(node := entity.node.get("values"), (Items, Scalar)):
                self.problems.append(node.place.problem("not-a-mapping", "a mapping is expected here", "attribute:"))
            for attribute, node in pairs(entity.node):
                value = self._value(entity, attribute, node)
                values |= {value.id: value} if value else {}
            for gap in self._gaps(entity):
                if gap.id in gaps or gap.id in values:
                    message = f"'{gap.id}' is declared missing, but stands elsewhere too"
                    self.problems.append((gap.place or entity.place).problem("duplicate-id", message, "keep one"))
                gaps[gap.id] = gap
        for value in values.values():
            if value.disputed and (value.disputed not in values or value.disputed == value.id) and value.place:
                message = f"there is no other value '{value.disputed}'"
                self.problems.append(value.place.problem("unknown-value-id", message, "write entity.attribute"))
        return Book(values, gaps)

    def _value(self, entity: Record, attribute: Scalar, node: Node) -> Value | None:
        self.problems.extend(schema.tongues(node, fields.VALUE, self.languages))
        read = None
        for language in self.languages:  # each has a form of its own; what is wrong in all is told once
            own = schema.record(localized(node, fields.VALUE, language, self.languages), fields.VALUE, self.problems)
            read = read or own
        if read is None:
            return None
        known = self.types.get((entity.text("kind"), attribute.text), "")
        plain, raw = read.text("value"), node.get("value") if isinstance(node, Pairs) else None
        kind = known or read.text("type") or ("list" if isinstance(read.node.get("value"), Items) else "text")
        value = Value(
            id=f"{entity.text('id')}.{attribute.text}",
            type=kind,
            value=plain if isinstance(raw, Scalar) else "",
            place=attribute.place,
            caveats=read.strings("caveat") or tuple(text.text for text in read.one("caveat")),
            **{k: v for k, v in read.values(Value._fields).items() if k not in ("value", "type")},
        )
        self.problems.extend(self._wrong(read, value, known))
        return value

    def _wrong(self, record: Record, value: Value, known: str) -> Iterator[Problem]:
        own = record.text("type")
        if value.type not in TYPES:
            hint = f"types: {', '.join(TYPES)}"
            yield from (record.at("type").problem("unknown-type", f"there is no type '{own}'", hint),) if own else ()
        elif known and own and own != known:
            message = f"its attribute is of the type '{known}'"
            yield record.at("type").problem("two-types", message, "leave the type out here")
        else:
            yield from self._misshapen(record, value)
        if not (record.node.get("value") or record.text("says")):
            hint = "write 'value:', and 'says:' where the sentence needs more"
            yield record.place.problem("no-value", "neither a value nor a sentence is here", hint)
        yield from self._places([*(record.one("value") if value.type == "place" else ()), *record.texts("within")])
        yield from schema.unknown(record.one("bound"), "bound", BOUNDS)
        yield from schema.unknown(record.texts("sources"), "source", self.sources)
        if value.volatile and not value.as_of:
            yield record.at("review_by").problem("no-date", "what goes stale lacks its date", "add 'as_of:'")
        for key, date in (("as_of", value.as_of), ("year", value.year)):
            if date and date != UNDATED and not schema.is_date(date):
                hint = "write 2026, 2026-11, 2026-11-24 or undated"
                yield record.at(key).problem("bad-date", f"'{date}' is no date", hint)

    def _places(self, nodes: Sequence[Scalar]) -> Iterator[Problem]:
        """The places that are not on the map; one that is named as people name it is known by its id."""
        for node in nodes:
            name = fold(node.text.partition(",")[0])
            named = (id_ for id_, one in self.locations.items() for own in one.names.values() if name in map(fold, own))
            if node.text not in self.locations and (id_ := next(named, None)):
                message = f"'{node.text}' is no id of a place"
                yield node.place.problem(
                    "unknown-place", message, f"write '{id_}', and what it lies in under 'within:'"
                )
            else:
                yield from schema.unknown([node], "place", self.locations)

    @staticmethod
    def _misshapen(record: Record, value: Value) -> Iterator[Problem]:
        """A value that is not written as its type is."""
        node = record.node.get("value")
        if node is None:
            return
        typed = value.type not in ("text", "list")
        if value.type == "place" and isinstance(node, Scalar):
            return  # it is on the map, or not
        good = isinstance(node, Items) == (value.type == "list") and (bool(value.value) or not typed)
        good = good and bool(not value.value or TYPES[value.type].fullmatch(value.value)) and is_possible(value)
        trap = isinstance(node, Scalar) and node.plain and node.text.lower() in TRAPS
        if not good:
            text = value.value or record.text("value") or "it"
            message = f"'{text}' is not how a {value.type} is written"
            yield record.at("value").problem("bad-value", message, HOW.get(value.type, HOW["text"]))
        elif trap and value.type != "flag" and isinstance(node, Scalar):
            yield schema.trap(node)

    def _gaps(self, entity: Record) -> Iterator[Gap]:
        for record in schema.records(entity.node.get("gaps"), fields.GAP, self.problems):
            self.problems.extend(schema.unknown(record.texts("sources"), "source", self.sources))
            sources, looked = record.strings("sources"), record.text("looked")
            for attribute in record.texts("of"):
                id_ = f"{entity.text('id')}.{attribute.text}"
                yield Gap(id=id_, looked=looked, sources=sources, place=attribute.place)


class Spoken(NamedTuple):
    """The entities of a language with what is said of them, and the values that each look-up rests on."""

    entities: dict[str, Entity]
    rests: dict[str, tuple[str, ...]]
    problems: list[Problem]


class Speaker(NamedTuple):
    """Says values in one language."""

    book: Book
    entities: Mapping[str, Entity]
    ones: Mapping[tuple[str, str], str]
    """Kind and attribute to the sentence that its entry has for a value without one."""
    form: Formats

    def spoken(self, values: Sequence[Held]) -> Spoken:
        """The entities as the language says them."""
        facts = {id_: {"page": entity.page} if entity.page else {} for id_, entity in self.entities.items()}
        lists: dict[str, dict[str, tuple[str, ...]]] = {id_: {} for id_ in self.entities}
        by_id = {one.id: one.record for one in values if one.of in facts}
        for one in values:
            if one.of in facts:
                facts[one.of] |= self._words(one)
                if items := one.record.strings("value"):
                    lists[one.of][one.attribute] = items
        found = Spoken(entities={}, rests={}, problems=[])
        for id_, entity in self.entities.items():
            for name, text in facts[id_].items():
                inner = [one for one in dict.fromkeys(LOOKUP.findall(text)) if one != entity.kind]
                ids = dict.fromkeys((f"{id_}.{_bare(name)}", *map(_bare, inner)))
                found.rests[f"{id_}.{name}"] = tuple(one for one in ids if one in self.book.values)
                record = by_id.get(f"{id_}.{_bare(name)}")
                key = "says" if name.endswith(SAYS) else "value" if name == _bare(name) else ""
                found.problems.extend(_unheld(inner, record, facts, key) if record and key else ())
            told = {name: self._filled(text, facts, entity.kind) for name, text in facts[id_].items()}
            found.entities[id_] = entity._replace(facts=told, lists=lists[id_])
        return found

    def _filled(self, text: str, facts: Mapping[str, Mapping[str, str]], kind: str) -> str:
        """The text with what it looks up put in, except the slot of its own kind."""

        def value(name: str) -> str:
            head, dot, attribute = name.partition(".")
            if dot or head not in self.entities:
                return facts.get(head, {}).get(attribute, "")
            return self.entities[head].called

        return LOOKUP.sub(lambda match: match[0] if match[1] == kind else value(match[1]), text)

    def _words(self, one: Held) -> dict[str, str]:
        """What is looked up of one value: in words, its sentence, what it counts, and its date."""
        value, items, kind = self.book.values[one.id], one.record.strings("value"), self.entities[one.of].kind
        words = self.form.say(value.type, one.record.text("value"), value.within)
        said = one.record.text("says") or self.ones.get((kind, one.attribute), "")
        told = {
            "": listing(items, self.form.patterns) if items else words,
            SAYS: _own_slots(said, one, kind),
            COUNTS: one.record.text("counts"),
            AS_OF: self.form.date(value.as_of),
        }
        return {one.attribute + suffix: text for suffix, text in told.items() if text}


def _unheld(
    inner: Sequence[str], record: Record, facts: Mapping[str, Mapping[str, str]], key: str
) -> Iterator[Problem]:
    """The look-ups of a sentence or a value that find nothing; those of the usual sentence are told at the value."""
    for name in inner:
        head, dot, attribute = name.partition(".")
        if head not in facts or (dot and attribute not in facts[head]):
            if record.node.get(key):
                hint = "write {value}, {as-of}, {entity} or {entity.attribute}"
                yield record.at(key).problem("unknown-lookup", f"nothing is held for {{{name}}}", hint)
            else:
                message = f"the usual sentence looks up {{{name}}}, which is not held"
                yield record.place.problem("no-fact", message, "write 'says:' here, or add that value")


def _own_slots(text: str, held: Held, kind: str) -> str:
    """A sentence of a value with {value}, {as-of} and {kind.attribute} as the look-ups that they are short for."""
    own = text.replace("{value}", f"{{{held.id}}}").replace("{as-of}", f"{{{held.id}{AS_OF}}}")
    return own.replace(f"{{{kind}.", f"{{{held.of}.")


def _bare(name: str) -> str:
    return name.removesuffix(AS_OF).removesuffix(SAYS).removesuffix(COUNTS)
