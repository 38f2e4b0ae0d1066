"""Coverage-guided fuzzing: python bench/fuzz/run.py TARGET [SECONDS]. Needs atheris (pip install atheris).

A finding is an exception; atheris writes its input to a file named crash-… here, which `run.py TARGET FILE` replays.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["chatbot"]):
    import targets


def main() -> None:
    """Fuzz one target, or replay one input."""
    name, rest = sys.argv[1], sys.argv[2:]
    target = targets.TARGETS[name]
    if rest and Path(rest[0]).is_file():
        target(Path(rest[0]).read_bytes())
        return
    targets.bot()  # instrumented, it takes longer to load than an input may take
    corpus = Path(tempfile.mkdtemp(prefix=f"corpus-{name}-"))
    for number, seed in enumerate(targets.seeds(name)):
        (corpus / str(number)).write_bytes(seed)
    seconds = rest[0] if rest else "120"
    options = [f"-max_total_time={seconds}", "-max_len=4096", "-timeout=20", "-rss_limit_mb=3000"]
    atheris.Setup([sys.argv[0], *options, str(corpus)], target)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
