"""An amendment as a paper holds the changed rows alone; the plan of today holds all, with what each amendment did."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from docx import Document

from cchc.access.permissions import Role
from cchc.core.papers.basis import LegalBasis
from cchc.documents.models import PreparedFile
from cchc.following.actions.amending import PlannedAmendment, amend_plan, undo_amendment
from cchc.following.queries.amended_papers import usual_wishes_of_amendment, word_of_amendment, word_of_today
from cchc.following.queries.amendments import standing_amendments
from cchc.following.tasks import make_amended_pdf
from cchc.plans.models import Measure, Plan
from cchc.plans.queries.printed import printed_sections, usual_wishes, word_of_plan
from tests.builders import a_followed_plan, a_province, a_unit, enforcer_of
from tests.documents.decree30 import every_line, paper_faults
from tests.markup import source
from tests.plans.printed_plans import again, cells_of
from tests.plans.tabled_plans import browser_of

pytestmark = pytest.mark.django_db
Browser = Callable[[Role], Client]
DAY = date(2026, 7, 1)


@pytest.fixture
def plan() -> Plan:
    """A plan in force with three measures."""
    province = a_province("Tỉnh An Lạc")
    for name in ("Sở Nội vụ", "Sở Y tế"):
        a_unit(name, parent=province)
    rows = [
        {"number": "1", "task": "Kiểm tra công vụ", "lead": "Sở Nội vụ", "deadline": "30/6/2026"},
        {"number": "2", "task": "Rà soát thủ tục", "lead": "Sở Y tế", "deadline": "Quý III/2026"},
        {"number": "3", "task": "Công khai kết quả", "lead": "Sở Y tế", "deadline": "Quý IV/2026"},
    ]
    return a_followed_plan(province, rows, title="Cải cách hành chính tỉnh An Lạc năm 2026")


def number(plan: Plan, asked: str) -> Measure:
    return Measure.objects.select_related("section").get(section__plan=plan, number=asked)


def amended(plan: Plan, **said: Any) -> None:
    plan.refresh_from_db()
    planned = PlannedAmendment(date=DAY, reason="Theo ý kiến của đơn vị", **said)
    amend_plan(by=enforcer_of(plan.unit), plan=plan, seen_version=plan.version, planned=planned)
    plan.refresh_from_db()


@pytest.fixture
def changed(plan: Plan) -> Plan:
    """The same after an amendment of every kind at once, and a second one."""
    amended(
        plan,
        basis=LegalBasis("77/KH-UBND", DAY),
        changed={
            number(plan, "1").pk: {"deadline": "Quý III/2026"},
            number(plan, "2").pk: {"output": "Quyết định công bố", "lead": "Sở Nội vụ"},
        },
        added=[(number(plan, "1").section_id, {"number": "4", "task": "Đối thoại", "lead": "Sở Nội vụ"})],
        withdrawn=frozenset({number(plan, "3").pk}),
    )
    amended(plan, changed={number(plan, "1").pk: {"deadline": "Quý IV/2026"}})
    return plan


def lines_of(data: bytes) -> list[str]:
    return [one.text for one in every_line(Document(io.BytesIO(data))) if one.text.strip()]


def first_of(plan: Plan) -> bytes:
    amendment = standing_amendments(plan).get(number=1)
    return word_of_amendment(plan, amendment, usual_wishes_of_amendment(plan))


def test_an_amendment_prints_the_changed_rows_alone_as_they_were_after_it(changed: Plan) -> None:
    data = first_of(changed)
    assert paper_faults(data) == []
    (section,) = again(data)
    assert [{key: text for key, text in row.items() if text} for row in section.rows] == [
        {
            "number": "1",
            "task": "Kiểm tra công vụ",
            "lead": "Sở Nội vụ",
            "deadline": "Quý III/2026",
            "extra": "Sửa đổi, bổ sung: Gia hạn thời hạn (trước đây: 30/6/2026)",
        },
        {
            "number": "2",
            "task": "Rà soát thủ tục",
            "output": "Quyết định công bố",
            "lead": "Sở Nội vụ",
            "deadline": "Quý III/2026",
            "extra": "Sửa đổi, bổ sung: Sửa đổi sản phẩm, kết quả; cơ quan chủ trì (trước đây: Sở Y tế)",
        },
        {"number": "4", "task": "Đối thoại", "lead": "Sở Nội vụ", "extra": "Sửa đổi, bổ sung: Bổ sung"},
    ]


def test_an_amendment_names_itself_the_plan_and_what_goes(changed: Plan) -> None:
    lines = lines_of(first_of(changed))
    assert "Sửa đổi, bổ sung Kế hoạch cải cách hành chính tỉnh An Lạc năm 2026" in lines
    assert "Số: 77/KH-UBND" in lines
    assert [one for one in lines if one.startswith("Bãi bỏ 01 nhiệm vụ") and one.endswith(": số 3.")]
    assert [one for one in lines if one.startswith("Sửa đổi, bổ sung 03 nhiệm vụ")]
    assert [one for one in lines if one.startswith("Căn cứ Kế hoạch số ")]


def test_the_plan_of_today_holds_every_row_and_tells_what_each_amendment_did(changed: Plan) -> None:
    data = word_of_today(changed, usual_wishes(changed))
    assert paper_faults(data) == []
    assert cells_of(again(data)) == cells_of(printed_sections(changed))
    assert [row["number"] for section in again(data) for row in section.rows] == ["1", "2", "4"]
    lines = lines_of(data)
    assert "(Hợp nhất đến lần sửa đổi, bổ sung thứ 2)" in lines
    notes = [one for one in lines if one.startswith("Sửa đổi, bổ sung lần")]
    assert [one.rpartition(": ")[2] for one in notes] == [
        "gia hạn nhiệm vụ số 1; sửa đổi nhiệm vụ số 2; bổ sung nhiệm vụ số 4; đưa ra khỏi Kế hoạch nhiệm vụ số 3.",
        "gia hạn nhiệm vụ số 1.",
    ]


def test_the_files_are_reached_from_the_page_of_amendments(client_of: Browser, changed: Plan) -> None:
    browser = client_of(Role.COORDINATOR)
    here = f"/theo-doi/ke-hoach/{changed.pk}/sua-doi/"
    page = source(browser.get(here))
    for address in (f"{here}hop-nhat/", f"{here}1/ban-in/", f"{here}2/ban-in/"):
        assert f'href="{address}"' in page
        assert browser.get(address).status_code == 200
    assert paper_faults(browser.get(f"{here}hop-nhat/word/").content) == []
    assert browser.get(f"{here}1/ban-in/word/").content == first_of(changed)
    assert browser.get(f"{here}1/ban-in/word/?ky=BY_ORDER").status_code == 422


def test_pages_are_laid_out_by_the_worker_or_the_page_says_why_not(
    client_of: Browser, changed: Plan, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    browser = client_of(Role.COORDINATOR)
    address = f"/theo-doi/ke-hoach/{changed.pk}/sua-doi/hop-nhat/pdf/"
    assert browser.get(address).status_code == 202
    make_amended_pdf.call(PreparedFile.objects.get().pk)
    assert b"".join(browser.get(address))[:5] == b"%PDF-"
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "is not installed on this server" in source(browser.get(address))


def test_an_amendment_that_was_undone_has_no_paper(client_of: Browser, changed: Plan) -> None:
    last = standing_amendments(changed).get(number=2)
    undo_amendment(by=enforcer_of(changed.unit), amendment=last, reason="Ghi nhầm")
    browser = client_of(Role.COORDINATOR)
    here = f"/theo-doi/ke-hoach/{changed.pk}/sua-doi/"
    for what in ("", "word/", "pdf/"):
        assert browser.get(f"{here}2/ban-in/{what}").status_code == 404
    assert f"{here}2/ban-in/" not in source(browser.get(here))
    assert browser.get(f"{here}1/ban-in/word/").status_code == 200


def test_who_reads_plans_in_force_reads_their_papers(changed: Plan) -> None:
    reader = browser_of(changed.unit.children.first(), Role.UNIT_CLERK)
    assert reader.get(f"/theo-doi/ke-hoach/{changed.pk}/sua-doi/hop-nhat/word/").status_code == 200


def test_the_plan_itself_says_on_its_paper_that_it_was_amended(client_of: Browser, plan: Plan) -> None:
    def said() -> str:
        return "\n".join(
            one.text for one in Document(io.BytesIO(word_of_plan(plan, usual_wishes(plan)))).paragraphs
        )

    assert "đã được sửa đổi" not in said()
    amended(plan, changed={number(plan, "1").pk: {"deadline": "Quý III/2026"}})
    assert "(nội dung hiện hành, đã được sửa đổi, bổ sung)" in said()
    page = client_of(Role.COORDINATOR).get(f"/ke-hoach/{plan.pk}/ban-in/")
    assert "The plan was amended" in source(page)
