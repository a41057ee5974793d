"""The course, the measure, the copy, the findings of a plan."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from cchc.access.permissions import Role
from cchc.core.plans.columns import TASK
from cchc.core.plans.plan import Source
from cchc.plans.actions.findings import accept_finding
from cchc.plans.actions.plans import change_head, head_of
from cchc.plans.models import Measure, Plan
from cchc.plans.queries.findings import findings_of
from cchc.reading.plans.texts import MeasureText, SectionText
from tests.builders import (
    a_measure,
    a_plan,
    a_read_plan,
    a_unit,
    an_actor,
    enforcer_of,
    written,
)
from tests.markup import source
from tests.plans.tabled_plans import Browser, a_current_plan, browser_of, page

pytestmark = pytest.mark.django_db

PAPER = """\
KẾ HOẠCH
Cải cách hành chính năm 2026

STT\tNhiệm vụ\tSản phẩm\tCơ quan chủ trì\tCơ quan phối hợp\tThời gian
1\tRà soát văn bản\tBáo cáo\tSở Y tế\tĐài địa phương\tQuý II/2026
"""


# The course of the year


def test_the_course_draws_each_measure_and_says_its_days(client_of: Browser) -> None:
    plan = a_plan(year=2026)
    a_measure(plan, "Một", deadline="Tháng 7, 8/2026")
    a_measure(plan, "Hai", deadline="Quý I, 6 tháng, Quý III, cả năm")
    a_measure(plan, "Ba", deadline="Thường xuyên")
    a_measure(plan, "Bốn", deadline="Khi có văn bản hướng dẫn")
    text = page(client_of(Role.COORDINATOR), plan, xem="thoi-gian")
    assert re.findall(r"<title>(?!.*·)(.*?)</title>", text) == [
        "Months from 01/2026 to 03/2027",
        "from 01/07/2026; due 31/08/2026",
        "due 31/03/2026, 30/06/2026, 30/09/2026, 31/12/2026",
        "continuous",
    ]
    assert text.count("no day") == 1


def test_the_course_reaches_as_far_as_the_days_of_the_plan(client_of: Browser) -> None:
    plan = a_plan(year=2026)
    a_measure(plan, deadline="15/5/2027")
    assert "Months from 01/2026 to 05/2027" in page(client_of(Role.COORDINATOR), plan, xem="thoi-gian")


# One measure


def test_one_measure_shows_all_its_texts_its_units_its_days_and_where_it_was_read(client_of: Browser) -> None:
    health = a_unit("Sở Y tế")
    plan = a_read_plan(PAPER)
    measure = Measure.objects.get(section__plan=plan)
    text = page(client_of(Role.COORDINATOR), plan, f"nhiem-vu/{measure.pk}/")
    words = " ".join(re.sub("<[^>]*>", " ", text).split())
    for expected in ("Rà soát văn bản", "Báo cáo", "Quý II/2026", "30/06/2026", "Where it was read"):
        assert expected in words, expected
    assert f'href="/ke-hoach/{plan.pk}/?don_vi={health.pk}">Sở Y tế</a>' in text
    assert "no unit of the list" in words


def test_a_measure_is_found_only_under_its_own_plan(client_of: Browser) -> None:
    measure, other = a_measure(a_plan()), a_plan()
    client = client_of(Role.COORDINATOR)
    assert client.get(f"/ke-hoach/{other.pk}/nhiem-vu/{measure.pk}/").status_code == 404


# Plans by hand


def test_a_plan_by_hand_is_prepared_and_leads_to_its_editor() -> None:
    home = a_unit("Sở Nội vụ")
    client = browser_of(home)
    typed = {"kind": "reform", "title": "Kế hoạch A", "year": "2027", "unit": str(home.pk)}
    response = client.post("/ke-hoach/moi/", typed)
    plan = Plan.objects.get()
    assert (response.status_code, response.url) == (302, f"/ke-hoach/{plan.pk}/soan/")
    assert (plan.title, plan.year, plan.unit, plan.state) == ("Kế hoạch A", 2027, home, "draft")


def test_a_clerk_prepares_plans_of_the_own_unit_alone_and_faults_are_told_with_422() -> None:
    home, other = a_unit("Sở Nội vụ"), a_unit("Sở Y tế")
    response = browser_of(home).post(
        "/ke-hoach/moi/", {"kind": "reform", "title": " ", "year": "1200", "unit": str(other.pk)}
    )
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"title", "year", "unit"}
    assert list(response.context["form"].fields["unit"].queryset) == [home]


def test_a_copy_is_proposed_for_the_next_year_and_says_what_happens(client_of: Browser) -> None:
    plan = a_current_plan({"task": "a"}, {"task": "b"}, title="Kế hoạch năm 2025 khắc phục năm 2024")
    client = client_of(Role.COORDINATOR)
    response = client.get(f"/ke-hoach/{plan.pk}/sao-chep/")
    assert "2 measures are copied, with their sections." in source(response)
    form = response.context["form"]
    assert form["title"].value() == "Kế hoạch năm 2026 khắc phục năm 2025"
    typed = {"title": "Kế hoạch B", "year": str(plan.year + 1), "unit": str(plan.unit_id)}
    response = client.post(f"/ke-hoach/{plan.pk}/sao-chep/", typed)
    copy = Plan.objects.get(title="Kế hoạch B")
    assert (response.url, Measure.objects.filter(section__plan=copy).count()) == (
        f"/ke-hoach/{copy.pk}/soan/",
        2,
    )
    assert client.post(f"/ke-hoach/{plan.pk}/sao-chep/", {**typed, "title": ""}).status_code == 422


def test_years_of_a_title_move_on_together(client_of: Browser) -> None:
    plan = a_plan(title="Khắc phục năm 2025, kế hoạch 2026; số 12023")
    form = client_of(Role.COORDINATOR).get(f"/ke-hoach/{plan.pk}/sao-chep/").context["form"]
    assert form["title"].value() == "Khắc phục năm 2026, kế hoạch 2027; số 12023"


def test_a_draft_is_deleted_after_saying_how_many_measures_go(client_of: Browser) -> None:
    plan = a_plan(title="Bỏ đi")
    a_measure(plan)
    client = client_of(Role.COORDINATOR)
    assert "The draft “Bỏ đi” goes with 1 measure." in page(client, plan, "xoa/")
    assert client.post(f"/ke-hoach/{plan.pk}/xoa/").url == "/ke-hoach/"
    assert Plan.objects.count() == 0


def test_a_draft_read_from_a_file_is_given_up_and_not_deleted(client_of: Browser) -> None:
    read, by_hand, client = a_read_plan(PAPER), a_plan(), client_of(Role.COORDINATOR)
    give_up, delete = f'action="/ke-hoach/doc/{read.reading.pk}/bo/"', "/xoa/"
    assert (give_up in page(client, read), delete in page(client, read)) == (True, False)
    assert ("Give this draft up" in page(client, by_hand), delete in page(client, by_hand)) == (False, True)


def test_a_plan_in_force_has_no_page_to_delete_it_and_stays_when_asked_all_the_same(
    client_of: Browser,
) -> None:
    plan, client = a_current_plan(), client_of(Role.COORDINATOR)
    assert client.get(f"/ke-hoach/{plan.pk}/xoa/").status_code == 404
    response = client.post(f"/ke-hoach/{plan.pk}/xoa/", follow=True)
    assert ("A plan in force is not deleted." in source(response), Plan.objects.count()) == (True, 1)


def test_the_file_of_a_plan_is_handed_over_and_a_plan_by_hand_has_none(client_of: Browser) -> None:
    client = client_of(Role.COORDINATOR)
    response = client.get(f"/ke-hoach/{a_read_plan(PAPER).pk}/tep/")
    assert b"".join(response.streaming_content) == PAPER.encode()
    assert client.get(f"/ke-hoach/{a_plan().pk}/tep/").status_code == 404


# Findings


def test_findings_stand_by_how_much_they_matter_and_are_accepted_with_a_reason(client_of: Browser) -> None:
    plan = a_plan()
    a_measure(plan, "Rà soát", deadline="Quý II/2026")
    change_head(by=an_actor(Role.COORDINATOR), plan=plan, head=replace(head_of(plan), number="12/KH-UBND"))
    client, address = client_of(Role.COORDINATOR), f"/ke-hoach/{plan.pk}/phat-hien/"
    found = next(one for one in findings_of(plan) if one.finding.code == "lead_missing")

    response = client.post(address, {"fingerprint": found.fingerprint, "reason": ""})
    assert (response.status_code, "Say why it may stay as it is." in source(response)) == (422, True)
    response = client.post(address, {"fingerprint": found.fingerprint, "reason": "Cả tỉnh cùng làm"})
    assert (response.status_code, response.url) == (302, address)
    assert "Cả tỉnh cùng làm" in page(client, plan, "phat-hien/")

    again = {"fingerprint": found.fingerprint, "reopen": "1"}
    assert client.post(address, again).status_code == 302
    assert [one.acceptance for one in findings_of(plan)] == [None] * len(findings_of(plan))
    assert client.post(address, again).status_code == 404
    assert client.post(address, {**again, "fingerprint": "\x00"}).status_code == 422


def test_a_reader_sees_findings_and_acceptances_without_the_ways_to_decide() -> None:
    plan = a_current_plan({"task": "a"}, {"task": "b", "lead": "Sở Y tế"}, unit=a_unit("Sở Nội vụ"))
    found = [one for one in findings_of(plan) if one.finding.code == "lead_missing"]
    accept_finding(
        by=enforcer_of(plan.unit), plan=plan, fingerprint=found[0].fingerprint, reason="Cả tỉnh cùng làm"
    )
    text = page(browser_of(a_unit("Sở Y tế"), Role.LEADER), plan, "phat-hien/")
    assert ("Cả tỉnh cùng làm" in text, "<textarea" in text, "Take the acceptance back" in text) == (
        True,
        False,
        False,
    )


def test_what_was_found_in_the_document_leads_to_its_place_beside_the_rows(client_of: Browser) -> None:
    rows = "".join(f"{at}\tRà soát văn bản\tBáo cáo\tSở Y tế\t\tQuý II/2026\n" for at in (2, 4))
    plan = a_read_plan(f"{PAPER}{rows}\nTổng cộng có 9 nhiệm vụ theo Phụ lục XV.\n")
    text = page(client_of(Role.COORDINATOR), plan, "phat-hien/")
    places = re.findall(rf'href="(/ke-hoach/{plan.pk}/soan/#s\d+)">where in the document', text)
    assert places != []
    shown = page(client_of(Role.COORDINATOR), plan, "soan/")
    assert [f'id="{one.partition("#")[2]}"' in shown for one in places] == [True] * len(places)
    Plan.objects.update(state=Plan.State.CURRENT)
    reader = browser_of(a_unit("Sở Y tế"), Role.LEADER)
    assert "where in the document" not in page(reader, plan, "phat-hien/")


def test_a_clean_plan_says_that_nothing_was_found(client_of: Browser) -> None:
    a_unit("Sở Y tế")
    plan = a_current_plan(
        {"task": "Rà soát", "number": "1", "lead": "Sở Y tế", "deadline": "Quý II", "output": "Báo cáo"}
    )
    assert "Nothing was found" in page(client_of(Role.LEADER), plan, "phat-hien/")


def test_many_findings_are_shown_by_pages_of_150(client_of: Browser) -> None:
    plan = a_plan()
    written(
        plan,
        [SectionText("Một", "I", [MeasureText(None, {TASK: [f"Việc {at}"]}, Source()) for at in range(200)])],
    )
    client = client_of(Role.COORDINATOR)
    total = len(findings_of(plan))
    shown = [page(client, plan, "phat-hien/", page=at).count('<tr id="f-') for at in ("1", "2")]
    assert shown == [150, min(total - 150, 150)]
