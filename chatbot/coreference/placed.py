"""Those who are at a place that is named."""

from collections.abc import Callable, Collection, Iterator, Mapping

from chatbot.coreference.referring import PLACED, Antecedent, Referring
from chatbot.knowledge import Location, Value
from chatbot.reading.focus import Focus
from chatbot.reading.mentions import Query, Unit
from chatbot.reading.named import Named, covers, fits
from chatbot.reading.tokenizer import Question

Suits = Callable[[Named, Value, Mapping[str, Location]], bool]
"""Whether a value that is held suits one that is named."""


def located(asked: Referring) -> Iterator[Antecedent]:
    """The only members of a kind at the places that are named, in their stead ("the Vancouver cluster").

    Places beside a word that stands for a member ("the one in Regina") are meant rather than others.
    """
    edition, query = asked.edition, asked.query
    places = [value for value in asked.values if value.type == "place"]
    standing = edition.singular | edition.marks.get("counted", frozenset())
    near = [place for place in places if _stands_beside(place, query.question, standing)]
    for kind in edition.kinds.values() if places else ():
        if any(mention.phrase.kind == kind.id for mention in query.mentions):
            continue
        at = {place: _at(place, kind.id, asked, covers if near else fits) for place in near or places}
        there = {place: tuple(found) for place, found in at.items() if len(found) == 1}
        if there:
            focus = Focus(tuple(dict.fromkeys(id_ for found in there.values() for id_ in found)), kind.id)
            filled = [Unit.naming(found, kind.id, place.words, place.start) for place, found in there.items()]
            rest = [u for u in query.units if not any(place.start <= u.start < place.end for place in there)]
            units = sorted((*rest, *filled), key=lambda unit: unit.start)
            one = standing - edition.marks.get("definite", frozenset())
            stands = any(_stands_beside(place, query.question, one) for place in there)
            yield Antecedent(PLACED, focus, query=Query.of(query.question, units), stands=stands)


def _stands_beside(place: Named, question: Question, standing: Collection[str]) -> bool:
    """Whether a word that stands for a member is beside a place, or before it with one small word between."""
    tokens = question.tokens
    behind = tokens[place.end : place.end + 1]
    before = tokens[max(0, place.start - 2) : place.start]
    return any(token.word in standing for token in (*before, *behind))


def _at(named: Named, kind: str, asked: Referring, suits: Suits) -> set[str]:
    """The members of a kind of whom a place that is held suits the one that is named."""
    edition, knowledge = asked.edition, asked.knowledge
    attributes = [t.attribute for t in edition.topics.values() if t.type == "place" and t.needs == kind]
    held = {(m, knowledge.book.values.get(f"{m}.{one}")) for m in edition.kinds[kind].members for one in attributes}
    return {member for member, value in held if value is not None and suits(named, value, knowledge.locations)}
