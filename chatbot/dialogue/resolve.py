"""What a message asks in its conversation: an option that was offered, or a question that leans on the last turns."""

from typing import NamedTuple

from chatbot.coreference.referring import CORRECTED, COUNTED, LENT, PAIRED, PLACED
from chatbot.dialogue.context import Context
from chatbot.dialogue.picking import picked, suggested
from chatbot.matching.requests import Understanding, understand
from chatbot.reading.detect import Heard
from chatbot.reading.focus import NOT_LENT, TURNED_TO, Lent
from chatbot.reading.tokenizer import read
from chatbot.reply import Reply

CARRIED = {LENT: "entity", PAIRED: "meant", COUNTED: "meant", CORRECTED: "meant", TURNED_TO: "meant", PLACED: "place"}
"""What was borrowed or filled in, by how those were found that a request means."""


class Followed(NamedTuple):
    """A message, understood in its conversation. `carried` says what was borrowed, as `what: id`."""

    understood: Understanding
    carried: tuple[str, ...] = ()
    lent: Lent = NOT_LENT
    """What the turns before lent to it."""


class Asked(NamedTuple):
    """A message, resolved in its context; where it is refused, neither `option` nor `followed` is there."""

    heard: Heard
    context: Context
    option: str | None = None
    """The id of the option that it picks."""
    followed: Followed | None = None

    def after(self, reply: Reply) -> Context:
        """The context of the next turn; what is refused leaves no trace."""
        return self.context if self.heard.refused else self.context.after(reply, self.heard.edition)


def resolve(heard: Heard, context: Context) -> Asked:
    """What a message asks after the turns before it."""
    known = context.within(heard.edition)
    if heard.refused:
        return Asked(heard, known)
    if (option := picked(heard.question, known, heard.edition)) is not None:
        return Asked(heard=heard, context=known, option=option)
    asked = suggested(heard.question, known, heard.edition)
    question = read(asked, heard.edition.lexicon) if asked else heard.question
    understood = understand(question, heard.edition, heard.knowledge, known.lent)
    chosen = [verdict.chosen for verdict in understood.verdicts if verdict.chosen]
    carried = [f"{CARRIED[one.how]}: {id_}" for one in chosen if one.how in CARRIED for id_ in one.entities]
    return Asked(heard, known, followed=Followed(understood, tuple(dict.fromkeys(carried)), lent=known.lent))
