# ruff: noqa: E402 - Django is set up on a folder of its own before anything of ours is imported
"""The ranking page of 127 communes, its workbook, four of them side by side and the page of one; the sheet of one and
how far all are: server time and the share of it spent on queries.

A hundred leaves scored from declared figures, five years, then a year in which the communes score themselves, on
SQLite, asked by Django's test client as a leader, a clerk and a coordinator. Prints the median processor time of this
run, so that what else the machine does counts less.
Run by `make bench`, or `.venv/bin/python benchmarks/pages.py [UNITS]`.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
FOLDER = tempfile.TemporaryDirectory(prefix="cchc-bench-")  # gone when the measurement ends
os.environ["CCHC_VAR"] = FOLDER.name
os.environ.pop("DATABASE_URL", None)
os.environ["DJANGO_SETTINGS_MODULE"] = "cchc.config.settings_test"

import django

django.setup()

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cchc.access.permissions import Role
from cchc.cycles import actions as cycle_actions
from cchc.cycles.actions import PhaseDates
from cchc.cycles.models import Cycle, ScoredBy
from cchc.intake.actions import apply
from cchc.self_scoring.actions.sheets import fit_sheets
from cchc.self_scoring.models import Answer, UnitSheet
from cchc.units.models import Kind, Unit
from tests.builders import a_cycle, a_member, a_published_set, a_unit, an_actor, staged_as

DOMAINS, LEAVES, ROUNDS = 10, 10, 15
YEARS = range(2022, 2027)
OF_THE_ROUND = 2027
TARGET = 100
LINE = {"person_id": 0, "person": "Cán bộ", "unit": "Xã"}
NODE = '[[node]]\nnumber = "{number}"\nname = "Tiêu chí thành phần số {number}"\nmaximum = "{maximum}"\n'
RULE = (
    'inputs = ["done: count | Số nhiệm vụ hoàn thành", "total: count, from 1 | Số nhiệm vụ được giao"]\n'
    'rule = "ratio done / total; zero below 50%"\n'
)


def criteria_text() -> str:
    """A set of ten domains of ten leaves, each a ratio of two declared figures."""
    parts = ['[set]\nid = "do"\ntitle = "Bộ để đo"\nversion = "1"\nunit_kind = "commune"\n']
    for domain in range(1, DOMAINS + 1):
        parts.append(NODE.format(number=domain, maximum=LEAVES))
        parts += [NODE.format(number=f"{domain}.{leaf}", maximum=1) + RULE for leaf in range(1, LEAVES + 1)]
    return "\n".join(parts)


def points(names: list[str]) -> bytes:
    """A points file of made-up figures."""
    chance = random.Random(2026)
    numbers = [f"{domain}.{leaf}" for domain in range(1, DOMAINS + 1) for leaf in range(1, LEAVES + 1)]
    rows = [["unit", *(f"{number}:{name}" for number in numbers for name in ("done", "total"))]]
    for name in names:
        row = [name]
        for _number in numbers:
            total = chance.randint(10, 60)
            row += [str(chance.randint(total // 2, total)), str(total)]
        rows.append(row)
    return "\n".join(",".join(row) for row in rows).encode()


def scored(size: int) -> Cycle:
    """Years of communes, all scored; returns the last cycle."""
    version = a_published_set(criteria_text())
    cycle = a_cycle(year=YEARS[0])
    units = [a_unit(f"Xã số {number}", Kind.COMMUNE, parent=cycle.province) for number in range(size)]
    for year in YEARS:
        cycle = cycle if year == YEARS[0] else a_cycle(cycle.province, year)
        cycle_set = cycle_actions.attach_set(
            by=an_actor(), cycle=cycle, version=version, kinds=[Kind.COMMUNE], peer_group="Xã"
        )
        cycle_actions.add_participants(by=an_actor(), cycle_set=cycle_set, units=units)
        content = points([unit.name for unit in units])
        started = time.perf_counter()
        staged = staged_as(an_actor(), cycle_set, content, "diem.csv")
        previewed = time.perf_counter()
        apply(by=an_actor(), staged=staged)
        applied = time.perf_counter()
    print(f"import of {size} units × {DOMAINS * LEAVES} leaves: preview {previewed - started:.2f} s", end="")
    print(f", apply with the new ranking {applied - previewed:.2f} s")
    return cycle


def scoring_itself(last: Cycle) -> Cycle:
    """A year in the middle of self-scoring: every commune has answered what it declared the year before."""
    cycle = a_cycle(last.province, OF_THE_ROUND)
    today = date.today()
    days = PhaseDates("self_scoring", "Tự chấm điểm", today - timedelta(days=5), today + timedelta(days=5))
    cycle_actions.change_phases(by=an_actor(), cycle=cycle, phases=[days])
    cycle_set = cycle_actions.attach_set(
        by=an_actor(),
        cycle=cycle,
        version=last.sets.get().version,
        kinds=[Kind.COMMUNE],
        peer_group="Xã",
        scored_by=ScoredBy.ROUND,
    )
    units = [one.unit for one in last.participants.select_related("unit")]
    cycle_actions.add_participants(by=an_actor(), cycle_set=cycle_set, units=units)
    cycle = cycle_actions.open_cycle(by=an_actor(), cycle=cycle)
    before = {one.unit_id: one for one in last.participants.all()}
    for sheet in UnitSheet.objects.filter(participant__cycle=cycle).select_related("participant"):
        scores = before[sheet.participant.unit_id].scores.all()
        Answer.objects.bulk_create(
            Answer(
                sheet=sheet,
                leaf=one.leaf,
                figures=one.figures,
                points="1",
                version=1,
                at=timezone.now(),
                **LINE,
            )
            for one in scores
        )
    fit_sheets(cycle=cycle)
    return cycle


def measured(client: Client, name: str, address: str) -> None:
    """Print the median server time of a page, the number of its queries and their share of the time."""
    client.get(address)
    times = []
    for _round in range(ROUNDS):
        started = time.process_time()
        response = client.get(address)
        times.append((time.process_time() - started) * 1000)
        assert response.status_code == 200, address
    with CaptureQueriesContext(connection) as asked:
        started = time.perf_counter()
        client.get(address)
        whole = time.perf_counter() - started
    share = sum(float(query["time"]) for query in asked.captured_queries) / whole
    middle = median(times)
    verdict = "within" if middle < TARGET else "above"
    print(
        f"{name:<28} median {middle:6.1f} ms ({verdict} {TARGET} ms) · {len(asked)} queries, {share:.0%} of the time"
    )


def main(size: int) -> None:
    """Fill a database of its own and measure the pages."""
    call_command("migrate", verbosity=0)
    cycle = scored(size)
    client = Client()
    client.force_login(a_member(Role.LEADER, unit=cycle.province).person)
    ranking = f"/ket-qua/{cycle.province_id}/{cycle.year}/"
    unit = Unit.objects.filter(kind=Kind.COMMUNE).order_by("pk")[size // 2]
    print(f"as of {date.today():%d/%m/%Y}, SQLite, {size} units, {ROUNDS} rounds")
    measured(client, "ranking", ranking)
    measured(client, "ranking by one domain", f"{ranking}?linh_vuc=3")
    measured(client, "heat map by domain", f"{ranking}?xem=linh-vuc")
    measured(client, "ranking as a workbook", f"{ranking}xep-hang.xlsx")
    measured(
        client,
        "four units side by side",
        f"{ranking}so-sanh/?" + "&".join(f"so={unit.pk + at}" for at in range(4)),
    )
    measured(client, "unit", f"{ranking}don-vi/{unit.pk}/")
    running = scoring_itself(cycle)
    coordinator, clerk = Client(), Client()
    coordinator.force_login(a_member(Role.COORDINATOR, unit=cycle.province).person)
    clerk.force_login(a_member(Role.UNIT_CLERK, unit=unit).person)
    measured(coordinator, "how far all units are", f"/tu-cham/{running.year}/tien-do/")
    measured(clerk, "own sheet", f"/tu-cham/{running.year}/{unit.pk}/")
    measured(clerk, "one leaf, last year beside it", f"/tu-cham/{running.year}/{unit.pk}/muc/3.3/")
    measured(clerk, "home of a clerk", "/viec-cua-toi/")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 127)
