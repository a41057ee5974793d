"""A measure stands alike on every page: overdue where work is, never where all is done."""

from __future__ import annotations

import re
from datetime import date, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cchc.access.permissions import Role
from cchc.core.papers.deadlines.windows import VIETNAM
from cchc.core.plans.following.states import ProgressState
from cchc.desk.queries.overdue import past_measures
from cchc.desk.queries.plans import plans_of_the_year
from cchc.following.models import ProgressRecord
from cchc.plans.models import Measure, Plan
from cchc.plans.queries.standing import DueStanding
from cchc.results.queries.surroundings import surroundings
from cchc.units.models import Unit
from tests.builders import a_followed_plan, a_member, a_province, a_unit, actor_for, an_actor, reported

pytestmark = pytest.mark.django_db

TODAY = date(2026, 7, 15)
TASKS = {"1": "30/6/2026", "2": "30/6/2026", "3": "31/7/2026", "4": "31/12/2026", "5": "Khi có văn bản mới"}


@pytest.fixture
def plan(turn_clock) -> Plan:
    """The first measure is done by both units, the second by one of them, the third by both before its day."""
    turn_clock(datetime(2026, 7, 15, 9, 0, tzinfo=VIETNAM))
    province = a_province()
    for name in ("Sở Nội vụ", "Sở Tài chính"):
        a_unit(name, parent=province)
    made = a_followed_plan(
        province,
        [
            {"number": number, "task": f"Việc {number}", "lead": "Các sở", "deadline": deadline}
            for number, deadline in TASKS.items()
        ],
    )
    done = ProgressRecord.objects.filter(measure__number__in=["1", "3"])
    half = ProgressRecord.objects.filter(measure__number="2", unit__name="Sở Nội vụ")
    for record in [*done, *half]:
        reported(record, ProgressState.DONE_WITHOUT_PRODUCT, on=date(2026, 6, 20))
    return made


def shown(client: Client, plan: Plan, **asked: object) -> list[str]:
    page = client.get(reverse("plans:detail", args=[plan.pk]), asked).text
    return list(dict.fromkeys(re.findall(r"Việc \d", page)))


def test_the_table_of_a_plan_says_where_the_work_stands_and_finds_it(plan, client):
    client.force_login(a_member(Role.COORDINATOR).person)
    found = {one.name: shown(client, plan, han=one.value) for one in DueStanding}
    assert found == {
        "OVERDUE": ["Việc 2"],
        "PAST": [],
        "SOON": [],
        "LATER": ["Việc 4"],
        "UNDATED": ["Việc 5"],
        "ENDED": ["Việc 1", "Việc 3"],
    }
    by_day = shown(client, plan, thu_tu="thoi-han")
    assert by_day == ["Việc 2", "Việc 4", "Việc 5", "Việc 1", "Việc 3"]


def test_measures_of_one_deadline_each_say_where_they_stand(plan, client):
    client.force_login(a_member(Role.COORDINATOR).person)
    page = client.get(reverse("plans:detail", args=[plan.pk])).text
    first, second = (page[page.rindex(f"Việc {one}") : page.rindex(f"Việc {one + 1}")] for one in (1, 2))
    said = [
        [words for words in ("đã xong hoặc thôi thực hiện", "quá hạn") if words in row]
        for row in (first, second)
    ]
    assert said == [["đã xong hoặc thôi thực hiện"], ["quá hạn"]]


def test_of_the_measures_of_a_unit_its_own_work_says_where_they_stand(plan, client):
    client.force_login(a_member(Role.COORDINATOR).person)
    units = {one.name: one.pk for one in Unit.objects.all()}
    found = {
        name: shown(client, plan, don_vi=units[name], vai_tro="lead", han="qua-han")
        for name in ("Sở Nội vụ", "Sở Tài chính")
    }
    assert found == {"Sở Nội vụ": [], "Sở Tài chính": ["Việc 2"]}


def test_a_measure_that_is_done_is_overdue_on_no_page(plan, client):
    client.force_login(a_member(Role.COORDINATOR).person)
    badges = {}
    for measure in Measure.objects.order_by("pk"):
        text = client.get(reverse("plans:measure", args=[plan.pk, measure.pk])).text
        badges[measure.number] = [
            word
            for word in ("quá hạn", "đã qua hạn", "đã xong hoặc thôi thực hiện")
            if re.search(rf">\s*{word}\s*<", text)
        ]
    assert badges == {
        "1": ["đã xong hoặc thôi thực hiện"],
        "2": ["quá hạn"],
        "3": ["đã xong hoặc thôi thực hiện"],
        "4": [],
        "5": [],
    }
    listed = client.get(reverse("plans:list")).text
    assert re.search(rf'/ke-hoach/{plan.pk}/\?han=qua-han"\s*>1<', listed)
    late = past_measures(an_actor(Role.LEADER), TODAY)
    assert late is not None
    assert (late.past, [(one.name, one.past) for one in late.units]) == (1, [("Sở Tài chính", 1)])
    for name, past in (("Sở Nội vụ", 0), ("Sở Tài chính", 1)):
        unit = Unit.objects.get(name=name)
        (line,) = plans_of_the_year(actor_for(a_member(Role.UNIT_CLERK, unit=unit)), TODAY)
        led = surroundings(an_actor(Role.LEADER), unit, TODAY, 6).led
        assert (line.past, led.passed) == (past, past)


def test_a_withdrawn_measure_is_not_overdue(plan, client):
    Measure.objects.filter(number="2").update(withdrawn=True)
    client.force_login(a_member(Role.COORDINATOR).person)
    assert shown(client, plan, han="qua-han") == []
    assert past_measures(an_actor(Role.LEADER), TODAY).past == 0


def test_where_measures_stand_costs_the_same_queries_however_many_there_are(plan, client):
    client.force_login(a_member(Role.COORDINATOR).person)

    def queries() -> list[int]:
        counted = []
        for address in (reverse("plans:detail", args=[plan.pk]), reverse("plans:list"), reverse("desk:home")):
            client.get(address)
            with CaptureQueriesContext(connection) as asked:
                client.get(address)
            counted.append(len(asked))
        return counted

    before = queries()
    a_followed_plan(
        plan.unit,
        [
            {"number": str(at), "task": f"Thêm {at}", "lead": "Các sở", "deadline": "30/6/2026"}
            for at in range(12)
        ],
        year=2025,
    )
    assert queries() == before
