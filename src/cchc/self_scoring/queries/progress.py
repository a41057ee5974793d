"""How far the units are with their sheets, for those who never see what a sheet holds before it is handed in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import (
    Case,
    CharField,
    DateField,
    Exists,
    OuterRef,
    QuerySet,
    Subquery,
    TextChoices,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Greatest
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cchc.cycles.consequences import OpenTask, ScoredUnit
from cchc.cycles.models import Cycle, CycleSet, Extension, PhaseKind
from cchc.self_scoring.models import SheetSubmission, UnitSheet


class Progress(TextChoices):
    """How far a unit is, from what needs somebody most to what needs nobody any more."""

    UNSUBMITTED = "unsubmitted", _("not submitted at the lock")
    LATE = "late", _("late, with an extension")
    RETURNED = "returned", _("returned")
    NOT_BEGUN = "not_begun", _("not begun")
    ON_THE_WAY = "on_the_way", _("on the way")
    SUBMITTED = "submitted", _("submitted")


@dataclass(frozen=True, slots=True)
class UnitProgress:
    """How far one unit is: its peer group, how many of its leaves are answered, its last day (None without a phase),
    when its sheet was handed in last and how often. Nothing of what the sheet holds."""

    sheet: int
    participant: int
    unit: int
    name: str
    group: str
    progress: Progress
    given: int
    leaves: int
    until: date | None
    handed_in: datetime | None
    times: int


def progress_of(cycle: Cycle, now: datetime) -> list[UnitProgress]:
    """Return how far every unit of `cycle` is that scores itself, in the order of the peer groups; two queries.

    A unit is late once the phase is over for all and an extension lets it go on.
    """
    phase = cycle.phases.filter(kind=PhaseKind.SELF_SCORING).first()
    rows = _sheets(cycle, phase.ends if phase else None, localtime(now).date())
    return [
        UnitProgress(
            sheet, participant, unit, name, group, Progress(progress), given, leaves, until, at, times or 0
        )
        for sheet, participant, unit, name, group, progress, given, leaves, until, at, times in rows
    ]


def unfinished_sheets(*, cycle: Cycle, kind: str) -> list[OpenTask]:
    """Return the sheets of `cycle` that are not handed in, for whoever is about to close the phase of self-scoring."""
    if kind != PhaseKind.SELF_SCORING:
        return []
    rows = UnitSheet.objects.filter(participant__cycle=cycle).exclude(state=UnitSheet.State.SUBMITTED)
    return [
        OpenTask(
            participant,
            gettext("sheet: {given} of {leaves} criteria answered").format(given=given, leaves=leaves),
        )
        for participant, given, leaves in rows.order_by("participant__place", "participant_id").values_list(
            "participant_id", "given", "leaves"
        )
    ]


def units_with_answers(*, cycle_set: CycleSet, survey: bool) -> list[ScoredUnit]:
    """Return the participants of a set on whose sheets something was written: the answer to how its scores came. The
    survey leaves are no part of a sheet."""
    if survey:
        return []
    rows = UnitSheet.objects.filter(participant__cycle_set=cycle_set, version__gt=0)
    return [
        ScoredUnit(name)
        for name in rows.order_by("participant__place").values_list("participant__name", flat=True)
    ]


def progress_counts(units: Iterable[UnitProgress]) -> dict[Progress, int]:
    """Return how many units are how far, every state with its number."""
    found = Counter(one.progress for one in units)
    return {state: found[state] for state in Progress}


def _sheets(cycle: Cycle, ends: date | None, today: date) -> QuerySet[UnitSheet, tuple[Any, ...]]:
    """The sheets of `cycle` by what is told of them; `ends` is the last day of the phase for all."""
    submissions = SheetSubmission.objects.filter(sheet=OuterRef("pk")).order_by("-number")
    state = UnitSheet.State
    is_over = ends is not None and today > ends
    progress = Case(
        When(state=state.SUBMITTED, then=Value(Progress.SUBMITTED.value)),
        When(state=state.UNSUBMITTED, then=Value(Progress.UNSUBMITTED.value)),
        *([When(pk__isnull=False, then=Value(Progress.LATE.value))] if is_over else []),
        When(Exists(submissions), then=Value(Progress.RETURNED.value)),
        When(version=0, then=Value(Progress.NOT_BEGUN.value)),
        default=Value(Progress.ON_THE_WAY.value),
        output_field=CharField(),
    )
    given = Extension.objects.filter(participant=OuterRef("participant"), kind=PhaseKind.SELF_SCORING)
    for_all = Value(ends, output_field=DateField())
    until = Greatest(Coalesce(Subquery(given.order_by("-pk").values("until")[:1]), for_all), for_all)
    rows = UnitSheet.objects.filter(participant__cycle=cycle).order_by(
        "participant__peer_group", "participant__place", "participant_id"
    )
    return rows.values_list(
        "pk",
        "participant_id",
        "participant__unit_id",
        "participant__name",
        "participant__peer_group",
        progress,
        "given",
        "leaves",
        until if ends else for_all,
        Subquery(submissions.values("at")[:1]),
        Subquery(submissions.values("number")[:1]),
    )
