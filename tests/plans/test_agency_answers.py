"""Agencies of a plan answered for together, and groups that are formed from the wording of a plan."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from cchc.access.permissions import Role
from cchc.audit.models import Entry
from cchc.documents.models import OfficialDocument
from cchc.plans.actions.agencies import confirm_agency
from cchc.plans.models import Measure, Plan
from cchc.plans.queries.table import naming_units
from cchc.units.models import AgencyGroup, Kind, Unit, Wording
from tests.builders import a_unit, an_actor
from tests.builders.plans import a_measure, a_plan, a_read_plan

pytestmark = pytest.mark.django_db
GROUP = "Các đơn vị tham mưu"


def a_plan_with_agencies() -> Plan:
    """A plan whose agencies are known, nearly known, several, and unknown."""
    for name in ("Sở Tư pháp", "Sở Y tế", "Phòng Nội vụ"):
        a_unit(name, Kind.DEPARTMENT)
    plan = a_plan()
    a_measure(plan, lead="Sở Tư pháp", cooperating=f"So Y te; Tổ Kết nối; {GROUP}", deadline="Quý II/2026")
    return plan


def standings(plan: Plan) -> dict[str, tuple[bool, list[str]]]:
    return {one.text: (one.confirmed, [unit.name for unit in one.units.all()]) for one in plan.agencies.all()}


def test_several_agencies_are_answered_for_in_one_act_and_the_others_still_wait(client_of) -> None:
    client = client_of(Role.COORDINATOR)
    plan = a_plan_with_agencies()
    ids = {one.text: one.pk for one in plan.agencies.all()}
    address = reverse("plans:agencies_answer", args=[plan.pk])

    client.post(address, {"choice": "text", "agency": [ids["Tổ Kết nối"], ids[GROUP], "x", "0"]})
    assert standings(plan) == {
        "Sở Tư pháp": (False, ["Sở Tư pháp"]),
        "So Y te": (False, ["Sở Y tế"]),
        "Tổ Kết nối": (True, []),
        GROUP: (True, []),
    }
    client.post(address, {"choice": "agree", "agency": [ids["So Y te"]]})
    assert standings(plan)["So Y te"] == (True, ["Sở Y tế"])
    verbs = [one.verb for one in Entry.objects.filter(verb__startswith="plans.agenc").order_by("pk")]
    assert verbs == ["plans.agencies_kept", "plans.agencies_agreed"]
    assert not Wording.objects.exists()


def test_an_agency_of_another_plan_is_not_answered_for(client_of) -> None:
    client = client_of(Role.COORDINATOR)
    plan, other = a_plan_with_agencies(), a_plan(title="Kế hoạch khác")
    a_measure(other, lead="Tổ Kết nối", deadline="Quý II/2026")
    client.post(
        reverse("plans:agencies_answer", args=[plan.pk]),
        {"choice": "text", "agency": [other.agencies.get().pk]},
    )
    assert not other.agencies.get().confirmed


def test_a_group_formed_from_the_row_is_what_the_wording_means_in_the_next_plan() -> None:
    plan = a_plan_with_agencies()
    units = [a_unit("Sở Nội vụ"), a_unit("Sở Tài chính")]
    agency = plan.agencies.get(text=GROUP)
    confirm_agency(by=an_actor(), agency=agency, units=units[:1])
    confirm_agency(by=an_actor(), agency=agency, units=units, as_group=True)
    group = AgencyGroup.objects.get()
    assert (group.name, [unit.name for unit in group.units.all()]) == (GROUP, ["Sở Nội vụ", "Sở Tài chính"])
    assert not Wording.objects.exists()

    following = a_plan(title="Kế hoạch năm sau", year=2027)
    a_measure(following, lead=GROUP, deadline="Quý II/2027")
    (meant,) = following.agencies.all()
    assert [unit.name for unit in meant.units.all()] == ["Sở Nội vụ", "Sở Tài chính"]
    assert (meant.reason, meant.confidence) == ("group", "sure")


def test_a_group_of_that_name_gets_the_units_chosen_last_and_one_without_units_is_refused() -> None:
    plan = a_plan_with_agencies()
    agency = plan.agencies.get(text=GROUP)
    confirm_agency(by=an_actor(), agency=agency, units=[a_unit("Sở Nội vụ")], as_group=True)
    confirm_agency(by=an_actor(), agency=agency, units=[a_unit("Sở Tài chính")], as_group=True)
    assert [unit.name for unit in AgencyGroup.objects.get().units.all()] == ["Sở Tài chính"]
    with pytest.raises(ValidationError):
        confirm_agency(by=an_actor(), agency=agency, units=[], as_group=True)


def test_the_form_offers_a_group_to_who_manages_them_and_proposes_it_for_the_words_of_one(
    client_of,
) -> None:
    client = client_of(Role.COORDINATOR)
    plan = a_plan_with_agencies()
    for text, proposed in ((GROUP, True), ("Tổ Kết nối", False)):
        page = client.get(reverse("plans:agency", args=[plan.pk, plan.agencies.get(text=text).pk]))
        assert page.context["form"]["as_group"].value() is proposed
    address = reverse("plans:agency", args=[plan.pk, plan.agencies.get(text=GROUP).pk])
    client.post(address, {"units": "Sở Y tế\nSở Tư pháp", "more": "", "remember": "on", "as_group": "on"})
    assert {unit.name for unit in AgencyGroup.objects.get().units.all()} == {"Sở Y tế", "Sở Tư pháp"}


def test_the_issuer_that_was_read_is_offered_as_the_owner_of_its_plan(client_of) -> None:
    client = client_of(Role.COORDINATOR)
    plan = a_read_plan("KẾ HOẠCH\nCải cách hành chính năm 2026\n1. Rà soát văn bản\nChủ trì: Tổ Kết nối.\n")
    OfficialDocument.objects.update(issuer="SỞ TƯ PHÁP")
    office = a_unit("Sở Tư pháp", Kind.DEPARTMENT)
    page = client.get(reverse("plans:review", args=[plan.pk]))
    assert page.context["owner"] == office
    form = client.get(reverse("plans:head", args=[plan.pk]), {"don_vi": office.pk}).context["form"]
    assert form["unit_id"].value() == office.pk
    Plan.objects.update(unit=office)
    assert client.get(reverse("plans:review", args=[plan.pk])).context["owner"] is None


def test_a_lead_is_not_found_as_cooperating_with_itself_through_a_group() -> None:
    justice, health = (a_unit(name, Kind.DEPARTMENT) for name in ("Sở Tư pháp", "Sở Y tế"))
    plan = a_plan()
    measure = a_measure(plan, lead="Sở Tư pháp", cooperating="Các sở, ban, ngành", deadline="Quý II/2026")

    def found(unit: Unit, role: str) -> list[Measure]:
        return list(naming_units(Measure.objects.all(), plan, frozenset({unit.pk}), role))

    assert (found(justice, "lead"), found(justice, "cooperating")) == ([measure], [])
    assert (found(health, "lead"), found(health, "cooperating")) == ([], [measure])
