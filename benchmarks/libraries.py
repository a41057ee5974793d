# ruff: noqa: E402 - Django is set up on a folder of its own before anything of ours is imported
"""The libraries of a province: 127 units that answered 100 leaves in each of 5 years, 38,000 documents linked to their
leaves; lists, searches and sheets as people ask for them, on both databases.

Prints the processor time of each page, asked by Django's test client. Judged are the queries that 38,000 links cost
more than 3,800, none, for lists are made by the database; and the time of a sheet.
Run by `make bench`, or `.venv/bin/python benchmarks/libraries.py [LINKS]`.
"""

from __future__ import annotations

import os
import sys
import tempfile
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
FOLDER = tempfile.TemporaryDirectory(prefix="cchc-bench-")  # gone when the measurement ends
os.environ["CCHC_VAR"] = FOLDER.name
os.environ["DJANGO_SETTINGS_MODULE"] = "cchc.config.settings_test"

import django

django.setup()

from benchmarks.measuring.aims import judge
from benchmarks.measuring.databases import INSIDE, page_time, run_on_both
from benchmarks.measuring.hundred import criteria_text, leaf_numbers
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cchc.access.permissions import Role
from cchc.core.words.names import search_key
from cchc.cycles.models import Cycle, CycleSet, Participant, ScoredBy, State
from cchc.documents.models import OfficialDocument
from cchc.self_scoring.actions.sheets import fit_sheets
from cchc.self_scoring.models import Answer, EvidenceLink, UnitSheet
from cchc.units.models import Unit
from tests.builders import a_member, a_province, a_published_set, a_unit

UNITS, YEARS, ROUNDS = 127, range(2022, 2027), 9
OWN_SHEET, OF_A_SHEET = "own sheet", 150  # milliseconds
LEAVES = leaf_numbers()
ABOUT = (
    "Kế hoạch cải cách hành chính",
    "Kết quả rà soát văn bản",
    "Kiểm tra công vụ",
    "Đánh giá sự hài lòng",
)


def sheets() -> dict[tuple[int, int], UnitSheet]:
    """The sheets of all units in all years, those of former years submitted; by year and unit."""
    province = a_province()
    units = [a_unit(f"Đơn vị số {number}", parent=province) for number in range(1, UNITS + 1)]
    version = a_published_set(criteria_text())
    found = {}
    for year in YEARS:
        cycle = Cycle.objects.create(province=province, year=year, name=f"Kỳ {year}", state=State.OPEN)
        attached = CycleSet.objects.create(
            cycle=cycle, version=version, kinds=["department"], peer_group="Các sở", scored_by=ScoredBy.ROUND
        )
        for place, unit in enumerate(units):
            participant = Participant.objects.create(
                cycle=cycle, unit=unit, cycle_set=attached, peer_group="Các sở", name=unit.name, place=place
            )
            found[year, unit.pk] = UnitSheet.objects.create(participant=participant)
        answers = (answer(found[year, unit.pk], leaf) for unit in units for leaf in LEAVES)
        Answer.objects.bulk_create(answers, batch_size=2000)
        fit_sheets(cycle=cycle)
    return found


def answer(sheet: UnitSheet, leaf: str) -> Answer:
    """What a unit declared for a leaf."""
    figures = {"done": "9", "total": "10"}
    return Answer(
        sheet=sheet, leaf=leaf, figures=figures, points="0.9", version=1, at=timezone.now(), person_id=0,
        person="Cán bộ", unit="Đơn vị",
    )  # fmt: skip


def fill(found: dict[tuple[int, int], UnitSheet], first: int, count: int) -> None:
    """Put documents into the libraries, each linked to one leaf, and a tenth as many without a link."""
    places = list(found.items())
    names = dict(Unit.objects.values_list("pk", "name"))
    documents, links = [], []
    for number in [*range(first, first + count), *range(-first - count // 10, -first)]:
        (year, unit), sheet = places[number % len(places)]
        about = f"{ABOUT[number % len(ABOUT)]} lần {number}"
        words = ("Báo cáo", f"{number}/BC-SNV", f"15/06/{year}", names[unit], about)
        document = OfficialDocument(
            kind=words[0], number=words[1], date=date(year, 6, 15), issuer=words[3], title=about, unit_id=unit,
            unit_name=words[3], not_secret=True, search=search_key(" ".join(words)),
        )  # fmt: skip
        documents.append(document)
        if number >= 0:
            links.append((sheet, LEAVES[number // len(places) % len(LEAVES)], document))
    OfficialDocument.objects.bulk_create(documents, batch_size=2000)
    now = timezone.now()
    EvidenceLink.objects.bulk_create(
        [
            EvidenceLink(sheet=sheet, leaf=leaf, document=one, linked_at=now, person_id=0, person="", unit="")
            for sheet, leaf, one in links
        ],
        batch_size=2000,
    )


PAGES = (
    (Role.UNIT_CLERK, "own library", "/tai-lieu/"),
    (Role.UNIT_CLERK, "own library, searched", "/tai-lieu/?q=ra+soat+lan"),
    (Role.UNIT_CLERK, "own library, not used yet", "/tai-lieu/?dung=chua-dung"),
    (Role.COORDINATOR, "all that the coordinator may see", "/tai-lieu/"),
    (Role.COORDINATOR, "the same, searched", "/tai-lieu/?q=cai+cach+{before}"),
    (Role.COORDINATOR, "search over everything", "/tim-kiem/?q=ra+soat+van+ban"),
    (Role.COORDINATOR, "how far all units are", "/tu-cham/{year}/tien-do/"),
    (Role.UNIT_CLERK, OWN_SHEET, "/tu-cham/{year}/{unit}/"),
    (Role.UNIT_CLERK, "one leaf, last year beside it", "/tu-cham/{year}/{unit}/muc/3.3/"),
)


def asked(client: Client, address: str) -> tuple[float, int]:
    """The processor time of a page in milliseconds, and its queries."""

    def ask() -> None:
        assert client.get(address).status_code == 200, address

    taken = page_time(ask, ROUNDS)
    with CaptureQueriesContext(connection) as queries:
        ask()
    return taken, len(queries)


def main(size: int) -> bool:
    """Fill a database of its own, and measure the pages with a tenth of the links and with all of them; whether all
    aims are kept."""
    call_command("migrate", verbosity=0)
    found = sheets()
    year, unit = next(reversed(found))
    clients = {}
    for role in (Role.UNIT_CLERK, Role.COORDINATOR):
        clients[role] = Client()
        clients[role].force_login(a_member(role, unit=Unit.objects.get(pk=unit)).person)
    submitted = [sheet.pk for (of, _unit), sheet in found.items() if of < year]
    print(f"as of {date.today():%d/%m/%Y}, {connection.vendor}, {UNITS} units, {len(YEARS)} years, ", end="")
    print(f"{len(LEAVES)} leaves, {Answer.objects.count()} answers")
    costs: list[list[tuple[float, int]]] = []
    for first, count in ((0, size // 10), (size // 10, size - size // 10)):
        UnitSheet.objects.filter(pk__in=submitted).update(state=UnitSheet.State.FILLING)
        fill(found, first, count)
        UnitSheet.objects.filter(pk__in=submitted).update(state=UnitSheet.State.SUBMITTED)
        print(
            f"{OfficialDocument.objects.count()} documents, {EvidenceLink.objects.count()} links", flush=True
        )
        pages = [
            (role, address.format(year=year, before=year - 1, unit=unit)) for role, _name, address in PAGES
        ]
        costs.append([asked(clients[role], address) for role, address in pages])
    more, sheet = 0, 0.0
    for (_role, name, _address), (few, queries_before), (many, queries) in zip(PAGES, *costs, strict=True):
        print(
            f"  {name:<34} {many:6.1f} ms · {queries} queries · {many / few:.1f} times a tenth of the links"
        )
        more += abs(queries - queries_before)
        sheet = many if name == OWN_SHEET else sheet
    kept = [
        judge("queries of these pages that ten times the links change", more, 0),
        judge(OWN_SHEET, sheet, OF_A_SHEET, " ms"),
    ]
    return all(kept)


if __name__ == "__main__":
    if INSIDE not in sys.argv:
        sys.exit(run_on_both(*sys.argv))
    numbers = [int(word) for word in sys.argv[1:] if word.isdecimal()]
    sys.exit(0 if main(*(numbers or [38_000])) else 1)
