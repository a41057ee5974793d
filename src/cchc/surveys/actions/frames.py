"""Frames of samples: written from a file, and freed of whatever says who somebody is."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor, NotPermitted
from cchc.access.permissions import Permission
from cchc.audit.actions import record
from cchc.audit.changed import Changed
from cchc.audit.locks import hold
from cchc.audit.verbs import verb
from cchc.intake.actions import forget_waiting
from cchc.intake.models import StagedFile
from cchc.surveys.models import FrameRow, SampleFrame, Survey, SurveyState
from cchc.surveys.policies import may_design

FRAME = "survey_frame"
WRITTEN = verb("surveys.frame_written", _("wrote the frame “{frame}” of “{subject}”: {count} rows"))
GIVEN_UP = verb("surveys.frame_given_up", _("gave up a frame of “{subject}” without writing anything"))
ERASED = verb(
    "surveys.frame_erased", _("erased who stands in the frame “{frame}” of “{subject}”: {count} rows")
)
AT_ONCE = 2_000


def open_for_frame(by: Actor, about: str) -> Survey:
    """The survey that a frame belongs to, held. Raises `NotPermitted`, and ValidationError for a closed one."""
    if not may_design(by):
        raise NotPermitted(Permission.SURVEY_DESIGN)
    held = hold(Survey.objects.all(), int(about))
    if held.state == SurveyState.CLOSED:
        raise ValidationError(_("A closed survey does not change."))
    return held


def write_frame(by: Actor, survey: Survey, staged: StagedFile, _ready: None) -> SampleFrame:
    """Write the rows of a frame, in the place of those of the same name; who stands in it is then kept there alone.

    Raises `Changed` where the frame of this name is another by now, ValidationError where a sample was drawn from it.
    """
    name = staged.options["name"]
    before = survey.frames.filter(name=name).first()
    if (before.sha256 if before else "") != staged.seen:
        raise Changed(seen=staged.seen, now=before.sha256 if before else "")
    if before is not None and before.draws.exists():
        raise ValidationError(
            _("A sample was drawn from this frame: take the draw back, or give the frame another name.")
        )
    if before is not None:
        before.delete()
    frame = SampleFrame.objects.create(survey=survey, name=name, sha256=staged.read["sha256"])
    FrameRow.objects.bulk_create((_row(frame, one) for one in staged.read["rows"]), batch_size=AT_ONCE)
    count = len(staged.read["rows"])
    staged.read = {"sha256": staged.read["sha256"]}
    staged.save(update_fields=["read"])
    facts = {"frame": name, "count": count, "sha256": frame.sha256}
    record(by=by, verb=WRITTEN, subject=survey.name, subject_id=survey.pk, facts=facts)
    return frame


def _row(frame: SampleFrame, one: dict[str, Any]) -> FrameRow:
    return FrameRow(
        frame=frame,
        key=one["key"],
        unit_id=one["unit"],
        stratum=one["stratum"],
        size=one["size"],
        columns=one["columns"],
    )


def record_frame_given_up(by: Actor, survey: Survey, _staged: StagedFile) -> None:
    """Record that a frame is forgotten; what was read of it goes."""
    record(by=by, verb=GIVEN_UP, subject=survey.name, subject_id=survey.pk, facts={})


@transaction.atomic
def erase_frame(*, by: Actor, frame: SampleFrame) -> SampleFrame:
    """Erase all columns of a frame: keys, units and strata stay, so that the draw can be understood, and nobody can be
    told from them. What was read of files that wait to take its place goes with them.

    Raises `NotPermitted`, ValidationError for one that was erased.
    """
    if not may_design(by):
        raise NotPermitted(Permission.SURVEY_DESIGN)
    held = hold(SampleFrame.objects.all(), frame.pk)
    if held.erased_at is not None:
        raise ValidationError(_("This frame was erased already."))
    count = held.rows.update(columns={})
    held.erased_at = timezone.now()
    held.save(update_fields=["erased_at"])
    survey = held.survey
    forget_waiting(code=FRAME, about=str(survey.pk), name=held.name)
    facts = {"frame": held.name, "count": count}
    record(by=by, verb=ERASED, subject=survey.name, subject_id=survey.pk, facts=facts)
    return held
