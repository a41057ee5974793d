"""Citations of legal documents: read from running text, compared without fuss, contradictions found in real plans."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc.core.papers.citations.annexes import annex_heading, annexes_cited
from cchc.core.papers.citations.cited import Citation, citations, day_of
from cchc.core.papers.citations.contradictions import contradictions, issuer_key, may_be_one_issuer


def only(text: str) -> Citation:
    (citation,) = citations(text)
    return citation


def parts(text: str) -> tuple[str | None, str, date | None, str | None]:
    found = only(text)
    return found.kind, found.reference, found.date, found.issuer


def conflicts(text: str) -> list[tuple[str, str, str]]:
    cited = citations(text)
    return [(one.what.value, cited[one.odd].text, cited[one.usual].text) for one in contradictions(cited)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Kế hoạch số 262/KH-UBND ngày 20/12/2022 của Ủy ban nhân dân tỉnh về triển khai",
            ("Kế hoạch", "262/KH-UBND", date(2022, 12, 20), "Ủy ban nhân dân tỉnh"),
        ),
        (
            "Nghị quyết số 19-\n\nNQ/TW ngày 25/10/2017 của Ban Chấp hành Trung ương Đảng khóa XII về",
            ("Nghị quyết", "19-NQ/TW", date(2017, 10, 25), "Ban Chấp hành Trung ương Đảng khóa XII"),
        ),
        ("Kế hoạch số 132/KH- UBND", ("Kế hoạch", "132/KH-UBND", None, None)),
        (
            "Nghị định số 90/2020/NĐ-\nCP ngày 13/8/2020 của Chính phủ quy định",
            ("Nghị định", "90/2020/NĐ-CP", date(2020, 8, 13), "Chính phủ"),
        ),
        (
            "Chỉ thị 26/CT-TTg ngày 05 tháng 9 năm 2016 của Thủ tướng Chính phủ, ",
            ("Chỉ thị", "26/CT-TTg", date(2016, 9, 5), "Thủ tướng Chính phủ"),
        ),
        (
            "Chương trình phối hợp số 27/CTPH-UBND-UBMTTQVN-HCCB ngày 29/12/2021, đổi mới",
            ("Chương trình phối hợp", "27/CTPH-UBND-UBMTTQVN-HCCB", date(2021, 12, 29), None),
        ),
        (
            "Thông báo kết luận số 69/KL-UBND ngày 16/6/2023 của đồng chí Nguyễn Văn A - Chủ tịch UBND tỉnh, ",
            ("Thông báo kết luận", "69/KL-UBND", date(2023, 6, 16), "Chủ tịch UBND tỉnh"),
        ),
        (
            "Thông tư số 01/2023/TT-BNV ngày 15/3/2023 của Bộ Nội vụ và Kế hoạch này",
            ("Thông tư", "01/2023/TT-BNV", date(2023, 3, 15), "Bộ Nội vụ"),
        ),
        (
            "Công văn số 12/BKHĐT-TH ngày 05/01/2023 của Bộ Kế hoạch và Đầu tư hướng dẫn",
            ("Công văn", "12/BKHĐT-TH", date(2023, 1, 5), "Bộ Kế hoạch và Đầu tư"),
        ),
        ("Luật số 15/2017/QH14", ("Luật", "15/2017/QH14", None, None)),
        (
            "theo số 93/QĐ-UBND ngày 17/01/2024 của Chủ tịch UBND tỉnh về",
            (None, "93/QĐ-UBND", date(2024, 1, 17), "Chủ tịch UBND tỉnh"),
        ),
        (
            "Kế hoạch số 285/UBND-NC ngày 30/12/2022 của\tCung cấp đầy đủ",
            ("Kế hoạch", "285/UBND-NC", date(2022, 12, 30), None),
        ),
    ],
)
def test_a_citation_has_kind_number_symbol_date_and_issuer(
    text: str, expected: tuple[str | None, str, date | None, str | None]
) -> None:
    assert parts(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "xếp thứ 04/20 sở, ban, ngành",
        "đạt 8,963/9,5 điểm",
        "Quý III/2023",
        "Kế hoạch số:          /KH-UBND ngày       tháng 12 năm 2022",
        "Kiểm tra 09/28 sở, ngành",
        "cấp xã/phường; 24/24 giờ",
    ],
)
def test_other_numbers_are_no_citations(text: str) -> None:
    assert citations(text) == ()


def test_a_citation_knows_its_line_across_wraps() -> None:
    assert [
        one.line for one in citations("a\n\ntheo Kế hoạch\nsố 1/KH-UBND và\nQuyết định số 2/QĐ-\nTTg")
    ] == [3, 5]


def test_a_list_of_citations_names_its_kind_once() -> None:
    first, second = citations("các Quyết định số 1/QĐ-TTg ngày 05/01/2023, số 2/QĐ-TTg ngày 06/01/2023")
    assert (first.continued, second.continued, second.kind) == (False, True, None)


def test_days_are_read_with_and_without_zeros_and_must_exist() -> None:
    assert day_of("01/6/2020") == day_of("1/06/2020") == day_of("01 tháng 6 năm 2020") == date(2020, 6, 1)
    found = only("Quyết định số 1/QĐ-TTg ngày 31/02/2023")
    assert (found.date, found.day) == (None, "31/02/2023")


def test_issuers_are_one_by_short_and_long_names_and_with_their_place() -> None:
    assert issuer_key("Uỷ ban nhân dân tỉnh") == issuer_key("UBND tỉnh")
    assert may_be_one_issuer("UBND tỉnh", "Ủy ban nhân dân tỉnh Hải Dương")
    assert may_be_one_issuer(None, "UBND tỉnh")
    assert not may_be_one_issuer("UBND tỉnh", "UBND huyện")


@pytest.mark.parametrize(
    "text",
    [
        "Kế hoạch số 132/KH- UBND ngày 01/6/2020; Kế hoạch số 132/KH-UBND ngày 01/06/2020",
        "Nghị định số 62/2020/NĐ-CP ngày 01/6/2020 của Chính phủ; Nghị định số 62/2020/NĐ-CP",
        "Quyết định số 02/QĐ-UBND ngày 05/01/2023; Quyết định số 2/QĐ-UBND ngày 05/01/2023",
        "Kế hoạch số 1/KH-UBND ngày 05/01/2023 của UBND tỉnh; Kế hoạch 1/KH-UBND ngày 05/01/2023 của UBND tỉnh A",
        "Kế hoạch số 12/KH-UBND ngày 05/01/2022; Kế hoạch số 12/KH-UBND ngày 07/02/2023",
        "Kế hoạch số 12/KH-UBND ngày 05/01/2023 của UBND tỉnh; 12/KH-UBND ngày 09/01/2023 của UBND huyện A",
        "Quyết định số 12/QĐ-TTg ngày 05/01/2023; Kế hoạch số 12/KH-UBND ngày 05/01/2023",
        "Quyết định số 93/QĐ-BNV ngày 05/01/2023; Quyết định số 93/QĐ-UBND ngày 05/01/2023",
    ],
)
def test_what_may_be_right_is_no_contradiction(text: str) -> None:
    assert conflicts(text) == []


def test_the_rarer_reading_is_the_odd_one() -> None:
    right, wrong = "Kế hoạch số 262/KH-UBND ngày 20/12/2022", "Kế hoạch số 262/KH-UBND ngày 20/12/2023"
    for text in (f"{wrong}; {right}; {right}", f"{right}; {right}; {wrong}", f"{right}; {wrong}"):
        assert conflicts(text) == [("two_dates", wrong, right)]


def test_a_document_with_its_year_in_the_symbol_has_one_date() -> None:
    found = conflicts("Nghị định số 62/2020/NĐ-CP ngày 01/6/2020; Nghị định số 62/2020/NĐ-CP ngày 10/7/2021")
    assert [what for what, _, _ in found] == ["two_dates"]


def test_one_document_has_one_issuer() -> None:
    text = (
        "Quyết định số 61/QĐ-UBND ngày 12/01/2023 của Chủ tịch UBND tỉnh An Lạc; thực hiện Quyết định số 61/QĐ-UBND "
        "ngày 12/01/2023 của Uỷ ban nhân dân tỉnh An Lạc, Quyết định số 61/QĐ-UBND ngày 12/01/2023 của UBND tỉnh An Lạc"
    )
    cited = citations(text)
    (found,) = contradictions(cited)
    assert (found.what.value, cited[found.odd].issuer) == ("two_issuers", "Chủ tịch UBND tỉnh An Lạc")


def test_annexes_of_the_document_itself_are_told_from_those_of_others() -> None:
    text = (
        "(theo Phụ lục I gửi kèm).\nphân công tại Phụ lục II kèm theo Kế hoạch này\n"
        "theo mẫu tại Phụ lục IV ban hành kèm theo Nghị định số 30/2020/NĐ-CP\n(Có biểu chi tiết kèm theo)\nPHỤ LỤC I"
    )
    assert [(one.number, one.line) for one in annexes_cited(text)] == [("1", 1), ("2", 2), ("", 4)]
    assert [annex_heading(line) for line in ("PHỤ LỤC", "Phụ lục 02", "Phụ lục số 3:", "tại Phụ lục I")] == [
        "", "2", "3", None,
    ]  # fmt: skip


@given(st.text(max_size=120) | st.lists(st.sampled_from(
    ["Kế hoạch", "số", "12/KH-UBND", "62/2020/NĐ-CP", "19-NQ/TW", "ngày", "20/12/2022", "31/02/2023", "của",
    "UBND", "tỉnh", "\n", "và"]
), max_size=14).map(" ".join))  # fmt: skip
def test_any_text_is_read_and_compared(text: str) -> None:
    cited = citations(text)
    for found in contradictions(cited):
        assert found.odd != found.usual
    assert all(1 <= one.line <= max(len(text.splitlines()), 1) for one in cited)
    annexes_cited(text)
