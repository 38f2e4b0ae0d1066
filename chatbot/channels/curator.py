"""The curator's commands: a knowledge is checked, measured, listed, compared, and goes in and out."""

import argparse
import json
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

from chatbot.channels import show
from chatbot.channels.command import ANSWERED, NOT_ANSWERED, USAGE, Command, complain, confirm, load, progress, say
from chatbot.channels.render import encodable
from chatbot.checking.check import check
from chatbot.exchanging import json_schema
from chatbot.exchanging.exchange import FORMS, export, import_file
from chatbot.knowledge import Edition
from chatbot.loading import loader
from chatbot.loading.folders import LANGUAGES, SHIPPED
from chatbot.loading.writer import always, write
from chatbot.measuring import diff, evaluate, mutation, review, robustness
from chatbot.problem import KnowledgeError

SHIPPED_NAME = "shipped"
"""How `clusters diff` calls the knowledge that comes with the package."""


def _folder(options: argparse.Namespace) -> Path:
    return Path(options.knowledge) if options.knowledge else SHIPPED


def _width() -> int:
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else 80


def _cases(names: list[str]) -> list[evaluate.Case]:
    return [case for name in names for case in evaluate.read_cases(Path(name))]


def _check_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", nargs="?", help="the folder (default: --knowledge, or the shipped one)")
    parser.add_argument("--strict", action="store_true", help="exit 1 for warnings too")
    parser.add_argument("--json", action="store_true", help="the problems as a JSON list of objects")
    parser.add_argument("--mutation", action="store_true", help="list what no test would miss, were it dropped")
    parser.add_argument("--sample", type=int, metavar="N", help="with --mutation: parts of each kind (default: all)")
    parser.add_argument("--questions", nargs="+", default=[], metavar="FILE", help="with --mutation: question files")


def _check(options: argparse.Namespace) -> int:
    if options.mutation:
        return _mutation(options)
    broken = False
    try:
        with progress("check") as each:
            problems = check(options.folder or options.knowledge, each=each)
    except KnowledgeError as error:
        problems, broken = error.problems, True
    if options.json:
        say(json.dumps([problem._asdict() for problem in problems], indent=2))
    else:
        for problem in problems:
            say(str(problem))
    errors = sum(problem.severity == "error" for problem in problems)
    complain(f"{errors} errors, {len(problems) - errors} warnings")
    if broken:
        return USAGE
    return NOT_ANSWERED if errors or (options.strict and problems) else ANSWERED


def _mutation(options: argparse.Namespace) -> int:
    """What no test would miss, and the share of losses that one would notice."""
    cases = _cases(options.questions)
    folder = options.folder or options.knowledge
    knowledge, (_, _, raws) = loader.load(folder), loader.records(folder)
    language = knowledge.edition(options.language).language
    raw = next(raw for raw in raws if raw.language == language)
    with progress("check --mutation") as each:
        losses = mutation.mutate(knowledge, raw, cases, options.sample, each=each)
    figures, problems = mutation.figures(losses), list(mutation.problems(losses))
    if options.json:
        say(json.dumps({"figures": figures, "unnoticed": [problem._asdict() for problem in problems]}))
        return ANSWERED
    for line in (*map(str, problems), *mutation.lines(figures)):
        say(line)
    return ANSWERED


def _test_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="*", metavar="FILE", help="question files (JSON lines)")
    parser.add_argument("--min", type=float, default=0.0, metavar="SHARE", help="exit 1 when fewer cases pass (0..1)")
    parser.add_argument("--max-wrong", type=float, default=1.0, metavar="SHARE", help="exit 1 when more are wrong")
    parser.add_argument("--skip", action="append", default=[], metavar="TAG", help="leave out cases with this tag")
    parser.add_argument("--fails", type=int, default=10, metavar="N", help="failing cases to print (default 10)")
    parser.add_argument("--tags", action="store_true", help="pass rates by tag, the worst first")
    parser.add_argument("--sweep", action="store_true", help="what other confidence limits would have done")
    parser.add_argument("--json", action="store_true", help="the figures as JSON")
    parser.add_argument("--leave-one-out", action="store_true", help="ask each phrasing without itself")
    parser.add_argument("--robustness", action="store_true", help="ask each canonical question with slips")
    parser.add_argument("--sample", type=int, metavar="N", help="typos of each question to try (default: all)")


def _test(options: argparse.Namespace) -> int:
    if not (options.files or options.leave_one_out or options.robustness):
        complain("test: name question files, or --leave-one-out, or --robustness")
        return USAGE
    bot = load(options.knowledge)
    reports = {}
    for name in options.files:
        kept = [case for case in _cases([name]) if not set(case.tags) & set(options.skip)]
        reports[Path(name).name] = evaluate.run(bot, kept)
    figures = {name: evaluate.figures(report) for name, report in reports.items()}
    own = _own_tests(bot.knowledge.edition(options.language), options)
    if options.json:
        say(json.dumps(figures | own))
    else:
        for name, report in reports.items():
            lines = [*evaluate.fault_lines(report, options.fails), evaluate.summary(report, name)]
            lines += evaluate.tag_lines(report) if options.tags else []
            for line in lines + (evaluate.sweep_lines(report) if options.sweep else []):
                say(line)
        for name, one in own.items():
            say(f"{name}: {json.dumps(one)}")
    good = all(r.passed >= options.min and r.wrong <= options.max_wrong for r in reports.values())
    return ANSWERED if good else NOT_ANSWERED


def _own_tests(edition: Edition, options: argparse.Namespace) -> dict[str, dict[str, object]]:
    found = {}
    if options.leave_one_out:
        with progress("leave-one-out") as each:
            found["leave-one-out"] = robustness.leave_one_out(edition, each=each)
    if options.robustness:
        with progress("robustness") as each:
            found |= robustness.slips(edition, options.sample, each=each)
    return {name: robustness.figures(one) for name, one in found.items()}


def _schema_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", help="where to write them")
    _replace_option(parser)


def _replace_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--replace", action="store_true", help="replace what is there without asking")


def _schema(options: argparse.Namespace) -> int:
    for file in json_schema.write(Path(options.folder), always if options.replace else confirm):
        say(str(file))
    return ANSWERED


def _import_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", help="CSV columns: topic, question, answer and, if wanted, source")
    parser.add_argument("folder", help="the folder to make")
    parser.add_argument(
        "--language", choices=LANGUAGES, default=argparse.SUPPRESS, help="of a table or page (default: en)"
    )


def _import(options: argparse.Namespace) -> int:
    topics = import_file(Path(options.file), Path(options.folder), options.language or LANGUAGES[0])
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
    text = export(_folder(options), form, options.language, lossy=options.lossy)
    if out is None:
        unicode = (sys.stdout.encoding or "").lower().startswith("utf")
        sys.stdout.write(text if unicode else encodable(text, sys.stdout.encoding))
        return ANSWERED
    try:  # spreadsheets read a CSV file as UTF-8 when it begins with this mark
        data = text.encode("utf-8-sig" if form == ".csv" else "utf-8", "replace")
        write(out, data, always if options.replace else confirm)
    except OSError as error:
        complain(f"export: {out} cannot be written ({error.strerror}); name another file")
        return USAGE
    return ANSWERED


def _show_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", help="its id, as in 'program.what'")
    parser.add_argument("--json", action="store_true", help="the same as JSON")


def _show(options: argparse.Namespace) -> int:
    folder = _folder(options)
    knowledge = load(folder).knowledge
    edition = knowledge.edition(options.language)
    if (found := show.entry(options.id, knowledge, edition, folder)) is None:
        complain(f"show: {show.unknown(options.id, edition)}")
        return USAGE
    for line in [json.dumps(found)] if options.json else show.entry_lines(found, _width()):
        say(line)
    return ANSWERED


def _topics_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--ids", action="store_true", help="the id before each question")
    parser.add_argument("--markdown", action="store_true", help="as a Markdown page")


def _topics(options: argparse.Namespace) -> int:
    folder = _folder(options)
    edition = load(folder).knowledge.edition(options.language)
    page = show.topic_page(edition, folder)
    for line in page if options.markdown else show.topic_lines(edition, folder, _width(), ids=options.ids):
        say(line)
    return ANSWERED


def _diff_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("old", help=f"a knowledge folder, or '{SHIPPED_NAME}'")
    parser.add_argument("new", help=f"a knowledge folder, or '{SHIPPED_NAME}'")
    parser.add_argument("--questions", nargs="+", required=True, metavar="FILE", help="question files")
    parser.add_argument("--json", action="store_true", help="the changes as JSON")


def _diff(options: argparse.Namespace) -> int:
    cases = _cases(options.questions)
    old, new = (load(None if name == SHIPPED_NAME else Path(name)) for name in (options.old, options.new))
    with progress("diff") as each:
        changes = diff.differences(old, new, cases, options.language, each=each)
    asked = sum(len(case.turns) for case in cases)
    for line in [json.dumps(diff.as_dict(changes, asked))] if options.json else diff.lines(changes, asked):
        say(line)
    return NOT_ANSWERED if changes else ANSWERED


def _review_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", help="the log")
    parser.add_argument("--reject", metavar="N", help="do not propose this group again (its number, or a question)")


def _review(options: argparse.Namespace) -> int:
    log = Path(options.file)
    misses, problems = review.read_log(log)
    for problem in problems:
        complain(str(problem))
    groups = review.groups(misses, review.rejected(log))
    if options.reject is not None:
        if (group := review.chosen(groups, options.reject)) is None:
            complain(f"review: there is no group '{options.reject}' among {len(groups)}")
            return USAGE
        review.reject(log, group)
        say(f"not proposed again: {', '.join(asked for asked, _ in group.asked)}")
        return ANSWERED
    knowledge = load(_folder(options)).knowledge
    for number, group in enumerate(groups, 1):
        for line in review.lines(group, number, knowledge.edition(group.language)):
            say(line)
    complain(f"{sum(group.times for group in groups)} questions in {len(groups)} groups")
    return ANSWERED


COMMANDS: Mapping[str, Command] = {
    "check": Command(help="list every problem of a knowledge folder", add=_check_options, run=_check),
    "test": Command(help="run question files, or try the knowledge's own phrasings", add=_test_options, run=_test),
    "schema": Command(
        help="write JSON Schemas of the knowledge files, for editors", add=_schema_options, run=_schema, shared=False
    ),
    "import": Command(
        help="make a knowledge folder of a CSV, Markdown or JSON file", add=_import_options, run=_import, shared=False
    ),
    "export": Command(help="write the knowledge as CSV, Markdown or JSON", add=_export_options, run=_export),
    "show": Command(help="all that is held on one entry or entity", add=_show_options, run=_show),
    "topics": Command(help="every question that it answers, by subject", add=_topics_options, run=_topics),
    "diff": Command(help="ask two knowledge folders the same questions", add=_diff_options, run=_diff),
    "review": Command(help="what was not answered, from a file of --log", add=_review_options, run=_review),
}
"""The commands, in the order that the help lists them."""
