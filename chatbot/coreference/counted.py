"""Those of a list to whom a word counts: the third, the next, the other, all the others."""

from collections.abc import Iterator

from chatbot.coreference.referring import COUNTED, LONGEST_LEANING, Antecedent, Referring, bare, negated, weight
from chatbot.reading.focus import Focus
from chatbot.reading.forms import WHO
from chatbot.reading.mentions import Query, Unit

SHORT = 2
"""Words that carry something, at most, beside an ordinal that counts to a member."""

OTHER = 0
"""The place of "the other" among ordinals."""


def counted(asked: Referring) -> Iterator[Antecedent]:
    """The member of the last list that an ordinal counts to ("the third one"), in the ordinal's place."""
    query, edition, members = asked.query, asked.edition, _listed(asked)
    nouns = edition.marks.get("counted", frozenset())
    for i, unit in enumerate(query.units if members else ()):
        member = _member(i, members, asked)
        if member is not None and not negated(query.question, unit.start, edition):
            focus = Focus((member,), edition.entities[member].kind)
            filled = Unit.naming(focus.entities, focus.kind, unit.words, unit.start)
            rest = [u for u in query.units[i + 1 :] if u.mention or query.word(u) not in nouns]
            read = Query.of(query.question, [*query.units[:i], filled, *rest])
            yield Antecedent(COUNTED, focus, query=read)
            return


def _listed(asked: Referring) -> tuple[str, ...]:
    """Those that words of a request may count to: nobody where it names some, or says too much."""
    query = asked.query
    named = any(mention.named for mention in query.mentions)
    return () if named or len(query.units) > LONGEST_LEANING else asked.lent.counted(asked.edition)


def _member(place: int, members: tuple[str, ...], asked: Referring) -> str | None:
    """The member that an ordinal counts to; a plain number counts too where little else is said."""
    query, edition = asked.query, asked.edition
    word = query.word(query.units[place])
    if word not in edition.ordinals and word not in edition.numbers and word not in edition.steps:
        return None
    rest = Query.of(query.question, [*query.units[:place], *query.units[place + 1 :]])
    behind = query.units[place + 1 : place + 2]
    of_something = any(unit.term not in edition.light and query.word(unit) not in edition.singular for unit in behind)
    if of_something or weight(rest, edition) > SHORT:  # "the first round" counts rounds
        return None
    spoken = asked.lent.of(edition.entities[members[0]].kind)
    if word in edition.steps:
        if asked.form == WHO and not edition.kinds[edition.entities[members[0]].kind].person:
            return None  # "who was it before her": somebody in her post
        there = members.index(spoken[0]) + edition.steps[word] if len(spoken) == 1 and spoken[0] in members else -1
        return members[there] if 0 <= there < len(members) and bare(rest, edition) else None
    plain = bare(rest, edition) and not rest.mentions and word not in edition.marks.get("counted", ())
    number = edition.ordinals.get(word, edition.numbers.get(word) if plain else None)
    if number is None or number == OTHER or not -len(members) <= number <= len(members):
        return None
    return members[number - 1 if number > 0 else number]


def other(asked: Referring) -> Iterator[Antecedent]:
    """The other one of two, or all the others ("the remaining three"), in the place of the word."""
    query, edition, members = asked.query, asked.edition, _listed(asked)
    if not members:
        return
    kind, marks = edition.entities[members[0]].kind, edition.marks.get("rest", frozenset())
    for i, unit in enumerate(query.units):
        if edition.ordinals.get(query.word(unit)) != OTHER:
            continue
        around = [query.word(one) for one in query.units[max(0, i - 1) : i + 2]]
        counts = [edition.numbers[word] for word in around if edition.numbers.get(word, 1) > 1]
        several = bool(counts) or any(word in marks for word in around)
        for focus in asked.lent.foci:
            others = _others_of(focus, members, count=counts[0] if counts else None, several=several)
            if focus.kind == kind and others:
                filled = Unit.naming(others, kind, unit.words, unit.start)
                before = [u for u in query.units[:i] if query.word(u) not in edition.numbers]
                rest = [u for u in query.units[i + 1 :] if query.word(u) not in edition.numbers.keys() | marks]
                yield Antecedent(COUNTED, Focus(others, kind), query=Query.of(query.question, [*before, filled, *rest]))
        return


def _others_of(focus: Focus, members: tuple[str, ...], *, count: int | None, several: bool) -> tuple[str, ...]:
    """The others of a list than those in focus: one, or, where several are meant, all that there are."""
    if not several:
        others = [member for member in members if member not in focus.entities]
        return focus.before or (tuple(others) if len(others) == 1 else ())
    for spoken in (focus.entities, focus.pair):
        others = [member for member in members if member not in spoken]
        if spoken and others and count in (None, len(others)):
            return tuple(others)
    return ()
