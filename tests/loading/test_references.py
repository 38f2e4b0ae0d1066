"""What entries refer to is there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import BOT

from chatbot import KnowledgeError
from chatbot.loading.loader import load


def codes(folder: Path) -> list[str]:
    with pytest.raises(KnowledgeError) as error:
        load(folder)
    return [p.code for p in error.value.problems]


def test_a_column_that_a_member_lacks_is_refused(folder: Callable[..., Path]) -> None:
    made = folder(
        bot=BOT + "kinds: [{id: k, one: k, many: ks}]\n",
        entities__all="- {id: a, kind: k, name: Ay, called: Ay}\n",
        topics__more="- id: c\n  phrasings: ['more of {k}']\n  answer: C.\n  needs: k\n"
        "  table: [colour]\n  sources: [board]\n",
    )
    assert codes(made) == ["no-fact"]


def test_an_id_that_is_no_more_leads_to_where_it_went_through_all_that_went_on(folder: Callable[..., Path]) -> None:
    redirects = "tea.cost: {to: tea.charge, of: most}\ntea.charge: tea.price\n"
    knowledge = load(folder(redirects=redirects))
    assert {id_: (one.to, one.of) for id_, one in knowledge.redirects.items()} == {
        "tea.cost": ("tea.price", "most"),
        "tea.charge": ("tea.price", ""),
    }


def test_an_entry_may_be_related_to_one_that_went_elsewhere(folder: Callable[..., Path]) -> None:
    more = "- {id: milk, phrasings: [is there milk], answer: Yes., sources: [board], related: [tea.cost, tea.price]}\n"
    made = folder(redirects="tea.cost: tea.price\n", topics__more=more)
    assert load(made).edition("en").topics["milk"].related == ("tea.price",)


def test_what_stands_is_not_redirected(folder: Callable[..., Path]) -> None:
    assert codes(folder(redirects="tea.price: cake.price\n")) == ["redirected"]


def test_an_attribute_asks_of_a_kind_and_is_said_by_what_is_held(folder: Callable[..., Path]) -> None:
    kinds = BOT + "kinds: [{id: k, one: k, many: ks}]\n"
    entity = "- {id: a, kind: k, name: Ay, values: {p: {value: '5', sources: [board]}}}\n"
    topic = "- {id: k.p, phrasings: ['p of {k}'], of: k, attribute: p, one: '{k} has {value}.'}\n"
    attribute = load(folder(bot=kinds, entities__all=entity, topics__more=topic)).edition("en").topics["k.p"]
    assert (attribute.needs, attribute.kind, attribute.attribute) == ("k", "k", "p")
    for wrong in (topic.replace("of: k, ", ""), topic.replace("attribute: p, ", ""), topic.replace("of: k", "of: j")):
        assert {"missing-key", "unknown-kind"} & set(codes(folder(bot=kinds, entities__all=entity, topics__more=wrong)))
