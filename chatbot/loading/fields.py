"""The field tables: what each kind of record may hold. The loader reads by them, and so do editors' schemas."""

from typing import NamedTuple


class Field(NamedTuple):
    """One key of a record.

    `form`: `text`, `date`, `flag`, `texts` (a list), `map` (key to text), `numbers` (key to whole number) or `lists`
    (key to list).
    """

    name: str
    form: str
    about: str
    required: bool = False
    keys: tuple[str, ...] = ()
    """Of a map or lists: the only keys that it may hold; none: any."""


SOURCE = (
    Field("id", "text", "short name of the source, used in entries", True),
    Field("title", "text", "title of the page, as readers see it", True),
    Field("address", "text", "https address, where it has one"),
    Field("as_of", "date", "date of what it says: year, year-month or year-month-day"),
    Field("language", "text", "language of the page: en or fr"),
)

KIND = (
    Field("id", "text", "name of the kind, used in slots such as {cluster}", True),
    Field("one", "text", "what one member is called", True),
    Field("many", "text", "what several are called", True),
    Field("person", "flag", "its members are people, whose names are never written into a log"),
)

ENTITY = (
    Field("id", "text", "stable id, the same in every edition", True),
    Field("kind", "text", "its kind; the subject as a whole has none"),
    Field("name", "text", "its name, as a heading", True),
    Field("called", "text", "its name in running text, with its article", True),
    Field("names", "texts", "every other name, nickname, acronym and former name"),
    Field("subjects", "texts", "words of its field that point at it without naming it"),
    Field("hints", "texts", "words of its field that often mean something else"),
    Field("facts", "map", "attribute to what is said of it, in words"),
    Field("page", "text", "its official page"),
)

FACT = (
    Field("of", "text", "id of the entity", True),
    Field("attribute", "text", "what is held of it, a short name such as funding-total", True),
    Field("kind", "text", "text, money, count, percent, range or date", True),
    Field("value", "text", "the value; left out for a text that each language words in its entities.yaml"),
    Field("as_of", "text", "date that the source gives it for: 2023, 2023-02, 2023-02-13, or undated"),
    Field("sources", "texts", "ids of the sources that say so", True),
    Field("confidence", "text", "high or medium", True),
    Field("caveat", "text", "sentence that must stand beside it: secondary for the message caveat-secondary"),
    Field("volatile", "flag", "it goes stale: its date is always said"),
    Field("review_by", "date", "date after which an answer says that it may be out of date"),
    Field("disputed", "text", "id of a fact that says otherwise; an answer that gives the one gives the other"),
)

GAP = (
    Field("of", "texts", "ids of the entities", True),
    Field("attributes", "texts", "what was looked for and not found", True),
    Field("looked", "date", "date of the search", True),
    Field("sources", "texts", "ids of the sources that were searched", True),
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
    Field("claims", "lists", "'yes' and 'no': words that a question must hold to be answered so", keys=("yes", "no")),
    Field("caveat", "text", "sentence that must stand beside the answer: general for the message caveat-general"),
    Field("missing", "text", "what is asked for, in words: an answer names it that no source states"),
    Field("talk", "flag", "small talk: needs no source, loses to every real topic"),
    Field("tests", "lists", "'reach' and 'not': questions that must, and must not, come here", keys=("reach", "not")),
    Field("review_by", "date", "date by which to look at it again"),
)

MARKS = (
    *("yes-no", "question", "negation", "all", "lead", "tag", "inverted", "turning", "counted"),
    *("cue", "correction", "figure"),
)
LANGUAGE = (
    Field("stemmer", "text", "name of the Snowball stemmer", True),
    Field("stop", "texts", "words that carry little"),
    Field("filler", "texts", "words around a question on this subject; they carry little, and are not inherited"),
    Field("expansions", "map", "contraction, shorthand or misspelt little word, with what it stands for"),
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
    Field("frames", "texts", "words of a speaker's frame, behind which a question begins"),
    Field("links", "texts", "words that tie a yes/no question to its frame"),
    Field("pronouns", "texts", "words that stand for what was named before"),
    Field("starters", "texts", "ids of the topics that are offered to who does not know what to ask"),
    Field("numbers", "numbers", "number word, with its digits"),
    Field("ordinals", "numbers", "ordinal, with its place; from the end when below 0"),
    Field("steps", "numbers", "word that steps to a neighbour, with how far"),
    Field("marks", "lists", "closed word lists that tell what a message does", keys=MARKS),
    Field("formats", "map", "how figures and dates are written"),
    Field("months", "texts", "names of the months"),
    Field("messages", "map", "the bot's own sentences"),
)
