"""A coordinator asks where points were lost, follows a loss to its derivation, and writes over a sentence of the
report; a head of a unit sees its own."""

from __future__ import annotations

from playwright.sync_api import expect

from cchc.access.permissions import Role
from tests.builders import a_member, a_scored_cycle, imported
from tests.e2e.following import follow


def test_lost_points_are_followed_to_their_derivation_and_reported(visit, sign_in, axe, picture):
    cycle = a_scored_cycle()
    imported(cycle)
    head = a_member(Role.UNIT_HEAD, unit=cycle.participants.get(name="Sở Y tế").unit)
    page = sign_in(head)
    page.goto("/phan-tich/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Điểm mất năm 2026")
    expect(page.get_by_text("tạm tính").first).to_be_visible()
    expect(page.get_by_text("Số đơn vị mất")).to_have_count(0)
    expect(page.get_by_text("Sở Nội vụ")).to_have_count(0)
    assert axe(page) == []

    page.context.clear_cookies()
    page = sign_in(a_member(Role.COORDINATOR, unit=cycle.province))
    page.goto("/phan-tich/")
    expect(page.get_by_text("Nơi mọi đơn vị cùng mất")).to_be_visible()
    assert axe(page) == []
    picture(page, "diem-mat")
    for name in ("Theo đơn vị", "Từng khoản", "Qua các năm", "Theo tiêu chí"):
        follow(page.get_by_role("group", name="Cách xem").get_by_role("link", name=name))
        assert axe(page) == []
    follow(page.get_by_role("link", name="1.1. Mức độ hoàn thành kế hoạch"))
    follow(page.get_by_role("row").filter(has_text="Sở Y tế").get_by_role("link", name="Vì sao?"))
    expect(page.locator(".derivation")).to_contain_text("Số nhiệm vụ hoàn thành")
    page.go_back()
    with page.expect_download() as table:
        page.get_by_role("link", name="Excel").click()
    assert table.value.suggested_filename == "diem-mat-2026-cac-so.xlsx"

    follow(page.get_by_role("link", name="Báo cáo", exact=True))
    assert axe(page) == []
    picture(page, "bao-cao-phan-tich")
    page.get_by_role("textbox", name="Điểm đạt, điểm mất của cả khối").fill("Ba sở được đánh giá.")
    page.get_by_role("button", name="Lưu").click()
    expect(page.get_by_text("Đã lưu: 1 câu tự viết.")).to_be_visible()
    expect(page.get_by_role("textbox", name="Điểm đạt, điểm mất của cả khối")).to_have_value(
        "Ba sở được đánh giá."
    )
    expect(page.get_by_text("Theo số liệu hiện nay:")).to_be_visible()
    assert axe(page) == []
    with page.expect_download() as paper:
        page.get_by_role("link", name="Báo cáo (Word)").click()
    assert paper.value.suggested_filename == "bao-cao-phan-tich-2026-cac-so.docx"
