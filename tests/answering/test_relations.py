"""How entries belong together."""

from __future__ import annotations

import pytest

from chatbot.answering.relations import counterparts, neighbours
from chatbot.knowledge import Topic


def topic(id_: str, **more: object) -> Topic:
    held: dict[str, object] = {"question": "", "phrasings": (), "answer": ""}
    return Topic(id_, **held | more)  # type: ignore[arg-type]


def test_an_entry_is_the_neighbour_of_those_that_it_names_and_of_those_that_name_it() -> None:
    found = neighbours([topic("a", related=("b", "c")), topic("b"), topic("c", related=("b",))])
    assert found == {"a": ("b", "c"), "b": ("a", "c"), "c": ("a", "b")}


TASTE = topic("tea.taste", needs="tea", attribute="taste", answer="{tea.taste.says}")


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ([topic("rule", each="tea.rule"), topic("tea.rule")], {"rule": ("tea.rule",), "tea.rule": ("rule",)}),
        ([TASTE, topic("find", role="by-subject", answer="{tea.taste}")], {"find": ("tea.taste",)}),
        ([TASTE, topic("other", needs="tea", answer="{tea.taste}")], {}),
        ([TASTE, topic("find", role="by-subject", answer="{tea.smell}")], {}),
    ],
)
def test_what_is_said_of_all_or_found_by_what_each_is_has_the_entry_of_each_for_its_counterpart(
    entries: list[Topic], expected: dict[str, tuple[str, ...]]
) -> None:
    assert counterparts(entries) == expected
