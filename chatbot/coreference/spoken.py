"""Those in focus, one of them beside another, or another instead of them."""

from collections.abc import Iterator

from chatbot.coreference.referring import (
    CORRECTED,
    LENT,
    PAIRED,
    Antecedent,
    Referring,
    affirmed,
    asks_of_all,
    bare,
    borrow,
)
from chatbot.reading.focus import PAIR, Focus
from chatbot.reading.forms import COMPARE, YES_NO
from chatbot.reading.mentions import Query, Unit

BOTH = "both"
"""The cue of words that speak of two."""

COMPARED = frozenset((BOTH, "most", "least"))
"""Cues of words that may set one of two beside the other."""

AGAINST = frozenset(("above", "below"))
"""Cues of words that set one against another who is named ("before Ocean"); "before her" does not."""

SAME = "same"
"""The cue of those that set one beside the other where it is asked whether it is so."""


def spoken_of(asked: Referring) -> Iterator[Antecedent]:
    """Those in focus."""
    for focus in asked.lent.foci:
        if (query := borrow(asked.query, focus, asked.edition, asked.beside, asked.share)) is not None:
            yield Antecedent(LENT, focus, query=query)


def corrected(asked: Referring) -> Iterator[Antecedent]:
    """Who is meant instead ("no, I meant the ocean one"): the last name alone, where little else is said."""
    query, edition = asked.query, asked.edition
    if not asked.lent.topic:
        return
    cues = edition.marks.get("cue", frozenset())
    named = [m for m in affirmed(query, edition) if m.phrase.targets]
    corrects = len(named) < len(query.mentions) or any(token.word in cues for token in query.question.tokens)
    if named and corrects and bare(query, edition):
        meant = named[-1]
        focus = Focus(meant.phrase.targets, edition.entities[meant.phrase.targets[0]].kind)
        filled = Unit.naming(focus.entities, focus.kind, meant.words, meant.start)
        yield Antecedent(CORRECTED, focus, query=Query.of(query.question, [filled]))


def paired(asked: Referring) -> Iterator[Antecedent]:
    """The one in focus beside the one before ("which of the two"), or beside the one named ("more than Ocean?")."""
    query, edition = asked.query, asked.edition
    compares = _compares(asked)
    if not (compares or asked.cues & AGAINST):
        return
    every = asks_of_all(query.starts(), edition) and BOTH not in asked.cues
    for focus in asked.lent.foci:
        named = [m for m in query.mentions if m.named and m.phrase.kind == focus.kind]
        if compares and not (named or every) and len(focus.entities) == 1 and focus.pair:
            both = focus._replace(entities=focus.pair, before=())
            if (filled := borrow(query, both, edition, asked.beside, asked.share)) is not None:
                yield Antecedent(PAIRED, both, query=filled)
        elif len(named) == 1 and len(focus.entities) <= PAIR and named[0].phrase.targets[0] not in focus.entities:
            both = focus._replace(entities=(*focus.entities, *named[0].phrase.targets), before=())
            name = Unit.naming(both.entities, both.kind, named[0].words, named[0].start)
            units = [name if unit.mention is named[0] else unit for unit in query.units]
            yield Antecedent(PAIRED, both, query=Query.of(query.question, units))


def _compares(asked: Referring) -> bool:
    """Whether words set one beside another."""
    beside = asked.edition.marks.get("beside", frozenset())
    said = any(token.word in beside for token in asked.query.question.tokens)
    alike = SAME in asked.cues and asked.form == YES_NO  # "the same for Ocean" asks again
    return said or alike or asked.form == COMPARE or bool(asked.cues & COMPARED)
