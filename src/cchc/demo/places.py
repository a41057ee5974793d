"""The units of the made-up province: before and after the merger of the departments and the end of the districts."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator
from datetime import date
from itertools import groupby
from pathlib import Path

from cchc.access.actor import Actor
from cchc.units.actions import (
    NewUnit,
    UnitChange,
    add_unit,
    close_unit,
    import_units,
    merge_units,
    move_unit,
    rename_unit,
)
from cchc.units.models import Kind, Unit

PROVINCE = "Tỉnh An Lạc"
FOUNDED = date(1997, 1, 1)
DEPARTMENTS_MERGED = date(2025, 3, 1)
TWO_TIERS = date(2025, 7, 1)
KINDS = {
    "Phường": Kind.WARD,
    "Xã": Kind.COMMUNE,
    "Thị trấn": Kind.COMMUNE,
    "Đặc khu": Kind.SPECIAL_ZONE,
}

OUTSIDE = {
    "Bưu điện tỉnh": (),
    "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh": ("Mặt trận Tổ quốc tỉnh", "MTTQ tỉnh"),
    "Báo và Phát thanh, truyền hình tỉnh": ("Báo An Lạc",),
}

Row = dict[str, str]


def table(name: str) -> list[Row]:
    """Return the rows of a table beside this file."""
    with (Path(__file__).parent / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def load_units(*, by: Actor) -> Unit:
    """Load the units of 2024 from one file, then their changes in 2025; returns the province."""
    departments, communes = table("departments.csv"), table("communes.csv")
    changes = list(_beginnings(departments, communes))
    digest = hashlib.sha256(repr(changes).encode()).hexdigest()
    units = import_units(by=by, changes=changes, file="danh-muc-don-vi-2024.xlsx", sha256=digest)
    province, codes = units[0], {unit.code: unit for unit in units}
    for name, rows in _becoming(departments):
        new = NewUnit(
            name, Kind.DEPARTMENT, rows[0]["became_code"], province, _names(rows[0]["became_other_names"])
        )
        _follow(by, [codes[row["code"]] for row in rows], new, DEPARTMENTS_MERGED)
    for name, rows in _becoming(communes):
        new = NewUnit(name, kind_of(name), rows[0]["code"], province)
        _follow(by, [codes[row["code"]] for row in rows], new, TWO_TIERS)
    for unit in units:
        if unit.kind == Kind.DISTRICT:
            close_unit(by=by, unit=unit, on=TWO_TIERS)
    for name, other_names in OUTSIDE.items():
        add_unit(
            by=by, name=name, kind=Kind.OUTSIDE, valid_from=FOUNDED, parent=province, aliases=other_names
        )
    return province


def _beginnings(departments: list[Row], communes: list[Row]) -> Iterator[UnitChange]:
    """Yield the province, its departments, then every district with the units below it; parents are positions in this
    list."""
    yield UnitChange(
        None, PROVINCE, Kind.PROVINCE, FOUNDED, code="AL", aliases=("An Lạc", "UBND tỉnh An Lạc")
    )
    place = len(departments)
    for row in departments:
        since = date.fromisoformat(row["since"])
        yield UnitChange(
            None, row["unit"], Kind.DEPARTMENT, since, None, row["code"], 0, _names(row["other_names"])
        )
    for number, (district, rows) in enumerate(groupby(communes, lambda row: row["district"]), start=1):
        place += 1
        yield UnitChange(None, district, Kind.DISTRICT, FOUNDED, None, f"{900 + number}", 0)
        above = place
        for row in rows:
            place += 1
            yield UnitChange(None, row["unit"], kind_of(row["unit"]), FOUNDED, None, row["code"], above)


def kind_of(name: str) -> Kind:
    """Return the kind with which the name of a commune, ward or special zone begins."""
    return next(kind for word, kind in KINDS.items() if name.startswith(f"{word} "))


def _names(joined: str) -> tuple[str, ...]:
    return tuple(joined.split(";")) if joined else ()


def _becoming(rows: list[Row]) -> Iterator[tuple[str, list[Row]]]:
    """Yield each successor with the neighbouring rows that became it; rows of unchanged units are left out."""
    for name, group in groupby(rows, lambda row: row["became"]):
        if name:
            yield name, list(group)


def _follow(by: Actor, olds: list[Unit], new: NewUnit, on: date) -> None:
    """Let `new` follow `olds`: by a merger, or alone by a change of its name or of its parent."""
    if len(olds) > 1:
        merge_units(by=by, units=olds, into=new, on=on)
    elif olds[0].name == new.name:
        move_unit(by=by, unit=olds[0], to=new.parent, on=on)
    else:
        rename_unit(by=by, unit=olds[0], name=new.name, on=on, code=new.code)
