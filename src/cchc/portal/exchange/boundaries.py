"""The boundaries of units in a GeoJSON file, read into outlines of a drawing.

A file of the survey office has a hundred thousand corners, a page may have a few thousand: corners are put on a grid
that grows until all outlines together are small enough. Neighbours share their corners, so they stay neighbours.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

from cchc.core.words.messages import Fault, Faults, Message, Place
from cchc.core.words.names import search_key
from cchc.files.doors import Door
from cchc.files.kinds import FileKind
from cchc.files.sandbox import Limits

MOST_BYTES = 30_000_000  # of the file
MOST_AREAS = 1_000
MOST_CORNERS = 1_500_000
MOST_LETTERS = 60_000  # of all outlines together: the page stays below 100 KB
LIMITS = Limits(memory=1_500_000_000, computing=120, clock=240, answer=2_000_000)
WIDE = 1_000  # units of the drawing
CODES, NAMES = ("ma", "code", "ma_don_vi", "maxa", "ma_xa"), ("ten", "name", "ten_don_vi", "tenxa", "ten_xa")
Corner = tuple[float, float]
Ring = Sequence[Corner]

AREA = Message("an area (Polygon or MultiPolygon) with the code or the name of its unit")
CORNERS = Message("rings of at least four corners: longitude from -180 to 180, latitude from -90 to 90")
COLLECTION = Message("a GeoJSON file: a FeatureCollection in longitudes and latitudes")


@dataclass(frozen=True, slots=True)
class Boundaries:
    """The outlines of areas as paths of a drawing, by the search keys of code and name of their units; `box` is what
    the drawing shows. `faults` are those of areas that are not among them: with any of them nothing is drawn."""

    box: str
    outlines: tuple[tuple[str, str], ...]
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class _Area:
    keys: tuple[str, ...]
    rings: tuple[Ring, ...]


def read_boundaries(
    data: bytes | Path,
    name: str,
    known: frozenset[str],
    progress: Callable[[int, int], None] | None = None,
) -> Boundaries:
    """Return the boundaries in a GeoJSON file, and every area that cannot be drawn or is of no unit; `known` are the
    search keys of the codes and names of units. Raises `Faults` where the file as a whole is none that can be drawn."""
    content = data.read_bytes() if isinstance(data, Path) else data
    faults: list[Fault] = []
    areas = list(_areas(_features(content, name), name, known, faults))
    if sum(len(ring) for area in areas for ring in area.rings) > MOST_CORNERS:
        many = Message("The file has more than {most} corners.", most=str(MOST_CORNERS))
        raise Faults([*faults, _fault(name, None, "", COLLECTION, many)])
    if not areas:
        return Boundaries("", (), tuple(faults))
    found = replace(_drawn(areas), faults=tuple(faults))
    if sum(len(path) for _key, path in found.outlines) > 2 * MOST_LETTERS:
        fine = Message("The boundaries are too fine to be drawn on a page: simplify them first.")
        raise Faults([_fault(name, None, "", COLLECTION, fine)])
    return found


def _features(content: bytes, name: str) -> list[Any]:
    why = Message("The file is no GeoJSON that can be read.")
    if len(content) > MOST_BYTES:
        why = Message("The file is larger than {most} MB.", most=str(MOST_BYTES // 1_000_000))
        raise Faults([_fault(name, None, "", COLLECTION, why)])
    try:
        read = json.loads(content.decode("utf-8-sig"), parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise Faults([_fault(name, None, "", COLLECTION, why)]) from None
    features = read.get("features") if isinstance(read, dict) else None
    if not isinstance(features, list) or not features:
        raise Faults([_fault(name, None, "", COLLECTION, why)])
    if len(features) > MOST_AREAS:
        many = Message("The file has more than {most} areas.", most=str(MOST_AREAS))
        raise Faults([_fault(name, None, str(len(features)), COLLECTION, many)])
    return features


def _no_number(text: str) -> float:
    raise ValueError(text)


def _areas(features: list[Any], name: str, known: frozenset[str], faults: list[Fault]) -> Iterator[_Area]:
    seen: dict[str, int] = {}
    for row, feature in enumerate(features, 1):
        about = feature.get("properties") if isinstance(feature, dict) else None
        keys = tuple(dict.fromkeys(_keys(about if isinstance(about, dict) else {})))
        shape = feature.get("geometry") if isinstance(feature, dict) else None
        rings = _rings(shape if isinstance(shape, dict) else {})
        twice = [key for key in keys if key in seen]
        if not keys:
            silent = Message("The area says neither the code nor the name of its unit.")
            faults.append(_fault(name, row, "", AREA, silent))
        elif twice:
            again = Message("Area {first} is of the same unit.", first=str(seen[twice[0]]))
            faults.append(_fault(name, row, _said(about), AREA, again))
        is_unknown = bool(keys) and known.isdisjoint(keys)
        if is_unknown:
            unknown = Message("No unit has this code or name: correct it, or take the area out of the file.")
            faults.append(_fault(name, row, _said(about), AREA, unknown))
        if rings is None:
            broken = Message("The area cannot be drawn: its corners are no longitudes and latitudes.")
            faults.append(_fault(name, row, _said(about), CORNERS, broken))
        elif keys and not twice:
            seen |= dict.fromkeys(keys, row)
            if not is_unknown:
                yield _Area(keys, rings)


def _keys(about: dict[str, Any]) -> Iterator[str]:
    return (search_key(text) for text in _texts(about))


def _texts(about: dict[str, Any]) -> Iterator[str]:
    """The code and the name of a unit, as the area says them."""
    small = {str(name).casefold(): value for name, value in about.items()}
    for wanted in (CODES, NAMES):
        for name in wanted:
            value = small.get(name)
            if isinstance(value, (str, int)) and 0 < len(str(value)) <= 200 and search_key(str(value)):
                yield str(value)


def _said(about: Any) -> str:
    return " · ".join(dict.fromkeys(_texts(about))) if isinstance(about, dict) else ""


def _rings(shape: dict[str, Any]) -> tuple[Ring, ...] | None:
    """The rings of a shape; None where it is no area or a corner is none."""
    inside = shape.get("coordinates")
    parts = {"Polygon": [inside], "MultiPolygon": inside}.get(str(shape.get("type")))
    if not isinstance(parts, list) or not parts or not all(isinstance(part, list) and part for part in parts):
        return None
    rings = []
    for ring in (ring for part in parts for ring in part):
        if not isinstance(ring, list) or len(ring) < 4 or not all(_is_corner(corner) for corner in ring):
            return None
        rings.append([(float(corner[0]), float(corner[1])) for corner in ring])
    return tuple(rings)


def _is_corner(corner: Any) -> bool:
    if not isinstance(corner, list) or not 2 <= len(corner) <= 4:
        return False
    if not all(isinstance(one, (int, float)) and not isinstance(one, bool) for one in corner):
        return False
    return bool(-180 <= corner[0] <= 180 and -90 <= corner[1] <= 90)


def _drawn(areas: list[_Area]) -> Boundaries:
    corners = [corner for area in areas for ring in area.rings for corner in ring]
    west, east = min(one[0] for one in corners), max(one[0] for one in corners)
    south, north = min(one[1] for one in corners), max(one[1] for one in corners)
    narrow = (
        math.cos(math.radians((south + north) / 2)) or 1.0
    )  # of a degree of longitude, away from the equator
    scale = WIDE / max((east - west) * narrow, north - south, 1e-9)

    def placed(corner: Corner) -> Corner:
        return (corner[0] - west) * narrow * scale, (north - corner[1]) * scale

    for grid in (1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 30, 50):
        paths = [_path(area, placed, grid) for area in areas]
        if sum(map(len, paths)) <= MOST_LETTERS:
            break
    wide, high = round((east - west) * narrow * scale) + 1, round((north - south) * scale) + 1
    outlines = ((key, path) for area, path in zip(areas, paths, strict=True) for key in area.keys)
    return Boundaries(f"0 0 {wide} {high}", tuple(outlines))


def _path(area: _Area, place: Callable[[Corner], Corner], grid: int) -> str:
    """The rings as one path, relative from corner to corner; a ring that is smaller than the grid is left out, unless
    the area would vanish."""
    drawn: list[str] = []
    for ring in area.rings:
        corners = [(round(x / grid) * grid, round(y / grid) * grid) for x, y in map(place, ring)]
        kept = [one for at, one in enumerate(corners) if at == 0 or one != corners[at - 1]]
        if len(kept) > 3 or (not drawn and ring is area.rings[-1]):
            steps = (f"{b[0] - a[0]} {b[1] - a[1]}" for a, b in pairwise(kept))
            drawn.append(f"M{kept[0][0]} {kept[0][1]}l{' '.join(steps) or '1 1'}z")
    return "".join(drawn)


def _fault(name: str, row: int | None, found: str, expected: Message, why: Message) -> Fault:
    return Fault(Place(file=name, row=row), found, expected, why)


BOUNDARIES_FILE = Door(read_boundaries, (FileKind.GEOJSON,), most_bytes=MOST_BYTES, limits=LIMITS)
