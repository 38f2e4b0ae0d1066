"""How entries belong together: those that are related, and those that ask the same of others."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from chatbot.answering.template import LOOKUP
from chatbot.knowledge import Topic


def neighbours(topics: Iterable[Topic]) -> dict[str, tuple[str, ...]]:
    """Each topic's related ones, and those that it is related to."""
    found: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for topic in topics:
        for other in topic.related:
            found[topic.id][other] = found[other][topic.id] = None
    return {id_: tuple(sorted(others)) for id_, others in sorted(found.items())}


def counterparts(topics: Collection[Topic]) -> dict[str, tuple[str, ...]]:
    """The entries that ask the same of others.

    Of one that finds or compares members by what each of them is, the one that says it of each; of one that says
    something of them all, the one that says it of each, and the other way round.
    """
    found: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for id_, one in _compared(topics).items():
        found[id_][one] = None
    for topic in topics:
        if topic.each:
            found[topic.id][topic.each] = found[topic.each][topic.id] = None
    return {id_: tuple(others) for id_, others in sorted(found.items())}


def _compared(topics: Collection[Topic]) -> dict[str, str]:
    """Each entry that finds or compares members by what each of them is, and the entry that says it of one."""
    alone = {(topic.needs, topic.attribute): topic.id for topic in topics if topic.attribute and not topic.role}
    found = {}
    for topic in topics:
        looked = [name.partition(".") for name in LOOKUP.findall(topic.answer)] if topic.role else []
        said = [alone[kind, attribute] for kind, _, attribute in looked if (kind, attribute) in alone]
        if said:
            found[topic.id] = said[0]
    return found
