"""What a curator sees: one entry, all topics, and what a change changes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from chatbot import ChatBot
from chatbot.channels.main import main
from chatbot.channels.show import entry, topic_page
from chatbot.loading.places import SHIPPED
from chatbot.measuring.diff import CAUSES, cause

ROOT = Path(__file__).parent.parent


def test_an_entry_is_shown_with_its_place_its_answers_and_all_its_keys(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", "cluster.about"]) == 0
    out = capsys.readouterr().out
    assert "(en/topics/clusters.yaml:" in out
    assert "{cluster}" in out
    assert "The Ocean Cluster grows" in out
    assert "needs: cluster" in out
    assert max(len(line) for line in out.splitlines() if "https://" not in line) <= 80


def test_an_entity_is_shown_with_names_subjects_facts_and_page(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", "ocean", "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert {"name", "called", "names", "subjects", "facts", "page"} <= shown.keys()
    line = (SHIPPED / shown["file"]).read_text("utf-8").splitlines()[shown["line"] - 1]
    assert "id: ocean" in line


def test_every_id_can_be_shown(bot: ChatBot) -> None:
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
    page = "".join(f"{line}\n" for line in topic_page(bot.knowledge.edition(None), SHIPPED))
    assert (ROOT / "docs" / "topics.md").read_text("utf-8") == page, "run `make topics`"


def test_topics_are_grouped_by_the_comment_or_the_name_of_their_file(
    folder: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    more = "# On milk.\n- id: milk\n  phrasings: [Is there milk?]\n  answer: Yes.\n  sources: [board]\n"
    assert main(["topics", "--markdown", "--knowledge", str(folder(en__topics__more=more))]) == 0
    out = capsys.readouterr().out
    assert "## On milk.\n\n- Is there milk?\n" in out
    assert "## all\n\n- How much is tea?\n" in out


ASKED = ["how much is tea", "how much is cake", "kinds of tea", "shop hours", "hello"]


@pytest.fixture
def changed(tmp_path: Path, folder: Callable[..., Path]) -> tuple[Path, Path, Path]:
    """Two folders and a question file."""
    old, new = folder(), tmp_path / "new"
    (new / "en" / "topics").mkdir(parents=True)
    two = (
        (old / "en" / "topics" / "all.yaml")
        .read_text("utf-8")
        .replace("two coins", "three coins")
        .replace("- id: tea.kinds", "- id: tea.sorts")
    )
    two = two.replace("cake", "bread").replace("Cake", "Bread").replace("sources: [board]", "sources: [wall]", 1)
    more = (
        "- id: milk\n  phrasings: [When does the shop open?, shop hours today]\n  answer: At nine.\n  sources: [wall]\n"
    )
    (new / "en" / "topics" / "all.yaml").write_text(two + more, "utf-8")
    (new / "sources.yaml").write_text("- id: board\n  title: The board\n- id: wall\n  title: A wall\n", "utf-8")
    questions = tmp_path / "asked.jsonl"
    lines = [{"id": str(n), "turns": [{"ask": ask, "status": "answered"}]} for n, ask in enumerate(ASKED)]
    questions.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    return old, new, questions


def test_what_a_change_changes_is_counted_and_shown_before_and_after(
    changed: tuple[Path, Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    old, new, questions = map(str, changed)
    assert main(["diff", old, new, "--questions", questions]) == 1
    out = capsys.readouterr().out
    assert out.startswith("4 of 5 replies differ\n")
    assert out.index("1 now answered") < out.index("now answered:") < out.index("shop hours")
    assert "before: [tea.price] Tea costs two coins." in out
    assert "after:  [tea.price] Tea costs three coins." in out


def test_the_cause_of_each_change_is_named(
    changed: tuple[Path, Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    old, new, questions = map(str, changed)
    main(["diff", old, new, "--questions", questions, "--json"])
    data = json.loads(capsys.readouterr().out)
    assert {c["asked"]: c["cause"] for c in data["changes"]} == {
        "how much is tea": "same topic, other text",
        "how much is cake": "no longer answered",
        "kinds of tea": "other topic",
        "shop hours": "now answered",
    }
    assert data["counts"] == {c: 1 for c in CAUSES if c in {change["cause"] for change in data["changes"]}}


def test_a_source_that_reads_alike_is_no_change_and_another_is(folder: Callable[..., Path]) -> None:
    before = ChatBot.load(folder()).ask("how much is tea")
    same = folder(sources="- id: board\n  title: The board\n  address: https://example.org/board\n  language: en\n")
    assert not cause(before, ChatBot.load(same).ask("how much is tea"))
    other = folder(sources="- id: board\n  title: The board\n  as_of: '2024'\n")
    assert cause(before, ChatBot.load(other).ask("how much is tea")) in CAUSES


def test_equal_folders_differ_in_nothing(changed: tuple[Path, Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    old, _, questions = map(str, changed)
    assert main(["diff", old, old, "--questions", questions]) == 0
    assert "0 of 5" in capsys.readouterr().out


def test_a_question_file_that_is_not_there_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", "shipped", "shipped", "--questions", "none.jsonl"]) == 2
    assert "none.jsonl" in capsys.readouterr().err
