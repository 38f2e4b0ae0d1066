"""The field tables: what each kind of record may hold. The loader reads by them, and so do editors' schemas."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from chatbot.knowledge import Place
from chatbot.problems import Problem
from chatbot.source import Items, Node, Pairs, Scalar
from chatbot.text import did_you_mean, one_line

TRAPS = {"yes", "no", "on", "off", "true", "false", "null", "~", "y", "n"}
"""Plain words that other YAML readers turn into something else."""


@dataclass(frozen=True, slots=True)
class Field:
    """One key of a record. `form`: `text`, `texts` (a list), `map` (key to text), `lists` (key to list), `flag`."""

    name: str
    form: str
    about: str
    required: bool = False


SOURCE = (
    Field("id", "text", "short name of the source, used in entries", True),
    Field("title", "text", "title of the page, as readers see it", True),
    Field("address", "text", "https address, where it has one"),
    Field("as_of", "text", "date of what it says: year, year-month or year-month-day"),
    Field("language", "text", "language of the page: en or fr"),
)

KIND = (
    Field("id", "text", "name of the kind, used in slots such as {cluster}", True),
    Field("one", "text", "what one member is called", True),
    Field("many", "text", "what several are called", True),
)

ENTITY = (
    Field("id", "text", "stable id, the same in every edition", True),
    Field("kind", "text", "its kind", True),
    Field("name", "text", "its name, as a heading", True),
    Field("called", "text", "its name in running text, with its article", True),
    Field("names", "texts", "every other name, nickname, acronym and former name"),
    Field("subjects", "texts", "words of its field that point at it without naming it"),
    Field("hints", "texts", "words of its field that often mean something else"),
    Field("facts", "map", "attribute to what is said of it, in words"),
    Field("page", "text", "its official page"),
)

TOPIC = (
    Field("id", "text", "stable dotted id, the same in every edition", True),
    Field("phrasings", "texts", "ways to ask; the first is the canonical question", True),
    Field("answer", "text", "one or two plain sentences", True),
    Field("more", "text", "the rest, for who asks for more"),
    Field("needs", "text", "slot that a question must fill: a kind, or a kind with .subject"),
    Field("role", "text", "by-subject, fit or compare"),
    Field("table", "texts", "attributes that are the columns of a comparison"),
    Field("sources", "texts", "ids of the sources that say so"),
    Field("related", "texts", "ids of the topics to suggest next"),
    Field("claims", "lists", "'yes' and 'no': words that a yes/no question must hold to be answered so"),
    Field("talk", "flag", "small talk: needs no source, loses to every real topic"),
    Field("tests", "lists", "'reach' and 'not': questions that must, and must not, come here"),
    Field("review_by", "text", "date by which to look at it again"),
)

LANGUAGE = (
    Field("stemmer", "text", "name of the Snowball stemmer", True),
    Field("stop", "texts", "words that carry little"),
    Field("filler", "texts", "words around a question on this subject; they carry little, and are not inherited"),
    Field("expansions", "map", "contraction, shorthand or misspelt little word, with what it stands for"),
    Field("endings", "texts", "endings of inflected forms, which misspelt words are compared with"),
    Field("regular", "map", "ending, with the one that it becomes before a word is stemmed"),
    Field("elisions", "texts", "what may stand before an apostrophe and says nothing"),
    Field("letters", "text", "letters that it is written with besides a to z"),
    Field("spaced", "flag", "whether numbers are written with spaces"),
    Field("apart", "texts", "words that share a stem with a word of ours, but nothing else"),
    Field("joiners", "texts", "words that may part two questions"),
    Field("askers", "texts", "words that begin a question, also in the middle of a message"),
    Field("binders", "texts", "words that tie a word that asks to what stands before it"),
    Field("asked-for", "texts", "terms that a topic's phrasings must hold to answer a question that holds them"),
    Field("foreign", "texts", "terms that no entry accounts for"),
    Field("pronouns", "texts", "words that stand for what was named before"),
    Field("starters", "texts", "ids of the topics that are offered to who does not know what to ask"),
    Field("numbers", "map", "number word, with its digits"),
    Field("ordinals", "map", "ordinal, with its place; from the end when below 0"),
    Field("steps", "map", "word that steps to a neighbour, with how far"),
    Field("marks", "lists", "closed word lists: yes-no, question, negation, all"),
    Field("messages", "map", "the bot's own sentences"),
)

FORMS: dict[str, type[Node]] = {"text": Scalar, "flag": Scalar, "texts": Items, "map": Pairs, "lists": Pairs}
SHAPES = {
    "text": "a text",
    "flag": "true or false",
    "texts": "a list",
    "map": "a mapping",
    "lists": "a mapping of lists",
}


@dataclass(frozen=True, slots=True)
class Record:
    """A mapping that was read by a field table."""

    node: Pairs

    @property
    def place(self) -> Place:
        """Where it begins."""
        return self.node.place

    def at(self, key: str) -> Place:
        """Where the value of a key begins, or the record."""
        node = self.node.get(key)
        return node.place if node else self.place

    def text(self, key: str) -> str:
        """The text under a key, on one line, or empty."""
        node = self.node.get(key)
        return one_line(node.text) if isinstance(node, Scalar) else ""

    def flag(self, key: str) -> bool:
        """Whether the text under a key is `true`."""
        return self.text(key) == "true"

    def texts(self, key: str) -> tuple[Scalar, ...]:
        """The texts of the list under a key."""
        node = self.node.get(key)
        return tuple(i for i in node.items if isinstance(i, Scalar) and i.text) if isinstance(node, Items) else ()

    def map(self, key: str) -> dict[str, Scalar]:
        """The texts of the mapping under a key."""
        node = self.node.get(key)
        pairs = node.pairs if isinstance(node, Pairs) else ()
        return {name.text: value for name, value in pairs if isinstance(value, Scalar)}

    def lists(self, key: str) -> dict[str, tuple[Scalar, ...]]:
        """The lists of the mapping under a key."""
        node = self.node.get(key)
        pairs = node.pairs if isinstance(node, Pairs) else ()
        return {
            name.text: tuple(i for i in value.items if isinstance(i, Scalar))
            for name, value in pairs
            if isinstance(value, Items)
        }


def problem(place: Place, code: str, message: str, hint: str, severity: str = "error") -> Problem:
    """A problem at a place."""
    return Problem(place.file, place.line, place.column, code, message, hint, severity)


def record(node: Node, fields: tuple[Field, ...], problems: list[Problem]) -> Record | None:
    """The node as a record, or None when it is no mapping; every field that is wrong is added to `problems`."""
    if not isinstance(node, Pairs):
        problems.append(problem(node.place, "not-a-mapping", "a mapping is expected here", "write key: value lines"))
        return None
    known = {field.name: field for field in fields}
    for key, value in node.pairs:
        if key.text not in known:
            near = did_you_mean(key.text, known)
            hint = f"did you mean '{near}'?" if near else f"known keys: {', '.join(known)}"
            problems.append(problem(key.place, "unknown-key", f"the key '{key.text}' is not known here", hint))
        else:
            problems.extend(_form(known[key.text], value))
    for name, field in known.items():
        if field.required and node.get(name) is None:
            hint = f"add '{name}': {field.about}"
            problems.append(problem(node.place, "missing-key", f"the key '{name}' is missing", hint))
    return Record(node)


def records(root: Node | None, fields: tuple[Field, ...], problems: list[Problem]) -> Iterator[Record]:
    """The records of a list."""
    if root is None:
        return
    if not isinstance(root, Items):
        problems.append(problem(root.place, "not-a-list", "a list is expected here", "begin each entry with '- '"))
        return
    for node in root.items:
        if (read := record(node, fields, problems)) is not None:
            yield read


def _form(field: Field, value: Node) -> Iterator[Problem]:
    if not isinstance(value, FORMS[field.form]):
        message = f"'{field.name}' must be {SHAPES[field.form]}"
        yield problem(value.place, "wrong-form", message, f"it is {field.about}")
    elif isinstance(value, Scalar):
        yield from _scalar(field, value)
    elif isinstance(value, Items):
        yield from _items(field, value)
    else:
        for key, inner in value.pairs:
            if field.form == "lists":
                if isinstance(inner, Items):
                    yield from _items(field, inner)
                else:
                    yield problem(
                        inner.place, "wrong-form", f"'{key.text}' must be a list", "begin each line with '- '"
                    )
            elif isinstance(inner, Scalar):
                yield from _scalar(field, inner)
            else:
                yield problem(inner.place, "wrong-form", f"'{key.text}' must be a text", "write it on one line")


def _items(field: Field, value: Items) -> Iterator[Problem]:
    if not value.items:
        yield problem(value.place, "empty", f"'{field.name}' is an empty list", "add to it, or remove the key")
    for item in value.items:
        if isinstance(item, Scalar):
            yield from _scalar(field, item)
        else:
            yield problem(
                item.place, "wrong-form", f"each of '{field.name}' must be a text", "quote it if it holds ': '"
            )


def _scalar(field: Field, value: Scalar) -> Iterator[Problem]:
    if not value.text.strip():
        yield problem(value.place, "empty", f"'{field.name}' holds an empty text", "write it, or remove the line")
    elif field.form == "flag":
        if value.text not in ("true", "false"):
            yield problem(value.place, "wrong-form", f"'{field.name}' must be true or false", "write true or false")
    elif value.plain and value.text.lower() in TRAPS:
        message = f"the plain word {value.text} means something else to other YAML readers"
        yield problem(value.place, "yaml-trap", message, f"write it in quotes: '{value.text}'")
