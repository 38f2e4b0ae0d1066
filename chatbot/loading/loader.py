"""A folder of YAML becomes one frozen `Knowledge`, or one `KnowledgeError` that lists every problem.

bot.yaml, sources.yaml, redirects.yaml, entities/*.yaml, topics/*.yaml, tests/*.yaml, and in `languages/xx` what the
folder adds to the package's own data of a language
"""

import gc
import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from chatbot.knowledge import Book, Knowledge, Location, Redirect, Source
from chatbot.loading import facts, fields, languages, references, schema
from chatbot.loading.editions import build
from chatbot.loading.folders import SHIPPED
from chatbot.loading.languages import Language
from chatbot.loading.lexicons import Raw
from chatbot.loading.nodes import SURROGATE, Folder, Items, Node, Pairs, Scalar
from chatbot.loading.schema import Record, localized
from chatbot.problem import KnowledgeError, Place, Problem

TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
"""A language tag (BCP 47)."""


class Records(NamedTuple):
    """What stands in a folder, with its places, before it is put together."""

    bot: Record
    sources: list[Record]
    book: Book
    locations: Mapping[str, Location]
    raws: list[Raw]
    redirects: dict[str, Record]
    entities: tuple[Node, ...]
    topics: tuple[Node, ...]
    tests: tuple[Node, ...]


def load(folder: str | Path | None = None, today: date | None = None) -> Knowledge:
    """The knowledge of a folder (the shipped one by default), as of `today` (by default the day of loading).

    Raises `KnowledgeError` with every problem of the folder.
    """
    running = gc.isenabled()
    gc.disable()  # a million values are made, and hardly any garbage
    try:
        return _load(Folder(Path(folder) if folder is not None else SHIPPED), today)
    finally:
        if running:
            gc.enable()


def _load(folder: Folder, today: date | None) -> Knowledge:
    held = _records(folder)
    sources = _sources(held.sources, folder.problems)
    redirects = _redirects(held, folder.problems)
    _unread(folder)
    built = [build(raw, sources, held.book, redirects, folder.problems) for raw in held.raws]
    if any(p.severity == "error" for p in folder.problems):
        raise KnowledgeError(folder.problems)
    digest = hashlib.sha256()
    for name, data in sorted(folder.read.items()):
        digest.update(name.encode() + b"\0" + data + b"\0")
    return Knowledge(
        editions={edition.language: edition for edition in built if edition is not None},
        sources=sources,
        digest=digest.hexdigest()[:12],
        today=today or datetime.now().astimezone().date(),
        page=held.bot.text("page"),
        book=held.book,
        redirects=redirects,
        locations=held.locations,
        problems=tuple(sorted(set(folder.problems))),
    )


def records(folder: str | Path | None = None) -> Records:
    """All that stands in a folder that loads, with places."""
    return _records(Folder(Path(folder) if folder is not None else SHIPPED))


def _records(folder: Folder) -> Records:
    """Raises `KnowledgeError` where there is nothing that could be put together."""
    _reach(folder)
    bot, tags = _bot(folder)
    sources = list(schema.records(folder.parse("sources.yaml"), fields.SOURCE, folder.problems))
    entities, topics, tests = (_nodes(folder, part) for part in ("entities", "topics", "tests"))
    types = _types(topics)
    placed = "place" in types.values() or any(map(facts.is_placed, entities))
    locations = languages.locations(folder, asked=placed)
    if not topics and not any(problem.file.startswith("topics") for problem in folder.problems):
        folder.problems.append(Place("topics").problem("no-topics", "no topic is here", "write at least one entry"))
    reader = facts.Reader(
        languages=tags,
        sources=[record.text("id") for record in sources],
        types=types,
        locations=locations,
        problems=folder.problems,
    )
    for held, table in ((entities, fields.ENTITY), (topics, fields.TOPIC), (tests, fields.TESTS)):
        folder.problems.extend(problem for node in held for problem in schema.tongues(node, table, tags))
    book = reader.read(entities)
    redirects = _kept(folder.parse("redirects.yaml"), folder.problems)
    entries = Whole(bot=bot, tags=tags, entities=entities, topics=topics, tests=tests, locations=locations)
    raws = [entries.raw(languages.read(tag, folder), folder.problems) for tag in tags]
    return Records(
        bot=bot,
        sources=sources,
        book=book,
        locations=locations,
        raws=raws,
        redirects=redirects,
        entities=entities,
        topics=topics,
        tests=tests,
    )


def _reach(folder: Folder) -> None:
    """Raises `KnowledgeError` when the folder is none, or cannot be looked into."""
    whole = Place(str(folder.path).encode("utf-8", "replace").decode())
    try:
        if there := folder.path.is_dir():
            next(folder.path.iterdir(), None)
    except OSError as error:
        message = f"the folder cannot be read ({error.strerror})"
        raise KnowledgeError([whole.problem("unreadable", message, "allow reading it")]) from error
    if not there:
        raise KnowledgeError([whole.problem("no-folder", "there is no such folder", "name a knowledge folder")])


def _bot(folder: Folder) -> tuple[Record, list[str]]:
    """Who the bot is, and the languages that it speaks."""
    root = folder.parse("bot.yaml")
    if root is None and not folder.problems:
        hint = "write it: name: what the bot knows about, languages: [en]"
        folder.problems.append(Place("bot.yaml").problem("missing-file", "the file says who the bot is", hint))
    if root is None:
        raise KnowledgeError(folder.problems)
    named = Record(root).texts("languages") if isinstance(root, Pairs) else ()
    tags = [tag.text for tag in named if TAG.fullmatch(tag.text)]
    for tag in (tag for tag in named if not TAG.fullmatch(tag.text)):
        message = f"'{tag.text}' is no tag of a language"
        folder.problems.append(tag.place.problem("language-tag", message, "write it as in en or fr-CA"))
    folder.problems.extend(schema.tongues(root, fields.BOT, tags))
    read = [schema.record(localized(root, fields.BOT, t, tags), fields.BOT, folder.problems) for t in tags or [""]]
    if read[0] is None or not tags:
        raise KnowledgeError(folder.problems)
    _addresses([read[0]], folder.problems)
    if isinstance(subjects := read[0].node.get("subjects"), (Items, Scalar)):
        hint = "write the name of a file of topics, and its heading"
        folder.problems.append(subjects.place.problem("wrong-form", "'subjects' must be a mapping", hint))
    return Record(root, fields.BOT) if isinstance(root, Pairs) else read[0], list(dict.fromkeys(tags))


def _addresses(records: Iterable[Record], problems: list[Problem]) -> None:
    for record in records:
        for key in ("page", "address"):
            for node in record.one(key):
                if not schema.ADDRESS.fullmatch(node.text):
                    hint = "write it whole, as in https://example.org/page"
                    problems.append(node.place.problem("address", "the address is no web address", hint))


def _nodes(folder: Folder, part: str) -> tuple[Node, ...]:
    nodes = tuple(node for name in folder.within(part) for node in schema.listed(folder.parse(name)))
    folder.problems.extend(problem for node in nodes for problem in references.todo(node))
    return nodes


def _types(topics: Sequence[Node]) -> dict[tuple[str, str], str]:
    """The type that each attribute entry gives its values, by kind and attribute."""
    found = [Record(node) for node in topics if isinstance(node, Pairs) and node.get("attribute")]
    return {(one.text("of"), one.text("attribute")): one.text("type") for one in found if one.text("type")}


class Whole(NamedTuple):
    """A folder's entries in all languages, of which each language has its own records."""

    bot: Record
    tags: Sequence[str]
    entities: tuple[Node, ...]
    topics: tuple[Node, ...]
    tests: tuple[Node, ...]
    locations: Mapping[str, Location]

    def raw(self, language: Language, problems: list[Problem]) -> Raw:
        """The records as one language has them; an entry without phrasings in it is not there."""

        def own(nodes: Sequence[Node], table: tuple[fields.Field, ...]) -> list[Record]:
            read = [(node, localized(node, table, language.tag, self.tags)) for node in nodes]
            kept = [own for node, own in read if table is not fields.TOPIC or _is_said(own) or not _is_said(node)]
            return [record for node in kept if (record := schema.record(node, table, problems)) is not None]

        bot = localized(self.bot.node, fields.BOT, language.tag, self.tags)
        kinds = [
            localized(node, fields.KIND, language.tag, self.tags) for node in schema.listed(self.bot.node.get("kinds"))
        ]
        problems.extend(
            p
            for node in schema.listed(self.bot.node.get("kinds"))
            for p in schema.tongues(node, fields.KIND, self.tags)
        )
        entities = own(self.entities, fields.ENTITY)
        _addresses(entities, problems)
        talk, rest = self._inherited(language)
        return Raw(
            language=language,
            bot=Record(bot, fields.BOT) if isinstance(bot, Pairs) else self.bot,
            headings=self._headings(language.tag),
            kinds=[record for node in kinds if (record := schema.record(node, fields.KIND, problems)) is not None],
            entities=entities,
            values=tuple(facts.held(self.entities, language.tag, self.tags)),
            topics=[*own(rest, fields.TOPIC), *own(talk, fields.TOPIC)],
            tests=own(self.tests, fields.TESTS),
            locations=self.locations,
        )

    def _inherited(self, language: Language) -> tuple[list[Node], list[Node]]:
        """The small talk with what the folder changes in it, and the folder's other entries."""
        mine = {Record(node).text("id"): node for node in self.topics if isinstance(node, Pairs)}
        ids = {Record(node).text("id"): node for node in language.talk if isinstance(node, Pairs)}
        own = {id_: localized(mine[id_], fields.TOPIC, language.tag, self.tags) for id_ in ids if id_ in mine}
        talk = [languages.over(node, own.get(id_)) or node for id_, node in ids.items()]
        return talk, [n for n in self.topics if not isinstance(n, Pairs) or Record(n).text("id") not in ids]

    def _headings(self, tag: str) -> dict[str, str]:
        """The file of topics to the heading of its questions."""
        node = self.bot.node.get("subjects")
        pairs = node.pairs if isinstance(node, Pairs) else ()
        return {
            f"topics/{key.text}.yaml": Record(value).text(tag)
            if isinstance(value, Pairs)
            else getattr(value, "text", "")
            for key, value in pairs
        }


def _is_said(node: Node) -> bool:
    """Whether a language says an entry: one that has nothing to ask in it is another language's."""
    return not isinstance(node, Pairs) or bool(node.get("phrasings") or node.get("answer"))


def _kept(root: Node | None, problems: list[Problem]) -> dict[str, Record]:
    """The redirects, by the id that is no more."""
    found: dict[str, Record] = {}
    if root is not None and not isinstance(root, Pairs):
        problems.append(root.place.problem("not-a-mapping", "a mapping is expected here", "write old-id: new-id"))
    for key, node in root.pairs if isinstance(root, Pairs) else ():
        pair = Pairs(((Scalar("to", node.place), node),), key.place) if isinstance(node, Scalar) else node
        if (record := schema.record(pair, fields.REDIRECT, problems)) is not None:
            found[key.text] = record
    return found


def _redirects(held: Records, problems: list[Problem]) -> dict[str, Redirect]:
    """Where each id went, through all that went on; what leads nowhere, or to itself, is a problem."""
    there = {record.text("id") for raw in held.raws for record in (*raw.topics, *raw.entities)}
    found: dict[str, Redirect] = {}
    for id_, record in held.redirects.items():
        problems.extend(schema.unknown(record.one("of"), "member", ("all", "most", "least")))
        if id_ in there:
            message, hint = f"'{id_}' is redirected, but stands as an entry too", "remove one of them"
            problems.append(record.at("to").problem("redirected", message, hint))
        way, end = dict[str, Record](), id_
        while end in held.redirects and end not in found and end not in way and (end not in there or not way):
            way[end] = held.redirects[end]
            end = way[end].text("to")
        last = found.get(end) or Redirect(end)
        for one in reversed(way):
            last = found[one] = Redirect(to=last.to, of=way[one].text("of") or last.of)
        problems.extend(schema.unknown([Scalar(last.to, record.at("to"))], "topic", there))
    return found


def _unread(folder: Folder) -> None:
    """YAML files that stand where nothing looks for them."""
    for path in sorted(folder.path.rglob("*.y*ml")):
        name = path.relative_to(folder.path).as_posix()
        if name not in folder.known and not SURROGATE.search(name):
            near = schema.nearest(name, sorted(folder.known), "move it to topics/, or delete it")
            hint = near if path.suffix == ".yaml" else "rename it to end in .yaml"
            folder.problems.append(Place(name).problem("unread-file", "nothing reads this file", hint, "warning"))


def _sources(records: list[Record], problems: list[Problem]) -> dict[str, Source]:
    out: dict[str, Source] = {}
    _addresses(records, problems)
    for record in records:
        id_, address = record.text("id"), record.text("address")
        if id_ in out:
            problems.append(record.at("id").problem("duplicate-id", f"the source '{id_}' stands twice", "rename one"))
        out[id_] = Source(id=id_, title=record.text("title"), address=address, as_of=record.text("as_of"))
    return out
