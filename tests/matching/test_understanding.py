"""A message becomes verdicts: one for the whole, or one for each of its questions."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from handmade import weighed

from chatbot.knowledge import Edition
from chatbot.matching.understanding import Understanding, understand
from chatbot.reading.tokenizer import read


def understood(
    message: str, edition: Edition, weights: Mapping[str, Mapping[str, float]] | None = None
) -> Understanding:
    own = edition if weights is None else weighed(edition, weights)
    return understand(read(message, own.lexicon), own)


def topics(found: Understanding) -> list[str]:
    return [verdict.chosen.topic for verdict in found.verdicts if verdict.chosen and verdict.answered]


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("How much is cake? When do you open?", ["cake.price", "house.hours"]),
        ("how much is cake and when do you open", ["cake.price", "house.hours"]),
        ("How much is cake? What does cake cost?", ["cake.price"]),
        ("My aunt paints boats. How much is cake?", ["cake.price"]),
        ("hello, how much is cake", ["cake.price"]),
        ("hello. good morning", ["talk.hello"]),
        ("My aunt grows malt. Which tea is it", ["tea.taste"]),
        ("tell me whether you open", ["house.hours"]),
        ("how much is sencha and assam", ["tea.price"]),
        ("zub", []),
        ("", []),
    ],
)
def test_each_question_of_a_message_gets_its_verdict_and_background_none(
    edition: Edition, message: str, expected: list[str]
) -> None:
    assert topics(understood(message, edition)) == expected


def test_a_question_that_nothing_answers_is_missed_beside_one_that_is_answered(edition: Edition) -> None:
    found = understood("How much is cake? What is a zub?", edition)
    assert [verdict.query.question.words() for verdict in found.missed] == ["What is a zub"]
    assert understood("What is a zub?", edition).missed == ()


def test_a_pronoun_stands_for_what_is_named_in_the_same_message(edition: Edition) -> None:
    [verdict] = understood("I like sencha a lot. How much is it?", edition).verdicts
    assert verdict.chosen
    assert (verdict.chosen.topic, verdict.chosen.entities) == ("tea.price", ("green",))


def test_four_questions_of_one_message_are_answered(edition: Edition) -> None:
    asked = ["cake", "sencha", "assam"]
    message = "? ".join([*(f"how much is {thing}" for thing in asked), "when do you open", "which teas are there?"])
    assert topics(understood(message, edition)) == ["cake.price", "tea.price", "tea.price", "house.hours"]


@pytest.mark.parametrize(("before", "answered"), [(23, ["cake.price"]), (24, [])])
def test_twenty_four_pieces_of_a_message_are_judged(edition: Edition, before: int, answered: list[str]) -> None:
    assert topics(understood("zub. " * before + "How much is cake?", edition)) == answered


@pytest.mark.parametrize(("asked", "expected"), [("And what is it?", ["cake.price"]), ("And so what is it?", [])])
def test_a_brief_sentence_that_asks_without_saying_of_what_goes_with_the_one_before(
    edition: Edition, asked: str, expected: list[str]
) -> None:
    assert topics(understood(f"Zub zab zob. We have a cake. {asked}", edition)) == expected


@pytest.mark.parametrize(("weight", "topic"), [(0.986, "cake.price"), (0.994, "tea.price")])
def test_a_reading_that_lends_a_name_may_score_a_tenth_lower(edition: Edition, weight: float, topic: str) -> None:
    weights = {"cake": {"cake.price": 0.9, "tea.price": 0.0}, "{tea}": {"tea.price": weight}}
    assert topic in topics(understood("Sencha. What cake for it?", edition, weights))


@pytest.mark.parametrize(("weight", "topic"), [(0.598, "cake.price"), (0.602, "tea.taste")])
def test_what_finds_an_entity_may_score_somewhat_lower_where_one_is_pointed_at(
    edition: Edition, weight: float, topic: str
) -> None:
    weights = {"cake": {"cake.price": 0.9, "tea.taste": weight}, "{tea.subject}": {}}
    assert topics(understood("Malt. What cake?", edition, weights)) == [topic]
