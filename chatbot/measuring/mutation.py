"""What the tests would miss: each phrasing, alias and synonym is dropped in turn, and the questions are asked again."""

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from chatbot.answering.compose import label
from chatbot.bot import ChatBot
from chatbot.checking.check import Each, comes_from
from chatbot.knowledge import Edition, Knowledge
from chatbot.language import How
from chatbot.learning import training
from chatbot.loading import lexicons
from chatbot.loading.editions import given, worded
from chatbot.loading.lexicons import ALIASES, Raw
from chatbot.loading.references import is_inherited
from chatbot.measuring.evaluate import Case, Turn, converse, judge
from chatbot.measuring.robustness import asked
from chatbot.problem import Place, Problem
from chatbot.reading import mentions
from chatbot.reading.tokenizer import read
from chatbot.reply import Reply

NEAR = 4
"""Best candidates of a question that a topic must be among for the question to be asked again without a phrasing."""

CLOSE = 3
"""Best candidates that two topics are never both of, when phrasings of both are dropped at once."""


class Part(NamedTuple):
    """One thing that can be dropped. `owner` is a topic, an entity or a group; `probe` a question that leans on it."""

    kind: str
    text: str
    owner: str
    place: Place
    probe: str
    number: int = 0
    """Of a phrasing: its place in its topic."""


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
    """A case; or a question, as a case, that a topic is to answer, or not to."""

    case: Case
    topic: str = ""

    def outcome(self, told: Iterable[tuple[Turn, Reply]]) -> object:
        """What a tester would write down about the replies."""
        if self.topic:
            return [comes_from(reply, self.topic) for _, reply in told]
        judged = [judge(turn, reply) for turn, reply in told]
        return [(not fault, wrong) for fault, wrong in judged]


def mutate(
    knowledge: Knowledge, raw: Raw, cases: Iterable[Case], sample: int | None = None, each: Each = iter
) -> list[Loss]:
    """The loss of every part of one language, or of `sample` of each kind.

    Tests are the canonical questions, the curator's own `tests`, and the cases.
    """
    return _Trial(knowledge, raw, cases).losses(sample, each)


class _Trial:
    """The tests, the outcomes that they have, and which of them each word and topic has a say in."""

    def __init__(self, knowledge: Knowledge, raw: Raw, cases: Iterable[Case]) -> None:
        self.knowledge, self.raw = knowledge, raw
        self.edition = knowledge.editions[raw.tag]
        self.taught = given(self.edition, raw.language.elsewhere)
        self.listed = list(lexicons.listed(raw, self.edition.lexicon, self.edition.entities))
        self.base = self.bot(self.edition)
        self.tests = list(_tests(self.edition, cases))
        self.before: list[object] = []
        self.by_term: defaultdict[str, set[int]] = defaultdict(set)
        self.near: defaultdict[str, set[int]] = defaultdict(set)
        self.close: defaultdict[str, set[int]] = defaultdict(set)
        for number, test in enumerate(self.tests):
            told = list(converse(self.base, test.case))
            self.before.append(test.outcome(told))
            for turn, reply in told:
                for token in read(turn.ask, self.edition.lexicon).tokens:
                    self.by_term[token.term].add(number)
                for found, most in ((self.near, NEAR), (self.close, CLOSE)):
                    for topic in _nearest(reply, most):
                        found[topic].add(number)

    def bot(self, changed: Edition) -> ChatBot:
        return ChatBot(self.knowledge._replace(editions={self.raw.tag: changed}))

    def losses(self, sample: int | None, each: Each) -> list[Loss]:
        chance = random.Random(1)  # noqa: S311  # a sample, not a secret

        def some(parts: list[Part]) -> list[Part]:
            return parts if sample is None or len(parts) <= sample else chance.sample(parts, sample)

        batches = list(self._batches(some(list(self._phrasings()))))
        found = [loss for batch in each(batches) for loss in self._without_phrasings(batch)]
        aliases = list(self._aliases())
        for kind in sorted({part.kind for part in aliases}):
            found += map(self._without_alias, each(some([part for part in aliases if part.kind == kind])))
        return sorted(found, key=lambda loss: loss.part.place)

    def _phrasings(self) -> Iterator[Part]:
        for record in (record for record in self.raw.topics if not is_inherited(record.place)):
            topic, texts = self.edition.topics[record.text("id")], record.texts("phrasings")
            for number, text in enumerate(texts if len(texts) > 1 else ()):
                probe = asked(text.text, topic, self.edition)
                part = Part(kind="phrasing", text=text.text, owner=topic.id, place=text.place, probe=probe)
                yield part._replace(number=number)

    def _batches(self, parts: Iterable[Part]) -> Iterator[list[Part]]:
        """Phrasings that are dropped together: no two of one topic, none of topics that share a close question."""
        todo = sorted(parts, key=lambda part: (part.number, part.owner))
        while todo:
            batch: dict[str, Part] = {}
            rest = []
            taken: set[int] = set()
            for part in todo:
                close = self.close[part.owner]
                if part.owner in batch or close & taken:
                    rest.append(part)
                else:
                    batch[part.owner] = part
                    taken |= close
            yield list(batch.values())
            todo = rest

    def _without_phrasings(self, batch: Sequence[Part]) -> Iterator[Loss]:
        dropped = {part.owner: part.number for part in batch}
        rest = training.without(self.taught, lambda id_, number: dropped.get(id_) == number)
        bot = self.bot(self.edition._replace(model=training.fit(rest), worded=worded(rest.phrasings)))
        taken = {number for part in batch for number in self.close[part.owner]}
        for part in batch:
            noticed = self._notices(bot, self.close[part.owner] | (self.near[part.owner] - taken))
            if noticed and len(batch) > 1:  # it may be another's loss that was noticed
                yield from self._without_phrasings([part])
            else:
                yield Loss(part=part, noticed=noticed, felt=noticed or not comes_from(bot.ask(part.probe), part.owner))

    def _without_alias(self, part: Part) -> Loss:
        kept = (one for one in self.listed if one.text.place != part.place)
        phrases = lexicons.phrases(kept, lexicons.placed(self.raw, self.edition.lexicon), [])
        if phrases == self.edition.phrases:
            return Loss(part, noticed=False, felt=False)
        bot = self.bot(self.edition._replace(phrases=phrases))
        run = lexicons.reading(part.text, self.edition.lexicon)
        noticed = self._notices(bot, set.intersection(*(self.by_term[term] for term in run)))
        felt = noticed or _outcome(bot.ask(part.probe)) != _outcome(self.base.ask(part.probe))
        return Loss(part=part, noticed=noticed, felt=felt)

    def _notices(self, bot: ChatBot, numbers: Iterable[int]) -> bool:
        """Whether one of these tests has another outcome with a bot than it had before."""
        tests = ((self.tests[number], self.before[number]) for number in sorted(numbers))
        return any(test.outcome(converse(bot, test.case)) != before for test, before in tests)

    def _aliases(self) -> Iterator[Part]:
        frames = {t.needs: t for t in reversed(list(self.edition.topics.values())) if t.needs and "{" in t.question}
        for record in self.raw.entities:
            kind = record.text("kind")
            for key, how in ALIASES:
                slot = kind if how is How.NAME else f"{kind}.subject"
                frame = frames[slot].question if slot in frames else f"{{{slot}}}"
                for text in record.texts(key):
                    probe = frame.replace(f"{{{slot}}}", text.text, 1)
                    yield Part(kind=how.value, text=text.text, owner=record.text("id"), place=text.place, probe=probe)
        around = self._around_groups()
        for name, texts in self.raw.groups.items():
            before, after = around.get(f"={name}", ("", ""))
            for text in texts:
                probe = f"{before}{text.text}{after}"
                yield Part(kind="synonym", text=text.text, owner=name, place=text.place, probe=probe)

    def _around_groups(self) -> dict[str, tuple[str, str]]:
        """What stands before and after a word of each group in the first phrasing that holds one."""
        found: dict[str, tuple[str, str]] = {}
        for topic in self.edition.topics.values():
            for phrasing in topic.phrasings:
                text = asked(phrasing, topic, self.edition)
                query = mentions.find(read(text, self.edition.lexicon), self.edition.phrases)
                tokens = query.question.tokens
                bounds = [*(unit.start for unit in query.units), len(tokens)]
                for unit, end in zip(query.units, bounds[1:], strict=True):
                    if unit.term.startswith("=") and unit.term not in found:
                        found[unit.term] = text[: tokens[unit.start].span[0]], text[tokens[end - 1].span[1] :]
        return found


def _tests(own: Edition, cases: Iterable[Case]) -> Iterator[_Test]:
    for topic in own.topics.values():
        for question in (label(topic, (), own), *topic.reach, *topic.not_reach):
            yield _Test(Case("", (), turns=(Turn(question, ()),)), topic.id)
    yield from map(_Test, cases)


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
        yield part.place.problem("unnoticed", message, f"ask '{part.probe}' in a test", "warning")


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
