"""A message becomes verdicts: one for the whole, or one for each of its questions, with the rest as background."""

from typing import NamedTuple

from chatbot.knowledge import Edition
from chatbot.matching import ranker, segments
from chatbot.matching.decision import ANSWER, FINDING, SURE, Outcome, Verdict, decide
from chatbot.reading import mentions
from chatbot.reading.mentions import Mention, Query
from chatbot.reading.tokenizer import Question

MOST_PARTS = 4
"""Questions of one message that are answered."""

LENT = 0.1
"""How much lower a reading may score that takes a pronoun for a name in the same message (dev questions, 2026-11)."""

PREFERRED = 0.15
"""How much lower than the best a topic may score that finds an entity, where the message points at one (same)."""

BRIEF = 4
"""Words, at most, of a sentence that asks without saying of what."""

MOST_PIECES = 24
"""Pieces of a message that are judged; what follows is background. It bounds the work of a long message."""


class Understanding(NamedTuple):
    """What a message asks. `verdicts` are its questions in order; `missed` are questions that nothing answers."""

    whole: Verdict
    verdicts: tuple[Verdict, ...]
    missed: tuple[Verdict, ...]
    mentions: tuple[Mention, ...]


def understand(question: Question, edition: Edition) -> Understanding:
    """The verdicts on a message. A whole that is well understood is not cut, unless its pieces are better so."""
    whole = _judge(question, edition, ())
    query = whole.query
    if not query.units:
        return Understanding(whole=whole, verdicts=(whole,), missed=(), mentions=())
    answered, missed = _parts(question, whole, edition, query.mentions)
    if not (answered or whole.answered):
        answered = _framed(question, edition, query.mentions)
    lost, verdicts = missed if answered else (), answered or (whole,)
    return Understanding(whole=whole, verdicts=verdicts, missed=lost, mentions=query.mentions)


def _framed(question: Question, edition: Edition, around: tuple[Mention, ...]) -> tuple[Verdict, ...]:
    """The verdicts on what is asked within a speaker's frame."""
    judged = [_judge(piece, edition, around) for piece in segments.indirect(question, edition.lexicon)[:MOST_PIECES]]
    return _telling([v for v in judged if v.answered and not _talks(v)], edition, around)


def _judge(question: Question, edition: Edition, around: tuple[Mention, ...]) -> Verdict:
    """The verdict on a piece; a pronoun in it may stand for the one entity that is named beside it."""
    query = mentions.find(question, edition.phrases)
    verdict = decide(query, ranker.rank(query, edition, around), edition)
    if (together := mentions.coordinated(query, edition.lexicon.joiners)) is not None:
        other = decide(together, ranker.rank(together, edition, around), edition)
        if other.chosen and other.answered and not (verdict.chosen and verdict.chosen.score >= other.chosen.score):
            verdict = other
    if not around or query.mentions:
        return verdict
    if any(not mention.named for mention in around):
        verdict = _finding(verdict, edition)
    named = {m.phrase.targets: m for m in around if m.named}
    if len(named) == 1:
        lent = mentions.lend(query, next(iter(named.values())), edition.lexicon.pronouns)
        if lent is not None:
            other = decide(lent, ranker.rank(lent, edition, around), edition)
            best = verdict.chosen.score if verdict.chosen else 0.0
            if other.answered and other.chosen and other.chosen.score >= best - LENT:
                return other
    return verdict


def _finding(verdict: Verdict, edition: Edition) -> Verdict:
    """The verdict, for a topic that finds an entity when one is nearly as good: the message points at one."""
    best = verdict.chosen
    for candidate in verdict.candidates:
        fits = edition.topics[candidate.topic].role in FINDING and candidate.score >= ANSWER
        if fits and best and candidate.score >= best.score - PREFERRED:
            return verdict._replace(outcome=Outcome.ANSWER, limit="answer", measured=candidate.score, chosen=candidate)
    return verdict


def _parts(
    question: Question, whole: Verdict, edition: Edition, around: tuple[Mention, ...]
) -> tuple[tuple[Verdict, ...], tuple[Verdict, ...]]:
    sentences = _saying(segments.sentences(question), edition)
    if len(sentences) == 1:
        return _clauses(question, whole, edition, around)
    answered: list[Verdict] = []
    missed: list[Verdict] = []
    fragments: list[Verdict] = []
    talk: list[Verdict] = []
    for sentence in sentences[:MOST_PIECES]:
        verdict = _judge(sentence, edition, around)
        found, lost = _clauses(sentence, verdict, edition, around)
        for one in found or ((verdict,) if verdict.outcome is not Outcome.DECLINE else ()):
            if _talks(one):
                talk.append(one)
            else:
                (answered if asks(sentence, edition) else fragments).append(one)
        missed.extend(lost)
        if not found and verdict.outcome is Outcome.DECLINE:
            (missed if asks(sentence, edition) else fragments).append(verdict)
    telling = _telling(answered, edition, around)
    if len(telling) < 2 and whole.answered and not _talks(whole) and _at_least(whole, [*answered, *fragments]):
        return (whole,), ()
    if not answered and fragments and all(v.answered for v in fragments):
        answered = fragments
    if not answered and not missed:
        answered = [v for v in fragments if v.answered and _finds(v, edition)]
    if not answered and not missed and talk and not fragments:
        answered = [v for v in talk if opens(v.query.question, edition)][-1:] or talk[:1]
    return _telling(answered, edition, around), tuple(missed)


def _saying(sentences: list[Question], edition: Edition) -> list[Question]:
    """The sentences, each that asks without saying of what ("what is it?") in one with the sentence before it."""
    lexicon, found = edition.lexicon, list[Question]()
    light = lexicon.askers | lexicon.pronouns
    for sentence in sentences:
        tokens = sentence.tokens
        asks = len(tokens) <= BRIEF and any(token.word in lexicon.askers for token in tokens)
        if found and asks and all(token.term in lexicon.stop or token.word in light for token in tokens):
            found[-1] = sentence._replace(tokens=(*found[-1].tokens, *tokens))
        else:
            found.append(sentence)
    return found


def _clauses(
    question: Question, whole: Verdict, edition: Edition, around: tuple[Mention, ...]
) -> tuple[tuple[Verdict, ...], tuple[Verdict, ...]]:
    own = ((whole,), ()) if whole.answered else ((), ())
    if _several(whole) or not segments.joined(question, edition.lexicon):
        return own
    cut = segments.clauses(question, edition.lexicon, _openers(edition), _bound(whole.query), strict=whole.answered)
    if len(cut) < 2 or (_unbeaten(whole) and sum(opens(c, edition) for c in cut) < 2):
        return own
    judged = [(c, _judge(c, edition, around)) for c in cut[:MOST_PIECES] if not _idle(c, edition)]
    judged = [(c, v) for c, v in judged if not _bare(v, edition)] or judged
    real = [(c, v) for c, v in judged if not _talks(v)]
    if judged and not real and not whole.answered:
        return (judged[-1][1],), ()
    good = [(c, v) for c, v in real if v.answered]
    telling = _telling([v for _, v in good], edition, around)
    if whole.answered and not _talks(whole):
        asking = all(opens(c, edition) for c, _ in good)
        better = asking or not _at_least(whole, [v for _, v in good])
        return (telling, ()) if len(telling) > 1 and len(good) == len(real) and better else own
    if good and len(good) == len(real):
        return telling, ()
    lost = [v for c, v in real if not v.answered and opens(c, edition) and not _leans(v, edition)]
    weighty = [(c, v) for c, v in good if _content(v, edition, around) > 1]
    asked = [v for c, v in weighty if (opens(c, edition) or not lost) and (asks(c, edition) or asks(question, edition))]
    return (_telling(asked, edition, around), tuple(lost)) if asked else own


def _bound(query: Query) -> frozenset[int]:
    """Where the words begin that stand inside a phrase, and are not its first."""
    starts = {unit.start for unit in query.units}
    return frozenset(token.span[0] for i, token in enumerate(query.question.tokens) if i not in starts)


def _leans(verdict: Verdict, edition: Edition) -> bool:
    """Whether a piece says hardly anything but what a pronoun in it stands for."""
    pronoun = any(verdict.query.word(unit) in edition.lexicon.pronouns for unit in verdict.query.units)
    strange = any(unit.term not in edition.model.held and not unit.known for unit in verdict.query.units)
    return pronoun and not strange and _content(verdict, edition, ()) <= 1


def _idle(question: Question, edition: Edition) -> bool:
    """Whether a piece holds nothing but words that carry little."""
    return all(token.term in edition.lexicon.stop or token.word.isdecimal() for token in question.tokens)


def _bare(verdict: Verdict, edition: Edition) -> bool:
    """Whether a piece is a name alone: it says of whom the rest is asked."""
    said = [unit for unit in verdict.query.units if unit.term not in edition.lexicon.stop]
    return len(said) == 1 and said[0].mention is not None and said[0].mention.named


def _content(verdict: Verdict, edition: Edition, around: tuple[Mention, ...]) -> int:
    """How much a piece says by itself: its words that carry something, names twice, words that ask not at all.

    Asking which one fits says enough beside a message that points at one.
    """
    lexicon = edition.lexicon
    light = lexicon.askers | lexicon.pronouns
    query = verdict.query
    units = [u for u in query.units if u.term not in lexicon.stop and (u.mention or query.word(u) not in light)]
    points = _finds(verdict, edition) and any(not mention.named for mention in around)
    return sum(2 if unit.mention else 1 for unit in units) + 2 * points


def _telling(verdicts: list[Verdict], edition: Edition, around: tuple[Mention, ...]) -> tuple[Verdict, ...]:
    """The verdicts that say different things, without those that lean wholly on the others ("what are they called")."""
    kept = _distinct(verdicts)
    if any(v.chosen and edition.topics[v.chosen.topic].role == FINDING[1] for v in kept):
        kept = tuple(v for v in kept if v.chosen and edition.topics[v.chosen.topic].role != FINDING[0])
    if not any(v.chosen and v.chosen.entities for v in kept):
        return kept
    return tuple(v for v in kept if not _leans(v, edition) or _content(v, edition, around)) or kept


def asks(question: Question, edition: Edition) -> bool:
    """Whether a piece reads as a question: by its mark, or by a word that asks."""
    words = {token.word for token in question.tokens}
    return question.asks or bool(words & edition.marks.get("question", frozenset())) or opens(question, edition)


def opens(question: Question, edition: Edition) -> bool:
    """Whether a piece begins with a word that asks."""
    return bool(question.tokens) and question.tokens[0].word in _openers(edition)


def _openers(edition: Edition) -> frozenset[str]:
    return edition.marks.get("question", frozenset()) | edition.marks.get("yes-no", frozenset())


def _finds(verdict: Verdict, edition: Edition) -> bool:
    """Whether a topic answers that finds an entity: so the rest of the message may describe what it is to fit."""
    return verdict.chosen is not None and edition.topics[verdict.chosen.topic].role in FINDING


def _talks(verdict: Verdict) -> bool:
    return verdict.answered and verdict.chosen is not None and verdict.chosen.talk


def _several(verdict: Verdict) -> bool:
    """Whether the whole is about several entities at once, as a comparison is."""
    chosen = verdict.chosen
    return verdict.answered and chosen is not None and len(chosen.entities) > 1 and chosen.score >= SURE


def _unbeaten(whole: Verdict) -> bool:
    """Whether no pieces can score above the whole: it is cut only into questions."""
    return whole.answered and not _talks(whole) and whole.chosen is not None and whole.chosen.score >= 1.0


def _at_least(whole: Verdict, parts: list[Verdict]) -> bool:
    scores = [v.chosen.score for v in parts if v.chosen and v.answered]
    return whole.chosen is not None and (not scores or whole.chosen.score >= sum(scores) / len(scores))


def _distinct(verdicts: list[Verdict]) -> tuple[Verdict, ...]:
    """The verdicts that say different things, in order."""
    kept = {(v.chosen.topic, v.chosen.entities): v for v in reversed(verdicts) if v.chosen}
    return tuple(v for v in verdicts if v in kept.values())[:MOST_PARTS]
