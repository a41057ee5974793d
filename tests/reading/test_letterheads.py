"""The lines above a document as offices, Party and unions arrange them: rules, stamps, bodies inside others."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from cchc.files.documents import read_document
from cchc.reading.head import head_of
from cchc.reading.plans import read_plan
from tests.files.pdf_paper import PaperPage, pdf_bytes
from tests.reading.test_heads import BASIS, DATE, LEFT, MOTTO, NUMBER, TITLE, paper

LETTER = ("V/v báo cáo số liệu", "Kính gửi: Các thôn", BASIS)


@pytest.mark.parametrize("rule", ["-------", "_______", "*", "* * *", "—————"])
def test_a_rule_below_the_office_ends_no_head_of_a_letter(rule: str):
    head = paper("Số: 88/UBND-VX", DATE, LETTER, left=(*LEFT, rule), right=(*MOTTO, rule))
    assert (head.number, head.date, head.kind) == ("88/UBND-VX", date(2026, 2, 9), "CÔNG VĂN")


def test_a_day_that_ends_in_a_full_stop_belongs_to_the_head():
    assert paper("Số: 88/UBND-VX", f"{DATE}.", LETTER).date == date(2026, 2, 9)


def test_the_day_of_a_document_that_a_letter_is_about_is_none_beside_that_of_its_place():
    lines = ("V/v thực hiện Công điện số 6/CĐ-TTg", "ngày 18/5/2025", *LETTER[1:])
    assert paper("Số: 88/UBND-VX", DATE, lines).date == date(2026, 2, 9)


def test_a_document_in_the_name_of_the_issuer_is_not_its_number():
    left = ("TỔ KIỂM TRA", "THEO QUYẾT ĐỊNH SỐ 211/QĐ-UBND")
    assert paper("Số: 03/KL-TKT", left=left).number == "03/KL-TKT"


@pytest.mark.parametrize(
    ("left", "right", "issuer"),
    [
        (("UBND XÃ AN LẠC", "BCĐ CẢI CÁCH HÀNH CHÍNH"), MOTTO, "BCĐ CẢI CÁCH HÀNH CHÍNH"),
        (("UBND TỈNH BÌNH SƠN", "BQL KHU KINH TẾ"), MOTTO, "BQL KHU KINH TẾ"),
        ((*LEFT, "BẢN SAO"), MOTTO, "ỦY BAN NHÂN DÂN XÃ AN LẠC"),
        (LEFT, ("SAO Y", *MOTTO), "ỦY BAN NHÂN DÂN XÃ AN LẠC"),
        (LEFT, ("DỰ THẢO LẦN 2", *MOTTO), "ỦY BAN NHÂN DÂN XÃ AN LẠC"),
        (("SỞ TÀI CHÍNH", "CÔNG VĂN ĐẾN", "Số: 4567"), MOTTO, "SỞ TÀI CHÍNH"),
        (("HỘI LHPN TỈNH BÌNH SƠN", "BAN THƯỜNG VỤ"), MOTTO, "HỘI LHPN TỈNH BÌNH SƠN"),
        (
            ("ĐOÀN TNCS HỒ CHÍ MINH TỈNH BÌNH SƠN", "BCH ĐOÀN XÃ AN LẠC"),
            ("ĐOÀN TNCS HỒ CHÍ MINH",),
            "BCH ĐOÀN XÃ AN LẠC",
        ),
        (
            ("SỞ Y TẾ",),
            ("CỘNG HÒA XÃ HỘI", "CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do", "- Hạnh phúc"),
            "SỞ Y TẾ",
        ),
    ],
)
def test_bodies_and_stamps_among_the_lines_of_an_office_are_no_part_of_its_name(
    left: Sequence[str], right: Sequence[str], issuer: str
):
    assert paper(left=left, right=right).issuer == issuer


def test_the_rest_of_a_broken_number_is_no_issuer():
    head = paper("Số:\n34/KH-\nUBND")
    assert (head.number, head.issuer) == ("34/KH-UBND", "ỦY BAN NHÂN DÂN XÃ AN LẠC")


@pytest.mark.parametrize(
    ("texts", "issuer"),
    [
        (("SỞ Y TẾ", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA", "BAN CHỈ ĐẠO VIỆT NAM"), "BAN CHỈ ĐẠO"),
        (("TỈNH ỦY", "ĐẢNG CỘNG SẢN VIỆT NAM", "BAN TỔ CHỨC Bình Sơn, ngày 09 tháng 02 năm 2026 *"), "BAN TỔ CHỨC"),
        (("MẶT TRẬN TỔ QUỐC CỘNG HÒA XÃ HỘI CHỦ NGHĨA", "VIỆT NAM", "XÃ AN"), "MẶT TRẬN TỔ QUỐC VIỆT NAM XÃ AN"),
    ],
)  # fmt: skip
def test_two_columns_of_a_head_in_the_lines_of_a_pdf_are_told_apart(texts: Sequence[str], issuer: str):
    lines = [
        (60.0, 60.0 + 30 * at, 12.0, text) for at, text in enumerate((*texts, NUMBER, "KẾ HOẠCH", TITLE))
    ]
    assert head_of(read_document(pdf_bytes([PaperPage(texts=lines)]), "a.pdf")).issuer == issuer


@pytest.mark.parametrize(
    ("line", "kind", "title"),
    [
        ("KẾT LUẬN của Ban Thường vụ về chuyển đổi số", "KẾT LUẬN", "của Ban Thường vụ về chuyển đổi số"),
        ("CHƯƠNG TRÌNH HÀNH ĐỘNG thực hiện nghị quyết", "CHƯƠNG TRÌNH", "HÀNH ĐỘNG thực hiện nghị quyết"),
    ],
)
def test_a_title_of_the_party_may_begin_small_in_the_line_of_the_kind(line: str, kind: str, title: str):
    head = paper("Số 34-KL/TU", lines=(line, BASIS))
    assert (head.kind, head.title) == (kind, title)


def test_what_the_chair_of_a_committee_decides_bears_the_head_of_the_committee():
    annex = "(Kèm theo Quyết định số 34/QĐ-UBND ngày 09/02/2026 của Chủ tịch UBND xã An Lạc)"
    lines = ("QUYẾT ĐỊNH", TITLE, "Điều 1. Giao Văn phòng rà soát thủ tục trước ngày 30/6/2026.", annex)
    text = "\n\n".join((*LEFT, "Số: 34/QĐ-UBND", DATE, *lines))
    assert "two_issuers" not in {one.code for one in read_plan(text.encode(), "a.txt").findings}
