"""What stands in a knowledge folder without effect: no question and no answer would miss it."""

from collections.abc import Collection, Iterator, Sequence
from functools import cache

from chatbot.answering.template import AS_OF, LOOKUP
from chatbot.knowledge import Book, Edition, Fact, Gap, How, Knowledge
from chatbot.loading import nodes, schema
from chatbot.loading.folders import LANGUAGES, SHIPPED
from chatbot.loading.lexicons import ALIASES, Raw, reading
from chatbot.loading.nodes import Pairs, Scalar
from chatbot.loading.schema import Record
from chatbot.problem import Problem

CAVEAT = "caveat-"
"""Begins the sentence that must stand beside a fact or an answer; the name of the caveat follows."""
COLUMN = "column-"
"""Begins the message that heads a column of a comparison; the name of the fact follows."""
OWN_FACTS = frozenset({"doing", "field"})
"""Facts that the engine asks for by name."""
OWN_SOURCES = frozenset({"program-site"})
"""Sources that the engine asks for by name: where an unknown question is sent."""


def sources(records: Sequence[Record], raws: Sequence[Raw], knowledge: Knowledge) -> Iterator[Problem]:
    """The sources that no entry of any language and no fact names."""
    named = {text.text for raw in raws for topic in raw.topics for text in topic.texts("sources")}
    named |= {source for held in _held(knowledge.book) for source in held.sources}
    for record in records:
        id_ = record.text("id")
        if id_ not in named | OWN_SOURCES:
            message = f"no entry names the source '{id_}'"
            yield record.at("id").problem("unused-source", message, "name it in an entry, or delete it", "warning")


def aliases(raw: Raw, knowledge: Knowledge) -> Iterator[Problem]:
    """The names, subjects and hints by which nothing is found, and those that would be found anywhere."""
    edition = knowledge.editions[raw.language]
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
    edition = knowledge.editions[raw.language]
    wanted = edition.model.held.keys() | edition.asked_for | edition.foreign
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
        phrase = next((p for run, p in edition.phrases.get(terms[0], ()) if run == terms), None) if terms else None
        if phrase is None:
            idle[text] = "holds no word"
        elif phrase.how not in hows or (owner and owner not in phrase.targets):
            idle[text] = f"is taken as one of the {phrase.how.value}s of '{phrase.targets[0]}'"
        elif terms in seen:
            idle[text] = f"reads the same as '{seen[terms]}'"
        else:
            seen[terms] = text.text
    return idle


def book(_: Sequence[Record], raws: Sequence[Raw], knowledge: Knowledge) -> Iterator[Problem]:
    """The facts and gaps that no answer of any language looks up."""
    used = {name for raw in raws for name in _looked_up(raw)}
    for held in _held(knowledge.book):
        if held.id not in used and held.place:
            message = f"no answer looks up '{held.id}'"
            yield held.place.problem("unused-fact", message, "write it into an answer, or delete it", "warning")


def _held(book: Book) -> list[Fact | Gap]:
    return [*book.facts.values(), *book.gaps.values()]


def facts(raw: Raw, _: Knowledge) -> Iterator[Problem]:
    """The facts in words that no answer of their language looks up."""
    used = _looked_up(raw)
    for record in raw.entities:
        for name, value in record.map("facts").items():
            if name not in OWN_FACTS and f"{record.text('id')}.{name}" not in used:
                message = f"no answer looks up the fact '{name}' of '{record.text('id')}'"
                hint = f"write {{{record.text('kind')}.{name}}} in an answer, or delete it"
                yield value.place.problem("unused-fact", message, hint, "warning")


def _looked_up(raw: Raw) -> set[str]:
    """Every `entity.attribute` that an answer, a comparison or a fact of one language looks up."""
    members: dict[str, list[str]] = {}
    texts = [topic.text("answer") + topic.text("more") for topic in raw.topics]
    for record in raw.entities:
        members.setdefault(record.text("kind"), []).append(record.text("id"))
        texts += [value.text for value in record.map("facts").values()]
    parts = [name.removesuffix(AS_OF).partition(".") for text in texts for name in LOOKUP.findall(text)]
    names = [(head.rpartition(":")[2], attribute) for head, _, attribute in parts]
    columns = [(topic.text("needs").partition(".")[0], c.text) for topic in raw.topics for c in topic.texts("table")]
    return {f"{owner}.{attribute}" for head, attribute in names + columns for owner in members.get(head, [head])}


@cache
def values() -> dict[str, tuple[str, ...]]:
    """The sentences that the engine says, by id, and the values that it puts into each: those of the shipped files."""
    found: dict[str, tuple[str, ...]] = {}
    for language in LANGUAGES:
        root, _ = nodes.parse(SHIPPED / language / "language.yaml", language)
        for name, text in (Record(root).map("messages") if isinstance(root, Pairs) else {}).items():
            if not name.startswith((CAVEAT, COLUMN)):
                found[name] = tuple(dict.fromkeys((*found.get(name, ()), *LOOKUP.findall(text.text))))
    return found


def messages(raw: Raw, knowledge: Knowledge) -> Iterator[Problem]:
    """The sentences that nothing says, the values that they do not get, and those that are missing."""
    if raw.rules is None or raw.inherited:
        return
    columns = {COLUMN + column.text: () for topic in raw.topics for column in topic.texts("table")}
    named = [*(t.text("caveat") for t in raw.topics), *(fact.caveat for fact in knowledge.book.facts.values())]
    caveats = {CAVEAT + name: () for name in named if name}
    asked: dict[str, tuple[str, ...]] = {**values(), **columns, **caveats}
    held = raw.rules.map("messages")
    for name, text in held.items():
        if name not in asked:
            hint = schema.nearest(name, asked, "delete it")
            yield text.place.problem("unused-message", f"nothing says the message '{name}'", hint, "warning")
        for value in sorted(set(LOOKUP.findall(text.text)) - set(asked.get(name, LOOKUP.findall(text.text)))):
            hint = f"it may hold {', '.join(f'{{{v}}}' for v in asked[name]) or 'no value'}"
            yield text.place.problem("unknown-value", f"the message '{name}' gets no {{{value}}}", hint)
    if missing := sorted(asked.keys() - held.keys()):
        message = f"nothing would be said where these messages are missing: {', '.join(missing)}"
        hint = "write them under messages"
        yield raw.rules.at("messages").problem("missing-message", message, hint, "warning")
