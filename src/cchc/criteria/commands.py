"""The verbs of criteria sets: check a file, turn TOML into Excel or back, list the sources of figures.

They need no database, but for the sources that one installation has.
"""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Callable
from functools import cache
from pathlib import Path

from cchc.access.starting import open_database
from cchc.core.scoring.criteria.document import document_of
from cchc.core.scoring.sources import DIMENSION_WORDS, KINDS, PERIOD_WORDS, KnownSource, closed_sources
from cchc.core.words.messages import Faults, Message
from cchc.core.words.numbers import plain
from cchc.criteria.exchange.excel import write_workbook
from cchc.criteria.exchange.reading import set_at
from cchc.criteria.exchange.toml import write_toml
from cchc.files.faults import fault_json, fault_text
from cchc.files.writing import replace_file
from cchc.texts.speaking import language, speaker


@cache
def speaker_in(code: str) -> Callable[[Message], str]:
    """Return a function from a message to its sentence in the language `code`."""
    return speaker("criteria", language_code=code)


def say(message: Message) -> str:
    """Return `message` in the language of the command line."""
    return speaker_in(language())(message)


def print_faults(faults: Faults, say: Callable[[Message], str], as_json: bool = False) -> int:
    """Print every fault, in the words of `say`, as a table on stderr and, on request, as JSON on stdout; returns exit
    code 1."""
    if as_json:
        sys.stdout.writelines(fault_json(faults.faults, say))
    sys.stderr.write(fault_text(faults.faults, say) + "\n")
    return 1


def print_json(content: object) -> None:
    """Print `content` as JSON on stdout."""
    sys.stdout.write(json.dumps(content, ensure_ascii=False, indent=2) + "\n")


def path_ending_in(*suffixes: str) -> Callable[[str], Path]:
    """Return an argument type for argparse: a path that ends in one of `suffixes`."""

    def path(text: str) -> Path:
        if Path(text).suffix.lower() not in suffixes:
            why = Message('"{found}" does not end in {endings}', found=text, endings=" / ".join(suffixes))
            raise ArgumentTypeError(say(why))
        return Path(text)

    return path


def write_file(path: Path, content: bytes) -> int:
    """Replace the file at `path` in one step; returns exit code 0, or 2 when it cannot be written."""
    try:
        replace_file(path, content)
    except OSError as error:
        reason = REASONS.get(type(error)) or error.strerror or ""
        why = Message("“{file}” cannot be written: {reason}", file=str(path), reason=reason)
        sys.stderr.write(say(why) + "\n")
        return 2
    return 0


REASONS: dict[type, Message] = {
    FileNotFoundError: Message("there is no such folder; create it first"),
    NotADirectoryError: Message("there is no such folder; create it first"),
    IsADirectoryError: Message("it is a folder; name a file"),
    PermissionError: Message("you may not write there, or the file is open in another program"),
}


def is_written_apart(output: Path | None, *inputs: Path | None) -> bool:
    """Whether the output is none of the inputs, which it would destroy; prints a sentence on stderr when it is one."""
    places = {one.resolve() for one in inputs if one is not None}
    if output is None or output.resolve() not in places:
        return True
    why = Message("“{file}” is read and cannot be written too: name another output", file=str(output))
    sys.stderr.write(say(why) + "\n")
    return False


def check_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of `cchc criteria check`."""
    parser.add_argument(
        "file", metavar="FILE", type=Path, help=say(Message("the criteria set (.toml or .xlsx)"))
    )
    parser.add_argument("--json", action="store_true", help=say(Message("print the result as JSON")))


def check(args: Namespace) -> int:
    """Print every fault of a criteria file, or a summary of the set; returns the exit code."""
    try:
        criteria = set_at(args.file)
    except Faults as faults:
        return print_faults(faults, say, args.json)
    leaves = list(criteria.leaves.values())
    examples = sum(len(leaf.examples) for leaf in leaves)
    if args.json:
        print_json(
            {
                "set": criteria.id,
                "leaves": len(leaves),
                "total": plain(criteria.total),
                "examples": examples,
                "faults": [],
            }
        )
        return 0
    what = Message(
        "{title}: no fault. Criteria on the lowest level: {leaves}; points in all: {total}; "
        "worked examples that come out: {examples}.",
        title=criteria.title, leaves=len(leaves), total=criteria.total, examples=examples,
    )  # fmt: skip
    sys.stdout.write(say(what) + "\n")
    return 0


def convert_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of `cchc criteria convert`."""
    parser.add_argument(
        "set", metavar="SET", type=Path, help=say(Message("the criteria set (.toml or .xlsx)"))
    )
    output = Message("where to write it; the ending says in which form")
    parser.add_argument(
        "--output", metavar="FILE", type=path_ending_in(".xlsx", ".toml"), required=True, help=say(output)
    )


def convert(args: Namespace) -> int:
    """Write a criteria set in the other form, without loss; returns the exit code."""
    if not is_written_apart(args.output, args.set):
        return 2
    try:
        document = document_of(set_at(args.set))
    except Faults as faults:
        return print_faults(faults, say)
    if args.output.suffix.lower() == ".xlsx":
        return write_file(args.output, write_workbook(document))
    return write_file(args.output, write_toml(document).encode())


def sources_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of `cchc sources`."""
    known = Message(
        "only the sources that this installation has for a cycle of this year, asked of its database"
    )
    parser.add_argument("--year", type=int, metavar="YEAR", help=say(known))
    parser.add_argument("--json", action="store_true", help=say(Message("print the result as JSON")))


def sources(args: Namespace) -> int:
    """Print the catalogue of sources, or with `--year` those that this installation has; returns exit code 0."""
    lines = _catalogue() if args.year is None else _sources_there(args.year)
    if args.json:
        names = ("source", "meaning", "figure", "period")
        print_json([dict(zip(names, map(say, line), strict=True)) for line in lines])
        return 0
    print(say(Message("Behind “fed by” in the line of a declared figure stands one of these sources:")))
    for written, meaning, figure, period in lines:
        what = Message(
            "{meaning}; figure: {figure}; time: {period}", meaning=meaning, figure=figure, period=period
        )
        print(f"\n{say(written)}\n    {say(what)}")
    if args.year is None:
        print("\n" + say(Message("Which of them an installation has is listed with --year.")))
    return 0


SourceLine = tuple[
    Message, Message, Message, Message
]  # how it is written, its meaning, its figure, its period


def _catalogue() -> list[SourceLine]:
    """Return a line for each kind of source, and for each figure that a kind has everywhere."""
    lines = []
    for kind in KINDS:
        figure = DIMENSION_WORDS[kind.dimension]
        lines.append((kind.form, kind.meaning, figure, PERIOD_WORDS[kind.period]))
        lines += [_line_of(one) for one in closed_sources(kind) if kind.items]
    return lines


def _sources_there(year: int) -> list[SourceLine]:
    """Return a line for each source that the rooms of this installation have for a cycle of `year`."""
    open_database()
    from cchc.criteria.actions import sources_there

    return [_line_of(one) for one in sources_there(year)]


def _line_of(source: KnownSource) -> SourceLine:
    figure = DIMENSION_WORDS[source.dimension]
    if source.unit:
        figure = Message("{figure} ({unit})", figure=figure, unit=source.unit)
    written = Message("{name}", name=str(source.name))
    return written, source.meaning, figure, PERIOD_WORDS[source.period]
