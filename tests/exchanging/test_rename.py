"""An id is changed wherever it stands, nothing else is, and the old id still leads there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import BOT, SMALL

from chatbot import ChatBot, KnowledgeError
from chatbot.exchanging.rename import rename
from chatbot.loading.loader import load

TEAS = """
# What there is to drink.
- id: green
  kind: tea
  name: Green tea
  values: {price: {value: "2", type: money, sources: [board], disputed: black.price}}
- id: black
  kind: tea
  name: Black tea
  values: {price: {value: "3", type: money, sources: [board], disputed: green.price}}
"""
KINDS = BOT + "kinds: [{id: tea, one: tea, many: teas, order: [green, black]}]\nstarters: [tea.kinds]\n"
PRICES = """
- id: teas.both
  phrasings: [both prices]   # green is a word here, and stays
  answer: "Green is {green.price}, black is {black.price}."
  related: [tea.price, tea.kinds]
- id: teas.each
  phrasings: [each price]
  answer: "{each:tea.price}"
"""


@pytest.fixture
def made(folder: Callable[..., Path]) -> Path:
    prices = PRICES.replace(" with {green.price.as-of}{black.price}.", "")
    return folder(
        bot=KINDS, entities__teas=TEAS, topics__prices=prices, tests__reach="- {id: tea.price, reach: [tea cost]}"
    )


def texts(made: Path) -> dict[str, str]:
    return {path.relative_to(made).as_posix(): path.read_text("utf-8") for path in made.rglob("*.yaml")}


def test_an_entry_gets_another_id_everywhere_and_the_old_one_is_redirected(made: Path) -> None:
    before = texts(made)
    assert rename(made, "tea.price", "tea.cost") == [
        "redirects.yaml",
        "tests/reach.yaml",
        "topics/all.yaml",
        "topics/prices.yaml",
    ]
    after = texts(made)
    assert after["redirects.yaml"].splitlines()[1:] == ["tea.price: tea.cost"]
    changed = {name: text.replace("tea.cost", "tea.price") for name, text in after.items() if name != "redirects.yaml"}
    assert changed == before
    assert load(made).redirects["tea.price"].to == "tea.cost"


def test_an_entity_gets_another_id_in_look_ups_disputes_and_orders_too(made: Path) -> None:
    rename(made, "green", "sencha")
    after = texts(made)
    assert "order: [sencha, black]" in after["bot.yaml"]
    assert "disputed: sencha.price" in after["entities/teas.yaml"]
    assert "name: Green tea" in after["entities/teas.yaml"]
    assert "# green is a word here, and stays" in after["topics/prices.yaml"]
    assert "Green is {sencha.price}" in after["topics/prices.yaml"]
    assert "# What there is to drink." in after["entities/teas.yaml"]
    assert ChatBot.load(made).ask("both prices").text == "Green is $2, black is $3."


def test_a_source_is_renamed_without_a_redirect(made: Path) -> None:
    rename(made, "board", "menu")
    after = texts(made)
    assert "redirects.yaml" not in after
    assert "board" not in after["topics/all.yaml"] + after["entities/teas.yaml"]
    assert "title: The board" in after["sources.yaml"]


def test_two_renames_in_a_row_lead_to_the_last(made: Path) -> None:
    rename(made, "tea.price", "tea.cost")
    rename(made, "tea.cost", "tea.worth")
    redirects = load(made).redirects
    assert {id_: redirect.to for id_, redirect in redirects.items()} == {
        "tea.price": "tea.worth",
        "tea.cost": "tea.worth",
    }


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("tea.prise", "x", "unknown-id"),
        ("tea.price", "two words", "bad-id"),
        ("tea.price", "cake.price", "duplicate-id"),
    ],
)
def test_what_cannot_be_renamed_is_refused_and_nothing_changes(made: Path, old: str, new: str, code: str) -> None:
    before = texts(made)
    with pytest.raises(KnowledgeError) as error:
        rename(made, old, new)
    assert [problem.code for problem in error.value.problems] == [code]
    assert texts(made) == before


def test_a_folder_that_would_not_load_stays_as_it_is(folder: Callable[..., Path]) -> None:
    made = folder(topics__all=SMALL + "- {id: broken, phrasings: [b], answer: B, sources: [nowhere]}\n")
    before = texts(made)
    with pytest.raises(KnowledgeError, match="nowhere"):
        rename(made, "tea.price", "tea.cost")
    assert texts(made) == before


def test_a_stored_session_and_suggestions_follow_a_renamed_entry(made: Path) -> None:
    session = ChatBot.load(made).session()
    session.ask("what does tea cost")
    state = session.state()
    assert state["topic"] == "tea.price"
    rename(made, "tea.price", "tea.cost")
    bot = ChatBot.load(made)
    assert bot.session(state).state()["topic"] == "tea.cost"
    assert bot.session(state).ask("say that again").text == "Tea costs two coins."


def test_an_entry_may_go_on_naming_what_was_renamed(made: Path) -> None:
    rename(made, "tea.price", "tea.cost")
    path = made / "topics/prices.yaml"
    path.write_text(path.read_text("utf-8").replace("related: [tea.cost", "related: [tea.price"), "utf-8")
    assert "How much is tea?" in ChatBot.load(made).ask("both prices").suggestions
