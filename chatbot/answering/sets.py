"""What one attribute says of several members of a kind, or of one against a value: computed from typed values.

All of them, the highest and the lowest, an order, how many, back from a value. Every sentence is the
curator's (`all`, `most`, … of the attribute) or one of the language's messages; none is put together from fragments.
Values are ordered only where they mean the same and no doubtful one decides; what is missing is said, and for whom.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from chatbot.answering.template import capital, fill, first_sentence, listing, message, number, small
from chatbot.knowledge import Edition, Entity, Knowledge, Topic, Value
from chatbot.matching.readings import DATED
from chatbot.reading.named import Named, comparable

LONG = 600
"""Characters of sentences side by side that are still read; longer ones are cut to the first sentence of each."""

FEW = 3
"""Members, at most, that get a sentence each where a list would do."""

LISTED = frozenset(("money", "count", "percent", "range", "date", "place", "person"))
"""Types whose values are short enough to stand in a list."""


class Row(NamedTuple):
    """One member of a set with what is held of it."""

    entity: Entity
    value: Value | None
    """None where the answer looks something else up."""
    words: str
    """The value as the language writes it, with its bound; empty where there is nothing but a sentence."""


class Scope(NamedTuple):
    """Which members a request asks about, and what of them."""

    how: str = "named"
    cues: frozenset[str] = frozenset()
    form: str = ""
    values: tuple[Named, ...] = ()
    """The values that it names."""
    yes_no: bool = False
    """Whether it asks for yes or no, and says nothing that the answer does not account for."""


class Several(NamedTuple):
    """An attribute of some members, to be worded."""

    topic: Topic
    rows: tuple[Row, ...]
    missing: tuple[Entity, ...]
    """Members of which it is not stated."""
    scope: Scope
    edition: Edition

    @property
    def label(self) -> str:
        """The head of its column."""
        return capital(self.topic.label or self.topic.attribute)


def rows(topic: Topic, entities: Sequence[str], knowledge: Knowledge, edition: Edition) -> tuple[Row, ...]:
    """What is held of each."""
    found = []
    for id_ in entities:
        entity, value = edition.entities[id_], knowledge.book.values.get(f"{id_}.{topic.attribute}")
        words = entity.facts.get(topic.attribute, "")
        if value and value.bound and words:
            words = small(message(edition, f"bound-{value.bound}", value=words))
        found.append(Row(entity=entity, value=value, words=words))
    return tuple(found)


def say(several: Several) -> str:
    """The sentences for a set of members."""
    told = _WORDING.get(several.scope.how, _all)(several)
    lacking = [entity.called for entity in several.missing]
    if lacking and "{missing}" not in told:
        told = f"{told} {message(several.edition, 'missing-of', missing=listing(lacking, several.edition.messages))}"
    return told.replace("{missing}", listing(lacking, several.edition.messages))


def table(several: Several) -> tuple[tuple[str, ...], ...]:
    """The heading row, and a row for each member with its value, or that it is not stated."""
    silent = message(several.edition, "not-stated")
    held = [(row.entity.name, row.words or first_sentence(_sentence(several, row))) for row in several.rows]
    lacking = [(entity.name, silent) for entity in several.missing]
    return (("", several.label), *((name, capital(words)) for name, words in (*held, *lacking)))


def _sentence(several: Several, row: Row) -> str:
    return fill(several.topic.answer, several.edition, row.entity.id)


def _sentences(several: Several) -> str:
    """A sentence for each, the first of each where all of them would be too long."""
    said = list(dict.fromkeys(_sentence(several, row) for row in several.rows))
    whole = " ".join(said)
    return whole if len(whole) <= LONG else " ".join(dict.fromkeys(first_sentence(one) for one in said))


def _list(several: Several, ordered: Sequence[Row] = ()) -> str:
    """The members with their values, each with its date where they are of different ones."""
    held = ordered or several.rows
    dated, item = _dated(held), several.edition.messages["item"]
    return "; ".join(
        _filled(item, {"name": row.entity.name, "value": _value(row, several, dated=dated)}) for row in held
    )


def _all(several: Several) -> str:
    """All of those asked for, as a list where their values are short."""
    short = several.topic.type in LISTED and all(row.words for row in several.rows)
    own = several.topic.sentences.get("all", "")
    if several.scope.how == "named" and len(several.rows) <= FEW:
        return _sentences(several)
    if own and (short or "{list}" not in own):
        return capital(own.replace("{list}", _list(several) if short else ""))
    if not short:
        return _sentences(several)
    said = message(several.edition, "all", label=several.label, list=_list(several))
    named = [one for one in several.scope.values for row in several.rows if row.value and comparable(one, row.value)]
    return f"{message(several.edition, 'none-of-them')} {said}" if named else said


def _back(several: Several) -> str:
    """Those that have the value that was named; how many, where that is asked."""
    if several.scope.form == "how-many":
        names = listing([row.entity.called for row in several.rows], several.edition.messages)
        return message(several.edition, "how-many-of", count=number(len(several.rows), several.edition), list=names)
    return _sentences(several)


class Ranked(NamedTuple):
    """Members in the order of their values, the one asked for first."""

    several: Several
    rows: tuple[Row, ...]
    level: tuple[Row, ...]
    """Those that share the first place."""
    best: Row | None
    """The first of those whose figure is not doubtful."""


def _ranked(several: Several) -> str:
    """The highest or the lowest, or all in an order, or why they are not ranked."""
    held = [row for row in several.rows if row.value and row.value.value]
    rows = tuple(sorted(held, key=lambda row: _number(row.value), reverse="least" not in several.scope.cues))
    level = tuple(row for row in rows if _number(row.value) == _number(rows[0].value))
    best = next((row for row in level if row.value and not row.value.doubt), None)
    ranked = Ranked(several=several, rows=rows, level=level, best=best)
    return next(said for rule in RANKING if (said := rule(ranked)))


def _alone(ranked: Ranked) -> str:
    return _sentences(ranked.several) if len(ranked.rows) < 2 else ""


def _unlike(ranked: Ranked) -> str:
    """Values that do not count the same thing are not ranked."""
    counts = {row.entity.facts.get(f"{ranked.several.topic.attribute}.counts", "") for row in ranked.rows}
    return _told("not-ranked", ranked) if len(counts) > 1 else ""


def _doubtful(ranked: Ranked) -> str:
    """A doubtful figure does not decide."""
    whole = "order" in ranked.several.scope.cues
    doubts = any(row.value and row.value.doubt for row in ranked.rows) if whole else ranked.best is None
    return _told("doubtful-order", ranked) if doubts else ""


def _in_order(ranked: Ranked) -> str:
    return _told("all", ranked) if "order" in ranked.several.scope.cues else ""


def _level(ranked: Ranked) -> str:
    several = ranked.several
    if len(ranked.level) < 2 or ranked.best is None:
        return ""
    names = listing([row.entity.called for row in ranked.level], several.edition.messages)
    value = _value(ranked.best, several, dated=_dated(ranked.rows))
    return message(several.edition, "level", label=several.label, list=names, value=value)


def _first(ranked: Ranked) -> str:
    """The highest or the lowest, and the next."""
    several, best = ranked.several, ranked.best or ranked.rows[0]
    sure = (row for row in ranked.rows if row is not best and row.value and not row.value.doubt)
    second = next(sure, ranked.rows[1])
    edition, dated = several.edition, _dated(ranked.rows)
    kind = "least" if "least" in several.scope.cues else "most"
    usual = f"{kind}-date" if several.topic.type == DATED else kind
    said = {"name": second.entity.called, "value": _value(second, several, dated=dated)}
    values = {
        "label": several.label,
        several.topic.kind: best.entity.called,
        "entity": best.entity.called,
        "value": _value(best, several, dated=dated),
        "second": _filled(edition.messages["second"], said),
        "as-of": best.entity.facts.get(f"{several.topic.attribute}.as-of", ""),
    }
    text = capital(_filled(several.topic.sentences.get(kind) or edition.messages[usual], values))
    some = [row.entity.called for row in several.rows] + [entity.called for entity in several.missing]
    whole = len(some) == len(edition.kinds[several.topic.kind].members)
    return text if whole else message(edition, "of-these", list=listing(some, edition.messages), said=text)


RANKING = (_alone, _unlike, _doubtful, _in_order, _level, _first)
"""What is said of members in an order; the first rule that has something to say says it."""


def _told(id_: str, ranked: Ranked) -> str:
    """A message with all members and their values, in their order."""
    several = ranked.several
    return message(several.edition, id_, label=several.label, list=_list(several, ranked.rows))


def _dated(held: Sequence[Row]) -> bool:
    """Whether values are of different dates, so that each must say its own."""
    return len({row.value.as_of[:4] for row in held if row.value}) > 1


def _value(row: Row, several: Several, *, dated: bool) -> str:
    """A value, with its date where that is told."""
    as_of = row.entity.facts.get(f"{several.topic.attribute}.as-of", "")
    return _filled(several.edition.messages["dated"], {"value": row.words, "as-of": as_of}) if dated else row.words


def _filled(text: str, values: Mapping[str, str]) -> str:
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def _number(value: Value | None) -> float:
    """What a value is ordered by: an amount, the lower end of a range, or a date as a number."""
    if value is None:
        return float(0)
    if value.type == DATED:
        return float(value.value.replace("-", "").ljust(8, "0"))
    return float(value.value.partition("..")[0])


_WORDING = {"ranked": _ranked, "back": _back}
"""How a set is worded, by how its members were found; any other way, all are told."""
