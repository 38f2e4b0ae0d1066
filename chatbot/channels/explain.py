"""Why a reply is as it is, as JSON-able values, and the smallest change that would have flipped it."""

from collections.abc import Iterator
from itertools import combinations
from typing import Any, NamedTuple

from chatbot.answering.template import message, quoted
from chatbot.channels.render import printable
from chatbot.knowledge import Edition
from chatbot.matching.decision import Verdict
from chatbot.matching.ranker import evidence
from chatbot.matching.understanding import understand
from chatbot.reading.tokenizer import read
from chatbot.reply import Trace, read_differently

SHOWN = 3
"""Candidates that an explanation lists."""

MOST_TRIED = 60
"""Changed questions that are tried for a flip: all single words, then pairs, of questions of ordinary length."""


class Flip(NamedTuple):
    """The fewest words without which the verdict would have been another: ask `question` to replay it."""

    without: list[str]
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
                return Flip(without=[text[a:b] for a, b in spans], question=rest, outcome=outcome, topic=topic)
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
    flipped, tokens = flip(trace, edition), trace.query.question.tokens
    read = [{"typed": t.surface, "as": t.word, "term": t.term, "how": t.read.value, "known": t.known} for t in tokens]
    return {
        "read": read,
        "carried": list(trace.carried),
        "verdicts": [_verdict(verdict, edition) for verdict in trace.verdicts],
        "flip": flipped._asdict() if flipped else None,
    }


def _verdict(verdict: Verdict, edition: Edition) -> dict[str, Any]:
    query, found = verdict.query, verdict.query.mentions
    return {
        "words": query.question.words(),
        "mentions": [{"words": m.words, "entities": list(m.phrase.targets), "how": m.phrase.how.value} for m in found],
        "outcome": verdict.outcome.value,
        **{name: getattr(verdict, name) for name in ("limit", "threshold", "measured")},
        "candidates": [
            {name: getattr(c, name) for name in ("topic", "score", "explained", "missing")}
            | {"evidence": [item._asdict() for item in evidence(c, query, edition)]}
            for c in verdict.candidates
        ],
    }


def why_lines(trace: Trace, edition: Edition, heard: Edition) -> Iterator[str]:
    """Why a reply is as it is: the words read differently, then each verdict's candidates and its limit.

    Said in `edition`, of what was read by `heard`.
    """
    for typed, meant in read_differently(trace.query):
        yield printable(message(edition, "why-read", typed=typed, meant=meant))
    for verdict in trace.verdicts:
        if len(trace.verdicts) > 1:
            yield printable(message(edition, "why-piece", words=verdict.query.question.words()))
        yield from _verdict_lines(verdict, edition, heard)
    if (flipped := flip(trace, heard)) is not None:
        words = ", ".join(quoted(word, edition) for word in flipped.without)
        yield printable(message(edition, "why-flip", words=words, outcome=flipped.topic or flipped.outcome))


def _verdict_lines(verdict: Verdict, edition: Edition, heard: Edition) -> Iterator[str]:
    for mention in verdict.query.mentions:
        what = ", ".join(edition.entities[t].name for t in mention.phrase.targets)
        kind = "why-name" if mention.named else "why-subject"
        yield printable(message(edition, kind, words=mention.words, what=what))
    for candidate in verdict.candidates[:SHOWN]:
        yield printable(message(edition, "why-candidate", score=f"{candidate.score:.2f}", topic=candidate.topic))
        for item in sorted(evidence(candidate, verdict.query, heard), key=lambda e: -abs(e.amount))[: 2 * SHOWN]:
            amount = f"{item.amount:+.2f}"
            if amount not in ("+0.00", "-0.00"):
                told = message(edition, "why-evidence", amount=amount, words=item.words, kind=item.kind)
                yield f"        {printable(told)}"
    measured, threshold = f"{verdict.measured:.2f}", f"{verdict.threshold:.2f}"
    yield message(edition, "why-limit", limit=verdict.limit, measured=measured, threshold=threshold)
