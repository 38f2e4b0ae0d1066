"""Which of the options that are open a message picks: by number or letter, by its words, or by whom it is asked of."""

from collections.abc import Mapping, Sequence

from chatbot.dialogue.context import NONE, Context, holds, parted
from chatbot.knowledge import Edition
from chatbot.reading import mentions
from chatbot.reading.normalize import fold
from chatbot.reading.tokenizer import Question, read
from chatbot.reply import Option

LARGEST = 2
"""Digits of a number that may count to an option; a longer one is a year, or something else."""

SPOKEN = 3
"""Words that carry something, at most, of a message that picks an option by words of its label."""

LETTERS = ("a", "b", "c", "d")
"""The letters that count to options, as many as are ever offered beside "none of these"."""

LAST = -1
"""The place of the last option that answers."""

OUTSIDE = "outside"
"""What is picked by a number that counts to no option."""


def picked(question: Question, context: Context, edition: Edition) -> str | None:
    """The id of the option that a message picks, `OUTSIDE`, or None where it picks nothing."""
    known = [option for option in context.options if holds(option.id, edition)]
    if not (known or context.offered) or not question.tokens:
        return None
    letter = _lettered(question, edition)
    place = letter if letter is not None else _counted(question, edition, ordered=not context.lists)
    if place == LAST and known:
        return [option.id for option in known if option.id != NONE][-1]
    if place is not None and 1 <= place <= len(known):
        return known[place - 1].id
    if place is not None:
        counts = _counted(question, edition, ordered=False) == place and len(question.tokens) == 1
        elsewhere = context.lists or 1 <= place <= len(context.offered)
        return OUTSIDE if counts and not elsewhere else None
    said = fold(question.text).strip(" .!?")
    same = (option.id for option in known if said == fold(option.label).strip(" .!?"))
    return next(same, None) or _named(question, known, edition) or _worded(question, known, edition)


def suggested(question: Question, context: Context, edition: Edition) -> str | None:
    """The question that was suggested to which a number or a letter counts."""
    if not context.offered or not question.tokens or context.lists:
        return None
    place = _lettered(question, edition) or _counted(question, edition, ordered=False)
    return context.offered[place - 1] if place is not None and 1 <= place <= len(context.offered) else None


def _lettered(question: Question, edition: Edition) -> int | None:
    """The place that a letter stands for ("b", "option c")."""
    *before, last = question.tokens
    letter, counted = last.surface.lower(), edition.marks.get("counted", frozenset())
    fits = letter in LETTERS and all(token.word in counted for token in before)
    return LETTERS.index(letter) + 1 if fits else None


def _counted(question: Question, edition: Edition, *, ordered: bool) -> int | None:
    """The place that a number stands for ("2", "number 2"), or an ordinal where they count options."""
    ordinals = edition.ordinals if ordered else {}
    words = [token.word for token in question.tokens]
    mild = edition.marks.get("correction", frozenset()) | edition.marks.get("counted", frozenset())
    heavy = [word for word in words if word not in mild]
    if len(heavy) == 1:
        return _number(heavy[0], edition.numbers, ordinals)
    found = (_number(word, edition.numbers, ordinals) for word in words) if not heavy else iter(())
    return next((number for number in found if number is not None), None)


def _named(question: Question, options: Sequence[Option], edition: Edition) -> str | None:
    """The only option whose entity a short message names or points at."""
    query = mentions.find(question, edition.phrases)
    targets = {(target,) for mention in query.mentions for target in mention.phrase.targets}
    hits = [option.id for option in options if parted(option.id)[1] in targets]
    little = edition.lexicon.pronouns | edition.lexicon.askers
    heavy = [unit for unit in query.telling(edition.lexicon.stop) if query.word(unit) not in little]
    return hits[0] if len(hits) == 1 and len(heavy) <= 1 else None


def _worded(question: Question, options: Sequence[Option], edition: Edition) -> str | None:
    """The only option whose label holds all that a short message says."""
    query = mentions.find(question, edition.phrases)
    mild = edition.marks.get("correction", frozenset())
    said = {unit.term for unit in query.telling(edition.light) if query.word(unit) not in mild}
    if query.mentions or not said or len(said) > SPOKEN:
        return None
    labels = {option.id: mentions.find(read(option.label, edition.lexicon), edition.phrases) for option in options}
    hits = [id_ for id_, label in labels.items() if said <= {unit.term for unit in label.units}]
    return hits[0] if len(hits) == 1 else None


def _number(word: str, numbers: Mapping[str, int], ordinals: Mapping[str, int]) -> int | None:
    if word.isascii() and word.isdecimal() and len(word) <= LARGEST:
        return int(word)
    return numbers.get(word, ordinals.get(word))
