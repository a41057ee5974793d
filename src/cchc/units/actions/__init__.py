"""Changing the units. Every verb is one transaction and one audit record, and asks the policy again."""

from cchc.units.actions.units import (
    Change,
    NewUnit,
    add_unit,
    change_unit,
    close_unit,
    differences,
    facts_of,
    import_units,
    merge_units,
    move_unit,
    rename_unit,
    split_unit,
    try_import,
)

__all__ = [
    "Change",
    "NewUnit",
    "add_unit",
    "change_unit",
    "close_unit",
    "differences",
    "facts_of",
    "import_units",
    "merge_units",
    "move_unit",
    "rename_unit",
    "split_unit",
    "try_import",
]
