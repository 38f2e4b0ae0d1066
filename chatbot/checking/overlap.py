"""Topics that lie too near to each other: a question of one that could as well be the other's."""

from typing import NamedTuple

from chatbot.knowledge import Edition
from chatbot.matching.decision import decide
from chatbot.matching.ranker import rank
from chatbot.reading import mentions
from chatbot.reading.tokenizer import read


class Tie(NamedTuple):
    """Two topics between which a question stays undecided. `apart`: the lead of the first, 0..1."""

    first: str
    second: str
    apart: float
    question: str

    @property
    def pair(self) -> frozenset[str]:
        """The ids of both."""
        return frozenset((self.first, self.second))


def tie(question: str, edition: Edition) -> Tie | None:
    """The tie that a question ends in, asked on its own, or None."""
    query = mentions.find(read(question, edition.lexicon), edition.phrases)
    verdict = decide(query, rank(query, edition), edition)
    if len(verdict.rivals) < 2:
        return None
    first, second = verdict.rivals[:2]
    return Tie(first=first.topic, second=second.topic, apart=first.lead - second.lead, question=question)


def shortest(found: Tie, edition: Edition) -> Tie:
    """The same tie shown by as few of its question's words as dropping one at a time leaves."""
    words = found.question.split()
    for i in range(len(words)):
        shorter = " ".join(words[:i] + words[i + 1 :])
        if shorter and (same := tie(shorter, edition)) is not None and same.pair == found.pair:
            return shortest(same, edition)
    return found
