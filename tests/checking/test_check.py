"""`clusters check` tells a curator everything at once: each rule has a broken file, each code its line in the docs."""

from __future__ import annotations

import ast
import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from brokenfiles import FILES, found_in, target
from paths import PACKAGE, ROOT

from chatbot import KnowledgeError
from chatbot.checking.check import check
from chatbot.knowledge import Knowledge
from chatbot.loading.folders import SHIPPED

TODAY = date(2026, 11, 1)


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_a_broken_file_gets_exactly_its_problems(lean: Callable[..., Path], path: Path) -> None:
    """The first lines of a broken file are the problems of its folder: `line:column code`, or `file:line:column code`.

    `#@` names the file of the folder that it stands for.
    """
    text = path.read_bytes().decode("utf-8", "surrogateescape")
    made, where = lean(), target(text)
    (made / where).parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(path, made / where)
    try:
        problems = check(made, TODAY)
    except KnowledgeError as error:
        problems = error.problems
    expected = [line[2:].strip() for line in text.splitlines() if line.startswith("#!")]
    found = [f"{'' if p.file == where else p.file + ':'}{p.line}:{p.column} {p.code}" for p in problems]
    assert found == expected
    assert all(p.message and p.hint for p in problems)


def test_every_code_of_loading_and_checking_has_a_broken_file_or_a_test() -> None:
    broken = {code for path in FILES for code in found_in(path)}
    elsewhere = {"missing-translation", "too-large", "unreadable", "outside", "no-folder", "no-language"}
    elsewhere |= {"missing-file", "unwritable", "no-fact"}
    elsewhere |= {"unnoticed"}  # measuring/test_mutation.py
    elsewhere |= {"no-as-of", "no-missing", "no-message", "disputed", "not-said"}  # loading/test_facts.py
    assert (
        set(source_codes("exchange", "evaluate", "dump", "tables", "review", "misses", "bot", "store"))
        - broken
        - elsewhere
        == set()
    )
    assert len(FILES) >= 30


def source_codes(*but: str) -> dict[str, str]:
    """Every code that the source gives to a problem, with its severity, in all files but those named."""
    at = {"problem": 0, "told": 1, "_refuse": 1, "Problem": 3, "unknown": 1}
    found = {}
    for path in PACKAGE.rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            name = getattr(call.func, "attr", getattr(call.func, "id", "")) if isinstance(call, ast.Call) else ""
            if isinstance(call, ast.Call) and name in at and path.stem not in but:
                named = {keyword.arg: keyword.value for keyword in call.keywords}
                code = call.args[at[name]] if len(call.args) > at[name] else named.get("code")
                if isinstance(code, ast.Constant) and isinstance(code.value, str):
                    values = [a.value for a in (*call.args, *named.values()) if isinstance(a, ast.Constant)]
                    told = f"unknown-{code.value}" if name == "unknown" else code.value
                    found[told] = "warning" if "warning" in values else "error"
    return found


def test_every_code_stands_in_the_docs_with_what_to_do() -> None:
    docs = (ROOT / "docs" / "check.md").read_text("utf-8")
    rows = re.findall(r"^\| `([a-z0-9-]+)` \| (error|warning) \| [^|]+ \| [^|]+ \|$", docs, re.MULTILINE)
    assert len(rows) == len(set(rows))
    assert dict(rows) == source_codes()


def test_the_shipped_knowledge_is_clean(shipped: Knowledge, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chatbot.checking.check.load", lambda *_: shipped)  # what it would read anew
    assert [str(p) for p in check(SHIPPED)] == []
