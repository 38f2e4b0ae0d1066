"""What is known of a language: the package's own files, and what a folder adds to them or changes in them."""

from collections.abc import Collection, Iterator, Mapping
from functools import cache
from itertools import chain
from typing import NamedTuple

from chatbot.answering.template import LOOKUP
from chatbot.knowledge import Location
from chatbot.loading import fields, nodes, schema
from chatbot.loading.folders import NEUTRAL
from chatbot.loading.nodes import COMMENT, Folder, Items, Node, Pairs, Scalar
from chatbot.loading.schema import Record
from chatbot.matching.features import NAMES
from chatbot.problem import KnowledgeError, Place, Problem


class Ordinary(NamedTuple):
    """Words that are nobody's misspelling."""

    first: Mapping[str, str]
    """Each form of a word to the first of its forms."""
    forms: frozenset[str]


class Language(NamedTuple):
    """All data of one language, the folder's over the package's."""

    tag: str
    grammar: Record
    messages: Mapping[str, Scalar]
    own: Mapping[str, Scalar]
    """The messages that the folder words itself."""
    groups: dict[str, tuple[Scalar, ...]]
    talk: tuple[Node, ...]
    """The package's small talk, as entries of this language."""
    ordinary: Ordinary
    elsewhere: tuple[str, ...]
    """Messages that are none of ours, of the package and of the folder."""


def tags() -> list[str]:
    """The languages that the package brings."""
    return sorted(path.name for path in NEUTRAL.iterdir() if path.is_dir())


@cache
def neutral(tag: str, name: str) -> Node | None:
    """The root of a file that the package brings for a language, or None where it brings none.

    Raises `KnowledgeError` when it cannot be read.
    """
    path = NEUTRAL / tag / name
    if not path.is_file():
        return None
    root, problems = nodes.parse(path, str(path))
    if problems:
        raise KnowledgeError(problems)
    return root


@cache
def ranker() -> tuple[float, ...]:
    """The weights of the features of readings, in their order; one that the file does not name weighs nothing."""
    root = neutral("", "ranker.yaml")
    held = (
        {key.text: value.text for key, value in root.pairs if isinstance(value, Scalar)}
        if isinstance(root, Pairs)
        else {}
    )
    return tuple(float(held.get(name, "0")) for name in NAMES)


def inherited_ids(tag: str) -> list[str]:
    """The ids of the small talk that the package brings for a language."""
    nodes = schema.listed(neutral(tag, "talk.yaml"))
    return [Record(node).text("id") for node in nodes if isinstance(node, Pairs)]


def over(root: Node | None, own: Node | None) -> Node | None:
    """A node with another's additions: lists grow, mappings take what is new or other, texts are replaced."""
    if root is None or own is None:
        return own if root is None else root
    if isinstance(root, Items) and isinstance(own, Items):
        return Items((*root.items, *own.items), own.place)
    if not (isinstance(root, Pairs) and isinstance(own, Pairs)):
        return own
    held = {key.text: (key, value) for key, value in root.pairs}
    for key, value in own.pairs:
        before = held[key.text][1] if key.text in held else None
        held[key.text] = (key, over(before, value) or value)
    return Pairs(tuple(held.values()), own.place)


def read(tag: str, folder: Folder) -> Language:
    """The data of a language for a folder; what is wrong in the folder's own files is added to its problems."""
    place, problems = f"languages/{tag}", folder.problems
    folder.within(place)  # for what cannot be read of it
    grammar, own = neutral(tag, "grammar.yaml"), folder.parse(f"{place}/grammar.yaml")
    if own is not None and schema.record(own, fields.GRAMMAR, problems) is None:
        own = None
    problems.extend(_sizes(own))
    if grammar is None and own is None:
        hint = "write it: of a language that the package does not bring, a folder brings all that it needs"
        problems.append(Place(f"{place}/grammar.yaml").problem("missing-file", "the file is missing", hint))
    merged = over(grammar, own)
    messages = _texts(folder.parse(f"{place}/messages.yaml"), problems)
    return Language(
        tag=tag,
        grammar=Record(merged if isinstance(merged, Pairs) else Pairs((), Place(place)), fields.GRAMMAR),
        messages=_texts(neutral(tag, "messages.yaml"), problems) | messages,
        own=messages,
        groups=_groups(folder.parse(f"{place}/synonyms.yaml"), problems),
        talk=schema.listed(neutral(tag, "talk.yaml")),
        ordinary=_words(tag, folder),
        elsewhere=(*_lines(_neutral_text(tag, "elsewhere.txt")), *_lines(folder.text(f"{place}/elsewhere.txt") or "")),
    )


def _sizes(grammar: Node | None) -> Iterator[Problem]:
    """Sizes of money that are no numbers."""
    scales = grammar.get("scales") if isinstance(grammar, Pairs) else None
    for size, _ in scales.pairs if isinstance(scales, Pairs) else ():
        if not schema.SIZE.fullmatch(size.text):
            yield size.place.problem("wrong-form", f"'{size.text}' is no whole number", 'write it in digits: "1000000"')


def _texts(root: Node | None, problems: list[Problem]) -> dict[str, Scalar]:
    """A mapping of texts."""
    if root is None:
        return {}
    return Record(schema.mapping(root, "map", "messages", problems)).map("messages")


def _groups(root: Node | None, problems: list[Problem]) -> dict[str, tuple[Scalar, ...]]:
    """The groups of words that mean the same."""
    if root is None:
        return {}
    return Record(schema.mapping(root, "lists", "synonyms", problems)).lists("synonyms")


def _words(tag: str, folder: Folder) -> Ordinary:
    """The ordinary words of a language, the folder's after the package's; `#` begins a comment."""
    own = folder.text(f"languages/{tag}/words.txt")
    return _ordinary(_neutral_text(tag, "words.txt") + "\n" + own) if own else _neutral_words(tag)


@cache
def _neutral_text(tag: str, name: str) -> str:
    path = NEUTRAL / tag / name
    return path.read_text("utf-8") if path.is_file() else ""


def _lines(text: str) -> list[str]:
    """The lines of a text that say something; `#` begins a comment."""
    return [line.strip() for line in text.splitlines() if line.strip() and not line.startswith(COMMENT)]


@cache
def _neutral_words(tag: str) -> Ordinary:
    return _ordinary(_neutral_text(tag, "words.txt"))


def _ordinary(text: str) -> Ordinary:
    """The words of a text: the forms of a word on one line."""
    lines = [line.split() for line in _lines(text)]
    return Ordinary(first={form: forms[0] for forms in lines for form in forms}, forms=frozenset(chain(*lines)))


def slots(tag: str) -> dict[str, tuple[str, ...]]:
    """The sentences that the engine says, by id, with the values that it puts into each: those of the package."""
    return {name: tuple(LOOKUP.findall(text.text)) for name, text in _texts(neutral(tag, "messages.yaml"), []).items()}


def locations(folder: Folder, *, asked: bool) -> dict[str, Location]:
    """The places of the map: the package's, and those that a folder adds in `places.yaml`; none where none is asked."""
    own = folder.parse("places.yaml")
    if own is None and not asked:
        return {}
    return _neutral_locations() | (_locations(own, folder.problems, _neutral_locations()) if own is not None else {})


@cache
def _neutral_locations() -> dict[str, Location]:
    root = neutral("", "places.yaml")
    return _locations(root, []) if root is not None else {}


def _locations(root: Node, problems: list[Problem], known: Collection[str] = ()) -> dict[str, Location]:
    found: dict[str, Location] = {}
    if not isinstance(root, Pairs):
        problems.append(root.place.problem("not-a-mapping", "a mapping is expected here", "write id: and its names"))
        return found
    places = [(id_, schema.record(node, fields.PLACE, problems)) for id_, node in root.pairs]
    known = {*known, *(id_.text for id_, _ in places)}
    for id_, record in places:
        if record is not None:
            problems.extend(schema.unknown(record.texts("within"), "place", known))
            names = {tag: tuple(text.text for text in texts) for tag, texts in record.lists("names").items()}
            found[id_.text] = Location(within=record.strings("within"), names=names)
    return found
