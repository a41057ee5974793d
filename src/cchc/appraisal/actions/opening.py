"""The first appraisal of a unit is opened by its handing in its sheet, the second by its handing in what it explains of
the result; each is put away when the unit gets that back."""

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
from cchc.appraisal.actions.advising import tell_appraisers
from cchc.appraisal.actions.appraising import add_up, write_scores
from cchc.appraisal.models import (
    DoubleOpinion,
    JustificationSubmission,
    ResultReopening,
    UnitAppraisal,
)
from cchc.appraisal.queries.content import NOT_APPRAISED, appraisal_content
from cchc.appraisal.queries.explained import standing_submissions
from cchc.appraisal.queries.held import WITH_SET, HeldAppraisal, held_appraisal
from cchc.appraisal.queries.outcome import standing_result
from cchc.audit.locks import hold
from cchc.audit.models import by_line
from cchc.cycles.consequences import Built
from cchc.cycles.models import ApplicabilityRequest, Cycle, Participant, PhaseKind
from cchc.scores.models import Stage
from cchc.self_scoring.models import SheetSubmission, UnitSheet

State = UnitAppraisal.State


@transaction.atomic
def open_appraisal(*, by: Actor, sheet: UnitSheet, submission: SheetSubmission) -> list[Model]:
    """Open the first appraisal of a unit that handed in its sheet; the answer to `sheet_submitted`.

    What was appraised of an earlier submission counts again where the unit's answer is the same; elsewhere it is to be
    given anew, and what stood there can still be seen.
    """
    return _open(sheet.participant, Stage.FIRST_APPRAISAL, submission.number)


def open_second_appraisal(participant: Participant, submission: JustificationSubmission) -> list[Model]:
    """Open the second appraisal of a unit that explained something, empty beside the first: the leaves that it
    explained. Part of the act that hands its justification in, which holds its first appraisal.

    What was appraised of an earlier justification counts again where the unit said the same to the same result.
    """
    return _open(participant, Stage.SECOND_APPRAISAL, submission.number)


def _open(participant: Participant, stage: Stage, submission: int) -> list[Model]:
    row, made = UnitAppraisal.objects.get_or_create(
        participant=participant, stage=stage, defaults={"submission": submission}
    )
    held = held_appraisal(hold(UnitAppraisal.objects.select_related(*WITH_SET), row.pk))
    held.row.state, held.row.submission = State.OPEN, submission
    held.row.save(update_fields=["state", "submission"])
    wrote: list[Model] = [] if made else _let_stand(held)
    add_up(held)
    waiting = ApplicabilityRequest.objects.filter(
        participant=row.participant_id, state=ApplicabilityRequest.State.ASKED
    )
    related = ("participant__cycle", "participant__cycle_set__version", "participant__unit")
    tell_appraisers(waiting.select_related(*related).order_by("pk"))
    return wrote


def _let_stand(held: HeldAppraisal) -> list[Model]:
    """Keep the verdicts on answers that are as they were, take away the others; returns the rows that were written."""
    wrote: list[Model] = list(_put_opinions_away(held))
    given = [row for row in held.rows.values() if row.verdict]
    changed = [row for row in given if row.read != held.read(row.leaf) or row.leaf not in held.leaves]
    for row in changed:
        row.verdict, row.version = "", row.version + 1
        row.save(update_fields=["verdict", "version"])
    standing = {row.leaf: appraisal_content(row) for row in given if row.verdict}
    return [*wrote, *changed, *(write_scores(held, standing) if standing else ())]


def _put_opinions_away(held: HeldAppraisal) -> Iterator[DoubleOpinion]:
    """Let what one of two gave to an answer that is another one now stand no more; yields the rows."""
    opinions = DoubleOpinion.objects.filter(
        cell__participant=held.participant, cell__plan__stage=held.row.stage, stands=True
    )
    for row in opinions.select_related("cell"):
        leaf = row.cell.leaf
        if row.read != held.read(leaf) or leaf not in held.leaves:
            row.stands, row.version = False, row.version + 1
            row.save(update_fields=["stands", "version"])
            yield row


@transaction.atomic
def put_appraisal_away(*, by: Actor, sheet: UnitSheet, reason: str, reopened: bool) -> list[Model]:
    """Let the appraisals of a unit rest whose sheet was given back, and take their points out of what counts; the
    answer to `sheet_given_back`. A result that was sent is taken back with it where the phase was `reopened`; otherwise
    raises ValidationError, for that is the lead's to do."""
    first = _held(sheet.participant, Stage.FIRST_APPRAISAL)
    if first is None:
        return []
    if first.row.state == State.SENT and not reopened:
        raise ValidationError(
            _("The result of the appraisal was sent to the unit: the lead takes it back first.")
        )
    return [*_put_away(by, first, reason), *put_second_appraisal_away(by, sheet.participant, reason)]


def put_second_appraisal_away(by: Actor, participant: Participant, reason: str) -> list[Model]:
    """Let the second appraisal of a unit rest, where there is one, because what it explained is open again: its points
    do not count, and a result of it that was sent is taken back. Part of the act that holds the first one."""
    second = _held(participant, Stage.SECOND_APPRAISAL)
    return [] if second is None or second.row.state == State.WITHDRAWN else _put_away(by, second, reason)


def held_second_appraisal(participant: Participant) -> UnitAppraisal | None:
    """Return the second appraisal of a unit, held, so that nobody appraises until the act ends; None while there is
    none, or it is put away."""
    rows = UnitAppraisal.objects.select_for_update(of=("self",), no_key=True).exclude(state=State.WITHDRAWN)
    return rows.filter(participant=participant, stage=Stage.SECOND_APPRAISAL).first()


def _held(participant: Participant, stage: Stage) -> HeldAppraisal | None:
    found = UnitAppraisal.objects.filter(participant=participant, stage=stage).first()
    if found is None:
        return None
    return held_appraisal(hold(UnitAppraisal.objects.select_related(*WITH_SET), found.pk))


def _put_away(by: Actor, held: HeldAppraisal, reason: str) -> list[Model]:
    wrote: list[Model] = []
    result = standing_result(held.row)
    if held.row.state == State.SENT and result is not None:
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
    """Return what was appraised of a participant, and what it said to that, for whoever is about to open its
    self-scoring or its justification again."""
    stages = BUILT_IN.get(PhaseKind(kind), ())
    rows = UnitAppraisal.objects.filter(participant=participant, stage__in=stages, given__gt=0)
    found = {row.stage: list(_built(row)) for row in rows.exclude(state=State.WITHDRAWN)}
    said = standing_submissions().filter(of__participant=participant) if stages else ()
    words = [
        *found.get(Stage.FIRST_APPRAISAL, ()),
        *(submission_words(one) for one in said),
        *found.get(Stage.SECOND_APPRAISAL, ()),
    ]
    return [Built(one) for one in words]


BUILT_IN = {
    PhaseKind.SELF_SCORING: (Stage.FIRST_APPRAISAL, Stage.SECOND_APPRAISAL),
    PhaseKind.JUSTIFICATION: (Stage.SECOND_APPRAISAL,),
}
"""The stages of appraisal that are built on what a unit finishes in a phase."""


def submission_words(one: JustificationSubmission) -> str:
    """Return a justification in a few words: its number, and when it was handed in or locked."""
    words = (
        gettext("justification {number}, taken over by the lock on {day}")
        if one.by_lock
        else gettext("justification {number}, handed in on {day}")
    )
    return words.format(number=one.number, day=f"{localtime(one.at):%d/%m/%Y}")


def _built(row: UnitAppraisal) -> Iterator[str]:
    words = ngettext("{stage}: {count} criterion appraised", "{stage}: {count} criteria appraised", row.given)
    yield words.format(stage=Stage(row.stage).label, count=row.given)
    result = standing_result(row)
    if row.state == State.SENT and result is not None:
        yield gettext("result {number} of the appraisal, sent to the unit on {day}").format(
            number=result.number, day=f"{localtime(result.at):%d/%m/%Y}"
        )
