"""A table that goes on behind a break of pages with other cells is read by where its columns stand."""

from __future__ import annotations

from collections.abc import Sequence

from docx import Document
from docx.shared import Mm
from hypothesis import given, settings
from hypothesis import strategies as st

from cchc.core.plans.plan import Plan
from cchc.reading.plans import read_plan
from tests.reading.papers import HEAD, add_table, saved
from tests.reading.test_columns import codes
from tests.reading.test_rows import FIVE

BROAD = (10, 60, 40, 40, 30)
GOES_ON = (("2", "Tập huấn nghiệp vụ", "Sở Y tế", "Công an tỉnh", "Quý II/2026"),
           ("3", "Mở chuyên mục hỏi đáp", "Công an tỉnh", "Sở Y tế", "Tháng 9/2026"))  # fmt: skip


def in_cells(splits: dict[int, int], breadth: float = 1.0) -> Plan:
    """A plan whose table goes on behind a page break, some columns parted: `splits` are the shares of their first parts
    in hundredths."""
    document = Document()
    for line in HEAD:
        document.add_paragraph(line)
    for rows, parts in (
        ((FIVE, ("1", "Họp dân", "Văn phòng", "Sở Y tế", "Quý I/2026")), {}),
        (GOES_ON, splits),
    ):
        widths: list[float] = []
        for at, width in enumerate(BROAD):
            share = parts.get(at, 100) / 100
            widths += [width * share, width * (1 - share)] if share < 1 else [width]
        drawn = [
            [text for at, cell in enumerate(row) for text in ((cell, "") if at in parts else (cell,))]
            for row in rows
        ]
        table = add_table(document, drawn)
        for row in table.rows:
            for cell, width in zip(row.cells, widths, strict=True):
                cell.width = Mm(width * (breadth if parts else 1))
        document.add_page_break()
    return read_plan(saved(document), "a.docx", 2026)


@given(st.dictionaries(st.integers(0, 4), st.integers(55, 95), min_size=1, max_size=4))
@settings(max_examples=25, deadline=None)
def test_cells_of_a_table_that_goes_on_stand_under_the_headings_above_their_place(splits: dict[int, int]):
    read = [
        (one.number, one.task, *one.lead, *one.cooperating, one.deadline.text)
        for _, one in in_cells(splits).measures()
        if one.deadline
    ]
    assert read[1:] == [*GOES_ON]


@given(st.dictionaries(st.integers(0, 4), st.integers(55, 95), min_size=1, max_size=4))
@settings(max_examples=25, deadline=None)
def test_columns_of_a_table_of_another_breadth_are_told_by_what_they_hold_and_never_sure(
    splits: dict[int, int],
):
    plan = in_cells(splits, breadth=0.6)
    measures = [one for _, one in plan.measures()]
    assert [(one.number, one.task, *one.lead, *one.cooperating) for one in measures[1:]] == [
        row[:4] for row in GOES_ON
    ]
    assert all({"task", "lead", "cooperating", "deadline"} <= set(one.unsure) for one in measures[1:])


def goes_on_with(rows: Sequence[Sequence[str]]) -> Plan:
    """A plan with who leads and who cooperates, whose table goes on behind a page without some of its columns."""
    document = Document()
    for line in HEAD:
        document.add_paragraph(line)
    add_table(document, [FIVE, ("1", "Họp dân", "Văn phòng", "Sở Y tế", "Quý I/2026")])
    document.add_page_break()
    table = add_table(document, rows)
    for row in table.rows:
        for cell in row.cells:
            cell.width = Mm(21)
    return read_plan(saved(document), "a.docx", 2026)


def test_a_table_that_goes_on_without_a_column_is_reported_where_two_headings_could_be_meant():
    plan = goes_on_with(
        [("2", "Tập huấn", "Sở Y tế", "Quý II/2026"), ("3", "Hỏi đáp", "Công an tỉnh", "Tháng 9/2026")]
    )
    assert [one.number for _, one in plan.measures()] == ["1"]
    assert "unread" in codes(plan)
