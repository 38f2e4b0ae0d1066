"""Which names are in a question, and how much each word of it weighs."""

from __future__ import annotations

import pytest
from handmade import knowing, query

from chatbot.knowledge import Edition
from chatbot.language import How, Phrase, Phrases
from chatbot.reading.mentions import Query, Unit, find, slot
from chatbot.reading.tokenizer import read

LEXICON = knowing(*"gin leaf leaves tea cake and it what is here".split())
PHRASES: Phrases = {
    "leaf tea": ((("leaf", "tea"), Phrase(How.NAME, ("green",), kind="tea")),),
    "leaf": ((("leaf",), Phrase(How.HINT, ("green",), kind="tea", literal="leaf")),),
    "gin": ((("gin",), Phrase(How.NAME, ("gin",), kind="spirit")),),
    "cake": ((("cake",), Phrase(How.WORD, ("=sweets",))),),
}


def found(message: str) -> Query:
    return find(read(message, LEXICON), PHRASES)


@pytest.mark.parametrize(
    ("message", "terms"),
    [
        ("what is leaf tea", ["what", "is", "{tea}"]),
        ("what is leaf", ["what", "is", "{tea.subject}"]),
        ("leaf leaf tea tea", ["{tea.subject}", "{tea}", "tea"]),
        ("cake gin", ["=sweets", "{spirit}"]),
        ("", []),
    ],
)
def test_the_longest_name_is_taken_and_no_two_overlap(message: str, terms: list[str]) -> None:
    assert [unit.term for unit in found(message).units] == terms
    assert found(message).terms() == " ".join(terms)


@pytest.mark.parametrize(
    ("message", "share"),
    [
        ("tea", 1.0),
        ("leaf", 0.6),
        ("laef", 0.54),
        ("caek", 0.9),
        ("what is Zubrov", 2.0),
        ("what is zubrov", 1.0),
        ("what is. Zubrov", 1.0),
        ("What Is Zubrov", 1.0),
        ("what is Here", 1.0),
    ],
)
def test_a_word_weighs_less_when_it_is_misspelt_or_a_hint_and_more_when_it_is_a_strange_name(
    message: str, share: float
) -> None:
    assert found(message).units[-1].share == pytest.approx(share)


@pytest.mark.parametrize(
    ("message", "words"),
    [("GIN", "GIN"), ("LEAF", "leaf"), ("LEAF TEA", "leaf TEA"), ("Ginn", "gin"), ("laef", "leaf")],
)
def test_a_name_is_repeated_rightly_spelt_and_not_shouted_but_for_three_letters(message: str, words: str) -> None:
    assert [mention.words for mention in found(message).mentions] == [words]


def test_a_name_is_told_from_a_word_of_its_field(edition: Edition) -> None:
    assert [m.named for m in query("malt or assam", edition).mentions] == [False, True]
    assert (slot("tea", How.NAME), slot("tea", How.SUBJECT)) == ("{tea}", "{tea.subject}")


def test_a_unit_begins_with_the_word_that_the_language_writes() -> None:
    message = read("who's here", LEXICON._replace(expansions={"who's": ("who", "is")}))
    own = find(message, {})
    assert [own.word(unit) for unit in own.units] == ["who", "is", "here"]
    assert own.units[0] == Unit("who", "who's", start=0)
