# ruff: noqa: E402 - Django is set up on a folder of its own before anything of ours is imported
"""An appraisal saved, beside the cell of a sheet; one criterion across 150 communes, beside an empty signed-in page.

A hundred leaves scored from declared figures, on both databases, asked by Django's test client. Judged are ratios: what
an appraisal costs of what a saved cell costs, and the queries of a criterion of 150 units of those of one of 10.
Run by `make bench`, or `.venv/bin/python benchmarks/appraising.py [UNITS]`.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import count
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
FOLDER = tempfile.TemporaryDirectory(prefix="cchc-bench-")  # gone when the measurement ends
os.environ["CCHC_VAR"] = FOLDER.name
os.environ["DJANGO_SETTINGS_MODULE"] = "cchc.config.settings_test"

import django

django.setup()

from benchmarks.measuring.aims import judge
from benchmarks.measuring.databases import INSIDE, page_time, run_on_both
from benchmarks.measuring.hundred import DOMAINS, criteria_text, leaf_numbers
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings

from cchc.access.permissions import Role
from cchc.accounts.models import Membership
from cchc.cycles import actions as cycle_actions
from cchc.cycles.actions import PhaseDates
from cchc.cycles.models import Cycle, ScoredBy
from cchc.units.models import Kind, Unit
from tests.builders import (
    a_cycle,
    a_member,
    a_published_set,
    a_unit,
    a_work_plan,
    all_handed_in,
    an_actor,
    an_appraiser,
)

ROUNDS = 15
MONTH = timedelta(days=30)
OF_A_CELL = 2  # times a saved cell of the sheet
OF_A_PAGE = 10  # times an empty signed-in page
MOST_QUERIES = (
    35  # of one criterion, however many units: tests/appraisal says that two and twelve take as many
)
FIGURES = {"figures": {"done": "9", "total": "10"}}


def a_round(size: int, year: int, before: Cycle | None = None) -> Cycle:
    """A round of communes, in the days of its self-scoring and of its appraisal."""
    today = date.today()
    cycle = a_cycle(before.province if before else None, year)
    if before is None:
        for number in range(size):
            a_unit(f"Xã số {number}", Kind.COMMUNE, parent=cycle.province)
    phases = [
        PhaseDates("self_scoring", "Tự chấm điểm", today - MONTH, today + MONTH),
        PhaseDates("appraisal", "Thẩm định", today - MONTH, today + MONTH),
    ]
    cycle_actions.change_phases(by=an_actor(), cycle=cycle, phases=phases)
    version = before.sets.get().version if before else a_published_set(criteria_text())
    attached = cycle_actions.attach_set(
        by=an_actor(),
        cycle=cycle,
        version=version,
        kinds=[Kind.COMMUNE],
        peer_group="Xã",
        scored_by=ScoredBy.ROUND,
    )
    units = list(Unit.objects.filter(kind=Kind.COMMUNE).order_by("pk")[:size])
    cycle_actions.add_participants(by=an_actor(), cycle_set=attached, units=units)
    return cycle_actions.open_cycle(by=an_actor(), cycle=cycle)


def signed_in(member: Membership) -> Client:
    """A browser in which somebody is signed in."""
    client = Client()
    client.force_login(member.person)
    return client


def looking(client: Client, address: str) -> Callable[[], None]:
    """Asking for a page that is there."""

    def ask() -> None:
        assert client.get(address).status_code == 200, address

    return ask


def saving(client: Client, address: str, forms: Iterator[dict[str, str]]) -> Callable[[], None]:
    """Saving the next of `forms`, each of which changes something."""

    def save() -> None:
        answer = client.post(address, next(forms))
        assert answer.status_code == 200, answer.content

    return save


def cells() -> Iterator[dict[str, str]]:
    """A cell of the sheet, another figure each time."""
    for version in count():
        value = str(1 + version % 9)
        yield {"field": "figure-done", "value": value, "version": str(version), "age": "0"}


def appraisals() -> Iterator[dict[str, str]]:
    """An appraisal, another figure each time, with a reason."""
    for version in count():
        figures = {"figure-done": str(1 + version % 9), "figure-total": "10"}
        yield {**figures, "reason-late": "on", "do": "save", "version": str(version), "face": "tieu-chi"}


def main(size: int) -> bool:
    """Fill a database of its own and measure; whether all aims are kept."""
    call_command("migrate", verbosity=0)
    cycle = a_round(size, date.today().year)
    all_handed_in(cycle, dict.fromkeys(leaf_numbers(), FIGURES))
    member = an_appraiser()
    nodes = tuple(str(number) for number in range(1, DOMAINS + 1))
    a_work_plan(cycle, member, nodes=nodes)
    filling = a_round(1, cycle.year + 1, cycle)
    unit = filling.participants.get().unit
    appraiser, clerk = signed_in(member), signed_in(a_member(Role.UNIT_CLERK, unit=unit))
    print(f"as of {date.today():%d/%m/%Y}, {connection.vendor}, {size} units, {ROUNDS} rounds")

    cell = page_time(saving(clerk, f"/tu-cham/{filling.year}/{unit.pk}/muc/1.1/luu/", cells()), ROUNDS)
    there = f"/tham-dinh/{cycle.year}/{unit.pk}/muc/1.1/luu/"
    saved = page_time(saving(appraiser, there, appraisals()), ROUNDS)
    empty = page_time(looking(clerk, "/do/trong/"), ROUNDS)
    across = f"/tham-dinh/{cycle.year}/tieu-chi/{cycle.sets.get().pk}/2.2/"
    criterion = page_time(looking(appraiser, across), ROUNDS)
    down = page_time(looking(appraiser, f"/tham-dinh/{cycle.year}/{unit.pk}/"), ROUNDS)
    with CaptureQueriesContext(connection) as asked:
        appraiser.get(across)
    print(f"  cell {cell:.1f} ms, appraisal {saved:.1f} ms, empty page {empty:.1f} ms")
    print(f"  criterion of {size} units {criterion:.1f} ms, one unit of 100 leaves {down:.1f} ms")
    return all(
        [
            judge("an appraisal, times a saved cell of the sheet", saved / cell, OF_A_CELL),
            judge(f"one criterion of {size} units, times an empty page", criterion / empty, OF_A_PAGE),
            judge("queries of one criterion", len(asked), MOST_QUERIES),
        ]
    )


if __name__ == "__main__":
    if INSIDE not in sys.argv:
        sys.exit(run_on_both(*sys.argv))
    numbers = [int(word) for word in sys.argv[1:] if word.isdecimal()]
    with override_settings(ROOT_URLCONF="benchmarks.rounds.urls"):
        sys.exit(0 if main(*(numbers or [150])) else 1)
