"""What an answer rests on: its facts with their dates and sources, what it must admit, and what no source states."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from chatbot.answering import template
from chatbot.answering.template import SAYS, listing, message, small
from chatbot.knowledge import Edition, Gap, Knowledge, Source, Topic, Value
from chatbot.matching.terms import is_year
from chatbot.reading.tokenizer import Question


def facts(text: str, entities: Sequence[str], knowledge: Knowledge, edition: Edition) -> list[Value]:
    """The facts that one of the topic's texts rests on, for the entities that it is said for."""
    names = [n for e in entities or ("",) for n in template.used(text, e or None, edition.entities, edition.kinds)]
    ids = dict.fromkeys(fact for name in names for fact in edition.rests.get(name, ()))
    return [knowledge.book.values[id_] for id_ in ids]


def gap(topic: Topic, entity: str | None, knowledge: Knowledge, edition: Edition) -> Gap | None:
    """What the topic's answer would need for an entity, and no source states."""
    if not topic.what or "{each:" in topic.answer:
        return None
    names = template.used(topic.answer, entity, edition.entities, edition.kinds)
    gaps = (knowledge.book.gaps.get(name.removesuffix(SAYS)) for name in names)
    return next((gap for gap in gaps if gap), None)


def unstated(topic: Topic, gaps: Mapping[str, Gap], knowledge: Knowledge, edition: Edition) -> str:
    """That no source states what a topic says, for those who are asked about."""
    of = [edition.entities[entity or gap.of] for entity, gap in gaps.items()]
    names = listing([one.called for one in of], edition.messages)
    page = of[0].page if len(of) == 1 and of[0].page else knowledge.page
    looked = max(gap.looked for gap in gaps.values())
    return message(edition, "gap", entity=names, what=topic.what, page=page, date=looked)


def answerable(ids: Sequence[str], entity: str, knowledge: Knowledge, edition: Edition) -> list[tuple[Topic, str]]:
    """The topics that have an answer, for the entity where they need one of its kind, else for the first member."""
    kept = []
    for topic in (found for id_ in ids if (found := edition.topics.get(id_))):
        members = edition.kinds[topic.kind].members if topic.kind else ("",)
        of = entity if entity in members else members[0]
        if gap(topic, of or None, knowledge, edition) is None:
            kept.append((topic, of))
    return kept


def framed(text: str, topic: Topic, rests: Sequence[Value], question: Question, edition: Edition) -> str:
    """The answer with what it must admit: that it is of another year than the one asked for, and its caveats.

    A caveat that holds for some of those that the topic is told of names them.
    """
    held = max([fact.as_of for fact in rests if fact.volatile and fact.as_of[:4].isdecimal()], default="")
    asked = next((t.word for t in question.tokens if is_year(t.term) and t.word not in text), "") if held else ""
    before = message(edition, "other-year", year=asked, held=held[:4]) if asked else ""
    members = edition.kinds[topic.kind].members if topic.kind else ()
    told = [id_ for id_ in dict.fromkeys(value.of for value in rests) if id_ in members]
    owners = {name: {value.of for value in rests if name in value.caveats} for value in rests for name in value.caveats}
    admitted = [_caveat(name, [id_ for id_ in told if id_ in of], told, edition) for name, of in owners.items()]
    own = message(edition, f"caveat-{topic.caveat}") if topic.caveat else ""
    return " ".join(dict.fromkeys(filter(None, [before, text, *admitted, own])))


def _caveat(name: str, some: Sequence[str], told: Sequence[str], edition: Edition) -> str:
    """What must be admitted, and of whom, where that are not all of those who are told of."""
    said = message(edition, f"caveat-{name}")
    if len(some) in {0, len(told)}:
        return said
    names = listing([edition.entities[id_].called for id_ in some], edition.messages)
    return message(edition, "named-first", list=names, said=small(said))


def stale(rests: Iterable[Value], today: date, edition: Edition) -> Iterator[str]:
    """A note, once a fact is past its review date."""
    due = [fact for fact in rests if fact.review_by and fact.review_by < today.isoformat()[: len(fact.review_by)]]
    if due:
        oldest = min(due, key=lambda fact: (fact.as_of, fact.id))
        yield message(edition, "stale", held=edition.entities[oldest.of].facts.get(f"{oldest.attribute}.as-of", ""))


def sources(topics: Iterable[Topic], rests: Iterable[Value], knowledge: Knowledge) -> tuple[Source, ...]:
    """The sources of the topics and of the facts, each once."""
    ids = [*(id_ for topic in topics for id_ in topic.sources), *(id_ for fact in rests for id_ in fact.sources)]
    return tuple(knowledge.sources[id_] for id_ in dict.fromkeys(ids))
