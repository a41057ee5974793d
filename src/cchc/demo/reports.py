"""Periodic reports of the departments: two of last year and three of this one that were drawn together, frozen and
archived, one that is being drawn together; a report that some departments carry inside it; the report of some
communes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time

from django.utils import timezone

from cchc.access.actor import Actor
from cchc.core.plans.reports.content import frame_of, frame_text
from cchc.core.plans.reports.drawn import hash_of_report, report_text
from cchc.core.plans.reports.frame import ReportRow
from cchc.core.plans.reports.periods import ReportKind, ReportPeriod, window
from cchc.demo.people import somebody_of
from cchc.documents.queries.downloads import slug_of
from cchc.following.actions.frames import adopt_model_frames, create_frame, publish_frame
from cchc.following.actions.report_freezing import archive_report, freeze_report
from cchc.following.actions.report_parts import TypedPart, carry_part, return_part, save_part, send_part
from cchc.following.actions.report_rounds import open_round, write_whole
from cchc.following.exchange.report_sheet import report_workbook
from cchc.following.exchange.report_word import report_word
from cchc.following.models import FrameState, FrameVersion, PartDraft, ReportRound
from cchc.following.queries.frames import models_left
from cchc.following.queries.report_papers import paper_of_whole
from cchc.following.queries.report_words import round_name
from cchc.following.queries.rounds import drawn_now, drawn_report, period_of, rounds_for
from cchc.units.models import Kind, Unit

YEAR = 2026
DEPARTMENTS, COMMUNES = "cchc_so", "cchc_xa"  # codes of the model frames
OWN_COMMUNE = "90241"  # the commune whose people have accounts
SOME = 12  # communes that report
NUMBERS = {
    (2025, ReportKind.SIX_MONTHS): "168/BC-UBND",
    (2025, ReportKind.YEAR): "322/BC-UBND",
    (2026, ReportKind.Q1): "86/BC-UBND",
    (2026, ReportKind.SIX_MONTHS): "174/BC-UBND",
    (2026, ReportKind.Q3): "251/BC-UBND",
}
LAST_YEAR = (ReportKind.SIX_MONTHS, ReportKind.YEAR)  # beside which stand those of this year
OF_PROCEDURES = "kiem_soat_tthc"
CARRYING = ("SNV", "STP", "STC", "SYT")  # send it inside the report of the departments
BY_ITSELF = ("SCT", "SGDDT")  # send it by itself
SILENT_ONE_IN, LATE_ONE_IN = 9, 7  # units that did not send, or sent after the last day
WRITING_ONE_IN = 3  # units that have not sent yet what is being drawn together
NOT_SENDING = ("STC", OWN_COMMUNE)  # their people try it
PERIOD_SHARE = {
    ReportKind.Q1: 1,
    ReportKind.SIX_MONTHS: 2,
    ReportKind.Q3: 1,
    ReportKind.YEAR: 4,
}  # of a year's work

# Figures of one unit in a quarter, from the smallest to the largest; what is not named here has none.
USUAL = {
    "van_ban_chi_dao": (2, 9),
    "kiem_tra": (1, 5),
    "sang_kien": (0, 2),
    "tiep_nhan": (420, 1900),
    "tre_han": (0, 14),
    "tap_huan": (20, 90),
    "ky_luat": (0, 1),
    "nhan_su_mot_cua": (3, 6),
    "hai_long": (91, 99),
    "nguoi_khao_sat": (40, 60),
    "lop_tap_huan": (1, 3),
    "luot_tap_huan": (20, 90),
    "van_ban_dien_tu": (94, 100),
    "hop_truc_tuyen": (2, 11),
    "dung_phan_mem": (95, 100),
    "kien_nghi_ton": (0, 3),
}
GROWS = ("tiep_nhan", "tre_han", "tap_huan", "luot_tap_huan", "van_ban_chi_dao")
YEARLY_GROWTH = 8  # percent
PENDING = 6  # dossiers that are neither done in time nor late yet
WORDS = "Đã ban hành kế hoạch, phân công từng phòng chuyên môn và kiểm tra việc thực hiện trong kỳ."
TEXT_OF_WHOLE = {  # by the beginning of the title of a section
    "Công tác chỉ đạo": "Các sở, ban, ngành đã ban hành kế hoạch, phân công nhiệm vụ và tự kiểm tra trong kỳ.",
    "Cải cách thể chế": "Rà soát văn bản theo chuyên đề; văn bản hết hiệu lực được công bố kịp thời.",
    "Cải cách thủ tục": "Phần lớn hồ sơ giải quyết đúng hạn; hồ sơ trễ hạn đều có thư xin lỗi, nêu lý do.",
    "Cải cách tổ chức": "Sắp xếp phòng chuyên môn theo đề án; số lượng cấp phó đúng quy định.",
    "Cải cách chế độ": "Bồi dưỡng theo vị trí việc làm; kỷ luật, kỷ cương được kiểm tra định kỳ.",
    "Cải cách tài chính": "Giải ngân theo tiến độ; các đơn vị sự nghiệp báo cáo mức tự chủ hằng quý.",
    "Xây dựng và phát triển": "Văn bản điện tử có ký số; hồ sơ trực tuyến tăng so với kỳ trước.",
    "Đánh giá chung": "Nhiệm vụ cơ bản đúng tiến độ; một số đơn vị gửi báo cáo chậm, số liệu chưa đủ.",
    "Khó khăn": "Hệ thống giải quyết hồ sơ có lúc gián đoạn; đề nghị các bộ sớm mở dữ liệu dùng chung.",
    "Nhiệm vụ kỳ tới": "Hoàn thành các nhiệm vụ đến hạn; khắc phục nội dung còn mất điểm của năm trước.",
}


def load_reports(province: Unit, today: date, *, by: Actor) -> None:
    """Load the reports of the year, as far as their periods have begun on `today`."""
    if models_left():
        adopt_model_frames(by=by)
    departments = _units(Unit.objects.filter(kind=Kind.DEPARTMENT))
    communes = _units(Unit.objects.filter(kind__in=(Kind.COMMUNE, Kind.WARD)).order_by("sort_key"))
    own = [one for one in communes if one.code == OWN_COMMUNE]
    some = [*own, *(one for one in communes if one.code != OWN_COMMUNE)][:SOME]
    for kind in LAST_YEAR:
        _report(province, _frame(DEPARTMENTS), kind, departments, today, by=by, year=YEAR - 1)
    for kind in ReportKind:
        if window(kind, YEAR).data_from <= today:
            _report(province, _frame(DEPARTMENTS), kind, departments, today, by=by)
    _report(province, _frame(COMMUNES), ReportKind.YEAR, some, today, by=by)
    _carried(province, departments, today, by=by)


def _carried(province: Unit, departments: list[Unit], today: date, *, by: Actor) -> None:
    """A report on procedures alone, which most departments send inside their report of the year (lồng ghép)."""
    whole = frame_of(_frame(DEPARTMENTS).content)
    part = replace(
        whole,
        code=OF_PROCEDURES,
        name="Báo cáo kiểm soát thủ tục hành chính của sở, ban, ngành",
        outline=tuple(one for one in whole.outline if one.title.startswith("Đánh giá chung")),
        annexes=tuple(
            replace(one, number="1") for one in whole.annexes if "tiep_nhan" in {row.code for row in one.rows}
        ),
    )
    draft = create_frame(by=by, text=frame_text(part))
    frame = publish_frame(by=by, version=draft, seen=draft.sha256)
    days = window(ReportKind.YEAR, YEAR)
    units = [one for one in departments if one.code in (*CARRYING, *BY_ITSELF)]
    due = days.cut_off.replace(day=17)
    round_ = open_round(
        by=by,
        frame=frame,
        collector=province,
        kind=ReportKind.YEAR,
        year=YEAR,
        due=due,
        cut_off=days.cut_off,
        units=units,
    )
    outer = ReportRound.objects.get(frame__key=DEPARTMENTS, kind=ReportKind.YEAR.value, year=YEAR)
    now = _moment(due.replace(day=15), today)
    for place, unit in enumerate(units, 1):
        if unit.code in CARRYING:
            clerk = somebody_of(unit.pk, unit.name)
            carry_part(by=clerk, round_=round_, unit=unit, into=outer, now=now)
        else:
            _write(round_, unit, place, sends=True, now=now)


def _units(units: Iterable[Unit]) -> list[Unit]:
    return [one for one in units if one.valid_until is None]


def _frame(key: str) -> FrameVersion:
    return FrameVersion.objects.filter(key=key, state=FrameState.PUBLISHED).latest("number")


def _report(
    province: Unit,
    frame: FrameVersion,
    kind: ReportKind,
    units: list[Unit],
    today: date,
    *,
    by: Actor,
    year: int = YEAR,
) -> None:
    days = window(kind, year)
    due = days.cut_off.replace(day=17)
    is_over = days.cut_off <= today
    round_ = open_round(
        by=by,
        frame=frame,
        collector=province,
        kind=kind,
        year=year,
        due=due,
        cut_off=days.cut_off,
        units=units,
    )
    for place, unit in enumerate(units, 1):
        silent = place % SILENT_ONE_IN == 0 if is_over else place % WRITING_ONE_IN == 0
        if unit.code in NOT_SENDING and not is_over:
            continue
        late = due.replace(day=19) if place % LATE_ONE_IN == 0 else due.replace(day=15)
        _write(round_, unit, place, sends=not silent, now=_moment(late, today))
    if is_over:
        _freeze(round_, days.cut_off, today, by=by)
    else:
        last = ReportRound.objects.get(pk=round_.pk).parts.order_by("pk").last()
        if last is not None:
            reason = "Chưa nêu lý do số hồ sơ trễ hạn"
            return_part(
                by=by, round_=round_, unit=last.of_unit, number=last.number, reason=reason, incomplete=False
            )


def _write(round_: ReportRound, unit: Unit, place: int, *, sends: bool, now: datetime) -> None:
    """What the unit types; most of it also sends."""
    frame = frame_of(round_.frame.content)
    draft = PartDraft.objects.get(round=round_, of_unit=unit)
    clerk = somebody_of(unit.pk, unit.name)
    period = period_of(round_)
    figures = {row.code: _figure(row, place, period) for row in frame.rows if row.is_typed}
    figures = {code: text for code, text in figures.items() if text}
    first = frame.outline[0].number if frame.outline else ""
    typed = TypedPart(figures=figures, texts={first: WORDS} if place % 2 else {})
    kept = save_part(by=clerk, round_=round_, unit=unit, seen_version=draft.version, typed=typed)
    if sends:
        send_part(by=clerk, round_=round_, unit=unit, seen_version=kept.version, with_gaps=True, now=now)


def _figure(row: ReportRow, place: int, period: ReportPeriod) -> str:
    """A figure of a unit by its place among the units, always the same; empty for a row without one."""
    if row.code == "dung_han":
        return str(_usual("tiep_nhan", place, period) - _usual("tre_han", place, period) - PENDING)
    if row.code == "truc_tuyen":
        online = 70 + place * 7 % 28 - (YEAR - period.year) * YEARLY_GROWTH
        return str(_usual("tiep_nhan", place, period) * online // 100)
    return str(_usual(row.code, place, period)) if row.code in USUAL else ""


def _usual(code: str, place: int, period: ReportPeriod) -> int:
    """A figure of a unit: the same each year, but what grows was less a year ago."""
    low, high = USUAL[code]
    figure = low + (place * 37 + len(code) * 11) % (high - low + 1)
    if code not in GROWS:
        return figure
    year_ago = 100 - (YEAR - period.year) * YEARLY_GROWTH
    return figure * PERIOD_SHARE[period.kind] * year_ago // 100


def _freeze(round_: ReportRound, cut_off: date, today: date, *, by: Actor) -> None:
    outline = frame_of(round_.frame.content).outline
    texts = {
        one.number: words
        for one in outline
        for title, words in TEXT_OF_WHOLE.items()
        if one.title.startswith(title)
    }
    if texts:
        write_whole(by=by, round_=round_, seen_version=round_.version, texts=texts)
    there = rounds_for(by).get(pk=round_.pk)
    seen = hash_of_report(report_text(drawn_now(there)))
    freeze_report(by=by, round_=there, seen=seen, now=_moment(cut_off, today))
    frozen = rounds_for(by).get(pk=round_.pk)
    report = drawn_report(frozen)
    number = NUMBERS.get((frozen.year, ReportKind(frozen.kind)), "330/BC-UBND")
    archive_report(
        by=by,
        round_=frozen,
        number=number,
        on=min(cut_off, today),
        name=slug_of(round_name(frozen)),
        paper=report_word(paper_of_whole(frozen, report, min(cut_off, today), number)),
        sheet=report_workbook(
            frame_of(frozen.frame.content), report, round_name(frozen), frozen.frozen.sha256
        ),
    )


def _moment(day: date, today: date) -> datetime:
    """Nine o'clock of a day, of `today` where that is earlier: nothing is told of days to come."""
    return timezone.make_aware(datetime.combine(min(day, today), time(9)))
