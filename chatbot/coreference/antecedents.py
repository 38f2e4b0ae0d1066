"""All whom a request may mean; among them those of whom the last request is asked next."""

from collections.abc import Iterator

from chatbot.coreference.counted import counted, other
from chatbot.coreference.placed import located
from chatbot.coreference.referring import Antecedent, Referring, Rule, affirmed, borrow
from chatbot.coreference.spoken import corrected, paired, spoken_of
from chatbot.reading import mentions
from chatbot.reading.focus import NOT_LENT, TURNED_TO, Focus
from chatbot.reading.forms import OPEN
from chatbot.reading.mentions import Query
from chatbot.reading.tokenizer import read

TURNED = 1
"""Words of a request, at most, that ask or carry something beside those of whom the last request is asked next."""


def antecedents(asked: Referring) -> Iterator[Antecedent]:
    """All that the rules propose, none of them twice."""
    taken = set[tuple[bool, str, tuple[str, ...]]]()
    for rule in RULES if asked.lent != NOT_LENT else UNLENT:
        for one in rule(asked):
            key = one.how == TURNED_TO, one.query.terms(), one.focus.entities
            if key not in taken:
                taken.add(key)
                yield one


def turned_to(asked: Referring) -> Iterator[Antecedent]:
    """Those of whom the last request is asked next, where little else is said ("and the Ocean one?")."""
    query, edition = asked.query, asked.edition
    dropped = len(query.telling(edition.lexicon.stop))
    kinds = {mention.phrase.kind for mention in query.mentions if mention.named}
    if not asked.lent.asked or dropped > TURNED or len(kinds) > 1:
        return
    last = mentions.find(read(asked.lent.asked[-1], edition.lexicon), edition.phrases)
    for focus in _others(asked):
        of_others = [u for u in last.units if u.mention is None or u.mention.phrase.kind != focus.kind]
        turned = borrow(Query.of(last.question, of_others), focus, edition)
        if turned is not None:
            yield Antecedent(TURNED_TO, focus, query=turned, dropped=dropped)


def _others(asked: Referring) -> Iterator[Focus]:
    """Those whom a request turns to: named, pointed at by a word of their field, at a place, or counted."""
    edition = asked.edition
    found = [m for m in affirmed(asked.query, edition) if m.phrase.kind in edition.kinds and m.phrase.targets]
    pointed = [m for m in found if len(m.phrase.targets) == 1 and asked.form == OPEN]  # "what is plant protein" asks
    named = [m for m in found if m.named] or pointed
    for kind in dict.fromkeys(mention.phrase.kind for mention in named):
        targets = dict.fromkeys(id_ for m in named if m.phrase.kind == kind for id_ in m.phrase.targets)
        yield Focus(tuple(targets), kind)
    for one in (*counted(asked), *other(asked), *located(asked)) if not named else ():
        yield one.focus


RULES: tuple[Rule, ...] = (paired, counted, other, corrected, spoken_of, located, turned_to)
"""Who may be meant, the surest first."""

UNLENT: tuple[Rule, ...] = (located,)
"""The rules that need nothing of the turns before."""
