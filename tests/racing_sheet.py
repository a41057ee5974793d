"""Clerks, a head and a coordinator work on one sheet at the same instant, in threads that share one database; prints
what was acknowledged and what is stored as JSON. A program: `python -m tests.racing_sheet` in the environment of an
installation."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

import django

CLERKS, TIMES = 4, 5
TYPED: tuple[tuple[str, dict[str, Any]], ...] = (
    ("1.1", {"figures": {"done": "{n}", "planned": "20"}}),
    ("1.2", {"points": "0,{n}", "reason": "Lần {n}"}),
    ("2.3", {"points": "0,0{n}", "reason": "Lần {n}"}),
)


def main() -> None:
    """Let everybody work, and print what came of it."""
    django.setup()
    from django.core.exceptions import ValidationError
    from django.db import connections

    from cchc.access.actor import NotPermitted
    from cchc.access.permissions import Role
    from cchc.audit.changed import Changed
    from cchc.audit.played import play
    from cchc.core.papers.deadlines.windows import VIETNAM
    from cchc.cycles.actions import change_applicability
    from cchc.self_scoring.actions.returning import return_sheet
    from cchc.self_scoring.actions.saving import save_answer
    from cchc.self_scoring.actions.typing import TypedAnswer
    from cchc.self_scoring.queries.sheet import sheet_view, whole_sheets
    from tests.builders import a_round, a_sheet, an_actor, of_unit, submitted

    sheet, now = a_sheet(a_round()), datetime(2026, 12, 20, 9, 0, tzinfo=VIETNAM)
    cycle, coordinator = sheet.participant.cycle, an_actor(Role.COORDINATOR)
    acknowledged: list[tuple[str, int, Any]] = []
    refused: list[str] = []
    start = threading.Barrier(CLERKS + 2)

    def clerk(number: int) -> None:
        for time in range(TIMES):
            leaf, typed = TYPED[(number + time) % len(TYPED)]
            said = json.loads(json.dumps(typed).replace("{n}", str(1 + (number * TIMES + time) % 9)))
            seen = sheet.answers.filter(leaf=leaf).values_list("version", flat=True).first() or 0
            saved = save_answer(
                by=of_unit(sheet), sheet=sheet, leaf=leaf, typed=TypedAnswer(**said), version=seen, now=now
            )
            acknowledged.append((leaf, saved.answer.version, saved.answer.figures or saved.answer.points))

    def head(_number: int) -> None:
        for _time in range(2):
            submitted(sheet, now=now)
            return_sheet(by=coordinator, sheet=sheet, reason="Thiếu", now=now)

    def who_decides(_number: int) -> None:
        for _time in range(2):
            cell = [(sheet.participant.pk, "1.3")]
            change_applicability(by=coordinator, cycle=cycle, off=cell, reason="Không có")
            change_applicability(by=coordinator, cycle=cycle, on=cell)

    def working(work: Callable[[int], None]) -> Callable[[int], None]:
        def until_done(number: int) -> None:
            start.wait()
            try:
                for _again in range(TIMES):
                    try:
                        work(number)
                        return
                    except (Changed, ValidationError, NotPermitted) as one:
                        refused.append(type(one).__name__)
            finally:
                connections.close_all()

        return until_done

    works = [*[working(clerk)] * CLERKS, working(head), working(who_decides)]
    with ThreadPoolExecutor(len(works)) as pool:
        done = [pool.submit(work, number) for number, work in enumerate(works)]
    broken = [repr(one.exception()) for one in done if one.exception() is not None]
    whole = whole_sheets().get(pk=sheet.pk)
    stored = [(one.leaf, one.version, one.figures or one.points) for one in whole.answers.all()]
    sys.stdout.write(
        json.dumps(
            {
                "acknowledged": acknowledged,
                "stored": stored,
                "refused": sorted(set(refused)),
                "broken": broken,
                "exact": sheet_view(whole).sums.is_kept_by(whole),
                "untold": [str(one) for one in play().differences],
            }
        )
    )


if __name__ == "__main__":
    main()
