"""The frozen knowledge: `loading/` builds it, all that answers reads it, and nothing changes it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from chatbot.language import EMPTY, Lexicon, Model, Phrases
from chatbot.problem import Place, Problem


@dataclass(frozen=True, slots=True)
class Source:
    """Where an answer comes from. `as_of` is the date of what it says, as the source gives it ("2023", "2023-02")."""

    id: str
    title: str
    address: str
    as_of: str = ""


class Entity(NamedTuple):
    """A thing with a name.

    `facts` maps an attribute to its value in words, `attribute.says` to the sentence that says it alone,
    `attribute.as-of` to its date, and `attribute.counts` to what is counted; `lists` maps it to the items of a list.

    An entity without a kind is the subject as a whole: it has facts, but is no one's answer to "which".
    """

    id: str
    kind: str
    name: str
    called: str
    facts: Mapping[str, str]
    page: str = ""
    place: Place | None = None
    lists: Mapping[str, tuple[str, ...]] = EMPTY


class Value(NamedTuple):
    """One value of one attribute of one entity. `id` is `entity.attribute`."""

    id: str
    type: str
    """`text`, `money` (dollars), `count`, `percent`, `range` (two counts), `date`, `place` (an id), `person`, `list` or
    `flag` (true or false)."""
    value: str
    """Empty where each language has its own, or nothing but a sentence is held."""
    as_of: str
    """The date that the source gives it for: year, year-month, year-month-day, or `undated`."""
    sources: tuple[str, ...]
    caveats: tuple[str, ...] = ()
    """Names of the sentences that must stand beside it."""
    review_by: str = ""
    """Date after which it may be out of date; empty for what does not change any more."""
    disputed: str = ""
    """Id of a value that says otherwise: an answer that gives the one gives the other."""
    doubt: str = ""
    """Why it is doubtful, for a curator; it is ranked only where the order does not depend on it."""
    year: str = ""
    """Year that it is a value of, where that is not the year of `as_of`."""
    bound: str = ""
    """`at-least`, `at-most` or `about`, where it is no exact value."""
    within: tuple[str, ...] = ()
    """Ids of the places that it lies in."""
    exclusive: bool = False
    """Whether an entity has one such value at a time."""
    place: Place | None = None

    @property
    def of(self) -> str:
        """The entity that it is held of."""
        return self.id.partition(".")[0]

    @property
    def attribute(self) -> str:
        """What is held of the entity."""
        return self.id.partition(".")[2]

    @property
    def volatile(self) -> bool:
        """Whether it goes stale, so that its date must be said."""
        return bool(self.review_by)


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
    """All values and gaps, by id."""

    values: Mapping[str, Value] = EMPTY
    gaps: Mapping[str, Gap] = EMPTY


class Redirect(NamedTuple):
    """Where an entry went whose id is no more; `of` is which members it asked: `all`, `most`, `least`, or empty."""

    to: str
    of: str = ""


class Location(NamedTuple):
    """A place of the map, such as a city: what it lies in directly, and its names in each language, the usual first."""

    within: tuple[str, ...] = ()
    names: Mapping[str, tuple[str, ...]] = EMPTY


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
    kind: str = ""
    """The kind of entity that it needs, or empty."""
    sources: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    each: str = ""
    """The entry that says of each member what this one says of them all, or empty."""
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
    what: str = ""
    """What is asked for, as an answer names it that has to say that no source states it."""
    attribute: str = ""
    """Of an attribute: which one of its kind's members it is asked of."""
    type: str = ""
    """Of an attribute: the type of its values."""
    label: str = ""
    """Of an attribute: the head of its column."""
    sentences: Mapping[str, str] = EMPTY
    """Of an attribute: what it words for all members, for the highest and the lowest, for yes and no, and so on."""


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
    forms: Mapping[str, str] = EMPTY
    """Words that ask, or two of them ("how many"), to the form of request that they make."""
    light: frozenset[str] = frozenset()
    """Terms that say nothing by themselves: the stop words, and the words that ask."""
    cues: Mapping[str, str] = EMPTY
    """Words that say which members of a kind are meant, to what they say ("all" to `each`)."""
    worded: Mapping[str, str] = EMPTY
    """Each phrasing, as its terms, to the topic that it stands in."""
    singular: frozenset[str] = frozenset()
    """What one member of a kind is called ("cluster")."""
    places: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]] = EMPTY
    """First word of a place's name to the words of each that begins so, the longest first, with the place's id."""
    amounts: Mapping[str, int] = EMPTY
    """Words that name an amount by themselves ("free")."""
    sizes: Mapping[str, int] = EMPTY
    """Words behind a figure that multiply it ("million"), with by how much."""
    ranker: tuple[float, ...] = ()
    """The weight of each feature of a reading, in their order."""
    ordinals: Mapping[str, int] = EMPTY
    """Ordinals with their places, counted from 1, or from the end when below 0."""
    months: Mapping[str, str] = EMPTY
    """The names of the months, with two digits for each."""
    steps: Mapping[str, int] = EMPTY
    """Words that step from the member spoken of to its neighbour ("next"), with how far."""
    starters: tuple[str, ...] = ()
    """Topics that are offered to who does not know what to ask."""
    neighbours: Mapping[str, tuple[str, ...]] = EMPTY
    """Topic to those that it is related to, or that are related to it."""
    counterparts: Mapping[str, tuple[str, ...]] = EMPTY
    """Topic to those that ask the same of others: of each member what it says of them all, or the other way round."""
    rests: Mapping[str, tuple[str, ...]] = EMPTY
    """What is looked up, as `entity.attribute` or `entity.attribute.says`, to the ids of the values it rests on."""
    moved: Mapping[str, str] = EMPTY
    """Id that is no more to the one that answers now."""
    headings: Mapping[str, str] = EMPTY
    """File of topics to the heading of its questions."""


class LanguageError(ValueError):
    """A language was asked for that the knowledge does not speak."""


class Knowledge(NamedTuple):
    """Every edition, the sources they share, and where the knowledge came from."""

    editions: Mapping[str, Edition]
    sources: Mapping[str, Source]
    digest: str
    today: date
    page: str = ""
    """The official page that an unknown question is sent to."""
    book: Book = Book()
    """The typed values that answers rest on, and the declared gaps."""
    redirects: Mapping[str, Redirect] = EMPTY
    """Id that is no more to where it went."""
    locations: Mapping[str, Location] = EMPTY
    """The places of the map that values of the type `place` name, by id."""
    problems: tuple[Problem, ...] = ()
    """Warnings found while loading."""

    def nearest(self, language: str | None) -> str | None:
        """The tag of the language that comes nearest ("fr" for "fr-CA"), or None where none is spoken."""
        asked = (language or "").replace("_", "-").lower()
        tags = {tag.lower(): tag for tag in self.editions}
        return tags.get(asked) or tags.get(asked.partition("-")[0])

    def spoken(self, language: str | None) -> str | None:
        """The same of a language that was asked for, or None for none.

        Raises `LanguageError`, with the languages that there are, when it is not spoken.
        """
        found = self.nearest(language)
        if language is not None and found is None:
            raise LanguageError(f"no language '{language}' is spoken here; there is {', '.join(self.editions)}")
        return found

    def edition(self, language: str | None) -> Edition:
        """The edition in `language`, or the first one there is."""
        return self.editions.get(language or "") or next(iter(self.editions.values()))
