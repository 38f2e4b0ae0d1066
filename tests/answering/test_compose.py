"""An answer is worded: for whom, with yes or no, with what was miscounted, and as a table."""

from __future__ import annotations

from typing import Any

import pytest
from handmade import candidate, costly, query

from chatbot import ChatBot
from chatbot.answering import compose
from chatbot.answering.compose import Said, Wanted, fitting, label, labels, pointed_at, say
from chatbot.answering.sets import Scope
from chatbot.knowledge import Claim, Edition, Knowledge, Topic
from chatbot.language import How, Phrase
from chatbot.reading.named import Named

SAID = {
    "and": "and",
    "quote": "'{words}'",
    "yes": "Yes.",
    "no": "No.",
    "each-of": "Each {one}",
    "named-first": "{list}: {said}",
}
SAID |= {"by-subject": "{words}: {entity}.", "not-by-subject": "{words} is {entity}, not {others}."}
SAID |= {"other-field": "{entity} {doing}.", "miscounted": "{right} {kind}, not {wrong}."}
SAID |= {"fit": "{words} fits {entity}.", "fit-next": "Then {words}: {entity}.", "not-stated": "not stated"}
SAID |= {"missing-of": "Nothing on {missing}.", "item": "{name}: {value}", "all": "{list}.", "dated": "{value}"}
TEAS = "There are two teas: green tea and black tea."


@pytest.fixture(scope="module")
def house(small: ChatBot) -> Knowledge:
    """The tea house with sentences of its own."""
    edition = small.knowledge.edition("en")
    return small.knowledge._replace(editions={"en": edition._replace(messages=SAID)})


def said(
    house: Knowledge,
    asked: str,
    topic: str,
    *entities: str,
    how: str = "named",
    missing: tuple[str, ...] = (),
    **changed: Any,
) -> Said:
    """What a topic, changed in some ways, says to a question that is read as one for these entities."""
    edition = house.edition("en")
    own = edition.topics[topic]._replace(**changed)
    some = edition._replace(topics={**edition.topics, topic: own})
    asking = query(asked, some)
    chosen = candidate(topic, how=how, entities=entities)
    wanted = Wanted(
        query=asking,
        around=asking.mentions,
        edition=some,
        heard=some,
        knowledge=house,
        scope=compose.scope(asking, chosen, some),
        missing=missing,
    )
    return say(own, entities, wanted)


@pytest.mark.parametrize(
    ("asked", "topic", "entities", "text"),
    [
        ("how much is cake", "cake.price", (), "Cake costs five coins."),
        ("both", "tea.price", ("black", "green"), "Black tea costs three coins. Green tea costs two coins."),
        ("which is malt and smoke", "tea.taste", ("black",), "'malt' and 'smoke': black tea."),
        ("which one is not malt", "tea.taste", ("black",), "'malt' is black tea, not green tea."),
        ("is assam malt", "tea.taste", ("black",), "Yes. 'malt': black tea."),
        ("assam is malt", "tea.taste", ("black",), "'malt': black tea."),
        ("is sencha malt", "tea.taste", ("black",), "No. 'malt': black tea. Green tea tastes of meadows."),
    ],
)
def test_a_topic_is_said_for_what_was_asked(
    house: Knowledge, asked: str, topic: str, entities: tuple[str, ...], text: str
) -> None:
    assert said(house, asked, topic, *entities).text == text


def test_who_asks_which_of_those_named_it_is_gets_no_yes_or_no(house: Knowledge) -> None:
    assert said(house, "which is malt, assam or sencha", "tea.taste", "black").text.startswith("'malt': black tea.")


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("which are the three teas", f"No. {TEAS}"),
        ("what are these 30 green teas", f"No. {TEAS}"),
        ("the three nice good black teas", TEAS),
        ("all three good black teas", f"No. {TEAS}"),
        ("which are the two teas", TEAS),
        ("which three teas are there", TEAS),
        ("give me three teas", TEAS),
        ("one tea please", TEAS),
        ("the three cakes", TEAS),
        ("we are 12 people", TEAS),
        ("we are 12 people and want teas", TEAS),
        ("we are 12 people, which teas are there", TEAS),
        ("we are 12 people in teas", TEAS),
    ],
)
def test_a_miscount_of_what_the_entry_lists_is_set_right_where_it_is_claimed(
    house: Knowledge, asked: str, text: str
) -> None:
    assert said(house, asked, "tea.kinds").text == text


@pytest.mark.parametrize(("asked", "wrong"), [("the three teas", "three"), ("all 30 teas", "30")])
def test_an_answer_that_does_not_say_the_number_itself_says_it_before(house: Knowledge, asked: str, wrong: str) -> None:
    told = said(house, asked, "tea.kinds", answer="They are {list:tea}.").text
    assert told == f"Two teas, not {wrong}. They are green tea and black tea."
    assert said(house, "the two teas", "tea.kinds", answer="They are {list:tea}.").text.startswith("They are")


def test_a_miscount_of_what_the_entry_does_not_list_is_let_be(house: Knowledge) -> None:
    assert said(house, "the three teas", "cake.price").text == "Cake costs five coins."
    assert said(house, "the three teas", "tea.kinds", answer="Ask for {count:tea} teas.").text == "Ask for two teas."


CLAIMS = (
    Claim(frozenset({"fresh"}), says_yes=True),
    Claim(frozenset({"dri"}), says_yes=False),
    Claim(frozenset({"fresh", "bake"}), says_yes=False),
)


@pytest.mark.parametrize(
    ("asked", "begins"),
    [
        ("is cake fresh", "Yes. Cake"),
        ("is cake dry", "No. Cake"),
        ("is cake fresh and dry", "Cake"),
        ("is cake sweet", "Cake"),
        ("is cake fresh and sweet", "Cake"),
        ("is cake fresh each morning", "Yes. Cake"),
        ("is it not fresh", "Cake"),
        ("is it always fresh", "Cake"),
        ("is only cake fresh", "Cake"),
        ("cake is fresh", "Cake"),
        ("why is cake fresh", "Cake"),
        ("is fresh cake baked", "No. Cake"),
    ],
)
def test_yes_or_no_is_said_where_all_that_is_asked_is_claimed_and_the_most_telling_claim_wins(
    house: Knowledge, asked: str, begins: str
) -> None:
    assert said(house, asked, "cake.price", claims=CLAIMS).text.startswith(begins)
    assert said(house, asked, "cake.price").text.startswith("Cake")


@pytest.mark.parametrize(
    ("asked", "yes_no"),
    [
        ("is tea nice", True),
        ("tea is nice, right", True),
        ("can you serve it", True),
        ("what is tea", False),
        ("is tea not nice", False),
        ("is tea only nice", False),
        ("can you tell me when tea is nice", False),
        ("do you know who has tea", False),
    ],
)
def test_what_asks_something_else_in_the_frame_of_a_verb_or_is_limited_or_denied_asks_no_yes_or_no(
    edition: Edition, asked: str, yes_no: bool
) -> None:
    some = query(asked, edition)
    assert compose.scope(some, candidate(), edition).yes_no is yes_no


def test_a_request_is_for_those_that_its_reading_found_and_asks_what_its_words_say(edition: Edition) -> None:
    found = compose.scope(query("how many of all teas cost 30", edition), candidate(how="back"), edition)
    assert (found.how, found.form, sorted(found.cues)) == ("back", "how-many", ["each"])
    assert found.values == (Named("count", "30", start=6, end=7, words="30"),)
    assert compose.scope(query("how many", edition), None, edition) == Scope()


COST = "tea.cost"


@pytest.mark.parametrize(
    ("asked", "entities", "missing", "begins"),
    [
        ("is sencha 9", ("green",), (), "No. "),
        ("is sencha 8", ("green",), (), "Yes. "),
        ("is sencha 8 or 9", ("green",), (), "Yes. "),
        ("is sencha 9 or sweet", ("green",), (), "Costs"),
        ("is sencha it", ("green",), (), "Costs"),
        ("sencha is 8", ("green",), (), "Costs"),
        ("are assam and sencha 9", ("black", "green"), (), "No. "),
        ("are assam and sencha 8", ("green",), ("black",), "Costs"),
        ("are assam and sencha 9", ("green",), ("black",), "No. "),
    ],
)
def test_yes_or_no_is_what_the_values_of_all_those_asked_about_carry(
    house: Knowledge, asked: str, entities: tuple[str, ...], missing: tuple[str, ...], begins: str
) -> None:
    some = costly(house, answer="Costs {tea.price}.", label="cost")
    values = {
        id_: value._replace(exclusive=True, value="8" if id_.startswith("green") else "3")
        for id_, value in some.book.values.items()
    }
    some = some._replace(book=some.book._replace(values=values))
    assert said(some, asked, COST, *entities, missing=missing).text.startswith(begins)


def test_several_are_worded_as_a_set_with_what_is_missing_and_a_table(house: Knowledge) -> None:
    some = costly(house, answer="Costs {tea.price}.", label="cost")
    told = said(some, "cost of assam and sencha", COST, "green", missing=("black",))
    assert told.text == "Costs costs two coins. Nothing on black tea."
    assert [row[0] for row in told.table] == ["", "Green tea", "Black tea"]
    assert told.table[0] == ("", "Cost")
    assert said(some, "cost of sencha", COST, "green").table == ()


def test_one_that_has_a_value_is_told_as_one_of_a_set(house: Knowledge) -> None:
    some = costly(house, answer="Costs {tea.price}.", label="cost")
    told = said(some, "which tea costs 9", COST, "green", how="back")
    assert told.table[1][0] == "Green tea"
    assert told.text == "Costs costs two coins."


def test_more_is_said_of_each(house: Knowledge) -> None:
    told = said(house, "both", "tea.price", "green", "black", more="It is {tea.doing}.")
    assert told.more == "It is tastes of meadows. It is tastes of malt."
    assert said(house, "cake", "cake.price").more == "It is baked each morning."


def test_a_description_fits_what_most_of_it_points_at_plain_words_more_than_hints(
    house: Knowledge, edition: Edition
) -> None:
    told = said(house, "malt smoke and grass", "tea.kinds", role="fit")
    assert told.found == ("black",)
    assert told.text == "'malt' and 'smoke' fits black tea. Then 'grass': green tea."
    assert said(house, "sencha", "tea.kinds", role="fit").text == TEAS
    leaf, malt = Phrase(How.HINT, ("green",), kind="tea"), Phrase(How.SUBJECT, ("black",), kind="tea")
    [some] = query("grass", edition).mentions
    hint, subject = (some._replace(phrase=phrase, words=phrase.targets[0]) for phrase in (leaf, malt))
    assert [entity.id for entity, _ in fitting([hint, subject], edition)] == ["black", "green"]
    assert pointed_at([hint, subject]) == {"black": ["black"]}
    assert pointed_at([hint]) == {"green": ["green"]}


def test_things_compared_are_set_side_by_side(house: Knowledge) -> None:
    told = said(house, "compare", "tea.price", "green", "black", role="compare", table=("price",))
    assert told.table == (("", "Green tea", "Black tea"), ("Price", "Costs two coins", "Costs three coins"))
    assert told.text == "Green tea costs two coins. Black tea costs three coins."
    assert said(house, "compare", "tea.price", "green", role="compare", table=("price",)).table == ()


def test_a_column_is_headed_by_the_label_of_its_attribute(house: Knowledge) -> None:
    own: dict[str, Any] = {
        "role": "compare",
        "table": ("price", "fame"),
        "attribute": "price",
        "label": "what it costs",
    }
    told = said(house, "compare", "tea.price", "green", "black", **own)
    assert told.table[1:] == (
        ("What it costs", "Costs two coins", "Costs three coins"),
        ("Fame", "Not stated", "Not stated"),
    )


def asking(edition: Edition, question: str, **more: Any) -> Topic:
    return edition.topics["tea.price"]._replace(question=question, **more)


@pytest.mark.parametrize(
    ("question", "entities", "text"),
    [
        ("How much is {tea}?", (), "How much is green tea?"),
        ("How much is {tea}?", ("black",), "How much is black tea?"),
        ("How much is {tea}?", ("black", "green"), "Black tea and green tea: how much is each tea?"),
        ("How much is {tea}?", ("green", "black"), "How much is each tea?"),
        ("Is {tea} like {tea}?", ("black",), "Is black tea like green tea?"),
        ("Which is for {tea.subject}?", ("black",), "Which is for smoke?"),
        ("What is there?", ("black",), "What is there?"),
    ],
)
def test_a_canonical_question_names_those_that_it_is_asked_of(
    house: Knowledge, question: str, entities: tuple[str, ...], text: str
) -> None:
    edition = house.edition("en")
    assert label(asking(edition, question), entities, edition) == text


def test_a_comparison_is_asked_of_the_first_two(house: Knowledge) -> None:
    edition = house.edition("en")
    some = asking(edition, "Is {tea} like {tea}?", role="compare")
    assert label(some, ("black", "green"), edition) == "Is black tea like green tea?"


def test_a_question_that_needs_nobody_is_asked_as_it_stands(house: Knowledge) -> None:
    edition = house.edition("en")
    assert label(edition.topics["cake.price"], (), edition) == "How much is cake?"


def test_the_first_different_questions_are_labels(house: Knowledge) -> None:
    edition = house.edition("en")
    price, cake = edition.topics["tea.price"], edition.topics["cake.price"]
    some = [(cake, ""), (cake, ""), (price, "black"), (price, "green")]
    assert labels(some, 2, edition) == ("How much is cake?", "How much is black tea?")
    assert labels(some, 9, edition)[2:] == ("How much is green tea?",)
    assert labels([], 2, edition) == ()
