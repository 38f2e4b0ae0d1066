"""What is pinned: digests of the replies to all question files, and the replies to some questions, word for word.

python tests/pinned.py digest [FOLDER]   the digest, under this process's hash seed, locale and libraries
python tests/pinned.py golden            write tests/golden/answers.jsonl anew, with the questions that it holds
python tests/pinned.py replies OUT       write every reply to OUT, a line each, to compare two states of the code
python tests/pinned.py accept            write tests/golden/replies.json anew: the digests of those replies
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import locale
import re
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from paths import GOLDEN, QUESTIONS

from chatbot import ChatBot, Reply
from chatbot.answering.compose import label
from chatbot.channels.command import progress
from chatbot.loading.loader import load, records
from chatbot.measuring.evaluate import Report, read_cases, run
from chatbot.measuring.mutation import Part, mutate

ANSWERS = GOLDEN / "answers.jsonl"
WORDS = GOLDEN / "words.jsonl"
REPLIES = GOLDEN / "replies.json"
EVERY = 5
"""Of the question files, each case in so many is asked under every hash seed, locale and library."""


def questions(bot: ChatBot) -> list[tuple[str, str]]:
    """Every canonical question with its language, and some of the question files."""
    canonical = [
        (name, label(topic, (), edition))
        for name, edition in bot.knowledge.editions.items()
        for topic in edition.topics.values()
    ]
    files = sorted(QUESTIONS.glob("*.jsonl"))
    return canonical + [("en", t.ask) for f in files for case in read_cases(f)[::EVERY] for t in case.turns]


def said(reply: Reply) -> str:
    """A reply as text, byte for byte, but for the digest of the knowledge: file names have a part in that."""
    return json.dumps(reply.as_dict() | {"knowledge": ""}, sort_keys=True)


def digest(bot: ChatBot) -> str:
    replies = sorted(said(bot.ask(question, language=language)) for language, question in questions(bot))
    return hashlib.sha256("\n".join(replies).encode()).hexdigest()


def seen(reply: Reply) -> str:
    """What a person sees of a reply, as text."""
    values = reply.as_dict()
    return json.dumps([values[key] for key in ("text", "status", "topic", "sources", "options", "suggestions")])


def reports(bot: ChatBot) -> dict[str, Report]:
    """What came of every question file, by its name, conversations held to their end; traces, which are large, go."""
    return {path.stem: _bare(run(bot, read_cases(path))) for path in sorted(QUESTIONS.glob("*.jsonl"))}


def _bare(report: Report) -> Report:
    return Report(tuple(judged._replace(reply=replace(judged.reply, trace=None)) for judged in report.judged))


def replies(found: Mapping[str, Report]) -> dict[str, list[str]]:
    """What is seen of the reply to every turn."""
    return {
        name: [f"{one.case.id}\t{one.turn.ask!r}\t{seen(one.reply)}" for one in report.judged]
        for name, report in found.items()
    }


def reply_digests(found: dict[str, list[str]]) -> dict[str, str]:
    """A digest of the replies to each question file."""
    return {name: hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16] for name, lines in found.items()}


def golden() -> list[dict[str, Any]]:
    return [json.loads(line) for line in ANSWERS.read_text("utf-8").splitlines()]


def pinned(bot: ChatBot, question: str, language: str) -> dict[str, Any]:
    reply = bot.ask(question, language=language)
    return {
        "question": question,
        "language": language,
        "topic": reply.topic,
        "entities": list(reply.entities),
        "status": reply.status.value,
        "text": reply.text,
    }


def case(bot: ChatBot, part: Part) -> str | None:
    """The line of a question file that misses the part, or None when its probe is not answered as it should be."""
    reply = bot.ask(part.probe)
    entities = bot.knowledge.edition(None).entities
    if reply.topic is None or (part.kind == "phrasing" and reply.topic != part.owner):
        return None
    if part.owner in entities and part.owner not in reply.entities:
        return None
    names = [name for e in reply.entities for name in (entities[e].called, entities[e].name) if name in reply.text]
    turn = {
        "ask": part.probe,
        "status": reply.status.value,
        "must": [re.escape(name) for name in names],
        "topic": reply.topic,
    }
    return json.dumps({"id": f"{part.owner}: {part.text}", "tags": ["pin", part.kind], "turns": [turn]})


def words(bot: ChatBot) -> list[str]:
    cases = [case for path in sorted(QUESTIONS.glob("*.jsonl")) for case in read_cases(path)]
    raw = next(raw for raw in records().raws if raw.tag == bot.knowledge.edition(None).language)
    with progress("pins") as each:
        missed = [loss.part for loss in mutate(bot.knowledge, raw, cases, each=each) if loss.missed]
    return list(dict.fromkeys(line for part in missed if (line := case(bot, part))))


def main() -> None:
    if sys.argv[1] == "replies":
        lines = [f"{name}\t{line}\n" for name, own in replies(reports(ChatBot(load()))).items() for line in own]
        Path(sys.argv[2]).write_text("".join(lines), "utf-8")
        return
    bot = ChatBot(load(sys.argv[2] if len(sys.argv) > 2 else None))  # never the stored form
    if sys.argv[1] == "words":
        WORDS.write_text("".join(f"{line}\n" for line in words(bot)), "utf-8")
        return
    if sys.argv[1] == "golden":
        lines = [json.dumps(pinned(bot, one["question"], one["language"]), ensure_ascii=False) for one in golden()]
        ANSWERS.write_text("".join(f"{line}\n" for line in lines), "utf-8")
        return
    if sys.argv[1] == "accept":
        REPLIES.write_text(json.dumps(reply_digests(replies(reports(bot))), indent=1) + "\n", "utf-8")
        return
    with contextlib.suppress(locale.Error):
        locale.setlocale(locale.LC_ALL, "")
    print(digest(bot))


if __name__ == "__main__":
    main()
