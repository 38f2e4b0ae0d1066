"""Words are folded, expanded, and forgiven their spelling."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot import ChatBot
from chatbot.matching import segments
from chatbot.reading import tokenizer
from chatbot.reading.lexicon import did_you_mean, nearest
from chatbot.reading.normalize import fold
from chatbot.reading.tokenizer import Read


def words(bot: ChatBot, line: str) -> list[str]:
    return [token.word for token in tokenizer.read(line, bot.knowledge.edition("en").lexicon).tokens]


def test_case_and_accents_are_folded() -> None:
    assert fold("ÉTÉ à Montréal") == "ete a montreal"


def test_invisible_and_control_characters_vanish() -> None:
    assert fold("o\u200bce\u200dan\x1b[31m") == "ocean [31m"


@given(st.text(max_size=200))
def test_folding_twice_is_folding_once(line: str) -> None:
    assert fold(fold(line)) == fold(line)


@given(line=st.text(max_size=200))
def test_spans_cut_the_words_out_of_the_text(bot: ChatBot, line: str) -> None:
    for token in tokenizer.read(line, bot.knowledge.edition("en").lexicon).tokens:
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


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("where do I find the Fundz in here", "fundz"),
        ("where do I find the fundz in here", "funds"),
        ("where do I find the Fundign in here", "funding"),
        ("where do I find the Ocaen in here", "ocean"),
        ("WHERE DO I FIND THE FUNDZ IN HERE", "funds"),
        ("Where Do I Find The Fundz In Here", "funds"),
        ("Fundz, where do I find them", "funds"),
    ],
)
def test_a_short_word_with_a_capital_within_a_sentence_is_a_slip_of_names_only(
    bot: ChatBot, typed: str, read: str
) -> None:
    assert read in words(bot, typed)


@pytest.mark.parametrize("word", ["noon", "muster", "ration", "fond", "x7", "pic", "aid"])
def test_an_ordinary_or_short_word_is_never_bent(bot: ChatBot, word: str) -> None:
    assert words(bot, word) == [word]


def test_contractions_and_shorthand_are_expanded(bot: ChatBot) -> None:
    assert words(bot, "whats ngen n who r u") == ["what", "is", "ngen", "and", "who", "are", "you"]


def test_joined_words_are_parted_and_parted_words_joined(bot: ChatBot) -> None:
    assert words(bot, "supplychain") == ["supply", "chain"]
    assert "work" not in words(bot, "work force") or "force" in words(bot, "work force")


def test_a_dot_inside_a_name_ends_no_sentence(bot: ChatBot) -> None:
    question = tokenizer.read("What is SCALE.AI? And DIGITAL?", bot.knowledge.edition("en").lexicon)
    assert [q.words() for q in segments.sentences(question)] == ["What is SCALE AI", "And DIGITAL"]


def test_did_you_mean_offers_the_nearest_word_or_nothing() -> None:
    assert did_you_mean("phrasing", ["phrasings", "answer"]) == "phrasings"
    assert did_you_mean("zzz", ["phrasings", "answer"]) is None


@pytest.mark.parametrize("at", range(0, 12, 3))
def test_the_words_that_share_an_end_are_all_that_one_edit_can_mean(bot: ChatBot, at: int) -> None:
    lexicon = bot.knowledge.edition("en").lexicon
    words = sorted({word for known in lexicon.by_ends.values() for word in known})

    class Every(dict[str, tuple[str, ...]]):
        def get(self, *_: object) -> tuple[str, ...]:
            return tuple(words)

    every = lexicon._replace(by_ends=Every())
    for word in words[at::150]:
        i = at % len(word)
        for typed in (
            word[:i] + "q" + word[i:],
            word[:i] + word[i + 1 :],
            word[:i] + word[i : i + 2][::-1] + word[i + 2 :],
        ):
            assert nearest(typed, lexicon) == nearest(typed, every), typed


def test_of_two_slips_one_leaves_an_end_as_it_was(bot: ChatBot) -> None:
    lexicon = bot.knowledge.edition("en").lexicon
    assert nearest("intelectaul", lexicon) == "intellectual"
    assert nearest("xntellectuax", lexicon) is None


def test_a_misspelt_word_may_be_any_form_of_one_of_ours(folder: Callable[..., Path]) -> None:
    topic = "- id: tea.steep\n  phrasings: [how long do I steep it]\n  answer: Three minutes.\n  sources: [board]\n"
    made = folder(en__topics__steep=topic)
    (made / "en/words.txt").write_text("# forms on a line\nsteep steeped steeping\nstealing\n", "utf-8")
    lexicon = ChatBot.load(made).knowledge.edition("en").lexicon
    assert [t.word for t in tokenizer.read("steepnig", lexicon).tokens] == ["steeping"]
    assert lexicon.terms["steeped"] == lexicon.terms["steep"]
    assert "stealing" not in lexicon.terms
