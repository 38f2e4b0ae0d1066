"""Why a reply is as it is, as JSON-able values and as lines, and the smallest change that would have flipped it."""

from collections.abc import Iterator
from itertools import combinations
from typing import Any, NamedTuple

from chatbot.answering.compose import label
from chatbot.answering.template import listing, message, number, quoted, small
from chatbot.channels.render import printable
from chatbot.coreference.referring import COUNTED, LENT, PAIRED
from chatbot.dialogue.context import Context
from chatbot.dialogue.picking import picked, suggested
from chatbot.knowledge import Edition, Knowledge
from chatbot.matching.decision import Verdict
from chatbot.matching.ranker import difference
from chatbot.matching.requests import understand
from chatbot.reading.focus import TURNED_TO
from chatbot.reading.forms import pronoun
from chatbot.reading.tokenizer import read
from chatbot.reply import Trace, read_differently

SHOWN = 3
"""Readings that an explanation lists in words."""

SHARES = 5
"""Features that it lists, those that gave most."""

MOST_TRIED = 60
"""Changed questions that are tried for a flip: all single words, then pairs, of questions of ordinary length."""


class Flip(NamedTuple):
    """The fewest words without which the verdict would have been another: ask `question` to replay it."""

    without: list[str]
    question: str
    outcome: str
    topic: str | None


def flip(trace: Trace, knowledge: Knowledge) -> Flip | None:
    """The smallest change that flips the first verdict, or None when leaving out one or two words never does.

    The changed message is read after the same turns as the message was.
    """
    edition = knowledge.edition(trace.language)
    tokens = list(dict.fromkeys(t.span for t in trace.query.question.tokens))
    text = trace.query.question.text
    before = _result(trace.verdicts[0]) if trace.verdicts else None
    context = Context(options=trace.options, offered=trace.offered, lent=trace.lent, age=trace.age).within(edition)
    tried = 0
    for count in (1, 2):
        for spans in combinations(tokens, count):
            tried += 1
            if tried > MOST_TRIED:
                return None
            rest = _without(text, spans)
            question = read(rest, edition.lexicon)
            if picked(question, context, edition) or suggested(question, context, edition):
                continue  # it picks what was offered: no reading decides
            verdict = understand(question, edition, knowledge, context.lent).verdicts[0]
            if verdict.query.units and _result(verdict) != before:
                outcome, topic = _result(verdict)
                return Flip(without=[text[a:b] for a, b in spans], question=rest, outcome=outcome, topic=topic)
    return None


def _result(verdict: Verdict) -> tuple[str, str | None]:
    return verdict.outcome.value, verdict.chosen.topic if verdict.chosen and verdict.answered else None


def _without(text: str, spans: tuple[tuple[int, int], ...]) -> str:
    for start, end in sorted(spans, reverse=True):
        text = text[:start] + text[end:]
    return " ".join(text.split())


def explain(trace: Trace, knowledge: Knowledge) -> dict[str, Any]:
    """The trace as JSON-able values: the words, each verdict with its readings and what decided, and the flip."""
    edition = knowledge.edition(trace.language)
    flipped, tokens = flip(trace, knowledge), trace.query.question.tokens
    read = [{"typed": t.surface, "as": t.word, "term": t.term, "how": t.read.value, "known": t.known} for t in tokens]
    return {
        "read": read,
        "carried": list(trace.carried),
        "lent": list(lent_lines(trace, edition)),
        "verdicts": [_verdict(verdict, edition) for verdict in trace.verdicts],
        "flip": flipped._asdict() if flipped else None,
    }


def _verdict(verdict: Verdict, edition: Edition) -> dict[str, Any]:
    found = verdict.query.mentions
    best = verdict.best
    rival, shares = difference(best, verdict.ranking, edition.ranker) if best else (None, ())
    return {
        "words": verdict.query.question.words(),
        "mentions": [{"words": m.words, "entities": list(m.phrase.targets), "how": m.phrase.how.value} for m in found],
        "outcome": verdict.outcome.value,
        **{name: getattr(verdict, name) for name in ("limit", "threshold", "measured", "confidence")},
        "nothing of ours": verdict.ranking.none,
        "readings": [
            {name: getattr(c, name) for name in ("topic", "how", "score", "probability")}
            | {"entities": list(c.entities)}
            for c in verdict.candidates
        ],
        "against": rival.topic if rival else None,
        "difference": sum(share.amount for share in shares),
        "shares": [share._asdict() for share in shares],
    }


def why_lines(trace: Trace, edition: Edition, knowledge: Knowledge) -> Iterator[str]:
    """Why a reply is as it is: the words read differently, then each verdict's readings and what decided.

    Said in `edition`, whatever the message was read by.
    """
    heard = knowledge.edition(trace.language)
    for typed, meant in read_differently(trace.query):
        yield printable(message(edition, "why-read", typed=typed, meant=meant))
    for line in lent_lines(trace, edition):
        yield printable(line)
    for verdict in trace.verdicts:
        if len(trace.verdicts) > 1:
            yield printable(message(edition, "why-piece", words=verdict.query.question.words()))
        yield from _verdict_lines(verdict, edition, heard)
    if (flipped := flip(trace, knowledge)) is not None:
        words = ", ".join(quoted(word, edition) for word in flipped.without)
        yield printable(message(edition, "why-flip", words=words, outcome=flipped.topic or flipped.outcome))


def lent_lines(trace: Trace, edition: Edition) -> tuple[str, ...]:
    """What the turns before lent to the requests, in words ("it: the Ocean Cluster, from two turns ago")."""
    found = (_lent_line(verdict, trace, edition) for verdict in trace.verdicts)
    return tuple(dict.fromkeys(filter(None, found)))


def _lent_line(verdict: Verdict, trace: Trace, edition: Edition) -> str:
    chosen = verdict.chosen
    if chosen is None or not (chosen.how in {COUNTED, PAIRED, LENT} or _turns(verdict, trace, edition)):
        return ""
    held = [edition.entities[id_] for id_ in chosen.entities if id_ in edition.entities]  # a reload may take some
    names = listing([entity.called for entity in held], edition.messages)
    if chosen.how in {COUNTED, PAIRED}:
        return message(edition, "why-counted" if chosen.how == COUNTED else "why-paired", entity=names)
    if chosen.how != LENT:
        asked = trace.lent.asked if len(trace.verdicts) > 1 else trace.lent.asked[-1:]
        words = listing([quoted(one, edition) for one in asked], edition.messages)
        return message(edition, "why-turned", words=words, entity=names)
    ages = {id_: focus.age + 1 for focus in trace.lent.foci for id_ in (*focus.before, *focus.entities)}
    ago = max(ages.get(id_, 0) for id_ in chosen.entities)
    since = message(edition, "turns-ago", turns=number(ago, edition)) if ago > 1 else ""
    since = since or message(edition, "turn-before" if ago else "same-message")
    words = pronoun(verdict.query.question, edition) or message(edition, "nobody-named")
    return message(edition, "why-lent", words=words, entity=names, since=small(since))


def _turns(verdict: Verdict, trace: Trace, edition: Edition) -> bool:
    """Whether a request was read as the last one of others, or names others and says nothing besides."""
    chosen, last = verdict.chosen, trace.lent.topic
    if chosen is None or not chosen.entities or not trace.lent.asked:
        return False
    same = chosen.topic in {last, *edition.counterparts.get(last, ())}
    return chosen.how == TURNED_TO or (same and not verdict.query.telling(edition.light))


def _verdict_lines(verdict: Verdict, edition: Edition, heard: Edition) -> Iterator[str]:
    for mention in verdict.query.mentions:
        what = ", ".join(edition.entities[t].name if t in edition.entities else t for t in mention.phrase.targets)
        kind = "why-name" if mention.named else "why-subject"
        yield printable(message(edition, kind, words=mention.words, what=what))
    for topic, probability in verdict.ranked[:SHOWN]:
        yield printable(
            message(edition, "why-candidate", score=f"{probability:.2f}", topic=_asked(topic, verdict, edition))
        )
    yield message(edition, "why-none", score=f"{verdict.ranking.none:.2f}")
    if (best := verdict.best) is not None:
        rival, shares = difference(best, verdict.ranking, heard.ranker)
        other = _asked(rival.topic, verdict, edition) if rival else message(edition, "why-nothing")
        total = sum(share.amount for share in shares)
        yield printable(message(edition, "why-before", amount=f"{total:+.2f}", other=other))
        for share in shares[:SHARES]:
            told = message(edition, "why-evidence", amount=f"{share.amount:+.2f}", feature=share.feature)
            yield f"        {printable(told)}"
    measured, threshold = f"{verdict.measured:.2f}", f"{verdict.threshold:.2f}"
    yield message(edition, "why-limit", limit=verdict.limit, measured=measured, threshold=threshold)


def _asked(topic: str, verdict: Verdict, edition: Edition) -> str:
    """The question of an entry, of whom it was taken to be asked; its id where a reload has taken it away."""
    if topic not in edition.topics:
        return topic
    asked_of = next((c.entities for c in verdict.candidates if c.topic == topic), ())
    return label(edition.topics[topic], [id_ for id_ in asked_of if id_ in edition.entities], edition)
