"""An understanding becomes a reply: what is said, what it rests on, and what can be asked next."""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from chatbot.answering import provenance
from chatbot.answering.compose import Said, Wanted, label, say
from chatbot.answering.template import first_sentence, message, quoted
from chatbot.dialogue.context import Context
from chatbot.dialogue.following import Followed
from chatbot.dialogue.resolve import Asked
from chatbot.knowledge import Edition, Gap, Knowledge, Source, Topic
from chatbot.matching import ranker
from chatbot.matching.decision import SURE, Outcome, Verdict, meeting
from chatbot.matching.features import names
from chatbot.matching.understanding import Understanding
from chatbot.reading import tokenizer
from chatbot.reading.mentions import Mention, Query, Unit
from chatbot.reading.tokenizer import Question
from chatbot.reply import Level, Option, Part, Reply, Status, Trace, level, read_differently

BACKWARDS = ("more", "repeat", "shorter", "why")
"""Roles of small talk that goes back to the last answer."""

SUGGESTED = 3
"""Next questions that are offered."""

NEAREST = 0.3
"""Lowest score, 0..1, of a topic that an unknown question is offered as near."""

NOTHING = Query(Question("", ()), ())
"""The query of a reply that goes back to what was said, and is asked nothing."""


def respond(asked: Asked) -> Reply:
    """The reply to a message that was heard and resolved."""
    heard = asked.heard
    speaker = Speaker(knowledge=heard.knowledge, edition=heard.speaking, heard=heard.edition)
    if asked.option is not None:
        return speaker.pick(asked.option, heard.question)
    if asked.followed is not None:
        return speaker.reply(asked.followed, asked.context)
    return speaker.refuse(heard.refused, heard.question)


class Speaker(NamedTuple):
    """Speaks for one edition of a knowledge."""

    knowledge: Knowledge
    edition: Edition
    heard: Edition
    """What the message was read by: the same, unless the language of the answers is set to another."""

    def refuse(self, reason: str, read: Question) -> Reply:
        """The reply to what is no question at all: nothing, too much, or in a language that none speaks."""
        if reason == "other-language":
            said = (message(edition, reason) for edition in self.knowledge.editions.values())
            return self._unknown(reason, "\n".join(said), None, self._trace(Query(read, ())))
        return self._unknown(reason, message(self.edition, reason, limit=str(tokenizer.LONGEST)), None)

    def pick(self, id_: str, read: Question) -> Reply:
        """The reply to an option that was chosen, by its id."""
        if id_ == "none":
            return self._unknown("no-match", message(self.edition, "none-of-these"), None)
        topic, _, entity = id_.partition("@")
        entities = (entity,) if entity else ()
        own = Verdict(query=NOTHING, candidates=(), outcome=Outcome.ANSWER, limit="pick", threshold=1.0, measured=1.0)
        reply = self._tell(self.edition.topics[topic], entities, own, (), self._trace(Query(read, ())))
        sure = reply.status is Status.ANSWERED
        return replace(reply, level=Level.SURE, confidence=1.0) if sure else reply

    def reply(self, followed: Followed, context: Context) -> Reply:
        """The reply to a message in its conversation."""
        understood = followed.understood
        trace = self._trace(understood.whole.query, understood.verdicts, followed.carried)
        chosen = understood.verdicts[0].chosen
        role = self.edition.topics[chosen.topic].role if chosen and understood.verdicts[0].answered else ""
        if role in BACKWARDS and context.topic:
            return self._backwards(role, context, trace)
        if len(understood.verdicts) == 1 and not understood.missed:
            return self._one(understood.verdicts[0], understood, trace)
        return self._several(understood, trace)

    def _one(self, verdict: Verdict, understood: Understanding, trace: Trace) -> Reply:
        if verdict.outcome is Outcome.CLARIFY:
            return self._clarify(verdict, trace)
        chosen = verdict.chosen
        if chosen is None:
            return self._decline(verdict, trace)
        return self._tell(self.edition.topics[chosen.topic], chosen.entities, verdict, understood.mentions, trace)

    def _tell(
        self, topic: Topic, entities: tuple[str, ...], verdict: Verdict, around: Sequence[Mention], trace: Trace
    ) -> Reply:
        """What a topic says for the entities; for those that no source states it of, that none does."""
        gaps = {e: provenance.gap(topic, e or None, self.knowledge, self.edition) for e in entities or ("",)}
        missing = [self._missing(topic, e, gap) for e, gap in gaps.items() if gap]
        told = tuple(e for e, gap in gaps.items() if e and not gap)
        if missing and not told:
            looked = [self.knowledge.sources[s] for gap in gaps.values() if gap for s in gap.sources]
            reply = self._unknown("no-such-fact", " ".join(missing), verdict, trace, next(iter(gaps)))
            return replace(reply, topic=topic.id, sources=tuple(dict.fromkeys(looked)))
        wanted = Wanted(query=verdict.query, around=around, edition=self.edition, heard=self.heard)
        said = say(topic, told, wanted)
        rests = provenance.facts(topic.answer, told, self.knowledge, self.edition)
        text = provenance.framed(said.text, topic, rests, verdict.query.question, self.edition)
        said = said._replace(text=" ".join([text, *missing]), rests=rests)
        return self._answered(said, [topic.id], told, trace, verdict)

    def _missing(self, topic: Topic, entity: str, gap: Gap) -> str:
        of = self.edition.entities[entity or gap.of]
        page = of.page or self.knowledge.page
        return message(self.edition, "gap", entity=of.called, what=topic.what, page=page, date=gap.looked)

    def _backwards(self, role: str, context: Context, trace: Trace) -> Reply:
        """What goes back to the last answer: more of it, the same again, a shorter form, or why."""
        carried = replace(trace, carried=(f"topic: {context.topic}",))
        topic = self.edition.topics[context.topic]
        said = say(topic, context.entities, Wanted(NOTHING, around=(), edition=self.edition, heard=self.edition))
        rests = provenance.facts(topic.answer, context.entities, self.knowledge, self.edition)
        sources = provenance.sources([topic], rests, self.knowledge)
        before = context.text if context.language == self.edition.language else said.text
        if role == "more":
            rests = provenance.facts(topic.more, context.entities, self.knowledge, self.edition)
            said = Said(said.more or message(self.edition, "no-more"))
        elif role == "why":
            named = "; ".join(quoted(source.title, self.edition) for source in sources)
            said = Said(message(self.edition, "why-source", source=named))
        elif role == "shorter":
            said = Said(first_sentence(before))
        else:
            said = Said(before)
        reply = self._answered(said._replace(rests=rests), [topic.id], context.entities, carried)
        return replace(reply, level=Level.SURE, confidence=1.0)

    def _several(self, understood: Understanding, trace: Trace) -> Reply:
        parts: list[Part] = []
        sources: dict[str, Source] = {}
        for verdict in understood.verdicts:
            one = self._one(verdict, understood, trace)
            sources |= {source.id: source for source in one.sources}
            if not any(one.text in other.text for other in parts):
                words = verdict.query.question.words()
                part = Part(question=words, status=one.status, topic=one.topic, entities=one.entities, text=one.text)
                parts.append(part)
        answered = [part for part in parts if part.topic]
        if not answered:
            return self._one(understood.verdicts[0], understood, trace)
        for verdict in understood.missed:
            words = verdict.query.question.words()
            text = message(self.edition, "missed", words=words)
            parts.append(Part(question=words, status=Status.UNKNOWN, topic=None, entities=(), text=text))
        least = min((v for v in understood.verdicts if v.chosen), key=lambda v: v.chosen.score if v.chosen else 0.0)
        said = Said("\n\n".join(part.text for part in parts))
        topics = [part.topic for part in answered if part.topic]
        reply = self._answered(said, topics, answered[0].entities, trace, least)
        return replace(reply, parts=tuple(parts) if len(parts) > 1 else (), sources=tuple(sources.values()))

    def _answered(
        self, said: Said, topics: list[str], entities: tuple[str, ...], trace: Trace, verdict: Verdict | None = None
    ) -> Reply:
        held = [self.edition.topics[topic] for topic in topics]
        related = [id_ for topic in held for id_ in topic.related]
        bare = self._reply(said.text, Status.ANSWERED, trace, verdict)
        return replace(
            bare,
            topic=topics[0],
            entities=entities,
            sources=provenance.sources(held, said.rests, self.knowledge),
            suggestions=self._askable(related, entities[0] if entities else ""),
            notes=(*bare.notes, *provenance.stale(said.rests, self.knowledge.today, self.edition)),
            table=said.table,
            more=said.more,
        )

    def _clarify(self, verdict: Verdict, trace: Trace) -> Reply:
        chosen = verdict.chosen
        assert chosen is not None
        if verdict.limit == "slot":
            topic = self.edition.topics[chosen.topic]
            kind = self.edition.kinds[topic.kind]
            options = [Option(f"{topic.id}@{m}", self.edition.entities[m].name) for m in kind.members]
            said = message(self.edition, "which", kind=kind.one, many=kind.many)
        else:
            options = []
            for rival in verdict.rivals:
                entity = rival.entities[0] if rival.entities else ""
                id_ = f"{rival.topic}@{entity}" if entity else rival.topic
                options.append(Option(id_, label(self.edition.topics[rival.topic], entity or None, self.edition)))
            said = message(self.edition, "which-question")
        options.append(Option("none", message(self.edition, "none")))
        listed = "\n".join(f"{n}. {option.label}" for n, option in enumerate(options, 1))
        bare = self._reply(f"{said}\n{listed}", Status.CLARIFY, trace, verdict)
        return replace(bare, reason="ambiguous", options=tuple(options))

    def _decline(self, verdict: Verdict, trace: Trace) -> Reply:
        named = [m for m in verdict.query.mentions if m.named and len(m.phrase.targets) == 1 and m.phrase.kind]
        stopped = self._stopped(verdict)
        words = ", ".join(quoted(word, self.edition) for word in dict.fromkeys(unit.words for unit in stopped))
        page = self.knowledge.page
        if named and stopped:
            entity = self.edition.entities[named[0].phrase.targets[0]]
            said = message(self.edition, "no-such-fact", entity=entity.called, words=words, page=entity.page or page)
            return self._unknown("no-such-fact", said, verdict, trace, entity.id)
        if any(not unit.known for unit in stopped):
            said = message(self.edition, "unknown-word", words=words, page=page)
            return self._unknown("unknown-word", said, verdict, trace)
        return self._unknown("no-match", message(self.edition, "no-match", words=words, page=page), verdict, trace)

    def _stopped(self, verdict: Verdict) -> list[Unit]:
        """The words that the best topic does not account for, the weightiest first."""
        query, edition = verdict.query, self.heard
        fair = meeting(verdict.candidates, query, edition)
        best = fair[0].topic if fair else ""
        shares = ranker.coverage(query, edition)
        lacking = [
            (share, i, unit)
            for i, (unit, share) in enumerate(zip(query.units, shares, strict=True))
            if unit.term not in edition.lexicon.stop
            and not unit.mention
            and not any(best in edition.model.held.get(name, ()) for name in names(unit))
        ]
        heaviest = sorted(lacking, key=lambda item: (-item[0], item[1]))[:2]
        return [unit for _, _, unit in sorted(heaviest, key=lambda item: item[1])]

    def _unknown(
        self, reason: str, said: str, verdict: Verdict | None, trace: Trace | None = None, entity: str = ""
    ) -> Reply:
        near = [c for c in (verdict.candidates if verdict else ()) if c.score >= NEAREST]
        ids = [c.topic for c in near if not self.edition.topics[c.topic].talk]
        suggestions = self._askable((*ids, *self.edition.starters), entity)
        entities = (entity,) if entity else ()
        bare = self._reply(said, Status.UNKNOWN, trace, verdict)
        return replace(bare, reason=reason, entities=entities, suggestions=suggestions)

    def _askable(self, topics: Sequence[str], entity: str) -> tuple[str, ...]:
        """The first topics' questions, about the entity where they need one of its kind; none that has no answer."""
        asked: dict[str, None] = {}
        for topic in (self.edition.topics[id_] for id_ in topics):
            if len(asked) == SUGGESTED:
                break
            members = self.edition.kinds[topic.kind].members if topic.kind else ("",)
            of = entity if entity in members else next(iter(members))
            if provenance.gap(topic, of or None, self.knowledge, self.edition) is None:
                asked[label(topic, of or None, self.edition)] = None
        return tuple(asked)

    def _trace(self, query: Query, verdicts: tuple[Verdict, ...] = (), carried: tuple[str, ...] = ()) -> Trace:
        return Trace(query=query, verdicts=verdicts, carried=carried, language=self.heard.language)

    def _reply(self, text: str, status: Status, trace: Trace | None, verdict: Verdict | None) -> Reply:
        """The reply that says this, as sure as its verdict is; its callers add what it rests on."""
        changed = read_differently(trace.query) if trace else []
        candidates = tuple([(c.topic, c.score) for c in verdict.candidates]) if verdict else ()
        chosen = verdict.chosen if verdict and verdict.answered else None
        return Reply(
            text=text,
            status=status,
            level=level(verdict, SURE) if verdict and status is Status.ANSWERED else Level.UNSURE,
            confidence=chosen.score if chosen else candidates[0][1] if candidates else 0.0,
            language=self.edition.language,
            candidates=candidates,
            notes=tuple([message(self.edition, "read-as", typed=typed, meant=meant) for typed, meant in changed]),
            digest=self.knowledge.digest,
            trace=trace,
        )
