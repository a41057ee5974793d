"""The structured part of a periodic report as an Excel workbook: the whole, and each unit. Always in Vietnamese."""

from __future__ import annotations

from fractions import Fraction

from cchc.core.plans.reports.drawn import DrawnReport, UnitPart
from cchc.core.plans.reports.frame import FrameAnnex, ReportFrame, ReportRow
from cchc.core.plans.reports.sending import PartState
from cchc.core.words.numbers import rounded_number
from cchc.files.sheets import Places, Sheet, SheetColumn, Written
from cchc.files.workbooks import workbook_bytes

STATES = {
    PartState.UNSENT: "Chưa gửi",
    PartState.RETURNED: "Đã trả lại",
    PartState.SENT: "Đã gửi",
    PartState.CARRIED: "Lồng ghép",
}
NUMBER = Places(0, 4)


def report_workbook(frame: ReportFrame, report: DrawnReport, name: str, seal: str) -> bytes:
    """Return a report as an .xlsx file, `name` on top. Figures are numbers in the unit of their row, to its places, and
    empty where there is none. `seal` is the hash of what was frozen; empty: provisional."""
    standing = f"Số liệu đã chốt, mã {seal[:12]}" if seal else "Tạm tính, chưa chốt số liệu"
    head = report.head
    days = f"Số liệu từ {head.data_from:%d/%m/%Y} đến {head.data_to:%d/%m/%Y}. {standing}."
    titles = (name.upper(), days)
    return workbook_bytes([_whole(frame, report, titles), _units(frame, report, titles)])


def _whole(frame: ReportFrame, report: DrawnReport, titles: tuple[str, ...]) -> Sheet:
    columns = (
        SheetColumn("Phụ lục", 9, centred=True, text=True),
        SheetColumn("STT", 7, centred=True, text=True),
        SheetColumn("Chỉ tiêu", 48),
        SheetColumn("Đơn vị tính", 12),
        SheetColumn("Số liệu", 13, NUMBER),
        SheetColumn("Kỳ trước", 13, NUMBER),
        SheetColumn("Cùng kỳ năm trước", 13, NUMBER),
        SheetColumn("Đơn vị chưa có số liệu", 40),
        SheetColumn("Mã", 16, text=True, quiet=True),
    )
    figures = {one.code: one for one in report.figures}
    names = {one.unit: one.name for one in report.parts}

    def row_of(annex: FrameAnnex, row: ReportRow) -> list[Written]:
        one = figures[row.code]
        return [
            annex.number,
            row.number,
            row.wording,
            row.unit,
            _cell(row, one.value),
            _cell(row, one.previous),
            _cell(row, one.last_year),
            ", ".join(names[unit] for unit in one.missing) or None,
            row.code,
        ]

    rows = [row_of(annex, row) for annex in frame.annexes for row in annex.rows]
    return Sheet("Tổng hợp", columns, rows, titles, frozen_columns=3)


def _units(frame: ReportFrame, report: DrawnReport, titles: tuple[str, ...]) -> Sheet:
    columns = (
        SheetColumn("Đơn vị", 34),
        SheetColumn("Tình trạng", 12),
        SheetColumn("Ngày gửi", 12),
        SheetColumn("Lồng ghép trong", 24),
        *(SheetColumn(_heading(row), 16, NUMBER) for row in frame.rows),
    )
    codes = ("", "", "", "", *(row.code for row in frame.rows))
    return Sheet(
        "Theo đơn vị", columns, [_unit(frame, one) for one in report.parts], titles, frozen_columns=1, codes=codes
    )  # fmt: skip


def _heading(row: ReportRow) -> str:
    return f"{row.number}. {row.wording} ({row.unit})" if row.number else f"{row.wording} ({row.unit})"


def _unit(frame: ReportFrame, part: UnitPart) -> list[Written]:
    values = part.values if part.has_come else {}
    return [
        part.name,
        STATES[part.state],
        part.sent_on,
        part.carried_in or None,
        *(_cell(row, values.get(row.code)) for row in frame.rows),
    ]


def _cell(row: ReportRow, value: Fraction | None) -> Written:
    if value is None:
        return None
    return rounded_number(value * 100 if row.is_percent else value, row.places)
