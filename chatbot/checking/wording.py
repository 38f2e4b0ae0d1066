"""What a reader would stumble on in the words of an answer, and a curator who changes what it counts or dates."""

import re
from collections.abc import Iterator

from chatbot.answering.template import LOOKUP
from chatbot.knowledge import Entity, Kind, Knowledge
from chatbot.loading.lexicons import Raw
from chatbot.loading.loader import Records
from chatbot.loading.nodes import Scalar
from chatbot.problem import Problem
from chatbot.reading.detect import tell
from chatbot.reading.normalize import fold

SAID = ("answer", "more", "one", "what")
"""Fields of an entry that are said."""

FEWEST = 5
"""Words from which a text is long enough to tell its language."""

BETWEEN = 3
"""Words from a count on among which what is counted stands ("five independent clusters")."""

_MARKUP = re.compile(r"</?[a-z][^>]*>|\]\(|&[a-z]+;|\bhttps?://|\bwww\.", re.IGNORECASE)
_WORD = re.compile(r"\w+")


def texts(raw: Raw) -> Iterator[Scalar]:
    """Every text of a language that an answer may say: of entries, of values, of the bot itself."""
    for record in raw.topics:
        yield from (text for key in SAID for text in record.one(key))
    for value in raw.values:
        yield from value.record.one("says")
    yield from raw.language.own.values()


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
            near = words[at + 1 : at + 1 + BETWEEN] if edition.numbers.get(word, 0) > 1 else ()
            for kind in (kinds[noun] for noun in near if noun in kinds and not kinds[noun].person):
                yield from _count(word, edition.numbers[word], kind, text)


def _count(word: str, number: int, kind: Kind, text: Scalar) -> Iterator[Problem]:
    count = len(kind.members)
    message = f"'{word}' counts {kind.many} in words; there are {count}"
    hint = f"leave it out, or write {{count:{kind.id}}} or {{list:{kind.id}}}"
    if number == count:
        yield text.place.problem("counted", message, hint, "notice")
    elif number == count - 1:
        yield text.place.problem("miscounted", message, hint, "notice")


def claimed(raw: Raw, knowledge: Knowledge) -> Iterator[Problem]:
    """A number in the claims of an entry that counts a kind: yes is how many there are, no is any other."""
    edition = knowledge.editions[raw.tag]
    for record in raw.topics:
        heads = (name.partition(":") for name in LOOKUP.findall(record.text("answer")))
        kind = next(
            (edition.kinds[kind] for of, _, kind in heads if of in ("list", "count") and kind in edition.kinds), None
        )
        for says, claims in record.lists("claims").items() if kind else ():
            for text in claims:
                number = edition.numbers.get(fold(text.text), 0)
                if kind and number > 1 and (number == len(kind.members)) != (says == "yes"):
                    message = f"the claim says '{says}' to '{text.text}'; there are {len(kind.members)} {kind.many}"
                    yield text.place.problem("wrong-claim", message, "move it to the other list", "warning")


def written(raw: Raw, knowledge: Knowledge) -> Iterator[Problem]:
    """A name, also a former one, that stands in an answer word for word: it stays when the name changes."""
    edition = knowledge.editions[raw.tag]
    names: dict[str, Entity] = {}
    for record in raw.entities:
        entity = edition.entities[record.text("id")]
        own = (entity.called, entity.name, *(name for name in record.strings("names") if name[:1].isupper()))
        names |= {name: entity for name in own if " " in name and entity.kind}
    for text in texts(raw):
        if found := next((name for name in names if name in text.text), ""):
            hint = f"write {{{names[found].id}}}, which changes with the name"
            yield text.place.problem("written-name", f"the text names '{found}' in words", hint, "notice")


def newer(held: Records, knowledge: Knowledge) -> Iterator[Problem]:
    """A value that is newer than each of its sources: one of them was forgotten when it was changed."""
    dated = {one.id: one.record.at("as_of") for raw in held.raws for one in raw.values}
    for value in knowledge.book.values.values():
        dates = [knowledge.sources[id_].as_of for id_ in value.sources]
        newest = max(dates) if dates and all(dates) and value.as_of[:4].isdecimal() else ""
        if newest and value.as_of[: len(newest)] > newest[: len(value.as_of)]:
            message = f"'{value.id}' is of {value.as_of}, and its newest source of {newest}"
            yield dated[value.id].problem("newer-than-sources", message, "name its source", "notice")


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
