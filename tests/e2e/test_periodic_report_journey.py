"""The report of a quarter of twelve units with one missing: opened, written under the keys, sent, returned, frozen."""

from __future__ import annotations

from playwright.sync_api import expect

from cchc.access.permissions import Role
from cchc.core.plans.reports.periods import ReportKind
from cchc.following.models import FrozenReport, ReportPart, ReportRound
from tests import builders
from tests.builders import reports
from tests.e2e.following import follow


def test_the_report_of_a_quarter_is_drawn_together_from_twelve_units_with_one_missing(
    database, window, axe, picture
):
    province, units = reports.the_province(), reports.communes(12)
    reports.a_published_frame()
    owner = window(builders.a_member(Role.COORDINATOR, unit=province))
    owner.goto("/theo-doi/bao-cao/")
    assert axe(owner) == []
    follow(owner.get_by_role("link", name="Mở đợt báo cáo"))
    owner.goto("/theo-doi/bao-cao/mo/?kind=year&year=2026")  # whatever year it is today
    follow(owner.get_by_role("navigation", name="Báo cáo").get_by_role("link", name="Quý I", exact=True))
    expect(owner.locator("main")).to_contain_text("từ 15/12/2025 đến 14/03/2026")
    expect(owner.get_by_label("Khung báo cáo")).to_have_text("Báo cáo cải cách hành chính (xa)")
    owner.get_by_label("Xã: chọn tất cả 12 đơn vị").check()
    owner.get_by_label("Ngày chốt số liệu").fill("20/03/2026")
    owner.get_by_label("Hạn các đơn vị gửi báo cáo").fill("17/03/2026")
    assert axe(owner) == []
    follow(owner.get_by_role("button", name="Mở đợt báo cáo"))
    expect(owner.locator("main")).to_contain_text("12/12 đơn vị chưa gửi")
    assert axe(owner) == []
    round_ = ReportRound.objects.get()

    # One of the units writes under the keys: down by Enter, back by Esc, saved by Ctrl+Enter.
    first = units[0]
    clerk = window(builders.a_member(Role.UNIT_CLERK, unit=first))
    clerk.goto("/")
    follow(clerk.get_by_role("link", name="đơn vị mình chưa gửi").first)
    received = clerk.get_by_label("Thủ tục hành chính tiếp nhận")
    received.fill("120")
    received.press("Enter")
    in_time = clerk.get_by_label("Giải quyết đúng hạn")
    expect(in_time).to_be_focused()
    in_time.press_sequentially("999")
    in_time.press("Escape")
    expect(in_time).to_have_value("")
    in_time.fill("114")
    with clerk.expect_navigation():
        in_time.press("Control+Enter")
    expect(clerk.locator("main")).to_contain_text("95,0")
    assert axe(clerk) == []
    picture(clerk, "bao-cao-dinh-ky-don-vi")
    follow(clerk.get_by_role("button", name="Gửi báo cáo"))
    expect(clerk.locator("main")).to_contain_text("1 dòng chưa có số liệu: Nhiệm vụ hoàn thành")
    assert axe(clerk) == []
    clerk.get_by_label("Các dòng để trống là không có số liệu").check()
    follow(clerk.get_by_role("button", name="Gửi báo cáo"))
    expect(clerk.locator("main")).to_contain_text("Đã gửi báo cáo")
    assert ReportPart.objects.get(of_unit=first).values["ty_le"] == "19/20"

    # Ten others send, the last one does not; the owner sees it by name beside every figure.
    for unit in units[1:11]:
        reports.sent_part(round_, unit, nhan="10", dung_han="9")
    owner.reload()
    expect(owner.locator("main")).to_contain_text(f"1/12 đơn vị chưa gửi: {units[11].name}")
    expect(owner.get_by_role("row", name="Thủ tục hành chính tiếp nhận")).to_contain_text("220")
    assert axe(owner) == []
    picture(owner, "bao-cao-dinh-ky")
    follow(owner.get_by_role("link", name="Thủ tục hành chính tiếp nhận"))
    assert axe(owner) == []
    owner.go_back()
    # The first one has found a mistake and asks for its part back; the owner answers from the list of units.
    clerk.reload()
    follow(clerk.get_by_role("link", name="Đề nghị trả lại để sửa"))
    clerk.get_by_label("Lý do cần sửa báo cáo").fill("Nhập nhầm số hồ sơ")
    assert axe(clerk) == []
    follow(clerk.get_by_role("button", name="Đề nghị trả lại để sửa"))
    expect(clerk.locator("main")).to_contain_text("Nhập nhầm số hồ sơ")
    assert axe(clerk) == []
    owner.reload()
    follow(owner.get_by_role("link", name=f"Trả lời {first.name}"))
    assert axe(owner) == []
    follow(owner.get_by_role("button", name="Trả lại báo cáo"))
    expect(owner.locator("main")).to_contain_text("2/12 đơn vị chưa gửi")

    # It is frozen with those that have come; afterwards its days are not moved, and the page says what would change.
    follow(owner.get_by_role("link", name="Chốt số liệu"))
    expect(owner.locator(".grave")).to_contain_text("Chốt số liệu của 10/12 đơn vị")
    assert axe(owner) == []
    follow(owner.get_by_role("button", name="Chốt số liệu"))
    expect(owner.locator("main")).to_contain_text("đã chốt")
    assert FrozenReport.objects.filter(round=round_).exists()
    follow(owner.get_by_role("link", name="Thời hạn của báo cáo"))
    owner.get_by_label("Ngày chốt số liệu").fill("30/03/2026")
    follow(owner.get_by_role("button", name="Xem những gì sẽ thay đổi"))
    expect(owner.locator("main")).to_contain_text("2 đơn vị chưa gửi lúc chốt có thể gửi thêm")
    assert axe(owner) == []

    # The same report of the half-year was opened by mistake: it is withdrawn before anything is frozen.
    mistaken = reports.a_report_round(units[:2], ReportKind.SIX_MONTHS)
    reports.typed_part(mistaken, first, nhan="7")
    owner.goto(f"/theo-doi/bao-cao/{mistaken.pk}/")
    follow(owner.get_by_role("link", name="Thu hồi đợt báo cáo"))
    expect(owner.locator(".grave")).to_contain_text("1 đơn vị đã bắt đầu viết")
    owner.get_by_label("Lý do thu hồi").fill("Mở nhầm kỳ")
    assert axe(owner) == []
    follow(owner.get_by_role("button", name="Thu hồi đợt báo cáo"))
    expect(owner.locator("main")).to_contain_text("Mở nhầm kỳ")
    assert axe(owner) == []
