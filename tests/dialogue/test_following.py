"""What a conversation lends to the next question, and what it does not."""

from __future__ import annotations

import pytest
from handmade import judging

from chatbot import ChatBot, Option, Reply
from chatbot.dialogue.context import Context
from chatbot.dialogue.following import FEW, Followed, follow, picked
from chatbot.knowledge import Edition
from chatbot.matching.readings import NOT_LENT, Lent
from chatbot.reading.tokenizer import read

GREEN = Context(topic="tea.price", entities=("green",), listed=("green", "black"), text="It costs 2 coins.")
CAKE = Context(topic="cake.price", text="Cake costs five coins.")
LISTED = Context(topic="tea.kinds", listed=("green", "black"), text="There are two teas.")
GREEN_TEA, BLACK_TEA = Option("tea.price@green", "Green tea"), Option("tea.price@black", "Black tea")
CAKES, NONE = Option("cake.price", "How much is cake?"), Option("none", "None of these")


def talk(bot: ChatBot, *turns: str) -> Reply:
    session = bot.session()
    return [session.ask(turn) for turn in turns][-1]


def followed(message: str, bot: ChatBot, context: Context = GREEN, edition: Edition | None = None) -> Followed:
    """A message after what was said, by the edition given."""
    some = edition or bot.knowledge.edition("en")
    return follow(read(message, some.lexicon), context, some, bot.knowledge)


def chosen(found: Followed) -> tuple[str, tuple[str, ...], str]:
    """The entry that is asked, for whom, and how they were found."""
    [verdict] = found.understood.verdicts
    return (verdict.chosen.topic, verdict.chosen.entities, verdict.chosen.how) if verdict.chosen else ("", (), "")


def instead(found: Followed) -> tuple[str, ...]:
    """Who is meant in another's place."""
    return tuple([item for item in found.carried if item.startswith("meant")])


# The subject that is lent


@pytest.mark.parametrize(
    ("turns", "topic", "entities", "carried"),
    [
        (("how much is sencha", "what does it cost"), "tea.price", ("green",), "entity: green"),
        (("how much is sencha", "its price"), "tea.price", ("green",), "entity: green"),
        (("how much is sencha", "how much is it?"), "tea.price", ("green",), "entity: green"),
        (("how much is sencha", "no, I meant assam"), "tea.price", ("black",), "meant: black"),
        (("how much is sencha", "no, not sencha, assam"), "tea.price", ("black",), "meant: black"),
        (("which teas are there", "how much is the second"), "tea.price", ("black",), "meant: black"),
        (("how much is assam and sencha", "the second?"), "tea.price", ("green",), "meant: green"),
        (("how much is sencha", "how tall is Everest", "its price"), "tea.price", ("green",), "entity: green"),
    ],
)
def test_the_last_subject_is_lent(
    small: ChatBot, turns: tuple[str, ...], topic: str, entities: tuple[str, ...], carried: str
) -> None:
    reply = talk(small, *turns)
    assert (reply.topic, reply.entities) == (topic, entities)
    assert reply.trace
    assert reply.trace.carried == (carried,)


@pytest.mark.parametrize(
    "turns", [("and assam?",), ("assam",), ("what about assam",), ("how tall is Everest", "assam")]
)
def test_another_name_alone_is_asked_what_was_asked_last(small: ChatBot, turns: tuple[str, ...]) -> None:
    reply = talk(small, "how much is sencha", *turns)
    assert (reply.topic, reply.entities) == ("tea.price", ("black",))


@pytest.mark.parametrize("question", ["how much is cake", "how much is assam", "which teas are there", "hello", "zub"])
def test_a_question_that_stands_alone_borrows_nothing(small: ChatBot, question: str) -> None:
    after, alone = talk(small, "how much is sencha", question), small.ask(question)
    assert (after.text, after.topic, after.entities) == (alone.text, alone.topic, alone.entities)
    assert not after.trace or not after.trace.carried


def test_an_explicit_name_beats_the_subject_spoken_of_however_much_that_weighs(
    small: ChatBot, edition: Edition
) -> None:
    some = judging(edition, {"evidence": 9.0, "subject lent": 99.0})
    found = followed("how much is assam and what does it cost", small, edition=some)
    assert chosen(found) == ("tea.price", ("black",), "named")
    assert found.carried == ()
    assert chosen(followed("what does it cost", small, edition=some)) == ("tea.price", ("green",), "lent")


@pytest.mark.parametrize(
    ("context", "lent"),
    [
        (GREEN, Lent("tea.price", ("green",), "tea")),
        (CAKE, Lent("cake.price")),
        (LISTED, Lent("tea.kinds")),
        (Context(), NOT_LENT),
    ],
)
def test_a_reply_knows_what_was_lent_to_it(small: ChatBot, context: Context, lent: Lent) -> None:
    found = followed("price", small, context)
    assert found.lent == lent
    assert followed("no, I meant assam", small).lent == Lent("tea.price", ("green",), "tea")


# What is meant instead


@pytest.mark.parametrize(
    ("message", "meant"),
    [
        ("no, I meant assam", "black"),
        ("I meant malt", "black"),
        ("sorry, wait, assam", "black"),
        ("not sencha, assam", "black"),
        ("not the sencha but assam", "black"),
        ("assam, not sencha", "black"),
        ("assam instead of sencha", "black"),
        ("assam", ""),
        ("no, not sencha", ""),
        ("I meant the price of assam", ""),
        ("I meant cake", ""),
    ],
)
def test_a_name_that_is_meant_instead_is_asked_the_same(small: ChatBot, message: str, meant: str) -> None:
    assert instead(followed(message, small)) == ((f"meant: {meant}",) if meant else ())


def test_nothing_is_meant_instead_where_nothing_was_said(small: ChatBot) -> None:
    assert followed("no, I meant assam", small, Context()).carried == ()


def test_an_entry_that_needs_nobody_is_not_lent_to_a_name_that_is_meant_instead(small: ChatBot) -> None:
    found = followed("I meant assam", small, CAKE)
    assert (found.carried, found.lent) == (("meant: black",), NOT_LENT)


# What is counted


@pytest.mark.parametrize(
    ("message", "counts"),
    [
        ("the second cake coins", True),
        ("the second cake coins baked", False),
        ("of " * (FEW - 2) + "the second", True),
        ("of " * (FEW - 1) + "the second", False),
        ("the second assam", False),
        ("not the second", False),
        ("not second", False),
    ],
)
def test_an_ordinal_counts_beside_two_words_of_forty_and_no_name(small: ChatBot, message: str, counts: bool) -> None:
    assert (followed(message, small).carried == ("meant: black",)) is counts


@pytest.mark.parametrize(
    ("message", "listed", "meant"),
    [
        ("the second", ("green", "black"), "black"),
        ("the second", ("black", "green"), "green"),
        ("the last one", ("green", "black", "white"), "white"),
        ("the third", ("green", "black"), ""),
        ("the other one", ("green", "black"), "black"),
        ("the other one", ("green", "black", "white"), ""),
        ("the next one", ("green", "black"), "black"),
        ("the next one", ("black", "green"), ""),
        ("the previous one", ("green", "black"), ""),
        ("the previous one", ("black", "green"), "black"),
        ("the next one", ("black", "white"), ""),
        ("2", ("green", "black"), "black"),
        ("2 coins", ("green", "black"), ""),
        ("the second", (), ""),
    ],
)
def test_an_ordinal_a_step_or_a_number_alone_counts_what_is_there(
    small: ChatBot, edition: Edition, message: str, listed: tuple[str, ...], meant: str
) -> None:
    white = edition.entities["green"]._replace(id="white")
    some = edition._replace(entities={**edition.entities, "white": white})
    found = followed(message, small, GREEN._replace(listed=listed), some)
    assert instead(found) == ((f"meant: {meant}",) if meant else ())


@pytest.mark.parametrize("message", ["the third", "the next one"])
def test_what_counts_to_a_member_that_is_not_there_leans_on_nobody(small: ChatBot, message: str) -> None:
    found = followed(message, small, GREEN._replace(listed=("black", "green")))
    assert (found.carried, found.lent) == ((), NOT_LENT)


def test_an_ordinal_stands_for_a_name_in_what_is_asked_besides(small: ChatBot) -> None:
    found = followed("how much is the second one", small, LISTED)
    assert chosen(found) == ("tea.price", ("black",), "named")
    assert [m.phrase.targets for m in found.understood.mentions] == [("black",)]


# Options


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
        ("4", None),
        ("0", None),
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
    context = GREEN._replace(options=(CAKES, both))
    assert picked(read("how much is each tea", edition.lexicon), context, edition) == both.id
    assert picked(read("2", edition.lexicon), context, edition) == both.id
    assert picked(read("how much is black tea", edition.lexicon), context, edition) is None


def test_an_option_that_is_gone_is_not_picked_and_does_not_count(edition: Edition) -> None:
    context = Context(options=(Option("gone", "Gone"), CAKES))
    assert picked(read("1", edition.lexicon), context, edition) == "cake.price"
    assert picked(read("gone", edition.lexicon), context, edition) is None
