"""Evidence beside the leaf: thirty files dropped on a row, confirmed on one page; each read at its page by one key."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from cchc.access.permissions import Role
from cchc.core.papers.deadlines.windows import VIETNAM
from cchc.documents.actions.incoming import bring_files
from cchc.documents.models import IncomingFile, OfficialDocument
from cchc.documents.tasks import read_incoming_files
from cchc.files.kinds import FileKind
from cchc.self_scoring.actions.evidence import link_document
from cchc.self_scoring.models import EvidenceLink, UnitSheet
from tests import builders
from tests.e2e.rounds import an_open_round, an_open_sheet, cell, saved
from tests.files.papers import PAPERS, with_members
from tests.files.pdf_paper import PaperPage, pdf_bytes
from tests.libraries import a_document, a_paper, a_stored_file

DROP = """(place, files) => {
    const data = new DataTransfer();
    for (const [name, bytes] of files) data.items.add(new File([new Uint8Array(bytes)], name));
    for (const kind of ["dragover", "drop"]) {
        place.dispatchEvent(new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true }));
    }
}"""


def drop(page: Page, selector: str, files: Sequence[tuple[str, bytes]]) -> None:
    """Drop files on something of the page."""
    page.locator(selector).evaluate(DROP, [[name, list(data)] for name, data in files])


def a_report_of(pages: int) -> bytes:
    """A report as a PDF of so many pages."""
    return pdf_bytes([PaperPage(texts=[(72, 60, 12, f"Trang {number}")]) for number in range(1, pages + 1)])


@pytest.fixture
def sheet(database: None) -> UnitSheet:
    """The sheet of Sở Nội vụ in an open round."""
    return an_open_sheet()


def test_one_key_opens_the_evidence_of_a_row_at_its_page_and_leaves_the_row_to_be_typed_in(
    sheet, window, axe, picture
):
    clerk = builders.a_member(Role.UNIT_CLERK, unit=sheet.participant.unit)
    by = builders.actor_for(clerk)
    files = {
        "1.1": ("bao-cao.pdf", a_report_of(9)),
        "1.2": ("bao-cao-quy.docx", a_paper()),
        "1.3": ("chup-van-thu.png", PAPERS[FileKind.PNG]),
        "2.3": ("sang-kien.doc", PAPERS[FileKind.DOC]),
    }
    for leaf, (name, data) in files.items():
        file = a_stored_file(by, name, data)
        bring_files(by=by, files=[file])
        read_incoming_files.func(by.unit_id)
        document = a_document(by, f"{leaf}/BC-SNV", title=name, file=file)
        link_document(by=by, sheet=sheet, leaf=leaf, document=document, page=7 if leaf == "1.1" else None)
    page = window(clerk)
    page.goto("/tu-cham/")
    viewer = page.locator(".viewer-beside")

    done = cell(page, "1.1", "figure-done")
    done.focus()
    page.keyboard.press("F9")
    expect(viewer.get_by_label("Trang", exact=True)).to_have_value("7")
    expect(viewer.locator(".viewer-bar")).to_contain_text("/ 9")
    expect(viewer.locator("canvas[data-drawn]").first).to_be_visible()
    expect(done).to_be_focused()
    page.keyboard.type("9")
    expect(done).to_be_in_viewport(ratio=1)
    assert axe(page) == []
    picture(page, "phieu-tai-lieu-pdf")
    for _time in range(2):
        page.keyboard.press("PageDown")
    expect(viewer.get_by_label("Trang", exact=True)).to_have_value("8")
    page.keyboard.press("Tab")
    expect(cell(page, "1.1", "figure-planned")).to_be_focused()
    saved(page)
    page.keyboard.press("Escape")
    expect(viewer).to_have_count(0)
    expect(cell(page, "1.1", "figure-planned")).to_be_focused()

    # From the file itself Esc leads back to the row from which it was opened.
    cell(page, "1.2", "reason").focus()
    page.keyboard.press("F9")
    expect(viewer.locator(".viewer-pieces")).to_contain_text("Kết quả rà soát văn bản")
    viewer.locator(".viewer-pieces").focus()
    assert axe(page) == []
    picture(page, "phieu-tai-lieu-word")
    page.keyboard.press("Escape")
    expect(cell(page, "1.2", "reason")).to_be_focused()
    cell(page, "1.3", "figure-issued").focus()
    page.keyboard.press("F9")
    expect(viewer.get_by_role("img", name="chup-van-thu.png")).to_be_visible()
    cell(page, "2.3", "points").focus()
    page.keyboard.press("F9")
    expect(viewer).to_contain_text("không hiển thị được tại đây")
    with page.expect_download() as download:
        viewer.get_by_role("link", name="Tải về").click()
    assert download.value.suggested_filename.endswith(".doc")
    page.keyboard.press("Escape")

    # Where there is none, the place to bring it opens.
    cell(page, "2.1", "figure-rate").focus()
    page.keyboard.press("F9")
    expect(viewer).to_have_count(0)
    expect(page.locator("#beside h2")).to_contain_text("2.1.")
    expect(page.get_by_label("Gắn văn bản trong kho tài liệu")).to_be_in_viewport()


def test_thirty_files_dropped_on_a_row_are_confirmed_on_one_page_and_offered_to_the_leaves_that_they_fit(
    database, window, axe, picture
):
    cycle = an_open_round(["Sở Nội vụ", "Sở Y tế"])
    sheet = builders.a_sheet(cycle)
    clerk, other = (
        builders.a_member(Role.UNIT_CLERK, unit=one.unit) for one in cycle.participants.order_by("place")
    )
    by = builders.actor_for(clerk)
    again, shared = a_paper("11/BC-SNV", "Kết quả thực hiện kế hoạch"), a_paper("12/KH-UBND", "Cải cách")
    last = builders.a_sheet(builders.a_round(["Sở Nội vụ"], year=2025, version=cycle.sets.get().version))
    used = a_document(by, "11/BC-SNV", title="Báo cáo năm trước", file=a_stored_file(by, "cu.docx", again))
    then = datetime(2025, 12, 20, tzinfo=VIETNAM)
    link_document(by=builders.of_unit(last), sheet=last, leaf="1.1", document=used, now=then)
    elsewhere = builders.actor_for(other)
    theirs = UnitSheet.objects.get(participant__cycle=cycle, participant__unit=other.unit)
    handed_in = a_document(elsewhere, "12/KH-UBND", file=a_stored_file(elsewhere, "kh.docx", shared))
    link_document(by=elsewhere, sheet=theirs, leaf="1.1", document=handed_in)
    builders.submitted(theirs, now=timezone.now())

    macros = with_members(PAPERS[FileKind.DOCX], {"word/vbaProject.bin": b""})
    papers = [(f"{number}-BC-SNV.docx", a_paper(f"{number}/BC-SNV")) for number in range(20, 46)]
    refused = [("báo cáo.docm", macros), ("tất cả.rar", b"Rar!\x1a\x07\x01\x00")]
    files = [*papers, *refused, ("năm trước.docx", again), ("kế hoạch chung.docx", shared)]
    page = window(clerk)
    page.goto("/tu-cham/")
    drop(page, "header.bar", files[:1])
    expect(page.locator("[data-saved]")).to_contain_text("Hãy thả tệp vào dòng của một tiêu chí")
    assert page.url.endswith(f"/{sheet.participant.unit_id}/")

    drop(page, 'tr[data-leaf="1.1"] .name', files)
    beside = page.locator("#beside")
    expect(beside.locator("h2")).to_contain_text("1.1.")
    # What is typed and where one goes meanwhile takes nothing away from the files.
    cell(page, "1.1", "figure-done").fill("9")
    page.keyboard.press("Enter")
    cell(page, "1.2", "points").focus()
    expect(beside.locator("h2")).to_contain_text("1.2.")
    expect(beside.get_by_role("heading", name="Tệp đưa lên cho tiêu chí 1.1")).to_be_visible()
    expect(beside.locator("[data-sending] .upload-count")).to_have_text("Đã lưu 28/30 tệp", timeout=60_000)
    cell(page, "1.1", "figure-planned").focus()
    expect(beside.locator("h2")).to_contain_text("1.1.")
    expect(beside.locator(".upload-count")).to_have_count(1)
    lines = beside.locator("[data-state=refused]")
    expect(lines).to_have_count(2)
    names, words = (lines.locator(part).all_inner_texts() for part in (".upload-name", ".upload-state"))
    said = dict(zip(names, words, strict=True))
    assert set(said) == {"báo cáo.docm", "tất cả.rar"}
    assert "có macro" in said["báo cáo.docm"]
    assert "giải nén" in said["tất cả.rar"]
    assert all(".pdf, .docx, .xlsx" in words for words in said.values())
    assert axe(page) == []
    picture(page, "phieu-ba-muoi-tep")
    onward = beside.get_by_role("link", name="Xác nhận các tệp vừa đưa lên")
    expect(onward).to_be_visible(timeout=60_000)  # here the files are read as they come, not by a worker
    with page.expect_navigation():
        onward.click()
    assert IncomingFile.objects.count() == 28

    def row(name: str) -> Locator:
        return page.locator(".confirm-row").filter(has=page.locator(".confirm-tick", has_text=name))

    expect(page.locator(".confirm-row")).to_have_count(28)
    expect(row("năm trước.docx")).to_contain_text("Văn bản này đã được dùng: Báo cáo năm trước")
    expect(row("năm trước.docx")).to_contain_text("(2025)")
    expect(row("kế hoạch chung.docx")).to_contain_text("Đơn vị khác cũng đã nộp văn bản này.")
    expect(row("20-BC-SNV.docx")).not_to_contain_text("đã được dùng")
    expect(row("20-BC-SNV.docx").get_by_label("Số, ký hiệu")).to_have_value("20/BC-SNV")
    assert axe(page) == []
    picture(page, "phieu-xac-nhan-tep")
    fits = row("năm trước.docx").get_by_label("1.1 Mức độ hoàn thành kế hoạch")
    expect(fits).to_be_checked()
    page.locator(".confirm-row").first.get_by_label("Số, ký hiệu").press("Enter")
    ticks = page.locator(".confirm-tick input")
    expect(ticks.first).to_be_checked()
    ticks.evaluate_all("all => all.forEach((one) => (one.checked = true))")
    page.get_by_label("Các tệp này không chứa bí mật nhà nước").check()
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    expect(page).to_have_url(re.compile(rf"/tu-cham/2026/{sheet.participant.unit_id}/#muc-1\.1$"))
    assert EvidenceLink.objects.filter(sheet=sheet, leaf="1.1").count() == 28
    assert OfficialDocument.objects.filter(unit_id=clerk.unit_id, number="20/BC-SNV").exists()
