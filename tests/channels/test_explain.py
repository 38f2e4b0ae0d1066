"""The explanation is the deciding values: shares add up, and the counterfactual can be asked again where it was."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import pytest
from paths import CONVERSATIONS, QUESTIONS

from chatbot import ChatBot, Reply
from chatbot.channels.explain import SHARES, SHOWN, explain, flip, lent_lines, why_lines
from chatbot.coreference.referring import LENT
from chatbot.matching import features
from chatbot.matching.decision import decide
from chatbot.matching.readings import WAYS
from chatbot.reading.focus import NOT_LENT
from chatbot.reply import Trace

ASKED = [
    "who funds the clusters",
    "who funds trombones",
    "what does the protien cluster do",
    "which one deals with fishing boats",
    "who sells the clusters",
    "compare DIGITAL and Scale AI",
    "how do universities take part",
    "who runs NGen and who funds the clusters",
    "quelle grappe pour un pêcheur de homard",
]


def traced(reply: Reply) -> Trace:
    assert reply.trace is not None
    return reply.trace


def explained(bot: ChatBot, question: str) -> dict[str, Any]:
    return explain(traced(bot.ask(question)), bot.knowledge)


def lines(bot: ChatBot, reply: Reply) -> list[str]:
    return list(why_lines(traced(reply), bot.knowledge.edition(reply.language), bot.knowledge))


@pytest.mark.parametrize("question", ASKED)
def test_the_shares_add_up_to_the_difference_in_score(bot: ChatBot, question: str) -> None:
    trace = traced(bot.ask(question))
    told = explain(trace, bot.knowledge)["verdicts"]
    assert len(told) == len(trace.verdicts)
    for verdict, said in zip(trace.verdicts, told, strict=True):
        scores = {one.topic: one.score for one in reversed(verdict.candidates)}  # the best reading of each entry
        chosen = verdict.chosen or verdict.candidates[0]
        against = scores[said["against"]] if said["against"] else verdict.ranking.declining
        assert said["difference"] == pytest.approx(chosen.score - against, abs=1e-9)
        assert sum(share["amount"] for share in said["shares"]) == pytest.approx(said["difference"], abs=1e-9)


@pytest.mark.parametrize("question", ASKED)
def test_the_rival_is_the_best_of_the_rest_or_declining_where_that_is_before_them(bot: ChatBot, question: str) -> None:
    trace = traced(bot.ask(question))
    for verdict, said in zip(trace.verdicts, explain(trace, bot.knowledge)["verdicts"], strict=True):
        chosen = verdict.chosen or verdict.candidates[0]
        others = [one for one in verdict.candidates if one.topic != chosen.topic]
        most = max((one.score for one in others), default=verdict.ranking.declining)
        assert (said["against"] is None) is (not others or most <= verdict.ranking.declining)
        assert said["against"] in {None, *(one.topic for one in others if one.score == most)}


@pytest.mark.parametrize("question", ASKED)
def test_the_shares_are_of_known_features_each_once_the_largest_first(bot: ChatBot, question: str) -> None:
    for said in explained(bot, question)["verdicts"]:
        names = [share["feature"] for share in said["shares"]]
        assert len(names) == len(set(names))
        assert set(names) <= set(features.NAMES)
        amounts = [abs(share["amount"]) for share in said["shares"]]
        assert amounts == sorted(amounts, reverse=True)
        assert 0 not in amounts


@pytest.mark.parametrize("question", ASKED)
def test_an_explanation_tells_every_reading_and_what_decided(bot: ChatBot, question: str) -> None:
    trace = traced(bot.ask(question))
    data = explain(trace, bot.knowledge)
    assert json.loads(json.dumps(data)) == data
    for verdict, said in zip(trace.verdicts, data["verdicts"], strict=True):
        whole = said["nothing of ours"] + sum(one["probability"] for one in said["readings"])
        assert whole == pytest.approx(1, abs=1e-9)
        assert {one["how"] for one in said["readings"]} <= {*WAYS, "free"}
        assert [said[name] for name in ("limit", "threshold", "measured")] == list(decide(verdict.ranking)[2:5])
        assert said["confidence"] == verdict.confidence


@pytest.mark.parametrize("question", ASKED)
def test_the_counterfactual_flips_the_verdict_when_replayed(bot: ChatBot, question: str) -> None:
    before = bot.ask(question)
    found = flip(traced(before), bot.knowledge)
    assert found is not None
    assert explain(traced(before), bot.knowledge)["flip"] == found._asdict()
    after = traced(bot.ask(found.question, language=before.language)).verdicts[0]
    topic = after.chosen.topic if after.chosen and after.answered else None
    assert (after.outcome.value, topic) == (found.outcome, found.topic)
    first = traced(before).verdicts[0]
    assert (first.outcome.value, first.chosen.topic if first.chosen and first.answered else None) != (
        found.outcome,
        found.topic,
    )


TURNS = [
    ("what does DIGITAL do", "where is it based"),
    ("who runs NGen", "how much did it get"),
    ("where is Ocean based", "and its fee?"),
    ("que fait NGen ?", "où est-elle"),
]


@pytest.mark.parametrize(("first", "second"), TURNS)
def test_the_counterfactual_is_asked_again_after_the_same_turns(bot: ChatBot, first: str, second: str) -> None:
    session = bot.session()
    session.ask(first)
    state = session.state()
    reply = session.ask(second)
    assert traced(reply).carried
    found = flip(traced(reply), bot.knowledge)
    assert found is not None
    after = traced(bot.session(state).ask(found.question)).verdicts[0]
    topic = after.chosen.topic if after.chosen and after.answered else None
    assert (after.outcome.value, topic) == (found.outcome, found.topic)


def conversations() -> list[list[str]]:
    """What was asked, turn by turn: the labelled conversations, and the dialogues of the question files."""
    files = [*sorted(CONVERSATIONS.glob("*.jsonl")), *sorted(QUESTIONS.glob("*dialogues.jsonl"))]
    told = [json.loads(line)["turns"] for path in files for line in path.read_text("utf-8").splitlines()]
    return [[turn["ask"] for turn in turns] for turns in told]


def result(trace: Trace) -> tuple[str, str | None]:
    first = trace.verdicts[0]
    return first.outcome.value, first.chosen.topic if first.chosen and first.answered else None


@pytest.mark.parametrize("step", [20, pytest.param(1, marks=pytest.mark.deep)])
def test_an_explanation_is_true_in_the_middle_of_conversations(bot: ChatBot, step: int) -> None:
    """What would have flipped a reply does, asked again in its place; who was lent is told, and is who was meant."""
    wrong, flips, lent = [], 0, 0
    for asked in conversations()[::step]:
        session = bot.session()
        for text in asked:
            state = session.state()
            reply = session.ask(text)
            if reply.trace is None or not reply.trace.verdicts:
                continue
            data = explain(reply.trace, bot.knowledge)
            if data["flip"]:
                flips += 1
                after = traced(bot.session(state).ask(data["flip"]["question"], language=reply.trace.language))
                if result(after) != (data["flip"]["outcome"], data["flip"]["topic"]) or result(reply.trace) == result(
                    after
                ):
                    wrong.append((asked[: asked.index(text) + 1], data["flip"], result(after)))
            edition = bot.knowledge.edition(reply.trace.language)
            for verdict in reply.trace.verdicts:
                chosen = verdict.chosen
                if chosen and chosen.how == LENT:
                    lent += 1
                    called = [edition.entities[id_].called for id_ in chosen.entities]
                    if not any(all(name in line for name in called) for line in data["lent"]):
                        wrong.append((asked[: asked.index(text) + 1], called, data["lent"]))
    assert wrong == []
    assert flips > 600 // step
    assert lent > 100 // step


def test_what_would_pick_what_was_offered_is_no_flip(bot: ChatBot) -> None:
    """Without “another” a number is left, which asks the first question that was suggested."""
    session = bot.session()
    assert session.ask("Name a project from the Ocean Cluster").suggestions
    state = session.state()
    reply = session.ask("another one?")
    found = flip(traced(reply), bot.knowledge)
    assert found is None or found.without != ["another"]
    assert traced(bot.session(state).ask("one?")).verdicts[0].query.question.text != "one?"


def test_what_would_flip_a_message_hangs_on_the_turns_before(bot: ChatBot) -> None:
    session = bot.session()
    session.ask("who leads Ocean")
    trace = traced(session.ask("what is its fee"))
    found = flip(trace, bot.knowledge)
    assert found is not None
    assert (found.without, found.topic) == (["fee"], "cluster.about")
    assert bot.ask(found.question).topic != "cluster.about"
    alone = flip(replace(trace, lent=NOT_LENT), bot.knowledge)
    assert alone != found


def test_the_word_that_stopped_a_question_is_what_would_flip_it(bot: ChatBot) -> None:
    found = flip(traced(bot.ask("who funds trombones")), bot.knowledge)
    assert found is not None
    assert list(found.without) == ["trombones"]


def test_words_read_differently_and_names_are_listed(bot: ChatBot) -> None:
    data = explained(bot, "what does the protien cluster do")
    assert {"typed": "protien", "as": "protein"}.items() <= data["read"][3].items()
    assert data["verdicts"][0]["mentions"][0]["entities"] == ["protein"]


def test_the_lines_tell_the_words_the_readings_the_difference_and_the_limit(bot: ChatBot) -> None:
    told = lines(bot, bot.ask("what does the protien cluster do"))
    assert told[0] == "Read “protien” as “protein”"
    assert told[1].endswith("names Protein Industries Cluster")
    assert told[2].endswith(" What does the Protein Industries Cluster do?")
    readings = [line for line in told if re.match(r"[01]\.\d\d ", line)]
    assert len(readings) <= SHOWN + 1
    assert readings[-1].endswith(" nothing of ours")
    shares = [line for line in told if line.startswith(" " * 8)]
    assert len(shares) == SHARES
    [limit] = [line for line in told if "limit" in line]
    assert "'share'" in limit
    assert told[-1].startswith("Without “")


def test_each_request_of_a_message_is_explained_under_its_words(bot: ChatBot) -> None:
    told = lines(bot, bot.ask("who runs NGen and who funds the clusters"))
    assert [line for line in told if line.startswith("The part")] == [
        "The part “who runs NGen”",
        "The part “who funds the clusters”",
    ]
    assert sum("nothing of ours" in line for line in told) == 2


def test_a_question_is_explained_in_the_language_of_the_answer(bot: ChatBot) -> None:
    told = lines(bot, bot.ask("Que fait NGen ?", language="en"))
    assert any("What does the Advanced Manufacturing Cluster do?" in line for line in told)
    french = lines(bot, bot.ask("Que fait NGen ?"))
    assert any("Que fait la Grappe de la fabrication de pointe" in line for line in french)
    assert len(told) == len(french)


@pytest.mark.parametrize(
    ("turns", "line"),
    [
        (("what does the Ocean Cluster do", "where is it"), "It: the Ocean Cluster, from the turn before"),
        (("where is Ocean based", "zub", "what is its fee"), "Its: the Ocean Cluster, from two turns ago"),
        (
            ("which clusters are there", "where is the second one based"),
            "Counted in the list: the Protein Industries Cluster",
        ),
        (
            ("where is NGen based", "and Ocean?", "compare them"),
            "Beside each other: the Advanced Manufacturing Cluster and the Ocean Cluster",
        ),
        (("who owns the IP", "and at NGen?"), "Asked again, of the Advanced Manufacturing Cluster: “who owns the IP”"),
        (
            ("what is NGen's fee? who runs it?", "the same two for Ocean"),
            "Asked again, of the Ocean Cluster: “what is NGen's fee” and “who runs it”",
        ),
        (("where is the Ocean Cluster based", "what does DIGITAL do"), ""),
    ],
)
def test_what_was_lent_is_told_in_words(bot: ChatBot, turns: tuple[str, ...], line: str) -> None:
    session = bot.session()
    reply = [session.ask(turn) for turn in turns][-1]
    assert reply.trace is not None
    edition = bot.knowledge.edition("en")
    assert list(lent_lines(reply.trace, edition)) == ([line] if line else [])
    assert line in "\n".join(why_lines(reply.trace, edition, bot.knowledge))
    assert explain(reply.trace, bot.knowledge)["lent"] == ([line] if line else [])
