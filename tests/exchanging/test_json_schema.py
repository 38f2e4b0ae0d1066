"""The schemas that editors read accept what the loader accepts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from brokenfiles import FILES, found_in, target
from jsonschema import Draft7Validator

from chatbot.exchanging import json_schema
from chatbot.loading.folders import SHIPPED

FORM = {"unknown-key", "missing-key", "wrong-form", "empty", "yaml-trap", "date", "not-a-list", "not-a-mapping"}


UNREAD = {
    "yaml",
    "colon",
    "cut-text",
    "tag",
    "anchor",
    "documents",
    "not-utf8",
    "too-deep",
    "key",
    "empty-file",
    "unread-file",
}


BEYOND = {
    "date": "a pattern knows no calendar",
    "folded-block": "a value does not tell how its block began",
    "attribute-without-of": "a record of its own says what an attribute needs besides",
    "label-without-attribute": "a record of its own says what an attribute needs besides",
    "no-answer": "an attribute has none, and what changes small talk needs none",
}
"""What no schema of one file can refuse, with the reason."""


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
    part, _, file = name.rpartition("/")
    return f"{part if part in ('entities', 'topics', 'tests') else Path(file).stem}.json"


class Core(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
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


@pytest.mark.parametrize("path", [p for p in FILES if not found_in(p) & UNREAD], ids=lambda p: p.stem)
def test_the_schema_refuses_what_the_loader_refuses_for_its_form(path: Path) -> None:
    """A file with problems of form is refused by both; one without any is accepted by the schema."""
    text = path.read_text("utf-8")
    assert accepted(text, target(text)) is (not found_in(path) & FORM or path.stem in BEYOND)


@pytest.mark.parametrize("path", sorted(SHIPPED.rglob("*.yaml")), ids=lambda p: p.stem)
def test_the_schema_accepts_the_shipped_files(path: Path) -> None:
    assert accepted(path.read_text("utf-8"), path.relative_to(SHIPPED).as_posix())
