"""Fits the weights of the ranker, and writes them as `chatbot/languages/ranker.yaml`.

    python bench/ranker.py [--clinc PATH] [--quick]

The ranker learns from readings that a model made of messages which it had not seen:
phrasings, each read under weights that it had no part in; the same with its entry taken away; messages from elsewhere;
labelled messages and conversations of `bench/training/`; and folders made small by taking entries and phrasings away.
A public intent data set (`--clinc`) stands for a folder of another kind. No question file or development set is read.
The same input gives the same weights.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from hashlib import sha256
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from chatbot.answering.template import LOOKUP
from chatbot.coreference.referring import COUNTED, LENT
from chatbot.knowledge import Edition, Kind, Knowledge
from chatbot.language import How
from chatbot.learning import training
from chatbot.learning.training import Examples
from chatbot.loading import languages, loader
from chatbot.loading.editions import given
from chatbot.loading.folders import SHIPPED
from chatbot.loading.nodes import Folder
from chatbot.matching import features
from chatbot.matching.cutting import cut, joints
from chatbot.matching.ground import Request, ground
from chatbot.matching.ranker import Ranking, rank
from chatbot.matching.readings import MOST_MEMBERS
from chatbot.matching.requests import Hearing
from chatbot.reading import mentions
from chatbot.reading.focus import NOT_LENT, Focus, Lent
from chatbot.reading.mentions import Query
from chatbot.reading.tokenizer import Question, read

ROOT = Path(__file__).parent.parent
TRAINING = Path(__file__).parent / "training"
WEIGHTS = ROOT / "chatbot" / "languages" / "ranker.yaml"
FOLDS = 4
SEED = 1
STEPS, RATE, SHRINK = 800, 0.05, 0.001
MOST_READ = 14
"""Readings of a message that are learned from, the best first."""

UNSAID = "unsaid"
"""How one is meant who is neither named nor stood for: what is asked is asked of whom was spoken of."""

MOSTLY = 0.7
"""The share of the words of a turn from which a phrasing says most of it."""

FEW = 3
"""Words, at least, by which a phrasing can be told to be taken from a turn: of fewer, many say the same."""

OF_THE_LAST = ("part", "why")
"""The roles of small talk that says what the last answer says of itself: right wherever its entry is."""

WEIGH = {
    "offered": 0.24,
    "seen": 0.05,
    "amid": 0.085,
    "phrasing": 0.17,
    "gone": 0.06,
    "elsewhere": 1.0,
    "elsewhere, amid": 0.17,
    "labelled": 1.0,
    "requests": 1.5,
    "piece": 0.4,
    "conversation": 1.0,
    "follow-up": 1.4,
    LENT: 0.035,
    COUNTED: 0.07,
    UNSAID: 0.05,
    "name alone": 0.035,
    "folder": 0.45,
    "public": 0.06,
}
"""How much one message of each kind counts."""


class Group(NamedTuple):
    """The readings of one message, declining last, and which of them are right."""

    numbers: list[list[float]]
    right: list[bool]
    weight: float


Found = Iterator[Group | None]
"""The messages of one kind; None for one that nothing can be learned from."""

Right = Callable[[str, str, tuple[str, ...]], bool]
"""Whether a reading is right, by its entry, how its subject was found, and its subject."""


def group(found: Ranking, right: Right, declines: bool, weight: float) -> Group | None:
    """The readings of a message as numbers, or None where none of them is right."""
    kept = found.candidates[:MOST_READ]
    marks = [right(one.topic, one.how, one.entities) for one in kept]
    if not (declines or any(marks)):
        marks, declines, weight = [False] * len(kept), True, weight * 0.15
    blank = [0.0] * len(features.OF_DECLINING)
    rows = [[*one.numbers, *blank] for one in kept]
    rows.append([*[0.0] * len(features.OF_READING), *found.numbers])
    return Group(rows, [*marks, declines], weight) if kept else None


def ranked(text: str, edition: Edition, knowledge: Knowledge, lent: Lent = NOT_LENT) -> Ranking:
    query = mentions.find(read(text, edition.lexicon), edition.phrases)
    return rank(Request(query=query), edition, knowledge, lent)


class Slots:
    """Names and words of fields to put into the slots of phrasings, in turns."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.words = {kind: [(edition.entities[m].called, m) for m in k.members] for kind, k in edition.kinds.items()}
        for kind in edition.kinds:
            own = [
                (p.words, "")
                for runs in edition.phrases.values()
                for _, p in runs
                if p.how is How.SUBJECT and p.kind == kind
            ]
            self.words[f"{kind}.subject"] = sorted(set(own)) or self.words[kind]

    def fill(self, text: str, turn: int, needs: str) -> tuple[str, set[str]]:
        """The text with its slots filled, and those named: nobody, where an entry is asked by a word of a field."""
        named: set[str] = set()

        def one(match: re.Match[str]) -> str:
            words = self.words[match[1]]
            name, member = words[(turn * 7 + len(named)) % len(words)]
            named.update({member} - {""})
            return name

        filled = LOOKUP.sub(one, text)
        return filled, set() if "." in needs else named


def part(examples: Examples, fold: int) -> Examples:
    """The examples without those of a fold."""
    elsewhere = [query for i, query in enumerate(examples.elsewhere) if i % FOLDS != fold]
    return training.without(examples, lambda _, i: i % FOLDS == fold)._replace(elsewhere=elsewhere)


def asks(topics: set[str], named: set[str], one: bool) -> Right:
    """Right: one of the entries, for those named; where none is named, for nobody if it speaks of one, else for all."""

    def right(topic: str, how: str, entities: tuple[str, ...]) -> bool:
        if topic not in topics:
            return False
        return set(entities) == named if named else how != ("all" if one else "missing")

    return right


def speaks_of_one(text: str, edition: Edition, knowledge: Knowledge) -> bool:
    """Whether a message speaks of one member that it does not name."""
    query = mentions.find(read(text, edition.lexicon), edition.phrases)
    return ground(Request(query), edition, knowledge).one


def folded(edition: Edition, knowledge: Knowledge, elsewhere: Sequence[str], fold: int, step: int) -> Found:
    """What is made of the phrasings of a fold, under the model of the others."""
    known = edition._replace(model=training.fit(part(given(edition, elsewhere), fold)))
    yield from phrasings(known, knowledge, elsewhere, fold, step)
    yield from leaning(known, knowledge, fold)


def phrasings(known: Edition, knowledge: Knowledge, elsewhere: Sequence[str], fold: int, step: int) -> Found:
    """The phrasings and the messages from elsewhere of a fold."""
    edition, taught = known, known._replace(worded={})
    slots = Slots(edition)
    for topic in edition.topics.values():
        for i in range(fold, len(topic.phrasings), FOLDS):
            if i and (i // FOLDS) % step:
                continue
            text, named = slots.fill(topic.phrasings[i], i, topic.needs)
            found = ranked(text, taught, knowledge)
            yield group(
                found, asks({topic.id}, named, speaks_of_one(text, edition, knowledge)), False, WEIGH["phrasing"]
            )
            if topic.talk and i % 2:
                amid = ranked(text, taught, knowledge, lent_at_random(edition, i))
                yield group(amid, asks({topic.id}, set(), one=False), False, WEIGH["phrasing"])
            if named and i % 5 == 0:  # what stands alone stands alone in a conversation, too
                amid = ranked(text, taught, knowledge, lent_at_random(edition, i))
                yield group(amid, asks({topic.id}, named, one=False), False, WEIGH["amid"])
            rest = found._replace(candidates=tuple(c for c in found.candidates if c.topic != topic.id))
            if not topic.talk and i % 3 == 0:
                yield group(rest, lambda *_: False, True, WEIGH["gone"])
        for i in range(
            fold, len(topic.phrasings), FOLDS * 2
        ):  # what stands in the knowledge is asked as it stands, too
            text, named = slots.fill(topic.phrasings[i], i + 1, topic.needs)
            right = asks({topic.id}, named, speaks_of_one(text, edition, knowledge))
            yield group(ranked(text, known, knowledge), right, False, WEIGH["offered" if not i else "seen"])
            if i % 5 == 0:
                amid = ranked(text, known, knowledge, lent_at_random(edition, i))
                yield group(amid, asks({topic.id}, named, one=False), False, WEIGH["seen"])
    for i, text in enumerate(elsewhere[fold::FOLDS]):
        yield group(ranked(text, taught, knowledge), lambda *_: False, True, WEIGH["elsewhere"])
        amid = ranked(text, taught, knowledge, lent_at_random(edition, i))
        yield group(amid, lambda *_: False, True, WEIGH["elsewhere, amid"])


def lent_at_random(edition: Edition, turn: int) -> Lent:
    """What some turn before might have lent."""
    topics = [topic for topic in edition.topics.values() if not topic.talk]
    topic = topics[turn * 37 % len(topics)]
    members = edition.kinds[topic.kind].members if topic.kind else ()
    one = members[turn % len(members) :][:1] if members else ()
    asked = LOOKUP.sub(edition.entities[one[0]].called if one else "", topic.phrasings[turn % len(topic.phrasings)])
    foci = (Focus(one, topic.kind, turn % 3),) if one else ()
    return Lent(topic=topic.id, foci=foci, listed=members, asked=(asked,))


def leaning(edition: Edition, knowledge: Knowledge, fold: int) -> Found:
    """Follow-ups made of phrasings: a pronoun, an ordinal or nothing in the place of a name; and a name alone."""
    taught = edition._replace(worded={})
    words = Leaning(edition)
    for topic in edition.topics.values():
        kind = edition.kinds.get(topic.kind)
        if kind is None or topic.needs != kind.id or topic.role or len(kind.members) == 1:
            continue
        for i in range(fold, len(topic.phrasings), FOLDS):
            if len(LOOKUP.findall(topic.phrasings[i])) == 1:
                how, standing, member = words.stand_in(kind, i)
                lent = lent_at_random(edition, i)._replace(foci=(words.focus(kind, i),), listed=kind.members)
                found = ranked(LOOKUP.sub(standing, topic.phrasings[i]), taught, knowledge, lent)
                yield group(found, asks({topic.id}, {member}, one=False), False, WEIGH[how])
        for i in range(fold, 2 * FOLDS, FOLDS):
            spoken_of = edition.entities[words.focus(kind, i).entities[0]].called
            last = LOOKUP.sub(spoken_of, topic.phrasings[i % len(topic.phrasings)])
            lent = Lent(topic=topic.id, foci=(words.focus(kind, i),), listed=kind.members, asked=(last,))
            other = kind.members[(i + 1) % len(kind.members)]
            found = ranked(words.naming(lent.foci[0].entities[0], other, i), taught, knowledge, lent)
            yield group(found, asks({topic.id}, {other}, one=False), False, WEIGH["name alone"])


class Leaning:
    """The words of a language by which a follow-up leans on the turns before, each in turns."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.marks = {name: sorted(words) for name, words in edition.marks.items()}
        self.pronouns, self.joiners = sorted(edition.lexicon.pronouns), sorted(edition.lexicon.joiners)
        self.ordinals: dict[int, list[str]] = {}
        for word, number in edition.ordinals.items():
            if number > 0:
                self.ordinals.setdefault(number - 1, []).append(word)

    def focus(self, kind: Kind, turn: int) -> Focus:
        """A member that was spoken of."""
        return Focus((kind.members[turn % len(kind.members)],), kind.id, turn % 3)

    def stand_in(self, kind: Kind, turn: int) -> tuple[str, str, str]:
        """How one is meant that is not named, the words that stand for it, and the member that they mean."""
        definite, counted = self.marks["definite"], self.marks["counted"]
        [spoken_of] = self.focus(kind, turn).entities
        if turn // FOLDS % 3 == 1:
            pronoun = self.pronouns[turn % len(self.pronouns)]
            return LENT, pronoun if turn % 3 else f"{definite[turn % len(definite)]} {kind.one}", spoken_of
        if turn // FOLDS % 3 == 2:
            return UNSAID, "", spoken_of
        place = turn * 3 % min(len(kind.members), len(self.ordinals))
        ordinal = self.ordinals[place][turn % len(self.ordinals[place])]
        return COUNTED, f"{definite[0]} {ordinal} {kind.one if turn % 2 else counted[turn % 3]}", kind.members[place]

    def naming(self, one: str, other: str, turn: int) -> str:
        """Asks the same of another, by little more than its name."""
        spoken_of, meant = self.edition.entities[one].called, self.edition.entities[other].called
        cue, negation = (self.marks[name][turn % len(self.marks[name])] for name in ("cue", "negation"))
        joiner = self.joiners[turn % len(self.joiners)]
        ways = (f"{joiner} {meant}", f"{cue} {meant}", f"{negation} {spoken_of}, {meant}", meant)
        return ways[turn // FOLDS * 2 + turn % 2]


def moved(ids: Sequence[str], edition: Edition) -> set[str]:
    return {edition.moved.get(id_, id_) for id_ in ids}


def of_members(topics: set[str], scope: str, members: set[str]) -> Right:
    """Right: one of the entries, for the members that a labelled message asks about."""

    def right(topic: str, how: str, entities: tuple[str, ...]) -> bool:
        if topic not in topics:
            return False
        if scope in {"most", "least", "order"}:
            return how == "ranked" or (how == "named" and set(entities) == members and len(members) < MOST_MEMBERS - 1)
        if scope == "back":
            return how == "back" or set(entities) == members
        if scope in {"all", "count"}:
            return how in {"back", "all"}
        return set(entities) == members

    return right


def sets(path: Path, edition: Edition, knowledge: Knowledge) -> Found:
    for case in lines(path):
        if len(case["topics"]) == 1:
            right = of_members(moved(case["topics"], edition), case["scope"], set(case["entities"]))
            yield group(ranked(case["text"], edition, knowledge), right, False, WEIGH["labelled"])


def requests(path: Path, edition: Edition, knowledge: Knowledge) -> Found:
    hearing = Hearing(edition=edition, knowledge=knowledge, lent=NOT_LENT)
    for case in lines(path):
        yield from pieces(case["text"], [moved(ids, edition) for ids in case["requests"]], hearing)


def pieces(text: str, wants: list[set[str]], hearing: Hearing) -> Found:
    """A message whose requests are known, whole (where it is one) and in its pieces."""
    edition, weight = hearing.edition, WEIGH["requests"]
    question = read(text, edition.lexicon)
    query = mentions.find(question, edition.phrases)

    lent = NOT_LENT

    def judged(request: Request, topics: set[str], weight: float) -> Group | None:
        """The group of a piece, which lends to the next one what it is right to take it for."""
        nonlocal lent
        found = rank(request, edition, hearing.knowledge, lent)
        best = next((c for c in found.candidates if c.topic in topics and c.how != "missing" and not c.talk), None)
        if best is not None:
            after = lent.after(best.topic, best.entities, found.query.mentions, edition, turns=0)
            lent = after.asking(found.query, best.how, edition)._replace(here=True)
        declines = not topics or "unknown" in topics
        return group(found, lambda topic, how, _: topic in topics and how != "missing", declines, weight)

    if len(wants) < 2:
        yield judged(Request(query), wants[0] if wants else set(), weight)
        lent = NOT_LENT
    cuts = [hearing.request(piece, query) for piece in cut(question, edition)]
    if len(cuts) < 2:
        for part, topics in listed(question, wants, edition):
            yield judged(hearing.part(part, query)._replace(outside=0), topics, weight)
        return
    if len(cuts) == len(wants) or not wants:
        for request, topics in zip(cuts, wants or [set()] * len(cuts), strict=True):
            yield judged(request, topics, weight)
    elif len(wants) == 1:
        asking = asked_in(cuts, wants[0], hearing)
        for request in cuts:
            best = request is asking
            yield judged(request, wants[0] if best else set(), weight * (1.0 if best else 0.5))


def asked_in(cuts: list[Request], topics: set[str], hearing: Hearing) -> Request | None:
    """The piece that says the most of what a message asks, if one does."""

    def said(request: Request) -> float:
        found = rank(request, hearing.edition, hearing.knowledge, hearing.lent).candidates
        return max((one.numbers[0] for one in found if one.topic in topics), default=0.0)

    most = max(cuts, key=said)
    return most if said(most) > 0 else None


def listed(question: Question, wants: list[set[str]], edition: Edition) -> Iterator[tuple[Query, set[str]]]:
    """The parts of a list of requests, each with what it asks; of one that looks like a list, with all of it."""
    ways = list(joints(question, edition))
    if len(wants) == 1:
        for part in ways[0] if ways else ():
            yield part, wants[0] | {"unknown"}
    else:
        yield from next((zip(way, wants, strict=True) for way in ways if len(way) == len(wants)), ())


def in_turn(fine: set[str], entities: Sequence[str], edition: Edition, last: str) -> Right:
    """Right: what a turn of a labelled conversation, after the answer of `last`, may be answered by.

    Turns name clusters only: an entry of another kind (the leader of one) is right for whichever of its kind is found.
    """
    named, talks = set(entities) - {"all"}, any(id_.startswith("talk.") for id_ in fine)
    kinds = {edition.entities[id_].kind for id_ in named}

    def right(topic: str, how: str, found: tuple[str, ...]) -> bool:
        entry = edition.topics[topic]
        if entry.role in OF_THE_LAST and last in fine:
            return True
        if topic not in fine and not (talks and entry.talk):
            return False
        if named and found and edition.entities[found[0]].kind in kinds:
            return named == set(found)
        return how != "missing" and ("all" not in entities or len(found) != 1)

    return right


def unmet(path: Path, edition: Edition, elsewhere: Sequence[str]) -> Edition:
    """An edition without the phrasings that say most of what a turn of a file says: they may be taken from it."""
    examples = given(edition, elsewhere)
    turns = [read(t["ask"], edition.lexicon) for line in lines(path) for t in line["turns"]]
    said = [told(mentions.find(turn, edition.phrases), edition) for turn in turns]
    holding: dict[str, list[frozenset[str]]] = {}
    for words in said:
        for word in words:
            holding.setdefault(word, []).append(words)

    def met(id_: str, i: int) -> bool:
        own = told(examples.phrasings[id_][i], edition)
        near = holding.get(min(own), []) if len(own) >= FEW else []
        return any(own <= words and len(own) >= MOSTLY * len(words) for words in near)

    literal = {mentions.find(turn, edition.phrases).literally() for turn in turns}
    worded = {words: id_ for words, id_ in edition.worded.items() if words not in literal}
    return edition._replace(model=training.fit(training.without(examples, met)), worded=worded)


def told(query: Query, edition: Edition) -> frozenset[str]:
    """The words of a query that carry something."""
    return frozenset(unit.term for unit in query.telling(edition.light))


def lines(path: Path) -> list[Any]:
    """The values of a file of JSON lines."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def followups(path: Path, edition: Edition, knowledge: Knowledge) -> Found:
    """Short conversations whose later turns lean on the first in ways that longer ones seldom show."""
    return conversations(path, edition, knowledge, WEIGH["follow-up"])


def conversations(path: Path, edition: Edition, knowledge: Knowledge, weight: float = WEIGH["conversation"]) -> Found:
    for case in lines(path):
        lent = NOT_LENT
        for turn in case["turns"]:
            wants = [moved(want.split("|"), edition) for want in turn["topic"]]
            fine = set().union(*wants)
            right = in_turn(fine, turn["entities"], edition, lent.topic)
            found = ranked(turn["ask"], edition, knowledge, lent)
            if len(wants) == 1:
                yield group(found, right, bool(fine & {"unknown", "clarify"}), weight)
                yield from pieces_of_turn(found.query, fine, right, Hearing(edition, knowledge, lent))
            best = next((c for c in found.candidates if right(c.topic, c.how, c.entities) and not c.talk), None)
            told = (best.topic, best.entities) if best is not None else ("", ())
            lent = lent.after(*told, found.query.mentions, edition)
            if not any(id_.startswith("talk.") for id_ in fine):
                lent = lent.asking(found.query, best.how if best is not None else "", edition)


def pieces_of_turn(query: Query, fine: set[str], right: Right, hearing: Hearing) -> Found:
    """The pieces of a turn that asks one thing: the one that says the most of it asks it, the others ask nothing."""
    cuts = [hearing.request(piece, query) for piece in cut(query.question, hearing.edition)]
    if len(cuts) < 2 or fine & {"unknown", "clarify"}:
        return
    asking = asked_in(cuts, fine, hearing)
    for request in cuts if asking else ():
        found = rank(request, hearing.edition, hearing.knowledge, hearing.lent)
        best = request is asking
        yield group(found, right if best else lambda *_: False, not best, WEIGH["piece"])


def small(edition: Edition, knowledge: Knowledge, elsewhere: Sequence[str], seed: int) -> Found:
    """A folder of few entries and few phrasings, made of this one."""
    chance = random.Random(seed)
    all_ = given(edition, elsewhere)
    count, most = chance.choice([5, 12, 30, 80]), chance.choice([1, 3, 6, 12])
    ids = sorted(chance.sample(sorted(t for t, topic in edition.topics.items() if not topic.talk), count))
    ids += sorted(chance.sample(sorted(t for t, topic in edition.topics.items() if topic.talk), 10))
    kept = {t: sorted(chance.sample(range(len(all_.phrasings[t])), min(most, len(all_.phrasings[t])))) for t in ids}
    generic = chance.random() < 0.5
    model = training.fit(
        all_._replace(
            phrasings={t: [all_.phrasings[t][i] for i in places] for t, places in kept.items()},
            answers={t: all_.answers[t] for t in ids},
            elsewhere=all_.elsewhere[-700:] if generic else [],
            forms={t: [all_.forms[t][i] for i in places] for t, places in kept.items()},
        )
    )
    taught = edition._replace(model=model, worded={})
    slots = Slots(edition)
    for topic in edition.topics.values():
        places = range(len(topic.phrasings))
        for i in chance.sample(places, min(len(places), 6 if topic.id in kept else 1)):
            if i in kept.get(topic.id, ()):
                continue
            text, named = slots.fill(topic.phrasings[i], i, topic.needs)
            found = ranked(text, taught, knowledge)
            if topic.id in kept:
                yield group(
                    found, asks({topic.id}, named, speaks_of_one(text, edition, knowledge)), False, WEIGH["folder"]
                )
            elif not topic.talk:
                yield group(found, lambda *_: False, True, WEIGH["folder"])
    for text in chance.sample(list(elsewhere), 60):
        yield group(ranked(text, taught, knowledge), lambda *_: False, True, WEIGH["folder"])


def public(path: Path, seed: int) -> Found:
    """A folder of another kind: half of a public data set's training part, asked the other half."""
    from common import bot

    data = json.loads(path.read_text("utf-8"))
    chance = random.Random(seed)
    each: dict[str, list[str]] = {}
    for text, intent in data["train"]:
        each.setdefault(intent, []).append(text)
    most = (50, 10, 5)[seed % 3]
    shuffled = {intent: chance.sample(texts, len(texts)) for intent, texts in each.items()}
    made = bot([(text, intent) for intent, texts in shuffled.items() for text in texts[:most]])
    knowledge = made.knowledge
    [edition] = knowledge.editions.values()
    for intent, texts in shuffled.items():
        for text in texts[50:60]:
            yield group(ranked(text, edition, knowledge), asks({intent}, set(), one=False), False, WEIGH["public"])
    for text, _ in data["oos_train"]:
        for _ in range(4):
            yield group(ranked(text, edition, knowledge), lambda *_: False, True, WEIGH["public"])


LABELLED = {"sets": sets, "requests": requests, "conversations": conversations, "followups": followups}
"""Files of labelled messages, by kind, and what reads them."""

TURNS = ("conversations", "followups")
"""The kinds whose messages are turns, of which phrasings may be made."""

Job = tuple[Any, ...]
"""The kind of messages, the language, and what else their function takes."""


def work(job: Job) -> list[Group]:
    kind, *rest = job
    if kind == "public":
        return [g for g in public(*rest) if g]
    knowledge, elsewhere = KNOWN
    tag = rest[0]
    edition = knowledge.editions[tag]
    if kind == "phrasings":
        found = folded(edition, knowledge, elsewhere[tag], rest[1], rest[2])
    elif kind in LABELLED:
        met = unmet(rest[1], edition, elsewhere[tag]) if kind in TURNS else edition
        found = LABELLED[kind](rest[1], met, knowledge)
    else:
        found = small(edition, knowledge, elsewhere[tag], rest[1])
    return [g for g in found if g]


KNOWN: tuple[Knowledge, dict[str, list[str]]] = None  # type: ignore[assignment]


def fit(groups: list[Group]) -> Any:
    """The weights: the least loss of a softmax over the readings of each message, with an L2 penalty."""
    rows = np.array([row for g in groups for row in g.numbers], np.float64)
    right = np.array([mark for g in groups for mark in g.right], np.float64)
    sizes = np.array([len(g.right) for g in groups])
    weigh = np.array([g.weight for g in groups])
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    owner = np.repeat(np.arange(len(groups)), sizes)
    spread = rows.std(0) + 1e-6
    rows = rows / spread
    weights, mean, square = np.zeros(rows.shape[1]), np.zeros(rows.shape[1]), np.zeros(rows.shape[1])
    for step in range(1, STEPS + 1):
        scores = rows @ weights
        scores = np.exp(scores - np.maximum.reduceat(scores, starts)[owner])
        total, good = np.add.reduceat(scores, starts), np.add.reduceat(scores * right, starts)
        slope = (
            rows.T @ ((scores / total[owner] - scores * right / good[owner]) * weigh[owner]) / weigh.sum()
            + SHRINK * weights
        )
        mean, square = 0.9 * mean + 0.1 * slope, 0.999 * square + 0.001 * slope * slope
        weights -= RATE * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    loss = float((weigh * (np.log(total) - np.log(good))).sum() / weigh.sum())
    print(f"{len(groups)} messages, {len(rows)} readings, loss {loss:.4f}")
    for name, one, own in sorted(zip(features.NAMES, weights, weights / spread, strict=True), key=lambda x: -abs(x[1])):
        print(f"  {name:28s} standardised {one:+.2f}  weight {own:+.3f}")
    return weights / spread


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--clinc", type=Path)
    parser.add_argument("--quick", type=int, default=1, help="use one phrasing in so many")
    options = parser.parse_args()
    global KNOWN
    knowledge = loader.load(SHIPPED)
    elsewhere = {tag: list(languages.read(tag, Folder(SHIPPED)).elsewhere) for tag in knowledge.editions}
    KNOWN = knowledge, elsewhere
    jobs: list[Job] = [("phrasings", tag, fold, options.quick) for tag in knowledge.editions for fold in range(FOLDS)]
    jobs += [
        ("sets", "en", TRAINING / "sets.jsonl"),
        ("sets", "fr", TRAINING / "sets-fr.jsonl"),
        ("requests", "en", TRAINING / "requests.jsonl"),
        ("requests", "fr", TRAINING / "requests-fr.jsonl"),
        ("conversations", "en", TRAINING / "conversations.jsonl"),
        ("conversations", "fr", TRAINING / "conversations-fr.jsonl"),
        ("followups", "en", TRAINING / "followups.jsonl"),
        ("followups", "fr", TRAINING / "followups-fr.jsonl"),
    ]
    jobs += [("small", tag, seed) for tag in knowledge.editions for seed in range(8)]
    if options.clinc:
        jobs += [("public", options.clinc, seed) for seed in range(3)]
    with ProcessPoolExecutor(2, mp_context=get_context("fork")) as pool:
        groups = [g for found in pool.map(work, jobs) for g in found]
    weights = fit(groups)
    digest = sha256(np.round(np.array([x for g in groups for r in g.numbers for x in r]), 4).tobytes()).hexdigest()[:12]
    command = " ".join(["python bench/ranker.py", *("--clinc CLINC150" if options.clinc else "",)]).strip()
    lines = [
        f"# Weights of the features of readings, made by `{command}`",
        f"# (seed {SEED}) from {len(groups)} messages, digest {digest}.",
    ]
    lines += [f'"{name}": "{weight:.4f}"' for name, weight in zip(features.NAMES, weights, strict=True)]
    WEIGHTS.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
