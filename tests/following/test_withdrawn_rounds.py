"""Rounds that were opened by mistake and parts that units ask back: what is taken back, told, kept, left as it is."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from cchc.access.actor import NotPermitted
from cchc.access.permissions import Role
from cchc.accounts.models import Membership
from cchc.accounts.queries import actor_of
from cchc.audit.changed import Changed
from cchc.core.plans.reports.periods import ReportKind
from cchc.core.plans.reports.sending import PartState
from cchc.following.actions.report_freezing import freeze_report
from cchc.following.actions.report_parts import carry_part
from cchc.following.actions.report_recalls import ask_part_back, give_part_back, refuse_recall
from cchc.following.actions.report_rounds import move_days, write_whole
from cchc.following.actions.report_withdrawing import withdraw_round
from cchc.following.models import PartDraft, PartReturn, ReportPart, ReportRound, RoundWithdrawal
from cchc.following.queries.report_sources import punctuality_of
from cchc.following.queries.rounds import drawn_report
from cchc.following.waiting import waiting_for
from cchc.notices.models import PersonalNotice
from cchc.units.models import Unit
from tests import builders
from tests.builders import reports

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 30)


def fresh(round_: ReportRound) -> ReportRound:
    return ReportRound.objects.get(pk=round_.pk)


def a_clerk(unit: Unit) -> Membership:
    return builders.a_member(Role.UNIT_CLERK, unit=unit)


def a_coordinator() -> Membership:
    return builders.a_member(Role.COORDINATOR, unit=reports.the_province())


def page_of(member: Membership, name: str, *about: Any, **data: str) -> Any:
    """What is answered to a person at a page; with `data`, to the form that is sent there."""
    client = Client()
    client.force_login(member.person)
    address = reverse(f"following:{name}", args=[getattr(one, "pk", one) for one in about])
    return client.post(address, data) if data else client.get(address)


def words(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def duties(member: Membership) -> list[str]:
    return [one.text for one in waiting_for(actor_of(member), TODAY) if "Báo cáo cải cách" in one.text]


def told(member: Membership, kind: str) -> int:
    return PersonalNotice.objects.filter(person=member.person, kind=kind).count()


# --- a round that was opened by mistake -----------------------------------------------------------------------


def test_withdrawing_tells_all_who_were_asked_and_waits_for_nobody_any_more() -> None:
    typed, sent, idle = reports.communes(3)
    members = [a_clerk(one) for one in (typed, sent, idle)]
    round_ = reports.a_report_round([typed, sent, idle])
    reports.typed_part(round_, typed, nhan="5")
    reports.sent_part(round_, sent, nhan="7")
    assert [len(duties(one)) for one in members] == [1, 0, 1]
    reports.a_withdrawn_round(round_)
    assert [told(one, "following.round_withdrawn") for one in members] == [1, 1, 1]
    assert [duties(one) for one in (*members, a_coordinator())] == [[], [], [], []]
    found = punctuality_of([typed.pk, sent.pk, idle.pk], 2026, TODAY)
    assert {(one.due, one.late, one.missing) for one in found.values()} == {(0, 0, 0)}


def test_what_was_written_in_a_withdrawn_round_is_still_read() -> None:
    typed, sent = reports.communes(2)
    clerk, sender = a_clerk(typed), a_clerk(sent)
    round_ = reports.a_report_round([typed, sent])
    reports.typed_part(round_, typed, nhan="4711")
    reports.sent_part(round_, sent, nhan="7")
    reports.a_withdrawn_round(round_)
    own = words(page_of(clerk, "report_part", round_, typed))
    assert "4.711" in own
    assert "Mở nhầm khung báo cáo" in own
    assert "Lưu, chưa gửi" not in own
    assert f"Lời của {sent.name}" in words(page_of(sender, "report_part", round_, sent))
    whole = words(page_of(a_coordinator(), "round", round_))
    assert "Mở nhầm khung báo cáo" in whole
    assert "Chốt số liệu" not in whole


def test_nothing_is_done_in_a_withdrawn_round() -> None:
    one, two = reports.communes(2)
    round_ = reports.a_report_round([one, two])
    reports.sent_part(round_, one, nhan="1")
    reports.a_withdrawn_round(round_)
    by, now = reports.a_collector(), fresh(round_)
    days = {"data_to": now.data_to, "due": now.due, "cut_off": date(2026, 3, 25)}
    acts: tuple[Any, ...] = (
        lambda: reports.sent_part(round_, two, nhan="1"),
        lambda: reports.returned_part(round_, one),
        lambda: reports.asked_back(round_, one),
        lambda: reports.a_withdrawn_round(round_),
        lambda: reports.a_frozen_report(round_),
        lambda: move_days(by=by, round_=now, seen_version=now.version, **days),
        lambda: write_whole(by=by, round_=now, seen_version=now.version, texts={"I": "Khác"}),
    )
    for act in acts:
        with pytest.raises(ValidationError, match="withdrawn"):
            act()


def test_the_database_itself_keeps_a_withdrawn_round_as_it_was() -> None:
    one, two = reports.communes(2)
    round_ = reports.a_report_round([one, two])
    sent = reports.sent_part(round_, one, nhan="1")
    recall = reports.asked_back(round_, one)
    reports.a_withdrawn_round(round_)
    by = {"person_id": 0, "person": "x", "unit": "x"}
    rows: tuple[Any, ...] = (
        lambda: RoundWithdrawal.objects.update(reason="Khác"),
        lambda: RoundWithdrawal.objects.filter(round=round_).delete(),
        lambda: ReportRound.objects.filter(pk=round_.pk).update(due=date(2026, 1, 1)),
        lambda: PartDraft.objects.filter(of_unit=two).update(values={"nhan": "9"}),
        lambda: ReportPart.objects.create(round=round_, of_unit=two, number=1, at=sent.at, **by),
        lambda: type(recall).objects.filter(pk=recall.pk).update(reason="Khác"),
    )
    for change in rows:
        with pytest.raises(DatabaseError, match="immutable"), transaction.atomic():
            change()


def test_a_frozen_round_is_not_withdrawn_nor_one_that_a_frozen_report_names() -> None:
    (unit,) = reports.communes(1)
    inner = reports.a_report_round([unit], frame=reports.a_published_frame("noi_vu", reports.REPORT_ROWS[:2]))
    outer = reports.a_report_round([unit])
    carry_part(by=builders.clerk_of(unit), round_=inner, unit=unit, into=outer)
    reports.sent_part(outer, unit, nhan="7", dung_han="7")
    reports.a_frozen_report(inner)
    with pytest.raises(ValidationError, match="frozen: nothing"):
        reports.a_withdrawn_round(inner)
    with pytest.raises(ValidationError, match="are carried inside this one"):
        reports.a_withdrawn_round(outer)


@pytest.mark.parametrize("has_come", [True, False])
def test_parts_carried_inside_a_withdrawn_round_go_back_and_count_as_sent_if_they_had_come(
    has_come: bool,
) -> None:
    (unit,) = reports.communes(1)
    clerk = a_clerk(unit)
    inner = reports.a_report_round([unit], frame=reports.a_published_frame("noi_vu", reports.REPORT_ROWS[:2]))
    outer = reports.a_report_round([unit])
    carry_part(by=builders.clerk_of(unit), round_=inner, unit=unit, into=outer)
    if has_come:
        reports.sent_part(outer, unit, nhan="7", dung_han="7")
    reports.a_withdrawn_round(outer)
    (part,) = drawn_report(fresh(inner)).parts
    assert (part.state, part.carried_in) == (PartState.RETURNED, "")
    assert PartReturn.objects.get(part__round=inner).incomplete is not has_come
    assert len(duties(clerk)) == 1
    reports.sent_part(inner, unit, nhan="3", dung_han="3")
    assert punctuality_of([unit.pk], 2026, TODAY)[unit.pk].missing == 0


def test_what_was_carried_from_a_withdrawn_report_goes_back_to_nobody_and_hinders_nothing() -> None:
    (unit,) = reports.communes(1)
    clerk, by = a_clerk(unit), builders.clerk_of(unit)
    frame = reports.a_published_frame("noi_vu", reports.REPORT_ROWS[:2])
    first, second = reports.a_report_round([unit], frame=frame), reports.a_report_round([unit])
    carry_part(by=by, round_=first, unit=unit, into=second)
    reports.a_withdrawn_round(first)
    third = reports.a_report_round([unit], frame=reports.a_published_frame("tu_phap", reports.REPORT_ROWS))
    carry_part(by=by, round_=second, unit=unit, into=third)
    reports.a_withdrawn_round(second)
    assert not PartReturn.objects.exists()
    assert told(clerk, "following.part_returned") == 0


def test_a_unit_that_the_last_withdrawn_report_did_not_ask_begins_with_what_it_typed_before_it() -> None:
    one, two = reports.communes(2)
    first = reports.a_report_round([one, two])
    reports.typed_part(first, one, nhan="12")
    reports.a_withdrawn_round(first)
    second = reports.a_report_round([two])
    reports.typed_part(second, two, nhan="8")
    reports.a_withdrawn_round(second)
    again = reports.a_report_round([one, two])
    drafts = {row.of_unit_id: row.values for row in PartDraft.objects.filter(round=again)}
    assert drafts == {one.pk: {"nhan": "12"}, two.pk: {"nhan": "8"}}


def test_the_same_report_is_opened_anew_and_begins_with_what_had_been_typed() -> None:
    one, two, three = reports.communes(3)
    round_ = reports.a_report_round([one, two])
    reports.typed_part(round_, one, nhan="12")
    reports.sent_part(round_, two, nhan="7", dung_han="6")
    reports.a_withdrawn_round(round_)
    again = reports.a_report_round([one, two, three])
    drafts = {row.of_unit_id: row for row in PartDraft.objects.filter(round=again)}
    assert drafts[one.pk].values == {"nhan": "12"}
    assert drafts[one.pk].texts == {"I": f"Lời của {one.name}"}
    assert drafts[two.pk].values == {"nhan": "7", "dung_han": "6"}
    assert drafts[three.pk].values == {}
    assert drawn_report(again).not_come == drawn_report(again).parts
    with pytest.raises(ValidationError, match="opened already"):
        reports.a_report_round([one])


def test_what_means_something_else_now_is_not_begun_with() -> None:
    (unit,) = reports.communes(1)
    round_ = reports.a_report_round([unit])
    reports.typed_part(round_, unit, nhan="12", dung_han="9")
    reports.a_withdrawn_round(round_)
    received, in_time, *_others = reports.REPORT_ROWS
    frame = reports.a_later_frame(round_.frame, ({**received, "unit": "nghìn hồ sơ"}, in_time))
    again = reports.a_report_round([unit], frame=frame)
    assert PartDraft.objects.get(round=again).values == {"dung_han": "9"}


def test_a_withdrawal_says_why_and_is_of_what_was_seen() -> None:
    (unit,) = reports.communes(1)
    round_ = reports.a_report_round([unit])
    by = reports.a_collector()
    with pytest.raises(ValidationError, match="Say why"):
        withdraw_round(by=by, round_=round_, seen_version=1, reason=" ")
    with pytest.raises(Changed):
        withdraw_round(by=by, round_=round_, seen_version=7, reason="Nhầm")
    with pytest.raises(NotPermitted):
        withdraw_round(by=builders.clerk_of(unit), round_=round_, seen_version=1, reason="Nhầm")


def test_the_page_names_who_had_begun_before_it_withdraws() -> None:
    one, two = reports.communes(2)
    round_ = reports.a_report_round([one, two])
    reports.typed_part(round_, one, nhan="1")
    page = words(page_of(a_coordinator(), "round_withdraw", round_))
    assert one.name in page
    assert two.name not in page


# --- a part that its unit asks for ----------------------------------------------------------------------------


def test_a_part_that_is_asked_back_counts_until_it_is_given_and_keeps_its_first_day() -> None:
    (unit,) = reports.communes(1)
    clerk, coordinator = a_clerk(unit), a_coordinator()
    round_ = reports.a_report_round([unit])
    reports.sent_part(round_, unit, on=date(2026, 3, 17), nhan="3")
    recall = reports.asked_back(round_, unit)
    assert drawn_report(fresh(round_)).values["nhan"] == 3
    assert [one for one in duties(coordinator) if unit.name in one] != []
    give_part_back(by=reports.a_collector(), recall=recall)
    assert [one for one in duties(coordinator) if unit.name in one] == []
    assert (len(duties(clerk)), told(clerk, "following.part_given_back")) == (1, 1)
    reports.sent_part(round_, unit, on=date(2026, 3, 25), nhan="4")
    (part,) = drawn_report(fresh(round_)).parts
    assert (part.late, part.values["nhan"]) == (False, 4)


def test_a_part_that_is_refused_stays_and_its_unit_is_told_why() -> None:
    (unit,) = reports.communes(1)
    clerk = a_clerk(unit)
    round_ = reports.a_report_round([unit])
    reports.sent_part(round_, unit, nhan="3")
    recall = reports.asked_back(round_, unit)
    with pytest.raises(ValidationError, match="Say why the part stays"):
        refuse_recall(by=reports.a_collector(), recall=recall, reason="")
    refuse_recall(by=reports.a_collector(), recall=recall, reason="Số liệu đã khớp hồ sơ")
    with pytest.raises(ValidationError, match="meanwhile"):
        give_part_back(by=reports.a_collector(), recall=recall)
    assert told(clerk, "following.recall_refused") == 1
    assert "Số liệu đã khớp hồ sơ" in words(page_of(clerk, "report_part", round_, unit))
    assert reports.asked_back(round_, unit).pk != recall.pk


def test_only_what_stands_is_asked_back_once_and_by_its_own_people() -> None:
    one, other = reports.communes(2)
    round_ = reports.a_report_round([one, other])
    with pytest.raises(ValidationError, match="meanwhile"):
        ask_part_back(by=builders.clerk_of(one), round_=round_, unit=one, number=1, reason="Nhầm")
    reports.sent_part(round_, one, nhan="3")
    with pytest.raises(NotPermitted):
        ask_part_back(by=builders.clerk_of(other), round_=round_, unit=one, number=1, reason="Nhầm")
    reports.asked_back(round_, one)
    with pytest.raises(ValidationError, match="already"):
        reports.asked_back(round_, one)
    reports.returned_part(round_, one)
    with pytest.raises(ValidationError, match="meanwhile"):
        ask_part_back(by=builders.clerk_of(one), round_=round_, unit=one, number=1, reason="Nhầm")


def test_figures_are_not_frozen_while_a_unit_waits_for_its_answer() -> None:
    (unit,) = reports.communes(1)
    round_ = reports.a_report_round([unit])
    reports.sent_part(round_, unit, nhan="3")
    recall = reports.asked_back(round_, unit)
    with pytest.raises(ValidationError, match=unit.name):
        freeze_report(by=reports.a_collector(), round_=round_, seen="")
    assert unit.name in words(page_of(a_coordinator(), "round_freeze", round_))
    refuse_recall(by=reports.a_collector(), recall=recall, reason="Đã đúng")
    reports.a_frozen_report(round_)
    with pytest.raises(ValidationError, match="frozen"):
        reports.asked_back(round_, unit)


def test_a_unit_asks_and_is_answered_on_pages() -> None:
    (unit,) = reports.communes(1)
    clerk, coordinator = a_clerk(unit), a_coordinator()
    round_ = reports.a_report_round([unit])
    reports.sent_part(round_, unit, nhan="3")
    assert page_of(clerk, "part_recall", round_, unit, number="1", reason="").status_code == 422
    assert page_of(clerk, "part_recall", round_, unit, number="1", reason="Nhập nhầm").status_code == 302
    assert "Nhập nhầm" in words(page_of(clerk, "report_part", round_, unit))
    (recall,) = (one.pk for one in ReportPart.objects.get(round=round_).recalls.all())
    answer = {"recall": str(recall), "reason": "", "refuse": "1"}
    assert page_of(coordinator, "recall_answer", round_, unit, **answer).status_code == 422
    assert "Nhập nhầm" in words(page_of(coordinator, "recall_answer", round_, unit))
    both = {"recall": str(recall), "reason": "Số liệu đã đúng", "give": "1"}
    assert page_of(coordinator, "recall_answer", round_, unit, **both).status_code == 422
    given = {"recall": str(recall), "reason": "", "give": "1"}
    assert page_of(coordinator, "recall_answer", round_, unit, **given).status_code == 302
    assert PartReturn.objects.get(part__round=round_).reason == "Nhập nhầm"


def test_many_requests_are_some_by_name_and_the_others_counted() -> None:
    units = reports.communes(7)
    round_ = reports.a_report_round(units)
    for unit in units:
        reports.sent_part(round_, unit, nhan="3")
        reports.asked_back(round_, unit)
    asked = [one for one in duties(a_coordinator()) if "have come" not in one]
    assert len(asked) == 6
    assert "2" in asked[-1]


class AskedBack(TestCase):
    """However a part goes back and forth on request, its day is that of the first sending."""

    @settings(max_examples=10, deadline=None)
    @given(st.lists(st.booleans(), max_size=4))
    def test_the_day_of_the_first_sending_stays(self, answers: list[bool]) -> None:
        (unit,) = reports.communes(1)
        round_ = reports.a_report_round([unit], ReportKind.Q1)
        reports.sent_part(round_, unit, on=date(2026, 3, 16), nhan="1")
        for at, given_back in enumerate(answers):
            recall = reports.asked_back(round_, unit)
            if given_back:
                give_part_back(by=reports.a_collector(), recall=recall)
                reports.sent_part(round_, unit, on=date(2026, 3, 20 + at), nhan=str(at))
            else:
                refuse_recall(by=reports.a_collector(), recall=recall, reason="Đã đúng")
        (part,) = drawn_report(fresh(round_)).parts
        assert (part.sent_on, part.late, part.number) == (date(2026, 3, 16), False, 1 + sum(answers))
