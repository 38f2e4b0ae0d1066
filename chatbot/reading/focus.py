"""Who was spoken of in the turns before, which entry answered, and what was asked: what they lend to a request."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from chatbot.knowledge import Edition
from chatbot.reading.forms import ASKING, form, pronoun
from chatbot.reading.mentions import Mention, Query

MOST_FOCI = 2
"""Kinds of which somebody is in focus at once, at most: a request is read once more with those of each."""

KEPT = 6
"""Turns after which those who were spoken of are no longer in focus."""

PAIR = 2
"""Those of whom "both" is said."""

LISTED = "{list:"
"""Begins the slot of an answer that lists the members of a kind."""

TURNED_TO = "turned to"
"""How the subject of a request is found that only turns to others: the last request is asked of them."""


def only_asks(query: Query, edition: Edition) -> bool:
    """Whether a request says no more than a word that asks ("since when?"): it counts to nobody, either."""
    counts = any(word in edition.ordinals or word in edition.steps for word in query.starts())
    return not (counts or query.mentions or query.telling(edition.light) or pronoun(query.question, edition))


class Focus(NamedTuple):
    """Those of one kind who were spoken of last."""

    entities: tuple[str, ...]
    kind: str
    age: int = 0
    """Turns since then."""
    before: tuple[str, ...] = ()
    """The one of them who was spoken of before, where there is one: the two are a pair."""

    @property
    def pair(self) -> tuple[str, ...]:
        """The two of a kind who were spoken of last, in the order of the turns; nobody where there are not two."""
        both = (*self.before, *self.entities)
        return both if len(both) == PAIR else ()

    def following(self, last: Sequence[str]) -> "Focus":
        """The same, once others of its kind were spoken of before: of many, none stands out."""
        others = tuple([id_ for id_ in last if id_ not in self.entities])
        return self._replace(before=others[-1:] if len(self.entities) == 1 and len(last) <= PAIR else ())


class Lent(NamedTuple):
    """What the turns before lend: the last entry that answered, and who is in focus, the last spoken of first."""

    topic: str = ""
    foci: tuple[Focus, ...] = ()
    listed: tuple[str, ...] = ()
    """The entities that were listed: those compared, or all of a kind."""
    asked: tuple[str, ...] = ()
    """The requests of the last message that said what is asked, as they were typed."""
    here: bool = False
    """Whether it is lent within one message."""

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of those in focus."""
        return frozenset([focus.kind for focus in self.foci])

    def of(self, kind: str) -> tuple[str, ...]:
        """Those of a kind who are in focus."""
        return next((focus.entities for focus in self.foci if focus.kind == kind), ())

    def after(
        self, topic: str, entities: tuple[str, ...], mentions: Iterable[Mention], edition: Edition, *, turns: int = 1
    ) -> "Lent":
        """What is lent `turns` turns on, where `topic` answered for `entities` (both empty: nothing did).

        Those answered about come into focus, then those whom the message names or points at. An answer about all
        members of a kind takes nobody out of focus.
        """
        spoken: dict[str, tuple[str, ...]] = {
            m.phrase.kind: m.phrase.targets for m in mentions if m.phrase.kind and len(m.phrase.targets) == 1
        }
        if entities:
            kind = edition.entities[entities[0]].kind
            before = spoken.get(kind) or self.of(kind)
            if not before or set(entities) != set(edition.kinds[kind].members):
                spoken = {kind: entities} | {other: own for other, own in spoken.items() if other != kind}
        last = {focus.kind: (*focus.before, *focus.entities) for focus in self.foci}
        now = [Focus(own, kind).following(last.get(kind, ())) for kind, own in spoken.items()]
        older = [focus._replace(age=focus.age + turns) for focus in self.foci if focus.kind not in spoken]
        kept = [focus for focus in older if focus.age <= KEPT]
        return self._replace(
            topic=topic or self.topic,
            foci=(*now, *kept)[:MOST_FOCI],
            listed=self._listed(topic, entities, edition) if topic else self.listed,
        )

    def asking(self, query: Query, how: str, edition: Edition) -> "Lent":
        """The same once a request was read, its subject found so; one that only turns to others asks nothing new."""
        asks = query.telling(edition.light) or form(query.question, edition) in ASKING
        if not asks or how == TURNED_TO:
            return self
        return self._replace(asked=(*(self.asked if self.here else ()), query.question.words()))

    def _listed(self, topic: str, entities: tuple[str, ...], edition: Edition) -> tuple[str, ...]:
        """What is listed once an entry answered for some; a list stands while one of it is spoken of, or nobody."""
        if len(entities) == 1:
            return self.listed if entities[0] in self.listed else ()
        kind = edition.topics[topic].answer.partition(LISTED)[2].partition("}")[0]
        return entities or (edition.kinds[kind].members if kind in edition.kinds else self.listed)

    def counted(self, edition: Edition) -> tuple[str, ...]:
        """The entities that "the third" counts: those listed, or all of the kind that was spoken of last."""
        kinds = [edition.kinds[focus.kind] for focus in self.foci if focus.kind in edition.kinds]
        return self.listed or (kinds[0].members if kinds else ())

    def within(self, edition: Edition) -> "Lent":
        """The same without what an edition does not hold: a reload may have taken it away."""
        there = edition.entities
        return self._replace(
            topic=self.topic if self.topic in edition.topics else "",
            foci=tuple([f for f in self.foci if all(id_ in there for id_ in (*f.before, *f.entities))]),
            listed=tuple([id_ for id_ in self.listed if id_ in there]),
        )


NOT_LENT = Lent()
