"""The field tables: what each kind of record may hold. The loader reads by them, and so do editors' schemas."""

from typing import NamedTuple

from chatbot.reading.forms import ASKING, CUES, OPEN, TELLING

FORMS = (*ASKING, *TELLING, OPEN)


class Field(NamedTuple):
    """One key of a record.

    `form`: `text`, `date`, `flag`, `texts` (a list), `lines` (a block with one text a line, or a list), `value` (a
    text or a list), `map` (key to text), `number` (a whole one), `numbers` (key to whole number), `lists` (key to
    list), or `records` (read by a table of its own).
    """

    name: str
    form: str
    about: str
    required: bool = False
    keys: tuple[str, ...] = ()
    """Of a map or lists: the only keys that it may hold; none: any."""
    spoken: str = ""
    """Whether languages differ in it: `each` (every language has its own), or `same` (where none is named, all have
    this one, such as a name). Then a mapping from language to what it is there stands in its place."""


EACH, SAME = "each", "same"

BOT = (
    Field("name", "text", "what the bot knows about, as its sentences name it", True, spoken=SAME),
    Field("of", "text", "the same after 'of', where a language merges the two words", spoken=SAME),
    Field("about", "text", "who the bot is, in one line", spoken=SAME),
    Field("page", "text", "https address of the page that people are sent to"),
    Field("languages", "texts", "tags of the languages that it speaks, such as en or fr; the first is its own", True),
    Field("kinds", "records", "the kinds of entity"),
    Field("starters", "texts", "ids of the topics that are offered to who does not know what to ask"),
    Field("subjects", "records", "name of a topic file, with the heading of its questions"),
)

KIND = (
    Field("id", "text", "name of the kind, used in slots such as {city}", True),
    Field("one", "text", "what one member is called", True, spoken=SAME),
    Field("many", "text", "what several are called", True, spoken=SAME),
    Field("person", "flag", "its members are people, whose names are never written into a log"),
    Field("order", "texts", "ids of its members in the order that people count them in; others follow"),
)

SOURCE = (
    Field("id", "text", "short name of the source, used in entries", True),
    Field("title", "text", "title of the page, as readers see it", True),
    Field("address", "text", "https address, where it has one"),
    Field("as_of", "date", "date of what it says: year, year-month or year-month-day"),
    Field("language", "text", "language of the page"),
)

ENTITY = (
    Field("id", "text", "stable id", True),
    Field("kind", "text", "its kind; the subject as a whole has none"),
    Field("name", "text", "its name, as a heading", True, spoken=SAME),
    Field("called", "text", "its name in running text, with its article; without it, its name", spoken=SAME),
    Field("page", "text", "its official page", spoken=SAME),
    Field("values", "records", "what is held of it: attribute to value"),
    Field("gaps", "records", "what was looked for and not found"),
    Field("names", "lines", "every other name, nickname, acronym and former name", spoken=EACH),
    Field("subjects", "lines", "words of its field that point at it without naming it", spoken=EACH),
    Field("hints", "lines", "words of its field that often mean something else", spoken=EACH),
)

VALUE = (
    Field("value", "value", "the value, as its type is written: dollars, counts and percents in digits", spoken=SAME),
    Field("type", "text", "its type, where no attribute entry gives it: text, money, count, percent, range, date, …"),
    Field("says", "text", "the sentence when it is asked alone", spoken=EACH),
    Field("as_of", "text", "date that the source gives it for: 2023, 2023-02, 2023-02-13, or undated"),
    Field("year", "text", "year that it is a value of, where that is another"),
    Field("counts", "text", "what exactly is counted", spoken=SAME),
    Field("bound", "text", "at-least, at-most or about, where it is no exact value"),
    Field("within", "texts", "ids of the places that it lies in"),
    Field("exclusive", "flag", "an entity has one such value at a time"),
    Field("caveat", "value", "sentences that must stand beside it: secondary for the message caveat-secondary"),
    Field("disputed", "text", "id of a value that says otherwise; an answer that gives the one gives the other"),
    Field("doubt", "text", "why it is doubtful: it is ranked only where the order does not depend on it"),
    Field("review_by", "date", "it goes stale: date after which an answer says that it may be out of date"),
    Field("sources", "texts", "ids of the sources that say so"),
)

GAP = (
    Field("looked", "date", "date of the search", True),
    Field("sources", "texts", "ids of the sources that were searched", True),
    Field("of", "texts", "attributes that were looked for and not found", True),
)

SENTENCES = ("all", "most", "least", "yes", "no", "back", "missing")
"""What an attribute may word besides `one`: of all members, the highest, the lowest, yes, no, back from a value."""

OF_ATTRIBUTE = ("type", "label", "one", *SENTENCES)
"""Keys that only an attribute may hold."""

TOPIC = (
    Field("id", "text", "stable dotted id", True),
    Field("of", "text", "of an attribute: the kind whose members it is asked of"),
    Field("attribute", "text", "of an attribute: its name among the values of an entity"),
    Field("type", "text", "of an attribute: text, money, count, percent, range, date, place, person, list or flag"),
    Field("label", "text", "of an attribute: the head of its column", spoken=EACH),
    Field("one", "text", "of an attribute: what is said of one member whose value has no 'says'", spoken=EACH),
    *(Field(name, "text", f"of an attribute: the sentence for '{name}'", spoken=EACH) for name in SENTENCES),
    Field("what", "text", "what is asked for, in words: an answer names it that no source states", spoken=EACH),
    Field("needs", "text", "slot that a question must fill: a kind, or a kind with .subject"),
    Field("role", "text", "by-subject, fit or compare"),
    Field("table", "texts", "attributes that are the columns of a comparison"),
    Field("talk", "flag", "small talk: needs no source, loses to every real topic"),
    Field("sources", "texts", "ids of the sources that say so"),
    Field("caveat", "text", "sentence that must stand beside the answer: general for the message caveat-general"),
    Field("review_by", "date", "date by which to look at it again"),
    Field("related", "texts", "ids of the topics to suggest next"),
    Field("each", "text", "id of the attribute that says of each member what this topic says of them all"),
    Field("answer", "text", "one or two plain sentences; the first answers", spoken=EACH),
    Field("more", "text", "the rest, for who asks for more", spoken=EACH),
    Field(
        *("claims", "lists", "'yes' and 'no': words that a question must hold to be answered so"),
        keys=("yes", "no"),
        spoken=EACH,
    ),
    Field("phrasings", "lines", "ways to ask, one a line; the first is the canonical question", True, spoken=EACH),
)

TESTS = (
    Field("id", "text", "id of the topic", True),
    Field("reach", "lines", "questions that must come to it", spoken=EACH),
    Field("not", "lines", "questions that must not", spoken=EACH),
)

REDIRECT = (
    Field("to", "text", "id that answers now", True),
    Field("of", "text", "of which members it asked: all, most or least"),
)

PLACE = (Field("within", "texts", "ids of what it lies in"), Field("names", "lists", "language to its names", True))

MARKS = (
    *("yes-no", "question", "negation", "all", "lead", "tag", "inverted", "counted"),
    *("cue", "correction", "definite", "limiting", "reason", "rest", "beside"),
)
GRAMMAR = (
    Field("stemmer", "text", "name of the Snowball stemmer; without one, each word stands for itself"),
    Field("vowels", "text", "its vowels: a run of other letters is no word"),
    Field("letters", "text", "letters that it is written with besides a to z"),
    Field("clitics", "texts", "what may stand behind an apostrophe and says nothing"),
    Field("elisions", "texts", "what may stand before an apostrophe and says nothing"),
    Field("regular", "map", "ending, with the one that it becomes before a word is stemmed"),
    Field("spaced", "flag", "whether numbers are written with spaces"),
    Field("stop", "texts", "words that carry little"),
    Field("filler", "texts", "words around a question on this subject, which carry little too"),
    Field("expansions", "map", "contraction, shorthand or misspelt little word, with what it stands for"),
    Field("apart", "texts", "words that share a stem with a word of ours, but nothing else; forms of one, in one text"),
    Field("abbreviations", "texts", "words whose full stop ends no sentence"),
    Field("amounts", "numbers", "word that names an amount by itself, with the amount"),
    Field("joiners", "texts", "words that may part two questions"),
    Field("askers", "texts", "words that begin a question, also in the middle of a message"),
    Field(
        "forms",
        "lists",
        "words that ask, by the form of request that they make; `open`: two words that only turn to others",
        keys=FORMS,
    ),
    Field("cues", "lists", "words that say which members of a kind are meant", keys=CUES),
    Field("sizes", "numbers", "word behind a figure that multiplies it, with by how much"),
    Field("frames", "texts", "words of a speaker's frame, behind which a question begins"),
    Field("pronouns", "texts", "words that stand for what was named before"),
    Field("numbers", "numbers", "number word, with its digits"),
    Field("ordinals", "numbers", "ordinal, with its place; from the end when below 0"),
    Field("steps", "numbers", "word that steps to a neighbour, with how far"),
    Field("marks", "lists", "closed word lists that tell what a message does", keys=MARKS),
    Field("formats", "map", "how figures, dates and places are written"),
    Field("scales", "lists", "size, with how money of that size is written: of one, and of several"),
    Field("several-from", "number", "number from which a size is several"),
    Field("months", "texts", "names of the months"),
)
