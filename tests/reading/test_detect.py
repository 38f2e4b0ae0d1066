"""A message is told its language by its words; names leave it open."""

from __future__ import annotations

from typing import Any

import pytest
from handmade import knowing

from chatbot import ChatBot
from chatbot.knowledge import Knowledge
from chatbot.reading.detect import Told, hear, tell

ENGLISH: dict[str, Any] = {"little": frozenset({"the"}), "names": frozenset({"assam", "rose"})}
FRENCH: dict[str, Any] = {
    "little": frozenset({"le", "qui"}),
    "letters": frozenset("éœ"),
    "elisions": frozenset({"l"}),
    "names": frozenset({"assam"}),
}


@pytest.fixture(scope="module")
def both(small: ChatBot) -> Knowledge:
    """The tea house with a few words of either language; nothing is known but them."""
    own = small.knowledge.edition("en")
    english = own._replace(lexicon=knowing("cake", "house", "assam", "rose", "common", **ENGLISH))
    french = own._replace(language="fr", lexicon=knowing("gateau", "maison", "assam", "common", **FRENCH))
    return small.knowledge._replace(editions={"en": english, "fr": french})


@pytest.mark.parametrize(
    ("message", "language"),
    [
        ("the cake", "en"),
        ("le gateau", "fr"),
        ("Le Gâteau", "fr"),
        ("gateau", "fr"),
        ("le cake house", "fr"),
        ("le cake house cake", "en"),
        ("l'cake house", "fr"),
        ("éa", "fr"),
        ("éa cake", "en"),
        ("éa éo cake", "fr"),
        ("assam", "en"),
        ("assam le", "fr"),
        ("common", "en"),
        ("2 ?!", "en"),
        ("", "en"),
    ],
)
def test_a_little_word_says_as_much_as_three_others_and_a_letter_as_much_as_one(
    both: Knowledge, message: str, language: str
) -> None:
    assert tell(message, both).language == language


@pytest.mark.parametrize(("message", "language"), [("assam", "fr"), ("", "fr"), ("cake", "en"), ("éa cake", "fr")])
def test_what_leaves_it_open_is_in_the_first_language_wished_for_that_is_here(
    both: Knowledge, message: str, language: str
) -> None:
    assert tell(message, both, None, "de", "fr", "en").language == language


@pytest.mark.parametrize(("common", "language"), [(59, "fr"), (60, "en")])
def test_sixty_words_are_looked_at(both: Knowledge, common: int, language: str) -> None:
    assert tell("common " * common + "le", both).language == language


@pytest.mark.parametrize(
    ("message", "other"),
    [
        ("zubo", False),
        ("zubo zabi", True),
        ("zubo zabi cake house", True),
        ("zubo zabi cake house cake", False),
        ("zubo zabi zilu zofa zema " + "cake " * 6, False),
        ("zubo zabi zilu zofa zema " + "cake " * 5, True),
        ("zu za", False),
        ("zul zal", True),
        ("qrtzx wrtxc", False),
        ("hause cakee", False),
        ("the maisen hause", False),
        ("the maisen gateua", True),
        ("zubo zabi assam", False),
        ("чай", True),
        ("the cake zubo", False),
    ],
)
def test_a_message_of_strange_words_is_in_another_language(both: Knowledge, message: str, other: bool) -> None:
    assert tell(message, both).other is other


def test_without_vowels_no_run_of_letters_is_taken_for_noise(both: Knowledge) -> None:
    silent = {tag: own._replace(lexicon=own.lexicon._replace(vowels="")) for tag, own in both.editions.items()}
    assert tell("qrtzx wrtxc", both._replace(editions=silent)).other


def test_with_one_edition_nothing_is_told(small: ChatBot) -> None:
    assert tell("zubo zabi zilu", small.knowledge, "fr") == Told("en")


@pytest.mark.parametrize(
    ("message", "refused"),
    [("cake", ""), ("", "empty"), ("?!", "empty"), ("cake " * 401, "too-long"), ("zubo zabi", "other-language")],
)
def test_what_is_no_question_is_refused(both: Knowledge, message: str, refused: str) -> None:
    assert hear(message, both, None).refused == refused


def test_a_message_is_read_in_its_own_language_and_answered_in_the_one_wished_for(both: Knowledge) -> None:
    heard = hear("le gateau", both, "en")
    assert (heard.edition.language, heard.speaking.language) == ("fr", "en")
    english = both.editions["en"]
    other = both._replace(editions={**both.editions, "en": english._replace(topics={})})
    assert hear("le gateau", other, "en").edition.language == "en"


def test_what_is_no_text_is_a_type_error(both: Knowledge) -> None:
    with pytest.raises(TypeError, match="not int"):
        hear(3, both, None)  # type: ignore[arg-type]
