"""What the records of a folder show."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from chatbot.checking.check import check
from chatbot.checking.unused import values


def test_what_one_language_lacks_is_a_warning_where_the_other_holds_it(lean: Callable[..., Path]) -> None:
    kinds = "kinds: [{id: k, one: k, many: ks}]\nentities:\n"
    one = "  - {id: green, kind: k, name: Green leaf, called: green leaf, facts: {doing: grows}}\n"
    topic = "- id: tea.price\n  phrasings: [le prix]\n  answer: Deux.\n  sources: [board]\n"
    made = lean(
        en__entities=kinds + one + "  - {id: black, kind: k, name: Black leaf, called: black leaf}\n",
        fr__entities=kinds + "  - {id: green, kind: k, name: Feuille verte, called: feuille verte}\n",
        fr__topics__all=topic + "- id: extra\n  phrasings: [en plus]\n  answer: Plus.\n  sources: [board]\n",
        fr__language="stemmer: french\nmessages:\n" + "".join(f"  {name!r}: x\n" for name in values()),
    )
    found = [(p.file, p.line, p.message) for p in check(made) if p.code == "missing-translation"]
    assert [(file, line, message.split("'")[1]) for file, line, message in found] == [
        ("en/entities.yaml", 3, "green.doing"),
        ("en/entities.yaml", 4, "black"),
        ("en/topics/all.yaml", 6, "tea.kinds"),
        ("en/topics/all.yaml", 10, "cake.price"),
        ("en/topics/all.yaml", 14, "talk.hello"),
        ("fr/topics/all.yaml", 5, "extra"),
    ]
