"""What form a request has, whether it denies, and whether it speaks of all or most."""

from __future__ import annotations

import pytest

from chatbot.knowledge import Edition
from chatbot.loading.languages import neutral
from chatbot.loading.nodes import Pairs
from chatbot.reading.forms import ASKING, CUES, OPEN, TELLING, cues, form, is_negated, is_yes_no
from chatbot.reading.tokenizer import Question, read


def asked(text: str, edition: Edition) -> Question:
    return read(text, edition.lexicon)


@pytest.fixture(scope="module")
def hyphenated(edition: Edition) -> Edition:
    """An edition whose verbs stand before their subjects, joined by a hyphen."""
    marks = {"inverted": frozenset({"ils"}), "question": frozenset({"which"})}
    return edition._replace(marks=marks)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("what is tea", "what"),
        ("Who's there", "who"),
        ("whose tea is it", "who"),
        ("tea from where", "where"),
        ("when do you open", "when"),
        ("why tea", "why"),
        ("which tea", "which"),
        ("how is tea made", "how"),
        ("tea", "open"),
        ("", "open"),
    ],
)
def test_a_request_has_the_form_that_one_of_its_words_asks_for(edition: Edition, text: str, expected: str) -> None:
    assert form(asked(text, edition), edition) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("how many teas", "how-many"),
        ("how much tea", "how-much"),
        ("number of teas", "how-many"),
        ("which year did tea begin", "when"),
        ("how come tea is green", "why"),
        ("many, how", "how"),
        ("number tea", "open"),
    ],
)
def test_two_words_that_ask_together_say_more_than_either_alone(edition: Edition, text: str, expected: str) -> None:
    assert form(asked(text, edition), edition) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("list the teas", "list"),
        ("compare the teas", "compare"),
        ("list who sells tea", "who"),
        ("compare the teas: which is best", "which"),
        ("when and where", "when"),
    ],
)
def test_the_first_word_that_asks_decides_and_one_that_tells_only_where_no_other_asks(
    edition: Edition, text: str, expected: str
) -> None:
    assert form(asked(text, edition), edition) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("is tea green", "yes-no"),
        ("is tea green or what", "yes-no"),
        ("is there a list of teas", "yes-no"),
        ("do you sell tea and when", "yes-no"),
        ("can you tell me what tea costs", "what"),
        ("do you know who sells tea", "who"),
        ("could I see in very plain words what tea costs", "what"),
        ("could I see in very plain short words what tea costs", "yes-no"),
    ],
)
def test_what_begins_with_a_verb_asks_yes_or_no_unless_that_is_but_the_frame_of_a_question(
    edition: Edition, text: str, expected: str
) -> None:
    assert form(asked(text, edition), edition) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("is tea green", True),
        ("so is tea green", True),
        ("tea, is it green", True),
        ("I like tea. Is it green", True),
        ("tea is green, right", True),
        ("tea is green", False),
        ("tea right there", False),
        ("what is tea", False),
        ("", False),
    ],
)
def test_a_yes_no_question_opens_like_one_in_some_clause_or_ends_like_one(
    edition: Edition, text: str, expected: bool
) -> None:
    assert is_yes_no(asked(text, edition), edition) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("le thé sont-ils", True), ("le thé sont ils", False), ("which sont-ils", False), ("sont-elles", False)],
)
def test_a_verb_that_a_hyphen_joins_to_its_subject_asks_yes_or_no_where_no_word_asks(
    hyphenated: Edition, text: str, expected: bool
) -> None:
    assert is_yes_no(asked(text, hyphenated), hyphenated) is expected
    assert (form(asked(text, hyphenated), hyphenated) == "yes-no") is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("is tea not green", True), ("isn't tea green", True), ("tea without milk", True), ("is tea green", False)],
)
def test_a_word_of_denial_denies(edition: Edition, text: str, expected: bool) -> None:
    assert is_negated(asked(text, edition), edition) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the price of each tea", {"each"}),
        ("both teas", {"both"}),
        ("the dearest and the cheapest tea", {"least"}),
        ("the largest tea", {"most"}),
        ("rank all teas, the smallest first", {"order", "each", "least"}),
        ("tea", set()),
    ],
)
def test_words_say_which_members_of_a_kind_are_meant(edition: Edition, text: str, expected: set[str]) -> None:
    assert cues(asked(text, edition), edition) == expected


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_language_has_words_for_every_form_and_every_cue(language: str) -> None:
    grammar = neutral(language, "grammar.yaml")
    assert isinstance(grammar, Pairs)
    for key, names in (("forms", (*ASKING, *TELLING, OPEN)), ("cues", CUES)):
        told = grammar.get(key)
        assert isinstance(told, Pairs)
        assert {name.text for name, _ in told.pairs} == set(names)
