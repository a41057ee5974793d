"""Reading scores: what they hold, what an import would change, what the index is computed from."""

from django.db.models import QuerySet

from cchc.access.actor import Actor
from cchc.cycles.models import Cycle
from cchc.scores.policies import may_read_scores


def visible_cycles(actor: Actor) -> QuerySet[Cycle]:
    """The cycles whose scores `actor` may see: all of them, or none."""
    return Cycle.objects.all() if may_read_scores(actor) else Cycle.objects.none()
