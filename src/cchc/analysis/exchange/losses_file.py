"""Lost points as a workbook: by domain, criterion, reason, agency and unit, and loss by loss."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from cchc.core.scoring.lost import LossAccount
from cchc.core.words.messages import Message
from cchc.core.words.ties import MOST_PLACES
from cchc.files.sheets import Places, Sheet, SheetColumn, Written
from cchc.files.workbooks import workbook_bytes

Say = Callable[[Message], str]
POINTS = Places(2, MOST_PLACES)
SHARE = Places(1, MOST_PLACES)


@dataclass(frozen=True, slots=True)
class LostAccountRow:
    """A domain or unit with its account, and what it lost of what was asked for."""

    name: str
    account: LossAccount
    asked: Fraction


@dataclass(frozen=True, slots=True)
class LostCriterionRow:
    """A criterion, in the order of what was lost there: shares in percent of all that is shown."""

    number: str
    name: str
    agency: str
    maximum: Fraction
    lost: Fraction
    share: Fraction
    together: Fraction
    units: int
    applies: int
    mean: Fraction


@dataclass(frozen=True, slots=True)
class LostShareRow:
    """A reason or an agency."""

    name: str
    lost: Fraction
    share: Fraction
    criteria: int
    units: int


@dataclass(frozen=True, slots=True)
class SingleLossRow:
    """One loss of one unit."""

    unit: str
    number: str
    name: str
    reason: str
    agency: str
    lost: Fraction


@dataclass(frozen=True, slots=True)
class LossTables:
    """What the workbook holds. `whole`: the reader sees the group, and how many units lose. Without `singles` there is
    no sheet of them."""

    titles: Sequence[str]
    whole: bool
    account: LossAccount
    asked: Fraction
    domains: Sequence[LostAccountRow]
    units: Sequence[LostAccountRow]
    criteria: Sequence[LostCriterionRow]
    reasons: Sequence[LostShareRow]
    agencies: Sequence[LostShareRow]
    singles: Sequence[SingleLossRow]


def losses_workbook(tables: LossTables, say: Say) -> bytes:
    """Return the tables as the bytes of an .xlsx file; a text that looks like a formula stays a text."""
    sheets = [
        _accounts(tables, say(Message("By domain")), say(Message("Domain")), tables.domains, say),
        _criteria(tables, say),
        _shares(tables, say(Message("By reason")), say(Message("Reason of the loss")), tables.reasons, say),
        _shares(tables, say(Message("By agency")), say(Message("Agency")), tables.agencies, say),
        _accounts(tables, say(Message("By unit")), say(Message("Unit")), tables.units, say),
    ]
    if tables.singles:
        sheets.append(_singles(tables, say))
    return workbook_bytes(sheets)


def _accounts(tables: LossTables, name: str, first: str, rows: Sequence[LostAccountRow], say: Say) -> Sheet:
    columns = [
        SheetColumn(first, 48),
        SheetColumn(say(Message("Maximum")), 12, POINTS),
        SheetColumn(say(Message("Bonus")), 12, POINTS),
        SheetColumn(say(Message("Points")), 12, POINTS),
        SheetColumn(say(Message("Points that were lost")), 12, POINTS),
        SheetColumn(say(Message("Percent of the maximum")), 12, SHARE),
        SheetColumn(say(Message("Not scored yet")), 12, POINTS),
        SheetColumn(say(Message("Lost, by the filter")), 14, POINTS),
    ]
    written = [_account_cells(row.name, row.account, row.asked) for row in rows]
    written.append(_account_cells(say(Message("Sum")), tables.account, tables.asked))
    return Sheet(
        name, columns, written, tuple(tables.titles), frozen_columns=1, strong=frozenset({len(rows)})
    )


def _account_cells(name: str, account: LossAccount, asked: Fraction) -> list[Written]:
    return [
        name, account.maximum, account.bonus, account.points, account.lost, account.share, account.pending,
        asked,
    ]  # fmt: skip


def _criteria(tables: LossTables, say: Say) -> Sheet:
    counted = [
        SheetColumn(say(Message("Units that lose")), 12),
        SheetColumn(say(Message("Units to which it applies")), 14),
        SheetColumn(say(Message("Mean of a unit that loses")), 14, POINTS),
    ]
    columns = [
        SheetColumn(say(Message("Number")), 10, text=True),
        SheetColumn(say(Message("Criterion")), 60),
        SheetColumn(say(Message("Agency")), 28),
        SheetColumn(say(Message("Maximum")), 11, POINTS),
        SheetColumn(say(Message("Points that were lost")), 12, POINTS),
        SheetColumn(say(Message("Percent of all lost points")), 14, SHARE),
        SheetColumn(say(Message("Together, %")), 12, SHARE),
        *(counted if tables.whole else []),
    ]
    rows: list[list[Written]] = []
    for one in tables.criteria:
        row: list[Written] = [
            one.number, one.name, one.agency, one.maximum, one.lost, one.share, one.together,
        ]  # fmt: skip
        rows.append([*row, one.units, one.applies or None, one.mean] if tables.whole else row)
    return Sheet(say(Message("By criterion")), columns, rows, tuple(tables.titles), frozen_columns=2)


def _shares(tables: LossTables, name: str, first: str, rows: Sequence[LostShareRow], say: Say) -> Sheet:
    columns = [
        SheetColumn(first, 40),
        SheetColumn(say(Message("Points that were lost")), 12, POINTS),
        SheetColumn(say(Message("Percent of all lost points")), 14, SHARE),
        SheetColumn(say(Message("Criteria")), 10),
        *([SheetColumn(say(Message("Units that lose")), 12)] if tables.whole else []),
    ]
    written: list[list[Written]] = []
    for one in rows:
        row: list[Written] = [one.name, one.lost, one.share, one.criteria]
        written.append([*row, one.units] if tables.whole else row)
    return Sheet(name, columns, written, tuple(tables.titles), frozen_columns=1)


def _singles(tables: LossTables, say: Say) -> Sheet:
    columns = [
        SheetColumn(say(Message("Unit")), 40),
        SheetColumn(say(Message("Number")), 10, text=True),
        SheetColumn(say(Message("Criterion")), 60),
        SheetColumn(say(Message("Reason of the loss")), 26),
        SheetColumn(say(Message("Agency")), 28),
        SheetColumn(say(Message("Points that were lost")), 12, POINTS),
    ]
    rows: list[list[Written]] = [
        [one.unit, one.number, one.name, one.reason, one.agency, one.lost] for one in tables.singles
    ]
    return Sheet(say(Message("Loss by loss")), columns, rows, tuple(tables.titles), frozen_columns=1)
