"""A unit asks for the part that it sent of a periodic report; who draws together gives it back or refuses."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor
from cchc.audit.actions import record
from cchc.audit.models import by_line
from cchc.audit.verbs import verb
from cchc.core.plans.reports.sending import PartState
from cchc.following.actions.report_parts import held_part
from cchc.following.actions.report_rounds import held_round, refuse_closed, said_reason
from cchc.following.actions.report_telling import PART_GIVEN_BACK, RECALL_REFUSED, tell_units
from cchc.following.models import PartRecall, PartReturn, RecallRefusal, ReportPart, ReportRound
from cchc.following.queries.recalls import open_recalls
from cchc.following.queries.report_words import round_name
from cchc.following.queries.rounds import NOTHING_SENT, sendings_of
from cchc.units.models import Unit

ASKED = verb("following.part_asked_back", _("asked for the part of {unit_name} of {subject} back: {reason}"))
GIVEN = verb("following.part_given_back", _("gave the part of {unit_name} of {subject} back: {reason}"))
REFUSED = verb("following.recall_refused", _("kept the part of {unit_name} of {subject} as sent: {reason}"))


@transaction.atomic
def ask_part_back(*, by: Actor, round_: ReportRound, unit: Unit, number: int, reason: str) -> PartRecall:
    """Ask for the sending `number` of a unit back, for a `reason`; it counts until it is given back.

    Raises `NotPermitted`, and ValidationError without a reason, for a report that is frozen or withdrawn, for a sending
    that is not the last one any more or was returned, and for one that was asked back already.
    """
    held, _draft = held_part(by, round_, unit)
    kept = said_reason(reason, _("Say why the unit needs its part back."))
    sent = sendings_of(ReportPart.objects.filter(round=held, of_unit=unit))
    last = sent.get((held.pk, unit.pk), NOTHING_SENT)
    if last.state not in (PartState.SENT, PartState.CARRIED) or last.number != number:
        raise ValidationError(_("This part was sent again or returned meanwhile: look at it again."))
    if open_recalls().filter(part=last.last).exists():
        raise ValidationError(_("The part was asked back already: the answer is awaited."))
    made = PartRecall.objects.create(part_id=last.last, reason=kept, **by_line(by))
    facts = {"unit_name": unit.name, "of_unit": unit.pk, "number": number, "reason": kept}
    record(by=by, verb=ASKED, subject=round_name(held), subject_id=held.pk, facts=facts, wrote=[made])
    return made


@transaction.atomic
def give_part_back(*, by: Actor, recall: PartRecall) -> PartReturn:
    """Return a sending because its unit asked for it; the day of the first sending stays. The unit is told.

    Raises `NotPermitted`, and ValidationError where the report is frozen or withdrawn, or the answer was given.
    """
    held, waiting = _held(by, recall)
    unit = waiting.part.of_unit
    made = PartReturn.objects.create(
        part=waiting.part, reason=waiting.reason, incomplete=False, **by_line(by)
    )
    facts = {"unit_name": unit.name, "of_unit": unit.pk, "reason": waiting.reason, "recall": waiting.pk}
    record(by=by, verb=GIVEN, subject=round_name(held), subject_id=held.pk, facts=facts, wrote=[made])
    tell_units(PART_GIVEN_BACK, held, [unit.pk], by)
    return made


@transaction.atomic
def refuse_recall(*, by: Actor, recall: PartRecall, reason: str) -> RecallRefusal:
    """Keep a sending that its unit asked for, for a `reason`. The unit is told.

    Raises `NotPermitted`, and ValidationError without a reason, where the report is frozen or withdrawn, or the answer
    was given.
    """
    held, waiting = _held(by, recall)
    kept = said_reason(reason, _("Say why the part stays as it was sent."))
    unit = waiting.part.of_unit
    made = RecallRefusal.objects.create(recall=waiting, reason=kept, **by_line(by))
    facts = {"unit_name": unit.name, "of_unit": unit.pk, "reason": kept, "recall": waiting.pk}
    record(by=by, verb=REFUSED, subject=round_name(held), subject_id=held.pk, facts=facts, wrote=[made])
    tell_units(RECALL_REFUSED, held, [unit.pk], by, reason=kept)
    return made


def _held(by: Actor, recall: PartRecall) -> tuple[ReportRound, PartRecall]:
    """The round, held, and what still waits for an answer in it."""
    held = held_round(by, recall.part.round)
    refuse_closed(held)
    waiting = open_recalls().select_related("part__of_unit").filter(pk=recall.pk).first()
    if waiting is None:
        raise ValidationError(_("The answer was given meanwhile: look at the part again."))
    return held, waiting
