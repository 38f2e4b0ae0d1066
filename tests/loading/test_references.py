"""What entries refer to is there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from chatbot import KnowledgeError
from chatbot.loading.loader import load


def codes(folder: Path) -> list[str]:
    with pytest.raises(KnowledgeError) as error:
        load(folder)
    return [p.code for p in error.value.problems]


def test_a_column_that_a_member_lacks_is_refused(folder: Callable[..., Path]) -> None:
    made = folder(
        en__entities="kinds: [{id: k, one: k, many: ks}]\nentities: [{id: a, kind: k, name: Ay, called: Ay}]\n",
        en__topics__more="- id: c\n  phrasings: ['more of {k}']\n  answer: C.\n  needs: k\n"
        "  table: [colour]\n  sources: [board]\n",
    )
    assert codes(made) == ["no-fact"]
