"""The bot: a message in, a reply out. `ChatBot` holds a knowledge that was verified once; `Session` holds a context."""

from __future__ import annotations

import sys
from _thread import allocate_lock  # what `threading` has it from, which takes a millisecond to import
from collections.abc import Mapping

from chatbot.answering.respond import Speaker
from chatbot.dialogue.context import Context
from chatbot.dialogue.following import follow, picked
from chatbot.knowledge import Knowledge
from chatbot.reading import tokenizer
from chatbot.reading.detect import hear
from chatbot.reply import Reply

TYPE_CHECKING = False  # `typing` and these are slow to import, and a question needs none of them
if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path
    from typing import Any


class ChatBot:
    """Answers questions from one knowledge base. Safe to share between threads; `ask` has no memory."""

    def __init__(self, knowledge: Knowledge, folder: str | Path | None = None) -> None:
        self._knowledge = knowledge
        self._folder = folder

    @classmethod
    def load(cls, folder: str | Path | None = None, *, today: date | None = None) -> ChatBot:
        """The bot of a knowledge folder, by default the shipped one.

        `today` is the day that figures are judged stale against, by default the day of loading.
        Raises `KnowledgeError`, which lists every problem of the folder with its place.
        """
        from chatbot.loading.compiled import load

        return cls(load(folder, today), folder)

    @property
    def knowledge(self) -> Knowledge:
        """What it knows."""
        return self._knowledge

    def ask(self, question: str, *, language: str | None = None, hint: str | None = None) -> Reply:
        """The reply to one message, on its own, in the message's language.

        `language` ("en", "fr") answers in that one whatever is asked; `hint` only where the words leave it open.
        Raises `TypeError` when the message is no `str`, and nothing else.
        """
        reply, _ = self._turn(question, language, Context(), hint)
        return reply

    def session(self, state: Mapping[str, Any] | None = None) -> Session:
        """A conversation, new or restored from what `Session.state()` gave."""
        return Session(self, state)

    def reload(self) -> None:
        """Read the folder again and swap it in whole. Raises `KnowledgeError` and keeps the old when it is broken."""
        from chatbot.loading.loader import load

        self._knowledge = load(self._folder, self._knowledge.today)

    def _turn(self, question: str, language: str | None, context: Context, hint: str | None) -> tuple[Reply, Context]:
        if not isinstance(question, str):
            raise TypeError(f"a question is a str, not {type(question).__name__}")
        knowledge = self._knowledge
        heard = hear(question, knowledge, language, context.language, hint)
        edition = knowledge.edition(heard.language)
        if language and not edition.mirrors(knowledge.edition(language)):
            edition = knowledge.edition(language)
        context = context.within(edition)
        speaker = Speaker(knowledge, knowledge.edition(language) if language else edition, edition)
        read = tokenizer.read(question, edition.lexicon)
        if (refused := speaker.refuse(question, read, other=heard.other)) is not None:
            _log(refused)
            return refused, context
        if (option := picked(read, context, edition)) is not None:
            reply = speaker.pick(option, read)
        else:
            reply = speaker.reply(follow(read, context, edition), context)
        _log(reply)
        return reply, context.after(reply, edition)


def _log(reply: Reply) -> None:
    """A debug line for programs that log: ids and levels, never a word of the message."""
    logging = sys.modules.get("logging")  # slow to import, and who reads a log has imported it
    if logging is None:
        return
    logger = logging.getLogger("chatbot")
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())
    logger.debug("%s %s %s", reply.topic or "-", reply.status.value, reply.level.value)


class Session:
    """A conversation with a bot: each turn may lean on the ones before. Not for two threads at once."""

    def __init__(self, bot: ChatBot, state: Mapping[str, Any] | None = None) -> None:
        self._bot = bot
        self._context = Context.restore(state or {}, bot.knowledge.edition(None))

    def ask(self, question: str, *, language: str | None = None, hint: str | None = None) -> Reply:
        """The reply to the next message, as `ChatBot.ask`; where its words leave it open, in the last one's language.

        Raises `TypeError` when it is no `str`, and nothing else.
        """
        reply, self._context = self._bot._turn(question, language, self._context, hint)
        return reply

    def state(self) -> dict[str, Any]:
        """What the session remembers, JSON-able."""
        return self._context.state()


_shipped: ChatBot | None = None
_lock = allocate_lock()


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
