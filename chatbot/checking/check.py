"""Every problem of a knowledge folder: what loading finds, what its records show, and what asking it shows."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from chatbot.bot import ChatBot
from chatbot.checking import overlap, style, unused
from chatbot.checking.overlap import Tie
from chatbot.knowledge import Edition, Knowledge
from chatbot.loading.editions import filled
from chatbot.loading.lexicons import Raw
from chatbot.loading.loader import load, records
from chatbot.loading.nodes import Scalar
from chatbot.loading.schema import Record
from chatbot.problem import Problem
from chatbot.reply import Reply, Status

RULES: tuple[Callable[[Raw, Knowledge], Iterator[Problem]], ...] = (
    style.lengths,
    style.repeated,
    style.named,
    unused.aliases,
    unused.synonyms,
    unused.facts,
    unused.messages,
)
"""What is looked for in the records of each language."""

WHOLE: tuple[Callable[[Sequence[Record], Sequence[Raw], Knowledge], Iterator[Problem]], ...] = (
    style.overdue,
    style.translations,
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
    sources, _, raws = records(folder)
    found = [*knowledge.problems, *(problem for rule in WHOLE for problem in rule(sources, raws, knowledge))]
    for raw in raws:
        found += [problem for rule in RULES for problem in rule(raw, knowledge)]
        found += _asked(raw, knowledge, each)
    return tuple(sorted(set(found)))


def _asked(raw: Raw, knowledge: Knowledge, each: Each) -> Iterator[Problem]:
    """What asking every phrasing and every curator's test shows; none is heard in another language than its own."""
    edition = knowledge.editions[raw.language]
    bot = ChatBot(knowledge._replace(editions={raw.language: edition}))
    ties: dict[frozenset[str], tuple[Tie, Scalar]] = {}
    for record in each(raw.topics):
        yield from _unreached(bot, record, edition, ties)
        yield from _tests(bot, record)
    for tie, text in ties.values():
        message = f"'{tie.question}' lies between '{tie.first}' and '{tie.second}' ({tie.apart:.3f} apart)"
        yield text.place.problem("tie", message, "word their phrasings apart, or make them one", "warning")


def _unreached(
    bot: ChatBot, record: Record, edition: Edition, ties: dict[frozenset[str], tuple[Tie, Scalar]]
) -> Iterator[Problem]:
    """The phrasings that do not come here; those that end in a tie go to `ties`, the shortest of each pair."""
    id_ = record.text("id")
    members = [entity._replace(called=entity.name) for entity in edition.entities.values()]
    for text in record.texts("phrasings"):
        question = filled(text.text, members)
        if "{" in question:
            continue
        reply = bot.ask(question)
        if not comes_from(reply, id_):
            message = f"the phrasing '{text.text}' gets '{reply.topic or reply.status.value}'"
            yield text.place.problem("unreached", message, "word it apart from the other, or move it there", "warning")
        elif reply.status is Status.CLARIFY and (found := overlap.tie(question, edition)) is not None:
            short = overlap.shortest(found, edition)
            now = ties.get(short.pair)
            if now is None or len(short.question.split()) < len(now[0].question.split()):
                ties[short.pair] = short, text


def _tests(bot: ChatBot, record: Record) -> Iterator[Problem]:
    id_, tests = record.text("id"), record.lists("tests")
    for text in tests.get("reach", ()):
        reply = bot.ask(text.text)
        if not comes_from(reply, id_):
            message = f"'{text.text}' must reach '{id_}' but gets '{reply.topic or reply.status.value}'"
            yield text.place.problem("test-fails", message, "add a phrasing near it, or drop the test")
    for text in tests.get("not", ()):
        if comes_from(bot.ask(text.text), id_):
            message = f"'{text.text}' must not reach '{id_}'"
            yield text.place.problem("test-fails", message, "word the phrasings apart, or drop the test")


def comes_from(reply: Reply, topic: str) -> bool:
    """Whether a topic answers, or is one of those offered."""
    offered = {option.id.partition("@")[0] for option in reply.options}
    parts = {part.topic for part in reply.parts}
    return reply.topic == topic or topic in parts or (reply.status is Status.CLARIFY and topic in offered)
