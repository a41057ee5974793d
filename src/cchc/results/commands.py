"""`cchc score`: from a criteria set and a points file to the ranking, without a database."""

from __future__ import annotations

import gc
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from cchc import scoring
from cchc.core.words.messages import Faults, Message
from cchc.criteria.commands import is_written_apart, path_ending_in, print_faults, write_file
from cchc.files.faults import notice_text
from cchc.results.exchange.report import ranking_json, ranking_text
from cchc.texts.speaking import language, speaker


@cache
def speaker_in(code: str) -> Callable[[Message], str]:
    """Return what puts messages of results, scores and criteria into the words of a language."""
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
    parser.add_argument("--output", metavar="FILE.xlsx", type=path_ending_in(".xlsx"), help=say(output))
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
    if not is_written_apart(args.output, args.set, args.points):
        return 2
    try:
        ranking = ranked(args)
    except Faults as faults:
        progress(None)
        return print_faults(faults, say, args.json)
    except scoring.YearMissing:
        args.usage_error(say(Message("this set counts days from deadlines of the year: give --year")))
    criteria, groups = ranking.criteria, ranking.groups
    if args.output is not None:
        progress(Message("writing the workbook …"))
        from cchc.results.exchange.printing import ranking_workbook

        code = write_file(
            args.output, ranking_workbook(criteria, groups, ranking.year, args.provisional, say)
        )
        if code:
            return code
    progress(None)
    sys.stderr.write(notice_text(ranking.notices, say))
    if args.json:
        sys.stdout.writelines(
            ranking_json(criteria, groups, args.provisional, say, ranking.notices, ranking.year)
        )
    else:
        sign = "." if language() == "en" else ","
        sys.stdout.write(ranking_text(criteria, groups, args.provisional, sign, say))
    return 0


def ranked(args: Namespace) -> scoring.Ranking:
    """The ranking asked for; raises `Faults`, and `scoring.YearMissing` before the points are read."""
    progress(Message("reading the criteria set …"))
    criteria = scoring.read_set(args.set)
    scoring.year_of(criteria, args.year)
    progress(Message("reading the points …"))
    with uncollected():
        points = scoring.read_points(criteria, args.points, sheet=args.sheet or "", decimal=args.decimal)
    progress(Message("scoring {count} units …", count=len(points.units)))
    with uncollected():
        return scoring.score(criteria, points, year=args.year, provisional=args.provisional)


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


def progress(what: Message | None) -> None:
    """Say on a terminal what is being done; nothing where stderr is no terminal."""
    if sys.stderr.isatty():
        sys.stderr.write("\r\x1b[K" + (say(what) if what is not None else ""))
        sys.stderr.flush()
