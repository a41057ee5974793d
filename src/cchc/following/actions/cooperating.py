"""A cooperating unit confirms what was reported, or adds to it."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor, NotPermitted
from cchc.access.permissions import Permission
from cchc.audit.actions import record as record_act
from cchc.audit.locks import hold
from cchc.audit.models import by_line
from cchc.audit.verbs import verb
from cchc.core.words.lengths import MOST, RefusedText, accepted_text
from cchc.following.actions.reporting import followed_records, refuse_closed
from cchc.following.models import CooperationNote, ProgressRecord
from cchc.following.queries.mine import may_note
from cchc.following.queries.words import measure_facts
from cchc.ui.templatetags.ui import message_text

NOTED = verb(
    "following.cooperation_noted",
    _("said as a cooperating unit something about measure {number} of {subject}, {period}, of {unit}"),
)


@transaction.atomic
def note_cooperation(
    *, by: Actor, record: ProgressRecord, confirms: bool, text: str = "", now: datetime | None = None
) -> CooperationNote:
    """Keep that the unit of `by`, which cooperates in the measure, confirms what was reported, or what it adds.

    Raises `NotPermitted` for a unit that does not cooperate, ValidationError for a note that says nothing, and for a
    record that is closed.
    """
    held = hold(followed_records(), record.pk)
    if by.unit_id is None or not may_note(by, held):
        raise NotPermitted(Permission.PROGRESS_REPORT)
    refuse_closed(held)
    try:
        words = accepted_text(text, MOST["explanation"], lines=True).strip()
    except RefusedText as refused:
        raise ValidationError({"text": [message_text(why) for why in refused.whys]}) from None
    if not confirms and not words:
        raise ValidationError({"text": _("Confirm what was reported, or say what is to be added.")})
    if confirms and held.reported_at is None:
        raise ValidationError({"confirms": _("Nothing was reported yet that could be confirmed.")})
    made = CooperationNote.objects.create(
        record=held,
        of_unit_id=by.unit_id,
        confirms=confirms,
        text=words,
        at=now or timezone.now(),
        **by_line(by),
    )
    plan = held.measure.section.plan
    facts = {
        **measure_facts(held.measure),
        "period": held.period,
        "unit": held.unit.name,
        "confirms": confirms,
    }
    record_act(by=by, verb=NOTED, subject=plan.title, subject_id=plan.pk, facts=facts, wrote=[made])
    return made
