"""The list of units, on a page and in a table file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from cchc.units.models import Unit
from cchc.units.queries.tree import Tree, tree_on, units_matching, valid_on


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit in the list: its depth in the tree, the number of units below it, and the names above it."""

    unit: Unit
    depth: int
    children: int
    path: str


def lines(on: date, *, text: str = "", kind: str = "", ended: bool = False) -> list[UnitLine]:
    """Return the list of units: the tree of a day, or the units found by name and kind; `ended` leaves the day out."""
    tree = tree_on(on)
    if not (text or kind or ended):
        return [UnitLine(branch.unit, branch.depth, branch.children, "") for branch in tree.branches()]
    units = Unit.objects.all() if ended else valid_on(on)
    chosen = units_matching(text, units.filter(kind=kind) if kind else units).select_related("parent__parent")
    return [UnitLine(unit, 0, len(tree.children(unit)), _path_text(unit, tree)) for unit in chosen]


def _path_text(unit: Unit, tree: Tree) -> str:
    above = tree.path(unit) if unit.pk in tree.units else [unit.parent] if unit.parent else []
    return " › ".join(one.name for one in above)


def file_rows(units: Iterable[Unit]) -> list[dict[str, Any]]:
    """Return the facts of `units` for a table file, parents before their children; three queries for all of them.

    `parent` is a tuple of names from the top down, empty for a unit at the top.
    """
    every = {unit.pk: unit for unit in Unit.objects.all()}
    chosen = Unit.objects.filter(pk__in=[unit.pk for unit in units]).prefetch_related("aliases")
    rows = [
        {
            "name": unit.name,
            "kind": unit.kind,
            "valid_from": unit.valid_from,
            "valid_until": unit.valid_until,
            "code": unit.code,
            "parent": path_names(unit.parent_id, every),
            "aliases": tuple(alias.name for alias in unit.aliases.all()),
        }
        for unit in chosen
    ]
    return sorted(rows, key=lambda row: len(row["parent"]))


def path_names(unit_id: int | None, every: Mapping[int, Unit]) -> tuple[str, ...]:
    """Return the names from the top down to the unit as they were written down; empty for no unit."""
    if unit_id is None:
        return ()
    unit = every[unit_id]
    return (*path_names(unit.parent_id, every), unit.name)
