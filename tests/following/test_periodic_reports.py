"""Periodic reports: opened, written, sent, returned, drawn together, frozen; what they tell as a source of figures."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from cchc.access.actor import NotPermitted
from cchc.access.permissions import Role
from cchc.audit.changed import Changed
from cchc.core.plans.reports.drawn import hash_of_report, read_report, report_text
from cchc.core.plans.reports.periods import ReportKind
from cchc.core.plans.reports.sending import PartState
from cchc.documents.exchange.paper import Header
from cchc.documents.exchange.word import paper_bytes
from cchc.files.plain_workbooks import plain_workbook
from cchc.following.actions.report_freezing import archive_report, freeze_report
from cchc.following.actions.report_parts import TypedPart, carry_part, save_part, send_part
from cchc.following.actions.report_rounds import move_days, open_round, write_whole
from cchc.following.models import FrozenReport, PartDraft, ReportPart, ReportRound
from cchc.following.queries.report_documents import reports_keeping
from cchc.following.queries.report_sources import punctuality_of
from cchc.following.queries.rounds import drawn_now, drawn_report
from cchc.notices.models import PersonalNotice
from tests import builders
from tests.builders import reports

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 30)


def whole(round_: ReportRound, code: str = "nhan") -> Any:
    """One figure of a round as it is drawn together now."""
    report = drawn_report(ReportRound.objects.get(pk=round_.pk))
    return next(one for one in report.figures if one.code == code)


def test_opening_a_report_tells_its_units_and_refuses_a_second_one() -> None:
    units = reports.communes(2)
    member = builders.a_member(Role.UNIT_CLERK, unit=units[0])
    round_ = reports.a_report_round(units)
    assert PartDraft.objects.filter(round=round_).count() == 2
    assert PersonalNotice.objects.filter(person=member.person, kind="following.round_opened").count() == 1
    with pytest.raises(ValidationError, match="opened already"):
        reports.a_report_round(units)


def test_days_in_another_order_are_refused_all_at_once() -> None:
    with pytest.raises(ValidationError) as refused:
        open_round(
            by=reports.a_collector(),
            frame=reports.a_published_frame(),
            collector=reports.the_province(),
            kind=ReportKind.Q1,
            year=2026,
            due=date(2025, 1, 1),
            cut_off=date(2024, 1, 1),
            units=[],
        )
    assert set(refused.value.message_dict) == {"units", "due", "cut_off"}


def test_nobody_but_the_people_of_a_unit_writes_its_part() -> None:
    one, other, _third = reports.communes(3)
    round_ = reports.a_report_round([one, other])
    typed = TypedPart(figures={"nhan": "1"})
    with pytest.raises(NotPermitted):
        save_part(by=builders.clerk_of(other), round_=round_, unit=one, seen_version=1, typed=typed)
    with pytest.raises(NotPermitted):
        save_part(by=reports.a_collector(), round_=round_, unit=one, seen_version=1, typed=typed)


def test_faults_of_a_part_are_told_all_at_once_by_their_rows() -> None:
    (unit,) = reports.communes(1)
    round_ = reports.a_report_round([unit])
    typed = TypedPart(figures={"nhan": "nhiều", "dung_han": "1,5"}, texts={"I": "\u202e"})
    with pytest.raises(ValidationError) as refused:
        save_part(by=builders.clerk_of(unit), round_=round_, unit=unit, seen_version=1, typed=typed)
    assert set(refused.value.message_dict) == {"nhan", "dung_han", "I"}
    assert PartDraft.objects.get(round=round_).values == {}


def test_who_typed_meanwhile_is_told() -> None:
    (unit,) = reports.communes(1)
    round_ = reports.a_report_round([unit])
    reports.typed_part(round_, unit, nhan="5")
    with pytest.raises(Changed):
        save_part(
            by=builders.clerk_of(unit),
            round_=round_,
            unit=unit,
            seen_version=1,
            typed=TypedPart({"nhan": "6"}),
        )


def test_formula_rows_are_worked_out_and_gaps_are_asked_for() -> None:
    (unit,) = reports.communes(1)
    round_ = reports.a_report_round([unit])
    draft = reports.typed_part(round_, unit, nhan="120", dung_han="114")
    by = builders.clerk_of(unit)
    with pytest.raises(ValidationError, match="Nhiệm vụ hoàn thành"):
        send_part(by=by, round_=round_, unit=unit, seen_version=draft.version)
    sent = send_part(by=by, round_=round_, unit=unit, seen_version=draft.version, with_gaps=True)
    assert sent.values == {"nhan": "120", "dung_han": "114", "ty_le": "19/20", "nhiem_vu": None}


def test_a_source_proposes_its_figure_with_the_rows_behind_and_another_one_needs_a_reason() -> None:
    province = reports.the_province()
    (unit,) = reports.communes(1)
    measure = {"number": "1", "task": "Ban hành kế hoạch", "lead": unit.name, "deadline": "28/02/2026"}
    plan = builders.a_followed_plan(province, (measure,))
    record = builders.the_record(plan, unit)
    builders.reported(record, on=date(2026, 2, 20))
    builders.closed_record(record, on=date(2026, 3, 1))
    round_ = reports.a_report_round([unit])
    draft = reports.typed_part(round_, unit, nhan="1", dung_han="1", nhiem_vu="2")
    by = builders.clerk_of(unit)
    with pytest.raises(ValidationError) as refused:
        send_part(by=by, round_=round_, unit=unit, seen_version=draft.version)
    assert set(refused.value.message_dict) == {"nhiem_vu"}
    kept = save_part(
        by=by,
        round_=round_,
        unit=unit,
        seen_version=draft.version,
        typed=TypedPart({"nhan": "1", "dung_han": "1"}),
    )
    sent = send_part(by=by, round_=round_, unit=unit, seen_version=kept.version)
    assert sent.values["nhiem_vu"] == "1"
    assert sent.origins["nhiem_vu"]["source"] == "plans.done"
    assert sent.origins["nhiem_vu"]["behind"] == ["Kế hoạch cải cách hành chính: 1 Ban hành kế hoạch"]


def test_what_was_sent_is_not_typed_over_until_it_is_returned() -> None:
    (unit,) = reports.communes(1)
    round_ = reports.a_report_round([unit])
    reports.sent_part(round_, unit, nhan="3", dung_han="3")
    with pytest.raises(ValidationError, match="was sent"):
        reports.typed_part(round_, unit, nhan="4")
    reports.returned_part(round_, unit)
    assert reports.sent_part(round_, unit, nhan="4", dung_han="4").number == 2
    assert whole(round_).value == 4


@pytest.mark.parametrize(("incomplete", "late"), [(False, False), (True, True)])
def test_the_first_sending_keeps_its_day_unless_it_was_not_complete(incomplete: bool, late: bool) -> None:
    (unit,) = reports.communes(1)
    round_ = reports.a_report_round([unit])
    reports.sent_part(round_, unit, on=date(2026, 3, 17), nhan="3")
    reports.returned_part(round_, unit, incomplete=incomplete)
    reports.sent_part(round_, unit, on=date(2026, 3, 25), nhan="3")
    (part,) = drawn_report(ReportRound.objects.get(pk=round_.pk)).parts
    assert part.late is late
    assert punctuality_of([unit.pk], 2026, TODAY)[unit.pk].late == late


def test_missing_is_not_nought_and_stands_by_name() -> None:
    one, two, three = reports.communes(3)
    round_ = reports.a_report_round([one, two, three])
    reports.sent_part(round_, one, nhan="10", dung_han="9")
    reports.sent_part(round_, two, nhan="0", dung_han="0")
    found = whole(round_)
    assert (found.value, found.missing) == (10, (three.pk,))
    report = drawn_report(ReportRound.objects.get(pk=round_.pk))
    assert [one.name for one in report.not_come] == [three.name]


def test_a_returned_part_leaves_the_whole_until_it_is_sent_again() -> None:
    one, two = reports.communes(2)
    round_ = reports.a_report_round([one, two])
    reports.sent_part(round_, one, nhan="10")
    reports.sent_part(round_, two, nhan="5")
    reports.returned_part(round_, two)
    assert (whole(round_).value, whole(round_).missing) == (10, (two.pk,))


def test_frozen_figures_equal_those_reckoned_by_hand_and_nothing_changes_them() -> None:
    one, two, three = reports.communes(3)
    round_ = reports.a_report_round([one, two, three])
    reports.sent_part(round_, one, nhan="120", dung_han="114")
    reports.sent_part(round_, two, nhan="80", dung_han="80")
    frozen = reports.a_frozen_report(round_)
    report = read_report(frozen.content)
    assert report.values == {
        "nhan": Fraction(200),
        "dung_han": Fraction(194),
        "ty_le": Fraction(97, 100),
        "nhiem_vu": None,
    }
    assert frozen.sha256 == hash_of_report(frozen.content)
    for act in (
        lambda: reports.sent_part(round_, three, nhan="1"),
        lambda: reports.returned_part(round_, one),
        lambda: write_whole(by=reports.a_collector(), round_=round_, seen_version=1, texts={"I": "Khác"}),
    ):
        with pytest.raises(ValidationError, match="frozen"):
            act()
    assert drawn_report(ReportRound.objects.get(pk=round_.pk)) == report


def test_the_database_itself_refuses_to_change_what_is_frozen() -> None:
    one, two = reports.communes(2)
    round_ = reports.a_report_round([one, two])
    sent = reports.sent_part(round_, one, nhan="1")
    reports.a_frozen_report(round_)
    rows = (
        lambda: FrozenReport.objects.update(sha256="0" * 64),
        lambda: FrozenReport.objects.filter(round=round_).delete(),
        lambda: ReportRound.objects.filter(pk=round_.pk).update(cut_off=date(2027, 1, 1)),
        lambda: ReportPart.objects.filter(pk=sent.pk).update(values={}),
        lambda: PartDraft.objects.filter(of_unit=two).update(values={"nhan": "9"}),
        lambda: ReportPart.objects.create(
            round=round_, of_unit=two, number=1, at=sent.at, person_id=0, person="x", unit="x"
        ),
    )
    for change in rows:
        with pytest.raises(DatabaseError, match="immutable"), transaction.atomic():
            change()


def test_nobody_freezes_something_else_than_was_seen_nor_before_the_period_is_over() -> None:
    one, _two = units = reports.communes(2)
    round_ = reports.a_report_round(units)
    seen = hash_of_report(report_text(drawn_now(round_)))
    reports.sent_part(round_, one, nhan="1")
    with pytest.raises(Changed):
        freeze_report(by=reports.a_collector(), round_=round_, seen=seen)
    later = reports.a_report_round(units, year=2099)
    seen = hash_of_report(report_text(drawn_now(later)))
    with pytest.raises(ValidationError, match="goes on until"):
        freeze_report(by=reports.a_collector(), round_=later, seen=seen)


def test_days_are_moved_before_the_freezing_and_refused_afterwards_with_what_would_change() -> None:
    one, two = reports.communes(2)
    measure = {"number": "1", "task": "Ban hành kế hoạch", "lead": one.name, "deadline": "28/02/2026"}
    plan = builders.a_followed_plan(reports.the_province(), (measure,))
    record = builders.the_record(plan, one)
    builders.reported(record, on=date(2026, 2, 20))
    builders.closed_record(record, on=date(2026, 3, 1))
    round_ = reports.a_report_round([one, two])
    by = reports.a_collector()
    round_ = move_days(
        by=by,
        round_=round_,
        seen_version=1,
        data_to=round_.data_to,
        due=date(2026, 3, 18),
        cut_off=date(2026, 3, 21),
    )
    reports.sent_part(round_, one, on=date(2026, 3, 18), nhan="1", dung_han="1")
    reports.a_frozen_report(round_)
    with pytest.raises(ValidationError) as refused:
        move_days(
            by=by,
            round_=round_,
            seen_version=2,
            data_to=date(2026, 2, 1),
            due=date(2026, 3, 17),
            cut_off=date(2026, 3, 30),
        )
    said = "\n".join(refused.value.messages)
    assert f"{one.name}, “Nhiệm vụ hoàn thành”: 1 would be no figure" in said
    assert f"1 part would be late or on time otherwise: {one.name}" in said
    assert f"1 unit that had not sent at the freezing could send: {two.name}" in said


def test_a_report_carried_inside_another_is_counted_once_and_says_so() -> None:
    (unit,) = reports.communes(1)
    inner = reports.a_report_round([unit], frame=reports.a_published_frame("noi_vu", reports.REPORT_ROWS[:2]))
    outer = reports.a_report_round([unit])
    by = builders.clerk_of(unit)
    carry_part(by=by, round_=inner, unit=unit, into=outer)
    assert whole(inner).missing == (unit.pk,)
    reports.sent_part(outer, unit, nhan="7", dung_han="7")
    assert whole(inner).value == 7
    (part,) = drawn_report(ReportRound.objects.get(pk=inner.pk)).parts
    assert (part.state, part.carried_in) == (PartState.CARRIED, outer.frame.name)
    assert punctuality_of([unit.pk], 2026, TODAY)[unit.pk].due == 1
    with pytest.raises(ValidationError):
        carry_part(by=by, round_=outer, unit=unit, into=inner)


def test_figures_stand_beside_those_of_the_report_before_once_it_is_frozen() -> None:
    (unit,) = reports.communes(1)
    before = reports.a_report_round([unit], ReportKind.Q1)
    reports.sent_part(before, unit, nhan="10", dung_han="10")
    now = reports.a_report_round([unit], ReportKind.SIX_MONTHS)
    reports.sent_part(now, unit, on=date(2026, 6, 16), nhan="25", dung_han="25")
    assert whole(now).previous is None
    reports.a_frozen_report(before)
    assert whole(now).previous == 10


def test_an_archived_report_is_an_official_document_with_its_files() -> None:
    (unit,) = reports.communes(1)
    round_ = reports.a_report_round([unit])
    reports.sent_part(round_, unit, nhan="1", dung_han="1")
    by = reports.a_collector()
    paper = paper_bytes(header=Header("", "UBND", "Số: 12", ""), titles=("Báo cáo",), body=())
    sheet = plain_workbook("So_lieu", ["a"], [["1"]])
    said: dict[str, Any] = {"number": "12/BC-UBND", "name": "bao-cao", "paper": paper, "sheet": sheet}
    with pytest.raises(ValidationError, match="frozen"):
        archive_report(by=by, round_=round_, on=TODAY, **said)
    frozen = reports.a_frozen_report(round_)
    with pytest.raises(ValidationError) as refused:
        archive_report(by=by, round_=round_, on=date(2026, 3, 1), **{**said, "number": " "})
    assert set(refused.value.message_dict) == {"number", "on"}
    made = archive_report(by=by, round_=round_, on=date(2026, 3, 20), **said)
    assert (made.frozen_id, made.document.number) == (frozen.pk, "12/BC-UBND")
    assert [one.name for one in made.document.files] == ["bao-cao.docx", "bao-cao.xlsx"]
    assert reports_keeping(document=made.document, now=timezone.now(), held=False)


def test_reports_that_are_due_late_and_missing_are_counted_by_unit() -> None:
    one, two, three = reports.communes(3)
    first = reports.a_report_round([one, two, three])
    reports.sent_part(first, one, on=date(2026, 3, 17), nhan="1")
    reports.sent_part(first, two, on=date(2026, 3, 18), nhan="1")
    reports.a_report_round([one], ReportKind.YEAR)
    found = punctuality_of([one.pk, two.pk, three.pk], 2026, TODAY)
    assert [
        (found[unit.pk].due, found[unit.pk].late, found[unit.pk].missing) for unit in (one, two, three)
    ] == [
        (1, 0, 0),
        (1, 1, 0),
        (1, 0, 1),
    ]


class ReturnedParts(TestCase):
    """A returned and resent part changes the whole only before the freezing."""

    @settings(max_examples=12, deadline=None)
    @given(st.lists(st.integers(0, 99), min_size=1, max_size=4), st.integers(0, 4))
    def test_sent_again_changes_the_whole_only_before_the_freezing(
        self, figures: list[int], cut: int
    ) -> None:
        unit, other = reports.communes(2)
        round_ = reports.a_report_round([unit, other])
        reports.sent_part(round_, other, nhan="100")
        counted = None
        for at, figure in enumerate(figures):
            if at == cut:
                reports.a_frozen_report(round_)
            if at >= cut:
                with pytest.raises(ValidationError):
                    reports.sent_part(round_, unit, nhan=str(figure))
                continue
            if at:
                reports.returned_part(round_, unit)
            reports.sent_part(round_, unit, nhan=str(figure))
            counted = figure
        assert whole(round_).value == 100 + (counted or 0)
