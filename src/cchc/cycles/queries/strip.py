"""The year strip: the phases of a cycle as this reader sees them, each leading to the page where its work is done."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db.models import Exists, OuterRef
from django.urls import reverse

from cchc.access.actor import Actor
from cchc.access.permissions import Permission
from cchc.cycles.models import Cycle, CycleSet, Extension, Phase, PhaseKind, ScoredBy, State
from cchc.cycles.policies import SCORED_IN, is_open_for
from cchc.cycles.queries import address_of, participant_as
from cchc.ui.pictures import year

BY_UNITS = frozenset(
    {PhaseKind.SELF_SCORING, PhaseKind.JUSTIFICATION}
)  # phases in which the units themselves work


def year_strip(cycle: Cycle, today: date, actor: Actor) -> str:
    """Return the picture of the phases of `cycle`, each leading to its page, with those open for `actor` marked, until
    the own last day where the unit of `actor` has more time; empty without phases."""
    by_round = CycleSet.objects.filter(cycle=OuterRef("cycle"), scored_by=ScoredBy.ROUND)
    rows = list(cycle.phases.annotate(by_round=Exists(by_round)).order_by("place"))
    own = _own_days(cycle, actor) if any(row.by_round for row in rows) else {}
    drawn = [
        year.PhaseBar(
            row.name,
            row.starts,
            row.ends,
            _page_of(row, cycle, actor, by_round=row.by_round),
            row.kind in own or is_open_for(actor, row, cycle),
            own.get(row.kind),
        )
        for row in rows
    ]
    return year.year_strip(drawn, today)


def _own_days(cycle: Cycle, actor: Actor) -> Mapping[str, date | None]:
    """Return the phases in which the unit of `actor` works itself, each with the last day of its extension, None
    without one; empty for who does not work on the sheet of a unit that is scored by the round."""
    if cycle.state != State.OPEN or actor.unit_id is None or not actor.may(Permission.SHEET_EDIT):
        return {}
    own = participant_as(cycle, actor.unit_id)
    if own is None or own.cycle_set.scored_by != ScoredBy.ROUND:
        return {}
    given = Extension.objects.filter(participant=own).order_by("pk").values_list("kind", "until")
    return {kind.value: None for kind in BY_UNITS} | dict(given)


def _page_of(phase: Phase, cycle: Cycle, actor: Actor, *, by_round: bool) -> str:
    """Return the address of the page on which the work of a phase is done; of the phase itself where it has none."""
    if phase.kind == PhaseKind.PLAN:
        return f"{reverse('plans:list')}?nam={cycle.year}"
    if phase.kind == PhaseKind.SURVEY and actor.may(Permission.SURVEY_READ) and not cycle.practice:
        return f"{reverse('surveys:list')}?nam={cycle.year}"
    if phase.kind == PhaseKind.PUBLICATION and actor.may(Permission.RELEASE_READ) and not cycle.practice:
        return reverse("releases:year", args=[cycle.year])
    if phase.kind == PhaseKind.PUBLICATION:
        return reverse("results:cycle_ranking", args=address_of(cycle))
    if phase.kind == PhaseKind.SELF_SCORING and by_round and actor.may(Permission.SHEET_EDIT):
        return reverse("self_scoring:year", args=[cycle.year])
    if phase.kind == PhaseKind.COUNCIL and by_round and actor.may(Permission.COUNCIL_READ):
        return reverse("council:year", args=[cycle.year])
    if phase.kind in SCORED_IN and not by_round and actor.may(Permission.SCORE_IMPORT):
        return reverse("scores:imports", args=address_of(cycle))
    return reverse("cycles:phase", args=[cycle.pk, phase.slug])
