"""What the last turns lend to the next question, and for how long."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from handmade import spoken_of

from chatbot import ChatBot, Option
from chatbot.dialogue.context import EXPIRES, Context, holds, parted
from chatbot.knowledge import Edition, Kind
from chatbot.language import How, Phrase
from chatbot.reading.focus import Focus, Lent

GREEN = Context(
    lent=spoken_of("green")._replace(listed=("green", "black")), entities=("green",), text="Two coins.", language="en"
)


@pytest.mark.parametrize(("age", "topic"), [(EXPIRES - 1, "tea.price"), (EXPIRES, "")])
def test_a_subject_is_forgotten_after_some_turns_that_answered_nothing(
    small: ChatBot, edition: Edition, age: int, topic: str
) -> None:
    for message in ("zub", "hello"):
        after = GREEN._replace(age=age).after(small.ask(message), edition)
        assert (after.topic, after.age) == (topic, age + 1 if topic else 0)


def test_an_answer_becomes_the_subject(small: ChatBot, edition: Edition) -> None:
    after = GREEN.after(small.ask("how much is cake"), edition)
    assert (after.topic, after.entities, after.age) == ("cake.price", (), 0)


@pytest.mark.parametrize(
    ("asked", "listed"),
    [
        ("which teas are there", ("green", "black")),
        ("how much is assam", ()),
        ("how much is assam and sencha", ("black", "green")),
    ],
)
def test_what_is_listed_is_a_kind_or_those_compared(
    small: ChatBot, edition: Edition, asked: str, listed: tuple[str, ...]
) -> None:
    assert Context().after(small.ask(asked), edition).lent.listed == listed


@pytest.mark.parametrize(
    ("asked", "text", "person", "host"),
    [
        ("how much is sencha", "Ann serves it. Ask Ann.", False, ("ann",)),
        ("how much is sencha", "Ann and Bob serve it.", False, ()),
        ("how much is cake", "Ann bakes it.", False, ()),
        ("how much is cake", "Ann bakes it.", True, ("ann",)),
    ],
)
def test_the_only_person_that_an_answer_names_is_in_focus_and_after_one_about_somebody_the_only_one_of_another_kind(
    small: ChatBot, edition: Edition, asked: str, text: str, person: bool, host: tuple[str, ...]
) -> None:
    hosts = {id_: edition.entities["green"]._replace(id=id_, kind="host", name=id_.title()) for id_ in ("ann", "bob")}
    called = {id_: (((id_,), Phrase(How.NAME, (id_,), kind="host", words=id_)),) for id_ in hosts}
    kind = Kind("host", "host", many="hosts", members=(*hosts,), person=person)
    held = edition._replace(
        entities={**edition.entities, **hosts},
        kinds={**edition.kinds, "host": kind},
        phrases={**edition.phrases, **called},
    )
    assert Context().after(replace(small.ask(asked), text=text), held).lent.of("host") == host


def test_one_of_those_listed_leaves_the_list_as_it_is_and_a_reply_its_options(small: ChatBot, edition: Edition) -> None:
    some = GREEN._replace(lent=GREEN.lent._replace(listed=("black", "green")))
    assert some.after(small.ask("how much is assam"), edition).lent.listed == ("black", "green")
    reply = replace(small.ask("zub"), options=(Option("cake.price", "Cake"),))
    assert GREEN.after(reply, edition).options == reply.options


def test_the_options_of_a_reply_are_open_for_one_turn_whether_it_answered_or_not(
    small: ChatBot, edition: Edition
) -> None:
    options = (Option("cake.price", "Cake"), Option("tea.price@green+black", "Both"))
    for message in ("how much is cake", "zub"):
        offered = GREEN.after(replace(small.ask(message), options=options), edition)
        assert offered.options == options
        assert offered.after(small.ask("hello"), edition).options == ()
        assert offered.after(small.ask("how much is cake"), edition).options == ()


@pytest.mark.parametrize(
    ("id_", "parts", "held"),
    [
        ("cake.price", ("cake.price", ()), True),
        ("tea.price@black", ("tea.price", ("black",)), True),
        ("tea.price@black+green", ("tea.price", ("black", "green")), True),
        ("tea.price@black+gone", ("tea.price", ("black", "gone")), False),
        ("tea.price@gone", ("tea.price", ("gone",)), False),
        ("gone@black", ("gone", ("black",)), False),
        ("gone", ("gone", ()), False),
        ("none", ("none", ()), True),
    ],
)
def test_an_options_id_is_an_entry_and_those_that_it_is_asked_of(
    edition: Edition, id_: str, parts: tuple[str, tuple[str, ...]], held: bool
) -> None:
    assert parted(id_) == parts
    assert holds(id_, edition) is held


def test_a_state_survives_json(edition: Edition) -> None:
    options = (Option("tea.price@black", "Black tea"), Option("tea.price@green+black", "Both"), Option("none", "None"))
    lent = GREEN.lent._replace(foci=(Focus(("green",), "tea", before=("black",)),), asked=("cake?", "and tea?"))
    some = GREEN._replace(lent=lent, options=options, age=2)
    assert Context.restore(json.loads(json.dumps(some.state())), edition) == some


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("cha.price", "tea.price"),
        ("cha.price@black", "tea.price@black"),
        ("tea.price@sencha", "tea.price@green"),
        ("tea.price@sencha+black", "tea.price@green+black"),
    ],
)
def test_what_a_state_holds_by_an_old_id_goes_by_the_new_one(edition: Edition, old: str, new: str) -> None:
    some = edition._replace(moved={"cha.price": "tea.price", "sencha": "green", "assam": "black"})
    focus = [{"entities": ["sencha"], "before": ["assam"], "age": 0}]
    state = GREEN.state() | {
        "topic": "cha.price",
        "entities": ["sencha"],
        "focus": focus,
        "options": [{"id": old, "label": "Tea"}],
    }
    pair = Focus(("green",), "tea", before=("black",))
    lent = GREEN.lent._replace(foci=(pair,))
    assert Context.restore(state, some) == GREEN._replace(lent=lent, options=(Option(new, "Tea"),))


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("version", 1, "state.version: 4 is expected, not 1"),
        ("version", None, "state.version: 4 is expected, not None"),
        ("topic", 3, "state.topic: a text is expected, not 3"),
        ("entities", "green", "state.entities: a list is expected, not 'green'"),
        ("entities", [3], "state.entities: a text is expected, not 3"),
        ("listed", None, "state.listed: a list is expected, not None"),
        ("focus", [{"entities": ["green"], "age": 0}], "state.before: a list is expected, not None"),
        ("asked", "cake", "state.asked: a list is expected, not 'cake'"),
        ("focus", [3], "state.focus: a mapping is expected, not 3"),
        (
            "focus",
            [{"entities": ["green"], "before": [], "age": -1}],
            "state.age: a whole number from 0 to 6 is expected, not -1",
        ),
        ("age", "old", "state.age: a whole number from 0 to 6 is expected, not 'old'"),
        ("age", True, "state.age: a whole number from 0 to 6 is expected, not True"),
        ("options", [{"id": "cake.price"}], "state.options.label: a text is expected, not None"),
        ("text", None, "state.text: a text is expected, not None"),
    ],
)
def test_what_is_no_state_is_refused_by_the_name_of_its_field(
    edition: Edition, field: str, value: object, expected: str
) -> None:
    with pytest.raises(ValueError, match=re.escape(expected)):
        Context.restore(GREEN.state() | {field: value}, edition)


def test_of_a_state_what_is_there_is_kept_and_what_is_gone_is_dropped(edition: Edition) -> None:
    focus = [{"entities": [one], "before": ["gone"], "age": 0} for one in ("gone", "green")]
    state = GREEN.state() | {"entities": ["green", "gone"], "focus": focus, "options": [{"id": "gone", "label": "x"}]}
    assert Context.restore(state, edition) == GREEN
    assert Context.restore(GREEN.state() | {"topic": "gone"}, edition) == Context(
        lent=Lent(foci=GREEN.lent.foci), language="en"
    )
    assert Context.restore({}, edition) == Context()


def test_a_context_stands_within_an_edition_that_holds_it_and_loses_what_another_does_not(edition: Edition) -> None:
    assert GREEN.within(edition) is GREEN
    fewer = edition._replace(entities={"green": edition.entities["green"]})
    assert GREEN.within(fewer).lent.listed == ("green",)
    assert GREEN.within(edition._replace(topics={})).topic == ""
    offered = GREEN._replace(options=(Option("tea.price@black", "Black tea"), Option("tea.price@green+black", "Both")))
    assert offered.within(edition) is offered
    assert offered.within(fewer).options == ()
