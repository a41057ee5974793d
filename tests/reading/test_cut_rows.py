"""Rows, cells and headings that the end of a page cuts, and what the next page repeats."""

from __future__ import annotations

import pytest

from cchc.core.plans.plan import Plan
from cchc.files.documents import Cell, Format, Spot, TableRow, TextDocument, TextTable
from cchc.reading.plans import plan_of, text_of

FIVE = ("STT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời hạn")


def drawn_row(at: int, *texts: str, cut: bool = False) -> TableRow:
    cells = tuple(Cell(column, (text,) if text else ()) for column, text in enumerate(texts))
    return TableRow(cells, Spot(table=1, row=at), cut=cut)


def plan_of_table(*rows: TableRow) -> Plan:
    return plan_of(text_of(TextDocument("a.pdf", Format.PDF, (TextTable(rows, len(rows[0].cells)),))), 2026)


@pytest.mark.parametrize(
    ("rest", "agencies"),
    [
        ("Thương", ("Sở Y tế", "Sở Công Thương")),
        ("Sở Y tế", ("Sở Y tế", "Sở Công", "Sở Y tế")),
        ("các sở, ban, ngành", ("Sở Y tế", "Sở Công", "các sở, ban, ngành")),
    ],
)
def test_what_a_page_cuts_off_a_cell_of_agencies_goes_on_there(rest: str, agencies: tuple[str, ...]):
    plan = plan_of_table(drawn_row(1, *FIVE),
                         drawn_row(2, "1", "Họp dân", "Văn phòng", "Sở Y tế; Sở Công", "Quý I/2026"),
                         drawn_row(3, "", "", "", rest, "", cut=True))  # fmt: skip
    assert [(one.number, one.cooperating) for _, one in plan.measures()] == [("1", agencies)]


def test_headings_that_a_page_repeats_part_no_group_from_its_first_measure():
    plan = plan_of_table(drawn_row(1, *FIVE), drawn_row(2, "1", "Một cửa", "", "", ""),
                         drawn_row(3, *FIVE, cut=True), drawn_row(4, "(1)", "(2)", "(3)", "(4)", "(5)"),
                         drawn_row(5, "1", "Mua máy quét", "Văn phòng", "", "Quý I/2026"))  # fmt: skip
    assert [(section.heading, one.task) for section, one in plan.measures()] == [("Một cửa", "Mua máy quét")]


def test_a_group_may_be_the_first_row_of_a_page():
    plan = plan_of_table(drawn_row(1, *FIVE), drawn_row(2, "1", "Một cửa", "", "", ""),
                         drawn_row(3, "1", "Mua máy quét", "Văn phòng", "", "Quý I/2026"),
                         drawn_row(4, "2", "Dịch vụ công", "", "", "", cut=True),
                         drawn_row(5, "1", "Hướng dẫn", "Công an xã", "", "Quý I/2026"))  # fmt: skip
    assert [section.heading for section in plan.sections] == ["Một cửa", "Dịch vụ công"]


def test_the_second_role_of_a_cell_may_stand_on_the_next_page():
    plan = plan_of_table(drawn_row(1, "TT", "Nội dung", "Phân công thực hiện", "Tiến độ"),
                         drawn_row(2, "1", "Mua máy quét", "Chủ trì: Văn phòng", "Quý I/2026"),
                         drawn_row(3, "", "", "Phối hợp: Công an xã", "", cut=True))  # fmt: skip
    assert [(one.lead, one.cooperating) for _, one in plan.measures()] == [(("Văn phòng",), ("Công an xã",))]


def test_the_rest_of_those_who_cooperate_may_stand_on_the_next_page():
    plan = plan_of_table(drawn_row(1, "TT", "Nội dung", "Phân công thực hiện", "Tiến độ"),
                         drawn_row(2, "1", "Mua máy", "Chủ trì: Văn phòng; phối hợp: Công an xã,", "Quý I/2026"),
                         drawn_row(3, "", "", "Trạm Y tế", "", cut=True))  # fmt: skip
    ((_, one),) = plan.measures()
    assert (one.lead, one.cooperating) == (("Văn phòng",), ("Công an xã", "Trạm Y tế"))


def test_a_merged_cell_and_the_heading_of_a_section_go_on_over_the_end_of_a_page():
    def row(at: int, *texts: str | None, cut: bool = False) -> TableRow:
        cells = tuple(
            Cell(column, (text,) if text else (), above=text is None) for column, text in enumerate(texts)
        )
        return TableRow(cells, Spot(table=1, row=at), cut=cut)

    rows = (row(1, *FIVE), row(2, "I", "CẢI CÁCH THỦ TỤC", "", "", ""), row(3, "", "HÀNH CHÍNH", "", "", "", cut=True),
            row(4, "1", "Họp dân", "Văn phòng", "", "Quý I/2026"), row(5, "2", "Phát phiếu", None, "", None),
            row(6, "3", "Tổng hợp", "", "", "", cut=True), row(7, "4", "Báo cáo", None, "", "Quý II/2026"))  # fmt: skip
    plan = plan_of(text_of(TextDocument("a.pdf", Format.PDF, (TextTable(rows, 5),))), 2026)
    assert [section.heading for section in plan.sections] == ["CẢI CÁCH THỦ TỤC HÀNH CHÍNH"]
    found = [
        (one.number, one.lead, one.deadline and one.deadline.text, one.unsure) for _, one in plan.measures()
    ]
    assert found == [
        ("1", ("Văn phòng",), "Quý I/2026", ()), ("2", ("Văn phòng",), "Quý I/2026", ()),
        ("3", ("Văn phòng",), "Quý I/2026", ("deadline",)), ("4", ("Văn phòng",), "Quý II/2026", ()),
    ]  # fmt: skip
