"""Every problem of a knowledge folder: what loading finds, what its records show, and what asking it shows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from chatbot.bot import ChatBot
from chatbot.checking import overlap, style, unused
from chatbot.checking.overlap import Tie
from chatbot.knowledge import Edition, Knowledge
from chatbot.loading.lexicons import Raw
from chatbot.loading.loader import load, records
from chatbot.loading.nodes import Scalar
from chatbot.loading.schema import Record, problem
from chatbot.problem import Problem
from chatbot.reply import Reply, Status


def check(folder: str | Path | None = None, today: date | None = None) -> tuple[Problem, ...]:
    """Every problem of a folder that loads, sorted by place. `today`: the day that reviews are due by.

    Raises `KnowledgeError`, with every problem that was found so far, when the folder does not load.
    """
    knowledge = load(folder, today)
    sources, book, raws = records(folder)
    found = [*knowledge.problems]
    found += [
        *unused.sources(sources, raws, book),
        *unused.book(book, raws),
        *style.translations(raws),
        *style.due(book, knowledge.today),
    ]
    for raw in raws:
        edition = knowledge.editions[raw.language]
        found += [*unused.unused(raw, edition), *style.lint(raw, edition, knowledge.today), *_asked(knowledge, raw)]
    return tuple(sorted(set(found)))


def _asked(knowledge: Knowledge, raw: Raw) -> Iterator[Problem]:
    """What asking every phrasing and every curator's test shows; none is heard in another language than its own."""
    edition = knowledge.editions[raw.language]
    bot = ChatBot(knowledge._replace(editions={raw.language: edition}))
    ties: dict[frozenset[str], tuple[Tie, Scalar]] = {}
    for record in raw.topics:
        yield from _unreached(bot, record, edition, ties)
        yield from _tests(bot, record)
    for tie, text in ties.values():
        message = f"'{tie.question}' lies between '{tie.first}' and '{tie.second}' ({tie.apart:.3f} apart)"
        hint = "word their phrasings apart, or make them one"
        yield problem(text.place, "tie", message, hint, "warning")


def _unreached(
    bot: ChatBot, record: Record, edition: Edition, ties: dict[frozenset[str], tuple[Tie, Scalar]]
) -> Iterator[Problem]:
    """The phrasings that do not come here; those that end in a tie go to `ties`, the shortest of each pair."""
    id_ = record.text("id")
    for text in record.texts("phrasings"):
        question = _filled(text.text, edition)
        if "{" in question:
            continue
        reply = bot.ask(question)
        if not comes_from(reply, id_):
            message = f"the phrasing '{text.text}' gets '{reply.topic or reply.status.value}'"
            hint = "word it apart from the other, or move it there"
            yield problem(text.place, "unreached", message, hint, "warning")
        elif reply.status is Status.CLARIFY and (found := overlap.tie(question, edition)) is not None:
            short = overlap.shortest(found, edition)
            now = ties.get(short.pair)
            if now is None or len(short.question.split()) < len(now[0].question.split()):
                ties[short.pair] = short, text


def _filled(phrasing: str, edition: Edition) -> str:
    """The phrasing with names and words of the field in its slots, of the first members of the kind."""
    for kind in edition.kinds.values():
        members = [edition.entities[m] for m in kind.members]
        for member in members[:2]:
            phrasing = phrasing.replace(f"{{{kind.id}}}", member.name, 1)
        for member in members[:3]:
            if "field" in member.facts:
                phrasing = phrasing.replace(f"{{{kind.id}.subject}}", member.facts["field"], 1)
    return phrasing


def _tests(bot: ChatBot, record: Record) -> Iterator[Problem]:
    id_, tests = record.text("id"), record.lists("tests")
    for text in tests.get("reach", ()):
        reply = bot.ask(text.text)
        if not comes_from(reply, id_):
            message = f"'{text.text}' must reach '{id_}' but gets '{reply.topic or reply.status.value}'"
            yield problem(text.place, "test-fails", message, "add a phrasing near it, or drop the test")
    for text in tests.get("not", ()):
        if comes_from(bot.ask(text.text), id_):
            message = f"'{text.text}' must not reach '{id_}'"
            yield problem(text.place, "test-fails", message, "word the phrasings apart, or drop the test")


def comes_from(reply: Reply, topic: str) -> bool:
    """Whether a topic answers, or is one of those offered."""
    offered = {option.id.partition("@")[0] for option in reply.options}
    parts = {part.topic for part in reply.parts}
    return reply.topic == topic or topic in parts or (reply.status is Status.CLARIFY and topic in offered)
