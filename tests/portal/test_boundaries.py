"""Boundaries of units: read into outlines, refused with every fault, never larger than a page may be."""

from __future__ import annotations

import json
from math import cos, pi, sin
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from cchc.access.permissions import Role
from cchc.audit.models import Entry
from cchc.core.words.messages import Faults
from cchc.documents.queries import content
from cchc.documents.queries.astray import kept_paths
from cchc.intake.models import StagedFile
from cchc.portal.exchange.boundaries import MOST_LETTERS, read_boundaries
from cchc.portal.models import BoundaryMap
from cchc.portal.queries.boundaries import standing_outlines
from cchc.portal.queries.released import PublicState
from cchc.portal.views.answering import answer_at
from cchc.units.models import Kind
from tests import builders, markup
from tests.portal.shelves import a_shelf, a_year

SQUARE = [[[105.0, 21.0], [105.1, 21.0], [105.1, 21.1], [105.0, 21.1], [105.0, 21.0]]]


def a_file(*features: Any) -> bytes:
    """A collection of areas."""
    return json.dumps({"type": "FeatureCollection", "features": list(features)}).encode()


def an_area(
    name: str = "Phường An Lạc", coordinates: Any = None, kind: str = "Polygon", **about: Any
) -> dict[str, Any]:
    """An area with the name of its unit."""
    shape = {"type": kind, "coordinates": SQUARE if coordinates is None else coordinates}
    return {"type": "Feature", "properties": {"ten": name, **about}, "geometry": shape}


class _Everything(frozenset[str]):
    """Search keys of units that are whatever is asked for."""

    def isdisjoint(self, other: Any) -> bool:
        return False


ALL = _Everything()


def refused(data: bytes, known: frozenset[str] = ALL) -> list[str]:
    """What a file is refused for."""
    try:
        faults = read_boundaries(data, "ranh-gioi.geojson", known).faults
    except Faults as whole:
        faults = whole.faults
    return [str(fault.why) for fault in faults]


def test_an_area_is_drawn_under_the_code_and_the_name_of_its_unit():
    found = read_boundaries(a_file(an_area(Ma="XA1")), "ranh-gioi.geojson", ALL)
    assert [key for key, _path in found.outlines] == ["xa1", "phuong an lac"]
    assert found.outlines[0][1].startswith("M0 1000l")


def test_the_map_shows_units_with_boundaries_as_outlines_and_all_as_tiles():
    shelf = a_shelf(a_year())
    found = read_boundaries(a_file(an_area(), an_area("Xã Đông Hà", SQUARE)), "ranh-gioi.geojson", ALL)
    drawn = answer_at(
        PublicState(shelf, {**dict(found.outlines), "": found.box}, "k"), "2025/ban-do/"
    ).body.decode()
    tiles = answer_at(PublicState(shelf, {}, "k"), "2025/ban-do/").body.decode()
    assert drawn.count('d="M0 1000l') == 2
    assert f'viewBox="{found.box}"' in drawn
    assert '<svg class="map"' not in tiles
    assert drawn.count('class="shade-') - 2 == tiles.count('class="shade-')


@pytest.mark.parametrize(
    "data",
    [
        b"", b"\xff\xfe", b"[]", b"{}", b'{"features": []}', b'{"features": 3}', b"[" * 200_000,
        b'{"features": [{"geometry": NaN}]}',
    ],
)  # fmt: skip
def test_what_is_no_collection_is_refused(data: bytes):
    assert refused(data) == ["The file is no GeoJSON that can be read."]


@pytest.mark.parametrize(
    "coordinates",
    [
        [], [[]], [[[0, 0]] * 3], [[[0, 91]] * 4], [[[0, "1"]] * 4], [[[True, 0]] * 4], [[[500000, 2300000]] * 4], "x",
        {"a": 1}, [[[1e400, 0]] * 4], [[None] * 4],
    ],
)  # fmt: skip
def test_an_area_whose_corners_are_no_places_is_refused_with_its_number(coordinates: Any):
    data = a_file(an_area(), an_area("Xã Đông Hà", coordinates)).replace(b"Infinity", b"1e999")
    found = read_boundaries(data, "ranh-gioi.geojson", ALL)
    assert [fault.place.row for fault in found.faults] == [2]
    assert [key for key, _path in found.outlines] == ["phuong an lac"]


def test_every_fault_of_a_file_is_said_at_once():
    nameless = an_area("")
    broken = "The area cannot be drawn: its corners are no longitudes and latitudes."
    unknown = "No unit has this code or name: correct it, or take the area out of the file."
    found = refused(
        a_file(
            nameless,
            an_area(),
            an_area(),
            an_area("Xã Đông Hà", kind="Point"),
            an_area("Xã Ma", kind="Point"),
            7,
        ),
        frozenset({"phuong an lac", "xa dong ha"}),
    )
    assert found == [
        "The area says neither the code nor the name of its unit.",
        "Area 2 is of the same unit.",
        broken,
        unknown,
        broken,
        "The area says neither the code nor the name of its unit.",
        broken,
    ]
    assert refused(a_file(*[an_area(str(number)) for number in range(1001)])) == [
        "The file has more than 1000 areas."
    ]


def a_circle(corners: int) -> list[list[float]]:
    """A round area with that many corners."""
    return [
        [105 + cos(at) / 9, 21 + sin(at) / 9] for at in (2 * pi * n / corners for n in range(corners + 1))
    ]


def test_many_corners_are_drawn_on_a_coarser_grid_and_a_tangle_is_refused():
    found = read_boundaries(
        a_file(*[an_area(f"Xã {n}", [a_circle(5_000)]) for n in range(40)]), "ranh-gioi.geojson", ALL
    )
    assert 1_000 < sum(len(path) for _key, path in found.outlines) <= MOST_LETTERS
    tangle = [[105 + at / 4_000, 21 + (at * 7919 % 1000) / 1_000] for at in range(4_000)]
    assert refused(a_file(*[an_area(f"Xã {n}", [tangle]) for n in range(40)])) == [
        "The boundaries are too fine to be drawn on a page: simplify them first."
    ]


def brought(client: Client, data: bytes, name: str = "ranh-gioi.geojson") -> Any:
    """What is answered to a file of boundaries."""
    return client.post(
        reverse("portal_office:boundaries"), {"file": SimpleUploadedFile(name, data)}, follow=True
    )


@pytest.mark.django_db
def test_boundaries_are_looked_at_put_on_the_map_and_kept_with_their_file_in_the_backup(
    client_of, tmp_path: Path
):
    province = builders.a_province()
    for name in ("Phường An Lạc", "Xã Đông Hà"):
        builders.a_unit(name, Kind.COMMUNE, parent=province)
    client, data = client_of(Role.COORDINATOR), a_file(an_area())
    page = brought(client, data).content.decode()
    assert markup.read(page).find("dl", class_="figures")[0].text.split()[-1] == "1"  # one has no area
    assert not standing_outlines()
    waiting = StagedFile.objects.get(kind="boundaries")
    client.post(reverse("portal_office:boundaries_apply", args=[waiting.pk]))
    assert set(standing_outlines()) == {"", "phuong an lac"}
    assert Entry.objects.get(verb="portal.boundaries_put").facts["areas"] == 1
    assert content(BoundaryMap.objects.get().file) == data
    assert BoundaryMap.objects.get().file.sha256 in {
        path.name for path in kept_paths()
    }  # what a backup copies
    assert client_of(Role.UNIT_HEAD).get(reverse("portal_office:boundaries")).status_code == 404


@pytest.mark.django_db
def test_boundaries_with_faults_change_nothing_and_older_ones_give_way_to_no_outdated_file(client_of):
    builders.a_unit("Phường An Lạc", Kind.WARD, parent=builders.a_province())
    client = client_of(Role.COORDINATOR)
    faulty = brought(client, a_file(an_area(), an_area("Xã Ma", coordinates=[])))
    assert faulty.status_code == 422
    said = faulty.content.decode()
    assert "No unit has this code or name" in said
    assert "1 unit matches an area without a fault: Phường An Lạc." in said
    assert not StagedFile.objects.exists()
    first, second = (
        brought(client, a_file(an_area())) and StagedFile.objects.latest("pk") for _one in range(2)
    )
    apply = [reverse("portal_office:boundaries_apply", args=[one.pk]) for one in (first, second)]
    assert [client.post(address).status_code for address in apply] == [302, 409]
    assert BoundaryMap.objects.count() == 1


CORNERS = st.lists(st.tuples(st.floats(-180, 180), st.floats(-90, 90)).map(list), min_size=4, max_size=12)


@given(st.lists(CORNERS, min_size=1, max_size=4))
def test_whatever_has_corners_is_drawn_with_signs_of_a_path_alone(rings: list[Any]):
    found = read_boundaries(a_file(an_area(coordinates=rings)), "ranh-gioi.geojson", ALL)
    assert all(set(path) <= set("Mlz -0123456789") and path for _key, path in found.outlines)
