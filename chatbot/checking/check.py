"""Every problem of a knowledge folder: what loading finds, what its records show, and what asking it shows."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from chatbot.bot import ChatBot
from chatbot.checking import overlap, style, unused, wording
from chatbot.checking.overlap import Tie
from chatbot.knowledge import Edition, Knowledge
from chatbot.loading.lexicons import Raw, filled
from chatbot.loading.loader import Records, load, records
from chatbot.loading.nodes import Scalar
from chatbot.loading.references import is_inherited
from chatbot.loading.schema import Record
from chatbot.matching.decision import SUBJECT, Outcome, Verdict
from chatbot.problem import Problem
from chatbot.reply import Reply, Status

RULES: tuple[Callable[[Raw, Knowledge], Iterator[Problem]], ...] = (
    style.lengths,
    style.repeated,
    style.named,
    unused.aliases,
    unused.synonyms,
    unused.messages,
    wording.markup,
    wording.tongues,
    wording.counted,
    wording.claimed,
    wording.written,
    wording.ordinary,
)
"""What is looked for in the records of each language."""

WHOLE: tuple[Callable[[Records, Knowledge], Iterator[Problem]], ...] = (
    style.overdue,
    style.translations,
    wording.newer,
    unused.sources,
    unused.book,
)
"""What is looked for in the sources, the facts and the records of all languages together."""

Each = Callable[[Sequence[Any]], Iterator[Any]]
"""Goes through items one by one, and may show how far it is."""


def check(folder: str | Path | None = None, today: date | None = None, each: Each = iter) -> tuple[Problem, ...]:
    """Every problem of a folder that loads, sorted by place. `today`: the day that reviews are due by.

    Raises `KnowledgeError`, with every problem that was found so far, when the folder does not load.
    """
    knowledge = load(folder, today)
    held = records(folder)
    found = [*knowledge.problems, *(problem for rule in WHOLE for problem in rule(held, knowledge))]
    for raw in held.raws:
        found += [problem for rule in RULES for problem in rule(raw, knowledge)]
        found += _asked(raw, knowledge, each)
    return tuple(sorted(set(found)))


def _asked(raw: Raw, knowledge: Knowledge, each: Each) -> Iterator[Problem]:
    """What asking every phrasing and every curator's test shows; none is heard in another language than its own."""
    edition = knowledge.editions[raw.tag]
    bot = ChatBot(knowledge._replace(editions={raw.tag: edition}))
    ties: dict[frozenset[str], tuple[Tie, Scalar, str]] = {}
    for record in each([record for record in raw.topics if not is_inherited(record.place)]):
        yield from _unreached(bot, record, edition, ties)
    for record in raw.tests:
        yield from _tests(bot, record)
    places = {record.text("id"): record.at("phrasings") for record in raw.topics}
    for tie, text, owner in ties.values():
        for own, other in ((tie.first, tie.second), (tie.second, tie.first)):
            message = f"'{tie.question}' lies between '{own}' and '{other}' ({tie.apart:.3f} apart)"
            place = text.place if own == owner else places[own]
            yield place.problem("tie", message, "word their phrasings apart, or make them one", "warning")


def _unreached(
    bot: ChatBot, record: Record, edition: Edition, ties: dict[frozenset[str], tuple[Tie, Scalar, str]]
) -> Iterator[Problem]:
    """The phrasings that do not come here; those that end in a tie go to `ties`, the shortest of each pair."""
    id_ = record.text("id")
    apart = overlap.unlisted(edition)
    members = [entity._replace(called=entity.name) for entity in edition.entities.values()]
    for text in record.texts("phrasings"):
        question = filled(text.text, members)
        if "{" in question:
            continue
        bare = overlap.verdict(question, apart, bot.knowledge)
        if _got(bare) == id_:  # all the more where it is a phrasing of this entry
            continue
        verdict = overlap.verdict(question, edition, bot.knowledge)
        if _got(verdict) != id_ and id_ not in _offered(verdict):
            message = f"the phrasing '{text.text}' gets '{_got(verdict)}'"
            yield text.place.problem("unreached", message, "word it apart from the other, or move it there", "warning")
        elif (found := overlap.tie(question, bare)) and id_ in found.pair:
            short = overlap.shortest(found, apart, bot.knowledge)
            now = ties.get(short.pair)
            if now is None or len(short.question.split()) < len(now[0].question.split()):
                ties[short.pair] = short, text, id_


def _got(verdict: Verdict) -> str:
    """The entry that answers, or what happens instead."""
    return verdict.chosen.topic if verdict.chosen and verdict.answered else verdict.outcome.value


def _offered(verdict: Verdict) -> list[str]:
    """The entries that a question is asked back between; only one where it is asked back of whom."""
    if verdict.outcome is not Outcome.CLARIFY:
        return []
    if verdict.chosen and verdict.limit == SUBJECT:
        return [verdict.chosen.topic]
    return [rival.topic for rival in verdict.rivals]


def _tests(bot: ChatBot, record: Record) -> Iterator[Problem]:
    id_ = record.text("id")
    for text in record.texts("reach"):
        reply = bot.ask(text.text)
        if not comes_from(reply, id_):
            message = f"'{text.text}' must reach '{id_}' but gets '{reply.topic or reply.status.value}'"
            yield text.place.problem("test-fails", message, "add a phrasing near it, or drop the test")
    for text in record.texts("not"):
        if comes_from(bot.ask(text.text), id_):
            message = f"'{text.text}' must not reach '{id_}'"
            yield text.place.problem("test-fails", message, "word the phrasings apart, or drop the test")


def comes_from(reply: Reply, topic: str) -> bool:
    """Whether a topic answers, or is one of those offered."""
    offered = {option.id.partition("@")[0] for option in reply.options}
    parts = {part.topic for part in reply.parts}
    return reply.topic == topic or topic in parts or (reply.status is Status.CLARIFY and topic in offered)
