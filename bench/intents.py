"""How well the engine does on a knowledge base that it was not made for: a public intent data set.

    python bench/intents.py PATH/TO/clinc150.json [--seeds 3] [--limit N]

The file holds `train` and `val` (or `test`), and `oos_val` (or `oos_test`), each a list of [text, intent], as CLINC150
does (Larson et al., EMNLP-IJCNLP 2019). Its training phrasings are imported through `clusters import`; nothing is tuned
here. Beside every time stands rapidfuzz's `ratio` scan over the same phrasings, in the same run.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from rapidfuzz import fuzz, process

from chatbot import ChatBot
from chatbot.checking import overlap
from chatbot.exchanging.exchange import import_file

Examples = list[tuple[str, str]]
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("path", type=Path)
    parser.add_argument("--seeds", type=int, default=3, help="samples of 10 phrasings an intent")
    parser.add_argument("--limit", type=int, help="questions that are asked of each part (default: all)")
    options = parser.parse_args()
    data = json.loads(options.path.read_text("utf-8"))
    train = [(t, i) for t, i in data["train"]]
    asked = [(t, i) for t, i in data.get("test") or data["val"]][: options.limit]
    outside = [t for t, _ in data.get("oos_test") or data["oos_val"] + data.get("oos_train", [])][: options.limit]
    print(f"{len(train)} phrasings, {len(asked)} questions in scope, {len(outside)} out of scope")
    print(f"{'phrasings':>12} {'top-1':>6} {'1 typo':>6} {'2 typos':>7} {'AUROC':>6} {'right':>6} {'caught':>6} "
          f"{'load s':>6} {'us':>6} {'ratio us':>8}")  # fmt: skip
    report("all", train, asked, outside)
    for seed in range(options.seeds):
        by_intent: defaultdict[str, list[str]] = defaultdict(list)
        for phrasing, intent in train:
            by_intent[intent].append(phrasing)
        chance = random.Random(seed)
        few = [(p, intent) for intent, ps in by_intent.items() for p in chance.sample(ps, min(10, len(ps)))]
        report(f"10, seed {seed}", few, asked, outside)


def report(name: str, train: Examples, asked: Examples, outside: Sequence[str]) -> None:
    started = time.perf_counter()
    bot = load(train)
    loaded = time.perf_counter() - started
    started = time.perf_counter()
    inside = [(intent, *best(bot, question)) for question, intent in asked]
    each = (time.perf_counter() - started) / len(asked)
    beyond = [best(bot, question) for question in outside]
    right = [got == intent for intent, got, _, _ in inside]
    kept = sum(ok and answered for ok, (_, _, _, answered) in zip(right, inside, strict=True)) / len(inside)
    caught = sum(not answered for _, _, answered in beyond) / len(beyond)
    area = auroc([score for _, _, score, _ in inside], [score for _, score, _ in beyond])
    one, two = (accuracy(bot, slipped(asked, edits)) for edits in (1, 2))
    print(f"{name:>12} {sum(right) / len(right):6.3f} {one:6.3f} {two:7.3f} {area:6.3f} {kept:6.3f} {caught:6.3f} "
          f"{loaded:6.1f} {each * 1e6:6.0f} {scan(train, asked) * 1e6:8.0f}", flush=True)  # fmt: skip


def load(train: Examples) -> ChatBot:
    with tempfile.TemporaryDirectory() as place:
        table = Path(place) / "table.csv"
        with table.open("w", encoding="utf-8", newline="") as out:
            rows = csv.writer(out)
            rows.writerow(["topic", "question", "answer"])
            rows.writerows((intent, phrasing, f"About {intent}.") for phrasing, intent in train)
        import_file(table, Path(place) / "knowledge")
        return ChatBot.load(Path(place) / "knowledge")


def best(bot: ChatBot, question: str) -> tuple[str | None, float, bool]:
    """The best topic, how probably it is ours (0..1), and whether it would be answered at the shipped limits."""
    verdict = overlap.verdict(question, bot.knowledge.edition("en"), bot.knowledge)
    if not verdict.ranked:
        return None, 0.0, False
    topic, _ = verdict.ranked[0]
    return topic, 1 - verdict.ranking.none, verdict.answered


def accuracy(bot: ChatBot, asked: Examples) -> float:
    return sum(best(bot, question)[0] == intent for question, intent in asked) / len(asked)


def slipped(asked: Examples, edits: int) -> Examples:
    """Each question with `edits` random slips in words of four letters or more, seeded."""
    chance = random.Random(edits)
    return [(slip(question, edits, chance), intent) for question, intent in asked]


def slip(question: str, edits: int, chance: random.Random) -> str:
    words = question.split()
    for _ in range(edits):
        able = [i for i, word in enumerate(words) if len(word) >= 4 and word.isalpha()]
        if not able:
            break
        i = chance.choice(able)
        word = words[i]
        j, letter = chance.randrange(len(word) - 1), chance.choice(LETTERS)
        words[i] = chance.choice([
            word[:j] + letter + word[j:],
            word[:j] + word[j + 1 :],
            word[:j] + letter + word[j + 1 :],
            word[:j] + word[j + 1] + word[j] + word[j + 2 :],
        ])  # fmt: skip
    return " ".join(words)


def scan(train: Examples, asked: Examples) -> float:
    """Seconds that the nearest phrasing by `fuzz.ratio` takes for a question."""
    phrasings = [phrasing for phrasing, _ in train]
    some = asked[:200]
    started = time.perf_counter()
    for question, _ in some:
        process.extractOne(question, phrasings, scorer=fuzz.ratio)
    return (time.perf_counter() - started) / len(some)


def auroc(inside: Sequence[float], outside: Sequence[float]) -> float:
    """Chance that a question in scope scores above one out of scope; ties count half (the rank-sum statistic)."""
    ranked = sorted([(score, True) for score in inside] + [(score, False) for score in outside])
    total, i = 0.0, 0
    while i < len(ranked):
        j = i
        while j < len(ranked) and ranked[j][0] == ranked[i][0]:
            j += 1
        total += (i + j + 1) / 2 * sum(ours for _, ours in ranked[i:j])
        i = j
    return (total - len(inside) * (len(inside) + 1) / 2) / (len(inside) * len(outside))


if __name__ == "__main__":
    main()
