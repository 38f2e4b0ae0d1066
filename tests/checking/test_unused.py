"""The bot's own sentences: those that it says are those that a folder must have."""

from __future__ import annotations

import ast

from paths import PACKAGE

from chatbot.channels.chat import COMMANDS
from chatbot.checking.unused import WHO, slots
from chatbot.loading.facts import BOUNDS
from chatbot.reply import Level, Status


def test_the_messages_that_the_engine_says_are_those_declared() -> None:
    """Ids and values are read off the calls in the source; those made of parts are spelt out here."""
    made = {f"level-{value.value}" for value in (*Level, *Status)} | {f"help-{name}" for name in COMMANDS}
    said: dict[str, set[str]] = {id_: set() for id_ in made | {"and", "not-stated"}}
    said |= {"quote": {"words"}, "empty": set(), "too-long": {"limit"}, "other-language": set()}
    said |= {"help-language": {"languages"}}
    said |= {id_: {"entity", "words", "doing"} for id_ in ("fit", "by-subject", "other-field")}
    said |= {id_: {"entity", "words", "page"} for id_ in ("no-such-fact", "no-such-answer")}
    said |= {f"bound-{bound}": {"value"} for bound in BOUNDS}
    said |= {id_: {"label", "list"} for id_ in ("not-ranked", "doubtful-order")}
    ranked = ("most", "least", "most-date", "least-date")
    said |= {id_: {"label", "entity", "value", "second", "as-of"} for id_ in ranked}
    said |= {"item": {"name", "value"}, "second": {"name", "value"}, "dated": {"value", "as-of"}}
    for path in PACKAGE.rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            name = getattr(call.func, "attr", getattr(call.func, "id", "")) if isinstance(call, ast.Call) else ""
            if isinstance(call, ast.Call) and name in ("message", "_say"):
                id_ = call.args[name == "message"]
                choices = [id_.body, id_.orelse] if isinstance(id_, ast.IfExp) else [id_]
                for choice in choices:
                    if isinstance(choice, ast.Constant):
                        said.setdefault(str(choice.value), set()).update(k.arg for k in call.keywords if k.arg)
    said["why-name"] = said["why-subject"] = {"words", "what"}
    shipped = {id_: set(values) for id_, values in slots().items()}
    assert shipped.keys() == said.keys()
    assert {id_: values - said[id_] - WHO for id_, values in shipped.items()} == {id_: set() for id_ in shipped}
