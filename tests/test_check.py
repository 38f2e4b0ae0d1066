"""`clusters check` tells a curator everything at once: each rule has a broken file, each code its line in the docs."""

from __future__ import annotations

import ast
import json
import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from time import monotonic

import pytest
import yaml
from jsonschema import Draft7Validator

from chatbot import ChatBot, KnowledgeError
from chatbot.channels.chat import COMMANDS
from chatbot.channels.main import main
from chatbot.checking.check import check
from chatbot.checking.messages import COLUMN, VALUES
from chatbot.checking.overlap import shortest, tie
from chatbot.exchanging import json_schema
from chatbot.loading.places import SHIPPED
from chatbot.reply import Level, Status

ROOT = Path(__file__).parent.parent
BROKEN = sorted((ROOT / "tests" / "broken").glob("*.yaml"))
FORM = {"unknown-key", "missing-key", "wrong-form", "empty", "yaml-trap", "date", "not-a-list", "not-a-mapping"}
UNREAD = {"yaml", "tag", "anchor", "documents", "not-utf8", "too-deep", "key", "empty-file", "unread-file"}
TODAY = date(2026, 11, 1)


def target(text: str) -> str:
    return next((line[3:].strip() for line in text.splitlines() if line.startswith("#@")), "en/topics/all.yaml")


def found_in(path: Path) -> set[str]:
    """The codes at the head of a broken file."""
    lines = path.read_bytes().decode("utf-8", "surrogateescape").splitlines()
    return {line.rpartition(" ")[2] for line in lines if line.startswith("#!")}


def codes(folder: Path) -> list[str]:
    try:
        return [p.code for p in check(folder, TODAY)]
    except KnowledgeError as error:
        return [p.code for p in error.problems]


@pytest.mark.parametrize("path", BROKEN, ids=lambda p: p.stem)
def test_a_broken_file_gets_exactly_its_problems(folder: Callable[..., Path], path: Path) -> None:
    """The first lines of a broken file are the problems of its folder: `line:column code`, or `file:line:column code`.

    `#@` names the file of the folder that it stands for.
    """
    text = path.read_bytes().decode("utf-8", "surrogateescape")
    made, where = folder(), target(text)
    (made / where).parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(path, made / where)
    try:
        problems = check(made, TODAY)
    except KnowledgeError as error:
        problems = error.problems
    expected = [line[2:].strip() for line in text.splitlines() if line.startswith("#!")]
    found = [f"{'' if p.file == where else p.file + ':'}{p.line}:{p.column} {p.code}" for p in problems]
    assert found == expected
    assert all(p.message and p.hint for p in problems)


def test_every_code_of_loading_and_checking_has_a_broken_file_or_a_test() -> None:
    broken = {code for path in BROKEN for code in found_in(path)}
    elsewhere = {"missing-translation", "too-large", "unreadable", "outside", "no-folder", "no-language"}
    elsewhere |= {"missing-file", "unwritable", "no-fact"}
    elsewhere |= {"unnoticed"}  # tests/test_mutation.py
    elsewhere |= {"no-as-of", "no-missing", "no-message", "disputed", "not-said"}  # tests/test_facts.py
    assert (
        set(source_codes("exchange", "evaluate", "dump", "tables", "review", "misses", "bot")) - broken - elsewhere
        == set()
    )
    assert len(BROKEN) >= 30


def source_codes(*but: str) -> dict[str, str]:
    """Every code that the source gives to a problem, with its severity, in all files but those named."""
    at = {"problem": 1, "_problem": 1, "_refuse": 1, "Problem": 3, "unknown": 2}
    found = {}
    for path in (ROOT / "chatbot").rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(call, ast.Call) and path.stem not in but:
                name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
                texts = [a.value if isinstance(a, ast.Constant) else None for a in call.args[at.get(name, 99) :]]
                if texts and isinstance(texts[0], str):
                    found[texts[0]] = "warning" if "warning" in texts else "error"
    return found


def test_every_code_stands_in_the_docs_with_what_to_do() -> None:
    docs = (ROOT / "docs" / "check.md").read_text("utf-8")
    rows = re.findall(r"^\| `([a-z0-9-]+)` \| (error|warning) \| [^|]+ \| [^|]+ \|$", docs, re.MULTILINE)
    assert len(rows) == len(set(rows))
    assert dict(rows) == source_codes()


def test_the_shipped_knowledge_is_clean_and_checked_in_time() -> None:
    begun = monotonic()
    assert [str(p) for p in check(SHIPPED)] == []
    assert monotonic() - begun < 20


def test_what_one_language_lacks_is_a_warning_where_the_other_holds_it(folder: Callable[..., Path]) -> None:
    kinds = "kinds: [{id: k, one: k, many: ks}]\nentities:\n"
    one = "  - {id: green, kind: k, name: Green leaf, called: green leaf, facts: {doing: grows}}\n"
    topic = "- id: tea.price\n  phrasings: [le prix]\n  answer: Deux.\n  sources: [board]\n"
    made = folder(
        en__entities=kinds + one + "  - {id: black, kind: k, name: Black leaf, called: black leaf}\n",
        fr__entities=kinds + "  - {id: green, kind: k, name: Feuille verte, called: feuille verte}\n",
        fr__topics__all=topic + "- id: extra\n  phrasings: [en plus]\n  answer: Plus.\n  sources: [board]\n",
        fr__language="stemmer: french\nmessages:\n" + "".join(f"  {name!r}: x\n" for name in VALUES),
    )
    found = [(p.file, p.line, p.message) for p in check(made) if p.code == "missing-translation"]
    assert [(file, line, message.split("'")[1]) for file, line, message in found] == [
        ("en/entities.yaml", 3, "green.doing"),
        ("en/entities.yaml", 4, "black"),
        ("en/topics/all.yaml", 6, "tea.kinds"),
        ("en/topics/all.yaml", 10, "cake.price"),
        ("en/topics/all.yaml", 14, "talk.hello"),
        ("fr/topics/all.yaml", 5, "extra"),
    ]


def test_a_column_that_a_member_lacks_is_refused(folder: Callable[..., Path]) -> None:
    made = folder(
        en__entities="kinds: [{id: k, one: k, many: ks}]\nentities: [{id: a, kind: k, name: Ay, called: Ay}]\n",
        en__topics__more="- id: c\n  phrasings: ['more of {k}']\n  answer: C.\n  needs: k\n"
        "  table: [colour]\n  sources: [board]\n",
    )
    assert codes(made) == ["no-fact"]


def test_the_folder_of_a_language_needs_its_rules(folder: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    made = folder(fr__topics__all="- id: a\n  phrasings: [le prix]\n  answer: A.\n  sources: [board]\n")
    monkeypatch.setattr("chatbot.loading.loader.SHIPPED", made / "nowhere")
    assert set(codes(made)) == {"missing-file"}


def test_files_that_cannot_be_read_are_problems(
    folder: Callable[..., Path], tmp_path_factory: pytest.TempPathFactory
) -> None:
    made = folder()
    other = tmp_path_factory.mktemp("other") / "a.yaml"
    other.write_text("- id: a\n", "utf-8")
    (made / "en/topics/link.yaml").symlink_to(other)
    (made / "en/topics/directory.yaml").mkdir()
    with (made / "en/topics/huge.yaml").open("wb") as file:
        file.truncate(9_000_000)
    assert codes(made) == ["unreadable", "too-large", "outside"]


def test_a_tie_is_shown_by_its_shortest_question(folder: Callable[..., Path]) -> None:
    made = folder()
    shutil.copyfile(ROOT / "tests/broken/tie.yaml", made / "en/topics/all.yaml")
    edition = ChatBot.load(made).knowledge.edition("en")
    [problem] = check(made)
    found = tie(problem.message.split("'")[1], edition)
    assert found is not None
    assert shortest(found, edition) == found


def test_json_lists_objects_with_the_same_keys(folder: Callable[..., Path], capsys: pytest.CaptureFixture[str]) -> None:
    made = folder(en__synonyms="price:\n  - price\n  - prices\n  - cost\n")
    assert main(["check", "--json", str(made)]) == 0
    [found] = json.loads(capsys.readouterr().out)
    assert list(found) == ["file", "line", "column", "code", "message", "hint", "severity"]
    assert (found["file"], found["line"], found["column"]) == ("en/synonyms.yaml", 3, 5)


@pytest.mark.parametrize(
    ("added", "flags", "code"),
    [
        ({}, ["--strict"], 0),
        ({"en__synonyms": "price: [price, prices, cost]\n"}, [], 0),
        ({"en__synonyms": "price: [price, prices, cost]\n"}, ["--strict"], 1),
        ({"en__synonyms": "price: []\n"}, [], 2),
        ({"en__synonyms": "price: []\n"}, ["--json"], 2),
    ],
)
def test_the_exit_code_says_how_bad_it_is(
    folder: Callable[..., Path], added: dict[str, str], flags: list[str], code: int
) -> None:
    assert main(["check", *flags, str(folder(**added))]) == code


def test_the_messages_that_the_engine_says_are_those_declared() -> None:
    """Ids and values are read off the calls in the source; those made of parts are spelt out here."""
    made = {f"level-{value.value}" for value in (*Level, *Status)} | {f"help-{name}" for name in COMMANDS}
    said: dict[str, set[str]] = {id_: set() for id_ in made | {"and", "not-stated"}}
    said |= {"quote": {"words"}, "empty": set(), "too-long": {"limit"}, "other-language": set()}
    for path in (ROOT / "chatbot").rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            name = getattr(call.func, "attr", getattr(call.func, "id", "")) if isinstance(call, ast.Call) else ""
            if isinstance(call, ast.Call) and name in ("message", "_say"):
                id_ = call.args[name == "message"]
                choices = [id_.body, id_.orelse] if isinstance(id_, ast.IfExp) else [id_]
                for choice in choices:
                    if isinstance(choice, ast.Constant):
                        said.setdefault(str(choice.value), set()).update(k.arg for k in call.keywords if k.arg)
    said["why-name"] = said["why-subject"] = {"words", "what"}
    assert {id_: set(values) for id_, values in VALUES.items()} == said


def test_the_message_of_a_column_is_named_after_its_fact() -> None:
    assert f'f"{COLUMN}{{attribute}}"' in (ROOT / "chatbot/answering/compose.py").read_text("utf-8")


def test_the_shipped_schemas_are_current() -> None:
    shipped = {path.name: json.loads(path.read_text("utf-8")) for path in (SHIPPED / "schema").glob("*.json")}
    assert shipped == json_schema.schemas(), "run make schema"


def test_every_shipped_file_names_its_schema_in_its_first_line() -> None:
    for path in SHIPPED.rglob("*.yaml"):
        first = path.read_text("utf-8").partition("\n")[0]
        named = first.removeprefix("# yaml-language-server: $schema=")
        assert named != first, path
        assert (path.parent / named).resolve().parent == (SHIPPED / "schema").resolve()
        assert (path.parent / named).name == schema_of(path.relative_to(SHIPPED).as_posix())


def schema_of(name: str) -> str:
    return "topics.json" if "topics/" in name else f"{Path(name).stem}.json"


class Core(yaml.SafeLoader):
    """Reads YAML as editors do: dates stay text."""


Core.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith("timestamp")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def accepted(text: str, name: str) -> bool:
    schema = json_schema.schemas()[schema_of(name)]
    Draft7Validator.check_schema(schema)
    value = yaml.load(text, Core)
    return bool(Draft7Validator(schema).is_valid(value))


@pytest.mark.parametrize("path", [p for p in BROKEN if not found_in(p) & UNREAD], ids=lambda p: p.stem)
def test_the_schema_refuses_what_the_loader_refuses_for_its_form(path: Path) -> None:
    """A file with problems of form is refused by both; one without any is accepted by the schema."""
    text = path.read_text("utf-8")
    calendar = path.stem == "date"  # a pattern knows no calendar
    assert accepted(text, target(text)) is (not found_in(path) & FORM or calendar)


@pytest.mark.parametrize("path", sorted(SHIPPED.rglob("*.yaml")), ids=lambda p: p.stem)
def test_the_schema_accepts_the_shipped_files(path: Path) -> None:
    assert accepted(path.read_text("utf-8"), path.relative_to(SHIPPED).as_posix())


def test_schema_writes_where_it_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", str(tmp_path / "new")]) == 0
    assert len(capsys.readouterr().out.splitlines()) == len(list((tmp_path / "new").iterdir())) == 6
    (tmp_path / "file").write_text("")
    assert main(["schema", str(tmp_path / "file")]) == 2
