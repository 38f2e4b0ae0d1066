"""What a session remembers of the turns before, as a value: JSON-able, versioned, and it expires."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple, TypeVar

from chatbot.knowledge import Edition
from chatbot.reading.focus import KEPT, MOST_FOCI, NOT_LENT, Focus, Lent
from chatbot.reading.mentions import Mention, find
from chatbot.reading.tokenizer import read
from chatbot.reply import Option, Reply, Status

EXPIRES = 4
"""Turns after which the last answer is no longer lent; small talk and unanswered questions count (own dialogues,
2026-11)."""

VERSION = 4
"""The version of a state. The third knew no pairs, the second not what was asked last, the first had no version."""

TOPIC = "topic: "
"""Begins what a reply carries that goes back to the last answer."""

NONE = "none"
"""The id of the option that says none of these."""

ALSO = "+"
"""Stands between the entities of an option's id."""


class Context(NamedTuple):
    """What a session remembers: the options that are open, and what was spoken of."""

    options: tuple[Option, ...] = ()
    offered: tuple[str, ...] = ()
    """The questions that were suggested."""
    lent: Lent = NOT_LENT
    """The last entry that answered, small talk excepted, who is in focus, and the list that is counted in."""
    entities: tuple[str, ...] = ()
    """Whom it was answered for."""
    text: str = ""
    """What was said."""
    age: int = 0
    """Turns since then."""
    language: str = ""
    """What was spoken last."""

    @property
    def topic(self) -> str:
        """The last entry that answered, small talk excepted."""
        return self.lent.topic

    @property
    def lists(self) -> bool:
        """Whether the last turn answered, and members of a list are spoken of: "the last one" is one of them."""
        return bool(self.lent.listed) and not self.age

    def after(self, reply: Reply, edition: Edition) -> "Context":
        """The context of the next turn."""
        back = _goes_back(reply)
        topic = edition.topics.get(self.topic if back else reply.topic or "")
        mentions = reply.trace.query.mentions if reply.trace else ()
        before = self._asking(reply, edition)
        if topic and not topic.talk and reply.status is not Status.CLARIFY:
            return Context(
                options=reply.options,
                offered=reply.suggestions,
                lent=before.after(topic.id, reply.entities, (*_alone(reply, edition), *mentions), edition),
                entities=reply.entities,
                text=self.text if back and reply.language == self.language else reply.text,
                language=reply.language,
            )
        lent = before.after("", (), mentions, edition)
        if self.age >= EXPIRES:
            return Context(reply.options, reply.suggestions, lent=Lent(foci=lent.foci), language=reply.language)
        open_ = self._replace(options=reply.options, offered=reply.suggestions, language=reply.language)
        return open_._replace(lent=lent, age=self.age + bool(self.topic))

    def _asking(self, reply: Reply, edition: Edition) -> Lent:
        """What is lent once the requests of a message were made; small talk asks nothing."""
        lent = self.lent
        for verdict in reply.trace.verdicts if reply.trace else ():
            how = verdict.chosen.how if verdict.chosen else ""
            asked = lent if verdict.talks else lent.asking(verdict.query, how, edition)
            lent = lent if asked is lent else asked._replace(here=True)  # what the message asks next stands beside it
        return lent._replace(here=False)

    def within(self, edition: Edition) -> "Context":
        """The context without what an edition does not hold: a reload may have taken it away."""
        if self.lent == NOT_LENT and not self.options:
            return self
        lent, options = self.lent.within(edition), tuple([o for o in self.options if holds(o.id, edition)])
        if lent == self.lent and options == self.options:
            return self
        there = tuple([id_ for id_ in self.entities if id_ in edition.entities])
        kept = self._replace(options=options, lent=lent, entities=there)
        return kept if lent.topic else Context(options, self.offered, lent=Lent(foci=lent.foci), language=self.language)

    def state(self) -> dict[str, Any]:
        """The context as JSON-able values."""
        return {
            "version": VERSION,
            "options": [{"id": option.id, "label": option.label} for option in self.options],
            "offered": list(self.offered),
            "topic": self.lent.topic,
            "entities": list(self.entities),
            "focus": [
                {"entities": list(one.entities), "before": list(one.before), "age": one.age} for one in self.lent.foci
            ],
            "listed": list(self.lent.listed),
            "asked": list(self.lent.asked),
            "text": self.text,
            "age": self.age,
            "language": self.language,
        }

    @staticmethod
    def restore(state: Mapping[str, Any], edition: Edition) -> "Context":
        """The context of a saved state, without what has vanished from the knowledge since.

        Raises `ValueError`, which names the field, for anything that is no such state.
        """
        if not state:
            return Context()
        told = Stated(state, edition)
        if state.get("version") != VERSION:
            raise ValueError(f"state.version: {VERSION} is expected, not {state.get('version')!r}: begin a new session")
        foci = told.foci()
        [topic] = told.moved([told.text("topic")])
        restored = Context(
            options=tuple([Option(told.option(id_), label) for id_, label in told.options()]),
            offered=told.texts("offered"),
            lent=Lent(topic, tuple(foci[:MOST_FOCI]), listed=told.ids("listed", state), asked=told.texts("asked")),
            entities=told.ids("entities", state),
            text=told.text("text"),
            age=told.age("age", state),
            language=told.text("language"),
        )
        return restored.within(edition)


def _alone(reply: Reply, edition: Edition) -> tuple[Mention, ...]:
    """The mentions of those who are the only ones of their kind that an answer names.

    "How old is she" asks about the only person; after an answer about one of another kind, such as a project, "who runs
    that cluster" asks about the cluster that it names.
    """
    kinds = {kind.id for kind in edition.kinds.values() if kind.person or reply.entities}
    found = find(read(reply.text, edition.lexicon), edition.phrases).mentions
    named = [mention for mention in found if mention.named and mention.phrase.kind in kinds]
    targets = {kind: {m.phrase.targets for m in named if m.phrase.kind == kind} for kind in kinds}
    first = {m.phrase.kind: m for m in reversed(named) if len(targets[m.phrase.kind]) == 1}
    return tuple(first.values())


def _goes_back(reply: Reply) -> bool:
    """Whether a reply only takes up the answer before it, which stays the last answer."""
    return any(one.startswith(TOPIC) for one in reply.trace.carried) if reply.trace else False


class Stated(NamedTuple):
    """A saved state, which may hold anything; what it should not hold is a `ValueError` that names the field."""

    state: Mapping[str, Any]
    edition: Edition

    def text(self, field: str) -> str:
        """A text."""
        return _of(str, self.state.get(field), field)

    def texts(self, field: str) -> tuple[str, ...]:
        """Texts."""
        return tuple([_of(str, one, field) for one in _of(list, self.state.get(field), field)])

    def age(self, field: str, within: Mapping[str, Any]) -> int:
        """Turns since something."""
        found = within.get(field)
        if isinstance(found, bool) or not isinstance(found, int) or not 0 <= found <= KEPT:
            raise ValueError(f"state.{field}: a whole number from 0 to {KEPT} is expected, not {found!r}")
        return found

    def ids(self, field: str, within: Mapping[str, Any]) -> tuple[str, ...]:
        """The entities of a list that are still held."""
        named = [_of(str, one, field) for one in _of(list, within.get(field), field)]
        return tuple([id_ for id_ in self.moved(named) if id_ in self.edition.entities])

    def foci(self) -> list[Focus]:
        """Those in focus."""
        found = [_of(dict, one, "focus") for one in _of(list, self.state.get("focus"), "focus")]
        return [self.focus(own, one) for one in found if (own := self.ids("entities", one))]

    def focus(self, own: tuple[str, ...], within: Mapping[str, Any]) -> Focus:
        """Some of one kind, with those before them."""
        kind, before = self.edition.entities[own[0]].kind, self.ids("before", within)
        return Focus(own, kind, age=self.age("age", within)).following(before)

    def options(self) -> list[tuple[str, str]]:
        """The ids of the options with their labels."""
        found = [_of(dict, one, "options") for one in _of(list, self.state.get("options"), "options")]
        return [(_of(str, one.get("id"), "options.id"), _of(str, one.get("label"), "options.label")) for one in found]

    def option(self, id_: str) -> str:
        """The id of an option, of what it names as it is called now."""
        topic, entities = parted(id_)
        [now] = self.moved([topic])
        return f"{now}@{ALSO.join(self.moved(entities))}" if entities else now

    def moved(self, ids: Iterable[str]) -> list[str]:
        """The ids, each of one that is no more as the one that answers now."""
        return [self.edition.moved.get(id_, id_) for id_ in ids]


Kind = TypeVar("Kind")


def _of(kind: type[Kind], found: object, field: str) -> Kind:
    if isinstance(found, kind):
        return found
    raise ValueError(f"state.{field}: {EXPECTED[kind]} is expected, not {found!r}")


EXPECTED: Mapping[type, str] = {str: "a text", list: "a list", dict: "a mapping"}
"""What a field of a state may be, in words."""


def parted(id_: str) -> tuple[str, tuple[str, ...]]:
    """The entry of an option's id, and whom it is asked of."""
    topic, _, entities = id_.partition("@")
    return topic, tuple(entities.split(ALSO)) if entities else ()


def holds(id_: str, edition: Edition) -> bool:
    """Whether an option's id is one that the edition can answer."""
    topic, entities = parted(id_)
    return id_ == NONE or (topic in edition.topics and all(entity in edition.entities for entity in entities))
