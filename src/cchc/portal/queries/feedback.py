"""Feedback: the rules that hold, what waits for who moderates, and what was forwarded to a unit."""

from __future__ import annotations

from django.db.models import Count, QuerySet

from cchc.access.actor import Actor
from cchc.access.permissions import Permission
from cchc.portal.models import Feedback, FeedbackRules
from cchc.portal.policies import may_moderate_feedback
from cchc.units.queries import predecessors_of


def standing_rules() -> FeedbackRules | None:
    """Return the rules that hold; None before anybody has set them: then no feedback is taken."""
    return FeedbackRules.objects.order_by("-number").first()


def is_feedback_taken() -> bool:
    """Whether the public may send feedback now."""
    rules = standing_rules()
    return rules is not None and rules.is_open


def moderated_by(actor: Actor) -> QuerySet[Feedback]:
    """Return all feedback for who moderates it, none for anybody else."""
    rows = Feedback.objects.select_related("key__unit")
    return rows if may_moderate_feedback(actor) else rows.none()


def forwarded_to(actor: Actor) -> QuerySet[Feedback]:
    """Return what was forwarded to the unit of `actor`, or to one that went into it; never with the contact of who
    wrote it. None for who may not read it."""
    rows = Feedback.objects.select_related("key__unit").defer("contact", "sender")
    if not actor.may(Permission.FEEDBACK_READ) or actor.unit_id is None:
        return rows.none()
    before = (step.before.pk for step in predecessors_of([actor.unit_id])[actor.unit_id])
    return rows.filter(key__unit__in=[actor.unit_id, *before], forwarded_at__isnull=False)


def counts_by_state(rows: QuerySet[Feedback]) -> dict[str, int]:
    """Return how many of `rows` are in each state."""
    return dict(rows.order_by().values_list("state").annotate(Count("pk")))
