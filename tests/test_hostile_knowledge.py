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
from paths import ROOT

from chatbot import ChatBot, KnowledgeError
from chatbot.channels.render import printable
from chatbot.loading import nodes
from chatbot.loading.folders import LARGEST, SHIPPED
from chatbot.loading.loader import load
from chatbot.loading.nodes import MOST, Items, Node, Pairs

MEMORY = 2_000_000_000
WALL = 120
"""Seconds, generous: what grows without bounds takes hours."""

ENTITY = "kinds: [{id: k, one: k, many: ks}]\nentities:\n  - {id: a, kind: k, name: Ay, called: Ay, names: [%s]}\n"
FACT = "facts: [{of: a, attribute: p, kind: %s, value: '%s', as_of: %s, sources: [board], confidence: high}]"
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
            "en__entities", ENTITY % ", ".join(f"n{i} m{i}" for i in range(100_000)), "loads", marks=pytest.mark.deep
        ),
        ("en__entities", ENTITY % ", ".join(f"a1 m{i}" for i in range(10_000)), "loads"),
        ("en__topics__more", "- " * 50_000 + "x", "too-deep en/topics/more.yaml 1"),
        ("en__topics__more", "{a: " * 50_000 + "}" * 50_000, "too-deep en/topics/more.yaml 1"),
        ("en__topics__more", "- x\n" * 1_900_000, "too-large en/topics/more.yaml 300000"),
        ("en__topics__more", "a: 1\n" * 100_000, "not-a-list en/topics/more.yaml 1"),
        ("en__topics__more", f"- {'x' * 7_000_000}\n", "not-a-mapping en/topics/more.yaml 1"),
        ("en__topics__more", TOPIC % ("y" * 3_000_000, "z" * 3_000_000), "loads"),
        (
            "en__topics__more",
            "a: &a [x]\n" + "".join(f"a{i}: [*a, *a]\n" for i in range(20)),
            "anchor en/topics/more.yaml 1",
        ),
    ],
    ids="names-100,000 same-head deep-lists deep-maps tiny-entries keys long-scalar long-texts aliases".split(),
)
def test_a_file_that_swells_is_refused_or_read_within_bounds(
    lean: Callable[..., Path], file: str, text: str, expected: str
) -> None:
    assert loaded(lean(**{file: text})) == expected


def test_a_file_of_fifty_megabytes_is_refused_unread(lean: Callable[..., Path]) -> None:
    made = lean()
    for name in ("en/topics/huge.yaml", "en/words.txt"):
        with (made / name).open("wb") as file:
            file.truncate(50_000_000)
    assert loaded(made).startswith("too-large")
    assert LARGEST < 50_000_000


def codes(folder: Path) -> set[tuple[str, str]]:
    with pytest.raises(KnowledgeError) as error:
        load(folder)
    return {(p.code, p.file) for p in error.value.problems}


def test_what_is_no_plain_file_is_refused_and_not_waited_for(folder: Callable[..., Path]) -> None:
    made = folder()
    os.mkfifo(made / "en/topics/pipe.yaml")
    os.mkfifo(made / "en/words.txt")
    (made / "en/topics/zero.yaml").symlink_to("/dev/zero")
    assert codes(made) == {
        ("unreadable", "en/topics/pipe.yaml"),
        ("unreadable", "en/words.txt"),
        ("outside", "en/topics/zero.yaml"),
    }
    with pytest.raises(KnowledgeError):
        ChatBot.load(made)  # which takes the fingerprint of the folder first


def test_links_out_of_the_folder_are_refused(
    folder: Callable[..., Path], tmp_path_factory: pytest.TempPathFactory
) -> None:
    made, other = folder(), tmp_path_factory.mktemp("other")
    (other / "secret.yaml").write_text("- id: secret\n", "utf-8")
    (other / "words.txt").write_text("secret\n", "utf-8")
    (made / "en/synonyms.yaml").symlink_to(other / "secret.yaml")
    (made / "en/words.txt").symlink_to(other / "words.txt")
    (made / "en/entities.yaml").symlink_to(other / "gone.yaml")
    (made / "facts.yaml").symlink_to("facts.yaml")
    (made / "fr").symlink_to(other)
    (made / "fr/topics").mkdir()
    (made / "fr/topics/a.yaml").write_text("- id: a\n", "utf-8")
    found = codes(made)
    names = ("en/synonyms.yaml", "en/words.txt", "en/entities.yaml", "fr/words.txt", "fr/topics/a.yaml")
    assert found >= {("outside", name) for name in names} | {("unreadable", "facts.yaml")}


@pytest.mark.parametrize(
    "trick", ["{x.__class__}", "{0}", "{{", "{", "{}", "{list:__class__}", "%(x)s", "{a.__dict__}"]
)
def test_a_template_looks_up_what_is_held_and_nothing_else(lean: Callable[..., Path], trick: str) -> None:
    made = lean(en__topics__more=TOPIC % ("it", trick))
    if trick in ("{{", "{", "%(x)s"):  # no look-up, and so text
        assert ChatBot(load(made)).ask("what of it").text == trick
    else:
        assert codes(made) == {("unknown-lookup", "en/topics/more.yaml")}


def test_a_message_with_a_trick_says_nothing_of_the_engine(lean: Callable[..., Path]) -> None:
    rules = (SHIPPED / "en/language.yaml").read_text("utf-8")
    rules = rules.replace("  unknown-word:", '  unknown-word: "{words.__class__} {0} {{ %s"\n  ignored:', 1)
    assert "class" not in ChatBot(load(lean(en__language=rules))).ask("does it cover trombones and tubas").text


def test_references_in_a_circle_end(lean: Callable[..., Path]) -> None:
    facts = "facts:\n" + "".join(
        f"- {{of: a, attribute: {x}, kind: text, value: '{{a.{y}}} {{a.{x}}}', as_of: 2026, sources: [board],"
        " confidence: high}\n"
        for x, y in (("p", "q"), ("q", "p"))
    )
    topics = "".join(
        f"- {{id: {x}, phrasings: [what of {x}], answer: '{{a.p}}.', sources: [board], related: [{y}]}}\n"
        for x, y in (("one", "two"), ("two", "one"))
    )
    made = lean(facts=facts, en__topics__more=topics, en__entities=ENTITY % "Aye")
    reply = ChatBot(load(made)).ask("what of one")
    assert reply.topic == "one"
    assert len(reply.text) < 200


def test_control_characters_of_a_file_are_never_printed(lean: Callable[..., Path]) -> None:
    trick = r"\e[31m\u202e\x9b1m\u200b\x07"
    made = lean(en__topics__more=f'- {{id: "x{trick}", phrasings: ["what{trick} of it"], answer: "A{trick}."}}\n')
    with pytest.raises(KnowledgeError):
        load(made)
    done = subprocess.run(
        [sys.executable, "-m", "chatbot", "check", made], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.stdout
    assert done.stdout == printable(done.stdout)
    talk = lean(
        en__topics__more=f'- {{id: "x{trick}", talk: true, phrasings: ["what{trick} of it"], answer: "A{trick}."}}\n'
    )
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


def test_every_place_is_refused_that_is_not_utf_8(lean: Callable[..., Path]) -> None:
    made = lean()
    for name in ("en/topics/all.yaml", "sources.yaml", "en/words.txt"):
        (made / name).write_bytes(b"# \xff\n")
    assert {name for code, name in codes(made) if code == "not-utf8"} >= {
        "en/topics/all.yaml",
        "sources.yaml",
        "en/words.txt",
    }


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("facts", FACT % ("money", "much", "2026-99")),
        ("facts", FACT % ("count", "9" * 9_999, "2026")),
        ("en__entities", "kinds: [{one: k, many: ks}]\nentities: [{id: a, kind: k, name: A, called: A}]"),
        ("en__language", f"stemmer: english\nnumbers: {{many: {'9' * 9_999}}}\nordinals: {{last: --5}}"),
    ],
    ids="money count kind-without-id numbers".split(),
)
def test_values_that_cannot_be_are_problems(lean: Callable[..., Path], file: str, text: str) -> None:
    assert codes(lean(**{file: text}))


def plain(node: Node | None) -> object:
    """A node's texts, without their places."""
    if isinstance(node, Pairs):
        return [(key.text, plain(value)) for key, value in node.pairs]
    return [plain(item) for item in node.items] if isinstance(node, Items) else node.text if node else None


@pytest.mark.parametrize("path", sorted(SHIPPED.rglob("*.yaml")), ids=lambda p: p.relative_to(SHIPPED).as_posix())
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
