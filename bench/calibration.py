"""How well confidence tells how often an answer is right: a reliability table of questions with known answers.

    python bench/calibration.py tests/questions/readings-*.jsonl

Prints, of the replies that answer, ten bins of equal width with their mean confidence and the share that is right, and
the expected calibration error (Guo et al., ICML 2017); then the slope and the offset by which the log odds of these
replies would tell it best. A line of a file is a case of `clusters test`, or
{"topic": id, "text": message, "also": [ids]}.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterator
from pathlib import Path

from chatbot import ChatBot, Reply, Status
from chatbot.measuring.evaluate import judge, read_cases

BINS, SURE, STEPS, RATE = 10, 0.8, 4000, 0.5

Point = tuple[float, bool]
"""The confidence of an answer, and whether it is right."""


def points(path: Path, bot: ChatBot) -> Iterator[Point]:
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    if lines and "turns" in lines[0]:
        cases = [case for case in read_cases(path) if len(case.turns) == 1]
        asked = [(case.turns[0], bot.ask(case.turns[0].ask)) for case in cases]
        yield from ((reply.confidence, not judge(turn, reply)[0]) for turn, reply in asked if _answers(reply))
        return
    moved = bot.knowledge.redirects
    for case in lines:
        fine = {moved[id_].to if id_ in moved else id_ for id_ in (case["topic"], *case.get("also", ()))}
        if _answers(reply := bot.ask(case["text"])):
            yield reply.confidence, reply.topic in fine


def _answers(reply: Reply) -> bool:
    return reply.status is Status.ANSWERED


def table(found: list[Point]) -> float:
    """Prints the bins; the expected calibration error, 0..1."""
    error = 0.0
    for i in range(BINS):
        own = [point for point in found if i / BINS <= point[0] < (i + 1) / BINS or (i == BINS - 1 and point[0] == 1)]
        if own:
            mean, right = sum(c for c, _ in own) / len(own), sum(r for _, r in own) / len(own)
            error += abs(mean - right) * len(own) / len(found)
            print(f"| {i / BINS:.1f} to {(i + 1) / BINS:.1f} | {len(own)} | {mean:.3f} | {right:.3f} |")
    return error


def fitted(found: list[Point]) -> tuple[float, float]:
    """The slope and offset of log odds that tell best how often these answers are right."""
    odds = [(math.log(c / (1 - c)), r) for c, r in ((min(max(c, 1e-6), 1 - 1e-6), r) for c, r in found)]
    slope, offset = 1.0, 0.0
    for _ in range(STEPS):
        off = [(1 / (1 + math.exp(-slope * z - offset)) - right, z) for z, right in odds]
        slope -= RATE * sum(d * z for d, z in off) / len(off)
        offset -= RATE * sum(d for d, _ in off) / len(off)
    return slope, offset


def main() -> None:
    bot = ChatBot.load()
    found = [point for name in sys.argv[1:] for point in points(Path(name), bot)]
    print(f"{len(found)} answered")
    print(f"expected calibration error {table(found):.3f}")
    sure = [right for confidence, right in found if confidence >= SURE]
    print(f"of {len(sure)} at {SURE} and over, right {sum(sure) / max(len(sure), 1):.3f}")
    slope, offset = fitted(found)
    print(f"slope {slope:.2f}, offset {offset:.2f}")


if __name__ == "__main__":
    main()
