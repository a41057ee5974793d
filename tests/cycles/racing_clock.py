"""Clerks save without a pause while the coordinator shortens the phase; prints what was acknowledged and what is kept.

A program: `python -m tests.cycles.racing_clock` in the environment of an installation.
"""

from __future__ import annotations

import json
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from typing import Any

import django

CLERKS = 4
ENOUGH = 5  # saves of each clerk, before the phase is shortened


def main() -> None:
    """Race them, and print the outcome as JSON."""
    django.setup()
    from cchc.core.papers.deadlines.windows import VIETNAM
    from cchc.self_scoring.models import UnitSheet
    from tests import builders

    cycle = builders.a_round([f"Sở số {number}" for number in range(CLERKS)])
    sheets = list(UnitSheet.objects.select_related("participant__cycle").order_by("participant__place"))
    now = datetime(2027, 1, 10, 9, tzinfo=VIETNAM)  # in the days until they are shortened
    begun = threading.Barrier(CLERKS + 1)
    enough = threading.Semaphore(0)
    with ThreadPoolExecutor(CLERKS + 1) as pool:
        clerks = [pool.submit(saves, sheet, now, begun, enough) for sheet in sheets]
        office = pool.submit(shorten, cycle, now, begun, enough)
        kept_then = office.result()
        saved = [clerk.result() for clerk in clerks]
    outcome = {"acknowledged": sum(saved), "kept then": kept_then, "kept in the end": kept()}
    sys.stdout.write(json.dumps(outcome))


def kept() -> int:
    """How many saves the database holds: each makes the version of its answer greater by one."""
    from cchc.self_scoring.models import Answer

    return sum(Answer.objects.values_list("version", flat=True))


def saves(sheet: Any, now: datetime, begun: Any, enough: Any) -> int:
    """Save one leaf over and over until it is refused; returns how many saves were acknowledged."""
    from django.core.exceptions import ValidationError
    from django.db import connection

    from cchc.self_scoring.actions.saving import save_answer
    from cchc.self_scoring.actions.typing import TypedAnswer
    from tests.builders import of_unit

    count, by = 0, of_unit(sheet)
    begun.wait()
    try:
        while True:
            typed = TypedAnswer(points=f"0,{count % 9 + 1}", reason="Theo báo cáo số 12")
            try:
                save_answer(by=by, sheet=sheet, leaf="1.2", typed=typed, version=count, now=now)
            except ValidationError:
                return count  # locked
            count += 1
            enough.release()
    finally:
        connection.close()


def shorten(cycle: Any, now: datetime, begun: Any, enough: Any) -> int:
    """Let the phase end the day before, while everybody saves; returns how many saves are kept once that is done."""
    from django.db import connection

    from cchc.access.permissions import Role
    from cchc.cycles.actions import PhaseDates, change_phases
    from tests.builders import an_actor

    begun.wait()
    for _save in range(CLERKS * ENOUGH):
        enough.acquire()
    days = PhaseDates("self_scoring", "Tự chấm điểm", date(2026, 12, 1), date(2027, 1, 9))
    try:
        change_phases(by=an_actor(Role.COORDINATOR), cycle=cycle, phases=[days], now=now)
        return kept()
    finally:
        connection.close()


if __name__ == "__main__":
    main()
