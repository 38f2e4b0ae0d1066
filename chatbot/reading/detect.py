"""Which edition a message is written for, told by the words that each edition knows.

A little word of a language ("quoi") says more than another word that its edition knows; a name that every edition has
says nothing. Nothing is learned, and no word of any language is here.
"""

import re
from functools import cache
from typing import NamedTuple

from chatbot.knowledge import Edition, Knowledge
from chatbot.language import Lexicon
from chatbot.reading.lexicon import nearest
from chatbot.reading.normalize import fold, unelided
from chatbot.reading.tokenizer import LONGEST, Question, read

LITTLE, KNOWN, WRITTEN = 3, 1, 1
"""What a word says for the edition that knows it: a little word, and any other; and what an accent says that the
edition writes."""

MOST = 60
"""Words that are looked at; a message does not change its language often after that."""

STRANGE, FEWEST = 0.5, 2
"""Share and number of words that are nobody's, from which a message is in another language (own questions, 2026-11)."""

SHORTEST = 3
"""Letters of the shortest word that counts as nobody's: shorter ones are shorthand."""

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


@cache
def _syllables(vowels: str) -> re.Pattern[str]:
    """What a word is, and not the noise of a hand on the keys: none has five letters in a row that are no vowels."""
    some = re.escape(vowels)
    return re.compile(rf"(?=.*[{some}])(?!.*[^{some}]{{5}})(?!.*(.)\1\1)" if vowels else "")


class Heard(NamedTuple):
    """A message as it was read."""

    knowledge: Knowledge
    edition: Edition
    """What it was read by."""
    speaking: Edition
    """What answers: the same, unless the language of the answer is set to another."""
    question: Question
    refused: str = ""
    """Why it is no question at all: `too-long`, `empty` or `other-language`."""


def hear(message: str, knowledge: Knowledge, language: str | None, *wished: str | None) -> Heard:
    """A message, read in its language; `language` answers, whatever it is in, and `wished` say it where words do not.

    Raises `TypeError` when the message is no `str`.
    """
    if not isinstance(message, str):
        raise TypeError(f"a question is a str, not {type(message).__name__}")
    told = tell(message, knowledge, language, *wished)
    speaking = edition = knowledge.edition(told.language)
    if language:
        speaking = knowledge.edition(language)
        edition = edition if _mirrors(edition, speaking) else speaking
    question = read(message, edition.lexicon)
    other = "other-language" if told.other else ""
    refused = "too-long" if len(message) > LONGEST else other if question.tokens else "empty"
    return Heard(knowledge=knowledge, edition=edition, speaking=speaking, question=question, refused=refused)


def _mirrors(one: Edition, other: Edition) -> bool:
    """Whether the one edition can answer all that the other understands: the same entities, entries and slots."""
    if one is other:
        return True
    slots, others = (
        {id_: topic.needs for id_, topic in edition.topics.items() if not topic.talk} for edition in (one, other)
    )
    held, theirs = ((edition.entities.keys(), edition.kinds.keys()) for edition in (one, other))
    return slots == others and held == theirs


class Told(NamedTuple):
    """The language of a message, by its id; `other` when it is in none that the knowledge speaks."""

    language: str
    other: bool = False


def tell(message: str, knowledge: Knowledge, *wished: str | None) -> Told:  # noqa: PLR0914
    """The language of a message: where its words leave it open, the first of `wished` that there is an edition in."""
    default = next((name for name in wished if name and name in knowledge.editions), next(iter(knowledge.editions)))
    if len(knowledge.editions) < 2:
        return Told(default)
    lexicons = [edition.lexicon for edition in knowledge.editions.values()]
    plain = message.isascii()
    typed = _WORD.findall(fold(message[:LONGEST]) if plain else message[:LONGEST])[:MOST]
    words = typed if plain else [fold(word) for word in typed]
    shared = lexicons[0].names.intersection(words)
    ours = {word for word in shared if all(word in lexicon.names for lexicon in lexicons)}
    if ours:
        pairs = [pair for pair in zip(typed, words, strict=True) if pair[1] not in ours]
        typed, words = [word for word, _ in pairs], [word for _, word in pairs]
    worth = [_worth(words, lexicon) for lexicon in lexicons]
    scores = [sum(each) for each in worth]
    if not plain:
        letters = [lexicon.letters for lexicon in lexicons]
        written = [sum(not own.isdisjoint(word.lower()) for word in typed) for own in letters]
        scores = [score + WRITTEN * times for score, times in zip(scores, written, strict=True)]
    best = max(scores)
    named = [language for language, score in zip(knowledge.editions, scores, strict=True) if score == best]
    language = default if default in named else named[0]
    if ours:
        return Told(language)
    likely = [knowledge.editions[name].lexicon for name in named]
    unknown = [word for word, *known in zip(words, *worth, strict=True) if not any(known)]
    alien = 0 if plain else sum(_alien(word, lexicons) for word in typed)
    return Told(language, _other(len(words), unknown, alien, likely, lexicons))


def _worth(words: list[str], lexicon: Lexicon) -> list[int]:
    """What each folded word says for an edition, 0 or more."""
    little, term, ordinary = lexicon.little, lexicon.terms.get, lexicon.ordinary
    return [
        LITTLE if word in little
        else _elided(word, lexicon) if "'" in word
        else KNOWN if term(word) or word in ordinary
        else 0
        for word in words
    ]  # fmt: skip


def _elided(word: str, lexicon: Lexicon) -> int:
    bare = unelided(word, lexicon.elisions)
    return LITTLE * (bare != word) + _worth([bare.partition("'")[0]], lexicon)[0]


def _other(count: int, unknown: list[str], alien: int, likely: list[Lexicon], lexicons: list[Lexicon]) -> bool:
    """Whether too many of the words are nobody's: no slip of a word of the likeliest languages, and no noise.

    `alien` are words with a letter that no edition writes; they count twice.
    """
    limit = max(FEWEST, STRANGE * count)
    if not count or len(unknown) + 2 * alien < limit:
        return False
    word_like = _syllables("".join(sorted({vowel for lexicon in lexicons for vowel in lexicon.vowels})))
    strange = [
        word
        for word in unknown
        if len(word) >= SHORTEST
        and (not word.isascii() or word_like.match(word))
        and not any(_slip(word, lexicon) for lexicon in likely)
    ]
    return len(strange) + 2 * alien >= limit


def _alien(typed: str, lexicons: list[Lexicon]) -> bool:
    """Whether a word holds a letter that no edition writes."""
    strange = [c for c in typed.lower() if c.isalpha() and not c.isascii()]
    return any(all(c not in lexicon.letters for lexicon in lexicons) for c in strange)


def _slip(word: str, lexicon: Lexicon) -> bool:
    """Whether a word is a slip of one that is used, and says something: other words have neighbours everywhere."""
    meant = nearest(word, lexicon)
    return meant is not None and meant in lexicon.counts and lexicon.terms[meant] not in lexicon.stop
