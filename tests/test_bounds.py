"""What one message can cost is bounded, whatever it says: counted, not timed. `docs/safety.md` states the bounds."""

from __future__ import annotations

import ast
import importlib
import random
import re
import sys
from collections import Counter
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest
from handmade import judging
from paths import PACKAGE, ROOT

from chatbot import ChatBot, Status
from chatbot.matching import cutting, readings, requests
from chatbot.reading import detect, lexicon, tokenizer
from chatbot.reading import mentions as names

WAYS = cutting.MOST_PARTS + 2 * (cutting.MOST_PARTS - 1)
"""Parts of a piece: it is cut at all its joints, into so many, and at one of the first of them, into two."""

JUDGED = 1 + requests.MOST_PIECES + requests.MOST_JOINED * WAYS
"""What is ranked and decided on: the whole, its pieces, and the parts of some."""

TRIED = cutting.MOST_PARTS + 1 + 2 * (cutting.MOST_PARTS - 1)
"""Parts of a piece in which names are sought before it is known whether it is cut."""

FOLLOWED = 2
"""Times that names are sought in a message for what the turns before lend to it."""

random.seed(7)
STRANGE = ["".join(random.choices("bcdfghjklmnpqrstvwxz", k=6)) for _ in range(400)]


def filled(*words: str, sep: str = " ") -> str:
    """A message of the greatest length."""
    return (sep.join(words * tokenizer.LONGEST) + sep)[: tokenizer.LONGEST]


HOSTILE = {
    "misspelt words": filled("clsuter", "fudning", "compnaies", "govermnent", "protien", "oecan", "digitla"),
    "strange words": filled(*STRANGE),
    "strange capitals": filled(*(word.title()[:3] for word in STRANGE), "it", "is"),
    "names": filled("NGen", "DIGITAL", "Ocean", "Scale AI", "Protein"),
    "one letter": filled("a"),
    "4,000 letters": " ".join("abcdefghijklmnopqrst" * 200),
    "joiners": filled("and", "or", "also", "plus"),
    "sentences": filled("who", sep="? "),
    "clauses": filled("what is it", "who is it", "and when", sep=", "),
    "sentences of clauses": filled("who a, " * 24, sep="? "),
    "pronouns": filled("Ocean? what is it and who is it and how is it"),
    "joined words": filled("fund and jobs and fee and size"),
    "sentences of joined words": filled("fee, fee, fee, fee?"),
    "sentences of joined names": filled("fee of ai, fee of ai, fee of ai, fee of ai?"),
    "names behind sentences": ("fee, jobs, fee, jobs? " * 16 + filled("ai"))[: tokenizer.LONGEST],
    "nested brackets": filled("(what (who (it"),
    "frames": filled("I wonder whether I know which"),
    "elisions": filled("l'", sep=""),
    "elided words": filled("qu'est-ce que l'd'l'argent"),
    "letters that are four words": filled("\ufdfa", sep=""),
    "letters that are two digits": filled("\u2473", sep=""),
    "grouped numbers": filled("1 234"),
    "combining marks": "a" + filled("\u0301", sep="")[1:],
    "one long word": filled("pneumono", sep=""),
    "drawn out": filled("clu" + "s" * 30 + "ter"),
    "no word at all": filled("?!", sep=""),
}


@pytest.fixture
def counts(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often the costly steps run: each is wrapped where it is called from."""
    counted: Counter[str] = Counter()

    def count(module: Any, name: str) -> None:
        function: Callable[..., Any] = getattr(module, name)

        def wrapped(*arguments: Any, **options: Any) -> Any:
            counted[name] += 1
            return function(*arguments, **options)

        monkeypatch.setattr(module, name, wrapped)

    for module, name in ((requests, "rank"), (readings, "standings"), (lexicon, "nearest"), (names, "find")):
        count(module, name)
    monkeypatch.setattr(detect, "nearest", lexicon.nearest)
    monkeypatch.setattr(tokenizer, "nearest", lexicon.nearest)
    return counted


def after_a_subject(bot: ChatBot) -> dict[str, Any]:
    """A conversation in which the next message may lean on what was said."""
    session = bot.session()
    session.ask("what does the Ocean Cluster do?")
    return session.state()


@pytest.mark.parametrize("message", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("spoken", ["en", "fr", None])
def test_a_message_costs_a_bounded_number_of_steps(
    bot: ChatBot, counts: Counter[str], message: str, spoken: str | None
) -> None:
    session = bot.session(after_a_subject(bot))
    counts.clear()
    reply = session.ask(message, language=spoken)
    assert reply.status in Status
    assert counts["rank"] <= JUDGED
    assert counts["standings"] <= 3 * counts["rank"]  # as typed, leaning on those in focus, and as the last request
    assert counts["find"] <= JUDGED + requests.MOST_PIECES * TRIED + FOLLOWED
    heard = detect.MOST * len(bot.knowledge.editions)  # a pinned language is that of the answer only
    assert counts["nearest"] <= tokenizer.MOST_SLIPS + heard
    for verdict in reply.trace.verdicts if reply.trace else ():
        assert len(verdict.candidates) <= readings.MOST_READINGS


def test_no_message_is_ranked_more_often_than_one_of_joined_words(small: ChatBot, counts: Counter[str]) -> None:
    """The bound is as low as can be: this message reaches it."""
    edition = judging(small.knowledge.edition("en"), {"asked": 10.0, "none: declining": 0.1})
    plain = ChatBot(small.knowledge._replace(editions={"en": edition}))  # each part is clear to it, and says the same
    four = ", ".join(["price of cake"] * cutting.MOST_PARTS)
    plain.ask(f"{four}? " * requests.MOST_PIECES)
    assert counts["rank"] == JUDGED == 23
    counts.clear()
    plain.ask(f"{four}, {four}? " * 2 * requests.MOST_PIECES)
    assert counts["rank"] < JUDGED


@pytest.mark.parametrize("message", HOSTILE.values(), ids=HOSTILE)
def test_a_message_costs_a_bounded_number_of_calls(bot: ChatBot, message: str) -> None:
    """Every call of the engine is counted, so that no step is forgotten; twice the worst that was seen is allowed."""
    calls = 0

    def count(frame: FrameType, event: str, _: object) -> None:
        nonlocal calls
        calls += event == "call" and "chatbot" in frame.f_code.co_filename

    bot.session(state := after_a_subject(bot)).ask(message)  # what is opened once is open now
    session = bot.session(state)
    sys.setprofile(count)
    try:
        session.ask(message)
    finally:
        sys.setprofile(None)
    assert calls < 60 * tokenizer.LONGEST


@pytest.mark.parametrize("message", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("spoken", ["en", "fr"])
def test_the_words_that_are_read_are_bounded(bot: ChatBot, message: str, spoken: str) -> None:
    lexicon = bot.knowledge.edition(spoken).lexicon
    longest = max(len(words) for words in lexicon.expansions.values())
    assert len(tokenizer.read(message, lexicon).tokens) <= tokenizer.MOST_WORDS * longest


@pytest.mark.parametrize("length", [tokenizer.LONGEST + 1, 5_000_000])
def test_more_than_is_read_is_too_long_and_costs_no_more(bot: ChatBot, counts: Counter[str], length: int) -> None:
    assert bot.ask("qzxv " * (length // 5) + "x" * (length % 5)).reason == "too-long"
    assert counts["rank"] == 0
    assert counts["nearest"] <= tokenizer.MOST_SLIPS + detect.MOST * len(bot.knowledge.editions)


def test_words_beyond_the_last_that_is_compared_stay_as_they_were_typed(bot: ChatBot) -> None:
    lexicon = bot.knowledge.edition("en").lexicon
    strange = " ".join(STRANGE[: tokenizer.MOST_SLIPS])
    assert tokenizer.read(f"protien {strange}", lexicon).tokens[0].word == "protein"
    assert tokenizer.read(f"{strange} protien", lexicon).tokens[-1].word == "protien"


def patterns() -> dict[str, str]:
    """Every pattern of the engine, by module and name, or by module and line where it has no name."""
    found: dict[str, str] = {}
    for path in sorted(PACKAGE.rglob("[a-z]*.py")):
        for name, value in vars(
            importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
        ).items():
            many = value if isinstance(value, dict) else {"": value}
            found |= {f"{path.stem}.{name}{k}": p.pattern for k, p in many.items() if isinstance(p, re.Pattern)}
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("re."):
                pattern = node.args[0] if node.args else None
                if isinstance(pattern, ast.Constant):
                    found.setdefault(f"{path.stem}:{node.lineno}", str(pattern.value))
    found["detect._syllables"] = detect._syllables("aeiouy").pattern
    return found


def nested(parsed: Any, inside: bool = False) -> bool:
    """Whether a part that repeats without end holds another that does: only such patterns can grow exponentially."""
    for kind, value in parsed:
        endless = str(kind) in ("MAX_REPEAT", "MIN_REPEAT") and value[1] > 1_000
        if endless and inside:
            return True
        for part in value if isinstance(value, (tuple, list)) else ():
            many = part if isinstance(part, list) else [part]
            if any(isinstance(one, re._parser.SubPattern) and nested(one, inside or endless) for one in many):  # type: ignore[attr-defined]
                return True
    return False


WORD = "each round begins with an apostrophe, which the inner run cannot hold"
NESTED = {
    r"[^\W\d_]\.(?:[^\W\d_]\.)+|[^\W_]+(?:'[^\W_]+)*": WORD,
    r"\b\d{1,3}(?: \d{3})+\b|[^\W\d_]\.(?:[^\W\d_]\.)+|[^\W_]+(?:'[^\W_]+)*": WORD,
    r"[^\W_]+(?:'[^\W_]+)*": WORD,
    r"[^\W\d_]+(?:['’][^\W\d_]+)*": WORD,
}
LONG = 500
"""Characters that a pattern is tried on: one that grows exponentially would not end before the sun does."""

PUMPS = ["a", "1", "'", "-", ".", "#", "\\", "[", "(", "<", "=", "é", "{", " ", "\n", "x1 ", "a'", "a-", "1 234 "]
PUMPS += [" -", "..", "a.", "\\a", "[a", "](", "<!-- topic a"]
PUMPS += ["Source: ", "'=", "{a", "2026-", "en/", "aaaaab", "bcdfg"]


@pytest.mark.skipif(not hasattr(re, "_parser"), reason="patterns are taken apart from Python 3.11 on")
def test_no_pattern_repeats_what_repeats() -> None:
    """Those that do are listed with the reason why there is one way only to match a text."""
    assert len(patterns()) > 20
    parse = re._parser.parse  # type: ignore[attr-defined]
    assert {pattern for pattern in patterns().values() if nested(parse(pattern))} == set(NESTED)


def test_every_pattern_comes_to_an_end_on_what_repeats() -> None:
    for pattern in patterns().values():
        for pump in PUMPS:
            line = (pump * LONG)[:LONG]
            re.compile(pattern).search(line)
            re.compile(pattern).fullmatch(f"{line}!")


def test_patterns_of_others_stand_in_question_files_only() -> None:
    """A pattern that is no constant comes from a file that its owner runs as a test, and from nowhere else."""
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("re.compile", "re.search", "re.match"):
                assert is_constant(node.args[0]) or path.stem == "evaluate", (path, ast.unparse(node))


def is_constant(pattern: ast.expr) -> bool:
    """Whether a pattern stands in the code, with what is put into it."""
    if isinstance(pattern, ast.IfExp):
        return is_constant(pattern.body) and is_constant(pattern.orelse)
    return isinstance(pattern, (ast.Constant, ast.JoinedStr)) or ast.unparse(pattern).isupper()
