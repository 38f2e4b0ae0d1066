"""What a message asks in its conversation: an option that was offered, or a question that leans on the last turns."""

from typing import NamedTuple

from chatbot.coreference.referring import CORRECTED, COUNTED, LENT, PAIRED, PLACED
from chatbot.dialogue.context import Context
from chatbot.dialogue.picking import picked, suggested
from chatbot.matching.requests import Understanding, understand
from chatbot.reading.detect import Heard
from chatbot.reading.focus import TURNED_TO
from chatbot.reading.tokenizer import read
from chatbot.reply import Reply, Trace

CARRIED = {LENT: "entity", PAIRED: "meant", COUNTED: "meant", CORRECTED: "meant", TURNED_TO: "meant", PLACED: "place"}
"""What was borrowed or filled in, by how those were found that a request means."""


class Followed(NamedTuple):
    """A message, understood in its conversation, and what its reply is explained by."""

    understood: Understanding
    trace: Trace


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
    return Asked(heard, known, followed=follow(understood, known, heard.edition.language))


def follow(understood: Understanding, context: Context, language: str) -> Followed:
    """What was understood in a context, of a message that was read by the edition of a language."""
    chosen = [verdict.chosen for verdict in understood.verdicts if verdict.chosen]
    carried = [f"{CARRIED[one.how]}: {id_}" for one in chosen if one.how in CARRIED for id_ in one.entities]
    trace = Trace(
        query=understood.whole.ranking.query,
        verdicts=understood.verdicts,
        carried=tuple(dict.fromkeys(carried)),
        language=language,
        lent=context.lent,
        options=context.options,
        offered=context.offered,
        age=context.age,
    )
    return Followed(understood, trace)
