"""A unit reports on what a plan asks of it: with a product that is offered as evidence in the round, and on a phone."""

from __future__ import annotations

from django.utils import timezone
from playwright.sync_api import expect

from cchc.access.permissions import Role
from cchc.files.kinds import FileKind
from cchc.following.models import ProgressRecord
from cchc.self_scoring.models import EvidenceLink
from cchc.units.models import Kind
from tests import builders
from tests.e2e.conftest import TELEPHONE
from tests.e2e.rounds import an_open_sheet
from tests.files.papers import PAPERS
from tests.libraries import a_paper

YEAR = timezone.localdate().year


def test_a_unit_reports_with_a_product_and_its_document_is_offered_as_evidence_in_the_round(
    database, window, axe, picture
):
    sheet = an_open_sheet()
    office = sheet.participant.unit
    texts = {
        "number": "3",
        "task": "Tổng hợp tình hình",
        "output": "Báo cáo kết quả thực hiện kế hoạch; mở 05 lớp bồi dưỡng",
        "lead": "Các sở",
        "deadline": f"30/12/{YEAR}",
    }
    builders.a_followed_plan(office.parent, [texts], year=YEAR)
    page = window(builders.a_member(Role.UNIT_CLERK, unit=office))
    page.goto("/")
    page.get_by_role("link", name="Theo dõi").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Nhiệm vụ của đơn vị")
    assert axe(page) == []
    picture(page, "theo-doi-cua-don-vi")
    page.get_by_role("link", name="Báo cáo", exact=True).click()

    # A new file is brought on the page, and confirmed as the document that the plan asks for.
    page.get_by_text("Đưa tệp mới lên").click()
    file = {
        "name": "15-BC-SNV.docx",
        "mimeType": "application/octet-stream",
        "buffer": a_paper("15/BC-SNV", "Đã giao"),
    }
    page.locator("cchc-upload input[type=file]").set_input_files(file)
    onward = page.locator(".picker-brought a")
    expect(onward).to_be_visible(timeout=60_000)
    onward.click()
    row = page.locator(".confirm-row")
    expect(row.get_by_label("Số, ký hiệu")).to_have_value("15/BC-SNV")
    expect(row.get_by_label("3 Báo cáo kết quả thực hiện kế hoạch")).to_be_checked()
    page.locator(".confirm-tick input").check()
    page.get_by_label("Các tệp này không chứa bí mật nhà nước").check()
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    expect(page.locator("#san-pham .product")).to_contain_text("15/BC-SNV")

    # Every fault is said at once; then the report is taken.
    page.get_by_label("Không thực hiện").check()
    page.get_by_label("Đạt được: lớp bồi dưỡng").fill("năm")
    page.get_by_role("button", name="Gửi báo cáo").click()
    expect(page.locator(".field-faulty")).to_have_count(2)
    assert axe(page) == []
    page.get_by_role("radio", name="Hoàn thành").check()
    expect(page.get_by_label("Lý do")).to_be_hidden()
    page.get_by_label("Đạt được: lớp bồi dưỡng").fill("6")
    page.get_by_label("Kết quả thực hiện").fill("Đã mở sáu lớp, vượt một lớp.")
    page.get_by_role("button", name="Gửi báo cáo").click()
    expect(page.locator(".sayings")).to_contain_text("lớp bồi dưỡng: 6 / 5")
    assert axe(page) == []
    picture(page, "theo-doi-bao-cao")
    record = ProgressRecord.objects.get(unit=office)
    assert (record.state, record.percent) == ("done", 100)

    # The round asks for evidence with which the number of the document has nothing in common, and its output all.
    page.goto(f"/tu-cham/{sheet.participant.cycle.year}/{office.pk}/muc/1.1/")
    expect(page.get_by_text("Sản phẩm của kế hoạch phù hợp với tiêu chí này")).to_be_visible()
    assert axe(page) == []
    picture(page, "theo-doi-tai-lieu-kiem-chung")
    page.locator(".picker-rows").first.get_by_role("button", name="Gắn").click()
    expect(page.locator("#tai-lieu")).to_contain_text("15/BC-SNV")
    link = EvidenceLink.objects.get(sheet=sheet, leaf="1.1")
    assert link.document_id == record.products.get().document_id
    expect(page.get_by_text("Sản phẩm của kế hoạch phù hợp với tiêu chí này")).to_have_count(0)


def test_a_commune_says_done_with_a_photo_in_one_tap_on_a_phone(database, window, axe, picture):
    province = builders.a_province()
    commune = builders.a_unit("Xã Tân Hòa", Kind.COMMUNE, parent=province)
    texts = {
        "number": "1",
        "task": "Niêm yết công khai thủ tục hành chính",
        "output": "Bảng niêm yết",
        "lead": "UBND cấp xã",
        "deadline": f"30/12/{YEAR}",
    }
    builders.a_followed_plan(province, [texts], year=YEAR)
    page = window(builders.a_member(Role.UNIT_CLERK, unit=commune), viewport=TELEPHONE, has_touch=True)
    page.goto("/theo-doi/")
    assert axe(page) == []
    picture(page, "theo-doi-dien-thoai")
    page.get_by_role("link", name="Báo cáo", exact=True).tap()
    expect(page.locator(".at-once-file")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert axe(page) == []
    with page.expect_navigation():
        page.locator(".at-once-file input").set_input_files(
            {"name": "anh.png", "mimeType": "image/png", "buffer": PAPERS[FileKind.PNG]}
        )
    expect(page.locator("main")).to_contain_text("Đã báo cáo hoàn thành, kèm 1 tệp.")
    expect(page.locator("#san-pham .product")).to_contain_text("Bảng niêm yết")
    assert axe(page) == []
    picture(page, "theo-doi-dien-thoai-xong")
    record = ProgressRecord.objects.get(unit=commune)
    assert (record.state, record.done_on) == ("done", timezone.localdate())
    assert record.reports.get().through == "phone"
