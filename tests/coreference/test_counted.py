"""One of a list by an ordinal, a step or a number, and the others of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from handmade import meant, spoken_of, ways

from chatbot import ChatBot
from chatbot.coreference.counted import counted, other
from chatbot.coreference.referring import LONGEST_LEANING, Antecedent, Referring
from chatbot.knowledge import Edition
from chatbot.reading.focus import Focus, Lent

SENCHA = spoken_of("green")
LISTED = Lent(topic="tea.kinds", listed=("green", "black"))


def both(asked: Referring) -> Iterator[Antecedent]:
    """Both rules that count."""
    yield from counted(asked)
    yield from other(asked)


@pytest.mark.parametrize(
    ("asked", "counts"),
    [
        ("cake coins, the second", True),
        ("cake coins baked, the second", False),
        ("the second tea", True),
        ("the second cake", False),
        ("of " * (LONGEST_LEANING - 2) + "the second", True),
        ("of " * (LONGEST_LEANING - 1) + "the second", False),
        ("the second assam", False),
        ("not the second", False),
        ("not second", False),
    ],
)
def test_an_ordinal_counts_beside_two_words_of_forty_and_no_name(small: ChatBot, asked: str, counts: bool) -> None:
    assert (("counted", "black") in ways(meant(small, asked, LISTED, rule=counted))) is counts


@pytest.mark.parametrize(
    ("asked", "listed", "member"),
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
        ("the second", (), "black"),
    ],
)
def test_an_ordinal_a_step_or_a_number_alone_counts_what_is_there(
    small: ChatBot, edition: Edition, asked: str, listed: tuple[str, ...], member: str
) -> None:
    white = edition.entities["green"]._replace(id="white")
    entities = {**edition.entities, "white": white}
    found = meant(small, asked, SENCHA._replace(listed=listed), rule=both, entities=entities)
    assert [who for _, who in ways(found)] == ([member] if member else [])


def test_an_ordinal_gives_its_place_to_the_member_and_takes_what_goes_with_it(small: ChatBot) -> None:
    [one] = meant(small, "how much is the second one", LISTED, rule=counted)
    assert one.query.terms() == "how much is the {tea}"


FOUR = ("green", "black", "white", "red")


@pytest.mark.parametrize(
    ("asked", "spoken", "before", "others"),
    [
        ("price of the other one", ("green",), ("black",), "black"),
        ("price of the other one", ("green",), (), ""),
        ("price of the others", ("green",), (), "black+white+red"),
        ("price of the other three", ("green",), (), "black+white+red"),
        ("price of the other two", ("green",), (), ""),
        ("price of the other two", ("green",), ("black",), "white+red"),
        ("price of the other two", ("green", "black"), (), "white+red"),
        ("price of the others than assam", ("green",), (), ""),
        ("of " * (LONGEST_LEANING - 2) + "the others", ("green",), (), "black+white+red"),
        ("of " * (LONGEST_LEANING - 1) + "the others", ("green",), (), ""),
    ],
)
def test_the_other_is_the_one_spoken_of_before_and_the_others_are_all_that_the_number_counts(
    small: ChatBot, edition: Edition, asked: str, spoken: tuple[str, ...], before: tuple[str, ...], others: str
) -> None:
    lent = Lent(topic="tea.price", foci=(Focus(spoken, "tea", before=before),), listed=FOUR)
    more = {id_: edition.entities["green"]._replace(id=id_) for id_ in ("white", "red")}
    found = meant(small, asked, lent, rule=other, entities={**edition.entities, **more})
    assert [who for _, who in ways(found)] == ([others] if others else [])


def test_the_others_take_the_place_of_the_word_and_its_number(small: ChatBot, edition: Edition) -> None:
    more = {id_: edition.entities["green"]._replace(id=id_) for id_ in ("white", "red")}
    lent = SENCHA._replace(listed=FOUR)
    found = meant(small, "price of the other three", lent, rule=other, entities={**edition.entities, **more})
    assert [one.query.terms() for one in found] == ["price of the {tea}"]
