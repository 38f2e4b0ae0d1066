"""An answer is worded: for whom, with yes or no, with what was miscounted, and as a table."""

from __future__ import annotations

from typing import Any

import pytest
from handmade import query

from chatbot.answering.compose import Said, Wanted, fitting, is_yes_no, label, pointed_at, say
from chatbot.knowledge import Claim, Edition
from chatbot.language import How, Phrase

SAID = {"and": "and", "quote": "'{words}'", "yes": "Yes.", "no": "No."}
SAID |= {"by-subject": "{words}: {entity}.", "not-by-subject": "{words} is {entity}, not {others}."}
SAID |= {"other-field": "{entity} {doing}.", "miscounted": "{right} {kind}, not {wrong}."}
SAID |= {"fit": "{words} fits {entity}.", "fit-next": "Then {words}: {entity}."}
TEAS = "There are two teas: green tea and black tea."


def said(edition: Edition, asked: str, topic: str, *entities: str, **changed: Any) -> Said:
    """What a topic, changed in some ways, says to a question."""
    own = edition.topics[topic]._replace(**changed)
    some = edition._replace(messages=SAID, topics={**edition.topics, topic: own})
    asking = query(asked, some)
    return say(own, entities, Wanted(query=asking, around=asking.mentions, edition=some, heard=some))


@pytest.mark.parametrize(
    ("asked", "topic", "entities", "text"),
    [
        ("how much is cake", "cake.price", (), "Cake costs five coins."),
        ("both", "tea.price", ("black", "green"), "Black tea costs three coins. Green tea costs two coins."),
        ("which is malt and smoke", "tea.taste", ("black",), "'malt' and 'smoke': black tea."),
        ("which one is not malt", "tea.taste", ("black",), "'malt' is black tea, not green tea."),
        ("is assam malt", "tea.taste", ("black",), "Yes. 'malt': black tea."),
        ("is sencha malt", "tea.taste", ("black",), "No. 'malt': black tea. Green tea tastes of meadows."),
        ("which three teas are there", "tea.kinds", (), f"Two teas, not three. {TEAS}"),
        ("which 30 teas", "tea.kinds", (), f"Two teas, not 30. {TEAS}"),
        ("which two teas are there", "tea.kinds", (), TEAS),
        ("one tea please", "tea.kinds", (), TEAS),
    ],
)
def test_a_topic_is_said_for_what_was_asked(
    edition: Edition, asked: str, topic: str, entities: tuple[str, ...], text: str
) -> None:
    assert said(edition, asked, topic, *entities).text == text


@pytest.mark.parametrize(
    ("asked", "begins"),
    [
        ("is cake fresh", "Yes. Cake"),
        ("is cake dry", "No. Cake"),
        ("is cake fresh and dry", "Cake"),
        ("is it not fresh", "Cake"),
        ("why is cake fresh", "Cake"),
        ("is fresh cake baked", "No. Cake"),
    ],
)
def test_yes_or_no_is_said_where_it_is_claimed_and_the_most_telling_claim_wins(
    edition: Edition, asked: str, begins: str
) -> None:
    claims = {("fresh",): True, ("dri",): False, ("fresh", "bake"): False}
    own = tuple(Claim(frozenset(terms), says) for terms, says in claims.items())
    assert said(edition, asked, "cake.price", claims=own).text.startswith(begins)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("cake, is it", True),
        ("so is it", True),
        ("il sont-ils", True),
        ("cake is it", False),
        ("which sont-ils", False),
    ],
)
def test_a_yes_no_question_opens_like_one_in_some_clause(edition: Edition, asked: str, expected: bool) -> None:
    marks = {"yes-no": {"is"}, "lead": {"so"}, "inverted": {"ils"}, "question": {"which"}}
    some = edition._replace(marks={name: frozenset(words) for name, words in marks.items()})
    assert is_yes_no(query(asked, some), some) is expected


def test_a_description_fits_what_most_of_it_points_at_plain_words_more_than_hints(edition: Edition) -> None:
    told = said(edition, "malt smoke and grass", "tea.kinds", role="fit").text
    assert told == "'malt' and 'smoke' fits black tea. Then 'grass': green tea."
    leaf, malt = Phrase(How.HINT, ("green",), kind="tea"), Phrase(How.SUBJECT, ("black",), kind="tea")
    [some] = query("grass", edition).mentions
    hint, subject = (some._replace(phrase=phrase, words=phrase.targets[0]) for phrase in (leaf, malt))
    assert [entity.id for entity, _ in fitting([hint, subject], edition)] == ["black", "green"]
    assert pointed_at([hint, subject]) == {"black": ["black"]}
    assert pointed_at([hint]) == {"green": ["green"]}


def test_things_compared_are_set_side_by_side(edition: Edition) -> None:
    told = said(edition, "compare", "tea.price", "green", "black", table=("price",))
    assert told.table == (("", "Green tea", "Black tea"), ("Price", "Costs two coins", "Costs three coins"))
    assert said(edition, "compare", "tea.price", "green", table=("price",)).table == ()


def test_a_column_is_headed_by_the_label_of_its_attribute(edition: Edition) -> None:
    own = {"table": ("price",), "attribute": "price", "label": "what it costs"}
    told = said(edition, "compare", "tea.price", "green", "black", **own)
    assert told.table == (("", "Green tea", "Black tea"), ("What it costs", "Costs two coins", "Costs three coins"))


@pytest.mark.parametrize(
    ("question", "entity", "text"),
    [
        ("How much is {tea}?", None, "How much is green tea?"),
        ("Is {tea} like {tea}?", "black", "Is black tea like green tea?"),
        ("Which is for {tea.subject}?", "black", "Which is for smoke?"),
    ],
)
def test_a_canonical_question_names_what_it_is_asked_of(
    edition: Edition, question: str, entity: str | None, text: str
) -> None:
    assert label(edition.topics["tea.price"]._replace(question=question), entity, edition) == text
