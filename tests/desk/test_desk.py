"""The desk: what waits for whom, where the own unit stands, what a text finds."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cchc.access.permissions import GRANTS, Capacity, Role
from cchc.access.waiting import Duty
from cchc.accounts.models import Membership
from cchc.accounts.queries import memberships_of
from cchc.cycles.actions import open_results
from cchc.cycles.models import Cycle
from cchc.cycles.policies import sight_of
from cchc.desk.queries.plans import YearPlan, plans_of_the_year
from cchc.desk.queries.search import search_hits
from cchc.desk.queries.standing import peer_groups, standing_of_own_unit
from cchc.desk.queries.waiting import waiting_for
from cchc.following.models import ProgressRecord
from cchc.following.waiting import MOST_NAMED
from cchc.plans.actions.enforcing import make_plan
from cchc.plans.models import Plan
from cchc.plans.queries.standing import DueStanding
from cchc.units.actions import rename_unit
from cchc.units.models import Unit
from tests import builders
from tests.markup import source

pytestmark = pytest.mark.django_db
DAY = date(2026, 12, 20)


@pytest.fixture
def cycle() -> Cycle:
    builders.a_member(
        Role.LEADER, username="nguoi-khac"
    )  # so that nobody below is the one of `builders.an_actor`
    return builders.a_scored_cycle()


def member_of(name: str, role: Role) -> Membership:
    return builders.a_member(role, unit=Unit.objects.get(name=name), username=f"{role}-{name}")


def texts(membership: Membership) -> list[str]:
    return [duty.text for duty in waiting_for(builders.actor_for(membership), DAY)]


def test_a_coordinator_is_asked_to_apply_what_was_read_and_told_how_many_units_wait(cycle: Cycle) -> None:
    coordinator = builders.a_member(Role.COORDINATOR)
    assert texts(coordinator) == ["3 units are not fully scored"]
    builders.staged(cycle)
    assert texts(coordinator) == [
        "3 units are not fully scored",
        "Apply the points file diem.csv, or give it up",
    ]


def test_a_task_has_the_last_day_of_the_phase_that_runs(cycle: Cycle) -> None:
    (task,) = waiting_for(builders.actor_for(builders.a_member(Role.COORDINATOR)), DAY)
    assert (task.until, task.late) == (date(2027, 1, 10), False)


def test_nothing_waits_for_a_clerk_whose_unit_is_scored(cycle: Cycle) -> None:
    builders.imported(cycle)
    assert texts(member_of("Sở Nội vụ", Role.UNIT_CLERK)) == []


def test_a_head_sees_the_own_units_index_rank_and_largest_losses(cycle: Cycle) -> None:
    builders.imported(cycle)
    open_results(by=builders.an_actor(), cycle=cycle, to_units=True)
    cycle.refresh_from_db()
    head = builders.actor_for(member_of("Sở Nội vụ", Role.UNIT_HEAD))
    own = standing_of_own_unit(head, sight_of(head), cycle)
    assert own is not None
    assert own.row is not None
    assert own.participant.name == "Sở Nội vụ"
    assert own.row.rank in (1, 2, 3)
    assert [loss.points for loss in own.to_win] == sorted((loss.points for loss in own.to_win), reverse=True)


def test_a_head_whose_unit_was_renamed_in_the_year_still_sees_it(cycle: Cycle) -> None:
    builders.imported(cycle)
    head = member_of("Sở Nội vụ", Role.UNIT_HEAD)
    rename_unit(by=builders.an_actor(), unit=head.unit, name="Sở Nội vụ và Lao động", on=date(2026, 12, 1))
    [acting] = memberships_of(head.person, DAY)
    own = standing_of_own_unit(builders.actor_for(acting), sight_of(builders.actor_for(acting)), cycle)
    assert own is not None
    assert (acting.unit.name, own.participant.name) == ("Sở Nội vụ và Lao động", "Sở Nội vụ")


def test_without_a_cycle_the_coordinator_is_asked_to_create_one() -> None:
    assert texts(builders.a_member(Role.COORDINATOR)) == ["Create the cycle of the year"]
    assert texts(builders.a_member(Role.LEADER)) == []


def test_peer_groups_show_their_first_and_last_unit(cycle: Cycle) -> None:
    leader = builders.actor_for(builders.a_member(Role.LEADER))
    assert peer_groups(leader, sight_of(leader), cycle, DAY) == []
    builders.imported(cycle)
    (group,) = peer_groups(leader, sight_of(leader), cycle, DAY)
    assert (group.name, group.units) == ("Các sở", 3)
    assert [end.rank for end in group.ends] == [1, group.ranked]


def test_search_finds_units_and_criteria_without_diacritics(cycle: Cycle) -> None:
    actor = builders.actor_for(builders.a_member(Role.LEADER))
    hits_of = {hits.label: [hit.text for hit in hits.hits] for hits in search_hits(actor, "so noi vu", DAY)}
    assert hits_of["Units"] == ["Sở Nội vụ"]
    assert "2.2 Mức độ hài lòng" in {
        hit.text for hits in search_hits(actor, "muc do hai long", DAY) for hit in hits.hits
    }
    assert search_hits(actor, "không có gì như thế", DAY) == []


def test_the_home_takes_the_same_number_of_queries_however_much_there_is(cycle: Cycle) -> None:
    builders.imported(cycle)
    client = Client()
    client.force_login(member_of("Sở Nội vụ", Role.UNIT_HEAD).person)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("desk:home")).status_code == 200
        return len(queries)

    def put_in_force() -> None:
        plan = builders.a_plan(cycle.province, year=timezone.localdate().year)
        for number in range(4):
            builders.a_measure(
                plan, f"Việc {number}", lead="Sở Nội vụ", deadline=f"1/{number + 1}/{plan.year - 1}"
            )
        make_plan(by=builders.an_actor(Role.COORDINATOR), plan=plan)
        builders.a_measure(
            Plan.objects.get(), "Việc chưa có ai theo dõi", lead="Sở Nội vụ", deadline="Quý I/2020"
        )

    put_in_force()
    before = asked()
    for number in range(3):
        builders.a_unit(f"Sở thứ {number}", parent=cycle.province)
    builders.a_measure(Plan.objects.get(), "Việc nữa", lead="Sở Nội vụ", deadline="Quý I/2020")
    builders.imported(cycle, builders.POINTS.replace("2,4", "2,2"))
    assert asked() == before


@pytest.mark.parametrize("capacity", list(GRANTS))
def test_everybody_has_a_home_and_a_search(capacity: Capacity, client_of) -> None:
    client = client_of(*capacity)
    assert client.get(reverse("desk:home")).status_code == 200
    assert "Search everything" in source(client.get(reverse("desk:search")))
    assert "Nothing found" in source(client.get(reverse("desk:search"), {"q": "zzz"}))


def test_a_unit_is_told_of_the_measures_it_leads_that_are_due_soon(cycle: Cycle) -> None:
    plan = builders.a_plan(cycle.province)
    builders.a_measure(plan, "Rà soát văn bản", lead="Sở Nội vụ", deadline="Quý IV/2026")
    builders.a_measure(plan, "Giải ngân vốn", lead="Sở Tài chính", deadline="Quý IV/2026")
    clerk = member_of("Sở Nội vụ", Role.UNIT_CLERK)
    builders.imported(cycle)
    assert texts(clerk) == []
    make_plan(by=builders.an_actor(Role.COORDINATOR), plan=plan)
    (task,) = waiting_for(builders.actor_for(clerk), DAY)
    assert task == Duty(
        "1 measure that my unit leads is due within 30 days",
        f"/theo-doi/?ke_hoach={plan.pk}",
        date(2026, 12, 31),
        beside="Kế hoạch cải cách hành chính",
    )


def test_overdue_measures_of_the_own_unit_stand_first_until_they_are_reported_as_done(
    cycle: Cycle,
) -> None:
    plan = builders.a_plan(cycle.province)
    for number in range(1, MOST_NAMED + 3):
        builders.a_measure(plan, f"Báo cáo số {number}", lead="Sở Nội vụ", deadline=f"{number}/9/2026")
    builders.a_measure(plan, "Rà soát văn bản", lead="Sở Nội vụ", deadline="Quý IV/2026")
    builders.a_measure(plan, "Giải ngân vốn", lead="Sở Tài chính", deadline="Quý III/2026")
    make_plan(by=builders.an_actor(Role.COORDINATOR), plan=plan)
    builders.imported(cycle)
    clerk = builders.actor_for(member_of("Sở Nội vụ", Role.UNIT_CLERK))
    duties = waiting_for(clerk, DAY)
    assert [(duty.text, duty.until) for duty in duties] == [
        *(
            (f"Báo cáo số {number}: overdue, to be reported", date(2026, 9, number))
            for number in range(1, MOST_NAMED + 1)
        ),
        ("2 more overdue measures that my unit leads", date(2026, 9, 6)),
        ("1 measure that my unit leads is due within 30 days", date(2026, 12, 31)),
    ]
    assert {(duty.late, duty.beside) for duty in duties} == {(True, plan.title), (False, plan.title)}
    for record in ProgressRecord.objects.filter(unit__name="Sở Nội vụ", due__lt=DAY):
        builders.reported(record, on=DAY)
    (left,) = waiting_for(clerk, DAY)
    assert left.until == date(2026, 12, 31)


@pytest.mark.parametrize("role", [Role.UNIT_CLERK, Role.LEADER])
def test_nothing_waits_is_never_said_above_measures_that_are_overdue(cycle: Cycle, role: Role) -> None:
    """Those in which the unit only cooperates wait for nobody in it, and a leader does none of them."""
    member = member_of("Sở Nội vụ", role) if role == Role.UNIT_CLERK else builders.a_member(role)
    builders.imported(cycle)
    client = Client()
    client.cookies["django_language"] = "en"
    client.force_login(member.person)
    assert "Nothing waits for you." in source(client.get(reverse("desk:home")))
    year = timezone.localdate().year
    plan = builders.a_plan(cycle.province, year=year)
    builders.a_measure(
        plan, "Giải ngân vốn", lead="Sở Tài chính", cooperating="Sở Nội vụ", deadline=f"31/12/{year - 1}"
    )
    make_plan(by=builders.an_actor(Role.COORDINATOR), plan=plan)
    page = source(client.get(reverse("desk:home")))
    assert "Nothing waits for you." not in page
    assert "1 measure is overdue" in " ".join(page.split())


def test_search_finds_measures_and_plans_in_force_only(cycle: Cycle) -> None:
    plan = builders.a_plan(cycle.province)
    measure = builders.a_measure(plan, "Rà soát văn bản", lead="Sở Nội vụ")
    reader = builders.actor_for(member_of("Sở Nội vụ", Role.UNIT_CLERK))
    assert search_hits(reader, "ra soat", DAY) == []
    make_plan(by=builders.an_actor(Role.COORDINATOR), plan=plan)
    (measures,) = search_hits(reader, "ra soat", DAY)
    assert [(hit.text, hit.href) for hit in measures.hits] == [
        ("Rà soát văn bản", f"/ke-hoach/{plan.pk}/nhiem-vu/{measure.pk}/")
    ]
    (plans,) = search_hits(reader, "ke hoach cai cach hanh chinh", DAY)
    assert [hit.href for hit in plans.hits] == [f"/ke-hoach/{plan.pk}/"]


def test_the_home_counts_the_measures_of_the_year_that_name_the_own_unit_or_all(cycle: Cycle) -> None:
    plan = builders.a_plan(cycle.province)
    builders.a_measure(plan, "Rà soát văn bản", lead="Sở Nội vụ", deadline="Quý III/2026")
    builders.a_measure(
        plan, "Giải ngân vốn", lead="Sở Tài chính", cooperating="Sở Nội vụ", deadline="Quý IV/2026"
    )
    builders.a_measure(plan, "Báo cáo", lead="Sở Tài chính", deadline="Quý I/2026")
    make_plan(by=builders.an_actor(Role.COORDINATOR), plan=plan)
    clerk = builders.actor_for(member_of("Sở Nội vụ", Role.UNIT_CLERK))
    leader = builders.actor_for(builders.a_member(Role.LEADER))
    overdue = DueStanding.OVERDUE
    assert plans_of_the_year(clerk, DAY) == [YearPlan(plan, True, count=2, past=1, soon=1, behind=overdue)]
    assert plans_of_the_year(leader, DAY) == [YearPlan(plan, False, count=3, past=2, soon=1, behind=overdue)]
    assert plans_of_the_year(leader, date(2027, 1, 1)) == []
