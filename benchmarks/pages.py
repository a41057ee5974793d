# ruff: noqa: E402 - Django is set up on a folder of its own before anything of ours is imported
"""The ranking page of 127 communes, its workbook, four of them side by side and the page of one; the sheet of one and
how far all are: server time and the share of it spent on queries.

A hundred leaves scored from declared figures, five years, then a year in which the communes score themselves, on both
databases, asked by Django's test client as a leader, a clerk and a coordinator. Judged is the processor time of
this run, so that what else the machine does counts less.
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
from cchc.analysis.queries.accounts import forget_accounts
from cchc.analysis.queries.report_files import analysis_word
from cchc.cycles import actions as cycle_actions
from cchc.cycles.actions import PhaseDates
from cchc.cycles.models import Cycle, ScoredBy
from cchc.documents.models import PreparedFile
from cchc.intake.actions import apply
from cchc.self_scoring.actions.sheets import fit_sheets
from cchc.self_scoring.models import Answer, UnitSheet
from cchc.units.models import Kind, Unit
from tests.builders import a_cycle, a_member, a_published_set, a_unit, an_actor, staged_as

ROUNDS = 15
YEARS = range(2022, 2027)
OF_THE_ROUND = 2027
TARGET, OF_A_SHEET = 100, 150  # milliseconds
OF_A_REPORT, FIRST_ACCOUNTS = (
    1_500,
    2_500,
)  # milliseconds: a report in the request, accounts no process has yet
OF_THE_WORKER = 5_000  # milliseconds, the analysis of a large group as Word
MORE_THAN_EMPTY = 6  # times the page of notices, which is empty
LINE = {"person_id": 0, "person": "Cán bộ", "unit": "Xã"}


def points(names: list[str]) -> bytes:
    """A points file of made-up figures."""
    chance = random.Random(2026)
    numbers = leaf_numbers()
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
    print(
        f"import of {size} units × {len(leaf_numbers())} leaves: preview {previewed - started:.2f} s", end=""
    )
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


def measured(client: Client, name: str, address: str, most: int = TARGET) -> bool:
    """Print the number of queries of a page with their share of the time, and judge its server time."""

    def ask() -> None:
        assert client.get(address).status_code == 200, address

    taken = page_time(ask, ROUNDS)
    with CaptureQueriesContext(connection) as asked:
        started = time.perf_counter()
        client.get(address)
        whole = time.perf_counter() - started
    share = sum(float(query["time"]) for query in asked.captured_queries) / whole
    return judge(f"{name} ({len(asked)} queries, {share:.0%} of the time)", taken, most, " ms")


def losses(leader: Client, coordinator: Client, cycle: Cycle) -> list[bool]:
    """Judge the pages of lost points, also beside a page that shows nothing, and the report."""
    at = f"/phan-tich/{cycle.province_id}/{cycle.year}/"

    def first() -> None:
        forget_accounts()
        leader.get(f"{at}diem-mat/")

    empty = page_time(lambda: leader.get("/thong-bao/"), ROUNDS)
    views = ("", "?xem=tieu-chi", "?xem=don-vi", "?xem=tung-khoan")
    taken = [page_time(lambda to=view: leader.get(f"{at}diem-mat/{to}"), ROUNDS) for view in views]
    print(
        f"  page of notices, empty: {empty:.1f} ms; lost points: {', '.join(f'{one:.1f}' for one in taken)} ms"
    )
    return [
        judge(
            "lost points, the slowest view, beside an empty page",
            max(taken) / empty,
            MORE_THAN_EMPTY,
            " times",
        ),
        judge("lost points, asked first after a run", page_time(first, 3), FIRST_ACCOUNTS, " ms"),
        measured(leader, "lost points over the years", f"{at}diem-mat/?xem=cac-nam"),
        measured(leader, "lost points as a workbook", f"{at}diem-mat.xlsx", OF_A_REPORT),
        measured(coordinator, "sentences of the analysis", f"{at}bao-cao/"),
        analysed_as_word(coordinator, f"{at}bao-cao.docx"),
    ]


def analysed_as_word(coordinator: Client, address: str) -> bool:
    """Judge the report of a small group in the request; that of a large one, which the worker makes, by its maker."""
    coordinator.get(address)
    prepared = PreparedFile.objects.filter(name__startswith="bao-cao-phan-tich").last()
    if prepared is None:
        return measured(coordinator, "analysis as Word", address, OF_A_REPORT)
    about = prepared.about
    return judge(
        "analysis as Word, by the worker", page_time(lambda: analysis_word(about), 3), OF_THE_WORKER, " ms"
    )


def main(size: int) -> bool:
    """Fill a database of its own and measure the pages; whether all aims are kept."""
    call_command("migrate", verbosity=0)
    cycle = scored(size)
    leader = Client()
    leader.force_login(a_member(Role.LEADER, unit=cycle.province).person)
    ranking = f"/ket-qua/{cycle.province_id}/{cycle.year}/"
    unit = Unit.objects.filter(kind=Kind.COMMUNE).order_by("pk")[size // 2]
    print(f"as of {date.today():%d/%m/%Y}, {connection.vendor}, {size} units, {ROUNDS} rounds")
    four = "&".join(f"so={unit.pk + at}" for at in range(4))
    kept = [
        measured(leader, "ranking", ranking),
        measured(leader, "ranking by one domain", f"{ranking}?linh_vuc=3"),
        measured(leader, "heat map by domain", f"{ranking}?xem=linh-vuc"),
        measured(leader, "ranking as a workbook", f"{ranking}xep-hang.xlsx"),
        measured(leader, "four units side by side", f"{ranking}so-sanh/?{four}"),
        measured(leader, "unit", f"{ranking}don-vi/{unit.pk}/"),
    ]
    coordinator, clerk = Client(), Client()
    coordinator.force_login(a_member(Role.COORDINATOR, unit=cycle.province).person)
    kept += losses(leader, coordinator, cycle)
    running = scoring_itself(cycle)
    clerk.force_login(a_member(Role.UNIT_CLERK, unit=unit).person)
    sheet = f"/tu-cham/{running.year}/{unit.pk}/"
    kept += [
        measured(coordinator, "how far all units are", f"/tu-cham/{running.year}/tien-do/"),
        measured(clerk, "own sheet", sheet, OF_A_SHEET),
        measured(clerk, "one leaf, last year beside it", f"{sheet}muc/3.3/"),
        measured(clerk, "home of a clerk", "/viec-cua-toi/"),
    ]
    return all(kept)


if __name__ == "__main__":
    if INSIDE not in sys.argv:
        sys.exit(run_on_both(*sys.argv))
    numbers = [int(word) for word in sys.argv[1:] if word.isdecimal()]
    sys.exit(0 if main(*(numbers or [127])) else 1)
