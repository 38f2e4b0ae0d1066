"""The curator's commands: what a knowledge holds goes in and out, is listed, compared, and learns from its misses."""

from __future__ import annotations

import sys

from chatbot.channels.output import ANSWERED, NOT_ANSWERED, USAGE, complain, say

TYPE_CHECKING = False
if TYPE_CHECKING:  # each command imports what it needs
    import argparse
    from pathlib import Path

    from chatbot.bot import ChatBot

SHIPPED = "shipped"
"""How `clusters diff` calls the knowledge that comes with the package."""


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser], shared: argparse.ArgumentParser) -> None:
    """Add the commands to a command line; `shared` holds the options that all of them take."""
    imports = commands.add_parser("import", help="make a knowledge folder of a CSV table, a Markdown FAQ, or JSON")
    imports.add_argument("file", help="CSV columns: topic, question, answer and, if wanted, source")
    imports.add_argument("folder", help="the folder to make")
    imports.add_argument("--language", choices=("en", "fr"), default="en", help="of a table or page (default: en)")
    imports.set_defaults(run=_import)

    export = commands.add_parser("export", parents=[shared], help="write the knowledge as CSV, Markdown or JSON")
    export.add_argument("out", nargs="?", metavar="FILE", help="the file to make: .csv, .md or .json")
    export.add_argument("--csv", action="store_true", help="CSV to standard output")
    export.add_argument(
        "--lossy", action="store_true", help="fill in names and facts, and leave out what the form cannot hold"
    )
    export.set_defaults(run=_export)

    show = commands.add_parser("show", parents=[shared], help="all that is held on one entry or entity")
    show.add_argument("id", help="its id, as in 'program.what'")
    show.add_argument("--json", action="store_true", help="the same as JSON")
    show.set_defaults(run=_show)

    topics = commands.add_parser("topics", parents=[shared], help="every question that it answers, by subject")
    topics.add_argument("--ids", action="store_true", help="the id before each question")
    topics.add_argument("--markdown", action="store_true", help="as a Markdown page")
    topics.set_defaults(run=_topics)

    diff = commands.add_parser("diff", parents=[shared], help="ask two knowledge folders the same questions")
    diff.add_argument("old", help=f"a knowledge folder, or '{SHIPPED}'")
    diff.add_argument("new", help=f"a knowledge folder, or '{SHIPPED}'")
    diff.add_argument("--questions", nargs="+", required=True, metavar="FILE", help="question files")
    diff.add_argument("--json", action="store_true", help="the changes as JSON")
    diff.set_defaults(run=_diff)

    review = commands.add_parser("review", parents=[shared], help="what was not answered, from a file of --log")
    review.add_argument("file", help="the log")
    review.add_argument("--reject", metavar="N", help="do not propose this group again (its number, or a question)")
    review.set_defaults(run=_review)


def _folder(options: argparse.Namespace) -> Path:
    from pathlib import Path

    from chatbot.loading.places import SHIPPED as SHIPPED_FOLDER

    return Path(options.knowledge) if options.knowledge else SHIPPED_FOLDER


def _bot(folder: Path | None) -> ChatBot:
    from chatbot.bot import ChatBot

    return ChatBot.load(folder)


def _width() -> int:
    import shutil

    return shutil.get_terminal_size().columns if sys.stdout.isatty() else 80


def _import(options: argparse.Namespace) -> int:
    from pathlib import Path

    from chatbot.exchanging.exchange import import_file
    from chatbot.loading.loader import load
    from chatbot.problem import KnowledgeError

    topics = import_file(Path(options.file), Path(options.folder), options.language)
    say(f"{topics} topics written to {options.folder}")
    try:
        load(options.folder)
    except KnowledgeError as error:
        complain(f"it does not load yet: {len(error.problems)} problems, which 'clusters check {options.folder}' lists")
        return USAGE
    return ANSWERED


def _export(options: argparse.Namespace) -> int:
    from pathlib import Path

    from chatbot.exchanging.exchange import FORMS, export

    out = Path(options.out) if options.out else None
    if (out is None) != options.csv or (out and out.suffix.lower() not in FORMS):
        complain(f"export: name a file that ends in {', '.join(FORMS)}, or --csv for standard output")
        return USAGE
    form = out.suffix.lower() if out else ".csv"
    text = export(_folder(options), form, options.language, lossy=options.lossy)
    if out is None:
        sys.stdout.write(text if (sys.stdout.encoding or "").lower().startswith("utf") else _ascii(text))
        return ANSWERED
    try:
        with out.open("xb") as file:  # spreadsheets read a CSV file as UTF-8 when it begins with this mark
            file.write(text.encode("utf-8-sig" if form == ".csv" else "utf-8", "replace"))
    except OSError as error:
        complain(f"export: {out} cannot be written ({error.strerror}); name a file that does not exist yet")
        return USAGE
    return ANSWERED


def _ascii(text: str) -> str:
    from chatbot.channels.render import encodable

    return encodable(text, sys.stdout.encoding)


def _show(options: argparse.Namespace) -> int:
    import json

    from chatbot.channels import show

    folder = _folder(options)
    knowledge = _bot(folder).knowledge
    edition = knowledge.edition(options.language)
    found = show.entry(options.id, knowledge, edition, folder)
    if found is None:
        complain(f"show: {show.unknown(options.id, edition)}")
        return USAGE
    for line in [json.dumps(found)] if options.json else show.entry_lines(found, _width()):
        say(line)
    return ANSWERED


def _topics(options: argparse.Namespace) -> int:
    from chatbot.channels import show

    folder = _folder(options)
    edition = _bot(folder).knowledge.edition(options.language)
    page = show.topic_page(edition, folder)
    for line in page if options.markdown else show.topic_lines(edition, folder, _width(), ids=options.ids):
        say(line)
    return ANSWERED


def _diff(options: argparse.Namespace) -> int:
    import json
    from pathlib import Path

    from chatbot.measuring import diff
    from chatbot.measuring.evaluate import read_cases

    if missing := [name for name in options.questions if not Path(name).is_file()]:
        complain(f"diff: there is no file {', '.join(missing)}")
        return USAGE
    cases = [case for name in options.questions for case in read_cases(Path(name))]
    old, new = (_bot(None if name == SHIPPED else Path(name)) for name in (options.old, options.new))
    changes = diff.differences(old, new, cases, options.language)
    asked = sum(len(case.turns) for case in cases)
    if options.json:
        say(json.dumps(diff.as_dict(changes, asked)))
    else:
        for line in diff.lines(changes, asked):
            say(line)
    return NOT_ANSWERED if changes else ANSWERED


def mutation(options: argparse.Namespace) -> int:
    """`clusters check --mutation`: what no test would miss, and the share of losses that one would notice."""
    import json
    from pathlib import Path

    from chatbot.loading import loader
    from chatbot.measuring import mutation
    from chatbot.measuring.evaluate import read_cases

    if missing := [name for name in options.questions if not Path(name).is_file()]:
        complain(f"check: there is no file {', '.join(missing)}")
        return USAGE
    cases = [case for name in options.questions for case in read_cases(Path(name))]
    folder = options.folder or options.knowledge
    knowledge, (_, _, raws) = loader.load(folder), loader.records(folder)
    language = knowledge.edition(options.language).language
    raw = next(raw for raw in raws if raw.language == language)
    losses = mutation.mutate(knowledge, raw, cases, options.sample)
    figures, problems = mutation.figures(losses), list(mutation.problems(losses))
    if options.json:
        say(json.dumps({"figures": figures, "unnoticed": [problem._asdict() for problem in problems]}))
        return ANSWERED
    for problem in problems:
        say(str(problem))
    for line in mutation.lines(figures):
        say(line)
    return ANSWERED


def _review(options: argparse.Namespace) -> int:
    from pathlib import Path

    from chatbot.measuring import review

    log = Path(options.file)
    misses, problems = review.read_log(log)
    for problem in problems:
        complain(str(problem))
    groups = review.groups(misses, review.rejected(log))
    if options.reject is not None:
        group = review.chosen(groups, options.reject)
        if group is None:
            complain(f"review: there is no group '{options.reject}' among {len(groups)}")
            return USAGE
        review.reject(log, group)
        say(f"not proposed again: {', '.join(asked for asked, _ in group.asked)}")
        return ANSWERED
    knowledge = _bot(_folder(options)).knowledge
    for number, group in enumerate(groups, 1):
        for line in review.lines(group, number, knowledge.edition(group.language)):
            say(line)
    complain(f"{sum(group.times for group in groups)} questions in {len(groups)} groups")
    return ANSWERED
