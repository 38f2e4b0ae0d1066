"""The bot: a message in, a reply out. `ChatBot` holds a knowledge that was verified once; `Session` holds a context."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from chatbot import text, understanding
from chatbot.context import Context
from chatbot.knowledge import Edition, Knowledge
from chatbot.reply import Reply
from chatbot.replying import Speaker
from chatbot.text import Question


class ChatBot:
    """Answers questions from one knowledge base. Safe to share between threads; `ask` has no memory."""

    def __init__(self, knowledge: Knowledge, folder: Path | None = None) -> None:
        self._knowledge = knowledge
        self._folder = folder

    @classmethod
    def load(cls, folder: str | Path | None = None, *, today: date | None = None) -> ChatBot:
        """The bot of a knowledge folder, by default the shipped one.

        `today` is the day that figures are judged stale against, by default the day of loading.
        Raises `KnowledgeError`, which lists every problem of the folder with its place.
        """
        from chatbot.loader import load

        path = Path(folder) if folder is not None else None
        return cls(load(path, today), path)

    @property
    def knowledge(self) -> Knowledge:
        """What it knows."""
        return self._knowledge

    def ask(self, question: str, *, language: str | None = None) -> Reply:
        """The reply to one message, on its own. Raises `TypeError` when it is no `str`, and nothing else."""
        reply, _ = self._turn(question, language, Context())
        return reply

    def session(self, state: Mapping[str, Any] | None = None) -> Session:
        """A conversation, new or restored from what `Session.state()` gave."""
        return Session(self, state)

    def reload(self) -> None:
        """Read the folder again and swap it in whole. Raises `KnowledgeError` and keeps the old when it is broken."""
        from chatbot.loader import load

        self._knowledge = load(self._folder, self._knowledge.today)

    def _turn(self, question: str, language: str | None, context: Context) -> tuple[Reply, Context]:
        if not isinstance(question, str):
            raise TypeError(f"a question is a str, not {type(question).__name__}")
        knowledge = self._knowledge
        edition = knowledge.edition(language)
        speaker = Speaker(knowledge, edition)
        read = text.read(question, edition.lexicon)
        if (refused := speaker.refuse(question, read)) is not None:
            return refused, context
        if (picked := _picked(read, context, edition)) is not None:
            reply = speaker.pick(picked, read)
            return reply, Context(reply.options)
        reply = speaker.reply(understanding.understand(read, edition))
        return reply, Context(reply.options)


class Session:
    """A conversation with a bot: each turn may lean on the ones before. Not for two threads at once."""

    def __init__(self, bot: ChatBot, state: Mapping[str, Any] | None = None) -> None:
        self._bot = bot
        self._context = Context.restore(state or {})

    def ask(self, question: str, *, language: str | None = None) -> Reply:
        """The reply to the next message. Raises `TypeError` when it is no `str`, and nothing else."""
        reply, self._context = self._bot._turn(question, language, self._context)
        return reply

    def state(self) -> dict[str, Any]:
        """What the session remembers, JSON-able."""
        return self._context.state()


def _picked(read: Question, context: Context, edition: Edition) -> str | None:
    """The id of the option that a message picks: by number, by label, or by naming its entity."""
    if not context.options or not read.tokens:
        return None
    known = [o for o in context.options if _holds(o.id, edition)]
    words = [token.word for token in read.tokens]
    numbers = [_number(word, edition.numbers) for word in words]
    if len(words) == 1 and numbers[0] is not None and 1 <= numbers[0] <= len(known):
        return known[numbers[0] - 1].id
    said = text.fold(read.text).strip(" .!?")
    for option in known:
        if said == text.fold(option.label).strip(" .!?"):
            return option.id
    return _named(read, [o.id for o in known], edition)


def _named(read: Question, ids: Sequence[str], edition: Edition) -> str | None:
    """The only option whose entity a short message names or points at."""
    from chatbot import entities

    query = entities.find(read, edition.phrases)
    targets = {t for m in query.mentions for t in m.phrase.targets}
    hits = [id_ for id_ in ids if id_.partition("@")[2] in targets]
    rest = [u for u in query.units if not u.mention and u.term not in edition.lexicon.stop and u.known]
    return hits[0] if len(hits) == 1 and len(rest) <= 1 else None


def _number(word: str, numbers: Mapping[str, int]) -> int | None:
    return int(word) if word.isascii() and word.isdecimal() and len(word) < 4 else numbers.get(word)


def _holds(id_: str, edition: Edition) -> bool:
    topic, _, entity = id_.partition("@")
    return id_ == "none" or (topic in edition.topics and (not entity or entity in edition.entities))


_shipped: ChatBot | None = None
_lock = threading.Lock()


def answer(question: str, *, language: str | None = None) -> Reply:
    """The reply of the shipped knowledge to one message, on its own. Raises `TypeError` when it is no `str`.

    >>> answer("How many clusters are there?").text
    'There are five clusters: DIGITAL, the Protein Industries Cluster, the Advanced Manufacturing Cluster, \
the Scale AI Cluster and the Ocean Cluster.'
    """
    global _shipped
    if _shipped is None:
        with _lock:
            if _shipped is None:
                _shipped = ChatBot.load()
    return _shipped.ask(question, language=language)
