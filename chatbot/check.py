"""What loading cannot see: entries that their own phrasings do not reach, and curators' tests that fail."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from chatbot.bot import ChatBot
from chatbot.knowledge import Knowledge, Place, Topic
from chatbot.loader import load
from chatbot.problems import KnowledgeError, Problem
from chatbot.reply import Reply, Status


def check(folder: str | Path | None = None, today: date | None = None) -> tuple[Problem, ...]:
    """Every problem of a folder, sorted by place: those of loading, or else those of its behaviour and its warnings."""
    try:
        knowledge = load(folder, today)
    except KnowledgeError as error:
        return error.problems
    warnings = [p for p in knowledge.problems if isinstance(p, Problem)]
    return tuple(sorted([*warnings, *behaviour(knowledge)]))


def behaviour(knowledge: Knowledge) -> Iterator[Problem]:
    """The problems of a knowledge that loads."""
    bot = ChatBot(knowledge)
    for edition in knowledge.editions.values():
        for topic in edition.topics.values():
            yield from _unreached(bot, topic, edition.language)
            yield from _tests(bot, topic, edition.language)


def _unreached(bot: ChatBot, topic: Topic, language: str) -> Iterator[Problem]:
    edition = bot.knowledge.editions[language]
    for phrasing in topic.phrasings:
        question = phrasing
        for kind in edition.kinds.values():
            for name, filled in zip(
                (f"{{{kind.id}}}", f"{{{kind.id}.subject}}"), _examples(bot, kind.id, language), strict=True
            ):
                for value in filled:
                    question = question.replace(name, value, 1)
        if "{" in question:
            continue
        reply = bot.ask(question, language=language)
        if not _comes_from(reply, topic.id):
            got = reply.topic or reply.status.value
            message = f"the phrasing '{phrasing}' gets '{got}'"
            yield _problem(
                topic.place, "unreached", message, "word it apart from the other, or move it there", "warning"
            )


def _examples(bot: ChatBot, kind: str, language: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Two names and two words of the field, of the first members of a kind."""
    edition = bot.knowledge.editions[language]
    members = [edition.entities[m] for m in edition.kinds[kind].members]
    return tuple(m.name for m in members[:2]), tuple(m.facts["field"] for m in members[:3] if "field" in m.facts)


def _tests(bot: ChatBot, topic: Topic, language: str) -> Iterator[Problem]:
    for question in topic.reach:
        reply = bot.ask(question, language=language)
        if not _comes_from(reply, topic.id):
            message = f"'{question}' must reach '{topic.id}' but gets '{reply.topic or reply.status.value}'"
            yield _problem(topic.place, "test-fails", message, "add a phrasing near it, or drop the test")
    for question in topic.not_reach:
        if _comes_from(bot.ask(question, language=language), topic.id):
            message = f"'{question}' must not reach '{topic.id}'"
            yield _problem(topic.place, "test-fails", message, "word the phrasings apart, or drop the test")


def _comes_from(reply: Reply, topic: str) -> bool:
    offered = {option.id.partition("@")[0] for option in reply.options}
    parts = {part.topic for part in reply.parts}
    return reply.topic == topic or topic in parts or (reply.status is Status.CLARIFY and topic in offered)


def _problem(place: Place | None, code: str, message: str, hint: str, severity: str = "error") -> Problem:
    at = place or Place("", 0, 0)
    return Problem(at.file, at.line, at.column, code, message, hint, severity)
