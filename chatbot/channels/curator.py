"""The curator's commands that look: a knowledge is checked, measured, listed and compared."""

import argparse
import json
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

from chatbot.channels import show
from chatbot.channels.command import ANSWERED, NOT_ANSWERED, USAGE, Command, complain, folder_of, load, progress, say
from chatbot.checking.check import check
from chatbot.knowledge import Knowledge
from chatbot.loading import loader
from chatbot.measuring import diff, evaluate, mutation, review, robustness
from chatbot.problem import KnowledgeError

SHIPPED_NAME = "shipped"
"""How `clusters diff` calls the knowledge that comes with the package."""


def _width() -> int:
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else 80


def _cases(names: list[str]) -> list[evaluate.Case]:
    return [case for name in names for case in evaluate.read_cases(Path(name))]


def _check_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", nargs="?", help="the folder (default: --knowledge, or the shipped one)")
    parser.add_argument("--strict", action="store_true", help="exit 1 for warnings too (notices pass)")
    parser.add_argument("--no-notices", action="store_true", help="list errors and warnings only")
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
    listed = [p for p in problems if p.severity != "notice" or not options.no_notices]
    if options.json:
        say(json.dumps([problem._asdict() for problem in listed], indent=2))
    else:
        for problem in listed:
            say(str(problem))
    errors, warnings, notices = (sum(p.severity == one for p in problems) for one in ("error", "warning", "notice"))
    complain(f"{errors} errors, {warnings} warnings, {notices} notices")
    if broken:
        return USAGE
    return NOT_ANSWERED if errors or (options.strict and warnings) else ANSWERED


def _mutation(options: argparse.Namespace) -> int:
    """What no test would miss, and the share of losses that one would notice."""
    cases = _cases(options.questions)
    folder = options.folder or options.knowledge
    knowledge, raws = loader.load(folder), loader.records(folder).raws
    language = knowledge.edition(knowledge.spoken(options.language)).language
    raw = next(raw for raw in raws if raw.tag == language)
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
    parser.add_argument(
        "--min", type=float, default=0.0, metavar="SHARE", help="exit 1 when fewer cases of all files pass (0..1)"
    )
    parser.add_argument(
        "--max-wrong", type=float, default=1.0, metavar="SHARE", help="exit 1 when more turns are wrong"
    )
    parser.add_argument("--max-hedged-wrong", type=float, default=1.0, metavar="SHARE", help="the same of hedged ones")
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
    every = evaluate.together(reports)
    own = _own_tests(bot.knowledge, options)
    if options.json:
        say(json.dumps(figures | own))
    else:
        for name, report in reports.items():
            lines = [*evaluate.fault_lines(report, options.fails), evaluate.summary(report, name)]
            lines += evaluate.tag_lines(report) if options.tags else []
            for line in lines + (evaluate.sweep_lines(report) if options.sweep else []):
                say(line)
        if len(reports) > 1:
            say(evaluate.summary(every, f"{len(reports)} files"))
        for name, one in own.items():
            say(f"{name}: {json.dumps(one)}")
    good = not reports or every.passed >= options.min
    good = good and every.wrong <= options.max_wrong and every.hedged_wrong <= options.max_hedged_wrong
    return ANSWERED if good else NOT_ANSWERED


def _own_tests(knowledge: Knowledge, options: argparse.Namespace) -> dict[str, dict[str, object]]:
    found = {}
    language = knowledge.edition(knowledge.spoken(options.language)).language
    if options.leave_one_out:
        [elsewhere] = [r.language.elsewhere for r in loader.records(options.knowledge).raws if r.tag == language]
        with progress("leave-one-out") as each:
            found["leave-one-out"] = robustness.leave_one_out(knowledge, language, elsewhere, each=each)
    if options.robustness:
        with progress("robustness") as each:
            found |= robustness.slips(knowledge, language, options.sample, each=each)
    return {name: robustness.figures(one) for name, one in found.items()}


def _show_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", help="its id, as in 'program.what'")
    parser.add_argument("--json", action="store_true", help="the same as JSON")


def _show(options: argparse.Namespace) -> int:
    folder = folder_of(options)
    knowledge = load(folder).knowledge
    edition = knowledge.edition(knowledge.spoken(options.language))
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
    knowledge = load(folder_of(options)).knowledge
    edition = knowledge.edition(knowledge.spoken(options.language))
    for line in show.topic_page(edition) if options.markdown else show.topic_lines(edition, _width(), ids=options.ids):
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
    knowledge = load(folder_of(options)).knowledge
    for number, group in enumerate(groups, 1):
        for line in review.lines(group, number, knowledge.edition(group.language)):
            say(line)
    complain(f"{sum(group.times for group in groups)} questions in {len(groups)} groups")
    return ANSWERED


COMMANDS: Mapping[str, Command] = {
    "check": Command(help="list every problem of a knowledge folder", add=_check_options, run=_check),
    "test": Command(help="run question files, or try the knowledge's own phrasings", add=_test_options, run=_test),
    "show": Command(help="all that is held on one entry or entity", add=_show_options, run=_show),
    "topics": Command(help="every question that it answers, by subject", add=_topics_options, run=_topics),
    "diff": Command(help="ask two knowledge folders the same questions", add=_diff_options, run=_diff),
    "review": Command(help="what was not answered, from a file of --log", add=_review_options, run=_review),
}
"""These commands, in the order that the help lists them."""
