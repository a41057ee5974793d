"""The pages and files of periodic reports: who sees which, what is typed on them, what they print."""

from __future__ import annotations

import io
import json
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document
from openpyxl import load_workbook

from cchc.access.permissions import Role
from cchc.accounts.models import Membership
from cchc.accounts.queries import actor_of
from cchc.core.words.lengths import MOST
from cchc.desk.queries.nearest import nearest_day
from cchc.following.models import FrozenReport, PartDraft, ReportPart, ReportRound
from cchc.following.queries.rounds import drawn_report
from cchc.following.waiting import waiting_for
from cchc.units.models import Unit
from tests import builders
from tests.builders import reports

pytestmark = pytest.mark.django_db
TYPED = {"so_nhan": "120", "so_dung_han": "114", "so_nhiem_vu": "", "loi_0": "Đã ban hành", "loi_1": ""}


def browser_of(member: Membership) -> Client:
    """The browser of a person."""
    client = Client()
    client.force_login(member.person)
    return client


def collector() -> Client:
    """The browser of who draws the reports of the province together."""
    return browser_of(builders.a_member(Role.COORDINATOR, unit=reports.the_province()))


def a_clerk(unit: Unit) -> Client:
    """The browser of a clerk of this unit."""
    return browser_of(builders.a_member(Role.UNIT_CLERK, unit=unit))


def address(name: str, *args: Any) -> str:
    """The address of a page of reports."""
    return reverse(f"following:{name}", args=[getattr(one, "pk", one) for one in args])


def text_of(answer: Any) -> str:
    """The words of a page, without the white between them."""
    return " ".join(answer.content.decode().split())


def test_a_unit_writes_saves_and_sends_its_part_on_its_page() -> None:
    (unit,) = reports.communes(1)
    round_ = reports.a_report_round([unit])
    clerk, page = a_clerk(unit), address("report_part", round_, unit)
    assert clerk.get(page).status_code == 200
    saved = clerk.post(page, {"seen": 1, **TYPED, "save": "1"}, follow=True)
    assert "Báo cáo chưa gửi" in text_of(saved)
    again = text_of(clerk.get(page))
    assert 'value="120"' in again
    assert "95,0" in again
    refused = clerk.post(page, {"seen": 2, **TYPED, "send": "1"})
    assert refused.status_code == 422
    assert "1 dòng chưa có số liệu" in text_of(refused)
    sent = clerk.post(page, {"seen": 2, **TYPED, "with_gaps": "on", "send": "1"}, follow=True)
    assert "Đã gửi báo cáo" in text_of(sent)
    assert ReportPart.objects.get(round=round_).values["ty_le"] == "19/20"
    twice = {"seen": 2, **TYPED, "with_gaps": "on", "send": "1"}
    assert clerk.post(page, twice).status_code == 302
    late = clerk.post(page, {**twice, "so_dung_han": "113"})
    assert late.status_code == 409
    assert "những gì bạn vừa nhập chưa được lưu" in text_of(late)
    assert "113" in text_of(late)


def test_what_somebody_typed_meanwhile_stops_a_save_with_both_in_sight() -> None:
    (unit,) = reports.communes(1)
    round_ = reports.a_report_round([unit])
    reports.typed_part(round_, unit, nhan="7")
    answer = a_clerk(unit).post(address("report_part", round_, unit), {"seen": 1, **TYPED})
    assert answer.status_code == 409
    assert 'value="120"' in text_of(answer)
    assert PartDraft.objects.get(round=round_).values == {"nhan": "7"}


def test_faults_stand_beside_their_rows_and_sections() -> None:
    (unit,) = reports.communes(1)
    round_ = reports.a_report_round([unit])
    wrong = {**TYPED, "so_nhan": "nhiều", "so_dung_han": "1,5", "loi_0": "a" * (MOST["cell"] + 1)}
    answer = a_clerk(unit).post(address("report_part", round_, unit), {"seen": 1, **wrong})
    said = text_of(answer)
    assert answer.status_code == 422
    assert said.count('class="fault"') + said.count("errorlist") >= 1
    assert PartDraft.objects.get(round=round_).values == {}


def test_a_unit_sees_its_own_part_alone() -> None:
    one, other = reports.communes(2)
    round_ = reports.a_report_round([one, other])
    reports.sent_part(round_, other, nhan="4711")
    clerk = a_clerk(one)
    assert clerk.get(address("report_part", round_, other)).status_code == 404
    for name in ("round_row", "round_word", "round_sheet", "round_json"):
        assert clerk.get(address(name, round_)).status_code == 404
    assert clerk.get(address("round", round_)).headers["Location"] == address("report_part", round_, one)
    assert "4711" not in text_of(clerk.get(address("periodic")))
    stranger = a_clerk(builders.a_unit("Sở Y tế", parent=reports.the_province()))
    assert stranger.get(address("round", round_)).status_code == 404


def test_a_part_before_its_sending_is_its_units_alone() -> None:
    (unit,) = reports.communes(1)
    round_ = reports.a_report_round([unit])
    reports.typed_part(round_, unit, nhan="4711")
    seen = collector().get(address("report_part", round_, unit))
    assert seen.status_code == 200
    assert "4711" not in text_of(seen)
    assert collector().get(address("part_word", round_, unit)).status_code == 404


def test_the_whole_names_who_has_not_sent_beside_every_figure() -> None:
    one, two, three = reports.communes(3)
    round_ = reports.a_report_round([one, two, three])
    reports.sent_part(round_, one, nhan="120", dung_han="114")
    reports.sent_part(round_, two, nhan="80", dung_han="80")
    said = text_of(collector().get(address("round", round_)))
    assert "1/3 đơn vị chưa gửi" in said
    assert three.name in said
    assert "<strong>200</strong>" in said
    assert "<strong>97,0</strong>" in said
    assert "tạm tính" in said
    row = text_of(collector().get(address("round_row", round_) + "?chi_tieu=nhan"))
    assert "Toàn bộ: 200 hồ sơ" in row


def test_freezing_says_what_it_means_and_is_agreed_to() -> None:
    one, two = reports.communes(2)
    round_ = reports.a_report_round([one, two])
    reports.sent_part(round_, one, nhan="1")
    client, page = collector(), address("round_freeze", round_)
    shown = client.get(page)
    assert "Chốt số liệu của 1/2 đơn vị" in text_of(shown)
    assert two.name in text_of(shown)
    seal = shown.context["grave"].seal
    client.post(page, {"agreed": seal})
    assert FrozenReport.objects.filter(round=round_).exists()
    days = client.post(
        address("round_days", round_),
        {"seen": 1, "data_to": "14/03/2026", "due": "10/03/2026", "cut_off": "30/03/2026"},
    )
    said = text_of(days)
    assert days.status_code == 422
    assert "1 đơn vị chưa gửi lúc chốt có thể gửi thêm" in said
    assert f"ngược lại: {one.name}" in said


def test_a_frozen_report_is_archived_with_its_word_and_its_excel() -> None:
    (unit,) = reports.communes(1)
    round_ = reports.a_report_round([unit])
    reports.sent_part(round_, unit, nhan="1", dung_han="1")
    reports.a_frozen_report(round_)
    client = collector()
    answer = client.post(
        address("round_archive", round_),
        {"number": "12/BC-UBND", "on": f"{date.today():%d/%m/%Y}"},
        follow=True,
    )
    assert "Đã ban hành: số 12/BC-UBND" in text_of(answer)
    document = FrozenReport.objects.get(round=round_).archived.document
    assert [one.type for one in document.files] == ["docx", "xlsx"]


def test_the_word_of_a_report_has_its_outline_its_annex_and_who_is_missing() -> None:
    one, two = reports.communes(2)
    round_ = reports.a_report_round([one, two])
    reports.sent_part(round_, one, nhan="1234", dung_han="1234")
    answer = collector().get(address("round_word", round_))
    paper = Document(io.BytesIO(answer.content))
    words = "\n".join(one.text for one in paper.paragraphs)
    assert "I. CÔNG TÁC CHỈ ĐẠO" in words
    assert f"{one.name}: Lời của {one.name}" in words
    assert f"1/2 đơn vị chưa gửi báo cáo: {two.name}" in words
    annex = paper.tables[-1]
    texts = [[cell.text for cell in row.cells] for row in annex.rows]
    assert ["1", "Thủ tục hành chính tiếp nhận", "hồ sơ", "1.234", "–", "–", "1 đơn vị chưa gửi"] in texts


def test_files_for_other_systems_hold_numbers_and_no_formula_runs() -> None:
    rows = ({**reports.REPORT_ROWS[0], "wording": "=1+1"}, *reports.REPORT_ROWS[1:])
    one, two = reports.communes(2)
    round_ = reports.a_report_round([one, two], frame=reports.a_published_frame("cong_thuc", rows))
    reports.sent_part(round_, one, nhan="120", dung_han="114")
    client = collector()
    data = json.loads(client.get(address("round_json", round_)).content)
    by_code = {row["code"]: row for row in data["rows"]}
    assert data["provisional"] is True
    assert (by_code["nhan"]["value"], by_code["ty_le"]["value"], by_code["nhiem_vu"]["value"]) == (
        "120",
        "95",
        None,
    )
    assert by_code["nhan"]["missing"] == [two.name]
    book = load_workbook(io.BytesIO(client.get(address("round_sheet", round_)).content))
    cells = [cell for row in book.worksheets[0].iter_rows() for cell in row if cell.value == "=1+1"]
    assert [cell.data_type for cell in cells] == ["s"]
    assert [row[4].value for row in book.worksheets[0].iter_rows() if row[8].value == "nhan"] == [120]


def test_the_whole_is_drawn_with_the_same_number_of_queries_however_many_units() -> None:
    units = reports.communes(9)
    counts = []
    for at, some in enumerate((units[:2], units)):
        round_ = reports.a_report_round(some, frame=reports.a_published_frame(f"khung_{at}"))
        for unit in some[1:]:
            reports.sent_part(round_, unit, nhan="1", dung_han="1")
        there = ReportRound.objects.select_related("frame", "collector").get(pk=round_.pk)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            drawn_report(there)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_what_is_to_be_sent_returned_and_frozen_waits_for_its_people() -> None:
    one, two = reports.communes(2)
    round_ = reports.a_report_round([one, two], due=date(2026, 3, 17))
    clerk = actor_of(builders.a_member(Role.UNIT_CLERK, unit=one))
    owner = actor_of(builders.a_member(Role.COORDINATOR, unit=reports.the_province()))
    early, later = date(2026, 3, 10), date(2026, 3, 21)
    (waits,) = [duty for duty in waiting_for(clerk, early) if "bao-cao" in duty.href]
    assert (waits.until, waits.late) == (date(2026, 3, 17), False)
    assert nearest_day(clerk, early) == date(2026, 3, 17)
    reports.sent_part(round_, one, nhan="1")
    assert not [duty for duty in waiting_for(clerk, early) if "bao-cao" in duty.href]
    reports.returned_part(round_, one)
    assert len([duty for duty in waiting_for(clerk, later) if "bao-cao" in duty.href and duty.late]) == 1
    (freezing,) = [duty for duty in waiting_for(owner, later) if "bao-cao" in duty.href]
    assert (freezing.until, freezing.late) == (date(2026, 3, 20), True)


def test_a_round_is_opened_for_a_whole_kind_of_units_at_once() -> None:
    reports.communes(3)
    frame = reports.a_published_frame()
    data = {"frame": frame.pk, "kind": "q3", "year": "2026", "due": "17/09/2026", "cut_off": "20/09/2026"}
    answer = collector().post(address("round_open"), {**data, "kinds": ["commune"]}, follow=True)
    assert "đã báo cho 3 đơn vị" in text_of(answer)
    assert collector().post(address("round_open"), data).status_code == 422
