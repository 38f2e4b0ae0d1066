"""What goes back to the last answer."""

from __future__ import annotations

import pytest
from handmade import candidate, query, ranking

from chatbot import ChatBot
from chatbot.answering.backwards import ROLES, Last, goes_back, sentences
from chatbot.dialogue.context import Context
from chatbot.knowledge import Edition, Source
from chatbot.matching.decision import decide
from chatbot.reading.focus import Lent
from chatbot.reading.tokenizer import read

TOLD = "The house was opened by its first host. It has stood since 1907, for the river was near. It has 12 tables."
SAID = {"no-part": "Not said: {said}", "no-more": "No more.", "why-source": "From the board."}
SAID |= {"no-reason": "No reason."}


def last(edition: Edition, asked: str, text: str = TOLD, more: str = "") -> Last:
    speaking = edition._replace(messages=SAID, marks={**edition.marks, "reason": frozenset(["for"])})
    return Last(
        request=read(asked, edition.lexicon), text=text, more=more, sources=(), edition=speaking, heard=speaking
    )


@pytest.mark.parametrize(
    ("asked", "part"),
    [
        ("since when?", "It has stood since 1907, for the river was near."),
        ("how many is that?", "It has 12 tables."),
        ("how much?", "It has 12 tables."),
        ("and what?", TOLD),
    ],
)
def test_the_sentence_of_the_form_that_is_asked_for_is_the_part(edition: Edition, asked: str, part: str) -> None:
    back = ROLES["part"](last(edition, asked))
    assert (back.text, back.held) == (part, True)


def test_a_part_is_looked_for_in_what_there_is_besides_and_its_want_is_said(edition: Edition) -> None:
    assert ROLES["part"](last(edition, "when?", "It is open.", "It was built in 1907.")).text == "It was built in 1907."
    assert ROLES["part"](last(edition, "by whom?", "The board opened it.")).text == "The board opened it."
    back = ROLES["part"](last(edition, "when?", "It is open. It is warm."))
    assert (back.text, back.held) == ("Not said: It is open.", False)


@pytest.mark.parametrize(("text", "held"), [("It has five rooms.", True), ("One of them is large.", False)])
def test_a_count_may_stand_in_a_word(bot: ChatBot, text: str, held: bool) -> None:
    asked = last(bot.knowledge.edition("en"), "how many?", text)
    assert (ROLES["part"](asked).held, text in ROLES["part"](asked).text) == (held, True)


@pytest.mark.parametrize(
    ("held", "said"), [(4, "From 'a', 'b', 'c' and 'd'."), (5, "From 'a', 'b', 'c' and two more.")]
)
def test_of_many_sources_the_first_are_named(edition: Edition, held: int, said: str) -> None:
    asked = last(edition, "who says so?")
    sources = tuple(Source(name, name, "https://example.org") for name in "abcde"[:held])
    messages = {**SAID, "and": "and", "quote": "'{words}'", "why-source": "From {source}."}
    messages["why-sources"] = "From {source} and {count} more."
    told = ROLES["why"](asked._replace(sources=sources, edition=edition._replace(messages=messages))).text
    assert told == said if held < 5 else told.endswith("and two more.")


def test_the_reason_is_told_with_the_source_where_why_is_asked_and_one_is_given(edition: Edition) -> None:
    assert (
        ROLES["why"](last(edition, "why?")).text == "It has stood since 1907, for the river was near. From the board."
    )
    assert ROLES["why"](last(edition, "who says so?")).text == "From the board."
    back = ROLES["why"](last(edition, "why?", "It is open."))
    assert (back.text, back.held) == ("No reason. From the board.", False)


@pytest.mark.parametrize(
    ("asked", "more", "role"),
    [
        ("since when", {"again": True}, "part"),
        ("since when", {}, ""),
        ("cake", {"again": True}, ""),
        ("how much is it", {"again": True}, ""),
        ("why", {"again": True, "entities": ("green",)}, ""),
        ("hello", {"again": True, "talk": True, "topic": "talk.hello"}, ""),
    ],
)
def test_the_last_entry_asked_again_by_no_more_than_a_word_that_asks_is_asked_for_a_part(
    edition: Edition, asked: str, more: dict[str, object], role: str
) -> None:
    verdict = decide(ranking(query(asked, edition), candidate(**{"topic": "cake.price"} | more)))  # type: ignore[arg-type]
    assert goes_back(verdict, Context(lent=Lent(topic="cake.price")), edition) == role
    assert goes_back(verdict, Context(), edition) == ""


def test_a_text_is_cut_into_its_sentences(edition: Edition) -> None:
    assert list(sentences("It is warm. “So it is!” Come in", edition)) == ["It is warm.", "“So it is!”", "Come in"]
    assert list(sentences("It is warm; it is open. Yes.", edition)) == ["It is warm; it is open.", "Yes."]
    assert list(sentences("", edition)) == []
