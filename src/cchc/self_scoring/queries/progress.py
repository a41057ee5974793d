"""How far the units are with their sheets, for those who never see what a sheet holds before it is handed in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Subquery, TextChoices
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cchc.cycles.consequences import HandedIn, OpenTask, ScoredUnit
from cchc.cycles.models import Cycle, CycleSet, Extension, PhaseKind
from cchc.self_scoring.models import Answer, SheetSubmission, UnitSheet


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
    """How far one unit is: its peer group, how many of its leaves are answered, its last day (None without a phase)
    and whether an extension gave it, when its sheet was handed in last and how often. Nothing of what the sheet
    holds."""

    sheet: int
    participant: int
    unit: int
    name: str
    group: str
    progress: Progress
    given: int
    leaves: int
    until: date | None
    is_extended: bool
    handed_in: datetime | None
    times: int


def progress_of(cycle: Cycle, now: datetime) -> list[UnitProgress]:
    """Return how far every unit of `cycle` is that scores itself, in the order of the peer groups; three queries.

    A unit is late whose sheet a lock froze before it was handed in, and which has more time since, as long as the phase
    is over for all. Who was given more time beforehand is not late within it.
    """
    phase = cycle.phases.filter(kind=PhaseKind.SELF_SCORING).first()
    ends = phase.ends if phase else None
    is_over = ends is not None and localtime(now).date() > ends
    given = Extension.objects.filter(participant__cycle=cycle, kind=PhaseKind.SELF_SCORING).order_by("pk")
    last = dict(given.values_list("participant", "until"))
    submissions = SheetSubmission.objects.filter(sheet=OuterRef("pk")).order_by("-number")
    rows = UnitSheet.objects.filter(participant__cycle=cycle).annotate(
        handed_in=Subquery(submissions.values("at")[:1]),
        times=Subquery(submissions.values("number")[:1]),
        is_begun=Exists(Answer.objects.filter(sheet=OuterRef("pk"))),
    )
    return [
        _unit_progress(row, ends, last.get(row.participant_id), is_over)
        for row in rows.select_related("participant").order_by(
            "participant__peer_group", "participant__place", "participant_id"
        )
    ]


def _unit_progress(row: Any, ends: date | None, until: date | None, is_over: bool) -> UnitProgress:
    """How far the unit of one sheet is: `ends` is the last day for all, `until` the one of its last extension."""
    is_extended = ends is not None and until is not None and until > ends
    return UnitProgress(
        sheet=row.pk,
        participant=row.participant_id,
        unit=row.participant.unit_id,
        name=row.participant.name,
        group=row.participant.peer_group,
        progress=_progress(row, is_over),
        given=row.given,
        leaves=row.leaves,
        until=until if is_extended else ends,
        is_extended=is_extended,
        handed_in=row.handed_in,
        times=row.times or 0,
    )


def _progress(row: Any, is_over: bool) -> Progress:
    if row.state == UnitSheet.State.SUBMITTED:
        return Progress.SUBMITTED
    if row.state == UnitSheet.State.UNSUBMITTED:
        return Progress.UNSUBMITTED
    if row.overdue and is_over:
        return Progress.LATE
    if row.times:
        return Progress.RETURNED
    return Progress.ON_THE_WAY if row.is_begun else Progress.NOT_BEGUN


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


def sheets_handed_in(*, participants: Collection[int]) -> list[HandedIn]:
    """Return those of `participants`, by their ids, whose sheets are handed in."""
    rows = UnitSheet.objects.filter(participant__in=participants, state=UnitSheet.State.SUBMITTED)
    return [HandedIn(pk) for pk in rows.order_by().values_list("participant_id", flat=True)]


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
