"""The peer group that a page shows: the one asked for, or in another year the one where most of its units are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from django.db.models import F
from django.db.models.functions import Abs

from cchc.cycles.models import Cycle, Participant, in_this_world
from cchc.cycles.policies import Sight
from cchc.cycles.queries import Group, peer_groups
from cchc.units.queries.lineage import predecessors_of, successors_of


def groups_of(sight: Sight, cycle: Cycle) -> list[Group]:
    """The peer groups of `cycle` with the numbers of units that this reader sees there; two queries."""
    return peer_groups(cycle) if sight.is_whole(cycle) else peer_groups(cycle, sight.units)


def has_group(cycle: Cycle, name: str) -> bool:
    """Whether a peer group of `cycle` is called `name`, seen by the reader or not."""
    return Participant.objects.filter(cycle=cycle, peer_group=name).exists()


def chosen_group(groups: Sequence[Group], name: str, sight: Sight, cycle: Cycle) -> Group | None:
    """The peer group called `name`; without a name that of the reader's unit, else the first.

    A name of another year means the group in which most of its units, or those that they became or came from, take
    part in `cycle`. None for a name that no year knows.
    """
    if not groups:
        return None
    if not name:
        return _own_group(groups, sight, cycle)
    named = next((group for group in groups if group.name == name), None)
    return named or _nearest_group(groups, name, sight, cycle)


def _own_group(groups: Sequence[Group], sight: Sight, cycle: Cycle) -> Group:
    own = (
        Participant.objects.filter(cycle=cycle, unit=sight.unit_id)
        .values_list("cycle_set_id", "peer_group")
        .first()
    )
    return next((group for group in groups if (group.cycle_set.pk, group.name) == own), groups[0])


def _nearest_group(groups: Sequence[Group], name: str, sight: Sight, cycle: Cycle) -> Group | None:
    elsewhere = Participant.objects.filter(
        in_this_world("cycle__"), cycle__province=cycle.province_id, peer_group=name
    )
    nearest = elsewhere.order_by(Abs(F("cycle__year") - cycle.year), "cycle").values("cycle")[:1]
    units = set(elsewhere.filter(cycle__in=nearest).values_list("unit_id", flat=True))
    if not units:
        return None
    together = {*units}
    for steps in predecessors_of(units).values():
        together |= {step.before.pk for step in steps}
    for steps in successors_of(units).values():
        together |= {step.after.pk for step in steps}
    here = Participant.objects.filter(cycle=cycle, unit__in=together)
    counted = Counter(here.values_list("cycle_set_id", "peer_group"))
    if not counted:
        return _own_group(groups, sight, cycle)
    return max(groups, key=lambda group: counted[group.cycle_set.pk, group.name])
