"""What an attribute says of several members: all, ranked, counted, back from a value, and yes or no against one."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from shops import ALL, changed, counting, named, shops

from chatbot import ChatBot
from chatbot.answering import sets
from chatbot.answering.sets import Row, Scope, Several
from chatbot.knowledge import Knowledge
from chatbot.reading.named import Named

__all__ = ["shops"]


def several(
    shops: Knowledge,
    attribute: str,
    how: str,
    *cues: str,
    ids: tuple[str, ...] = ALL,
    missing: tuple[str, ...] = (),
    form: str = "",
    values: tuple[Named, ...] = (),
    **sentences: str,
) -> Several:
    """An attribute of some shops, as a request asks for it that finds them in this way."""
    edition = shops.edition("en")
    topic = edition.topics[f"shop.{attribute}"]
    return Several(
        topic=topic._replace(sentences=sentences),
        rows=sets.rows(topic, ids, shops, edition),
        missing=tuple(edition.entities[id_] for id_ in missing),
        scope=Scope(how=how, cues=frozenset(cues), form=form, values=values),
        edition=edition,
    )


# All of them


def test_a_few_that_are_named_get_a_sentence_each(shops: Knowledge) -> None:
    said = sets.say(several(shops, "staff", "named", ids=("pier", "corner")))
    assert said == "3 people work at the Pier Stall. 12 people work at the Corner Shop."


def test_many_that_are_named_are_a_list(shops: Knowledge) -> None:
    few = several(shops, "staff", "named")
    assert sets.say(few).count("work at") == sets.FEW == 3
    assert sets.say(few._replace(rows=few.rows * 2)).startswith("Staff: Corner Shop – 12; Market Hall – 30; ")


def test_all_are_a_list_where_their_values_are_short_and_sentences_where_they_are_not(shops: Knowledge) -> None:
    assert sets.say(several(shops, "staff", "all")) == "Staff: Corner Shop – 12; Market Hall – 30; Pier Stall – 3."
    said = sets.say(several(shops, "wares", "all", ids=("corner", "pier")))
    assert said == "The Corner Shop has odds and ends. Ask there. The Pier Stall has odds and ends. Ask there."


@pytest.mark.parametrize(
    ("attribute", "sentence", "said"),
    [
        ("staff", "who works there: {list}.", "Who works there: Corner Shop – 12; Market Hall – 30."),
        ("wares", "They have odds and ends.", "They have odds and ends."),
    ],
)
def test_the_sentence_for_all_is_the_curators_own_where_there_is_one(
    shops: Knowledge, attribute: str, sentence: str, said: str
) -> None:
    assert sets.say(several(shops, attribute, "all", ids=("corner", "market"), all=sentence)) == said


def test_a_sentence_for_all_that_would_list_what_is_too_long_for_a_list_is_not_said(shops: Knowledge) -> None:
    said = sets.say(several(shops, "wares", "all", ids=("corner",), all="They have: {list}."))
    assert said == "The Corner Shop has odds and ends. Ask there."


@pytest.mark.parametrize(("more", "whole"), [(0, True), (1, False)])
def test_sentences_that_are_too_long_together_are_cut_to_the_first_of_each(
    shops: Knowledge, more: int, whole: bool
) -> None:
    some = several(shops, "wares", "all")
    rest = "x" * (sets.LONG - len(sets.say(some)) + more)
    pier = some.edition.entities["pier"]
    longer = pier._replace(facts={**pier.facts, "wares.says": pier.facts["wares.says"] + rest})
    said = sets.say(some._replace(edition=some.edition._replace(entities={**some.edition.entities, "pier": longer})))
    assert said.count("odds and ends.") == 3
    assert said.count("Ask there.") == (3 if whole else 0)


def test_values_of_different_years_each_say_their_date(shops: Knowledge) -> None:
    said = sets.say(several(shops, "sales", "all", ids=("corner", "market")))
    assert said == "Sales: Corner Shop – $1.29 million (February 2023); Market Hall – $2 million (2022)."
    said = sets.say(several(shops, "sales", "all", ids=("corner", "pier")))
    assert said == "Sales: Corner Shop – $1.29 million; Pier Stall – $800,000."


@pytest.mark.parametrize(
    ("bound", "said"), [("at-least", "at least 12"), ("at-most", "up to 12"), ("about", "about 12"), ("", "12")]
)
def test_a_value_that_is_no_exact_one_says_so(shops: Knowledge, bound: str, said: str) -> None:
    some = changed(shops, "staff", corner={"bound": bound})
    assert sets.say(several(some, "staff", "all", ids=("corner",))) == f"Staff: Corner Shop – {said}."


@pytest.mark.parametrize("how", ["all", "named", "ranked", "back"])
def test_those_of_which_it_is_not_stated_are_named(shops: Knowledge, how: str) -> None:
    some = several(shops, "staff", how, "most", ids=("corner", "market"), missing=("pier",))
    assert sets.say(some).endswith(" No source that I hold states it for the Pier Stall.")


def test_a_sentence_of_the_curators_may_name_them_itself(shops: Knowledge) -> None:
    some = several(shops, "staff", "all", ids=("corner",), missing=("market", "pier"), all="{list}, but not {missing}.")
    assert sets.say(some) == "Corner Shop – 12, but not the Market Hall and the Pier Stall."


def test_that_none_has_the_value_that_was_named_is_said_first(shops: Knowledge) -> None:
    toronto = (named("place", "toronto"),)
    assert sets.say(several(shops, "seat", "all", values=toronto)).startswith("None of them, as far as I hold. Seat: ")
    assert sets.say(several(shops, "staff", "all", values=toronto)).startswith("Staff: ")


# In an order


@pytest.mark.parametrize(
    ("attribute", "cue", "said"),
    [
        ("staff", "most", "Staff: the Market Hall comes first, with 30; next is the Corner Shop, with 12."),
        ("staff", "least", "Staff: the Pier Stall comes last, with 3; just before it is the Corner Shop, with 12."),
        ("staff", "order", "Staff: Market Hall – 30; Corner Shop – 12; Pier Stall – 3."),
        (
            "since",
            "most",
            "Founded: the Market Hall is the latest, with 2020; before it is the Corner Shop, with 2018.",
        ),
        (
            "since",
            "least",
            "Founded: the Pier Stall is the earliest, with 2017; after it is the Corner Shop, with 2018.",
        ),
        (
            *("sales", "most"),
            (
                "Sales: the Market Hall comes first, with $2 million (2022); "
                "next is the Corner Shop, with $1.29 million (February 2023)."
            ),
        ),
    ],
)
def test_the_first_and_the_next_are_told_or_all_in_their_order(
    shops: Knowledge, attribute: str, cue: str, said: str
) -> None:
    assert sets.say(several(shops, attribute, "ranked", cue)) == said


def test_an_order_from_the_lowest_begins_with_it(shops: Knowledge) -> None:
    said = sets.say(several(shops, "staff", "ranked", "order", "least"))
    assert said == "Staff: Pier Stall – 3; Corner Shop – 12; Market Hall – 30."


def test_the_sentence_for_the_highest_is_the_curators_own_where_there_is_one(shops: Knowledge) -> None:
    own = "{shop} of {label} has {value} ({as-of}), then {second}."
    some = several(shops, "staff", "ranked", "most", most=own)
    assert sets.say(some) == "The Market Hall of Staff has 30 (2023), then the Corner Shop, with 12."
    assert "comes last" in sets.say(several(shops, "staff", "ranked", "least", most=own))


def test_those_that_are_level_share_the_first_place(shops: Knowledge) -> None:
    some = changed(shops, "staff", corner={"value": "30"})
    said = sets.say(several(some, "staff", "ranked", "most"))
    assert said.startswith("Staff: the Corner Shop and the Market Hall are level")
    assert sets.say(several(some, "staff", "ranked", "order")).startswith("Staff: Corner Shop")


@pytest.mark.parametrize(
    ("cue", "doubtful", "said"),
    [
        ("most", "pier", "Staff: the Market Hall comes first"),
        ("most", "market", "I do not rank these, because not every figure is sure. Staff: Market Hall – 30; Corner"),
        ("least", "market", "Staff: the Pier Stall comes last"),
        ("least", "pier", "I do not rank these, because not every figure is sure. Staff: Pier Stall – 3; Corner"),
        ("order", "corner", "I do not rank these, because not every figure is sure. Staff: Market Hall – 30; Corner"),
    ],
)
def test_a_doubtful_figure_does_not_decide(shops: Knowledge, cue: str, doubtful: str, said: str) -> None:
    some = changed(shops, "staff", **{doubtful: {"doubt": "one blog says so"}})
    assert sets.say(several(some, "staff", "ranked", cue)).startswith(said)


def test_a_doubtful_figure_does_not_come_next_either(shops: Knowledge) -> None:
    some = changed(shops, "staff", corner={"doubt": "one blog says so"})
    said = sets.say(several(some, "staff", "ranked", "most"))
    assert "next is the Corner Shop" not in said


@pytest.mark.parametrize("cue", ["most", "least", "order"])
def test_figures_that_do_not_count_the_same_thing_are_not_ranked(shops: Knowledge, cue: str) -> None:
    said = sets.say(several(counting(shops, corner="tea", market="cake"), "sales", "ranked", cue))
    assert said.startswith("I do not rank these, because they do not count the same thing. Sales: ")
    assert "Market Hall – $2 million" in said
    same = sets.say(several(counting(shops, **dict.fromkeys(ALL, "tea")), "sales", "ranked", cue))
    assert not same.startswith("I do not rank")


def test_who_comes_first_of_some_is_said_to_be_first_of_these(shops: Knowledge) -> None:
    two = several(shops, "staff", "ranked", "most", ids=("corner", "pier"))
    assert sets.say(two).startswith("Of the Corner Shop and the Pier Stall: Staff: the Corner Shop comes first")
    lacking = several(shops, "staff", "ranked", "most", ids=("corner", "market"), missing=("pier",))
    assert sets.say(lacking).startswith("Staff: the Market Hall comes first")


def test_one_alone_is_not_ranked(shops: Knowledge) -> None:
    said = sets.say(several(shops, "staff", "ranked", "most", ids=("corner",), missing=("pier",)))
    assert said == "12 people work at the Corner Shop. No source that I hold states it for the Pier Stall."


@pytest.mark.parametrize(
    ("type_", "values", "first"),
    [
        ("count", {"corner": "9", "market": "10", "pier": "8"}, "Market"),
        ("money", {"corner": "9.5", "market": "9.25", "pier": "9"}, "Corner"),
        ("range", {"corner": "6..10", "market": "5..90", "pier": "1..2"}, "Corner"),
        ("date", {"corner": "2018", "market": "2018-02", "pier": "2017-12-31"}, "Market"),
    ],
)
def test_values_are_ordered_as_what_they_are(
    shops: Knowledge, type_: str, values: Mapping[str, str], first: str
) -> None:
    some = changed(shops, "staff", **{id_: {"type": type_, "value": value} for id_, value in values.items()})
    assert sets.say(several(some, "staff", "ranked", "most")).startswith(f"Staff: the {first}")


# Back from a value


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ("which", "The Corner Shop is in Regina. The Market Hall is in Regina."),
        ("how-many", "Two: the Corner Shop and the Market Hall."),
    ],
)
def test_those_that_have_a_value_are_told_or_counted(shops: Knowledge, form: str, said: str) -> None:
    assert sets.say(several(shops, "seat", "back", ids=("corner", "market"), form=form)) == said


def test_a_count_is_in_words_where_the_language_has_one(shops: Knowledge) -> None:
    some = several(shops, "seat", "back", ids=("corner",), form="how-many")
    assert sets.say(some) == "One: the Corner Shop."
    assert sets.say(some._replace(edition=some.edition._replace(numbers={}))) == "1: the Corner Shop."


# A table


def test_a_table_has_a_row_for_each_and_says_what_is_not_stated(shops: Knowledge) -> None:
    some = several(
        changed(shops, "staff", corner={"bound": "about"}), "staff", "all", ids=("corner",), missing=("pier",)
    )
    assert sets.table(some) == (("", "Staff"), ("Corner Shop", "About 12"), ("Pier Stall", "Not stated"))


def test_where_there_is_but_a_sentence_the_table_holds_its_first(shops: Knowledge) -> None:
    some = several(shops, "wares", "all", ids=("corner",))
    [row] = some.rows
    assert sets.table(some._replace(rows=(row._replace(words=""),))) == (
        ("", "Wares"),
        ("Corner Shop", "The Corner Shop has odds and ends."),
    )


def test_a_column_without_a_label_is_headed_by_the_name_of_what_is_held(shops: Knowledge) -> None:
    some = several(shops, "staff", "all")
    assert some._replace(topic=some.topic._replace(label="")).label == "Staff"


def test_what_an_answer_does_not_hold_as_a_value_is_a_row_without_one(shops: Knowledge) -> None:
    edition = shops.edition("en")
    topic = edition.topics["shop.staff"]._replace(attribute="fame")
    assert sets.rows(topic, ("pier",), shops, edition) == (Row(edition.entities["pier"], value=None, words=""),)


# As it is asked


@pytest.mark.parametrize(
    ("asked", "said", "entities"),
    [
        ("which shop sells the most", "Sales: the Market Hall comes first", ALL),
        ("which shop is in Regina", "The Corner Shop is in Regina. The Market Hall is in Regina.", ALL[:2]),
        ("how many are there in Regina", "Two: the Corner Shop and the Market Hall.", ALL[:2]),
        ("is the corner in Saskatchewan?", "Yes. The Corner Shop is in Regina.", ALL[:1]),
        ("is the corner in Halifax?", "No. The Corner Shop is in Regina.", ALL[:1]),
        ("is the pier open late?", "No. Open late (the Pier Stall): false.", ALL[2:]),
        ("staff of corner and pier", "12 people work at the Corner Shop. 3 people work", ("corner", "pier")),
    ],
)
def test_a_question_for_several_is_answered_for_all_that_it_means(
    shops: Knowledge, asked: str, said: str, entities: tuple[str, ...]
) -> None:
    reply = ChatBot(shops).ask(asked)
    assert reply.text.startswith(said)
    assert reply.entities == entities
    assert [row[0] for row in reply.table] == (
        ["", *(shops.edition("en").entities[id_].name for id_ in entities)] if len(entities) > 1 else []
    )


def test_each_of_several_values_is_a_source_of_the_answer(shops: Knowledge) -> None:
    assert [source.id for source in ChatBot(shops).ask("which shop sells the most").sources] == ["board"]


def test_no_is_not_said_of_any_where_it_is_so_of_one(shops: Knowledge) -> None:
    reply = ChatBot(shops).ask("is any shop open late?")
    assert reply.topic == "shop.late"
    assert not reply.text.startswith("No.")
