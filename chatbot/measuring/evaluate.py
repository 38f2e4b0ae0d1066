"""Question files: how many are answered as they should be, and how many are wrong with confidence.

A file holds one case a line, as JSON: `id`, `tags`, and `turns`, each with `ask`, `status` (one, or a list of those
allowed), `must` and `must_not` (regular expressions on the text, case-insensitive), and optionally `topic`.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from chatbot.bot import ChatBot
from chatbot.problem import KnowledgeError, Place, told
from chatbot.reply import Level, Reply, Status
from chatbot.storing import writer

LONGEST_ANSWER = 900
"""Characters of an answer that a person reads before losing patience."""


class Turn(NamedTuple):
    """One message of a case, and what its reply must be."""

    ask: str
    status: tuple[str, ...]
    must: tuple[str, ...] = ()
    must_not: tuple[str, ...] = ()
    topic: str = ""


class Case(NamedTuple):
    """A conversation of one or more turns."""

    id: str
    tags: tuple[str, ...]
    turns: tuple[Turn, ...]


class Judged(NamedTuple):
    """A turn with its reply. `fault` says why it fails (empty: it passes); `wrong` is an answer that misleads."""

    case: Case
    turn: Turn
    reply: Reply
    fault: str
    wrong: bool

    @property
    def hedged(self) -> bool:
        """Whether it is answered with a hedge: the reply says that it is not sure, and how it took the question."""
        return self.reply.status is Status.ANSWERED and self.reply.level is Level.UNSURE

    @property
    def wrong_with_confidence(self) -> bool:
        """Whether it is wrong without a hedge."""
        return self.wrong and not self.hedged


class Report(NamedTuple):
    """What came of the cases."""

    judged: tuple[Judged, ...]

    @property
    def cases(self) -> dict[str, Case]:
        """The cases by id."""
        return {j.case.id: j.case for j in self.judged}

    @property
    def failed(self) -> dict[str, Judged]:
        """The first failing turn of each failing case."""
        return {j.case.id: j for j in reversed(self.judged) if j.fault}

    @property
    def passed(self) -> float:
        """Share of the cases whose turns all pass, 0..1."""
        return 1 - len(self.failed) / len(self.cases) if self.judged else 0.0

    @property
    def wrong(self) -> float:
        """Share of the turns that are wrong with confidence, 0..1: without a hedge."""
        return self._share(j.wrong_with_confidence for j in self.judged)

    @property
    def hedged_wrong(self) -> float:
        """Share of the turns that are wrong, and hedged, 0..1."""
        return self._share(j.wrong and j.hedged for j in self.judged)

    def _share(self, turns: Iterable[bool]) -> float:
        return sum(turns) / len(self.judged) if self.judged else 0.0

    def by_tag(self) -> dict[str, tuple[int, int]]:
        """Each tag with the cases that pass and the cases there are, the worst first."""
        total, good = Counter[str](), Counter[str]()
        for case in self.cases.values():
            total.update(case.tags)
            good.update(case.tags if case.id not in self.failed else ())
        return {tag: (good[tag], total[tag]) for tag in sorted(total, key=lambda t: (good[t] / total[t], t))}


def together(reports: Mapping[str, Report]) -> Report:
    """What came of the cases of several files, each case under the name of its file."""
    return Report(
        tuple(
            judged._replace(case=judged.case._replace(id=f"{name}: {judged.case.id}"))
            for name, report in reports.items()
            for judged in report.judged
        )
    )


UNUSABLE = (ValueError, LookupError, TypeError, AttributeError, OverflowError, RecursionError, re.error)
"""What reading JSON, and compiling a pattern, raises for what is no case."""

_TURN = re.compile(r"^<!-- turn (.*) -->$")


def transcript(turns: Sequence[tuple[str, Reply]], title: str) -> str:
    """A conversation as Markdown that people read and `read_cases` reads again, as one case."""
    lines = [f"# {title}", ""]
    for asked, reply in turns:
        turn = {"ask": asked, "status": reply.status.value, **({"topic": reply.topic} if reply.topic else {})}
        said = json.dumps(turn, ensure_ascii=False).replace("--", "\\u002d\\u002d")
        sources = [f"- {source.title} {source.address}".rstrip() for source in reply.sources]
        lines += [f"<!-- turn {said} -->", f"**{asked}**", "", reply.text, "", *sources, ""]
    return "\n".join(lines)


def _text(path: Path) -> str:
    with told(path, "unreadable", "name a file in UTF-8"):
        return writer.read(path).decode("utf-8")


def read_cases(path: Path) -> list[Case]:
    """The cases of a file: JSON lines, or a transcript. Raises `KnowledgeError` with every line that is no case."""
    if path.suffix == ".md":
        try:
            turns = [json.loads(match[1]) for line in _text(path).splitlines() if (match := _TURN.match(line))]
            return [_case({"id": path.stem, "tags": ["transcript"], "turns": turns})]
        except UNUSABLE as error:
            hint = "save it with /save, and change nothing between <!-- and -->"
            raise KnowledgeError([Place(str(path)).problem("case", f"no transcript ({error})", hint)]) from error
    cases, problems = [], []
    for number, line in enumerate(_text(path).split("\n"), 1):
        if not line.strip():
            continue
        try:
            cases.append(_case(json.loads(line)))
        except UNUSABLE as error:
            place = Place(file=str(path), line=number, column=1)
            hint = "write id, tags and turns; each turn has ask and status"
            problems.append(place.problem("case", f"no case of a question file ({error})", hint))
    if problems:
        raise KnowledgeError(problems)
    return cases


def _case(data: Mapping[str, Any]) -> Case:
    turns = []
    for turn in data["turns"]:
        status = turn["status"]
        must, must_not = tuple(turn.get("must", ())), tuple(turn.get("must_not", ()))
        for pattern in must + must_not:
            re.compile(pattern)
        allowed = tuple(status) if isinstance(status, list) else (str(status),)
        if bad := set(allowed) - {s.value for s in Status}:
            raise ValueError(f"unknown status {', '.join(sorted(bad))}")
        asked, topic = str(turn["ask"]), str(turn.get("topic", ""))
        turns.append(Turn(ask=asked, status=allowed, must=must, must_not=must_not, topic=topic))
    if not turns:
        raise ValueError("no turns")
    return Case(id=str(data["id"]), tags=tuple(data.get("tags", ())), turns=tuple(turns))


def run(bot: ChatBot, cases: Iterable[Case]) -> Report:
    """Ask every case, and judge the replies."""
    told = ((case, turn, reply) for case in cases for turn, reply in converse(bot, case))
    judged = ((case, turn, reply, *judge(turn, reply)) for case, turn, reply in told)
    return Report(tuple(map(Judged._make, judged)))


def converse(bot: ChatBot, case: Case, language: str | None = None) -> Iterator[tuple[Turn, Reply]]:
    """The turns of a case with their replies: a single question stands on its own, a conversation in a session."""
    ask = bot.ask if len(case.turns) == 1 else bot.session().ask
    return ((turn, ask(turn.ask, language=language)) for turn in case.turns)


def judge(turn: Turn, reply: Reply) -> tuple[str, bool]:
    """Why a reply fails (empty: it passes), and whether it is an answer that is wrong.

    Wrong are answers to what should not have been answered, that hold what they must not, or that hold nothing of
    what they must; other failing answers are incomplete.
    """
    fault, wrong = next(_faults(turn, reply), ("", False))
    return fault, wrong and reply.status is Status.ANSWERED


def _faults(turn: Turn, reply: Reply) -> Iterator[tuple[str, bool]]:
    """All that is wrong with a reply, the worst first, and whether an answer is wrong by it."""
    held = [p for p in turn.must_not if _found(p, reply.text)]
    lacks = [p for p in turn.must if not _found(p, reply.text)]
    if reply.status.value not in turn.status:
        some = len(lacks) < len(turn.must) and not held
        yield f"is {reply.status.value}, not {' or '.join(turn.status)}", not some
    if held:
        yield f"holds /{held[0]}/", True
    if reply.status is Status.UNKNOWN:
        return
    if lacks:
        yield f"lacks /{lacks[0]}/", len(lacks) == len(turn.must)
    if turn.topic and reply.topic != turn.topic:
        yield f"comes from {reply.topic}, not {turn.topic}", True
    if reply.status is Status.ANSWERED and len(reply.text) > LONGEST_ANSWER:
        yield f"is {len(reply.text)} characters long", False


def _found(pattern: str, text: str) -> bool:
    return re.search(pattern, text, re.IGNORECASE | re.DOTALL) is not None


def summary(report: Report, name: str) -> str:
    """One line of figures."""
    judged = report.judged
    answerable = [j for j in judged if j.turn.status == (Status.ANSWERED.value,)]
    clarified = sum(j.reply.status is Status.CLARIFY for j in answerable)
    declined = sum(j.reply.status is Status.UNKNOWN for j in answerable)
    cases, wrong = len(report.cases), sum(j.wrong_with_confidence for j in judged)
    hedged = [j for j in judged if j.hedged]
    return (
        f"{name}: {cases - len(report.failed)}/{cases} cases pass = {report.passed:.3f}; "
        f"wrong with confidence {wrong}/{len(judged)} = {report.wrong:.3f}; "
        f"{len(hedged)} hedged, {sum(j.wrong for j in hedged)} of them wrong; "
        f"of {len(answerable)} answerable turns {clarified} clarified, {declined} declined"
    )


def fault_lines(report: Report, most: int) -> Sequence[str]:
    """The failing cases, those with a wrong answer first."""
    failed = sorted(report.failed.values(), key=lambda j: (not j.wrong, j.case.id))[:most]
    return [
        f"{'WRONG' if j.wrong else 'fails'} {j.case.id}: {j.turn.ask[:120]!r} {j.fault}; topic {j.reply.topic}, "
        f"confidence {j.reply.confidence:.2f}"
        for j in failed
    ]


def figures(report: Report) -> dict[str, object]:
    """The figures as JSON-able values."""
    return {
        "cases": len(report.cases),
        "passed": round(report.passed, 4),
        "wrong": round(report.wrong, 4),
        "hedged_wrong": round(report.hedged_wrong, 4),
        "tags": {tag: {"passed": good, "cases": total} for tag, (good, total) in report.by_tag().items()},
        "confused": [f"{own} -> {got}: {n}" for (own, got), n in confusions(report).most_common()],
        "failed": [{"id": j.case.id, "fault": j.fault, "wrong": j.wrong} for j in report.failed.values()],
    }


def confusions(report: Report) -> Counter[tuple[str, str]]:
    """Where a turn names its topic and another answered: how often each pair came up."""
    pairs = ((j.turn.topic, j.reply.topic) for j in report.judged)
    return Counter((own, got) for own, got in pairs if own and got and own != got)


def tag_lines(report: Report) -> list[str]:
    """Pass rates by tag, the worst first, then the topics that are confused."""
    lines = [f"   {tag:24} {good:4}/{total:<4} {good / total:.3f}" for tag, (good, total) in report.by_tag().items()]
    return lines + [f"   {own} answered as {got}: {n}" for (own, got), n in confusions(report).most_common()]


def sweep_lines(report: Report) -> list[str]:
    """What would have been answered, and wrongly, had the lowest confidence been another."""
    lines = ["   confidence   answered   of them right   wrong with confidence"]
    for step in range(50, 100, 5):
        shown = [j for j in report.judged if j.reply.status is Status.ANSWERED and j.reply.confidence >= step / 100]
        right = sum(not j.fault for j in shown) / len(shown) if shown else 1.0
        wrong = sum(j.wrong_with_confidence for j in shown) / len(report.judged)
        lines.append(f"   {step / 100:10.2f} {len(shown) / len(report.judged):10.3f} {right:15.3f} {wrong:23.3f}")
    return lines
