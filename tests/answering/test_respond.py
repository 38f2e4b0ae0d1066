"""An understanding becomes a reply: what is said, what it rests on, and what can be asked next."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from handmade import candidate, costly, query, ranking

from chatbot import ChatBot, Level, Option, Reply, Status
from chatbot.answering.respond import Speaker
from chatbot.dialogue.context import Context
from chatbot.dialogue.picking import OUTSIDE, picked
from chatbot.dialogue.resolve import follow
from chatbot.knowledge import Gap, Knowledge
from chatbot.matching.decision import SURE, Outcome, Verdict, decide
from chatbot.matching.ranker import Candidate
from chatbot.matching.requests import Understanding
from chatbot.reading.focus import Lent
from chatbot.reading.tokenizer import read

LAST = Context(lent=Lent(topic="cake.price"), text="Cake costs. A lot.", language="en")
SAID = {"missed": "Not {words}.", "no-match": "No idea.", "no-such-fact": "{entity}, but no {words}.", "none": "None"}
SAID |= {"read-as": "{typed} is {meant}", "too-long": "Over {limit}.", "unknown-word": "No {words}."}
SAID |= {"which": "Which {kind}?", "which-question": "Which?", "why-source": "From {source}.", "and": "and"}
SAID |= {"taken-as": "Taken as: {question}", "no-such-answer": "{entity}, but not that.", "no-more": "No more."}
SAID |= {"pick-outside": "No {number} of {most}.", "no-part": "Not that: {said}"}
SAID |= {
    "none-of-these": "None, then.",
    "each-of": "each {one}",
    "named-first": "{list}: {said}",
    "other-language": "In English, please.",
}
SAID |= {"missing-of": "Nothing on {missing}.", "gap": "Nothing on {what} of {entity}.", "not-stated": "not stated"}
CLOSE = (candidate(probability=0.4), candidate("tea.price", 0.35, how="named", entities=("black",)))
MANY = (*CLOSE, candidate("house.hours", 0.1), candidate("tea.kinds", 0.05))


@pytest.fixture(scope="module")
def house(small: ChatBot) -> Knowledge:
    """The tea house with sentences of its own, and small talk that goes back to the last answer."""
    edition = small.knowledge.edition("en")
    hello = edition.topics["talk.hello"]
    back = {role: hello._replace(id=role, role=role) for role in ("more", "repeat", "shorter", "why", "part")}
    starters = ("house.hours", "tea.kinds", "tea.price", "cake.price")
    own = edition._replace(messages=SAID, topics={**edition.topics, **back}, starters=starters)
    return small.knowledge._replace(editions={"en": own})


def speaker(knowledge: Knowledge) -> Speaker:
    edition = knowledge.edition("en")
    return Speaker(knowledge=knowledge, edition=edition, heard=edition)


def verdict(
    knowledge: Knowledge,
    asked: str,
    outcome: Outcome,
    *candidates: Candidate,
    limit: str = "share",
    rivals: Sequence[Candidate] = (),
    hedged: bool = False,
) -> Verdict:
    """A verdict made by hand on what is asked."""
    return Verdict(
        ranking=ranking(query(asked, knowledge.edition("en")), *(candidates or (candidate(probability=0.01),))),
        outcome=outcome,
        limit=limit,
        threshold=0.5,
        measured=0.7,
        chosen=(*candidates, None)[0],
        rivals=tuple(rivals),
        hedged=hedged,
    )


def replied(knowledge: Knowledge, *verdicts: Verdict, missed: Sequence[Verdict] = ()) -> Reply:
    """The reply to a message that was understood so."""
    understood = Understanding(
        whole=verdicts[0], verdicts=verdicts, missed=tuple(missed), mentions=verdicts[0].query.mentions
    )
    return speaker(knowledge).reply(follow(understood, LAST, "en"), LAST)


def declined(knowledge: Knowledge, asked: str, *rivals: Candidate) -> Reply:
    return replied(knowledge, verdict(knowledge, asked, Outcome.DECLINE, rivals=rivals))


def ids(options: Sequence[Option]) -> list[str]:
    return [option.id for option in options]


# Answers


@pytest.mark.parametrize("probability", [0.3, 0.6, 0.79, 0.9, 0.999])
def test_an_answer_is_called_sure_from_a_limit_on(house: Knowledge, probability: float) -> None:
    one = verdict(house, "cake", Outcome.ANSWER, candidate(probability=probability))
    reply = replied(house, one)
    assert (reply.status, reply.confidence) == (Status.ANSWERED, one.confidence)
    assert reply.level is (Level.SURE if one.confidence >= SURE else Level.LIKELY)
    assert [source.id for source in reply.sources] == ["board"]
    assert (reply.options, reply.notes) == ((), ())


def test_an_answer_that_is_hedged_says_first_how_it_was_taken_and_offers_the_other_ways(house: Knowledge) -> None:
    reply = replied(house, verdict(house, "caek", Outcome.ANSWER, *CLOSE, rivals=MANY[:3], hedged=True))
    assert (reply.status, reply.level, reply.topic) == (Status.ANSWERED, Level.UNSURE, "cake.price")
    assert reply.notes == ("Taken as: How much is cake?", "Caek is cake")
    assert ids(reply.options) == ["tea.price@black", "house.hours"]
    assert reply.text == "Cake costs five coins."


def test_a_hedge_without_another_way_offers_none(house: Knowledge) -> None:
    reply = replied(house, verdict(house, "cake", Outcome.ANSWER, *CLOSE[:1], rivals=CLOSE[:1], hedged=True))
    assert (reply.level, reply.options) == (Level.UNSURE, ())
    assert reply.notes == ("Taken as: How much is cake?",)


@pytest.mark.parametrize("others", [(), CLOSE[:1], CLOSE])
def test_small_talk_that_is_likeliest_is_not_taken_for_a_question_that_comes_near(
    house: Knowledge, others: tuple[Candidate, ...]
) -> None:
    talk = [candidate(role, chance, talk=True) for role, chance in (("talk.hello", 0.4), ("more", 0.35), ("why", 0.1))]
    near = [one._replace(probability=one.probability / 8) for one in others]
    reply = replied(house, decide(ranking(query("hello", house.edition("en")), *talk, *near)))
    assert (reply.topic, reply.text) == ("talk.hello", "Hello! Ask about tea or cake.")
    assert reply.notes == ()


@pytest.mark.parametrize("hedged", [True, False])
def test_what_is_not_stated_is_no_answer_whether_hedged_or_not(house: Knowledge, hedged: bool) -> None:
    some = missing(house, "green")
    asked = candidate("tea.cost", 0.4, how="named", entities=("green",))
    reply = replied(some, verdict(some, "cost", Outcome.ANSWER, asked, rivals=(asked, *CLOSE), hedged=hedged))
    assert (reply.status, reply.level, reply.reason) == (Status.UNKNOWN, Level.UNSURE, "no-such-fact")
    assert (reply.topic, reply.entities, reply.text) == ("tea.cost", ("green",), "Nothing on its cost of green tea.")
    assert [source.id for source in reply.sources] == ["board"]


def missing(house: Knowledge, *teas: str) -> Knowledge:
    """The tea house that does not know what some teas cost."""
    some = costly(house, what="its cost", answer="It costs {tea.cost}.", label="cost")
    gaps = {f"{tea}.cost": Gap(f"{tea}.cost", "2026-11", ("board",)) for tea in teas}
    held = {id_: value for id_, value in some.book.values.items() if id_ not in gaps}
    return some._replace(book=some.book._replace(values=held, gaps=gaps))


def test_of_several_those_are_told_that_are_held_and_the_others_named(house: Knowledge) -> None:
    some = missing(house, "black")
    both = candidate("tea.cost", how="all", entities=("green", "black"))
    reply = replied(some, verdict(some, "cost", Outcome.ANSWER, both))
    assert (reply.status, reply.entities) == (Status.ANSWERED, ("green",))
    assert reply.text.endswith("Nothing on black tea.")
    assert reply.table[-1] == ("Black tea", "Not stated")
    none = missing(house, "green", "black")
    reply = replied(none, verdict(none, "cost", Outcome.ANSWER, both))
    assert (reply.status, reply.text) == (Status.UNKNOWN, "Nothing on its cost of green tea and black tea.")
    assert reply.entities == ("green", "black")


# No answer


@pytest.mark.parametrize(
    ("asked", "reason", "text", "entities"),
    [
        ("zub zab zob", "unknown-word", "No zub, zab.", ()),
        ("zub zub", "unknown-word", "No zub.", ()),
        ("sencha zub", "no-such-fact", "Green tea, but no zub.", ("green",)),
        ("sencha house", "no-such-fact", "Green tea, but not that.", ("green",)),
        ("sencha coins", "no-such-fact", "Green tea, but not that.", ("green",)),
        ("coins nine", "no-match", "No idea.", ()),
        ("coins 30", "no-match", "No idea.", ()),
        ("the", "no-match", "No idea.", ()),
        ("malt zub", "unknown-word", "No zub.", ()),
    ],
)
def test_what_is_not_answered_names_what_stopped_it(
    house: Knowledge, asked: str, reason: str, text: str, entities: tuple[str, ...]
) -> None:
    reply = declined(house, asked)
    assert (reply.status, reply.level, reply.reason) == (Status.UNKNOWN, Level.UNSURE, reason)
    assert (reply.text, reply.entities, reply.topic) == (text, entities, None)


@pytest.mark.parametrize(
    ("asked", "where"),
    [
        ("morning", "in the rest of an answer"),
        ("meadows", "among the words of a field"),
        ("green", "in a name"),
        ("teas", "as what the members of a kind are called"),
        ("compare", "as a word that asks"),
        ("rank", "as a word that says which members are meant"),
        ("cheapest", "as a word that says which members are meant"),
        ("second", "as an ordinal"),
        ("who", "as a word that asks"),
    ],
)
def test_that_nothing_mentions_a_word_is_said_only_where_it_is_true(house: Knowledge, asked: str, where: str) -> None:
    assert declined(house, f"{asked} zub").text.endswith("No zub."), where


@pytest.mark.parametrize("asked", ["zub", "sencha", "nine coins"])
@pytest.mark.parametrize("count", [0, 1, 3])
def test_what_comes_near_is_offered_to_be_picked_and_stands_before_what_is_always_offered(
    house: Knowledge, asked: str, count: int
) -> None:
    reply = declined(house, asked, *MANY[:count])
    assert ids(reply.options) == ["cake.price", "tea.price@black", "house.hours"][:count]
    labels = [option.label for option in reply.options]
    assert list(reply.suggestions)[:count] == labels
    assert len(reply.suggestions) == 3


def test_of_what_comes_near_three_are_offered_and_each_is_picked_by_its_number(house: Knowledge) -> None:
    edition = house.edition("en")
    few = [one._replace(probability=one.probability / 4) for one in MANY]
    decided = decide(ranking(query("zub", edition), *few))
    reply = replied(house, decided)
    assert reply.status is Status.UNKNOWN
    context = Context().after(reply, edition)
    for number, option in enumerate(reply.options, 1):
        id_ = picked(read(str(number), edition.lexicon), context, edition)
        assert id_ == option.id
        own = speaker(house).pick(id_, read(str(number), edition.lexicon), Context())
        assert (own.status, own.level) == (Status.ANSWERED, Level.SURE)
    assert ids(reply.options) == ["cake.price", "tea.price@black", "house.hours"]
    assert picked(read("4", edition.lexicon), context, edition) == OUTSIDE


# Asking back


def test_who_or_what_is_meant_is_asked_back(house: Knowledge) -> None:
    whom = candidate("tea.price", how="missing")
    reply = replied(house, verdict(house, "price", Outcome.CLARIFY, whom, limit="subject"))
    assert (reply.status, reply.level, reply.reason) == (Status.CLARIFY, Level.UNSURE, "ambiguous")
    assert reply.text == "Which tea?\n1. Green tea\n2. Black tea\n3. None"
    assert ids(reply.options) == ["tea.price@green", "tea.price@black", "none"]
    reply = replied(house, verdict(house, "price", Outcome.CLARIFY, *CLOSE, rivals=CLOSE))
    assert ids(reply.options) == ["cake.price", "tea.price@black", "none"]
    assert reply.text == "Which?\n1. How much is cake?\n2. How much is black tea?\n3. None"


def test_an_option_says_for_whom_it_is_unless_that_is_all_of_a_kind(house: Knowledge) -> None:
    edition = house.edition("en")
    white = edition.entities["green"]._replace(id="white", called="white tea")
    kinds = {"tea": edition.kinds["tea"]._replace(members=("green", "black", "white"))}
    some = house._replace(editions={"en": edition._replace(kinds=kinds, entities={**edition.entities, "white": white})})
    two, all_ = (
        candidate("tea.price", how="named", entities=entities)
        for entities in (("black", "green"), ("green", "black", "white"))
    )
    reply = replied(some, verdict(some, "price", Outcome.CLARIFY, two, rivals=(two, all_)))
    assert reply.options[:2] == (
        Option("tea.price@black+green", "Black tea and green tea: how much is each tea?"),
        Option("tea.price", "How much is each tea?"),
    )


def test_one_question_is_offered_once(house: Knowledge) -> None:
    same = (CLOSE[0], CLOSE[0], CLOSE[1])
    assert ids(declined(house, "zub", *same).options) == ["cake.price", "tea.price@black"]


# Options that are picked


@pytest.mark.parametrize(
    ("id_", "text"),
    [
        ("cake.price", "Cake costs five coins."),
        ("tea.price@black", "Black tea costs three coins."),
        ("tea.price@black+green", "Black tea costs three coins. Green tea costs two coins."),
    ],
)
def test_an_option_that_is_picked_is_answered_and_sure(house: Knowledge, id_: str, text: str) -> None:
    reply = speaker(house).pick(id_, query("1", house.edition("en")).question, Context())
    assert (reply.text, reply.level, reply.confidence) == (text, Level.SURE, 1.0)
    assert f"{reply.topic}@{'+'.join(reply.entities)}".rstrip("@") == id_


def test_an_option_of_an_attribute_for_nobody_is_for_all_of_its_kind(house: Knowledge) -> None:
    some = missing(house)
    assert speaker(some).pick("tea.cost", read("1", some.edition("en").lexicon), Context()).entities == (
        "green",
        "black",
    )


def test_what_is_picked_but_not_stated_is_not_sure(house: Knowledge) -> None:
    some = missing(house, "green")
    reply = speaker(some).pick("tea.cost@green", read("1", some.edition("en").lexicon), Context())
    assert (reply.status, reply.level, reply.reason) == (Status.UNKNOWN, Level.UNSURE, "no-such-fact")


def test_none_of_the_options_is_no_answer(house: Knowledge) -> None:
    reply = speaker(house).pick("none", query("3", house.edition("en")).question, Context())
    assert (reply.status, reply.text, reply.options) == (Status.UNKNOWN, "None, then.", ())


# Several requests in one message


def test_each_request_is_answered_in_its_order_and_what_is_missed_is_named(house: Knowledge) -> None:
    tea = verdict(house, "sencha price", Outcome.ANSWER, candidate("tea.price", how="named", entities=("green",)))
    cake = verdict(house, "cake", Outcome.ANSWER, candidate(probability=0.6))
    lost = verdict(house, "zub zab", Outcome.DECLINE)
    reply = replied(house, tea, cake, missed=[lost])
    assert reply.text == "Green tea costs two coins.\n\nCake costs five coins.\n\nNot zub zab."
    assert [(part.topic, part.entities) for part in reply.parts] == [
        ("tea.price", ("green",)),
        ("cake.price", ()),
        (None, ()),
    ]
    assert [part.status for part in reply.parts] == [Status.ANSWERED, Status.ANSWERED, Status.UNKNOWN]
    assert [part.question for part in reply.parts] == ["sencha price", "cake", "zub zab"]
    assert (reply.topic, reply.entities, reply.status) == ("tea.price", ("green",), Status.ANSWERED)
    assert reply.confidence == cake.confidence


def test_what_two_requests_say_alike_is_said_once(house: Knowledge) -> None:
    cake = verdict(house, "cake", Outcome.ANSWER, candidate())
    assert replied(house, cake, cake).text == "Cake costs five coins."
    assert replied(house, cake, cake).parts == ()


def test_requests_that_are_none_of_them_answered_are_declined_once(house: Knowledge) -> None:
    some = missing(house, "green")
    cost = verdict(some, "cost", Outcome.ANSWER, candidate("tea.cost", how="named", entities=("green",)))
    lost = verdict(some, "zub", Outcome.DECLINE)
    assert replied(some, lost, lost).text == "No zub."
    assert replied(some, cost, lost).parts[0].status is Status.UNKNOWN


def test_a_request_of_several_that_is_hedged_says_how_it_was_taken_too(house: Knowledge) -> None:
    sure = verdict(house, "sencha", Outcome.ANSWER, candidate("tea.price", 0.3, how="named", entities=("green",)))
    hedged = verdict(house, "cake", Outcome.ANSWER, *CLOSE, rivals=CLOSE, hedged=True)
    reply = replied(house, sure, hedged)
    assert reply.level is Level.UNSURE
    assert "Taken as: How much is cake?" in reply.notes


# Going back


@pytest.mark.parametrize(
    ("role", "text", "topic"),
    [
        ("more", "It is baked each morning.", "cake.price"),
        ("repeat", "Cake costs. A lot.", "repeat"),
        ("shorter", "Cake costs.", "shorter"),
        ("why", "From The board.", "cake.price"),
        ("part", "Cake costs. A lot.", "cake.price"),
    ],
)
def test_small_talk_may_go_back_to_the_last_answer_and_answers_itself_where_it_says_nothing_new(
    house: Knowledge, role: str, text: str, topic: str
) -> None:
    reply = replied(house, verdict(house, "again", Outcome.ANSWER, candidate(role, talk=True, again=True)))
    assert (reply.text, reply.topic, reply.level) == (text, topic, Level.SURE)
    assert reply.trace
    assert reply.trace.carried == ("topic: cake.price",)


def test_without_an_answer_before_small_talk_that_goes_back_says_that_there_is_none(house: Knowledge) -> None:
    one = verdict(house, "again", Outcome.ANSWER, candidate("more", talk=True))
    understood = Understanding(whole=one, verdicts=(one,), missed=(), mentions=())
    reply = speaker(house).reply(follow(understood, Context(), "en"), Context())
    assert (reply.text, reply.topic) == ("Hello! Ask about tea or cake.", "more")
    assert (reply.status, reply.reason) == (Status.UNKNOWN, "no-such-fact")


# Refused


def test_what_is_refused_says_why(house: Knowledge) -> None:
    nothing = read("", house.edition("en").lexicon)
    assert speaker(house).refuse("too-long", nothing).text == "Over 2000."
    reply = speaker(house).refuse("other-language", nothing)
    assert (reply.status, reply.reason, reply.text) == (Status.UNKNOWN, "other-language", "In English, please.")
    assert len(reply.suggestions) == 3


def test_a_number_that_counts_to_no_option_is_refused_and_the_options_stay_open(house: Knowledge) -> None:
    options = (Option("cake.price", "How much is cake?"), Option("none", "None"))
    reply = speaker(house).pick(OUTSIDE, read("7", house.edition("en").lexicon), Context(options=options))
    assert (reply.status, reply.reason, reply.options) == (Status.CLARIFY, "ambiguous", options)
    assert reply.text == "No 7 of 2."
