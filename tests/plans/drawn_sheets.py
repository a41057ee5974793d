"""Plans as workbooks, edited and read back, for tests."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

import pytest
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from cchc.core.plans.columns import DEADLINE, LEAD, NUMBER, TASK
from cchc.core.words.messages import Fault, Faults, say
from cchc.plans.exchange.difference import (
    Difference,
    difference,
)
from cchc.plans.exchange.sheet import HEADINGS, SheetRow, SheetSection, tidy
from cchc.plans.exchange.sheet_in import read_sheet
from cchc.plans.exchange.sheet_out import plan_workbook

TITLE = "Kế hoạch cải cách hành chính năm 2026"


FILE = "ke-hoach.xlsx"


def row(key: str, number: str = "1", task: str = "Rà soát văn bản", **texts: str) -> SheetRow:
    texts = {NUMBER: number, TASK: task, LEAD: "Sở Tư pháp", DEADLINE: "Quý II/2026"} | texts
    return SheetRow(key, texts)


# Rows 1 and 2 of the workbook are its title and headings, row 3 the heading of the first section.
PLAN = (
    SheetSection(
        "1", "I", "Cải cách thể chế", (row("11"), row("12", "2", "Mở chuyên mục"), row("13", "3", "Kiểm tra"))
    ),
    SheetSection("2", "II", "Cải cách tài chính công", (row("21"), row("22", "2", "Giải ngân"))),
)


def out(sections: Sequence[SheetSection] = PLAN) -> bytes:
    return plan_workbook(TITLE, sections, say)


def read(content: bytes) -> tuple[SheetSection, ...]:
    """The sections of a file without faults."""
    file = read_sheet(content, FILE)
    assert file.faults == ()
    return file.sections


def edited(edit: Callable[[Worksheet], object], sections: Sequence[SheetSection] = PLAN) -> bytes:
    """The workbook of a plan after somebody worked on it."""
    book = load_workbook(io.BytesIO(out(sections)))
    edit(book.worksheets[0])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def back(
    edit: Callable[[Worksheet], object], sections: Sequence[SheetSection] = PLAN
) -> tuple[SheetSection, ...]:
    return read(edited(edit, sections))


def filled(sheet: Worksheet, at: int, **cells: object) -> None:
    """Write into a row, by the letters of the columns."""
    for letter, value in cells.items():
        sheet[f"{letter}{at}"] = value


def refused(content: bytes, before: Sequence[SheetSection] = PLAN) -> tuple[Fault, ...]:
    """The faults of a file, those of its reading and those beside the plan."""

    def compared() -> Difference:
        file = read_sheet(content, FILE)
        return difference(before, file.sections, faults=file.faults)

    with pytest.raises(Faults) as caught:
        compared()
    return caught.value.faults


def cells(faults: Sequence[Fault]) -> list[str]:
    return [f"{fault.place.column or ''}{fault.place.row}" for fault in faults]


LOOKS_LIKE_ANOTHER = (
    "=1+1",
    "+84",
    "-5",
    "@SUM(A1)",
    "1.10",
    "01",
    "01/02/2023",
    "TRUE",
    "1e5",
    "_x000D_",
    "#N/A",
    "'",
)


WORDS = ("Ủy ban nhân dân", "Quý II, III năm 2026", "- Báo cáo;\n- Tờ trình", "a\n\nb", "12,5%", "Đ" * 300)


TEXTS = st.one_of(
    st.just(""),
    st.sampled_from((*LOOKS_LIKE_ANOTHER, *WORDS)),
    st.text(max_size=30).map(tidy),
    st.lists(st.sampled_from(WORDS), min_size=2, max_size=4).map("\n".join),
)


def said_in(texts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """`texts` of which none is empty."""
    return texts.map(lambda text: text or "Rà soát")


NUMBERS = st.one_of(st.sampled_from(("", "1", "1.10", "IV", "01", "=2")), st.text(max_size=8).map(tidy))


@st.composite
def plans(
    draw: st.DrawFn, texts: st.SearchStrategy[str] = TEXTS, *, headed: bool = False
) -> tuple[SheetSection, ...]:
    """A stored plan: every section and measure has its key, rows without a heading stand in the first section."""
    sizes = draw(st.lists(st.integers(0, 3), max_size=3))
    said = said_in(texts)
    keys = iter(draw(st.permutations(range(1, sum(sizes) + len(sizes) + 1))))
    sections = []
    for position, size in enumerate(sizes):
        rows = tuple(
            SheetRow(
                str(next(keys)),
                {
                    NUMBER: draw(NUMBERS),
                    TASK: draw(said),
                    **{column: draw(texts) for column in HEADINGS if column not in (NUMBER, TASK)},
                },
            )
            for _ in range(size)
        )
        headless = not headed and position == 0 and size > 0 and draw(st.booleans())
        number, heading = ("", "") if headless else (draw(NUMBERS), draw(said))
        sections.append(SheetSection(str(next(keys)), number, heading, rows))
    return tuple(sections)
