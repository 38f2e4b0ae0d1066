"""Topics that lie too near to each other."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from conftest import TEA_HOUSE
from handmade import judging
from paths import BROKEN

from chatbot.checking.check import check
from chatbot.checking.overlap import shortest, tie, unlisted, verdict
from chatbot.loading.loader import load
from chatbot.matching.decision import Outcome

COMPARED = """
- id: tea.kinds
  needs: tea
  phrasings: ["How much is {tea}?", "price of {tea}", "what does {tea} cost"]
  answer: "{tea} {tea.price}."
  sources: [board]
- id: tea.compare
  needs: tea
  role: compare
  table: [price]
  phrasings: ["Compare {tea} and {tea}", "set {tea} beside {tea}", "how do {tea} and {tea} differ"]
  answer: "{tea} {tea.price}."
  sources: [board]
"""


def test_a_tie_is_shown_by_its_shortest_question_at_both_topics(folder: Callable[..., Path]) -> None:
    made = folder()
    shutil.copyfile(BROKEN / "tie.yaml", made / "topics/all.yaml")
    knowledge = load(made)
    edition = unlisted(knowledge.edition("en"))
    problems = [problem for problem in check(made) if problem.code == "tie"]
    [question] = {problem.message.split("'")[1] for problem in problems}
    found = tie(question, verdict(question, edition, knowledge))
    assert found is not None
    assert [sorted(problem.message.split("'")[3:6:2]) for problem in problems] == [sorted(found.pair)] * 2
    assert shortest(found, edition, knowledge) == found


def test_a_tie_tells_how_much_likelier_the_first_is(folder: Callable[..., Path]) -> None:
    made = folder()
    shutil.copyfile(BROKEN / "tie.yaml", made / "topics/all.yaml")
    knowledge = load(made)
    asked = verdict("bakes", unlisted(knowledge.edition("en")), knowledge)
    found = tie("bakes", asked)
    assert found is not None
    shares = asked.ranking.shares
    assert [found.first, found.second] == list(shares)[:2]
    assert found.apart == shares[found.first] - shares[found.second] >= 0


def test_a_question_that_only_lacks_its_subject_lies_between_no_topics(folder: Callable[..., Path]) -> None:
    made = folder(bot=TEA_HOUSE["bot.yaml"], entities__teas=TEA_HOUSE["entities/teas.yaml"], topics__all=COMPARED)
    knowledge = load(made)
    edition = judging(knowledge.edition("en"), {"evidence": 10.0})
    asked = verdict("set assam beside", edition, knowledge)
    assert (asked.outcome, asked.limit, len(asked.rivals)) == (Outcome.CLARIFY, "subject", 2)
    assert tie("set assam beside", asked) is None
