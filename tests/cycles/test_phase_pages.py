"""The pages of a phase: which lock holds, more time for chosen units, opening again, other days of a running cycle."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.test import Client

from cchc.access.permissions import Role
from cchc.audit.models import Entry
from cchc.core.papers.deadlines.windows import VIETNAM
from cchc.cycles import actions
from cchc.cycles.actions import PhaseDates
from cchc.cycles.models import Cycle, Extension, Participant, PhaseKind
from cchc.cycles.queries.windows import window_of
from cchc.self_scoring.models import UnitSheet
from tests.builders import a_filled_sheet, a_member, a_round, a_running_cycle, an_actor, submitted

pytestmark = pytest.mark.django_db

KIND = PhaseKind.SELF_SCORING
COORDINATOR = an_actor(Role.COORDINATOR)


def units_of(cycle: Cycle) -> list[Participant]:
    return list(cycle.participants.order_by("place"))


def ends(participant: Participant) -> date:
    return window_of(participant, KIND).window.ends


def test_a_sheet_that_was_handed_in_is_opened_again_on_a_page_that_names_it(
    client_of: Callable[..., Client],
) -> None:
    cycle = a_round()
    first, second = units_of(cycle)
    submitted(a_filled_sheet(cycle))
    over = PhaseDates(KIND, "Tự chấm điểm", date(2026, 1, 1), date(2026, 2, 1))
    actions.change_phases(by=COORDINATOR, cycle=cycle, phases=[over])
    office = client_of(Role.COORDINATOR)
    late = office.get(f"/ky-danh-gia/{cycle.pk}/giai-doan/tu-cham/gia-han/?late=1").context
    assert [row.participant for row in late["rows"]] == [second]
    address = f"/ky-danh-gia/{cycle.pk}/giai-doan/tu-cham/mo-lai/{first.unit_id}/"
    (named,) = office.get(address).context["grave"].affected
    assert len(named.names) == 1
    typed = {"until": "20/01/2099", "reason": "Chấm nhầm", "document": "9/SNV"}
    seen = office.post(address, typed)
    assert office.post(address, typed | {"agreed": seen.context["grave"].seal}).status_code == 302
    assert UnitSheet.objects.get(participant=first).state == "filling"
    assert office.get(address.replace(f"/{first.unit_id}/", f"/{second.unit_id}/")).status_code == 422
    assert client_of(Role.ADMINISTRATOR).get(address).status_code == 404


def test_the_page_of_a_phase_shows_the_lock_and_each_unit_to_the_province_and_a_unit_its_own(
    client_of: Callable[..., Client],
) -> None:
    cycle = a_running_cycle(2)
    days = PhaseDates(KIND, "Tự chấm điểm", date(2026, 1, 1), date(2026, 2, 1))
    actions.change_phases(by=COORDINATOR, cycle=cycle, phases=[days])
    address = f"/ky-danh-gia/{cycle.pk}/giai-doan/tu-cham/"
    office = client_of(Role.COORDINATOR).get(address)
    assert [row.participant.name for row in office.context["rows"]] == ["Sở số 1", "Sở số 2"]
    assert [line.partition(",")[0] for line in office.context["locks"]] == [
        "“Tự chấm điểm” is locked since the end of 01/02/2026"
    ]
    first = units_of(cycle)[0]
    clerk = Client()
    clerk.force_login(a_member(Role.UNIT_CLERK, unit=first.unit).person)
    own = clerk.get(address)
    assert [row.participant.name for row in own.context["rows"]] == ["Sở số 1"]
    assert "Sở số 2" not in own.content.decode()
    assert clerk.get(f"{address}gia-han/").status_code == 404
    assert client_of(Role.ADMINISTRATOR).get(f"{address}gia-han/").status_code == 404


def test_ticked_units_get_more_time_on_the_page_and_a_refusal_keeps_what_was_typed(
    client_of: Callable[..., Client],
) -> None:
    cycle = a_running_cycle(2)
    first, _second = units_of(cycle)
    address = f"/ky-danh-gia/{cycle.pk}/giai-doan/tu-cham/gia-han/"
    office = client_of(Role.COORDINATOR)
    chosen = office.get(address, {"participants": first.pk}).context
    assert (chosen["ticked"], [row.participant for row in chosen["rows"]]) == ({str(first.pk)}, [first])
    typed = {"participants": first.pk, "until": "20/01/2099", "reason": "", "document": "9/SNV"}
    refused = office.post(address, typed)
    assert (refused.status_code, refused.context["form"]["document"].value()) == (422, "9/SNV")
    assert office.post(address, typed | {"reason": "Bão số 4"}).status_code == 302
    assert (ends(first), Extension.objects.count()) == (date(2099, 1, 20), 1)


def test_an_unknown_phase_is_not_there(client_of: Callable[..., Client]) -> None:
    cycle = a_running_cycle(1)
    office = client_of(Role.COORDINATOR)
    for slug in ("hoi-dong", "self_scoring", "khong-co"):
        assert office.get(f"/ky-danh-gia/{cycle.pk}/giai-doan/{slug}/").status_code == 404


def test_other_days_of_a_running_cycle_are_set_with_a_reason_after_the_units_that_they_lock_were_seen(
    client_of: Callable[..., Client],
) -> None:
    cycle = a_running_cycle(2)
    today = date.today()
    first = units_of(cycle)[0]
    days = PhaseDates(KIND, "Tự chấm điểm", today - timedelta(days=9), today + timedelta(days=9))
    actions.change_phases(by=COORDINATOR, cycle=cycle, phases=[days])
    actions.extend_phase(
        by=COORDINATOR,
        participants=[first],
        kind=KIND,
        until=today + timedelta(days=20),
        reason="Bão số 4",
        now=datetime.now(VIETNAM),
    )
    office, address = client_of(Role.COORDINATOR), f"/ky-danh-gia/{cycle.pk}/giai-doan/"
    ends = today - timedelta(days=1)
    typed = {
        "self_scoring_name": "Tự chấm điểm",
        "self_scoring_starts": f"{days.starts:%d/%m/%Y}",
        "self_scoring_ends": f"{ends:%d/%m/%Y}",
    }
    assert "reason" in office.post(address, typed).context["form"].errors
    seen = office.post(address, typed | {"reason": "Theo chỉ đạo"})
    assert [one.names for one in seen.context["grave"].affected] == [("Tự chấm điểm: Sở số 2",)]
    assert cycle.phases.get().ends == days.ends
    agreed = typed | {"reason": "Theo chỉ đạo", "agreed": seen.context["grave"].seal}
    assert office.post(address, agreed).status_code == 302
    assert cycle.phases.get().ends == ends
    assert Entry.objects.filter(verb="cycles.phases_changed").latest("pk").facts["reason"] == "Theo chỉ đạo"
