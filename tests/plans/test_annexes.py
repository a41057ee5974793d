"""An annex in a file of its own joins the draft of its plan: behind what it holds, once, and out again."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cchc.access.actor import NotPermitted
from cchc.access.permissions import Role
from cchc.audit.models import Entry
from cchc.intake.actions import give_up, leave_to_read
from cchc.intake.kinds import Brought
from cchc.intake.models import StagedFile
from cchc.intake.tasks import read_file
from cchc.plans.actions.measures import add_measure
from cchc.plans.actions.plans import delete_draft
from cchc.plans.models import Measure, Plan
from cchc.plans.queries.annexes import annexes_of
from cchc.plans.queries.findings import findings_of
from cchc.plans.staged import PLAN_ANNEXES
from tests.builders import a_plan, a_read_plan, an_actor
from tests.markup import source

pytestmark = pytest.mark.django_db

Browser = Callable[[Role], Client]
PAPER = """\
KẾ HOẠCH
Cải cách hành chính năm 2026

STT\tNhiệm vụ\tSản phẩm\tCơ quan chủ trì\tThời gian
1\tRà soát văn bản\tBáo cáo\tSở Tư pháp\tQuý II/2026
"""
ANNEX = """\
PHỤ LỤC
KẾ HOẠCH TUYÊN TRUYỀN NĂM 2031

STT\tNhiệm vụ\tSản phẩm\tCơ quan chủ trì\tThời gian
I\tTUYÊN TRUYỀN
1\tMở chuyên mục\tChuyên mục\tSở Y tế\tQuý III/2026
2\tPhát thanh\tBản tin\tSở Y tế\tQuý IV/2026
"""


def brought(plan: Plan, text: str = ANNEX, name: str = "phu-luc.txt") -> StagedFile:
    """The file of an annex, read by the worker."""
    staged = leave_to_read(
        by=an_actor(), kind=PLAN_ANNEXES, brought=Brought(an_actor(), name, text.encode(), str(plan.pk))
    )
    read_file(staged)
    staged.refresh_from_db()
    return staged


def tasks(plan: Plan) -> list[str]:
    """What the measures of `plan` say is to be done, in its order."""
    rows = Measure.objects.filter(section__plan=plan).order_by("section__place", "place")
    return list(rows.values_list("task", flat=True))


def head(plan: Plan) -> tuple[object, ...]:
    """What is said about `plan` as a whole."""
    plan = Plan.objects.select_related("document").get(pk=plan.pk)
    return plan.title, plan.year, plan.kind, plan.document.number if plan.document else None


def test_an_annex_is_appended_behind_what_the_draft_holds_and_its_head_is_not_taken_over() -> None:
    plan = a_read_plan(PAPER)
    before = head(plan)
    staged = brought(plan)
    assert staged.state == StagedFile.State.APPLIED, staged.faults
    assert tasks(plan) == ["Rà soát văn bản", "Mở chuyên mục", "Phát thanh"]
    assert head(plan) == before
    assert [file.name for file in plan.document.files] == ["ke-hoach.txt", "phu-luc.txt"]
    assert [one.source.get("annex") for one in Measure.objects.filter(section__plan=plan)] == [
        None, staged.pk, staged.pk,
    ]  # fmt: skip


@pytest.mark.parametrize("text", [ANNEX, PAPER], ids=["the annex again", "the file of the plan itself"])
def test_a_file_that_is_in_the_draft_already_changes_nothing_and_says_so(
    client_of: Browser, text: str
) -> None:
    plan = a_read_plan(PAPER)
    brought(plan)
    before, records = tasks(plan), Entry.objects.filter(verb="plans.annex_read").count()
    again = brought(plan, text, "ten-khac.txt")
    assert again.state == StagedFile.State.REFUSED
    assert tasks(plan) == before
    file = SimpleUploadedFile("lan-nua.txt", text.encode())
    answer = client_of(Role.ADMINISTRATOR).post(f"/ke-hoach/{plan.pk}/soan/phu-luc/", {"file": file})
    assert answer.status_code == 422
    assert "This file is in the draft already; nothing was changed." in source(answer)
    assert tasks(plan) == before
    assert Entry.objects.filter(verb="plans.annex_read").count() == records == 1


def test_what_was_read_of_an_annex_goes_out_with_it_and_all_else_stays() -> None:
    plan = a_read_plan(PAPER)
    staged = brought(plan)
    own = add_measure(by=an_actor(), section=plan.sections.last(), texts={"task": "Thêm bằng tay"})
    give_up(by=an_actor(), staged=staged)
    assert tasks(plan) == ["Rà soát văn bản", own.task]
    assert [section.place for section in plan.sections.all()] == [1, 2]
    assert [file.name for file in plan.document.files] == ["ke-hoach.txt"]
    assert not annexes_of(plan).exists()
    assert brought(plan).state == StagedFile.State.APPLIED  # it may come back


def test_a_plan_in_force_takes_no_annex_and_a_draft_that_goes_takes_its_annexes_along() -> None:
    plan = a_plan()
    brought(plan)
    assert tasks(plan) == ["Mở chuyên mục", "Phát thanh"]
    Plan.objects.filter(pk=plan.pk).update(state=Plan.State.CURRENT)
    with pytest.raises((ValidationError, NotPermitted)):
        brought(plan, ANNEX + "3\tHội nghị\tBáo cáo\tSở Y tế\tQuý IV/2026\n")
    Plan.objects.filter(pk=plan.pk).update(state=Plan.State.DRAFT)
    delete_draft(by=an_actor(), plan=plan)
    assert not StagedFile.objects.filter(kind="plan_annex").exists()


def test_each_file_has_its_own_account_and_findings_and_is_shown_beside_its_rows(client_of: Browser) -> None:
    plan = a_read_plan(PAPER)
    staged = brought(plan, ANNEX + "\nGhi chú cuối trang không thuộc bảng nào cả\tmột ô\thai ô\n")
    found = [one.finding for one in findings_of(plan) if one.finding.code == "unread"]
    said = {str(one.why.gaps) for one in found}
    assert all("phu-luc.txt" in one for one in said)
    client = client_of(Role.ADMINISTRATOR)
    page = source(client.get(f"/ke-hoach/{plan.pk}/soan/"))
    assert "phu-luc.txt:" in page
    assert "CẢI CÁCH HÀNH CHÍNH NĂM 2026" in page.upper()
    beside = source(client.get(f"/ke-hoach/{plan.pk}/soan/", {"tep": staged.pk}))
    assert "KẾ HOẠCH TUYÊN TRUYỀN NĂM 2031" in beside
    assert "KẾ HOẠCH TUYÊN TRUYỀN NĂM 2031" not in page
