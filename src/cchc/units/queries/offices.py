"""The office by which a unit acts on paper: a department by itself, a province or commune by its People's Committee."""

from __future__ import annotations

import re

from cchc.units.models import Kind, Unit

# Bodies that act by their People's Committee, with the title of those whose name stands in the list without one.
COMMITTEES: dict[str, str] = {
    Kind.PROVINCE: "tỉnh", Kind.DISTRICT: "huyện", Kind.COMMUNE: "xã", Kind.WARD: "phường",
    Kind.SPECIAL_ZONE: "đặc khu",
}  # fmt: skip
_TITLE = re.compile(r"^(?:tỉnh|thành phố|huyện|thị xã|quận|xã|phường|thị trấn|đặc khu)\s+", re.IGNORECASE)
_COMMITTEE = re.compile(r"^(?:ủy ban nhân dân|uỷ ban nhân dân|ubnd)\s+", re.IGNORECASE)


def office_name(name: str, kind: str) -> str:
    """Return the office of a unit of this name and kind.

    >>> office_name("Tỉnh An Lạc", Kind.PROVINCE), office_name("An Phú", Kind.COMMUNE)
    ('Ủy ban nhân dân tỉnh An Lạc', 'Ủy ban nhân dân xã An Phú')
    >>> office_name("UBND xã An Phú", Kind.COMMUNE), office_name("Sở Nội vụ", Kind.DEPARTMENT)
    ('Ủy ban nhân dân xã An Phú', 'Sở Nội vụ')
    """
    if kind not in COMMITTEES:
        return name
    place = _COMMITTEE.sub("", name)
    titled = f"{place[:1].lower()}{place[1:]}" if _TITLE.match(place) else f"{COMMITTEES[kind]} {place}"
    return f"Ủy ban nhân dân {titled}"


def place_name(name: str) -> str:
    """Return the name of a place without its title.

    >>> place_name("Tỉnh An Lạc"), place_name("UBND xã An Phú")
    ('An Lạc', 'An Phú')
    """
    return _TITLE.sub("", _COMMITTEE.sub("", name))


def superior_office(unit: Unit) -> str:
    """Return the office above that of a unit, as its papers name it; "" for a People's Committee and for who has
    none."""
    above = unit.parent
    return "" if unit.kind in COMMITTEES or above is None else office_name(above.name, above.kind)
