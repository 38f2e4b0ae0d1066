"""How well the knowledge stands without each phrasing, and under slips of the keys."""

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple
from unicodedata import normalize

from chatbot.answering.compose import label
from chatbot.checking.check import Each
from chatbot.knowledge import Edition, Knowledge, Topic
from chatbot.learning import training
from chatbot.loading.editions import given
from chatbot.loading.lexicons import filled
from chatbot.matching.decision import SURE
from chatbot.matching.requests import understand
from chatbot.reading.tokenizer import read
from chatbot.reply import Level, level

PARTS = 10
"""Parts that the phrasings of a topic are left out in, in turn."""

GRAVE = "\u0300"
"""An accent, which follows its letter."""
LETTERS = "abcdefghijklmnopqrstuvwxyz"
SHORTEST_SLIP = 4
"""Letters of the shortest word that a slip is made in."""


class Got(NamedTuple):
    """What a question of a topic got: another topic or its own, or nothing, and whether it was a sure answer."""

    own: str
    topic: str | None
    sure: bool


def leave_one_out(knowledge: Knowledge, language: str, elsewhere: Sequence[str], each: Each = iter) -> list[Got]:
    """Ask each phrasing of every topic under weights that it had no part in, but for the canonical question.

    A part in `PARTS` of each topic's phrasings is left out at a time. `elsewhere`: the messages that are none of ours.
    """
    edition = knowledge.editions[language]
    taught = given(edition, elsewhere)
    found: list[Got] = []
    turn: int
    for turn in each(range(min(PARTS, max(map(len, taught.phrasings.values()), default=0)))):
        model = training.fit(training.without(taught, lambda _, number, turn=turn: number % PARTS == turn))  # type: ignore[misc]
        rest = edition._replace(model=model, worded={})
        found += [
            _got(topic, asked(phrasing, topic, edition), rest, knowledge)
            for topic in edition.topics.values()
            for number, phrasing in enumerate(topic.phrasings)
            if number and number % PARTS == turn
        ]
    return found


def slips(
    knowledge: Knowledge, language: str, sample: int | None = None, seed: int = 1, each: Each = iter
) -> dict[str, list[Got]]:
    """Ask each topic's canonical question with slips, by kind of slip; `sample` bounds the typos of each question."""
    chance = random.Random(seed)  # noqa: S311  # a sample, not a secret
    edition = knowledge.editions[language]
    found: dict[str, list[Got]] = {}
    for topic in each([topic for topic in edition.topics.values() if not topic.talk]):
        question = asked(topic.question, topic, edition)
        if _got(topic, question, edition, knowledge).topic != topic.id:
            continue
        for kind, variants in _variants(question, edition.lexicon.vowels).items():
            some = variants if sample is None or len(variants) <= sample else chance.sample(variants, sample)
            found.setdefault(kind, []).extend(_got(topic, variant, edition, knowledge) for variant in some)
    return found


def asked(phrasing: str, topic: Topic, edition: Edition) -> str:
    """The phrasing as a person asks it, whatever its members lack."""
    text = filled(phrasing, edition.entities.values())
    return text if "{" not in text else label(topic._replace(question=text), (), edition)


def _got(topic: Topic, question: str, edition: Edition, knowledge: Knowledge) -> Got:
    verdict = understand(read(question, edition.lexicon), edition, knowledge).verdicts[0]
    if not verdict.answered or verdict.chosen is None:
        return Got(topic.id, None, sure=False)
    return Got(topic.id, verdict.chosen.topic, sure=level(verdict, SURE) is Level.SURE)


def _variants(question: str, vowels: str) -> dict[str, list[str]]:
    words = question.split()
    return {
        "typo": list(dict.fromkeys(_typos(words))),
        "case": [question.upper(), question.lower(), question.title()],
        "accent": [question.translate({ord(v): normalize("NFC", v + GRAVE) for v in vowels})],
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


def figures(found: Sequence[Got]) -> dict[str, object]:
    """The figures as JSON-able values, with the ten pairs of topics that are most often confused."""
    different = [got for got in found if got.topic not in (None, got.own)]
    declined = sum(got.topic is None for got in found)
    pairs = Counter((got.own, got.topic) for got in different).most_common(10)
    asked = len(found) or 1
    return {
        "asked": len(found),
        "kept": round(1 - (declined + len(different)) / asked, 4),
        "declined": round(declined / asked, 4),
        "different": round(len(different) / asked, 4),
        "different and sure": round(sum(got.sure for got in different) / asked, 4),
        "confused": [f"{own} -> {other}: {times}" for (own, other), times in pairs],
    }
