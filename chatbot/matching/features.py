"""What speaks for a reading and against it: a few dozen numbers, each with a name that a person understands.

A reading is measured by `OF_READING`, declining by `OF_DECLINING`; the ranker weighs both. What the words of a request
are worth to an entry is summed up once for each entry (`Explained`).
"""

import math
from collections.abc import Callable, Mapping
from typing import NamedTuple

from chatbot.knowledge import Edition
from chatbot.language import EMPTY
from chatbot.matching.coreference import CORRECTED, COUNTED, LENT, PLACED
from chatbot.matching.evidence import FINDING, Explained, Word, explain_each
from chatbot.matching.readings import LITTLE, WAYS, Ground, Reading
from chatbot.matching.terms import aboutness, coverage, is_small, is_year
from chatbot.reading.focus import TURNED_TO
from chatbot.reading.forms import OPEN, is_negated
from chatbot.reading.mentions import Unit

MOST_EVIDENCE = 5.0
"""Evidence, in typical units, above which more of it says nothing new."""

FARTHEST = -6.0
"""The least that the logarithm of an entry's chance is taken for."""

NO_TOPICS: frozenset[str] = frozenset()

ANOTHER = frozenset(("named", TURNED_TO, CORRECTED, COUNTED, PLACED, "pointed"))
"""How those are found of whom the last entry may be asked again."""


class Seen(NamedTuple):
    """A reading with all that it is measured by."""

    reading: Reading
    explained: Explained
    ground: Ground
    words: list[Word]


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


Measure = Callable[[Seen], float]


def _back_from_a_name(seen: Seen) -> bool:
    """Whether the reading goes back from a person that the request names."""
    return seen.reading.named is not None and seen.reading.named.type == "person"


def _words_left(seen: Seen) -> float:
    """The words left that carry something, as a logarithm: each further one says less."""
    return math.log1p(seen.explained.left)


def _telling(seen: Seen) -> int:
    """Words of the request that carry something."""
    return seen.explained.left + seen.explained.explained


def _cued(seen: Seen) -> bool:
    """Whether the request speaks of several members."""
    return not seen.ground.cues.isdisjoint(("each", "both"))


def _form(seen: Seen) -> float:
    """How much more often the entry is asked in the form of the request than any other, as a logarithm."""
    return (seen.ground.edition.model.forms.get(seen.reading.topic.id) or EMPTY).get(seen.ground.form, 0.0)


def _gives(seen: Seen) -> bool:
    """Whether the entry's answer holds what the form of the request asks for."""
    return seen.reading.topic.id in seen.ground.edition.model.gives.get(seen.ground.form, NO_TOPICS)


def _of_another(seen: Seen) -> float:
    """Whether others are named or pointed at than those the turns before spoke of."""
    return float(seen.reading.how in ANOTHER)


def _again(seen: Seen) -> bool:
    """Whether the reading is of the last entry, or of its counterpart."""
    return seen.reading.topic.id in seen.ground.last


def _dropped(seen: Seen) -> float:
    """The words of the request that its reading does without, as a logarithm."""
    return math.log1p(seen.ground.antecedent.dropped) if seen.ground.antecedent else 0.0


OF_ANY: Mapping[str, Measure] = {
    "evidence": lambda seen: seen.reading.standing.evidence * seen.ground.edition.model.typical,
    "evidence beside the usual": lambda seen: min(seen.reading.standing.evidence, MOST_EVIDENCE),
    "lead": lambda seen: max(-1.0, min(1.0, seen.reading.standing.lead)),
    "chance": lambda seen: max(FARTHEST, seen.reading.standing.chance),
    "worded so": lambda seen: float(seen.reading.topic.id == seen.ground.worded),
    "said so": lambda seen: seen.ground.gist.get(seen.reading.topic.id, 0.0),
    "asked": lambda seen: seen.explained.asked,
    "told": lambda seen: seen.explained.told,
    "usual words": lambda seen: seen.explained.usual,
    "usual words that tell": lambda seen: seen.explained.usual_telling,
    "words left": _words_left,
    "heaviest word left": lambda seen: seen.explained.heaviest,
    "any word left": lambda seen: float(seen.explained.left > 0),
    "nothing explained": lambda seen: float(not seen.explained.explained),
    "words explained": lambda seen: math.log1p(seen.explained.explained),
    "strange words": lambda seen: math.log1p(seen.explained.strange),
    "strange names": lambda seen: float(seen.explained.capitals > 0),
    "numbers left": lambda seen: float(seen.explained.numbers > 0),
    "names left": lambda seen: float(max(0, seen.explained.names - _back_from_a_name(seen))),
    "value left": lambda seen: float(seen.reading.how != "back" and seen.explained.valued),
    "form": _form,
    "attribute": lambda seen: float(bool(seen.reading.topic.attribute)),
    "words outside": lambda seen: math.log1p(seen.ground.request.outside),
}
"""What any reading is measured by."""

BY_SUBJECT = {how: [float(how == one) for one in WAYS] for how in (*WAYS, "free")}
"""How the subject of a reading was found, as numbers: one for each way."""

OF_SOME: tuple[tuple[Callable[[Seen], bool], Mapping[str, Measure]], ...] = (
    (
        lambda seen: seen.reading.how == "all",
        {
            "all, as said": lambda seen: float(_cued(seen)),
            "all, though of one": lambda seen: float(seen.ground.one and not _cued(seen)),
            "all, though one is in focus": lambda seen: float(
                len(seen.ground.lent.of(seen.reading.topic.needs)) == 1 and not _cued(seen)
            ),
        },
    ),
    (
        lambda seen: seen.reading.how == "back",
        {"back, asked which": lambda seen: float(seen.ground.form in {"which", "who"})},
    ),
    (
        lambda seen: seen.reading.how == "beside",
        {"beside, though another is named": lambda seen: float(any(word.named for word in seen.words))},
    ),
    (
        lambda seen: seen.reading.topic.talk,
        {
            "talk": lambda _: 1.0,
            "talk, words left": _words_left,
            "talk, length": lambda seen: math.log1p(len(seen.ground.query.units)),
        },
    ),
    (
        lambda seen: seen.reading.topic.role in FINDING,
        {
            "finds": lambda _: 1.0,
            "finds, words left": _words_left,
            "finds, by words of a field": lambda seen: sum(word.share for word in seen.words if word.field),
        },
    ),
    (
        lambda seen: seen.reading.how == LENT,
        {
            "lent, as a pronoun": lambda seen: float(seen.ground.pronoun),
            "lent, nothing explained": lambda seen: float(not seen.explained.explained),
        },
    ),
    (
        lambda seen: seen.reading.how == PLACED,
        {
            "placed, as one of a kind": lambda seen: float(
                not seen.ground.edition.singular.isdisjoint(seen.ground.words)
            )
        },
    ),
    (lambda seen: seen.reading.how == TURNED_TO, {"turned to, words dropped": _dropped}),
    (
        _again,
        {
            "again": lambda _: 1.0,
            "again, nothing else said": lambda seen: float(not _telling(seen)),
            "again, holds what is asked": lambda seen: float(_gives(seen)),
            "again, words left": _words_left,
            "again, in one message": lambda seen: float(seen.ground.lent.here),
            "again, of another": _of_another,
            "again, of another, little said": lambda seen: _of_another(seen) * (_telling(seen) <= LITTLE),
        },
    ),
    (
        lambda seen: seen.reading.topic.id in seen.ground.edition.neighbours.get(seen.ground.lent.topic, ()),
        {"related to the last, little said": lambda seen: float(_telling(seen) <= LITTLE)},
    ),
    (
        lambda seen: seen.ground.only_asks,
        {"another entry, though only asked": lambda seen: float(not seen.reading.topic.talk and not _again(seen))},
    ),
    (
        lambda seen: bool(seen.ground.lent.topic) and seen.reading.how != LENT,
        {
            "worded so, in a conversation": lambda seen: float(seen.reading.topic.id == seen.ground.worded),
            "needs nobody, in a conversation": lambda seen: float(
                seen.reading.how == "free" and bool(seen.ground.lent.foci) and not seen.reading.topic.talk
            ),
        },
    ),
)
"""What only some readings are measured by, those for which the first function holds; for all others it is 0."""

OF_READING = (*OF_ANY, *(f"subject {how}" for how in WAYS), *(name for _, measures in OF_SOME for name in measures))
"""The names of what a reading is measured by, in the order of its numbers."""


class Strangeness(NamedTuple):
    """A request with all that declining it is measured by."""

    words: list[Word]
    ground: Ground
    telling: int
    """Words that carry something."""
    about: float
    """How much more the words are those of our questions than of messages from elsewhere."""


OF_DECLINING: Mapping[str, Callable[[Strangeness], float]] = {
    "declining": lambda _: 1.0,
    "aboutness": lambda seen: seen.about,
    "share unheard of": lambda seen: sum(word.strange for word in seen.words) / (seen.telling or 1),
    "words that tell": lambda seen: math.log1p(seen.telling),
    "nothing told": lambda seen: float(not seen.telling),
    "length": lambda seen: math.log1p(len(seen.words)),
    "denied": lambda seen: float(is_negated(seen.ground.query.question, seen.ground.edition)),
    "asks nothing": lambda seen: float(seen.ground.form == OPEN),
    "entries": lambda seen: math.log10(1 + len(seen.ground.edition.model.topics)),
    "in a conversation": lambda seen: float(bool(seen.ground.lent.topic)),
    "asks, behind another request": lambda seen: float(seen.ground.lent.here and seen.ground.form != OPEN),
}
"""What declining is measured by: that nothing of ours is asked."""

NAMES = (*OF_READING, *(f"none: {name}" for name in OF_DECLINING))
"""All features, in the order of their weights."""


def measure(readings: list[Reading], said: list[Word], seen: Ground) -> list[list[float]]:
    """The numbers of each reading, in the order of `OF_READING`."""
    explained = explain_each({reading.topic.id: reading.topic for reading in readings}.values(), said)
    return [_numbers(Seen(reading=one, explained=explained[one.topic.id], ground=seen, words=said)) for one in readings]


def _numbers(seen: Seen) -> list[float]:
    found = [of(seen) for of in OF_ANY.values()]
    found += BY_SUBJECT[seen.reading.how]
    for holds, measures in OF_SOME:
        found += [of(seen) for of in measures.values()] if holds(seen) else [0.0] * len(measures)
    return found


def measure_declining(said: list[Word], seen: Ground) -> list[float]:
    """The numbers of declining, in the order of `OF_DECLINING`."""
    one = Strangeness(
        words=said,
        ground=seen,
        telling=sum(word.telling for word in said),
        about=aboutness(seen.query, seen.edition.model.about, seen.edition.lexicon.stop),
    )
    return [of(one) for of in OF_DECLINING.values()]
