"""Whom the last request is asked of next; and that nobody is proposed twice."""

from __future__ import annotations

import pytest
from handmade import meant, spoken_of

from chatbot import ChatBot
from chatbot.coreference import antecedents
from chatbot.reading.focus import TURNED_TO

SENCHA = spoken_of("green")


@pytest.mark.parametrize(
    ("asked", "read_as"),
    [
        ("and assam?", "how much is {tea}"),
        ("assam zub", "how much is {tea}"),
        ("the malt one", "how much is {tea}"),
        ("assam zub zob", None),
        ("zub", None),
    ],
)
def test_the_last_request_is_asked_of_those_who_are_named_with_little_else(
    small: ChatBot, asked: str, read_as: str | None
) -> None:
    turned = [
        one
        for one in meant(small, asked, SENCHA._replace(asked=("how tall is sencha", "how much is sencha")))
        if one.how == TURNED_TO
    ]
    assert [one.query.terms() for one in turned] == ([read_as] if read_as else [])
    assert all(one.focus.entities == ("black",) for one in turned)
    assert all(one.how != TURNED_TO for one in meant(small, asked, SENCHA))


def test_nobody_is_proposed_twice_for_the_same_words(small: ChatBot, monkeypatch: pytest.MonkeyPatch) -> None:
    once = meant(small, "and assam?", SENCHA._replace(asked=("how much is sencha",)))
    monkeypatch.setattr("chatbot.coreference.antecedents.RULES", (*antecedents.RULES, *antecedents.RULES))
    assert meant(small, "and assam?", SENCHA._replace(asked=("how much is sencha",))) == once != []
