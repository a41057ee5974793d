"""The pages of appraisals: one criterion across all units, one leaf of one unit, and what is saved from them; nothing
of a unit that stands near is in any body."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cchc.access.permissions import Role
from cchc.accounts.models import Membership
from cchc.appraisal.models import Appraisal, UnitAppraisal
from cchc.cycles.models import Cycle
from tests.builders import (
    a_filled_sheet,
    a_member,
    a_whole_round,
    a_work_plan,
    all_handed_in,
    an_appraiser,
    to_appraise,
)
from tests.markup import read, source

pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle() -> Cycle:
    return a_whole_round()


@pytest.fixture
def appraiser(cycle: Cycle) -> Membership:
    member = an_appraiser()
    a_work_plan(cycle, member)
    return member


@pytest.fixture
def appraised(cycle: Cycle) -> UnitAppraisal:
    return to_appraise(a_filled_sheet(cycle))


def browser(member: Membership) -> Client:
    client = Client()
    client.cookies["django_language"] = "en"
    client.force_login(member.person)
    return client


def criterion(cycle: Cycle, leaf: str, rest: str = "") -> str:
    return f"/tham-dinh/2026/tieu-chi/{cycle.sets.get().pk}/{leaf}/{rest}"


def of_leaf(appraised: UnitAppraisal, leaf: str, rest: str = "") -> str:
    return f"/tham-dinh/2026/{appraised.participant.unit_id}/muc/{leaf}/{rest}"


def save(client: Client, appraised: UnitAppraisal, leaf: str, **sent: Any) -> Any:
    return client.post(of_leaf(appraised, leaf, "luu/"), {"version": 0, **sent})


def test_a_criterion_shows_each_unit_with_its_figures_and_how_many_are_left(cycle, appraiser, appraised):
    client = browser(appraiser)
    answer = client.get(criterion(cycle, "1.1"))
    body = source(answer)
    assert answer.status_code == 200
    assert "Sở Nội vụ" in body
    assert "Sở Y tế" in body
    assert "data-left>1<" in body.replace(" ", "")
    row = body.split('data-tabs="')[1].split('"')[0]
    saved = save(client, appraised, "1.1", do="accept")
    later = source(client.get(criterion(cycle, "1.1")))
    assert "data-left>0<" in later.replace(" ", "")
    # what the script counts on the tabs is what the page counts
    assert (row, saved.json()["tabs"]) == ("con-lai", [])
    assert 'data-tabs=""' in later


def test_the_page_of_the_own_work_leads_to_the_first_criterion_that_is_left(cycle, appraiser, appraised):
    client = browser(appraiser)

    def next_address() -> list[str | None]:
        page = read(source(client.get("/tham-dinh/")))
        return [one.get("href") for one in page.find("a", class_="button button-primary")]

    assert next_address() == [criterion(cycle, "1.1")]
    save(client, appraised, "1.1", do="accept")
    assert next_address() == [criterion(cycle, "1.2")]
    Cycle.objects.filter(pk=cycle.pk).update(state="closed")
    assert next_address() == []


def test_a_leaf_is_appraised_on_a_page_of_its_own(cycle, appraiser, appraised):
    client = browser(appraiser)
    page = client.get(of_leaf(appraised, "1.1"))
    assert page.status_code == 200
    fields = {"version": 0, "do": "save", "figure-done": "5", "figure-planned": "10"}
    refused = client.post(of_leaf(appraised, "1.1"), fields)
    assert (refused.status_code, "say why" in source(refused)) == (422, True)
    fields |= {"reason-late": "on", "sentence-late": "Báo cáo quý III nộp chậm"}
    saved = client.post(of_leaf(appraised, "1.1"), fields, follow=True)
    assert saved.status_code == 200
    assert "1.8 → 1" in source(saved)
    row = Appraisal.objects.get()
    assert (row.verdict, row.points, row.reasons[0]["code"]) == ("corrected", "1", "late")
    assert "Báo cáo quý III nộp chậm" in source(client.get(of_leaf(appraised, "1.1")))


def body_of(answer: Any) -> str:
    return str(answer.content.decode())


def queries_of_a_criterion(count: int) -> int:
    """How many queries one criterion across so many units takes; nothing of it stays."""
    with transaction.atomic():
        cycle = a_whole_round([f"Sở số {place}" for place in range(count)])
        all_handed_in(cycle)
        member = an_appraiser()
        a_work_plan(cycle, member)
        client = browser(member)
        client.get(criterion(cycle, "1.1"))
        with CaptureQueriesContext(connection) as queries:
            body = client.get(criterion(cycle, "1.1")).content.decode()
        assert body.count("data-mine") == count
        transaction.set_rollback(True)
    return len(queries)


def test_a_criterion_of_many_units_costs_as_many_queries_as_one_of_few():
    assert queries_of_a_criterion(2) == queries_of_a_criterion(12)


@pytest.mark.parametrize("role", [Role.APPRAISER, Role.APPRAISAL_LEAD, Role.AUDITOR, Role.COORDINATOR])
def test_nothing_of_a_unit_that_stands_near_is_in_any_body(cycle, role):
    near = cycle.participants.get(name="Sở Y tế")
    all_handed_in(cycle)
    own = a_member(role, unit=near.unit)
    a_work_plan(cycle, own if role is Role.APPRAISER else an_appraiser())
    client = browser(own)
    body = client.get(criterion(cycle, "1.1")).content.decode()
    there = f"/tham-dinh/2026/{near.unit_id}/muc/1.1/"
    assert body.count("data-cell=") == 1  # the other unit alone
    assert there not in body
    assert [client.get(there).status_code, client.get(f"{there}tinh/").status_code] == [404, 404]
    assert client.post(f"{there}luu/", {"version": 0, "do": "accept"}).status_code == 404
    assert not Appraisal.objects.exists()


def test_a_unit_is_shown_down_its_criteria_with_sums_that_follow_each_save(cycle, appraiser, appraised):
    client = browser(appraiser)
    there = f"/tham-dinh/2026/{appraised.participant.unit_id}/"
    body = source(client.get(there))
    assert body.count("data-cell=") == 5  # the survey is nobody's to appraise
    told = save(client, appraised, "1.1", do="accept", face="don-vi").json()
    assert (told["state"], told["sums"]) == ("given", {"1": "1.8", "2": "0", "": "1.8"})
    told = save(
        client, appraised, "1.2", do="save", points="1", face="don-vi", **{"reason-late": "on"}
    ).json()
    assert told["sums"] == {"1": "2.8", "2": "0", "": "2.8"}
    listed = source(client.get("/tham-dinh/2026/don-vi/"))
    assert there in listed


def test_what_is_typed_is_computed_and_not_saved(cycle, appraiser, appraised):
    client = browser(appraiser)
    there = of_leaf(appraised, "1.1", "tinh/")
    computed = client.get(there, {"figure-done": "5", "figure-planned": "10"}).json()["computed"]
    assert "1 points by these figures" in computed
    assert "0.8 are taken" in computed
    assert "says-fault" in client.get(there, {"figure-done": "11", "figure-planned": "10"}).json()["computed"]
    assert not Appraisal.objects.exists()


def test_a_save_that_another_was_quicker_with_tells_both(cycle, appraiser, appraised):
    client = browser(appraiser)
    assert save(client, appraised, "1.1", do="accept").status_code == 200
    late = save(
        client,
        appraised,
        "1.1",
        do="save",
        **{"figure-done": "5", "figure-planned": "10", "reason-late": "on"},
    )
    assert late.status_code == 409
    assert (late.json()["who"], "1.8" in late.json()["now"]) == (appraiser.person.name, True)
    assert Appraisal.objects.get().points == "1.8"


def test_what_can_be_accepted_together_is_said_first_and_only_that_is_accepted(cycle, appraiser):
    all_handed_in(cycle)
    client = browser(appraiser)
    there = criterion(cycle, "1.1", "hang-loat/")
    shown = client.get(there)
    body = source(shown)
    assert "2 are accepted" in body
    assert not Appraisal.objects.exists()
    agreed = body.split('name="agreed"')[1].split('value="')[1].split('"')[0]
    save(client, UnitAppraisal.objects.select_related("participant")[0], "1.1", do="accept")
    assert client.post(there, {"agreed": agreed}).status_code == 409  # no longer what was seen
    body = source(client.get(there))
    agreed = body.split('name="agreed"')[1].split('value="')[1].split('"')[0]
    assert client.post(there, {"agreed": agreed}, follow=True).status_code == 200
    assert sorted(Appraisal.objects.values_list("bulk", flat=True)) == [False, True]
    by_hand = client.get(criterion(cycle, "1.2", "hang-loat/"))
    assert (by_hand.status_code, "row by row" in source(by_hand)) == (422, True)
