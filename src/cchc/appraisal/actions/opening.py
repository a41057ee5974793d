"""The appraisal of a unit is opened by its handing in, and put away when its sheet is given back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.timezone import localtime
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor
from cchc.appraisal.actions.appraising import add_up, write_scores
from cchc.appraisal.models import ResultReopening, UnitAppraisal
from cchc.appraisal.queries.content import NOT_APPRAISED, appraisal_content
from cchc.appraisal.queries.held import WITH_SET, HeldAppraisal, held_appraisal
from cchc.appraisal.queries.outcome import standing_result
from cchc.audit.locks import hold
from cchc.audit.models import by_line
from cchc.cycles.consequences import Built
from cchc.cycles.models import Cycle, Participant, PhaseKind
from cchc.scores.models import Stage
from cchc.self_scoring.models import SheetSubmission, UnitSheet

State = UnitAppraisal.State


@transaction.atomic
def open_appraisal(*, by: Actor, sheet: UnitSheet, submission: SheetSubmission) -> list[Model]:
    """Open the first appraisal of a unit that handed in its sheet; the answer to `sheet_submitted`.

    What was appraised of an earlier submission counts again where the unit's answer is the same; elsewhere it is to be
    given anew, and what stood there can still be seen.
    """
    row, made = UnitAppraisal.objects.get_or_create(
        participant=sheet.participant,
        stage=Stage.FIRST_APPRAISAL,
        defaults={"submission": submission.number},
    )
    held = held_appraisal(hold(UnitAppraisal.objects.select_related(*WITH_SET), row.pk))
    held.row.state, held.row.submission = State.OPEN, submission.number
    held.row.save(update_fields=["state", "submission"])
    wrote: list[Model] = [] if made else _let_stand(held)
    add_up(held)
    return wrote


def _let_stand(held: HeldAppraisal) -> list[Model]:
    """Keep the verdicts on answers that are as they were, take away the others; returns the rows that were written."""
    given = list(held.row.rows.exclude(verdict=""))
    changed = [row for row in given if row.read != held.claim(row.leaf).sha256 or row.leaf not in held.leaves]
    for row in changed:
        row.verdict, row.version = "", row.version + 1
        row.save(update_fields=["verdict", "version"])
    standing = {row.leaf: appraisal_content(row) for row in given if row.verdict}
    return [*changed, *(write_scores(held, standing) if standing else ())]


@transaction.atomic
def put_appraisal_away(*, by: Actor, sheet: UnitSheet, reason: str, reopened: bool) -> list[Model]:
    """Let the first appraisal of a unit rest whose sheet was given back, and take its points out of what counts; the
    answer to `sheet_given_back`. A result that was sent is taken back with it where the phase was `reopened`; otherwise
    raises ValidationError, for that is the lead's to do."""
    found = UnitAppraisal.objects.filter(participant=sheet.participant, stage=Stage.FIRST_APPRAISAL).first()
    if found is None:
        return []
    held = held_appraisal(hold(UnitAppraisal.objects.select_related(*WITH_SET), found.pk))
    wrote: list[Model] = []
    result = standing_result(held.row)
    if held.row.state == State.SENT and result is not None:
        if not reopened:
            words = _("The result of the appraisal was sent to the unit: the lead takes it back first.")
            raise ValidationError(words)
        line = by_line(by)
        wrote.append(ResultReopening.objects.create(result=result, reason=reason, at=timezone.now(), **line))
    held.row.state = State.WITHDRAWN
    held.row.save(update_fields=["state"])
    emptied = {
        leaf: NOT_APPRAISED for leaf in held.row.rows.exclude(verdict="").values_list("leaf", flat=True)
    }
    return [*wrote, *(write_scores(held, emptied) if emptied else ())]


@transaction.atomic
def fit_appraisals(*, cycle: Cycle) -> Sequence[Model]:
    """Let the sums of the appraisals of `cycle` follow from what applies to each unit; the answer to
    `participation_changed`."""
    for pk in UnitAppraisal.objects.filter(participant__cycle=cycle).values_list("pk", flat=True):
        add_up(held_appraisal(hold(UnitAppraisal.objects.select_related(*WITH_SET), pk)))
    return []


def appraisals_built(*, participant: Participant, kind: str) -> list[Built]:
    """Return what was appraised of a participant, for whoever is about to open its self-scoring again."""
    if kind != PhaseKind.SELF_SCORING:
        return []
    rows = UnitAppraisal.objects.filter(participant=participant, given__gt=0).exclude(state=State.WITHDRAWN)
    return [Built(words) for row in rows.order_by("pk") for words in _built(row)]


def _built(row: UnitAppraisal) -> Iterator[str]:
    words = ngettext("{stage}: {count} criterion appraised", "{stage}: {count} criteria appraised", row.given)
    yield words.format(stage=Stage(row.stage).label, count=row.given)
    result = standing_result(row)
    if row.state == State.SENT and result is not None:
        yield gettext("result {number} of the appraisal, sent to the unit on {day}").format(
            number=result.number, day=f"{localtime(result.at):%d/%m/%Y}"
        )
