"""A conversation on a screen, without the screen: lines in, lines out, and its commands."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import LEAVES, TEA_HOUSE
from handwritten import priced

from chatbot import ChatBot, KnowledgeError, Status
from chatbot.channels.chat import COMMANDS, Conversation, known
from chatbot.channels.render import Style, reply_lines
from chatbot.measuring.evaluate import read_cases, run
from chatbot.reply import Level


@pytest.fixture
def talk(bot: ChatBot) -> Conversation:
    return Conversation(bot, Style())


def said(conversation: Conversation, *lines: str) -> str:
    return "\n".join("\n".join(conversation.turn(line)) for line in lines)


def test_the_welcome_is_three_lines_and_its_questions_run_by_number(talk: Conversation) -> None:
    assert len(list(talk.welcome())) == 3
    assert "five independent clusters" in said(talk, "1").replace("\n", " ")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_says_something_in_help_and_before_any_question(bot: ChatBot, name: str) -> None:
    if name != "reload":
        assert said(Conversation(bot, Style()), f"/{name}")
    assert f"/{name}" in said(Conversation(bot, Style()), "/help")


def test_commands_go_back_to_the_last_answer(talk: Conversation) -> None:
    said(talk, "what are the global innovation clusters")
    assert "What are the Global Innovation Clusters?" in said(talk, "/why")
    assert "magnets" in said(talk, "/more")
    assert "https://" in said(talk, "/sources")
    assert said(talk, "/copy").startswith("“Through")


def test_a_misspelt_command_is_answered_with_the_near_one(talk: Conversation) -> None:
    assert "/sources" in said(talk, "/suorces")
    assert "/help" in said(talk, "/zzzzzz")


def test_clear_forgets_and_quit_ends(talk: Conversation) -> None:
    said(talk, "what does DIGITAL do", "/clear")
    assert not talk.subject()
    said(talk, "/quit")
    assert talk.over


def test_a_saved_conversation_is_a_test_that_passes(bot: ChatBot, talk: Conversation, tmp_path: Path) -> None:
    path = tmp_path / "talk.md"
    said(talk, "what does DIGITAL do", "and -- protein?", "is ocean water salty", f"/save {path}")
    report = run(bot, read_cases(path))
    assert len(report.judged) == 3
    assert not report.failed
    assert "I cannot write" in said(talk, f"/save {path}").replace("\n", " ")


def test_the_verdict_as_one_types_names_the_entry(talk: Conversation) -> None:
    assert talk.verdict("who funds the clusters") == "Sure program.funder"
    assert talk.verdict("is ocean water salty") == "Unknown"
    assert talk.verdict("") == ""
    before = talk.session.state()
    talk.verdict("what does DIGITAL do")
    assert talk.session.state() == before


def test_the_choices_are_the_options_that_are_open(talk: Conversation) -> None:
    said(talk, "what does the cluster do")
    assert "DIGITAL" in talk.choices()


def test_completion_knows_questions_names_and_commands(bot: ChatBot) -> None:
    words = known(bot.knowledge.edition("en"))
    assert {"Who funds the Global Innovation Clusters?", "Ocean Cluster", "/why"} <= set(words)


def test_the_chat_pins_a_language_and_unpins_it(bot: ChatBot) -> None:
    chat = Conversation(bot, Style(plain=True))
    list(chat.turn("/language fr"))
    assert "manufacturier" in " ".join(chat.turn("NGen"))
    list(chat.turn("/language auto"))
    assert "Canadian manufacturing" in " ".join(chat.turn("What does NGen do?"))


def test_the_chat_speaks_the_language_of_the_last_answer(bot: ChatBot) -> None:
    chat = Conversation(bot, Style())
    list(chat.turn("Que fait NGen ?"))
    assert "Cette liste" in " ".join(chat.turn("/help"))
    assert "Quelles grappes y a-t-il" in " ".join(chat.turn("/topics"))


def test_the_welcome_is_in_the_language_hinted_at(bot: ChatBot) -> None:
    assert "Posez vos questions" in " ".join(Conversation(bot, Style(), hint="fr").welcome())


def test_a_broken_file_keeps_the_old_knowledge_and_says_so(folder: Callable[..., Path]) -> None:
    made = folder()
    conversation = Conversation(ChatBot.load(made), Style(width=400))
    (made / "topics/all.yaml").write_text("- id: [", "utf-8")
    lines = list(conversation.turn("/reload"))
    assert any("topics/all.yaml:" in line for line in lines)
    assert "Tea costs two coins." in list(conversation.turn("price of tea"))
    with pytest.raises(KnowledgeError):
        conversation.bot.reload()
    priced_again = folder()
    priced(priced_again, "three")
    assert conversation.bot.knowledge.digest not in "".join(conversation.turn("/reload"))
    assert "Tea costs three coins." in list(conversation.turn("price of tea"))


COMMANDED = ("/why", "/more", "/sources", "/copy", "why?", "tell me more")
"""What goes back to the last answer, as a command and in words."""


def test_a_session_goes_on_when_what_it_spoke_of_is_gone(folder: Callable[..., Path]) -> None:
    made = folder()
    bot = ChatBot.load(made)
    conversation = Conversation(bot, Style())
    list(conversation.turn("price of cake"))
    text = (made / "topics/all.yaml").read_text("utf-8")
    (made / "topics/all.yaml").write_text(text.replace("cake.price", "cake.cost"), "utf-8")
    for line in ("/reload", *COMMANDED, "price of cake"):
        assert all(isinstance(said, str) for said in conversation.turn(line)), line
    assert conversation.last
    assert conversation.last.topic == "cake.cost"


def test_a_session_goes_on_when_whom_it_spoke_of_is_gone(folder: Callable[..., Path]) -> None:
    made = folder(**{name.removesuffix(".yaml").replace("/", "__"): text for name, text in TEA_HOUSE.items()})
    conversation = Conversation(ChatBot.load(made), Style())
    said(conversation, "how much is assam", "what does it cost and when do you open?")
    assert conversation.last
    assert conversation.last.entities == ("black",)
    teas = TEA_HOUSE["entities/teas.yaml"].replace("id: black", "id: dark")
    (made / "entities/teas.yaml").write_text(teas, "utf-8")
    for line in ("/reload", *COMMANDED, "how much is assam"):
        assert all(isinstance(said, str) for said in conversation.turn(line)), line
    assert conversation.last.entities == ("dark",)


@pytest.fixture
def leaves(folder: Callable[..., Path]) -> Conversation:
    """A conversation whose answer is one of three that are about as likely."""
    conversation = Conversation(ChatBot.load(folder(topics__all=LEAVES)), Style())
    list(conversation.turn("tea leaf"))
    assert conversation.last
    assert (conversation.last.status, conversation.last.level) == (Status.ANSWERED, Level.UNSURE)
    return conversation


def test_an_answer_that_is_hedged_says_first_how_the_question_was_taken(leaves: Conversation) -> None:
    assert leaves.last
    edition = leaves.bot.knowledge.edition("en")
    lines = list(reply_lines(leaves.last, edition, Style()))
    assert lines[0] == f"Note: I take this as: {edition.topics[leaves.last.topic or ''].question}"
    assert lines[1] == leaves.last.text
    assert sum("Note:" in line for line in lines) == 1


def test_the_other_ways_to_take_a_hedged_question_can_be_chosen(leaves: Conversation) -> None:
    assert leaves.last
    asked = {one.question: one.id for one in leaves.edition.topics.values() if one.id.startswith("leaf.")}
    others = [question for question, id_ in asked.items() if id_ != leaves.last.topic]
    assert sorted(leaves.choices()) == sorted(others)
    said(leaves, others[1])
    assert leaves.last.topic == asked[others[1]]


def test_a_number_picks_what_is_shown_by_it_after_a_hedged_answer_too(leaves: Conversation) -> None:
    assert leaves.last
    shown = [line for line in reply_lines(leaves.last, leaves.edition, Style(), numbered_from=1) if "  1. " in line]
    said(leaves, "1")
    assert shown == [f"  1. {leaves.edition.topics[leaves.last.topic or ''].question}"]


@pytest.mark.parametrize(
    "question",
    ["compare NGen", "what does the cluster do", "who funds trombones", "is ocean water salty", "how much did Ocean"],
)
def test_whatever_is_offered_says_something_when_it_is_chosen(bot: ChatBot, question: str) -> None:
    session = bot.session()
    offered = session.ask(question).options
    assert offered
    state = session.state()
    for number, option in enumerate(offered, 1):
        reply = bot.session(state).ask(str(number))
        assert reply.text.strip(" ."), option
        assert "  " not in reply.text, option
