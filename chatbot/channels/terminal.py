"""The chat on a terminal: a prompt below, replies above, in the normal scroll of the screen."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from prompt_toolkit import ANSI, PromptSession, print_formatted_text
from prompt_toolkit.auto_suggest import AutoSuggestFromHistory
from prompt_toolkit.completion import Completer, DynamicCompleter, FuzzyCompleter, WordCompleter
from prompt_toolkit.history import History, InMemoryHistory
from prompt_toolkit.input import Input
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.keys import Keys
from prompt_toolkit.output import Output

from chatbot.answering.template import message
from chatbot.channels.chat import Conversation, known
from chatbot.channels.render import printable
from chatbot.knowledge import Edition
from chatbot.storing.history import HistoryFile


class Screen(NamedTuple):
    """Where a chat happens. Input and output are parameters, so that a test types through a pipe."""

    columns: Callable[[], int]
    input: Input | None = None
    output: Output | None = None
    vi: bool = False

    def show(self, lines: Iterable[str]) -> None:
        """Print lines, with their colours."""
        for line in lines:
            print_formatted_text(ANSI(line), output=self.output)


class KeptHistory(History):
    """The prompt's view of a history file; keeps nothing while the conversation says so."""

    def __init__(self, file: HistoryFile, conversation: Conversation) -> None:
        super().__init__()
        self._file = file
        self._conversation = conversation

    def load_history_strings(self) -> Iterable[str]:
        """The lines, newest first."""
        return reversed(self._file.lines())

    def store_string(self, string: str) -> None:
        """Keep a line."""
        if self._conversation.keeping:
            self._file.add(string)


def chat(conversation: Conversation, screen: Screen, history: HistoryFile | None = None) -> int:
    """Talk until Ctrl-D or /quit. Ctrl-C clears the line. Returns the exit code, 0."""
    plain = conversation.style.plain
    completers = {name: completer(edition) for name, edition in conversation.bot.knowledge.editions.items()}
    prompt: PromptSession[str] = PromptSession(
        input=screen.input,
        output=screen.output,
        vi_mode=screen.vi,
        history=InMemoryHistory() if history is None else KeptHistory(history, conversation),
        auto_suggest=AutoSuggestFromHistory(),
        completer=DynamicCompleter(lambda: completers[conversation.edition.language]),
        complete_while_typing=not plain,
        key_bindings=_keys(conversation),
        bottom_toolbar=None if plain else lambda: _toolbar(conversation, prompt.default_buffer.text),
        reserve_space_for_menu=4,
    )
    screen.show(conversation.welcome())
    while not conversation.over:
        try:
            typed = prompt.prompt(f"{message(conversation.edition, 'you')} " if plain else "> ")
        except KeyboardInterrupt:
            continue
        except EOFError:
            screen.show([printable(message(conversation.edition, "farewell"))])
            return 0
        conversation.style = conversation.style._replace(width=screen.columns())
        screen.show(conversation.turn(typed))
        screen.show([""])
    return 0


def completer(edition: Edition) -> Completer:
    """Known questions, names and slash commands, by letters in their order anywhere in the line."""
    return FuzzyCompleter(WordCompleter(known(edition), sentence=True), pattern=r"^.*")


def _toolbar(conversation: Conversation, typed: str) -> str:
    """The subject, and how the line would be answered as it stands."""
    told = conversation.verdict(typed) or message(conversation.edition, "keys")
    return f" {conversation.subject() or '-'}  |  {told}"


def _keys(conversation: Conversation) -> KeyBindings:
    """The keys beside the usual ones: arrows choose what was offered, and pasted lines become one."""
    keys = KeyBindings()

    def choose(event: KeyPressEvent, step: int) -> None:
        buffer, choices = event.current_buffer, conversation.choices()
        if buffer.complete_state:
            (buffer.complete_next if step > 0 else buffer.complete_previous)()
        elif choices and buffer.text in ("", *choices):
            start = -1 if step > 0 else 0
            at = choices.index(buffer.text) if buffer.text in choices else start
            buffer.text = choices[(at + step) % len(choices)]
            buffer.cursor_position = len(buffer.text)
        else:
            (buffer.history_forward if step > 0 else buffer.history_backward)()

    @keys.add("down")
    def _(event: KeyPressEvent) -> None:
        choose(event, 1)

    @keys.add("up")
    def _(event: KeyPressEvent) -> None:
        if event.current_buffer.text:
            choose(event, -1)
        else:
            event.current_buffer.history_backward()

    @keys.add(Keys.BracketedPaste)
    def _(event: KeyPressEvent) -> None:
        event.current_buffer.insert_text(" ".join(event.data.split()))

    return keys
