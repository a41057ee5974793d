"""However much the platform holds, no page is larger than an office line bears, and none prints everything.

The pages of one plan have a law of their own, in `tests/plans/test_page_sizes.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from html.parser import HTMLParser
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from cchc.access.permissions import Role, Scope
from cchc.accounts.models import Membership, Person
from cchc.audit.models import AccessRecord, Entry
from cchc.cycles.models import Cycle, NotApplicable, Participant
from cchc.cycles.queries import address_of
from cchc.intake.models import StagedFile
from cchc.results.actions import recompute
from cchc.results.models import Cause
from cchc.scores.models import Origin, Score
from cchc.units.models import AgencyGroup, Kind, Unit, Wording
from tests import builders

pytestmark = pytest.mark.django_db
LARGEST = 2_000_000  # bytes of a page
ROWS = 150
MANY = 320
LINES = {"ranking": 2}  # below each unit stands the line in which it is opened in place
LONG = "Văn phòng Hội đồng nhân dân và Ủy ban nhân dân "

A_DAY = date(2025, 7, 1)


class Longest(HTMLParser):
    """How many rows the longest table or list within the content of a page has; choices in a field are no rows."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[int] = []
        self.longest = 0

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag in ("tbody", "ul", "ol", "dl"):
            self.open.append(0)
        elif tag in ("tr", "li", "dt") and self.open:
            self.open[-1] += 1
            self.longest = max(self.longest, self.open[-1])

    def handle_endtag(self, tag: str) -> None:
        if tag in ("tbody", "ul", "ol", "dl") and self.open:
            self.open.pop()


def rows_in(html: str) -> int:
    parser = Longest()
    parser.feed(html)
    return parser.longest


def many_units(parent: Unit) -> list[Unit]:
    return Unit.objects.bulk_create(
        Unit(
            name=f"{LONG}số {at}",
            search_key=f"van phong hoi dong {at}",
            sort_key=f"van phong {at:05}",
            spelling=f"van phong so {at}",
            kind=Kind.DEPARTMENT,
            code=f"S{at}",
            parent=parent,
            valid_from=A_DAY,
        )
        for at in range(MANY)
    )


def many_people(units: list[Unit]) -> None:
    people = Person.objects.bulk_create(
        Person(username=f"n{at}", name=f"Nguyễn Văn {at}", name_key=f"nguyen {at}", search=f"nguyen van {at}")
        for at in range(MANY)
    )
    Membership.objects.bulk_create(
        Membership(person=person, unit=unit, role=Role.UNIT_CLERK, scope=Scope.OWN_UNIT, valid_from=A_DAY)
        for person, unit in zip(people, units, strict=True)
    )


def many_wordings(units: list[Unit]) -> None:
    groups = AgencyGroup.objects.bulk_create(
        AgencyGroup(name=f"Các xã {at}", spelling=f"cac xa {at}", sort_key=f"cac xa {at}")
        for at in range(200)
    )
    named = Wording.objects.bulk_create(
        Wording(text=f"Các phòng {at}", spelling=f"cac phong {at}", search_key=f"cac phong {at}", person_id=1)
        for at in range(MANY)
    )
    for model, field, held in (
        (AgencyGroup.units.through, "agencygroup", groups),
        (Wording.units.through, "wording", named),
    ):
        model.objects.bulk_create(
            model(**{field: one, "unit": unit}) for one in held[:50] for unit in units[:140]
        )


def many_entries() -> None:
    about = {
        "person_id": 1,
        "person": "Nguyễn Văn A",
        "unit": LONG,
        "role": "unit_clerk",
        "scope": "own_unit",
    }
    Entry.objects.bulk_create(
        Entry(verb="units.changed", subject=LONG * 15, digest_version=2, **about) for _at in range(MANY)
    )
    now = timezone.now()
    AccessRecord.objects.bulk_create(
        AccessRecord(
            at=now, kept_until=now + timedelta(days=90), kind="signed_in", subject=LONG * 15, **about
        )
        for _at in range(MANY)
    )


def many_taking_part(cycle: Cycle, units: list[Unit]) -> None:
    """Every unit takes part, with points for each leaf, and some leaves that do not apply to it."""
    held = cycle.sets.get()
    taking = Participant.objects.bulk_create(
        Participant(cycle=cycle, unit=unit, cycle_set=held, peer_group="Các sở", name=unit.name, place=at)
        for at, unit in enumerate(units, start=10)
    )
    NotApplicable.objects.bulk_create(
        NotApplicable(participant=one, leaf="2.2", reason=LONG * 8) for one in taking
    )
    figures = {"1.1": {"done": "9", "total": "10"}, "2.1": {"rate": "80%"}}
    Score.objects.bulk_create(
        Score(cycle=cycle, participant=one, leaf=leaf, figures=given, origin=Origin.IMPORTED)
        for one in taking
        for leaf, given in figures.items()
    )
    recompute(cycle=cycle, cause=Cause.IMPORT)


def many_scores_staged(cycle: Cycle) -> StagedFile:
    """A file that gives every unit other points."""
    heading = builders.POINTS.splitlines()[0]
    names = cycle.participants.values_list("name", flat=True)
    text = "\n".join([heading, *(f"{name};8;10;1;70%;" for name in names)])
    return builders.staged(cycle, text)


@pytest.fixture
def full(client_of: Callable[..., Any]) -> Cycle:
    """A cycle of a platform that holds a lot."""
    cycle = builders.a_scored_cycle()
    units = many_units(cycle.province)
    many_people(units)
    many_wordings(units)
    many_entries()
    many_taking_part(cycle, units)
    return cycle


def too_long(pages: dict[str, Any]) -> dict[str, tuple[int, int, int]]:
    """The pages that are none, are too large, or have too many rows: status, bytes and rows of each."""
    found = {name: (one.status_code, len(one.content), rows_in(one.text)) for name, one in pages.items()}
    most = {name: ROWS * LINES.get(name, 1) for name in found}
    return {n: one for n, one in found.items() if one[0] != 200 or one[1] > LARGEST or one[2] > most[n]}


def test_no_page_of_a_full_platform_is_too_large_or_prints_every_row(full, client_of):
    held, unit = full.sets.get(), Unit.objects.get(code="S1")
    cycle = address_of(full)
    ranking = reverse("results:cycle_ranking", args=cycle)
    asked = {
        Role.ADMINISTRATOR: {
            "people": reverse("accounts:people"),
            "log": reverse("audit:log"),
            "access": reverse("audit:access_log"),
            "units": reverse("units:list"),
            "units found": f"{reverse('units:list')}?q=van+phong",
            "a unit with many below": reverse("units:detail", args=[full.province_id]),
        },
        Role.COORDINATOR: {
            "groups": reverse("units:groups"),
            "wordings": reverse("units:wordings"),
            "cycle": reverse("cycles:detail", args=[full.pk]),
            "participants": reverse("cycles:participants", args=[full.pk]),
            "joining": reverse("cycles:participants_add", args=[full.pk, held.pk]),
            "applicability": reverse("cycles:applicability", args=[full.pk, held.pk]),
            "ranking": ranking,
            "heat map": f"{ranking}?xem=linh-vuc",
            "unit in the ranking": reverse("results:unit", args=[*cycle, unit.pk]),
            "imports": reverse("scores:imports", args=cycle),
            "an import": reverse("scores:import", args=[*cycle, many_scores_staged(full).pk]),
            "search": f"{reverse('desk:search')}?q=van+phong",
            "home": reverse("desk:home"),
        },
    }
    pages = {}
    for role, addresses in asked.items():
        client = client_of(role)
        pages |= {name: client.get(address) for name, address in addresses.items()}
    assert too_long(pages) == {}


def test_every_unit_below_another_is_reached_page_by_page(client_of):
    client = client_of(Role.COORDINATOR)
    province = Unit.objects.get()
    address, units = reverse("units:detail", args=[province.pk]), many_units(province)
    pages = client.get(address).context["rows"].paginator.num_pages
    shown = [
        row.pk for at in range(1, pages + 1) for row in client.get(address, {"page": at}).context["rows"]
    ]
    assert sorted(shown) == [one.pk for one in units]


def test_a_file_full_of_faults_names_the_first_and_counts_all(client_of):
    """Whoever mends a file mends it in one go: of its faults up to 500 are on one page, the only one so long."""
    cycle = builders.a_scored_cycle()
    client = client_of(Role.COORDINATOR)
    heading = builders.POINTS.splitlines()[0]
    text = "\n".join([heading, *(f"{LONG}{at};x;y;z;80;9" for at in range(1_000))])
    file = SimpleUploadedFile("diem.csv", text.encode())
    answer = client.post(
        reverse("scores:imports", args=address_of(cycle)), {"file": file, "cycle_set": cycle.sets.get().pk}
    )
    assert (answer.status_code, len(answer.context["faults"]), answer.context["count"] > 900) == (
        422,
        500,
        True,
    )
    assert (len(answer.content) < LARGEST, rows_in(answer.text)) == (True, 500)
