"""Letters that urge a unit say what is late and since when, in the form of official papers."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

from docx import Document

from cchc.documents.exchange.template_checking import TEMPLATE_FILE
from cchc.following.exchange.urging import (
    NEEDED,
    standard_urging_letter,
    trial_letter,
    urging_content,
    urging_letter,
)
from tests.documents.decree30 import paper_faults


def words_of(data: bytes) -> str:
    page = Document(io.BytesIO(data))
    cells = (cell.text for table in page.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(line.text for line in page.paragraphs), *cells])


def test_the_letter_has_the_form_of_the_decree_and_is_the_same_each_time() -> None:
    data = urging_letter(trial_letter(), standard_urging_letter())
    assert paper_faults(data) == []
    assert data == urging_letter(trial_letter(), standard_urging_letter())
    assert "{{" not in words_of(data)


def test_the_letter_says_who_is_late_with_what_and_by_how_many_days() -> None:
    letter = trial_letter()
    page = Document(io.BytesIO(urging_letter(letter, standard_urging_letter())))
    (table,) = (one for one in page.tables if one.rows[0].cells[0].text == "STT")
    assert [cell.text for cell in table.rows[2].cells] == [
        "1",
        "Rà soát, đơn giản hóa thủ tục hành chính nội bộ (số 4 của kế hoạch)",
        "Quyết định của Chủ tịch Ủy ban nhân dân tỉnh",
        "Quý I năm 2026",
        "31/03/2026",
        "20",
        "đang thực hiện 40 %",
    ]
    assert (
        "Thực hiện Kế hoạch số 12/KH-UBND ngày 20/01/2026 của Ủy ban nhân dân tỉnh Hòa Giang. Qua theo dõi, đến ngày "
        "20/04/2026, Sở Y tế còn 01 nhiệm vụ chủ trì quá hạn từ 10 ngày trở lên, cụ thể như sau:"
    ) in words_of(urging_letter(letter, standard_urging_letter()))


def test_periods_stand_in_a_column_of_their_own_where_a_measure_has_some() -> None:
    letter = trial_letter()
    quarter = replace(letter.late[0], period="2026-Q1", due=date(2026, 4, 1))
    both = replace(letter, late=(*letter.late, quarter))
    page = Document(io.BytesIO(urging_letter(both, standard_urging_letter())))
    (table,) = (one for one in page.tables if one.rows[0].cells[0].text == "STT")
    assert [[row.cells[4].text, row.cells[6].text] for row in list(table.rows)[2:]] == [
        ["–", "20"],
        ["2026-Q1", "19"],
    ]


def test_the_standard_template_passes_the_check_that_templates_of_offices_pass() -> None:
    read = TEMPLATE_FILE.read(standard_urging_letter(), "mau.docx", urging_content(trial_letter()), NEEDED)
    assert set(NEEDED) <= {*read.tags, *read.marks}
