"""What the benches share: a public intent data set where there is one, and times that can stand beside each other."""

from __future__ import annotations

import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from chatbot import ChatBot
from chatbot.exchanging.exchange import import_file

ROOT = Path(__file__).parent.parent
Examples = list[tuple[str, str]]


def public(part: str) -> Examples | None:
    """A part of the data set that the first argument or the variable CLINC names; None, and a sentence, without one."""
    path = next(iter(sys.argv[1:]), os.environ.get("CLINC", ""))
    if not path:
        print("(name a CLINC150 file as argument, or in the variable CLINC, for the other rows)")
        return None
    return [(text, intent) for text, intent in json.loads(Path(path).read_text("utf-8"))[part]]


def folder(examples: Examples, place: Path) -> Path:
    """A knowledge folder of phrasings, as `clusters import` makes it."""
    import csv

    with (place / "table.csv").open("w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(["topic", "question", "answer"])
        rows.writerows((intent, phrasing, f"About {intent}.") for phrasing, intent in examples)
    import_file(place / "table.csv", place / "knowledge")
    return place / "knowledge"


def bot(examples: Examples) -> ChatBot:
    with tempfile.TemporaryDirectory() as place:
        os.environ["CLUSTERS_NO_CACHE"] = "1"
        return ChatBot.load(folder(examples, Path(place)))


Way = tuple[Callable[[str], object], Sequence[str]]
"""What is timed, and the questions that it is asked."""


def turns(*ways: Way, rounds: int = 7) -> list[tuple[float, float]]:
    """Microseconds a question of each way, and how many times the first way's time fits in it.

    Both are medians of rounds in which the ways take turns: the machine does not keep one speed.
    """
    taken: list[list[float]] = []
    for _ in range(rounds + 1):
        taken.append([])
        for way, questions in ways:
            started = time.perf_counter()
            for question in questions:
                way(question)
            taken[-1].append((time.perf_counter() - started) / len(questions) * 1e6)
    del taken[0]  # the first round warms up
    return [
        (statistics.median(one[i] for one in taken), statistics.median(one[i] / one[0] for one in taken))
        for i in range(len(ways))
    ]


def noisy(examples: Examples, count: int, seed: int = 1) -> Examples:
    """`count` phrasings: a sample of the examples, or all of them and more, made by dropping, doubling or swapping in
    words of other phrasings."""
    chance = random.Random(seed)
    if count <= len(examples):
        return chance.sample(examples, count)
    words = [word for text, _ in examples for word in text.split()]
    more = dict(examples)
    while len(more) < count:
        text, intent = chance.choice(examples)
        own = text.split()
        for _ in range(2):
            at = chance.randrange(len(own))
            own[at : at + chance.choice((0, 1))] = [chance.choice(words)] * chance.choice((0, 1, 1))
            own = own or [chance.choice(words)]
        more.setdefault(" ".join(own), intent)
    return list(more.items())


def peak(*command: str) -> tuple[float, float]:
    """Seconds of a whole process, and its peak memory in MB."""
    code = (
        "import resource, subprocess, sys, time; t = time.perf_counter(); "
        "subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL); "
        "print(time.perf_counter() - t, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)"
    )
    done = subprocess.run([sys.executable, "-c", code, *command], capture_output=True, check=True, cwd=ROOT)
    seconds, megabytes = map(float, done.stdout.split())
    return seconds, megabytes
