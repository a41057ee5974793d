"""The pages from lost points to a plan: what they show, what they take, and to whom."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cchc.access.permissions import Role
from cchc.access.waiting import Duty
from cchc.analysis.actions.remediation import choose_measures, draft_remediation
from cchc.analysis.models import RemediationPlan, Remedy
from cchc.analysis.waiting import waiting_for
from cchc.plans.models import Plan
from cchc.units.models import Unit
from tests.builders import (
    a_member,
    a_published_remediation,
    a_published_result,
    a_remediation,
    a_remedy,
    a_scored_cycle,
    actor_for,
    an_actor,
    imported,
    remedied,
)
from tests.builders.scores import SCORED
from tests.markup import read, source
from tests.results.test_untold import signed_in

pytestmark = pytest.mark.django_db


def a_cycle_with_losses():
    cycle = a_scored_cycle()
    imported(cycle)
    return cycle


def page_text(answer) -> str:
    """What the main part of a page says, on one line."""
    (main,) = read(source(answer)).find("main")
    return " ".join(main.text.split())


def text_of(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return page_text(answer)


def test_a_plan_is_made_of_losses_chosen_written_and_drafted(client_of) -> None:
    cycle = a_cycle_with_losses()
    client = client_of(Role.COORDINATOR)
    assert "No remediation plan yet" in text_of(client, "/phan-tich/khac-phuc/")
    assert "Các sở" in text_of(client, "/phan-tich/khac-phuc/moi/")
    address = f"/phan-tich/khac-phuc/moi/{cycle.province_id}/{cycle.year}/?khoi=Các sở"
    own = cycle.participants.get(name="Sở Nội vụ")
    form = {
        "participants": [own.pk],
        "title": "Kế hoạch khắc phục năm 2027",
        "year": 2027,
        "unit": cycle.province_id,
        "deadline": "Quý II/2027",
    }
    answer = client.post(address, form)
    made = RemediationPlan.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/phan-tich/khac-phuc/{made.pk}/")
    page = text_of(client, answer["Location"])
    assert "Covered 0.90/0.90 points" in page
    assert "Won at most 0.90 points" in page
    assert "2 without a remedy" in page
    refused = client.post(
        f"/phan-tich/khac-phuc/{made.pk}/chon/",
        {"chosen": [one.pk for one in made.proposals.all()], "draft": "1"},
    )
    assert refused.status_code == 422
    assert "2 chosen measures do not say what is to be done" in page_text(refused)
    for row in made.proposals.all():
        written = {
            "version": row.version,
            "shortcomings": row.shortcomings,
            "task": "Giao ban",
            "lead": "Sở Nội vụ",
            "deadline": row.deadline,
        }
        answer = client.post(f"/phan-tich/khac-phuc/{made.pk}/dong/{row.pk}/", written)
        assert answer["Location"] == f"/phan-tich/khac-phuc/{made.pk}/#dong-{row.pk}"
    stale = client.post(f"/phan-tich/khac-phuc/{made.pk}/dong/{row.pk}/", {**written, "task": "Khác"})
    assert stale.status_code == 409
    drafted = client.post(
        f"/phan-tich/khac-phuc/{made.pk}/chon/",
        {"chosen": [one.pk for one in made.proposals.all()], "draft": "1"},
    )
    plan = Plan.objects.get()
    assert drafted["Location"] == f"/ke-hoach/{plan.pk}/soan/"
    page = client.get(f"/phan-tich/khac-phuc/{made.pk}/")
    assert "Save the choice" not in page_text(page)
    assert f"/ke-hoach/{plan.pk}/" in source(page)


def test_a_remedy_of_the_library_fills_the_empty_texts_of_a_measure(client_of) -> None:
    made = a_remediation(a_cycle_with_losses(), "Sở Nội vụ")
    kept = a_remedy("Mức độ hài lòng", task="Tập huấn", output="Lớp tập huấn")
    client, row = client_of(Role.COORDINATOR), made.proposals.get(number="2.2")
    address = f"/phan-tich/khac-phuc/{made.pk}/dong/{row.pk}/"
    assert "Tập huấn" in text_of(client, address)
    client.post(address, {"version": row.version, "remedy": kept.pk, "lead": "Sở Nội vụ"})
    row.refresh_from_db()
    assert (row.task, row.output, row.remedy) == ("Tập huấn", "Lớp tập huấn", kept)
    assert client.post(address, {"version": row.version, "remedy": 10**9, "task": "x"}).status_code == 422


def test_a_unit_sees_and_makes_plans_of_its_own_losses_alone() -> None:
    cycle = a_cycle_with_losses()
    of_province = a_remediation(cycle)
    client = signed_in(a_member(Role.UNIT_CLERK, unit=Unit.objects.get(name="Sở Nội vụ")))
    page = text_of(client, f"/phan-tich/khac-phuc/moi/{cycle.province_id}/{cycle.year}/?khoi=Các sở")
    assert "Sở Nội vụ" in page
    assert not re.search("Sở Tài chính|Sở Y tế", page)
    assert client.get(f"/phan-tich/khac-phuc/{of_province.pk}/").status_code == 404
    theirs = cycle.participants.get(name="Sở Y tế")
    form = {
        "participants": [theirs.pk],
        "title": "KH",
        "year": 2027,
        "unit": theirs.unit_id,
        "deadline": "Quý I",
    }
    address = f"/phan-tich/khac-phuc/moi/{cycle.province_id}/{cycle.year}/?khoi=Các sở"
    assert client.post(address, form).status_code == 422
    assert RemediationPlan.objects.count() == 1


def test_the_page_of_many_units_asks_no_more_than_that_of_one(client_of) -> None:
    cycle = a_scored_cycle(tuple(f"Sở số {place}" for place in range(12)))
    rows = "".join(f"Sở số {place};{place % 10};10;1;{50 + place}%;2\n" for place in range(12))
    imported(cycle, "đơn vị;1.1:done;1.1:total;1.2;2.1:rate;2.2\n" + rows)
    client = client_of(Role.COORDINATOR)

    def asked(made: RemediationPlan) -> int:
        client.get(f"/phan-tich/khac-phuc/{made.pk}/")
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert client.get(f"/phan-tich/khac-phuc/{made.pk}/").status_code == 200
        return len(seen)

    assert asked(a_remediation(cycle)) <= asked(a_remediation(cycle, "Sở số 1"))


def test_what_the_rules_give_otherwise_than_the_sum_is_said(client_of) -> None:
    capped = 'number = "1"\nchildren = "capped"\nname = "Chỉ đạo, điều hành"\nmaximum = "4"'
    text = SCORED.replace('number = "1"\nname = "Chỉ đạo, điều hành"\nmaximum = "5"', capped)
    cycle = a_scored_cycle(text=text.replace('total = "10"', 'total = "9"'))
    imported(cycle, "đơn vị;1.1:done;1.1:total;1.2;2.1:rate;2.2\nSở Tài chính;1;3;1,5;40%;3\n")
    made = a_remediation(cycle, "Sở Tài chính")
    choose_measures(by=an_actor(), remediation=made, chosen=[made.proposals.get(number="1.1").pk])
    page = text_of(client_of(Role.COORDINATOR), f"/phan-tich/khac-phuc/{made.pk}/")
    assert "The criteria below 1 give at most 4 points together." in page
    assert "Covered 1.20/1.50 points" in page
    assert "Won at most 1.50 points (added up: 1.20)" in page


def test_faults_of_a_published_table_are_said_line_by_line_and_the_text_stays(client_of) -> None:
    client = client_of(Role.COORDINATOR)
    result = a_published_result()
    form = {
        "unit": result.of_unit_id,
        "title": "Chỉ số PAR INDEX năm 2025",
        "year": 2025,
        "lines": "10|Thủ tục hành chính|13|12,937|0,027\nxyz",
    }
    answer = client.post("/phan-tich/ket-qua/moi/", form)
    assert answer.status_code == 422
    told = page_text(answer)
    assert "Line 1, “0,027”: 13 − 12.937 is not 0.027" in told
    assert "Line 2, “xyz”" in told
    assert "10|Thủ tục hành chính|13|12,937|0,027" in source(answer)
    kept = client.post("/phan-tich/ket-qua/moi/", {**form, "lines": "10|Thủ tục hành chính|13|12,937|0,063"})
    assert re.fullmatch(r"/phan-tich/khac-phuc/moi/ket-qua/\d+/", kept["Location"])


def test_the_library_is_read_searched_and_written(client_of) -> None:
    client = client_of(Role.COORDINATOR)
    a_remedy("Báo cáo định kỳ", code="late")
    page = text_of(client, "/phan-tich/giai-phap/?tim=bao+cao")
    assert "Báo cáo định kỳ" in page
    assert "No remedy names these words." in text_of(client, "/phan-tich/giai-phap/?tim=doi+thoai")
    empty = client.post("/phan-tich/giai-phap/moi/", {"criterion": "", "code": "", "task": "Làm"})
    assert empty.status_code == 422
    kept = Remedy.objects.get()
    stale = {"version": 7, "criterion": "Khác", "code": "", "task": "Khác"}
    assert client.post(f"/phan-tich/giai-phap/{kept.pk}/", stale).status_code == 409
    clerk = signed_in(a_member(Role.UNIT_CLERK, unit=Unit.objects.first()))
    assert clerk.get(f"/phan-tich/giai-phap/{kept.pk}/").status_code == 404
    assert "New remedy" not in text_of(clerk, "/phan-tich/giai-phap/")


def test_proposals_wait_for_who_makes_the_plan_until_it_is_drafted() -> None:
    cycle = a_cycle_with_losses()
    clerk = actor_for(a_member(Role.UNIT_CLERK, unit=Unit.objects.get(name="Sở Nội vụ")))
    own = a_remediation(cycle, "Sở Nội vụ", unit=Unit.objects.get(name="Sở Nội vụ"), by=clerk)
    whole = a_published_remediation()

    def waits(actor) -> list[str]:
        duties: list[Duty] = list(waiting_for(actor, cycle.participants.first().unit.valid_from))
        return [one.href for one in duties]

    assert waits(clerk) == [f"/phan-tich/khac-phuc/{own.pk}/"]
    assert waits(an_actor()) == [f"/phan-tich/khac-phuc/{whole.pk}/"]
    remedied(own)
    draft_remediation(by=clerk, remediation=own)
    assert waits(clerk) == []
