"""The frozen knowledge: `loading/` builds it, all that answers reads it, and nothing changes it."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from enum import Enum
from types import MappingProxyType
from typing import Any, NamedTuple, NewType

from chatbot.problem import Place, Problem


@dataclass(frozen=True, slots=True)
class Source:
    """Where an answer comes from. `as_of` is the date of what it says, as the source gives it ("2023", "2023-02")."""

    id: str
    title: str
    address: str
    as_of: str = ""


EMPTY: Mapping[Any, Any] = MappingProxyType({})


class How(str, Enum):
    """How a mention points at what it names."""

    NAME = "name"
    """By a name: full, short, former, or a nickname."""
    SUBJECT = "subject"
    """By a word of its field, which points at it without naming it."""
    HINT = "hint"
    """By a word of its field that often means something else."""
    WORD = "word"
    """A synonym: the words stand for a term, not for an entity."""


class Phrase(NamedTuple):
    """What a run of terms stands for: entities of one kind (by id), or a synonym group's term."""

    how: How
    targets: tuple[str, ...]
    kind: str = ""
    words: str = ""
    """The run as the curator wrote it."""
    literal: str = ""
    """Of a word of a field: the term that it stands for besides, which topics may hold too."""


Runs = tuple[tuple[tuple[str, ...], Phrase], ...]
Phrases = Mapping[str, Runs]
"""First term to the runs of terms that begin with it, longest first, each with what it stands for."""


class Entity(NamedTuple):
    """A thing with a name. `facts` maps an attribute to what is said of it, in words.

    An entity without a kind is the subject as a whole: it has facts, but is no one's answer to "which".
    """

    id: str
    kind: str
    name: str
    called: str
    facts: Mapping[str, str]
    page: str = ""
    place: Place | None = None


class Fact(NamedTuple):
    """One value of one attribute of one entity. `id` is `entity.attribute`."""

    id: str
    kind: str
    """`text`, `money` (dollars), `count`, `percent`, `range` (two counts) or `date`."""
    value: str
    """Empty where each language has its own text."""
    as_of: str
    """The date that the source gives it for: year, year-month, year-month-day, or `undated`."""
    sources: tuple[str, ...]
    caveat: str = ""
    """Name of the sentence that must stand beside it."""
    volatile: bool = False
    review_by: str = ""
    disputed: str = ""
    """Id of a fact that says otherwise: an answer that gives the one gives the other."""
    place: Place | None = None

    @property
    def of(self) -> str:
        """The entity that it is held of."""
        return self.id.partition(".")[0]

    @property
    def attribute(self) -> str:
        """What is held of the entity."""
        return self.id.partition(".")[2]


class Gap(NamedTuple):
    """What was looked for and not found. `id` is `entity.attribute`; `looked` is when, `sources` is where."""

    id: str
    looked: str
    sources: tuple[str, ...]
    place: Place | None = None

    @property
    def of(self) -> str:
        """The entity that it was looked for of."""
        return self.id.partition(".")[0]


class Book(NamedTuple):
    """All facts and gaps, by id."""

    facts: Mapping[str, Fact] = EMPTY
    gaps: Mapping[str, Gap] = EMPTY


class Kind(NamedTuple):
    """A kind of entity, with its members in the order that people count them in."""

    id: str
    one: str
    many: str
    members: tuple[str, ...]
    person: bool = False
    """Whether its members are people."""


class Claim(NamedTuple):
    """What a yes/no question gets: `says_yes`, when the question holds all of `terms`."""

    terms: frozenset[str]
    says_yes: bool


class Topic(NamedTuple):
    """One curated entry. `needs` is the slot that a question must fill ("cluster", "cluster.subject") or empty."""

    id: str
    question: str
    """The canonical question, as a person would write it."""
    phrasings: tuple[str, ...]
    answer: str
    more: str = ""
    needs: str = ""
    sources: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    claims: tuple[Claim, ...] = ()
    talk: bool = False
    role: str = ""
    """What else it does: `by-subject` finds entities by their field, `compare` sets them side by side."""
    table: tuple[str, ...] = ()
    """Of a comparison: the attributes that are its columns."""
    reach: tuple[str, ...] = ()
    not_reach: tuple[str, ...] = ()
    place: Place | None = None
    caveat: str = ""
    """Name of the sentence that must stand beside the answer."""
    missing: str = ""
    """What is asked for, as an answer names it that has to say that no source states it."""

    @property
    def kind(self) -> str:
        """The kind of entity that it needs, or empty."""
        return self.needs.partition(".")[0]


Lanes = NewType("Lanes", int)
"""A column of whole numbers, side by side in one long integer: `matching/lanes.py` lays and adds them."""

WEIGHT = 100_000
"""What a weight of 1 is in whole numbers."""


class Model(NamedTuple):
    """What the phrasings taught: how much each feature weighs in a question, and for which topic it speaks.

    A feature is a term, a pair of neighbouring terms ("who fund"), or a slot ("{cluster}").
    """

    importance: Mapping[str, float]
    """Feature to its weight in a question before scaling, from its rarity over the phrasings; above 0."""
    unseen: float
    """The importance of a word that no phrasing holds."""
    topics: tuple[str, ...]
    """The topics in the order of their places in a column of weights."""
    common: Mapping[str, Lanes]
    """Feature that many topics hold to its weight for each; above 0 speaks for the topic, below against."""
    rare: Mapping[str, Mapping[int, int]]
    """Feature that few topics hold to their places to its weight."""
    held: Mapping[str, frozenset[str]]
    """Term or slot to the topics whose phrasings or answer hold it."""
    asked: Mapping[str, frozenset[str]]
    """Slot or term to the topics whose phrasings hold it."""
    typical: float = 1.0
    """The median score of a phrasing that was not learned from; scores are divided by it."""


class Lexicon(NamedTuple):
    """All that one language knows of words. Words are folded; terms are their stems."""

    stemmer: str
    expansions: Mapping[str, tuple[str, ...]] = EMPTY
    """Contractions, shorthand and misspelt little words, with what they stand for."""
    stop: frozenset[str] = frozenset()
    """Terms that carry little: they count, but lightly."""
    terms: Mapping[str, str] = EMPTY
    """Every word of the knowledge and its inflected forms, with its term."""
    stems: AbstractSet[str] = frozenset()
    """The terms of `terms`."""
    ordinary: AbstractSet[str] = frozenset()
    """Words that are nobody's misspelling."""
    counts: Mapping[str, int] = EMPTY
    """How many phrasings and names hold a word: of two equally near words the commoner is meant."""
    by_ends: Mapping[str, tuple[str, ...]] = EMPTY
    """The words of `terms` that a misspelling may become, by their length and either of their ends ("4wo", "4-rd")."""
    apart: frozenset[str] = frozenset()
    """Words that keep to themselves: their stem is that of a word that they have nothing to do with."""
    joiners: frozenset[str] = frozenset()
    """Words that may part two questions ("and", "also")."""
    askers: frozenset[str] = frozenset()
    """Words that begin a question ("which"), also in the middle of a message without punctuation."""
    binders: frozenset[str] = frozenset()
    """Words that tie a word that asks to what stands before it ("of which")."""
    frames: frozenset[str] = frozenset()
    """Words of a speaker's frame, behind which what is asked begins ("know", "wondering")."""
    links: frozenset[str] = frozenset()
    """Words that tie a yes/no question to its frame ("whether")."""
    pronouns: frozenset[str] = frozenset()
    """Words that stand for what was named before ("it")."""
    elisions: frozenset[str] = frozenset()
    """What may stand before an apostrophe and says nothing ("l" of "l'argent")."""
    regular: Mapping[str, str] = EMPTY
    """Endings that become another before a word is stemmed."""
    letters: frozenset[str] = frozenset()
    """Letters that it is written with besides a to z; they may be left out."""
    little: frozenset[str] = frozenset()
    """Words that carry little in any folder, ask, or are expanded: by them a language is told from others."""
    names: frozenset[str] = frozenset()
    """Words of names."""
    spaced: bool = False
    """Whether its numbers are written with spaces ("35 000")."""


class Edition(NamedTuple):
    """The knowledge in one language."""

    language: str
    lexicon: Lexicon
    phrases: Phrases
    entities: Mapping[str, Entity]
    kinds: Mapping[str, Kind]
    topics: Mapping[str, Topic]
    model: Model
    messages: Mapping[str, str]
    """The bot's own sentences, by id."""
    numbers: Mapping[str, int]
    """Number words with their values, for premises such as "the six clusters"."""
    marks: Mapping[str, frozenset[str]]
    """Small closed word lists by name: `yes-no`, `question`, `negation`, `all`, `lead`, `tag`."""
    ordinals: Mapping[str, int] = EMPTY
    """Ordinals with their places, counted from 1, or from the end when below 0."""
    steps: Mapping[str, int] = EMPTY
    """Words that step from the member spoken of to its neighbour ("next"), with how far."""
    asked_for: frozenset[str] = frozenset()
    """Terms that a topic's phrasings must hold to answer a question that holds them ("how many")."""
    foreign: frozenset[str] = frozenset()
    """Terms that no entry accounts for: a question that holds one is declined."""
    starters: tuple[str, ...] = ()
    """Topics that are offered to who does not know what to ask."""
    dated: frozenset[str] = frozenset()
    """The topics that hold figures or dates: they account for a year, since they say which one they are of."""
    open_questions: Mapping[str, str] = EMPTY
    """Phrasings that leave the slot of their topic open, as their terms, to the topic: it is asked who is meant."""
    rests: Mapping[str, tuple[str, ...]] = EMPTY
    """Entity and attribute, as `entity.attribute`, to the ids of the facts that what is said of it rests on."""


class Knowledge(NamedTuple):
    """Every edition, the sources they share, and where the knowledge came from."""

    editions: Mapping[str, Edition]
    sources: Mapping[str, Source]
    digest: str
    today: date
    page: str = ""
    """The official page that an unknown question is sent to."""
    book: Book = Book()
    """The typed facts that answers rest on, and the declared gaps."""
    problems: tuple[Problem, ...] = ()
    """Warnings found while loading."""

    def edition(self, language: str | None) -> Edition:
        """The edition in `language`, or the first one there is."""
        return self.editions.get(language or "") or next(iter(self.editions.values()))
