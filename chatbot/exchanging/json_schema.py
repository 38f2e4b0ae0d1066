"""JSON Schemas of the knowledge files, for editors that complete and check YAML while it is written."""

import json
from collections.abc import Mapping
from errno import EEXIST
from pathlib import Path

from chatbot.answering.values import DATE
from chatbot.checking.unused import slots
from chatbot.loading.fields import BOT, ENTITY, GAP, GRAMMAR, KIND, PLACE, REDIRECT, SOURCE, TESTS, TOPIC, VALUE, Field
from chatbot.loading.languages import inherited_ids, tags
from chatbot.loading.schema import NUMBER, SIZE
from chatbot.problem import told
from chatbot.storing import writer
from chatbot.storing.writer import Ask

DRAFT = "http://json-schema.org/draft-07/schema#"

Schema = dict[str, object]

_TEXT: Schema = {"type": ["string", "number"], "pattern": "[^ \\t\\n\\u200b-\\u200f\\u2060\\ufeff]"}
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
    "number": _NUMBER,
    "lines": {"anyOf": [{"type": "string", "pattern": r"(^|\n)[ \t]*[^#\s][^\n]*\n"}, _TEXTS]},
    "value": {"anyOf": [{**_TEXT, "type": ["string", "number", "boolean"]}, _TEXTS]},
    "records": {},
}


def schemas() -> dict[str, Schema]:
    """File name to its schema, for each kind of file of a knowledge folder."""
    return {
        f"{name}.json": {"$schema": DRAFT, "title": f"{name} of a knowledge folder", **body}
        for name, body in (
            ("bot", _record(BOT, kinds=_list(KIND), subjects=_map(_spoken(_TEXT)))),
            ("sources", _list(SOURCE)),
            ("entities", _one_or_list(ENTITY, values=_map(_record(VALUE)), gaps=_list(GAP))),
            ("topics", _topics()),
            ("tests", _one_or_list(TESTS)),
            ("redirects", _map({"anyOf": [_TEXT, _record(REDIRECT)]})),
            ("grammar", _record(GRAMMAR, scales={"propertyNames": {"pattern": f"^{SIZE.pattern}$"}})),
            ("places", _map(_record(PLACE))),
            ("messages", {**_map(_TEXT), "properties": dict.fromkeys(slots(), _TEXT)}),
            ("synonyms", _map(_TEXTS)),
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


def _topics() -> Schema:
    """Entries; of one that is inherited, a folder need not give the phrasings."""
    one = _record(TOPIC)
    inherited = {id_ for tag in tags() for id_ in inherited_ids(tag)}
    rest = [{"required": ["phrasings"]}, {"properties": {"id": {"enum": sorted(inherited)}}}]
    one |= {"required": ["id"], "anyOf": rest}
    return {"anyOf": [one, {"type": "array", "items": one}]}


def _map(values: Schema) -> Schema:
    return {"type": "object", "additionalProperties": values}


def _one_or_list(fields: tuple[Field, ...], **within: Schema) -> Schema:
    one = _record(fields, **within)
    return {"anyOf": [one, {"type": "array", "items": one}]}


def _spoken(schema: Schema) -> Schema:
    """A field that languages word differently: its own form, or a mapping from language to it."""
    return {"anyOf": [schema, _map(schema)]}


def _record(fields: tuple[Field, ...], **within: Schema) -> Schema:
    """A mapping with these fields; `within` is what their records hold."""
    required = [field.name for field in fields if field.required]
    properties = {field.name: {**_field(field), **within.get(field.name, {})} for field in fields}
    return {"type": "object", "additionalProperties": False, "required": required, "properties": properties}


def _field(field: Field) -> Schema:
    schema = dict(_FORMS[field.form])
    if field.keys:
        schema["properties"] = dict.fromkeys(field.keys, schema["additionalProperties"])
        schema["additionalProperties"] = False
    return {**(_spoken(schema) if field.spoken else schema), "description": field.about}
