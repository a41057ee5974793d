"""What the paper of a periodic report says: of the whole, or of one unit; always in Vietnamese."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from cchc.core.plans.reports.content import frame_of
from cchc.core.plans.reports.drawn import DrawnReport, ReportHead, UnitPart
from cchc.core.plans.reports.frame import Covers, ReportRow
from cchc.core.plans.reports.periods import ReportKind, ReportPeriod, previous_period
from cchc.core.words.names import name_inside_a_sentence
from cchc.documents.exchange.signing import COMMITTEE, SignedAs, recipient_lines
from cchc.following.exchange.report_word import PrintedAnnex, ReportedSection, ReportPaper
from cchc.following.models import ReportRound
from cchc.following.queries.report_lines import UnitReport, WholeLine, whole_annexes, whole_sections
from cchc.following.queries.rounds import is_frozen, period_of
from cchc.plans.queries.printed import Wishes, signature_of
from cchc.units.models import Kind, Unit

PERIODS = {
    ReportKind.Q1: "Quý I năm {year}",
    ReportKind.SIX_MONTHS: "6 tháng đầu năm {year}",
    ReportKind.Q3: "Quý III năm {year}",
    ReportKind.YEAR: "Năm {year}",
}
_RECEIVERS = (
    "Bộ Nội vụ (để báo cáo)",
    "Chủ tịch, các Phó Chủ tịch Ủy ban nhân dân tỉnh",
    "Các cơ quan, đơn vị gửi báo cáo",
)
_OTHER_RECEIVERS = ("Ủy ban nhân dân tỉnh (để báo cáo)", "Sở Nội vụ")
YEAR_TO_DATE = "Lũy kế từ đầu năm"
MOST_NAMED = 60
MOST_NAMED_IN_NOTE = 5


def usual_wishes_of_report(round_: ReportRound, unit: Unit) -> dict[str, str]:
    """Return what the paper of a report of `unit` is like where nobody asks for anything else, by the fields of its
    form: a report of the province is signed by a deputy."""
    is_province = unit.kind == Kind.PROVINCE
    return {
        "ky": (SignedAs.DEPUTY if is_province else SignedAs.HEAD).name,
        "chuc_vu": "",
        "ho_ten": "",
        "noi_nhan": "\n".join(_RECEIVERS if is_province else _OTHER_RECEIVERS),
        "luu": "VT",
        "can_cu": frame_of(round_.frame.content).legal_basis,
    }


def paper_of_whole(
    round_: ReportRound, report: DrawnReport, on: date, number: str = "", wishes: Wishes | None = None
) -> ReportPaper:
    """Return what the paper of the whole says, signed and sent as it is wished for; where who draws together wrote
    nothing for a section, what the units wrote, by name."""
    frame = frame_of(round_.frame.content)
    sections = tuple(
        ReportedSection(
            one.section.printed,
            one.section.title,
            one.section.level,
            one.text or "\n".join(f"{name}: {text}" for name, text in one.by_units),
        )
        for one in whole_sections(frame, report)
    )
    annexes = tuple(
        PrintedAnnex(annex.number, annex.title, tuple(_whole_row(line) for line in lines if line.row.number))
        for annex, lines in whole_annexes(frame, report)
    )
    missing = tuple(_missing(report))
    unit, name = round_.collector, report.head.unit
    return _paper(round_, report.head, unit, name, on, number, sections, annexes, missing, wishes)


def paper_of_part(
    round_: ReportRound,
    head: ReportHead,
    unit: Unit,
    part: UnitPart,
    report: UnitReport,
    on: date,
    wishes: Wishes | None = None,
) -> ReportPaper:
    """Return what the paper of one unit says; names are those of the report, `head` and `part`, also when it is frozen
    and an office has another name since."""
    sections = tuple(
        ReportedSection(one.section.printed, one.section.title, one.section.level, one.text)
        for one in report.sections
    )
    annexes = tuple(
        PrintedAnnex(
            annex.number,
            annex.title,
            tuple(
                _row(
                    line.row,
                    line.value,
                    line.previous,
                    line.last_year,
                    line.origin.why if line.origin else "",
                )
                for line in lines
                if line.row.number
            ),
        )
        for annex, lines in report.annexes
    )
    carried = (f"Báo cáo này lồng ghép trong {part.carried_in}.",) if part.carried_in else ()
    return _paper(round_, head, unit, part.name, on, "", sections, annexes, carried, wishes)


def _paper(
    round_: ReportRound,
    head: ReportHead,
    unit: Unit,
    name: str,
    on: date,
    number: str,
    sections: tuple[ReportedSection, ...],
    annexes: tuple[PrintedAnnex, ...],
    missing: tuple[str, ...],
    wishes: Wishes | None,
) -> ReportPaper:
    issuer, own = _issuer(unit.kind, name), unit.kind in _COMMITTEES
    asked = usual_wishes_of_report(round_, unit) | dict(wishes or {})
    earlier = previous_period(period_of(round_))
    place = name_inside_a_sentence(head.province)
    superior = (
        "" if unit.kind == Kind.PROVINCE or not head.province else _issuer(Kind.PROVINCE, head.province)
    )
    return ReportPaper(
        superior=superior,
        issuer=issuer,
        number=number,
        symbol="BC-UBND" if own else f"BC-{unit.code}" if unit.code.isalpha() else "BC",
        place=place.removeprefix("tỉnh ").removeprefix("thành phố "),
        signature=signature_of(issuer, COMMITTEE if own else "", asked),
        recipients=recipient_lines(asked["noi_nhan"].splitlines(), asked["luu"] or "VT"),
        on=on,
        name=head.frame_name,
        period=PERIODS[ReportKind(round_.kind)].format(year=round_.year),
        basis="; ".join(one.strip() for one in asked["can_cu"].splitlines() if one.strip()),
        before=_period_words(earlier),
        data_from=head.data_from,
        data_to=head.data_to,
        sections=sections,
        annexes=annexes,
        missing=missing,
        seal=round_.frozen.sha256 if is_frozen(round_) else "",
    )


_COMMITTEES = (Kind.PROVINCE, Kind.COMMUNE, Kind.WARD, Kind.SPECIAL_ZONE)


def _period_words(period: ReportPeriod) -> str:
    """The name of a period inside a heading: quý I năm 2026."""
    words = PERIODS[period.kind].format(year=period.year)
    return words[0].lower() + words[1:]


def _issuer(kind: str, name: str) -> str:
    return f"Ủy ban nhân dân {name_inside_a_sentence(name)}" if kind in _COMMITTEES else name


def _whole_row(line: WholeLine) -> tuple[str, ...]:
    notes = [f"{len(line.not_come)} đơn vị chưa gửi"] if line.not_come else []
    if line.without:
        named = ", ".join(line.without[:MOST_NAMED_IN_NOTE])
        more = " …" if len(line.without) > MOST_NAMED_IN_NOTE else ""
        notes.append(f"không có số liệu: {named}{more}")
    one = line.figure
    return _row(line.row, one.value, one.previous, one.last_year, "; ".join(notes))


def _row(
    row: ReportRow, value: Fraction | None, previous: Fraction | None, last_year: Fraction | None, note: str
) -> tuple[str, ...]:
    covers = YEAR_TO_DATE if row.covers is Covers.YEAR_TO_DATE else ""
    notes = "; ".join(filter(None, (covers, note)))
    numbers = (row.printed(one) or "–" for one in (value, previous, last_year))
    return (row.number, row.wording, row.unit, *numbers, notes)


def _missing(report: DrawnReport) -> list[str]:
    found = []
    absent = [one.name for one in report.not_come]
    if absent:
        found.append(
            f"{len(absent)}/{len(report.parts)} đơn vị chưa gửi báo cáo: {_named(absent)}. Số liệu của các đơn vị này "
            "không có trong tổng số, không tính là 0."
        )
    carried = [f"{one.name} ({one.carried_in})" for one in report.parts if one.has_come and one.carried_in]
    if carried:
        found.append(f"Báo cáo lồng ghép, chỉ tính một lần: {_named(carried)}.")
    return found


def _named(names: Sequence[str]) -> str:
    more = f" và {len(names) - MOST_NAMED} đơn vị khác" if len(names) > MOST_NAMED else ""
    return ", ".join(names[:MOST_NAMED]) + more
