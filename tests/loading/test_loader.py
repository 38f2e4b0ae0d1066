"""A folder becomes knowledge, or every problem in it with its place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import BOT

from chatbot import ChatBot, KnowledgeError
from chatbot.loading.loader import load, records


def test_a_small_folder_answers_and_inherits_its_language(folder: Callable[..., Path]) -> None:
    bot = ChatBot(load(folder()))
    assert bot.ask("price of tea").text == "Tea costs two coins."
    assert bot.ask("waht does cake cost").topic == "cake.price"


def test_a_small_folder_declines_what_it_does_not_hold(folder: Callable[..., Path]) -> None:
    assert ChatBot(load(folder())).ask("who funds tea").topic is None


def test_a_missing_folder_says_so(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError) as error:
        load(tmp_path / "nowhere")
    assert [p.code for p in error.value.problems] == ["no-folder"]


def test_an_empty_folder_says_what_to_make(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError) as error:
        load(tmp_path)
    assert [(p.file, p.code) for p in error.value.problems] == [("bot.yaml", "missing-file")]


def test_one_run_reports_the_problems_of_every_file(folder: Callable[..., Path]) -> None:
    made = folder(sources="- id: board\n  titel: T\n", topics__more="- id: x\n  answer: A\n")
    with pytest.raises(KnowledgeError) as error:
        load(made)
    assert {p.file for p in error.value.problems} == {"sources.yaml", "topics/more.yaml"}


def test_deep_nesting_is_refused_with_a_place(folder: Callable[..., Path]) -> None:
    made = folder(topics__deep="[" * 50_000 + "]" * 50_000)
    with pytest.raises(KnowledgeError) as error:
        load(made)
    assert [(p.file, p.code) for p in error.value.problems] == [("topics/deep.yaml", "too-deep")]


def test_file_order_does_not_change_replies(folder: Callable[..., Path]) -> None:
    made = folder()
    before = ChatBot(load(made)).ask("price of cake")
    (made / "topics/all.yaml").rename(made / "topics/zz.yaml")
    assert ChatBot(load(made)).ask("price of cake").candidates == before.candidates


def codes(folder: Path) -> list[str]:
    with pytest.raises(KnowledgeError) as error:
        load(folder)
    return [p.code for p in error.value.problems]


def test_a_language_that_the_package_does_not_bring_needs_its_grammar(folder: Callable[..., Path]) -> None:
    with pytest.raises(KnowledgeError) as error:
        load(folder(bot=BOT.replace("[en]", "[tlh]")))
    assert [(p.file, p.code) for p in error.value.problems] == [("languages/tlh/grammar.yaml", "missing-file")]


@pytest.mark.parametrize("bot", ["name: x\n", "name: x\nlanguages: []\n", "name: x\nlanguages: [Klingon]\n", "- x\n"])
def test_a_bot_without_a_language_is_none(folder: Callable[..., Path], bot: str) -> None:
    with pytest.raises(KnowledgeError) as error:
        load(folder(bot=bot))
    assert {p.file for p in error.value.problems} == {"bot.yaml"}


def test_an_entry_that_asks_nothing_is_missed_and_not_left_out(folder: Callable[..., Path]) -> None:
    assert "missing-key" in codes(folder(topics__more="- id: x\n"))


def test_records_hold_all_that_stands_in_the_folder(folder: Callable[..., Path]) -> None:
    held = records(folder(tests__reach="- {id: tea.price, reach: [tea?]}\n", redirects="old: tea.price\n"))
    assert held.bot.text("name") == "the tea house"
    assert [record.text("id") for record in held.sources] == ["board"]
    assert [raw.tag for raw in held.raws] == ["en"]
    assert [record.text("id") for record in held.raws[0].tests] == ["tea.price"]
    assert list(held.redirects) == ["old"]
    assert (len(held.topics), len(held.tests), held.entities) == (4, 1, ())
    assert len(held.raws[0].topics) > len(held.topics), "the small talk is inherited"


def test_files_that_cannot_be_read_are_problems(
    folder: Callable[..., Path], tmp_path_factory: pytest.TempPathFactory
) -> None:
    made = folder()
    other = tmp_path_factory.mktemp("other") / "a.yaml"
    other.write_text("- id: a\n", "utf-8")
    (made / "topics/link.yaml").symlink_to(other)
    (made / "topics/directory.yaml").mkdir()
    with (made / "topics/huge.yaml").open("wb") as file:
        file.truncate(9_000_000)
    assert codes(made) == ["unreadable", "too-large", "outside"]
