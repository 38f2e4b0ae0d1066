"""A folder becomes knowledge, or every problem in it with its place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from chatbot import ChatBot, KnowledgeError
from chatbot.loading.loader import load


def test_a_small_folder_answers_and_inherits_its_language(folder: Callable[..., Path]) -> None:
    bot = ChatBot.load(folder())
    assert bot.ask("price of tea").text == "Tea costs two coins."
    assert bot.ask("waht does cake cost").topic == "cake.price"
    assert bot.ask("who funds tea").topic is None


def test_a_missing_folder_says_so(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError) as error:
        load(tmp_path / "nowhere")
    assert [p.code for p in error.value.problems] == ["no-folder"]


def test_an_empty_folder_says_what_to_make(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError) as error:
        load(tmp_path)
    assert error.value.problems[0].code == "no-language"


def test_one_run_reports_the_problems_of_every_file(folder: Callable[..., Path]) -> None:
    made = folder(sources="- id: board\n  titel: T\n", en__topics__more="- id: x\n  answer: A\n")
    with pytest.raises(KnowledgeError) as error:
        load(made)
    assert {p.file for p in error.value.problems} == {"sources.yaml", "en/topics/more.yaml"}


def test_deep_nesting_is_refused_with_a_place(folder: Callable[..., Path]) -> None:
    made = folder(en__topics__deep="[" * 50_000 + "]" * 50_000)
    with pytest.raises(KnowledgeError) as error:
        load(made)
    assert [(p.file, p.code) for p in error.value.problems] == [("en/topics/deep.yaml", "too-deep")]


def test_a_reload_that_fails_keeps_the_old_knowledge(folder: Callable[..., Path]) -> None:
    made = folder()
    bot = ChatBot.load(made)
    (made / "en/topics/all.yaml").write_text("- id: [", "utf-8")
    with pytest.raises(KnowledgeError):
        bot.reload()
    assert bot.ask("price of tea").text == "Tea costs two coins."


def test_file_order_does_not_change_replies(folder: Callable[..., Path]) -> None:
    made = folder()
    before = ChatBot.load(made).ask("price of cake")
    (made / "en/topics/all.yaml").rename(made / "en/topics/zz.yaml")
    assert ChatBot.load(made).ask("price of cake").candidates == before.candidates
