"""The verbs of plans that need no database: read an issued plan and say what is wrong in it, here or in its margin."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Callable
from datetime import datetime
from functools import cache
from pathlib import Path

from cchc.core.plans.plan import Finding, Plan
from cchc.core.words.messages import Faults, Message
from cchc.criteria.commands import is_written_apart, print_faults, print_json, write_file
from cchc.files.faults import fault_json, fault_text
from cchc.plans.exchange.directory import directory_of
from cchc.plans.exchange.marking import with_findings
from cchc.plans.exchange.red_pen import SEVERITIES, CheckedFile, ending_of, is_remarked
from cchc.reading.blocks import blocks_data, pieces_of
from cchc.reading.plans import PLAN_FILE, plan_of
from cchc.reading.plans.as_json import plan_data
from cchc.reading.plans.texts import PlanText
from cchc.texts.speaking import language, speaker


@cache
def speaker_in(code: str) -> Callable[[Message], str]:
    return speaker("plans", "units", language_code=code)


def say(message: Message) -> str:
    """`message` in the language of the command line."""
    return speaker_in(language())(message)


def read_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of `cchc plan read`."""
    _plan_arguments(parser)
    parser.add_argument("--json", action="store_true", help=say(Message("print the result as JSON")))


def _plan_arguments(parser: ArgumentParser) -> None:
    file = Message("the plan: Word (.docx), PDF (.pdf), Excel (.xlsx) or text (.txt, .tsv)")
    parser.add_argument("file", metavar="FILE", type=Path, help=say(file))
    year = Message("the year the plan is for; without it, the year its title names")
    parser.add_argument("--year", metavar="YEAR", type=_year, help=say(year))
    units = Message("a table of units (.xlsx or .csv), so that agencies become units")
    parser.add_argument("--units", metavar="FILE", type=Path, help=say(units))


def read(args: Namespace) -> int:
    """Read a plan and print its measures and findings; findings are no failure, an unreadable file is."""
    try:
        directory = directory_of(args.units) if args.units else None
        plan = plan_of(PLAN_FILE.read(args.file, args.file.name), args.year, directory)
    except Faults as faults:
        if args.json:
            sys.stdout.writelines(fault_json(faults.faults, say))
        sys.stderr.write(fault_text(faults.faults, say) + "\n")
        return 1
    if args.json:
        print_json(plan_data(plan, say))
    else:
        sys.stdout.write("\n".join(_summary(plan)) + "\n")
    return 0


def mark_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of `cchc plan mark`."""
    _plan_arguments(parser)
    output = Message("where to write it; by itself beside the plan, with -but-do in its name")
    parser.add_argument("--output", metavar="FILE", type=Path, help=say(output))


def mark(args: Namespace) -> int:
    """Write a plan with what was found in it in its margin, or as a list where its kind of file has none; says where,
    and returns the exit code."""
    ending = ending_of(args.file.name)
    output = args.output or args.file.with_name(f"{args.file.stem}-but-do.{ending}")
    if output.suffix.lower() != f".{ending}":
        sys.stderr.write(say(Message("{file} must end in .{ending}", file=output, ending=ending)) + "\n")
        return 2
    if not is_written_apart(output, args.file):
        return 2
    try:
        directory = directory_of(args.units) if args.units else None
        text = PLAN_FILE.read(args.file, args.file.name)
        plan = plan_of(text, args.year, directory)
        data = red_penned(args.file, plan, text)
    except Faults as faults:
        return print_faults(faults, say)
    if (code := write_file(output, data)) == 0:
        said = _REMARKED if is_remarked(args.file.name) else _LISTED
        sys.stdout.write(say(Message(said.text, file=output, count=len(plan.findings))) + "\n")
    return code


_REMARKED = Message("{count} remarks in the margin of {file}")
_LISTED = Message("{count} findings as a list in {file}: this kind of file holds no remarks")


def red_penned(path: Path, plan: Plan, text: PlanText) -> bytes:
    """Return the file of a plan, which was read, with what was found in it; in Vietnamese. Raises `Faults`."""
    pieces = tuple(pieces_of(blocks_data(text.blocks)))
    sources = {at: one.source for at, (_, one) in enumerate(plan.measures(), start=1)}
    checked = CheckedFile(pieces, sources, plan.kind or "", plan.title or "")
    return with_findings(path, path.name, plan.findings, checked, datetime.now().astimezone())


def _year(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1990 <= int(text) <= 2100):
        raise ArgumentTypeError(say(Message('"{found}" is no year from 1990 to 2100', found=text)))
    return int(text)


def _summary(plan: Plan) -> list[str]:
    """The plan in short: its head, its sections with the number of their measures, every finding in a line."""
    head = " ".join(part for part in (plan.kind, plan.number, plan.title) if part)
    lines = [head or say(Message("a document without a title")), ""]
    for section in plan.sections:
        heading = section.heading or say(Message("without a heading"))
        lines.append(
            say(Message("{heading}: {count} measures", heading=heading, count=len(section.measures)))
        )
    count = say(Message("{count} findings", count=len(plan.findings)))
    return [*lines, "", count, *map(_finding_line, plan.findings)]


def _finding_line(finding: Finding) -> str:
    place = " · ".join(part for part in (finding.place.section, finding.place.number) if part)
    where = f" ({place})" if place else ""
    return f"- [{say(SEVERITIES[finding.severity])}]{where} {finding.found}: {say(finding.why)}"
