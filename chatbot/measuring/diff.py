"""What a change of the knowledge changes: the same questions asked of two folders, and where the replies differ."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from chatbot.bot import ChatBot
from chatbot.checking.check import Each
from chatbot.measuring.evaluate import Case, converse
from chatbot.reply import Reply, Status

CAUSES = (
    "now answered",
    "no longer answered",
    "now clarified",
    "no longer clarified",
    "other topic",
    "same topic, other text",
    "other source",
)
"""Why a reply differs, in the order that they are listed; the first that fits is named."""


class Change(NamedTuple):
    """A question whose reply differs."""

    case: str
    asked: str
    cause: str
    before: Reply
    after: Reply


def differences(
    old: ChatBot, new: ChatBot, cases: Sequence[Case], language: str | None = None, each: Each = iter
) -> list[Change]:
    """The turns whose text, status, topic or sources differ; conversations are held with both to their end."""
    changes = []
    for case in each(cases):
        both = zip(converse(old, case, language), converse(new, case, language), strict=True)
        for (turn, before), (_, after) in both:
            if found := cause(before, after):
                changes.append(Change(case=case.id, asked=turn.ask, cause=found, before=before, after=after))
    return changes


def cause(before: Reply, after: Reply) -> str:
    """One of `CAUSES`, or empty when nothing differs that a person would see."""
    if before.status is not after.status:
        if after.status is Status.ANSWERED:
            return CAUSES[0]
        if after.status is Status.CLARIFY:
            return CAUSES[2]
        return CAUSES[1] if before.status is Status.ANSWERED else CAUSES[3]
    found = (before.topic != after.topic, before.text != after.text, _sources(before) != _sources(after))
    return next((name for name, differs in zip(CAUSES[4:], found, strict=True) if differs), "")


def _sources(reply: Reply) -> list[str]:
    """The sources as a reader sees them; ids are the folder's own affair."""
    return [f"{source.title} {source.address} {source.as_of}".strip() for source in reply.sources]


def counted(changes: Sequence[Change]) -> dict[str, int]:
    """How many replies differ for each cause, in the order of `CAUSES`."""
    counts = Counter(change.cause for change in changes)
    return {name: counts[name] for name in CAUSES if counts[name]}


def lines(changes: Sequence[Change], asked: int) -> Iterator[str]:
    """The counts, then the questions by cause with their replies before and after."""
    yield f"{len(changes)} of {asked} replies differ"
    yield from (f"{count:6} {name}" for name, count in counted(changes).items())
    for name in counted(changes):
        yield ""
        yield f"{name}:"
        for change in changes:
            if change.cause == name:
                yield f"  {change.asked}  ({change.case})"
                yield f"    before: {_told(change.before, name)}"
                yield f"    after:  {_told(change.after, name)}"


def _told(reply: Reply, cause: str) -> str:
    told = "; ".join(_sources(reply)) if cause == "other source" else reply.text
    return f"[{reply.topic or reply.status.value}] {' '.join(told.split())}"


def as_dict(changes: Sequence[Change], asked: int) -> dict[str, object]:
    """The same as JSON-able values."""
    told = [one._asdict() | {"before": _values(one.before), "after": _values(one.after)} for one in changes]
    return {"asked": asked, "counts": counted(changes), "changes": told}


def _values(reply: Reply) -> dict[str, object]:
    kept = ("text", "status", "topic", "sources")
    return {key: value for key, value in reply.as_dict().items() if key in kept}
