"""The laws of a good frame, each asked of what could be read of it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from cchc.core.plans.reports.formulas import (
    LAST_YEAR,
    WORDS,
    codes_named,
    codes_needed,
    is_share,
    parsed_row_formula,
    refuse_misfit,
    variables_of_rows,
)
from cchc.core.plans.reports.frame import ReportFrame, ReportRow, WholeBy
from cchc.core.plans.reports.rows import FrameCheck
from cchc.core.scoring.criteria.document import Field
from cchc.core.scoring.formulas.tree import Formula, FormulaFault
from cchc.core.scoring.sources import (
    DIMENSION_WORDS,
    Dimension,
    KnownSource,
    SourceFault,
    SourceName,
    read_source,
    source_in_catalogue,
)
from cchc.core.words.messages import Message

# Faults of what is not finished yet, rather than of the row where they stand.
UNFINISHED = frozenset(
    {
        'nothing uses "{code}": it has no printed number and stands in no formula; give it a number, name it '
        "in a formula, or take it out",
        'no row belongs to the annex "{number}"',
    }
)

_FORMULA = Message("a formula such as dung_han / (dung_han + tre_han)")


def formulas_of(frame: ReportFrame) -> dict[str, Formula]:
    """Return the formulas of a frame by the codes of their rows; what cannot be read as one is left out."""
    found = {}
    for row in frame.rows:
        if row.formula:
            try:
                found[row.code] = parsed_row_formula(row.formula)
            except FormulaFault:
                continue
    return found


def check_codes(check: FrameCheck, frame: ReportFrame) -> None:
    """Note codes that are words of formulas, and rows that neither are printed nor serve a formula."""
    for row in frame.rows:
        if row.code in WORDS:
            why = Message('"{code}" is a word of formulas', code=row.code)
            check.fault(check.at("row", row.code, "code"), Message("a code of its own"), why)
    used = {
        code for own, formula in formulas_of(frame).items() for code in codes_named(formula) if code != own
    }
    for row in frame.rows:
        if not row.number and row.code not in used:
            why = Message(
                'nothing uses "{code}": it has no printed number and stands in no formula; give it a number, name it '
                "in a formula, or take it out",
                code=row.code,
            )
            check.fault(check.at("row", row.code, "code"), Message("a row that is printed or used"), why)


def check_formulas(check: FrameCheck, frame: ReportFrame) -> None:
    """Note rows that have both a source and a formula, formulas that cannot be read, that name codes of no row, put
    unlike units together or lead back to themselves."""
    variables = variables_of_rows(frame.by_code)
    for row in frame.rows:
        field = check.at("row", row.code, "formula")
        if row.source and row.formula:
            why = Message("the row has both a source and a formula; keep one of them")
            check.fault(field, Message("typed, or a source, or a formula"), why)
        if not row.formula:
            continue
        try:
            formula = parsed_row_formula(row.formula)
        except FormulaFault as fault:
            check.fault(field, _FORMULA, fault.message)
            continue
        unknown = tuple(code for code in codes_named(formula) if code not in frame.by_code)
        if unknown:
            why = Message("these are codes of no row: {codes}", codes=unknown)
            check.fault(field, Message("codes of rows of this frame"), why)
            continue
        try:
            refuse_misfit(formula, row, variables)
        except FormulaFault as fault:
            check.fault(field, _FORMULA, fault.message)
    for circle in circles(formulas_of(frame)):
        why = Message(
            "the formulas lead in a circle: {chain}; let one of these rows be typed, or ask for the figure of the "
            "report before with previous(…)",
            chain=" → ".join((*circle, circle[0])),
        )
        check.fault(check.at("row", circle[0], "formula"), Message("formulas that do not lead back"), why)


def circles(formulas: Mapping[str, Formula]) -> Iterator[tuple[str, ...]]:
    """Yield each circle of formulas that is met when they are followed from the first row on, as the codes in it.

    >>> texts = {"a": "b + 1", "b": "a", "c": "previous(c) + a"}
    >>> list(circles({code: parsed_row_formula(text) for code, text in texts.items()}))
    [('a', 'b')]
    """
    done: set[str] = set()
    for start in formulas:
        path: list[str] = []
        waiting = [(start, False)]
        while waiting:
            code, leaving = waiting.pop()
            if leaving:
                done.add(path.pop())
            elif code in path:
                yield tuple(path[path.index(code) :])
            elif code in formulas and code not in done:
                path.append(code)
                waiting.append((code, True))
                waiting += [(one, False) for one in reversed(codes_needed(formulas[code]))]


def check_sources(check: FrameCheck, frame: ReportFrame, known: Collection[KnownSource] | None) -> None:
    """Note sources that are none, that the catalogue or the `known` of an installation does not have, and those whose
    figure is another than the row is written in."""
    there = None if known is None else {one.name: one for one in known}
    for row in frame.rows:
        if not row.source:
            continue
        field = check.at("row", row.code, "source")
        try:
            name = read_source(row.source)
        except SourceFault as fault:
            check.fault(field, _SOURCE, fault.message)
            continue
        source = source_in_catalogue(name)
        if source is not None and there is not None:
            source = there.get(name)
        why = _NOT_THERE if source is None else _why_unfit(row, name, source)
        if why is not None:
            check.fault(field, _SOURCE, why)


_SOURCE = Message("a source such as plans.done or unit.population")
_NOT_THERE = Message(
    "there is no such source here; name one that “cchc sources” lists, or leave it out and let it be typed"
)
_OF_CYCLES = Message(
    "it is what a unit declared for a criterion; for the figure of the same period a year ago write the formula "
    "last_year(…) with the code of the row"
)


def _why_unfit(row: ReportRow, name: SourceName, source: KnownSource) -> Message | None:
    """Return why a source cannot feed a row; None where it can. What is counted may be called otherwise than the source
    calls it ("người", "nhân khẩu"), what is measured may not."""
    if name.kind == LAST_YEAR:
        return _OF_CYCLES
    if source.dimension is Dimension.OPTION or (
        source.dimension is not Dimension.OWN and row.is_percent is not (source.dimension is Dimension.SHARE)
    ):
        return Message(
            '{source} gives {dimension}, and the row is written in "{unit}"',
            source=str(name), dimension=DIMENSION_WORDS[source.dimension], unit=row.unit,
        )  # fmt: skip
    if source.dimension is Dimension.AMOUNT and source.unit and row.unit != source.unit:
        return Message(
            '{source} is measured in {unit}, and the row is written in "{found}"',
            source=str(name), unit=source.unit, found=row.unit,
        )  # fmt: skip
    return None


def check_wholes(check: FrameCheck, frame: ReportFrame) -> None:
    """Note percentages that would be added up, formulas for the whole where there is none, or whose figures have no
    whole."""
    formulas = formulas_of(frame)
    for row in frame.rows:
        why = _why_no_whole(row, formulas.get(row.code), frame)
        if why is not None:
            check.fault(Field(str(row.whole), check.at("row", row.code, "whole").place), _WHOLE, why)


_WHOLE = Message("a way to the figure of the whole that fits the row")


def _why_no_whole(row: ReportRow, formula: Formula | None, frame: ReportFrame) -> Message | None:
    share = row.is_percent or (formula is not None and is_share(formula))
    if row.whole is WholeBy.SUM and share:
        if row.formula:
            return Message("shares of units are never added up; let its formula be applied to the whole")
        return Message(
            "shares of units are never added up; give the row a formula, or no figure of the whole"
        )
    if row.whole is not WholeBy.FORMULA:
        return None
    if not row.formula:
        return Message("the row has no formula that could be applied to the whole")
    lacking = tuple(
        code
        for code in (codes_named(formula) if formula is not None else ())
        if code in frame.by_code and frame.by_code[code].whole is WholeBy.NONE
    )
    if lacking:
        return Message(
            "its formula needs these figures, and they have none of the whole: {codes}", codes=lacking
        )
    return None
