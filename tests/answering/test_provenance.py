"""Figures stand once, bear their date and their source; gaps are said to be gaps."""

from __future__ import annotations

from datetime import date

import pytest
from conftest import SOURCES
from handwritten import ENTITIES, SHOPS, TOPIC
from paths import write_files

from chatbot import ChatBot, Status
from chatbot.answering.provenance import answerable, framed, gap, sources
from chatbot.knowledge import Knowledge
from chatbot.loading.loader import load
from chatbot.reading.tokenizer import Question

ANSWER = "In {shop.sales.as-of} {shop} sold {shop.sales}."


@pytest.fixture(scope="module")
def shops(tmp_path_factory: pytest.TempPathFactory) -> Knowledge:
    """Two shops, of which one says what it sells."""
    files = {
        "sources.yaml": SOURCES,
        "bot.yaml": SHOPS,
        "entities/shops.yaml": ENTITIES,
        "topics/shops.yaml": TOPIC % ANSWER,
    }
    return load(write_files(tmp_path_factory.mktemp("shops"), files), date(2026, 11, 1))


def test_a_figure_is_said_with_its_date_and_its_source(shops: Knowledge) -> None:
    reply = ChatBot(shops).ask("sales of corner")
    assert reply.text == "In February 2023 the Corner Shop sold $1.29 million."
    assert [source.id for source in reply.sources] == ["board"]
    assert reply.notes == ()


@pytest.mark.parametrize(("day", "notes"), [(date(2027, 1, 31), 0), (date(2027, 2, 1), 1)])
def test_a_figure_past_its_review_date_says_so(shops: Knowledge, day: date, notes: int) -> None:
    found = ChatBot(shops._replace(today=day)).ask("sales of corner").notes
    assert len(found) == notes
    assert all("February 2023" in note for note in found)


def test_a_question_for_another_year_is_told_which_year_is_held(shops: Knowledge) -> None:
    bot = ChatBot(shops)
    assert "2019" in bot.ask("sales of corner in 2019").text.partition(".")[0]
    assert "2023" in bot.ask("sales of corner in 2019").text
    assert bot.ask("sales of corner in 2023").text.startswith("In February 2023")


def test_what_was_looked_for_and_not_found_is_said_to_be_so(shops: Knowledge) -> None:
    reply = ChatBot(shops).ask("sales of market")
    assert (reply.status, reply.reason, reply.topic) == (Status.UNKNOWN, "no-such-fact", "shop.sales")
    assert "its sales" in reply.text
    assert "https://market.example" in reply.text
    assert [source.id for source in reply.sources] == ["board"]


def test_beside_a_gap_that_is_offered_which_is_near_it(bot: ChatBot) -> None:
    assert bot.ask("phone number of Ocean").suggestions[0] != bot.ask("trombones").suggestions[0]
    assert "Ocean Cluster" in bot.ask("phone number of Ocean").suggestions[0]


def test_of_two_the_one_that_is_held_is_answered_and_the_other_admitted(shops: Knowledge) -> None:
    reply = ChatBot(shops).ask("sales of corner and market")
    assert (reply.status, reply.entities) == (Status.ANSWERED, ("corner",))
    assert "$1.29 million" in reply.text
    assert reply.text.endswith("No source that I hold states it for the Market Hall.")
    assert reply.table[-1] == ("Market Hall", "Not stated")


def test_an_answer_is_for_all_who_were_named_and_of_all_members_for_those_who_have_something(bot: ChatBot) -> None:
    named = bot.ask("minimum project value of Ocean and NGen")
    assert (named.topic, named.entities) == ("cluster.minimum", ("ocean", "manufacturing"))
    every = bot.ask("minimum project value of each cluster")
    assert (every.topic, every.entities) == ("cluster.minimum", ("ocean",))


def test_of_two_that_are_both_not_held_it_is_said_once(shops: Knowledge) -> None:
    gaps = {
        f"{shop}.sales": shops.book.gaps["market.sales"]._replace(id=f"{shop}.sales") for shop in ("corner", "market")
    }
    none = shops._replace(book=shops.book._replace(values={}, gaps=gaps))
    reply = ChatBot(none).ask("sales of corner and market")
    assert (reply.status, reply.reason) == (Status.UNKNOWN, "no-such-fact")
    assert (reply.topic, reply.entities) == ("shop.sales", ("corner", "market"))
    assert reply.text.startswith(
        "I know the Corner Shop and the Market Hall, but no source that I hold states its sales"
    )
    assert [source.id for source in reply.sources] == ["board"]


def test_what_must_be_admitted_of_some_is_said_for_whom(bot: ChatBot) -> None:
    reply = bot.ask("how much money does each cluster get")
    assert "The Scale AI Cluster: that total does not fit its own parts" in reply.text
    assert " That total does not fit" in bot.ask("total funding of Scale AI").text


def test_a_gap_counts_where_the_topic_says_what_is_asked_for(shops: Knowledge) -> None:
    edition = shops.edition("en")
    topic = edition.topics["shop.sales"]
    assert gap(topic, "market", shops, edition) == shops.book.gaps["market.sales"]
    for entity, other in (("corner", topic), ("market", topic._replace(what=""))):
        assert gap(other, entity, shops, edition) is None


def test_an_entry_that_speaks_of_each_member_has_no_gap(shops: Knowledge) -> None:
    edition = shops.edition("en")
    topic = edition.topics["shop.sales"]._replace(answer="{each:shop.sales}")
    assert gap(topic, "market", shops, edition) is None


@pytest.mark.parametrize(
    ("entity", "entries"),
    [
        ("corner", [("shop.sales", "corner"), ("tea.price", "")]),
        ("market", [("tea.price", "")]),
        ("", [("shop.sales", "corner"), ("tea.price", "")]),
        ("gone", [("shop.sales", "corner"), ("tea.price", "")]),
    ],
)
def test_what_can_be_asked_has_an_answer_for_the_one_spoken_of_else_for_the_first(
    shops: Knowledge, entity: str, entries: list[tuple[str, str]]
) -> None:
    edition = shops.edition("en")
    tea = edition.topics["shop.sales"]._replace(id="tea.price", needs="", kind="", answer="Two coins.")
    some = edition._replace(topics={**edition.topics, "tea.price": tea})
    found = answerable(("gone", "shop.sales", "tea.price"), entity, shops, some)
    assert [(topic.id, of) for topic, of in found] == entries


def test_each_caveat_is_said_once(shops: Knowledge) -> None:
    edition = shops.edition("en")._replace(messages={"caveat-rumour": "It is a rumour."})
    fact = shops.book.values["corner.sales"]._replace(caveats=("rumour",))
    topic = edition.topics["shop.sales"]._replace(caveat="rumour")
    assert framed("It sold much.", topic, [fact, fact], Question("", ()), edition) == "It sold much. It is a rumour."


def test_each_source_is_named_once_those_of_the_entry_first(shops: Knowledge) -> None:
    both = dict.fromkeys(("board", "leaflet"), shops.sources["board"])
    topic = shops.edition("en").topics["shop.sales"]._replace(sources=("leaflet",))
    rests = [fact._replace(sources=("board", "leaflet")) for fact in shops.book.values.values()]
    named = sources([topic, topic], rests, shops._replace(sources=both))
    assert named == (both["leaflet"], both["board"])
