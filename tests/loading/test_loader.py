"""A folder becomes knowledge, or every problem in it with its place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from chatbot import ChatBot, KnowledgeError
from chatbot.loading.loader import load


def test_a_small_folder_answers_and_inherits_its_language(folder: Callable[..., Path]) -> None:
    bot = ChatBot(load(folder()))
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


def test_file_order_does_not_change_replies(folder: Callable[..., Path]) -> None:
    made = folder()
    before = ChatBot(load(made)).ask("price of cake")
    (made / "en/topics/all.yaml").rename(made / "en/topics/zz.yaml")
    assert ChatBot(load(made)).ask("price of cake").candidates == before.candidates


def codes(folder: Path) -> list[str]:
    with pytest.raises(KnowledgeError) as error:
        load(folder)
    return [p.code for p in error.value.problems]


def test_the_folder_of_a_language_needs_its_rules(folder: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    made = folder(fr__topics__all="- id: a\n  phrasings: [le prix]\n  answer: A.\n  sources: [board]\n")
    monkeypatch.setattr("chatbot.loading.loader.SHIPPED", made / "nowhere")
    assert set(codes(made)) == {"missing-file"}


def test_files_that_cannot_be_read_are_problems(
    folder: Callable[..., Path], tmp_path_factory: pytest.TempPathFactory
) -> None:
    made = folder()
    other = tmp_path_factory.mktemp("other") / "a.yaml"
    other.write_text("- id: a\n", "utf-8")
    (made / "en/topics/link.yaml").symlink_to(other)
    (made / "en/topics/directory.yaml").mkdir()
    with (made / "en/topics/huge.yaml").open("wb") as file:
        file.truncate(9_000_000)
    assert codes(made) == ["unreadable", "too-large", "outside"]
