"""Four made-up plans of our own writing, and what a reader must say about each."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

HERE = Path(__file__).resolve().parent
COLUMNS = ("task", "output", "lead", "cooperating", "deadline")


@dataclass(frozen=True)
class Row:
    """A measure as it is meant: agencies one by one, `due` the last day of its deadline where it has one.

    `headings` are the numbers and texts of its sections from the widest on. `inherited` are columns that only the row
    of a group says: they may be right without being sure.
    """

    number: str
    task: str
    output: str
    lead: tuple[str, ...]
    cooperating: tuple[str, ...]
    deadline: str
    due: str = ""
    headings: tuple[tuple[str, str], ...] = ()
    inherited: frozenset[str] = frozenset()

    def cell(self, column: str, between: str = "; ") -> str:
        """What is drawn in a column, agencies separated by `between`."""
        value = getattr(self, column)
        return value if isinstance(value, str) else between.join(value)


@dataclass(frozen=True)
class Made:
    """A made-up document: what its head says, its lines below the head, its measures, and the words around it.

    `number` and `day` are None where the paper leaves blanks. From the measure `told_from` on they stand in sentences,
    of which nothing is ever sure. `findings` are the codes that are true of this paper; every other one is false.
    """

    name: str
    office: tuple[str, str]
    number: str | None
    number_line: str
    day: date | None
    day_line: str
    kind: str
    title: str
    basis: str
    rows: tuple[Row, ...]
    year: int = 2026
    motto: tuple[str, ...] = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
    after: tuple[str, ...] = ("Nơi nhận:", "- Như trên;", "- Lưu: VT.")
    targets: tuple[tuple[str, str, str, str], ...] = ()
    told_from: int | None = None
    findings: frozenset[str] = field(default_factory=frozenset)


def rows_of(name: str) -> tuple[Row, ...]:
    """The measures of a table beside this module."""
    with (HERE / f"{name}.tsv").open(encoding="utf-8") as file:
        return tuple(_row(one) for one in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def _row(one: dict[str, str]) -> Row:
    levels = ((one["section_number"], one["section"]), (one["part_number"], one["part"]))
    return Row(
        one["number"],
        one["task"],
        one["output"].replace("\\n", "\n"),
        tuple(one["lead"].split("|")),
        tuple(one["cooperating"].split("|")),
        one["deadline"],
        one["due"],
        tuple(level for level in levels if level[1]),
    )


PROVINCE = Made(
    "province",
    ("ỦY BAN NHÂN DÂN", "TỈNH SÔNG LAM"),
    "27/KH-UBND",
    "Số: 27/KH-UBND",
    date(2026, 1, 19),
    "Sông Lam, ngày 19 tháng 01 năm 2026",
    "KẾ HOẠCH",
    "Cải cách hành chính nhà nước năm 2026 trên địa bàn tỉnh Sông Lam",
    "Căn cứ Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ ban hành Chương trình tổng thể cải cách hành chính nhà "
    "nước giai đoạn 2021 - 2030, Ủy ban nhân dân tỉnh ban hành Kế hoạch như sau:",
    rows_of("province"),
)
COMMUNE = Made(
    "commune",
    ("ỦY BAN NHÂN DÂN", "XÃ ĐỒNG VANG"),
    "08/KH-UBND",
    "Số:08 /KH-UBND",
    date(2026, 1, 9),
    "Đồng Vang, ngày09 tháng 01 năm 2026",
    "KẾ HOẠCH",
    "Thực hiện công tác cải cách hành chính xã Đồng Vang năm 2026",
    "Thực hiện Kế hoạch số 03/KH-UBND ngày 05/01/2026 của Ủy ban nhân dân tỉnh, Ủy ban nhân dân xã xây dựng Kế hoạch "
    "với các nội dung sau:",
    rows_of("commune"),
)
PARTY = Made(
    "Party",
    ("ĐẢNG BỘ TỈNH SÔNG LAM", "TỈNH ỦY"),
    "14-KH/TU",
    "Số 14-KH/TU",
    date(2026, 2, 3),
    "Sông Lam, ngày 03 tháng 02 năm 2026",
    "KẾ HOẠCH",
    "Lãnh đạo công tác cải cách hành chính trong Đảng năm 2026",
    "Thực hiện Nghị quyết số 57-NQ/TW, ngày 22/12/2024 của Bộ Chính trị, Ban Thường vụ Tỉnh ủy ban hành Kế hoạch "
    "như sau:",
    rows_of("party"),
    motto=("ĐẢNG CỘNG SẢN VIỆT NAM",),
)
FINANCE = replace(
    PROVINCE,
    name="finance and media",
    number="105/CTr-UBND",
    number_line="Số: 105/CTr-UBND",
    kind="CHƯƠNG TRÌNH",
    title="Cải cách tài chính công và truyền thông về cải cách hành chính năm 2026",
    rows=rows_of("finance"),
)
