"""How long whole processes take, each in turn with a reference: median wall seconds, and the median of their ratios.

The first is to take at most 1.8 times its reference, and 100 ms on a quiet machine.

The package is compiled to byte code before, as the installed one is that the reference imports.
"""

from __future__ import annotations

import compileall
import statistics
import sys

from common import ROOT, peak

ROWS = (
    (
        "clusters ask, against import rapidfuzz, yaml",
        ["-m", "chatbot", "ask", "who funds the clusters?"],
        "rapidfuzz, yaml",
    ),
    ("ask, misspelt", ["-m", "chatbot", "ask", "who fundz the clusters?"], "rapidfuzz, yaml"),
    ("clusters --version, against a bare start", ["-m", "chatbot", "--version"], "sys"),
)
PAIRS = 15


def main() -> None:
    compileall.compile_dir(ROOT / "chatbot", quiet=1)
    print(f"{'':46} {'s':>6} {'reference s':>12} {'ratio':>6} {'MB':>5}")
    for name, command, modules in ROWS:
        pairs = [
            (peak(sys.executable, *command), peak(sys.executable, "-c", f"import {modules}")) for _ in range(PAIRS + 1)
        ][1:]
        own, reference = (statistics.median(pair[i][0] for pair in pairs) for i in (0, 1))
        ratio = statistics.median(a[0] / b[0] for a, b in pairs)
        print(f"{name:46} {own:6.3f} {reference:12.3f} {ratio:6.2f} {max(a[1] for a, _ in pairs):5.0f}", flush=True)


if __name__ == "__main__":
    main()
