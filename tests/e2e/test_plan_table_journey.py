"""A plan by hand: written in the editor, put in force, filtered, looked at through the year, and edited in Excel."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from cchc.access.permissions import Role
from cchc.core.plans.columns import COOPERATING, DEADLINE, NUMBER, OUTPUT, TASK
from cchc.plans.exchange.sheet import HEADINGS
from cchc.plans.models import Plan
from tests.builders import a_group, a_member, a_province, a_unit
from tests.e2e.asking import agree
from tests.e2e.following import follow

pytestmark = pytest.mark.filterwarnings("ignore:Print area cannot be set")
AT = {column: at for at, column in enumerate(HEADINGS, start=1)}


def day(ahead: int) -> str:
    return f"{timezone.localdate() + timedelta(days=ahead):%d/%m/%Y}"


def add_section(page: Page, number: str, heading: str) -> None:
    form = page.locator("details.add-section")
    if not form.get_attribute("open") and form.get_attribute("open") != "":
        form.locator("summary").click()
    form.locator("[name=number]").fill(number)
    form.locator("[name=heading]").fill(heading)
    follow(form.get_by_role("button", name="Thêm mục"))


def add_measure(page: Page, section: str, **texts: str) -> None:
    """Through the menu of the section, at its end."""
    header = page.locator("header.section").filter(has_text=section)
    header.locator("summary").click()
    follow(header.locator("a.menu-item").first)
    for name, text in texts.items():
        page.locator(f"[name={name}]").fill(text)
    follow(page.locator(".form-end button"))


def tasks(page: Page) -> list[str]:
    return page.locator("td.measure > p:not(.below) > .lines").all_inner_texts()


def test_a_plan_by_hand_is_written_followed_and_edited_in_excel(
    sign_in, axe, picture, tmp_path: Path
) -> None:
    province = a_province("Tỉnh Bình Sơn")
    home, health = (a_unit(name, parent=province) for name in ("Sở Nội vụ", "Sở Y tế"))
    a_group("Các sở, ban, ngành", [home, health])
    page = sign_in(a_member(Role.COORDINATOR, unit=home))

    page.goto("/ke-hoach/")
    expect(page.get_by_text("Chưa có kế hoạch")).to_be_visible()
    assert axe(page) == []
    picture(page, "ke-hoach-trong")

    follow(page.get_by_role("link", name="Lập bằng tay"))
    assert axe(page) == []
    picture(page, "ke-hoach-moi")
    page.get_by_label("Tên kế hoạch").fill("Cải cách hành chính nhà nước của tỉnh")
    page.get_by_label("Kế hoạch của").select_option(label="Tỉnh Bình Sơn")
    follow(page.get_by_role("button", name="Lập kế hoạch"))

    add_section(page, "I", "Cải cách thể chế")
    add_measure(
        page,
        "Cải cách thể chế",
        number="1",
        task="Rà soát văn bản",
        lead="Sở Nội vụ",
        cooperating="Các sở, ban, ngành",
        deadline=day(-20),
    )
    add_measure(
        page,
        "Cải cách thể chế",
        number="2",
        task="Kiểm tra văn bản",
        lead="Sở Y tế",
        deadline=day(10),
    )
    add_section(page, "II", "Tuyên truyền")
    add_measure(
        page,
        "Tuyên truyền",
        number="1",
        task="Mở chuyên mục",
        output="Chuyên mục",
        lead="Sở Y tế",
        cooperating="Sở Nội vụ",
        deadline="Thường xuyên",
    )
    follow(page, ".make a")
    follow(page, ".form-end .button-primary")

    plan = Plan.objects.get()
    expect(page).to_have_url(f"{page.url.split('/ke-hoach/')[0]}/ke-hoach/{plan.pk}/")
    assert tasks(page) == ["Rà soát văn bản", "Kiểm tra văn bản", "Mở chuyên mục"]
    expect(page.locator("tr", has_text="Rà soát văn bản").locator(".mark-late")).to_have_text("quá hạn")
    assert axe(page) == []
    picture(page, "ke-hoach-bang")

    page.get_by_role("button", name="Các sở, ban, ngành").click()
    expect(page.locator(".units-named:popover-open li")).to_have_text(["Sở Nội vụ", "Sở Y tế"])
    assert axe(page) == []
    picture(page, "ke-hoach-nhom-co-quan")
    page.keyboard.press("Escape")

    page.get_by_label("Tìm trong nhiệm vụ").fill("chuyen muc")
    page.keyboard.press("Enter")
    expect(page.locator("td.measure")).to_have_count(1)
    assert "q=chuyen+muc" in page.url
    follow(page.get_by_role("link", name="Tất cả nhiệm vụ"))
    page.get_by_label("Tìm trong nhiệm vụ").fill("")
    page.locator("[name=don_vi]").select_option(label="Sở Y tế")
    page.wait_for_url("**don_vi=*")
    page.locator("[name=vai_tro]").select_option(label="Chủ trì")
    page.wait_for_url("**vai_tro=lead*")
    assert tasks(page) == ["Kiểm tra văn bản", "Mở chuyên mục"]

    page.goto(f"/ke-hoach/{plan.pk}/")
    follow(page.locator(".plan-bar .tabs a").last)
    assert tasks(page) == ["Rà soát văn bản", "Mở chuyên mục"]
    expect(page.locator("tr.group").first).to_contain_text("Quá hạn")
    assert axe(page) == []
    picture(page, "ke-hoach-cua-toi")

    page.goto(f"/ke-hoach/{plan.pk}/")
    follow(page.get_by_role("link", name="Theo thời gian"))
    expect(page.locator("td.tl-cell svg.tl")).to_have_count(3)
    assert axe(page) == []
    picture(page, "ke-hoach-theo-thoi-gian")

    follow(page.get_by_role("link", name="Rà soát văn bản"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Nhiệm vụ 1")
    assert axe(page) == []
    picture(page, "ke-hoach-mot-nhiem-vu")

    page.goto(f"/ke-hoach/{plan.pk}/phat-hien/")
    assert axe(page) == []
    picture(page, "ke-hoach-phat-hien")

    page.goto(f"/ke-hoach/{plan.pk}/")
    page.locator("summary", has_text="Việc khác").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải bảng Excel").click()
    file = tmp_path / "ke-hoach.xlsx"
    download.value.save_as(file)
    edit(file)

    follow(page.get_by_role("link", name="Nhập lại tệp Excel đã sửa"))
    assert axe(page) == []
    picture(page, "ke-hoach-nhap-excel")
    page.set_input_files("[name=file]", file)
    follow(page.get_by_role("button", name="Xem những gì sẽ thay đổi"))
    expect(page.get_by_text("1 nhiệm vụ không còn trong tệp sẽ bị xóa.")).to_be_visible()
    expect(page.locator("ins")).to_have_text(["Báo cáo kiểm tra"])
    assert axe(page) == []
    picture(page, "ke-hoach-excel-xem-truoc")
    page.get_by_role("button", name="Áp dụng thay đổi").click()
    agree(page)
    expect(page.get_by_text("Đã áp dụng 3 thay đổi.")).to_be_visible()
    assert tasks(page) == ["Rà soát văn bản", "Kiểm tra văn bản", "Tập huấn"]

    page.goto(f"/ke-hoach/{plan.pk}/sao-chep/")
    assert axe(page) == []
    picture(page, "ke-hoach-sao-chep")
    follow(page.get_by_role("button", name="Chép kế hoạch"))
    copy = Plan.objects.exclude(pk=plan.pk).get()
    page.goto(f"/ke-hoach/{copy.pk}/xoa/")
    assert axe(page) == []
    picture(page, "ke-hoach-xoa")
    follow(page.get_by_role("button", name="Xóa dự thảo"))
    expect(page.locator(".plan-list tbody th[scope=row]")).to_have_count(1)
    assert axe(page) == []
    picture(page, "ke-hoach-danh-sach")


def edit(file: Path) -> None:
    """As somebody would in Excel: an output is written, a measure goes, another one comes."""
    book = load_workbook(file)
    sheet = book.worksheets[0]
    rows = {cell.value: cell.row for row in sheet.iter_rows() for cell in row if cell.value}
    sheet.cell(rows["Kiểm tra văn bản"], AT[OUTPUT], "Báo cáo kiểm tra")
    gone = rows["Mở chuyên mục"]
    texts = {
        NUMBER: "2",
        TASK: "Tập huấn",
        OUTPUT: "",
        COOPERATING: "",
        DEADLINE: day(60),
    }
    for column, text in texts.items():
        sheet.cell(gone, AT[column]).value = text
    sheet.cell(gone, len(AT) + 1).value = None
    book.save(file)
