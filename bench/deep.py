"""Everything that takes long, each part a process, one line of figures each: results/deep-YYYY-MM-DD.md.

    python bench/deep.py [PART...]    the parts named, or all of them

Other parts of the project join by the pytest marker `deep`: each test file that holds one is a part.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from common import ROOT

QUESTIONS = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "tests/questions").glob("*.jsonl"))
PINS = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "tests/golden").glob("words*.jsonl"))
CLUSTERS = [sys.executable, "-m", "chatbot"]


def parts() -> dict[str, tuple[list[str], Callable[[str], str]]]:
    """Each part's command, and how its output becomes a line of figures."""
    mutation = [*CLUSTERS, "check", "--mutation", "--json", "--questions"]
    found: dict[str, tuple[list[str], Callable[[str], str]]] = {
        "questions": ([*CLUSTERS, "test", *QUESTIONS, "--fails", "0"], lambda out: "<br>".join(out.splitlines())),
        "leave-one-out": ([*CLUSTERS, "test", "--leave-one-out", "--json"], _kept),
        "robustness": ([*CLUSTERS, "test", "--robustness", "--json"], _kept),
        "mutation, question files": ([*mutation, *QUESTIONS], _mutation),
    }
    if PINS:
        found["mutation, with the pinned words"] = ([*mutation, *QUESTIONS, *PINS], _mutation)
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        if "pytest.mark.deep" in path.read_text("utf-8"):
            command = [sys.executable, "-m", "pytest", "-m", "deep", "-p", "no:cacheprovider", str(path)]
            found[f"deep: {path.stem}"] = (command, _last)
    return found


def _last(out: str) -> str:
    return out.strip().splitlines()[-1].strip("= ") if out.strip() else "nothing was printed"


def _kept(out: str) -> str:
    return "<br>".join(
        f"{name}: {own['kept']} of {own['asked']} kept, {own['different']} different"
        for name, own in json.loads(out).items()
    )


def _mutation(out: str) -> str:
    lines = []
    for kind, own in json.loads(out)["figures"].items():
        effect = f"{own['noticed']} noticed, {own['missed']} missed, {own['without effect']} without effect"
        lines.append(f"{kind}: {effect}: {own['score']}")
    return "<br>".join(lines)


def main() -> int:
    every = parts()
    if unknown := [name for name in sys.argv[1:] if name not in every]:
        sys.exit(f"no such part: {', '.join(unknown)}; parts: {', '.join(every)}")
    day = datetime.now().astimezone().date()
    version = subprocess.run([*CLUSTERS, "--version"], capture_output=True, text=True, check=True, cwd=ROOT).stdout
    place = ROOT / "results" / f"deep-{day}.md"
    python = sys.version.partition(" ")[0]
    head = f"# Deep run of {day}\n\n{version.strip()}, Python {python}, {os.cpu_count()} processors\n"
    lines = [head, "| part | result | seconds | figures |", "|---|---|--:|---|"]
    failed = 0
    for name in sys.argv[1:] or every:
        command, read = every[name]
        started = time.perf_counter()
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
        seconds = time.perf_counter() - started
        failed += done.returncode != 0
        figures = read(done.stdout) if not done.returncode else _last(done.stdout or done.stderr)
        lines.append(f"| {name} | {'fails' if done.returncode else 'passes'} | {seconds:.0f} | {figures} |")
        print(lines[-1], flush=True)
        place.parent.mkdir(exist_ok=True)
        Path(place).write_text("\n".join(lines) + "\n", "utf-8")  # after each part: an hour may be cut short
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
