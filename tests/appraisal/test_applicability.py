"""A unit that is appraised asks that a criterion shall not apply to it: the lead decides, the council on appeal, and
what is granted leaves numerator and denominator at every stage until it is taken back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from cchc.access.actor import Actor, NotPermitted
from cchc.access.permissions import Role
from cchc.audit.models import Entry
from cchc.audit.played import play
from cchc.core.papers.deadlines.windows import VIETNAM
from cchc.cycles import actions
from cchc.cycles.models import ApplicabilityAppeal, ApplicabilityRequest, Cycle, NotApplicable
from cchc.cycles.queries.requests import appeals
from cchc.notices.models import PersonalNotice
from cchc.results.actions import recompute_marked
from cchc.results.models import UnitIndex
from cchc.self_scoring.models import UnitSheet
from tests.builders import (
    a_filled_sheet,
    a_member,
    a_request,
    a_sheet,
    a_whole_round,
    actor_for,
    an_actor,
    an_appraised_unit,
    an_appraiser,
    of_unit,
    to_appraise,
)

pytestmark = pytest.mark.django_db

COORDINATOR, LEAD = an_actor(Role.COORDINATOR), an_actor(Role.APPRAISAL_LEAD)
COUNCIL = an_actor(Role.COUNCIL_SECRETARY)
JUSTIFYING = datetime(2027, 1, 15, 9, tzinfo=VIETNAM)


def decided(asked: ApplicabilityRequest, by: Actor, granted: bool = True) -> ApplicabilityRequest:
    return actions.decide_not_applicable(by=by, asked=asked, granted=granted, answer="Đúng quy định")


def appealed(asked: ApplicabilityRequest, by: Actor, at: datetime = JUSTIFYING) -> ApplicabilityAppeal:
    return actions.appeal_refusal(by=by, asked=asked, reason="Quyết định 5/QĐ-UBND không giao", now=at)


def judged(appeal: ApplicabilityAppeal, granted: bool, by: Actor = COUNCIL) -> ApplicabilityAppeal:
    return actions.decide_appeal(by=by, appeal=appeal, granted=granted, answer="Hội đồng thống nhất")


def sums_of(cycle: Cycle) -> dict[str, Any]:
    """All that is added up of the first unit of a cycle: its sheet, its appraisal, its index."""
    sheet = UnitSheet.objects.get(participant=a_sheet(cycle).participant)
    (appraised,) = sheet.participant.appraisals.all()
    names = ("points", "pending", "given", "leaves")
    run = (
        UnitIndex.objects.filter(run__cycle=cycle, participant=sheet.participant).order_by("-run_id").first()
    )
    return {
        "sheet": [getattr(sheet, name) for name in (*names, "maximum")],
        "appraisal": [getattr(appraised, name) for name in (*names, "taken")],
        "index": None if run is None else (run.points, run.maximum),
    }


@pytest.mark.parametrize("handed_in", [False, True])
def test_before_the_appraisal_the_coordinator_decides_and_from_the_handing_in_on_the_lead_alone(
    handed_in: bool,
) -> None:
    cycle = a_whole_round()
    sheet = a_filled_sheet(cycle)
    asked = a_request(sheet.participant)
    if handed_in:
        to_appraise(sheet)
        with pytest.raises(NotPermitted):
            decided(asked, COORDINATOR)
        decided(asked, LEAD)
    else:
        decided(asked, COORDINATOR)
    assert NotApplicable.objects.filter(participant=sheet.participant, leaf="1.2").count() == 1


def test_what_a_lock_hands_to_the_appraisal_is_decided_by_the_lead_who_is_told() -> None:
    cycle = a_whole_round()
    lead, coordinator = a_member(Role.APPRAISAL_LEAD), a_member(Role.COORDINATOR)
    asked = a_request(a_sheet(cycle).participant)
    PersonalNotice.objects.all().delete()
    actions.lock_due_phases(datetime(2027, 1, 11, 9, tzinfo=VIETNAM))
    told = PersonalNotice.objects.filter(kind="cycles.applicability_taken_over")
    assert [one.person_id for one in told] == [lead.person_id]
    with pytest.raises(NotPermitted):
        decided(asked, actor_for(coordinator))
    assert decided(asked, actor_for(lead)).state == "granted"


def test_a_lead_does_not_decide_on_a_unit_that_stands_near_and_is_told_who_does() -> None:
    cycle = a_whole_round()
    sheet = a_filled_sheet(cycle)
    own = a_member(Role.APPRAISAL_LEAD, unit=sheet.participant.unit)
    other = an_appraiser("Sở Tư pháp", Role.APPRAISAL_LEAD)
    to_appraise(sheet)
    asked = a_request(sheet.participant)
    with pytest.raises(ValidationError, match=r"Chuyên viên Sở Tư pháp \(Sở Tư pháp\)"):
        decided(asked, actor_for(own))
    decided(asked, actor_for(other))


def test_what_is_granted_leaves_every_sum_and_what_is_taken_back_stands_as_before() -> None:
    appraised = an_appraised_unit()
    cycle = appraised.participant.cycle
    recompute_marked()
    before = sums_of(cycle)
    asked = decided(a_request(appraised.participant, "1.2"), LEAD)
    without = sums_of(cycle)
    assert [without[part][2:4] for part in ("sheet", "appraisal")] == [[4, 4], [4, 4]]
    assert (before["sheet"][4], without["sheet"][4]) == ("9", "7")  # without the survey, which nobody answers
    assert without["index"] != before["index"]
    actions.reopen_request(by=LEAD, asked=asked, reason="Xem lại hồ sơ")
    assert sums_of(cycle) == before
    asked.refresh_from_db()
    assert (asked.state, asked.answer, NotApplicable.objects.count()) == ("asked", "", 0)
    assert play().differences == []


def test_a_refusal_is_laid_before_the_council_only_by_its_unit_once_and_while_it_justifies_itself() -> None:
    cycle = a_whole_round()
    sheet = a_filled_sheet(cycle)
    secretary = a_member(Role.COUNCIL_SECRETARY)
    to_appraise(sheet)
    asked, unit = a_request(sheet.participant), of_unit(sheet)
    with pytest.raises(ValidationError, match="Only a refusal"):
        appealed(asked, unit)
    decided(asked, LEAD, granted=False)
    for day in (datetime(2027, 1, 11, 9, tzinfo=VIETNAM), datetime(2027, 1, 25, 9, tzinfo=VIETNAM)):
        with pytest.raises(ValidationError, match="Giải trình"):
            appealed(asked, unit, day)
    neighbour = UnitSheet.objects.exclude(pk=sheet.pk).select_related("participant").get()
    for stranger in (COORDINATOR, LEAD, of_unit(neighbour)):
        with pytest.raises(NotPermitted):
            appealed(asked, stranger)
    appeal = appealed(asked, unit)
    assert list(appeals(cycle)) == [appeal]
    for again in (
        lambda: appealed(asked, unit),
        lambda: a_request(sheet.participant),
        lambda: actions.reopen_request(by=LEAD, asked=asked, reason="Xem lại"),
    ):
        with pytest.raises(ValidationError, match="council"):
            again()
    told = PersonalNotice.objects.filter(person=secretary.person_id)
    assert [one.kind for one in told] == ["cycles.applicability_appealed"]
    assert NotApplicable.objects.count() == 0  # until the council decides it applies
    assert play().differences == []


@pytest.mark.parametrize("granted", [True, False])
def test_the_council_decides_on_an_appeal_for_good(granted: bool) -> None:
    appraised = an_appraised_unit(a_sheet(a_whole_round()))
    participant = appraised.participant
    clerk = a_member(Role.UNIT_CLERK, unit=participant.unit)
    asked = decided(a_request(participant), LEAD, granted=False)
    before = sums_of(participant.cycle)
    appeal = appealed(asked, actor_for(clerk))
    for stranger in (LEAD, COORDINATOR, actor_for(clerk), an_actor(Role.COUNCIL_MEMBER)):
        with pytest.raises(NotPermitted):
            judged(appeal, granted, stranger)
    judged(appeal, granted)
    assert NotApplicable.objects.filter(participant=participant, leaf="1.2").exists() == granted
    assert (sums_of(participant.cycle) == before) is not granted
    asked.refresh_from_db()
    assert asked.state == "refused"  # as the lead decided: the council's word stands beside it
    with pytest.raises(ValidationError, match="does not wait any more"):
        judged(appeal, not granted)
    with pytest.raises(ValidationError, match="does not wait any more"):
        actions.withdraw_appeal(by=actor_for(clerk), appeal=appeal)
    with pytest.raises(ValidationError):
        a_request(participant)
    last = PersonalNotice.objects.filter(person=clerk.person_id).order_by("-pk")[0]
    verb = f"cycles.appeal_{'granted' if granted else 'refused'}"
    assert (last.kind, Entry.objects.filter(verb=verb).count()) == (verb, 1)
    assert play().differences == []


def test_an_appeal_that_is_withdrawn_or_overtaken_by_the_end_of_the_cycle_leaves_the_criterion_applying() -> (
    None
):
    cycle = a_whole_round()
    first, second = cycle.participants.select_related("unit", "cycle", "cycle_set__version").order_by("place")
    units = [of_unit(one.sheet) for one in (first, second)]
    refused = [decided(a_request(one), COORDINATOR, granted=False) for one in (first, second)]
    one, other = (appealed(asked, unit) for asked, unit in zip(refused, units, strict=True))
    with pytest.raises(NotPermitted):
        actions.withdraw_appeal(by=units[1], appeal=one)
    actions.withdraw_appeal(by=units[0], appeal=one)
    assert list(appeals(cycle)) == [other]
    actions.close_cycle(by=COORDINATOR, cycle=cycle)
    other.refresh_from_db()
    assert (other.state, NotApplicable.objects.count()) == ("refused", 0)
    assert play().differences == []
    with pytest.raises(DatabaseError, match="immutable"), transaction.atomic():
        ApplicabilityAppeal.objects.update(state="granted")
