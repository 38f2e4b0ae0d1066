"""Whether it is so: yes or no to what a request claims of values, or nothing where no value carries either.

A claim names a value ("is it in Regina", "more than 700 members"), or sets one of two members beside the other ("does
it have more than"). What is held is a span: a bound, or a figure that is about so much, leaves open what lies in it.
"""

import math
from collections.abc import Mapping, Sequence

from chatbot.answering.sets import Row, Scope
from chatbot.knowledge import Knowledge, Topic, Value
from chatbot.matching.readings import DATED, ORDERED
from chatbot.reading.focus import PAIR
from chatbot.reading.named import comparable, covers, fits

ABOUT = 0.1
"""How far a figure may be from one that is held as about so much, as a part of it, and still be it."""

MEASURED = ("count", DATED)
"""Types of named values that a figure or a date may be more or less than."""

MORE, LESS, SAME = "more", "less", "same"
Relations = frozenset[str]
"""Ways in which one figure or date may stand to another."""
EQUAL = frozenset((SAME,))
RELATIONS: Mapping[str, Relations] = {
    "most": frozenset((MORE,)),
    "above": frozenset((MORE,)),
    "at-least": frozenset((MORE, SAME)),
    "least": frozenset((LESS,)),
    "below": frozenset((LESS,)),
    "at-most": frozenset((LESS, SAME)),
    "same": EQUAL,
}
"""What a cue claims of two figures or dates."""


def yes_or_no(topic: Topic, asked: Sequence[Row], scope: Scope, knowledge: Knowledge) -> str:
    """The message that says yes or no to what a request names, or empty where the values carry neither.

    Of several, yes if it is so of all, and no if it is not so of one.
    """
    if says_so := _beside(topic, asked, scope):
        return says_so
    says = {_says(topic, row, scope, knowledge) for row in asked}
    if len(says) > 1 and scope.how in {"all", "ranked"}:  # whether any, or all, is asked, is not known
        return ""
    return "" if "" in says else "no" if "no" in says else "yes"


def _says(topic: Topic, row: Row, scope: Scope, knowledge: Knowledge) -> str:
    value = row.value
    if not scope.yes_no or value is None or not value.value:
        return ""
    if value.type == "flag":
        limited = row.entity.facts.get(f"{topic.attribute}.counts")  # so far and no farther: its sentence says how far
        return "" if scope.values or limited else "yes" if value.value == "true" else "no"
    named = [one for one in scope.values if comparable(one, value)]
    relation = _relation(scope.cues)
    if relation is None or not named or value.type != topic.type:
        return ""
    claimed = relation or EQUAL
    if claimed == EQUAL and any(fits(one, value, knowledge.locations) for one in named):
        return "yes"
    if named[0].type not in MEASURED:
        within = any(covers(one, value, knowledge.locations) for one in named)  # where in it is not said
        return "no" if value.exclusive and not (value.doubt or within) else ""
    span = _exactly(value.value, value.type) if "bound" in scope.cues else _span(value)
    possible = Relations().union(*(_related(span, _exactly(one.value, one.type)) for one in named))
    return _claim(claimed, possible, surely=value.exclusive or claimed != EQUAL)


def _beside(topic: Topic, asked: Sequence[Row], scope: Scope) -> str:
    """Yes or no to whether one of two has more than the other, less, or the same; empty where that is not asked."""
    values = [row.value for row in asked if row.value and row.value.value]
    relation, both = _relation(scope.cues), len(values) == len(asked) == PAIR
    if not (scope.yes_no and relation and both and topic.type in ORDERED):
        return ""
    one, other = values
    if any(named.type == "count" and comparable(named, one) for named in scope.values):
        return ""
    counts = {row.entity.facts.get(f"{topic.attribute}.counts", "") for row in asked}
    if one.doubt or other.doubt or len(counts) > 1:
        return ""
    alike = one.bound == other.bound  # two figures that are bounds alike are compared as they stand
    spans = [_exactly(v.value, v.type) if alike else _span(v) for v in (one, other)]
    return _claim(relation, _related(*spans), surely=True)


def _relation(cues: frozenset[str]) -> Relations | None:
    """What the words claim of two figures, which may be nothing; None where they claim several things."""
    found = {RELATIONS[cue] for cue in cues & RELATIONS.keys()}
    return None if len(found) > 1 else next(iter(found), Relations())


Span = tuple[float, float]
"""The least and the most that a figure or a date may be."""


def _exactly(text: str, kind: str) -> Span:
    """The span of a figure, a range or a date, whose days are numbers in their order."""
    if kind == DATED:
        digits = text.replace("-", "")
        return float(digits.ljust(8, "0")), float(digits.ljust(8, "9"))
    low, _, high = text.partition("..")
    return float(low), float(high or low)


def _span(value: Value) -> Span:
    """The span of a value that may be a bound, or doubtful."""
    low, high = _exactly(value.value, value.type)
    if value.doubt:
        return -math.inf, math.inf
    return {
        "at-least": (low, math.inf),
        "at-most": (-math.inf, high),
        "about": (low * (1 - ABOUT), high * (1 + ABOUT)),
    }.get(value.bound, (low, high))


def _related(one: Span, other: Span) -> Relations:
    """How the first may stand to the second."""
    may = {MORE: one[1] > other[0], LESS: one[0] < other[1], SAME: one[0] <= other[1] and one[1] >= other[0]}
    return frozenset([relation for relation, holds in may.items() if holds])


def _claim(claimed: Relations, possible: Relations, *, surely: bool) -> str:
    """What is said to a claim, once it is known how two things may stand to each other."""
    if possible <= claimed:
        return "yes"
    return "no" if surely and claimed.isdisjoint(possible) else ""
