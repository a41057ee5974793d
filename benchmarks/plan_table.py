# ruff: noqa: E402 - Django is set up on a folder of its own before anything of ours is imported
"""The table of a plan of 2,000 measures: server time, queries and memory, beside a plan of 200.

20 sections, 60 agencies among them groups of up to 150 units, deadlines of every kind, 150 rows on a page; on SQLite,
asked by Django's test client as somebody of a unit that leads measures. Prints the median processor time of this run,
so that what else the machine does counts less, and what 2,000 measures cost beside 200.
Run by `make bench`, or `.venv/bin/python benchmarks/plan_table.py [MEASURES]`.
"""

from __future__ import annotations

import os
import random
import resource
import sys
import tempfile
import time
from datetime import date
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

from cchc.access.permissions import Role
from cchc.core.plans import columns
from cchc.core.plans.plan import Source
from cchc.plans.actions.enforcing import make_plan
from cchc.plans.models import Plan
from cchc.reading.plans.texts import MeasureText, SectionText
from cchc.units.models import Kind, Unit
from tests.builders import a_group, a_member, a_plan, a_province, a_unit, an_actor, written

SECTIONS, ROUNDS, TARGET = 20, 15, 200
DEADLINES = (
    "Quý III/2026",
    "Tháng 12/2026",
    "Thường xuyên",
    "Quý I, 6 tháng, Quý III, cả năm",
    "Tháng 6/2026 đến quý I/2027",
    "Sau khi có kết quả công bố của Bộ Nội vụ",
    "Chậm nhất đến ngày 10/01/2027",
)
TASK = (
    "Rà soát, sửa đổi, bổ sung các văn bản về lĩnh vực số {number} (năm 2025 đạt 8,963/9,5 điểm, còn lại 0,537 điểm "
    "chưa đạt được), bảo đảm đúng tiến độ và quy trình theo quy định của pháp luật"
)
OUTPUT = "Báo cáo kết quả; văn bản chỉ đạo; danh mục văn bản hết hiệu lực được công bố đúng thời hạn"


def units() -> list[Unit]:
    """A province with 40 departments and 150 communes, and two agency groups."""
    province = a_province()
    departments = [a_unit(f"Sở số {number}", parent=province) for number in range(1, 41)]
    communes = [a_unit(f"Xã số {number}", Kind.COMMUNE, parent=province) for number in range(1, 151)]
    a_group("Các sở, ban, ngành", departments)
    a_group("UBND các xã, phường", communes)
    return departments


def plan_of(size: int) -> Plan:
    """A plan in force of `size` measures."""
    chance = random.Random(2026)
    plan = a_plan(Unit.objects.get(kind=Kind.PROVINCE), title=f"Kế hoạch có {size} nhiệm vụ")
    chapters = [
        SectionText(
            f"Lĩnh vực số {section + 1}", str(section + 1), [reading(number, chance) for number in part]
        )
        for section, part in enumerate(range(size)[start::SECTIONS] for start in range(SECTIONS))
    ]
    written(plan, chapters)
    plan.agencies.update(confirmed=True)
    return make_plan(by=an_actor(Role.COORDINATOR), plan=plan)


def reading(number: int, chance: random.Random) -> MeasureText:
    """One measure: a lead among 40 departments, a group and two departments that cooperate."""
    leads, joins = chance.sample(range(1, 41), 1), chance.sample(range(1, 41), 2)
    groups = chance.sample(["Các sở, ban, ngành", "UBND các xã, phường"], 1)
    cells = {
        columns.TASK: TASK.format(number=number),
        columns.OUTPUT: OUTPUT,
        columns.LEAD: f"Sở số {leads[0]}",
        columns.COOPERATING: "; ".join([*groups, *(f"Sở số {one}" for one in joins)]),
        columns.DEADLINE: chance.choice(DEADLINES),
    }
    return MeasureText(str(number + 1), {column: [text] for column, text in cells.items()}, Source())


def measured(client: Client, name: str, address: str) -> float:
    """Print and return the median processor time of a page, with its queries and their share of the time."""
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
    size = len(response.content) // 1024
    print(
        f"  {name:<34} median {middle:6.1f} ms ({verdict} {TARGET} ms) · {len(asked)} queries, {share:.0%} of the time"
        f" · {size} kB"
    )
    return middle


def main(size: int) -> None:
    """Fill a database of its own and measure the pages of a small and of a large plan."""
    call_command("migrate", verbosity=0)
    client = Client()
    client.force_login(a_member(Role.UNIT_CLERK, unit=units()[0]).person)
    print(f"as of {date.today():%d/%m/%Y}, SQLite, {ROUNDS} rounds")
    found: dict[int, list[float]] = {}
    for count in (size // 10, size):
        plan = plan_of(count)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        address = f"/ke-hoach/{plan.pk}/"
        print(f"{count} measures:")
        found[count] = [
            measured(client, "table", address),
            measured(client, "table, last page", f"{address}?page=999"),
            measured(
                client, "searched, by deadline, one unit", f"{address}?q=van+ban&thu_tu=thoi-han&don_vi=2"
            ),
            measured(client, "mine, by deadline", f"{address}?cua_toi=1&thu_tu=thoi-han"),
            measured(client, "course of the year", f"{address}?xem=thoi-gian"),
            measured(client, "list of plans", "/ke-hoach/"),
        ]
        grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory
        print(f"  memory: {grown / 1024:.1f} MB more than before the pages")
    ratios = ", ".join(f"{b / a:.1f}" for a, b in zip(*found.values(), strict=True))
    print(f"{size} measures cost {ratios} times what {size // 10} cost")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)
