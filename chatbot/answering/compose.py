"""A verdict becomes sentences. Every sentence is the curator's; here they are only filled in and put together."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from chatbot.answering import claims, sets
from chatbot.answering.sets import Scope
from chatbot.answering.template import capital, fill, listing, message, number, quoted, small
from chatbot.coreference.referring import COUNTED as ORDINAL
from chatbot.coreference.referring import LENT, PAIRED, PLACED
from chatbot.knowledge import Edition, Entity, Knowledge, Topic, Value
from chatbot.language import How
from chatbot.matching.ranker import Candidate
from chatbot.matching.readings import COMPARING, ranks
from chatbot.reading.focus import TURNED_TO
from chatbot.reading.forms import YES_NO, cues, form, is_negated
from chatbot.reading.lexicon import term_of
from chatbot.reading.mentions import Mention, Query
from chatbot.reading.named import find_values
from chatbot.reading.normalize import fold
from chatbot.reading.tokenizer import Break, Question, Token

CLAIMED = 2
"""Words before a number among which one claims that there are so many ("the", "only")."""


BESIDE = (LENT, PAIRED, PLACED, ORDINAL, TURNED_TO)
"""How those are found who are ranked beside each other, though nobody is named."""

COUNTED = 3
"""Words behind a number among which stands what is counted."""


class Said(NamedTuple):
    """What a topic says for some entities."""

    text: str
    more: str = ""
    table: tuple[tuple[str, ...], ...] = ()
    rests: Sequence[Value] = ()
    """What it rests on."""
    found: tuple[str, ...] = ()
    """The entity that the words of the message point at most, where the topic finds one."""


class Wanted(NamedTuple):
    """What an answer is worded for."""

    query: Query
    around: Sequence[Mention]
    """Every mention of the message."""
    edition: Edition
    """What answers."""
    heard: Edition
    """What the message was read by."""
    knowledge: Knowledge
    scope: Scope = Scope()
    missing: tuple[str, ...] = ()
    """Entities of which it is not stated."""


def say(topic: Topic, entities: Sequence[str], wanted: Wanted) -> Said:
    """The topic's answer for the entities."""
    query, around, edition, heard, knowledge, scope, missing = wanted
    more = " ".join(fill(topic.more, edition, e) for e in (entities if topic.needs else [None])) if topic.more else ""
    several = len(entities) + len(missing) > 1 or scope.how == "back"
    if topic.needs == topic.kind and not topic.role and several:
        asked = sets.Several(
            topic=topic,
            rows=sets.rows(topic, entities, knowledge, edition),
            missing=tuple(edition.entities[id_] for id_ in missing),
            scope=scope,
            edition=edition,
        )
        return Said(text=_polarity(topic, entities, wanted) + sets.say(asked), more=more, table=sets.table(asked))
    found: tuple[str, ...] = ()
    if topic.role == "by-subject":
        text = _by_subject(query, edition, heard, around, yes_no=scope.yes_no)
    elif topic.role == "fit" and (ranked := fitting(around, edition)):
        text, found = _fit(ranked, edition), (ranked[0][0].id,)
    elif topic.needs and entities:
        text = " ".join(dict.fromkeys(fill(topic.answer, edition, entity) for entity in entities))
    else:
        text = fill(topic.answer, edition, None)
    if prefix := _premise(topic, text, query, edition, heard):
        text = f"{prefix} {text}"
    elif topic.role != "by-subject":
        text = _polarity(topic, entities, wanted) + text
    return Said(text=text, more=more, table=_table(topic, entities, edition), found=found)


def _polarity(topic: Topic, entities: Sequence[str], wanted: Wanted) -> str:
    """Yes or no, where a value of those asked about carries it, or the topic claims it; else nothing."""
    if not wanted.scope.yes_no:
        return ""
    left = _left(topic, wanted.query, wanted.scope, wanted.heard)
    if topic.attribute and entities and wanted.scope.how != "back" and not left:
        rows = sets.rows(topic, entities, wanted.knowledge, wanted.edition)
        says = claims.yes_or_no(topic, rows, wanted.scope, wanted.knowledge)
        if says == "no" or (says and not wanted.missing):
            return message(wanted.edition, says) + " "
    return _claimed(wanted.heard.topics[topic.id], left, wanted)


def scope(query: Query, chosen: Candidate | None, heard: Edition) -> Scope:
    """Which members a request asks about, and what of them."""
    question = query.question
    if chosen is None:
        return Scope()
    topic = heard.topics[chosen.topic]
    spoken = cues(question, heard)
    ends = ranks(topic, question, spoken, heard) if len(chosen.entities) > 1 else frozenset[str]()
    return Scope(
        how="ranked" if ends and chosen.how in BESIDE else chosen.how,
        cues=spoken | ends,
        form=form(question, heard),
        values=find_values(query, heard),
        yes_no=_asks_yes_or_no(question, heard),
    )


def _asks_yes_or_no(question: Question, heard: Edition) -> bool:
    """Whether a request asks for yes or no, and limits it by no word ("only")."""
    limiting = heard.marks.get("limiting", frozenset())
    plain = not any(token.word in limiting for token in question.tokens)
    return plain and form(question, heard) == YES_NO and not is_negated(question, heard)


def _left(topic: Topic, query: Query, scope: Scope, heard: Edition) -> set[str]:
    """The words of a request, besides light ones, names and values, that a topic does not hold."""
    valued = {i for value in scope.values for i in range(value.start, value.end)}
    asking = heard.light | heard.cues.keys()
    telling = [u for u in query.telling(asking) if u.start not in valued and query.word(u) not in asking]
    return {unit.term for unit in telling if topic.id not in (heard.model.held.get(unit.term) or ())}


def label(topic: Topic, entities: Sequence[str], edition: Edition) -> str:
    """The topic's canonical question, with the name of whom it is asked of in its slot, of the first member by default.

    Of all members of a kind it is asked of each; so it is of several, whose names stand before it.
    """
    kind = topic.kind
    if not kind:
        return topic.question
    members = edition.kinds[kind].members
    some = edition.entities[entities[0] if entities else members[0]]
    called, names = some.called, ""
    if topic.role != COMPARING and len(entities) > 1:
        called = small(message(edition, "each-of", one=edition.kinds[kind].one))
        if tuple(entities) != members:
            names = listing([edition.entities[id_].called for id_ in entities], edition.messages)
    text = topic.question.replace(f"{{{kind}}}", called, 1)
    text = text.replace(f"{{{kind}.subject}}", some.facts.get("field", some.name))
    other = next((member for member in (*entities, *members) if member != some.id), some.id)
    text = text.replace(f"{{{kind}}}", edition.entities[other].called)
    return message(edition, "named-first", list=names, said=small(text)) if names else text


def labels(asked: Iterable[tuple[Topic, str]], most: int, edition: Edition) -> tuple[str, ...]:
    """The first different questions of entries, each asked of an entity."""
    found: dict[str, None] = {}
    for topic, entity in asked:
        found[label(topic, (entity,) if entity else (), edition)] = None
        if len(found) == most:
            break
    return tuple(found)


def fitting(around: Sequence[Mention], edition: Edition) -> list[tuple[Entity, list[str]]]:
    """The entities that the message's words point at, the most pointed at first, each with those words."""
    words: dict[str, dict[str, float]] = {}
    for mention in around:
        if not mention.named and mention.phrase.targets:
            part = 1.0 / len(mention.phrase.targets) * (2.0 if mention.phrase.how.value == "subject" else 1.0)
            for target in mention.phrase.targets:
                words.setdefault(target, {})[mention.words] = part
    ranked = sorted(words.items(), key=lambda kv: -sum(kv[1].values()))
    return [(edition.entities[target], list(own)) for target, own in ranked]


def _fit(ranked: list[tuple[Entity, list[str]]], edition: Edition) -> str:
    text = _doing("fit", *ranked[0], edition)
    for entity, own in ranked[1:2]:
        text += " " + message(edition, "fit-next", entity=entity.called, words=_quoted(own, edition))
    return text


def _doing(id_: str, entity: Entity, words: Sequence[str], edition: Edition) -> str:
    """A message that names an entity for words, with what it does."""
    doing = entity.facts.get("doing", "")
    return message(edition, id_, entity=entity.called, words=_quoted(words, edition), doing=doing)


def _by_subject(query: Query, edition: Edition, heard: Edition, around: Sequence[Mention], *, yes_no: bool) -> str:
    """Which entities a field belongs to, said yes or no to when one was named; a negated question gets the others."""
    pointed = [m for m in query.mentions if not m.named] or [m for m in around if not m.named]
    words = pointed_at(pointed)
    lines = [_doing("by-subject", edition.entities[e], own, edition) for e, own in words.items()]
    named = [t for m in query.mentions if m.named for t in m.phrase.targets] if yes_no else []
    if strangers := [edition.entities[n] for n in named if n not in words]:
        rest = (_doing("other-field", entity, (), edition) for entity in strangers)
        return " ".join([message(edition, "no"), *lines, *rest])
    if named and yes_no:
        return " ".join([message(edition, "yes"), *lines])
    if is_negated(query.question, heard) and len(words) == 1:
        [(id_, own)] = words.items()
        entity, said = edition.entities[id_], _quoted(own, edition)
        members = edition.kinds[entity.kind].members
        others = listing([edition.entities[member].called for member in members if member != id_], edition.messages)
        return message(edition, "not-by-subject", words=said, others=others, entity=entity.called)
    return " ".join(lines)


def pointed_at(mentions: Sequence[Mention]) -> dict[str, list[str]]:
    """The entities that words of their fields point at, with those words; mere hints yield to plain subjects."""
    subjects = [m for m in mentions if m.phrase.how is How.SUBJECT]
    words: dict[str, list[str]] = {}
    for mention in subjects or mentions:
        for target in mention.phrase.targets:
            words.setdefault(target, []).append(mention.words)
    return words


def _quoted(words: Sequence[str], edition: Edition) -> str:
    return listing([quoted(word, edition) for word in dict.fromkeys(words)], edition.messages)


def _premise(topic: Topic, text: str, query: Query, edition: Edition, heard: Edition) -> str:
    """A correction, when a question claims a wrong number of members of the kind that the topic lists."""
    kind = next((k for k in heard.kinds.values() if f"{{list:{k.id}}}" in topic.answer), None)
    if kind is None:
        return ""
    tokens, count = query.question.tokens, len(kind.members)
    nouns = {term_of(word, heard.lexicon) for word in fold(kind.many).split()[-1:]}
    for i, token in enumerate(tokens[:-1]):
        stated = int(token.word) if token.word.isdecimal() else heard.numbers.get(token.word)
        if stated is None or stated == count or not _counts(tokens[i + 1 : i + 1 + COUNTED], nouns, heard):
            continue
        before = {t.word for t in tokens[max(0, i - CLAIMED) : i]}
        if before & heard.marks.get("all", frozenset()) and not before & heard.ordinals.keys():
            right, wrong = number(count, edition), number(stated, edition)
            if right in text.split():  # the answer says it itself
                return message(edition, "no")
            return message(edition, "miscounted", right=right, wrong=wrong, kind=edition.kinds[kind.id].many)
    return ""


def _counts(behind: Sequence[Token], nouns: set[str], heard: Edition) -> bool:
    """Whether a number is one of these: nothing is asked or compared between it and the noun."""
    for token in behind:
        if token.before is not Break.NONE or token.word in heard.forms or token.word in heard.cues:
            return False
        if token.term in nouns:
            return True
    return False


def _claimed(topic: Topic, left: set[str], wanted: Wanted) -> str:
    """The word that answers yes or no, when the topic claims what is asked; nothing when it claims neither or both."""
    terms = {name for unit in wanted.query.units for name in (unit.term, unit.literal) if name}
    met = [claim for claim in topic.claims if claim.terms <= terms and left <= claim.terms]
    said = {(len(claim.terms), claim.says_yes) for claim in met}
    most = {says for size, says in said if size == max(size for size, _ in said)}
    return message(wanted.edition, "yes" if most.pop() else "no") + " " if len(most) == 1 else ""


def _table(topic: Topic, entities: Sequence[str], edition: Edition) -> tuple[tuple[str, ...], ...]:
    if not topic.table or len(entities) < 2:
        return ()
    heading = ("", *(edition.entities[e].name for e in entities))
    silent = message(edition, "not-stated")
    labels = {one.attribute: one.label for one in edition.topics.values() if one.kind == topic.kind and one.label}
    rows = [
        (
            capital(labels.get(attribute, attribute)),
            *(capital(edition.entities[e].facts.get(attribute) or silent) for e in entities),
        )
        for attribute in topic.table
    ]
    return (heading, *rows)
