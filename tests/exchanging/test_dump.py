"""The values of a folder, written and read again."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from handwritten import codes, written
from hypothesis import given, settings
from hypothesis import strategies as st

from chatbot.exchanging import dump
from chatbot.exchanging.exchange import export, import_file
from chatbot.knowledge import Knowledge
from chatbot.loading.folders import SHIPPED


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("{", ["json"]),
        ("[]", ["json"]),
        ('{"format": 9, "files": {}}', ["json"]),
        ('{"format": 2, "files": {"../x.yaml": [], "topics/a.yaml": [1]}}', ["file-name", "json"]),
        ('{"format": 2, "files": {"/etc/a.yaml": [], "topics/../../../a.yaml": []}}', ["file-name", "file-name"]),
        ('{"format": 2, "files": {"languages/../a.yaml": [], "languages/en.yaml": []}}', ["file-name", "file-name"]),
        ('{"format": 1, "files": {"en/topics/a.yaml": []}}', ["json"]),
        ("[" * 100_000, ["json"]),
    ],
)
def test_json_that_is_no_knowledge_is_refused(tmp_path: Path, data: str, expected: list[str]) -> None:
    assert codes(written(tmp_path, data, "all.json")) == expected


def test_json_gives_back_every_value_of_the_shipped_folder(
    tmp_path: Path, shipped: Knowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chatbot.exchanging.exchange.load", lambda *_: shipped)  # what it would read anew
    path = written(tmp_path, export(SHIPPED, ".json"), "all.json")
    import_file(path, tmp_path / "again")
    assert dump.read(tmp_path / "again") == dump.read(SHIPPED)


@settings(max_examples=50, deadline=None)
@given(st.recursive(st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=8))
def test_any_values_come_back_from_the_yaml_that_is_written(values: Any) -> None:
    files = {"more.yaml": {"key": values}, "entities/all.yaml": [values, "x"]}
    files |= {"languages/en/messages.yaml": {"and": values}}
    with tempfile.TemporaryDirectory() as place:
        dump.write(files, Path(place) / "k")
        assert dump.read(Path(place) / "k") == files
    assert json.loads(dump.to_json(files))["files"] == files
