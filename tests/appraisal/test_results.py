"""The result of an appraisal goes to its unit, frozen, with every reason and no appraiser's name; it is taken back."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from cchc.access.actor import NotPermitted
from cchc.access.permissions import Role
from cchc.appraisal.actions.appraising import save_appraisal
from cchc.appraisal.actions.judging import TypedAppraisal
from cchc.appraisal.actions.sending import reopen_result, send_result
from cchc.appraisal.models import Appraisal, AppraisalResult, ResultReopening, UnitAppraisal
from cchc.appraisal.queries.content import TakenReason
from cchc.appraisal.queries.held import WITH_SET
from cchc.appraisal.queries.outcome import (
    is_intact,
    leaves_in,
    standing_result,
)
from cchc.audit.changed import Changed
from cchc.audit.played import play
from cchc.core.papers.deadlines.windows import VIETNAM
from cchc.core.words.numbers import total
from cchc.cycles.consequences import built_on, phase_reopened
from cchc.cycles.models import Cycle, PhaseKind
from cchc.notices.models import PersonalNotice
from cchc.scores.models import Stage
from cchc.self_scoring.actions.returning import return_sheet
from tests.builders import (
    a_member,
    actor_for,
    an_actor,
    an_appraised_unit,
    an_appraiser,
    sent_result,
)
from tests.markup import read, source

pytestmark = pytest.mark.django_db

DECEMBER = datetime(2026, 12, 22, 9, 0, tzinfo=VIETNAM)
FIRST = Stage.FIRST_APPRAISAL
LEAD = an_actor(Role.APPRAISAL_LEAD)
LATE = (TakenReason("late", "Báo cáo quý III nộp chậm"),)


@pytest.fixture
def appraiser():
    return an_appraiser()


@pytest.fixture
def appraised(appraiser) -> UnitAppraisal:
    """A unit whose every leaf is appraised, the first one lowered."""
    return an_appraised_unit(appraiser=appraiser)


def sent(row: UnitAppraisal, by=LEAD) -> AppraisalResult:
    return sent_result(row, by)


def test_a_result_has_every_leaf_with_its_reasons_and_names_no_appraiser(appraised, appraiser):
    result = sent(appraised)
    found = {one.number: one for one in leaves_in(result.content)}
    assert list(found) == ["1.1", "1.2", "1.3", "2.1", "2.3"]
    lowered = [one.number for one in found.values() if one.lowered]
    assert (lowered, found["1.1"].reasons) == (["1.1"], LATE)
    assert appraiser.person.name not in str(result.content)
    assert "Sở Tư pháp" not in str(result.content)
    assert is_intact(result)


def test_the_points_of_a_result_are_the_units_own_less_what_was_taken(appraised):
    leaves = leaves_in(sent(appraised).content)
    known = [one for one in leaves if one.given is not None]
    assert total([one.claimed - one.taken for one in known]) == total([one.given for one in known])


def test_nothing_is_sent_while_a_leaf_is_not_appraised_and_all_of_them_are_named(appraised, appraiser):
    for leaf in ("1.2", "2.3"):
        save_appraisal(
            by=actor_for(appraiser),
            appraised=appraised,
            leaf=leaf,
            typed=TypedAppraisal(takes_back=True),
            version=1,
            now=DECEMBER,
        )
    with pytest.raises(ValidationError, match=r"1\.2, 2\.3"):
        sent(appraised)


def test_what_is_sent_is_what_was_seen(appraised):
    with pytest.raises(Changed):
        send_result(by=LEAD, appraised=appraised, seen="another", now=DECEMBER)


def test_what_was_sent_never_changes_and_nothing_is_appraised_any_more(appraised, appraiser):
    result = sent(appraised)
    with pytest.raises(ValidationError):
        save_appraisal(
            by=actor_for(appraiser),
            appraised=appraised,
            leaf="1.2",
            typed=TypedAppraisal(points="1", reasons=LATE),
            version=1,
            now=DECEMBER,
        )
    for change in (
        lambda: AppraisalResult.objects.filter(pk=result.pk).update(sha256="0" * 64),
        lambda: Appraisal.objects.filter(leaf="1.1").update(points="2"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_a_result_is_taken_back_for_a_reason_and_sent_anew_with_the_next_number(appraised, appraiser):
    first = sent(appraised)
    with pytest.raises(ValidationError):
        reopen_result(by=LEAD, appraised=appraised, reason=" ", now=DECEMBER)
    reopen_result(by=LEAD, appraised=appraised, reason="Nhầm số liệu", now=DECEMBER)
    assert standing_result(appraised) is None
    save_appraisal(
        by=actor_for(appraiser),
        appraised=appraised,
        leaf="1.1",
        typed=TypedAppraisal(),
        version=1,
        now=DECEMBER,
    )
    again = sent(UnitAppraisal.objects.select_related(*WITH_SET).get(pk=appraised.pk))
    first.refresh_from_db()
    assert (again.number, is_intact(first), is_intact(again)) == (2, True, True)
    assert list(play().differences) == []


def test_the_unit_is_told_without_a_name_and_reads_its_result(appraised, appraiser, client: Client):
    clerk = a_member(Role.UNIT_CLERK, unit=appraised.participant.unit)
    other = a_member(Role.UNIT_CLERK, unit=appraised.participant.cycle.participants.order_by("place")[1].unit)
    sent(appraised)
    notice = PersonalNotice.objects.get(kind="appraisal.result_sent")
    assert (notice.person_id, notice.facts["count"]) == (clerk.person_id, 1)
    address = reverse("appraisal:result", args=[2026, FIRST, appraised.participant.unit_id])
    client.force_login(clerk.person)
    body = client.get(address).content.decode()
    assert "Báo cáo quý III nộp chậm" in body
    assert appraiser.person.name not in body
    client.force_login(other.person)
    assert client.get(address).status_code == 404


def test_whoever_stands_near_to_the_unit_neither_sends_its_result_nor_takes_it_back(
    appraised, client: Client
):
    near = a_member(Role.APPRAISAL_LEAD, unit=appraised.participant.unit)
    with pytest.raises(ValidationError):
        sent(appraised, by=actor_for(near))
    client.force_login(near.person)
    place = [2026, FIRST, appraised.participant.unit_id]
    assert client.get(reverse("appraisal:send", args=place)).status_code == 404
    with pytest.raises(NotPermitted):
        sent(appraised, by=an_actor(Role.COORDINATOR))
    progress = client.get(reverse("appraisal:progress", args=[2026, FIRST]))
    assert f">{appraised.participant.name}</th>" not in source(progress)
    far = appraised.participant.cycle.participants.order_by("place")[1]
    assert f">{far.name}</th>" in source(progress)


def test_a_result_is_offered_to_be_taken_back_exactly_as_long_as_that_page_opens(appraised, client: Client):
    sent(appraised)
    client.force_login(a_member(Role.APPRAISAL_LEAD).person)
    place = [2026, FIRST, appraised.participant.unit_id]
    reopen = reverse("appraisal:reopen", args=place)
    for state, offered in (("open", True), ("closed", False)):
        Cycle.objects.filter(pk=appraised.participant.cycle_id).update(state=state)
        page = read(source(client.get(reverse("appraisal:result", args=place))))
        assert bool(page.find("a", href=reopen)) is offered
        assert (client.get(reopen).status_code == 200) is offered


def test_a_sheet_is_not_given_back_behind_the_back_of_the_lead(appraised):
    sent(appraised)
    sheet = appraised.participant.sheet
    with pytest.raises(ValidationError, match="takes it back first"):
        return_sheet(by=an_actor(Role.COORDINATOR), sheet=sheet, reason="Thiếu tài liệu", now=DECEMBER)
    assert UnitAppraisal.objects.get(pk=appraised.pk).state == UnitAppraisal.State.SENT
    reopen_result(by=LEAD, appraised=appraised, reason="Đơn vị xin nộp lại", now=DECEMBER)
    return_sheet(by=an_actor(Role.COORDINATOR), sheet=sheet, reason="Thiếu tài liệu", now=DECEMBER)
    assert UnitAppraisal.objects.get(pk=appraised.pk).state == UnitAppraisal.State.WITHDRAWN


def test_opening_self_scoring_again_names_the_result_and_takes_it_back(appraised):
    result = sent(appraised)
    kind = PhaseKind.SELF_SCORING
    built = [one.what for one in built_on(participant=appraised.participant, kind=kind)]
    assert any("result 1" in what for what in built)
    coordinator = an_actor(Role.COORDINATOR)
    phase_reopened(by=coordinator, participant=appraised.participant, kind=kind, reason="Chấm nhầm")
    assert ResultReopening.objects.get(result=result).reason == "Chấm nhầm"
    assert standing_result(appraised) is None
    assert is_intact(result)
