"""What stands in a knowledge folder without effect: no question and no answer would miss it."""

from __future__ import annotations

from collections.abc import Iterator

from chatbot.answering.template import AS_OF, LOOKUP
from chatbot.checking.messages import CAVEAT, COLUMN, VALUES
from chatbot.knowledge import Book, Edition, How, Phrase
from chatbot.loading.lexicons import Raw, reading
from chatbot.loading.schema import Record, problem
from chatbot.problem import Problem
from chatbot.reading.lexicon import did_you_mean

LISTS = (("names", How.NAME), ("subjects", How.SUBJECT), ("hints", How.HINT))
OWN_FACTS = frozenset({"doing", "field"})
"""Facts that the engine asks for by name."""
OWN_SOURCES = frozenset({"program-site"})
"""Sources that the engine asks for by name: where an unknown question is sent."""


def unused(raw: Raw, edition: Edition) -> Iterator[Problem]:
    """What one language holds without effect, as warnings."""
    yield from _aliases(raw, edition)
    yield from _synonyms(raw, edition)
    yield from _facts(raw)
    if raw.rules is not None and not raw.inherited:
        yield from _messages(raw, raw.rules)


def sources(records: list[Record], raws: list[Raw], book: Book) -> Iterator[Problem]:
    """The sources that no entry of any language and no fact names, as warnings."""
    named = {text.text for raw in raws for topic in raw.topics for text in topic.texts("sources")}
    named |= {source for held in (book.facts, book.gaps) for one in held.values() for source in one.sources}
    for record in records:
        id_ = record.text("id")
        if id_ not in named | OWN_SOURCES:
            message = f"no entry names the source '{id_}'"
            yield problem(record.at("id"), "unused-source", message, "name it in an entry, or delete it", "warning")


def _aliases(raw: Raw, edition: Edition) -> Iterator[Problem]:
    hint = "delete it"
    for record in raw.entities:
        for key, how in LISTS:
            seen: dict[tuple[str, ...], str] = {}
            for text in record.texts(key):
                terms = reading(text.text, edition.lexicon)
                phrase = _phrase(edition, terms)
                if phrase is None:
                    why = "holds no word"
                elif phrase.how is not how or record.text("id") not in phrase.targets:
                    why = f"is taken as one of the {phrase.how.value}s of '{phrase.targets[0]}'"
                elif terms in seen:
                    why = f"reads the same as '{seen[terms]}'"
                elif how is How.NAME and edition.lexicon.stop.issuperset(terms):
                    message = f"'{text.text}' is made of words that carry little: it would be found in any question"
                    yield problem(text.place, "light-alias", message, "add a word that says more", "warning")
                    continue
                else:
                    seen[terms] = text.text
                    continue
                yield problem(text.place, "unused-alias", f"'{text.text}' {why}", hint, "warning")


def _phrase(edition: Edition, terms: tuple[str, ...]) -> Phrase | None:
    return next((p for run, p in edition.phrases.get(terms[0], ()) if run == terms), None) if terms else None


def _synonyms(raw: Raw, edition: Edition) -> Iterator[Problem]:
    wanted = edition.model.held.keys() | edition.asked_for | edition.foreign
    for name, texts in raw.groups.items():
        seen: dict[tuple[str, ...], str] = {}
        for text in texts:
            terms = reading(text.text, edition.lexicon)
            phrase = _phrase(edition, terms)
            if phrase is None:
                why = "holds no word"
            elif phrase.how is How.NAME:
                why = f"is taken as a name of '{phrase.targets[0]}'"
            elif terms in seen:
                why = f"reads the same as '{seen[terms]}'"
            else:
                seen[terms] = text.text
                continue
            yield problem(text.place, "unused-synonym", f"'{text.text}' {why}", "delete it", "warning")
        place = texts[0].place
        if f"={name}" not in wanted:
            message = f"no phrasing or answer holds a word of the group '{name}'"
            yield problem(place, "unused-group", message, "ask about it in a phrasing, or delete the group", "warning")
        elif len(seen) == 1 and len(next(iter(seen))) == 1:
            message = f"the group '{name}' is one word"
            yield problem(place, "lone-synonym", message, "add what means the same, or delete the group", "warning")


def book(book: Book, raws: list[Raw]) -> Iterator[Problem]:
    """The facts and gaps that no answer of any language looks up, as warnings."""
    used = {name for raw in raws for name in _looked_up(raw)}
    held = [(fact.id, fact.place) for fact in book.facts.values()] + [(gap.id, gap.place) for gap in book.gaps.values()]
    for id_, place in held:
        if id_ not in used and place:
            message = f"no answer looks up '{id_}'"
            yield problem(place, "unused-fact", message, "write it into an answer, or delete it", "warning")


def _facts(raw: Raw) -> Iterator[Problem]:
    used = _looked_up(raw)
    for record in raw.entities:
        for name, value in record.map("facts").items():
            if name not in OWN_FACTS and f"{record.text('id')}.{name}" not in used:
                message = f"no answer looks up the fact '{name}' of '{record.text('id')}'"
                hint = f"write {{{record.text('kind')}.{name}}} in an answer, or delete it"
                yield problem(value.place, "unused-fact", message, hint, "warning")


def _looked_up(raw: Raw) -> set[str]:
    """Every `entity.attribute` that an answer, a comparison or a fact of one language looks up."""
    members: dict[str, list[str]] = {}
    for record in raw.entities:
        members.setdefault(record.text("kind"), []).append(record.text("id"))
    names: list[tuple[str, str]] = []
    for topic in raw.topics:
        kind = topic.text("needs").partition(".")[0]
        names += [(kind, column.text) for column in topic.texts("table")]
        names += _names(topic.text("answer") + topic.text("more"))
    for record in raw.entities:
        for value in record.map("facts").values():
            names += _names(value.text)
    return {f"{owner}.{attribute}" for head, attribute in names for owner in members.get(head, [head])}


def _names(text: str) -> list[tuple[str, str]]:
    parts = (name.removesuffix(AS_OF).partition(".") for name in LOOKUP.findall(text))
    return [(head.rpartition(":")[2], attribute) for head, _, attribute in parts]


def _messages(raw: Raw, rules: Record) -> Iterator[Problem]:
    columns = {COLUMN + column.text: () for topic in raw.topics for column in topic.texts("table")}
    caveats = {CAVEAT + name: () for name in (*(t.text("caveat") for t in raw.topics), *raw.caveats) if name}
    asked: dict[str, tuple[str, ...]] = {**VALUES, **columns, **caveats}
    held = rules.map("messages")
    for name, text in held.items():
        if name not in asked:
            near = did_you_mean(name, asked)
            hint = f"did you mean '{near}'?" if near else "delete it"
            yield problem(text.place, "unused-message", f"nothing says the message '{name}'", hint, "warning")
        for value in sorted(set(LOOKUP.findall(text.text)) - set(asked.get(name, LOOKUP.findall(text.text)))):
            hint = f"it may hold {', '.join(f'{{{v}}}' for v in asked[name]) or 'no value'}"
            yield problem(text.place, "unknown-value", f"the message '{name}' gets no {{{value}}}", hint)
    if missing := sorted(asked.keys() - held.keys()):
        message = f"nothing would be said where these messages are missing: {', '.join(missing)}"
        yield problem(rules.at("messages"), "missing-message", message, "write them under messages", "warning")
