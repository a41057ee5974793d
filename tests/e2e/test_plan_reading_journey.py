"""From a Word file to a plan in force: rows looked through by keyboard, a cell and an agency corrected, a finding
accepted with its reason; and files that cannot be read."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from playwright.sync_api import Page, expect

from cchc.access.permissions import Role
from cchc.core.words.messages import Message, data_of
from cchc.intake.models import StagedFile
from cchc.plans.actions.measures import change_measure
from cchc.plans.actions.plans import change_head, head_of
from cchc.plans.models import Measure, Plan
from cchc.units.models import Kind, Unit, Wording
from tests.builders import a_measure, a_member, a_plan, a_read_plan, a_unit, an_actor
from tests.e2e.asking import agree
from tests.e2e.following import follow
from tests.files.pdf_paper import PaperPage, pdf_bytes
from tests.reading.papers import HEAD, SIX, table_rows, word_bytes

DEPARTMENTS = (
    "Sở Nội vụ", "Sở Tài chính", "Sở Tư pháp", "Sở Thông tin và Truyền thông", "Sở Kế hoạch và Đầu tư", "Sở Xây dựng",
    "Sở Tài nguyên và Môi trường", "Sở Y tế", "Sở Giáo dục và Đào tạo", "Sở Khoa học và Công nghệ", "Thanh tra tỉnh",
    "Sở Nông nghiệp và Phát triển nông thôn", "Văn phòng Ủy ban nhân dân tỉnh", "Công an tỉnh",
)  # fmt: skip


def a_province_with_departments() -> None:
    """The units that the plans name, as far as the list has them."""
    member_of = Unit.objects.get(kind=Kind.PROVINCE)
    for name in DEPARTMENTS:
        a_unit(name, parent=member_of)
    a_unit("Huyện Bình An", Kind.DISTRICT, parent=member_of)


def a_made_up_plan() -> bytes:
    """A Word plan with a number that stands twice, a row that a page has cut, and a misspelt agency."""
    rows = table_rows(SIX)
    second = rows[3]
    rows[3] = ["1", "Mở chuyên mục pháp luật", second[2], "Sở Tư phap", second[4], second[5]]
    rows.insert(4, ["", "trên Đài tỉnh", "", "", "", ""])
    return word_bytes(rows)


def hand_in(page: Page, path: Path) -> None:
    page.goto("/ke-hoach/doc/")
    page.set_input_files("[name=file]", path)
    follow(page, ".form-end button")


def answer_to(page: Page, part: str):
    """Wait for the answer to a change of a row."""
    return page.expect_response(lambda answer: part in answer.url and answer.request.method == "POST")


def confirm_the_rest(page: Page) -> None:
    """Agree to every proposal, keep what has none as a text."""
    if page.locator("text=Đồng ý tất cả").count():
        follow(page, "text=Đồng ý tất cả")
    while page.locator(".agency-open").count():
        follow(page.locator(".agency-open button[value=text]").first)


def test_a_word_file_becomes_a_plan(sign_in, axe, picture, tmp_path: Path) -> None:
    file = tmp_path / "ke-hoach.docx"
    file.write_bytes(a_made_up_plan())
    page = sign_in(a_member(Role.COORDINATOR))
    a_province_with_departments()

    page.goto("/ke-hoach/doc/")
    assert axe(page) == []
    picture(page, "plan-hand-in")
    hand_in(page, file)
    page.wait_for_selector("[data-rows]")
    plan = Plan.objects.get()
    assert (plan.state, Measure.objects.count()) == (Plan.State.DRAFT, 3)
    assert page.locator(".make button").is_disabled()
    assert axe(page) == []
    picture(page, "plan-review")

    # The row that was cut is in doubt: by keyboard into its first doubtful cell, corrected, checked.
    open_row = page.locator("[data-row][data-open]")
    assert open_row.count() == 1
    first, cut = page.locator("[data-row]").nth(0), page.locator("[data-row]").nth(1)
    expect(first).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(cut).to_be_focused()
    assert page.locator("#source .shown").count() >= 1
    page.keyboard.press("F2")
    page.keyboard.press("Escape")
    task = cut.locator("textarea[name=task]")
    task.focus()
    task.fill("Chữ gõ nhầm")
    page.keyboard.press("Escape")
    assert task.input_value() == "Mở chuyên mục pháp luật trên Đài tỉnh"
    task.focus()
    task.fill("Mở chuyên mục pháp luật trên Đài Phát thanh tỉnh")
    with answer_to(page, "/nhiem-vu/") as answer:
        page.keyboard.press("Tab")
    assert answer.value.status == 200
    cut.locator(".saved", has_text="đã lưu").wait_for()
    assert Measure.objects.get(task__contains="Phát thanh tỉnh").number == "1"
    expect(cut.locator("[name=output]")).to_be_focused()
    page.keyboard.press("Escape")
    with answer_to(page, "/nhiem-vu/"):
        page.keyboard.press("Enter")
    page.wait_for_selector(".checked")
    assert page.locator("[data-row][data-open]").count() == 0
    assert Measure.objects.get(task__contains="Phát thanh tỉnh").checked

    # The number that stands twice stays, for a reason.
    finding = cut.locator(".finding-error")
    assert finding.locator(".finding-head").inner_text().strip() == "Sai · STT"
    finding.locator("summary").click()
    finding.locator("[name=reason]").fill("Văn bản đã ban hành như vậy")
    finding.locator("form button").click()
    page.wait_for_selector(".finding-accepted")
    assert plan.acceptances.get().reason == "Văn bản đã ban hành như vậy"
    page.evaluate("window.scrollTo(0, 0)")
    assert axe(page) == []

    # The misspelt agency is the department of justice; that is remembered.
    follow(page, ".counts a[href$='/co-quan/']")
    assert axe(page) == []
    picture(page, "plan-agencies")
    misspelt = page.locator(".agency", has_text="Sở Tư phap")
    misspelt.locator("text=Chọn đơn vị khác").click()
    misspelt.locator("textarea").fill("Sở Tư pháp")
    assert axe(page) == []
    follow(misspelt.locator(".choose-units button"))
    assert [unit.name for unit in Wording.objects.get().units.all()] == ["Sở Tư pháp"]
    confirm_the_rest(page)
    page.evaluate("window.scrollTo(0, 0)")
    assert axe(page) == []

    follow(page, ".head-actions .button-primary")
    page.wait_for_selector("[data-rows]")
    follow(page, ".make a")
    follow(page, ".form-end .button-primary")
    page.wait_for_url(re.compile(r"/ke-hoach/\d+/$"))
    plan.refresh_from_db()
    assert (plan.state, plan.document.first_file.name) == (Plan.State.CURRENT, "ke-hoach.docx")


def test_a_faulty_file_is_refused_and_then_a_good_one_is_taken(sign_in, axe, picture, tmp_path: Path) -> None:
    broken, scanned, good = tmp_path / "hong.docx", tmp_path / "quet.pdf", tmp_path / "tot.docx"
    broken.write_bytes(a_made_up_plan()[:2000])
    scanned.write_bytes(pdf_bytes([PaperPage(), PaperPage()]))
    good.write_bytes(word_bytes(table_rows(SIX)))
    page = sign_in(a_member(Role.COORDINATOR))

    with page.expect_response(lambda answer: answer.request.method == "POST") as answer:
        hand_in(page, broken)
    assert answer.value.status == 422
    assert page.locator(".field-fault, .notice-fault").count() == 1
    assert StagedFile.objects.count() == 0
    assert axe(page) == []
    picture(page, "plan-broken-file")

    hand_in(page, scanned)
    page.wait_for_selector(".reading .notice-fault")
    assert "không có lớp chữ" in page.locator(".reading .notice-fault").inner_text()
    assert (StagedFile.objects.get().state, Plan.objects.count()) == (StagedFile.State.REFUSED, 0)
    assert axe(page) == []
    picture(page, "plan-refused")
    page.click(".give-up button")
    agree(page)
    page.wait_for_selector(".nothing")
    assert StagedFile.objects.count() == 0

    hand_in(page, good)
    page.wait_for_selector("[data-rows]")
    assert Measure.objects.count() == 3


def test_nothing_that_is_typed_into_the_rows_is_lost(sign_in, axe, picture) -> None:
    page = sign_in(a_member(Role.COORDINATOR))
    plan = a_plan()
    first, second = a_measure(plan, "Ban hành kế hoạch"), a_measure(plan, "Rà soát thủ tục")
    page.goto(f"/ke-hoach/{plan.pk}/soan/")
    follow(page.locator(".more-columns a", has_text="Sản phẩm"))
    row = page.locator(f"#m{first.pk}")

    # Two cells left quickly one after the other are both saved.
    row.locator("[name=lead]").fill("Sở Nội vụ")
    row.locator("[name=deadline]").fill("Quý II/2026")
    row.locator("[name=deadline]").press("Tab")
    row.locator(".meant", has_text="30/06/2026").wait_for()
    first.refresh_from_db()
    assert (first.lead, first.deadline) == ("Sở Nội vụ", "Quý II/2026")

    # Somebody else changes the task meanwhile: both texts are shown, and what is typed further is kept too.
    change_measure(by=an_actor(), measure=first, version=first.version, texts={"task": "Chữ của người khác"})
    with answer_to(page, "/nhiem-vu/") as answer:
        row.locator("[name=task]").fill("Chữ của tôi")
        row.locator("[name=task]").press("Tab")
    assert answer.value.status == 409
    row.locator(".cell-task .doubt", has_text="Chữ của người khác").wait_for()
    with answer_to(page, "/nhiem-vu/") as answer:
        row.locator("[name=output]").fill("Kế hoạch")
        row.locator("[name=output]").press("Tab")
    assert answer.value.status == 409
    page.evaluate("window.scrollTo(0, 0)")
    assert axe(page) == []
    picture(page, "plan-conflict")
    assert row.locator("[name=task]").input_value() == "Chữ của tôi"
    assert row.locator("[name=output]").input_value() == "Kế hoạch"
    row.locator("[name=mine]").click()
    row.locator(".saved", has_text="đã lưu").wait_for()
    first.refresh_from_db()
    assert (first.task, first.output) == ("Chữ của tôi", "Kế hoạch")

    # Or theirs is taken.
    change_measure(by=an_actor(), measure=first, version=first.version, texts={"task": "Lại chữ khác"})
    with answer_to(page, "/nhiem-vu/"):
        row.locator("[name=task]").fill("Chữ bỏ đi")
        row.locator("[name=task]").press("Tab")
    row.locator("[data-theirs]").click()
    row.locator(".choose").wait_for(state="detached")
    assert row.locator("[name=task]").input_value() == "Lại chữ khác"

    # A text that says nothing is refused in place; a key that an input method composes with does nothing.
    with answer_to(page, "/nhiem-vu/") as answer:
        row.locator("[name=task]").fill("")
        row.locator("[name=task]").press("Tab")
    assert answer.value.status == 422
    row.locator(".saved", has_text="Hãy nêu việc phải làm").wait_for()
    row.locator("[name=task]").focus()
    page.evaluate(
        "document.activeElement.dispatchEvent("
        "new KeyboardEvent('keydown', {key: 'Escape', isComposing: true, bubbles: true}))"
    )
    assert row.locator("[name=task]").input_value() == ""
    with answer_to(page, "/nhiem-vu/") as answer:
        page.keyboard.press("Escape")
    assert answer.value.status == 200
    assert row.locator("[name=task]").input_value() == "Lại chữ khác"

    # The session ends: the text stays, and is said to be unsaved.
    page.context.clear_cookies()
    last = page.locator(f"#m{second.pk} [name=output]")
    last.fill("Báo cáo rà soát")
    last.press("Tab")
    page.locator("[data-unsaved-notice]").wait_for(state="visible")
    assert last.input_value() == "Báo cáo rà soát"
    assert Measure.objects.get(pk=second.pk).output == ""


def test_what_others_change_meanwhile_is_shown_before_it_is_checked_or_replaced(
    sign_in, axe, picture
) -> None:
    page = sign_in(a_member(Role.COORDINATOR))
    plan = a_read_plan(
        "\n".join([*HEAD, "", *("\t".join(row).replace("\n", " ") for row in table_rows(SIX))])
    )
    first, second = Measure.objects.order_by("pk")[:2]
    doubts = {"": data_of(Message("The number {number} is missing.", number=1))}
    Measure.objects.update(confidence="likely", doubts=doubts)
    Measure.objects.filter(pk=second.pk).update(task="")

    # An address with an odd ending opens the page all the same; Enter on a row that changed leads back to it.
    page.goto(f"/ke-hoach/{plan.pk}/soan/#m:x")
    row, lacking = page.locator(f"#m{first.pk}"), page.locator(f"#m{second.pk}")
    first.refresh_from_db()
    change_measure(by=an_actor(), measure=first, version=first.version, texts={"lead": "Sở Y tế"})
    row.focus()
    with answer_to(page, "/nhiem-vu/") as answer:
        page.keyboard.press("Enter")
    assert answer.value.status == 409
    row.locator(".saved", has_text="Người khác vừa sửa dòng này").wait_for()
    assert row.locator("[name=lead]").input_value() == "Sở Y tế"
    expect(page.locator(f"#m{first.pk}")).to_be_focused()
    with answer_to(page, "/nhiem-vu/") as answer:
        page.keyboard.press("Enter")
    assert answer.value.status == 200

    # A row that does not say what is to be done: other cells are saved, Enter leads to the cell that lacks.
    with answer_to(page, "/nhiem-vu/") as answer:
        lacking.locator("[name=number]").fill("9")
        lacking.locator("[name=number]").press("Tab")
    assert answer.value.status == 200
    lacking.focus()
    with answer_to(page, "/nhiem-vu/") as answer:
        page.keyboard.press("Enter")
    assert answer.value.status == 422
    lacking.locator(".cell-task", has_text="Hãy nêu việc phải làm").wait_for()
    expect(page.locator(f"#m{second.pk}-task")).to_be_focused()
    page.evaluate("window.scrollTo(0, 0)")
    assert axe(page) == []
    picture(page, "plan-row-lacks")
    with answer_to(page, "/nhiem-vu/") as answer:
        page.keyboard.type("Rà soát thủ tục")
        page.keyboard.press("Control+Enter")
    lacking.locator(".checked").wait_for()

    # The head: both wordings, what was typed stays.
    page.goto(f"/ke-hoach/{plan.pk}/soan/van-ban/")
    change_head(
        by=an_actor(), plan=plan, head=replace(head_of(plan), number="16/KH-UBND", issuer="Sở Nội vụ")
    )
    page.fill("[name=number]", "15/KH-UBND")
    page.click(".form-end .button-primary")
    page.locator(".head-changes", has_text="16/KH-UBND").wait_for()
    assert axe(page) == []
    picture(page, "plan-head-conflict")
    assert page.input_value("[name=number]") == "15/KH-UBND"
    page.click(".form-end .button-primary")
    page.wait_for_url(lambda address: "van-ban" not in address)
    now = head_of(Plan.objects.get())
    assert (now.number, now.issuer) == ("15/KH-UBND", "Sở Nội vụ")

    # The draft is given up.
    count = Measure.objects.count()
    page.click(".give-up-draft button")
    asked = agree(page)
    page.wait_for_url("**/ke-hoach/doc/")
    assert (f"gồm {count} nhiệm vụ" in asked, Plan.objects.count()) == (True, 0)


def test_the_keys_lead_from_page_to_page(sign_in) -> None:
    page = sign_in(a_member(Role.COORDINATOR))
    rows = table_rows(SIX, sections=False)
    many = [rows[0], *([str(at), *rows[1][1:]] for at in range(1, 57))]
    plan = a_read_plan("\n".join([*HEAD, "", *("\t".join(row).replace("\n", " ") for row in many)]))
    pks = list(Measure.objects.order_by("pk").values_list("pk", flat=True))
    doubts = {"": data_of(Message("The number {number} is missing.", number=1))}
    waiting = Measure.objects.filter(pk__in=(pks[0], pks[49], pks[54]))
    waiting.update(confidence="likely", doubts=doubts)

    def at(pk: int) -> None:
        expect(page.locator(f"#m{pk}")).to_be_focused()

    # Where nothing has the focus, a key goes to the row that is shown.
    page.goto(f"/ke-hoach/{plan.pk}/soan/")
    at(pks[0])
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("ArrowUp")
    at(pks[0])

    # Enter on the last row of a page, then the arrow: the next page, with its first row.
    page.locator(f"#m{pks[49]}").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**page=2")
    at(pks[50])
    assert Measure.objects.get(pk=pks[49]).checked
    page.goto(f"/ke-hoach/{plan.pk}/soan/")
    page.locator(f"#m{pks[49]}").focus()
    page.keyboard.press("ArrowDown")
    page.wait_for_url("**page=2")
    at(pks[50])
    page.keyboard.press("Enter")
    at(pks[54])
