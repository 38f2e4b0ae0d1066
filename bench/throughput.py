"""Questions a second through a pipe: one process, and two."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time

from common import ROOT

QUESTIONS = 4_000


def main() -> None:
    asked = [
        json.loads(line)["turns"][0]["ask"].replace("\n", " ")
        for line in (ROOT / "tests/questions/page.jsonl").read_text("utf-8").splitlines()
    ]
    typed = "\n".join((asked * (QUESTIONS // len(asked) + 1))[:QUESTIONS]) + "\n"
    print(f"{'jobs':>4} {'questions/s':>12} {'times':>6}   ({os.cpu_count()} processors)")
    first = 0.0
    for jobs in (1, 2):
        command = [sys.executable, "-m", "chatbot", "ask", "--lines", "--json", "--jobs", str(jobs)]
        started = time.perf_counter()
        subprocess.run(command, input=typed.encode(), stdout=subprocess.DEVNULL, check=True, cwd=ROOT)
        rate = QUESTIONS / (time.perf_counter() - started)
        first = first or rate
        print(f"{jobs:4} {rate:12.0f} {rate / first:6.2f}", flush=True)


if __name__ == "__main__":
    main()
