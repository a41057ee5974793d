"""What people are told about requests that a leaf shall not apply."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor
from cchc.access.permissions import Permission
from cchc.cycles.models import ApplicabilityRequest, Cycle, Participant
from cchc.notices.actions import tell
from cchc.notices.kinds import NoticeKind, notice_kind
from cchc.notices.queries.recipients import people_of_units

TOLD_ASKED = notice_kind(
    "cycles.applicability_asked", _("{unit} asks that {leaf} shall not apply to it ({cycle}).")
)
TOLD_GRANTED = notice_kind(
    "cycles.applicability_granted", _("{leaf} does not apply to {unit} in {cycle}: the request was granted.")
)
TOLD_REFUSED = notice_kind(
    "cycles.applicability_refused",
    _("{leaf} applies to {unit} in {cycle}; the request was refused: {answer}"),
    letter=_("{leaf} applies to {unit} in {cycle}; the request was refused."),
)
TOLD_REOPENED = notice_kind(
    "cycles.applicability_reopened",
    _("The decision whether {leaf} applies to {unit} in {cycle} was taken back and comes anew: {reason}"),
    letter=_("The decision whether {leaf} applies to {unit} in {cycle} was taken back and comes anew."),
)
TOLD_APPEALED = notice_kind(
    "cycles.applicability_appealed",
    _("{unit} lays the refusal about {leaf} before the council ({cycle})."),
)
TOLD_APPEAL_GRANTED = notice_kind(
    "cycles.appeal_granted", _("{leaf} does not apply to {unit} in {cycle}: the council granted the appeal.")
)
TOLD_APPEAL_REFUSED = notice_kind(
    "cycles.appeal_refused",
    _("{leaf} applies to {unit} in {cycle}; the council refused the appeal: {answer}"),
    letter=_("{leaf} applies to {unit} in {cycle}; the council refused the appeal."),
)
TOLD_MOVED = notice_kind(
    "cycles.applicability_moved",
    _("“{phase}” of {cycle} is locked for {unit} before anybody decided whether {leaf} applies to it: the request goes"
      " on to the appraisal."),
)  # fmt: skip
TOLD_TAKEN_OVER = notice_kind(
    "cycles.applicability_taken_over",
    _("“{phase}” of {cycle} is locked; {count} requests that a criterion shall not apply went on to the appraisal and"
      " wait for a decision."),
)  # fmt: skip


def people_asking(participant: Participant) -> set[int]:
    """Return the ids of the people who ask for a unit, and are told what becomes of it."""
    found = people_of_units([participant.unit_id], Permission.APPLICABILITY_ASK, timezone.localdate())
    return found[participant.unit_id]


def tell_of_request(
    kind: NoticeKind,
    by: Actor | None,
    asked: ApplicabilityRequest,
    cycle: Cycle,
    people: set[int],
    **more: str,
) -> None:
    """Tell people something about a request."""
    facts = {"unit": asked.participant.name, "leaf": asked.leaf, "cycle": cycle.name, **more}
    tell(kind=kind, to=people, facts=facts, href=reverse("cycles:request", args=[cycle.pk, asked.pk]), by=by)
