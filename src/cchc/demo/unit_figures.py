"""The figures of the units of the made-up province in 2025: by the statistical yearbook and the posts allotted."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date
from random import Random

from cchc.access.actor import Actor
from cchc.units.actions.figures import UnitFigureCell, import_figures
from cchc.units.models import Kind, Unit
from cchc.units.queries import valid_on

YEAR = 2025
YEARBOOK = "Niên giám thống kê tỉnh An Lạc năm 2025"
POSTS = "Quyết định giao biên chế năm 2025"
COMMUNE_LEVEL = (Kind.COMMUNE, Kind.WARD, Kind.SPECIAL_ZONE)


def load_unit_figures(*, by: Actor) -> None:
    """Write what is known of departments and communes at the end of 2025; of a few nothing is known yet."""
    units = (
        valid_on(date(YEAR, 12, 31))
        .filter(kind__in=(Kind.DEPARTMENT, *COMMUNE_LEVEL))
        .order_by("sort_key", "pk")
    )
    known = [unit for place, unit in enumerate(units) if place % 40 != 39]
    cells = [cell for unit in known for cell in _of(unit)]
    digest = hashlib.sha256(repr(cells).encode()).hexdigest()
    import_figures(by=by, cells=cells, file=f"so-lieu-don-vi-{YEAR}.xlsx", sha256=digest)


def _of(unit: Unit) -> Iterator[UnitFigureCell]:
    chance = Random(f"{unit.name} {YEAR}")  # noqa: S311 - made-up figures, the same each time
    for attribute, value in _commune(unit, chance) if unit.kind in COMMUNE_LEVEL else _department(chance):
        source = POSTS if attribute in ("posts", "officials", "subordinates") else YEARBOOK
        yield UnitFigureCell(unit.pk, unit.name, YEAR, attribute, "", value, source)


def _department(chance: Random) -> Iterator[tuple[str, str]]:
    posts = chance.randint(45, 160)
    yield "posts", str(posts)
    yield "officials", str(posts - chance.randint(0, 9))
    yield "subordinates", str(chance.randint(5, 18))


def _commune(unit: Unit, chance: Random) -> Iterator[tuple[str, str]]:
    people = chance.randint(6_000, 18_000) if unit.kind == Kind.COMMUNE else chance.randint(15_000, 45_000)
    posts = chance.randint(32, 60)
    yield "population", str(people)
    yield "households", str(people * 10 // chance.randint(34, 42))
    yield "area", f"{chance.randint(400, 9_000) / 100:.2f}"
    yield "hamlets", str(chance.randint(6, 24))
    yield "posts", str(posts)
    yield "officials", str(posts - chance.randint(0, 6))
    yield "region", chance.choice(("Đồng bằng", "Trung du", "Miền núi"))
