"""Papers are as Decree 30/2020 wants them: measured in the Word file that was made."""

from __future__ import annotations

import base64
import io
import re
from datetime import date

import pytest
from docx import Document
from docx.oxml.ns import qn

from cchc.documents.exchange.decree30 import bold_width, place_and_date
from cchc.documents.exchange.paper import (
    Align,
    Header,
    NewSection,
    Signature,
    WordColumn,
    WordLine,
    WordPicture,
    WordTable,
)
from cchc.documents.exchange.word import paper_bytes
from tests.documents import decree30
from tests.documents.decree30 import form_faults, millimetres, paper_faults, rule_length

ISSUER, SUBJECT = "Sở Nội vụ", "Về việc công bố kết quả Chỉ số cải cách hành chính năm 2025"
TABLE = WordTable(
    (WordColumn("STT", 1, Align.CENTRE), WordColumn("Đơn vị", 5), WordColumn("Chỉ số (%)", 2, Align.RIGHT)),
    [("1", "Sở Nội vụ", "91,65"), ("2", "Sở Y tế", "88,09")],
)
DOT = base64.b64decode(
    b"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="
)


@pytest.fixture(scope="module")
def data() -> bytes:
    return paper_bytes(
        header=Header(
            "Ủy ban nhân dân tỉnh An Lạc", ISSUER, "Số: 12/QĐ-SNV", place_and_date("An Lạc", date(2026, 2, 5))
        ),
        titles=("Quyết định", SUBJECT),
        body=(
            WordLine("Căn cứ Luật Tổ chức chính quyền địa phương;", italic=True),
            WordLine("Công bố kết quả.", lead="Điều 1."),
            WordLine("Quyết định này có hiệu lực kể từ ngày ký./."),
        ),
        signatures=(Signature("TM. Ủy ban nhân dân\nChủ tịch", "", "Lê An"),),
        recipients=("Nơi nhận:", "- Như Điều 3;", "- Lưu: VT, CCHC."),
        after=(
            NewSection(landscape=True),
            WordLine("PHỤ LỤC I", bold=True, align=Align.CENTRE, first=0),
            WordLine("(Kèm theo Quyết định số 12/QĐ-SNV)", italic=True, align=Align.CENTRE, first=0),
            TABLE,
            WordPicture(DOT, 25, "Mã QR dẫn đến trang kiểm chứng", ("Mã gốc: abcd",)),
            NewSection(),
            TABLE,
        ),
    )


@pytest.fixture(scope="module")
def page(data):
    return Document(io.BytesIO(data))


def line_of(page, beginning: str):
    """The one paragraph that begins so."""
    (found,) = (one for one in decree30.every_line(page) if one.text.startswith(beginning))
    return found


def test_a_paper_with_everything_on_it_has_no_fault(data):
    assert paper_faults(data) == []


@pytest.mark.parametrize(
    ("element", "beginning"),
    [
        ("Cơ quan chủ quản", "ỦY BAN NHÂN DÂN TỈNH AN LẠC"),
        ("Cơ quan ban hành", "SỞ NỘI VỤ"),
        ("Số, ký hiệu", "Số: 12"),
        ("Địa danh, ngày tháng", "An Lạc, ngày 05 tháng 02 năm 2026"),
        ("Tên loại", "QUYẾT ĐỊNH"),
        ("Trích yếu", "Về việc"),
        ("Căn cứ", "Căn cứ"),
        ("Nội dung", "Quyết định này có"),
        ("Chức vụ người ký", "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH"),
        ("Họ tên người ký", "Lê An"),
        ("Nơi nhận", "Nơi nhận:"),
        ("Danh sách nơi nhận", "- Như"),
        ("Danh sách nơi nhận", "- Lưu"),
        ("Phụ lục", "PHỤ LỤC I"),
        ("Kèm theo", "(Kèm theo"),
    ],
)
def test_each_element_has_the_form_of_the_decree(page, element, beginning):
    assert form_faults(line_of(page, beginning), element) == []


def test_paragraphs_are_justified_with_a_first_line_and_six_points_between_them(page):
    for beginning in ("Căn cứ", "Điều 1.", "Quyết định này"):
        shape = line_of(page, beginning).paragraph_format
        assert decree30.FIRST_LINE[0] <= millimetres(shape.first_line_indent) <= decree30.FIRST_LINE[1]
        assert decree30.AFTER_PARAGRAPH[0] <= shape.space_after.pt <= decree30.AFTER_PARAGRAPH[1]
        assert decree30.LINE[0] <= shape.line_spacing <= decree30.LINE[1]


def test_the_name_of_an_article_is_bold_and_its_text_is_not(page):
    assert [(run.text, run.bold) for run in line_of(page, "Điều 1.").runs] == [
        ("Điều 1. ", True),
        ("Công bố kết quả.", False),
    ]


def test_the_rules_under_agency_and_subject_are_a_third_to_a_half_of_what_stands_above(page):
    cell = page.tables[0].rows[0].cells[0]
    under_agency = rule_length(cell.paragraphs[2], millimetres(cell.width))
    assert 1 / 3 <= under_agency / bold_width(ISSUER.upper(), 12) <= 1 / 2
    lines = page.paragraphs
    place = next(at for at, one in enumerate(lines) if one.text == SUBJECT)
    assert 1 / 3 <= rule_length(lines[place + 1], 165) / bold_width(SUBJECT, 14) <= 1 / 2


def test_agencies_and_state_stand_on_one_line_each(page):
    head = page.tables[0]
    assert bold_width(decree30.STATE, 12) <= millimetres(head.rows[0].cells[1].width)
    assert head._tbl.tblPr.find(qn("w:tblBorders")) is None


def test_each_annex_counts_its_pages_from_one_and_may_lie_on_its_side(page):
    widths = [round(one.page_width.mm) for one in page.sections]
    starts = [re.findall(r'pgNumType w:start="(\d+)"', one._sectPr.xml) for one in page.sections]
    assert (widths, starts) == ([210, 297, 210], [[], ["1"], ["1"]])


def test_tables_number_their_columns_and_figures_stand_to_the_right_as_wide_as_the_text(page):
    for table, width in zip(page.tables[2:5:2], (252, 165), strict=True):
        assert [cell.text for cell in table.rows[1].cells] == ["(1)", "(2)", "(3)"]
        assert table.rows[2].cells[2].paragraphs[0].alignment == Align.RIGHT.value
        assert sum(millimetres(column.width) for column in table.columns) == pytest.approx(width, abs=0.1)


def test_a_picture_says_in_words_what_it_shows(page):
    assert 'descr="Mã QR dẫn đến trang kiểm chứng"' in page.tables[3]._tbl.xml
    assert page.inline_shapes[0].width.mm == pytest.approx(25, abs=0.01)
