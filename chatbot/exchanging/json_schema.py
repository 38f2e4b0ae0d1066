"""JSON Schemas of the knowledge files, for editors that complete and check YAML while it is written."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from chatbot.checking.messages import VALUES
from chatbot.loading.fields import ENTITY, FACT, GAP, KIND, LANGUAGE, SOURCE, TOPIC, Field
from chatbot.loading.schema import DATE, NUMBER
from chatbot.problem import KnowledgeError, Problem

DRAFT = "http://json-schema.org/draft-07/schema#"

Schema = dict[str, object]

_TEXT: Schema = {"type": ["string", "number"], "pattern": r"[^ \t\n]"}
_DATE: Schema = {"type": ["string", "integer"], "pattern": f"^{DATE.pattern}$"}
_NUMBER: Schema = {"type": ["integer", "string"], "pattern": f"^{NUMBER.pattern}$"}
_TEXTS: Schema = {"type": "array", "items": _TEXT, "minItems": 1}
_FORMS: Mapping[str, Schema] = {
    "text": _TEXT,
    "date": _DATE,
    "flag": {"type": "boolean"},
    "texts": _TEXTS,
    "map": {"type": "object", "additionalProperties": _TEXT},
    "numbers": {"type": "object", "additionalProperties": _NUMBER},
    "lists": {"type": "object", "additionalProperties": _TEXTS},
}


def schemas() -> dict[str, Schema]:
    """File name to its schema, for each kind of file of a knowledge folder."""
    entities: Schema = {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "kinds": {"type": "array", "items": _record(KIND)},
            "entities": {"type": "array", "items": _record(ENTITY)},
        },
    }
    facts: Schema = {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "facts": {"type": "array", "items": _record(FACT)},
            "gaps": {"type": "array", "items": _record(GAP)},
        },
    }
    return {
        f"{name}.json": {"$schema": DRAFT, "title": f"{name} of a knowledge folder", **body}
        for name, body in (
            ("sources", _list(SOURCE)),
            ("facts", facts),
            ("language", _record(LANGUAGE)),
            ("synonyms", {"type": "object", "additionalProperties": _TEXTS}),
            ("entities", entities),
            ("topics", _list(TOPIC)),
        )
    }


def write(folder: Path) -> list[Path]:
    """Write every schema into a folder, which is made when it is not there; returns the files.

    Raises `KnowledgeError` when they cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, schema in schemas().items():
            (folder / name).write_text(json.dumps(schema, indent=1) + "\n", "utf-8")
    except OSError as error:
        message = f"cannot be written ({error.strerror})"
        raise KnowledgeError([Problem(str(folder), 0, 0, "unwritable", message, "name another folder")]) from error
    return [folder / name for name in schemas()]


def _list(fields: tuple[Field, ...]) -> Schema:
    return {"type": "array", "items": _record(fields)}


def _record(fields: tuple[Field, ...]) -> Schema:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": [field.name for field in fields if field.required],
        "properties": {field.name: _field(field) for field in fields},
    }


def _field(field: Field) -> Schema:
    schema = {**_FORMS[field.form], "description": field.about}
    if field.keys:
        schema["properties"] = dict.fromkeys(field.keys, schema["additionalProperties"])
        schema["additionalProperties"] = False
    if field.name == "messages":
        schema["properties"] = dict.fromkeys(VALUES, _TEXT)
    return schema
