"""Whoever stands near to a unit is told nothing of its appraisal: over every pair of a person and a unit, what every
page, file and counter answers is read. Pages are taken from the table of addresses; a new one is read by itself."""

from __future__ import annotations

import itertools
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from cchc.access.permissions import GRANTS, Capacity, Role
from cchc.accounts.queries import actor_of
from cchc.appraisal.models import AppraisalQuestion
from cchc.appraisal.policies import WHOLE_SIGHT
from cchc.appraisal.queries.coverage import announced_coverage
from cchc.appraisal.queries.sight import sight_in
from cchc.appraisal.queries.substitutes import Substitution, substitutions
from cchc.council.models import AgendaItem, SessionMinutes
from cchc.council.queries.minutes import without_units
from cchc.criteria.models import CriteriaVersion
from cchc.cycles.queries import address_of
from cchc.documents.models import OfficialDocument
from cchc.intake.models import StagedFile
from cchc.notices.models import PersonalNotice
from cchc.scores.models import Correction, Stage
from tests.acts.everywhere import PARAMETER, missing_said_plainly
from tests.appraisal.near_world import FAR, NearWorld, Reader, found_in, near_world
from tests.planting import text_of
from tests.test_permissions import addresses

pytestmark = pytest.mark.django_db
ROOMS = ("appraisal", "audit", "council", "desk", "documents", "notices", "results", "scores", "self_scoring")
ALIKE = ("council", "results", "scores")
"""The rooms that tell the same to all who stand near to the same units: one of them reads."""
WITH_ALL = ("appraisal", *ALIKE)
"""The rooms whose pages are read for a unit apart as well."""
SEARCHED = (
    *("/tim-kiem/?q=kin", "/tim-kiem/goi-y/?q=kin", "/nhat-ky/?q=kinten"),
    *(f"/nhat-ky/?room={room}" for room in ("appraisal", "council", "scores")),
)
FACES: dict[str, tuple[str, ...]] = {
    "ket-qua/<slug:province>/<int:year>/": ("", "?giai_doan=first_appraisal", "?xem=linh-vuc", "?linh_vuc=1"),
    "ket-qua/<slug:province>/<int:year>/xep-hang.xlsx": ("", "?giai_doan=second_appraisal"),
    "ket-qua/<slug:province>/<int:year>/don-vi/<int:unit_id>/": ("", "?giai_doan=second_appraisal"),
    "ket-qua/<slug:province>/<int:year>/so-sanh/": ("?so={first}&so={second}&tat_ca=1",),
}
"""By address how else it is asked."""
NOT_READ = re.compile(r"dang-xuat|huong-dan|tai-len|thu/|moi/")
IN_PLACE = {"HX-Request": "true"}


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[NearWorld]:
    """The province, once for all tests of the module; nothing of it stays."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield near_world()
        transaction.set_rollback(True)


def filled(world: NearWorld, reader: Reader, address: str, *, everywhere: bool = True) -> list[str]:
    """An address of the table with what may stand in it: every unit near to the reader, and one that is not where it is
    to be read `everywhere`."""
    place, room = world.readers.index(reader), address.partition("/")[0]
    apart = [name for name in world.units if name not in reader.near]
    others = apart if room == "hoi-dong" and len(reader.near) == 1 else [apart[place % len(apart)]]
    names = [*sorted(reader.near), *(others if everywhere else [])]
    units = {world.units[name].pk for name in names}
    asked = AppraisalQuestion.objects.filter(of__participant__unit__in=units)
    values: dict[str, list[Any]] = {
        "year": [world.cycle.year],
        "stage": ["", "lan-hai/"],
        "link": [1],
        "cycle_set": [world.cycle.sets.get().pk],
        "leaf": ["1.2"],
        "unit": sorted(units),
        "unit_id": sorted(units),
        "province": [address_of(world.cycle)[0] if room == "ket-qua" else world.cycle.province_id],
        "number": [1, 2],
        "item": list(AgendaItem.objects.filter(participant__unit__in=units).values_list("pk", flat=True)),
        "set_pk": [world.cycle.sets.get().pk],
        "question": list(asked.values_list("pk", flat=True)[:2]),
        "place": [1],
        **{name: [1] for name in ("phrase", "asked", "draw", "file")},  # of these the world has none
        "pk": list(_pks(reader, address, units)),
    }
    gaps = PARAMETER.findall(address)
    filling = [
        dict(zip(gaps, one, strict=True)) for one in itertools.product(*(values.get(gap, []) for gap in gaps))
    ]
    pair = {"first": (names or apart)[0], "second": apart[0]}
    ids = {name: world.units[unit].pk for name, unit in pair.items()}
    faces = [face.format(**ids) for face in FACES.get(address, ("",))]
    return [f"/{_with(address, one)}{face}" for one in filling for face in faces]


def _with(address: str, values: dict[str, Any]) -> str:
    return PARAMETER.sub(lambda gap: str(values[gap[1]]), address)


def _pks(reader: Reader, address: str, units: set[int]) -> Iterable[int]:
    """The ids of what a room keeps of these units, or of the reader."""
    room = address.partition("/")[0]
    if room == "tai-lieu":
        return OfficialDocument.objects.filter(unit_id__in=units).values_list("pk", flat=True)
    if room == "thong-bao":
        return PersonalNotice.objects.filter(person=reader.member.person).values_list("pk", flat=True)
    if room == "bo-tieu-chi":
        return CriteriaVersion.objects.values_list("pk", flat=True)[:1]
    if room == "ket-qua" and ("de-nghi-sua/" in address or "lich-su/" in address):
        return Correction.objects.values_list("pk", flat=True)
    if room == "ket-qua" and "nhap-diem/" in address:
        return StagedFile.objects.values_list("pk", flat=True)
    return ()


def read_by(world: NearWorld, reader: Reader) -> Iterator[str]:
    """Every address of the rooms that the role of a reader opens."""
    granted = GRANTS[Capacity(reader.member.role, reader.member.scope)]
    rooms = ROOMS if reader in one_for_each(world) else set(ROOMS).difference(ALIKE)
    for address, view in addresses():
        room = view.__module__.split(".")[1]
        opens = not isinstance(view.permission, tuple) or granted.issuperset(view.permission)
        if room in rooms and opens and not NOT_READ.search(address):
            yield from filled(world, reader, address, everywhere=room in WITH_ALL)
    yield from SEARCHED


def one_for_each(world: NearWorld) -> list[Reader]:
    """One reader of those who stand near to the same units: whoever corrects scores, or votes, before the others."""
    first = [Role.COORDINATOR, Role.COUNCIL_MEMBER]
    found: dict[frozenset[str], Reader] = {}
    for reader in sorted(world.readers, key=lambda one: one.member.role not in first):
        found.setdefault(reader.near, reader)
    return [reader for reader in found.values() if reader.near]


@pytest.fixture(scope="module")
def bodies(world: NearWorld) -> dict[Reader, dict[str, str]]:
    """What each reader is answered, by address."""
    return {reader: _answered(world, reader) for reader in world.readers}


def _answered(world: NearWorld, reader: Reader) -> dict[str, str]:
    client = Client(raise_request_exception=False)
    client.force_login(reader.member.person)
    found = {}
    for address in read_by(world, reader):
        with transaction.atomic(), missing_said_plainly():
            answer = client.get(address, headers=IN_PLACE if "goi-y" in address else {})
            if answer.status_code == 200:
                found[address] = text_of(answer)
            transaction.set_rollback(True)
    return found


def test_no_body_says_anything_of_the_appraisal_of_a_unit_near_to_its_reader(world, bodies):
    leaks = [
        f"{reader} reads {sorted(marks)} of {unit} at {address}"
        for reader, answers in bodies.items()
        for address, text in answers.items()
        for unit, marks in found_in(text, untold(world, address)).items()
        if unit in reader.near
    ]
    assert "\n".join(leaks) == ""


def untold(world: NearWorld, address: str) -> dict[str, frozenset[str]]:
    """By unit what an address must not say to those near to it: results tell the figures that were sent to the unit."""
    tells = address.startswith(("/ket-qua/", "/viec-cua-toi/"))
    return {
        name: marks - (world.sent.get(name, set()) if tells else set()) for name, marks in world.told.items()
    }


def test_of_every_unit_those_who_stand_apart_read_everything(world, bodies):
    """Otherwise the law above would say nothing."""
    seen: dict[str, set[str]] = defaultdict(set)
    for answers in bodies.values():
        for text in answers.values():
            for unit, marks in found_in(text, world.told).items():
                seen[unit] |= marks
    unseen = {unit: sorted(marks - seen[unit]) for unit, marks in world.told.items()}
    assert {unit: marks for unit, marks in unseen.items() if marks} == {}


def test_minutes_without_a_unit_do_not_name_it_in_anything_that_was_decided_on_others(world):
    content = SessionMinutes.objects.get().content
    for participant in world.cycle.participants.all():
        name = participant.name
        others = [one for one in content["items"] if one["participant"] != participant.pk]
        seen, left = without_units(content, {participant.pk: name})
        assert (left, len(seen["items"])) == (1, len(others))
        assert name not in json.dumps(seen["items"], ensure_ascii=False)
        assert name not in [one for row in seen["substitutes"] for one in row["units"]]
    assert any(
        FAR in json.dumps(one["decisions"], ensure_ascii=False)
        for one in content["items"]
        if one["unit"] != FAR
    )
    assert [row["units"] for row in content["substitutes"]] == [[FAR]]


def test_each_reader_stands_near_to_the_units_that_the_rules_name_and_to_no_other(world):
    for reader in world.readers:
        sight = sight_in(actor_of(reader.member), world.cycle)
        near = {one.name for one in world.cycle.participants.all() if not sight.has(one.pk)}
        assert near == set(reader.near), reader


def test_every_gap_of_an_address_of_the_room_is_filled(world):
    """An address that nobody was asked at would be passed over in silence."""
    reader = world.readers[-1]
    empty = [
        address
        for address, view in addresses()
        if view.__module__.split(".")[1] in WITH_ALL and not filled(world, reader, address)
    ]
    assert empty == []


def test_who_stands_in_is_named_with_the_units_and_parts_but_to_nobody_near_to_them(world):
    coverage = announced_coverage(world.cycle, Stage.FIRST_APPRAISAL)
    (found,) = substitutions(coverage, world.cycle, Stage.FIRST_APPRAISAL, WHOLE_SIGHT)
    assert (found.person, found.instead) == (world.substitute.person.name, world.main.person.name)
    assert (found.units, [one.number for one in found.parts]) == ((FAR,), ["1", "2"])
    assert isinstance(found, Substitution)
    for reader in world.readers:
        sight = sight_in(actor_of(reader.member), world.cycle)
        assert substitutions(coverage, world.cycle, Stage.FIRST_APPRAISAL, sight) == (
            [] if FAR in reader.near else [found]
        ), reader
