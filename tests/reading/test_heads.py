"""The head of a document: what stands in its place is read, and what does not is offered, never taken."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from docx import Document
from docx.oxml import parse_xml
from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl import Workbook

from cchc.files.documents import Format, Paragraph, Spot, TextDocument, read_document
from cchc.reading.documents import paper_of
from cchc.reading.head import DocumentHead, head_of
from tests.reading.papers import add_table, saved

LEFT = ("ỦY BAN NHÂN DÂN", "XÃ AN LẠC")
MOTTO = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
NUMBER, DATE = "Số: 34/KH-UBND", "An Lạc, ngày 09 tháng 02 năm 2026"
BASIS = (
    "Căn cứ Kế hoạch số 7/KH-UBND ngày 08/01/2026 của Ủy ban nhân dân tỉnh, Ủy ban nhân dân xã quyết định:"
)
TITLE = "Chuyển đổi số xã An Lạc năm 2026"


def paper(
    number: str = NUMBER,
    day: str = DATE,
    lines: Sequence[str] = ("KẾ HOẠCH", TITLE, BASIS),
    *,
    left: Sequence[str] = LEFT,
    right: Sequence[str] = MOTTO,
    of_any_kind: bool = False,
) -> DocumentHead:
    """The head of a Word document as offices arrange it: a table of two by two without rules, then the lines."""
    document = Document()
    add_table(document, [["\n".join(left), "\n".join(right)], [number, day]], style=None)
    for line in lines:
        document.add_paragraph(line)
    return head_of(read_document(saved(document), "a.docx"), of_any_kind=of_any_kind)


def seen(head: DocumentHead, field: str) -> list[str]:
    return [doubt.text for doubt in head.doubts if doubt.field == field]


# Number


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("Số:34    /KH-UBND", "34/KH-UBND"),
        ("Số : 34 / KH - UBND", "34/KH-UBND"),
        ("Số 34-KH/ĐU", "34-KH/ĐU"),
        ("Số 34 - CTr/TU", "34-CTr/TU"),
        ("Số: 08-CTrHĐ/HU", "08-CTrHĐ/HU"),
        ("Số 12-TTr/ĐTN", "12-TTr/ĐTN"),
        ("Số: 34/TTr-VP", "34/TTr-VP"),
        ("Số: 5/CTr-UBND", "5/CTr-UBND"),
        ("SỐ: 34/QĐ-UBND", "34/QĐ-UBND"),
        ("Số: 04/2026/NQ-HĐND", "04/2026/NQ-HĐND"),
        ("Số: 120/KH-MTTQ-BTT", "120/KH-MTTQ-BTT"),
        ("Số: 77/TB-VP&TH", "77/TB-VP&TH"),
        ("Số: 19/KH-BCĐ06", "19/KH-BCĐ06"),
        ("Số: 34/UBND-KSTTHC", "34/UBND-KSTTHC"),
        ("Số: 34/PA–UBND", "34/PA-UBND"),
        ("Số: 34a/KH-UBND", "34a/KH-UBND"),
        ("Số: 34/KH-\nUBND", "34/KH-UBND"),
        ("Số:\n34/KH-UBND", "34/KH-UBND"),
    ],
)
def test_a_number_is_read_in_the_ways_in_which_offices_the_party_and_its_unions_write_it(
    written: str, number: str
):
    assert paper(written).number == number


@pytest.mark.parametrize(
    "written", ["Số:        /KH-UBND", "Số: …/KH-UBND", "Số:......./KH-UBND", "Số:", "Số: ___/TTr-VP"]
)
def test_a_blank_for_a_number_is_no_number_and_is_offered(written: str):
    head = paper(written, lines=("KẾ HOẠCH", TITLE, BASIS))
    assert (head.number, seen(head, "number")) == (None, [" ".join(written.split())])


def test_the_number_of_a_cited_document_is_never_the_number():
    head = paper("", lines=("KẾ HOẠCH", TITLE, BASIS, "Số 9/BC-VP ngày 05/01/2026 của Văn phòng đã nêu."))
    assert (head.number, seen(head, "number")) == (None, [])
    letter = paper("", "", ("Kính gửi: Các thôn.", BASIS))
    assert (letter.number, letter.date) == (None, None)


# Date


@pytest.mark.parametrize(
    "written",
    [
        "An Lạc, ngày09 tháng02 năm 2026",
        "An Lạc, ngày 9 tháng 2 năm 2026",
        "An Lạc, ngày 0 9 tháng 0 2 năm 202 6",
        "An Lạc, ngày 09/02/2026",
        "An Lạc ngày 09 tháng 02 năm 2026.",
        "Thành phố An Lạc, ngày 09 tháng 02 năm 2026",
        "Sông Công, ngày 09 tháng 02 năm 2026",
        "TP. An Lạc, ngày 09 tháng 02, năm 2026",
        "Ngày 09 tháng 02 năm 2026",
        "An Lạc, ngày 09\ntháng 02 năm 2026",
        "An Lạc, ngày\n09\ntháng 02\nnăm 2026",
        "AN LẠC, NGÀY 09 THÁNG 02 NĂM 2026",
    ],
)
def test_the_line_of_place_and_date_is_read_in_the_ways_in_which_offices_write_it(written: str):
    assert paper(day=written).date == date(2026, 2, 9)


@pytest.mark.parametrize(
    "written",
    [
        "An Lạc, ngày      tháng 02 năm 2026",
        "An Lạc, ngày … tháng … năm 2026",
        "An Lạc, ngày 31 tháng 02 năm 2026",
        "An Lạc, ngày    /02/2026",
    ],
)
def test_a_date_with_a_blank_or_that_no_calendar_has_is_no_date_and_is_offered(written: str):
    head = paper(day=written)
    assert (head.date, seen(head, "date")) == (None, [" ".join(written.split())])


@pytest.mark.parametrize(
    "line",
    [
        "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;",
        "Theo Quyết định số 77/QĐ-UBND ngày 15/10/2025",
        "Hoàn thành trước ngày 05 tháng 02 năm 2026",
        "Thực hiện Công văn ngày 05/02/2026 của Sở Nội vụ",
    ],
)
def test_a_date_in_a_sentence_is_the_date_of_something_else(line: str):
    for head in (paper(day="", lines=("KẾ HOẠCH", TITLE, line)), paper("", line, ("Kính gửi: Các thôn",))):
        assert head.date is None


def test_a_date_of_signing_and_one_at_the_end_of_the_document_are_only_offered():
    ending = ("Ngày ký: 10/02/2026 08:15:20", "An Lạc, ngày 11 tháng 02 năm 2026")
    head = paper(day="An Lạc, ngày   tháng 02 năm 2026", lines=("KẾ HOẠCH", TITLE, BASIS, *ending))
    assert head.date is None
    assert set(seen(head, "date")) >= set(ending)


def test_lines_that_contradict_each_other_give_no_value():
    head = paper(lines=("Số: 35/KH-UBND", "KẾ HOẠCH", TITLE))
    assert (head.number, seen(head, "number")) == (None, [NUMBER, "Số: 35/KH-UBND"])


# Where the head is split


def test_number_and_date_split_over_cells_are_put_together():
    document = Document()
    rows = [["Số:", "34", "/KH-UBND"], ["An Lạc, ngày", "09", "tháng 02 năm 2026"]]
    add_table(document, rows, style=None)
    for line in ("KẾ HOẠCH", TITLE):
        document.add_paragraph(line)
    # three cells with text are a row of measures only where they stand below the head
    head = head_of(read_document(saved(document), "a.docx"))
    assert (head.number, head.date) == ("34/KH-UBND", date(2026, 2, 9))


_BOX = (
    '<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:pict><w:txbxContent>'
    "<w:p><w:r><w:t>{}</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>"
)


def put_boxes(paragraph: Any, *texts: str) -> None:
    for text in texts:
        paragraph._p.append(parse_xml(_BOX.format(text)))


def test_numbers_in_text_boxes_over_the_blanks_fill_them():
    document = Document()
    put_boxes(document.add_paragraph("Số:       /KH-UBND"), "34")
    put_boxes(document.add_paragraph("An Lạc, ngày      tháng      năm 2026"), "09", "02")
    for line in ("KẾ HOẠCH", TITLE):
        document.add_paragraph(line)
    head = head_of(read_document(saved(document), "a.docx"))
    assert (head.number, head.date) == ("34/KH-UBND", date(2026, 2, 9))


def test_number_and_date_in_the_header_of_the_page_or_in_a_text_box_below_the_kind_are_read():
    document = Document()
    document.sections[0].header.paragraphs[0].text = NUMBER
    put_boxes(document.add_paragraph("KẾ HOẠCH"), DATE)
    document.add_paragraph(TITLE)
    head = head_of(read_document(saved(document), "a.docx"))
    assert (head.number, head.date, head.title) == ("34/KH-UBND", date(2026, 2, 9), TITLE)


# The line of an annex


def workbook(*rows: Sequence[Any]) -> DocumentHead:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return head_of(read_document(stream.getvalue(), "a.xlsx"))


def test_the_line_of_an_annex_names_its_document_and_a_day_in_a_cell_does_not():
    row = (1, "Rà soát quy trình", "Quy trình", "Phòng Kinh tế", "Công an xã", "05/02/2026")
    line = "(Kèm theo Kế hoạch số 34/KH-UBND ngày 09/02/2026 của Ủy ban nhân dân xã An Lạc)"
    head = workbook(("Phụ lục",), (line,), row)
    assert (head.number, head.date, head.issuer) == (
        "34/KH-UBND",
        date(2026, 2, 9),
        "Ủy ban nhân dân xã An Lạc",
    )
    blank = "(Kèm theo Kế hoạch số     /KH-UBND ngày     tháng 02 năm 2026)"
    head = workbook(("Phụ lục",), (blank,), row)
    assert (head.number, head.date) == (None, None)
    assert seen(head, "number") == seen(head, "date") == [" ".join(blank.split())]


def test_both_columns_of_a_head_in_one_line_of_a_pdf_are_told_apart():
    line = "Số: 88/UBND-VX V/v cử công chức tham gia tập huấn An Lạc, ngày 09 tháng 02 năm 2026"
    head = paper("", "", (line, "Kính gửi: Các thôn."))
    assert (head.number, head.date, head.title) == (
        "88/UBND-VX",
        date(2026, 2, 9),
        "cử công chức tham gia tập huấn",
    )


def test_an_annex_of_another_document_does_not_name_this_one():
    line = "(Ban hành kèm theo Quyết định số 9/QĐ-SNV ngày 03/01/2026 của Sở Nội vụ)"
    head = paper(day="An Lạc, ngày    tháng    năm 2026", lines=("KẾ HOẠCH", TITLE, BASIS, line))
    assert (head.number, head.date) == ("34/KH-UBND", None)


# Kind, title, issuer


@pytest.mark.parametrize(
    "kind",
    [
        "NGHỊ QUYẾT", "KẾT LUẬN", "CHỈ THỊ", "HƯỚNG DẪN", "PHƯƠNG ÁN", "ĐỀ ÁN", "CHƯƠNG TRÌNH", "THÔNG CÁO",
        "TỜ TRÌNH", "BẢN GHI NHỚ", "BẢN THỎA THUẬN", "PHIẾU CHUYỂN", "QUY CHẾ", "THÔNG TRI", "CÔNG ĐIỆN",
    ],
)  # fmt: skip
def test_every_kind_that_offices_and_the_party_issue_is_known(kind: str):
    assert (paper(lines=(kind, TITLE, BASIS)).kind, paper(lines=(f"{kind} CHUYỂN ĐỔI SỐ", BASIS)).title) == (
        kind,
        "CHUYỂN ĐỔI SỐ",
    )


@pytest.mark.parametrize(
    "line",
    [
        "Tiếp tục thực hiện Kế hoạch số 7/KH-UBND ngày 08/01/2026, Ủy ban nhân dân xã tổ chức như sau:",
        "PHẦN I. KẾT QUẢ NĂM 2025",
        "Phần thứ nhất: kết quả năm 2025",
        "Nhằm đạt các chỉ tiêu được giao, Ủy ban nhân dân xã ban hành kế hoạch",
        "Các phòng chuyên môn và các thôn phối hợp thực hiện những nội dung dưới đây:",
        "CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ",
        "1. Mục đích",
        "Kính gửi: Các thôn",
    ],
)
def test_a_title_ends_where_a_sentence_a_part_or_an_address_begins(line: str):
    head = paper(lines=("KẾ HOẠCH", "Chuyển đổi số xã An Lạc", "năm 2026", line))
    assert (head.title, head.year) == (TITLE, 2026)


def test_only_its_own_line_says_what_a_letter_is_about():
    said = "Sở Nội vụ báo cáo về việc thực hiện nhiệm vụ"
    assert paper(lines=("Kính gửi: Các thôn", said)).title is None
    named = paper(lines=("V/v báo cáo", "kết quả năm 2025", said))
    assert (named.kind, named.title) == ("CÔNG VĂN", "báo cáo kết quả năm 2025")


def test_the_stamp_of_who_received_a_letter_is_no_kind_and_its_number_no_number():
    head = paper(lines=("CÔNG VĂN ĐẾN", "Số: 123", "Ngày: 12/01/2026", "V/v báo cáo", "Kính gửi: Các thôn"))
    assert (head.kind, head.title, head.number, head.date) == (
        "CÔNG VĂN",
        "báo cáo",
        "34/KH-UBND",
        date(2026, 2, 9),
    )


def test_a_title_in_capitals_ends_where_the_capitals_end():
    head = paper(
        lines=("KẾ HOẠCH", TITLE.upper(), "Năm 2025 xã đã hoàn thành 12 chỉ tiêu, còn 3 chỉ tiêu chậm")
    )
    assert (head.title, head.year) == (TITLE.upper(), 2026)


def test_a_letter_bears_no_kind_and_its_title_is_what_it_is_about():
    lines = ("Kính gửi: Các thôn.", BASIS, "DANH MỤC", "Kèm theo công văn")
    for of_any_kind in (False, True):
        head = paper(
            "Số: 88/UBND-VX\nV/v triển khai nhiệm vụ\nchuyển đổi số năm 2026",
            DATE,
            lines,
            of_any_kind=of_any_kind,
        )
        assert (head.kind, head.title, head.number, head.date) == (
            "CÔNG VĂN",
            "triển khai nhiệm vụ chuyển đổi số năm 2026",
            "88/UBND-VX",
            date(2026, 2, 9),
        )


@pytest.mark.parametrize(
    ("left", "right", "issuer"),
    [
        (("UBND TỈNH BÌNH SƠN", "SỞ NÔNG NGHIỆP", "VÀ MÔI TRƯỜNG"), MOTTO, "SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG"),
        (
            ("UBND XÃ AN LẠC", "TRUNG TÂM PHỤC VỤ", "HÀNH CHÍNH CÔNG"),
            MOTTO,
            "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG",
        ),
        (
            ("ĐẢNG BỘ TỈNH BÌNH SƠN", "ĐẢNG ỦY XÃ AN LẠC", "*"),
            ("ĐẢNG CỘNG SẢN VIỆT NAM",),
            "ĐẢNG ỦY XÃ AN LẠC",
        ),
        (("MẶT TRẬN TỔ QUỐC VIỆT NAM", "XÃ AN LẠC"), MOTTO, "MẶT TRẬN TỔ QUỐC VIỆT NAM XÃ AN LẠC"),
    ],
)
def test_the_issuer_may_be_of_the_party_of_the_front_and_on_several_lines(
    left: Sequence[str], right: Sequence[str], issuer: str
):
    assert paper(left=left, right=right).issuer == issuer


# Laws

TEXTS = st.lists(
    st.sampled_from(
        (
            "Số: 34/KH-UBND", "Số:", "34", "/KH-UBND", "An Lạc, ngày", "ngày 09 tháng 02 năm 2026", "tháng 02 năm 2026",
            "KẾ HOẠCH", "Kính gửi: Các thôn", TITLE, BASIS, "(Kèm theo Kế hoạch số 34/KH-UBND ngày 09/02/2026)",
            "Ngày ký: 09/02/2026", "Số:      /KH-UBND", "ngày    tháng    năm 2026", "UBND XÃ AN LẠC",
        )
    ) | st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=40),
    max_size=12,
)  # fmt: skip


@example(
    [
        "Căn cứ Kế hoạch số 7/KH-UBND ngày 08/01/2026 của Ủy ban nhân dân tỉnh:",
        "(Kèm theo Kế hoạch số 34/KH-UBND ngày 09/02/2026)",
    ]
)
@given(TEXTS)
def test_any_lines_give_a_head_whose_fields_are_sure_or_doubted_never_both(lines: list[str]):
    kept = [" ".join(line.split()) for line in lines if line.strip()]
    blocks = tuple(Paragraph(line, Spot(paragraph=at)) for at, line in enumerate(kept, 1))
    head = head_of(TextDocument("a.docx", Format.WORD, blocks))
    assert {doubt.field for doubt in head.doubts}.isdisjoint(
        field for field in ("number", "date", "year") if getattr(head, field) is not None
    )
    assert all(doubt.text and doubt.place.text for doubt in head.doubts)


@given(
    st.dates(date(1950, 1, 1), date(2199, 12, 31)),
    st.integers(1, 99999),
    st.sampled_from(("/KH-UBND", "-NQ/TU", "/TTr-VP")),
)
def test_every_number_and_day_that_is_written_is_read_back(day: date, number: int, symbol: str):
    head_lines = (
        f"Số: {number}{symbol}",
        f"An Lạc, ngày {day.day:02} tháng {day.month:02} năm {day.year}",
        "KẾ HOẠCH",
        TITLE,
    )
    facts = paper_of(read_document("\n\n".join(head_lines).encode(), "a.txt"), "a.pdf").facts
    assert (facts["number"].text, facts["date"].text) == (f"{number}{symbol}", day.isoformat())
