"""Whoever stands near to a unit is told nothing of its appraisal: over every pair of a person and a unit, what every
page, file and counter answers is read. Pages are taken from the table of addresses; a new one is read by itself."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from cchc.access.permissions import GRANTS, Capacity
from cchc.accounts.queries import actor_of
from cchc.appraisal.models import AppraisalQuestion
from cchc.appraisal.policies import WHOLE_SIGHT
from cchc.appraisal.queries.coverage import announced_coverage
from cchc.appraisal.queries.sight import sight_in
from cchc.appraisal.queries.substitutes import Substitution, substitutions
from cchc.documents.models import OfficialDocument
from cchc.notices.models import PersonalNotice
from cchc.scores.models import Stage
from tests.acts.everywhere import PARAMETER
from tests.appraisal.near_world import FAR, NearWorld, Reader, found_in, near_world
from tests.planting import text_of
from tests.test_permissions import addresses

pytestmark = pytest.mark.django_db
ROOMS = ("appraisal", "audit", "council", "desk", "documents", "notices", "self_scoring")
WITH_ALL = ("appraisal", "council")
"""The rooms whose pages are read for a unit apart as well."""
SEARCHED = ("/tim-kiem/?q=kin", "/tim-kiem/goi-y/?q=kin", "/nhat-ky/?q=kinten", "/nhat-ky/?room=appraisal")
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
    place = world.readers.index(reader)
    apart = [name for name in world.units if name not in reader.near]
    names = [*reader.near, *([apart[place % len(apart)]] if everywhere else [])]
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
        "province": [world.cycle.province_id],
        "question": list(asked.values_list("pk", flat=True)[:2]),
        "place": [1],
        **{name: [1] for name in ("phrase", "asked", "draw", "file")},  # of these the world has none
        "pk": list(_pks(reader, address, units)),
    }
    gaps = PARAMETER.findall(address)
    filling = [
        dict(zip(gaps, one, strict=True)) for one in itertools.product(*(values.get(gap, []) for gap in gaps))
    ]
    return [f"/{_with(address, one)}" for one in filling]


def _with(address: str, values: dict[str, Any]) -> str:
    return PARAMETER.sub(lambda gap: str(values[gap[1]]), address)


def _pks(reader: Reader, address: str, units: set[int]) -> Iterable[int]:
    """The ids of what a room keeps of these units, or of the reader."""
    room = address.partition("/")[0]
    if room == "tai-lieu":
        return OfficialDocument.objects.filter(unit_id__in=units).values_list("pk", flat=True)
    if room == "thong-bao":
        return PersonalNotice.objects.filter(person=reader.member.person).values_list("pk", flat=True)
    return ()


def read_by(world: NearWorld, reader: Reader) -> Iterator[str]:
    """Every address of the rooms that the role of a reader opens."""
    granted = GRANTS[Capacity(reader.member.role, reader.member.scope)]
    for address, view in addresses():
        room = view.__module__.split(".")[1]
        opens = not isinstance(view.permission, tuple) or granted.issuperset(view.permission)
        if room in ROOMS and opens and not NOT_READ.search(address):
            yield from filled(world, reader, address, everywhere=room in WITH_ALL)
    yield from SEARCHED


@pytest.fixture(scope="module")
def bodies(world: NearWorld) -> dict[Reader, dict[str, str]]:
    """What each reader is answered, by address."""
    return {reader: _answered(world, reader) for reader in world.readers}


def _answered(world: NearWorld, reader: Reader) -> dict[str, str]:
    client = Client(raise_request_exception=False)
    client.force_login(reader.member.person)
    found = {}
    for address in read_by(world, reader):
        with transaction.atomic():
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
        for unit, marks in found_in(text, world.told).items()
        if unit in reader.near
    ]
    assert leaks == []


def test_of_every_unit_those_who_stand_apart_read_everything(world, bodies):
    """Otherwise the law above would say nothing."""
    seen: dict[str, set[str]] = defaultdict(set)
    for answers in bodies.values():
        for text in answers.values():
            for unit, marks in found_in(text, world.told).items():
                seen[unit] |= marks
    unseen = {unit: sorted(marks - seen[unit]) for unit, marks in world.told.items()}
    assert {unit: marks for unit, marks in unseen.items() if marks} == {}


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
        if view.__module__.split(".")[1] == "appraisal" and not filled(world, reader, address)
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
