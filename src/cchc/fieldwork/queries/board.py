"""The live board of a survey in the field: what is out, what came back, what will be back at the deadline."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple, TypeVar

from django.db.models import Count, Min

from cchc.accounts.models import Membership
from cchc.core.surveys.ledger import CellSums, joined_sums
from cchc.core.surveys.pace import WINDOW, ExpectedReturn, expected_return
from cchc.fieldwork.models import AssignmentState, CollectingMode
from cchc.fieldwork.queries.handing_out import Column, cell_to_fill
from cchc.surveys.models import Survey, SurveyState
from cchc.surveys.queries.ledger import CellKey, QuotaLedger, quota_ledger
from cchc.units.models import Unit

Key = TypeVar("Key")
IS_OUT = (AssignmentState.PREPARED.value, AssignmentState.SENT.value)


class _Place(NamedTuple):
    """Where forms are counted: unit, group, channel, mode, enumerator."""

    unit: int | None
    group: str
    channel: str
    mode: str
    enumerator: int | None


@dataclass(slots=True)
class FormCounts:
    """How many forms stand in which state, and how many came back on each day that is looked at."""

    states: Counter[str] = field(default_factory=Counter)
    days: Counter[date] = field(default_factory=Counter)

    def of(self, state: str) -> int:
        """How many stand in a state."""
        return self.states[state]

    @property
    def handed_out(self) -> int:
        """All of them, those that are void left out."""
        return self.states.total() - self.states[AssignmentState.VOID.value]

    @property
    def out(self) -> int:
        """Those that are prepared or on their way."""
        return sum(self.states[one] for one in IS_OUT)

    @property
    def returned(self) -> int:
        """Those that came back."""
        return self.states[AssignmentState.RETURNED.value]

    @property
    def without_answer(self) -> int:
        """Those whose respondents refused or were not reached."""
        return self.states[AssignmentState.REFUSED.value] + self.states[AssignmentState.NOT_REACHED.value]

    def add(self, other: FormCounts) -> None:
        """Count what another place has too."""
        self.states.update(other.states)
        self.days.update(other.days)


@dataclass(frozen=True, slots=True)
class FieldDays:
    """The days of a fieldwork: which whole days are looked back at, how many are left, today among them (None: no
    deadline is set)."""

    today: date
    looked_at: tuple[date, ...]
    left: int | None

    def expected(self, counts: FormCounts, back: int) -> ExpectedReturn | None:
        """What will be back at the deadline beside what is `back`; None without a deadline."""
        if self.left is None:
            return None
        came = [counts.days[one] for one in self.looked_at]
        return expected_return(back, counts.out, came, self.left, counts.days[self.today])


@dataclass(frozen=True, slots=True)
class BoardCell:
    """A cell of the quotas in the field: its sums, its forms, what is expected of it."""

    sums: CellSums
    counts: FormCounts
    expected: ExpectedReturn | None

    @property
    def stands(self) -> str:
        """How it stands: full, over, `short` (even the upper end of what is expected misses the target), behind,
        under way, or without a quota."""
        if not self.sums.target:
            return "over" if self.sums.counting else "nothing"
        if not self.sums.open:
            return "over" if self.sums.overflow else "full"
        if self.expected is None:
            return "under_way"
        if self.expected.falls_short_of(self.sums.target):
            return "short"
        is_behind = self.expected.pace is not None and self.expected.may_miss(self.sums.target)
        return "behind" if is_behind else "under_way"

    @property
    def not_handed_out(self) -> int:
        """How many more forms would have to go out to reach the target."""
        return max(self.sums.open - self.counts.out, 0)


@dataclass(frozen=True, slots=True)
class FieldBoardRow:
    """A unit (None: about all of them) with its cells in the order of the columns, and their sum."""

    unit: Unit | None
    cells: tuple[BoardCell | None, ...]
    whole: BoardCell

    @property
    def is_behind(self) -> bool:
        """Whether a cell of it is behind."""
        return any(one is not None and one.stands in ("behind", "short") for one in self.cells)


@dataclass(frozen=True, slots=True)
class BoardLine:
    """What is counted of a mode or of an enumerator, and what is expected of the forms that are theirs."""

    mode: str
    enumerator: Membership | None
    counts: FormCounts
    expected: ExpectedReturn | None

    @property
    def missing_at_the_end(self) -> int:
        """How many forms that are out now are not expected back."""
        if self.expected is None:
            return 0
        return self.counts.returned + self.counts.out - self.expected.likely

    @property
    def mode_words(self) -> str:
        """The mode in words."""
        return str(CollectingMode(self.mode).label) if self.mode else ""


@dataclass(frozen=True, slots=True)
class FieldBoard:
    """The whole board: columns, a row for each unit, lines by mode and by enumerator (None: forms that nobody has)."""

    days: FieldDays
    columns: list[Column]
    rows: list[FieldBoardRow]
    whole: BoardCell
    all_forms: BoardLine
    modes: list[BoardLine]
    enumerators: list[BoardLine]

    @property
    def to_call(self) -> list[BoardLine]:
        """Whom to call today: who has forms out of which some are not expected back, most of them first."""
        late = [one for one in self.enumerators if one.enumerator is not None and one.missing_at_the_end > 0]
        return sorted(late, key=lambda one: (-one.missing_at_the_end, one.counts.returned))


def field_board(survey: Survey, today: date) -> FieldBoard:
    """The board of a survey as it stands on a day. Ten queries at most, however many cells and forms there are."""
    ledger = quota_ledger(survey)
    days = _days(survey, today)
    counted = _counted(survey, days)
    cells = {(one.unit, one.group, one.channel) for one in ledger.cells}
    by_cell = _joined(counted, lambda place: cell_to_fill(cells, place.unit, place.group, place.channel))
    by_mode = _joined(counted, lambda place: place.mode)
    by_enumerator = _joined(counted, lambda place: place.enumerator)
    people = Membership.objects.select_related("person", "unit").in_bulk([pk for pk in by_enumerator if pk])
    every = FormCounts()
    for one in counted.values():
        every.add(one)
    columns, rows = _rows(ledger, by_cell, days)
    whole = _cell(joined_sums(row.whole.sums for row in rows), every, days)
    modes = [_line(mode, None, by_mode[mode], days) for mode in CollectingMode.values if mode in by_mode]
    lines = [_line("", people.get(pk or 0), counts, days) for pk, counts in by_enumerator.items()]
    lines.sort(key=lambda one: _name_key(one.enumerator))
    return FieldBoard(days, columns, rows, whole, _line("", None, every, days), modes, lines)


def _name_key(member: Membership | None) -> tuple[bool, str, str]:
    return (True, "", "") if member is None else (False, member.unit.sort_key, member.person.name_key)


def _days(survey: Survey, today: date) -> FieldDays:
    """The whole days before today since forms went out, at most a week of them, and how many are left."""
    went = survey.assignments.filter(is_test=False).aggregate(first=Min("sent_on"))["first"]
    began = went or survey.collects_from or today
    looked_at = tuple(
        day for day in (today - timedelta(days=back) for back in range(WINDOW, 0, -1)) if day >= began
    )
    left = None
    if survey.collects_until is not None and survey.state == SurveyState.COLLECTING:
        left = max((survey.collects_until - today).days + 1, 0)
    return FieldDays(today, looked_at, left)


def _counted(survey: Survey, days: FieldDays) -> dict[_Place, FormCounts]:
    """What is counted in each place, by two queries."""
    places = ("unit", "form__respondent_group", "channel", "mode", "enumerator")
    forms = survey.assignments.filter(is_test=False).order_by()
    counted: dict[_Place, FormCounts] = defaultdict(FormCounts)
    for *place, state, count in forms.values_list(*places, "state").annotate(count=Count("pk")):
        counted[_Place(*place)].states[state] = count
    since = days.looked_at[0] if days.looked_at else days.today
    came = forms.filter(state=AssignmentState.RETURNED, returned_on__gte=since)
    for *place, day, count in came.values_list(*places, "returned_on").annotate(count=Count("pk")):
        counted[_Place(*place)].days[day] = count
    return counted


def _joined(counted: Mapping[_Place, FormCounts], key_of: Callable[[_Place], Key]) -> dict[Key, FormCounts]:
    found: dict[Key, FormCounts] = defaultdict(FormCounts)
    for place, counts in counted.items():
        found[key_of(place)].add(counts)
    return found


def _cell(sums: CellSums, counts: FormCounts, days: FieldDays) -> BoardCell:
    return BoardCell(sums, counts, days.expected(counts, sums.counting))


def _line(mode: str, member: Membership | None, counts: FormCounts, days: FieldDays) -> BoardLine:
    return BoardLine(mode, member, counts, days.expected(counts, counts.returned))


def _rows(
    ledger: QuotaLedger, by_cell: Mapping[CellKey, FormCounts], days: FieldDays
) -> tuple[list[Column], list[FieldBoardRow]]:
    rows = []
    for row in ledger.rows:
        found = [
            None
            if one is None
            else _cell(one.sums, by_cell.get((one.unit, one.group, one.channel)) or FormCounts(), days)
            for one in row.cells
        ]
        whole = FormCounts()
        for one in found:
            if one is not None:
                whole.add(one.counts)
        rows.append(FieldBoardRow(row.unit, tuple(found), _cell(row.whole.sums, whole, days)))
    return ledger.columns, rows
