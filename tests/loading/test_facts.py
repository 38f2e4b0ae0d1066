"""What is held of an entity stands with it: values with their types, dates and sources, and what was not found."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import BOT
from handwritten import ENTITIES, SHOPS, TOPIC

from chatbot import ChatBot, KnowledgeError
from chatbot.knowledge import Entity, Knowledge
from chatbot.loading.loader import load

ENTITY = "- {id: corner, kind: shop, name: Corner Shop, called: the Corner Shop, names: [corner], %s}\n"
MARKET = "- {id: market, kind: shop, name: Market Hall, called: the Market Hall, names: [market], %s}\n"
SOLD = 'value: "1290000", type: money, as_of: "2023-02", sources: [board]'
ATTRIBUTE = """
- id: shop.sales
  of: shop
  attribute: sales
  type: money
  what: its sales
  one: "In {as-of} {shop} sold {value}."
  phrasings: ["How much does {shop} sell?", "sales of {shop}", "what did {shop} sell", "{shop} turnover"]
"""


def made(folder: Callable[..., Path], answer: str = "In {shop.sales.as-of} {shop} sold {shop.sales}.") -> Path:
    return folder(bot=SHOPS, entities__shops=ENTITIES, topics__shops=TOPIC % answer)


def codes(folder: Path) -> list[str]:
    with pytest.raises(KnowledgeError) as error:
        load(folder)
    return [f"{p.file} {p.code}" for p in error.value.problems]


def alone(folder: Callable[..., Path], value: str, **more: str) -> Path:
    """One shop with one value, which nothing asks for."""
    return folder(bot=SHOPS, entities__shops=ENTITY % f"values: {{sales: {{{value}}}}}", **more)


def corner(path: Path, language: str = "en") -> Entity:
    return load(path).edition(language).entities["corner"]


def test_a_figure_that_goes_stale_is_not_given_without_its_date(folder: Callable[..., Path]) -> None:
    assert codes(made(folder, "{shop} sold {shop.sales}.")) == ["topics/shops.yaml no-as-of"]


def test_an_attribute_is_missed_its_date_at_the_value_that_goes_stale(folder: Callable[..., Path]) -> None:
    entry = ATTRIBUTE.replace("In {as-of} {shop}", "{shop}")
    assert codes(folder(bot=SHOPS, entities__shops=ENTITIES, topics__shops=entry)) == ["entities/shops.yaml no-as-of"]


def test_an_answer_needs_a_value_or_a_gap_of_every_member(folder: Callable[..., Path]) -> None:
    path = made(folder, "{shop} employs {shop.staff}.")
    with pytest.raises(KnowledgeError) as error:
        load(path)
    found = [(p.file, p.line, p.code, p.message) for p in error.value.problems]
    assert found == [
        ("entities/shops.yaml", 2, "no-fact", "'corner' lacks staff, which 'shop.sales' looks up"),
        ("entities/shops.yaml", 8, "no-fact", "'market' lacks staff, which 'shop.sales' looks up"),
    ]


def test_a_gap_needs_a_name_in_words(folder: Callable[..., Path]) -> None:
    path = made(folder)
    topics = path / "topics/shops.yaml"
    topics.write_text(topics.read_text("utf-8").replace("  what: its sales\n", ""), "utf-8")
    assert codes(path) == ["topics/shops.yaml no-missing"]


def test_one_side_of_a_dispute_is_not_given_alone_and_a_doubt_not_without_its_caveat(
    folder: Callable[..., Path],
) -> None:
    path = made(folder, "{shop} sold {shop.sales}.")
    sold = ('value: "9", type: count, caveat: rumour', 'value: "7", type: count, disputed: corner.sales')
    values = [f"values: {{sales: {{{one}, sources: [board]}}}}" for one in sold]
    (path / "entities/shops.yaml").write_text(ENTITY % values[0] + MARKET % values[1], "utf-8")
    assert codes(path) == ["entities/shops.yaml no-message", "topics/shops.yaml disputed"]


def test_both_sides_of_a_dispute_may_be_given(folder: Callable[..., Path]) -> None:
    values = 'sales: {value: "9", type: count, disputed: corner.takings}, takings: {value: "7", type: count}'
    path = folder(
        bot=SHOPS,
        entities__shops=ENTITY % f"values: {{{values}}}",
        topics__shops=TOPIC % "{shop} sold {shop.sales}, or {shop.takings}.",
    )
    assert ChatBot(load(path)).ask("sales of corner").text == "The Corner Shop sold 9, or 7."


def test_a_caveat_is_said_beside_its_value_also_where_there_are_several(folder: Callable[..., Path]) -> None:
    value = 'value: "9", type: count, caveat: [rumour, old], sources: [board]'
    said = "caveat-rumour: It is a rumour.\ncaveat-old: It is old.\n"
    path = alone(folder, value, topics__shops=TOPIC % "{shop} sold {shop.sales}.", languages__en__messages=said)
    assert ChatBot(load(path)).ask("sales of corner").text == "The Corner Shop sold 9. It is a rumour. It is old."


def test_a_value_without_value_and_sentence_is_missed(folder: Callable[..., Path]) -> None:
    assert codes(alone(folder, "sources: [board]")) == ["entities/shops.yaml no-value"]


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("value: '5,200', type: count", "bad-value"),
        ("value: '5200.5', type: count", "bad-value"),
        ("value: $5, type: money", "bad-value"),
        ("value: '-5', type: money", "bad-value"),
        ("value: 40%, type: percent", "bad-value"),
        ("value: 6 to 10, type: range", "bad-value"),
        ("value: last year, type: date", "bad-value"),
        ("value: New York, type: place", "unknown-place"),
        ("value: nowhere-at-all, type: place", "unknown-place"),
        ("value: maybe, type: flag", "bad-value"),
        ("value: one, type: list", "bad-value"),
        ("value: [one, two], type: text", "bad-value"),
        ("value: ['5', '6'], type: count", "bad-value"),
        ("value: {en: '5,200'}, type: count", "bad-value"),
        ("value: '5', type: sum", "unknown-type"),
        ("value: '5', bound: over", "unknown-bound"),
        ("value: Ay, within: [nowhere-at-all]", "unknown-place"),
        ("value: '5', sources: [nobody]", "unknown-source"),
        ("value: '5', review_by: '2027'", "no-date"),
        ("value: '5', review_by: soon", "date"),
        ("value: '5', as_of: last year", "bad-date"),
        ("value: '5', as_of: 2023-13", "bad-date"),
        ("value: '5', disputed: corner.takings", "unknown-value-id"),
        ("value: '5', says: 'It sold {corner.takings}.'", "unknown-lookup"),
        ("value: '5', kind: money", "unknown-key"),
        ("value: {xx: '5'}", "unknown-language"),
    ],
)
def test_a_value_that_cannot_be_is_refused_where_it_stands(folder: Callable[..., Path], value: str, code: str) -> None:
    assert f"entities/shops.yaml {code}" in codes(alone(folder, value))


@pytest.mark.parametrize("date", ["2023", "2023-02", "2023-02-13", "undated"])
def test_a_value_is_of_a_day_a_month_or_a_year_or_says_that_it_is_of_none(
    folder: Callable[..., Path], date: str
) -> None:
    assert load(alone(folder, f"value: '5', as_of: '{date}'")).book.values["corner.sales"].as_of == date


def test_values_that_are_no_mapping_are_refused(folder: Callable[..., Path]) -> None:
    assert codes(folder(bot=SHOPS, entities__shops=ENTITY % "values: [sales]")) == ["entities/shops.yaml not-a-mapping"]


def test_what_is_held_is_no_gap_and_a_gap_stands_once(folder: Callable[..., Path]) -> None:
    gap = "{looked: '2026-11', sources: [board], of: [%s]}"
    held = f"values: {{sales: {{value: '5'}}}}, gaps: [{gap % 'sales'}]"
    assert codes(folder(bot=SHOPS, entities__shops=ENTITY % held)) == ["entities/shops.yaml duplicate-id"]
    twice = f"gaps: [{gap % 'sales'}, {gap % 'staff, sales'}]"
    assert codes(folder(bot=SHOPS, entities__shops=ENTITY % twice)) == ["entities/shops.yaml duplicate-id"]


def test_a_gap_says_when_and_where_it_was_looked_for(folder: Callable[..., Path]) -> None:
    gap = load(made(folder)).book.gaps["market.sales"]
    assert (gap.of, gap.looked, gap.sources) == ("market", "2026-11", ("board",))
    other = ENTITY % "gaps: [{looked: '2026-11', sources: [nobody], of: [sales]}]"
    assert codes(folder(bot=SHOPS, entities__shops=other)) == ["entities/shops.yaml unknown-source"]


def test_only_what_is_to_be_looked_at_again_goes_stale(folder: Callable[..., Path]) -> None:
    assert not load(alone(folder, SOLD)).book.values["corner.sales"].volatile
    assert load(alone(folder, f"{SOLD}, review_by: '2027-01'")).book.values["corner.sales"].volatile


def test_a_value_is_looked_up_in_words_with_its_sentence_its_date_and_what_it_counts(
    folder: Callable[..., Path],
) -> None:
    says = "says: 'In {as-of} {shop} sold {value}, {corner.sales.counts}.', counts: all of it"
    facts = corner(alone(folder, f"{SOLD}, {says}")).facts
    assert facts == {
        "sales": "$1.29 million",
        "sales.says": "In February 2023 {shop} sold $1.29 million, all of it.",
        "sales.counts": "all of it",
        "sales.as-of": "February 2023",
    }


def test_a_value_of_words_is_looked_up_as_it_stands(folder: Callable[..., Path]) -> None:
    assert corner(alone(folder, "value: costs two coins")).facts == {"sales": "costs two coins"}


def test_a_sentence_alone_is_enough(folder: Callable[..., Path]) -> None:
    path = alone(folder, "says: '{shop} sells much.', sources: [board]", topics__shops=ATTRIBUTE)
    reply = ChatBot(load(path)).ask("sales of corner")
    assert reply.text == "The Corner Shop sells much."
    assert [source.id for source in reply.sources] == ["board"]


def test_a_list_is_looked_up_as_one_reads_it_out_and_kept_item_by_item(folder: Callable[..., Path]) -> None:
    entity = corner(alone(folder, "value: [bread, milk, tea], type: list"))
    assert entity.facts == {"sales": "bread, milk and tea"}
    assert entity.lists == {"sales": ("bread", "milk", "tea")}


def test_a_place_is_said_by_its_name_in_each_language(folder: Callable[..., Path]) -> None:
    own = "moon: {names: {en: [the Moon], fr: [la Lune]}}\nsea: {within: [moon], names: {en: [Sea of Rains]}}\n"
    path = folder(
        bot=SHOPS.replace("[en]", "[en, fr]"),
        entities__shops="- {id: corner, kind: shop, name: Corner, values: {seat: {value: moon, type: place}}}\n",
        topics__all=BOTH,
        places=own,
    )
    assert corner(path).facts == {"seat": "the Moon"}
    assert corner(path, "fr").facts == {"seat": "la Lune"}


BOTH = """
- id: tea.price
  phrasings: {en: [price of tea], fr: [prix du thé]}
  answer: {en: Two coins., fr: Deux pièces.}
  sources: [board]
"""


def test_each_language_writes_a_value_in_its_own_way_and_words_its_own_sentence(folder: Callable[..., Path]) -> None:
    says = 'says: {en: "{shop} sold {value}.", fr: "{shop} a vendu {value}."}'
    path = folder(
        bot=SHOPS.replace("[en]", "[en, fr]"),
        entities__shops=f"- {{id: corner, kind: shop, name: Corner, values: {{sales: {{{SOLD}, {says}}}}}}}\n",
        topics__all=BOTH,
    )
    knowledge = load(path)
    told = {tag: edition.entities["corner"].facts for tag, edition in knowledge.editions.items()}
    assert told["en"] == {
        "sales": "$1.29 million",
        "sales.says": "{shop} sold $1.29 million.",
        "sales.as-of": "February 2023",
    }
    assert told["fr"] == {
        "sales": "1,29\u00a0million de dollars",
        "sales.says": "{shop} a vendu 1,29\u00a0million de dollars.",
        "sales.as-of": "février 2023",
    }


def test_a_sentence_that_names_no_language_where_two_are_spoken_is_refused(folder: Callable[..., Path]) -> None:
    path = folder(
        bot=SHOPS.replace("[en]", "[en, fr]"),
        entities__shops="- {id: corner, kind: shop, name: Corner, values: {sales: {value: '5', says: 'It sold 5.'}}}\n",
        topics__all=BOTH,
    )
    assert codes(path) == ["entities/shops.yaml which-language"]


@pytest.fixture
def asked(folder: Callable[..., Path]) -> Knowledge:
    """Two shops, of which one says what it sells, with what is asked of them as an attribute."""
    return load(folder(bot=SHOPS, entities__shops=ENTITIES.replace("type: money, ", ""), topics__shops=ATTRIBUTE))


def test_an_attribute_gives_its_values_their_type_and_their_sentence(asked: Knowledge) -> None:
    assert asked.book.values["corner.sales"].type == "money"
    reply = ChatBot(asked).ask("sales of corner")
    assert reply.text == "In February 2023 the Corner Shop sold $1.29 million."
    assert [source.id for source in reply.sources] == ["board"]


def test_a_gap_of_an_attribute_is_admitted(asked: Knowledge) -> None:
    reply = ChatBot(asked).ask("sales of market")
    assert (reply.reason, reply.topic) == ("no-such-fact", "shop.sales")
    assert "its sales" in reply.text


def test_a_value_may_say_more_than_its_attribute_and_is_of_its_type(folder: Callable[..., Path]) -> None:
    path = alone(folder, f"{SOLD}, says: '{{shop}} sold no more than {{value}}.'", topics__shops=ATTRIBUTE)
    assert ChatBot(load(path)).ask("sales of corner").text == "The Corner Shop sold no more than $1.29 million."
    other = alone(folder, SOLD.replace("money", "count"), topics__shops=ATTRIBUTE)
    assert codes(other) == ["entities/shops.yaml two-types"]


def test_a_value_rests_on_the_values_that_its_sentence_looks_up(folder: Callable[..., Path]) -> None:
    sources = "[{id: board, title: The board}, {id: leaflet, title: A leaflet}]"
    staff = "staff: {value: '5', type: count, sources: [leaflet]}"
    sales = f"sales: {{{SOLD}, says: '{{shop}}, with {{shop.staff}} people, sold {{value}}.'}}"
    entity = ENTITY % f"values: {{{sales}, {staff}}}"
    path = folder(bot=SHOPS, sources=sources, entities__shops=entity, topics__shops=ATTRIBUTE)
    reply = ChatBot(load(path)).ask("sales of corner")
    assert reply.text == "The Corner Shop, with 5 people, sold $1.29 million."
    assert {source.id for source in reply.sources} == {"board", "leaflet"}


def test_the_words_of_a_value_are_known(folder: Callable[..., Path]) -> None:
    lexicon = load(alone(folder, "value: sells trombones")).edition("en").lexicon
    assert {"sells", "trombones"} <= lexicon.counts.keys()


def test_the_page_of_an_entity_is_looked_up_as_its_values_are(folder: Callable[..., Path]) -> None:
    path = made(folder, "{shop} sold {shop.sales} in {shop.sales.as-of}.")
    assert load(path).edition("en").entities["market"].facts == {"page": "https://market.example"}


def test_a_subject_as_a_whole_has_values_too(folder: Callable[..., Path]) -> None:
    house = "- {id: house, name: The house, values: {founded: {value: '1999', type: date, sources: [board]}}}\n"
    topic = "- {id: founded, phrasings: [when was it founded], answer: 'It was founded in {house.founded}.'}\n"
    reply = ChatBot(load(folder(bot=BOT, entities__house=house, topics__more=topic))).ask("when was it founded")
    assert reply.text == "It was founded in 1999."
    assert [source.id for source in reply.sources] == ["board"]
