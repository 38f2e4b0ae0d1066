"""The log of questions that were not answered: only words that the knowledge itself holds are ever written.

What a person types may name people, numbers and secrets. A word stands in the log as the knowledge writes it, or not at
all, so that nothing of a message can be read that could not be read in the knowledge.
"""

import json
import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from chatbot.answering.template import LOOKUP
from chatbot.knowledge import Edition
from chatbot.language import How
from chatbot.reading.lexicon import term_of
from chatbot.reading.normalize import fold
from chatbot.reading.tokenizer import read
from chatbot.reply import Reply, Status
from chatbot.storing import writer

WORD, NUMBER = "<word>", "<number>"
LONGEST = 40
"""Words of a message that are written; questions of the question files have at most 30, and a letter has more."""

_WORDS = re.compile(r"[^\W_]+")

_ADDRESS = re.compile(r"[@#\\~_%]|://|www\.|\w\.\w")
"""What marks a run of characters as an e-mail address, a handle, a link, a path or a key: no word of it is written."""


class Masker(NamedTuple):
    """Messages without the words that are not the knowledge's own."""

    edition: Edition
    held: frozenset[str]

    @staticmethod
    def of(edition: Edition) -> "Masker":
        """The masker of an edition: it holds the words of phrasings, and of names that are not people's."""
        texts = [LOOKUP.sub(" ", text) for topic in edition.topics.values() for text in topic.phrasings]
        people = {kind.id for kind in edition.kinds.values() if kind.person}
        texts += [entity.name for entity in edition.entities.values() if entity.kind not in people]
        named = (phrase for runs in edition.phrases.values() for _, phrase in runs if phrase.how is How.NAME)
        texts += [phrase.words for phrase in named if phrase.kind not in people]
        words = {word for text in texts for word in _WORDS.findall(fold(text))}
        light = {word for word in words if len(word) > 1 or term_of(word, edition.lexicon) in edition.lexicon.stop}
        return Masker(edition, frozenset(light))

    def mask(self, message: str) -> str:
        """The message's words, folded, with `<word>` for each that is not held and `<number>` for each number.

        A word whose spelling was forgiven stands as it was read. All that is no word (signs, emoji) is left out.
        """
        question = read(message, self.edition.lexicon)
        shown: list[str] = []
        hidden = -1
        for token in question.tokens:
            chunk = _around(message, token.span)
            if _ADDRESS.search(fold(message[slice(*chunk)])):
                if hidden != chunk[0]:
                    shown.append(WORD)
                hidden = chunk[0]
            else:
                shown.append(self._shown(token.word, fold(token.surface)))
        return " ".join(shown[:LONGEST])

    def _shown(self, word: str, typed: str) -> str:
        both = word + typed
        if word in self.edition.numbers or typed in self.edition.numbers or both.isnumeric():
            return NUMBER
        if any(char.isnumeric() for char in both):
            return WORD if any(char.isalpha() for char in both) else NUMBER
        spelt_out = len(typed) == 1 and typed not in self.held  # "n" is read as "and", also in "z o l t a n"
        return WORD if spelt_out or word not in self.held else word


def _around(text: str, span: tuple[int, int]) -> tuple[int, int]:
    """The run of characters without white space that holds the span."""
    start, end = span
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return start, end


class MissLog:
    """A file of JSON lines, a line for each message that was not answered in full."""

    def __init__(self, path: Path, warn: Callable[[str], None]) -> None:
        self._path = path
        self._warn = warn
        self._warned = False
        self._maskers: dict[str, Masker] = {}

    def add(self, message: str, reply: Reply, edition: Edition) -> None:
        """Append a line, unless the message was answered in full or has no word. A file that fails is warned of."""
        statuses = {reply.status, *(part.status for part in reply.parts)}
        if statuses == {Status.ANSWERED}:
            return
        masker = self._maskers.get(edition.language)
        if masker is None or masker.edition is not edition:
            masker = self._maskers[edition.language] = Masker.of(edition)
        if not (asked := masker.mask(message)):
            return
        line = {
            "date": datetime.now().astimezone().date().isoformat(),
            "language": edition.language,
            "status": (Status.UNKNOWN if Status.UNKNOWN in statuses else Status.CLARIFY).value,
            "topic": reply.candidates[0][0] if reply.candidates and not reply.parts else "",
            "asked": asked,
        }
        try:
            writer.append(self._path, json.dumps(line, ensure_ascii=True))
        except OSError as error:
            if not self._warned:
                self._warn(f"--log: {self._path} cannot be written ({error.strerror or 'unwritable'})")
            self._warned = True
