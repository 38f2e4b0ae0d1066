"""A message becomes verdicts: one for each request in it, and none for what asks nothing."""

from __future__ import annotations

import math
from collections.abc import Mapping
from types import MappingProxyType

import pytest
from handmade import candidate, judging, query, ranking, spoken_of, weighed

from chatbot import ChatBot
from chatbot.knowledge import Edition
from chatbot.matching.cutting import cut
from chatbot.matching.decision import OFFSET, OURS, SLOPE, decide
from chatbot.matching.requests import Hearing, Understanding, asks, understand
from chatbot.reading.focus import NOT_LENT, Lent
from chatbot.reading.tokenizer import read

Weights = Mapping[str, Mapping[str, float]]

PLAIN = {"evidence": 6.0, "asked": 4.0, "strange words": -1.0, "names left": -2.0}
PLAIN |= {"subject named": 1.5, "subject beside": 1.5, "subject lent": 1.5, "subject missing": -2.0}
PLAIN |= {"none: declining": 4.0, "none: share unheard of": 1.5}
"""A ranker that a person can follow: what is explained speaks for an entry, what is left against it."""

CAKE, HOURS, KINDS, TEA, TASTE, TALK = "cake.price", "house.hours", "tea.kinds", "tea.price", "tea.taste", "talk.hello"


@pytest.fixture(scope="module")
def house(small: ChatBot) -> ChatBot:
    """The tea house with a plain ranker."""
    knowledge = small.knowledge
    return ChatBot(knowledge._replace(editions={"en": judging(knowledge.edition("en"), PLAIN)}))


def understood(
    message: str,
    house: ChatBot,
    lent: Lent = NOT_LENT,
    weights: Weights | None = None,
    of_ranker: Mapping[str, float] = MappingProxyType({"evidence": 10.0, "none: declining": 0.1}),
) -> Understanding:
    """What a message asks; where weights of words are given, only evidence counts; without any it is declined."""
    edition = house.knowledge.edition("en")
    own = edition if weights is None else judging(weighed(edition, weights), of_ranker)
    return understand(read(message, own.lexicon), own, house.knowledge, lent)


def topics(found: Understanding) -> list[str]:
    return [verdict.chosen.topic for verdict in found.verdicts if verdict.chosen and verdict.answered]


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("How much is cake? When do you open?", [CAKE, HOURS]),
        ("how much is cake and when do you open", [CAKE, HOURS]),
        ("how much is cake? and when do you open", [CAKE, HOURS]),
        ("Price of cake and opening hours", [CAKE, HOURS]),
        ("kinds of tea, price of cake", [KINDS, CAKE]),
        ("how much is sencha and assam", [TEA]),
        ("How much is cake? What does cake cost?", [CAKE]),
        ("My aunt paints boats. How much is cake?", [CAKE]),
        ("How much is cake? My aunt paints boats.", [CAKE]),
        ("Dear house,\nprice of cake?\nBest wishes,\nAnn", [CAKE]),
        ("hello, how much is cake", [CAKE]),
        ("Good morning! How much is cake?", [CAKE]),
        ("hello. good morning", [TALK]),
        ("My aunt grows malt. Which tea is it", [TASTE]),
        ("tell me whether you open", [HOURS]),
        ("zub", []),
        ("", []),
    ],
)
def test_each_request_of_a_message_gets_its_verdict_and_background_none(
    house: ChatBot, message: str, expected: list[str]
) -> None:
    assert topics(understood(message, house)) == expected


# Cutting


@pytest.mark.parametrize(
    ("piece", "asking"),
    [
        *(("cake?", True), ("cake", False), ("what cake", True), ("is cake dry", True), ("list cake", True)),
        *(("tell cake", True), ("cake what", False), ("cake, what", True), ("my dear, what", True)),
        *(("my very dear, what", False), ("my dear what", False), ("", False)),
    ],
)
def test_a_piece_asks_by_its_mark_or_by_the_word_that_opens_it_or_a_clause_early_in_it(
    edition: Edition, piece: str, asking: bool
) -> None:
    assert asks(read(piece, edition.lexicon), edition) is asking


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("> How much is cake?\nWhen do you open?", [HOURS]),
        ("When do you open?\n  > How much is cake?", [HOURS]),
        ("> How much is cake?", [CAKE]),
        ("> Hello\n> How much is cake?", [CAKE]),
        ("How much > is cake", [CAKE]),
    ],
)
def test_quoted_lines_are_not_read_unless_there_are_no_others(
    house: ChatBot, message: str, expected: list[str]
) -> None:
    assert topics(understood(message, house)) == expected


# What is read of a piece


@pytest.mark.parametrize(
    ("message", "number", "beside", "outside"),
    [
        ("We like sencha. How much is cake?", 1, ["sencha"], 1),
        ("We like sencha. How much is cake?", 0, [], 2),
        ("Sencha is fine. Assam costs coins. The cake", 1, ["sencha"], 2),
        ("Sencha. Malt. The cake", 2, ["sencha", "malt"], 0),
        ("cake", 0, [], 0),
    ],
)
def test_a_piece_is_read_with_the_names_and_the_words_around_it(
    house: ChatBot, message: str, number: int, beside: list[str], outside: int
) -> None:
    edition = house.knowledge.edition("en")
    whole = query(message, edition)
    request = Hearing(edition=edition, knowledge=house.knowledge, lent=NOT_LENT).request(
        cut(whole.question, edition)[number], whole
    )
    assert [mention.words for mention in request.beside] == beside
    assert request.outside == outside


def test_a_piece_lends_its_subject_to_the_next_and_small_talk_lends_nothing(house: ChatBot) -> None:
    edition = house.knowledge.edition("en")
    hearing = Hearing(edition=edition, knowledge=house.knowledge, lent=Lent(topic=HOURS))
    asked = query("cake", edition)
    tea = decide(ranking(asked, candidate(TEA, how="named", entities=("green",))))
    assert hearing.after(tea).lent == spoken_of("green")._replace(here=True, asked=("cake",))
    assert hearing.after(decide(ranking(asked, candidate(CAKE)))).lent == Lent(topic=CAKE, here=True, asked=("cake",))
    assert hearing.after(decide(ranking(asked, candidate(TALK, talk=True)))) == hearing
    assert hearing.after(decide(ranking(asked))) == hearing


@pytest.mark.parametrize(
    ("message", "entities"),
    [
        ("I like sencha a lot. How much is it?", [("green",)]),
        ("How much is sencha? When do you open? And what does it cost?", [("green",), ()]),
        ("I like sencha. How much is assam?", [("black",)]),
        ("Which tea tastes of malt? What does it cost?", [("black",), ("black",)]),
    ],
)
def test_a_pronoun_stands_for_what_is_named_in_the_same_message(
    house: ChatBot, message: str, entities: list[tuple[str, ...]]
) -> None:
    assert [one.chosen.entities for one in understood(message, house).verdicts if one.chosen] == entities


def test_what_the_turns_before_lend_reaches_the_pieces(house: ChatBot) -> None:
    lent = spoken_of("black")
    for message in ("What does it cost?", "Hello! What does it cost?"):
        [verdict] = understood(message, house, lent).verdicts
        assert verdict.chosen
        assert verdict.chosen.entities == ("black",)


# Choosing


def test_a_request_that_nothing_answers_is_missed_beside_one_that_is_answered(house: ChatBot) -> None:
    found = understood("How much is cake? What is a zub?", house)
    assert topics(found) == [CAKE]
    assert [verdict.query.question.words() for verdict in found.missed] == ["What is a zub"]
    assert understood("What is a zub?", house).missed == ()
    assert understood("What is a zub? My aunt paints boats.", house).missed == ()


@pytest.mark.parametrize(
    ("piece", "missed"),
    [
        *(("My aunt paints boats.", 0), ("Who?", 0), ("What of sencha?", 0), ("How many of it?", 0)),
        *(("What of boats?", 1), ("Boats?", 1)),
    ],
)
def test_what_asks_nothing_or_says_nothing_besides_names_is_not_missed(house: ChatBot, piece: str, missed: int) -> None:
    found = understood(f"What of cake? {piece}", house, weights={"cake": {CAKE: 1.0}})
    assert (topics(found), len(found.missed)) == ([CAKE], missed)


def test_of_pieces_that_are_answered_without_asking_the_surest_stands(house: ChatBot) -> None:
    found = understood("Opening hours. Price of cake zub. My aunt", house)
    assert topics(found) == [HOURS]


def test_of_the_whole_and_its_only_request_the_surer_stands(house: ChatBot) -> None:
    weights = {"cake": {KINDS: 0.3}, "cost": {CAKE: 0.1}}
    found = understood("We bake cake. What does it cost?", house, weights=weights)
    assert found.verdicts == (found.whole,)
    assert topics(found) == [KINDS]
    found = understood("We bake with coins. What of cake?", house, weights={"cake": {CAKE: 0.2}, "coin": {}})
    assert found.verdicts != (found.whole,)
    assert topics(found) == [CAKE]
    assert found.verdicts[0].confidence > found.whole.confidence


def test_a_request_that_the_whole_takes_in_the_same_way_is_worded_without_what_stands_around_it(house: ChatBot) -> None:
    weights = {"cake": {CAKE: 0.2}, "cost": {CAKE: 0.1}}
    found = understood("We bake cake. What does it cost?", house, weights=weights)
    assert topics(found) == [CAKE]
    assert found.verdicts != (found.whole,)
    assert found.verdicts[0].query.question.words() == "What does it cost"


def test_small_talk_around_a_request_is_not_answered(house: ChatBot) -> None:
    assert topics(understood("Hello! When do you open? Good morning", house)) == [HOURS]
    found = understood("Hello! What is a zub? How much is cake?", house)
    assert (topics(found), len(found.missed)) == ([CAKE], 1)
    loud = {"hello": {TALK: 3.0}, "open": {HOURS: 1.0}}
    found = understood("Hello. What of open", house, weights=loud)
    assert found.whole.talks
    assert found.whole.confidence > found.verdicts[0].confidence
    assert topics(found) == [HOURS]


@pytest.mark.parametrize(
    ("message", "whole", "expected"),
    [
        ("Hello. Hello", True, [TALK]),
        ("Hello. My aunt paints boats", False, [TALK]),
        ("Hello! What is a zub?", True, []),
    ],
)
def test_small_talk_is_answered_where_nothing_else_is_asked(
    house: ChatBot, message: str, whole: bool, expected: list[str]
) -> None:
    found = understood(message, house)
    assert topics(found) == expected
    assert (found.verdicts == (found.whole,)) is whole
    assert found.missed == ()


def test_the_names_of_the_whole_message_are_kept(house: ChatBot) -> None:
    found = understood("We like sencha. How much is assam?", house)
    assert [mention.words for mention in found.mentions] == ["sencha", "assam"]


# Requests that share a frame

EACH: Weights = {
    "cake": {CAKE: 1.6},
    "open": {HOURS: 0.9},
    "price": {KINDS: 0.9},
    "coin": {"t.coin": 0.9},
    "morn": {"t.morn": 0.8},
}


@pytest.fixture(scope="module")
def wide(house: ChatBot) -> ChatBot:
    """The tea house with more entries."""
    edition = house.knowledge.edition("en")
    more = {id_: edition.topics[CAKE]._replace(id=id_) for id_ in ("t.coin", "t.morn")}
    return ChatBot(house.knowledge._replace(editions={"en": edition._replace(topics={**edition.topics, **more})}))


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("cake and open", [CAKE, HOURS]),
        ("cake, open", [CAKE, HOURS]),
        ("cake, open, price and coins", [CAKE, HOURS, KINDS, "t.coin"]),
        ("cake and the", [CAKE]),
        ("cake and sencha", [CAKE]),
        ("cake and cake", [CAKE]),
        ("cake and zub", [CAKE]),
        ("cake open", [CAKE]),
    ],
)
def test_requests_that_share_a_frame_are_parted_where_each_says_something_else(
    wide: ChatBot, message: str, expected: list[str]
) -> None:
    assert topics(understood(message, wide, weights=EACH)) == expected


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("cake, open, price, coins", [CAKE, HOURS, KINDS, "t.coin"]),
        ("cake, open, price, coins, mornings", [CAKE, "t.coin"]),
        ("cake, cake, cake, open", [CAKE, HOURS]),
        ("cake, cake, cake, cake, open", [CAKE]),
    ],
)
def test_a_piece_is_parted_into_at_most_four_in_at_most_four_ways(
    wide: ChatBot, message: str, expected: list[str]
) -> None:
    assert topics(understood(message, wide, weights=EACH)) == expected


def test_what_shares_a_frame_within_one_piece_of_a_message_is_parted(wide: ChatBot) -> None:
    assert topics(understood("What of price? What of cake and open?", wide, weights=EACH)) == [KINDS, CAKE, HOURS]


SHIFTED = {"evidence": 10.0, "none: declining": 2.0}
"""A ranker by which evidence that is above 0 may be worth less than declining."""


def evidence(confidence: float) -> tuple[float, float]:
    """The weights of an entry, and of two rivals, for a word that alone is answered with this confidence."""
    share = 0.93
    odds = (math.log(confidence / (1 - confidence)) - OFFSET) / SLOPE
    own = 1 / (1 + math.exp(-odds))
    ours = own / share
    assert OURS + 0.02 < ours < 1
    declining = SHIFTED["none: declining"]
    scores = [declining + math.log(part / (1 - ours)) for part in (own, (ours - own) / 2)]
    return scores[0] / SHIFTED["evidence"], scores[1] / SHIFTED["evidence"]


@pytest.mark.parametrize(("part", "expected"), [(0.895, [CAKE]), (0.905, [CAKE, HOURS])])
def test_the_least_sure_of_requests_that_share_a_frame_is_at_least_nine_tenths_as_sure_as_the_whole(
    wide: ChatBot, part: float, expected: list[str]
) -> None:
    def asked(message: str, weights: Weights) -> Understanding:
        return understood(message, wide, weights=weights, of_ranker=SHIFTED)

    whole = asked("cake and open", {"cake": {CAKE: 2.0}, "open": {}}).whole.confidence
    own, rival = evidence(part * whole)
    weights = {"cake": {CAKE: 2.0}, "open": {HOURS: own, KINDS: rival, "t.coin": rival}}
    assert asked("open", weights).whole.confidence == pytest.approx(part * whole, rel=1e-3)
    assert topics(asked("cake and open", weights)) == expected


@pytest.mark.parametrize(
    ("weights", "expected"),
    [
        ({"cake": {CAKE: 0.5}, "open": {HOURS: 0.5}}, [CAKE, HOURS]),
        ({"cake": {CAKE: 0.5}, "open": {HOURS: 0.5}, "cake and": {KINDS: 2.0}}, [KINDS]),
        ({"cake": {CAKE: 1.6}, "open": {HOURS: 0.5, KINDS: 0.45, "t.coin": 0.43}}, [CAKE]),
        ({"cake": {CAKE: 1.6}, "open": {TALK: 0.9}}, [CAKE]),
    ],
    ids=["each clear", "the whole says another thing", "one with a hedge", "one of small talk"],
)
def test_requests_are_parted_where_each_is_clear_and_the_whole_is_one_of_them(
    wide: ChatBot, weights: Weights, expected: list[str]
) -> None:
    assert topics(understood("cake and open", wide, weights=weights)) == expected


def test_requests_are_parted_where_nothing_answers_the_whole(wide: ChatBot) -> None:
    """Here what is long is declined."""
    weights = {"cake": {CAKE: 0.5}, "open": {HOURS: 0.5}}
    found = understood("cake and open", wide, weights=weights, of_ranker={"evidence": 10.0, "none: length": 5.0})
    assert not found.whole.answered
    assert topics(found) == [CAKE, HOURS]


# Limits


def test_four_requests_of_one_message_are_answered(wide: ChatBot) -> None:
    asked = ["cake", "open", "price", "coins", "mornings"]
    message = " ".join(f"What of {thing}?" for thing in asked)
    assert topics(understood(message, wide, weights=EACH)) == [CAKE, HOURS, KINDS, "t.coin"]


@pytest.mark.parametrize(("before", "answered"), [(11, [CAKE]), (12, [])])
def test_twelve_pieces_of_a_message_are_read(house: ChatBot, before: int, answered: list[str]) -> None:
    assert topics(understood("zub. " * before + "How much is cake?", house)) == answered
