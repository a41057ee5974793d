"""Files are dropped by the dozen, over a line that breaks, by somebody who is signed out meanwhile; the page stays."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, Request, Route, expect

from cchc.access.permissions import Role
from cchc.documents.models import OfficialDocument, StoredFile, Upload
from cchc.files.kinds import FileKind
from tests import builders
from tests.builders import PASSWORD
from tests.e2e.following import follow
from tests.files.papers import PAPERS, pdf, with_members
from tests.libraries import a_document

UPLOAD = "/tai-lieu/tai-len/"
PART = re.compile(r"/tai-len/\d+/phan/(\d+)/")


def a_file(name: str, content: bytes) -> Any:
    """A file that somebody chooses."""
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


def thirty_files() -> list[Any]:
    """What a clerk drops at once: of every kind, and two that are not taken."""
    papers = [a_file(f"Văn bản {kind}.{kind.upper()}", data) for kind, data in PAPERS.items()]
    plans = [a_file(f"Kế hoạch {number}.pdf", pdf(f"Ke hoach so {number}")) for number in range(17)]
    macros = with_members(PAPERS[FileKind.DOCX], {"word/vbaProject.bin": b""})
    return [*papers, a_file("báo cáo.docm", macros), a_file("tất cả.rar", b"Rar!\x1a\x07\x01\x00"), *plans]


def bring(page: Page, *files: Any) -> None:
    """Choose files."""
    page.set_input_files("cchc-upload input[type=file]", list(files))


def large(folder: Path, name: str, size: int) -> Path:
    """A document that comes in several parts."""
    file = folder / name
    file.write_bytes((pdf() + b"% " + bytes(range(256)) * (size // 256 + 1))[:size])
    return file


def test_of_thirty_files_two_are_refused_by_name_and_the_rest_is_saved_once(sign_in, axe, picture):
    page = sign_in(builders.a_member(Role.UNIT_CLERK))
    page.goto(UPLOAD)
    page.evaluate("addEventListener('cchc:stored', ({ detail }) => (window.told ||= []).push(detail))")
    bring(page, *thirty_files())
    count = page.locator(".upload-count")
    expect(count).to_have_text("Đã lưu 28/30 tệp", timeout=60_000)
    refused = page.locator("[data-state=refused]")
    expect(refused).to_have_count(2)
    names, words = (refused.locator(part).all_inner_texts() for part in (".upload-name", ".upload-state"))
    said = dict(zip(names, words, strict=True))
    assert set(said) == {"báo cáo.docm", "tất cả.rar"}
    assert "có macro" in said["báo cáo.docm"]
    assert "giải nén" in said["tất cả.rar"]
    assert all(".pdf, .docx, .xlsx" in words for words in said.values())
    told = page.evaluate("told")
    assert {one["file"]: one["name"] for one in told} == dict(StoredFile.objects.values_list("pk", "name"))
    assert axe(page) == []
    picture(page, "upload-thirty")

    bring(page, *thirty_files())
    expect(count).to_have_text("Đã lưu 56/60 tệp", timeout=60_000)
    assert (StoredFile.objects.count(), Upload.objects.count()) == (28, 28)
    assert page.url.endswith(UPLOAD)


def test_a_broken_upload_goes_on_where_it_broke_even_on_another_day(sign_in, picture, tmp_path):
    page = sign_in(builders.a_member(Role.UNIT_CLERK))
    page.on("dialog", lambda dialog: dialog.accept())
    scan = large(tmp_path, "bản quét.pdf", 18_000_000)
    came: Counter[str] = Counter()
    broken = {"1": 1, "2": 1_000}  # how often the line breaks at this part

    def on_the_line(route: Route, request: Request) -> None:
        part = PART.search(request.url)
        assert part is not None
        if broken.get(part[1], 0):
            broken[part[1]] -= 1
            route.abort("connectionreset")
        else:
            came[part[1]] += 1
            route.continue_()

    page.route(PART, on_the_line)
    page.goto(UPLOAD)
    bring(page, scan)
    line = page.locator(".upload-file")
    expect(line).to_have_attribute("data-state", "offline")
    expect(line.locator(".upload-state")).to_contain_text("Mất kết nối")
    expect(line.locator("progress")).to_have_attribute("value", re.compile(r"^0\.88"))
    assert came == {"0": 1, "1": 1}
    picture(page, "upload-broken")
    line.locator("[data-act=pause]").click()
    expect(line).to_have_attribute("data-state", "paused")

    page.reload()
    broken.clear()
    bring(page, scan.rename(tmp_path / "bản quét (2).pdf"))
    expect(page.locator("[data-state=stored]")).to_have_count(1)
    assert came == {"0": 1, "1": 1, "2": 1}
    stored = StoredFile.objects.get()
    whole = (tmp_path / "bản quét (2).pdf").read_bytes()
    assert (stored.name, stored.sha256) == ("bản quét.pdf", hashlib.sha256(whole).hexdigest())


def test_who_was_signed_out_signs_in_elsewhere_and_goes_on_in_the_same_page(sign_in, tmp_path):
    member = builders.a_member(Role.UNIT_CLERK)
    page = sign_in(member)
    page.goto(UPLOAD)
    page.context.clear_cookies()
    bring(page, large(tmp_path, "a.pdf", 1_000), large(tmp_path, "b.pdf", 9_000_000))
    lost = page.locator("[data-state=session]")
    expect(lost).to_have_count(2)
    with page.expect_popup() as opened:
        lost.first.locator("[data-act=sign-in]").click()
    other = opened.value
    other.fill("[name=login]", member.person.username)
    other.fill("[name=password]", PASSWORD)
    follow(other, ".door-sheet .button-primary")
    other.close()
    for _one in range(2):
        lost.first.locator("[data-act=resume]").click()
    expect(page.locator("[data-state=stored]")).to_have_count(2)
    assert sorted(StoredFile.objects.values_list("name", flat=True)) == ["a.pdf", "b.pdf"]


CHOSEN_BY_HAND = """(box, [kind, name, bytes]) => {
  const data = new DataTransfer();
  data.items.add(new File([new Uint8Array(bytes)], name));
  const told = { bubbles: true, cancelable: true };
  if (kind === "drop") box.dispatchEvent(new DragEvent(kind, { ...told, dataTransfer: data }));
  else document.dispatchEvent(new ClipboardEvent(kind, { ...told, clipboardData: data }));
}"""


def test_files_are_dropped_and_pasted_and_those_of_one_document_are_put_into_it_together(
    sign_in, axe, picture
):
    member = builders.a_member(Role.UNIT_CLERK)
    page = sign_in(member)
    page.goto(UPLOAD)
    box, stored = page.locator("cchc-upload"), page.locator("[data-state=stored]")
    box.evaluate(CHOSEN_BY_HAND, ["drop", "thả.pdf", list(pdf())])
    expect(stored).to_have_count(1)
    box.evaluate(CHOSEN_BY_HAND, ["paste", "image.png", list(PAPERS[FileKind.PNG])])
    expect(stored).to_have_count(2)
    dropped, pasted = StoredFile.objects.order_by("pk").values_list("name", flat=True)
    assert dropped == "thả.pdf"
    assert re.fullmatch(r"Ảnh dán \d\d\.\d\d\.\d\d\.png", pasted)

    by = builders.actor_for(member)
    document = a_document(by)
    page.goto(f"/tai-lieu/{document.pk}/thay/")
    page.get_by_label("không thay tệp nào").check()
    there = StoredFile.objects.count()
    bring(
        page, a_file("a.pdf", pdf("a")), a_file("b.rar", b"Rar!\x1a\x07\x01\x00"), a_file("c.pdf", pdf("c"))
    )
    expect(page.locator("[data-state=refused]")).to_have_count(1)
    expect(page.locator("[data-state=together]")).to_have_count(2)
    assert StoredFile.objects.count() == there
    page.locator("[data-state=refused] [data-act=leave]").click()
    expect(stored).to_have_count(2)
    new = page.locator("#new-files input[type=checkbox]:checked")
    expect(new).to_have_count(2)
    new.last.uncheck()
    bring(page, a_file("d.pdf", pdf("d")))
    expect(page.locator("#new-files input[type=checkbox]")).to_have_count(3)
    expect(new).to_have_count(2)
    expect(page.get_by_label("không thay tệp nào")).to_be_checked()
    assert axe(page) == []
    picture(page, "van-ban-thay-tep")
    page.get_by_label("Các tệp này không chứa bí mật nhà nước").check()
    follow(page.get_by_role("button", name="Thay tệp"))
    assert [file.name for file in OfficialDocument.objects.get(replaces=document).files[1:]] == [
        "a.pdf",
        "d.pdf",
    ]


def test_a_file_that_is_chosen_before_the_script_has_come_is_brought_once_it_is_there(sign_in):
    page = sign_in(builders.a_member(Role.UNIT_CLERK))
    held: list[Route] = []
    page.route("**/upload*.js", lambda route: held.append(route))
    page.goto(UPLOAD, wait_until="commit")
    field = page.locator("cchc-upload input[type=file]")
    field.set_input_files([a_file("Báo cáo sớm.pdf", pdf())])
    while not held:
        page.wait_for_timeout(50)
    assert StoredFile.objects.count() == 0
    held[0].continue_()
    expect(page.locator(".upload-count")).to_have_text("Đã lưu 1/1 tệp", timeout=60_000)
    assert StoredFile.objects.get().name == "Báo cáo sớm.pdf"
