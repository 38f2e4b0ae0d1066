"""A table of questions answered by two worker processes: `python table.py QUESTIONS.csv ANSWERS.csv`.

The input has a column "question"; the output adds "status", "topic" and "answer", in the same order.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import dask
import dask.bag

from chatbot import answer

Row = dict[str, str]


def answered(row: Row) -> Row:
    reply = answer(row["question"])  # each process loads the knowledge once
    return row | {"status": reply.status.value, "topic": reply.topic or "", "answer": reply.text}


def main(questions: Path, answers: Path) -> None:
    with questions.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with dask.config.set(scheduler="processes", num_workers=2):
        done = dask.bag.from_sequence(rows, npartitions=2).map(answered).compute()  # type: ignore[no-untyped-call]
    with answers.open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, [*(rows[0] if rows else ["question"]), "status", "topic", "answer"])
        out.writeheader()
        out.writerows(done)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
