"""The holidays of a year, from the announcement to the table."""

from __future__ import annotations

from playwright.sync_api import expect

from cchc.access.permissions import Role
from tests.builders import a_member
from tests.e2e.asking import agree
from tests.e2e.following import follow

LINES = """\
06/02/2027 – 12/02/2027 Tết Nguyên đán Đinh Mùi
Thứ Sáu, ngày 16/4/2027: Giỗ Tổ Hùng Vương (10/3 âm lịch)
03/9/2027 Quốc khánh
làm bù 11/9/2027 thay cho ngày hoán đổi"""


def test_a_coordinator_writes_in_the_holidays_of_a_year(sign_in, axe, picture):
    page = sign_in(a_member(Role.COORDINATOR))
    page.goto("/ky-danh-gia/")
    follow(page, "text=Ngày nghỉ")
    page.goto("/ky-danh-gia/ngay-nghi/2027/")
    assert page.locator(".nothing h2").inner_text() == "Chưa có ngày nghỉ nào của năm 2027"
    assert axe(page) == []
    picture(page, "holidays-empty")

    follow(page, "a[href^='?de-nghi']")
    assert "02/09/2027" in page.locator("textarea").input_value()

    page.fill("textarea", LINES.replace("Thứ Sáu", "Thứ Năm").replace("11/9", "10/9"))
    follow(page.get_by_role("button", name="Thêm vào bảng"))
    assert [line.strip() for line in page.locator(".field-fault p").all_inner_texts()] == [
        "Dòng 2: 16/04/2027 là Thứ Sáu. Đã ghi: “Thứ Năm 16/4/2027”. Cần ghi: đúng thứ của ngày đó, "
        "hoặc không ghi thứ.",
        "Dòng 4: Ngày 10/09/2027 không phải thứ Bảy hay Chủ nhật; chỉ ngày cuối tuần mới là ngày làm bù.",
    ]
    assert axe(page) == []
    picture(page, "holidays-refused")

    page.fill("textarea", LINES)
    follow(page.get_by_role("button", name="Thêm vào bảng"))
    assert page.locator(".holiday-days tbody tr").count() == 10
    assert axe(page) == []
    picture(page, "holidays")

    page.check("[aria-label='03/09/2027 Quốc khánh']")
    page.click("text=Bỏ các ngày đã chọn")
    assert axe(page) == []
    page.click("#ask button[value=no]")
    page.click("text=Bỏ các ngày đã chọn")
    assert agree(page) == "Bỏ các ngày đã chọn khỏi bảng?"
    expect(page.locator(".holiday-days tbody tr")).to_have_count(9)

    follow(page, "[aria-label='Sửa 11/09/2027']")
    assert axe(page) == []
    picture(page, "holiday")
    page.fill("[name=name]", "Làm bù ngày 03/9")
    follow(page, ".form-end button")
    assert page.locator(".holiday-days tr:last-child td.name").inner_text() == "Làm bù ngày 03/9"
