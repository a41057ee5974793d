"""Acts on the appraisal of what units handed in: sharing it out, announcing it, copying last year's."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from cchc.access.permissions import Role
from cchc.appraisal.actions.assigning import begin_plan
from cchc.appraisal.models import DoubleDraw, UnitAppraisal
from cchc.cycles.models import Cycle
from cchc.scores.models import Stage
from tests import builders
from tests.acts.sheets import an_open_sheet
from tests.acts.table import NUMBERS, Data, act, agreed, the_province

LEAD, FIRST = Role.APPRAISAL_LEAD, Stage.FIRST_APPRAISAL


def a_round_to_share_out() -> Cycle:
    """A running round whose appraisal nobody has shared out."""
    return an_open_sheet().participant.cycle


@act("appraisal:plan", "appraisal.shared_out", role=LEAD)
def _() -> tuple[list[Any], Data]:
    cycle = a_round_to_share_out()
    person = builders.an_appraiser(f"Sở thẩm định {next(NUMBERS)}").person_id
    plan = begin_plan(by=builders.an_actor(LEAD), cycle=cycle, stage=Stage.FIRST_APPRAISAL)
    attached = cycle.sets.get()
    return [cycle.year, FIRST], {"version": plan.version, f"person-{attached.pk}:1:": person}


@act("appraisal:announce", "appraisal.announced", role=LEAD)
def _() -> tuple[list[Any], Data]:
    cycle = a_round_to_share_out()
    builders.a_work_plan(cycle, builders.an_appraiser(f"Sở thẩm định {next(NUMBERS)}"), announced=False)
    return agreed("appraisal:announce", [cycle.year, FIRST], {}, LEAD)


@act("appraisal:copy", "appraisal.shared_out", role=LEAD)
def _() -> tuple[list[Any], Data]:
    before = a_round_to_share_out()
    builders.a_work_plan(before, builders.an_appraiser(f"Sở thẩm định {next(NUMBERS)}"))
    return [a_round_to_share_out().year, FIRST], {}


def a_finished_appraisal() -> UnitAppraisal:
    """A unit whose every leaf is appraised; nothing is sent yet."""
    unit = builders.a_unit(f"Sở được thẩm định {next(NUMBERS)}", parent=the_province())
    sheet = an_open_sheet(unit)
    return builders.an_appraised_unit(sheet, now=timezone.now())


@act("appraisal:send", "appraisal.result_sent", role=LEAD)
def _() -> tuple[list[Any], Data]:
    one = a_finished_appraisal().participant
    return agreed("appraisal:send", [one.cycle.year, FIRST, one.unit_id], {}, LEAD)


@act("appraisal:reopen", "appraisal.result_reopened", role=LEAD)
def _() -> tuple[list[Any], Data]:
    row = a_finished_appraisal()
    builders.sent_result(row, now=timezone.now())
    where = [row.participant.cycle.year, FIRST, row.participant.unit_id]
    return agreed("appraisal:reopen", where, {"reason": "Nhầm số liệu"}, LEAD)


def a_round_appraised_by_two() -> tuple[Cycle, DoubleDraw]:
    """A running round of which two people appraise a leaf of every unit."""
    cycle = a_round_to_share_out()
    first, second = (builders.an_appraiser(f"Sở thẩm định {next(NUMBERS)}") for _part in range(2))
    return cycle, builders.a_double(builders.a_work_plan(cycle, first), second)[0].draw


@act("appraisal:doubles", "appraisal.double_drawn", role=LEAD, repeats=True)
def _() -> tuple[list[Any], Data]:
    unit = builders.a_unit(f"Sở được thẩm định {next(NUMBERS)}", parent=the_province())
    cycle = an_open_sheet(unit).participant.cycle
    first, second = (builders.an_appraiser(f"Sở thẩm định {next(NUMBERS)}") for _part in range(2))
    builders.a_work_plan(cycle, first)
    data = {"percent": 50, "seed": "Kỳ họp 12/2026", "seconds": [second.person_id], "third": ""}
    return [cycle.year, FIRST], data


@act("appraisal:draw_undo", "appraisal.double_undone", role=LEAD)
def _() -> tuple[list[Any], Data]:
    cycle, draw = a_round_appraised_by_two()
    return [cycle.year, FIRST, draw.pk], {}


@act("appraisal:second_replace", "appraisal.second_replaced", role=LEAD)
def _() -> tuple[list[Any], Data]:
    cycle, draw = a_round_appraised_by_two()
    other = builders.an_appraiser(f"Sở thẩm định {next(NUMBERS)}").person_id
    data = {"leaving": draw.cells.first().second_id, "coming": other, "reason": "Nghỉ ốm dài ngày"}
    return [cycle.year, FIRST, draw.pk], data


@act("appraisal:double_decide", "appraisal.double_decided", role=LEAD)
def _() -> tuple[list[Any], Data]:
    unit = builders.a_unit(f"Sở được thẩm định {next(NUMBERS)}", parent=the_province())
    cycle = an_open_sheet(unit).participant.cycle
    builders.two_who_differ(cycle, now=timezone.now())
    return [cycle.year, FIRST, unit.pk, "1.2"], {
        "version": 0,
        "points": "1",
        "reason-late": "on",
        "provisional": "Chờ báo cáo năm",
        "note": "Xem lại bảng 2",
        "why": "Theo hồ sơ gốc",
    }
