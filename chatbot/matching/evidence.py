"""How strongly the words of a query speak for each entry: shares of the query, times the weights that phrasings taught.

A word speaks for an entry with its share of the query times the entry's weight for it. A word that no phrasing holds
keeps its share and gives it to nobody. What an entry makes of the words besides, and what it leaves, is `Explained`.
"""

import math
from collections.abc import Callable, Collection, Iterable, Mapping
from operator import attrgetter, mul
from typing import NamedTuple

from chatbot.knowledge import Edition, Topic
from chatbot.language import EMPTY, WEIGHT
from chatbot.matching import lanes, terms
from chatbot.matching.ground import Ground
from chatbot.matching.terms import coverage, is_small, is_year
from chatbot.reading.mentions import Query, Unit
from chatbot.reading.named import Named, may_be

RANKED = 8
"""Entries that are looked at closely, those with the most evidence (dev wordings, 2026-11)."""

WORTH = 4
"""An entry with less than the best one's evidence divided by this is no candidate."""

SHARPNESS = 6.0
"""What evidence is multiplied by before shares of it are taken as probabilities (dev wordings, 2026-11)."""


RARE, RAREST = -4.0, -5.5
"""The logarithm of a word's share of phrasings, where only the answer holds it, and where nothing does."""

NO_TOPICS: frozenset[str] = frozenset()

FINDING = ("by-subject", "fit")
"""Roles of the entries that find an entity by the words of its field."""


class Standing(NamedTuple):
    """An entry that the words may ask for."""

    topic: str
    evidence: float
    """In units of the median phrasing's that was not learned from: 1 is typical of any knowledge base."""
    lead: float
    """How far it is before the best other entry, or below 0 how far behind it."""
    chance: float
    """The logarithm of its share among the candidates, at most 0."""


def standings(query: Query, edition: Edition, lent: Collection[str] = ()) -> tuple[Standing, ...]:
    """The entries with the most evidence, best first, ties by id; `lent` ones take part whatever theirs is."""
    model = edition.model
    totals, zero = _totals(query, edition)
    floor = zero + max(max(totals, default=zero) - zero, 0) // WORTH
    near = [place for place, total in enumerate(totals) if total > floor]
    best = sorted(near, key=lambda place: (-totals[place], place))[:RANKED]
    places = [model.topics.index(id_) for id_ in lent if id_ in model.topics]
    best += [place for place in places if place not in best]
    if not best:
        return ()
    scale = 1 / (model.typical * terms.SHARE * WEIGHT)
    held = [scale * (totals[place] - zero) for place in best]
    first, second = max(held), sorted(held)[-2] if len(held) > 1 else 0.0
    whole = math.log(sum(math.exp(SHARPNESS * (one - first)) for one in held))
    return tuple(
        [
            Standing(
                topic=model.topics[place],
                evidence=one,
                lead=one - (second if one == first else first),
                chance=SHARPNESS * (one - first) - whole,
            )
            for place, one in zip(best, held, strict=True)
        ]
    )


def _totals(query: Query, edition: Edition) -> tuple[list[int], int]:
    """The weighed evidence of all entries, in whole parts of a share times a weight, and what stands for 0 in it."""
    model = edition.model
    common, rare = [], []
    for share, name, _, _ in terms.shares(query, edition):
        if (lane := model.common.get(name)) is not None:
            common.append((share, lane))
        elif (column := model.rare.get(name)) is not None:
            rare.append((share, column))
    totals, zero = lanes.add(common, len(model.topics))
    for share, column in rare:
        for place, weight in column.items():
            totals[place] += share * weight
    return totals, zero


class Word(NamedTuple):
    """A unit of the request, as all readings see it."""

    share: float
    """How much of the request it is, 0..1."""
    telling: bool
    """Whether it carries something: it is no light word, and does not ask."""
    named: str
    """Of a name: its kind."""
    field: bool
    """Whether it is a word of a field, which an entry that finds by fields accounts for."""
    held: frozenset[str]
    """The entries whose phrasings or answers hold it."""
    asked: Mapping[str, float]
    """The entries whose phrasings hold it, with what share of them."""
    strange: bool
    """Whether nothing that is held knows it."""
    capital: bool
    """Whether it is written like a name."""
    number: bool
    """Whether it is a number, and no year."""
    value: Named | None
    """The value that it is part of, which an attribute of its type accounts for."""


def words(seen: Ground) -> list[Word]:
    """The units of a request."""
    edition = seen.edition
    stop, forms, held = edition.lexicon.stop, edition.forms, edition.model.held
    dated = edition.model.gives.get("when", NO_TOPICS)  # they say which year a figure is of
    valued = {i: value for value in seen.values for i in range(value.start, value.end)}
    found = []
    terms = [unit.term for unit in seen.query.units]
    numbers, years = list(map(is_small, terms)), list(map(is_year, terms))
    shares = coverage(seen.query, edition)
    for unit, word, share, number, year in zip(seen.query.units, seen.words, shares, numbers, years, strict=True):
        field = bool(unit.literal)
        light = unit.term in stop or (unit.mention is not None and not field) or forms.get(word) is not None
        strange = not light and held.get(unit.term) is None and held.get(unit.literal) is None
        found.append(
            Word(
                share=share,
                telling=not light and not number,
                named=unit.mention.phrase.kind if unit.mention and unit.mention.named else "",
                field=field,
                held=_holding(unit, edition) | (dated if year else NO_TOPICS),
                asked=_asking(unit, edition),
                strange=strange and not number,
                capital=strange and unit.words[:1].isupper() and unit.start > 0,
                number=number,
                value=valued.get(unit.start),
            )
        )
    return found


def _asking(unit: Unit, edition: Edition) -> Mapping[str, float]:
    """The entries whose phrasings hold a unit, with what share of them: of a word of a field the word, not its slot."""
    return edition.model.asked.get(unit.literal or unit.term) or EMPTY


def _holding(unit: Unit, edition: Edition) -> frozenset[str]:
    """The entries whose phrasings or answer hold a unit."""
    return edition.model.held.get(unit.literal or unit.term, NO_TOPICS)


class Explained(NamedTuple):
    """What an entry makes of the words of a request; shares are of the whole request, 0..1."""

    asked: float
    """Share of the words that its phrasings hold."""
    told: float
    """Share of the words that only its answer holds."""
    usual: float
    """How usual the words are in its phrasings: the mean logarithm of the share of them that hold each, weighed."""
    usual_telling: float
    """The same of the words that carry something, and are in them; 0 for none."""
    left: int
    """Words left that carry something."""
    heaviest: float
    """The largest share of a word that is left."""
    explained: int
    """Words that carry something, and are explained."""
    strange: int
    """Words left that nothing here knows."""
    capitals: int
    """Those that are written like names."""
    numbers: int
    """Numbers left."""
    names: int
    """Names left that the entry has no place for."""
    valued: bool
    """Whether a word belongs to a value that the entry's attribute could not be."""


def explain_each(entries: Iterable[Topic], said: list[Word]) -> dict[str, Explained]:
    """What each entry makes of the words, by its id."""
    return {entry.id: explain(entry, said) for entry in entries}


def explain(entry: Topic, said: list[Word]) -> Explained:
    """What an entry makes of the words."""
    finds = entry.role in FINDING or entry.needs != entry.kind
    held, logs, told, left, valued = list[Word](), list[float](), list[Word](), list[Word](), False
    for word in said:
        valued = valued or (word.value is not None and not may_be(word.value, entry.type))
        share = _accounted(word, entry, finds=finds)
        if share is not None:
            held.append(word)
            logs.append(math.log(share))
        else:
            (told if entry.id in word.held else left).append(word)
    telling = [(word.share, log) for word, log in zip(held, logs, strict=True) if word.telling]
    return Explained(
        asked=sum(map(_share, held)),
        told=sum(map(_share, told)),
        usual=sum(map(mul, map(_share, held), logs)) + RARE * sum(map(_share, told)) + RAREST * sum(map(_share, left)),
        usual_telling=sum(share * log for share, log in telling) / sum(share for share, _ in telling)
        if telling
        else 0.0,
        left=sum(map(_telling, left)),
        heaviest=max(map(_share, filter(_telling, left)), default=0.0),
        explained=len(telling) + sum(map(_telling, told)),
        strange=sum(map(_strange, left)),
        capitals=sum(map(_capital, left)),
        numbers=sum(map(_number, left)),
        names=sum(word.named not in {"", entry.kind} for word in left),
        valued=valued,
    )


_share: Callable[[Word], float] = attrgetter("share")
_telling: Callable[[Word], bool] = attrgetter("telling")
_strange: Callable[[Word], bool] = attrgetter("strange")
_capital: Callable[[Word], bool] = attrgetter("capital")
_number: Callable[[Word], bool] = attrgetter("number")


def _accounted(word: Word, entry: Topic, *, finds: bool) -> float | None:
    """The share of an entry's phrasings that a word is in, 1 for what it is always asked with, or None."""
    if (share := word.asked.get(entry.id)) is not None:
        return share
    value = word.value is not None and may_be(word.value, entry.type)
    return 1.0 if value or (finds and word.field) else None
