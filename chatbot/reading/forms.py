"""What form a request has: whether it asks who, how many, yes or no, for a list; and whether it speaks of all or most.

The words are the language's own (`forms` and `cues` of its grammar).
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from chatbot.knowledge import Edition
from chatbot.reading.tokenizer import Break, Question, Token

WHO = "who"
"""The form of what asks for a person."""

ASKING = ("what", WHO, "where", "when", "why", "how", "how-many", "how-much", "which")
"""Forms that a word in the message asks for."""

COMPARE = "compare"
"""The form of what sets several side by side."""

TELLING = ("list", COMPARE)
"""Forms that a word asks for only where no other does."""

YES_NO, OPEN = "yes-no", "open"
"""The form of what begins with a verb, and of what shows none."""

FORMS = (*ASKING, *TELLING, YES_NO, OPEN)

CUES = ("each", "both", "most", "least", "order", "above", "below", "at-least", "at-most", "bound", "same")
"""What a word may say of the members of a kind that are meant, or of their values."""

ORDERING = frozenset(("most", "least", "order"))
"""Cues of an order."""

ENDS = {1: "least", -1: "most"}
"""What the first and the last of dates are."""

ASIDE = 5
"""Words, at most, from a word of a speaker's frame to the question in it ("tell me in plain words what")."""


def form(question: Question, edition: Edition) -> str:
    """The form of a request, one of `FORMS`."""
    tokens = question.tokens
    asked = [(i, found) for i in range(len(tokens)) if (found := _found(tokens, i, edition.forms))]
    if is_yes_no(question, edition):
        return next(framed(question, edition), YES_NO)
    return next((found for _, found in asked if found in ASKING), next((found for _, found in asked), OPEN))


def framed(question: Question, edition: Edition) -> Iterator[str]:
    """The forms of the words that ask within a speaker's frame ("I would like to know how many")."""
    for i in range(len(question.tokens)):
        if (found := _found(question.tokens, i, edition.forms)) in ASKING and _framed(question.tokens, i, edition):
            yield found


def cues(question: Question, edition: Edition) -> frozenset[str]:
    """What the words say of the members that are meant, out of `CUES`."""
    tokens, found, paired = question.tokens, set[str](), False
    for i, token in enumerate(tokens):
        both = edition.cues.get(f"{token.word} {tokens[i + 1].word}") if i + 1 < len(tokens) else None
        if not paired and (cue := both or edition.cues.get(token.word)):
            found.add(cue)
        paired = both is not None  # the second word of "at least" says nothing by itself
    return frozenset(found)


def ordering(question: Question, spoken: frozenset[str], edition: Edition, *, dated: bool) -> frozenset[str]:
    """What words with these cues ask of the order of values: the most, the least, all of it; of dates, their ends."""
    found = spoken & ORDERING
    counted = {edition.ordinals.get(token.word) for token in question.tokens} if dated else set()
    return found | {cue for number, cue in ENDS.items() if number in counted}


def is_yes_no(question: Question, edition: Edition) -> bool:
    """Whether a request, or a clause of it, begins like a yes/no question."""
    tokens = question.tokens
    openers, lead = edition.marks.get("yes-no", frozenset()), edition.marks.get("lead", frozenset())
    for i, token in enumerate(tokens):
        if token.word in openers and (not i or token.before is not Break.NONE or tokens[i - 1].word in lead):
            return True
    return _inverted(question, edition) or any(token.word in edition.marks.get("tag", ()) for token in tokens[-1:])


def pronoun(question: Question, edition: Edition) -> str:
    """The first word, as it was typed, that stands for what was named before; or none."""
    return next((token.surface for token in question.tokens if token.word in edition.lexicon.pronouns), "")


def is_negated(question: Question, edition: Edition) -> bool:
    """Whether a request denies something; a word behind it that asks for agreement ("yes or no") does not."""
    denying, tags = edition.marks.get("negation", ()), edition.marks.get("tag", ())
    last = len(question.tokens) - 1
    return any(token.word in denying for i, token in enumerate(question.tokens) if i < last or token.word not in tags)


def _inverted(question: Question, edition: Edition) -> bool:
    """Whether a verb stands before its subject, joined by a hyphen ("sont-elles"), and no word asks."""
    tokens, text = question.tokens, question.text
    subjects = edition.marks.get("inverted")
    if not subjects or any(token.word in edition.marks.get("question", ()) for token in tokens):
        return False
    return any(b.word in subjects and text[a.span[1] : b.span[0]] == "-" for a, b in pairwise(tokens))


def _found(tokens: Sequence[Token], at: int, forms: Mapping[str, str]) -> str:
    """The form that a word asks for, with the word behind it before by itself."""
    word = tokens[at].word
    both = f"{word} {tokens[at + 1].word}" if at + 1 < len(tokens) else ""
    return forms.get(both) or forms.get(word, "")


def _framed(tokens: Sequence[Token], at: int, edition: Edition) -> bool:
    return any(token.word in edition.lexicon.frames for token in tokens[max(0, at - ASIDE) : at])
