"""Figures stand once, bear their date and their source, and admit what they must; gaps are said to be gaps."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from chatbot import ChatBot, KnowledgeError, Status
from chatbot.loading.facts import Formats, formats
from chatbot.loading.loader import load, records

ENTITIES = """
kinds: [{id: shop, one: shop, many: shops}]
entities:
  - {id: corner, kind: shop, name: Corner Shop, called: the Corner Shop, names: [corner]}
  - {id: market, kind: shop, name: Market Hall, called: the Market Hall, names: [market], page: "https://market.example"}
"""
FACTS = """
facts:
  - {of: corner, attribute: sales, kind: money, value: "1290000", as_of: "2023-02", sources: [board], confidence: high,
     volatile: true, review_by: "2027-01"}
gaps:
  - {attributes: [sales], of: [market], looked: "2026-11", sources: [board]}
"""
TOPIC = """
- id: shop.sales
  needs: shop
  phrasings: ["How much does {shop} sell?", "sales of {shop}", "what did {shop} sell", "{shop} turnover"]
  answer: "%s"
  missing: its sales
"""


def made(folder: Callable[..., Path], answer: str = "In {shop.sales.as-of} {shop} sold {shop.sales}.") -> Path:
    return folder(facts=FACTS, en__entities=ENTITIES, en__topics__shops=TOPIC % answer)


@pytest.mark.parametrize(
    ("kind", "value", "said"),
    [
        ("money", "500", "$500"),
        ("money", "150000", "$150,000"),
        ("money", "1290000", "$1.29 million"),
        ("money", "2370000000", "$2.37 billion"),
        ("count", "10300", "10,300"),
        ("percent", "12.75", "12.75%"),
        ("range", "6..10", "6 to 10"),
        ("date", "2018-11-27", "27 November 2018"),
        ("date", "2018-11", "November 2018"),
        ("date", "2018", "2018"),
        ("text", "Sue Paish", "Sue Paish"),
    ],
)
def test_a_value_is_said_as_the_language_writes_it(kind: str, value: str, said: str) -> None:
    [english] = [raw for raw in records()[2] if raw.language == "en"]
    assert english.rules is not None
    spoken: Formats = formats(english.rules)
    assert spoken.say(kind, value) == said


def test_a_figure_is_said_with_its_date_and_its_source(folder: Callable[..., Path]) -> None:
    reply = ChatBot.load(made(folder), today=date(2026, 11, 1)).ask("sales of corner")
    assert reply.text == "In February 2023 the Corner Shop sold $1.29 million."
    assert [source.id for source in reply.sources] == ["board"]
    assert reply.notes == ()


def test_a_figure_past_its_review_date_says_so(folder: Callable[..., Path]) -> None:
    [note] = ChatBot.load(made(folder), today=date(2027, 2, 1)).ask("sales of corner").notes
    assert "February 2023" in note


def test_a_question_for_another_year_is_told_which_year_is_held(folder: Callable[..., Path]) -> None:
    bot = ChatBot.load(made(folder))
    assert "2019" in bot.ask("sales of corner in 2019").text.partition(".")[0]
    assert "2023" in bot.ask("sales of corner in 2019").text
    assert bot.ask("sales of corner in 2023").text.startswith("In February 2023")


def test_what_was_looked_for_and_not_found_is_said_to_be_so(folder: Callable[..., Path]) -> None:
    reply = ChatBot.load(made(folder)).ask("sales of market")
    assert (reply.status, reply.reason, reply.topic) == (Status.UNKNOWN, "no-such-fact", "shop.sales")
    assert "its sales" in reply.text
    assert "https://market.example" in reply.text
    assert [source.id for source in reply.sources] == ["board"]


def test_of_two_the_one_that_is_held_is_answered_and_the_other_admitted(folder: Callable[..., Path]) -> None:
    reply = ChatBot.load(made(folder)).ask("sales of corner and market")
    assert reply.status is Status.ANSWERED
    assert "$1.29 million" in reply.text
    assert "https://market.example" in reply.text


def codes(folder: Path) -> list[str]:
    with pytest.raises(KnowledgeError) as error:
        load(folder)
    return [f"{p.file} {p.code}" for p in error.value.problems]


def test_a_figure_that_goes_stale_is_not_given_without_its_date(folder: Callable[..., Path]) -> None:
    assert codes(made(folder, "{shop} sold {shop.sales}.")) == ["en/topics/shops.yaml no-as-of"]


def test_an_answer_needs_a_fact_or_a_gap_for_every_member(folder: Callable[..., Path]) -> None:
    assert codes(made(folder, "{shop} employs {shop.staff}.")) == ["en/topics/shops.yaml no-fact"]


def test_a_gap_needs_a_name_in_words(folder: Callable[..., Path]) -> None:
    path = made(folder)
    topics = path / "en/topics/shops.yaml"
    topics.write_text(topics.read_text("utf-8").replace("  missing: its sales\n", ""), "utf-8")
    assert codes(path) == ["en/topics/shops.yaml no-missing"]


def test_one_side_of_a_dispute_is_not_given_alone_and_a_doubt_not_without_its_caveat(
    folder: Callable[..., Path],
) -> None:
    facts = """
facts:
  - {of: corner, attribute: sales, kind: count, value: "9", sources: [board], confidence: medium, caveat: rumour}
  - {of: market, attribute: sales, kind: count, value: "7", sources: [board], confidence: high, disputed: corner.sales}
"""
    path = made(folder, "{shop} sold {shop.sales}.")
    (path / "facts.yaml").write_text(facts, "utf-8")
    assert codes(path) == ["en/topics/shops.yaml disputed", "facts.yaml no-message"]


def test_a_text_that_a_language_does_not_word_is_missed(folder: Callable[..., Path]) -> None:
    facts = "facts:\n  - {of: corner, attribute: sales, kind: text, sources: [board], confidence: high}\n"
    path = made(folder, "{shop} is a shop.")
    (path / "facts.yaml").write_text(facts, "utf-8")
    assert "facts.yaml not-said" in codes(path)


def test_every_answer_on_joining_and_every_unknown_one_names_an_official_page(bot: ChatBot) -> None:
    for cluster in ("DIGITAL", "Protein Industries", "NGen", "Scale AI", "Ocean"):
        for question in (f"how do I join {cluster}", f"how do I apply for project funding at {cluster}"):
            assert "https://" in bot.ask(question).text
        assert bot.ask(f"phone number of {cluster}").reason == "no-such-fact"
        assert "https://" in bot.ask(f"phone number of {cluster}").text
    assert "https://" in bot.ask("who can join a cluster").text


def test_a_doubtful_figure_is_neither_added_up_nor_ranked(bot: ChatBot) -> None:
    assert "do not rank" in bot.ask("which cluster gets the least money").text
    assert "do not add" in bot.ask("how much money does each cluster get").text
    assert "918" in bot.ask("how much was the first round of funding").text
