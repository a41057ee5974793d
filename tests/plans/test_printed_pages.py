"""The page on which a plan is asked for as a paper, its Word file and its PDF."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.test import Client
from docx import Document

from cchc.access.permissions import Role
from cchc.documents.exchange.signing import SignedAs
from cchc.documents.models import PreparedFile
from cchc.plans.exchange.printed import PlanLayout
from cchc.plans.models import Measure, Plan
from cchc.plans.queries.printed import (
    measure_on_paper,
    printed_sections,
    usual_form,
    usual_wishes,
    word_of_plan,
)
from cchc.plans.tasks import make_plan_pdf, make_plan_word
from cchc.units.models import Kind
from tests.builders import a_measure, a_plan, a_province, a_read_plan, a_unit
from tests.documents.decree30 import every_line, paper_faults
from tests.markup import source
from tests.plans.printed_plans import again, cells_of
from tests.plans.tabled_plans import browser_of

pytestmark = pytest.mark.django_db
Browser = Callable[[Role], Client]


@pytest.fixture
def plan() -> Plan:
    plan = a_plan(title="Kế hoạch cải cách hành chính năm 2026")
    a_measure(
        plan, "Rà soát thủ tục", number="1", output="Báo cáo", lead="Sở Tư pháp", deadline="Quý II/2026"
    )
    a_measure(
        plan, "Kiểm tra công vụ", number="2", output="Kết luận", lead="Sở Nội vụ", deadline="Thường xuyên"
    )
    return plan


def lines_of(data: bytes) -> list[str]:
    return [one.text for one in every_line(Document(io.BytesIO(data))) if one.text.strip()]


def test_the_word_file_is_the_plan_cell_by_cell_with_the_form_of_the_decree(
    client_of: Browser, plan: Plan
) -> None:
    answer = client_of(Role.COORDINATOR).get(f"/ke-hoach/{plan.pk}/ban-in/word/")
    assert answer.headers["Content-Disposition"] == (
        f'attachment; filename="ke-hoach-cai-cach-hanh-chinh-nam-2026-{plan.pk}.docx"'
    )
    assert paper_faults(answer.content) == []
    assert cells_of(again(answer.content)) == cells_of(printed_sections(plan))


@pytest.mark.parametrize(
    ("asked", "position"),
    [
        ({}, "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH"),
        ({"ky": "DEPUTY"}, "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH"),
        ({"ky": "BY_ORDER", "chuc_vu": "Giám đốc Sở Nội vụ"}, "TL. CHỦ TỊCH\nGIÁM ĐỐC SỞ NỘI VỤ"),
        ({"ky": "ACTING"}, "TM. ỦY BAN NHÂN DÂN\nQ. CHỦ TỊCH"),
    ],
)
def test_who_signs_and_who_receives_it_is_as_asked_for(
    client_of: Browser, plan: Plan, asked: dict[str, str], position: str
) -> None:
    wishes = {
        "ho_ten": "Người Ký",
        "noi_nhan": "Bộ Nội vụ",
        "luu": "VT, NC",
        "can_cu": "Căn cứ Luật",
        **asked,
    }
    lines = lines_of(
        client_of(Role.COORDINATOR).get(f"/ke-hoach/{plan.pk}/ban-in/word/?{urlencode(wishes)}").content
    )
    assert position in lines
    assert lines.index("Người Ký") > lines.index(position)
    assert {"- Bộ Nội vụ;", "- Lưu: VT, NC.", "Căn cứ Luật."} <= set(lines)


def test_a_person_who_signs_by_order_has_a_position(client_of: Browser, plan: Plan) -> None:
    answer = client_of(Role.COORDINATOR).get(f"/ke-hoach/{plan.pk}/ban-in/word/?ky=BY_ORDER")
    assert answer.status_code == 422
    assert "Say in which position this person signs." in source(answer)


def test_prose_is_usual_for_a_plan_that_was_read_from_prose() -> None:
    read = a_read_plan(
        "KẾ HOẠCH\nCải cách hành chính năm 2026\n\nI. THỂ CHẾ\n1. Rà soát văn bản\n- Cơ quan chủ trì: Sở Tư pháp\n"
        "- Thời gian thực hiện: Quý II/2026\n"
    )
    assert usual_form(read) is PlanLayout.PROSE
    assert cells_of(again(word_of_plan(read, usual_wishes(read)))) == cells_of(printed_sections(read))


def test_what_an_amendment_took_out_is_named_below_the_table_and_not_in_it(plan: Plan) -> None:
    Measure.objects.filter(section__plan=plan, number="2").update(withdrawn=True)
    data = word_of_plan(plan, usual_wishes(plan))
    assert [row["number"] for section in again(data) for row in section.rows] == ["1"]
    assert "Nhiệm vụ đã đưa ra khỏi Kế hoạch: số 2." in lines_of(data)


def test_a_department_stands_below_the_province_and_signs_by_its_head() -> None:
    province = a_province("Tỉnh An Lạc")
    department = a_unit("Sở Nội vụ", parent=province, code="SNV")
    plan = a_plan(department, title="Cải cách hành chính của Sở năm 2026")
    lines = lines_of(word_of_plan(plan, {**usual_wishes(plan), "ky": SignedAs.DEPUTY.name}))
    assert {"ỦY BAN NHÂN DÂN TỈNH AN LẠC", "SỞ NỘI VỤ", "Số:        /KH-SNV"} <= set(lines)
    assert "KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC" in lines
    commune = a_unit("Xã An Phú", Kind.COMMUNE, parent=province)
    lines = lines_of(word_of_plan(of_it := a_plan(commune), usual_wishes(of_it)))
    assert {"ỦY BAN NHÂN DÂN XÃ AN PHÚ", "An Phú, ngày      tháng      năm 2026"} <= set(lines)


def test_a_measure_without_a_number_is_named_by_what_is_to_be_done() -> None:
    assert measure_on_paper({"number": "", "task": "Rà soát\nvăn bản"}) == "“Rà soát văn bản”"


def test_a_draft_of_others_is_not_there(plan: Plan) -> None:
    other = browser_of(a_unit("Sở Y tế", parent=plan.unit))
    for what in ("", "word/", "pdf/"):
        assert other.get(f"/ke-hoach/{plan.pk}/ban-in/{what}").status_code == 404


def test_the_pages_are_laid_out_by_the_worker_as_a_pdf(client_of: Browser, plan: Plan) -> None:
    browser = client_of(Role.COORDINATOR)
    address = f"/ke-hoach/{plan.pk}/ban-in/pdf/"
    assert browser.get(address).status_code == 202
    make_plan_pdf.call(PreparedFile.objects.get().pk)
    assert b"".join(browser.get(address))[:5] == b"%PDF-"


def test_where_libreoffice_is_not_installed_the_page_says_so_and_offers_no_pdf(
    client_of: Browser, plan: Plan, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    browser = client_of(Role.COORDINATOR)
    for address in (f"/ke-hoach/{plan.pk}/ban-in/", f"/ke-hoach/{plan.pk}/ban-in/pdf/"):
        page = source(browser.get(address))
        assert "is not installed on this server" in page
        assert "formaction" not in page


def test_a_long_plan_is_made_by_the_worker(
    client_of: Browser, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cchc.plans.views.printed.FEW_MEASURES", 1)
    browser = client_of(Role.COORDINATOR)
    browser.get(f"/ke-hoach/{plan.pk}/ban-in/word/")
    make_plan_word.call(PreparedFile.objects.get().pk)
    answer = browser.get(f"/ke-hoach/{plan.pk}/ban-in/word/")
    assert cells_of(again(b"".join(answer))) == cells_of(printed_sections(plan))
