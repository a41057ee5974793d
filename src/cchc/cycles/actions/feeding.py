"""The fed figures of a cycle: asked of the sources while it runs, sealed when it is closed."""

from __future__ import annotations

from collections.abc import Collection

from cchc.core.scoring.criteria.feeding import (
    FedFigure,
    FedInput,
    FedKey,
    canonical_figures,
    hash_of_figures,
)
from cchc.cycles.consequences import fed_figures
from cchc.cycles.models import Cycle, FedSeal, State
from cchc.cycles.queries.feeding import fed_inputs, last_seal, sealed_figures
from cchc.units.queries.figures import figures_of_units


def fed_cells(cycle: Cycle, participants: Collection[int] | None = None) -> dict[FedKey, FedFigure]:
    """Return what the sources have for the inputs of these participants of `cycle`, or of all of them, by participant,
    leaf and figure.

    A closed cycle answers with what it had when it was closed. An input for which its source has nothing is left out.
    The number of queries depends on the sources, not on the number of participants, leaves or inputs.
    """
    seal = last_seal(cycle) if cycle.state == State.CLOSED else None
    if seal is not None:
        wanted = None if participants is None else set(participants)
        found = [one for one in sealed_figures(seal) if wanted is None or one.key.participant in wanted]
    else:
        inputs = fed_inputs(cycle, participants)
        found = _asked(cycle.year, inputs) if inputs else []
    return {one.key: one for one in found}


def _asked(year: int, inputs: Collection[FedInput]) -> list[FedFigure]:
    """Return what the units below know, and what rooms above answer with."""
    return [*fed_figures(year=year, inputs=inputs), *figures_of_units(year=year, inputs=inputs)]


def seal_fed_figures(cycle: Cycle) -> FedSeal | None:
    """Keep the fed figures of `cycle`, which is being closed, with their hash; returns the row, or None where no set of
    the cycle names a source."""
    if not fed_inputs(cycle):
        return None
    content = canonical_figures(fed_cells(cycle).values())
    before = last_seal(cycle)
    number = before.number + 1 if before else 1
    return FedSeal.objects.create(
        cycle=cycle, number=number, content=content, sha256=hash_of_figures(content)
    )
