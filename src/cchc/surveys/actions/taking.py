"""Taking the results of surveys into the index: figures of final estimates become scores of survey leaves, for all
units at once; taken back until points are final."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor
from cchc.access.permissions import Permission
from cchc.audit.actions import record
from cchc.audit.changed import Changed
from cchc.audit.locks import hold
from cchc.audit.models import by_line
from cchc.audit.verbs import FactWords, say_facts, verb
from cchc.cycles.models import Cycle
from cchc.scores.actions.stages import write_surveyed
from cchc.scores.actions.writing import hold_running
from cchc.scores.models import Score
from cchc.scores.queries.applying import MovedCell
from cchc.scores.queries.content import ScoreContent, score_content
from cchc.scores.queries.imports import as_json, changes_in
from cchc.scores.queries.stages import counting_scores, latest_versions
from cchc.surveys.models import Survey, SurveyTaking, SurveyTakingUndoing, TakenFigure
from cchc.surveys.queries.taken import standing_takings
from cchc.surveys.queries.takings import TakingPlan, refuse_without_sets, taking_plan

TAKEN = verb(
    "surveys.taken",
    _("took the results of surveys into {subject}: {leaves} scores of {units} units"),
)
TAKEN_BACK = verb(
    "surveys.taken_back", _("took the results of surveys in {subject} back ({leaves} scores): {reason}")
)
say_facts(
    "surveys",
    leaves=FactWords(_("scores")),
    units=FactWords(_("units")),
    estimates=FactWords(_("estimates taken, with their hashes")),
)
BATCH = 500


@transaction.atomic
def take_results(*, by: Actor, cycle: Cycle, seen: str, now: datetime | None = None) -> SurveyTaking:
    """Make the figures of the final estimates of the year the scores of the survey leaves that they feed, for all units
    of the sets that are scored from surveys; the index follows at once. What was decided by hand stays, and so does
    what has no figure that may be printed.

    `seen` is the seal of what the page showed (`TakingPlan.seal`). Raises `NotPermitted`, `Changed` when it is another
    by now, ValidationError when there is nothing to take, and when the points are final or the cycle is closed.
    """
    by.require(Permission.SURVEY_CLOSE)
    held = hold_running(cycle)
    refuse_without_sets(held)
    _hold_surveys_of(held.year)
    plan = taking_plan(held)
    if plan.seal != seen:
        raise Changed(seen=seen, now=plan.seal)
    if not plan.cells:
        raise ValidationError(_("There is nothing to take: every survey leaf holds what its survey found."))
    rows = write_surveyed(cycle=held, cells={one.cell: one.new for one in plan.cells})
    versions = {(one.participant_id, one.leaf): one.version for one in rows if isinstance(one, Score)}
    cells = [replace(one, new=replace(one.new, version=versions[one.cell])) for one in plan.cells]
    taking = SurveyTaking.objects.create(
        cycle=held,
        number=1 + held.survey_takings.count(),
        units=len({one.participant for one in cells}),
        leaves=len(cells),
        cells=as_json(cells),
        sha256=plan.seal,
        at=now or timezone.now(),
        **by_line(by),
    )
    TakenFigure.objects.bulk_create(_figures(taking, plan), batch_size=BATCH)
    facts = {
        "number": taking.number,
        "leaves": taking.leaves,
        "units": taking.units,
        "sha256": taking.sha256,
        "estimates": [
            f"{one.estimate.survey.name} · {one.estimate.number} · {one.estimate.sha256}"
            for one in plan.estimates.values()
        ],
    }
    record(by=by, verb=TAKEN, subject=held.name, subject_id=held.pk, facts=facts, wrote=[taking, *rows])
    return taking


def _hold_surveys_of(year: int) -> None:
    """Hold the surveys of a year, so that none is opened again while its figures are taken."""
    list(Survey.objects.select_for_update().filter(year=year).order_by("pk").values_list("pk"))


def _figures(taking: SurveyTaking, plan: TakingPlan) -> list[TakenFigure]:
    return [
        TakenFigure(
            taking=taking,
            participant_id=participant,
            leaf=leaf,
            figure=name,
            source=one.source,
            estimate=one.estimate,
            kind=one.kind,
            value=one.value,
            standard_error=one.standard_error,
            low=one.low,
            high=one.high,
            answers=one.answers,
            base=one.base,
        )
        for of_set in plan.sets
        for (participant, leaf), named in of_set.figures.items()
        for name, one in named.items()
    ]


@transaction.atomic
def take_results_back(
    *, by: Actor, taking: SurveyTaking, reason: str, now: datetime | None = None
) -> SurveyTakingUndoing:
    """Give every score that the last act wrote exactly what it held before, for a reason, before the points are final.

    Raises `NotPermitted`, `Changed` with the cells that were changed since, ValidationError without a reason, for an
    act that is not the last, and when the points are final or the cycle is closed.
    """
    by.require(Permission.SURVEY_CLOSE)
    held = hold_running(taking.cycle)
    made = hold(SurveyTaking.objects.all(), taking.pk)
    standing = standing_takings(held)
    if not standing or standing[0].pk != made.pk:
        raise ValidationError(_("Only what was taken last can be taken back, and only once."))
    said = " ".join(reason.split())
    if not said:
        raise ValidationError({"reason": _("Say why the results are taken back.")})
    changes = changes_in(made.cells)
    scores = counting_scores().filter(participant__in={one.participant for one in changes})
    present = {(one.participant_id, one.leaf): score_content(one) for one in scores}
    now_held = {one.cell: present.get(one.cell, ScoreContent()) for one in changes}
    moved = [
        MovedCell(one, now_held[one.cell], False)
        for one in changes
        if now_held[one.cell].version != one.new.version
    ]
    if moved:
        raise Changed(seen=[one.change.new for one in moved], now=moved)
    latest = latest_versions({one.participant for one in changes})
    back = {one.cell: replace(one.old, version=latest[one.cell] + 1) for one in changes}
    rows = write_surveyed(cycle=held, cells=back)
    undone = SurveyTakingUndoing.objects.create(
        taking=made, reason=said, at=now or timezone.now(), **by_line(by)
    )
    facts = {"number": made.number, "leaves": made.leaves, "reason": said}
    record(by=by, verb=TAKEN_BACK, subject=held.name, subject_id=held.pk, facts=facts, wrote=[undone, *rows])
    return undone
