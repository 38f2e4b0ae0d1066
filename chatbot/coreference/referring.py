"""What the rules share: a request and what it may lean on, and the reading of it that they propose."""

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import NamedTuple

from chatbot.knowledge import Edition, Knowledge
from chatbot.reading.focus import Focus, Lent
from chatbot.reading.mentions import Mention, Query, Unit
from chatbot.reading.named import Named
from chatbot.reading.tokenizer import Question

LONGEST_LEANING = 40
"""Words of a request, at most, that may lean on the turns before: a longer one says what it is about."""

UNSAID = 0.25
"""How much a name from the turns before says, beside one that is said (labelled conversations, 2026-11)."""

LENT, COUNTED, CORRECTED, PLACED, PAIRED = "lent", "counted", "corrected", "placed", "paired"
"""How those are found that a request means: in focus, by an ordinal, instead of others, by a place, or two beside each
other."""


class Antecedent(NamedTuple):
    """Those whom a request may mean, and how it reads if it names them."""

    how: str
    focus: Focus
    query: Query
    dropped: int = 0
    """Words of the request, besides names and those that say nothing, that are not read so."""
    stands: bool = False
    """Of a place: whether a word for one of a kind is beside it ("the one in Regina")."""


class Referring(NamedTuple):
    """A request, and what it may lean on."""

    query: Query
    beside: tuple[Mention, ...]
    """Mentions in the rest of the message."""
    values: tuple[Named, ...]
    form: str
    cues: frozenset[str]
    lent: Lent
    edition: Edition
    knowledge: Knowledge

    @property
    def share(self) -> float:
        """How much a name that is filled in says: what the same message says is said."""
        return 1.0 if self.lent.here else UNSAID


Rule = Callable[[Referring], Iterator[Antecedent]]


def borrow(
    query: Query, focus: Focus, edition: Edition, beside: tuple[Mention, ...] = (), share: float = 1.0
) -> Query | None:
    """The request as it reads with those in focus, in the place of a word that stands for them, or at the end.

    None where it names others of their kind, says too much, or tells only what nothing here knows.
    """
    named = any(mention.named and mention.phrase.kind == focus.kind for mention in (*query.mentions, *beside))
    telling = query.telling(edition.light)
    strange = telling and not any(unit.term in edition.model.held for unit in telling)
    if not query.units or named or strange or len(query.units) > LONGEST_LEANING:
        return None
    place = min(_standing(query, edition), default=len(query.units))
    start = query.units[min(place, len(query.units) - 1)].start
    filled = Unit.naming(focus.entities, focus.kind, edition.entities[focus.entities[0]].called, start)
    filled = filled._replace(share=share)
    return Query.of(query.question, [*query.units[:place], filled, *query.units[place + 1 :]])


def _standing(query: Query, edition: Edition) -> list[int]:
    """The places of words that stand for what was named before: pronouns, and "the cluster"."""
    words = query.starts()
    pronouns = [i for i, word in enumerate(words) if word in edition.lexicon.pronouns]
    return [i for i in (*pronouns, *singled(words, edition)) if query.units[i].mention is None]


def singled(words: tuple[str, ...], edition: Edition) -> list[int]:
    """The places of words that speak of one member of a kind without naming it ("the cluster")."""
    definite = edition.marks.get("definite", frozenset())
    pairs = enumerate(pairwise(words), 1)
    return [place for place, (before, word) in pairs if word in edition.singular and before in definite]


def asks_of_all(words: tuple[str, ...], edition: Edition) -> bool:
    """Whether words ask which member of a kind it is ("which cluster"): any of them may be."""
    return any(word in edition.singular and before in edition.lexicon.askers for before, word in pairwise(words))


def affirmed(query: Query, edition: Edition) -> tuple[Mention, ...]:
    """The mentions that nothing denies ("not NGen, DIGITAL")."""
    return tuple([one for one in query.mentions if not negated(query.question, one.start, edition)])


def negated(question: Question, at: int, edition: Edition) -> bool:
    """Whether "not", or "not the", stands before a token."""
    before = question.tokens[max(0, at - 2) : at]
    near = before if before and before[-1].term in edition.lexicon.stop else before[-1:]
    return any(token.word in edition.marks.get("negation", ()) for token in near)


def weight(query: Query, edition: Edition) -> int:
    """Words of a query that carry something."""
    skipped = edition.lexicon.pronouns | edition.lexicon.askers
    return sum(query.word(unit) not in skipped for unit in query.telling(edition.lexicon.stop))


def bare(query: Query, edition: Edition) -> bool:
    """Whether a query says nothing but names, in words that carry little."""
    mild = edition.marks.get("correction", frozenset()) | edition.lexicon.askers | set(edition.ordinals)
    return all(query.word(unit) in mild for unit in query.telling(edition.lexicon.stop))
