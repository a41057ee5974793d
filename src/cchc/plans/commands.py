"""The verb of plans that needs no database: read an issued plan and say what is wrong in it."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Callable
from functools import cache
from pathlib import Path

from cchc.core.plans.plan import Finding, Plan, Severity
from cchc.core.words.messages import Faults, Message
from cchc.criteria.commands import print_json
from cchc.files.faults import fault_json, fault_text
from cchc.plans.exchange.directory import directory_of
from cchc.reading.plans import PLAN_FILE, plan_of
from cchc.reading.plans.as_json import plan_data
from cchc.texts.speaking import language, speaker


@cache
def speaker_in(code: str) -> Callable[[Message], str]:
    return speaker("plans", "units", language_code=code)


def say(message: Message) -> str:
    """`message` in the language of the command line."""
    return speaker_in(language())(message)


def read_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of `cchc plan read`."""
    file = Message("the plan: Word (.docx), PDF (.pdf), Excel (.xlsx) or text (.txt, .tsv)")
    parser.add_argument("file", metavar="FILE", type=Path, help=say(file))
    year = Message("the year the plan is for; without it, the year its title names")
    parser.add_argument("--year", metavar="YEAR", type=_year, help=say(year))
    units = Message("a table of units (.xlsx or .csv), so that agencies become units")
    parser.add_argument("--units", metavar="FILE", type=Path, help=say(units))
    parser.add_argument("--json", action="store_true", help=say(Message("print the result as JSON")))


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


_SEVERITIES = {
    Severity.ERROR: Message("Fault"),
    Severity.WARNING: Message("To look at"),
    Severity.INFORMATION: Message("To know"),
}


def _finding_line(finding: Finding) -> str:
    place = " · ".join(part for part in (finding.place.section, finding.place.number) if part)
    where = f" ({place})" if place else ""
    return f"- [{say(_SEVERITIES[finding.severity])}]{where} {finding.found}: {say(finding.why)}"
