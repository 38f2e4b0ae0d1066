"""Topics that lie too near to each other: a question of one that could as well be the other's."""

from typing import NamedTuple

from chatbot.knowledge import Edition, Knowledge
from chatbot.language import EMPTY
from chatbot.matching.decision import SUBJECT, Outcome, Verdict, decide
from chatbot.matching.ground import Request
from chatbot.matching.ranker import rank
from chatbot.reading import mentions
from chatbot.reading.tokenizer import read

CLOSE = 0.005
"""How much likelier one of two may be for a question to lie between them, 0..1."""


class Tie(NamedTuple):
    """Two topics between which a question stays undecided. `apart`: how much likelier the first is, 0..1."""

    first: str
    second: str
    apart: float
    question: str

    @property
    def pair(self) -> frozenset[str]:
        """The ids of both."""
        return frozenset((self.first, self.second))


def verdict(question: str, edition: Edition, knowledge: Knowledge) -> Verdict:
    """What a question comes to, asked on its own and whole."""
    query = mentions.find(read(question, edition.lexicon), edition.phrases)
    return decide(rank(Request(query), edition, knowledge))


def unlisted(edition: Edition) -> Edition:
    """The edition as it takes a question that is no listed phrasing, whatever its words."""
    return edition._replace(worded=EMPTY)


def tie(question: str, found: Verdict) -> Tie | None:
    """The tie that a question ends in, or None."""
    if found.outcome is not Outcome.CLARIFY or found.limit == SUBJECT or len(found.rivals) < 2:
        return None
    first, second = (one.topic for one in found.rivals[:2])
    shares = found.ranking.shares
    apart = shares[first] - shares[second]
    return Tie(first=first, second=second, apart=apart, question=question) if apart < CLOSE else None


def shortest(found: Tie, edition: Edition, knowledge: Knowledge) -> Tie:
    """The same tie shown by as few of its question's words as dropping one at a time leaves."""
    words = found.question.split()
    for i in range(len(words)):
        shorter = " ".join(words[:i] + words[i + 1 :])
        if shorter and (same := tie(shorter, verdict(shorter, edition, knowledge))) and same.pair == found.pair:
            return shortest(same, edition, knowledge)
    return found
