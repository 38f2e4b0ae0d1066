"""What a curator sees: one entry, and all topics."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from conftest import BOT
from paths import ROOT

from chatbot import ChatBot
from chatbot.channels.main import main
from chatbot.channels.show import entry, topic_page
from chatbot.exchanging import dump
from chatbot.loading.folders import SHIPPED

pytestmark = pytest.mark.usefixtures("bot")  # which keeps the stored form that each start reads


def test_an_entry_is_shown_with_its_place_its_answers_and_all_its_keys(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", "cluster.about"]) == 0
    out = capsys.readouterr().out
    assert "(topics/clusters.yaml:" in out
    assert "{cluster}" in out
    assert "The Ocean Cluster grows" in out
    assert "of: cluster" in out
    assert max(len(line) for line in out.splitlines() if "https://" not in line) <= 80


def test_an_entity_is_shown_with_names_subjects_values_and_page(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", "ocean", "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert {"name", "called", "names", "subjects", "values", "page"} <= shown.keys()
    line = (SHIPPED / shown["file"]).read_text("utf-8").splitlines()[shown["line"] - 1]
    assert "id: ocean" in line


def test_every_id_can_be_shown(bot: ChatBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dump, "read", cache(dump.read))  # the same files for every id
    knowledge = bot.knowledge
    for edition in knowledge.editions.values():
        for id_ in list(edition.topics)[::25] + list(edition.entities)[::11]:
            shown = entry(id_, knowledge, edition, SHIPPED)
            assert shown is not None
            assert shown["id"] == id_
            assert shown["line"] > 0


def test_an_unknown_id_exits_with_two_and_names_the_nearest(
    folder: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    own = str(folder())
    assert main(["show", "tea.prise", "--knowledge", own]) == 2
    assert "did you mean 'tea.price'?" in capsys.readouterr().err
    assert main(["show", "xylophone", "--knowledge", own]) == 2
    assert "topics --ids" in capsys.readouterr().err


def test_the_list_of_topics_fits_a_terminal_and_leaves_out_small_talk(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["topics", "--ids"]) == 0
    out = capsys.readouterr().out
    assert max(map(len, out.splitlines())) <= 80
    assert "program.funder: Who funds the Global Innovation Clusters?" in out
    assert "talk.hello" not in out
    assert "{" not in out


def test_the_page_of_topics_is_current(bot: ChatBot) -> None:
    page = "".join(f"{line}\n" for line in topic_page(bot.knowledge.edition(None)))
    assert (ROOT / "docs" / "topics.md").read_text("utf-8") == page, "run `make topics`"


def test_topics_are_grouped_by_the_heading_that_the_bot_gives_their_file_or_its_name(
    folder: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    more = "- id: milk\n  phrasings: [Is there milk?]\n  answer: Yes.\n  sources: [board]\n"
    made = folder(bot=BOT + "subjects: {more: On milk.}\n", topics__more=more)
    assert main(["topics", "--markdown", "--knowledge", str(made)]) == 0
    out = capsys.readouterr().out
    assert "## On milk.\n\n- Is there milk?\n" in out
    assert "## all\n\n- How much is tea?\n" in out
