"""A conversation on a screen, without the screen: lines in, lines out, and the slash commands in one table."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from chatbot.answering.compose import label
from chatbot.answering.template import message
from chatbot.bot import ChatBot
from chatbot.channels.explain import why_lines
from chatbot.channels.render import Style, cite, printable, reply_lines, source_line
from chatbot.knowledge import Edition
from chatbot.measuring.evaluate import transcript
from chatbot.measuring.misses import MissLog
from chatbot.problem import KnowledgeError
from chatbot.reading.lexicon import did_you_mean
from chatbot.reply import Option, Reply
from chatbot.storing import writer

FOLLOWING = "auto"
"""What /language takes for answers in the language of each question."""

LONGEST_NUMBER = 4
"""Digits from which a number is no choice of what was offered."""

WELCOMED = 3
"""Questions that the welcome offers."""


@dataclass
class Conversation:
    """One chat. Holds the session and what was last said, since numbers and commands go back to it."""

    bot: ChatBot
    style: Style
    language: str | None = None
    """Of the answers, whatever the questions are in."""
    hint: str | None = None
    """Of the answers before anything was asked."""
    misses: MissLog | None = None
    last: Reply | None = None
    offered: tuple[str, ...] = ()
    over: bool = False
    keeping: bool = True
    """Whether lines are kept in the history."""

    def __post_init__(self) -> None:
        self.session = self.bot.session()
        self._turns: list[tuple[str, Reply]] = []

    @property
    def edition(self) -> Edition:
        """The edition that speaks: the one pinned, else that of the last answer, else the one hinted at."""
        return self.bot.knowledge.edition(self.language or (self.last.language if self.last else self.hint))

    def welcome(self) -> Iterator[str]:
        """Three lines: what this is, questions to run by number, and how to leave."""
        questions = [label(self.edition.topics[id_], (), self.edition) for id_ in self.edition.starters]
        offered: list[str] = []
        for question in questions[:WELCOMED]:
            if not offered or len(_numbered([*offered, question])) <= self.style.width:
                offered.append(question)
        self.offered = tuple(offered)
        yield from self._say("welcome", "heading")
        yield from self.style.wrapped(_numbered(offered))
        yield from self._say("welcome-try", "faint")

    def turn(self, typed: str) -> Iterator[str]:
        """The lines that answer one line: a slash command, a number of what was offered, or a question."""
        line = " ".join(typed.split())
        if line.startswith("/"):
            yield from self._command(line)
        elif line:
            yield from self._ask(self._numbered(line))

    def choices(self) -> tuple[str, ...]:
        """What can be chosen with the arrow keys: open options, else the questions offered."""
        options: tuple[Option, ...] = self.last.options if self.last else ()
        return tuple(option.label for option in options) or self.offered

    def verdict(self, typed: str) -> str:
        """How the line would be answered, in a few words: how sure, and by which entry."""
        if not typed.strip() or typed.startswith("/"):
            return ""
        reply = self.bot.session(self.session.state()).ask(typed, language=self.language, hint=self.hint)
        level = message(self.edition, f"level-{reply.level.value}" if reply.topic else f"level-{reply.status.value}")
        return f"{level} {reply.topic or ''}".strip()

    def subject(self) -> str:
        """What the conversation is about, or empty."""
        entities = [e for e in self.session.state()["entities"] if e in self.edition.entities]
        return ", ".join(self.edition.entities[e].name for e in entities) or str(self.session.state()["topic"])

    def _numbered(self, line: str) -> str:
        number = int(line) if line.isascii() and line.isdecimal() and len(line) < LONGEST_NUMBER else 0
        free = len(self.last.options if self.last else ()) < number <= len(self.offered)
        return self.offered[number - 1] if free else line

    def _ask(self, line: str) -> Iterator[str]:
        reply = self.session.ask(line, language=self.language, hint=self.hint)
        self.last = reply
        self._turns.append((line, reply))
        if self.misses:
            self.misses.add(line, reply, self.bot.knowledge.edition(reply.heard))
        if self.style.plain:
            yield printable(message(self.edition, "answer"))
        self.offered = reply.suggestions
        yield from reply_lines(reply, self.edition, self.style, numbered_from=1, all_sources="/sources")

    def _command(self, line: str) -> Iterator[str]:
        name, _, rest = line[1:].partition(" ")
        if (command := COMMANDS.get(name.lower())) is None:
            near = did_you_mean(name.lower(), COMMANDS) or ""
            yield from self._say("no-command-near" if near else "no-command", "unsure", name=name, near=near)
        else:
            yield from command(self, rest.strip())

    def _say(self, id_: str, meaning: str = "answer", **values: str) -> Iterator[str]:
        return self.style.wrapped(message(self.edition, id_, **values), meaning)

    def help(self, _: str) -> Iterator[str]:
        """Every command with what it does."""
        for name in COMMANDS:
            text = message(self.edition, f"help-{name}", languages=", ".join(self.bot.knowledge.editions))
            yield from self.style.wrapped(f"/{name}: {text}" if self.style.plain else f"/{name:10} {text}")

    def why(self, _: str) -> Iterator[str]:
        """Why the last answer is as it is."""
        if self.last is None or self.last.trace is None:
            yield from self._say("nothing-before")
        else:
            yield from why_lines(self.last.trace, self.edition, self.bot.knowledge)

    def more(self, _: str) -> Iterator[str]:
        """More on the last answer."""
        if self.last is None:
            yield from self._say("nothing-before")
        elif self.last.more:
            yield from self.style.wrapped(self.last.more)
        else:
            yield from self._say("no-more")

    def sources(self, _: str) -> Iterator[str]:
        """The sources of the last answer."""
        if self.last is None or not self.last.sources:
            yield from self._say("no-source")
        else:
            for number, source in enumerate(self.last.sources, 1):
                yield from self.style.wrapped(source_line(source, number, self.edition, self.style))

    def topics(self, _: str) -> Iterator[str]:
        """Everything that can be asked."""
        for topic in self.edition.topics.values():
            if not topic.talk:
                yield from self.style.wrapped(f"- {label(topic, (), self.edition)}")

    def language_(self, rest: str) -> Iterator[str]:
        """The language of the answers."""
        if rest in self.bot.knowledge.editions:
            self.language = rest
            yield from self._say("language-now", language=rest)
        elif rest == FOLLOWING:
            self.language = None
            yield from self._say("language-auto")
        else:
            yield from self._say("languages", languages=", ".join([*self.bot.knowledge.editions, FOLLOWING]))

    def copy(self, _: str) -> Iterator[str]:
        """The last answer, ready to be quoted."""
        if self.last is None:
            yield from self._say("nothing-before")
        else:
            yield from self.style.wrapped(cite(self.last, self.edition))

    def save(self, rest: str) -> Iterator[str]:
        """The conversation so far as a Markdown file."""
        if not rest:
            yield from self._say("save-where", "unsure")
            return
        try:
            writer.write(Path(rest), transcript(self._turns, Path(rest).stem).encode("utf-8", "replace"))
        except (OSError, ValueError) as error:  # no file's name holds NUL
            yield from self._say("save-failed", "unsure", file=rest, why=getattr(error, "strerror", "") or "")
        else:
            yield from self._say("saved", file=rest)

    def history(self, rest: str) -> Iterator[str]:
        """Whether lines are kept."""
        if rest in ("off", "on"):
            self.keeping = rest == "on"
        yield from self._say("history-on" if self.keeping else "history-off")

    def reload(self, _: str) -> Iterator[str]:
        """Read the knowledge again."""
        try:
            self.bot.reload()
        except KnowledgeError as error:
            yield from self._say("reload-failed", "unsure", count=str(len(error.problems)))
            yield from (printable(str(problem)) for problem in error.problems)
        else:
            yield from self._say("reloaded", digest=self.bot.knowledge.digest)

    def clear(self, _: str) -> Iterator[str]:
        """Forget the conversation."""
        self.session, self.last, self.offered, self._turns = self.bot.session(), None, (), []
        yield from self._say("cleared")

    def quit(self, _: str) -> Iterator[str]:
        """Leave."""
        self.over = True
        yield from self._say("farewell")


def _numbered(questions: list[str]) -> str:
    return "  ".join(f"{n}. {question}" for n, question in enumerate(questions, 1))


COMMANDS: Mapping[str, Callable[[Conversation, str], Iterator[str]]] = {
    command.__name__.rstrip("_"): command
    for command in (
        *(Conversation.help, Conversation.why, Conversation.more, Conversation.sources, Conversation.topics),
        *(Conversation.language_, Conversation.copy, Conversation.save, Conversation.history, Conversation.reload),
        *(Conversation.clear, Conversation.quit),
    )
}
"""The slash commands, in the order that /help lists them."""


def known(edition: Edition) -> list[str]:
    """What completion offers: questions, names and commands."""
    questions = [label(topic, (), edition) for topic in edition.topics.values() if not topic.talk]
    names = [entity.name for entity in edition.entities.values()]
    return list(dict.fromkeys([*questions, *names, *(f"/{name}" for name in COMMANDS)]))
