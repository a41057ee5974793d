"""Builders of periodic reports: a frame, a round, parts that were typed, sent, returned, frozen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from cchc.access.actor import Actor
from cchc.access.permissions import Role
from cchc.core.papers.deadlines.windows import VIETNAM
from cchc.core.plans.reports.content import frame_text
from cchc.core.plans.reports.drawn import hash_of_report, report_text
from cchc.core.plans.reports.frame import ReportFrame
from cchc.core.plans.reports.periods import ReportKind, window
from cchc.core.plans.reports.reading import frame_of_document
from cchc.following.actions.frames import continue_frame, create_frame, publish_frame, put_frame_back
from cchc.following.actions.report_freezing import freeze_report
from cchc.following.actions.report_parts import TypedPart, return_part, save_part, send_part
from cchc.following.actions.report_recalls import ask_part_back
from cchc.following.actions.report_rounds import open_round
from cchc.following.actions.report_withdrawing import withdraw_round
from cchc.following.models import (
    FrameVersion,
    FrozenReport,
    PartDraft,
    PartRecall,
    PartReturn,
    ReportPart,
    ReportRound,
    RoundWithdrawal,
)
from cchc.following.queries.rounds import drawn_now
from cchc.units.models import Kind, Unit
from tests.builders.following import clerk_of
from tests.builders.people import a_province, a_unit, an_actor
from tests.core.report_frames import frame_document

ANNEX = {"annex": "1", "covers": "period", "whole": "sum", "unit": "hồ sơ"}
REPORT_ROWS: tuple[Mapping[str, str], ...] = (
    {**ANNEX, "code": "nhan", "number": "1", "wording": "Thủ tục hành chính tiếp nhận"},
    {**ANNEX, "code": "dung_han", "number": "2", "wording": "Giải quyết đúng hạn"},
    {**ANNEX, "code": "ty_le", "number": "3", "wording": "Tỷ lệ đúng hạn", "unit": "%", "places": "1",
     "formula": "dung_han / nhan", "whole": "formula"},
    {**ANNEX, "code": "nhiem_vu", "number": "4", "wording": "Nhiệm vụ hoàn thành", "unit": "nhiệm vụ",
     "covers": "year_to_date", "source": "plans.done"},
)  # fmt: skip


def a_report_frame(code: str = "xa", rows: Sequence[Mapping[str, str]] = REPORT_ROWS) -> ReportFrame:
    """A frame with an outline of two sections and one annex of these rows."""
    settings = {
        "code": code,
        "name": f"Báo cáo cải cách hành chính ({code})",
        "level": "commune",
        "legal_basis": "Công văn số 1/SNV",
    }
    return frame_of_document(frame_document(*rows, settings=settings))


def a_published_frame(code: str = "xa", rows: Sequence[Mapping[str, str]] = REPORT_ROWS) -> FrameVersion:
    """The frame of this code that is published."""
    there = FrameVersion.objects.filter(key=code).first()
    if there is not None:
        return there
    text = frame_text(a_report_frame(code, rows))
    draft = create_frame(by=a_collector(), text=text)
    return publish_frame(by=a_collector(), version=draft, seen=draft.sha256)


def a_later_frame(version: FrameVersion, rows: Sequence[Mapping[str, str]]) -> FrameVersion:
    """The version of a published frame after this one, with other rows."""
    by = a_collector()
    text = frame_text(a_report_frame(version.key, rows))
    draft = continue_frame(by=by, version=version)
    draft = put_frame_back(by=by, version=draft, text=text, seen=draft.sha256)
    return publish_frame(by=by, version=draft, seen=draft.sha256)


def a_collector() -> Actor:
    """Who draws the reports of the province together."""
    return an_actor(Role.COORDINATOR)


def communes(count: int) -> list[Unit]:
    """So many communes of the province."""
    province = the_province()
    names = [f"Xã Số {at}" for at in range(1, count + 1)]
    there = {one.name: one for one in Unit.objects.filter(name__in=names)}
    return [there.get(name) or a_unit(name, Kind.COMMUNE, parent=province) for name in names]


def the_province() -> Unit:
    """The province."""
    return Unit.objects.filter(kind=Kind.PROVINCE).first() or a_province()


def a_report_round(
    units: Sequence[Unit] | None = None,
    kind: ReportKind = ReportKind.Q1,
    year: int = 2026,
    *,
    frame: FrameVersion | None = None,
    due: date | None = None,
) -> ReportRound:
    """A round that is open for these units, or for three communes."""
    days = window(kind, year)
    return open_round(
        by=a_collector(),
        frame=frame or a_published_frame(),
        collector=the_province(),
        kind=kind,
        year=year,
        due=due or days.cut_off.replace(day=17),
        cut_off=days.cut_off,
        units=units if units is not None else communes(3),
    )


def typed_part(round_: ReportRound, unit: Unit, **figures: str) -> PartDraft:
    """What a clerk of the unit types."""
    draft = PartDraft.objects.get(round=round_, of_unit=unit)
    typed = TypedPart(figures=figures, texts={"I": f"Lời của {unit.name}"})
    return save_part(by=clerk_of(unit), round_=round_, unit=unit, seen_version=draft.version, typed=typed)


def sent_part(
    round_: ReportRound, unit: Unit, *, on: date = date(2026, 3, 16), with_gaps: bool = True, **figures: str
) -> ReportPart:
    """The part of a unit with these figures, sent on a day."""
    draft = typed_part(round_, unit, **figures)
    at = datetime(on.year, on.month, on.day, 9, tzinfo=VIETNAM)
    return send_part(
        by=clerk_of(unit), round_=round_, unit=unit, seen_version=draft.version, with_gaps=with_gaps, now=at
    )


def returned_part(round_: ReportRound, unit: Unit, *, incomplete: bool = False) -> PartReturn:
    """The last sending of a unit, returned."""
    number = ReportPart.objects.filter(round=round_, of_unit=unit).count()
    return return_part(
        by=a_collector(),
        round_=round_,
        unit=unit,
        number=number,
        reason="Thiếu phụ lục",
        incomplete=incomplete,
    )


def asked_back(round_: ReportRound, unit: Unit) -> PartRecall:
    """The last sending of a unit, asked back by its clerk."""
    number = ReportPart.objects.filter(round=round_, of_unit=unit).count()
    return ask_part_back(
        by=clerk_of(unit), round_=round_, unit=unit, number=number, reason="Nhập nhầm số hồ sơ"
    )


def a_withdrawn_round(round_: ReportRound) -> RoundWithdrawal:
    """A round that was opened by mistake, withdrawn."""
    now = ReportRound.objects.get(pk=round_.pk)
    return withdraw_round(
        by=a_collector(), round_=now, seen_version=now.version, reason="Mở nhầm khung báo cáo"
    )


def a_frozen_report(round_: ReportRound) -> FrozenReport:
    """A round, frozen as it stands on the day of its cut-off."""
    day = round_.cut_off
    seen = hash_of_report(report_text(drawn_now(ReportRound.objects.get(pk=round_.pk))))
    at = datetime(day.year, day.month, day.day, 16, tzinfo=VIETNAM)
    return freeze_report(by=a_collector(), round_=round_, seen=seen, now=at)
