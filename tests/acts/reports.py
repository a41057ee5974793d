"""Acts on periodic reports: rounds, the parts of units, the whole."""

from __future__ import annotations

from itertools import count
from typing import Any

from django.utils import timezone

from cchc.access.permissions import Role
from cchc.core.plans.reports.periods import ReportKind
from cchc.following.models import PartDraft, ReportRound
from tests.acts.table import Data, a_department, act, agreed, the_province
from tests.builders import reports

FRAMES = count(1)
TYPED: Data = {"so_nhan": "120", "so_dung_han": "114", "so_nhiem_vu": "3", "loi_0": "Đã ban hành kế hoạch"}


def a_round(code: str = "") -> ReportRound:
    """A round of a frame of its own, in which the province itself reports."""
    frame = reports.a_published_frame(code or f"khung_bao_cao_{next(FRAMES)}")
    return reports.a_report_round([the_province()], ReportKind.Q1, 2026, frame=frame)


def a_frozen_round() -> ReportRound:
    """A round whose figures are frozen."""
    round_ = a_round()
    reports.sent_part(round_, the_province(), nhan="1", dung_han="1")
    reports.a_frozen_report(round_)
    return round_


@act("following:round_open", "following.round_opened", role=Role.COORDINATOR)
def _() -> tuple[list[Any], Data]:
    frame = reports.a_published_frame(f"khung_bao_cao_{next(FRAMES)}")
    return [], {
        "frame": frame.pk,
        "kind": "q1",
        "year": "2026",
        "due": "17/03/2026",
        "cut_off": "20/03/2026",
        "units": a_department().pk,
    }


@act("following:round_days", "following.round_moved", role=Role.COORDINATOR)
def _() -> tuple[list[Any], Data]:
    round_ = a_round()
    days = {"data_to": "14/03/2026", "due": "18/03/2026", "cut_off": "21/03/2026"}
    return [round_.pk], {"seen": round_.version, **days}


@act("following:round_texts", "following.whole_written", role=Role.COORDINATOR)
def _() -> tuple[list[Any], Data]:
    round_ = a_round()
    return [round_.pk], {"seen": round_.version, "loi_0": "Tỉnh đã ban hành kế hoạch", "loi_1": ""}


@act("following:round_freeze", "following.report_frozen", role=Role.COORDINATOR)
def _() -> tuple[list[Any], Data]:
    return agreed("following:round_freeze", [a_round().pk], {}, Role.COORDINATOR)


@act("following:round_archive", "following.report_archived", role=Role.COORDINATOR)
def _() -> tuple[list[Any], Data]:
    round_ = a_frozen_round()
    return [round_.pk], {"number": "12/BC-UBND, bản 1", "on": f"{timezone.localdate():%d/%m/%Y}"}


@act("following:report_part", "following.part_saved", role=Role.UNIT_CLERK)
def _() -> tuple[list[Any], Data]:
    round_ = a_round()
    return [round_.pk, the_province().pk], {"seen": 1, **TYPED, "save": "1"}


@act("following:report_part", "following.part_sent", also="send", role=Role.UNIT_CLERK)
def _() -> tuple[list[Any], Data]:
    round_ = a_round()
    figures = {name[3:]: value for name, value in TYPED.items() if name.startswith("so_")}
    draft = reports.typed_part(round_, the_province(), **figures)
    PartDraft.objects.filter(pk=draft.pk).update(texts={"I": TYPED["loi_0"]})
    return [round_.pk, the_province().pk], {"seen": draft.version, **TYPED, "send": "1"}


@act("following:part_return", "following.part_returned", role=Role.COORDINATOR)
def _() -> tuple[list[Any], Data]:
    round_ = a_round()
    reports.sent_part(round_, the_province(), nhan="1", dung_han="1")
    return [round_.pk, the_province().pk], {"number": 1, "reason": "Thiếu phụ lục", "incomplete": "on"}


@act("following:round_withdraw", "following.round_withdrawn", role=Role.COORDINATOR)
def _() -> tuple[list[Any], Data]:
    round_ = a_round()
    data: Data = {"seen": round_.version, "reason": "Mở nhầm khung báo cáo"}
    return agreed("following:round_withdraw", [round_.pk], data, Role.COORDINATOR)


def a_sent_round() -> ReportRound:
    """A round in which the province has sent its part."""
    round_ = a_round()
    reports.sent_part(round_, the_province(), nhan="1", dung_han="1")
    return round_


@act("following:part_recall", "following.part_asked_back", role=Role.UNIT_CLERK)
def _() -> tuple[list[Any], Data]:
    return [a_sent_round().pk, the_province().pk], {"number": 1, "reason": "Nhập nhầm số hồ sơ"}


@act("following:recall_answer", "following.part_given_back", role=Role.COORDINATOR)
def _() -> tuple[list[Any], Data]:
    recall = reports.asked_back(a_sent_round(), the_province())
    return [recall.part.round_id, the_province().pk], {"recall": recall.pk, "reason": "", "give": "1"}


@act("following:recall_answer", "following.recall_refused", also="refuse", role=Role.COORDINATOR)
def _() -> tuple[list[Any], Data]:
    recall = reports.asked_back(a_sent_round(), the_province())
    data = {"recall": recall.pk, "reason": "Số liệu đã khớp hồ sơ", "refuse": "1"}
    return [recall.part.round_id, the_province().pk], data


@act("following:part_carry", "following.part_carried", role=Role.UNIT_CLERK)
def _() -> tuple[list[Any], Data]:
    inner, outer = a_round(), a_round()
    return [inner.pk, the_province().pk], {"into": outer.pk}
