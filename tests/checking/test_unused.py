"""The bot's own sentences: those that it says are those that a folder must have."""

from __future__ import annotations

import ast

from paths import PACKAGE

from chatbot.channels.chat import COMMANDS
from chatbot.checking.unused import COLUMN, values
from chatbot.reply import Level, Status


def test_the_messages_that_the_engine_says_are_those_declared() -> None:
    """Ids and values are read off the calls in the source; those made of parts are spelt out here."""
    made = {f"level-{value.value}" for value in (*Level, *Status)} | {f"help-{name}" for name in COMMANDS}
    said: dict[str, set[str]] = {id_: set() for id_ in made | {"and", "not-stated"}}
    said |= {"quote": {"words"}, "empty": set(), "too-long": {"limit"}, "other-language": set()}
    said |= {id_: {"cluster", "words", "doing"} for id_ in ("fit", "by-subject", "other-field")}
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
    shipped = {id_: set(slots) for id_, slots in values().items()}
    assert shipped.keys() == said.keys()
    assert all(slots <= said[id_] for id_, slots in shipped.items())


def test_the_message_of_a_column_is_named_after_its_fact() -> None:
    assert f'f"{COLUMN}{{attribute}}"' in (PACKAGE / "answering/compose.py").read_text("utf-8")
