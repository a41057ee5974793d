"""The document and its numbering: what its head does not say, numbers used twice or left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from cchc.core.papers.answers import Confidence
from cchc.core.papers.deadlines.deadline import lacks_year
from cchc.core.plans.findings.makers import NOWHERE, error, place_of, warning
from cchc.core.plans.plan import Finding, FindingPlace, Measure, Plan, Section
from cchc.core.words.messages import Message

_MOST_DIGITS = 6


def findings_of_head(plan: Plan) -> Iterator[Finding]:
    """Yield what the head of the document does not say."""
    if not plan.kind:
        why = Message("the document does not say what kind of document it is")
        yield warning("document_kind_missing", NOWHERE, "", Message("a kind, such as KẾ HOẠCH"), why)
    if not plan.number:
        why = Message("the number and symbol of the document are missing")
        yield warning(
            "document_number_missing", NOWHERE, "", Message("a number and symbol, such as 12/KH-UBND"), why
        )
    if not plan.date:
        why = Message(
            "the date of the document is missing: its citations and deadlines cannot be held against it"
        )
        yield warning("document_date_missing", NOWHERE, "", Message("a full date"), why)
    if plan.year is None:
        yield from _year(plan)


def _year(plan: Plan) -> Iterator[Finding]:
    """One finding for all deadlines that need the year of the plan, which it does not say for sure."""
    seen = [doubt.text for doubt in plan.head_doubts if doubt.field == "year"]
    waiting = [one for _, one in plan.measures() if one.deadline and lacks_year(one.deadline.text)]
    if seen or waiting:
        why = Message(
            "which year the plan is for is not sure: until somebody says it, {count} deadlines that name no year have "
            "no day",
            count=len(waiting),
        )
        yield warning(
            "document_year_unsure", NOWHERE, " / ".join(seen), Message("the year that the plan is for"), why
        )


def findings_of_numbers(plan: Plan) -> Iterator[Finding]:
    """STT used twice or left out, section by section; rows that share a merged cell count once."""
    last = 0
    for section in plan.sections:
        if any(row.confidence is Confidence.UNSURE or "number" in row.unsure for row in section.measures):
            continue
        for rows in _runs(_own_rows(section)):
            numbers = [number for row in rows if (number := _counted(row)) is not None]
            yield from _numbers_twice(section, rows)
            yield from _numbers_left_out(section, rows, numbers, last)
            last = max([*numbers, _group_counted(section)])


def _group_counted(section: Section) -> int:
    """The number of a group such as "1" above its parts a), b): the rows after it count on from there."""
    number = _bare(section.number)
    return int(number) if number.isdecimal() and len(number) <= _MOST_DIGITS else 0


def _own_rows(section: Section) -> list[Measure]:
    """The measures that begin a row of their own: not those that go on in a merged cell with the number before."""
    rows = list(section.measures[:1])
    rows += [row for before, row in pairwise(section.measures) if not goes_on(before, row)]
    return rows


def _runs(rows: Sequence[Measure]) -> list[list[Measure]]:
    """Rows that are numbered together: a table of its own may count from 1 again."""
    runs = [list(rows[:1])]
    for before, row in pairwise(rows):
        if row.source.table != before.source.table and _bare(row.number) == "1":
            runs.append([row])
        else:
            runs[-1].append(row)
    return runs


def goes_on(before: Measure, row: Measure) -> bool:
    """Whether a row goes on beside a merged cell of the row before it, and shares its number."""
    if row.number not in (None, before.number):
        return False
    if not row.number and row.lead and row.lead == before.lead and _inherits(row, row.lead[0]):
        return True  # one merged cell names the agency, another its number, beside several tasks
    if row.objective or before.objective:
        return row.objective in (None, before.objective)
    return row.task is None or row.task == before.task


def _inherits(row: Measure, text: str) -> bool:
    """Whether a text of a row stands in none of its own cells: it comes from a merged one above."""
    return bool(row.source.text) and not any(text in cell for cell in row.source.text)


def _bare(number: str | None) -> str:
    return (number or "").strip(" .)")


def _numbers_twice(section: Section, rows: list[Measure]) -> Iterator[Finding]:
    seen: set[str] = set()
    for row in rows:
        number = _bare(row.number)
        if number and number in seen:
            why = Message("the number {number} stands on two rows of this section", number=number)
            yield error(
                "number_twice", place_of(section, row, "number"), number, Message("a number of its own"), why
            )
        seen.add(number)


def _numbers_left_out(
    section: Section, rows: list[Measure], numbers: list[int], last: int
) -> Iterator[Finding]:
    if not numbers or 2 * len(numbers) <= len(rows):
        return
    for row in rows:
        if not row.number:
            place = place_of(section, row, "number")
            yield warning("number_missing", place, "", Message("a number"), Message("this row has no number"))
    begins = last + 1 if numbers[0] > last else 1
    absent = _gaps(begins, numbers)
    if absent:
        found = ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in absent)
        why = Message("the numbering of this section jumps: {numbers} not used", numbers=found)
        after = next(row for row in rows if (_counted(row) or 0) > absent[0][0])
        place = FindingPlace(section.heading, None, "number", measure=after.place)
        yield warning("number_missing", place, "", Message("rows numbered one after the other"), why)


def _counted(row: Measure) -> int | None:
    """The number of a row that counts rows; None where it is no such number."""
    number = _bare(row.number)
    return int(number) if number.isdecimal() and len(number) <= _MOST_DIGITS else None


def _gaps(begins: int, numbers: Iterable[int]) -> list[tuple[int, int]]:
    """The first and last number of each stretch from `begins` on that `numbers` leave out.

    >>> _gaps(1, [2, 3, 6])
    [(1, 1), (4, 5)]
    """
    gaps = []
    for number in sorted({one for one in numbers if one >= begins}):
        if number > begins:
            gaps.append((begins, number - 1))
        begins = number + 1
    return gaps
