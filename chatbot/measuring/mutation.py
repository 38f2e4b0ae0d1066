"""What the tests would miss: each phrasing, alias and synonym is dropped in turn, and the questions are asked again."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from chatbot.answering.compose import label
from chatbot.answering.template import fill
from chatbot.bot import ChatBot
from chatbot.checking.check import comes_from
from chatbot.knowledge import Edition, How, Knowledge, Model, Phrase, Topic
from chatbot.loading import editions
from chatbot.loading.lexicons import Raw, reading
from chatbot.loading.schema import problem
from chatbot.matching import training
from chatbot.measuring.evaluate import Case, judge
from chatbot.measuring.robustness import filled
from chatbot.problem import Place, Problem
from chatbot.reading import mentions
from chatbot.reading.tokenizer import read
from chatbot.reply import Reply

NEAR = 4
"""Best candidates of a question that a topic must be among for the question to be asked again without a phrasing."""

CLOSE = 3
"""Best candidates that two topics are never both of, when phrasings of both are dropped at once."""

ALIASES = (("names", How.NAME), ("subjects", How.SUBJECT), ("hints", How.HINT))


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that can be dropped. `owner` is a topic, an entity or a group; `probe` a question that leans on it."""

    kind: str
    text: str
    owner: str
    place: Place
    probe: str


class Loss(NamedTuple):
    """What dropping a part does: `noticed` by a test; else `felt`, when its own probe is answered differently."""

    part: Part
    noticed: bool
    felt: bool

    @property
    def missed(self) -> bool:
        """Whether something is lost and no test says so."""
        return self.felt and not self.noticed


class _Test(NamedTuple):
    """Questions in turn, and what a tester would write down about their replies."""

    questions: tuple[str, ...]
    judge: Callable[[Sequence[Reply]], object]


def mutate(
    knowledge: Knowledge, raw: Raw, cases: Iterable[Case], sample: int | None = None, seed: int = 1
) -> list[Loss]:
    """The loss of every part of one language, or of `sample` of each kind.

    Tests are the canonical questions, the curator's own `tests`, and the cases.
    """
    return _Trial(knowledge, raw, cases).losses(sample, random.Random(seed))  # noqa: S311  # a sample, not a secret


class _Trial:
    """The tests, the outcomes that they have, and which of them each word and topic has a say in."""

    def __init__(self, knowledge: Knowledge, raw: Raw, cases: Iterable[Case]) -> None:
        self.knowledge, self.raw = knowledge, raw
        self.edition = knowledge.editions[raw.language]
        self.query = editions.reader(self.edition.lexicon, self.edition.phrases, self.edition.kinds)
        topics = self.edition.topics
        self.examples = {t.id: [self.query(p) for p in t.phrasings] for t in topics.values()}
        self.answers = {t.id: self.query(_told(t, self.edition)) for t in topics.values()}
        self.base = self.bot(self.edition._replace(model=self.model({})))
        self.tests = list(_tests(self.edition, cases))
        self.before: list[object] = []
        self.by_term: defaultdict[str, set[int]] = defaultdict(set)
        self.near: defaultdict[str, set[int]] = defaultdict(set)
        self.close: defaultdict[str, set[int]] = defaultdict(set)
        for number, test in enumerate(self.tests):
            replies = _ask(self.base, test)
            self.before.append(test.judge(replies))
            for question, reply in zip(test.questions, replies, strict=True):
                for token in read(question, self.edition.lexicon).tokens:
                    self.by_term[token.term].add(number)
                for found, most in ((self.near, NEAR), (self.close, CLOSE)):
                    for topic in _nearest(reply, most):
                        found[topic].add(number)

    def bot(self, changed: Edition) -> ChatBot:
        return ChatBot(self.knowledge._replace(editions={self.raw.language: changed}))

    def model(self, dropped: Mapping[str, int]) -> Model:
        """The model without one phrasing, by its number, of each topic named."""
        kept = {t: [q for i, q in enumerate(qs) if i != dropped.get(t)] for t, qs in self.examples.items()}
        own = self.edition
        return training.fit(kept, self.answers, own.lexicon.stop, own.foreign, typical=own.model.typical)

    def losses(self, sample: int | None, chance: random.Random) -> list[Loss]:
        def some(parts: list[_Numbered]) -> list[_Numbered]:
            return parts if sample is None or len(parts) <= sample else chance.sample(parts, sample)

        found = [loss for batch in self._batches(some(self._phrasings())) for loss in self._without_phrasings(batch)]
        aliases = [(number, part) for number, part in enumerate(self._aliases())]
        for kind in sorted({part.kind for _, part in aliases}):
            own = some([(number, part) for number, part in aliases if part.kind == kind])
            found += [self._without_alias(part) for _, part in own]
        return sorted(found, key=lambda loss: (loss.part.place.file, loss.part.place.line, loss.part.place.column))

    def _phrasings(self) -> list[_Numbered]:
        return [
            (
                number,
                Part("phrasing", text.text, id_, text.place, filled(text.text, self.edition.topics[id_], self.edition)),
            )
            for id_, texts in ((record.text("id"), record.texts("phrasings")) for record in self.raw.topics)
            if len(texts) > 1
            for number, text in enumerate(texts)
        ]

    def _batches(self, parts: Sequence[_Numbered]) -> Iterator[list[_Numbered]]:
        """Phrasings that are dropped together: no two of one topic, none of topics that share a close question."""
        todo = sorted(parts, key=lambda one: (one[0], one[1].owner))
        while todo:
            batch, rest = [], []
            taken: set[int] = set()
            owners: set[str] = set()
            for number, part in todo:
                close = self.close[part.owner]
                if part.owner in owners or close & taken:
                    rest.append((number, part))
                    continue
                batch.append((number, part))
                owners.add(part.owner)
                taken |= close
            yield batch
            todo = rest

    def _without_phrasings(self, batch: Sequence[_Numbered]) -> Iterator[Loss]:
        model = self.model({part.owner: number for number, part in batch})
        bot = self.bot(self.edition._replace(model=model))
        taken = {number for _, part in batch for number in self.close[part.owner]}
        for number, part in batch:
            near = self.close[part.owner] | (self.near[part.owner] - taken)
            noticed = any(self._differs(bot, test) for test in sorted(near))
            if noticed and len(batch) > 1:  # it may be another's loss that was noticed
                yield from self._without_phrasings([(number, part)])
            else:
                yield Loss(part, noticed, noticed or not comes_from(bot.ask(part.probe), part.owner))

    def _without_alias(self, part: Part) -> Loss:
        run = reading(part.text, self.edition.lexicon)
        phrases = _dropped(self.edition, run, part) if run else None
        if phrases is None:
            return Loss(part, noticed=False, felt=False)
        bot = self.bot(self.base.knowledge.edition(None)._replace(phrases=phrases))
        near = set.intersection(*(self.by_term[term] for term in run))
        noticed = any(self._differs(bot, number) for number in sorted(near))
        return Loss(part, noticed, noticed or _outcome(bot.ask(part.probe)) != _outcome(self.base.ask(part.probe)))

    def _differs(self, bot: ChatBot, number: int) -> bool:
        test = self.tests[number]
        return test.judge(_ask(bot, test)) != self.before[number]

    def _aliases(self) -> Iterator[Part]:
        frames = {t.needs: t for t in reversed(list(self.edition.topics.values())) if t.needs and "{" in t.question}
        for record in self.raw.entities:
            kind = record.text("kind")
            for key, how in ALIASES:
                slot = kind if how is How.NAME else f"{kind}.subject"
                frame = frames[slot].question if slot in frames else f"{{{slot}}}"
                for text in record.texts(key):
                    probe = frame.replace(f"{{{slot}}}", text.text, 1)
                    yield Part(how.value, text.text, record.text("id"), text.place, probe)
        around = self._around_groups()
        for name, texts in self.raw.groups.items():
            before, after = around.get(f"={name}", ("", ""))
            for text in texts:
                yield Part("synonym", text.text, name, text.place, f"{before}{text.text}{after}")

    def _around_groups(self) -> dict[str, tuple[str, str]]:
        """What stands before and after a word of each group in the first phrasing that holds one."""
        found: dict[str, tuple[str, str]] = {}
        for topic in self.edition.topics.values():
            for phrasing in topic.phrasings:
                text = filled(phrasing, topic, self.edition)
                query = mentions.find(read(text, self.edition.lexicon), self.edition.phrases)
                tokens = query.question.tokens
                ends = [*(unit.start for unit in query.units[1:]), len(tokens)]
                for unit, end in zip(query.units, ends, strict=True):
                    if unit.term.startswith("=") and unit.term not in found:
                        found[unit.term] = text[: tokens[unit.start].span[0]], text[tokens[end - 1].span[1] :]
        return found


_Numbered = tuple[int, Part]


def _told(topic: Topic, own: Edition) -> str:
    members = own.kinds[topic.kind].members if topic.kind else (None,)
    return " ".join(fill(f"{topic.answer} {topic.more}", own, member) for member in members)


def _dropped(
    own: Edition, run: tuple[str, ...], part: Part
) -> dict[str, tuple[tuple[tuple[str, ...], Phrase], ...]] | None:
    """The table without an alias or synonym, or None when the table never had it."""
    runs = own.phrases.get(run[0], ())
    now = next((phrase for terms, phrase in runs if terms == run), None)
    if now is None:
        return None
    kept: Phrase | None = None
    group = f"={part.owner}"
    if part.kind != "synonym":
        if now.how.value != part.kind or part.owner not in now.targets:
            return None
        rest = tuple(target for target in now.targets if target != part.owner)
        if rest:
            kept = now._replace(targets=rest)
        elif now.literal.startswith("="):
            kept = Phrase(How.WORD, (now.literal,), "", " ".join(run))
    elif now.literal == group:
        kept = now._replace(literal=" ".join(run))
    elif now.targets != (group,):
        return None
    fresh = [(terms, kept if terms == run else phrase) for terms, phrase in runs]
    return {**own.phrases, run[0]: tuple((terms, phrase) for terms, phrase in fresh if phrase is not None)}


def _tests(own: Edition, cases: Iterable[Case]) -> Iterator[_Test]:
    for topic in own.topics.values():
        asked = [label(topic, None, own), *topic.reach, *topic.not_reach]
        yield from (_Test((question,), partial(_reaches, topic.id)) for question in asked)
    yield from (_Test(tuple(turn.ask for turn in case.turns), partial(_judged, case)) for case in cases)


def _reaches(topic: str, replies: Sequence[Reply]) -> object:
    return comes_from(replies[0], topic)


def _judged(case: Case, replies: Sequence[Reply]) -> object:
    judged = [judge(turn, reply) for turn, reply in zip(case.turns, replies, strict=True)]
    return [(not fault, wrong) for fault, wrong in judged]


def _ask(bot: ChatBot, test: _Test) -> list[Reply]:
    ask = bot.ask if len(test.questions) == 1 else bot.session().ask
    return [ask(question) for question in test.questions]


def _nearest(reply: Reply, most: int) -> set[str]:
    """The topics that have a say in a reply."""
    verdicts = reply.trace.verdicts if reply.trace else ()
    near = {candidate.topic for verdict in verdicts for candidate in verdict.candidates[:most]}
    return near | {topic for topic in (reply.topic, *(part.topic for part in reply.parts)) if topic}


def _outcome(reply: Reply) -> object:
    return reply.status, reply.topic, reply.entities, [(part.topic, part.entities) for part in reply.parts]


def problems(losses: Iterable[Loss]) -> Iterator[Problem]:
    """The losses that no test notices, each with a question that would."""
    for part in (loss.part for loss in losses if loss.missed):
        message = f"no test would miss the {part.kind} '{part.text}' of '{part.owner}'"
        yield problem(part.place, "unnoticed", message, f"ask '{part.probe}' in a test", "warning")


def figures(losses: Sequence[Loss]) -> dict[str, dict[str, float]]:
    """By kind and in all: parts dropped, losses noticed, missed, without effect, and the share noticed, 0..1."""
    out: dict[str, dict[str, float]] = {}
    for kind in [*dict.fromkeys(loss.part.kind for loss in losses), "all"]:
        own = [loss for loss in losses if kind in (loss.part.kind, "all")]
        noticed, missed = sum(loss.noticed for loss in own), sum(loss.missed for loss in own)
        score = round(noticed / (noticed + missed), 4) if noticed + missed else 1.0
        effectless = len(own) - noticed - missed
        out[kind] = {"dropped": len(own), "noticed": noticed, "missed": missed, "without effect": effectless}
        out[kind]["score"] = score
    return out


def lines(found: Mapping[str, Mapping[str, float]]) -> Iterator[str]:
    """The figures as a table."""
    yield f"{'':10} {'dropped':>8} {'noticed':>8} {'missed':>8} {'without effect':>15} {'score':>6}"
    for kind, own in found.items():
        noticed, missed, effectless = own["noticed"], own["missed"], own["without effect"]
        yield f"{kind:10} {own['dropped']:8} {noticed:8} {missed:8} {effectless:15} {own['score']:6.3f}"
