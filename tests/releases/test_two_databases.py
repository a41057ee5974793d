"""The bundle of a release that a database made is, byte for byte, the one of the points file alone: so both databases
make the same one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from cchc.core.scoring.index import ranking
from cchc.criteria.exchange.reading import read_known_set
from cchc.releases.exchange.bundle import bundle_bytes
from cchc.releases.exchange.content import Level, PublicContent
from cchc.releases.exchange.telling import public_group, public_unit
from cchc.releases.exchange.verifying import verify_bundle
from cchc.scoring import read_points
from tests.builders.releases import COMPLETE, a_final_cycle, the_content
from tests.releases.contents import KEY, SOFTWARE

KEYS = {"Sở Nội vụ": "so-noi-vu", "Sở Tài chính": "so-tai-chinh", "Sở Y tế": "so-y-te"}


def from_the_file_alone(content: PublicContent, folder: Path) -> PublicContent:
    """The content once more from the points file and the set, without a database; who the units are is taken over."""
    file = folder / "diem.csv"
    file.write_text(COMPLETE, encoding="utf-8")
    (released,) = content.sets
    criteria, head = read_known_set(released.toml), content.head
    known = {unit.name: unit for unit in content.units}
    units = [
        replace(unit, group="Các sở", code=known[unit.name].code or None)
        for unit in read_points(criteria, file).units
    ]
    (group,) = ranking(criteria, units, head.year)
    return PublicContent(
        head,
        content.sets,
        (public_group(released.code, group, [KEYS[one.unit.name] for one in group.units], head.level),),
        tuple(
            public_unit(
                criteria,
                group,
                one,
                key=KEYS[one.unit.name],
                kind="department",
                set_code=released.code,
                level=head.level,
                year=head.year,
            )
            for one in group.units
        ),
    )


@pytest.mark.django_db
def test_what_a_database_releases_is_byte_for_byte_what_the_points_file_alone_gives(tmp_path: Path) -> None:
    cycle = a_final_cycle()
    for level in Level:
        content = the_content(cycle, level)
        archive = bundle_bytes(content, KEY, SOFTWARE)
        assert archive == bundle_bytes(from_the_file_alone(content, tmp_path), KEY, SOFTWARE)
        assert verify_bundle(archive, key=KEY.public).is_right
