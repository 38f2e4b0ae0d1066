"""The bot: a message in, a reply out. `ChatBot` holds a knowledge that was verified once; `Session` holds a context."""

import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from threading import Lock
from typing import Any

from chatbot.answering.respond import respond
from chatbot.dialogue.context import Context
from chatbot.dialogue.resolve import resolve
from chatbot.knowledge import Knowledge
from chatbot.loading.folders import SHIPPED
from chatbot.problem import KnowledgeError, Place
from chatbot.reading.detect import hear
from chatbot.reply import Reply
from chatbot.storing import cache


class ChatBot:
    """Answers questions from one knowledge base. Safe to share between threads; `ask` has no memory."""

    def __init__(self, knowledge: Knowledge, folder: Path | None = None, today: date | None = None) -> None:
        self._knowledge = knowledge
        self._folder = folder
        self._today = today
        self._locks: dict[int, Lock] = {}  # by process: one that was forked inherits none that is held

    @classmethod
    def load(cls, folder: str | Path | None = None, *, today: date | None = None) -> "ChatBot":
        """The bot of a knowledge folder, by default the shipped one.

        `today` is the day that figures are judged stale against, by default the day of loading.
        Raises `KnowledgeError`, which lists every problem of the folder with its place.
        """
        place = SHIPPED if folder is None else Path(folder)
        return cls(cache.load(place, today, _from_yaml), place.absolute(), today)

    @property
    def knowledge(self) -> Knowledge:
        """What it knows."""
        return self._knowledge

    def ask(self, question: str, *, language: str | None = None, hint: str | None = None) -> Reply:
        """The reply to one message, on its own, in the message's language.

        `language`, a tag such as "fr" or "fr-CA", answers in that one whatever is asked; `hint` only where the words
        leave it open. Raises `TypeError` when the message is no `str`, `ValueError` for a language that the knowledge
        does not speak. Nothing else, as long as the folder that was loaded, or its stored form, can be read.
        """
        reply, _ = self._turn(question, Context(), language, hint, alone=True)
        return reply

    def session(self, state: Mapping[str, Any] | None = None) -> "Session":
        """A conversation, new or restored from what `Session.state()` gave.

        Raises `ValueError`, which names the field, for what is no such state or one of another version.
        """
        return Session(self, state)

    def reload(self) -> None:
        """Read the folder, and the day unless one was given to `load`, again; and swap both in whole.

        Raises `KnowledgeError` and keeps the old for a broken folder, `ValueError` for a bot that came from none.
        """
        if self._folder is None:
            raise ValueError("this bot was not loaded from a folder")
        self._knowledge = _from_yaml(self._folder, self._today)

    def __reduce__(self) -> tuple[Any, ...]:
        if self._folder is None:
            return ChatBot, (self._knowledge,)
        return _again, (self._folder, self._today, self._knowledge.digest)

    def _turn(
        self, question: str, context: Context, language: str | None, hint: str | None, *, alone: bool = False
    ) -> tuple[Reply, Context]:
        """The answer, from a knowledge loaded anew if the old one is lost; `KnowledgeError` if that fails too."""
        known = self._knowledge
        try:
            return self._reply(question, context, language, hint, alone=alone)
        except KnowledgeError:  # the stored form was lost, and its folder changed since it was loaded
            if self._folder is None:
                raise
        with self._locks.setdefault(os.getpid(), Lock()):
            if self._knowledge is known:  # no other thread was first
                self.reload()
        return self._reply(question, context, language, hint, alone=alone)

    def _reply(
        self, question: str, context: Context, language: str | None, hint: str | None, *, alone: bool
    ) -> tuple[Reply, Context]:
        """A message is heard, resolved in its context, and responded to; alone, it leaves nothing to the next."""
        heard = hear(
            question, self._knowledge, self._knowledge.spoken(language), context.language, self._knowledge.nearest(hint)
        )
        asked = resolve(heard, context)
        reply = respond(asked)
        return reply, context if alone else asked.after(reply)


def _from_yaml(folder: Path, today: date | None) -> Knowledge:
    from chatbot.loading.loader import load  # YAML takes as long to import as an answer, and most starts need none

    return load(folder, today)


def _again(folder: Path, today: date | None, digest: str) -> "ChatBot":
    """The bot that was pickled, in a process that can read its folder. Raises `KnowledgeError` when that changed."""
    bot = ChatBot.load(folder, today=today)
    if bot.knowledge.digest != digest:
        message = f"the knowledge was {digest} when the bot was pickled, and is {bot.knowledge.digest} now"
        raise KnowledgeError([Place(str(folder)).problem("changed", message, "pickle the bot again")])
    return bot


class Session:
    """A conversation with a bot: each turn may lean on the ones before. Not for two threads at once."""

    def __init__(self, bot: ChatBot, state: Mapping[str, Any] | None = None) -> None:
        self._bot = bot
        self._context = Context.restore(state or {}, bot.knowledge.edition(None))

    def ask(self, question: str, *, language: str | None = None, hint: str | None = None) -> Reply:
        """The reply to the next message, as `ChatBot.ask`; where its words leave it open, in the last one's language.

        Raises as `ChatBot.ask` does.
        """
        reply, self._context = self._bot._turn(question, self._context, language, hint)
        return reply

    def state(self) -> dict[str, Any]:
        """What the session remembers, JSON-able."""
        return self._context.state()


_shipped: ChatBot | None = None
_locks: dict[int, Lock] = {}


def answer(question: str, *, language: str | None = None) -> Reply:
    """The reply of the shipped knowledge to one message, on its own.

    `language` as in `ChatBot.ask`. Raises `TypeError` when the message is no `str`, `ValueError` for a language that
    is not spoken.

    >>> answer("How many clusters are there?").text
    'There are five clusters: DIGITAL, the Protein Industries Cluster, the Advanced Manufacturing Cluster, \
the Scale AI Cluster and the Ocean Cluster.'
    """
    global _shipped
    if _shipped is None:
        with _locks.setdefault(os.getpid(), Lock()):
            if _shipped is None:
                _shipped = ChatBot.load()
    return _shipped.ask(question, language=language)
