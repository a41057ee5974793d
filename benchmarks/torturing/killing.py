"""kill -9 of the web server, the worker and the database in turn, while eight browsers write: what was acknowledged is
there, once.

A browser opens a form, sends it, and counts it as acknowledged when it is led on. When the answer does not come it
sends the same form again, as a person would, until it gets one.
"""

from __future__ import annotations

import json
import threading
import time
from collections import Counter
from collections.abc import Iterator
from functools import partial
from itertools import count

from benchmarks.torturing.browser import Browser, Tally
from benchmarks.torturing.service import PostgreSQL, Service
from benchmarks.torturing.storm import Figures, killed, on_both_databases, rage

from tests.installation import Installation
from tests.reading.papers import table_rows, word_bytes

UNIT_WRITERS, PLAN_WRITERS = 6, 2
SETTLING = 60  # seconds that the worker has in the end for what was handed in
PEOPLE = """
from django.test import Client
from tests.builders import a_member, a_province
from cchc.access.permissions import Role
province = a_province("Tỉnh thử")
print(province.pk)
for number in range({count}):
    client = Client()
    client.force_login(a_member(Role.ADMINISTRATOR, unit=province, username=f"thu-{{number}}").person)
    print(client.cookies["sessionid"].value)
"""
STANDS = """
from collections import Counter
import json
from cchc.audit.models import Entry
from cchc.documents.models import StoredFile
from cchc.intake.models import StagedFile
from cchc.units.models import Unit
from django_tasks_db.models import DBTaskResult
units = Counter(Unit.objects.values_list("name", flat=True))
readings = StagedFile.objects.filter(kind="plan_file")
files = Counter(readings.values_list("file__name", flat=True))
acts = Counter(Entry.objects.filter(verb__in=["units.added", "documents.stored"]).values_list("subject", flat=True))
tasks = Counter(DBTaskResult.objects.values_list("status", flat=True))
print(json.dumps([units + files, acts, Counter(readings.values_list("state", flat=True)), tasks]))
"""


def torture(seconds: float) -> Iterator[tuple[str, Figures, bool]]:
    """For each database: its name, the figures, and whether all that was acknowledged is there once."""
    yield from on_both_databases(seconds, storm)


def storm(
    installation: Installation, service: Service, server: PostgreSQL | None, seconds: float
) -> tuple[Figures, bool]:
    """Browsers write and something is killed, for `seconds`; then what stands is counted."""
    province, *sessions = installation.say(PEOPLE.format(count=UNIT_WRITERS + PLAN_WRITERS)).split()
    tally = Tally()
    writers = [
        partial(write, Browser(service.port, session, tally), number, province)
        for number, session in enumerate(sessions)
    ]
    return counted(installation, tally, rage(service, server, seconds, writers))


def write(browser: Browser, number: int, province: str, ended: threading.Event) -> None:
    """Add units, or hand in plans, one after the other."""
    paper = word_bytes(table_rows())
    for turn in count():
        if ended.is_set():
            return
        if number < UNIT_WRITERS:
            name = f"Phòng {number} lần {turn}"
            fields = {"name": name, "kind": "division", "parent": province, "valid_from": "01/01/2026"}
            address, file = "/don-vi/them/", None
        else:
            name = f"ke-hoach-{number}-{turn}.docx"
            fields = {"unit": province, "year": "2026"}
            address, file = "/ke-hoach/doc/", (name, paper + f"{number} {turn}".encode())
        browser.tally.sent.add(name)
        if browser.send(address, fields, file, ended):
            browser.tally.acknowledged.add(name)


def counted(installation: Installation, tally: Tally, kills: Counter[str]) -> tuple[Figures, bool]:
    """What stands in the database against what the browsers were told."""
    deadline = time.monotonic() + SETTLING
    while (stands := json.loads(installation.say(STANDS)))[3].keys() & {"READY", "RUNNING"}:
        if time.monotonic() > deadline:
            break
        time.sleep(2)
    rows, acts, readings, tasks = stands
    lost = {name for name in tally.acknowledged if not (rows.get(name) and acts.get(name))}
    doubled = {name for name in tally.sent if rows.get(name, 0) > 1 or acts.get(name, 0) > 1}
    torn = {name for name in tally.sent if rows.get(name, 0) != acts.get(name, 0)}
    broken = tally.statuses[500] + tasks.get("RUNNING", 0)  # a task that nobody runs is found and given up
    verified = installation.cchc("verify").wait(120)
    figures = [
        killed(kills),
        ("writes sent", str(len(tally.sent))),
        ("acknowledged", str(len(tally.acknowledged))),
        ("acknowledged and lost", str(len(lost))),
        ("doubled", str(len(doubled))),
        ("without their entry in the log, or the reverse", str(len(torn))),
        ("done though no answer came", str(len((rows.keys() & tally.sent) - tally.acknowledged))),
        ("requests without an answer", str(tally.unanswered)),
        ("answers", ", ".join(f"{status}: {many}" for status, many in sorted(tally.statuses.items()))),
        ("longest answer", f"{tally.longest:.1f} s"),
        ("plans handed in", ", ".join(f"{state}: {many}" for state, many in sorted(readings.items()))),
        ("tasks of the worker", ", ".join(f"{state}: {many}" for state, many in sorted(tasks.items()))),
        ("cchc verify", f"exit code {verified}"),
    ]
    return figures, not (lost or doubled or torn or broken or verified)
