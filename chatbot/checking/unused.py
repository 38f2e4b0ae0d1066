"""What stands in a knowledge folder without effect: no question and no answer would miss it."""

from collections.abc import Collection, Iterator, Sequence
from functools import cache

from chatbot.answering.template import AS_OF, LOOKUP, SAYS
from chatbot.knowledge import Book, Edition, Gap, Knowledge, Value
from chatbot.language import How
from chatbot.loading import languages, schema
from chatbot.loading.languages import tags
from chatbot.loading.lexicons import ALIASES, Raw, reading
from chatbot.loading.loader import Records
from chatbot.loading.nodes import Scalar
from chatbot.problem import Place, Problem
from chatbot.reading.mentions import opening

CAVEAT = "caveat-"
"""Begins the sentence that must stand beside a value or an answer; the name of the caveat follows."""
OWN_FACTS = frozenset({"doing", "field"})
"""Attributes that the engine asks for by name."""
WHO = frozenset({"bot", "of-bot", "about", "example"})
"""What any sentence may say of the bot itself."""


def sources(held: Records, knowledge: Knowledge) -> Iterator[Problem]:
    """The sources that no entry of any language and no value names."""
    named = {text.text for raw in held.raws for topic in raw.topics for text in topic.texts("sources")}
    named |= {source for one in _held(knowledge.book) for source in one.sources}
    for record in held.sources:
        id_ = record.text("id")
        if id_ not in named and record.text("address") != knowledge.page:
            message = f"no entry names the source '{id_}'"
            yield record.at("id").problem("unused-source", message, "name it in an entry, or delete it", "warning")


def aliases(raw: Raw, knowledge: Knowledge) -> Iterator[Problem]:
    """The names, subjects and hints by which nothing is found, and those that would be found anywhere."""
    edition = knowledge.editions[raw.tag]
    for record in raw.entities:
        for key, how in ALIASES:
            idle = _idle(record.texts(key), edition, (how,), record.text("id"))
            for text in record.texts(key):
                if text in idle:
                    yield text.place.problem("unused-alias", f"'{text.text}' {idle[text]}", "delete it", "warning")
                elif how is How.NAME and edition.lexicon.stop.issuperset(reading(text.text, edition.lexicon)):
                    message = f"'{text.text}' is made of words that carry little: it would be found in any question"
                    yield text.place.problem("light-alias", message, "add a word that says more", "warning")


def synonyms(raw: Raw, knowledge: Knowledge) -> Iterator[Problem]:
    """The synonyms by which nothing is found, and the groups that no topic holds or that are none."""
    edition = knowledge.editions[raw.tag]
    wanted = edition.model.held.keys()
    for name, texts in raw.groups.items():
        idle = _idle(texts, edition, (How.WORD, How.SUBJECT, How.HINT))
        for text, why in idle.items():
            yield text.place.problem("unused-synonym", f"'{text.text}' {why}", "delete it", "warning")
        kept = [reading(text.text, edition.lexicon) for text in texts if text not in idle]
        place = texts[0].place
        if f"={name}" not in wanted:
            message = f"no phrasing or answer holds a word of the group '{name}'"
            yield place.problem("unused-group", message, "ask about it in a phrasing, or delete the group", "warning")
        elif len(kept) == 1 and len(kept[0]) == 1:
            message = f"the group '{name}' is one word"
            yield place.problem("lone-synonym", message, "add what means the same, or delete the group", "warning")


def _idle(texts: Sequence[Scalar], edition: Edition, hows: Collection[How], owner: str = "") -> dict[Scalar, str]:
    """The texts by which nothing is found in one of these ways (of the owner, if one is named), each with why."""
    idle: dict[Scalar, str] = {}
    seen: dict[tuple[str, ...], str] = {}
    for text in texts:
        terms = reading(text.text, edition.lexicon)
        phrase = next((p for run, p in edition.phrases.get(opening(terms), ()) if run == terms), None)
        if phrase is None:
            idle[text] = "holds no word"
        elif phrase.how not in hows or (owner and owner not in phrase.targets):
            idle[text] = f"is taken as one of the {phrase.how.value}s of '{phrase.targets[0]}'"
        elif terms in seen:
            idle[text] = f"reads the same as '{seen[terms]}'"
        else:
            seen[terms] = text.text
    return idle


def book(held: Records, knowledge: Knowledge) -> Iterator[Problem]:
    """The values and gaps that no answer of any language looks up."""
    used = {name for raw in held.raws for name in _looked_up(raw)}
    kinds = {entity.id: entity.kind for edition in knowledge.editions.values() for entity in edition.entities.values()}
    for one in _held(knowledge.book):
        if one.id not in used and one.id.partition(".")[2] not in OWN_FACTS and one.place:
            kind = kinds.get(one.of)
            hint = f"write {{{kind or one.of}.{one.id.partition('.')[2]}}} in an answer, or delete it"
            yield one.place.problem("unused-fact", f"no answer looks up '{one.id}'", hint, "warning")


def _held(book: Book) -> list[Value | Gap]:
    return [*book.values.values(), *book.gaps.values()]


def _looked_up(raw: Raw) -> set[str]:
    """Every `entity.attribute` that an answer, a comparison or a value of one language looks up or answers for."""
    members: dict[str, list[str]] = {}
    for record in raw.entities:
        members.setdefault(record.text("kind"), []).append(record.text("id"))
    texts = [topic.text(key) for topic in raw.topics for key in ("answer", "more", "one")]
    texts += [value.record.text("says") for value in raw.values]
    parts = [
        name.removesuffix(AS_OF).removesuffix(SAYS).partition(".") for text in texts for name in LOOKUP.findall(text)
    ]
    names = [(head.rpartition(":")[2], attribute) for head, _, attribute in parts]
    names += [(topic.text("needs").partition(".")[0], c.text) for topic in raw.topics for c in topic.texts("table")]
    names += [(topic.text("of"), topic.text("attribute")) for topic in raw.topics if topic.text("attribute")]
    return {f"{owner}.{attribute}" for head, attribute in names for owner in members.get(head, [head])}


def messages(raw: Raw, knowledge: Knowledge) -> Iterator[Problem]:
    """The folder's sentences that nothing says, the values that they do not get, and those that are missing."""
    named = [*(t.text("caveat") for t in raw.topics), *(c for v in knowledge.book.values.values() for c in v.caveats)]
    caveats: dict[str, tuple[str, ...]] = {CAVEAT + name: () for name in named if name}
    asked = {**slots(), **caveats}
    for name, text in raw.language.own.items():
        if name not in asked:
            hint = schema.nearest(name, asked, "delete it")
            yield text.place.problem("unused-message", f"nothing says the message '{name}'", hint, "warning")
        for value in sorted(set(LOOKUP.findall(text.text)) - {*WHO, *asked.get(name, LOOKUP.findall(text.text))}):
            hint = f"it may hold {', '.join(f'{{{v}}}' for v in asked[name]) or 'no value'}"
            yield text.place.problem("unknown-value", f"the message '{name}' gets no {{{value}}}", hint)
    if missing := sorted(slots().keys() - raw.language.messages.keys()):
        message = f"nothing would be said where these messages are missing: {', '.join(missing)}"
        place = Place(f"languages/{raw.tag}/messages.yaml")
        yield place.problem("missing-message", message, "write them there", "warning")


@cache
def slots() -> dict[str, tuple[str, ...]]:
    """The sentences that the engine says, by id, with the values that any of the package's languages puts in."""
    found: dict[str, tuple[str, ...]] = {}
    for tag in tags():
        for name, values in languages.slots(tag).items():
            found[name] = tuple(dict.fromkeys((*found.get(name, ()), *values)))
    return found
