"""A plan goes out as an Excel table and comes back: shown first, applied whole or not at all, one record."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from cchc.access.actor import Actor, NotPermitted
from cchc.access.permissions import Role
from cchc.audit.changed import Changed
from cchc.audit.models import Entry
from cchc.core.papers.answers import Confidence
from cchc.core.plans.columns import COOPERATING, DEADLINE, LEAD, OUTPUT, TASK
from cchc.core.plans.plan import Source
from cchc.core.words.comparing import changed_words
from cchc.core.words.messages import Faults, Message
from cchc.documents.models import StoredFile
from cchc.intake.actions import give_up, stage
from cchc.intake.kinds import Brought
from cchc.intake.models import StagedFile
from cchc.plans.actions import measures as measure_actions
from cchc.plans.actions.plans import delete_draft
from cchc.plans.actions.sheets import apply_sheet
from cchc.plans.exchange.comparing import compare_sheet
from cchc.plans.exchange.difference_json import from_json
from cchc.plans.exchange.sheet import GIVEN_OUT, HEADINGS
from cchc.plans.exchange.sheet_out import plan_workbook
from cchc.plans.models import Measure, Plan
from cchc.plans.queries.sheets import sheet_sections
from cchc.plans.staged import PLAN_SHEETS, compared_sheet
from cchc.reading.plans.texts import MeasureText, SectionText
from tests.builders import a_measure, a_member, a_plan, a_unit, actor_for, an_actor, written
from tests.markup import source

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore:Print area cannot be set")]

Edit = Callable[[Worksheet], None]
FILE = "ke-hoach.xlsx"
AT = {column: at for at, column in enumerate(HEADINGS, start=1)}


@pytest.fixture
def plan() -> Plan:
    """A plan of two sections with two measures each; the rows of its workbook begin at 3 with the first heading."""
    plan = a_plan(year=2026)
    for number, task, heading in (
        ("1", "Rà soát", "Thể chế"),
        ("2", "Mở chuyên mục", "Thể chế"),
        ("1", "Cắt giảm thủ tục", "Thủ tục"),
        ("2", "Công khai thủ tục", "Thủ tục"),
    ):
        a_measure(plan, task, heading=heading, number=number, lead="Sở Tư pháp", deadline="Quý II/2026")
    return plan


def edited(plan: Plan, edit: Edit) -> bytes:
    """The workbook of `plan` after somebody edited its first sheet."""
    book = load_workbook(io.BytesIO(plan_workbook(plan.title, sheet_sections(plan), str)))
    edit(book.worksheets[0])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def row_of(sheet: Worksheet, task: str) -> int:
    """The row in which `task` stands."""
    return next(row[0].row for row in sheet.iter_rows() if any(cell.value == task for cell in row))


def write(sheet: Worksheet, task: str, column: str, text: str) -> None:
    sheet.cell(row_of(sheet, task), AT[column], text)


def staged(plan: Plan, edit: Edit) -> StagedFile:
    return compared_and_staged(an_actor(), plan, edited(plan, edit))


def compared_and_staged(by: Actor, plan: Plan, data: bytes) -> StagedFile:
    """The workbook compared here, for we wrote it, and staged by this person."""
    plan.refresh_from_db()
    compared = compared_sheet(plan, compare_sheet(data, FILE, sheet_sections(plan)))
    file = Brought(by, FILE, data, str(plan.pk))
    return stage(by=by, kind=PLAN_SHEETS, brought=file, compared=compared)


def table(plan: Plan) -> list[tuple[str, list[tuple[str, str]]]]:
    """The sections with the number and the task of each measure."""
    return [
        (str(section), [(one.number, one.task) for one in section.measures.all()])
        for section in plan.sections.all()
    ]


def everything(sheet: Worksheet) -> None:
    """Change a deadline, move a measure to the other section, delete one, add one and a section for it."""
    write(sheet, "Rà soát", DEADLINE, "Quý III/2026")
    moved = [cell.value for cell in sheet[row_of(sheet, "Mở chuyên mục")]]
    sheet.delete_rows(row_of(sheet, "Mở chuyên mục"))
    sheet.delete_rows(row_of(sheet, "Công khai thủ tục"))
    for at, value in enumerate(moved, start=1):
        sheet.cell(sheet.max_row + (at == 1), at, value)
    last = sheet.max_row
    sheet.cell(last + 1, 1, "III")
    sheet.cell(last + 1, AT[TASK], "TUYÊN TRUYỀN")
    sheet.cell(last + 2, 1, "1")
    sheet.cell(last + 2, AT[TASK], "Viết bài")
    sheet.cell(last + 2, AT[LEAD], "Đài địa phương")
    sheet.cell(last + 2, AT[DEADLINE], "Tháng 9/2026")


def test_a_file_that_nobody_touched_changes_nothing_and_is_not_applied(plan: Plan) -> None:
    sheet = staged(plan, lambda _sheet: None)
    assert from_json(sheet.difference).is_empty
    with pytest.raises(ValidationError) as refused:
        apply_sheet(by=an_actor(), sheet=sheet)
    assert refused.value.messages == ["The file changes nothing."]


def test_staging_keeps_the_file_and_the_difference_and_leaves_the_plan_alone(plan: Plan) -> None:
    before = table(plan)
    sheet = staged(plan, everything)
    counts = from_json(sheet.difference).counts
    assert (counts.added, counts.changed, counts.moved, counts.removed, counts.sections_added) == (
        1,
        1,
        1,
        1,
        1,
    )
    assert (table(plan), sheet.file.name, StoredFile.objects.count()) == (before, FILE, 1)


def test_everything_that_the_file_says_is_applied_at_once(plan: Plan) -> None:
    stayed = Measure.objects.get(task="Cắt giảm thủ tục")
    apply_sheet(by=an_actor(), sheet=staged(plan, everything))
    assert table(plan) == [
        ("Thể chế", [("1", "Rà soát")]),
        ("Thủ tục", [("1", "Cắt giảm thủ tục"), ("2", "Mở chuyên mục")]),
        ("III TUYÊN TRUYỀN", [("1", "Viết bài")]),
    ]
    measures = Measure.objects.filter(section__plan=plan)
    assert {one.task: [f"{due.on:%d/%m}" for due in one.dues.all()] for one in measures} == {
        "Rà soát": ["30/09"],
        "Cắt giảm thủ tục": ["30/06"],
        "Mở chuyên mục": ["30/06"],
        "Viết bài": ["30/09"],
    }
    assert {agency.text for agency in plan.agencies.all()} == {"Sở Tư pháp", "Đài địa phương"}
    assert [section.place for section in plan.sections.all()] == [1, 2, 3]
    assert (Measure.objects.get(pk=stayed.pk).version, stayed.version) == (1, 1)


def test_one_application_is_one_record_with_the_files_hash_and_the_whole_difference(plan: Plan) -> None:
    sheet = staged(plan, everything)
    apply_sheet(by=an_actor(), sheet=sheet)
    entry = Entry.objects.get(verb="plans.sheet_applied")
    assert (entry.subject, entry.facts["sha256"]) == (plan.title, sheet.file.sha256)
    assert entry.facts["difference"] == sheet.difference
    assert [entry.facts[name] for name in ("added", "changed", "moved", "removed")] == [1, 1, 1, 1]
    held = StagedFile.objects.get()
    assert held.applied_at is not None
    assert Plan.objects.get(pk=plan.pk).version == int(sheet.seen) + 1


def test_only_texts_that_changed_are_understood_anew(plan: Plan) -> None:
    kept = Measure.objects.get(task="Mở chuyên mục")
    parts = list(kept.parts.values_list("pk", flat=True))
    dues = list(kept.dues.values_list("pk", flat=True))
    apply_sheet(by=an_actor(), sheet=staged(plan, everything))
    assert list(kept.parts.values_list("pk", flat=True)) == parts
    assert list(kept.dues.values_list("pk", flat=True)) == dues


def test_a_plan_that_was_changed_meanwhile_keeps_what_it_holds(plan: Plan) -> None:
    sheet = staged(plan, everything)
    measure = Measure.objects.get(task="Rà soát")
    measure_actions.change_measure(by=an_actor(), measure=measure, version=1, texts={"task": "Rà soát kỹ"})
    before = table(plan)
    with pytest.raises(Changed):
        apply_sheet(by=an_actor(), sheet=sheet)
    assert table(plan) == before
    assert StagedFile.objects.get().applied_at is None


def changed_meanwhile(plan: Plan, edit: Edit, **texts: str) -> StagedFile:
    """A file that was downloaded and edited before others changed the first measure of the plan."""
    data = edited(plan, edit)
    measure = Measure.objects.get(task="Rà soát")
    measure_actions.change_measure(by=an_actor(), measure=measure, version=1, texts=texts)
    return compared_and_staged(an_actor(), plan, data)


def new_deadline(sheet: Worksheet) -> None:
    write(sheet, "Rà soát", DEADLINE, "Quý IV/2026")


def test_an_old_file_does_not_undo_what_others_did_since_it_was_downloaded(plan: Plan) -> None:
    sheet = changed_meanwhile(
        plan,
        lambda sheet: write(sheet, "Mở chuyên mục", OUTPUT, "Chuyên mục"),
        deadline="Quý III/2026",
    )
    apply_sheet(by=an_actor(), sheet=sheet)
    assert {one.task: (one.deadline, one.output) for one in Measure.objects.filter(place__lte=2)[:2]} == {
        "Rà soát": ("Quý III/2026", ""),
        "Mở chuyên mục": ("Quý II/2026", "Chuyên mục"),
    }


def test_what_the_file_and_others_changed_is_replaced_only_when_somebody_agrees(plan: Plan) -> None:
    sheet = changed_meanwhile(plan, new_deadline, deadline="Quý III/2026")
    with pytest.raises(Changed):
        apply_sheet(by=an_actor(), sheet=sheet)
    assert Measure.objects.get(task="Rà soát").deadline == "Quý III/2026"
    apply_sheet(by=an_actor(), sheet=sheet, over=True)
    assert Measure.objects.get(task="Rà soát").deadline == "Quý IV/2026"


def test_a_doubt_goes_with_the_cell_that_the_file_changes() -> None:
    plan = a_plan()
    reading = MeasureText("1", {TASK: ["Rà soát"], LEAD: ["Sở A"]}, Source())
    reading.doubt(Confidence.LIKELY, Message("Suggested."), [LEAD])
    written(plan, [SectionText("Thể chế", None, [reading])])
    apply_sheet(by=an_actor(), sheet=staged(plan, lambda sheet: write(sheet, "Rà soát", LEAD, "Sở B")))
    measure = Measure.objects.get()
    assert (measure.doubts, measure.confidence, measure.version) == ({}, "sure", 2)


def test_a_file_is_applied_once_and_not_given_up_afterwards(plan: Plan) -> None:
    sheet = staged(plan, everything)
    apply_sheet(by=an_actor(), sheet=sheet)
    for again in (
        lambda: apply_sheet(by=an_actor(), sheet=sheet),
        lambda: give_up(by=an_actor(), staged=sheet),
    ):
        with pytest.raises(ValidationError) as refused:
            again()
        assert refused.value.messages == ["This file was applied already."]


def test_what_is_given_up_is_forgotten_but_the_stored_file_stays(plan: Plan) -> None:
    give_up(by=an_actor(), staged=staged(plan, everything))
    assert (StagedFile.objects.count(), StoredFile.objects.count()) == (0, 1)
    assert Entry.objects.filter(verb="plans.sheet_given_up").count() == 1


def test_a_faulty_file_is_refused_with_its_cells_and_nothing_is_kept(plan: Plan) -> None:
    def spoil(sheet: Worksheet) -> None:
        sheet.cell(row_of(sheet, "Rà soát"), len(AT) + 1, "NV-999999")
        write(sheet, "Mở chuyên mục", TASK, "")

    with pytest.raises(Faults) as refused:
        staged(plan, spoil)
    cells = [f"{fault.place.column}{fault.place.row}" for fault in refused.value.faults]
    assert cells == ["J4", "C5"]
    assert (StagedFile.objects.count(), StoredFile.objects.count()) == (0, 0)


def test_the_people_of_another_unit_bring_no_file(plan: Plan) -> None:
    sheet = staged(plan, everything)
    theirs = actor_for(a_member(Role.UNIT_CLERK, unit=a_unit("Sở Y tế")))
    data = edited(plan, everything)
    for refused in (
        lambda: compared_and_staged(theirs, plan, data),
        lambda: apply_sheet(by=theirs, sheet=sheet),
        lambda: give_up(by=theirs, staged=sheet),
    ):
        with pytest.raises(NotPermitted):
            refused()
    assert Measure.objects.filter(section__plan=plan).count() == 4


def test_applying_writes_many_measures_at_once() -> None:
    counts = []
    for size in (20, 300):
        plan = a_plan()
        readings = [MeasureText(str(number), {TASK: [f"Việc {number}"]}, Source()) for number in range(size)]
        written(plan, [SectionText("Thể chế", None, readings)])
        sheet = staged(plan, every_output)
        with CaptureQueriesContext(connection) as made:
            apply_sheet(by=an_actor(), sheet=sheet)
        counts.append(len(made))
    assert counts[1] < counts[0] + 20


def every_output(sheet: Worksheet) -> None:
    """Give every measure an output."""
    for row in range(4, sheet.max_row + 1):
        sheet.cell(row, AT[OUTPUT], "Báo cáo")


@pytest.mark.parametrize(
    ("old", "new", "parts"),
    [
        ("", "Mới", [("new", "Mới")]),
        ("Cũ", "", [("old", "Cũ")]),
        ("Quý II", "Quý III", [("same", "Quý "), ("old", "II"), ("new", "III")]),
        ("Sở A", "Sở A; Sở B", [("same", "Sở A"), ("new", "; Sở B")]),
        ("hạn 30/9/2026", "hạn 15/10/2026", [("same", "hạn "), ("old", "30/9/2026"), ("new", "15/10/2026")]),
        ("a\nb", "a\nc", [("same", "a\n"), ("old", "b"), ("new", "c")]),
    ],
)
def test_texts_are_compared_word_by_word(old: str, new: str, parts: list[tuple[str, str]]) -> None:
    assert changed_words(old, new) == parts


# Pages


@pytest.fixture
def office(client_of: Callable[[Role], Client]) -> Client:
    return client_of(Role.COORDINATOR)


def brought(client: Client, plan: Plan, data: bytes, name: str = FILE) -> Any:
    return client.post(f"/ke-hoach/{plan.pk}/excel/nhap/", {"file": SimpleUploadedFile(name, data)})


def test_the_table_goes_out_as_a_workbook_with_its_codes(office: Client, plan: Plan) -> None:
    response = office.get(f"/ke-hoach/{plan.pk}/excel/")
    assert response.headers["Content-Disposition"] == (
        f'attachment; filename="ke-hoach-cai-cach-hanh-chinh-{plan.pk}.xlsx"'
    )
    sheet = load_workbook(io.BytesIO(response.content)).worksheets[0]
    measure = Measure.objects.get(task="Rà soát")
    assert sheet.cell(row_of(sheet, "Rà soát"), len(AT) + 1).value == f"NV-{measure.pk}"


def test_a_file_is_shown_first_and_then_applied(office: Client, plan: Plan) -> None:
    response = brought(office, plan, edited(plan, everything))
    sheet = StagedFile.objects.get()
    address = f"/ke-hoach/{plan.pk}/excel/nhap/{sheet.pk}/"
    assert (response.status_code, response.url) == (302, address)
    text = unescape(source(office.get(address)))
    for expected in (
        "1 measure is not in the file any more and will be deleted.",
        "<del>2 Công khai thủ tục</del>",
        "<del>Quý II/2026</del> → <ins>Quý III/2026</ins>",
        "stood in “Thể chế”",
    ):
        assert expected in text, expected
    response = office.post(f"{address}ap-dung/", follow=True)
    assert (response.redirect_chain[-1][0], "Applied: 4 changes." in source(response)) == (
        f"/ke-hoach/{plan.pk}/",
        True,
    )
    assert "What the file changed" in source(office.get(address))


def test_deadlines_that_mean_no_day_are_said_before_the_file_is_applied(office: Client, plan: Plan) -> None:
    def edit(sheet: Worksheet) -> None:
        for task, deadline in (
            ("Rà soát", "31/02/2026"),
            ("Mở chuyên mục", "Quý V"),
            ("Công khai thủ tục", "30/6"),
        ):
            sheet.cell(row_of(sheet, task), AT[DEADLINE]).value = deadline

    brought(office, plan, edited(plan, edit))
    staged = StagedFile.objects.get()
    text = " ".join(unescape(source(office.get(f"/ke-hoach/{plan.pk}/excel/nhap/{staged.pk}/"))).split())
    assert "2 deadlines in the file are not understood" in text
    assert (
        '1 Rà soát: <strong>31/02/2026</strong> <span class="quiet">no calendar has “31/02/2026”</span>'
        in text
    )
    assert (
        '2 Mở chuyên mục: <strong>Quý V</strong> <span class="quiet">no calendar has “Quý V”</span>' in text
    )
    assert "<strong>30/6" not in text
    assert {one.deadline for one in Measure.objects.all()} == {"Quý II/2026"}


def test_a_faulty_file_answers_422_with_the_cells_first(office: Client, plan: Plan) -> None:
    def spoil(sheet: Worksheet) -> None:
        sheet.cell(row_of(sheet, "Rà soát"), len(AT) + 1, "NV-999999")

    response = brought(office, plan, edited(plan, spoil))
    assert (response.status_code, "J4" in source(response)) == (422, True)


@pytest.mark.parametrize(
    ("name", "data"), [("ke-hoach.csv", b"a;b"), ("ke-hoach.xlsx", b"no zip"), ("ke-hoach.xlsx", b"")]
)
def test_what_is_no_workbook_is_refused_with_422(office: Client, plan: Plan, name: str, data: bytes) -> None:
    assert brought(office, plan, data, name).status_code == 422
    assert StagedFile.objects.count() == 0


def test_a_plan_changed_meanwhile_answers_409_and_the_file_is_compared_again(
    office: Client, plan: Plan
) -> None:
    brought(office, plan, edited(plan, everything))
    sheet = StagedFile.objects.get()
    a_measure(plan, "Thêm sau khi so sánh")
    address = f"/ke-hoach/{plan.pk}/excel/nhap/{sheet.pk}/"
    response = office.post(f"{address}ap-dung/")
    assert (response.status_code, "Compare the file again" in source(response)) == (409, True)
    response = office.post(f"{address}xem-lai/")
    fresh = StagedFile.objects.get()
    assert response.url == f"/ke-hoach/{plan.pk}/excel/nhap/{fresh.pk}/"
    assert office.post(f"{response.url}ap-dung/").status_code == 302
    assert Measure.objects.filter(task="Viết bài").count() == 1


def test_a_cell_that_others_changed_too_is_shown_with_all_its_texts_and_asked_about(
    office: Client, plan: Plan
) -> None:
    sheet = changed_meanwhile(plan, new_deadline, deadline="Quý III/2026")
    address = f"/ke-hoach/{plan.pk}/excel/nhap/{sheet.pk}/"
    text = re.sub(r'</?span[^>]*>| class="lines"', "", source(office.get(address)))
    for expected in (
        "the file changes 1 of these places in another way",
        "At the download: Quý II/2026",
        "The plan now: <del>Quý III/2026</del>",
        "The file: <ins>Quý IV/2026</ins>",
    ):
        assert expected in text, expected
    refused = office.post(f"{address}ap-dung/")
    assert (refused.status_code, "look at it and tick the box first" in source(refused)) == (422, True)
    assert office.post(f"{address}ap-dung/", {"over": "on"}).url == f"/ke-hoach/{plan.pk}/"
    assert Measure.objects.get(task="Rà soát").deadline == "Quý IV/2026"


def test_what_others_did_and_the_file_did_not_touch_is_named_and_stays(office: Client, plan: Plan) -> None:
    sheet = changed_meanwhile(plan, lambda _sheet: None, deadline="Quý III/2026")
    text = source(office.get(f"/ke-hoach/{plan.pk}/excel/nhap/{sheet.pk}/"))
    assert "What the file does not touch stays as the plan holds it now." in text
    assert "changed in the plan: 1 Rà soát" in text
    assert "Nothing would change" in text


def test_a_file_that_does_not_know_what_the_plan_held_says_so(office: Client, plan: Plan) -> None:
    book = load_workbook(io.BytesIO(edited(plan, new_deadline)))
    book.remove(book[GIVEN_OUT])
    written = io.BytesIO()
    book.save(written)
    text = source(office.get(brought(office, plan, written.getvalue()).url))
    assert "This file does not say what the plan held when it was downloaded." in text


def test_agencies_that_nobody_has_confirmed_are_named_before_and_after_applying(
    office: Client, plan: Plan
) -> None:
    def edit(sheet: Worksheet) -> None:
        write(sheet, "Rà soát", COOPERATING, "UBND các xã, phường\nSở Tư pháp")

    address = brought(office, plan, edited(plan, edit)).url
    waiting = "2 agencies that the file brings are not confirmed yet: UBND các xã, phường; Sở Tư pháp."
    assert waiting in " ".join(source(office.get(address)).split())
    told = source(office.post(f"{address}ap-dung/", follow=True))
    assert (
        "2 agencies that the file brings are not confirmed yet. "
        f'<a href="/ke-hoach/{plan.pk}/soan/co-quan/">Confirm the agencies</a>'
    ) in told
    plan.agencies.update(confirmed=True)
    assert "not confirmed yet" not in source(office.get(address))


def test_a_move_within_a_section_says_from_behind_what_to_behind_what(office: Client, plan: Plan) -> None:
    a_measure(plan, "Báo cáo", heading="Thể chế", number="3")

    def edit(sheet: Worksheet) -> None:
        at = row_of(sheet, "Rà soát")
        values = [cell.value for cell in sheet[at]]
        below = row_of(sheet, "Báo cáo")
        sheet.insert_rows(below + 1)
        for column, value in enumerate(values, start=1):
            sheet.cell(below + 1, column, value)
        sheet.delete_rows(at)

    text = unescape(source(office.get(brought(office, plan, edited(plan, edit)).url)))
    assert "from the beginning of the section down, behind “3 Báo cáo”" in text


def test_a_file_is_given_up_and_its_page_is_gone(office: Client, plan: Plan) -> None:
    brought(office, plan, edited(plan, everything))
    address = f"/ke-hoach/{plan.pk}/excel/nhap/{StagedFile.objects.get().pk}/"
    data = b"".join(office.get(f"{address}tep/").streaming_content)
    assert load_workbook(io.BytesIO(data)).worksheets[0].max_row > 4
    assert office.post(f"{address}bo/").url == f"/ke-hoach/{plan.pk}/"
    assert office.get(address).status_code == 404


def test_the_import_of_one_plan_is_not_found_under_another(office: Client, plan: Plan) -> None:
    brought(office, plan, edited(plan, everything))
    other, sheet = a_plan(title="Khác"), StagedFile.objects.get()
    for rest in ("", "tep/"):
        assert office.get(f"/ke-hoach/{other.pk}/excel/nhap/{sheet.pk}/{rest}").status_code == 404
    assert office.post(f"/ke-hoach/{other.pk}/excel/nhap/{sheet.pk}/ap-dung/").status_code == 404


def test_the_number_that_a_file_had_before_still_leads_to_it(office: Client, plan: Plan) -> None:
    brought(office, plan, edited(plan, everything))
    StagedFile.objects.update(former=77)
    assert office.get(f"/ke-hoach/{plan.pk}/excel/nhap/77/").status_code == 200
    assert office.post(f"/ke-hoach/{plan.pk}/excel/nhap/77/ap-dung/").status_code == 302
    assert office.get(f"/ke-hoach/{plan.pk}/excel/nhap/78/").status_code == 404


def test_a_draft_that_is_deleted_takes_the_files_along_that_wait_for_it(office: Client, plan: Plan) -> None:
    brought(office, plan, edited(plan, everything))
    other = a_plan(title="Khác")
    brought(office, other, edited(other, lambda _sheet: None))
    delete_draft(by=an_actor(), plan=plan)
    assert [one.about for one in StagedFile.objects.all()] == [str(other.pk)]
