"""A message in a conversation: what it borrows from the turns before, and when it borrows nothing.

An explicit name always wins, and a question that stands alone borrows nothing.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from chatbot.dialogue.context import Context, holds
from chatbot.knowledge import Edition
from chatbot.language import How, Phrase
from chatbot.matching import ranker
from chatbot.matching.decision import ANSWER, FINDING, Outcome, Verdict, decide
from chatbot.matching.ranker import Candidate
from chatbot.matching.understanding import LENT, Understanding, understand
from chatbot.reading import mentions
from chatbot.reading.mentions import Mention, Query, Unit, slot
from chatbot.reading.normalize import fold
from chatbot.reading.tokenizer import Question

PAIR = 2
"""Things of which "the other" is one."""

SHORT = 2
"""Words that carry something, at most, of a message that may lean on the last subject without a pronoun. With as many
as that, it leans only when it has no answer of its own."""

FEW = 40
"""Words of a message that may count, at most: one with more says more than that, and each word is weighed for it."""

PULL = 0.3
"""How much lower than the best an entry on the last subject may score in such a message (own dialogues, 2026-11)."""


class Followed(NamedTuple):
    """A message, understood in its conversation. `carried` says what was borrowed, as `kind: id`."""

    understood: Understanding
    carried: tuple[str, ...] = ()


def follow(question: Question, context: Context, edition: Edition) -> Followed:
    """What a message means after the turns before it."""
    own = understand(question, edition)
    if not context.topic or not own.whole.query.units:
        return Followed(own)
    for reading in (_counted, _switched, _again, _leaning, _short):
        if (found := reading(own, context, edition)) is not None:
            verdict, carried = found
            return Followed(
                Understanding(whole=verdict, verdicts=(verdict,), missed=(), mentions=verdict.query.mentions), carried
            )
    return Followed(own)


Found = tuple[Verdict, tuple[str, ...]] | None


def _counted(own: Understanding, context: Context, edition: Edition) -> Found:
    """Explain the third: an ordinal counts the members of the kind that was last listed or spoken of."""
    query = own.whole.query
    if not context.listed or any(m.named for m in query.mentions) or len(query.units) > FEW:
        return None
    for i, unit in enumerate(query.units):
        member = _member(query.word(unit), query, i, context, edition)
        if member is not None and not _negated(query, unit.start, edition):
            kind = edition.entities[member].kind
            asked = _filled(query, i, member, kind, edition.marks.get("counted", frozenset()))
            return _answer(asked, member, context, edition), (f"ordinal: {member}",)
    return None


def _member(word: str, query: Query, at: int, context: Context, edition: Edition) -> str | None:
    """The entity that an ordinal counts to; a plain number counts too where little else is said."""
    members = context.listed
    rest = Query.of(query.question, (*query.units[:at], *query.units[at + 1 :]))
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


def _negated(query: Query, at: int, edition: Edition) -> bool:
    """Whether "not", or "not the", stands before a token."""
    before = query.question.tokens[max(0, at - 2) : at]
    near = before if before and before[-1].term in edition.lexicon.stop else before[-1:]
    return any(token.word in edition.marks.get("negation", ()) for token in near)


def _switched(own: Understanding, context: Context, edition: Edition) -> Found:
    """And protein? No, I meant the ocean one: a bare name keeps the last question."""
    query = own.whole.query
    last = edition.topics[context.topic]
    meant = _meant(query, edition)
    words = {token.word for token in query.question.tokens}
    whole = bool(words & edition.lexicon.askers) and not words & edition.marks.get("turning", frozenset())
    if meant is None or len(meant.phrase.targets) != 1 or whole or not _bare(query, edition):
        return None
    if not meant.named and _asks_of(own.whole, edition):
        return None
    if last.needs and last.needs == meant.phrase.kind and last.role not in FINDING:
        chosen = Candidate(
            topic=last.id, score=1.0, lead=1.0, explained=1.0, entities=meant.phrase.targets, talk=last.talk
        )
    elif len(query.mentions) > 1 or not own.whole.answered:
        term = slot(meant.phrase.kind, meant.phrase.how)
        named = Query.of(query.question, (Unit(term, meant.words, mention=meant, literal=meant.phrase.literal),))
        verdict = decide(named, ranker.rank(named, edition), edition)
        return verdict, (f"correction: {meant.phrase.targets[0]}",)
    else:
        return None
    return own.whole._replace(outcome=Outcome.ANSWER, limit="carried", chosen=chosen), (f"topic: {last.id}",)


def _asks_of(whole: Verdict, edition: Edition) -> bool:
    """Whether a message asks something of a word of a field ("what does it mean"), and not only whose field it is."""
    words = {token.word for token in whole.query.question.tokens}
    chosen = whole.chosen if whole.answered and words & edition.lexicon.askers else None
    return chosen is not None and edition.topics[chosen.topic].role not in FINDING


def _meant(query: Query, edition: Edition) -> Mention | None:
    """The one mention of a message; of several, the last that is not negated, where a word marks a correction."""
    mentions = [m for m in query.mentions if m.phrase.targets]
    if len(mentions) < PAIR:
        return mentions[0] if mentions else None
    cues = edition.marks.get("cue", frozenset())
    kept = [m for m in mentions if not _negated(query, m.start, edition)]
    marked = len(kept) < len(mentions) or any(token.word in cues for token in query.question.tokens)
    return kept[-1] if kept and marked else None


def _again(own: Understanding, context: Context, edition: Edition) -> Found:
    """Since when? How much is that? What asks for a figure alone asks for one that the last answer holds."""
    query, figure = own.whole.query, edition.marks.get("figure", frozenset())
    light = figure | edition.lexicon.little
    asked = any(token.word in figure for token in query.question.tokens)
    alone = all(query.word(unit) in light or unit.term in edition.asked_for for unit in query.units)
    if not (asked and alone and any(char.isdecimal() for char in context.text)):
        return None
    chosen = Candidate(topic=context.topic, score=1.0, lead=1.0, explained=1.0, entities=context.entities)
    return own.whole._replace(outcome=Outcome.ANSWER, limit="carried", chosen=chosen), (f"topic: {context.topic}",)


def _leaning(own: Understanding, context: Context, edition: Edition) -> Found:
    """What does it do? A pronoun stands for the last subject."""
    query, entity = own.whole.query, _only(context)
    if entity is None or any(m.named for m in query.mentions):
        return None
    kind = edition.entities[entity].kind
    if (asked := mentions.lend(query, _mention(entity, kind), edition.lexicon.pronouns)) is None:
        return None
    verdict = decide(asked, ranker.rank(asked, edition, own.mentions), edition)
    best = max((v.chosen.score for v in own.verdicts if v.chosen and v.answered), default=0.0)
    good = verdict.answered and verdict.chosen is not None and verdict.chosen.score >= best - LENT
    return (verdict, (f"entity: {entity}",)) if good or best < ANSWER else None


def _short(own: Understanding, context: Context, edition: Edition) -> Found:
    """In which sectors? What for? A short message without a subject of its own keeps the last one."""
    query, entity = own.whole.query, _only(context)
    weight = _weight(query, edition)
    if query.mentions or weight > SHORT or (weight == SHORT and own.whole.answered):
        return None
    asks = all(query.word(unit) in edition.lexicon.askers for unit in query.units)
    chosen = own.whole.chosen if own.whole.answered else None
    if chosen and chosen.talk and (edition.topics[chosen.topic].role or not asks):
        return None
    kind = edition.entities[entity].kind if entity else None
    suggested = edition.topics[context.topic].related if asks else ()
    best = max((c.score for c in own.whole.candidates), default=0.0)
    for candidate in own.whole.candidates:
        topic = edition.topics[candidate.topic]
        same = topic.id == context.topic and not topic.needs and not own.whole.answered
        same = same or (topic.id in suggested and not topic.needs)
        fits = (entity is not None and topic.needs == kind and not topic.role) or same
        if fits and candidate.score >= max(ANSWER - LENT, best - PULL):
            chosen = candidate._replace(entities=(entity,) if entity and topic.needs else (), missing="")
            verdict = own.whole._replace(outcome=Outcome.ANSWER, limit="carried", chosen=chosen)
            return verdict, (f"entity: {entity}" if entity else f"topic: {topic.id}",)
    return None


def _answer(asked: Query, member: str, context: Context, edition: Edition) -> Verdict:
    """The verdict on a query about a member; where it says nothing more than its name, the last question is kept."""
    last = edition.topics[context.topic]
    bare = _bare(asked, edition)
    if bare:
        asked = Query.of(asked.question, tuple(unit for unit in asked.units if unit.mention))
    verdict = decide(asked, ranker.rank(asked, edition), edition)
    if bare and last.needs == edition.entities[member].kind and not last.role:
        chosen = Candidate(topic=last.id, score=1.0, lead=1.0, explained=1.0, entities=(member,), talk=last.talk)
        return verdict._replace(outcome=Outcome.ANSWER, limit="carried", chosen=chosen)
    return verdict


def _filled(query: Query, at: int, member: str, kind: str, counted: frozenset[str]) -> Query:
    mention = _mention(member, kind)
    unit = query.units[at]
    filled = Unit(slot(kind, How.NAME), unit.words, mention=mention, start=unit.start)
    rest = tuple(u for u in query.units[at + 1 :] if u.mention or query.word(u) not in counted)
    return Query.of(query.question, (*query.units[:at], filled, *rest))


def _mention(entity: str, kind: str) -> Mention:
    return Mention(phrase=Phrase(how=How.NAME, targets=(entity,), kind=kind, words=entity), start=0, words=entity)


def _only(context: Context) -> str | None:
    return context.entities[0] if len(context.entities) == 1 else None


def _weight(query: Query, edition: Edition) -> int:
    """Words of a query that carry something."""
    light = edition.lexicon.stop
    skipped = edition.lexicon.pronouns | edition.lexicon.askers
    return sum(u.term not in light and not u.mention and query.word(u) not in skipped for u in query.units)


def _bare(query: Query, edition: Edition) -> bool:
    """Whether a query says nothing but names, in words that carry little."""
    mild = edition.marks.get("correction", frozenset()) | edition.lexicon.askers | set(edition.ordinals)
    words = [u for u in query.units if not u.mention and u.term not in edition.lexicon.stop]
    return all(query.word(u) in mild for u in words)


def picked(question: Question, context: Context, edition: Edition) -> str | None:
    """The id of the option that a message picks: by number, by label, or by naming its entity."""
    known = [o for o in context.options if holds(o.id, edition)]
    if not known or not question.tokens:
        return None
    words = [token.word for token in question.tokens]
    mild = edition.marks.get("correction", frozenset()) | edition.marks.get("counted", frozenset())
    heavy = [word for word in words if word not in mild]
    number = _number(heavy[0], edition.numbers, edition.ordinals) if len(heavy) == 1 else None
    number = number if number is not None or len(words) > 1 else _number(words[0], edition.numbers, edition.ordinals)
    if number is not None and 1 <= number <= len(known):
        return known[number - 1].id
    if number == -1:
        return known[-2].id if len(known) > 1 else known[0].id
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
