"""What is still to be handed out of a survey: to the cases of its sample, or to what its quotas want."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import Count, QuerySet

from cchc.access.permissions import Role
from cchc.accounts.models import Membership
from cchc.accounts.policies import valid_on
from cchc.core.surveys.sharing import shared_out
from cchc.fieldwork.models import AssignmentState, CollectingMode
from cchc.surveys.models import CaseState, SampleCase, Survey, SurveyForm
from cchc.surveys.queries.ledger import CellKey, cell_of, quota_ledger
from cchc.units.models import Unit

Column = tuple[str, str]
"""The group of respondents and the channel."""
OUT_OF_QUOTA = (AssignmentState.REFUSED, AssignmentState.NOT_REACHED, AssignmentState.VOID)
"""What fills no quota: another form is handed out in its place."""


class HandedTo(StrEnum):
    """Whom forms are handed out to."""

    CASES = "cases"
    QUOTAS = "quotas"


@dataclass(frozen=True, slots=True)
class WantedForms:
    """How many forms are missing: of a cell of the quotas, or those of drawn cases of a unit, group and channel."""

    unit: int | None
    form: SurveyForm
    channel: str
    count: int
    cases: tuple[SampleCase, ...] = ()

    @property
    def column(self) -> Column:
        """The group of respondents and the channel."""
        return self.form.respondent_group, self.channel


def enumerators_on(day: date) -> QuerySet[Membership]:
    """Who asks respondents on a day, in the order of units and names."""
    asking = Membership.objects.filter(valid_on(day), role=Role.ENUMERATOR.value)
    return asking.select_related("person", "unit").order_by("unit__sort_key", "person__name_key", "pk")


def missing_forms(survey: Survey, to: HandedTo) -> list[WantedForms]:
    """What is to be handed out yet, by unit, group and channel; six queries at most, however large the survey is."""
    return list(_of_cases(survey) if to is HandedTo.CASES else _of_quotas(survey))


def _forms(survey: Survey) -> dict[str, SurveyForm]:
    """The first questionnaire of each group."""
    found: dict[str, SurveyForm] = {}
    for one in survey.forms.select_related("version__questionnaire").order_by("pk"):
        found.setdefault(one.respondent_group, one)
    return found


def _of_cases(survey: Survey) -> Iterator[WantedForms]:
    forms = _forms(survey)
    cases = survey.cases.filter(state=CaseState.DRAWN, assignment=None).order_by("number")
    by_cell: dict[CellKey, list[SampleCase]] = defaultdict(list)
    for one in cases.select_related("row"):
        by_cell[one.unit_id, one.respondent_group, one.channel].append(one)
    for (unit, group, channel), found in by_cell.items():
        if group in forms:
            yield WantedForms(unit, forms[group], channel, len(found), tuple(found))


def _of_quotas(survey: Survey) -> Iterator[WantedForms]:
    """Each cell with what it wants beyond what came and what is out."""
    forms = _forms(survey)
    cells = quota_ledger(survey).cells
    out = still_out(survey, {(one.unit, one.group, one.channel) for one in cells})
    for cell in cells:
        count = cell.sums.open - out[cell.unit, cell.group, cell.channel]
        if count > 0 and cell.group in forms:
            yield WantedForms(cell.unit, forms[cell.group], cell.channel, count)


def still_out(survey: Survey, cells: Container[CellKey]) -> Counter[CellKey]:
    """How many forms are prepared or on their way, by the cell of the quotas that each is to fill."""
    rows = survey.assignments.filter(
        is_test=False, state__in=[AssignmentState.PREPARED, AssignmentState.SENT]
    ).order_by()
    told = rows.values_list("unit", "form__respondent_group", "channel").annotate(count=Count("pk"))
    found: Counter[CellKey] = Counter()
    for unit, group, channel, count in told:
        found[cell_to_fill(cells, unit, group, channel)] += count
    return found


def cell_to_fill(cells: Container[CellKey], unit: int | None, group: str, channel: str) -> CellKey:
    """The cell of the quotas that a form is to fill; a form about all rated units has no unit.

    >>> cell_to_fill({(None, "Đại biểu", "")}, None, "Đại biểu", "Bưu điện")
    (None, 'Đại biểu', '')
    """
    if unit is not None:
        return cell_of(cells, unit, group, channel)
    exact = (None, group, channel)
    return exact if exact in cells else (None, group, "")


def columns_of(missing: Collection[WantedForms]) -> dict[Column, int]:
    """How many forms are missing of each group and channel, in the order of their names."""
    found: Counter[Column] = Counter()
    for one in missing:
        found[one.column] += one.count
    return dict(sorted(found.items()))


WAYS = (
    # Words of channels in plans of surveys: "Bưu điện", "Phiếu giấy", "Phát phiếu trực tiếp" stand for paper.
    (CollectingMode.ONLINE, ("trực tuyến", "qua mạng", "online", "zalo", "thư điện tử")),
    (CollectingMode.INTERVIEW, ("phỏng vấn", "máy tính bảng", "điện thoại")),
)


def usual_mode(channel: str) -> CollectingMode:
    """The mode that the name of a channel speaks of, paper where it speaks of none.

    >>> usual_mode("Trực tuyến"), usual_mode("Phỏng vấn trực tiếp"), usual_mode("Bưu điện")
    (CollectingMode.ONLINE, CollectingMode.INTERVIEW, CollectingMode.PAPER)
    """
    words = channel.casefold()
    return next((mode for mode, told in WAYS if any(one in words for one in told)), CollectingMode.PAPER)


def hands_of(wanted: Sequence[WantedForms], hands: Sequence[Membership]) -> Mapping[int | None, Membership]:
    """Who gets the forms of each unit: an enumerator of the unit itself, else whole units evenly among those of no
    rated unit."""
    loads: Counter[int | None] = Counter()
    for one in wanted:
        loads[one.unit] += one.count
    by_pk = {one.pk: one for one in hands}
    rated = {unit for unit in loads if unit is not None}
    own: dict[int | None, int] = {}
    for hand in hands:
        if hand.unit_id in rated:
            own.setdefault(hand.unit_id, hand.pk)
    travelling = [one.pk for one in hands if one.unit_id not in rated] or list(by_pk)
    shared = shared_out({unit: count for unit, count in loads.items() if unit not in own}, travelling)
    return {unit: by_pk[pk] for unit, pk in (own | shared).items()}


def names_of(units: Collection[int | None]) -> dict[int | None, str]:
    """The names of units by their ids."""
    pks = [one for one in units if one is not None]
    return dict(Unit.objects.filter(pk__in=pks).order_by("sort_key").values_list("pk", "name"))
