"""What the council decided on a leaf as an entry of its thread; and what of it the log keeps from whom."""

from __future__ import annotations

from django.utils.translation import gettext as _

from cchc.access.actor import Actor
from cchc.appraisal.queries.sight import sight_in
from cchc.audit.consequences import ConcealedSubjects
from cchc.council.models import AgendaItem, CouncilDecision
from cchc.council.policies import OF_AN_ITEM
from cchc.council.queries.final import standing_final
from cchc.council.queries.sides import content_side
from cchc.council.queries.standing import carried_decisions, decided_content
from cchc.criteria.queries import criteria_of
from cchc.cycles.models import Participant
from cchc.scores.models import Stage
from cchc.scores.queries.interests import participants_near
from cchc.scores.queries.threads import ThreadEntry, ThreadKind


def decisions_in_thread(*, actor: Actor, participant: Participant, leaf: str) -> list[ThreadEntry]:
    """Return what the council decided on a leaf, where `actor` may see it: whoever sees the appraisal of the unit, and
    its own people once the points are final; the answer to `leaf_thread`."""
    cycle = participant.cycle
    sight = sight_in(actor, cycle)
    is_told = sight.reads_result(participant) and standing_final(cycle) is not None
    if not sight.has(participant.pk) and not is_told:
        return []
    one = carried_decisions(cycle).get((participant.pk, leaf))
    if one is None or one.decided_at is None:
        return []
    node = criteria_of(participant.cycle_set.version).leaves[leaf]
    points = content_side(node, decided_content(one), cycle.year).points
    if one.verdict == CouncilDecision.Ruling.NOT_APPLICABLE:
        points = None
    words = f"{CouncilDecision.Ruling(one.verdict).label}. {one.reason}"
    return [
        ThreadEntry(
            Stage.DECIDED, one.decided_at, _("the council"), ThreadKind.DECIDED, points=points, text=words
        )
    ]


def concealed_items(*, actor: Actor) -> list[ConcealedSubjects]:
    """Return the items of agendas of which `actor` reads nothing in the log, in any year: those of units that stand
    near to the person; the answer to `concealed_subjects`."""
    near = AgendaItem.objects.filter(participant__in=participants_near(actor))
    return [ConcealedSubjects(OF_AN_ITEM, near.order_by().values_list("pk", flat=True))]
