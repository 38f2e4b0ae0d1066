"""JSON Schemas of the knowledge files, for editors that complete and check YAML while it is written."""

import json
from collections.abc import Mapping
from errno import EEXIST
from pathlib import Path

from chatbot.checking.unused import values
from chatbot.loading import writer
from chatbot.loading.fields import ENTITY, FACT, GAP, KIND, LANGUAGE, SOURCE, TOPIC, Field
from chatbot.loading.schema import DATE, NUMBER
from chatbot.loading.writer import Ask
from chatbot.problem import told

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
    return {
        f"{name}.json": {"$schema": DRAFT, "title": f"{name} of a knowledge folder", **body}
        for name, body in (
            ("sources", _list(SOURCE)),
            ("facts", _object({"facts": _list(FACT), "gaps": _list(GAP)})),
            ("language", _record(LANGUAGE)),
            ("synonyms", {"type": "object", "additionalProperties": _TEXTS}),
            ("entities", _object({"kinds": _list(KIND), "entities": _list(ENTITY)})),
            ("topics", _list(TOPIC)),
        )
    }


def write(folder: Path, replace: Ask) -> list[Path]:
    """Write every schema into a folder, which is made when it is not there; returns the files.

    `replace` is asked of each file that is there. Raises `KnowledgeError` when they cannot be written.
    """
    with told(folder, "unwritable", "name another folder"):
        folder.mkdir(parents=True, exist_ok=True)
        if any((folder / name).exists() and not replace(folder / name) for name in schemas()):
            raise FileExistsError(EEXIST, "a file is not to be replaced", str(folder))
        for name, schema in schemas().items():
            writer.write(folder / name, f"{json.dumps(schema, indent=1)}\n".encode(), writer.always)
    return [folder / name for name in schemas()]


def _list(fields: tuple[Field, ...]) -> Schema:
    return {"type": "array", "items": _record(fields)}


def _record(fields: tuple[Field, ...]) -> Schema:
    required = [field.name for field in fields if field.required]
    return _object({field.name: _field(field) for field in fields}, required=required)


def _object(properties: Mapping[str, Schema], **more: object) -> Schema:
    return {"type": "object", "additionalProperties": False, **more, "properties": properties}


def _field(field: Field) -> Schema:
    schema = {**_FORMS[field.form], "description": field.about}
    if field.keys:
        schema["properties"] = dict.fromkeys(field.keys, schema["additionalProperties"])
        schema["additionalProperties"] = False
    if field.name == "messages":
        schema["properties"] = dict.fromkeys(values(), _TEXT)
    return schema
