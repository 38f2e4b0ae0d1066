"""A message in a conversation: what the turns before lend to it, and which of what they offered or listed it picks."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from chatbot.dialogue.context import Context, holds
from chatbot.knowledge import Edition, Knowledge
from chatbot.matching.readings import LENT, NOT_LENT, Lent, Request
from chatbot.matching.requests import Hearing, Understanding, understand
from chatbot.reading import mentions
from chatbot.reading.mentions import Query, Unit
from chatbot.reading.normalize import fold
from chatbot.reading.tokenizer import Question

PAIR = 2
"""Things of which "the other" is one."""

SHORT = 2
"""Words that carry something, at most, beside an ordinal that counts to a member."""

FEW = 40
"""Words of a message that may count, at most: one with more says more than that."""

NONE = "none"
"""The id of the option that says none of these."""


class Followed(NamedTuple):
    """A message, understood in its conversation. `carried` says what was borrowed, as `kind: id`."""

    understood: Understanding
    carried: tuple[str, ...] = ()
    lent: Lent = NOT_LENT
    """What the turns before lent to it."""


def follow(question: Question, context: Context, edition: Edition, knowledge: Knowledge) -> Followed:
    """What a message means after the turns before it."""
    lent = Lent.of(context.topic, context.entities, edition)
    query = mentions.find(question, edition.phrases)
    meant = _counted(query, context, edition) or _corrected(query, context, edition)
    if meant is not None:
        mention = meant.mentions[-1]
        if len(meant.units) == 1 and edition.topics[context.topic].needs != mention.phrase.kind:
            lent = NOT_LENT
        verdict = Hearing(edition=edition, knowledge=knowledge, lent=lent).judge(Request(meant))
        understood = Understanding(whole=verdict, verdicts=(verdict,), missed=(), mentions=meant.mentions)
        return Followed(understood, carried=(f"meant: {mention.phrase.targets[0]}",), lent=lent)
    if _counts(query, edition):  # what it counts to is not there
        lent = NOT_LENT
    understood = understand(question, edition, knowledge, lent)
    chosen = [verdict.chosen for verdict in understood.verdicts if verdict.chosen]
    carried = [f"entity: {id_}" for one in chosen if one.how == LENT for id_ in one.entities]
    return Followed(understood, carried=tuple(dict.fromkeys(carried)), lent=lent)


def _corrected(query: Query, context: Context, edition: Edition) -> Query | None:
    """No, I meant the ocean one: the query of the name alone, of several the last, where little else is said."""
    if not context.topic:
        return None
    question = query.question
    cues = edition.marks.get("cue", frozenset())
    named = [m for m in query.mentions if m.phrase.targets and not _negated(question, m.start, edition)]
    corrects = len(named) < len(query.mentions) or any(token.word in cues for token in question.tokens)
    if not named or not corrects or not _bare(query, edition):
        return None
    meant = named[-1]
    return Query.of(question, [_filled(meant.phrase.targets, meant.words, meant.start, edition)])


def _filled(targets: tuple[str, ...], words: str, start: int, edition: Edition) -> Unit:
    """The unit of entities that are meant, as if they had been named."""
    return Unit.naming(targets, edition.entities[targets[0]].kind, words, start)


def _counted(query: Query, context: Context, edition: Edition) -> Query | None:
    """Explain the third: the query with the member that an ordinal counts to in the ordinal's place."""
    if not context.listed or any(m.named for m in query.mentions) or len(query.units) > FEW:
        return None
    question = query.question
    counted = edition.marks.get("counted", frozenset())
    for i, unit in enumerate(query.units):
        member = _member(query.word(unit), query, unit.start, context, edition)
        if member is not None and not _negated(question, unit.start, edition):
            filled = _filled((member,), unit.words, unit.start, edition)
            rest = tuple(u for u in query.units[i + 1 :] if u.mention or query.word(u) not in counted)
            asked = Query.of(question, (*query.units[:i], filled, *rest))
            return Query.of(question, [filled]) if _bare(asked, edition) else asked
    return None


def _member(word: str, query: Query, at: int, context: Context, edition: Edition) -> str | None:
    """The entity that an ordinal counts to; a plain number counts too where little else is said."""
    members = context.listed
    if word not in edition.ordinals and word not in edition.numbers and word not in edition.steps:
        return None
    rest = Query.of(query.question, [unit for unit in query.units if unit.start != at])
    if _weight(rest, edition) > SHORT:
        return None
    if word in edition.steps and _only(context) in members and _bare(rest, edition):
        there = members.index(context.entities[0]) + edition.steps[word]
        return members[there] if 0 <= there < len(members) else None
    plain = _bare(rest, edition) and not rest.mentions and word not in edition.marks.get("counted", ())
    place = edition.ordinals.get(word, edition.numbers.get(word) if plain else None)
    if place is None:
        return None
    if place == 0:
        others = [m for m in members if m not in context.entities]
        return others[0] if len(members) == PAIR and len(others) == 1 else None
    return members[place - 1 if place > 0 else place] if -len(members) <= place <= len(members) else None


def _counts(query: Query, edition: Edition) -> bool:
    """Whether a message does nothing but count to a member."""
    counting = edition.ordinals.keys() | edition.steps.keys()
    rest = [unit for unit in query.units if query.word(unit) not in counting]
    return len(rest) < len(query.units) and _bare(Query.of(query.question, rest), edition)


def _negated(question: Question, at: int, edition: Edition) -> bool:
    """Whether "not", or "not the", stands before a token."""
    before = question.tokens[max(0, at - 2) : at]
    near = before if before and before[-1].term in edition.lexicon.stop else before[-1:]
    return any(token.word in edition.marks.get("negation", ()) for token in near)


def _only(context: Context) -> str | None:
    return context.entities[0] if len(context.entities) == 1 else None


def _weight(query: Query, edition: Edition) -> int:
    """Words of a query that carry something."""
    skipped = edition.lexicon.pronouns | edition.lexicon.askers
    return sum(query.word(unit) not in skipped for unit in query.telling(edition.lexicon.stop))


def _bare(query: Query, edition: Edition) -> bool:
    """Whether a query says nothing but names, in words that carry little."""
    mild = edition.marks.get("correction", frozenset()) | edition.lexicon.askers | set(edition.ordinals)
    return all(query.word(unit) in mild for unit in query.telling(edition.lexicon.stop))


def picked(question: Question, context: Context, edition: Edition) -> str | None:
    """The id of the option that a message picks: by number, by label, or by naming its entity."""
    known = [o for o in context.options if holds(o.id, edition)]
    if not known or not question.tokens:
        return None
    words = [token.word for token in question.tokens]
    mild = edition.marks.get("correction", frozenset()) | edition.marks.get("counted", frozenset())
    heavy = [word for word in words if word not in mild]
    number = _number(heavy[0], edition.numbers, edition.ordinals) if len(heavy) == 1 else None
    if number is None and not heavy:  # "number 1", "the last one"
        counted = (_number(word, edition.numbers, edition.ordinals) for word in words)
        number = next((found for found in counted if found is not None), None)
    if number is not None and 1 <= number <= len(known):
        return known[number - 1].id
    if number == -1:
        return [option.id for option in known if option.id != NONE][-1]
    said = fold(question.text).strip(" .!?")
    for option in known:
        if said == fold(option.label).strip(" .!?"):
            return option.id
    return _named(question, [o.id for o in known], edition)


def _named(question: Question, ids: Sequence[str], edition: Edition) -> str | None:
    """The only option whose entity a short message names or points at."""
    query = mentions.find(question, edition.phrases)
    targets = {t for m in query.mentions for t in m.phrase.targets}
    hits = [id_ for id_ in ids if id_.partition("@")[2] in targets]
    return hits[0] if len(hits) == 1 and _weight(query, edition) <= 1 else None


def _number(word: str, numbers: Mapping[str, int], ordinals: Mapping[str, int]) -> int | None:
    if word.isascii() and word.isdecimal() and len(word) < 4:
        return int(word)
    return numbers.get(word, ordinals.get(word))
