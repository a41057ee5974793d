"""The inputs of participants that sources feed, and what was fed to a cycle that is closed."""

from __future__ import annotations

from collections.abc import Collection

from cchc.core.scoring.checks.feeding import fed_figures_of
from cchc.core.scoring.criteria.feeding import FedFigure, FedInput, read_canonical_figures
from cchc.criteria.queries import criteria_of
from cchc.cycles.models import Cycle, FedSeal, Participant


def fed_inputs(cycle: Cycle, participants: Collection[int] | None = None) -> list[FedInput]:
    """Return the inputs that sources feed, of these participants of `cycle` or of all of them; two queries."""
    fed = {
        one.pk: list(fed_figures_of(criteria_of(one.version))) for one in cycle.sets.select_related("version")
    }
    rows = Participant.objects.filter(cycle=cycle, cycle_set__in=[pk for pk, inputs in fed.items() if inputs])
    if participants is not None:
        rows = rows.filter(pk__in=participants)
    return [
        FedInput(pk, unit, leaf, variable, variable.fed_by)
        for pk, unit, cycle_set in rows.order_by("pk").values_list("pk", "unit_id", "cycle_set_id")
        for leaf, variable in fed[cycle_set]
        if variable.fed_by is not None
    ]


def last_seal(cycle: Cycle) -> FedSeal | None:
    """Return what was fed to `cycle` when it was closed last; None for a cycle that was never closed since there are
    fed figures."""
    return cycle.fed_seals.order_by("number").last()


def sealed_figures(seal: FedSeal) -> tuple[FedFigure, ...]:
    """Return the fed figures that a closed cycle keeps."""
    return read_canonical_figures(seal.content)
