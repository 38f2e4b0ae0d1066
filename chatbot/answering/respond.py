"""An understanding becomes a reply: what is said, what it rests on, and what can be asked next."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from chatbot.answering import provenance
from chatbot.answering.backwards import REWORDING, ROLES, Last, goes_back, names_others
from chatbot.answering.compose import Said, Wanted, label, labels, say, scope
from chatbot.answering.template import message, quoted
from chatbot.dialogue.context import ALSO, NONE, TOPIC, Context, parted
from chatbot.dialogue.picking import OUTSIDE
from chatbot.dialogue.resolve import Asked, Followed
from chatbot.knowledge import Edition, Gap, Knowledge, Source, Topic
from chatbot.matching.decision import SUBJECT, SURE, Outcome, Verdict
from chatbot.matching.ranker import Candidate
from chatbot.matching.requests import Understanding
from chatbot.reading import tokenizer
from chatbot.reading.mentions import Mention, Query
from chatbot.reading.tokenizer import Question
from chatbot.reply import Level, Option, Part, Reply, Status, Trace, level, read_differently

SUGGESTED = 3
"""Next questions that are offered."""

UNHEARD = 2
"""Words that nothing here knows, at most, that a reply which declines names."""

NOTHING = Query(Question("", ()), ())
"""The query of a reply that goes back, and is asked nothing."""


def respond(asked: Asked) -> Reply:
    """The reply to a message that was heard and resolved."""
    heard = asked.heard
    speaker = Speaker(knowledge=heard.knowledge, edition=heard.speaking, heard=heard.edition)
    if asked.option is not None:
        return speaker.pick(asked.option, heard.question, asked.context)
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
            return self._unknown(reason, "\n".join(said), None, self._unread(read))
        return self._unknown(reason, message(self.edition, reason, limit=str(tokenizer.LONGEST)), None)

    def pick(self, id_: str, read: Question, context: Context) -> Reply:
        """The reply to an option that was chosen, by its id; what counts to none may be chosen again."""
        if id_ == OUTSIDE:
            most = max(len(context.options), len(context.offered))
            said = message(self.edition, "pick-outside", number=read.text.strip(), most=str(most))
            bare = self._reply(said, Status.CLARIFY, self._unread(read), None)
            return replace(bare, reason="ambiguous", options=context.options, suggestions=context.offered)
        if id_ == NONE:
            return self._unknown("no-match", message(self.edition, "none-of-these"), None)
        named, entities = parted(id_)
        topic = self.edition.topics[named]
        if not entities and topic.needs and topic.needs == topic.kind:
            entities = self.edition.kinds[topic.kind].members
        reply = self._tell(topic, entities, None, (), self._unread(read))
        sure = reply.status is Status.ANSWERED
        return replace(reply, level=Level.SURE, confidence=1.0) if sure else reply

    def reply(self, followed: Followed, context: Context) -> Reply:
        """The reply to a message in its conversation."""
        understood, trace = followed
        if role := goes_back(understood.verdicts[0], context, self.heard):
            others = names_others(understood.mentions, context)
            if others:
                return self._one(understood.whole, understood, trace)
            reply = self._backwards(role, context, trace)
            chosen = understood.verdicts[0].chosen
            return replace(reply, topic=chosen.topic) if chosen and role in REWORDING else reply
        if len(understood.verdicts) == 1 and not understood.missed:
            return self._one(understood.verdicts[0], understood, trace)
        return self._several(understood, trace)

    def _one(self, verdict: Verdict, understood: Understanding, trace: Trace) -> Reply:
        if verdict.outcome is Outcome.CLARIFY:
            return self._clarify(verdict, trace)
        chosen = verdict.chosen
        topic = self.edition.topics.get(chosen.topic) if chosen else None
        if chosen is None or topic is None or verdict.outcome is not Outcome.ANSWER:
            return self._decline(verdict, trace)
        reply = self._tell(topic, chosen.entities, verdict, understood.mentions, trace)
        if topic.talk and topic.role in ROLES:  # there is no answer yet to go back to
            return replace(self._unknown("no-such-fact", reply.text, verdict, trace), topic=topic.id)
        return self._hedged(reply, verdict) if verdict.hedged and reply.status is Status.ANSWERED else reply

    def _hedged(self, reply: Reply, verdict: Verdict) -> Reply:
        """The reply, saying how the request was taken, with the other ways to take it."""
        assert verdict.chosen is not None
        taken, *others = self._options([verdict.chosen, *verdict.rivals])
        note = message(self.edition, "taken-as", question=taken.label)
        asked = tuple(dict.fromkeys([*(option.label for option in others), *reply.suggestions]))[:SUGGESTED]
        return replace(reply, level=Level.UNSURE, notes=(note, *reply.notes), options=tuple(others), suggestions=asked)

    def _tell(
        self, topic: Topic, entities: tuple[str, ...], verdict: Verdict | None, around: Sequence[Mention], trace: Trace
    ) -> Reply:
        """What a topic says for the entities; for those that no source states it of, that none does."""
        looked = {e: provenance.gap(topic, e or None, self.knowledge, self.edition) for e in entities or ("",)}
        told = tuple(e for e, gap in looked.items() if e and not gap)
        lacking = tuple(e for e, gap in looked.items() if e and gap)
        gaps = {e: gap for e, gap in looked.items() if gap}
        if gaps and not told:
            return replace(self._gap(topic, gaps, verdict, trace), entities=lacking)
        query = verdict.ranking.query if verdict else NOTHING
        wanted = Wanted(
            query=query,
            around=around,
            edition=self.edition,
            heard=self.heard,
            knowledge=self.knowledge,
            scope=scope(query, verdict.chosen if verdict else None, self.heard),
            missing=lacking,
        )
        said = say(topic, told, wanted)
        rests = provenance.facts(topic.answer, told, self.knowledge, self.edition)
        text = provenance.framed(said.text, topic, rests, query.question, self.edition)
        whole = set(entities) == set(self.edition.kinds[topic.kind].members) if topic.kind else True
        of = told if whole else (*told, *lacking)  # of all, those are spoken of who have something
        return self._answered(said._replace(text=text, rests=rests), [topic.id], of or said.found, trace, verdict)

    def _gap(self, topic: Topic, gaps: Mapping[str, Gap], verdict: Verdict | None, trace: Trace) -> Reply:
        """That no source states it of any of those asked about."""
        first = next(iter(gaps))
        said = provenance.unstated(topic, gaps, self.knowledge, self.edition)
        reply = self._unknown("no-such-fact", said, verdict, trace, first)
        near = self._askable(topic.related, first) or reply.suggestions
        looked = dict.fromkeys(self.knowledge.sources[s] for gap in gaps.values() for s in gap.sources)
        return replace(reply, topic=topic.id, sources=tuple(looked), suggestions=near)

    def _backwards(self, role: str, context: Context, trace: Trace) -> Reply:
        """What goes back to the last answer."""
        carried = replace(trace, carried=(f"{TOPIC}{context.topic}",))
        topic, entities = self.edition.topics[context.topic], context.entities
        wanted = Wanted(NOTHING, around=(), edition=self.edition, heard=self.edition, knowledge=self.knowledge)
        said = say(topic, entities, wanted)
        rests = provenance.facts(topic.answer, entities, self.knowledge, self.edition)
        sources = provenance.sources([topic], rests, self.knowledge)
        last = Last(
            request=trace.query.question,
            text=context.text if context.language == self.edition.language else said.text,
            more=said.more,
            sources=sources,
            edition=self.edition,
            heard=self.heard,
        )
        back = ROLES[role](last)
        if not back.held:
            reply = self._unknown("no-such-fact", back.text, None, carried)
            return replace(reply, topic=topic.id, entities=entities, sources=sources)
        if back.more:
            rests = provenance.facts(topic.more, entities, self.knowledge, self.edition)
        reply = self._answered(Said(back.text, rests=rests), [topic.id], entities, carried)
        return replace(reply, level=Level.SURE, confidence=1.0)

    def _several(self, understood: Understanding, trace: Trace) -> Reply:
        parts: list[Part] = []
        sources: dict[str, Source] = {}
        notes: dict[str, None] = {}
        for verdict in understood.verdicts:
            one = self._one(verdict, understood, trace)
            sources |= {source.id: source for source in one.sources}
            notes |= dict.fromkeys(one.notes)
            if not any(one.text in other.text for other in parts):
                words = verdict.query.question.words()
                part = Part(question=words, status=one.status, topic=one.topic, entities=one.entities, text=one.text)
                parts.append(part)
        answered = [part for part in parts if part.topic]
        if not answered:
            return self._one(understood.verdicts[0], understood, trace)
        for verdict in understood.missed:
            text = message(self.edition, "missed", words=(words := verdict.query.question.words()))
            parts.append(Part(question=words, status=Status.UNKNOWN, topic=None, entities=(), text=text))
        least = min((v for v in understood.verdicts if v.chosen), key=lambda v: v.confidence)
        said = Said("\n\n".join(part.text for part in parts))
        topics = [part.topic for part in answered if part.topic]
        reply = self._answered(said, topics, answered[0].entities, trace, least)
        hedged = any(verdict.hedged for verdict in understood.verdicts)
        return replace(
            reply,
            parts=tuple(parts) if len(parts) > 1 else (),
            sources=tuple(sources.values()),
            notes=tuple(notes),
            level=Level.UNSURE if hedged else reply.level,
        )

    def _answered(
        self, said: Said, topics: list[str], entities: tuple[str, ...], trace: Trace, verdict: Verdict | None = None
    ) -> Reply:
        held = [topic for id_ in topics if (topic := self.edition.topics.get(id_))]
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
        topic = self.edition.topics[chosen.topic]
        if verdict.limit == SUBJECT:
            kind = self.edition.kinds[topic.kind]
            options = [Option(f"{topic.id}@{m}", self.edition.entities[m].name) for m in kind.members]
            said = message(self.edition, "which", kind=kind.one, many=kind.many)
        else:
            options = self._options(verdict.rivals)
            said = message(self.edition, "which-question")
        options.append(Option(NONE, message(self.edition, "none")))
        listed = "\n".join(f"{n}. {option.label}" for n, option in enumerate(options, 1))
        asked = self._reply(f"{said}\n{listed}", Status.CLARIFY, trace, verdict)
        return replace(asked, reason="ambiguous", options=tuple(options))

    def _options(self, candidates: Sequence[Candidate]) -> list[Option]:
        """The questions of candidates, to pick from."""
        found: dict[str, Option] = {}
        for one in candidates:
            topic = self.edition.topics[one.topic]
            every = topic.kind and one.entities == self.edition.kinds[topic.kind].members
            id_ = f"{topic.id}@{ALSO.join(one.entities)}" if one.entities and not every else topic.id
            found.setdefault(id_, Option(id_, label(topic, one.entities, self.edition)))
        return list(found.values())

    def _decline(self, verdict: Verdict, trace: Trace) -> Reply:
        named = [m for m in verdict.query.mentions if m.named and len(m.phrase.targets) == 1 and m.phrase.kind]
        unheard = verdict.query.unheard(self.heard.forms.keys() | self.heard.cues.keys())[:UNHEARD]
        words = ", ".join(quoted(word, self.edition) for word in unheard)
        page = self.knowledge.page
        if named:
            entity = self.edition.entities[named[0].phrase.targets[0]]
            id_ = "no-such-fact" if words else "no-such-answer"
            said = message(self.edition, id_, entity=entity.called, words=words, page=entity.page or page)
            return self._unknown("no-such-fact", said, verdict, trace, entity.id)
        if words:
            return self._unknown(
                "unknown-word", message(self.edition, "unknown-word", words=words, page=page), verdict, trace
            )
        return self._unknown("no-match", message(self.edition, "no-match", page=page), verdict, trace)

    def _unknown(
        self, reason: str, said: str, verdict: Verdict | None, trace: Trace | None = None, entity: str = ""
    ) -> Reply:
        near = self._options(verdict.rivals) if verdict else []
        starters = self._askable(self.edition.starters, entity)
        suggestions = tuple(dict.fromkeys([*(option.label for option in near), *starters]))[:SUGGESTED]
        bare = self._reply(said, Status.UNKNOWN, trace, verdict)
        entities = (entity,) if entity else ()
        return replace(bare, reason=reason, entities=entities, suggestions=suggestions, options=tuple(near))

    def _askable(self, topics: Sequence[str], entity: str) -> tuple[str, ...]:
        """The first topics' questions, about the entity where they need one of its kind; none that has no answer."""
        return labels(provenance.answerable(topics, entity, self.knowledge, self.edition), SUGGESTED, self.edition)

    def _unread(self, read: Question) -> Trace:
        """The trace of a message that no reading decided."""
        return Trace(query=Query(read, ()), verdicts=(), language=self.heard.language)

    def _reply(self, text: str, status: Status, trace: Trace | None, verdict: Verdict | None) -> Reply:
        """The reply that says this, as sure as its verdict is; its callers add what it rests on."""
        changed = read_differently(trace.query) if trace else []
        candidates = verdict.ranked if verdict else ()
        return Reply(
            text=text,
            status=status,
            level=level(verdict, SURE) if verdict and status is Status.ANSWERED else Level.UNSURE,
            confidence=verdict.confidence if verdict else 0.0,
            language=self.edition.language,
            candidates=candidates,
            notes=tuple([message(self.edition, "read-as", typed=typed, meant=meant) for typed, meant in changed]),
            digest=self.knowledge.digest,
            trace=trace,
        )
