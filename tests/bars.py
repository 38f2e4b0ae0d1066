"""The bars that the question files are held to, several files at once: chance moves few answers of many.

python tests/bars.py   ask every question file, print what came of each row, and exit 1 where one misses its bar
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from fnmatch import fnmatch
from typing import NamedTuple

from paths import QUESTIONS
from pinned import reports

from chatbot import ChatBot
from chatbot.measuring.evaluate import Report, summary, together


class Bar(NamedTuple):
    """What the files of a row must come to: shares, 0..1."""

    files: list[str]
    """Their names, or patterns of these."""
    passed: float
    """Of the cases, at least."""
    wrong: float
    """Of the turns that are wrong with confidence, at most."""
    hedged_wrong: float
    """Of the turns that are wrong and hedged, at most."""

    def of(self, found: Mapping[str, Report]) -> Report:
        """What came of the files of the row."""
        return together({n: r for n, r in found.items() if any(fnmatch(n, name) for name in self.files)})

    def met(self, report: Report) -> bool:
        """Whether a report comes to it."""
        return report.passed >= self.passed and report.wrong <= self.wrong and report.hedged_wrong <= self.hedged_wrong


def bars() -> list[Bar]:
    """The rows, as `tests/questions/bars.json` has them."""
    return [Bar(**row) for row in json.loads((QUESTIONS / "bars.json").read_text("utf-8"))]


def main() -> int:
    found, missed = reports(ChatBot.load()), 0
    for bar in bars():
        report = bar.of(found)
        missed += not bar.met(report)
        for name, own in found.items():
            if any(fnmatch(name, pattern) for pattern in bar.files):
                print(summary(own, name))
        shares = f"at least {bar.passed}, wrong at most {bar.wrong}, hedged and wrong at most {bar.hedged_wrong}"
        print(f"   {'meets' if bar.met(report) else 'MISSES'} {shares}: {summary(report, 'together')}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
