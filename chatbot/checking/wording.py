"""What a reader would stumble on in the words of an answer, and a curator who changes what it counts or dates."""

import re
from collections.abc import Iterator

from chatbot.answering.template import LOOKUP
from chatbot.knowledge import Knowledge
from chatbot.loading.lexicons import Raw
from chatbot.loading.loader import Records
from chatbot.loading.nodes import Items, Node, Pairs, Scalar
from chatbot.loading.schema import TODO
from chatbot.problem import Place, Problem
from chatbot.reading.detect import tell
from chatbot.reading.normalize import fold

SAID = ("answer", "more", "one", "what")
"""Fields of an entry that are said."""

FEWEST = 5
"""Words from which a text is long enough to tell its language."""

BETWEEN = 3
"""Words from a count on among which what is counted stands ("five independent clusters")."""

_TODO = re.compile(rf"\b{TODO}\b|\bFIXME\b|\bXXX\b")
_MARKUP = re.compile(r"</?[a-z][^>]*>|\]\(|&[a-z]+;|\bhttps?://|\bwww\.", re.IGNORECASE)
_WORD = re.compile(r"\w+")


def texts(raw: Raw) -> Iterator[Scalar]:
    """Every text of a language that an answer may say: of entries, of values, of the bot itself."""
    for record in raw.topics:
        yield from (text for key in SAID for text in record.one(key))
    for value in raw.values:
        yield from value.record.one("says")
    yield from raw.language.own.values()


def todo(held: Records, _: Knowledge) -> Iterator[Problem]:
    """What is left of a skeleton, wherever it stands."""
    for node in (*held.entities, *held.topics, *held.tests, held.bot.node):
        for text in _all(node):
            if found := _TODO.search(text.text):
                message = f"'{found.group()}' is still to be written"
                yield text.place.problem("todo", message, "write it, or remove the line")


def _all(node: Node) -> Iterator[Scalar]:
    if isinstance(node, Scalar):
        yield node
    elif isinstance(node, Items):
        yield from (text for item in node.items for text in _all(item))
    elif isinstance(node, Pairs):
        yield from (text for key, value in node.pairs for text in (key, *_all(value)))


def markup(raw: Raw, _: Knowledge) -> Iterator[Problem]:
    """Links and HTML in a text: a terminal shows them as they stand."""
    for text in texts(raw):
        if found := _MARKUP.search(text.text):
            message = f"the text holds '{found.group()}', which is shown as it stands"
            hint = "write plain text; an address goes into 'page:' or a source, as {kind.page}"
            yield text.place.problem("markup", message, hint, "notice")


def tongues(raw: Raw, knowledge: Knowledge) -> Iterator[Problem]:
    """Texts that read as another of the folder's languages."""
    for text in texts(raw):
        plain = LOOKUP.sub(" ", text.text)
        if len(plain.split()) >= FEWEST and (other := tell(plain, knowledge, raw.tag).language) != raw.tag:
            message = f"the text stands under '{raw.tag}' and reads as '{other}'"
            yield text.place.problem("wrong-language", message, f"write it in '{raw.tag}', or move it", "notice")


def counted(raw: Raw, knowledge: Knowledge) -> Iterator[Problem]:
    """A count in words of the members of a kind: the knowledge can count them itself, and one day has one more."""
    edition = knowledge.editions[raw.tag]
    kinds = {fold(kind.many).split()[-1]: kind for kind in edition.kinds.values() if fold(kind.many).split()}
    for text in texts(raw):
        words = _WORD.findall(fold(text.text))
        for at, word in enumerate(words):
            noun = next((noun for noun in words[at + 1 : at + 1 + BETWEEN] if noun in kinds), "")
            number, count = edition.numbers.get(word, 0), len(kinds[noun].members) if noun else 0
            if number > 1 and number in (count, count - 1):
                message = f"'{word} … {noun}' is a count in words; there are {count}"
                hint = f"leave it out, or write {{count:{kinds[noun].id}}} or {{list:{kinds[noun].id}}}"
                if number == count:
                    yield text.place.problem("counted", message, hint, "notice")
                else:
                    yield text.place.problem("miscounted", message, hint, "warning")


def written(raw: Raw, knowledge: Knowledge) -> Iterator[Problem]:
    """A name that stands in an answer word for word: it stays when the name changes."""
    edition = knowledge.editions[raw.tag]
    names = {one: entity for entity in edition.entities.values() for one in (entity.called, entity.name) if " " in one}
    for text in texts(raw):
        found = next((name for name in names if name in text.text), "")
        if found and names[found].kind:
            message = f"the text names '{found}' in words"
            hint = f"write {{{names[found].id}}}, which changes with the name"
            yield text.place.problem("written-name", message, hint, "notice")


def newer(held: Records, knowledge: Knowledge) -> Iterator[Problem]:
    """A value that is newer than each of its sources: one of them was forgotten when it was changed."""
    for value in knowledge.book.values.values():
        dates = [knowledge.sources[id_].as_of for id_ in value.sources if id_ in knowledge.sources]
        if value.place and value.as_of[:4].isdecimal() and dates and all(dates):
            newest = max(dates)
            if value.as_of[: len(newest)] > newest[: len(value.as_of)]:
                message = f"'{value.id}' is of {value.as_of}, and its newest source of {newest}"
                yield _at(value.id, held, value.place).problem(
                    "newer-than-sources", message, "name its source", "notice"
                )


def _at(id_: str, held: Records, otherwise: Place) -> Place:
    """Where the date of a value stands."""
    return next((one.record.at("as_of") for raw in held.raws for one in raw.values if one.id == id_), otherwise)


def ordinary(raw: Raw, knowledge: Knowledge) -> Iterator[Problem]:
    """A name that is an ordinary word: it would be found in questions that do not mean it."""
    edition = knowledge.editions[raw.tag]
    for record in raw.entities:
        own = {fold(record.text("name")), fold(record.text("called"))}
        for text in record.texts("names"):
            word = fold(text.text)
            if word not in own and (word in edition.lexicon.ordinary or word in edition.lexicon.little):
                message = f"'{text.text}' is an ordinary word, and would name '{record.text('id')}' in any question"
                yield text.place.problem("ordinary-alias", message, "write a longer name, or a hint", "notice")
