"""How far the units are, who is told what, what waits for whom, and whether sheets agree with themselves."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from django.utils.translation import override

from cchc.access.permissions import Role
from cchc.audit.frozen import thaw
from cchc.audit.models import by_line
from cchc.core.papers.deadlines.windows import VIETNAM
from cchc.cycles.actions.clock import lock_due_phases
from cchc.cycles.actions.locking import extend_phase
from cchc.cycles.models import Extension, Phase, PhaseKind
from cchc.notices.models import PersonalNotice
from cchc.self_scoring.actions.returning import (
    freeze_unsubmitted,
    return_sheet,
)
from cchc.self_scoring.actions.saving import save_answer
from cchc.self_scoring.actions.sharing import share_out
from cchc.self_scoring.actions.typing import TypedAnswer
from cchc.self_scoring.models import SheetSubmission, UnitSheet
from cchc.self_scoring.queries.integrity import sheets_in_disagreement, submissions_in_disagreement
from cchc.self_scoring.queries.progress import (
    Progress,
    UnitProgress,
    progress_counts,
    progress_of,
    units_with_answers,
)
from cchc.self_scoring.queries.sheet import whole_sheets
from cchc.self_scoring.waiting import waiting_for
from tests.builders import (
    a_filled_sheet,
    a_member,
    a_round,
    a_sheet,
    an_actor,
    of_unit,
    submitted,
)

pytestmark = pytest.mark.django_db

DECEMBER = datetime(2026, 12, 22, 9, 0, tzinfo=VIETNAM)
LOCKED = datetime(2027, 1, 11, 0, 10, tzinfo=VIETNAM)
COORDINATOR = an_actor(Role.COORDINATOR)


def typed(sheet: UnitSheet, leaf: str, **what: Any) -> None:
    answer = sheet.answers.filter(leaf=leaf).first()
    save_answer(
        by=of_unit(sheet),
        sheet=sheet,
        leaf=leaf,
        typed=TypedAnswer(**what),
        version=answer.version if answer else 0,
        now=DECEMBER,
    )


# --- progress -------------------------------------------------------------------------------------------------


def test_progress_tells_how_far_each_unit_is_and_nothing_of_what_its_sheet_holds():
    cycle = a_round(("Sở A", "Sở B", "Sở C", "Sở D"))
    first, second, third, _fourth = whole_sheets().order_by("participant__place")
    typed(first, "1.2", points="1")
    for sheet in (second, third):
        typed(sheet, "1.2", points="1", reason="Đủ")
        submitted(sheet)
    return_sheet(by=COORDINATOR, sheet=third, reason="Thiếu số liệu", now=DECEMBER)
    units = progress_of(cycle, DECEMBER)
    assert [(one.name, one.progress.value, one.given, one.leaves, one.times) for one in units] == [
        ("Sở A", "on_the_way", 1, 5, 0),
        ("Sở B", "submitted", 1, 5, 1),
        ("Sở C", "returned", 1, 5, 1),
        ("Sở D", "not_begun", 0, 5, 0),
    ]
    assert {one.until for one in units} == {date(2027, 1, 10)}
    assert not {"points", "maximum", "pending"} & set(UnitProgress.__dataclass_fields__)


def test_a_unit_is_late_that_a_lock_froze_and_that_has_more_time_since_not_one_that_had_it_before(
    django_assert_num_queries,
):
    cycle = a_round(("Sở A", "Sở B", "Sở C", "Sở D"))
    early, late, _locked, done = [
        sheet.participant for sheet in whole_sheets().order_by("participant__place")
    ]
    extension = {"kind": PhaseKind.SELF_SCORING, "until": date(2027, 1, 15), "reason": "Bão"}
    submitted(whole_sheets().get(participant=done))
    Extension.objects.create(participant=early, **extension, **by_line(COORDINATOR))
    lock_due_phases(LOCKED)
    extend_phase(by=COORDINATOR, participants=[late], now=LOCKED, **extension)
    with django_assert_num_queries(3):
        units = progress_of(cycle, LOCKED)
    assert [(unit.progress.value, unit.until, unit.is_extended) for unit in units] == [
        ("not_begun", date(2027, 1, 15), True),
        ("late", date(2027, 1, 15), True),
        ("unsubmitted", date(2027, 1, 10), False),
        ("submitted", date(2027, 1, 10), False),
    ]
    assert progress_counts(units)[Progress.LATE] == 1
    Phase.objects.filter(cycle=cycle).update(ends=date(2027, 1, 20))
    assert [one.progress for one in progress_of(cycle, LOCKED)][1] == Progress.NOT_BEGUN


def test_a_set_on_whose_sheets_something_was_written_stays_scored_by_the_round():
    sheet = a_sheet()
    assert units_with_answers(cycle_set=sheet.participant.cycle_set, survey=False) == []
    typed(sheet, "1.2", points="1")
    (unit,) = units_with_answers(cycle_set=sheet.participant.cycle_set, survey=False)
    assert unit.name == sheet.participant.name
    assert units_with_answers(cycle_set=sheet.participant.cycle_set, survey=True) == []


# --- who is told, and what waits ------------------------------------------------------------------------------


def test_the_people_of_a_unit_are_told_that_its_sheet_was_returned_and_frozen():
    sheet = a_filled_sheet()
    clerk = a_member(Role.UNIT_CLERK, unit=sheet.participant.unit, username="kk").person
    submitted(sheet)
    return_sheet(by=COORDINATOR, sheet=sheet, reason="Thiếu số liệu quý IV", now=DECEMBER)
    participant = sheet.participant
    freeze_unsubmitted(cycle=participant.cycle, kind=PhaseKind.SELF_SCORING, participants=[participant])
    told = PersonalNotice.objects.filter(person=clerk).order_by("pk")
    assert [one.kind for one in told] == ["self_scoring.returned", "self_scoring.frozen"]
    assert {one.href for one in told} == {f"/tu-cham/2026/{participant.unit_id}/"}


def test_what_waits_for_clerk_and_head_bears_the_deadline_and_ends_with_chot():
    sheet = a_filled_sheet(answers={"1.2": {"points": "1", "reason": "Đủ"}})
    unit = sheet.participant.unit
    clerk = a_member(Role.UNIT_CLERK, unit=unit, username="kk").person
    share_out(by=of_unit(sheet), sheet=sheet, shares={"1": clerk.pk})
    person = replace(of_unit(sheet), person_id=clerk.pk)
    head = of_unit(sheet, Role.UNIT_HEAD)
    with override("en"):
        early = [duty.text for duty in waiting_for(person, date(2026, 12, 10))]
        late = [duty.text for duty in waiting_for(person, date(2027, 1, 8))]
        of_head = list(waiting_for(head, date(2026, 12, 10)))
    assert early == [
        "Fill in the sheet of 2026: 1 of 5 criteria answered",
        "Your share of the sheet: 3 criteria not done",
    ]
    assert late == [*early, "Look at 4 criteria of the sheet in which something is wanting"]
    assert [(duty.text, duty.until) for duty in of_head] == [
        ("Hand in the sheet of 2026: 1 of 5 criteria answered", date(2027, 1, 10))
    ]
    assert list(waiting_for(of_unit(a_sheet(sheet.participant.cycle), Role.LEADER), DECEMBER.date())) == []
    submitted(sheet)
    assert list(waiting_for(head, date(2026, 12, 10))) == []
    (other,) = waiting_for(COORDINATOR, date(2026, 12, 10))
    assert (other.text, other.until) == ("1 unit has not handed in its sheet yet", date(2027, 1, 10))
    cycle = sheet.participant.cycle
    freeze_unsubmitted(cycle=cycle, kind=PhaseKind.SELF_SCORING, participants=cycle.participants.all())
    (duty,) = waiting_for(COORDINATOR, date(2027, 1, 12))
    assert duty.href == "/tu-cham/2026/tien-do/"


# --- what an examination says ---------------------------------------------------------------------------------


def test_an_examination_names_sheets_and_submissions_that_somebody_changed():
    sheet = a_filled_sheet()
    submission = submitted(sheet)
    assert [*sheets_in_disagreement(), *submissions_in_disagreement()] == []
    UnitSheet.objects.filter(pk=sheet.pk).update(points="9", state="filling")
    thaw()
    SheetSubmission.objects.filter(pk=submission.pk).update(content={**submission.content, "unit": "Sở Khác"})
    said = [str(one) for one in (*sheets_in_disagreement(), *submissions_in_disagreement())]
    assert [one.partition(": ")[2] for one in said] == [
        "it keeps other sums than its answers give.",
        "its state is not that of its submissions.",
        "its content is not what its hash says.",
    ]
