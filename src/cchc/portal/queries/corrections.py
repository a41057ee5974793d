"""What a correction changed, each figure with the unit and the criterion that it belongs to."""

from __future__ import annotations

from dataclasses import dataclass

from cchc.core.scoring.criteria.tree import Node
from cchc.portal.queries.shelf import criteria_of_set, units_by_key
from cchc.releases.exchange.content import FigureChange, PublicContent, PublicUnit


@dataclass(frozen=True, slots=True)
class CorrectedFigure:
    """A figure that differs from the release before; `unit` is None where the release has it no more, `node` where the
    figure is that of the unit as a whole, or its criterion is no more."""

    change: FigureChange
    unit: PublicUnit | None
    node: Node | None


def corrected_figures(content: PublicContent) -> tuple[CorrectedFigure, ...]:
    """Return every figure that a release names as changed, in its order."""
    if not content.head.changes:
        return ()
    units = units_by_key(content.units)
    nodes = {one.code: {node.number: node for node in criteria_of_set(one).walk()} for one in content.sets}

    def figure(change: FigureChange) -> CorrectedFigure:
        unit = units.get(change.unit)
        return CorrectedFigure(change, unit, nodes.get(unit.set_code, {}).get(change.node) if unit else None)

    return tuple(figure(change) for change in content.head.changes)
