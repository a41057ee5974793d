"""The end of the year, and its beginning: what is not handed in freezes, and nobody is told to work before."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from cchc.access.permissions import Role
from cchc.audit.models import Entry
from cchc.audit.played import play
from cchc.cycles.actions import PhaseDates, change_phases, close_cycle, reopen_cycle
from cchc.cycles.models import PhaseKind
from cchc.notices.models import PersonalNotice
from cchc.self_scoring.actions.submitting import take_in_sheet
from cchc.self_scoring.models import UnitSheet
from cchc.self_scoring.waiting import waiting_for
from tests.builders import a_member, a_sheet, an_actor, of_unit

pytestmark = pytest.mark.django_db

COORDINATOR = an_actor(Role.COORDINATOR)


def test_closing_the_year_freezes_what_was_not_handed_in_and_tells_its_people():
    sheet = a_sheet()
    clerk = a_member(Role.UNIT_CLERK, unit=sheet.participant.unit)
    cycle = sheet.participant.cycle
    begun = PhaseDates("self_scoring", "Tự chấm điểm", date(2026, 1, 1), date(2027, 1, 10))
    change_phases(by=an_actor(), cycle=cycle, phases=[begun], reason="Làm sớm")
    close_cycle(by=an_actor(), cycle=cycle, reason="Dừng vòng chấm")
    assert set(UnitSheet.objects.values_list("state", flat=True)) == {UnitSheet.State.UNSUBMITTED}
    told = PersonalNotice.objects.get(person=clerk.person_id, kind="cycles.phase_locked")
    assert told.facts["unit"] == sheet.participant.name
    closed = Entry.objects.filter(verb="cycles.closed").latest("pk")
    assert sheet.participant.name in str(closed.facts["unfinished"])
    with pytest.raises(ValidationError, match="nothing in it is open"):
        take_in_sheet(by=COORDINATOR, sheet=sheet, reason="Quá hạn")
    cycle.refresh_from_db()
    reopen_cycle(by=COORDINATOR, cycle=cycle, reason="Theo kết luận kiểm tra")
    assert set(UnitSheet.objects.values_list("state", flat=True)) == {UnitSheet.State.FILLING}
    assert list(play().differences) == []


def test_nobody_is_told_to_fill_in_a_sheet_before_its_phase_begins():
    sheet = a_sheet()
    by, cycle = of_unit(sheet), sheet.participant.cycle
    first = cycle.phases.get(kind=PhaseKind.SELF_SCORING).starts
    assert list(waiting_for(by, first - timedelta(days=1))) == []
    assert [duty.until for duty in waiting_for(by, first)] == [date(2027, 1, 10)]
