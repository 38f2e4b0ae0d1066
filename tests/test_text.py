"""Words are folded, expanded, and forgiven their spelling."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot import ChatBot, segments, text
from chatbot.folding import fold
from chatbot.text import Read


def words(bot: ChatBot, line: str) -> list[str]:
    return [token.word for token in text.read(line, bot.knowledge.edition("en").lexicon).tokens]


def test_case_and_accents_are_folded() -> None:
    assert fold("ÉTÉ à Montréal") == "ete a montreal"


def test_invisible_and_control_characters_vanish() -> None:
    assert fold("o\u200bce\u200dan\x1b[31m") == "ocean [31m"


@given(st.text(max_size=200))
def test_folding_twice_is_folding_once(line: str) -> None:
    assert fold(fold(line)) == fold(line)


@given(line=st.text(max_size=200))
def test_spans_cut_the_words_out_of_the_text(bot: ChatBot, line: str) -> None:
    for token in text.read(line, bot.knowledge.edition("en").lexicon).tokens:
        start, end = token.span
        assert 0 <= start < end <= len(line)
        assert token.read is Read.JOINED or line[start:end] == token.surface


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("protien", "protein"),
        ("clustr", "cluster"),
        ("goverment", "government"),
        ("manufacturng", "manufacturing"),
        ("advnaced", "advanced"),
        ("comercialization", "commercialization"),
    ],
)
def test_a_misspelt_word_is_read_as_the_known_one(bot: ChatBot, typed: str, meant: str) -> None:
    assert words(bot, typed) == [meant]


@pytest.mark.parametrize("word", ["noon", "muster", "ration", "fond", "x7", "pic", "aid"])
def test_an_ordinary_or_short_word_is_never_bent(bot: ChatBot, word: str) -> None:
    assert words(bot, word) == [word]


def test_contractions_and_shorthand_are_expanded(bot: ChatBot) -> None:
    assert words(bot, "whats ngen n who r u") == ["what", "is", "ngen", "and", "who", "are", "you"]


def test_joined_words_are_parted_and_parted_words_joined(bot: ChatBot) -> None:
    assert words(bot, "supplychain") == ["supply", "chain"]
    assert "work" not in words(bot, "work force") or "force" in words(bot, "work force")


def test_a_dot_inside_a_name_ends_no_sentence(bot: ChatBot) -> None:
    question = text.read("What is SCALE.AI? And DIGITAL?", bot.knowledge.edition("en").lexicon)
    assert [q.words() for q in segments.sentences(question)] == ["What is SCALE AI", "And DIGITAL"]


def test_did_you_mean_offers_the_nearest_word_or_nothing() -> None:
    assert text.did_you_mean("phrasing", ["phrasings", "answer"]) == "phrasings"
    assert text.did_you_mean("zzz", ["phrasings", "answer"]) is None
