"""What is known of the words of a language, as frozen values: `loading/` builds them, and nothing changes them."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from enum import Enum
from types import MappingProxyType
from typing import Any, NamedTuple, NewType

EMPTY: Mapping[Any, Any] = MappingProxyType({})


PLACE = "=place"
"""The term of any place of the map, as that of a synonym group."""


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
"""First two terms (`mentions.opening`) to the runs of terms that begin so, longest first, with what each stands for."""


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
    asked: Mapping[str, Mapping[str, float]]
    """Slot or term to the topics whose phrasings hold it, with the share of their phrasings that do, above 0 to 1."""
    typical: float = 1.0
    """The median score of a phrasing that was not learned from; scores are divided by it."""
    about: Mapping[str, int] = EMPTY
    """Feature to how much it says that a message is ours; empty where there was nothing to tell it from."""
    gists: Mapping[str, Mapping[str, float]] = EMPTY
    """What a phrasing says besides light words, with its form, to the topics whose phrasings say so: how surely it is
    theirs, 0..1."""
    forms: Mapping[str, Mapping[str, float]] = EMPTY
    """Topic to each form of a request, with how much more often than usual its phrasings have it: log odds."""
    gives: Mapping[str, frozenset[str]] = EMPTY
    """Form of a request to the topics whose answer holds what it asks for: a date, a figure, a place, a person."""


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
    abbreviations: frozenset[str] = frozenset()
    """Words whose full stop ends no sentence ("st")."""
    joiners: frozenset[str] = frozenset()
    """Words that may part two questions ("and", "also")."""
    askers: frozenset[str] = frozenset()
    """Words that begin a question ("which"), also in the middle of a message without punctuation."""
    frames: frozenset[str] = frozenset()
    """Words of a speaker's frame, behind which what is asked begins ("know", "wondering")."""
    pronouns: frozenset[str] = frozenset()
    """Words that stand for what was named before ("it")."""
    elisions: frozenset[str] = frozenset()
    """What may stand before an apostrophe and says nothing ("l" of "l'argent")."""
    regular: Mapping[str, str] = EMPTY
    """Endings that become another before a word is stemmed."""
    clitics: frozenset[str] = frozenset()
    """What may stand behind an apostrophe and says nothing ("s" of "Ocean's")."""
    vowels: str = ""
    """Its vowels; empty: no run of letters is taken for noise."""
    letters: frozenset[str] = frozenset()
    """Letters that it is written with besides a to z; they may be left out."""
    little: frozenset[str] = frozenset()
    """Words that carry little in any folder, ask, or are expanded: by them a language is told from others."""
    names: frozenset[str] = frozenset()
    """Words of names."""
    spaced: bool = False
    """Whether its numbers are written with spaces ("35 000")."""
