"""A language is data: the package brings some, a folder adds to them, and a folder may bring one of its own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import BOT, SMALL, SOURCES, TEA_HOUSE
from handmade import query
from paths import write_files

from chatbot import ChatBot, KnowledgeError, Status
from chatbot.answering.template import LOOKUP
from chatbot.channels.main import main
from chatbot.checking.check import check
from chatbot.knowledge import Edition
from chatbot.loading import fields, languages, nodes, schema
from chatbot.loading.folders import NEUTRAL
from chatbot.loading.loader import load
from chatbot.loading.nodes import Folder, Node, Pairs, Scalar
from chatbot.loading.schema import Record, localized
from chatbot.matching.ground import Request, ground
from chatbot.matching.terms import aboutness
from chatbot.problem import Problem
from chatbot.reading import tokenizer
from chatbot.reading.forms import CUES, cues, form
from chatbot.reading.lexicon import term_of
from chatbot.reading.named import find_values
from chatbot.reading.normalize import fold
from chatbot.reading.tokenizer import Break

TAGS = languages.tags()
OWN = {"elsewhere.txt", "grammar.yaml", "messages.yaml", "talk.yaml", "words.txt"}
"""What the package brings of a language."""
WHO = {"bot", "of-bot", "about", "example"}
"""What any message may say of the bot itself."""
EITHER = {"kind", "many"}
"""What is asked back for, as one or as several: a language takes which it needs."""
TALK = (
    *("hello", "how-are-you", "thanks", "bye", "who", "can", "human", "more", "repeat", "shorter", "why", "sorry"),
    *("unclear", "lost", "part"),
)


def root(tag: str, name: str) -> Node:
    found = languages.neutral(tag, name)
    assert found is not None
    return found


def pairs(tag: str, name: str) -> Pairs:
    found = root(tag, name)
    assert isinstance(found, Pairs)
    return found


def grammar(tag: str) -> Record:
    return Record(pairs(tag, "grammar.yaml"))


def messages(tag: str) -> dict[str, str]:
    found = pairs(tag, "messages.yaml").pairs
    return {key.text: value.text for key, value in found if isinstance(value, Scalar)}


def talk(tag: str) -> list[Record]:
    problems: list[Problem] = []
    entries = [localized(node, fields.TOPIC, tag, [tag]) for node in schema.listed(root(tag, "talk.yaml"))]
    read = [schema.record(node, fields.TOPIC, problems) for node in entries]
    assert problems == []
    return [record for record in read if record]


def test_the_package_brings_the_same_files_of_each_language() -> None:
    assert TAGS == ["en", "fr"]
    assert {tag: {path.name for path in (NEUTRAL / tag).iterdir()} for tag in TAGS} == dict.fromkeys(TAGS, OWN)


@pytest.mark.parametrize("path", sorted(NEUTRAL.rglob("*.yaml")), ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_file_of_the_package_is_yaml_without_a_problem(path: Path) -> None:
    assert nodes.parse(path, path.name)[1] == []


@pytest.mark.parametrize("tag", TAGS)
def test_a_grammar_and_the_messages_of_the_package_are_as_their_fields_say(tag: str) -> None:
    problems: list[Problem] = []
    assert schema.record(root(tag, "grammar.yaml"), fields.GRAMMAR, problems)
    schema.mapping(root(tag, "messages.yaml"), "map", "messages", problems)
    assert problems == []


@pytest.mark.parametrize("tag", TAGS)
def test_the_small_talk_of_the_package_is_talk_and_answers(tag: str) -> None:
    for record in talk(tag):
        assert record.flag("talk")
        assert record.text("answer")
        assert len(record.texts("phrasings")) > 2
        assert {name for text in (record.text("answer"), record.text("more")) for name in LOOKUP.findall(text)} <= WHO


def test_the_places_of_the_package_are_as_their_fields_say_and_lie_in_places() -> None:
    problems: list[Problem] = []
    for _, node in pairs("", "places.yaml").pairs:
        assert schema.record(node, fields.PLACE, problems)
    assert problems == []
    places = languages._neutral_locations()
    assert {id_ for place in places.values() for id_ in place.within} <= places.keys()
    assert all(place.names.keys() >= set(TAGS) and all(place.names.values()) for place in places.values())


@pytest.mark.parametrize("tag", TAGS)
def test_the_ordinary_words_of_the_package_are_words(tag: str) -> None:
    words = [word for forms in languages._neutral_words(tag) for word in forms]
    assert len(words) > 10_000
    assert [word for word in words if not re.fullmatch(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*", word)] == []


def test_every_language_of_the_package_says_the_same_messages_in_their_own_words() -> None:
    english, *others = (messages(tag) for tag in TAGS)
    assert len(english) > 70
    for other in others:
        assert other.keys() == english.keys()
        alike = [
            name
            for name, text in other.items()
            if text == english[name] and re.search(r"[^\W\d_]{4}", LOOKUP.sub("", text))
        ]
        assert alike == []


def test_the_slots_of_a_message_agree_in_every_language() -> None:
    slots = {tag: {name: set(LOOKUP.findall(text)) - WHO for name, text in messages(tag).items()} for tag in TAGS}
    for name, wanted in slots["en"].items():
        for tag in TAGS:
            assert slots[tag][name] - EITHER == wanted - EITHER, (tag, name)
            assert bool(slots[tag][name] & EITHER) == bool(wanted & EITHER), (tag, name)


def test_every_language_of_the_package_has_the_same_small_talk() -> None:
    ids = {tag: sorted(record.text("id") for record in talk(tag)) for tag in TAGS}
    assert ids == dict.fromkeys(TAGS, sorted(f"talk.{name}" for name in TALK))
    roles = {tag: {record.text("id"): record.text("role") for record in talk(tag)} for tag in TAGS}
    assert roles["en"] == roles["fr"]


def test_every_language_of_the_package_has_the_same_rules() -> None:
    def rules(tag: str) -> dict[str, set[str]]:
        formats, marks = grammar(tag).map("formats"), grammar(tag).lists("marks")
        return {"formats": set(formats), "marks": {*marks, "tag", "inverted"}}

    assert rules("en") == rules("fr")
    for tag in TAGS:
        assert {*grammar(tag).lists("marks"), "inverted", "tag"} == set(fields.MARKS)
        assert grammar(tag).lists("forms").keys() == set(fields.FORMS)
        assert grammar(tag).lists("cues").keys() == set(CUES)
        assert grammar(tag).map("sizes")
        assert {value.text for value in grammar(tag).map("amounts").values()} == {"0"}
        assert grammar(tag).texts("abbreviations")
    months = {tag: grammar(tag).strings("months") for tag in TAGS}
    assert {tag: len(set(names)) for tag, names in months.items()} == dict.fromkeys(TAGS, 12)


@pytest.mark.parametrize("key", ["forms", "cues"])
@pytest.mark.parametrize("tag", TAGS)
def test_a_word_asks_in_one_way_only(tag: str, key: str) -> None:
    words = [fold(text.text) for texts in grammar(tag).lists(key).values() for text in texts]
    assert [word for word in words if words.count(word) > 1] == []


@pytest.mark.parametrize("tag", TAGS)
def test_a_size_of_the_package_is_one_of_money_too(tag: str) -> None:
    sizes = {value.text for value in grammar(tag).map("sizes").values()}
    assert set(grammar(tag).lists("scales")) <= sizes


def language(folder: Path, tag: str = "en") -> languages.Language:
    found = Folder(folder)
    read = languages.read(tag, found)
    assert found.problems == []
    return read


def test_a_folder_without_a_word_on_its_language_inherits_all_of_it(folder: Callable[..., Path]) -> None:
    read = language(folder())
    assert read.grammar.texts("stop")
    assert {name: text.text for name, text in read.messages.items()} == messages("en")
    assert (read.own, read.groups) == ({}, {})
    assert len(read.talk) == len(TALK)
    assert len(read.ordinary.forms) > 10_000


def test_of_a_grammar_lists_grow_mappings_take_what_is_new_or_other_and_texts_are_replaced(
    folder: Callable[..., Path],
) -> None:
    own = """
askers: [prithee]
apart: [goods]
numbers: {score: "20", two: "22"}
marks: {negation: [nary]}
formats: {money: "{n} coins"}
vowels: aeiouyw
"""
    before, after = language(folder()).grammar, language(folder(languages__en__grammar=own)).grammar
    assert after.strings("askers") == (*before.strings("askers"), "prithee")
    assert (before.strings("apart"), after.strings("apart")) == ((), ("goods",))
    numbers = {name: value.text for name, value in before.map("numbers").items()} | {"score": "20", "two": "22"}
    assert {name: value.text for name, value in after.map("numbers").items()} == numbers
    marks = {name: [word.text for word in words] for name, words in after.lists("marks").items()}
    assert marks["negation"] == [word.text for word in before.lists("marks")["negation"]] + ["nary"]
    assert marks.keys() == before.lists("marks").keys()
    assert after.map("formats")["money"].text == "{n} coins"
    assert after.map("formats").keys() == before.map("formats").keys()
    assert (after.text("vowels"), after.text("stemmer")) == ("aeiouyw", before.text("stemmer"))


ASKING = """
forms: {where: [whitherward], how-many: [what number of]}
cues: {most: [utmost], both: [twain]}
amounts: {gratis: 0, dozen: 12}
sizes: {crore: 10000000}
abbreviations: [qty]
marks: {definite: [yonder], limiting: [barely]}
"""


@pytest.fixture
def asking(folder: Callable[..., Path]) -> Edition:
    """The tea house with words of its own that ask."""
    tea_house = {name.removesuffix(".yaml").replace("/", "__"): text for name, text in TEA_HOUSE.items()}
    return load(folder(**tea_house, languages__en__grammar=ASKING)).edition("en")


def test_what_a_folder_adds_to_the_words_that_ask_counts_beside_the_packages(asking: Edition, edition: Edition) -> None:
    assert asking.forms == {**edition.forms, "whitherward": "where", "what number of": "how-many"}
    assert asking.cues == {**edition.cues, "utmost": "most", "twain": "both"}
    assert asking.amounts == {**edition.amounts, "gratis": 0, "dozen": 12}
    assert asking.sizes == {**edition.sizes, "crore": 10_000_000}
    assert asking.lexicon.abbreviations == edition.lexicon.abbreviations | {"qty"}
    assert asking.marks["definite"] == edition.marks["definite"] | {"yonder"}
    assert asking.marks["limiting"] == edition.marks["limiting"] | {"barely"}


def test_sizes_amounts_and_words_that_ask_of_the_package_all_count(edition: Edition) -> None:
    rules = grammar("en")
    assert edition.sizes == {word: int(value.text) for word, value in rules.map("sizes").items()}
    assert edition.amounts == {word: int(value.text) for word, value in rules.map("amounts").items()}
    for key, counted in (("forms", edition.forms), ("cues", edition.cues)):
        assert counted == {fold(text.text): name for name, texts in rules.lists(key).items() for text in texts}


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("whitherward is the tea", "where"),
        ("tell me whitherward", "where"),
        ("where is the tea", "where"),
        ("what number of teas", "what"),
        ("the tea", "open"),
    ],
)
def test_a_word_of_a_folder_asks_for_its_form(asking: Edition, asked: str, found: str) -> None:
    assert form(tokenizer.read(asked, asking.lexicon), asking) == found


@pytest.mark.parametrize("tag", TAGS)
def test_a_word_of_the_grammar_of_the_package_is_nobodys_misspelling(folder: Callable[..., Path], tag: str) -> None:
    topics = "- {id: a, phrasings: [tea], answer: Tea., sources: [board]}"
    made = load(folder(bot=BOT.replace("[en]", f"[{tag}]"), topics__all=topics)).edition(tag)
    assert misread(made) == []


def test_a_word_of_the_grammar_of_a_folder_is_nobodys_misspelling(asking: Edition) -> None:
    assert misread(asking) == []


def misread(edition: Edition) -> list[tuple[str, str]]:
    """The words of a grammar that are taken for slips of others, with those."""
    own = [word for key in (*edition.forms, *edition.cues, *edition.amounts, *edition.sizes) for word in key.split()]
    own += [word for words in edition.marks.values() for word in words]
    tokens = [token for word in sorted({*own}) for token in tokenizer.read(word, edition.lexicon).tokens]
    return [(token.surface, token.word) for token in tokens if token.read is tokenizer.Read.SPELLING]


def test_a_word_that_asks_says_nothing_by_itself_and_two_that_ask_together_do(
    asking: Edition, edition: Edition
) -> None:
    assert term_of("whitherward", asking.lexicon) in asking.light
    assert asking.light - edition.light == {term_of("whitherward", asking.lexicon)}
    assert asking.lexicon.stop <= asking.light


def test_a_cue_of_a_folder_says_which_members_are_meant(asking: Edition, edition: Edition) -> None:
    assert cues(tokenizer.read("the utmost price of the twain", asking.lexicon), asking) == {"most", "both"}
    assert cues(tokenizer.read("the utmost price of the twain", edition.lexicon), edition) == frozenset()


@pytest.mark.parametrize(
    ("text", "value"),
    [("2 crore", "20000000"), ("1.5 crore", "15000000"), ("free", "0"), ("a dozen", "12"), ("3 million", "3000000")],
)
def test_a_size_and_an_amount_of_a_folder_are_figures(asking: Edition, text: str, value: str) -> None:
    found = find_values(query(f"is it {text}", asking), asking)
    assert [(one.type, one.value) for one in found] == [("count", value)]


def test_the_full_stop_of_an_abbreviation_ends_no_sentence(asking: Edition, edition: Edition) -> None:
    def broken(text: str, by: Edition) -> bool:
        return any(token.before is Break.SENTENCE for token in tokenizer.read(text, by.lexicon).tokens)

    assert not broken("The qty. Of tea", asking)
    assert broken("The qty. Of tea", edition)
    assert not broken("Is St. John a tea", edition)
    assert broken("The tea. Of cake", asking)


def test_a_definite_word_of_a_folder_speaks_of_one_member(asking: Edition, small: ChatBot) -> None:
    def one(text: str, by: Edition) -> bool:
        return ground(Request(query(text, by)), by, small.knowledge).one

    edition = small.knowledge.edition("en")
    assert one("price of yonder tea", asking)
    assert not one("price of yonder tea", edition)
    assert one("price of the tea", edition)
    assert not one("price of a tea", asking)


def test_what_one_folder_adds_no_other_inherits(folder: Callable[..., Path]) -> None:
    language(folder(languages__en__grammar="askers: [prithee]\n", languages__en__messages="and: plus\n"))
    assert "prithee" not in grammar("en").strings("askers")
    assert messages("en")["and"] == "and"


def test_a_message_of_the_folder_stands_in_place_of_the_packages(folder: Callable[..., Path]) -> None:
    made = folder(languages__en__messages="no-match: No idea.\ncaveat-rumour: It is a rumour.\n")
    read = language(made)
    assert {name: text.text for name, text in read.own.items()} == {
        "no-match": "No idea.",
        "caveat-rumour": "It is a rumour.",
    }
    said = load(made).edition("en").messages
    assert (said["no-match"], said["caveat-rumour"], said["and"]) == ("No idea.", "It is a rumour.", "and")


def test_synonyms_and_ordinary_words_of_the_folder_count(folder: Callable[..., Path]) -> None:
    made = folder(languages__en__synonyms="cost: [cost, price, tariff]\n")
    (made / "languages/en/words.txt").write_text("# a remark\n\nzymurgy zymurgies\n", "utf-8")
    assert language(made).ordinary.first["zymurgies"] == "zymurgy"
    assert "zymurgies" in load(made).edition("en").lexicon.ordinary
    assert ChatBot(load(made)).ask("tariff of tea").topic == "tea.price"


# Messages from elsewhere teach what to decline.


ELSEWHERE = "# a remark\n\n  who brews tea for the king  \nhow old is the tea bush\n#who sells cake\n"
DECLINED = ("who brews tea for the king", "how old is the tea bush")


def with_elsewhere(made: Path, text: str = ELSEWHERE, tag: str = "en") -> Path:
    (made / "languages" / tag).mkdir(parents=True, exist_ok=True)
    (made / "languages" / tag / "elsewhere.txt").write_text(text, "utf-8")
    return made


@pytest.mark.parametrize("tag", TAGS)
def test_the_messages_from_elsewhere_of_the_package_are_one_a_line(folder: Callable[..., Path], tag: str) -> None:
    own = language(folder(bot=BOT.replace("[en]", f"[{tag}]")), tag).elsewhere
    text = (NEUTRAL / tag / "elsewhere.txt").read_text("utf-8")
    assert own == tuple(line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#"))
    assert len(own) > 200
    assert [line for line, times in Counter(own).items() if times > 1] == []


def test_the_messages_from_elsewhere_of_a_folder_count_after_the_packages(folder: Callable[..., Path]) -> None:
    neutral = language(folder()).elsewhere
    assert language(with_elsewhere(folder())).elsewhere == (*neutral, *DECLINED)
    assert language(with_elsewhere(folder(), "# nothing yet\n")).elsewhere == neutral


def test_of_a_language_that_the_package_does_not_bring_only_the_folders_count(tmp_path: Path) -> None:
    made = toki(tmp_path)
    assert language(made, "tok").elsewhere == ()
    assert load(made).edition("tok").model.about == {}
    with_elsewhere(made, "jan li moku e kala\n", "tok")
    assert language(made, "tok").elsewhere == ("jan li moku e kala",)
    assert load(made).edition("tok").model.about != {}


def aboutness_of(text: str, by: Edition) -> float:
    return aboutness(query(text, by), by.model.about, by.lexicon.stop)


def test_a_message_from_elsewhere_and_those_like_it_are_taken_less_for_ours(folder: Callable[..., Path]) -> None:
    before = load(folder()).edition("en")
    after = load(with_elsewhere(folder())).edition("en")
    for text in (*DECLINED, "how old is the king", "who brews coffee for the king"):
        assert aboutness_of(text, after) < aboutness_of(text, before), text
    assert aboutness_of(DECLINED[0], after) < 0 < aboutness_of("price of tea", after)


def test_a_message_from_elsewhere_teaches_only_what_to_decline(folder: Callable[..., Path]) -> None:
    before, after = load(folder()), load(with_elsewhere(folder()))
    own, taught = before.edition("en"), after.edition("en")
    assert taught.model.about != own.model.about
    assert taught.model._replace(about=own.model.about) == own.model
    assert taught._replace(model=own.model) == own


@pytest.mark.parametrize("text", [*DECLINED, "a remark", "who sells cake"])
def test_a_message_from_elsewhere_never_becomes_an_answer(folder: Callable[..., Path], text: str) -> None:
    knowledge = load(with_elsewhere(folder()))
    edition = knowledge.edition("en")
    said = [part for topic in edition.topics.values() for part in (*topic.phrasings, topic.answer, topic.more)]
    assert not [part for part in said if text in part]
    reply = ChatBot(knowledge).ask(text)
    assert text not in reply.text
    assert not [label for label in (*reply.suggestions, *(option.label for option in reply.options)) if text in label]
    assert reply.status is not Status.ANSWERED or text not in DECLINED


def test_a_message_from_elsewhere_that_is_no_utf8_is_told_at_its_file(folder: Callable[..., Path]) -> None:
    made = with_elsewhere(folder())
    (made / "languages/en/elsewhere.txt").write_bytes(b"# \xff\n")
    with pytest.raises(KnowledgeError) as error:
        load(made)
    assert [(p.file, p.code) for p in error.value.problems] == [("languages/en/elsewhere.txt", "not-utf8")]


@pytest.mark.parametrize("tag", TAGS)
def test_no_message_from_elsewhere_of_the_package_is_a_phrasing_of_its_small_talk(
    folder: Callable[..., Path], tag: str
) -> None:
    made = folder(bot=BOT.replace("[en]", f"[{tag}]"), topics__all=SMALL.partition("- id: talk")[0])
    edition = load(made).edition(tag)
    terms = {text: query(text, edition).terms() for text in language(made, tag).elsewhere}
    assert {text: edition.worded[own] for text, own in terms.items() if own in edition.worded} == {}


@pytest.mark.parametrize(
    ("file", "text", "problem"),
    [
        ("grammar", "askers: [what]\nstopp: [a]\n", (2, 1, "unknown-key")),
        ("grammar", "numbers: {two: zwei}\n", (1, 16, "wrong-form")),
        ("grammar", "marks: {shout: [hey]}\n", (1, 9, "unknown-key")),
        ("grammar", "marks: {figure: [much]}\n", (1, 9, "unknown-key")),
        ("grammar", "marks: {turning: [about]}\n", (1, 9, "unknown-key")),
        ("grammar", "asked-for: [where]\n", (1, 1, "unknown-key")),
        ("grammar", "foreign: [zebra]\n", (1, 1, "unknown-key")),
        ("grammar", "forms: {whence: [whence]}\n", (1, 9, "unknown-key")),
        ("grammar", "forms: {yes-no: [is]}\n", (1, 9, "unknown-key")),
        ("grammar", "forms: {where: whither}\n", (1, 16, "wrong-form")),
        ("grammar", "forms: [whither]\n", (1, 8, "wrong-form")),
        ("grammar", "cues: {some: [some]}\n", (1, 8, "unknown-key")),
        ("grammar", "sizes: {crore: many}\n", (1, 16, "wrong-form")),
        ("grammar", "amounts: {gratis: nothing}\n", (1, 19, "wrong-form")),
        ("grammar", "abbreviations: qty\n", (1, 16, "wrong-form")),
        ("grammar", "- askers\n", (1, 1, "not-a-mapping")),
        ("grammar", "stemmer: klingon\n", (1, 10, "unknown-stemmer")),
        ("messages", "- and\n", (1, 1, "not-a-mapping")),
        ("messages", "and: [a, b]\n", (1, 6, "wrong-form")),
        ("messages", "and: a\nand: b\n", (2, 1, "duplicate-key")),
        ("synonyms", "cost: price\n", (1, 7, "wrong-form")),
    ],
)
def test_what_is_wrong_in_a_folders_own_files_is_told_at_its_place(
    folder: Callable[..., Path], file: str, text: str, problem: tuple[int, int, str]
) -> None:
    with pytest.raises(KnowledgeError) as error:
        load(folder(**{f"languages__en__{file}": text}))
    found = [(p.file, p.line, p.column, p.code) for p in error.value.problems]
    assert found == [(f"languages/en/{file}.yaml", *problem)]


def test_every_folder_inherits_the_small_talk_which_knows_who_the_bot_is(folder: Callable[..., Path]) -> None:
    knowledge = load(
        folder(bot=BOT + "about: I sell tea.\nstarters: [cake.price]\n", topics__all=SMALL.partition("- id: talk")[0])
    )
    topics = knowledge.edition("en").topics
    assert {id_.removeprefix("talk.") for id_, topic in topics.items() if topic.talk} == set(TALK)
    bot = ChatBot(knowledge)
    assert bot.ask("hi there").text == "Hello! Ask me about the tea house."
    assert "{" not in "".join(bot.ask(asked).text for asked in ("who are you", "what can you do", "thanks", "bye"))
    assert "How much is cake?" in bot.ask("").text


def test_an_entry_of_an_inherited_id_replaces_the_fields_that_it_gives(folder: Callable[..., Path]) -> None:
    inherited = load(folder()).edition("en").topics["talk.thanks"]
    own = "- id: talk.thanks\n  answer: My pleasure.\n"
    changed = load(folder(topics__more=own)).edition("en").topics["talk.thanks"]
    assert changed.answer == "My pleasure."
    assert changed._replace(answer=inherited.answer, place=inherited.place) == inherited
    other = "- id: talk.thanks\n  phrasings: [much obliged]\n"
    changed = load(folder(topics__more=other)).edition("en").topics["talk.thanks"]
    assert (changed.phrasings, changed.answer) == (("much obliged",), inherited.answer)


BOTH = """
- id: tea.price
  phrasings: {en: [price of tea], fr: [prix du thé]}
  answer: {en: Two coins., fr: Deux pièces.}
  sources: [board]
"""


def test_what_an_entry_changes_in_one_language_stays_as_it_was_in_the_other(folder: Callable[..., Path]) -> None:
    bot = BOT.replace("[en]", "[en, fr]")
    before = load(folder(bot=bot, topics__all=BOTH)).edition("fr").topics["talk.thanks"]
    own = "- id: talk.thanks\n  answer: {en: My pleasure.}\n"
    knowledge = load(folder(bot=bot, topics__all=BOTH, topics__more=own))
    assert knowledge.edition("en").topics["talk.thanks"].answer == "My pleasure."
    assert knowledge.edition("fr").topics["talk.thanks"]._replace(place=before.place) == before


def test_a_folder_adds_places_to_those_of_the_package(folder: Callable[..., Path]) -> None:
    made = folder(places="moon: {names: {en: [the Moon, Luna]}}\ntoronto: {names: {en: [Hogtown]}}\n")
    found = languages.locations(Folder(made), asked=True)
    assert found["moon"].names == {"en": ("the Moon", "Luna")}
    assert found["toronto"].names == {"en": ("Hogtown",)}
    assert found.keys() - {"moon"} == languages.locations(
        Folder(folder(places="moon: {names: {en: [M]}}\n")), asked=False
    ).keys() - {"moon"}
    assert len(found) > 100


@pytest.mark.parametrize(
    ("root", "own", "merged"),
    [
        ("[a, b]", "[c]", ["a", "b", "c"]),
        ("{a: x, b: y}", "{b: z, c: w}", {"a": "x", "b": "z", "c": "w"}),
        ("{a: [x], b: {c: y}}", "{a: [z], b: {d: w}}", {"a": ["x", "z"], "b": {"c": "y", "d": "w"}}),
        ("a: x", "b", "b"),
        ("|\n a\n b\n", "[c]", ["c"]),
        ("a", "", "a"),
        ("", "a", "a"),
    ],
)
def test_one_node_over_another_grows_it_or_stands_in_its_place(
    tmp_path: Path, root: str, own: str, merged: object
) -> None:
    def parsed(text: str) -> Node | None:
        (tmp_path / "a.yaml").write_text(text, "utf-8")
        return nodes.parse(tmp_path / "a.yaml", "a.yaml")[0]

    def plain(node: Node | None) -> object:
        if isinstance(node, Pairs):
            return {key.text: plain(value) for key, value in node.pairs}
        return [plain(item) for item in node.items] if isinstance(node, nodes.Items) else node and node.text

    assert plain(languages.over(parsed(root), parsed(own))) == merged


# A language that the package does not bring: Toki Pona, in about twenty words.

TOKI = {
    "bot.yaml": """
name: tomo telo
languages: [tok]
page: https://example.org/telo
starters: [tomo.tenpo]
kinds: [{id: telo, one: telo, many: telo}]
""",
    "sources.yaml": SOURCES,
    "languages/tok/grammar.yaml": """
vowels: aeiou
stop: [li, e, la, pi, lon, tawa, a, o]
askers: [seme]
joiners: [taso]
pronouns: [ona]
numbers: {wan: "1", tu: "2"}
marks: {question: [seme], negation: [ala], definite: [pi]}
forms: {what: [seme]}
formats: {thousands: ".", decimal: ",", money: "mani {n}", month: "{month} {year}", day: "{day} {month} {year}"}
scales: {"1000": ["mani ale {n}", "mani ale {n}"]}
""",
    "languages/tok/words.txt": "jan\nsuli\nlili\nkala\nwaso\n",
    "entities/telo.yaml": """
- id: green
  kind: telo
  name: telo laso
  names: [telo kasi]
  values: {price: {value: "2", type: money, sources: [board]}}
- id: black
  kind: telo
  name: telo pimeja
  names: [telo wawa]
  values: {price: {value: "1500", type: money, sources: [board]}}
""",
    "topics/telo.yaml": """
- id: telo.mani
  needs: telo
  phrasings: |
    {telo} li mani seme?
    mani pi {telo}
    o toki e mani pi {telo}
  answer: "{telo} li {telo.price}."
- id: telo.ale
  phrasings: |
    telo seme li lon?
    telo ale
    o toki e telo ale
  answer: "{list:telo} li lon."
  sources: [board]
- id: tomo.tenpo
  phrasings: |
    tomo li open lon tenpo seme?
    tenpo open pi tomo
    tomo li open anu seme
  answer: Tomo li open lon tenpo suno.
  sources: [board]
- id: toki.pona
  talk: true
  phrasings: |
    toki!
    toki pona
    kama pona
  answer: Toki a!
""",
    "tests/telo.yaml": "- id: telo.mani\n  reach: |\n    telo laso li mani seme\n",
}
SAID = {"and": "en", "unknown-word": "Mi sona ala e {words}.", "no-match": "Mi sona ala.", "quote": "'{words}'"}
SAID |= {"other-language": "Mi toki e toki pona.", "which": "{kind} seme?", "yes": "Lon.", "no": "Ala."}
SAID |= {"read-as": "{typed} li {meant}", "missed": "Mi sona ala e {words}.", "none": "Ala."}


def toki(place: Path, files: dict[str, str] | None = None) -> Path:
    rest = {
        name: " ".join(["toki", *(f"{{{slot}}}" for slot in slots)]) for name, slots in languages.slots("en").items()
    }
    said = "".join(f'"{name}": "{text}"\n' for name, text in (rest | SAID).items())
    return write_files(place, {**TOKI, "languages/tok/messages.yaml": said, **(files or {})})


@pytest.fixture(scope="module")
def telo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that brings its own language."""
    return toki(tmp_path_factory.mktemp("tok"))


def test_a_language_that_a_folder_brings_loads_and_checks_without_a_problem(telo: Path) -> None:
    knowledge = load(telo)
    assert list(knowledge.editions) == ["tok"]
    assert knowledge.problems == ()
    assert check(telo) == ()
    assert main(["check", "--strict", str(telo)]) == 0


@pytest.mark.parametrize(
    ("asked", "topic", "text"),
    [
        ("telo laso li mani seme?", "telo.mani", "Telo laso li mani 2."),
        ("mani pi telo wawa", "telo.mani", "Telo pimeja li mani ale 1,5."),
        ("TELO PIMEJA LI MANI SEME", "telo.mani", "Telo pimeja li mani ale 1,5."),
        ("telo pimeha li mani seme", "telo.mani", "Telo pimeja li mani ale 1,5."),
        ("telo seme li lon?", "telo.ale", "Telo laso en telo pimeja li lon."),
        ("tenpo open pi tomo", "tomo.tenpo", "Tomo li open lon tenpo suno."),
        ("toki!", "toki.pona", "Toki a!"),
    ],
)
def test_a_language_that_a_folder_brings_answers(telo: Path, asked: str, topic: str, text: str) -> None:
    reply = ChatBot(load(telo)).ask(asked)
    assert (reply.status, reply.topic, reply.text, reply.language) == (Status.ANSWERED, topic, text, "tok")


def test_a_language_that_a_folder_brings_goes_on_and_declines_in_its_own_words(telo: Path) -> None:
    session = ChatBot(load(telo)).session()
    session.ask("telo laso li mani seme?")
    assert session.ask("ona li mani seme?").text == "Telo laso li mani 2."
    assert session.ask("zoltan li quimby").text.startswith("Mi ")
    bot = ChatBot(load(telo))
    assert bot.ask("mani seme?").text == "Telo laso li mani 2. Telo pimeja li mani ale 1,5."


@pytest.mark.xfail(reason="where two phrasings teach an entry, who is meant is not yet asked back", strict=True)
def test_a_language_that_a_folder_brings_asks_back_in_its_own_words(telo: Path) -> None:
    bot = ChatBot(load(telo))
    assert bot.ask("mani pi telo seme").text.startswith("Telo seme?\n1. telo laso\n")


def test_each_word_stands_for_itself_without_a_stemmer(telo: Path) -> None:
    lexicon = load(telo).edition("tok").lexicon
    assert lexicon.stemmer == ""
    assert all(lexicon.terms[word] == word for word in ("telo", "mani", "tenpo", "laso"))


def test_a_command_takes_the_tag_of_any_language_that_is_spoken(telo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "--knowledge", str(telo), "--language", "tok-CA", "telo laso li mani seme"]) == 0
    assert capsys.readouterr().out.startswith("Telo laso li mani 2.")
    assert main(["ask", "--knowledge", str(telo), "--language", "en", "telo laso li mani seme"]) == 2
    assert "there is tok" in capsys.readouterr().err


BESIDE = {
    "bot.yaml": """
name: tomo telo
languages: [en, tok]
page: https://example.org/telo
starters: [telo.mani]
kinds: [{id: telo, one: tea, many: teas}]
""",
    "topics/telo.yaml": """
- id: telo.mani
  needs: telo
  phrasings:
    en: ["How much is {telo}?", "price of {telo}", "what does {telo} cost"]
    tok: ["{telo} li mani seme?", "mani pi {telo}", "o toki e mani pi {telo}"]
  answer: {en: "{telo} is {telo.price}.", tok: "{telo} li {telo.price}."}
""",
    "entities/telo.yaml": """
- id: green
  kind: telo
  name: {en: Green tea, tok: telo laso}
  values: {price: {value: "2", type: money, sources: [board]}}
- id: black
  kind: telo
  name: {en: Black tea, tok: telo pimeja}
  values: {price: {value: "3", type: money, sources: [board]}}
""",
    "tests/telo.yaml": "- id: telo.mani\n  reach: {tok: [telo laso li mani seme]}\n",
}


@pytest.fixture(scope="module")
def beside(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that speaks its own language and one of the package."""
    return toki(tmp_path_factory.mktemp("both"), BESIDE)


def test_a_message_is_told_its_language_beside_one_of_the_package(beside: Path) -> None:
    bot = ChatBot(load(beside))
    assert bot.ask("how much is green tea?").text == "Green tea is $2."
    assert bot.ask("telo laso li mani seme?").text == "Telo laso li mani 2."
    assert bot.ask("telo laso", language="tok").language == "tok"


def test_the_environment_hints_at_a_language_of_three_letters_too(
    beside: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "tok_PG.UTF-8")
    main(["ask", "--knowledge", str(beside), "?!"])
    assert capsys.readouterr().out.startswith("Toki ")


def test_the_question_that_is_given_as_an_example_names_what_it_asks_of(beside: Path) -> None:
    assert "How much is Green tea?" in ChatBot(load(beside)).ask("", language="en").text
