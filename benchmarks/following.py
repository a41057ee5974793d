# ruff: noqa: E402 - Django is set up on a folder of its own before anything of ours is imported
"""A plan of 2,000 measures that 40 departments lead together, followed: 80,000 records.

How long it takes to make the records, to look at them again on a new day, and how much memory that asks for; what a
sheet asks of them for all units, and the reminders of 1,500 people; then the pages, beside the least page of somebody
who is signed in. On SQLite, asked by Django's test client. Prints the median processor time of pages, so that what else
the machine does counts less, and their queries beside those of a plan of a tenth: they may not grow.
Run by `make bench`, or `.venv/bin/python benchmarks/following.py [MEASURES]`.
"""

from __future__ import annotations

import os
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
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

from benchmarks.measuring.aims import judge
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cchc.access.permissions import Role, Scope
from cchc.accounts.models import Membership, Person
from cchc.core.plans import columns
from cchc.core.plans.following.states import ProgressState
from cchc.core.plans.plan import Source
from cchc.desk.actions import remind_everybody
from cchc.following.actions.settling import settle_plan, settle_plans
from cchc.following.models import ProgressRecord
from cchc.following.queries.completion import counts_of
from cchc.plans.actions.enforcing import make_plan
from cchc.plans.models import Plan
from cchc.reading.plans.texts import MeasureText, SectionText
from cchc.units.models import Kind, Unit
from tests.builders import a_group, a_member, a_plan, a_province, a_unit, an_actor, written

DEPARTMENTS, SECTIONS, ROUNDS, PEOPLE = 40, 20, 7, 1_500
MOST_PAGE = 200  # milliseconds, beside the least page
DEADLINES = ("Quý I/{year}", "Quý II/{year}", "30/9/{year}", "Tháng 12/{year}")
LEAST = "/thong-bao/"  # the notices of somebody who has none


def departments() -> list[Unit]:
    """A province with its departments, all of one agency group."""
    province = a_province()
    found = [a_unit(f"Sở số {number}", parent=province) for number in range(1, DEPARTMENTS + 1)]
    a_group("Các sở, ban, ngành", found)
    return found


def draft_of(size: int) -> Plan:
    """A draft of `size` measures that all departments lead."""
    year = timezone.localdate().year
    plan = a_plan(Unit.objects.get(kind=Kind.PROVINCE), title=f"Kế hoạch có {size} nhiệm vụ", year=year)
    sections = [
        SectionText(f"Lĩnh vực số {at + 1}", str(at + 1), [measure(number, year) for number in part])
        for at, part in enumerate(range(size)[start::SECTIONS] for start in range(SECTIONS))
    ]
    written(plan, sections)
    plan.agencies.update(confirmed=True)
    return plan


def measure(number: int, year: int) -> MeasureText:
    """One measure that is due once."""
    cells = {
        columns.TASK: f"Rà soát, sửa đổi, bổ sung các văn bản về lĩnh vực số {number}",
        columns.OUTPUT: "Báo cáo kết quả",
        columns.LEAD: "Các sở, ban, ngành",
        columns.DEADLINE: DEADLINES[number % len(DEADLINES)].format(year=year),
    }
    return MeasureText(str(number + 1), {column: [text] for column, text in cells.items()}, Source())


def reported(plan: Plan) -> None:
    """Half of the records reported: done, of which a part late, or under way; written at once, not by the action."""
    chance = random.Random(2026)
    rows = list(ProgressRecord.objects.filter(measure__section__plan=plan).order_by("pk"))
    now = timezone.now()
    for one in rows[::2]:
        one.state = chance.choice([ProgressState.DONE, ProgressState.DONE, ProgressState.UNDER_WAY]).value
        one.percent, one.reported_at = 100 if one.state == ProgressState.DONE else 50, now
        if one.state == ProgressState.DONE and one.due is not None:
            one.done_on = one.due + timedelta(days=chance.choice([-5, 0, 3]))
            one.closed_at = now
    ProgressRecord.objects.bulk_update(
        rows[::2], ["state", "percent", "reported_at", "done_on", "closed_at"], batch_size=500
    )


@contextmanager
def told(what: str) -> Iterator[None]:
    """Print how long something takes, how many statements it sends, and how much the process grew at its highest."""
    memory, started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter()
    with CaptureQueriesContext(connection) as asked:
        yield
    took, grown = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory
    print(f"  {what:<48} {took:6.2f} s · {len(asked)} statements · {grown / 1024:.0f} MB more", flush=True)


def page(client: Client, address: str) -> tuple[float, int]:
    """The median processor time of a page in milliseconds, and its queries."""
    client.get(address)
    times = []
    for _round in range(ROUNDS):
        started = time.process_time()
        assert client.get(address).status_code == 200, address
        times.append((time.process_time() - started) * 1000)
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    return median(times), len(asked)


Pages = dict[str, tuple[float, int]]


def pages_of(plan: Plan, clerk: Client, coordinator: Client, unit: Unit) -> Pages:
    """Every page by its name."""
    asked: list[tuple[str, Client, str]] = [
        ("what a unit leads", clerk, "/theo-doi/"),
        ("several reports at once", clerk, "/theo-doi/nhieu/"),
        ("the table of the plan", coordinator, f"/ke-hoach/{plan.pk}/"),
        ("the same, by the unit", clerk, f"/ke-hoach/{plan.pk}/"),
        ("the owner's board", coordinator, f"/theo-doi/ke-hoach/{plan.pk}/"),
        ("all records behind the board", coordinator, f"/theo-doi/ke-hoach/{plan.pk}/danh-sach/"),
        ("the course of the year", coordinator, f"/theo-doi/ke-hoach/{plan.pk}/ca-nam/"),
        ("the events that plans wait for", coordinator, "/theo-doi/su-kien/"),
        ("who is to be urged", coordinator, f"/theo-doi/ke-hoach/{plan.pk}/don-doc/"),
        ("the plan list", coordinator, "/ke-hoach/"),
        ("the home of the coordinator", coordinator, "/viec-cua-toi/"),
        ("amendments", coordinator, f"/theo-doi/ke-hoach/{plan.pk}/sua-doi/"),
        ("the list behind the figures", clerk, f"/theo-doi/hoan-thanh/{unit.pk}/"),
        ("that list, by the coordinator", coordinator, f"/theo-doi/hoan-thanh/{unit.pk}/"),
    ]
    return {name: page(client, address) for name, client, address in asked}


def measured(size: int, units: list[Unit], browsers: Callable[[], tuple[Client, Client]]) -> Pages:
    """Make a plan of `size` measures, follow it, and measure."""
    plan, today = draft_of(size), timezone.localdate()
    print(f"{size} measures × {len(units)} lead units:")
    with told("put in force, its first records made"):
        make_plan(by=an_actor(Role.COORDINATOR), plan=plan)
    with told("the other records, made by the worker"):
        settle_plans()
    print(f"  {ProgressRecord.objects.filter(measure__section__plan=plan).count()} records")
    reported(plan)
    with told("settled on the next day, nothing to do"):
        assert not settle_plan(plan=plan, today=today + timedelta(days=1)).any
    with told("figures of all units, for their sheets"):
        counts_of([one.pk for one in units], date(today.year, 1, 1), today)
    return pages_of(plan, *browsers(), units[0])


def people(units: list[Unit], count: int) -> None:
    """So many clerks with an account, in all departments alike; written at once, not by the action."""
    rows = Person.objects.bulk_create(
        Person(username=f"can-bo-{at}", name=f"Chuyên viên {at}", name_key=f"{at:05}", search=f"{at}")
        for at in range(count)
    )
    since = timezone.localdate() - timedelta(days=300)
    Membership.objects.bulk_create(
        Membership(person=one, unit=units[at % len(units)], role=Role.UNIT_CLERK.value, scope=Scope.OWN_UNIT.value,
                   valid_from=since)
        for at, one in enumerate(rows)
    )  # fmt: skip


def main(size: int) -> int:
    """Fill a database of its own and measure a small and a large plan; whether every aim is kept."""
    call_command("migrate", verbosity=0)
    units = departments()
    clerk, coordinator = Client(), Client()
    clerk.force_login(a_member(Role.UNIT_CLERK, unit=units[0]).person)
    coordinator.force_login(a_member(Role.COORDINATOR).person)
    print(f"as of {date.today():%d/%m/%Y}, SQLite, {ROUNDS} rounds")
    least, _queries = page(clerk, LEAST)
    small, large = (measured(count, units, lambda: (clerk, coordinator)) for count in (size // 10, size))
    people(units, PEOPLE)
    started = time.process_time()
    remind_everybody(now=timezone.localtime().replace(hour=9))
    took = time.process_time() - started
    print(f"  {f'the reminders of {PEOPLE} people':<48} {took:6.2f} s, {took / PEOPLE * 1000:.0f} ms each")
    print(f"  {'the least page':<48} {least:6.1f} ms")
    kept = []
    for name, (took, queries) in large.items():
        print(f"  {name:<48} {took:6.1f} ms, {took / least:.1f} times the least · {queries} queries")
        kept.append(judge(f"{name}, beside the least page", took - least, MOST_PAGE, " ms"))
        kept.append(judge(f"{name}, queries beside a tenth of it", queries - small[name][1], 0))
    return int(not all(kept))


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000))
