"""`cchc criteria template`: the empty points file of a criteria set, without a database."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from functools import cache
from pathlib import Path

from cchc.core.scoring.criteria.document import document_of
from cchc.core.words.messages import Faults, Message
from cchc.criteria.commands import is_written_apart, path_ending_in, print_faults, write_file
from cchc.criteria.exchange.reading import set_at
from cchc.criteria.exchange.toml import write_toml
from cchc.scores.exchange.form import UNITS_OF_A_FORM, points_form
from cchc.texts.speaking import language, speaker


@cache
def speaker_in(code: str) -> Callable[[Message], str]:
    """Return what puts messages of scores and criteria into the words of a language."""
    return speaker("scores", "criteria", language_code=code)


def say(message: Message) -> str:
    """`message` in the language of the command line."""
    return speaker_in(language())(message)


def template_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of `cchc criteria template`."""
    parser.add_argument(
        "set", metavar="SET", type=Path, help=say(Message("the criteria set (.toml or .xlsx)"))
    )
    units = Message(
        "a list of units: unit, code, group, KAD under criteria that do not apply, scores to be filled in"
    )
    parser.add_argument("--units", metavar="FILE", type=Path, help=say(units))
    parser.add_argument("--by-group", action="store_true", help=say(Message("a sheet for each peer group")))
    output = Message("where to write the points file")
    parser.add_argument(
        "--output", metavar="FILE.xlsx", type=path_ending_in(".xlsx"), required=True, help=say(output)
    )


def template(args: Namespace) -> int:
    """Write the empty points file of a set."""
    if not is_written_apart(args.output, args.set, args.units):
        return 2
    try:
        criteria = set_at(args.set)
        units = (
            UNITS_OF_A_FORM.read(args.units, args.units.name, write_toml(document_of(criteria)))
            if args.units
            else ()
        )
    except Faults as faults:
        return print_faults(faults, say)
    return write_file(args.output, points_form(criteria, units, say, by_group=args.by_group))
