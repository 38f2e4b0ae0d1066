"""A hostile knowledge folder is refused with a place or read, within bounded time and memory."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from conftest import BOT
from paths import ROOT

from chatbot import ChatBot, KnowledgeError
from chatbot.channels.render import printable
from chatbot.loading import nodes
from chatbot.loading.folders import LARGEST, NEUTRAL, SHIPPED
from chatbot.loading.loader import load
from chatbot.loading.nodes import MOST, Items, Node, Pairs

MEMORY = 2_000_000_000
WALL = 120
"""Seconds, generous: what grows without bounds takes hours."""

KIND = BOT + "kinds: [{id: k, one: k, many: ks}]\n"
ENTITY = "- {id: a, kind: k, name: Ay, called: Ay, names: [%s]}\n"
VALUE = "- {id: a, name: Ay, values: {p: {type: %s, value: '%s', as_of: %s, sources: [board]}}}\n"
TOPIC = "- {id: x, phrasings: [what of %s], answer: '%s', sources: [board]}\n"
CODE = """
import sys
from chatbot import ChatBot
from chatbot import KnowledgeError
try:
    ChatBot.load(sys.argv[1]).ask("what is the price of tea and of a1 a1 a1?")
    print("loads")
except KnowledgeError as error:
    p = error.problems[0]
    print(p.code, p.file, p.line)
"""


def loaded(folder: Path) -> str:
    """What comes of loading a folder and asking it, in a process of bounded memory: `loads`, or code, file and line."""
    done = subprocess.run(
        [sys.executable, "-c", CODE, folder],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=WALL,
        check=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY)),
        env={**os.environ, "CLUSTERS_NO_CACHE": "1"},
    )
    return done.stdout.strip()


@pytest.mark.parametrize(
    ("file", "text", "expected"),
    [
        pytest.param(
            "entities__all", ENTITY % ", ".join(f"n{i} m{i}" for i in range(100_000)), "loads", marks=pytest.mark.deep
        ),
        ("entities__all", ENTITY % ", ".join(f"a1 m{i}" for i in range(10_000)), "loads"),
        ("topics__more", "- " * 50_000 + "x", "too-deep topics/more.yaml 1"),
        ("topics__more", "{a: " * 50_000 + "}" * 50_000, "too-deep topics/more.yaml 1"),
        ("topics__more", "- x\n" * 1_900_000, "too-large topics/more.yaml 300000"),
        ("topics__more", "a: 1\n" * 100_000, "missing-key topics/more.yaml 1"),
        ("redirects", "- x\n" * 100_000, "not-a-mapping redirects.yaml 1"),
        ("topics__more", f"- {'x' * 7_000_000}\n", "not-a-mapping topics/more.yaml 1"),
        ("topics__more", TOPIC % ("y" * 6_000_000, "z" * 90_000), "loads"),
        ("topics__more", TOPIC % ("y" * 3_000_000, "z" * 3_000_000), "too-large topics/more.yaml 1"),
        ("topics__more", "a: &a [x]\n" + "".join(f"a{i}: [*a, *a]\n" for i in range(20)), "anchor topics/more.yaml 1"),
    ],
    ids=(
        "names-100,000 same-head deep-lists deep-maps tiny-entries keys items long-scalar long-texts long-answer "
        "aliases"
    ).split(),
)
def test_a_file_that_swells_is_refused_or_read_within_bounds(
    folder: Callable[..., Path], file: str, text: str, expected: str
) -> None:
    bot = KIND if file == "entities__all" else BOT
    assert loaded(folder(bot=bot, **{file: text})) == expected


def spoken(made: Path) -> Path:
    """A folder with a place for what it adds to its language."""
    (made / "languages/en").mkdir(parents=True)
    return made


def test_a_file_of_fifty_megabytes_is_refused_unread(folder: Callable[..., Path]) -> None:
    made = spoken(folder())
    for name in ("topics/huge.yaml", "languages/en/words.txt", "languages/en/elsewhere.txt"):
        with (made / name).open("wb") as file:
            file.truncate(50_000_000)
    assert loaded(made).startswith("too-large")
    assert LARGEST < 50_000_000


def codes(folder: Path) -> set[tuple[str, str]]:
    with pytest.raises(KnowledgeError) as error:
        load(folder)
    return {(p.code, p.file) for p in error.value.problems}


def test_what_is_no_plain_file_is_refused_and_not_waited_for(folder: Callable[..., Path]) -> None:
    made = spoken(folder())
    os.mkfifo(made / "topics/pipe.yaml")
    os.mkfifo(made / "languages/en/words.txt")
    os.mkfifo(made / "languages/en/elsewhere.txt")
    (made / "topics/zero.yaml").symlink_to("/dev/zero")
    assert codes(made) == {
        ("unreadable", "topics/pipe.yaml"),
        ("unreadable", "languages/en/words.txt"),
        ("unreadable", "languages/en/elsewhere.txt"),
        ("outside", "topics/zero.yaml"),
    }
    with pytest.raises(KnowledgeError):
        ChatBot.load(made)  # which takes the fingerprint of the folder first


def test_links_out_of_the_folder_are_refused(
    folder: Callable[..., Path], tmp_path_factory: pytest.TempPathFactory
) -> None:
    made, other = spoken(folder(bot=BOT.replace("[en]", "[en, fr]"))), tmp_path_factory.mktemp("other")
    (other / "secret.yaml").write_text("- id: secret\n", "utf-8")
    (other / "words.txt").write_text("secret\n", "utf-8")
    (made / "languages/en/synonyms.yaml").symlink_to(other / "secret.yaml")
    (made / "languages/en/words.txt").symlink_to(other / "words.txt")
    (made / "languages/en/elsewhere.txt").symlink_to(other / "words.txt")
    (made / "places.yaml").symlink_to(other / "gone.yaml")
    (made / "redirects.yaml").symlink_to("redirects.yaml")
    (made / "languages/fr").symlink_to(other)
    (made / "entities").symlink_to(other)
    (made / "tests").mkdir()
    (made / "tests/a.yaml").symlink_to(other / "secret.yaml")
    found = codes(made)
    names = ["languages/en/synonyms.yaml", "languages/en/words.txt", "languages/fr/words.txt", "places.yaml"]
    names += ["languages/en/elsewhere.txt", "entities/secret.yaml", "tests/a.yaml"]
    assert found >= {("outside", name) for name in names} | {("unreadable", "redirects.yaml")}


@pytest.mark.parametrize(
    "trick", ["{x.__class__}", "{0}", "{{", "{", "{}", "{list:__class__}", "%(x)s", "{a.__dict__}"]
)
def test_a_template_looks_up_what_is_held_and_nothing_else(folder: Callable[..., Path], trick: str) -> None:
    made = folder(topics__more=TOPIC % ("it", trick))
    if trick == "%(x)s":  # no look-up, and so text
        assert ChatBot(load(made)).ask("what of it").text == trick
    else:
        assert codes(made) == {("unknown-lookup", "topics/more.yaml")}


def test_a_message_with_a_trick_says_nothing_of_the_engine(folder: Callable[..., Path]) -> None:
    said = "unknown-word: '{words.__class__} {0} {{ %s'\n"
    text = ChatBot(load(folder(languages__en__messages=said))).ask("does it cover trombones and tubas").text
    assert "%s" in text
    assert "class" not in text


def test_references_in_a_circle_end(folder: Callable[..., Path]) -> None:
    values = ", ".join(
        f"{x}: {{value: '{{a.{y}}} {{a.{x}}}', says: '{{a.{y}.says}} {{value}}', sources: [board]}}"
        for x, y in (("p", "q"), ("q", "p"))
    )
    topics = "".join(
        f"- {{id: {x}, phrasings: [what of {x}], answer: '{{a.p}} {{a.p.says}}.', sources: [board], related: [{y}]}}\n"
        for x, y in (("one", "two"), ("two", "one"))
    )
    made = folder(topics__more=topics, entities__all=f"- {{id: a, name: Ay, values: {{{values}}}}}\n")
    reply = ChatBot(load(made)).ask("what of one")
    assert reply.topic == "one"
    assert len(reply.text) < 200


def test_redirects_in_a_circle_are_refused(folder: Callable[..., Path]) -> None:
    made = folder(redirects="one: two\ntwo: three\nthree: one\nself: self\n")
    assert codes(made) == {("unknown-topic", "redirects.yaml")}


def test_control_characters_of_a_file_are_never_printed(folder: Callable[..., Path]) -> None:
    trick = r"\e[31m\u202e\x9b1m\u200b\x07"
    made = folder(topics__more=f'- {{id: "x{trick}", phrasings: ["what{trick} of it"], answer: "A{trick}."}}\n')
    with pytest.raises(KnowledgeError):
        load(made)
    done = subprocess.run(
        [sys.executable, "-m", "chatbot", "check", made], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.stdout
    assert done.stdout == printable(done.stdout)
    talk = folder(topics__more=f'- {{id: x, talk: true, phrasings: ["what{trick} of it"], answer: "A{trick}."}}\n')
    for arguments in (["ask", "--why", "what of it"], ["topics"], ["show", "tea.price"]):
        done = subprocess.run(
            [sys.executable, "-m", "chatbot", *arguments, "--knowledge", talk],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.stdout, done.stderr
        assert done.stdout == printable(done.stdout)


def test_every_place_is_refused_that_is_not_utf_8(folder: Callable[..., Path]) -> None:
    made = spoken(folder())
    names = {"topics/all.yaml", "sources.yaml", "languages/en/words.txt", "languages/en/elsewhere.txt"}
    for name in names:
        (made / name).write_bytes(b"# \xff\n")
    assert {name for code, name in codes(made) if code == "not-utf8"} >= names


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("entities__all", VALUE % ("money", "much", "2026-99")),
        ("entities__all", VALUE % ("count", "9" * 9_999, "2026")),
        ("bot", BOT + "kinds: [{one: k, many: ks}]\n"),
        ("languages__en__grammar", f"numbers: {{many: {'9' * 9_999}}}\nordinals: {{last: --5}}"),
        ("languages__en__grammar", f"sizes: {{many: {'9' * 9_999}}}\n"),
        ("languages__en__grammar", f"amounts: {{many: {'9' * 9_999}}}\n"),
        ("languages__en__grammar", "sizes: {many: 1e400}\n"),
        ("languages__en__grammar", "amounts: {some: nan}\n"),
        ("languages__en__grammar", "several-from: two\n"),
        ("languages__en__grammar", "several-from: nan\n"),
        ("languages__en__grammar", "scales: {many: ['{n} much', '{n} much']}\n"),
        ("languages__en__grammar", "scales: {'0': ['{n} much', '{n} much']}\n"),
    ],
    ids="money count kind-without-id numbers sizes amounts size-beyond amount-none".split()
    + "several-word several-nan scale-word scale-zero".split(),
)
def test_values_that_cannot_be_are_problems(folder: Callable[..., Path], file: str, text: str) -> None:
    assert codes(folder(**{file: text}))


def plain(node: Node | None) -> object:
    """A node's texts, without their places."""
    if isinstance(node, Pairs):
        return [(key.text, plain(value)) for key, value in node.pairs]
    return [plain(item) for item in node.items] if isinstance(node, Items) else node.text if node else None


@pytest.mark.parametrize(
    "path",
    sorted([*SHIPPED.rglob("*.yaml"), *NEUTRAL.rglob("*.yaml")]),
    ids=lambda p: p.relative_to(p.parents[2]).as_posix(),
)
def test_both_parsers_read_the_shipped_files_alike(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """PyYAML has libyaml's parser where it was built with it, and its own, which is stricter in places."""
    first = nodes.parse(path, path.name)
    monkeypatch.setattr(nodes, "_Loader", yaml.SafeLoader)
    second = nodes.parse(path, path.name)
    assert second[1] == first[1] == []
    assert plain(second[0]) == plain(first[0])


@pytest.mark.parametrize("text", ["[" * 50_000 + "]" * 50_000, "- " * 3_000 + "x", "{a: " * 3_000 + "}" * 3_000])
def test_both_parsers_refuse_deep_nesting(tmp_path: Path, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.yaml").write_text(text, "utf-8")
    assert [p.code for p in nodes.parse(tmp_path / "a.yaml", "a")[1]] == ["too-deep"]
    monkeypatch.setattr(nodes, "_Loader", yaml.SafeLoader)
    assert [p.code for p in nodes.parse(tmp_path / "a.yaml", "a")[1]] == ["too-deep"]


def test_as_many_values_are_read_as_a_large_knowledge_has() -> None:
    assert MOST > 15_000 * 10
