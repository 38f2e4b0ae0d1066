"""Tiny values made by hand: editions whose weights are set, queries read by them, rankings with any probabilities."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

from chatbot import ChatBot
from chatbot.coreference.antecedents import antecedents
from chatbot.coreference.referring import Antecedent, Rule
from chatbot.knowledge import Book, Edition, Knowledge, Topic, Value
from chatbot.language import EMPTY, WEIGHT, Lexicon, Model
from chatbot.matching.features import NAMES
from chatbot.matching.ground import Ground, Request, ground
from chatbot.matching.ranker import READ, Candidate, Ranking
from chatbot.reading import mentions
from chatbot.reading.focus import NOT_LENT, Focus, Lent
from chatbot.reading.lexicon import ends, left
from chatbot.reading.mentions import Query
from chatbot.reading.tokenizer import read

COST = "tea.cost"
"""The entry of an attribute that `costly` adds."""


def query(text: str, edition: Edition) -> Query:
    """A text as an edition reads it."""
    return mentions.find(read(text, edition.lexicon), edition.phrases)


def spoken_of(*entities: str, topic: str = "tea.price", kind: str = "tea", age: int = 0) -> Lent:
    """What is lent after these were spoken of, `age` turns ago, where the entry answered last."""
    return Lent(topic=topic, foci=(Focus(entities, kind, age),))


def grounded(
    text: str, edition: Edition, knowledge: Knowledge, lent: Lent = NOT_LENT, beside: str = "", outside: int = 0
) -> Ground:
    """What is seen of a request, with what the turns before lend and the rest of its message names."""
    request = Request(query=query(text, edition), beside=query(beside, edition).mentions, outside=outside)
    return ground(request, edition, knowledge, lent)


def meant(
    small: ChatBot, asked: str, lent: Lent = NOT_LENT, beside: str = "", rule: Rule = antecedents, **more: Any
) -> list[Antecedent]:
    """Whom a request may mean by one rule or all, asked of the tea house with some of its edition changed."""
    edition = small.knowledge.edition("en")._replace(**more)
    return list(rule(grounded(asked, edition, small.knowledge, lent, beside).asked()))


def ways(found: Iterable[Antecedent]) -> list[tuple[str, str]]:
    """How each of those that a request may mean is found, and who it is."""
    return [(one.how, "+".join(one.focus.entities)) for one in found]


def weighed(edition: Edition, weights: Mapping[str, Mapping[str, float]], unseen: float = 0.0) -> Edition:
    """The edition with the weights given, by feature and topic, and no others: each feature counts as much as another.

    So a question of one feature has its weight for evidence; a word that no phrasing holds counts `unseen`.
    """
    topics = tuple(sorted(edition.topics))
    rare = {name: {topics.index(t): round(w * WEIGHT) for t, w in own.items()} for name, own in weights.items()}
    model = Model(
        importance=dict.fromkeys(weights, 1.0),
        unseen=unseen,
        topics=topics,
        common=EMPTY,
        rare=rare,
        held={name: frozenset(own) for name, own in weights.items()},
        asked={name: dict.fromkeys(own, 1.0) for name, own in weights.items()},
    )
    return edition._replace(model=model)


def judging(edition: Edition, weights: Mapping[str, float]) -> Edition:
    """The edition whose ranker weighs the features given, and no others."""
    assert set(weights) <= set(NAMES)
    return edition._replace(ranker=tuple(weights.get(name, 0.0) for name in NAMES))


def costly(knowledge: Knowledge, **more: Any) -> Knowledge:
    """The tea house with an attribute: what a tea costs, in dollars, of green tea 20 and of black tea 30."""
    edition = knowledge.edition("en")
    values: dict[str, Any] = {"question": "cost?", "phrasings": (), "answer": "", "needs": "tea", "kind": "tea"}
    topic = Topic(COST, **values | {"attribute": "cost", "type": "money"} | more)
    held = {
        f"{tea}.cost": Value(f"{tea}.cost", topic.type, value=cost, as_of="", sources=())
        for tea, cost in (("green", "20"), ("black", "30"))
    }
    some = edition._replace(topics={**edition.topics, COST: topic})
    return knowledge._replace(editions={"en": some}, book=Book(held))


def candidate(topic: str = "cake.price", probability: float = 0.9, **more: Any) -> Candidate:
    """A reading that needs no subject, unless told otherwise, as likely as is said."""
    values: dict[str, Any] = {
        "topic": topic,
        "how": "free",
        "entities": (),
        "named": None,
        "talk": False,
        "again": False,
        "score": math.log(probability),
        "probability": probability,
        "numbers": (0.0,) * READ,
    }
    return Candidate(**values | more)


def ranking(asked: Query, *candidates: Candidate) -> Ranking:
    """The ranking of these candidates, the best first; what their probabilities leave is that of declining."""
    found: dict[str, float] = {}
    for one in candidates:
        found[one.topic] = found.get(one.topic, 0.0) + one.probability
    ours = sum(found.values())
    none = max(1 - ours, 0.0)
    return Ranking(
        query=asked,
        candidates=candidates,
        declining=math.log(none or 1e-9),
        none=none,
        numbers=(0.0,) * (len(NAMES) - READ),
        shares={topic: one / ours for topic, one in sorted(found.items(), key=lambda kv: (-kv[1], kv[0]))},
    )


def knowing(*words: str, **more: Any) -> Lexicon:
    """The lexicon of a language that has these words, each its own term."""
    near: dict[str, tuple[str, ...]] = {}
    for word in words:
        for letters in sorted({2, *(left(len(word) + edit) for edit in (-1, 0, 1))}):
            for end in ends(word, len(word), letters):
                near[end] = (*near.get(end, ()), word)
    terms = {word: word for word in words}
    values: dict[str, Any] = {"stemmer": "english", "terms": terms, "stems": frozenset(words), "by_ends": near}
    used = {"vowels": "aeiouy", "counts": dict.fromkeys(words, 1)}
    return Lexicon(**values | used | more)
