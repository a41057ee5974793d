"""How far the collecting of surveys is."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet

from cchc.access.actor import Actor
from cchc.fieldwork.models import AssignmentState, FieldAssignment
from cchc.fieldwork.policies import may_collect, may_read_fieldwork
from cchc.surveys.models import Survey, SurveyState


def assignments_visible_to(actor: Actor) -> QuerySet[FieldAssignment]:
    """The forms that `actor` may see: those of all surveys, those that are his or her own, or none."""
    if may_read_fieldwork(actor):
        return FieldAssignment.objects.all()
    if may_collect(actor):
        return FieldAssignment.objects.filter(enumerator__person=actor.person_id)
    return FieldAssignment.objects.none()


def surveys_in_the_field(actor: Actor) -> QuerySet[Survey]:
    """The surveys that collect answers, each with how many forms `actor` sees of it (`handed_out`), how many of them
    came back (`came_back`) and how many are still out (`still_out`)."""
    seen = assignments_visible_to(actor).filter(is_test=False, open_link=None).order_by()
    surveys = Survey.objects.filter(state=SurveyState.COLLECTING)
    if not may_read_fieldwork(actor):
        surveys = surveys.filter(pk__in=seen.values("survey"))
    own = Q(assignments__in=seen)
    return surveys.annotate(
        handed_out=Count("assignments", filter=own),
        came_back=Count("assignments", filter=own & Q(assignments__state=AssignmentState.RETURNED)),
        still_out=Count(
            "assignments",
            filter=own & Q(assignments__state__in=[AssignmentState.PREPARED, AssignmentState.SENT]),
        ),
    ).order_by("collects_until", "name", "pk")
