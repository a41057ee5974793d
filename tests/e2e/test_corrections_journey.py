"""A coordinator corrects a score of another unit, asks for one of the own unit, somebody else approves it and takes it
back."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from cchc.access.permissions import Role
from cchc.units.models import Unit
from tests.builders import a_member, a_scored_cycle, imported
from tests.e2e.following import follow, leave


def corrected(page: Page, points: str) -> None:
    """Give a score these points, and look at what that does."""
    page.fill("[name=points]", points)
    page.get_by_label("Lý do").fill("Rà soát theo biên bản")
    page.get_by_label("Số, ký hiệu văn bản").fill("12/BB-HĐTĐ")
    follow(page.get_by_role("button", name="Xem trước thay đổi"))
    expect(page.get_by_role("heading", name="Chưa lưu: những thay đổi khi lưu")).to_be_visible()


def test_a_score_changes_with_what_it_does_and_of_the_own_unit_with_a_second_person(sign_in, axe, picture):
    cycle = a_scored_cycle()
    imported(cycle)
    office, finance = (Unit.objects.get(name=name) for name in ("Sở Nội vụ", "Sở Tài chính"))
    own = a_member(Role.COORDINATOR, unit=office)
    second = a_member(Role.ADMINISTRATOR, unit=cycle.province)
    unit = f"/ket-qua/{cycle.province_id}/2026/don-vi"

    page = sign_in(own)
    page.goto(f"{unit}/{finance.pk}/1.1/sua/")
    page.get_by_label("Số nhiệm vụ trong kế hoạch").fill("")
    page.get_by_label("Lý do").fill("Rà soát")
    follow(page.get_by_role("button", name="Xem trước thay đổi"))
    expect(page.get_by_role("alert").first).to_contain_text("còn thiếu số liệu: “Số nhiệm vụ trong kế hoạch”")
    assert axe(page) == []
    picture(page, "sua-diem-thieu-so-lieu")
    page.get_by_label("Điểm", exact=True).check()
    page.get_by_label("Số liệu kê khai", exact=True).check()
    expect(page.get_by_label("Số nhiệm vụ hoàn thành")).to_have_value("10")

    page.goto(f"{unit}/{finance.pk}/1.2/sua/")
    corrected(page, "2")
    expect(page.get_by_role("row").filter(has_text="Chỉ số")).to_contain_text("85,00 90,00")
    assert axe(page) == []
    picture(page, "sua-diem-xem-truoc")
    follow(page.get_by_role("button", name="Lưu điểm đã sửa"))
    expect(page.get_by_text("1.2 · Sở Tài chính: 1,50 → 2,00; vẫn hạng 2")).to_be_visible()

    page.goto(f"{unit}/{office.pk}/1.2/sua/")
    expect(page.get_by_text("Thay đổi này cần người thứ hai")).to_be_visible()
    corrected(page, "1")
    follow(page.get_by_role("button", name="Gửi đề nghị sửa điểm"))
    expect(page.get_by_text("đang chờ người thứ hai duyệt")).to_be_visible()
    assert axe(page) == []
    picture(page, "de-nghi-sua-diem")

    leave(page)
    page = sign_in(second)
    page.goto("/viec-cua-toi/")
    follow(page.get_by_role("link", name="Duyệt hoặc từ chối đề nghị sửa điểm của Sở Nội vụ"))
    assert axe(page) == []
    picture(page, "duyet-sua-diem")
    follow(page.get_by_role("button", name="Duyệt thay đổi"))
    expect(page.get_by_text("1.2 · Sở Nội vụ: 2,00 → 1,00; hạng 1 → 2")).to_be_visible()

    page.goto(f"{unit}/{office.pk}/1.2/vi-sao/")
    follow(page.get_by_role("link", name="Lịch sử điểm này"))
    expect(page.get_by_role("row").filter(has_text="12/BB-HĐTĐ")).to_contain_text("Người duyệt")
    assert axe(page) == []
    picture(page, "lich-su-diem")
    follow(page.get_by_role("link", name="Hoàn tác"))
    assert axe(page) == []
    page.get_by_label("Lý do").fill("Nhầm biên bản")
    follow(page.get_by_role("button", name="Hoàn tác lần sửa này"))
    expect(page.get_by_text("1.2 · Sở Nội vụ: 1,00 → 2,00; hạng 2 → 1")).to_be_visible()
