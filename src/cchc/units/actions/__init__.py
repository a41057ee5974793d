"""Changing the units, their groups and their wordings. Every action is one transaction and one audit record, and asks
the policy again."""

from cchc.units.actions.agencies import (
    change_group,
    delete_group,
    forget_wording,
    make_group,
    remember_group,
    remember_wording,
)
from cchc.units.actions.importing import UnitChange, import_units, record_given_up, try_import
from cchc.units.actions.lineage import (
    close_unit,
    merge_units,
    move_unit,
    rename_unit,
    split_unit,
)
from cchc.units.actions.trying import units_preview
from cchc.units.actions.undoing import check_undoable, latest_change, undo_change
from cchc.units.actions.units import (
    NewUnit,
    add_unit,
    change_unit,
    differences,
    facts_of,
)

__all__ = [
    "NewUnit",
    "UnitChange",
    "add_unit",
    "change_group",
    "change_unit",
    "check_undoable",
    "close_unit",
    "delete_group",
    "differences",
    "facts_of",
    "forget_wording",
    "import_units",
    "latest_change",
    "make_group",
    "merge_units",
    "move_unit",
    "record_given_up",
    "remember_group",
    "remember_wording",
    "rename_unit",
    "split_unit",
    "try_import",
    "undo_change",
    "units_preview",
]
