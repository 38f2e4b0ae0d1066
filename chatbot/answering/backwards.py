"""What goes back to the last answer: more of it, the same again, less of it, its source, or the part that is asked.

Each row of `ROLES` is the role of a small talk entry, with what is said where that entry answers.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from chatbot.answering.template import listing, message, number, quoted
from chatbot.dialogue.context import Context
from chatbot.knowledge import Edition, Source
from chatbot.matching.decision import Verdict
from chatbot.matching.terms import HOLDING
from chatbot.reading import mentions
from chatbot.reading.focus import only_asks
from chatbot.reading.forms import form
from chatbot.reading.mentions import Mention
from chatbot.reading.named import find_values
from chatbot.reading.tokenizer import Break, Question, read

WHY, PART, REPEAT, SHORTER = "why", "part", "repeat", "shorter"

REWORDING = (REPEAT, SHORTER)
"""Roles that say nothing new of the last entry: small talk is what answers."""

HOW_MANY = "how-many"
"""The form of what asks for a count, which a sentence may hold as a word, too ("five"); "one" counts nothing."""

TYPES = {"when": "date", "where": "place", HOW_MANY: "count", "how-much": "money"}
"""The type of value that a form asks for. Where a sentence holds none, it does not say it."""

MOST_TITLES = 3
"""Sources that are named in a sentence, at most."""

GOING_ON = (";", ":", ",")
"""Marks behind which a sentence goes on."""


def goes_back(verdict: Verdict, context: Context, heard: Edition) -> str:
    """The role by which a request goes back to the last answer, or none.

    It asks for a part of it where it asks the same again by no more than a word that asks ("since when?").
    """
    chosen = verdict.chosen if verdict.answered and context.topic else None
    if chosen is None or not chosen.again:
        return ""
    if chosen.talk:
        return heard.topics[chosen.topic].role
    silent = only_asks(verdict.query, heard) and chosen.entities in ((), context.entities)
    return PART if silent and form(verdict.query.question, heard) in HOLDING else ""


def names_others(around: Sequence[Mention], context: Context) -> bool:
    """Whether a message names others than the last answer was for: it does not go back to it, then."""
    named = [mention for mention in around if mention.named and mention.phrase.kind]
    return any(target not in context.entities for mention in named for target in mention.phrase.targets)


class Last(NamedTuple):
    """The last answer, and the request that goes back to it."""

    request: Question
    text: str
    """What was said, in the language of the reply."""
    more: str
    """What there is to say besides."""
    sources: tuple[Source, ...]
    edition: Edition
    heard: Edition
    """What the request was read by."""


class Back(NamedTuple):
    """What is said to a request that goes back."""

    text: str
    held: bool = True
    """Whether it is what was asked for; else nothing that is held on the last entry says it."""
    more: bool = False
    """Whether it is what there was to say besides the last answer."""


def _more(last: Last) -> Back:
    return Back(last.more or message(last.edition, "no-more"), more=True)


def _repeat(last: Last) -> Back:
    return Back(last.text)


def _shorter(last: Last) -> Back:
    return Back(_first(last))


def _first(last: Last) -> str:
    """The first sentence of the last answer."""
    return next(sentences(last.text, last.edition), last.text)


def _why(last: Last) -> Back:
    """The reason, where one is asked for and given; and the source."""
    titles = [quoted(source.title, last.edition) for source in last.sources]
    most = MOST_TITLES if len(titles) > MOST_TITLES + 1 else len(titles)
    named, left = listing(titles[:most], last.edition.messages), number(len(titles) - most, last.edition)
    source = message(last.edition, "why-sources" if most < len(titles) else "why-source", source=named, count=left)
    asked = form(last.request, last.heard) == WHY
    if not asked:
        return Back(source)
    reason = next((one for one in _sentences(last) if _reasons(one, last.edition)), None)
    return Back(f"{reason} {source}") if reason else Back(f"{message(last.edition, 'no-reason')} {source}", held=False)


def _part(last: Last) -> Back:
    """The sentence that holds what the form of the request asks for: a date, a number, a place, a person."""
    asked = form(last.request, last.heard)
    holds = HOLDING.get(asked)
    if holds is None:
        return _repeat(last)
    people = frozenset(kind.id for kind in last.edition.kinds.values() if kind.person)
    for sentence in _sentences(last):
        query = mentions.find(read(sentence, last.edition.lexicon), last.edition.phrases)
        typed = {value.type for value in find_values(query, last.edition)}
        counted = asked == HOW_MANY and any(last.edition.numbers.get(t.word, 0) > 1 for t in query.question.tokens)
        if counted or TYPES.get(asked) in typed or any(holds(unit, people) for unit in query.units):
            return Back(sentence)
    if asked not in TYPES:  # who did it may be others than people
        return _repeat(last)
    return Back(message(last.edition, "no-part", said=_first(last)), held=False)


def _reasons(sentence: str, edition: Edition) -> bool:
    """Whether a sentence gives a reason."""
    marks = edition.marks.get("reason", frozenset())
    return any(token.word in marks for token in read(sentence, edition.lexicon).tokens)


def _sentences(last: Last) -> Iterator[str]:
    """Those of the last answer, then of what there is besides."""
    yield from sentences(last.text, last.edition)
    yield from sentences(last.more, last.edition)


def sentences(text: str, edition: Edition) -> Iterator[str]:
    """The sentences of a text, with their marks."""
    tokens = read(text, edition.lexicon).tokens
    breaks = [text.rfind(" ", 0, token.span[0]) + 1 for token in tokens if token.before is Break.SENTENCE]
    starts = [start for start in breaks if not text[:start].rstrip().endswith(GOING_ON)]
    for start, end in pairwise([0, *starts, len(text)]):
        if sentence := text[start:end].strip():
            yield sentence


ROLES: Mapping[str, Callable[[Last], Back]] = {
    "more": _more,
    REPEAT: _repeat,
    SHORTER: _shorter,
    WHY: _why,
    PART: _part,
}
"""The roles of small talk that goes back to the last answer, each with what it says."""
