"""How well the knowledge stands without each phrasing, and under slips of the keys."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from chatbot.answering.compose import label
from chatbot.answering.template import fill
from chatbot.knowledge import Edition, Topic
from chatbot.matching import training
from chatbot.matching.decision import SURE
from chatbot.matching.understanding import understand
from chatbot.reading import mentions
from chatbot.reading.mentions import Query
from chatbot.reading.tokenizer import read
from chatbot.reply import Level, level

LETTERS = "abcdefghijklmnopqrstuvwxyz"
SHORTEST_SLIP = 4
"""Letters of the shortest word that a slip is made in."""


class Kept(NamedTuple):
    """How often a question kept its topic. `confused` counts (own topic, other topic) pairs."""

    asked: int
    kept: int
    declined: int
    confused: Mapping[tuple[str, str], int]
    sure: int = 0
    """Of the different answers, those that were sure."""

    @property
    def share(self) -> float:
        """Share that kept its topic, 0..1."""
        return self.kept / self.asked if self.asked else 1.0

    @property
    def different(self) -> float:
        """Share that got another topic's answer, 0..1."""
        return (self.asked - self.kept - self.declined) / self.asked if self.asked else 0.0


def leave_one_out(edition: Edition) -> Kept:
    """Ask each phrasing of every topic under weights that it had no part in.

    The n-th phrasings of all topics are left out together, so that there are as many fits as a topic has phrasings.
    """
    examples = {t.id: [_query(filled(p, t, edition), edition) for p in t.phrasings] for t in edition.topics.values()}
    answers = {
        t.id: _query(fill(f"{t.answer} {t.more}", edition, _some(t, edition)), edition) for t in edition.topics.values()
    }
    results: list[tuple[str, str | None, bool]] = []
    for turn in range(max(map(len, examples.values()), default=0)):
        kept = {t: [q for i, q in enumerate(qs) if i != turn] or list(qs) for t, qs in examples.items()}
        model = training.fit(kept, answers, edition.lexicon.stop, frozenset(), typical=edition.model.typical)
        rest = edition._replace(model=model)
        for topic, queries in examples.items():
            if turn < len(queries) and len(queries) > 1:
                results.append((topic, *_sure(queries[turn].question.text, rest)))
    return _count(results)


def slips(edition: Edition, sample: int | None = None, seed: int = 1) -> dict[str, Kept]:
    """Ask each topic's canonical question with slips, by kind of slip; `sample` bounds the typos of each question."""
    chance = random.Random(seed)  # noqa: S311  # a sample, not a secret
    found: dict[str, list[tuple[str, str | None, bool]]] = {}
    for topic in edition.topics.values():
        if topic.talk:
            continue
        question = filled(topic.question, topic, edition)
        own = _topic(question, edition)
        if own != topic.id:
            continue
        for kind, variants in _variants(question).items():
            some = variants if sample is None or len(variants) <= sample else chance.sample(variants, sample)
            for variant in some:
                found.setdefault(kind, []).append((topic.id, *_sure(variant, edition)))
    return {kind: _count(results) for kind, results in found.items()}


def filled(phrasing: str, topic: Topic, edition: Edition) -> str:
    """The phrasing with names, or words of a field, in its slots."""
    for kind in edition.kinds.values():
        for member in kind.members:
            name = edition.entities[member]
            phrasing = phrasing.replace(f"{{{kind.id}}}", name.called, 1)
            phrasing = phrasing.replace(f"{{{kind.id}.subject}}", name.facts.get("field", name.name), 1)
    return phrasing if "{" not in phrasing else label(topic._replace(question=phrasing), None, edition)


def _some(topic: Topic, edition: Edition) -> str | None:
    return edition.kinds[topic.kind].members[0] if topic.kind else None


def _query(question: str, edition: Edition) -> Query:
    return mentions.find(read(question, edition.lexicon), edition.phrases)


def _topic(question: str, edition: Edition) -> str | None:
    return _sure(question, edition)[0]


def _sure(question: str, edition: Edition) -> tuple[str | None, bool]:
    verdict = understand(read(question, edition.lexicon), edition).verdicts[0]
    if not verdict.answered or verdict.chosen is None:
        return None, False
    return verdict.chosen.topic, level(verdict, SURE) is Level.SURE


def _count(results: Sequence[tuple[str, str | None, bool]]) -> Kept:
    confused = Counter((own, got) for own, got, _ in results if got is not None and got != own)
    return Kept(
        len(results),
        sum(own == got for own, got, _ in results),
        sum(got is None for _, got, _ in results),
        dict(confused.most_common()),
        sum(sure for own, got, sure in results if got is not None and got != own),
    )


def _variants(question: str) -> dict[str, list[str]]:
    words = question.split()
    return {
        "typo": list(dict.fromkeys(_typos(words))),
        "case": [question.upper(), question.lower(), question.title()],
        "accent": [question.translate(str.maketrans("aeiou", "àéîôù"))],
        "punctuation": [question.rstrip("?"), f"{question}!!", f"... {question}", question.replace(" ", "  ")],
        "word order": [" ".join([*words[:i], words[i + 1], words[i], *words[i + 2 :]]) for i in range(len(words) - 1)],
    }


def _typos(words: list[str]) -> Iterator[str]:
    """Every one-edit slip: a letter left out, doubled, swapped with the next, or struck as the next in the alphabet."""
    for at, word in enumerate(words):
        core = word.strip("?.,!'’")
        if len(core) < SHORTEST_SLIP or not core.isalpha():
            continue
        for i in range(len(core)):
            near = LETTERS[(LETTERS.find(core[i].lower()) + 1) % len(LETTERS)]
            slipped = [core[:i] + core[i + 1 :], core[:i] + core[i] + core[i:], core[:i] + near + core[i + 1 :]]
            if i + 1 < len(core):
                slipped.append(core[:i] + core[i + 1] + core[i] + core[i + 2 :])
            for slip in slipped:
                if slip.lower() != core.lower():
                    yield " ".join([*words[:at], word.replace(core, slip), *words[at + 1 :]])


def figures(kept: Kept) -> dict[str, object]:
    """The figures as JSON-able values, with the ten pairs of topics that are most often confused."""
    pairs = [f"{own} -> {got}: {times}" for (own, got), times in list(kept.confused.items())[:10]]
    return {
        "asked": kept.asked,
        "kept": round(kept.share, 4),
        "declined": round(kept.declined / kept.asked, 4) if kept.asked else 0.0,
        "different": round(kept.different, 4),
        "different and sure": round(kept.sure / kept.asked, 4) if kept.asked else 0.0,
        "confused": pairs,
    }
