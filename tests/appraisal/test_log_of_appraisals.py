"""What the log tells of the appraisal of a unit: nothing to whoever stands near to it, on no page and in no count."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cchc.access.actor import Actor
from cchc.access.permissions import Role, Scope
from cchc.accounts.models import Membership, Person
from cchc.accounts.queries import actor_of
from cchc.appraisal.actions.asking import answer_question, ask_question
from cchc.appraisal.actions.sending import reopen_result
from cchc.appraisal.models import UnitAppraisal
from cchc.audit.consequences import history_of, visible_to
from cchc.audit.models import Entry
from cchc.audit.queries import entries
from cchc.audit.verbs import ABOUT, SENTENCES
from cchc.core.papers.deadlines.windows import VIETNAM
from cchc.cycles.models import Participant
from cchc.desk.queries.news import news_for
from cchc.scores.queries.interests import participants_near, participants_of_interest
from cchc.units.models import Unit
from tests.builders import (
    SELF_SCORED,
    a_filled_sheet,
    a_member,
    a_published_set,
    a_round,
    a_unit,
    an_actor,
    an_appraised_unit,
    an_appraiser,
    of_unit,
    sent_result,
    to_appraise,
)
from tests.markup import source

pytestmark = pytest.mark.django_db

DECEMBER = datetime(2026, 12, 22, 9, 0, tzinfo=VIETNAM)
DONE = {
    "appraisal.accepted",
    "appraisal.answered",
    "appraisal.appraised",
    "appraisal.asked",
    "appraisal.result_reopened",
    "appraisal.result_sent",
}
OF_NO_UNIT = {
    "appraisal.file_given_up",  # a file that was never applied; it names the cycle alone
    "appraisal.announced",
    "appraisal.double_drawn",
    "appraisal.double_undone",
    "appraisal.phrase_added",
    "appraisal.phrase_removed",
    "appraisal.second_replaced",  # why stands in its row: a text may name a unit
    "appraisal.shared_out",
}


@pytest.fixture
def appraised() -> UnitAppraisal:
    """A unit that went the whole way: asked, answering, appraised, told its result, which was taken back."""
    appraiser = an_appraiser()
    row = an_appraised_unit(appraiser=appraiser)
    sheet = row.participant.sheet
    asked = ask_question(by=actor_of(appraiser), appraised=row, leaf="1.1", text="Vì sao?", now=DECEMBER)
    answer_question(by=of_unit(sheet), question=asked, text="Vì vậy.", now=DECEMBER)
    sent_result(row)
    reopen_result(by=an_actor(Role.APPRAISAL_LEAD), appraised=row, reason="Thiếu một tiêu chí", now=DECEMBER)
    return row


def a_reader(unit: str, role: Role = Role.COORDINATOR) -> Membership:
    """Somebody who reads the log."""
    return a_member(role, unit=the_unit(unit), scope=Scope.PROVINCE)


def the_unit(name: str) -> Unit:
    """The unit of this name, made where there is none yet."""
    return Unit.objects.filter(name=name).first() or a_unit(name)


def was_member(person: Person, unit: str, until: date) -> None:
    """A membership of a unit in earlier years."""
    dates = {"valid_from": date(2023, 1, 1), "valid_until": until}
    Membership.objects.create(
        person=person, unit=the_unit(unit), role=Role.UNIT_CLERK, scope=Scope.OWN_UNIT, **dates
    )


def signed_in(member: Membership) -> Client:
    """A browser in which somebody reads Vietnamese."""
    client = Client()
    client.force_login(member.person)
    return client


def told(actor: Actor) -> set[str]:
    """The verbs about appraisals of units that the log tells."""
    return {one.verb for one in entries(visible_to(actor))} & ABOUT["appraisal.unit"]


def test_whoever_stands_near_reads_no_entry_about_the_appraisal_of_the_unit(appraised):
    near = actor_of(a_reader(appraised.participant.name))
    apart = actor_of(a_reader("Sở Tư pháp", Role.AUDITOR))
    assert (told(near), told(apart)) == (set(), DONE)


def test_pages_counters_searches_news_and_the_history_of_the_unit_leave_them_out_alike(appraised):
    near, apart = a_reader(appraised.participant.name), a_reader("Sở Tư pháp")
    hidden = Entry.objects.filter(verb__in=ABOUT["appraisal.unit"])
    sentences = ("hỏi Sở Nội vụ về mục 1.1", "gửi kết quả thẩm định số 1 cho Sở Nội vụ")
    for member, count in ((near, 0), (apart, hidden.count())):
        actor, client = actor_of(member), signed_in(member)
        assert (visible_to(actor) & hidden).count() == count
        assert (entries(visible_to(actor), text="noi vu") & hidden).count() == count
        assert history_of(actor, ABOUT["appraisal.unit"], appraised.pk).count() == count
        page = client.get(reverse("audit:log"), {"room": "appraisal"})
        assert (
            page.context["rows"].paginator.count == count + 2
        )  # what was shared out, and that it is announced
        assert [one in source(page) for one in sentences] == [bool(count)] * 2
        news = [one.text for one in news_for(actor, timezone.now()).items]
        assert any(one.startswith("took back the result") for one in news) == bool(count)


def test_other_units_stay_in_the_log(appraised):
    cycle = appraised.participant.cycle
    other = to_appraise(a_filled_sheet(cycle, unit="Sở Y tế"))
    ask_question(
        by=actor_of(Membership.objects.get(role=Role.APPRAISER)),
        appraised=other,
        leaf="1.1",
        text="?",
        now=DECEMBER,
    )
    assert told(actor_of(a_reader(appraised.participant.name))) == {"appraisal.asked"}


@pytest.mark.parametrize(
    ("until", "is_near"), [(date(2025, 12, 31), False), (date(2026, 1, 1), False), (date(2026, 3, 1), True)]
)
def test_a_membership_of_the_time_of_the_cycle_counts_and_an_older_one_does_not(appraised, until, is_near):
    reader = a_reader("Sở Tư pháp")
    was_member(reader.person, appraised.participant.name, until)
    assert (told(actor_of(reader)) == set()) == is_near


def test_whoever_is_near_in_any_cycle_is_near_in_all_of_them_taken_together():
    """The one question for all years and the question of each year are one law."""
    units = ("Sở Nội vụ", "Sở Y tế", "Sở Tài chính")
    version = a_published_set(SELF_SCORED)
    cycles = [a_round(units, year=year, version=version) for year in (2024, 2025, 2026)]
    reader = a_reader("Sở Nội vụ")
    was_member(reader.person, "Sở Y tế", date(2025, 1, 1))
    was_member(reader.person, "Sở Tài chính", date(2025, 1, 2))
    actor = actor_of(reader)
    each = frozenset(pk for cycle in cycles for pk in participants_of_interest(actor, cycle))
    near = Participant.objects.filter(pk__in=each).values_list("cycle__year", "name")
    assert participants_near(actor) == each
    assert sorted(near) == [
        (2024, "Sở Nội vụ"),
        (2024, "Sở Tài chính"),
        (2024, "Sở Y tế"),
        (2025, "Sở Nội vụ"),
        (2025, "Sở Tài chính"),
        (2026, "Sở Nội vụ"),
    ]


def test_every_act_of_the_room_says_whether_it_is_about_one_unit():
    """A new one that says nothing would be read by everybody who reads the log."""
    room = {code for code in SENTENCES if code.startswith("appraisal.")}
    assert room - ABOUT["appraisal.unit"] - ABOUT["appraisal.double"] == OF_NO_UNIT
