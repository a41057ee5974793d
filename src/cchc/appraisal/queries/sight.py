"""What a reader may see of the appraisals of a cycle."""

from __future__ import annotations

from django.db.models import Count, Q

from cchc.access.actor import Actor
from cchc.appraisal.models import Assignment, DoubleCell, UnitAppraisal
from cchc.appraisal.policies import OF_A_UNIT, OF_TWO, AppraisalSight, may_read_appraisals
from cchc.audit.consequences import ConcealedSubjects
from cchc.cycles.models import Cycle
from cchc.cycles.policies import own_units
from cchc.scores.queries.interests import participants_near, participants_of_interest


def sight_in(actor: Actor, cycle: Cycle) -> AppraisalSight:
    """Return how far `actor` sees into the appraisals of `cycle`; at most four queries."""
    own = own_units(actor)
    if not may_read_appraisals(actor):
        return AppraisalSight(actor.person_id, sees=False, own=own)
    return AppraisalSight(actor.person_id, sees=True, apart=participants_of_interest(actor, cycle), own=own)


def concealed_appraisals(*, actor: Actor) -> list[ConcealedSubjects]:
    """Return the appraisals of which `actor` reads nothing in the log, in any year: those of units that stand near to
    the person, the own one among them; and what one of two has given, before both have, where the person appraises by
    the same plan. Five queries."""
    units = participants_near(actor)
    near = UnitAppraisal.objects.filter(participant__in=units)
    doubles = DoubleCell.objects.annotate(standing=Count("opinions", filter=Q(opinions__stands=True)))
    is_named = Q(plan__in=Assignment.objects.filter(person=actor.person_id).values("plan"))
    blind = Q(standing__lt=2) & (Q(second=actor.person_id) | is_named)
    unread = doubles.filter(Q(participant__in=units) | blind)
    return [
        ConcealedSubjects(OF_A_UNIT, near.order_by().values_list("pk", flat=True)),
        ConcealedSubjects(OF_TWO, unread.order_by().values_list("pk", flat=True)),
    ]
