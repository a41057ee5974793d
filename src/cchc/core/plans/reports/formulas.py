"""Formulas of rows: the grammar of criteria sets over the codes of a frame, with the same row at another time.

``previous(received)`` is the figure of the report before, ``last_year(received)`` that of the same period a year ago.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from cchc.core.plans.reports.frame import ReportRow
from cchc.core.scoring.formulas.analysis import (
    Sort,
    demand_one,
    dimension,
    names,
    unit_text,
    walk,
)
from cchc.core.scoring.formulas.reading import RESERVED, Reader, Token, condition
from cchc.core.scoring.formulas.tree import (
    Arithmetic,
    FigureKind,
    Formula,
    FormulaFault,
    Mean,
    Variable,
    amount_of,
)
from cchc.core.words.messages import Message
from cchc.core.words.remembering import remember

PREVIOUS, LAST_YEAR = "previous", "last_year"
TIMES = (PREVIOUS, LAST_YEAR)
WORDS = RESERVED | frozenset(TIMES)
"""Words of the grammar, which no row can have as its code."""


@remember(most=2_000)
def parsed_row_formula(text: str) -> Formula:
    """Return the formula of a row; a figure of another time is a name in it, such as ``previous(received)``.

    Raises `FormulaFault` naming the character where the text stops being a formula.

    >>> str(parsed_row_formula("received-previous( received )"))
    'received - previous(received)'
    """
    reader = Reader(text)
    reader.tokens = list(_with_times(reader.tokens))
    formula = condition(reader)
    if reader.here.kind != "end":
        reader.refuse(Message("the end of the formula"))
    return formula


def _with_times(tokens: Sequence[Token]) -> Iterator[Token]:
    """Yield the words of a formula, those that name a row at another time as one."""
    at = 0
    while at < len(tokens):
        token = tokens[at]
        opened = at + 1 < len(tokens) and tokens[at + 1].text == "("
        if token.kind == "name" and token.text in TIMES:
            inner = tokens[at + 2 : at + 4]
            if not opened or len(inner) < 2 or inner[0].kind != "name" or inner[1].text != ")":
                raise FormulaFault(
                    Message(
                        "{word}(…) at character {position} takes the code of one row",
                        word=token.text, position=token.position,
                    ),
                    token.position,
                )  # fmt: skip
            yield Token("name", name_at(token.text, inner[0].text), token.position)
            at += 4
            continue
        yield token
        at += 1


def name_at(time: str, code: str) -> str:
    """Return the name of a row at another time among the figures of a formula.

    >>> name_at(PREVIOUS, "received")
    'previous(received)'
    """
    return f"{time}({code})"


def code_and_time(name: str) -> tuple[str, str]:
    """Return the code of a name in a formula, and the time at which it is asked: "" for that of the report.

    >>> code_and_time("previous(received)"), code_and_time("received")
    (('received', 'previous'), ('received', ''))
    """
    time, opened, rest = name.partition("(")
    return (rest.removesuffix(")"), time) if opened else (name, "")


def codes_named(formula: Formula) -> tuple[str, ...]:
    """Return the codes of the rows that a formula names, at whatever time, each once.

    >>> codes_named(parsed_row_formula("a + b - previous(a)"))
    ('a', 'b')
    """
    return tuple(dict.fromkeys(code_and_time(name)[0] for name in names(formula)))


def codes_needed(formula: Formula) -> tuple[str, ...]:
    """Return the codes of the rows whose figure of the same report a formula needs, each once.

    >>> codes_needed(parsed_row_formula("a - previous(b)"))
    ('a',)
    """
    return tuple(code for code, time in map(code_and_time, names(formula)) if not time)


def looks_back(formula: Formula) -> bool:
    """Whether a formula names a row at another time.

    >>> looks_back(parsed_row_formula("a - previous(a)")), looks_back(parsed_row_formula("a + b"))
    (True, False)
    """
    return any(time for _code, time in map(code_and_time, names(formula)))


def variables_of_rows(rows: Mapping[str, ReportRow]) -> dict[str, Variable]:
    """Return every name that a formula over these rows may use, with its unit of measure; a percentage is a number."""
    variables = {}
    for code, row in rows.items():
        kind = FigureKind.PERCENT if row.is_percent else FigureKind.NUMBER
        for name in (code, *(name_at(time, code) for time in TIMES)):
            variables[name] = Variable(name, row.wording, kind, "" if row.is_percent else row.unit)
    return variables


# Units of measure in which a figure that has none is written: a share, a difference of shares, how many times as much.
PURE_UNITS = ("", "%", "điểm %", "lần", "điểm")


def refuse_misfit(formula: Formula, row: ReportRow, variables: Mapping[str, Variable]) -> None:
    """Raise `FormulaFault` where a formula gives no number, puts unlike units together, or gives its figure in another
    unit of measure than `row` is written in."""
    demand_one(formula, Sort.NUMBER, variables)
    found = dimension(formula, variables)
    if found is None:
        return
    fits = row.unit in PURE_UNITS if not found else row.unit == unit_text(found)
    if not fits:
        raise FormulaFault(
            Message(
                '"{formula}" gives {found}, and the row is written in "{unit}"',
                formula=str(formula), found=unit_text(found), unit=row.unit,
            )
        )  # fmt: skip


def is_share(formula: Formula) -> bool:
    """Return whether a formula divides by a figure, so that its values cannot be added up.

    >>> [is_share(parsed_row_formula(text)) for text in ("a / b", "a / 12", "mean(a: 1, b: 0.5)", "a + b")]
    [True, False, True, False]
    """
    return any(
        isinstance(part, Mean)
        or (isinstance(part, Arithmetic) and part.sign == "/" and bool(names(part.right)))
        for part in walk(formula)
    )


def worked_out(formula: Formula, figures: Mapping[str, Fraction | None]) -> Fraction | None:
    """Return what a formula gives; None where a figure that it names is missing, or it divides by 0.

    >>> formula = parsed_row_formula("a / b")
    >>> [worked_out(formula, {"a": Fraction(3), "b": b}) for b in (Fraction(4), Fraction(0), None)]
    [Fraction(3, 4), None, None]
    """
    known = {name: found for name in names(formula) if (found := figures.get(name)) is not None}
    if len(known) < len(names(formula)):
        return None
    try:
        return amount_of(formula, known)
    except FormulaFault:
        return None
