# ruff: noqa: E402 - Django is set up on a folder of its own before anything of ours is imported
"""The libraries of a province: 127 units, 5 years, 38,000 documents behind leaves; lists and searches as people ask.

Prints the median processor time and the queries of each page, asked by Django's test client, and what 38,000 documents
cost beside 3,800 in the same run. SQLite, or the database of DATABASE_URL, which must be empty.
Run by `make bench`, or `.venv/bin/python benchmarks/libraries.py [DOCUMENTS]`.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
FOLDER = tempfile.TemporaryDirectory(prefix="cchc-bench-")  # gone when the measurement ends
os.environ["CCHC_VAR"] = FOLDER.name
os.environ["DJANGO_SETTINGS_MODULE"] = "cchc.config.settings_test"

import django

django.setup()

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cchc.access.permissions import Role
from cchc.core.words.names import search_key
from cchc.cycles.models import Cycle, CycleSet, Participant, ScoredBy, State
from cchc.documents.models import OfficialDocument
from cchc.self_scoring.models import EvidenceLink, UnitSheet
from cchc.units.models import Unit
from tests.builders import SELF_SCORED, a_member, a_province, a_published_set, a_unit

UNITS, YEARS, ROUNDS = 127, range(2022, 2027), 9
LEAVES = ("1.1", "1.2", "1.3", "2.1", "2.3")
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
    version = a_published_set(SELF_SCORED)
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
    return found


def fill(found: dict[tuple[int, int], UnitSheet], first: int, count: int) -> None:
    """Put documents into the libraries, each behind one leaf but every tenth."""
    places = list(found.items())
    names = dict(Unit.objects.values_list("pk", "name"))
    documents, links = [], []
    for number in range(first, first + count):
        (year, unit), sheet = places[number % len(places)]
        about = f"{ABOUT[number % len(ABOUT)]} lần {number}"
        words = ("Báo cáo", f"{number}/BC-SNV", f"15/06/{year}", names[unit], about)
        document = OfficialDocument(
            kind=words[0], number=words[1], date=date(year, 6, 15), issuer=words[3], title=about, unit_id=unit,
            unit_name=words[3], not_secret=True, search=search_key(" ".join(words)),
        )  # fmt: skip
        documents.append(document)
        if number % 10:
            links.append((sheet, LEAVES[number % len(LEAVES)], document))
    OfficialDocument.objects.bulk_create(documents, batch_size=2000)
    now = timezone.now()
    EvidenceLink.objects.bulk_create(
        [
            EvidenceLink(sheet=sheet, leaf=leaf, document=one, linked_at=now, person_id=0, person="", unit="")
            for sheet, leaf, one in links
        ],
        batch_size=2000,
    )


def measured(client: Client, name: str, address: str) -> float:
    """Print and return the median processor time of a page in milliseconds, with its queries."""
    client.get(address)
    times = []
    for _round in range(ROUNDS):
        started = time.process_time()
        response = client.get(address)
        times.append((time.process_time() - started) * 1000)
        assert response.status_code == 200, address
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    print(f"  {name:<44} median {median(times):6.1f} ms · {len(asked)} queries")
    return median(times)


def main(size: int) -> None:
    """Fill a database of its own and measure the pages with a tenth of the documents and with all of them."""
    call_command("migrate", verbosity=0)
    found = sheets()
    year, unit = next(reversed(found))
    clients = {}
    for role in (Role.UNIT_CLERK, Role.COORDINATOR):
        clients[role] = Client()
        clients[role].force_login(a_member(role, unit=Unit.objects.get(pk=unit)).person)
    submitted = [sheet.pk for (of, _unit), sheet in found.items() if of < year]
    print(f"as of {date.today():%d/%m/%Y}, {connection.vendor}, {UNITS} units, {len(YEARS)} years")
    costs: list[list[float]] = []
    for first, count in ((0, size // 10), (size // 10, size - size // 10)):
        UnitSheet.objects.filter(pk__in=submitted).update(state=UnitSheet.State.FILLING)
        fill(found, first, count)
        UnitSheet.objects.filter(pk__in=submitted).update(state=UnitSheet.State.SUBMITTED)
        print(f"{OfficialDocument.objects.count()} documents, {EvidenceLink.objects.count()} links:")
        clerk, coordinator = clients[Role.UNIT_CLERK], clients[Role.COORDINATOR]
        costs.append(
            [
                measured(clerk, "own library", "/tai-lieu/"),
                measured(clerk, "own library, searched", "/tai-lieu/?q=ra+soat+lan"),
                measured(clerk, "own library, not used yet", "/tai-lieu/?dung=chua-dung"),
                measured(coordinator, "all that the coordinator may see", "/tai-lieu/"),
                measured(coordinator, "the same, searched", f"/tai-lieu/?q=cai+cach+{year - 1}"),
                measured(coordinator, "search over everything", "/tim-kiem/?q=ra+soat+van+ban"),
            ]
        )
    ratios = ", ".join(f"{many / few:.1f}" for few, many in zip(*costs, strict=True))
    print(f"ten times the documents cost {ratios} times")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 38_000)
