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
from cchc.units.queries.kinship import (
    Kinship,
    kinship,
    kinship_of_all,
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
    changeable_units,
    ids_in_reach,
    places_for,
    reach,
)
from cchc.units.queries.tree import (
    COMMUNE_LEVEL,
    Tree,
    UnitBranch,
    ids_elsewhere,
    ids_under,
    is_valid_on,
    merge_candidates,
    served_province,
    subtree,
    tree_on,
    units_in_period,
    units_matching,
    valid_on,
    visible_to,
)

__all__ = [
    "COMMUNE_LEVEL",
    "DayUnits",
    "Kinship",
    "LineageEvent",
    "LineageStep",
    "Tree",
    "UnitBranch",
    "UnitLine",
    "changeable_units",
    "directory",
    "file_rows",
    "groups_visible_to",
    "heirs",
    "history",
    "ids_elsewhere",
    "ids_in_reach",
    "ids_under",
    "is_valid_on",
    "kinship",
    "kinship_of_all",
    "lines",
    "merge_candidates",
    "path_names",
    "places_for",
    "predecessors",
    "predecessors_of",
    "reach",
    "served_province",
    "subtree",
    "successors",
    "successors_of",
    "tree_on",
    "units_in_period",
    "units_matching",
    "valid_on",
    "visible_to",
    "wordings_matching",
    "wordings_visible_to",
]
