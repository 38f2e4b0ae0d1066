"""What a question gets: the reply and its parts, all frozen, all JSON-able."""

from dataclasses import asdict, dataclass, field
from enum import Enum
from typing import Any

from chatbot.knowledge import Source
from chatbot.matching.decision import Outcome, Verdict
from chatbot.reading.focus import NOT_LENT, Lent
from chatbot.reading.mentions import Query
from chatbot.reading.tokenizer import Read

SCHEMA = 1
"""Version of `Reply.as_dict()`; grows when a field changes its meaning or goes."""


class Status(str, Enum):
    """Whether a question was answered."""

    ANSWERED = "answered"
    CLARIFY = "clarify"
    UNKNOWN = "unknown"

    __str__ = str.__str__


class Level(str, Enum):
    """How sure the bot is, in words that stay the same between versions."""

    SURE = "sure"
    LIKELY = "likely"
    UNSURE = "unsure"

    __str__ = str.__str__


@dataclass(frozen=True, slots=True)
class Option:
    """One way to read an unclear question. The id "none" is "none of these"."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Part:
    """The reply to one of several questions in a message."""

    question: str
    status: Status
    topic: str | None
    entities: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Trace:
    """The values that decided. `verdicts` holds one for each piece of the message that had a say."""

    query: Query
    verdicts: tuple[Verdict, ...]
    carried: tuple[str, ...] = ()
    """What earlier turns lent, as `kind: id`."""
    language: str = ""
    """Of the edition that the message was read by."""
    lent: Lent = NOT_LENT
    """What the turns before lent."""
    options: tuple[Option, ...] = ()
    """Those that stood open when the message came."""
    offered: tuple[str, ...] = ()
    """The questions that were suggested then."""
    age: int = 0
    """Turns since an entry last answered."""


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer to one message, and all that a caller may want to know about it."""

    text: str
    status: Status
    level: Level
    confidence: float
    """0..1, the score of the best candidate; may change between versions."""
    language: str
    reason: str | None = None
    topic: str | None = None
    """The entry that answered, or that declares that no source states it."""
    entities: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    candidates: tuple[tuple[str, float], ...] = ()
    sources: tuple[Source, ...] = ()
    options: tuple[Option, ...] = ()
    suggestions: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    digest: str = ""
    table: tuple[tuple[str, ...], ...] = ()
    """Of a comparison: the heading row, then a row for each thing compared. The text says the same in sentences."""
    more: str = ""
    """The rest of what is held on the topic."""
    trace: Trace | None = field(default=None, compare=False, repr=False)

    @property
    def heard(self) -> str:
        """The language of the edition that the message was read by, by its id."""
        return self.trace.language if self.trace else self.language

    def as_dict(self) -> dict[str, Any]:
        """The reply as JSON-able values, with the schema's version and the knowledge's digest."""
        return {
            "schema": SCHEMA,
            "knowledge": self.digest,
            "text": self.text,
            "status": self.status.value,
            "reason": self.reason,
            "topic": self.topic,
            "entities": list(self.entities),
            "level": self.level.value,
            "confidence": round(self.confidence, 4),
            "candidates": [{"topic": topic, "score": round(score, 4)} for topic, score in self.candidates],
            "parts": [
                asdict(part) | {"status": part.status.value, "entities": list(part.entities)} for part in self.parts
            ],
            "sources": [{"title": s.title, "address": s.address, "as_of": s.as_of} for s in self.sources],
            "options": [{"id": option.id, "label": option.label} for option in self.options],
            "suggestions": list(self.suggestions),
            "language": self.language,
            "notes": list(self.notes),
            "more": self.more,
            "table": [list(row) for row in self.table],
        }


def level(verdict: Verdict, sure: float) -> Level:
    """The level of a verdict; `sure` is the lowest score, 0..1, that is called sure."""
    if verdict.outcome is not Outcome.ANSWER or verdict.hedged:
        return Level.UNSURE
    return Level.SURE if verdict.confidence >= sure else Level.LIKELY


def read_differently(query: Query) -> list[tuple[str, str]]:
    """The words whose spelling was forgiven, each with what it was read as."""
    changed: dict[str, list[str]] = {}
    forgiven = (Read.SPELLING, Read.SPLIT)
    for token in query.question.tokens:
        if token.read in forgiven:
            changed.setdefault(token.surface, []).append(token.word)
    return [(typed, " ".join(words)) for typed, words in changed.items()]
