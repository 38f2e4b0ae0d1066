"""Topics that lie too near to each other."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from paths import BROKEN

from chatbot.checking.check import check
from chatbot.checking.overlap import shortest, tie
from chatbot.loading.loader import load


def test_a_tie_is_shown_by_its_shortest_question_at_both_topics(folder: Callable[..., Path]) -> None:
    made = folder()
    shutil.copyfile(BROKEN / "tie.yaml", made / "topics/all.yaml")
    edition = load(made).edition("en")
    [question] = {problem.message.split("'")[1] for problem in check(made)}
    found = tie(question, edition)
    assert found is not None
    assert shortest(found, edition) == found
