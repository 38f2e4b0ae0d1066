"""Which of the options that are open a message picks: by number, by its words, or by naming whom it is asked of."""

from collections.abc import Mapping, Sequence

from chatbot.dialogue.context import NONE, Context, holds, parted
from chatbot.knowledge import Edition
from chatbot.reading import mentions
from chatbot.reading.normalize import fold
from chatbot.reading.tokenizer import Question

LARGEST = 3
"""Digits of a number that may count to an option; a longer one is something else."""


def picked(question: Question, context: Context, edition: Edition) -> str | None:
    """The id of the option that a message picks, or None."""
    known = [option for option in context.options if holds(option.id, edition)]
    if not known or not question.tokens:
        return None
    words = [token.word for token in question.tokens]
    mild = edition.marks.get("correction", frozenset()) | edition.marks.get("counted", frozenset())
    heavy = [word for word in words if word not in mild]
    ordinals = {} if context.lists else edition.ordinals
    number = _number(heavy[0], edition.numbers, ordinals) if len(heavy) == 1 else None
    if number is None and not heavy:  # "number 1", "the last one"
        counted = (_number(word, edition.numbers, ordinals) for word in words)
        number = next((found for found in counted if found is not None), None)
    if number is not None and 1 <= number <= len(known):
        return known[number - 1].id
    if number == -1:
        return [option.id for option in known if option.id != NONE][-1]
    said = fold(question.text).strip(" .!?")
    for option in known:
        if said == fold(option.label).strip(" .!?"):
            return option.id
    return _named(question, [option.id for option in known], edition)


def _named(question: Question, ids: Sequence[str], edition: Edition) -> str | None:
    """The only option whose entity a short message names or points at."""
    query = mentions.find(question, edition.phrases)
    targets = {(target,) for mention in query.mentions for target in mention.phrase.targets}
    hits = [id_ for id_ in ids if parted(id_)[1] in targets]
    little = edition.lexicon.pronouns | edition.lexicon.askers
    heavy = [unit for unit in query.telling(edition.lexicon.stop) if query.word(unit) not in little]
    return hits[0] if len(hits) == 1 and len(heavy) <= 1 else None


def _number(word: str, numbers: Mapping[str, int], ordinals: Mapping[str, int]) -> int | None:
    if word.isascii() and word.isdecimal() and len(word) <= LARGEST:
        return int(word)
    return numbers.get(word, ordinals.get(word))
