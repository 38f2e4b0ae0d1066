"""What a message asks in its conversation: an option that was offered, or a question that leans on the last turns."""

from typing import NamedTuple

from chatbot.dialogue.context import Context
from chatbot.dialogue.following import Followed, follow, picked
from chatbot.reading.detect import Heard
from chatbot.reply import Reply


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
    return Asked(heard, known, followed=follow(heard.question, known, heard.edition, heard.knowledge))
