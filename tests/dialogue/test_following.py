"""What a conversation lends to the next question, and what it does not."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from handmade import weighed

from chatbot import ChatBot, Option, Reply
from chatbot.dialogue.context import Context
from chatbot.dialogue.following import follow, picked
from chatbot.knowledge import Edition
from chatbot.reading.tokenizer import read

GREEN = Context(topic="tea.price", entities=("green",), listed=("green", "black"), text="It costs 2 coins.")
TEAS = (Option("tea.price@green", "Green tea"), Option("tea.price@black", "Black tea"), Option("none", "None of these"))


def talk(bot: ChatBot, *turns: str) -> Reply:
    session = bot.session()
    return [session.ask(turn) for turn in turns][-1]


def followed(
    message: str, edition: Edition, context: Context = GREEN, weights: Mapping[str, Mapping[str, float]] | None = None
) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """The topic and the entities that answer, and what was carried."""
    own = edition if weights is None else weighed(edition, weights)
    found = follow(read(message, own.lexicon), context, own)
    verdict = found.understood.verdicts[0]
    chosen = verdict.chosen if verdict.answered else None
    return (chosen.topic, chosen.entities, found.carried) if chosen else ("", (), found.carried)


@pytest.mark.parametrize(
    ("turns", "topic", "entities"),
    [
        (("how much is sencha", "what does it cost"), "tea.price", ("green",)),
        (("how much is sencha", "no, I meant assam"), "tea.price", ("black",)),
        (("how much is sencha", "no, not sencha, assam"), "tea.price", ("black",)),
        (("which teas are there", "how much is the second"), "tea.price", ("black",)),
        (("how much is assam and sencha", "the second?"), "tea.price", ("green",)),
        (("how much is sencha", "how tall is Everest", "and assam?"), "tea.price", ("black",)),
        (("how much is cake", "when?"), "house.hours", ()),
        (("how much is sencha", "how much is it?"), "tea.price", ("green",)),
        (("how much is sencha", "malt"), "tea.price", ("black",)),
    ],
)
def test_the_last_subject_is_lent(
    small: ChatBot, turns: tuple[str, ...], topic: str, entities: tuple[str, ...]
) -> None:
    reply = talk(small, *turns)
    assert (reply.topic, reply.entities) == (topic, entities)
    assert reply.trace
    assert reply.trace.carried


@pytest.mark.parametrize("question", ["how much is cake", "how much is assam", "which teas are there", "hello", "zub"])
def test_a_question_that_stands_alone_borrows_nothing(small: ChatBot, question: str) -> None:
    after, alone = talk(small, "how much is sencha", question), small.ask(question)
    assert (after.text, after.topic, after.entities) == (alone.text, alone.topic, alone.entities)
    assert not after.trace or not after.trace.carried


def test_an_explicit_name_beats_the_subject_spoken_of(edition: Edition) -> None:
    assert followed("how much is assam and what does it cost", edition)[:2] == ("tea.price", ("black",))


def test_a_figure_that_is_asked_for_alone_is_one_of_the_last_answer(edition: Edition) -> None:
    some = edition._replace(marks={**edition.marks, "figure": frozenset({"coins"})})
    assert followed("coins", some) == ("tea.price", ("green",), ("topic: tea.price",))
    assert followed("coins", some, GREEN._replace(text="It costs two coins."))[2] == ()


@pytest.mark.parametrize(
    ("message", "counts"),
    [
        ("the second cake coins", True),
        ("the second cake coins baked", False),
        ("of " * 38 + "the second", True),
        ("of " * 39 + "the second", False),
    ],
)
def test_an_ordinal_counts_beside_two_words_of_forty(edition: Edition, message: str, counts: bool) -> None:
    assert bool(followed(message, edition)[2]) is counts


@pytest.mark.parametrize(
    ("message", "listed", "carried"),
    [
        ("the other one", ("green", "black"), ("ordinal: black",)),
        ("the other one", ("green", "black", "white"), ()),
        ("the third", ("green", "black"), ()),
        ("the previous one", ("green", "black"), ()),
        ("not the second", ("green", "black"), ()),
        ("2", ("green", "black"), ("ordinal: black",)),
    ],
)
def test_an_ordinal_counts_what_is_there(
    edition: Edition, message: str, listed: tuple[str, ...], carried: tuple[str, ...]
) -> None:
    assert followed(message, edition, GREEN._replace(listed=listed))[2] == carried


@pytest.mark.parametrize(("weight", "entities"), [(0.986, ()), (0.994, ("green",))])
def test_a_pronoun_stands_for_the_subject_at_a_tenth_less(
    edition: Edition, weight: float, entities: tuple[str, ...]
) -> None:
    weights = {"cake": {"cake.price": 0.9, "tea.price": 0.0}, "{tea}": {"tea.price": weight}}
    assert followed("cake for it", edition, GREEN, weights)[1] == entities


@pytest.mark.parametrize(
    ("best", "weight", "entities"),
    [(1.0, 0.398, ()), (1.0, 0.402, ("green",)), (0.39, 0.098, ()), (0.39, 0.102, ("green",))],
)
def test_a_short_message_is_pulled_to_the_subject(
    edition: Edition, best: float, weight: float, entities: tuple[str, ...]
) -> None:
    weights = {"cake": {"cake.price": best, "tea.price": weight}}
    assert followed("cake", edition, GREEN, weights)[1] == entities


@pytest.mark.parametrize(
    ("words", "weight", "entities"),
    [
        ("cake", 1.0, ("green",)),
        ("cake coins", 1.0, ()),
        ("cake coins", 0.2, ("green",)),
        ("cake coins baked", 0.2, ()),
    ],
)
def test_a_message_of_two_words_is_pulled_only_without_an_answer_of_its_own(
    edition: Edition, words: str, weight: float, entities: tuple[str, ...]
) -> None:
    terms = ["cake", "coin", "bake", "cake coin", "coin bake"]
    weights = {term: {"cake.price": weight, "tea.price": 0.9} for term in terms}
    assert followed(words, edition, GREEN, weights)[1] == entities


@pytest.mark.parametrize(
    ("message", "id_"),
    [
        ("1", "tea.price@green"),
        ("the second", "tea.price@black"),
        ("assam", "tea.price@black"),
        ("None of these.", "none"),
        ("malt please", "tea.price@black"),
        ("4", None),
        ("cake", None),
        ("assam or sencha", None),
    ],
)
def test_an_option_is_picked_by_its_number_its_label_or_its_name(
    edition: Edition, message: str, id_: str | None
) -> None:
    context = Context(options=TEAS)
    assert picked(read(message, edition.lexicon), context, edition) == id_
    assert picked(read(message, edition.lexicon), Context(), edition) is None
