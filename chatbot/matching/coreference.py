"""Whom a request may mean without naming them: those in focus, one of a list, one at a place, one who is meant instead.

Each rule of `RULES` proposes how the request would read if it named them. Nothing is decided here: what is proposed is
read, and competes.
"""

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import NamedTuple

from chatbot.knowledge import Edition, Knowledge
from chatbot.reading import mentions
from chatbot.reading.focus import TURNED_TO, Focus, Lent
from chatbot.reading.mentions import Mention, Query, Unit
from chatbot.reading.named import Named, fits
from chatbot.reading.tokenizer import Question, read

LONGEST_LEANING = 40
"""Words of a request, at most, that may lean on the turns before: a longer one says what it is about."""

SHORT = 2
"""Words that carry something, at most, beside an ordinal that counts to a member."""

OTHERS = 2
"""Things of which "the other" is one."""

TURNED = 1
"""Words of a request, at most, that ask or carry something beside those of whom the last request is asked next."""

LENT, COUNTED, CORRECTED, PLACED = "lent", "counted", "corrected", "placed"
"""How those are found that a request means: in focus, by an ordinal, instead of others, by a place that is theirs."""


class Antecedent(NamedTuple):
    """Those whom a request may mean, and how it reads if it names them."""

    how: str
    focus: Focus
    query: Query
    dropped: int = 0
    """Words of the request, besides names and those that say nothing, that are not read so."""


class Referring(NamedTuple):
    """A request, and what it may lean on."""

    query: Query
    beside: tuple[Mention, ...]
    """Mentions in the rest of the message."""
    values: tuple[Named, ...]
    lent: Lent
    edition: Edition
    knowledge: Knowledge


def antecedents(asked: Referring) -> Iterator[Antecedent]:
    """All that the rules propose, none of them twice."""
    taken = set[tuple[bool, str, tuple[str, ...]]]()
    for rule in RULES:
        for one in rule(asked):
            key = one.how == TURNED_TO, one.query.terms(), one.focus.entities
            if key not in taken:
                taken.add(key)
                yield one


Rule = Callable[[Referring], Iterator[Antecedent]]


def _spoken_of(asked: Referring) -> Iterator[Antecedent]:
    """Those in focus."""
    for focus in asked.lent.foci:
        if (query := borrow(asked.query, focus, asked.edition, asked.beside)) is not None:
            yield Antecedent(LENT, focus, query=query)


def borrow(query: Query, focus: Focus, edition: Edition, beside: tuple[Mention, ...] = ()) -> Query | None:
    """The request as it reads with those in focus, in the place of a word that stands for them, or at the end.

    None where it names others of their kind, says too much, or tells only what nothing here knows.
    """
    named = any(mention.named and mention.phrase.kind == focus.kind for mention in (*query.mentions, *beside))
    telling = query.telling(edition.light)
    strange = telling and not any(unit.term in edition.model.held for unit in telling)
    if not query.units or named or strange or len(query.units) > LONGEST_LEANING:
        return None
    place = min(_standing(query, edition), default=len(query.units))
    start = query.units[min(place, len(query.units) - 1)].start
    filled = Unit.naming(focus.entities, focus.kind, edition.entities[focus.entities[0]].called, start)
    return Query.of(query.question, [*query.units[:place], filled, *query.units[place + 1 :]])


def _standing(query: Query, edition: Edition) -> list[int]:
    """The places of words that stand for what was named before: pronouns, and "the cluster"."""
    words = query.starts()
    pronouns = [i for i, word in enumerate(words) if word in edition.lexicon.pronouns]
    return [i for i in (*pronouns, *singled(words, edition)) if query.units[i].mention is None]


def singled(words: tuple[str, ...], edition: Edition) -> list[int]:
    """The places of words that speak of one member of a kind without naming it ("the cluster")."""
    definite = edition.marks.get("definite", frozenset())
    pairs = enumerate(pairwise(words), 1)
    return [place for place, (before, word) in pairs if word in edition.singular and before in definite]


def _counted(asked: Referring) -> Iterator[Antecedent]:
    """The member of the last list that an ordinal counts to ("the third one"), in the ordinal's place."""
    query, edition = asked.query, asked.edition
    members = asked.lent.counted(edition)
    if not members or any(m.named for m in query.mentions) or len(query.units) > LONGEST_LEANING:
        return
    counted = edition.marks.get("counted", frozenset())
    for i, unit in enumerate(query.units):
        member = _member(i, members, asked)
        if member is not None and not _negated(query.question, unit.start, edition):
            focus = Focus((member,), edition.entities[member].kind)
            filled = Unit.naming(focus.entities, focus.kind, unit.words, unit.start)
            rest = [u for u in query.units[i + 1 :] if u.mention or query.word(u) not in counted]
            read = Query.of(query.question, [*query.units[:i], filled, *rest])
            yield Antecedent(COUNTED, focus, query=read)
            return


def _member(place: int, members: tuple[str, ...], asked: Referring) -> str | None:
    """The member that an ordinal counts to; a plain number counts too where little else is said."""
    query, edition = asked.query, asked.edition
    word = query.word(query.units[place])
    if word not in edition.ordinals and word not in edition.numbers and word not in edition.steps:
        return None
    rest = Query.of(query.question, [*query.units[:place], *query.units[place + 1 :]])
    behind = query.units[place + 1 : place + 2]
    of_something = any(unit.term not in edition.light and query.word(unit) not in edition.singular for unit in behind)
    if of_something or _weight(rest, edition) > SHORT:  # "the first round" counts rounds
        return None
    spoken = asked.lent.of(edition.entities[members[0]].kind)
    if word in edition.steps:
        there = members.index(spoken[0]) + edition.steps[word] if len(spoken) == 1 and spoken[0] in members else -1
        return members[there] if 0 <= there < len(members) and _bare(rest, edition) else None
    plain = _bare(rest, edition) and not rest.mentions and word not in edition.marks.get("counted", ())
    number = edition.ordinals.get(word, edition.numbers.get(word) if plain else None)
    if number == 0:
        others = [member for member in members if member not in spoken]
        return others[0] if len(members) == OTHERS and len(others) == 1 else None
    if number is None or not -len(members) <= number <= len(members):
        return None
    return members[number - 1 if number > 0 else number]


def _corrected(asked: Referring) -> Iterator[Antecedent]:
    """Who is meant instead ("no, I meant the ocean one"): the last name alone, where little else is said."""
    query, edition = asked.query, asked.edition
    if not asked.lent.topic:
        return
    cues = edition.marks.get("cue", frozenset())
    named = [m for m in affirmed(query, edition) if m.phrase.targets]
    corrects = len(named) < len(query.mentions) or any(token.word in cues for token in query.question.tokens)
    if named and corrects and _bare(query, edition):
        meant = named[-1]
        focus = Focus(meant.phrase.targets, edition.entities[meant.phrase.targets[0]].kind)
        filled = Unit.naming(focus.entities, focus.kind, meant.words, meant.start)
        yield Antecedent(CORRECTED, focus, query=Query.of(query.question, [filled]))


def affirmed(query: Query, edition: Edition) -> tuple[Mention, ...]:
    """The mentions that nothing denies ("not NGen, DIGITAL")."""
    return tuple([one for one in query.mentions if not _negated(query.question, one.start, edition)])


def _negated(question: Question, at: int, edition: Edition) -> bool:
    """Whether "not", or "not the", stands before a token."""
    before = question.tokens[max(0, at - 2) : at]
    near = before if before and before[-1].term in edition.lexicon.stop else before[-1:]
    return any(token.word in edition.marks.get("negation", ()) for token in near)


def _weight(query: Query, edition: Edition) -> int:
    """Words of a query that carry something."""
    skipped = edition.lexicon.pronouns | edition.lexicon.askers
    return sum(query.word(unit) not in skipped for unit in query.telling(edition.lexicon.stop))


def _bare(query: Query, edition: Edition) -> bool:
    """Whether a query says nothing but names, in words that carry little."""
    mild = edition.marks.get("correction", frozenset()) | edition.lexicon.askers | set(edition.ordinals)
    return all(query.word(unit) in mild for unit in query.telling(edition.lexicon.stop))


def _located(asked: Referring) -> Iterator[Antecedent]:
    """The only member of a kind at a place that is named, in the place's stead ("the Vancouver cluster")."""
    edition, query = asked.edition, asked.query
    for named in [value for value in asked.values if value.type == "place"][:1]:
        for kind in edition.kinds.values():
            if any(mention.phrase.kind == kind.id for mention in query.mentions):
                continue
            there = _at(named, kind.id, asked)
            if len(there) == 1:
                filled = Unit.naming(tuple(there), kind.id, named.words, named.start)
                before = [unit for unit in query.units if unit.start < named.start]
                behind = [unit for unit in query.units if unit.start >= named.end]
                filled_in = Query.of(query.question, [*before, filled, *behind])
                yield Antecedent(PLACED, Focus(tuple(there), kind.id), query=filled_in)


def _at(named: Named, kind: str, asked: Referring) -> set[str]:
    """The members of a kind of whom a value is the place that is named, or lies in it."""
    edition, knowledge = asked.edition, asked.knowledge
    attributes = [t.attribute for t in edition.topics.values() if t.type == "place" and t.needs == kind]
    held = {(m, knowledge.book.values.get(f"{m}.{one}")) for m in edition.kinds[kind].members for one in attributes}
    return {member for member, value in held if value is not None and fits(named, value, knowledge.locations)}


def _turned_to(asked: Referring) -> Iterator[Antecedent]:
    """Those of whom the last request is asked next, where little else is said ("and the Ocean one?")."""
    query, edition = asked.query, asked.edition
    dropped = len(query.telling(edition.lexicon.stop))
    kinds = {mention.phrase.kind for mention in query.mentions if mention.named}
    if not asked.lent.asked or dropped > TURNED or len(kinds) > 1:
        return
    last = mentions.find(read(asked.lent.asked, edition.lexicon), edition.phrases)
    for focus in _others(asked):
        of_others = [u for u in last.units if u.mention is None or u.mention.phrase.kind != focus.kind]
        turned = borrow(Query.of(last.question, of_others), focus, edition)
        if turned is not None:
            yield Antecedent(TURNED_TO, focus, query=turned, dropped=dropped)


def _others(asked: Referring) -> Iterator[Focus]:
    """Those whom a request turns to: named, pointed at by a word of their field, at a place, or counted."""
    edition = asked.edition
    found = [m for m in affirmed(asked.query, edition) if m.phrase.kind in edition.kinds and m.phrase.targets]
    named = [m for m in found if m.named] or [m for m in found if len(m.phrase.targets) == 1]
    for kind in dict.fromkeys(mention.phrase.kind for mention in named):
        targets = dict.fromkeys(id_ for m in named if m.phrase.kind == kind for id_ in m.phrase.targets)
        yield Focus(tuple(targets), kind)
    for one in (*_counted(asked), *_located(asked)) if not named else ():
        yield one.focus


RULES: tuple[Rule, ...] = (_counted, _corrected, _spoken_of, _located, _turned_to)
"""Who may be meant, the surest first."""
