"""Queries of the units: those of a day, their tree, their lineage, and the directory of their names."""

from cchc.units.queries.agencies import (
    groups_visible_to,
    wordings_matching,
    wordings_visible_to,
)
from cchc.units.queries.directory import (
    DayUnits,
    directory,
)
from cchc.units.queries.lineage import (
    LineageEvent,
    LineageStep,
    heirs,
    history,
    predecessors,
    predecessors_of,
    successors,
    successors_of,
)
from cchc.units.queries.listing import (
    UnitLine,
    file_rows,
    lines,
    path_names,
)
from cchc.units.queries.reach import (
    changeable_by,
    ids_in_reach,
    places_for,
    reach,
)
from cchc.units.queries.tree import (
    COMMUNE_LEVEL,
    Tree,
    UnitBranch,
    elsewhere,
    exists_on,
    mergeable,
    overlapping,
    subtree,
    tree_on,
    under,
    units_matching,
    valid_on,
    visible_to,
)

__all__ = [
    "COMMUNE_LEVEL",
    "DayUnits",
    "LineageEvent",
    "LineageStep",
    "Tree",
    "UnitBranch",
    "UnitLine",
    "changeable_by",
    "directory",
    "elsewhere",
    "exists_on",
    "file_rows",
    "groups_visible_to",
    "heirs",
    "history",
    "ids_in_reach",
    "lines",
    "mergeable",
    "overlapping",
    "path_names",
    "places_for",
    "predecessors",
    "predecessors_of",
    "reach",
    "subtree",
    "successors",
    "successors_of",
    "tree_on",
    "under",
    "units_matching",
    "valid_on",
    "visible_to",
    "wordings_matching",
    "wordings_visible_to",
]
