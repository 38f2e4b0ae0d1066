"""A skeleton holds all that a curator has to write, and `check` says what is left of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import BOT, TEA_HOUSE

from chatbot import ChatBot, KnowledgeError
from chatbot.checking.check import check
from chatbot.exchanging.skeleton import new
from chatbot.loading.schema import TODO


@pytest.fixture
def house(folder: Callable[..., Path]) -> Path:
    files = {name.removesuffix(".yaml").replace("/", "__"): text for name, text in TEA_HOUSE.items()}
    return folder(**files)


def codes(made: Path) -> set[str]:
    with pytest.raises(KnowledgeError) as error:
        check(made)
    return {problem.code for problem in error.value.problems}


def named(path: Path) -> str:
    """The text of a skeleton whose sources and neighbours are there."""
    text = path.read_text("utf-8").replace(f"sources: [{TODO}]", "sources: [board]")
    return text.replace(f"related: [{TODO}]", "related: [tea.price]")


def test_a_new_entry_asks_for_every_language(folder: Callable[..., Path]) -> None:
    made = folder(
        bot=BOT.replace("[en]", "[en, fr]"),
        topics__all="- {id: a, phrasings: {en: [a b]}, answer: {en: A}, talk: true}",
    )
    path = new(made, "tea.origin")
    assert path == made / "topics/tea.origin.yaml"
    text = path.read_text("utf-8")
    assert text.count("  en: |") == text.count("  fr: |") == 2
    assert codes(made) == {"todo"}


def test_a_filled_in_skeleton_answers(folder: Callable[..., Path]) -> None:
    made = folder()
    path = new(made, "tea.origin")
    head, _, rest = named(path).partition(TODO)
    asked = rest.replace(TODO, "Where is tea from?\n    origin of tea")
    path.write_text(f"{head}Tea comes from the hills.{asked}", "utf-8")
    assert ChatBot.load(made).ask("where is tea from").text == "Tea comes from the hills."
    assert [problem for problem in check(made) if problem.severity == "error"] == []


def test_what_is_left_of_a_skeleton_is_an_error(folder: Callable[..., Path]) -> None:
    made = folder()
    path = new(made, "tea.origin")
    path.write_text(named(path), "utf-8")
    assert codes(made) == {"todo"}


def test_a_new_member_is_asked_for_all_that_its_kind_is_asked(house: Path) -> None:
    path = new(house, "white", kind="tea")
    assert path == house / "entities/white.yaml"
    assert "      - price    # text\n" in path.read_text("utf-8")
    assert codes(house) == {"address", "date", "todo", "no-missing"}


@pytest.mark.parametrize(
    ("id_", "kind", "code"),
    [
        ("two words", "", "bad-id"),
        ("tea.price", "", "duplicate-id"),
        ("green", "tea", "duplicate-id"),
        ("x", "cake", "unknown-kind"),
    ],
)
def test_what_cannot_be_begun_is_refused(house: Path, id_: str, kind: str, code: str) -> None:
    with pytest.raises(KnowledgeError) as error:
        new(house, id_, kind)
    assert [problem.code for problem in error.value.problems] == [code]


def test_a_file_that_is_there_is_not_replaced(folder: Callable[..., Path]) -> None:
    made = folder(**{"topics__tea.origin": "- {id: other, phrasings: [o p], answer: O, sources: [board]}"})
    with pytest.raises(KnowledgeError, match="exists"):
        new(made, "tea.origin")
