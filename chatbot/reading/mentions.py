"""Which names are in a question: runs of words become mentions, longest first, and never overlap."""

from collections.abc import Collection, Iterable
from typing import NamedTuple

from chatbot.language import How, Phrase, Phrases
from chatbot.reading.tokenizer import Break, Question, Read, Token

SPELT = 0.9
"""How much a word read by its spelling weighs beside one that was typed as we know it (dev questions, 2026-11)."""

ACRONYM = 3
"""Longest word, in letters, that keeps its capitals when it is repeated."""

STRANGE = 2.0
"""How much a name that nothing here holds weighs beside any other such word: a capital within a sentence marks it."""

HINTED = 0.6
"""How much a word weighs that often means something else beside one that does not (dev questions, 2026-11)."""


class Mention(NamedTuple):
    """An entity, or several that share a word, named or pointed at by the tokens from `start` on."""

    phrase: Phrase
    start: int
    words: str

    @property
    def named(self) -> bool:
        """Whether the entity was named, and not only pointed at by a word of its field."""
        return self.phrase.how is How.NAME


class Unit(NamedTuple):
    """What the matcher counts: a word, a synonym's term, or a slot ("{cluster}") with the mention that fills it."""

    term: str
    words: str
    share: float = 1.0
    """Above 0: how much it weighs beside the same term typed as we know it."""
    known: bool = True
    mention: Mention | None = None
    literal: str = ""
    """Of a slot filled by a word of the field: the word itself, which topics may hold too."""
    start: int = 0
    """The token that it begins at."""

    @classmethod
    def naming(cls, targets: tuple[str, ...], kind: str, words: str, start: int) -> "Unit":
        """The unit of entities of a kind that words stand for, as if the words had named them."""
        phrase = Phrase(How.NAME, targets, kind=kind, words=words)
        return cls(slot(kind, How.NAME), words, mention=Mention(phrase, start=start, words=words), start=start)


class Query(NamedTuple):
    """A question with the names found in it: `units` are its words, `mentions` the names, in the order of the text."""

    question: Question
    units: tuple[Unit, ...]
    mentions: tuple[Mention, ...] = ()

    @classmethod
    def of(cls, question: Question, units: Iterable[Unit]) -> "Query":
        """The query of a question that reads as these units."""
        read = tuple(units)
        return cls(question, read, tuple([unit.mention for unit in read if unit.mention]))

    def word(self, unit: Unit) -> str:
        """The word that a unit begins with, as the language writes it: "who" of "who's"."""
        return self.question.tokens[unit.start].word

    def starts(self) -> tuple[str, ...]:
        """The word that each unit begins with."""
        tokens = self.question.tokens
        return tuple([tokens[unit.start].word for unit in self.units])

    def telling(self, light: Collection[str]) -> list[Unit]:
        """Its words that are no names, and none of the terms that carry little."""
        return [unit for unit in self.units if unit.mention is None and unit.term not in light]

    def unheard(self, asking: Collection[str]) -> list[str]:
        """Its words as they were typed, each once, that stand in no phrasing, answer, name or value and do not ask."""
        strange = [unit.words for unit in self.units if not unit.known and not unit.term.isdecimal()]
        return list(dict.fromkeys(words for words in strange if words.lower() not in asking))

    def literally(self) -> str:
        """Its terms in one line, of a word of a field the word itself."""
        return " ".join(unit.literal or unit.term for unit in self.units)

    def terms(self) -> str:
        """Its terms in one line."""
        return " ".join(unit.term for unit in self.units)


def slot(kind: str, how: How) -> str:
    """The slot that a mention of a kind fills: "{cluster}" by name, "{cluster.subject}" by a word of its field."""
    return f"{{{kind}}}" if how is How.NAME else f"{{{kind}.subject}}"


def find(question: Question, phrases: Phrases) -> "Query":  # noqa: PLR0914
    """The question's words as units: the longest phrase at each word is taken, and the rest stay words."""
    units: list[Unit] = []
    tokens = question.tokens
    terms = tuple([token.term for token in tokens])
    strange, spelling = _strange(tokens), Read.SPELLING
    i = 0
    while i < len(tokens):
        token = tokens[i]
        found = _longest(terms, i, phrases)
        if found is None:
            share = SPELT if token.read is spelling else STRANGE if i in strange else 1.0
            units.append(Unit(term=token.term, words=token.surface, share=share, known=token.known, start=i))
            i += 1
            continue
        end, phrase = found
        if end - i == 1:
            words, spelt = _shown(token), token.read is spelling
        else:
            run = tokens[i:end]
            words = " ".join(_shown(t) for n, t in enumerate(run) if not n or t.span != run[n - 1].span)
            spelt = any(t.read is spelling for t in run)
        share = SPELT if spelt else 1.0
        if phrase.how is How.WORD:
            units.append(Unit(term=phrase.targets[0], words=words, share=share, start=i))
        else:
            share *= HINTED if phrase.how is How.HINT else 1.0
            mention = Mention(phrase=phrase, start=i, words=words)
            term = slot(phrase.kind, phrase.how)
            units.append(Unit(term=term, words=words, share=share, mention=mention, literal=phrase.literal, start=i))
        i = end
    return Query.of(question, units)


def _strange(tokens: tuple[Token, ...]) -> frozenset[int]:
    """The places of words that are not known and written like names, in a text that does not capitalize at will."""
    if all(token.known for token in tokens):
        return frozenset()
    capitals = [i for i, token in enumerate(tokens) if token.surface[:1].isupper()]
    if len(capitals) * 2 > len(tokens):
        return frozenset()
    return frozenset([i for i in capitals if i and not tokens[i].known and tokens[i].before is not Break.SENTENCE])


def _shown(token: Token) -> str:
    """The word as a reply repeats it: rightly spelt, and not shouted; acronyms stay as they are."""
    if token.read is Read.SPELLING:
        return token.word
    return token.surface.lower() if len(token.surface) > ACRONYM else token.surface


def opening(run: tuple[str, ...]) -> str:
    """What a run of terms is looked up by: its first two terms, or the only one."""
    return " ".join(run[:2])


def _longest(terms: tuple[str, ...], start: int, phrases: Phrases) -> tuple[int, Phrase] | None:
    """The longest run of terms from a place on that stands for something, by its end."""
    for length in (2, 1):
        for run, phrase in phrases.get(opening(terms[start : start + length]), ()):
            end = start + len(run)
            if terms[start:end] == run:
                return end, phrase
    return None
