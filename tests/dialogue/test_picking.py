"""Which of the options that are open a message picks."""

from __future__ import annotations

import pytest

from chatbot import Option
from chatbot.dialogue.context import Context
from chatbot.dialogue.picking import OUTSIDE, picked, suggested
from chatbot.knowledge import Edition
from chatbot.reading.tokenizer import read

GREEN_TEA, BLACK_TEA = Option("tea.price@green", "Green tea"), Option("tea.price@black", "Black tea")
CAKES, NONE = Option("cake.price", "How much is cake?"), Option("none", "None of these")


@pytest.mark.parametrize(
    ("message", "id_"),
    [
        ("1", "tea.price@green"),
        ("2", "tea.price@black"),
        ("number 2", "tea.price@black"),
        ("number 1", "tea.price@green"),
        ("the second", "tea.price@black"),
        ("the second one please", "tea.price@black"),
        ("the last one", "tea.price@black"),
        ("3", "none"),
        ("assam", "tea.price@black"),
        ("None of these.", "none"),
        ("malt please", "tea.price@black"),
        ("4", OUTSIDE),
        ("0", OUTSIDE),
        ("a", "tea.price@green"),
        ("B.", "tea.price@black"),
        ("option c", "none"),
        ("the fourth", None),
        ("number 7", None),
        ("d", None),
        ("2000", None),
        ("cake", None),
        ("assam or sencha", None),
        ("2 cakes and a tea", None),
        ("", None),
    ],
)
def test_an_option_is_picked_by_its_number_its_label_or_its_name(
    edition: Edition, message: str, id_: str | None
) -> None:
    context = Context(options=(GREEN_TEA, BLACK_TEA, NONE))
    assert picked(read(message, edition.lexicon), context, edition) == id_
    assert picked(read(message, edition.lexicon), Context(), edition) is None


@pytest.mark.parametrize(
    ("options", "id_"),
    [
        ((GREEN_TEA, CAKES, BLACK_TEA), "tea.price@black"),
        ((GREEN_TEA, CAKES, BLACK_TEA, NONE), "tea.price@black"),
        ((GREEN_TEA, NONE), "tea.price@green"),
        ((GREEN_TEA,), "tea.price@green"),
    ],
)
def test_the_last_option_is_the_last_that_answers(edition: Edition, options: tuple[Option, ...], id_: str) -> None:
    assert picked(read("the last one", edition.lexicon), Context(options=options), edition) == id_


def test_what_is_offered_beside_an_answer_is_picked_too(edition: Edition) -> None:
    both = Option("tea.price@green+black", "How much is each tea?")
    context = Context(options=(CAKES, both))
    assert picked(read("how much is each tea", edition.lexicon), context, edition) == both.id
    assert picked(read("2", edition.lexicon), context, edition) == both.id
    assert picked(read("how much is black tea", edition.lexicon), context, edition) is None


def test_an_option_that_is_gone_is_not_picked_and_does_not_count(edition: Edition) -> None:
    context = Context(options=(Option("gone", "Gone"), CAKES))
    assert picked(read("1", edition.lexicon), context, edition) == "cake.price"
    assert picked(read("gone", edition.lexicon), context, edition) is None


@pytest.mark.parametrize(
    ("message", "id_"),
    [("the cake one", "cake.price"), ("cake please", "cake.price"), ("open when?", "house.hours"), ("much", None)],
)
def test_words_of_one_label_alone_pick_it(edition: Edition, message: str, id_: str | None) -> None:
    hours = Option("house.hours", "When are you open?")
    context = Context(options=(CAKES, hours, Option("tea.price@green", "How much is green tea?")))
    assert picked(read(message, edition.lexicon), context, edition) == id_


@pytest.mark.parametrize(
    ("message", "question"),
    [("1", "How much is cake?"), ("b", "What is tea?"), ("number 2", "What is tea?"), ("3", None), ("cake", None)],
)
def test_a_question_that_was_suggested_is_picked_by_its_number(
    edition: Edition, message: str, question: str | None
) -> None:
    context = Context(offered=("How much is cake?", "What is tea?"))
    assert suggested(read(message, edition.lexicon), context, edition) == question
    assert suggested(read(message, edition.lexicon), Context(), edition) is None


def test_a_number_counts_to_what_was_suggested_beyond_the_options(edition: Edition) -> None:
    context = Context(options=(CAKES,), offered=("How much is cake?", "What is tea?"))
    assert picked(read("2", edition.lexicon), context, edition) is None
    assert suggested(read("2", edition.lexicon), context, edition) == "What is tea?"
    assert picked(read("3", edition.lexicon), context, edition) == OUTSIDE
