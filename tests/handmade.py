"""Tiny values made by hand: an edition whose weights are set, queries read by it, candidates with any score."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chatbot.knowledge import Edition
from chatbot.language import EMPTY, WEIGHT, Lexicon, Model
from chatbot.matching.ranker import Candidate
from chatbot.reading import mentions
from chatbot.reading.lexicon import ends, left
from chatbot.reading.mentions import Query
from chatbot.reading.tokenizer import read


def query(text: str, edition: Edition) -> Query:
    """A text as an edition reads it."""
    return mentions.find(read(text, edition.lexicon), edition.phrases)


def weighed(edition: Edition, weights: Mapping[str, Mapping[str, float]]) -> Edition:
    """The edition with the weights given, by feature and topic, and no others: each feature counts as much as another.

    So a question of one feature scores half its weight (up to a limit), and half as much as its topics hold of it.
    """
    topics = tuple(sorted(edition.topics))
    rare = {name: {topics.index(t): round(w * WEIGHT) for t, w in own.items()} for name, own in weights.items()}
    held = {name: frozenset(own) for name, own in weights.items()}
    model = Model(
        importance=dict.fromkeys(weights, 1.0),
        unseen=0.0,
        topics=topics,
        common=EMPTY,
        rare=rare,
        held=held,
        asked=held,
    )
    return edition._replace(model=model)


def candidate(topic: str = "cake.price", score: float = 0.9, **more: Any) -> Candidate:
    """A candidate that accounts for all of its question, unless told otherwise."""
    values: dict[str, Any] = {"topic": topic, "score": score, "lead": score, "explained": 1.0} | more
    return Candidate(**values)


def knowing(*words: str, **more: Any) -> Lexicon:
    """The lexicon of a language that has these words, each its own term."""
    near: dict[str, tuple[str, ...]] = {}
    for word in words:
        for letters in sorted({2, *(left(len(word) + edit) for edit in (-1, 0, 1))}):
            for end in ends(word, len(word), letters):
                near[end] = (*near.get(end, ()), word)
    terms = {word: word for word in words}
    values: dict[str, Any] = {"stemmer": "english", "terms": terms, "stems": frozenset(words), "by_ends": near}
    return Lexicon(**values | {"vowels": "aeiouy"} | more)
