"""A message is cut into sentences and clauses, each a question of its own."""

from __future__ import annotations

from typing import Any

import pytest
from handmade import knowing

from chatbot.matching.segments import clauses, indirect, joined, sentences
from chatbot.reading.tokenizer import read

WORDS: dict[str, Any] = {
    "joiners": frozenset({"and"}),
    "askers": frozenset({"what", "which"}),
    "binders": frozenset({"of"}),
    "frames": frozenset({"wonder"}),
    "links": frozenset({"whether"}),
}
LEXICON = knowing(*"what which is cake tea and of wonder whether scale ai".split(), **WORDS)
OPENERS = frozenset({"what", "is"})


@pytest.mark.parametrize(
    ("message", "parts"),
    [
        ("What is cake? And tea", ["What is cake", "And tea"]),
        ("cake; tea! of cake", ["cake", "tea", "of cake"]),
        ("cake\ntea", ["cake", "tea"]),
        ("What is SCALE.AI? And tea", ["What is SCALE AI", "And tea"]),
        ("cake, and tea", ["cake and tea"]),
    ],
)
def test_a_sentence_ends_at_its_mark_and_not_at_a_dot_inside_a_name(message: str, parts: list[str]) -> None:
    assert [part.words() for part in sentences(read(message, LEXICON))] == parts


def test_only_the_sentence_before_a_question_mark_asks() -> None:
    assert [part.asks for part in sentences(read("cake. tea? cake", LEXICON))] == [False, True, False]


@pytest.mark.parametrize(
    ("message", "strict", "parts"),
    [
        ("what is cake and tea", True, ["what is cake and tea"]),
        ("what is cake and tea", False, ["what is cake", "tea"]),
        ("what is cake and what is tea", True, ["what is cake", "what is tea"]),
        ("cake, tea (of cake)", True, ["cake", "tea", "of cake"]),
        ("cake which tea", True, ["cake", "which tea"]),
        ("cake of which tea", True, ["cake of which tea"]),
        ("what is cake which tea", True, ["what is cake which tea"]),
    ],
)
def test_clauses_are_cut_at_marks_joining_words_and_words_that_ask(
    message: str, strict: bool, parts: list[str]
) -> None:
    cut = clauses(read(message, LEXICON), LEXICON, OPENERS, frozenset(), strict=strict)
    assert [part.words() for part in cut] == parts


def test_what_stands_inside_a_name_is_not_cut() -> None:
    message = read("cake and tea", LEXICON)
    assert len(clauses(message, LEXICON, OPENERS, frozenset({message.tokens[1].span[0]}), strict=False)) == 1


@pytest.mark.parametrize(
    ("message", "some"), [("cake tea", False), ("cake, tea", True), ("cake and", True), ("what", False)]
)
def test_a_message_without_a_mark_or_a_joining_word_is_one_clause(message: str, some: bool) -> None:
    assert joined(read(message, LEXICON), LEXICON) is some


@pytest.mark.parametrize(
    ("message", "asked"),
    [
        ("I wonder what tea is", ["what tea is"]),
        ("I wonder whether tea is cake", ["tea is cake"]),
        ("wonder a b c d what tea", ["what tea"]),
        ("wonder a b c d e what tea", []),
        ("what tea", []),
        ("I wonder whether", []),
    ],
)
def test_what_is_asked_in_a_frame_begins_at_most_five_words_behind_it(message: str, asked: list[str]) -> None:
    assert [part.words() for part in indirect(read(message, LEXICON), LEXICON)] == asked
