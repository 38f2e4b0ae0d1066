"""What the last turns lend to the next question."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from chatbot.knowledge import Edition, Topic
from chatbot.reply import Option, Reply, Status

EXPIRES = 4
"""Turns after which a subject is no longer lent; small talk and unanswered questions count (own dialogues, 2026-11)."""

_LISTED = "{list:"


ALSO = "+"
"""Stands between the entities of an option's id."""


class Context(NamedTuple):
    """What a session remembers: the options that are open, and the subject of the conversation."""

    options: tuple[Option, ...] = ()
    topic: str = ""
    """The last entry that answered, small talk excepted."""
    entities: tuple[str, ...] = ()
    """What it was answered for."""
    listed: tuple[str, ...] = ()
    """The entities that "the third" counts: those compared, or all of the kind that was listed or spoken of."""
    text: str = ""
    """What was said."""
    age: int = 0
    """Turns since then."""
    language: str = ""
    """What was spoken last."""

    def after(self, reply: Reply, edition: Edition) -> "Context":
        """The context of the next turn."""
        topic = edition.topics.get(reply.topic or "")
        if reply.status is Status.ANSWERED and topic and not topic.talk:
            listed = self._counts(reply, topic, edition)
            said, language = reply.text, reply.language
            return Context(
                options=reply.options,
                topic=topic.id,
                entities=reply.entities,
                listed=listed,
                text=said,
                language=language,
            )
        if self.age >= EXPIRES:
            return Context(reply.options, language=reply.language)
        return self._replace(options=reply.options, age=self.age + 1, language=reply.language)

    def _counts(self, reply: Reply, topic: Topic, edition: Edition) -> tuple[str, ...]:
        own = reply.entities
        if len(own) > 1 or (own and own[0] in self.listed):
            return own if len(own) > 1 else self.listed
        kind = topic.answer.partition(_LISTED)[2].partition("}")[0] or (edition.entities[own[0]].kind if own else "")
        return edition.kinds[kind].members if kind else self.listed

    def within(self, edition: Edition) -> "Context":
        """The context without what an edition does not hold: a reload may have taken it away."""
        topics, entities = edition.topics, edition.entities
        whole = not self.topic or (self.topic in topics and all(e in entities for e in (*self.entities, *self.listed)))
        if whole and all(holds(option.id, edition) for option in self.options):
            return self
        return Context.restore(self.state(), edition)

    def state(self) -> dict[str, Any]:
        """The context as JSON-able values."""
        return {
            "options": [{"id": option.id, "label": option.label} for option in self.options],
            "topic": self.topic,
            "entities": list(self.entities),
            "listed": list(self.listed),
            "text": self.text,
            "age": self.age,
            "language": self.language,
        }

    @staticmethod
    def restore(state: Mapping[str, Any], edition: Edition) -> "Context":
        """The context of a saved state; what is malformed in it, or has vanished from the knowledge, is dropped."""
        options, age = state.get("options"), state.get("age", 0)
        offered = [
            Option(id_, str(o["label"]))
            for o in (options if isinstance(options, list) else [])
            if isinstance(o, Mapping) and "id" in o and "label" in o
            if holds(id_ := _option(str(o["id"]), edition), edition)
        ]
        [topic] = _moved([state.get("topic", "")], edition)
        if topic not in edition.topics:
            return Context(tuple(offered), language=str(state.get("language", "")))
        return Context(
            options=tuple(offered),
            topic=topic,
            entities=_known(state.get("entities"), edition),
            listed=_known(state.get("listed"), edition),
            text=str(state.get("text", "")),
            age=age if isinstance(age, int) else 0,
            language=str(state.get("language", "")),
        )


def _known(ids: object, edition: Edition) -> tuple[str, ...]:
    return tuple(id_ for id_ in _moved(ids if isinstance(ids, list) else [], edition) if id_ in edition.entities)


def _moved(ids: Iterable[object], edition: Edition) -> list[str]:
    """The ids, each of one that is no more as the one that answers now."""
    return [edition.moved.get(str(id_), str(id_)) for id_ in ids]


def parted(id_: str) -> tuple[str, tuple[str, ...]]:
    """The entry of an option's id, and whom it is asked of."""
    topic, _, entities = id_.partition("@")
    return topic, tuple(entities.split(ALSO)) if entities else ()


def _option(id_: str, edition: Edition) -> str:
    """The id of an option, of what it names as it is called now."""
    topic, entities = parted(id_)
    [now] = _moved([topic], edition)
    return f"{now}@{ALSO.join(_moved(entities, edition))}" if entities else now


def holds(id_: str, edition: Edition) -> bool:
    """Whether an option's id is one that the edition can answer."""
    topic, entities = parted(id_)
    return id_ == "none" or (topic in edition.topics and all(entity in edition.entities for entity in entities))
