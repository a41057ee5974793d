"""`cchc score`: from a criteria set and a points file to the ranking, without a database."""

from __future__ import annotations

import gc
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from cchc.core.scoring.criteria.document import document_of
from cchc.core.scoring.criteria.tree import CriteriaSet
from cchc.core.scoring.index import GroupIndex, NotScorable, ranking
from cchc.core.words.messages import Faults, Message
from cchc.criteria.commands import apart, ending, print_faults, set_from, written
from cchc.criteria.exchange.toml import write_toml
from cchc.files.limits import MOST_ROWS
from cchc.files.sandbox import Limits
from cchc.results.exchange.report import ranking_json, ranking_text
from cchc.scores.exchange.points import POINTS_FILE
from cchc.texts.speaking import language, speaker


@cache
def speaker_in(code: str) -> Callable[[Message], str]:
    return speaker("results", "scores", "criteria", language_code=code)


def say(message: Message) -> str:
    """`message` in the language of the command line."""
    return speaker_in(language())(message)


def score_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of `cchc score`."""
    parser.add_argument(
        "set", metavar="SET", type=Path, help=say(Message("the criteria set (.toml or .xlsx)"))
    )
    parser.add_argument(
        "points", metavar="POINTS", type=Path, help=say(Message("the points file (.xlsx or .csv)"))
    )
    parser.add_argument("--json", action="store_true", help=say(Message("print the result as JSON")))
    output = Message("also write a formatted workbook")
    parser.add_argument("--output", metavar="FILE.xlsx", type=ending(".xlsx"), help=say(output))
    sheet = Message("the sheet to read; else the first visible one")
    parser.add_argument("--sheet", metavar="NAME", help=say(sheet))
    decimal = Message("the decimal sign of text cells; else the file's unambiguous cells decide")
    parser.add_argument("--decimal", choices=(",", "."), metavar=",|.", help=say(decimal))
    provisional = Message("rank also units with criteria not scored yet, over what is scored")
    parser.add_argument("--provisional", action="store_true", help=say(provisional))
    cycle = Message("the year of the cycle, from which deadlines count")
    parser.add_argument("--year", type=year, metavar="YEAR", help=say(cycle))
    parser.set_defaults(usage_error=parser.error)


def year(text: str) -> int:
    """A year as four digits."""
    if not (text.isascii() and text.isdigit() and 1900 <= int(text) <= 2999):
        raise ArgumentTypeError(say(Message("“{found}” is no year; write it with four digits", found=text)))
    return int(text)


def score(args: Namespace) -> int:
    """Score every unit of the points file and print the ranking."""
    if not apart(args.output, args.set, args.points):
        return 2
    try:
        progress(Message("reading the criteria set …"))
        criteria = set_from(args.set)
        year = year_of(criteria, args)
        progress(Message("reading the points …"))
        groups = scored(criteria, args, year)
    except Faults as faults:
        progress(None)
        return print_faults(faults, say, args.json)
    if args.output is not None:
        progress(Message("writing the workbook …"))
        from cchc.results.exchange.printing import ranking_workbook

        code = written(args.output, ranking_workbook(criteria, groups, year, args.provisional, say))
        if code:
            return code
    progress(None)
    if args.json:
        sys.stdout.writelines(ranking_json(criteria, groups, args.provisional, say))
    else:
        sign = "." if language() == "en" else ","
        sys.stdout.write(ranking_text(criteria, groups, args.provisional, sign, say))
    return 0


# A table of a whole country is read here, by who has the machine to himself.
WHOLE_COUNTRY = Limits(memory=4_000_000_000, computing=600, clock=1200, answer=1_000_000_000)


def scored(criteria: CriteriaSet, args: Namespace, year: int | None) -> Sequence[GroupIndex]:
    """The ranking of the units in the points file; raises `Faults` for cells and for scores that the rules refuse."""
    told = (write_toml(document_of(criteria)), args.sheet or "", args.decimal, MOST_ROWS)
    with uncollected():
        points = POINTS_FILE.read(args.points, args.points.name, *told, limits=WHOLE_COUNTRY)
    progress(Message("scoring {count} units …", count=len(points.units)))
    try:
        with uncollected():
            return ranking(criteria, points.units, year, args.provisional)
    except NotScorable as refused:
        raise Faults(points.faults(refused.faults)) from None


@contextmanager
def uncollected() -> Iterator[None]:
    """No search for circular garbage meanwhile: accounts are millions of small values, and none refers back.

    A third of the time for a whole country; safe here, where the process does nothing else.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def year_of(criteria: CriteriaSet, args: Namespace) -> int | None:
    """The year from which deadlines count: the one given, or the only year of the set; usage error where neither is."""
    if not criteria.needs_year:
        return None
    if args.year is not None:
        return int(args.year)
    if criteria.first_year is not None and criteria.first_year == criteria.last_year:
        return criteria.first_year
    args.usage_error(say(Message("this set counts days from deadlines of the year: give --year")))
    return None


def progress(what: Message | None) -> None:
    """Say on a terminal what is being done; nothing where stderr is no terminal."""
    if sys.stderr.isatty():
        sys.stderr.write("\r\x1b[K" + (say(what) if what is not None else ""))
        sys.stderr.flush()
