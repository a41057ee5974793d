"""The verb of estimates: from a file of answers and a design to rates with their errors, without a database."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from cchc.core.surveys.estimating.estimands import EstimandKind
from cchc.core.words.messages import Faults, Message
from cchc.core.words.numbers import printed_number
from cchc.files.faults import fault_json, fault_text
from cchc.surveys.exchange.design_file import DESIGN_FILE
from cchc.surveys.exchange.estimating import GROUP, UNIT, FileEstimate, FoundFigure, Where, estimate_of_file
from cchc.texts.speaking import speaker

Say = Callable[[Message], str]
PLACES = 2
NAMES = {
    EstimandKind.SHARE: "rate",
    EstimandKind.MEAN: "mean",
    EstimandKind.RATIO: "ratio",
    EstimandKind.TOTAL: "total",
}
"""What the figure is called in JSON."""


def estimate_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of `cchc survey estimate`."""
    say = speaker("surveys")
    data = Message("the answers, a row for each response (.csv, .xlsx or .parquet)")
    parser.add_argument("data", metavar="DATA", type=Path, help=say(data))
    design = Message("the design of the survey (.toml), with its part [estimate]")
    parser.add_argument("--design", metavar="FILE", type=Path, required=True, help=say(design))
    by = Message(
        "for each value of a column: {unit}, {group}, or a heading of the file", unit=UNIT, group=GROUP
    )
    parser.add_argument("--by", metavar="COLUMN", default="", help=say(by))
    where = Message(
        "only of responses with this value; the others stay in the sample; may be given several times"
    )
    parser.add_argument(
        "--where", metavar="COLUMN=VALUE", action="append", default=[], type=_condition, help=say(where)
    )
    parser.add_argument("--json", action="store_true", help=say(Message("print the result as JSON")))


def estimate(args: Namespace) -> int:
    """Print the estimates of a file of answers, or every fault of it; returns the exit code."""
    say = speaker("surveys", "files")
    try:
        plan = DESIGN_FILE.read(args.design, args.design.name).design.estimation
        found = estimate_of_file(args.data, plan, args.design.name, args.by, _joined(args.where))
    except Faults as faults:
        if args.json:
            sys.stdout.writelines(fault_json(faults.faults, say))
        sys.stderr.write(fault_text(faults.faults, say) + "\n")
        return 1
    if args.json:
        sys.stdout.write(json.dumps(estimate_data(found), ensure_ascii=False, indent=2) + "\n")
    else:
        lines = _table(found, plan.minimum_n, say)
        sys.stdout.writelines(f"{printable_row(line)}\n" for line in lines)
    return 0


def _condition(text: str) -> tuple[str, str]:
    heading, sign, value = text.partition("=")
    if not (heading.strip() and sign and value.strip()):
        why = Message("“{found}” is no condition: write a heading, =, and a value.", found=text)
        raise ArgumentTypeError(speaker("surveys")(why))
    return heading.strip(), value.strip()


def _joined(conditions: Sequence[tuple[str, str]]) -> Where:
    """Conditions on one heading are alternatives, those on several must all hold."""
    values: dict[str, list[str]] = {}
    for heading, value in conditions:
        values.setdefault(heading, []).append(value)
    return [(heading, tuple(them)) for heading, them in values.items()]


def estimate_data(found: FileEstimate) -> dict[str, Any]:
    """Return what was estimated as plain data; rates are shares between 0 and 1, `null` where nothing is known or too
    few answered for it to be printed."""
    return {
        "responses": int(found.counts.people.sum()),
        "counts_sha256": found.counts.digest(),
        "by": found.by or None,
        "figures": [_figure_data(one, bool(found.by)) for one in found.figures],
    }


def _figure_data(one: FoundFigure, has_domain: bool) -> dict[str, Any]:
    row = one.estimated
    known = {
        NAMES[row.estimand.kind]: row.value, "standard_error": row.se, "low": row.low, "high": row.high, "df": row.df,
        "design_effect": row.deff_replaced,
    }  # fmt: skip
    return {
        "code": one.asked.code,
        "name": one.asked.name,
        "kind": row.estimand.kind.value,
        "of": one.of if has_domain else None,
        "answers": row.n,
        "missing": row.missing,
        "base": row.base,
        "printed": one.printed,
        **(known if one.printed else dict.fromkeys(known)),
    }


def _table(found: FileEstimate, minimum: int, say: Say) -> Iterator[list[str]]:
    """The table to read: a heading, a row for each figure, and what it stands on."""
    heads = (
        Message("Item or factor"),
        *([Message("{column}", column=found.by)] if found.by else []),
        Message("Rate (%)") if _are_rates(found) else Message("Rate (%), mean, ratio or total"),
        Message("Standard error"),
        Message("Interval"),
        Message("Answers"),
        Message("Missing"),
        Message("Sum of weights"),
        Message("Design effect"),
    )
    rows = [[say(head) for head in heads]]
    for one in found.figures:
        row = one.estimated
        shown = _percent if row.estimand.kind is EstimandKind.SHARE else _number
        figures = (
            [
                shown(row.value),
                shown(row.se),
                f"{shown(row.low)}–{shown(row.high)}" if row.low is not None else "–",
            ]
            if one.printed
            else [say(Message("fewer than {minimum} answers", minimum=minimum)), "–", "–"]
        )
        counted = [str(row.n), str(row.missing), _number(row.base)]
        effect = _number(row.deff_replaced) if one.printed else "–"
        rows.append([one.asked.name, *([one.of or "–"] if found.by else []), *figures, *counted, effect])
    yield from _aligned(rows, 2 if found.by else 1)
    yield []
    words = Message(
        "Estimates from {responses} responses; hash of their counts: {sha256}.",
        responses=int(found.counts.people.sum()),
        sha256=found.counts.digest(),
    )
    yield [say(words)]


def _are_rates(found: FileEstimate) -> bool:
    return all(one.asked.estimand.kind is EstimandKind.SHARE for one in found.figures)


def _aligned(rows: Sequence[Sequence[str]], texts: int) -> Iterator[list[str]]:
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    for row in rows:
        yield [
            cell.ljust(width) if at < texts else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]


def printable_row(cells: Sequence[str]) -> str:
    """Return cells as one line; signs that a terminal would obey never reach it."""
    shown = ("".join(sign if sign.isprintable() else "�" for sign in cell) for cell in cells)
    return "  ".join(shown).rstrip()


def _percent(share: float | None) -> str:
    return "–" if share is None else printed_number(Fraction(share) * 100, PLACES)


def _number(value: float | None) -> str:
    return "–" if value is None else printed_number(Fraction(value), PLACES)
