"""What no test would miss: a part that nothing leans on has no effect, and a loss that a test feels is noticed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import BOT, SMALL, SOURCES
from paths import QUESTIONS, write_files

from chatbot.channels.main import main
from chatbot.loading.loader import load, records
from chatbot.measuring import mutation
from chatbot.measuring.evaluate import Case, read_cases
from chatbot.measuring.mutation import Loss, mutate

ENTITIES = """
- {id: north, kind: shop, name: North Shop, called: the North Shop, names: [Polar House, polar house],
   subjects: [kettles, spoons], hints: [steam], values: {field: {value: tea}}}
- {id: south, kind: shop, name: South Shop, called: the South Shop, names: [Palm House],
   subjects: [ovens], values: {field: {value: cake}}}
"""
SHOPS = """
- id: shop.about
  needs: shop
  phrasings: ["What does {shop} do?", "tell me about {shop}", "{shop}"]
  answer: "{shop} is a shop."
  sources: [board]
- id: shop.by-subject
  needs: shop.subject
  role: by-subject
  phrasings: ["Which shop is for {shop.subject}?", "who sells {shop.subject}", "{shop.subject}"]
  answer: "{shop} sells it."
  sources: [board]
"""
TESTS = "- {id: shop.by-subject, reach: [which shop is for spoons]}\n"
SYNONYMS = "cost: [cost, price, tariff]\n"
ASKED = [
    ("polar", "What does Polar House do?", "shop.about"),
    ("kettles", "who sells kettles", "shop.by-subject"),
    ("tariff", "tariff of tea", "tea.price"),
    ("kinds", "list the teas", "tea.kinds"),
]


FILES = {
    "bot.yaml": BOT + "kinds: [{id: shop, one: shop, many: shops}]\n",
    "sources.yaml": SOURCES,
    "topics/all.yaml": SMALL,
    "entities/shops.yaml": ENTITIES,
    "topics/shops.yaml": SHOPS,
    "tests/shops.yaml": TESTS,
    "languages/en/synonyms.yaml": SYNONYMS,
}
Losses = dict[tuple[str, str], Loss]


@pytest.fixture
def shops(tmp_path: Path) -> Path:
    return write_files(tmp_path / "shops", FILES)


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    path = tmp_path / "questions.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for id_, ask, topic in ASKED:
            turn = {"ask": ask, "status": "answered", "topic": topic}
            file.write(json.dumps({"id": id_, "tags": [], "turns": [turn]}) + "\n")
    return path


def losses(made: Path, cases: list[Case], sample: int | None = None) -> Losses:
    found = mutate(load(made), records(made).raws[0], cases, sample)
    return {(loss.part.kind, loss.part.text): loss for loss in found}


@pytest.fixture(scope="module")
def untested(tmp_path_factory: pytest.TempPathFactory) -> Losses:
    """What is noticed without any question file."""
    return losses(write_files(tmp_path_factory.mktemp("shops"), FILES), [])


def test_a_loss_that_a_question_feels_is_noticed(shops: Path, questions: Path, untested: Losses) -> None:
    found = losses(shops, read_cases(questions))
    for part in (("subject", "kettles"), ("synonym", "tariff")):
        assert untested[part].missed, part
    assert ("name", "Polar House") in untested
    assert found["subject", "kettles"].noticed
    assert found["synonym", "tariff"].noticed


def test_the_curators_own_tests_notice(untested: Losses) -> None:
    assert untested["subject", "spoons"].noticed
    assert untested["subject", "ovens"].missed
    assert untested["name", "Palm House"].missed


def test_every_phrasing_and_alias_is_dropped_once(shops: Path, untested: Losses) -> None:
    topics = load(shops).edition("en").topics.values()
    own = [topic for topic in topics if topic.place and topic.place.file.startswith("topics/")]
    assert sum(len(topic.phrasings) for topic in own) == 17 < sum(len(topic.phrasings) for topic in topics)
    kinds = [kind for kind, _ in untested]
    assert {kind: kinds.count(kind) for kind in sorted(set(kinds))} == {
        "hint": 1, "name": 3, "phrasing": 17, "subject": 3, "synonym": 3,
    }  # fmt: skip


def test_a_sample_drops_so_many_of_each_kind(shops: Path) -> None:
    kinds = [kind for kind, _ in losses(shops, [], 2)]
    assert {kind: kinds.count(kind) for kind in set(kinds)} == {
        "hint": 1, "name": 2, "phrasing": 2, "subject": 2, "synonym": 2,
    }  # fmt: skip


def test_the_command_lists_each_missed_loss_with_its_place_and_a_question(
    shops: Path, questions: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(shops), "--mutation", "--questions", str(questions)]) == 0
    lines = capsys.readouterr().out.splitlines()
    ovens = next(line for line in lines if "'ovens'" in line)
    assert "entities/shops.yaml:5:" in ovens
    assert "[unnoticed]" in ovens
    assert "ask 'Which shop is for ovens?' in a test" in ovens
    assert lines[-1].startswith("all ")


def test_the_same_as_json(shops: Path, questions: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sample = ["--sample", "2"]
    assert main(["check", str(shops), "--mutation", "--json", *sample, "--questions", str(questions)]) == 0
    data = json.loads(capsys.readouterr().out)
    every = data["figures"]["all"]
    assert every["dropped"] == every["noticed"] + every["missed"] + every["without effect"]
    assert len(data["unnoticed"]) == every["missed"]


def test_a_missing_question_file_is_a_usage_error(shops: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(shops), "--mutation", "--questions", "nowhere.jsonl"]) == 2
    assert "nowhere.jsonl" in capsys.readouterr().err


@pytest.mark.deep
def test_dropping_several_phrasings_at_once_finds_what_dropping_each_finds() -> None:
    cases = [case for path in sorted(QUESTIONS.glob("*.jsonl")) for case in read_cases(path)]
    trial = mutation._Trial(load(), records().raws[0], cases)
    agree = [
        loss == next(iter(trial._without_phrasings([part])))
        for batch in list(trial._batches(trial._phrasings()))[3::90]
        for part, loss in zip(batch, trial._without_phrasings(batch), strict=True)
    ]
    assert len(agree) > 20
    assert sum(agree) >= 0.9 * len(agree), agree
