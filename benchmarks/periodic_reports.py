# ruff: noqa: E402 - Django is set up on a folder of its own before anything of ours is imported
"""A periodic report of 150 units with 120 rows drawn together, and its paper: seconds, memory, statements.

The whole is drawn from parts that were sent, beside a report of a tenth of the units: the statements may not grow, and
the time no more than the figures do. Then it is frozen as text and read back, and printed as Word, that of the year,
with every section written. On SQLite. What is judged are ratios: the processor time beside that of reading the same
JSON, which hold on other machines too.
Run by `make bench`, or `.venv/bin/python benchmarks/periodic_reports.py [UNITS] [ROWS]`.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path
from statistics import median
from typing import Any

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
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cchc.audit.models import by_line
from cchc.core.plans.reports.drawn import read_report, report_text, values_data
from cchc.core.plans.reports.figures import row_values
from cchc.core.plans.reports.periods import ReportKind
from cchc.following.exchange.report_word import report_word
from cchc.following.models import ReportPart, ReportRound
from cchc.following.queries.report_papers import paper_of_whole
from cchc.following.queries.rounds import drawn_report
from tests.builders import an_actor, reports

ROUNDS = 5
MOST_STATEMENTS_MORE = 0
MOST_TIMES_JSON = (
    60  # the whole beside reading its parts from JSON alone: exact numbers are made of the texts
)
MOST_TIMES_TENTH = 15  # ten times the units, ten times the figures, and half as much again
MOST_MEMORY = 200  # MB
MOST_PAPER = 10  # seconds of a processor


def rows_of(count: int) -> tuple[dict[str, str], ...]:
    """So many rows: of four, three typed and one a share of two of them."""
    found = []
    for at in range(count):
        texts = {"annex": "1", "code": f"r{at}", "number": str(at + 1), "wording": f"Chỉ tiêu số {at + 1}"}
        if at % 4 == 3:
            share = {"unit": "%", "places": "1", "formula": f"r{at - 2} / r{at - 3}", "whole": "formula"}
            found.append({**texts, "covers": "period", **share})
        else:
            found.append({**texts, "covers": "period", "unit": "hồ sơ", "whole": "sum"})
    return tuple(found)


def a_round(units: int, rows: int) -> ReportRound:
    """A report of the year to which all units but one sent; written at once, not by the action."""
    frame = reports.a_published_frame(f"khung_{units}", rows_of(rows))
    members = reports.communes(units)
    round_ = reports.a_report_round(members, ReportKind.YEAR, 2025, frame=frame)
    law = reports.a_report_frame(f"khung_{units}", rows_of(rows))
    parts = []
    for at, unit in enumerate(members[1:]):
        given = {
            row.code: Fraction(100 + at + place) for place, row in enumerate(law.rows) if not row.formula
        }
        values = values_data(row_values(law, given))
        texts = {one.number: f"Lời của {unit.name}" for one in law.outline}
        sent = {"number": 1, "values": values, "texts": texts, "at": timezone.now()}
        parts.append(ReportPart(round=round_, of_unit=unit, **sent, **by_line(an_actor())))
    ReportPart.objects.bulk_create(parts, batch_size=50)
    return ReportRound.objects.select_related("frame", "collector").get(pk=round_.pk)


def timed(act: Callable[[], Any]) -> float:
    """The median processor time of an act in seconds."""
    times = []
    for _round in range(ROUNDS):
        started = time.process_time()
        act()
        times.append(time.process_time() - started)
    return median(times)


def statements(act: Callable[[], Any]) -> int:
    """How many statements an act sends."""
    with CaptureQueriesContext(connection) as asked:
        act()
    return len(asked)


def main(units: int, rows: int) -> int:
    """Fill a database of its own and measure; whether every aim is kept."""
    call_command("migrate", verbosity=0)
    small, large = a_round(units // 10, rows), a_round(units, rows)
    print(f"as of {date.today():%d/%m/%Y}, SQLite: {units} units × {rows} rows, {ROUNDS} rounds")
    texts = [
        json.dumps(one) for one in ReportPart.objects.filter(round=large).values_list("values", flat=True)
    ]
    least = timed(lambda: [json.loads(text) for text in texts])
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    of_small, of_large = timed(lambda: drawn_report(small)), timed(lambda: drawn_report(large))
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory) / 1024
    asked = [statements(lambda one=one: drawn_report(one)) for one in (small, large)]
    report = drawn_report(large)
    text = report_text(report)
    frozen, read = timed(lambda: report_text(report)), timed(lambda: read_report(text))
    print(f"  drawn together: {of_large:.2f} s of a processor, {asked[1]} statements, {grown:.0f} MB more")
    print(f"  frozen as text: {frozen:.2f} s, {len(text) / 1e6:.1f} MB; read back: {read:.2f} s")
    started = time.process_time()
    paper = report_word(paper_of_whole(large, report, date(2025, 12, 20)))
    printed = time.process_time() - started
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory) / 1024
    print(f"  its Word: {printed:.2f} s, {len(paper) / 1024:.0f} KB, {grown:.0f} MB more in all")
    kept = [
        judge("statements beside a tenth of the units", asked[1] - asked[0], MOST_STATEMENTS_MORE),
        judge("drawn together, beside a tenth of the units", of_large / of_small, MOST_TIMES_TENTH, " times"),
        judge("drawn together, beside reading its JSON", of_large / least, MOST_TIMES_JSON, " times"),
        judge("memory", grown, MOST_MEMORY, " MB"),
        judge("its Word", printed, MOST_PAPER, " s"),
    ]
    return int(not all(kept))


if __name__ == "__main__":
    sizes = [int(one) for one in sys.argv[1:3]]
    sys.exit(main(*(sizes or (150, 120))))
