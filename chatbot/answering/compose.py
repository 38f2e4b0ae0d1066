"""A verdict becomes sentences. Every sentence is the curator's; here they are only filled in and put together."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from chatbot.answering.template import capital, fill, listing, message, quoted
from chatbot.knowledge import Edition, Entity, Topic, Value
from chatbot.language import How
from chatbot.reading.lexicon import term_of
from chatbot.reading.mentions import Mention, Query
from chatbot.reading.normalize import fold


class Said(NamedTuple):
    """What a topic says for some entities."""

    text: str
    more: str = ""
    table: tuple[tuple[str, ...], ...] = ()
    rests: Sequence[Value] = ()
    """What it rests on."""


class Wanted(NamedTuple):
    """What an answer is worded for."""

    query: Query
    around: Sequence[Mention]
    """Every mention of the message."""
    edition: Edition
    """What answers."""
    heard: Edition
    """What the message was read by."""


def say(topic: Topic, entities: Sequence[str], wanted: Wanted) -> Said:
    """The topic's answer for the entities."""
    query, around, edition, heard = wanted
    if topic.role == "by-subject":
        text = _by_subject(query, edition, heard, around)
    elif topic.role == "fit" and (ranked := fitting(around, edition)):
        text = _fit(ranked, edition)
    elif topic.needs and entities:
        text = " ".join(dict.fromkeys(fill(topic.answer, edition, entity) for entity in entities))
    else:
        text = fill(topic.answer, edition, None)
    if prefix := _premise(query, edition, heard):
        text = f"{prefix} {text}"
    elif topic.role != "by-subject":
        text = _yes_no(heard.topics[topic.id], query, edition, heard) + text
    more = " ".join(fill(topic.more, edition, e) for e in (entities if topic.needs else [None])) if topic.more else ""
    return Said(text=text, more=more, table=_table(topic, entities, edition))


def label(topic: Topic, entity: str | None, edition: Edition) -> str:
    """The topic's canonical question, with the entity's name in its slot."""
    kind = topic.kind
    if not kind:
        return topic.question
    members = edition.kinds[kind].members
    first = entity or members[0]
    some = edition.entities[first]
    text = topic.question.replace(f"{{{kind}}}", some.called, 1)
    text = text.replace(f"{{{kind}.subject}}", some.facts.get("field", some.name))
    other = next((member for member in members if member != first), first)
    return text.replace(f"{{{kind}}}", edition.entities[other].called)


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


def _by_subject(query: Query, edition: Edition, heard: Edition, around: Sequence[Mention]) -> str:
    """Which entities a field belongs to, said yes or no to when one was named; a negated question gets the others."""
    pointed = [m for m in query.mentions if not m.named] or [m for m in around if not m.named]
    words = pointed_at(pointed)
    lines = [_doing("by-subject", edition.entities[e], own, edition) for e, own in words.items()]
    named = [t for m in query.mentions if m.named for t in m.phrase.targets]
    if strangers := [edition.entities[n] for n in named if n not in words]:
        rest = (_doing("other-field", entity, (), edition) for entity in strangers)
        return " ".join([message(edition, "no"), *lines, *rest])
    if named and is_yes_no(query, heard):
        return " ".join([message(edition, "yes"), *lines])
    if _negated(query, heard) and len(words) == 1:
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


def _premise(query: Query, edition: Edition, heard: Edition) -> str:
    """A correction, when the question counts the members of a kind and miscounts them."""
    tokens = query.question.tokens
    for i, token in enumerate(tokens[:-1]):
        stated = int(token.word) if token.word.isdecimal() else heard.numbers.get(token.word)
        if stated is None:
            continue
        for kind in heard.kinds.values():
            nouns = {term_of(word, heard.lexicon) for word in fold(kind.many).split()[-1:]}
            near = [t.term for t in tokens[i + 1 : i + 4]]
            count = len(kind.members)
            whole = any(t.word in heard.marks.get("all", ()) for t in tokens[max(0, i - 2) : i])
            if nouns & set(near) and stated != count and (stated > count or whole):
                right, wrong = _number(count, edition), _number(stated, edition)
                return message(edition, "miscounted", right=right, wrong=wrong, kind=edition.kinds[kind.id].many)
    return ""


def _number(value: int, edition: Edition) -> str:
    return next((word for word, n in edition.numbers.items() if n == value), str(value))


def is_yes_no(query: Query, edition: Edition) -> bool:
    """Whether the question, or a clause of it, begins like a yes/no question."""
    openers = edition.marks.get("yes-no", frozenset())
    for i, token in enumerate(query.question.tokens):
        if (i == 0 or token.before) and token.word in openers:
            return True
        if i and token.word in openers and query.question.tokens[i - 1].word in edition.marks.get("lead", ()):
            return True
    if _inverted(query, edition):
        return True
    return any(token.word in edition.marks.get("tag", ()) for token in query.question.tokens[-1:])


def _inverted(query: Query, edition: Edition) -> bool:
    """Whether a verb stands before its subject, joined by a hyphen ("sont-elles"), and no word asks."""
    tokens, text = query.question.tokens, query.question.text
    subjects = edition.marks.get("inverted", frozenset())
    return any(
        later.word in subjects and text[token.span[1] : later.span[0]] == "-" for token, later in pairwise(tokens)
    ) and not any(token.word in edition.marks.get("question", ()) for token in tokens)


def _negated(query: Query, edition: Edition) -> bool:
    return any(token.word in edition.marks.get("negation", ()) for token in query.question.tokens)


def _yes_no(topic: Topic, query: Query, edition: Edition, heard: Edition) -> str:
    """The word that answers yes or no, when the topic claims what is asked; nothing when it claims neither or both."""
    if not topic.claims or not is_yes_no(query, heard) or _negated(query, heard):
        return ""
    terms = {name for unit in query.units for name in (unit.term, unit.literal) if name}
    said = {(len(claim.terms), claim.says_yes) for claim in topic.claims if claim.terms <= terms}
    most = {says for size, says in said if size == max(size for size, _ in said)}
    return message(edition, "yes" if most.pop() else "no") + " " if len(most) == 1 else ""


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
