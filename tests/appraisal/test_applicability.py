"""A unit that is appraised asks that a criterion shall not apply to it: the lead decides, the council on appeal, and
what is granted leaves numerator and denominator at every stage until it is taken back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from cchc.access.actor import Actor, NotPermitted
from cchc.access.permissions import Role
from cchc.accounts.models import Membership, Person
from cchc.appraisal.actions.advising import give_opinion
from cchc.appraisal.actions.appraising import accept_many, save_appraisal
from cchc.appraisal.actions.judging import TypedAppraisal
from cchc.appraisal.models import UnitAppraisal
from cchc.appraisal.queries.held import WITH_SET
from cchc.appraisal.queries.own_work import own_work
from cchc.appraisal.queries.requests import appraised_requests
from cchc.appraisal.queries.sight import sight_in
from cchc.audit.models import Entry
from cchc.audit.played import play
from cchc.core.papers.deadlines.windows import VIETNAM
from cchc.cycles import actions
from cchc.cycles.consequences import request_opinions
from cchc.cycles.models import ApplicabilityAppeal, ApplicabilityRequest, Cycle, NotApplicable
from cchc.cycles.queries.requests import appeals
from cchc.notices.models import PersonalNotice
from cchc.results.actions import recompute_marked
from cchc.results.models import UnitIndex
from cchc.scores.consequences import thread_of_leaf
from cchc.scores.models import Stage
from cchc.self_scoring.models import UnitSheet
from tests.builders import (
    a_filled_sheet,
    a_member,
    a_request,
    a_sheet,
    a_whole_round,
    a_work_plan,
    actor_for,
    an_actor,
    an_appraised_unit,
    an_appraiser,
    of_unit,
    sent_result,
    to_appraise,
)
from tests.markup import source

pytestmark = pytest.mark.django_db

COORDINATOR, LEAD = an_actor(Role.COORDINATOR), an_actor(Role.APPRAISAL_LEAD)
COUNCIL = an_actor(Role.COUNCIL_SECRETARY)
DECEMBER = datetime(2026, 12, 22, 9, tzinfo=VIETNAM)
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


def advised(
    asked: ApplicabilityRequest, by: Actor, grants: bool, text: str = "Đơn vị có nhiệm vụ này"
) -> Any:
    return give_opinion(by=by, asked=asked, grants=grants, text=text, now=DECEMBER)


def test_what_is_asked_off_is_not_appraised_before_its_appraiser_says_that_it_applies() -> None:
    cycle = a_whole_round()
    sheet, appraiser = a_filled_sheet(cycle), an_appraiser()
    a_work_plan(cycle, appraiser)
    asked, by = a_request(sheet.participant, "1.3"), actor_for(appraiser)
    row = to_appraise(sheet)
    given = {"by": by, "appraised": row, "typed": TypedAppraisal(), "version": 0, "now": DECEMBER}
    left = {one.node.number: one.left for one in own_work(by, cycle, Stage.FIRST_APPRAISAL)}
    assert left == {"1.1": 1, "1.2": 1, "1.3": 0, "2.1": 1, "2.3": 1}
    assert [one.leaf for one in accept_many(by=by, appraised=row, leaves=["1.3", "2.1"], now=DECEMBER)] == [
        "2.1"
    ]
    with pytest.raises(ValidationError, match="give your opinion"):
        save_appraisal(leaf="1.3", **given)
    advised(asked, by, grants=True)
    with pytest.raises(ValidationError, match="lead has not decided"):
        save_appraisal(leaf="1.3", **given)
    advised(asked, by, grants=False)
    assert accept_many(by=by, appraised=row, leaves=["1.3"], now=DECEMBER) == []  # never unopened
    assert save_appraisal(leaf="1.3", **given).verdict == "accepted"
    for leaf, typed in {"1.1": TypedAppraisal(), "1.2": TypedAppraisal(), "2.3": TypedAppraisal()}.items():
        save_appraisal(**{**given, "leaf": leaf, "typed": typed})
    with pytest.raises(ValidationError, match=r"nobody has decided: 1\.3"):
        sent_result(UnitAppraisal.objects.select_related(*WITH_SET).get(pk=row.pk))
    decided(asked, LEAD, granted=False)
    assert sent_result(UnitAppraisal.objects.select_related(*WITH_SET).get(pk=row.pk)).number == 1
    assert play().differences == []


def test_only_who_appraises_the_leaf_advises_and_whoever_stands_near_reads_nothing_of_it() -> None:
    cycle = a_whole_round()
    sheet = a_filled_sheet(cycle)
    one, other = an_appraiser(), an_appraiser("Sở Tài chính")
    a_work_plan(cycle, one, other)
    near = a_member(Role.APPRAISAL_LEAD, unit=sheet.participant.unit)
    asked = a_request(sheet.participant)  # of the domain that the first one appraises
    with pytest.raises(ValidationError, match="has its sheet"):
        advised(asked, actor_for(one), grants=True)
    to_appraise(sheet)
    told = PersonalNotice.objects.filter(kind="appraisal.opinion_wanted")
    assert [each.person_id for each in told] == [one.person_id]
    for stranger in (actor_for(other), actor_for(near), LEAD, COORDINATOR, of_unit(sheet)):
        with pytest.raises(NotPermitted):
            advised(asked, stranger, grants=True)
    advised(asked, actor_for(one), grants=True)

    def read_by(actor: Actor) -> tuple[int, int]:
        listed = appraised_requests(actor, sight_in(actor, cycle), cycle)
        return len(listed), len(request_opinions(by=actor, requests=[asked]))

    readers = {
        "who gave it": actor_for(one),
        "lead": LEAD,
        "another": actor_for(other),
        "near": actor_for(near),
        "unit": of_unit(sheet),
        "coordinator": COORDINATOR,
    }
    assert {name: read_by(actor) for name, actor in readers.items()} == {
        "who gave it": (1, 1),
        "lead": (1, 1),
        "another": (0, 0),
        "near": (0, 0),
        "unit": (0, 0),
        "coordinator": (1, 1),
    }
    with pytest.raises(ValidationError, match="reason of the opinion"):
        advised(asked, actor_for(one), grants=True, text=" ")
    decided(asked, LEAD)
    with pytest.raises(ValidationError, match="does not wait any more"):
        advised(asked, actor_for(one), grants=False)


def test_the_appraiser_reads_the_request_beside_the_leaf_and_the_lead_the_opinion_beside_the_decision() -> (
    None
):
    appraised = an_appraised_unit(a_sheet(a_whole_round()))
    participant, person = appraised.participant, appraised.rows.get(leaf="1.1").person_id
    asked = a_request(participant)
    year, unit = participant.cycle.year, participant.unit_id
    appraiser = browser_of(Person.objects.get(pk=person))
    lead = browser_of(a_member(Role.APPRAISAL_LEAD).person)
    opinion = f"/tham-dinh/{year}/khong-ap-dung/{asked.pk}/"
    leaf = source(appraiser.get(f"/tham-dinh/{year}/{unit}/muc/1.2/"))
    assert (asked.reason in leaf, opinion in leaf, 'name="do"' in leaf) == (True, True, False)
    requests = f"/tham-dinh/{year}/khong-ap-dung/"
    assert (beside_the_work(appraiser), beside_the_work(lead)) == ([requests], [requests])
    assert appraiser.post(opinion, {"text": ""}).status_code == 422
    assert lead.get(opinion).status_code == 404
    advice = {"advice": "ap-dung", "text": "Quyết định 7 giao đơn vị"}
    assert appraiser.post(opinion, advice).status_code == 302
    assert 'name="do"' in source(appraiser.get(f"/tham-dinh/{year}/{unit}/muc/1.2/"))
    assert (beside_the_work(appraiser), beside_the_work(lead)) == ([], [requests])
    request = f"/ky-danh-gia/{participant.cycle_id}/khong-ap-dung/{asked.pk}/"
    assert "Quyết định 7 giao đơn vị" in source(lead.get(request))
    assert "Quyết định 7 giao đơn vị" in " ".join(lead.get(f"{request}dong-y/").context["grave"].happens)
    clerk = browser_of(a_member(Role.UNIT_CLERK, unit=participant.unit).person)
    assert "Quyết định 7" not in source(clerk.get(request))
    assert (
        lead.get(f"/tham-dinh/{year}/khong-ap-dung/").context["requests"][0][0].opinion.text == advice["text"]
    )


def beside_the_work(client: Client) -> list[str]:
    """The addresses of what else waits for somebody on the page of the own work."""
    return [one.href for one in client.get("/tham-dinh/").context["duties"]]


def browser_of(person: Person) -> Client:
    client = Client()
    client.cookies["django_language"] = "en"
    client.force_login(person)
    return client


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
    actions.close_cycle(by=COORDINATOR, cycle=cycle, reason="Dừng vòng chấm")
    other.refresh_from_db()
    assert (other.state, NotApplicable.objects.count()) == ("refused", 0)
    assert play().differences == []
    with pytest.raises(DatabaseError, match="immutable"), transaction.atomic():
        ApplicabilityAppeal.objects.update(state="granted")


def test_what_was_asked_advised_decided_and_appealed_is_in_the_course_of_the_criterion() -> None:
    row = an_appraised_unit()
    participant, clerk = row.participant, of_unit(row.participant.sheet)
    appraiser = Membership.objects.get(person__pk=row.rows.first().person_id)
    near = actor_for(a_member(Role.APPRAISAL_LEAD, unit=participant.unit))

    def course(actor: Actor) -> list[str]:
        entries = thread_of_leaf(actor=actor, participant=participant, leaf="1.2")
        kinds = ("asked_off", "advice", "ruling", "appeal")
        assert appraiser.person.name not in str(entries)
        return [str(one.kind) for one in entries if one.kind in kinds]

    asked = a_request(participant)
    assert course(clerk) == course(LEAD) == ["asked_off"]
    give_opinion(by=actor_for(appraiser), asked=asked, grants=False, text="Vẫn được giao", now=timezone.now())
    assert (course(clerk), course(LEAD)) == (["asked_off"], ["asked_off", "advice"])
    decided(asked, LEAD, granted=False)
    appealed(asked, of_unit(participant.sheet, Role.UNIT_HEAD))
    assert course(clerk) == ["asked_off", "ruling", "appeal"]
    assert course(LEAD) == course(COUNCIL) == ["asked_off", "advice", "ruling", "appeal"]
    assert course(near) == []
