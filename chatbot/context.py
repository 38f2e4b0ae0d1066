"""What the last turns lend to the next question: so far, the options that were offered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from chatbot.reply import Option


@dataclass(frozen=True, slots=True)
class Context:
    """What a session remembers."""

    options: tuple[Option, ...] = ()

    def state(self) -> dict[str, Any]:
        """The context as JSON-able values."""
        return {"options": [{"id": option.id, "label": option.label} for option in self.options]}

    @staticmethod
    def restore(state: Mapping[str, Any]) -> Context:
        """The context of a saved state; what is malformed in it is dropped."""
        options = state.get("options")
        kept = [
            Option(str(o["id"]), str(o["label"]))
            for o in (options if isinstance(options, list) else [])
            if isinstance(o, Mapping) and "id" in o and "label" in o
        ]
        return Context(tuple(kept))
