"""Why a reply is as it is, as JSON-able values, and the smallest change that would have flipped it."""

from __future__ import annotations

from itertools import combinations
from typing import Any, NamedTuple

from chatbot.knowledge import Edition
from chatbot.matching.decision import Verdict
from chatbot.matching.ranker import evidence
from chatbot.matching.understanding import understand
from chatbot.reading.tokenizer import read
from chatbot.reply import Trace

MOST_TRIED = 60
"""Changed questions that are tried for a flip: all single words, then pairs, of questions of ordinary length."""


class Flip(NamedTuple):
    """The fewest words without which the verdict would have been another: ask `question` to replay it."""

    without: tuple[str, ...]
    question: str
    outcome: str
    topic: str | None


def flip(trace: Trace, edition: Edition) -> Flip | None:
    """The smallest change that flips the first verdict, or None when leaving out one or two words never does."""
    tokens = list(dict.fromkeys(t.span for t in trace.query.question.tokens))
    text = trace.query.question.text
    before = _result(trace.verdicts[0]) if trace.verdicts else None
    tried = 0
    for count in (1, 2):
        for spans in combinations(tokens, count):
            tried += 1
            if tried > MOST_TRIED:
                return None
            rest = _without(text, spans)
            verdict = understand(read(rest, edition.lexicon), edition).verdicts[0]
            if verdict.query.units and _result(verdict) != before:
                outcome, topic = _result(verdict)
                return Flip(tuple(text[a:b] for a, b in spans), rest, outcome, topic)
    return None


def _result(verdict: Verdict) -> tuple[str, str | None]:
    return verdict.outcome.value, verdict.chosen.topic if verdict.chosen else None


def _without(text: str, spans: tuple[tuple[int, int], ...]) -> str:
    for start, end in sorted(spans, reverse=True):
        text = text[:start] + text[end:]
    return " ".join(text.split())


def explain(trace: Trace, edition: Edition) -> dict[str, Any]:
    """The trace as JSON-able values: words read, names, each verdict with its candidates and evidence, and the flip.

    `edition` is the one that read the message.
    """
    flipped = flip(trace, edition)
    return {
        "read": [
            {"typed": t.surface, "as": t.word, "term": t.term, "how": t.read.value, "known": t.known}
            for t in trace.query.question.tokens
        ],
        "carried": list(trace.carried),
        "verdicts": [_verdict(verdict, edition) for verdict in trace.verdicts],
        "flip": None
        if flipped is None
        else {
            "without": list(flipped.without),
            "question": flipped.question,
            "outcome": flipped.outcome,
            "topic": flipped.topic,
        },
    }


def _verdict(verdict: Verdict, edition: Edition) -> dict[str, Any]:
    return {
        "words": verdict.query.question.words(),
        "mentions": [
            {"words": m.words, "entities": list(m.phrase.targets), "how": m.phrase.how.value}
            for m in verdict.query.mentions
        ],
        "outcome": verdict.outcome.value,
        "limit": verdict.limit,
        "threshold": verdict.threshold,
        "measured": verdict.measured,
        "candidates": [
            {
                "topic": c.topic,
                "score": c.score,
                "explained": c.explained,
                "missing": c.missing,
                "evidence": [
                    {"kind": e.kind, "words": e.words, "amount": e.amount} for e in evidence(c, verdict.query, edition)
                ],
            }
            for c in verdict.candidates
        ],
    }
