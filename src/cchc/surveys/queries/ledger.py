"""The ledger of the quotas: what is wanted in each cell of unit × group × channel, and what came of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from django.db.models import Count, Q

from cchc.core.surveys.ledger import (
    CellSums,
    FormStanding,
    StatedRate,
    cell_sums,
    fulfilment,
    joined_sums,
    response_rate,
)
from cchc.surveys.models import CaseState, Survey, SurveyState
from cchc.units.models import Unit
from cchc.units.queries.lineage import heirs

CellKey = tuple[int | None, str, str]
"""The id of the unit (None: about all of them), the group, the channel."""


def cell_of(cells: Container[CellKey], unit: int, group: str, channel: str) -> CellKey:
    """Return the cell in which a form counts: that of its unit and channel, else of all channels, else that of a group
    whose people answer about all units; where there is none, its own.

    >>> cell_of({(1, "Người dân", "")}, 1, "Người dân", "Bưu điện")
    (1, 'Người dân', '')
    >>> cell_of({(None, "Đại biểu", "")}, 1, "Đại biểu", "")
    (None, 'Đại biểu', '')
    """
    ways: tuple[CellKey, ...] = (
        (unit, group, channel),
        (unit, group, ""),
        (None, group, channel),
        (None, group, ""),
    )
    return next((one for one in ways if one in cells), ways[0])


NOTHING_YET = CellSums()


@dataclass(frozen=True, slots=True)
class LedgerCell:
    """One cell with its sums; `called_up` of the cases that were sent out are substitutes."""

    unit: int | None
    group: str
    channel: str
    sums: CellSums = NOTHING_YET
    called_up: int = 0

    @property
    def rate(self) -> StatedRate:
        """The response rate of the cases that were sent out; where none were, how much of the target is reached."""
        sent = self.sums.allocated
        return (
            response_rate(self.sums.accepted, sent - self.called_up, called_up=self.called_up)
            if sent
            else fulfilment(self.sums)
        )

    @property
    def percent(self) -> Fraction | None:
        """The rate as a percentage; None without a base."""
        return None if self.rate.share is None else 100 * self.rate.share


@dataclass(slots=True)
class _Counted:
    """What is counted of a cell before its sums are made."""

    target: int = 0
    allocated: int = 0
    called_up: int = 0
    forms: Counter[str] = field(default_factory=Counter)

    def cell(self, key: CellKey) -> LedgerCell:
        forms = [FormStanding(state) for state, count in self.forms.items() for _ in range(count)]
        return LedgerCell(*key, cell_sums(self.target, self.allocated, forms), self.called_up)


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """A unit (None: all of them together) with its cells, in the order of the columns, and their sum."""

    unit: Unit | None
    cells: tuple[LedgerCell | None, ...]
    whole: LedgerCell


@dataclass(slots=True)
class QuotaLedger:
    """The whole ledger: its columns (group, channel), a row for each unit, the sums of columns and of all."""

    columns: list[tuple[str, str]] = field(default_factory=list)
    rows: list[LedgerRow] = field(default_factory=list)
    sums: list[LedgerCell] = field(default_factory=list)
    whole: LedgerCell = field(default_factory=lambda: LedgerCell(None, "", ""))
    has_cases: bool = False

    @property
    def has_channels(self) -> bool:
        """Whether some column is of one channel alone."""
        return any(channel for _group, channel in self.columns)

    @property
    def cells(self) -> list[LedgerCell]:
        """All cells, unit by unit."""
        return [cell for row in self.rows for cell in row.cells if cell is not None]


def quota_ledger(survey: Survey) -> QuotaLedger:
    """The ledger of a survey; five queries at most, however many cells and forms there are."""
    counted: dict[CellKey, _Counted] = defaultdict(_Counted)
    targets = survey.quota_cells.order_by().values_list("unit", "respondent_group", "channel", "target")
    for unit, group, channel, target in targets:
        counted[unit, group, channel].target = target
    cells = set(counted)
    for about, group, channel, allocated, called_up in _allocated(survey):
        one = counted[(None, group, channel) if about is None else cell_of(cells, about, group, channel)]
        one.allocated += allocated
        one.called_up += called_up
    shared = {group for unit, group, _channel in cells if unit is None}
    for unit, group, channel, state, count in _came(survey):
        key = cell_of(cells, unit, group, channel)
        if key[0] is not None:
            counted[key].forms[state] += count
    for key, state in _shared_forms(survey, cells, shared):
        counted[key].forms[state] += 1
    return _ledger({key: one.cell(key) for key, one in counted.items()})


@dataclass(frozen=True, slots=True)
class EndedUnit:
    """A rated unit that ended, on which day, and the units that follow it: its answers stay with it."""

    unit: Unit
    on: date
    now: tuple[Unit, ...]


def ended_units(survey: Survey, today: date) -> list[EndedUnit]:
    """Return the rated units that do not exist any more on a day, with who follows them; one query where there are
    none."""
    ended = list(Unit.objects.filter(pk__in=survey.rated.values("unit"), valid_until__lte=today))
    following = heirs([one.pk for one in ended], today) if ended else {}
    return [EndedUnit(one, one.valid_until or today, tuple(following[one.pk])) for one in ended]


def _allocated(survey: Survey) -> Iterable[tuple[int | None, str, str, int, int]]:
    drawn = survey.cases.filter(state=CaseState.DRAWN).order_by()
    return drawn.values_list("unit", "respondent_group", "channel").annotate(
        count=Count("pk"), called_up=Count("pk", filter=Q(replaces__isnull=False))
    )


def _came(survey: Survey) -> Iterable[tuple[int, str, str, str, int]]:
    rows = survey.responses.filter(is_test=False, is_open=False).order_by()
    return rows.values_list("unit", "form__respondent_group", "channel", "state").annotate(count=Count("pk"))


def _shared_forms(survey: Survey, cells: set[CellKey], shared: set[str]) -> Iterator[tuple[CellKey, str]]:
    """Yield the forms of people who rate all units, each once with its cell and what became of it: it counts as long as
    it counts for one unit."""
    if not shared:
        return
    rows = survey.responses.filter(is_test=False, is_open=False, form__respondent_group__in=shared).order_by()
    states: dict[tuple[CellKey, str], set[str]] = defaultdict(set)
    told = rows.values_list("unit", "form__respondent_group", "channel", "form_key", "state")
    for unit, group, channel, form_key, state in told.iterator():
        key = cell_of(cells, unit, group, channel)
        if key[0] is None:
            states[key, form_key].add(state)
    for (key, _form), became in states.items():
        yield key, next(one.value for one in FormStanding if one.value in became)


def _ledger(cells: Mapping[CellKey, LedgerCell]) -> QuotaLedger:
    columns = sorted({(group, channel) for _unit, group, channel in cells})
    by_unit: dict[int | None, dict[tuple[str, str], LedgerCell]] = defaultdict(dict)
    for (unit, group, channel), cell in cells.items():
        by_unit[unit][group, channel] = cell
    units: list[Unit | None] = [None] if None in by_unit else []
    units += Unit.objects.filter(pk__in=[pk for pk in by_unit if pk is not None])
    rows = []
    for one in units:
        own = by_unit[one.pk if one is not None else None]
        whole = _joined((one.pk if one is not None else None, "", ""), own.values())
        rows.append(LedgerRow(one, tuple(map(own.get, columns)), whole))
    sums = [
        _joined((None, *column), (own[column] for own in by_unit.values() if column in own))
        for column in columns
    ]
    whole = _joined((None, "", ""), cells.values())
    return QuotaLedger(columns, rows, sums, whole, bool(whole.sums.allocated))


def _joined(key: CellKey, cells: Iterable[LedgerCell]) -> LedgerCell:
    told = list(cells)
    return LedgerCell(*key, joined_sums(one.sums for one in told), sum(one.called_up for one in told))


def share_of_days(survey: Survey, today: date) -> Fraction | None:
    """How much of the collecting is over, from 0 to 1; None where its days are not set, and once the survey is closed:
    then nothing is late any more."""
    first, last = survey.collects_from, survey.collects_until
    if first is None or last is None or survey.state == SurveyState.CLOSED:
        return None
    days = (last - first).days + 1
    gone = (today - first).days
    return Fraction(min(max(gone, 0), days), days)
