"""What is seen of a request before it is read: what all its readings share."""

from collections.abc import Mapping
from typing import NamedTuple

from chatbot.coreference.referring import Antecedent, Referring, singled
from chatbot.knowledge import Edition, Knowledge, Topic, Value
from chatbot.language import EMPTY
from chatbot.matching.terms import gist, outline
from chatbot.reading.focus import NOT_LENT, Lent, only_asks
from chatbot.reading.forms import cues, form, pronoun
from chatbot.reading.mentions import Mention, Query
from chatbot.reading.named import Named, find_values


class Request(NamedTuple):
    """A piece of a message that may ask something, with what stands around it."""

    query: Query
    beside: tuple[Mention, ...] = ()
    """Mentions in the rest of the message."""
    outside: int = 0
    """Words of the rest that carry something."""


class Ground(NamedTuple):
    """What all readings of a request share."""

    request: Request
    query: Query
    """The words of the request."""
    words: tuple[str, ...]
    """The word that each unit begins with."""
    edition: Edition
    knowledge: Knowledge
    lent: Lent
    form: str
    cues: frozenset[str]
    values: tuple[Named, ...]
    one: bool
    """Whether it speaks of one member of a kind without naming it ("the cluster")."""
    worded: str
    """The entry that has a phrasing of the very same words, or empty."""
    gist: Mapping[str, float]
    """The entries with a phrasing that says the same besides light words, and how surely it is theirs, 0..1."""
    only_asks: bool = False
    """Whether it says no more than a word that asks, of the last answer ("since when?")."""
    counterparts: tuple[str, ...] = ()
    """The entries that ask of others what the last one asks."""
    antecedent: Antecedent | None = None
    """Who was filled in, where nobody of their kind is named."""

    @property
    def same(self) -> tuple[str, ...]:
        """The entries that ask what the last one asks: itself, and its counterparts."""
        return (self.lent.topic, *self.counterparts)

    def asked(self) -> Referring:
        """The request, and what it may lean on."""
        return Referring(
            query=self.query,
            beside=self.request.beside,
            values=self.values,
            form=self.form,
            cues=self.cues,
            lent=self.lent,
            edition=self.edition,
            knowledge=self.knowledge,
        )

    def held(self, topic: Topic, entity: str) -> Value | None:
        """The value that is held of an entity for an attribute."""
        return self.knowledge.book.values.get(f"{entity}.{topic.attribute}")


def ground(request: Request, edition: Edition, knowledge: Knowledge, lent: Lent = NOT_LENT) -> Ground:
    """What is seen of a request before it is read."""
    query = request.query
    question, words = query.question, query.starts()
    asked = form(question, edition)
    stands = bool(pronoun(question, edition))
    silent = bool(lent.topic) and only_asks(query, edition)
    leans = _leans(query, lent, edition, pronoun=stands)
    return Ground(
        request=request,
        query=query,
        words=words,
        edition=edition,
        knowledge=knowledge,
        lent=lent,
        form=asked,
        cues=cues(question, edition),
        values=find_values(query, edition),
        one=bool(singled(words, edition)),
        worded="" if leans else edition.worded.get(query.literally()) or edition.worded.get(query.terms(), ""),
        gist=EMPTY if leans or (lent.topic and not query.telling(edition.light)) else _said(query, asked, edition),
        only_asks=silent,
        counterparts=() if silent else edition.counterparts.get(lent.topic, ()),
    )


def _said(query: Query, asked: str, edition: Edition) -> Mapping[str, float]:
    """The entries with a phrasing that says the same, of this word of a field or else of any."""
    gists, light = edition.model.gists, edition.light
    return gists.get(gist(query, asked, light)) or gists.get(outline(query, asked, light)) or EMPTY


def _leans(query: Query, lent: Lent, edition: Edition, *, pronoun: bool) -> bool:
    """Whether a phrasing of the same words is about something else: they lean on the turns before.

    A pronoun does, where nobody is named that it could stand for; so do names alone, and words that say nothing by
    themselves, small talk excepted.
    """
    if not lent.topic:
        return False
    here = any(mention.named and mention.phrase.kind in lent.kinds for mention in query.mentions)
    said = edition.topics.get(edition.worded.get(query.literally(), ""))
    light = not query.mentions and not query.telling(edition.light) and not (said and said.talk)
    kinds = [edition.kinds[kind] for kind in sorted(lent.kinds) if kind in edition.kinds]
    several = any(len(kind.members) > 1 for kind in kinds)  # of the only one, phrasings speak without its name
    return (pronoun and several and not here) or all(unit.mention for unit in query.units) or light
