"""Periodic reports when two people work at once, when parts come back, and when days, frames and names change."""

from __future__ import annotations

import io
import re
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from docx import Document

from cchc.access.permissions import Role
from cchc.audit.changed import Changed
from cchc.core.plans.reports.content import frame_text
from cchc.core.plans.reports.periods import ReportKind
from cchc.core.plans.reports.reading import frame_of_document
from cchc.documents.models import PreparedFile
from cchc.documents.queries import content
from cchc.following.actions.frames import FrameEdit, create_frame, edit_frame, publish_frame
from cchc.following.actions.report_parts import carry_part
from cchc.following.actions.report_rounds import move_days
from cchc.following.models import ArchivedReport, FrameVersion, PartDraft, ReportRound
from cchc.following.queries.report_sources import punctuality_between, punctuality_of
from cchc.following.queries.rounds import drawn_report
from cchc.following.tasks import make_report_pdf
from cchc.units.models import Kind, Unit
from tests import builders
from tests.builders import reports
from tests.core.report_frames import frame_document

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 30)
NOTHING = {"so_dung_han": "", "so_nhiem_vu": "", "loi_0": "", "loi_1": ""}


def signed_in(member: Any) -> Client:
    client = Client()
    client.force_login(member.person)
    return client


def a_coordinator(unit: Unit | None = None) -> Client:
    return signed_in(builders.a_member(Role.COORDINATOR, unit=unit or reports.the_province()))


def a_clerk(unit: Unit) -> Client:
    return signed_in(builders.a_member(Role.UNIT_CLERK, unit=unit))


def at(name: str, *about: Any) -> str:
    return reverse(f"following:{name}", args=[getattr(one, "pk", one) for one in about])


def fresh(round_: ReportRound) -> ReportRound:
    return ReportRound.objects.get(pk=round_.pk)


# --- two people at once ---------------------------------------------------------------------------------------


def test_a_fault_does_not_hide_that_somebody_saved_meanwhile() -> None:
    (unit,) = reports.communes(1)
    round_ = reports.a_report_round([unit])
    first, second, page = a_clerk(unit), a_clerk(unit), at("report_part", round_, unit)
    assert second.post(page, {"seen": 1, **NOTHING, "so_nhan": "500", "save": "1"}).status_code == 302
    answer = first.post(page, {"seen": 1, **NOTHING, "so_nhan": "1,5", "save": "1"})
    assert answer.status_code == 409
    assert PartDraft.objects.get(round=round_).values == {"nhan": "500"}


def test_what_is_issued_is_what_was_agreed_to() -> None:
    frame = create_frame(by=reports.a_collector(), text=frame_text(reports.a_report_frame("doi")))
    coordinator, page = a_coordinator(), at("frame_publish", frame)
    found = re.search(r'name="agreed" value="([^"]+)"', coordinator.get(page).content.decode())
    assert found is not None
    other = {**dict(reports.REPORT_ROWS[0]), "annex": "1", "wording": "Điều không ai đồng ý"}
    edit = FrameEdit("row", "nhan", other)
    edit_frame(by=reports.a_collector(), version=frame, edit=edit, seen=frame.version)
    coordinator.post(page, {"agreed": found[1], "basis_number": "", "basis_date": ""})
    assert FrameVersion.objects.get(pk=frame.pk).is_draft
    with pytest.raises(Changed):
        publish_frame(by=reports.a_collector(), version=frame, seen=frame.sha256)


# --- punctuality ----------------------------------------------------------------------------------------------


def test_what_was_returned_and_never_sent_again_is_missing_once_the_report_is_frozen() -> None:
    (unit,) = reports.communes(1)
    round_ = reports.a_report_round([unit])
    reports.sent_part(round_, unit, nhan="3")
    reports.returned_part(round_, unit)
    assert punctuality_of([unit.pk], 2026, TODAY)[unit.pk].missing == 0
    reports.a_frozen_report(round_)
    assert punctuality_of([unit.pk], 2026, TODAY)[unit.pk].missing == 1


def test_a_part_that_is_no_longer_carried_is_owed_again() -> None:
    (unit,) = reports.communes(1)
    first, second = (
        reports.a_report_round([unit]),
        reports.a_report_round([unit], frame=reports.a_published_frame("khac")),
    )
    carry_part(by=builders.clerk_of(unit), round_=first, unit=unit, into=second)
    reports.sent_part(second, unit, nhan="3")
    assert punctuality_of([unit.pk], 2026, TODAY)[unit.pk].due == 1
    reports.returned_part(first, unit)
    reports.a_frozen_report(first)
    found = punctuality_of([unit.pk], 2026, TODAY)[unit.pk]
    assert (found.due, found.missing) == (2, 1)


def test_reports_are_counted_for_the_days_that_a_row_covers() -> None:
    (unit,) = reports.communes(1)
    reports.a_report_round([unit])
    due = ReportRound.objects.get().due
    counted = punctuality_between([unit.pk], due, due, TODAY)[unit.pk]
    before = punctuality_between([unit.pk], date(2025, 12, 15), date(2026, 1, 31), TODAY)[unit.pk]
    assert (counted.due, counted.missing, before.due) == (1, 1, 0)


# --- days, frames and names that change -------------------------------------------------------------------------


def moved(round_: ReportRound, **days: date) -> ReportRound:
    held = fresh(round_)
    as_it_is = {"data_to": held.data_to, "due": held.due, "cut_off": held.cut_off}
    return move_days(by=reports.a_collector(), round_=held, seen_version=held.version, **(as_it_is | days))


def test_days_do_not_move_under_parts_that_were_sent() -> None:
    (unit,) = reports.communes(1)
    round_ = reports.a_report_round([unit])
    reports.sent_part(round_, unit, nhan="3")
    held = fresh(round_)
    with pytest.raises(ValidationError, match=unit.name):
        moved(round_, data_to=date(2026, 3, 10))
    with pytest.raises(ValidationError, match="late afterwards"):
        moved(round_, due=date(2026, 3, 2))
    with pytest.raises(ValidationError, match="the period is over"):
        moved(round_, cut_off=date(2026, 3, 1))
    later = date(2026, 4, 1)
    assert moved(round_, due=later, cut_off=later).due == later
    reports.returned_part(round_, unit)
    assert moved(round_, data_to=date(2026, 3, 10)).data_to < held.data_to


def test_a_figure_of_another_unit_of_measure_does_not_stand_beside() -> None:
    (unit,) = reports.communes(1)
    share = {**reports.ANNEX, "code": "ty", "number": "1", "wording": "Tỷ lệ", "unit": "%", "whole": "latest"}
    first = reports.a_published_frame("doi", (share,))
    before = reports.a_report_round([unit], ReportKind.YEAR, 2025, frame=first)
    reports.sent_part(before, unit, on=date(2025, 12, 16), ty="80")
    reports.a_frozen_report(before)
    same = reports.a_report_round([unit], frame=first)
    reports.sent_part(same, unit, ty="95")
    assert drawn_report(fresh(same)).figures[0].previous == Fraction(4, 5)
    other = {**share, "unit": "hồ sơ", "whole": "sum"}
    text = frame_text(reports.a_report_frame("doi", (other,)))
    second = FrameVersion.objects.create(
        key=first.key, number=2, name=first.name, level=first.level, content=text, sha256="0" * 64
    )
    second = publish_frame(by=reports.a_collector(), version=second, seen="0" * 64)
    after = reports.a_report_round([unit], ReportKind.SIX_MONTHS, frame=second, due=date(2026, 6, 17))
    reports.a_frozen_report(same)
    reports.sent_part(after, unit, on=date(2026, 6, 16), ty="95")
    assert drawn_report(fresh(after)).figures[0].previous is None


def test_a_carried_part_is_worked_out_with_the_report_before_as_one_that_is_sent() -> None:
    rows = (
        {**reports.ANNEX, "code": "nhan", "number": "1", "wording": "Nhận"},
        {
            **reports.ANNEX,
            "code": "tang",
            "number": "2",
            "wording": "Tăng",
            "formula": "nhan - previous(nhan)",
        },
    )
    (unit,) = reports.communes(1)
    frames = [
        reports.a_published_frame(name, tuple({**row, "whole": "sum"} for row in rows))
        for name in ("mot", "hai")
    ]
    for frame in frames:
        before = reports.a_report_round([unit], ReportKind.YEAR, 2025, frame=frame)
        reports.sent_part(before, unit, on=date(2025, 12, 16), nhan="10")
        reports.a_frozen_report(before)
    carried, carrying = (reports.a_report_round([unit], frame=frame) for frame in frames)
    carry_part(by=builders.clerk_of(unit), round_=carried, unit=unit, into=carrying)
    reports.sent_part(carrying, unit, nhan="15")
    for round_ in (carried, carrying):
        assert [(one.value, one.missing) for one in drawn_report(fresh(round_)).figures] == [
            (15, ()),
            (5, ()),
        ]


def test_the_paper_of_a_frozen_part_says_tomorrow_what_it_says_today() -> None:
    (unit,) = reports.communes(1)
    quarter = reports.a_report_round([unit])
    reports.sent_part(quarter, unit, nhan="10")
    half = reports.a_report_round([unit], ReportKind.SIX_MONTHS, due=date(2026, 6, 17))
    reports.sent_part(half, unit, on=date(2026, 6, 16), nhan="25")
    reports.a_frozen_report(half)
    clerk = a_clerk(unit)

    def printed() -> list[str]:
        word = Document(io.BytesIO(clerk.get(at("part_word", half, unit)).content))
        cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
        return [*cells, *(one.text for one in word.paragraphs)]

    before = printed()
    reports.a_frozen_report(quarter)
    Unit.objects.filter(pk=unit.pk).update(name="Xã Tên Mới")
    assert printed() == before


# --- archived ---------------------------------------------------------------------------------------------------


def test_the_archived_paper_bears_its_number_and_day_and_is_open_to_whom_the_report_is() -> None:
    units = reports.communes(2)
    round_ = reports.a_report_round(units)
    reports.sent_part(round_, units[0], nhan="3", dung_han="2")
    reports.a_frozen_report(round_)
    office = builders.a_unit("Sở Nội vụ", Kind.DEPARTMENT, parent=reports.the_province())
    coordinator, typed = a_coordinator(office), {"number": "12/BC-UBND", "on": "20/03/2026"}
    assert coordinator.post(at("round_archive", round_), typed).status_code == 302
    document = ArchivedReport.objects.get().document
    stored = next(
        one for one in (getattr(file, "file", file) for file in document.files) if one.name.endswith("docx")
    )
    for data in (content(stored), coordinator.get(at("round_word", round_)).content):
        word = Document(io.BytesIO(data))
        said = " ".join(cell.text for table in word.tables for row in table.rows for cell in row.cells)
        assert "Số: 12/BC-UBND" in said
        assert "ngày 20 tháng 3 năm 2026" in said
    clerk = a_clerk(office)
    assert clerk.get(at("round", round_)).status_code == 404
    assert clerk.get(reverse("documents:detail", args=[document.pk])).status_code == 404


# --- what is typed and asked ------------------------------------------------------------------------------------


def test_thousands_are_read_as_they_are_printed_and_what_nobody_can_mean_is_refused() -> None:
    (unit,) = reports.communes(1)
    round_ = reports.a_report_round([unit])
    clerk, page = a_clerk(unit), at("report_part", round_, unit)
    assert clerk.post(page, {"seen": 1, **NOTHING, "so_nhan": "12.345", "save": "1"}).status_code == 302
    assert PartDraft.objects.get(round=round_).values["nhan"] == "12345"
    for text in ("-5", "9" * 20, "1.23"):
        assert clerk.post(page, {"seen": 2, **NOTHING, "so_nhan": text, "save": "1"}).status_code == 422


def test_a_report_without_figures_has_no_page_of_a_figure() -> None:
    document = frame_document(settings={"code": "loi", "name": "Báo cáo lời", "level": "commune"})
    document.tables["annex"].clear()
    text = frame_text(frame_of_document(document))
    draft = create_frame(by=reports.a_collector(), text=text)
    frame = publish_frame(by=reports.a_collector(), version=draft, seen=draft.sha256)
    round_ = reports.a_report_round(reports.communes(1), frame=frame)
    coordinator = a_coordinator()
    asked = {
        name: coordinator.get(at(name, round_)).status_code for name in ("round", "round_row", "round_word")
    }
    assert asked == {"round": 200, "round_row": 404, "round_word": 200}


def test_a_count_of_saves_that_is_no_number_of_ours_is_another_one() -> None:
    draft = create_frame(by=reports.a_collector(), text=frame_text(reports.a_report_frame("lon")))
    answer = a_coordinator().post(at("frame_remove", draft, "row", "nhan"), {"seen": "9" * 5000})
    assert answer.status_code == 302
    assert FrameVersion.objects.get(pk=draft.pk).version == draft.version


def test_who_signs_and_who_receives_is_asked_for_and_printed() -> None:
    units = reports.communes(1)
    round_ = reports.a_report_round(units)
    coordinator, page = a_coordinator(), at("round_paper", round_)
    shown = coordinator.get(page)
    assert (shown.status_code, shown.context["form"].initial["ky"]) == (200, "DEPUTY")
    asked = {
        "ky": "BY_ORDER",
        "chuc_vu": "Giám đốc Sở Nội vụ",
        "ho_ten": "Người Ký",
        "noi_nhan": "Bộ Nội vụ",
        "luu": "VT",
    }
    word = Document(io.BytesIO(coordinator.get(at("round_word", round_), asked).content))
    said = "\n".join(cell.text for table in word.tables for row in table.rows for cell in row.cells)
    assert "TL. CHỦ TỊCH" in said
    assert "Người Ký" in said
    assert "- Bộ Nội vụ;" in said
    refused = coordinator.get(at("round_word", round_), {"ky": "BY_ORDER"})
    assert (refused.status_code, "Say in which position" in refused.content.decode()) == (422, False)
    assert list(refused.context["form"].errors) == ["chuc_vu"]
    reports.sent_part(round_, units[0], nhan="3")
    assert a_clerk(units[0]).get(at("part_paper", round_, units[0])).status_code == 200
    assert a_clerk(units[0]).get(page).status_code == 404


def test_pages_of_a_report_are_laid_out_by_the_worker_or_the_page_says_why_not(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    round_ = reports.a_report_round(reports.communes(1))
    coordinator, address = a_coordinator(), at("round_pdf", round_)
    assert coordinator.get(address).status_code == 202
    make_report_pdf.call(PreparedFile.objects.get().pk)
    assert b"".join(coordinator.get(address))[:5] == b"%PDF-"
    assert a_clerk(reports.communes(2)[1]).get(address).status_code == 404
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "LibreOffice" in coordinator.get(address).content.decode()
