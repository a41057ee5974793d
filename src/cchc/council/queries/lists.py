"""The agenda of a session as lists show it: each item with what it can change and how it was decided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from cchc.appraisal.policies import AppraisalSight
from cchc.core.scoring.criteria.tree import Node
from cchc.council.models import AgendaItem, CouncilDecision, CouncilSession
from cchc.council.queries.effects import CouncilEffect, effect_kept
from cchc.criteria.queries import criteria_of

ItemState, State = AgendaItem.State, CouncilDecision.State


@dataclass(frozen=True, slots=True)
class AgendaLine:
    """An item with its leaf, what it can change (None: no rank), and what stands or is being voted on."""

    item: AgendaItem
    leaf: Node
    effect: CouncilEffect | None
    decision: CouncilDecision | None

    @property
    def kinds(self) -> list[str]:
        """Why it is on the agenda, in words."""
        return [str(AgendaItem.Kind(one).label) for one in self.item.kinds]

    @property
    def is_left(self) -> bool:
        """Whether it waits for a decision."""
        return self.item.state == ItemState.WAITING


def agenda_lines(sight: AppraisalSight, session: CouncilSession) -> list[AgendaLine]:
    """Return the agenda of a session as far as the reader sees it, in the order of the units and of their sets; what
    was taken off is left out. Two queries."""
    rows = session.items.exclude(state=ItemState.DROPPED).exclude(participant__in=list(sight.apart))
    items = list(rows.select_related("participant__cycle_set__version", "participant__unit"))
    decisions = CouncilDecision.objects.filter(item__in=items, state__in=[State.OPEN, State.CARRIED])
    standing = {one.item_id: one for one in decisions}
    places = {
        pk: {number: place for place, number in enumerate(criteria_of(version).leaves)}
        for pk, version in {
            one.participant.cycle_set_id: one.participant.cycle_set.version for one in items
        }.items()
    }
    items.sort(
        key=lambda one: (
            one.participant.cycle_set_id,
            one.participant.place,
            one.participant_id,
            places[one.participant.cycle_set_id].get(one.leaf, 0),
        )
    )
    return [
        AgendaLine(
            one,
            criteria_of(one.participant.cycle_set.version).leaves[one.leaf],
            effect_seen(sight, one),
            standing.get(one.pk),
        )
        for one in items
    ]


def effect_seen(sight: AppraisalSight, item: AgendaItem) -> CouncilEffect | None:
    """Return what an item can change, without what becomes of units near to the reader; None where it changes none."""
    effect = effect_kept(item.effect)
    return effect.without_units(sight.apart) if effect is not None else None


@dataclass(frozen=True, slots=True)
class AgendaCount:
    """How much is on an agenda, and how much of it waits."""

    items: int
    left: int


def agenda_counts(sight: AppraisalSight, sessions: Sequence[CouncilSession]) -> dict[int, AgendaCount]:
    """Return how much is on the agenda of each session, as far as the reader sees it; one query."""
    rows = AgendaItem.objects.filter(session__in=sessions).exclude(state=ItemState.DROPPED)
    states = rows.exclude(participant__in=list(sight.apart)).order_by().values_list("session_id", "state")
    count = Counter(states)
    return {
        one.pk: AgendaCount(
            sum(number for (pk, _state), number in count.items() if pk == one.pk),
            count[one.pk, ItemState.WAITING.value],
        )
        for one in sessions
    }


def neighbours_of(
    lines: Sequence[AgendaLine], item: AgendaItem
) -> tuple[AgendaItem | None, AgendaItem | None]:
    """Return the item before, and the next one that waits for a decision (else the next one)."""
    order = [line.item for line in lines]
    place = next((at for at, one in enumerate(order) if one.pk == item.pk), None)
    if place is None:
        return None, None
    later = lines[place + 1 :]
    left = next((line.item for line in later if line.is_left), None)
    after = left or (later[0].item if later else None)
    return (order[place - 1] if place else None), after
