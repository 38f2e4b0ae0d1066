"""The curator's commands that write: entries are begun, renamed and translated, and a knowledge goes in and out."""

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path

from chatbot.channels.command import ANSWERED, USAGE, Command, complain, confirm, folder_of, say
from chatbot.channels.render import encodable
from chatbot.exchanging import json_schema, skeleton, translate
from chatbot.exchanging.exchange import FORMS, export, import_file, text_of
from chatbot.exchanging.rename import rename
from chatbot.loading import loader
from chatbot.loading.languages import tags
from chatbot.problem import KnowledgeError
from chatbot.storing.writer import Ask, always, write


def _new_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", help="the id to be, as in 'program.museum'")
    parser.add_argument("--kind", default="", help="make an entity of this kind, with every value that is asked of one")


def _new(options: argparse.Namespace) -> int:
    path = skeleton.new(folder_of(options), options.id, options.kind)
    say(
        f"{path} is there to be filled in; until then the folder does not load, and 'clusters check' lists what is left"
    )
    return ANSWERED


def _rename_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("old", help="id of an entry, an entity or a source")
    parser.add_argument("new", help="the id that it is to have")


def _rename(options: argparse.Namespace) -> int:
    changed = rename(folder_of(options), options.old, options.new)
    say(f"{options.old} is {options.new} now, in {', '.join(changed)}")
    return ANSWERED


def _translate_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("tag", help="the language to translate into, such as fr")
    way = parser.add_mutually_exclusive_group(required=True)
    way.add_argument("--out", metavar="FILE", help="write the table for a translator: id, field, from, to (CSV)")
    way.add_argument("--in", metavar="FILE", dest="into", help="read what the translator wrote under 'to'")
    _replace_option(parser)


def _translate(options: argparse.Namespace) -> int:
    folder = folder_of(options)
    if options.into:
        path = Path(options.into)
        say(f"texts that changed: {translate.into(folder, options.tag, text_of(path), str(path))}")
        return ANSWERED
    return _written(Path(options.out), translate.out(folder, options.tag), "translate", _asked(options))


def _asked(options: argparse.Namespace) -> Ask:
    return always if options.replace else confirm


def _written(out: Path, text: str, command: str, replace: Ask) -> int:
    try:  # spreadsheets read a CSV file as UTF-8 when it begins with this mark
        data = text.encode("utf-8-sig" if out.suffix.lower() == ".csv" else "utf-8", "replace")
        write(out, data, replace)
    except OSError as error:
        complain(f"{command}: {out} cannot be written ({error.strerror}); name another file")
        return USAGE
    return ANSWERED


def _schema_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", help="where to write them")
    _replace_option(parser)


def _replace_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--replace", action="store_true", help="replace what is there without asking")


def _schema(options: argparse.Namespace) -> int:
    for file in json_schema.write(Path(options.folder), _asked(options)):
        say(str(file))
    return ANSWERED


def _import_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", help="CSV columns: topic, question, answer and, if wanted, source")
    parser.add_argument("folder", help="the folder to make")
    help_ = f"of a table or page: a tag such as {', '.join(tags())} (default: {tags()[0]})"
    parser.add_argument("--language", default=argparse.SUPPRESS, metavar="TAG", help=help_)


def _import(options: argparse.Namespace) -> int:
    topics = import_file(Path(options.file), Path(options.folder), options.language)
    say(f"{topics} topics written to {options.folder}")
    try:
        loader.load(options.folder)
    except KnowledgeError as error:
        complain(f"it does not load yet: {len(error.problems)} problems, which 'clusters check {options.folder}' lists")
        return USAGE
    return ANSWERED


def _export_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("out", nargs="?", metavar="FILE", help="the file to make: .csv, .md or .json")
    parser.add_argument("--csv", action="store_true", help="CSV to standard output")
    parser.add_argument("--lossy", action="store_true", help="fill in names and facts; drop what cannot be held")
    _replace_option(parser)


def _export(options: argparse.Namespace) -> int:
    out = Path(options.out) if options.out else None
    if (out is None) != options.csv or (out and out.suffix.lower() not in FORMS):
        complain(f"export: name a file that ends in {', '.join(FORMS)}, or --csv for standard output")
        return USAGE
    form = out.suffix.lower() if out else ".csv"
    text = export(folder_of(options), form, options.language, lossy=options.lossy)
    if out is None:
        unicode = (sys.stdout.encoding or "").lower().startswith("utf")
        sys.stdout.write(text if unicode else encodable(text, sys.stdout.encoding))
        return ANSWERED
    return _written(out, text, "export", _asked(options))


COMMANDS: Mapping[str, Command] = {
    "new": Command(help="begin an entry, or an entity of a kind, in a file of its own", add=_new_options, run=_new),
    "rename": Command(help="give an entry, an entity or a source another id", add=_rename_options, run=_rename),
    "translate": Command(help="a table for a translator, out and in", add=_translate_options, run=_translate),
    "schema": Command(
        help="write JSON Schemas of the knowledge files, for editors", add=_schema_options, run=_schema, shared=False
    ),
    "import": Command(
        help="make a knowledge folder of a CSV, Markdown or JSON file", add=_import_options, run=_import, shared=False
    ),
    "export": Command(help="write the knowledge as CSV, Markdown or JSON", add=_export_options, run=_export),
}
"""These commands, in the order that the help lists them."""
