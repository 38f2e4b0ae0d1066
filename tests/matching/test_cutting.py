"""Where a message is cut: into sentences, before words that ask, and into the parts of a list."""

from __future__ import annotations

import pytest

from chatbot.knowledge import Edition
from chatbot.matching.cutting import CUTS, cut, joints
from chatbot.reading.tokenizer import read


@pytest.mark.parametrize(
    ("message", "pieces"),
    [
        ("What is cake? What is tea", ["What is cake", "What is tea"]),
        ("cake; tea! of cake", ["cake", "tea", "of cake"]),
        ("cake\ntea", ["cake", "tea"]),
        ("What is SCALE.AI? On tea", ["What is SCALE AI", "On tea"]),
        ("cake, no tea", ["cake no tea"]),
        ("cake", ["cake"]),
    ],
)
def test_a_message_is_cut_at_the_end_of_a_sentence_and_not_at_a_dot_inside_a_name(
    edition: Edition, message: str, pieces: list[str]
) -> None:
    assert [piece.words() for piece in cut(read(message, edition.lexicon), edition)] == pieces


@pytest.mark.parametrize(
    ("message", "pieces"),
    [
        ("how much is cake and when do you open", ["how much is cake", "when do you open"]),
        ("how much is cake, when do you open", ["how much is cake", "when do you open"]),
        ("is cake dry and do you open", ["is cake dry", "do you open"]),
        ("list teas or also how much is cake", ["list teas", "how much is cake"]),
        ("what is cake and what is tea and why", ["what is cake", "what is tea", "why"]),
        ("cake and when do you open", ["cake and when do you open"]),
        ("how much is cake when you open", ["how much is cake when you open"]),
        ("what, when", ["what when"]),
        ("what is cake and tea", ["what is cake and tea"]),
        ("how much is cake and until when do you open", ["how much is cake", "until when do you open"]),
        ("how much is cake, and if so when do you open", ["how much is cake", "if so when do you open"]),
        ("how much is cake and if so from when", ["how much is cake and if so from when"]),
        ("how much is cake and until about the which", ["how much is cake and until about the which"]),
        ("how much is cake and tea which", ["how much is cake and tea which"]),
    ],
)
def test_a_sentence_is_cut_before_a_word_that_asks_where_something_was_asked_and_it_is_joined(
    edition: Edition, message: str, pieces: list[str]
) -> None:
    assert [piece.words() for piece in cut(read(message, edition.lexicon), edition)] == pieces


def test_each_rule_of_cutting_cuts_something_that_the_others_leave_whole(edition: Edition) -> None:
    messages = {"sentences": "cake. tea", "_asked_again": "what is cake and what is tea"}
    assert [rule.__name__ for rule in CUTS] == [*messages]
    for name, message in messages.items():
        question = read(message, edition.lexicon)
        assert {rule.__name__: len(rule(question, edition)) for rule in CUTS} == dict.fromkeys(messages, 1) | {name: 2}


def test_only_the_piece_before_a_question_mark_asks(edition: Edition) -> None:
    pieces = cut(read('cake. "tea?" cake (what is tea?) and why', edition.lexicon), edition)
    assert [(piece.words(), piece.asks) for piece in pieces] == [
        *(("cake", False), ("tea", True), ("cake what is tea", True), ("why", False))
    ]


@pytest.mark.parametrize(
    ("message", "named"),
    [
        ("sencha: price, taste", [("green",), ("green",)]),
        ("price, taste of sencha", [("green",), ("green",)]),
        ("price of sencha, taste", [("green",), ("green",)]),
        ("price of sencha, taste of assam", [("green",), ("black",)]),
        ("price, taste", [(), ()]),
    ],
)
def test_parts_of_a_list_share_the_name_that_one_of_them_has(
    edition: Edition, message: str, named: list[tuple[str, ...]]
) -> None:
    ways = [*joints(read(message, edition.lexicon), edition)]
    assert [tuple(t for m in part.mentions for t in m.phrase.targets) for part in ways[0]] == named
