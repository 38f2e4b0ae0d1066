"""How long one question takes in a process, beside scans of the same phrasings in the same run.

python bench/question.py [PATH/TO/clinc150.json]
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from common import ROOT, bot, public, turns
from intents import slipped
from rapidfuzz import fuzz, process

from chatbot import ChatBot

FIXED = 3_000
"""Sentences of the public set, its first, that a question to the shipped knowledge is compared with a scan of: they do
not change when the knowledge grows. At least 10 questions are to fit in one scan."""


def main() -> None:
    print(f"{'':34} {'us':>6} {'WRatio us':>10} {'times':>6} {'ratio us':>9} {'times':>6}")
    shipped = ChatBot.load()
    asked = [
        json.loads(line)["turns"][0]["ask"]
        for name in ("page", "fresh", "later")
        for line in (ROOT / f"tests/questions/{name}.jsonl").read_text("utf-8").splitlines()
    ]
    topics = shipped.knowledge.edition("en").topics.values()
    report("shipped, its own phrasings", shipped, [p for t in topics for p in t.phrasings], asked[::5])
    if (train := public("train")) and (other := public("val")):
        report(f"shipped, {FIXED} of the set", shipped, [text for text, _ in train[:FIXED]], asked[::5])
        questions = [text for text, _ in other[::10]]
        report(f"{len(train)} phrasings", bot(train), [text for text, _ in train], questions)


def report(name: str, asked: ChatBot, phrasings: Sequence[str], questions: list[str]) -> None:
    wrong = [text for text, _ in slipped([(q, "") for q in questions], 1)]
    for kind, some in (("clean", questions), ("one typo", wrong)):
        few = some[:: len(some) * len(phrasings) // 500_000 + 1]
        own, weighted, plain = turns(
            (asked.ask, some),
            (lambda q: process.extractOne(q, phrasings, scorer=fuzz.WRatio), few),
            (lambda q: process.extractOne(q, phrasings, scorer=fuzz.ratio), some),
        )
        print(f"{name + ', ' + kind:34} {own[0]:6.0f} {weighted[0]:10.0f} {weighted[1]:6.1f} "
              f"{plain[0]:9.0f} {plain[1]:6.1f}", flush=True)  # fmt: skip


if __name__ == "__main__":
    main()
