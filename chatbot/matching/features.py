"""What speaks for a reading and against it: a few dozen numbers, each with a name that a person understands.

A reading is measured by `OF_READING`, declining by `OF_DECLINING`; the ranker weighs both. What the words of a request
are worth to an entry is summed up once for each entry (`Explained`).
"""

import math
from collections.abc import Callable, Mapping
from typing import NamedTuple

from chatbot.coreference.referring import CORRECTED, COUNTED, LENT, PLACED
from chatbot.language import EMPTY
from chatbot.matching.evidence import FINDING, Explained, Word, explain_each
from chatbot.matching.ground import Ground
from chatbot.matching.readings import LITTLE, WAYS, Reading
from chatbot.matching.terms import aboutness
from chatbot.reading.focus import TURNED_TO
from chatbot.reading.forms import OPEN

FARTHEST = -6.0
"""The least that the logarithm of an entry's chance is taken for."""

ANOTHER = frozenset(("named", TURNED_TO, CORRECTED, COUNTED, PLACED, "pointed"))
"""How those are found of whom the last entry may be asked again."""


class Seen(NamedTuple):
    """A reading with all that it is measured by."""

    reading: Reading
    explained: Explained
    ground: Ground
    words: list[Word]


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


def _asks_nothing(seen: Seen) -> bool:
    """Whether the request shows no form of a question, and no mark of one."""
    return seen.ground.form == OPEN and not seen.ground.query.question.asks


def _cued(seen: Seen) -> bool:
    """Whether the request speaks of several members."""
    return not seen.ground.cues.isdisjoint(("each", "both"))


def _form(seen: Seen) -> float:
    """How much more often the entry is asked in the form of the request than any other, as a logarithm."""
    return (seen.ground.edition.model.forms.get(seen.reading.topic.id) or EMPTY).get(seen.ground.form, 0.0)


def _of_another(seen: Seen) -> float:
    """Whether others are named or pointed at than those the turns before spoke of."""
    return float(seen.reading.how in ANOTHER)


def _again(seen: Seen) -> bool:
    """Whether the reading is of the last entry."""
    return seen.reading.topic.id == seen.ground.lent.topic


def _dropped(seen: Seen) -> float:
    """The words of the request that its reading does without, as a logarithm."""
    return math.log1p(seen.ground.antecedent.dropped) if seen.ground.antecedent else 0.0


def _stands(seen: Seen) -> bool:
    """Whether a word for one of a kind is beside the place that stands for it."""
    return seen.ground.antecedent is not None and seen.ground.antecedent.stands


OF_ANY: Mapping[str, Measure] = {
    "evidence": lambda seen: seen.reading.standing.evidence * seen.ground.edition.model.typical,
    "lead": lambda seen: max(-1.0, min(1.0, seen.reading.standing.lead)),
    "chance": lambda seen: max(FARTHEST, seen.reading.standing.chance),
    "worded so": lambda seen: float(seen.reading.topic.id == seen.ground.worded),
    "said so": lambda seen: seen.ground.gist.get(seen.reading.topic.id, 0.0),
    "asked": lambda seen: seen.explained.asked,
    "told": lambda seen: seen.explained.told,
    "usual words": lambda seen: seen.explained.usual,
    "usual words that tell": lambda seen: seen.explained.usual_telling,
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
    "words outside": lambda seen: math.log1p(seen.ground.request.outside),
    "words outside, asking nothing": lambda seen: math.log1p(seen.ground.request.outside) * _asks_nothing(seen),
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
        lambda seen: seen.reading.topic.talk,
        {
            "talk": lambda _: 1.0,
            "talk, words left": _words_left,
            "talk, length": lambda seen: math.log1p(len(seen.ground.query.units)),
        },
    ),
    (lambda seen: seen.reading.topic.role in FINDING, {"finds, words left": _words_left}),
    (
        lambda seen: seen.reading.how == LENT,
        {"lent, nothing explained": lambda seen: float(not seen.explained.explained)},
    ),
    (
        lambda seen: seen.reading.how == PLACED,
        {
            "placed, as one of a kind": lambda seen: float(
                seen.ground.antecedent is not None and seen.ground.antecedent.stands
            )
        },
    ),
    (lambda seen: seen.reading.how == TURNED_TO, {"turned to, words dropped": _dropped}),
    (
        _again,
        {
            "again": lambda _: 1.0,
            "again, nothing else said": lambda seen: float(not _telling(seen)),
            "again, words left": _words_left,
            "again, asking nothing": lambda seen: float(_asks_nothing(seen)),
            "again, in one message": lambda seen: float(seen.ground.lent.here),
            "again, of another, little said": lambda seen: _of_another(seen) * (_telling(seen) <= LITTLE),
        },
    ),
    (lambda seen: seen.reading.topic.id in seen.ground.counterparts, {"counterpart": lambda _: 1.0}),
    (
        lambda seen: seen.reading.topic.id in seen.ground.edition.neighbours.get(seen.ground.lent.topic, ()),
        {"related to the last, little said": lambda seen: float(_telling(seen) <= LITTLE)},
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
    "asks nothing": lambda seen: float(seen.ground.form == OPEN),
    "entries": lambda seen: math.log10(1 + len(seen.ground.edition.model.topics)),
    "in a conversation": lambda seen: float(bool(seen.ground.lent.topic)),
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
