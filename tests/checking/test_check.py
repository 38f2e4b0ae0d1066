"""`clusters check` tells a curator everything at once: each rule has a broken file, each code its line in the docs."""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from brokenfiles import FILES, FOLDERS, expected, found_in, laid_out
from handmade import query
from paths import PACKAGE, ROOT

from chatbot import KnowledgeError
from chatbot.checking.check import check
from chatbot.knowledge import Knowledge
from chatbot.loading.loader import records
from chatbot.loading.nodes import SAID, TOO_DEEP
from chatbot.problem import Problem

TODAY = date(2026, 11, 1)


def problems_of(folder: Path) -> tuple[Problem, ...]:
    """What a folder is told, whether it loads or not."""
    try:
        return check(folder, TODAY)
    except KnowledgeError as error:
        return error.problems


@pytest.mark.parametrize("path", [*FILES, *FOLDERS], ids=lambda p: p.stem)
def test_a_broken_file_gets_exactly_its_problems(folder: Callable[..., Path], tmp_path: Path, path: Path) -> None:
    """The first lines of a broken file are the problems of its folder: `line:column code`, or `file:line:column code`.

    `#@` names the file of the folder that it stands for.
    """
    problems = problems_of(laid_out(path, folder, tmp_path))
    assert [f"{p.file}:{p.line}:{p.column} {p.code}" for p in problems] == expected(path)
    assert all(p.message and p.hint for p in problems)


def test_a_member_that_lacks_values_is_told_once_and_of_all_of_them(
    folder: Callable[..., Path], tmp_path: Path
) -> None:
    [path] = [path for path in FOLDERS if path.name == "no-fact"]
    [problem] = problems_of(laid_out(path, folder, tmp_path))
    assert "'t6' lacks price, taste," in problem.message


@pytest.mark.parametrize("part", ["entities", "topics", "tests"])
def test_a_file_whose_name_is_not_utf8_is_told_by_a_name_that_can_be_shown(
    folder: Callable[..., Path], part: str
) -> None:
    made = folder()
    (made / part).mkdir(exist_ok=True)
    (made / part / os.fsdecode(b"caf\xe9.yaml")).write_text("[]", "utf-8")
    assert [(p.file, p.code) for p in problems_of(made)] == [(f"{part}/caf\ufffd.yaml", "file-name")]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
@pytest.mark.parametrize("part", ["", "entities", "topics", "tests", "languages", "languages/en"])
def test_a_part_that_cannot_be_read_is_told_at_it_and_as_nothing_else(folder: Callable[..., Path], part: str) -> None:
    made = folder(
        entities__all="- {id: green, name: Green tea}",
        tests__all="- {id: tea.price, reach: [price of tea]}",
        languages__en__messages="empty: What?",
    )
    (made / part).chmod(0)
    try:
        problems = problems_of(made)
    finally:
        (made / part).chmod(0o755)
    at = {"": str(made), "languages": "languages/en"}.get(part, part)
    assert [(p.file, p.code) for p in problems] == [(at, "unreadable")]


def test_every_code_of_loading_and_checking_has_a_broken_file_or_a_test() -> None:
    broken = {code for path in (*FILES, *FOLDERS) for code in found_in(path)}
    elsewhere = {"unreadable", "outside", "no-folder", "no-language", "unwritable"}
    elsewhere |= {"file-name"}  # above
    elsewhere |= {"unnoticed"}  # measuring/test_mutation.py
    assert set(source_codes(*ELSEWHERE)) - broken - elsewhere == set()
    assert len(FILES) + len(FOLDERS) >= 60


ELSEWHERE = (
    *("exchange", "evaluate", "dump", "tables", "review", "misses", "bot", "store"),
    *("rename", "translate", "skeleton"),
)
"""Files of the source whose codes have tests of their own."""


def source_codes(*but: str) -> dict[str, str]:
    """Every code that the source gives to a problem, with its severity, in all files but those named."""
    at = {"problem": 0, "told": 1, "_refuse": 1, "Problem": 3, "unknown": 1}
    found = {known[0]: "error" for known in (TOO_DEEP, *SAID.values())}
    for path in PACKAGE.rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            name = getattr(call.func, "attr", getattr(call.func, "id", "")) if isinstance(call, ast.Call) else ""
            if isinstance(call, ast.Call) and name in at and path.stem not in but:
                named = {keyword.arg: keyword.value for keyword in call.keywords}
                code = call.args[at[name]] if len(call.args) > at[name] else named.get("code")
                if isinstance(code, ast.Constant) and isinstance(code.value, str):
                    values = {a.value for a in (*call.args, *named.values()) if isinstance(a, ast.Constant)}
                    values |= {a.id.lower() for a in (*call.args, *named.values()) if isinstance(a, ast.Name)}
                    told = f"unknown-{code.value}" if name == "unknown" else code.value
                    found[told] = next((s for s in ("warning", "notice") if s in values), "error")
    return found


def test_every_code_stands_in_the_docs_with_what_to_do() -> None:
    docs = (ROOT / "docs" / "check.md").read_text("utf-8")
    rows = re.findall(r"^\| `([a-z0-9-]+)` \| (error|warning|notice) \| [^|]+ \| [^|]+ \|$", docs, re.MULTILINE)
    assert len(rows) == len(set(rows))
    assert dict(rows) == source_codes()


def test_no_message_from_elsewhere_is_a_phrasing_of_the_shipped_knowledge(shipped: Knowledge) -> None:
    """What teaches to decline would else contradict what teaches to answer. Words of a field are not told apart."""
    both: dict[str, object] = {}
    for raw in records().raws:
        edition = shipped.edition(raw.tag)
        asked = [(text, query(text, edition)) for text in raw.language.elsewhere]
        named = [(text, q.terms()) for text, q in asked if all(mention.named for mention in q.mentions)]
        both |= {text: edition.worded[terms] for text, terms in named if terms in edition.worded}
    assert both == {}
