"""Which surveys a person sees in the field."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from cchc.access.actor import Actor
from cchc.fieldwork.policies import may_back_check, may_read_fieldwork
from cchc.surveys.models import Survey


def surveys_checked_by(actor: Actor) -> QuerySet[Survey]:
    """The surveys whose back-checks `actor` may see: all for who reaches the province, those in which the own body asks
    anew, or none."""
    if may_read_fieldwork(actor):
        return Survey.objects.all()
    if may_back_check(actor) and actor.unit_id is not None:
        return Survey.objects.filter(Q(back_checks__body=actor.unit_id)).distinct()
    return Survey.objects.none()
