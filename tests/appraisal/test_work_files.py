"""One's own work goes out as an Excel file and comes back: what was typed in it is what would be typed on the page."""

from __future__ import annotations

import io
from datetime import date, datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from openpyxl import load_workbook

from cchc.access.actor import Actor, NotPermitted
from cchc.access.permissions import Role
from cchc.appraisal.actions.appraising import save_appraisal
from cchc.appraisal.actions.files import about_work, apply_work, differences_in
from cchc.appraisal.actions.judging import TypedAppraisal
from cchc.appraisal.exchange.work_file import FIXED, NUMBER, UNIT
from cchc.appraisal.models import Appraisal, UnitAppraisal
from cchc.appraisal.queries.content import TakenReason
from cchc.appraisal.queries.files import FilePart, work_content
from cchc.appraisal.staged import WORK_FILES
from cchc.audit.changed import Changed
from cchc.audit.models import Entry
from cchc.audit.played import play
from cchc.core.papers.deadlines.windows import VIETNAM
from cchc.core.words.messages import Faults
from cchc.cycles.actions import PhaseDates, change_phases
from cchc.cycles.models import Cycle
from cchc.intake.actions import stage, undo
from cchc.intake.kinds import Brought
from cchc.intake.models import StagedFile
from cchc.scores.models import Stage
from cchc.self_scoring.actions.returning import return_sheet
from cchc.self_scoring.actions.saving import save_answer
from cchc.self_scoring.actions.typing import TypedAnswer
from cchc.self_scoring.models import UnitSheet
from tests.builders import (
    a_double,
    a_filled_sheet,
    a_request,
    a_whole_round,
    a_work_plan,
    actor_for,
    an_actor,
    an_appraiser,
    of_unit,
    submitted,
    to_appraise,
)

pytestmark = pytest.mark.django_db

DECEMBER = datetime(2026, 12, 22, 9, 0, tzinfo=VIETNAM)
FROM, UNTIL = date(2026, 1, 1), date(2099, 12, 31)
FIRST = Stage.FIRST_APPRAISAL
RESULT, VALUE, POINTS = "Kết quả thẩm định", "Số liệu thẩm định", "Điểm thẩm định"
REASON, SENTENCE = "Lý do trừ điểm 1", "Câu gửi đơn vị 1"
LATE = "Quá hạn"


@pytest.fixture
def work(settings: Any, tmp_path: Any) -> UnitAppraisal:
    """A unit that is appraised by one person; every phase is open, whatever day it is."""
    settings.MEDIA_ROOT = tmp_path
    cycle = a_whole_round()
    a_work_plan(cycle, an_appraiser())
    row = to_appraise(a_filled_sheet(cycle))
    phases = [PhaseDates(one.kind, one.name, FROM, UNTIL) for one in cycle.phases.all()]
    change_phases(by=an_actor(), cycle=cycle, phases=phases, reason="Kéo dài")
    return UnitAppraisal.objects.select_related("participant__cycle").get(pk=row.pk)


def appraiser_of(row: UnitAppraisal) -> Actor:
    (assignment, *_more) = row.participant.cycle.appraisal_plans.get().assignments.all()
    return actor_for(assignment.person.memberships.get())


def given_out(by: Actor, cycle: Cycle, part: FilePart | None = None) -> bytes:
    return work_content(by, cycle, FIRST, part or FilePart())


def edited(data: bytes, **cells: Any) -> bytes:
    """A workbook with other values in cells, each named by the number of its leaf and its column."""
    book = load_workbook(io.BytesIO(data))
    table = book.worksheets[0]
    head = next(row for row in table.iter_rows() if row[0].value == UNIT)
    columns = {cell.value: cell.column for cell in head}
    for place, value in cells.items():
        leaf, heading, *which = place.split("|")
        rows = [row for row in table.iter_rows() if row[1].value == leaf]
        table.cell(rows[int(which[0]) if which else 0][0].row, columns[heading]).value = value
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def brought(by: Actor, row: UnitAppraisal, data: bytes) -> StagedFile:
    file = Brought(by, "tham-dinh.xlsx", data, about_work(by, row.participant.cycle, FIRST))
    return stage(by=by, kind=WORK_FILES, brought=file, compared=WORK_FILES.compare(file))


def held(row: UnitAppraisal) -> dict[str, Any]:
    names = ("verdict", "figures", "points", "reasons", "provisional", "note", "bulk")
    return {one.leaf: tuple(getattr(one, name) for name in names) for one in row.rows.order_by("leaf")}


FILLED = {
    f"1.1|{RESULT}": "Sửa số liệu",
    f"1.1|{VALUE}": 5,
    f"1.1|{REASON}": LATE,
    f"1.1|{SENTENCE}": "Báo cáo quý III nộp chậm",
    f"1.2|{RESULT}": "Cho điểm",
    f"1.2|{POINTS}": 1,
    f"1.2|{REASON}": "Thiếu tài liệu kiểm chứng",
    f"1.3|{RESULT}": "Chấp nhận",
    "1.3|Ghi chú": "Đã đối chiếu",
    f"2.1|{RESULT}": "Chấp nhận",
    "2.1|Tạm tính vì": "Chờ số liệu",
}
TYPED = {
    "1.1": TypedAppraisal(figures={"done": "5"}, reasons=(TakenReason("late", "Báo cáo quý III nộp chậm"),)),
    "1.2": TypedAppraisal(points="1", reasons=(TakenReason("missing_evidence"),)),
    "1.3": TypedAppraisal(note="Đã đối chiếu"),
    "2.1": TypedAppraisal(provisional="Chờ số liệu"),
}


def test_what_is_typed_in_excel_is_what_would_be_typed_on_the_page_and_is_taken_back_whole(work):
    by = appraiser_of(work)
    before = held(work)
    staged = brought(by, work, edited(given_out(by, work.participant.cycle), **FILLED))
    assert [one.leaf for one in differences_in(staged)] == ["1.1", "1.2", "1.3", "2.1"]
    apply_work(by=by, staged=staged)
    by_file = held(work)
    entry = Entry.objects.get(verb="appraisal.file_applied")
    assert (entry.facts["count"], entry.facts["sha256"]) == (4, staged.file.sha256)
    assert play().differences == []
    undo(by=by, staged=staged)
    assert {leaf: one for leaf, one in held(work).items() if one[0]} == before == {}
    for leaf, typed in TYPED.items():
        row = work.rows.get(leaf=leaf)
        save_appraisal(by=by, appraised=work, leaf=leaf, typed=typed, version=row.version)
    assert held(work) == by_file
    assert play().differences == []


def test_a_file_that_nobody_touched_changes_nothing_whatever_stands_there(work):
    by = appraiser_of(work)
    empty = brought(by, work, given_out(by, work.participant.cycle))
    for leaf, typed in TYPED.items():
        save_appraisal(by=by, appraised=work, leaf=leaf, typed=typed, version=0)
    full = brought(by, work, given_out(by, work.participant.cycle))
    assert [empty.difference, full.difference] == [[], []]
    with pytest.raises(ValidationError, match="changes nothing"):
        apply_work(by=by, staged=full)


def test_the_file_shows_words_and_no_codes_and_each_part_of_the_work_has_its_own(work):
    by, cycle = appraiser_of(work), work.participant.cycle
    book = load_workbook(io.BytesIO(given_out(by, cycle)))
    assert [one.sheet_state for one in book.worksheets] == ["visible", "visible", "veryHidden"]
    rows = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]
    head = next(row for row in rows if row[0] == UNIT)
    assert head[: len(FIXED)] == list(FIXED)
    assert head[len(FIXED) :] == [
        REASON, SENTENCE, "Lý do trừ điểm 2", "Câu gửi đơn vị 2", "Tạm tính vì", "Ghi chú",
    ]  # fmt: skip
    lists = [one.formula1 for one in book.worksheets[0].data_validations.dataValidation]
    assert any("Chấp nhận" in one for one in lists)
    assert any(LATE in one for one in lists)
    first = rows[rows.index(head) + 1]
    assert [first[at] for at in (0, 1, 4, 5, 6, 7, 9, 10)] == [
        "Sở Nội vụ", "1.1", "Số nhiệm vụ hoàn thành", 9, None, 1, 1.8, "Chưa thẩm định",
    ]  # fmt: skip
    part = FilePart(cycle_set=work.participant.cycle_set_id, leaf="1.2")
    table = load_workbook(io.BytesIO(given_out(by, cycle, part))).worksheets[0]
    numbers = [row[1].value for row in table.iter_rows() if row[0].value == "Sở Nội vụ"]
    assert numbers == ["1.2"]


def test_every_fault_is_told_at_once_with_its_place_and_nothing_is_kept(work):
    by = appraiser_of(work)
    data = edited(
        given_out(by, work.participant.cycle),
        **{
            f"1.1|{RESULT}": "Sửa số liệu",
            f"1.1|{VALUE}": 5,  # lowered, without a reason
            f"1.2|{RESULT}": "Có lẽ",
            f"1.3|{POINTS}": 1,  # written, without a result
            f"2.1|{RESULT}": "Chấp nhận",
            f"2.1|{VALUE}": 50,  # accepted, with another figure
            f"2.3|{REASON}": "Vì thích",
        },
    )
    with pytest.raises(Faults) as refused:
        brought(by, work, data)
    places = {(one.place.unit, (one.place.criterion or "")[:3]) for one in refused.value.faults}
    assert places == {("Sở Nội vụ", "1.2"), ("Sở Nội vụ", "1.3"), ("Sở Nội vụ", "2.3")}
    assert all(one.place.row and one.place.column for one in refused.value.faults)
    for leaf in ("1.2", "1.3", "2.3"):  # mended: the rest is judged as its page would
        data = edited(data, **{f"{leaf}|{RESULT}": None, f"{leaf}|{POINTS}": None, f"{leaf}|{REASON}": None})
    with pytest.raises(Faults) as refused:
        brought(by, work, data)
    assert [(one.place.criterion or "")[:3] for one in refused.value.faults] == ["1.1", "2.1"]
    assert (StagedFile.objects.count(), Appraisal.objects.count()) == (0, 0)


@pytest.mark.parametrize("text", ["=1+1", '=HYPERLINK("http://x")', "#REF!"])
def test_a_formula_is_no_text_and_what_looks_like_one_in_a_text_goes_out_as_text(work, text):
    by = appraiser_of(work)
    data = given_out(by, work.participant.cycle)
    with pytest.raises(Faults):
        brought(by, work, edited(data, **{f"1.3|{RESULT}": "Chấp nhận", "1.3|Ghi chú": text}))
    typed = TypedAppraisal(note="=1+1 là phép cộng")
    save_appraisal(by=by, appraised=work, leaf="1.3", typed=typed, version=0)
    table = load_workbook(io.BytesIO(given_out(by, work.participant.cycle))).worksheets[0]
    notes = [cell for row in table.iter_rows() for cell in row if cell.value == typed.note]
    assert [cell.data_type for cell in notes] == ["s"]


def test_what_others_appraised_meanwhile_is_shown_and_replaced_only_when_that_is_agreed_to(work):
    by = appraiser_of(work)
    data = edited(
        given_out(by, work.participant.cycle), **{f"1.3|{RESULT}": "Chấp nhận", "1.3|Ghi chú": "Tệp"}
    )
    save_appraisal(by=by, appraised=work, leaf="1.3", typed=TypedAppraisal(note="Trang"), version=0)
    staged = brought(by, work, data)
    (clash,) = differences_in(staged)
    assert (clash.is_clash, clash.before.note, clash.becomes.note) == (True, "Trang", "Tệp")
    with pytest.raises(Changed):
        apply_work(by=by, staged=staged)
    save_appraisal(by=by, appraised=work, leaf="1.3", typed=TypedAppraisal(note="Nữa"), version=1)
    with pytest.raises(Changed):  # another one stands there than was compared
        apply_work(by=by, staged=staged, over=True)
    assert work.rows.get(leaf="1.3").note == "Nữa"
    apply_work(by=by, staged=brought(by, work, data), over=True)
    assert work.rows.get(leaf="1.3").note == "Tệp"


def test_a_row_whose_unit_answered_anew_since_is_named_and_not_written(work):
    by = appraiser_of(work)
    data = edited(
        given_out(by, work.participant.cycle), **{f"1.3|{RESULT}": "Chấp nhận", f"1.2|{RESULT}": "Chấp nhận"}
    )
    sheet = UnitSheet.objects.select_related("participant__cycle").get(participant=work.participant)
    return_sheet(by=an_actor(Role.COORDINATOR), sheet=sheet, reason="Thiếu số liệu", now=DECEMBER)
    answer = sheet.answers.get(leaf="1.3")
    typed = TypedAnswer(figures={"issued": "15/01/2026"})
    save_answer(by=of_unit(sheet), sheet=sheet, leaf="1.3", typed=typed, version=answer.version, now=DECEMBER)
    submitted(sheet, now=DECEMBER)
    staged = brought(by, work, data)
    assert staged.read["left"] == [{"unit": "Sở Nội vụ", "leaf": "1.3"}]
    assert [one.leaf for one in differences_in(staged)] == ["1.2"]


def test_the_file_of_another_person_and_what_is_asked_off_are_no_ones_to_bring(work):
    by, cycle = appraiser_of(work), work.participant.cycle
    data = edited(given_out(by, cycle), **{f"1.2|{RESULT}": "Chấp nhận"})
    stranger = actor_for(an_appraiser("Sở Tài chính"))
    with pytest.raises(Faults):
        brought(stranger, work, data)
    staged = brought(by, work, data)
    with pytest.raises(NotPermitted):
        apply_work(by=stranger, staged=staged)
    a_request(work.participant)
    with pytest.raises(ValidationError, match="give your opinion"):
        apply_work(by=by, staged=staged)
    with pytest.raises(Faults):
        brought(by, work, data)
    table = load_workbook(io.BytesIO(given_out(by, cycle))).worksheets[0]
    assert "1.2" not in [row[FIXED.index(NUMBER)].value for row in table.iter_rows()]


def test_what_two_people_appraise_is_left_out_of_the_file_and_refused_in_an_older_one(work):
    by, cycle = appraiser_of(work), work.participant.cycle
    data = edited(given_out(by, cycle), **{f"1.2|{RESULT}": "Chấp nhận"})
    staged = brought(by, work, data)
    a_double(cycle.appraisal_plans.get(), an_appraiser("Sở Tài chính"), leaf="1.2")
    with pytest.raises(ValidationError, match="Two people appraise"):
        apply_work(by=by, staged=staged)
    with pytest.raises(Faults):
        brought(by, work, data)
    table = load_workbook(io.BytesIO(given_out(by, cycle))).worksheets[0]
    numbers = {row[FIXED.index(NUMBER)].value for row in table.iter_rows()}
    assert numbers >= {"1.1", "1.3"}
    assert "1.2" not in numbers


def test_a_file_is_downloaded_brought_applied_and_taken_back_on_its_pages(work):
    by = appraiser_of(work)
    client = Client()
    client.cookies["django_language"] = "en"
    client.force_login(work.participant.cycle.appraisal_plans.get().assignments.first().person)
    year = work.participant.cycle.year
    room = f"/tham-dinh/{year}/excel/"
    out = client.get(f"{room}tai-ve/", {"don-vi": work.participant.unit_id}).content
    file = io.BytesIO(edited(out, **FILLED))
    file.name = "tham-dinh.xlsx"
    one = client.post(room, {"file": file})
    staged = StagedFile.objects.get()
    assert (one.status_code, one.url) == (302, f"{room}{staged.pk}/")
    shown = client.get(one.url)
    assert [line["leaf"] for line in shown.context["cells"]] == ["1.1", "1.2", "1.3", "2.1"]
    assert client.post(f"{one.url}ap-dung/").status_code == 302
    assert work.rows.exclude(verdict="").count() == 4
    assert client.post(f"{room}hoan-tac/").status_code == 302
    assert (work.rows.exclude(verdict="").count(), by.person_id) == (0, staged.person_id)
