"""A difference as plain JSON, kept between showing and applying it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cchc.plans.exchange.difference import (
    Difference,
    Removed,
    RowDifference,
    SectionDifference,
    Shift,
    TextChange,
)
from cchc.plans.exchange.merge import Clash, ClashKind, Meanwhile
from cchc.plans.exchange.sheet import SheetRow, SheetSection


def as_json(change: Difference) -> dict[str, Any]:
    """The difference as plain JSON, to be kept and read back by `from_json`; what stays as it is takes little room."""
    return {
        "sections": [
            {
                **_filled(
                    number=section.number,
                    heading=section.heading,
                    was=list(section.was) if section.was else None,
                    moved=section.moved,
                ),
                "key": section.key,
                "rows": [_row_data(row) for row in section.rows],
            }
            for section in change.sections
        ],
        "removed": [
            {
                **_filled(number=one.section.number, heading=one.section.heading, whole=one.whole),
                "key": one.section.key,
                "rows": [{"key": row.key, **_filled(**row.texts)} for row in one.section.rows],
            }
            for one in change.removed
        ],
        **({} if change.meanwhile is None else {"meanwhile": _meanwhile_data(change.meanwhile)}),
    }


def _meanwhile_data(meanwhile: Meanwhile) -> dict[str, Any]:
    clashes = [
        _filled(kind=one.kind.value, key=one.key, column=one.column, given=one.given)
        for one in meanwhile.clashes
    ]
    return _filled(
        changed=list(meanwhile.changed),
        added=list(meanwhile.added),
        deleted=list(meanwhile.deleted),
        moved=meanwhile.moved,
        clashes=clashes,
    )


def _row_data(row: RowDifference) -> dict[str, Any]:
    changes = [[change.column, change.old, change.new] for change in row.changes]
    left = {} if row.left is None else {"left": row.left}
    shift = [row.shift.old, row.shift.new, row.shift.down] if row.shift else None
    return {"key": row.key, **_filled(title=row.title, changes=changes, shift=shift), **left}


def _filled(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value}


def from_json(data: Mapping[str, Any]) -> Difference:
    """The difference that `as_json` turned into plain JSON."""
    sections = tuple(
        SectionDifference(
            one["key"],
            one.get("number", ""),
            one.get("heading", ""),
            tuple(_row_of(row) for row in one["rows"]),
            (one["was"][0], one["was"][1]) if "was" in one else None,
            one.get("moved", False),
        )
        for one in data["sections"]
    )
    meanwhile = _meanwhile_of(data["meanwhile"]) if "meanwhile" in data else None
    return Difference(sections, tuple(_removed_of(one) for one in data["removed"]), meanwhile)


def _meanwhile_of(data: Mapping[str, Any]) -> Meanwhile:
    changed, added, deleted = (tuple(data.get(name, ())) for name in ("changed", "added", "deleted"))
    clashes = tuple(_clash_of(one) for one in data.get("clashes", ()))
    return Meanwhile(changed, added, deleted, data.get("moved", False), clashes)


def _clash_of(data: Mapping[str, Any]) -> Clash:
    kind = ClashKind(data["kind"])
    return Clash(kind, data.get("key", ""), data.get("column"), data.get("given", ""))


def _row_of(data: Mapping[str, Any]) -> RowDifference:
    changes = tuple(TextChange(*change) for change in data.get("changes", ()))
    shift = Shift(*data["shift"]) if "shift" in data else None
    return RowDifference(data["key"], data.get("title", ""), changes, data.get("left"), shift)


def _removed_of(data: Mapping[str, Any]) -> Removed:
    rows = tuple(
        SheetRow(row["key"], {key: text for key, text in row.items() if key != "key"}) for row in data["rows"]
    )
    section = SheetSection(data["key"], data.get("number", ""), data.get("heading", ""), rows)
    return Removed(section, data.get("whole", False))
