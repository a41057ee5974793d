"""A sheet goes out as an Excel file and comes back: what nobody touched changes nothing, what both touched is said."""

from __future__ import annotations

import io
from datetime import date, datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from docx import Document
from openpyxl import load_workbook

from cchc.audit.changed import Changed
from cchc.audit.models import Entry
from cchc.audit.played import play
from cchc.core.papers.deadlines.windows import VIETNAM
from cchc.core.words.messages import Faults
from cchc.cycles.models import Phase
from cchc.intake.actions import give_up, stage, undo
from cchc.intake.kinds import Brought
from cchc.intake.models import StagedFile
from cchc.self_scoring.actions.files import apply_answers
from cchc.self_scoring.actions.saving import save_answer
from cchc.self_scoring.actions.typing import TypedAnswer
from cchc.self_scoring.exchange.printed_sheet import Issuer, printed_sheet
from cchc.self_scoring.exchange.sheet_file import HEADINGS
from cchc.self_scoring.models import SheetSubmission, UnitSheet
from cchc.self_scoring.queries.files import printed_content, sheet_content
from cchc.self_scoring.queries.sheet import whole_sheets
from cchc.self_scoring.staged import ANSWERS_FILES
from cchc.texts.speaking import speaker
from cchc.units.models import Kind, Unit
from tests.builders import ANSWERS, a_filled_sheet, a_round, a_sheet, of_unit, submitted
from tests.documents.decree30 import paper_faults

pytestmark = pytest.mark.django_db


@pytest.fixture
def sheet(settings: Any, tmp_path: Any) -> UnitSheet:
    """A filled sheet of which the phase is open today, whatever day it is."""
    settings.MEDIA_ROOT = tmp_path
    filled = a_filled_sheet(answers={leaf: ANSWERS[leaf] for leaf in ("1.1", "1.2", "1.3", "2.1")})
    today = timezone.localdate()
    Phase.objects.filter(cycle=filled.participant.cycle).update(starts=today, ends=today)
    return filled


def edited(data: bytes, **cells: Any) -> bytes:
    """A workbook with other values in cells of its first sheet, each named by the number of its leaf and its column."""
    book = load_workbook(io.BytesIO(data))
    table = book.worksheets[0]
    head = next(row for row in table.iter_rows() if row[0].value == "STT")
    columns = {cell.value: cell.column for cell in head}
    for place, value in cells.items():
        leaf, heading, *which = place.split("|")
        rows = [row for row in table.iter_rows() if row[0].value == leaf]
        table.cell(rows[int(which[0]) if which else 0][0].row, columns[heading]).value = value
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def brought(sheet: UnitSheet, data: bytes) -> StagedFile:
    """The file as somebody of the unit brings it back."""
    by = of_unit(sheet)
    file = Brought(by, "phieu-tu-cham.xlsx", data, str(sheet.pk))
    return stage(by=by, kind=ANSWERS_FILES, brought=file, compared=ANSWERS_FILES.compare(file))


def given_out(sheet: UnitSheet) -> bytes:
    return sheet_content(whole_sheets().get(pk=sheet.pk))


def held(sheet: UnitSheet) -> dict[str, Any]:
    return {one.leaf: one.figures or one.points for one in sheet.answers.all()}


def test_the_file_has_the_official_columns_and_no_codes(sheet):
    book = load_workbook(io.BytesIO(given_out(sheet)))
    table = book.worksheets[0]
    rows = [[cell.value for cell in row] for row in table.iter_rows()]
    assert list(HEADINGS) in rows
    start = rows.index(list(HEADINGS)) + 1
    assert [row[0] for row in rows[start:] if row[0]] == [
        "1", "1.1", "1.1", "1.2", "1.3", "2", "2.1", "2.2", "2.3",
    ]  # fmt: skip
    first = rows[start + 1]
    assert (first[3], first[4], first[8]) == ("Số nhiệm vụ hoàn thành", 9, 1.8)
    assert first[7].startswith("BÁO CÁO 12/BC-SNV ngày 30/06/2026")
    assert [one.sheet_state for one in book.worksheets] == ["visible", "visible", "veryHidden"]


def test_a_file_that_nobody_touched_changes_nothing(sheet):
    staged = brought(sheet, given_out(sheet))
    assert staged.difference == []
    with pytest.raises(ValidationError):
        apply_answers(by=of_unit(sheet), staged=staged)


def test_what_was_filled_in_is_shown_applied_with_one_record_and_taken_back(sheet):
    before = held(sheet)
    file = edited(
        given_out(sheet),
        **{
            "1.1|Số liệu|1": 12,
            "1.3|Số liệu": "15/01/2026",
            "2.1|Số liệu": 0.915,
            "2.3|Điểm tự chấm": 0.75,
            "2.3|Lý do": "Có một sáng kiến",
        },
    )
    staged = brought(sheet, file)
    assert staged.counts == {"cells": 5, "leaves": 4, "clashes": 0}
    assert held(sheet) == before
    changed = apply_answers(by=of_unit(sheet), staged=staged)
    assert sorted(changed) == ["1.1", "1.3", "2.1", "2.3"]
    assert held(sheet) == {
        "1.1": {"done": "9", "planned": "12"},
        "1.2": "1.5",
        "1.3": {"issued": "2026-01-15"},
        "2.1": {"rate": "91.5"},
        "2.3": "0.75",
    }
    assert sheet.answers.get(leaf="2.3").reason == "Có một sáng kiến"
    assert Entry.objects.filter(verb="self_scoring.file_applied").count() == 1
    undo(by=of_unit(sheet), staged=staged)
    assert held(sheet) == {**before, "2.3": ""}
    assert [str(one) for one in play().differences if "Phase" not in str(one)] == []


def test_no_formula_goes_out_and_none_comes_in(sheet):
    note = '=HYPERLINK("http://xau.vn";"Xem")'
    save_answer(by=of_unit(sheet), sheet=sheet, leaf="1.2", typed=TypedAnswer(note=note), version=1)
    out = given_out(sheet)
    table = load_workbook(io.BytesIO(out)).worksheets[0]
    assert "f" not in {cell.data_type for row in table.iter_rows() for cell in row}
    assert brought(sheet, out).difference == []
    with pytest.raises(Faults) as refused:
        brought(sheet, edited(out, **{"2.3|Lý do": "=1+1", "1.1|Số liệu": "=2*3"}))
    assert sorted(fault.place.criterion[:3] for fault in refused.value.faults) == ["1.1", "2.3"]


def test_what_others_changed_meanwhile_stays_unless_both_changed_the_same(sheet):
    file = edited(given_out(sheet), **{"1.2|Điểm tự chấm": 2, "2.3|Điểm tự chấm": 1})
    save_answer(by=of_unit(sheet), sheet=sheet, leaf="1.2", typed=TypedAnswer(points="1"), version=1)
    save_answer(
        by=of_unit(sheet), sheet=sheet, leaf="1.1", typed=TypedAnswer(figures={"done": "10"}), version=1
    )
    staged = brought(sheet, file)
    assert staged.counts["clashes"] == 1
    with pytest.raises(Changed) as conflict:
        apply_answers(by=of_unit(sheet), staged=staged)
    (clash,) = conflict.value.now
    assert (clash.leaf, clash.base, clash.mine, clash.theirs) == ("1.2", "1.5", "2", "1")
    apply_answers(by=of_unit(sheet), staged=staged, over=True)
    assert (held(sheet)["1.1"]["done"], held(sheet)["1.2"], held(sheet)["2.3"]) == ("10", "2", "1")


def test_a_file_that_was_compared_with_an_older_sheet_is_compared_again(sheet):
    staged = brought(sheet, edited(given_out(sheet), **{"2.3|Điểm tự chấm": 1}))
    save_answer(by=of_unit(sheet), sheet=sheet, leaf="1.2", typed=TypedAnswer(points="1"), version=1)
    with pytest.raises(Changed):
        apply_answers(by=of_unit(sheet), staged=staged)
    give_up(by=of_unit(sheet), staged=staged)
    assert Entry.objects.filter(verb="self_scoring.file_given_up").count() == 1


def test_every_fault_is_told_with_its_unit_and_criterion(sheet):
    file = edited(
        given_out(sheet),
        **{
            "1.1|Số liệu": "chín",
            "1.2|Điểm tự chấm": 3,
            "1.3|Số liệu": "31/31/2026",
            "2.1|Điểm tự chấm": 2,
            "2.2|Số liệu": 1,
            "2.3|Điểm tự chấm": 0.12345,
        },
    )
    with pytest.raises(Faults) as refused:
        brought(sheet, file)
    assert [fault.place.criterion.split(". ")[0] for fault in refused.value.faults] == [
        "1.1", "1.2", "1.3", "2.1", "2.2", "2.3",
    ]  # fmt: skip
    assert {fault.place.unit for fault in refused.value.faults} == {sheet.participant.name}
    assert StagedFile.objects.count() == 0


def test_the_file_of_another_unit_and_one_with_a_row_less_are_refused(sheet):
    other = whole_sheets().exclude(pk=sheet.pk).get()
    with pytest.raises(Faults):
        brought(sheet, given_out(other))
    book = load_workbook(io.BytesIO(given_out(sheet)))
    table = book.worksheets[0]
    gone = next(row[0].row for row in table.iter_rows() if row[0].value == "1.2")
    table.delete_rows(gone)
    kept = io.BytesIO()
    book.save(kept)
    with pytest.raises(Faults) as refused:
        brought(sheet, kept.getvalue())
    assert [fault.place.criterion for fault in refused.value.faults] == ["1.2. Báo cáo định kỳ"]


def test_the_sheet_is_open_no_longer(sheet):
    staged = brought(sheet, edited(given_out(sheet), **{"2.3|Điểm tự chấm": 1}))
    long_ago = datetime(2026, 1, 1, tzinfo=VIETNAM).date()
    Phase.objects.filter(cycle=sheet.participant.cycle).update(starts=long_ago, ends=long_ago)
    with pytest.raises(ValidationError):
        apply_answers(by=of_unit(sheet), staged=staged)
    assert a_sheet(sheet.participant.cycle).answers.filter(leaf="2.3").count() == 0


# --- in official form -----------------------------------------------------------------------------------------


def test_a_submission_prints_in_official_form_and_always_the_same(sheet):
    filled = a_filled_sheet(
        a_round(year=2025, version=sheet.participant.cycle_set.version),
        now=datetime(2025, 12, 20, 9, 0, tzinfo=VIETNAM),
    )
    submission = submitted(filled, now=datetime(2025, 12, 21, 9, 0, tzinfo=VIETNAM))
    data = printed_content(submission)
    assert data == printed_content(SheetSubmission.objects.get(pk=submission.pk))
    assert paper_faults(data) == []
    page = Document(io.BytesIO(data))
    head, table, signatures = page.tables
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    printed = {row[0]: row for row in rows}
    assert list(printed)[-8:] == ["1", "1.1", "1.2", "1.3", "2", "2.1", "2.2", "2.3"]
    first = printed["1.1"]
    assert first[3] == "Số nhiệm vụ hoàn thành: 9\nSố nhiệm vụ trong kế hoạch: 10"
    assert first[4] == "BÁO CÁO 12/BC-SNV ngày 30/06/2026, trang 2"
    assert (first[5], printed["1.2"][5], printed["2.1"][5]) == ("1,8", "1,5", "–")
    assert page.sections[0].page_width > page.sections[0].page_height
    text = "\n".join(one.text for one in page.paragraphs)
    assert submission.sha256[:16] in text
    assert [cell.text.strip() for row in head.rows for cell in row.cells] == [
        "ỦY BAN NHÂN DÂN TỈNH PHÚ THỌ\nSỞ NỘI VỤ",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc",
        "",
        "Phú Thọ, ngày 21 tháng 12 năm 2025",
    ]
    drawn, signed = (cell.text.split() for cell in signatures.rows[0].cells)
    assert (drawn[:3], signed[:4]) == (["NGƯỜI", "LẬP", "PHIẾU"], ["THỦ", "TRƯỞNG", "ĐƠN", "VỊ"])
    assert " ".join(signed).endswith(submission.person)


@pytest.mark.parametrize("kind", [Kind.COMMUNE, Kind.WARD, Kind.SPECIAL_ZONE])
def test_a_commune_prints_as_its_peoples_committee_at_its_own_place_below_nobody(sheet, kind):
    participant = sheet.participant
    Unit.objects.filter(pk=participant.unit_id).update(kind=kind)
    type(participant).objects.filter(pk=participant.pk).update(name="Xã Tân An")
    head = Document(io.BytesIO(printed_content(submitted(sheet, now=timezone.now())))).tables[0]
    assert head.rows[0].cells[0].text.strip() == "ỦY BAN NHÂN DÂN XÃ TÂN AN"
    assert head.rows[1].cells[1].text.startswith("Tân An, ngày ")


def test_points_print_with_four_decimals_and_the_total_without_its_fraction(sheet):
    content = dict(submitted(sheet, now=timezone.now()).content)
    content["sums"] = {**content["sums"], "points": "1/3"}
    content["leaves"]["1.1"]["points"] = "2/3"
    data = printed_sheet(
        content, number=1, sha256="0" * 64, on=date(2026, 12, 21), issuer=Issuer("", "Sở Nội vụ", "", ""),
        taken_in=False, signed="", say=speaker("self_scoring", "core", language_code="vi"),
    )  # fmt: skip
    page = Document(io.BytesIO(data))
    printed = {row.cells[0].text: row.cells[5].text for row in page.tables[1].rows}
    assert printed["1.1"] == "0,6667"
    (said,) = [one.text for one in page.paragraphs if one.text.startswith("Tổng")]
    assert said.startswith("Tổng: 0,3333/")
