"""A round as its people see it: a commune and a department from the opening of the cycle to Chốt; more time for one
unit after the lock, while another one stays locked."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from cchc.access.permissions import Role
from cchc.cycles import actions as cycle_actions
from cchc.cycles.actions.clock import lock_due_phases
from cchc.cycles.models import Participant
from cchc.self_scoring.models import EvidenceLink, SheetSubmission
from cchc.units.models import Kind, Unit
from tests import builders
from tests.e2e.asking import agree
from tests.e2e.fitting import faults_of
from tests.e2e.following import follow
from tests.e2e.rounds import MONTH, a_file, a_prepared_round, an_open_round, cell, points, saved
from tests.files.papers import pdf
from tests.libraries import a_document

DAY = timedelta(days=1)
COMMUNE = (
    Kind.COMMUNE,
    "Xã Nguyễn Bỉnh Khiêm Đông",
    "Xã An Hòa",
)  # as long as communes are called since 2025
DEPARTMENT = (Kind.DEPARTMENT, "Sở Văn hóa, Thể thao và Du lịch", "Sở Y tế")


def hand_in(page: Page, signed: bytes | None = None) -> None:
    """Hand in the sheet that is open, with a signed copy where there is one."""
    follow(page.get_by_role("link", name="Chốt phiếu"))
    page.get_by_label("Tôi đã xem phiếu").check()
    if signed is not None:
        page.set_input_files("[name=signed]", a_file("phieu-ky-dong-dau.pdf", signed))
    follow(page.get_by_role("button", name="Chốt phiếu"))


@pytest.mark.parametrize(("kind", "name", "other"), [COMMUNE, DEPARTMENT])
def test_a_unit_goes_from_the_opening_of_the_round_to_chot_by_clerk_and_head(
    database, window, axe, picture, kind, name, other
):
    cycle, today = a_prepared_round([name, other], kind), timezone.localdate()
    unit = Unit.objects.get(name=name)
    coordinator = builders.a_member(Role.COORDINATOR, unit=cycle.province, username="dau-moi")
    clerk = builders.a_member(Role.UNIT_CLERK, unit=unit, username="can-bo")
    head = builders.a_member(Role.UNIT_HEAD, unit=unit, username="chu-tich")
    report = a_document(builders.actor_for(clerk), "31/BC-UBND")

    def looked_at(page: Page, what: str) -> None:
        """Nothing that axe finds, nothing that does not fit, at a desk and on a telephone."""
        assert axe(page) == []
        picture(page, f"{what}-{kind}")
        assert faults_of(page, (390, 1366)) == []

    # The coordinator sets the days and opens the cycle; before, the unit has nothing to fill in.
    theirs = window(clerk)
    theirs.goto("/tu-cham/")
    expect(theirs.get_by_role("heading", name="Đơn vị chưa có phiếu tự chấm")).to_be_visible()
    office = window(coordinator)
    office.goto(f"/ky-danh-gia/{cycle.pk}/")
    follow(office.get_by_role("link", name="Đặt ngày"))
    office.fill("[name=self_scoring_starts]", f"{today - MONTH:%d/%m/%Y}")
    office.fill("[name=self_scoring_ends]", f"{today + 5 * DAY:%d/%m/%Y}")
    looked_at(office, "ky-dat-ngay")
    follow(office.get_by_role("button", name="Lưu các giai đoạn"))
    follow(office.get_by_role("link", name="Mở kỳ đánh giá"))
    looked_at(office, "ky-mo")
    follow(office.get_by_role("button", name="Mở kỳ đánh giá"))
    expect(office.get_by_role("link", name="Đóng kỳ đánh giá")).to_be_visible()

    # The head finds it on the desk and gives the clerk a domain.
    chair = window(head)
    chair.goto("/viec-cua-toi/")
    waiting = chair.get_by_role("region", name="Đang chờ tôi")
    expect(waiting).to_contain_text(f"hạn {today + 5 * DAY:%d/%m/%Y}")
    follow(waiting.get_by_role("link", name="đã kê khai 0/5 tiêu chí"))
    chair.goto("/tu-cham/")
    follow(chair.get_by_role("link", name="Phân công"))
    chair.get_by_label("1. Chỉ đạo, điều hành").select_option(str(clerk.person_id))
    looked_at(chair, "phan-cong")
    follow(chair.get_by_role("button", name="Lưu", exact=True))

    # The clerk does the share, all of it by the keyboard, with a document of the library behind it.
    theirs.goto("/viec-cua-toi/")
    follow(theirs.get_by_role("link", name="Phần việc được phân công: còn 3 tiêu chí chưa xong"))
    follow(theirs.get_by_role("link", name="Của tôi3"))
    expect(theirs.locator("tr.leaf")).to_have_count(3)
    cell(theirs, "1.1", "figure-done").focus()
    theirs.keyboard.type("9")
    theirs.keyboard.press("Enter")
    theirs.keyboard.type("10")
    theirs.keyboard.press("Control+Enter")
    expect(points(theirs, "1.1")).to_have_text("1,8")
    theirs.keyboard.press("F9")
    search = theirs.get_by_label("Gắn văn bản trong kho tài liệu")
    expect(search).to_be_in_viewport()
    search.focus()
    theirs.keyboard.type("31/BC")
    found = theirs.locator(".picker-found li")
    expect(found).to_contain_text("31/BC-UBND")
    looked_at(theirs, "phieu-chon-tai-lieu")
    found.get_by_label("Trang").fill("2")
    theirs.keyboard.press("Enter")
    expect(theirs.locator("#beside .beside-documents")).to_contain_text("31/BC-UBND")
    assert EvidenceLink.objects.get().document == report
    theirs.keyboard.press("Escape")
    expect(theirs.locator('tr[data-leaf="1.1"] .evidence')).to_contain_text("1")
    expect(cell(theirs, "1.1", "figure-done")).to_be_focused()
    for _time in range(2):
        theirs.keyboard.press("ArrowDown")
    theirs.keyboard.press("Escape")
    cell(theirs, "1.2", "reason").focus()
    theirs.keyboard.type("Nộp chậm một báo cáo")
    theirs.keyboard.press("Tab")
    theirs.keyboard.type("1,5")
    theirs.keyboard.press("Control+Enter")
    theirs.keyboard.press("Enter")
    cell(theirs, "1.3", "figure-issued").focus()
    theirs.keyboard.type("30/12/2025")
    theirs.keyboard.press("Control+Enter")
    expect(points(theirs, "1.3")).to_have_text("2")
    saved(theirs)
    expect(theirs.locator("[data-done][aria-pressed=true]")).to_have_count(3)
    looked_at(theirs, "phieu-phan-viec")
    theirs.goto("/viec-cua-toi/")
    expect(theirs.get_by_role("link", name="Phần việc được phân công")).to_have_count(0)

    # The coordinator reminds who has not handed in; the head reads it, sees the share done, fills in the rest.
    office.goto("/tu-cham/")
    row = office.get_by_role("row").filter(has_text=name)
    expect(row).to_contain_text("3/5")
    office.get_by_role("button", name="Nhắc các đơn vị chưa chốt").click()
    assert "2 đơn vị" in agree(office)
    expect(office.get_by_text("Đã nhắc 1 đơn vị.")).to_be_visible()
    expect(office.get_by_text(f"Chưa có ai làm phiếu ở: {other}")).to_be_visible()
    looked_at(office, "tien-do")
    chair.goto("/thong-bao/")
    looked_at(chair, "thong-bao")
    follow(chair.get_by_role("link", name=f"của {name} chưa chốt"))
    follow(chair.get_by_role("link", name="Phân công"))
    work = chair.get_by_role("table", name="Tiến độ từng người").get_by_role("row")
    expect(work.nth(1).get_by_role("cell")).to_have_text(["3", "3", "3"])
    chair.goto("/tu-cham/")
    cell(chair, "2.1", "figure-rate").fill("80")
    chair.keyboard.press("Enter")
    cell(chair, "2.3", "reason").fill("Một sáng kiến cấp tỉnh")
    chair.keyboard.press("Tab")
    chair.keyboard.type("1")
    chair.keyboard.press("Enter")
    saved(chair)
    follow(chair.get_by_role("link", name="Chốt phiếu"))
    looked_at(chair, "chot-phieu-xa")
    chair.go_back()
    hand_in(chair, pdf("Phieu co ky"))
    expect(chair.get_by_text("Đã chốt lần 1")).to_be_visible()
    looked_at(chair, "lan-chot-xa")
    assert SheetSubmission.objects.get().signed is not None
    office.reload()
    expect(row).to_contain_text("đã chốt")
    expect(office.get_by_role("row").filter(has_text=other)).to_contain_text("chưa bắt đầu")
    chair.goto("/tu-cham/")
    expect(chair.locator(".tally-lock")).to_contain_text("Đã chốt")
    expect(chair.locator("table[data-sheet] :is(input, textarea)")).to_have_count(0)
    looked_at(chair, "phieu-da-chot")


def test_a_unit_past_its_lock_gets_more_time_and_hands_in_while_another_stays_locked(
    database, window, axe, picture
):
    cycle, today = an_open_round(["Sở Nội vụ", "Sở Y tế"]), timezone.localdate()
    coordinator = builders.a_member(Role.COORDINATOR, unit=cycle.province, username="dau-moi")
    given, locked = (one.unit for one in cycle.participants.order_by("place"))
    clerk, head = (
        builders.a_member(role, unit=given, username=role.value) for role in (Role.UNIT_CLERK, Role.UNIT_HEAD)
    )
    other = builders.a_member(Role.UNIT_CLERK, unit=locked, username="so-y-te")
    phase = cycle_actions.PhaseDates("self_scoring", "Tự chấm điểm", today - MONTH, today - DAY)
    cycle_actions.change_phases(by=builders.an_actor(), cycle=cycle, phases=[phase])
    assert lock_due_phases(timezone.now()) == 2

    theirs = window(clerk)
    theirs.goto("/tu-cham/")
    expect(theirs.locator(".tally-lock")).to_contain_text("khóa")
    expect(theirs.locator("table[data-sheet] input")).to_have_count(0)
    assert axe(theirs) == []
    picture(theirs, "phieu-da-khoa")
    assert faults_of(theirs, (390, 1366)) == []

    office = window(coordinator)
    office.goto("/viec-cua-toi/")
    expect(office.get_by_role("link", name="2 đơn vị chưa chốt khi khóa")).to_be_visible()
    office.goto(f"/ky-danh-gia/{cycle.pk}/")
    follow(office.get_by_role("main").get_by_role("link", name="Tự chấm điểm"))
    office.get_by_label("Sở Nội vụ").check()
    assert axe(office) == []
    follow(office.get_by_role("button", name="Gia hạn cho đơn vị đã chọn"))
    until = today + 3 * DAY
    office.get_by_label("Mở đến hết ngày").fill(f"{until:%d/%m/%Y}")
    office.get_by_role("button", name="Gia hạn", exact=True).click()
    expect(office.get_by_text("Chưa điền mục này.")).to_be_visible()
    assert axe(office) == []
    office.get_by_label("Lý do").fill("Mưa lũ chia cắt, mất điện ba ngày")
    office.get_by_label("Số, ký hiệu văn bản").fill("125/SNV-CCHC")
    picture(office, "gia-han")
    assert faults_of(office, (390, 1366)) == []
    follow(office.get_by_role("button", name="Gia hạn", exact=True))
    expect(office.locator(".turns")).to_contain_text("Mưa lũ chia cắt, mất điện ba ngày")
    expect(office.locator(".turns")).to_contain_text("125/SNV-CCHC")
    picture(office, "gia-han-xong")

    theirs.reload()
    expect(theirs.locator(".tally-lock")).to_contain_text(
        f"được gia hạn: mở đến 23:59:59 ngày {until:%d/%m/%Y}"
    )
    expect(theirs.locator(".ys")).to_contain_text(f"hạn của tôi {until:%d/%m}")
    cell(theirs, "1.1", "figure-done").fill("9")
    theirs.keyboard.press("Enter")
    theirs.keyboard.type("10")
    theirs.keyboard.press("Enter")
    expect(points(theirs, "1.1")).to_have_text("1,8")
    saved(theirs)
    picture(theirs, "phieu-gia-han")
    chair = window(head)
    chair.goto("/tu-cham/")
    hand_in(chair)
    expect(chair.get_by_text("Đã chốt lần 1")).to_be_visible()

    elsewhere = window(other)
    elsewhere.goto("/tu-cham/")
    expect(elsewhere.locator(".tally-lock")).to_contain_text("khóa")
    expect(elsewhere.locator("table[data-sheet] input")).to_have_count(0)
    office.goto("/tu-cham/")
    standing = {
        one.name: office.get_by_role("row").filter(has_text=one.name).locator(".how-far").inner_text()
        for one in Participant.objects.filter(cycle=cycle)
    }
    assert standing == {"Sở Nội vụ": "đã chốt", "Sở Y tế": "chưa chốt khi khóa"}
