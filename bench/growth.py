"""How a question and loading grow with the phrasings, and how much memory loading takes at its peak.

    python bench/growth.py PATH/TO/clinc150.json [PLOT.svg]

Up to 15,000 phrasings are the data set's; beyond, seeded word noise is made of them. Topics stay the same.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from common import bot, folder, noisy, peak, public, turns
from rapidfuzz import fuzz, process

SIZES = (1_000, 5_000, 15_000, 60_000)
LOAD = "import sys, chatbot.loading.loader as l; l.load(sys.argv[1])"
STORED = "import sys, chatbot; chatbot.ChatBot.load(sys.argv[1])"


def main() -> None:
    train, other = public("train"), public("val")
    if not train or not other:
        return
    questions = [text for text, _ in other[::15]]
    heads = ("phrasings", "us", "ratio us", "times", "from YAML s", "MB", "stored s", "MB")
    print(" ".join(f"{head:>11}" for head in heads))
    rows = []
    for size in SIZES:
        some = noisy(train, size)
        phrasings = [text for text, _ in some]
        asked = bot(some)
        (own, _), (plain, times) = turns((asked.ask, questions), (scan(phrasings), questions), rounds=5)
        del asked
        with tempfile.TemporaryDirectory() as place:
            made = str(folder(some, Path(place)))
            loading = peak(sys.executable, "-c", LOAD, made)
            again = ["env", "-u", "CLUSTERS_NO_CACHE", f"XDG_CACHE_HOME={place}", sys.executable, "-c", STORED, made]
            peak(*again)
            stored = peak(*again)
        rows.append((size, own, plain))
        figures = (own, plain, times, *loading, *stored)
        print(f"{size:11} " + " ".join(f"{figure:11.{0 if figure > 50 else 2}f}" for figure in figures), flush=True)
    if len(sys.argv) > 2:
        Path(sys.argv[2]).write_text(plot(rows), "utf-8")


def scan(phrasings: Sequence[str]) -> Callable[[str], object]:
    return lambda question: process.extractOne(question, phrasings, scorer=fuzz.ratio)


def plot(rows: Sequence[tuple[int, float, float]]) -> str:
    """The times of a question as an SVG, both axes from 0."""
    most = max(max(own, plain) for _, own, plain in rows)

    def x(size: float) -> float:
        return 60 + 500 * size / rows[-1][0]

    def y(us: float) -> float:
        return 260 - 230 * us / most

    lines = [
        '<svg xmlns="http://www.w3.org/2000/svg" width="680" height="310" font-family="sans-serif" font-size="12">'
    ]
    lines += [
        '<rect width="100%" height="100%" fill="white"/>',
        '<path d="M60 20V260H570" fill="none" stroke="black"/>',
    ]
    for part in range(5):
        us = most * part / 4
        lines.append(f'<text x="54" y="{y(us) + 4:.0f}" text-anchor="end">{us:.0f}</text>')
    lines += [f'<text x="{x(size):.0f}" y="278" text-anchor="middle">{size // 1000}k</text>' for size, _, _ in rows]
    lines.append('<text x="315" y="300" text-anchor="middle">phrasings; microseconds a question</text>')
    for at, name, colour in ((1, "this bot", "#06c"), (2, "fuzz.ratio scan", "#c40")):
        points = " ".join(f"{x(row[0]):.0f},{y(row[at]):.0f}" for row in rows)
        lines.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>')
        lines.append(f'<text x="568" y="{y(rows[-1][at]) + 4:.0f}" fill="{colour}">{name}</text>')
    return "\n".join([*lines, "</svg>", ""])


if __name__ == "__main__":
    main()
