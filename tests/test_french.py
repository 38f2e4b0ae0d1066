"""The shipped knowledge in French, and both languages in one conversation."""

from __future__ import annotations

import pytest

from chatbot import ChatBot
from chatbot.answering.compose import label
from chatbot.reading import tokenizer

NO_BREAK = "\u00a0"


def said(bot: ChatBot, line: str) -> list[str]:
    return [token.word for token in tokenizer.read(line, bot.knowledge.editions["fr"].lexicon).tokens]


@pytest.mark.parametrize(
    ("asked", "language"),
    [
        ("c'est quoi Scale AI", "fr"),
        ("NGen headquarters?", "en"),
        ("Que fait DIGITAL ?", "fr"),
        ("who pays", "en"),
        ("ki paye", "fr"),
        ("ocean, what for", "en"),
        ("l’océan", "fr"),
        ("What is the Supergrappe des océans?", "en"),
        ("C'est quoi le Ocean Supercluster?", "fr"),
        ("thx", "en"),
        ("svp", "fr"),
    ],
)
def test_a_question_is_answered_in_its_language(bot: ChatBot, asked: str, language: str) -> None:
    assert bot.ask(asked).language == language


@pytest.mark.parametrize("asked", ["PIC?", "NGen", "Scale AI", "DIGITAL", "2", "?!"])
def test_a_name_alone_leaves_the_language_open(bot: ChatBot, asked: str) -> None:
    assert bot.ask(asked).language == "en"
    assert bot.ask(asked, hint="fr").language == "fr"


def test_a_conversation_keeps_its_language_where_words_leave_it_open(bot: ChatBot) -> None:
    session = bot.session()
    session.ask("Que fait Scale AI ?")
    assert session.ask("NGen", hint="en").language == "fr"
    restored = bot.session(session.state())
    assert restored.ask("PIC?").language == "fr"


def test_a_pinned_language_wins_over_the_words(bot: ChatBot) -> None:
    assert bot.ask("What does NGen do?", language="fr").language == "fr"


@pytest.mark.parametrize(("asked_in", "answered_in"), [("en", "fr"), ("fr", "en")])
def test_a_question_is_understood_in_its_own_language_and_answered_in_the_pinned_one(
    bot: ChatBot, asked_in: str, answered_in: str
) -> None:
    edition = bot.knowledge.edition(asked_in)
    for topic in edition.topics.values():
        asked = label(topic, (), edition)
        own = bot.ask(asked, hint=asked_in)
        if own.language == asked_in:
            reply = bot.ask(asked, language=answered_in)
            assert (reply.status, reply.topic, reply.entities, reply.language) == (
                own.status,
                own.topic,
                own.entities,
                answered_in,
            ), asked


@pytest.mark.parametrize(
    ("asked", "begins"),
    [
        ("can an individual join?", "Oui."),
        ("why are there six clusters?", "Non. Il y a cinq grappes"),
        ("which one is not for fish?", "Parmi les grappes, c’est la Grappe océanique"),
        ("is DIGITAL for fish?", "Non."),
        ("phone number of NGen", "Je connais la Grappe de la fabrication de pointe"),
        ("qzxv trombones", "Je ne sais pas."),
    ],
)
def test_yes_no_premises_and_gaps_are_told_in_the_pinned_language(bot: ChatBot, asked: str, begins: str) -> None:
    assert bot.ask(asked, language="fr").text.startswith(begins)


@pytest.mark.parametrize(
    "asked",
    [
        "¿Qué son los clústeres de innovación?",
        "Quanto costa un biglietto per Roma?",
        "Wie wird das Wetter morgen in Berlin?",
        "今天晚上吃什么？",
        "Как приготовить борщ?",
    ],
)
def test_a_third_language_is_told_so_in_both_of_ours(bot: ChatBot, asked: str) -> None:
    reply = bot.ask(asked)
    assert (reply.status, reply.reason) == ("unknown", "other-language")
    assert "English and French" in reply.text
    assert "français et anglais" in reply.text


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        ("kubernetes cluster setup ubuntu", "unknown-word"),
        ("best recipe for kimchi jjigae", "unknown-word"),
        ("où acheter une cithare", "unknown-word"),
    ],
)
def test_unknown_words_are_no_third_language(bot: ChatBot, asked: str, reason: str) -> None:
    assert bot.ask(asked).reason == reason


def test_both_editions_hold_the_same_entries(bot: ChatBot) -> None:
    en, fr = (bot.knowledge.editions[name] for name in ("en", "fr"))
    assert fr.topics.keys() == en.topics.keys()
    assert fr.kinds.keys() == en.kinds.keys()
    assert fr.messages.keys() == en.messages.keys()
    for id_, entity in en.entities.items():
        assert fr.entities[id_].facts.keys() == entity.facts.keys()
        assert fr.entities[id_].page == entity.page or not entity.kind  # the program has a page in each language
    for id_, topic in en.topics.items():
        other = fr.topics[id_]
        assert (other.needs, other.role, other.talk, other.table, other.sources, other.related) == (
            topic.needs,
            topic.role,
            topic.talk,
            topic.table,
            topic.sources,
            topic.related,
        ), id_


@pytest.mark.parametrize("language", ["en", "fr"])
def test_each_canonical_question_reaches_its_entry_in_its_language(bot: ChatBot, language: str) -> None:
    edition = bot.knowledge.editions[language]
    for topic in edition.topics.values():
        asked = label(topic, (), edition)
        if topic.role == "compare":
            first, second = edition.kinds[topic.kind].members[:2]
            parts = [edition.entities[m].called for m in (first, second)]
            asked = topic.question
            for part in parts:
                asked = asked.replace(f"{{{topic.kind}}}", part, 1)
        reply = bot.ask(asked)
        assert (reply.language, reply.topic) == (language, topic.id), asked


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("l'argent", ["argent"]),
        ("d’où vient l’argent", ["ou", "vient", "argent"]),
        ("jusqu'à", ["a"]),
        ("c koi", ["ce", "est", "quoi"]),
        ("jsuis pêcheur", ["je", "suis", "pecheur"]),
        ("y a-t-il", ["y", "a", "t", "il"]),
        ("main-d'œuvre", ["main", "oeuvre"]),
        ("35 000 emplois", ["35000", "emplois"]),
        ("35\u00a0000 emplois", ["35000", "emplois"]),
    ],
)
def test_elisions_hyphens_and_numbers_are_read(bot: ChatBot, typed: str, read: list[str]) -> None:
    assert said(bot, typed) == read


def test_an_elided_word_is_repeated_without_what_was_elided(bot: ChatBot) -> None:
    assert bot.ask("Comment soigne-t-on l'asthme ?").text.find("« asthme »".replace(" ", NO_BREAK)) > 0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Quelle est la différence entre NGen et DIGITAL ?", "quelle est la difference entre ngen et digital"),
        ("Qu’attirent les écosystèmes ?", "qu'attirent les ecosystemes"),
        ("À quoi sert le programme ?", "a quoi sert le programme"),
        ("Où est la mer ?", "ou est la mer"),
    ],
)
def test_accents_may_be_left_out(bot: ChatBot, one: str, other: str) -> None:
    with_accents, without = bot.ask(one), bot.ask(other)
    assert (with_accents.topic, with_accents.text) == (without.topic, without.text)


def test_french_answers_keep_their_spaces(bot: ChatBot) -> None:
    answers = [reply.text for reply in map(bot.ask, ("Combien de grappes ?", "Quel est le slogan ?", "Qui paie ?"))]
    for line in answers:
        for mark in ":;!?»":
            assert f" {mark}" not in line
        assert "« " not in line
    assert any(f"{NO_BREAK}:" in line for line in answers)


def test_quotation_marks_are_those_of_the_language(bot: ChatBot) -> None:
    assert "“lobster boats”" in bot.ask("which one is for lobster boats?").text
    assert f"«{NO_BREAK}homard{NO_BREAK}»" in bot.ask("quelle grappe pour le homard").text


@pytest.mark.parametrize(
    ("asked", "begins"),
    [
        ("Les grappes sont-elles indépendantes ?", "Oui."),
        ("Est-ce que les grappes sont gérées par le gouvernement ?", "Non."),
        ("Y a-t-il six grappes ?", "Non. Il y a cinq grappes"),
        ("En quoi les grappes sont-elles indépendantes ?", "Les cinq"),
        ("Le homard, c'est quelle grappe ?", "Pour"),
    ],
)
def test_a_yes_or_no_is_said_where_it_is_asked_for(bot: ChatBot, asked: str, begins: str) -> None:
    assert bot.ask(asked).text.startswith(begins)


def test_a_subject_is_kept_when_the_language_changes(bot: ChatBot) -> None:
    session = bot.session()
    assert session.ask("What does NGen do?").language == "en"
    second = session.ask("qui la finance ?")
    assert (second.language, second.topic, second.entities) == ("fr", "cluster.funder", ("manufacturing",))
    third = session.ask("et celle des océans ?")
    assert (third.language, third.topic, third.entities) == ("fr", "cluster.funder", ("ocean",))
    fourth = session.ask("and the digital one?")
    assert (fourth.language, fourth.topic, fourth.entities) == ("en", "cluster.funder", ("digital",))


@pytest.mark.parametrize("third", ["la troisième", "the third", "la 3e", "tell me about the third"])
def test_an_ordinal_counts_in_either_language(bot: ChatBot, third: str) -> None:
    session = bot.session()
    session.ask("Quelles sont les cinq grappes ?")
    assert session.ask(third).entities == ("manufacturing",)


@pytest.mark.parametrize(
    ("again", "holds"), [("dites-m'en plus", "force nationale"), ("tell me more", "national force")]
)
def test_more_is_told_in_the_language_that_asks_for_it(bot: ChatBot, again: str, holds: str) -> None:
    session = bot.session()
    session.ask("What is the purpose of the Global Innovation Clusters?")
    assert holds in session.ask(again).text


def test_a_repetition_is_in_the_language_that_asks_for_it(bot: ChatBot) -> None:
    session = bot.session()
    session.ask("Combien de grappes ?")
    assert session.ask("say that again").text.startswith("There are five clusters")


def test_an_option_offered_in_one_language_is_picked_in_the_other(bot: ChatBot) -> None:
    session = bot.session()
    offered = session.ask("what does the cluster do")
    assert offered.status == "clarify"
    assert session.ask("la deuxième").entities == ("protein",)
