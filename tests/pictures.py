"""The pictures of the guide, taken from a demonstration that runs: `make pictures AT=http://127.0.0.1:8000`.

Take them from a demonstration that was loaded for this: two files stay in the library of a department.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from docx import Document
from PIL import Image
from playwright.sync_api import Browser, FilePayload, Page

from tests.e2e.serving import chromium

FOLDER = Path(__file__).resolve().parent.parent / "src/cchc/desk/static/desk/guide"
PASSWORD = "an-lac-2026"
WIDTH, SHOWN = 1366, 1000  # pixels of the window, and of the picture in the guide
COLOURS = 128
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
DROPPED = {
    "128_BC-SXD.docx": (
        "SỞ XÂY DỰNG",
        "Số: 128/BC-SXD",
        "An Lạc, ngày 12 tháng 11 năm 2026",
        "BÁO CÁO",
        "Kết quả tự kiểm tra, rà soát văn bản quy phạm pháp luật năm 2026",
        "Sở đã rà soát 24 văn bản, kiến nghị sửa đổi 03 văn bản.",
    ),
    "41_KH-SXD.docx": (
        "SỞ XÂY DỰNG",
        "Số: 41/KH-SXD",
        "An Lạc, ngày 09 tháng 01 năm 2026",
        "KẾ HOẠCH",
        "Cải cách hành chính năm 2026 của Sở Xây dựng",
    ),
}


@contextmanager
def signed_in(browser: Browser, address: str, username: str, height: int = 768) -> Iterator[Page]:
    """A page of somebody of the demonstration, as high as the picture is to be."""
    context = browser.new_context(
        viewport={"width": WIDTH, "height": height}, base_url=address, locale="vi-VN"
    )
    page = context.new_page()
    page.goto("/dang-nhap/")
    page.fill("[name=login]", username)
    page.fill("[name=password]", PASSWORD)
    with page.expect_navigation():
        page.press("[name=password]", "Enter")
    yield page
    context.close()


def keep(page: Page, name: str, shown: int = SHOWN) -> None:
    """Keep what the window shows as a small picture of the guide, so many pixels wide."""
    page.wait_for_timeout(700)
    shot = Image.open(io.BytesIO(page.screenshot(caret="initial"))).convert("RGB")
    small = shot.resize((shown, round(shot.height * shown / shot.width)), Image.Resampling.LANCZOS)
    small.quantize(COLOURS).save(FOLDER / f"{name}.png", optimize=True)


def word_file(lines: tuple[str, ...]) -> bytes:
    """A Word file of these paragraphs."""
    paper, written = Document(), io.BytesIO()
    for line in lines:
        paper.add_paragraph(line)
    paper.save(written)
    return written.getvalue()


def of_the_clerk(page: Page) -> None:
    """The desk, the search, the own measures, the sheet beside a criterion and a document, files to be confirmed."""
    keep(page, "viec-cua-toi")
    page.fill("[name=q]", "so nong")
    page.locator(".suggestions a").first.wait_for()
    keep(page, "tim-kiem")
    page.goto("/theo-doi/")
    keep(page, "theo-doi")
    page.goto("/tu-cham/")
    page.locator("[data-leaf='1.1.3'] input").first.click()
    page.keyboard.press("F4")
    page.locator("#beside").wait_for()
    keep(page, "phieu-tu-cham")
    page.goto("/tu-cham/")
    page.locator("[data-leaf='1.1.3'] input").first.click()
    page.keyboard.press("F9")
    page.wait_for_timeout(2500)
    keep(page, "tai-lieu-canh-phieu")
    files: list[FilePayload] = [
        {"name": name, "mimeType": WORD, "buffer": word_file(lines)} for name, lines in DROPPED.items()
    ]
    page.goto("/tai-lieu/moi/")
    page.locator("input[type=file]").first.set_input_files(files)
    page.get_by_label("Trích yếu").nth(1).wait_for(timeout=60_000)
    page.get_by_label("Số, ký hiệu").last.click()
    keep(page, "tep-cho-xac-nhan")


def of_the_coordinator(page: Page) -> None:
    """How far the units are, and the phase with the days of each unit."""
    page.goto("/tu-cham/")
    keep(page, "tien-do-tu-cham")
    page.locator(".strip").get_by_role("link", name="Tự chấm điểm").click()
    page.wait_for_load_state()
    keep(page, "giai-doan")


def of_the_appraiser(page: Page) -> None:
    """One criterion across all units, with what a row is judged by beside it."""
    page.goto("/tham-dinh/2026/")
    page.locator("table a").nth(2).click()
    page.wait_for_load_state()
    page.locator("tr.cell[data-mine][data-state=undecided] a[data-opens]").first.click()
    page.locator("#beside h3").first.wait_for()
    keep(page, "mot-tieu-chi")


def of_the_lead(page: Page) -> None:
    """How far the units are, two who differ, what is worth a look."""
    page.goto("/tham-dinh/2026/")
    keep(page, "tham-dinh-phu-trach")
    page.goto("/tham-dinh/2026/hai-luot/")
    keep(page, "hai-nguoi")
    page.get_by_role("link", name="Quyết định").first.click()
    page.wait_for_load_state()
    keep(page, "hai-nguoi-khac-nhau")
    page.goto("/tham-dinh/2026/diem-can-de-y/")
    keep(page, "diem-can-de-y")


def of_the_unit_that_justifies(page: Page) -> None:
    """What the result lowered, and one criterion with its course."""
    page.get_by_role("link", name="Chốt giải trình năm").first.click()
    page.wait_for_load_state()
    keep(page, "giai-trinh")
    page.locator("table a").first.click()
    page.wait_for_load_state()
    keep(page, "giai-trinh-tieu-chi")


def of_the_council(page: Page) -> None:
    """The agenda of a session, and one item with both sides."""
    page.goto("/hoi-dong/2025/phien/1/")
    keep(page, "hoi-dong-chuong-trinh")
    page.locator("table.agenda a, table a").first.click()
    page.wait_for_load_state()
    keep(page, "hoi-dong-noi-dung")


def of_the_public(browser: Browser, address: str) -> None:
    """What a citizen sees: the ranking, a unit, the form for feedback, corrections."""
    context = browser.new_context(viewport={"width": WIDTH, "height": 768}, base_url=address, locale="vi-VN")
    page = context.new_page()
    page.goto("/cong-khai/")
    keep(page, "cong-khai-xep-hang")
    page.get_by_role("link", name="Sở Xây dựng").first.click()
    page.wait_for_load_state()
    keep(page, "cong-khai-don-vi")
    page.get_by_role("link", name="Góp ý về đơn vị này").click()
    page.wait_for_load_state()
    keep(page, "cong-khai-gop-y")
    page.goto("/cong-khai/dinh-chinh/")
    keep(page, "cong-khai-dinh-chinh")
    context.close()


def of_feedback(page: Page) -> None:
    """Feedback that is moderated."""
    page.goto("/trang-cong-khai/gop-y/")
    page.get_by_role("link", name="Bảng chỉ số cho thấy").click()
    page.wait_for_load_state()
    keep(page, "xu-ly-gop-y")


def of_a_signed_document(page: Page) -> None:
    """The four answers about the signature of a report."""
    page.goto("/tai-lieu/?q=BC-SCT")
    page.locator("main a[href^='/tai-lieu/']").first.click()
    page.locator("summary").filter(has_text="chữ ký").first.click()
    keep(page, "chu-ky-so")


def of_the_owner_of_a_plan(page: Page) -> None:
    """How a plan is followed: the board, what waits to be taken, amendments, events, targets, late units."""
    page.goto("/ke-hoach/")
    link = page.get_by_role("link", name=re.compile("^Cải cách hành chính nhà nước")).first
    plan = (link.get_attribute("href") or "").strip("/").rpartition("/")[2]
    for part, name in (
        ("", "bang-theo-doi"),
        ("danh-sach/?cho_xac_nhan=1", "xac-nhan-ket-qua"),
        ("ca-nam/", "theo-doi-ca-nam"),
        ("chi-tieu/", "chi-tieu"),
        ("don-doc/", "cong-van-don-doc"),
        ("sua-doi/", "sua-doi-ke-hoach"),
        ("cay/", "ke-hoach-tren-duoi"),
    ):
        page.goto(f"/theo-doi/ke-hoach/{plan}/{part}")
        keep(page, name)
    page.goto("/theo-doi/su-kien/")
    page.locator("main table a").first.click()
    page.wait_for_load_state()
    keep(page, "su-kien")


def of_a_unit_that_reports(page: Page) -> None:
    """One measure that is reported, several at once, what counts as done."""
    page.goto("/theo-doi/")
    page.locator("td.act a", has_text="Báo cáo").first.click()
    page.wait_for_load_state()
    page.evaluate("scrollTo(0, 0)")
    keep(page, "bao-cao-nhiem-vu")
    page.goto("/theo-doi/nhieu/")
    keep(page, "bao-cao-nhieu")
    page.goto("/theo-doi/")
    page.get_by_role("link", name="Kết quả thực hiện").click()
    page.wait_for_load_state()
    keep(page, "ket-qua-thuc-hien")


def of_a_commune_on_a_phone(browser: Browser, address: str) -> None:
    """One measure on a phone: done, with a photo."""
    with signed_in(browser, address, "can-bo-xa") as page:
        page.set_viewport_size({"width": 390, "height": 760})
        page.goto("/theo-doi/")
        page.locator("td.act a", has_text="Báo cáo").first.click()
        page.wait_for_load_state()
        page.evaluate("scrollTo(0, 0)")
        keep(page, "bao-cao-dien-thoai", 390)


def take_following(browser: Browser, address: str) -> None:
    """Take the pictures of plans that are followed."""
    with signed_in(browser, address, "dieu-phoi") as page:
        of_the_owner_of_a_plan(page)
    with signed_in(browser, address, "can-bo-so-2") as page:
        of_a_unit_that_reports(page)
    of_a_commune_on_a_phone(browser, address)


def of_a_questionnaire(page: Page) -> None:
    """The draft of a questionnaire, one of its questions beside the tree."""
    page.goto("/dieu-tra/mau-phieu/")
    page.get_by_role("link", name="đã làm thủ tục tại sở, ngành").first.click()
    page.get_by_role("link", name="tự làm hồ sơ hay nhờ").click()
    page.wait_for_load_state()
    page.evaluate("scrollTo(0, 0)")
    keep(page, "mau-phieu")


def of_surveys(page: Page) -> None:
    """What a closed survey found, its quotas, and the sample of one that is designed."""
    held, designed = "của các sở, ngành năm 2025", "Đo lường sự hài lòng"
    for survey, part, name in (
        (held, "ket-qua", "ket-qua-dieu-tra"),
        (held, "so-chi-tieu", "so-chi-tieu"),
        (designed, "mau", "mau-dieu-tra"),
    ):
        page.goto("/dieu-tra/")
        link = page.locator("main table a", has_text=survey).first
        page.goto(f"{link.get_attribute('href')}{part}/")
        keep(page, name)


def of_fieldwork(page: Page) -> None:
    """A survey in the field: its board, its forms, what is handed out of what is missing."""
    page.goto("/thuc-dia/")
    page.locator("tbody th a").first.click()
    page.wait_for_load_state()
    board = page.url
    keep(page, "bang-thu-phieu")
    page.goto(f"{board}phieu/?trang-thai=chua-thu")
    page.locator("details.with-ticked summary").click()
    keep(page, "phieu-da-giao")
    page.goto(f"{board}giao-phieu/")
    page.get_by_label("Bưu tá số 1").check()
    page.get_by_role("button", name="Xem trước phần giao").click()
    page.wait_for_load_state()
    keep(page, "giao-phieu")


def of_the_supervisor(page: Page) -> None:
    """Forms whose respondents are to be asked anew, what came of them, and one of them."""
    page.goto("/thuc-dia/")
    page.locator("main ul a").first.click()
    page.wait_for_load_state()
    keep(page, "phuc-tra")
    page.locator("tbody th a").first.click()
    page.wait_for_load_state()
    keep(page, "phuc-tra-hoi-lai")


def of_an_enumerator_on_a_phone(browser: Browser, address: str) -> None:
    """The application of enumerators: its list, a question, a respondent who refuses."""
    with signed_in(browser, address, "buu-ta") as page:
        page.set_viewport_size({"width": 390, "height": 760})
        page.goto("/thuc-dia/ung-dung/")
        page.get_by_role("button", name="Kết nối điện thoại này").click()
        page.locator(".app-row").first.wait_for()
        out = page.locator(".app-row[data-state=state_open]")
        out.nth(1).click()
        page.get_by_role("button", name="Người trả lời từ chối").click()
        page.locator(".app-option input").first.check()
        keep(page, "dien-thoai-tu-choi", 390)
        page.get_by_role("button", name="Ghi lại").click()
        page.locator(".app-row").first.wait_for()
        out.first.click()
        page.locator(".app-steps .button-primary").click()
        page.locator(".app-question input").nth(2).check()
        keep(page, "dien-thoai-cau-hoi", 390)
        page.get_by_role("button", name="Để sau").click()
        page.locator(".app-row").first.wait_for()
        keep(page, "dien-thoai-danh-sach", 390)


def of_losses_and_reports(page: Page) -> None:
    """Lost points, what is proposed against them, a report that is being drawn together, and its frame."""
    page.goto("/phan-tich/")
    keep(page, "diem-mat")
    page.goto("/phan-tich/khac-phuc/")
    page.locator("tbody th a").last.click()
    page.wait_for_load_state()
    keep(page, "ke-hoach-khac-phuc")
    page.goto("/theo-doi/bao-cao/")
    page.locator("tbody th a").first.click()
    page.wait_for_load_state()
    keep(page, "bao-cao-dinh-ky")
    page.goto("/theo-doi/bao-cao/khung/")
    page.locator("tbody th a").first.click()
    page.wait_for_load_state()
    page.locator("h2").nth(1).scroll_into_view_if_needed()
    keep(page, "khung-bao-cao")


def take_second_half(browser: Browser, address: str) -> None:
    """Take the pictures of appraisal, justification, council, signatures and practice."""
    with signed_in(browser, address, "tham-dinh") as page:
        of_the_appraiser(page)
    with signed_in(browser, address, "phu-trach") as page:
        of_the_lead(page)
    with signed_in(browser, address, "truong-so-2") as page:
        of_the_unit_that_justifies(page)
    with signed_in(browser, address, "thu-ky") as page:
        of_the_council(page)
    with signed_in(browser, address, "dieu-tra") as page:
        of_fieldwork(page)
    with signed_in(browser, address, "mat-tran") as page:
        of_the_supervisor(page)
    of_an_enumerator_on_a_phone(browser, address)
    with signed_in(browser, address, "giam-sat") as page:
        of_a_signed_document(page)
    with signed_in(browser, address, "can-bo-so") as page:
        page.goto("/tap-duot/")
        keep(page, "tap-duot")


def take(address: str) -> None:
    """Take every picture of the guide from the demonstration at `address`."""
    with chromium() as browser:
        with signed_in(browser, address, "can-bo-so") as page:
            of_the_clerk(page)
        with signed_in(browser, address, "truong-so") as page:
            page.goto("/tu-cham/")
            page.get_by_role("link", name="Chốt phiếu").first.click()
            page.wait_for_load_state()
            keep(page, "chot-phieu")
        with signed_in(browser, address, "dieu-phoi") as page:
            of_the_coordinator(page)
            of_feedback(page)
            of_a_questionnaire(page)
            of_surveys(page)
            of_losses_and_reports(page)
        of_the_public(browser, address)
        take_second_half(browser, address)
        take_following(browser, address)
        with signed_in(browser, address, "lanh-dao", 1156) as page:
            keep(page, "lanh-dao")
        with signed_in(browser, address, "lanh-dao") as page:
            page.goto("/ke-hoach/")
            page.get_by_role("link", name="Cải cách hành chính nhà nước").first.click()
            page.wait_for_load_state()
            keep(page, "bang-nhiem-vu")


if __name__ == "__main__":
    take(sys.argv[1])
