"""The home: what others have changed, the last weeks, measures that have passed their day by agency, the own place."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from fractions import Fraction
from itertools import pairwise

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from cchc.access.permissions import Role, Scope
from cchc.accounts.models import Membership
from cchc.audit.actions import record, record_access
from cchc.audit.models import AccessRecord
from cchc.audit.verbs import SENTENCES
from cchc.cycles.actions import close_cycle, open_results
from cchc.cycles.models import Cycle
from cchc.cycles.policies import sight_of
from cchc.desk.queries.news import NEWS, News, news_for
from cchc.desk.queries.overdue import LeadingUnit, past_measures
from cchc.desk.queries.standing import peer_groups, place_of_own_unit, standing_of_own_unit
from cchc.desk.queries.weeks import WEEKS, ends_of_weeks, weekly_index, weekly_means
from cchc.plans.actions.enforcing import make_plan, submit_plan
from cchc.results.models import IndexRun, UnitIndex
from cchc.units.models import Unit
from tests import builders

pytestmark = pytest.mark.django_db
DAY = date(2026, 12, 20)


@pytest.fixture
def cycle() -> Cycle:
    builders.a_member(
        Role.LEADER, username="nguoi-khac"
    )  # so that nobody below is the one of `builders.an_actor`
    return builders.a_scored_cycle()


def member_of(name: str, role: Role = Role.UNIT_CLERK, scope: Scope | None = None) -> Membership:
    """Somebody of a department."""
    unit = Unit.objects.get(name=name)
    return builders.a_member(role, unit=unit, scope=scope, username=f"{role}-{unit.pk}")


def came(member: Membership, *days_ago: int) -> None:
    """The person signed in so many days ago, the last time a moment ago."""
    for days in (*days_ago, 0):
        at = timezone.now() - timedelta(days=days)
        kind = AccessRecord.Kind.SIGNED_IN
        record_access(kind=kind, at=at, address="127.0.0.1", by=builders.actor_for(member))


def news(member: Membership) -> News:
    """What has changed for somebody."""
    return news_for(builders.actor_for(member), timezone.now())


def texts(member: Membership) -> list[str]:
    """The sentences of what has changed."""
    return [one.text for one in news(member).items]


def test_what_has_changed_begins_with_the_sign_in_before_this_one_and_30_days_ago_at_the_latest() -> None:
    builders.a_unit("Sở Nội vụ")
    member, now = member_of("Sở Nội vụ"), timezone.now()

    def days() -> tuple[bool, int]:
        found = news_for(builders.actor_for(member), now)
        return found.last_visit, round((now - found.since) / timedelta(days=1))

    assert days() == (False, 7)
    came(member)
    assert days() == (False, 7)
    came(member, 3)
    assert days() == (True, 3)
    came(member)
    assert days() == (True, 0)
    other = builders.a_member(Role.UNIT_CLERK, unit=member.unit, username="khac")
    came(other, 90)
    assert (now - news_for(builders.actor_for(other), now).since).days == 30


def test_a_clerk_is_told_of_the_year_of_plans_in_force_and_of_the_plans_of_the_own_unit_alone(
    cycle: Cycle,
) -> None:
    own, other = member_of("Sở Nội vụ"), member_of("Sở Y tế")
    for member in (own, other):
        came(member, 1)
    builders.imported(cycle)
    issued = builders.a_plan(cycle.province, title="Kế hoạch tỉnh")
    builders.a_measure(issued, "Giải ngân vốn", lead="Sở Nội vụ")
    make_plan(by=builders.an_actor(Role.COORDINATOR), plan=issued)
    draft = builders.a_plan(own.unit, title="Kế hoạch sở")
    for task in ("Rà soát", "Báo cáo"):
        builders.a_measure(draft, task, lead="Sở Nội vụ")
    head = builders.actor_for(member_of("Sở Nội vụ", Role.UNIT_HEAD))
    submit_plan(by=head, plan=draft)
    for_all = [
        "The plan “Kế hoạch tỉnh” is in force",
        "Scores were imported into Kỳ đánh giá năm 2026",
        "Kỳ đánh giá năm 2026 has been opened",
        "The criteria set Bộ tiêu chí chấm thử (1) is in force",
        "The dates of Kỳ đánh giá năm 2026 have changed",
    ]
    of_own = [
        "The plan “Kế hoạch sở” was submitted to the head",
        "A measure was added to the plan “Kế hoạch sở”",
    ]
    found = texts(other)
    assert [text for text in found if "Kế hoạch sở" in text] == []
    assert found == for_all
    assert texts(own)[:2] == of_own
    assert [one.times for one in news(own).items[:2]] == [1, 2]
    assert [one.text for one in news_for(head, timezone.now()).items if one.text == of_own[0]] == []


def test_a_corrected_score_is_told_to_the_people_of_its_unit_with_nothing_of_others(cycle: Cycle) -> None:
    builders.imported(cycle)
    members = [member_of(name) for name in ("Sở Nội vụ", "Sở Y tế")]
    for member in members:
        came(member, 1)
    participant = cycle.participants.get(unit=members[0].unit)
    record(
        by=builders.an_actor(Role.COORDINATOR),
        verb="results.score_corrected",
        subject="Sở Nội vụ",
        subject_id=participant.pk,
        facts={"leaf": "1.2", "old": "1,5", "new": "2", "reason": "hạng 3 → 1", "rank": "1"},
    )
    words = "The score of my unit for 1.2 was corrected: 1,5 → 2"
    assert [words in texts(member) for member in members] == [True, False]
    assert not any("hạng" in text for member in members for text in texts(member))
    [href] = {one.href for one in news(members[0]).items if one.text == words}
    client = Client()
    client.force_login(members[0].person)
    assert client.get(href).status_code == 200


def test_who_reads_the_log_is_told_what_others_did_and_not_the_own_acts(cycle: Cycle) -> None:
    coordinator = builders.a_member(Role.COORDINATOR)
    came(coordinator, 1)
    by = builders.actor_for(coordinator)
    builders.a_plan(cycle.province, title="Việc của tôi", by=by)
    builders.a_plan(cycle.province, title="Việc của người khác", by=builders.an_actor(Role.ADMINISTRATOR))
    found = texts(coordinator)
    assert any("Việc của người khác" in text for text in found)
    assert not any("Việc của tôi" in text for text in found)


def test_the_verbs_of_which_people_are_told_are_verbs_of_the_log() -> None:
    assert set(NEWS) - set(SENTENCES) == set()


def a_run(cycle: Cycle, at: datetime, indices: dict[str, str]) -> IndexRun:
    """A run of the index of `cycle` at a time, with the indices of some units; runs bear the time of their row."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO results_indexrun (cycle_id, at, cause, stage, populations) "
            "VALUES (%s, %s, 'import', 'decided', '{}')",
            [cycle.pk, connection.ops.adapt_datetimefield_value(at)],
        )
    run = IndexRun.objects.order_by("-pk")[0]
    zeros = dict.fromkeys(("points", "bonus", "penalty", "pending", "survey"), "0")
    for place, (name, exact) in enumerate(indices.items()):
        participant = cycle.participants.get(unit__name=name)
        UnitIndex.objects.create(
            run=run,
            participant=participant,
            cycle_set=participant.cycle_set,
            name=name,
            peer_group="Các sở",
            place=place,
            maximum="10",
            exact=exact,
            printed=exact,
            rank=place + 1,
            **zeros,
        )
    return run


def test_a_line_of_the_weeks_has_the_run_that_held_at_the_end_of_each(cycle: Cycle) -> None:
    ends = ends_of_weeks(DAY)
    assert [(later - earlier).days for earlier, later in pairwise(ends)] == [7] * (WEEKS - 1)
    noon = {day: timezone.make_aware(datetime.combine(day, time(12))) for day in ends}
    a_run(cycle, noon[ends[-3]], {"Sở Nội vụ": "80", "Sở Y tế": "60"})
    own = cycle.participants.get(unit__name="Sở Nội vụ")
    assert dict(weekly_index(cycle, own.pk, ends[-3])) == {}
    a_run(cycle, noon[ends[-3]] + timedelta(hours=1), {"Sở Nội vụ": "90", "Sở Y tế": "70"})
    a_run(cycle, noon[ends[-1]], {"Sở Nội vụ": "94"})
    days = [f"{day:%d/%m}" for day in ends[-3:]]
    assert weekly_index(cycle, own.pk, DAY) == tuple(zip(days, (90, 90, 94), strict=True))
    assert weekly_means(cycle, DAY) == {"Các sở": tuple(zip(days, (80, 80, 94), strict=True))}


def plan_with_past_measures(cycle: Cycle) -> int:
    """A plan in force in which two agencies have measures whose day has passed."""
    plan = builders.a_plan(cycle.province)
    for deadline in ("1/9/2026", "15/12/2026", "Quý IV/2026"):
        builders.a_measure(plan, f"Báo cáo {deadline}", lead="Sở Nội vụ", deadline=deadline)
    builders.a_measure(plan, "Giải ngân vốn", lead="Sở Tài chính", deadline="1/12/2026")
    builders.a_measure(plan, "Thường xuyên", lead="Sở Tài chính", deadline="Thường xuyên")
    make_plan(by=builders.an_actor(Role.COORDINATOR), plan=plan)
    return plan.pk


def test_a_leader_sees_the_measures_that_have_passed_their_day_by_agency_and_by_week(cycle: Cycle) -> None:
    plan = plan_with_past_measures(cycle)
    found = past_measures(builders.an_actor(Role.LEADER), DAY)
    assert found is not None
    assert (found.past, found.dated, found.others) == (3, 4, 0)

    def href(name: str) -> str:
        unit = Unit.objects.get(name=name)
        return f"/ke-hoach/{plan}/?don_vi={unit.pk}&vai_tro=lead&han=qua-han"

    assert found.units == (
        LeadingUnit("Sở Nội vụ", 3, 2, href("Sở Nội vụ")),
        LeadingUnit("Sở Tài chính", 1, 1, href("Sở Tài chính")),
    )
    weeks = {
        (end - DAY).days: count for end, (_day, count) in zip(ends_of_weeks(DAY), found.weeks, strict=True)
    }
    assert weeks == {-49: 1, -42: 1, -35: 1, -28: 1, -21: 1, -14: 2, -7: 2, 0: 3}


def test_a_leader_of_a_unit_sees_its_measures_alone_and_others_see_no_list_of_agencies(cycle: Cycle) -> None:
    plan_with_past_measures(cycle)
    leader = builders.actor_for(member_of("Sở Tài chính", Role.LEADER, Scope.OWN_TREE))
    found = past_measures(leader, DAY)
    assert found is not None
    assert [(one.name, one.past) for one in found.units] == [("Sở Tài chính", 1)]
    assert (found.past, found.dated) == (1, 1)
    assert past_measures(builders.actor_for(member_of("Sở Nội vụ")), DAY) is None


def test_a_leader_sees_the_change_of_each_group_and_its_three_largest_losses() -> None:
    last = builders.a_scored_cycle(year=2025)
    builders.imported(last)
    close_cycle(by=builders.an_actor(), cycle=last)
    cycle = builders.a_scored_cycle(year=2026, province=last.province)
    builders.imported(cycle)
    leader = builders.an_actor(Role.LEADER)
    [group] = peer_groups(leader, sight_of(leader), cycle, DAY)
    assert (group.change, group.compared, group.units) == (0, 2, 3)
    assert [loss.mean for loss in group.losses] == sorted((loss.mean for loss in group.losses), reverse=True)
    assert 0 < len(group.losses) <= 3
    assert all(isinstance(loss.mean, Fraction) for loss in group.losses)


def test_a_unit_sees_its_place_of_the_last_open_year_until_this_one_is_open() -> None:
    last = builders.a_scored_cycle(year=2025)
    builders.imported(last)
    close_cycle(by=builders.an_actor(), cycle=last)
    cycle = builders.a_scored_cycle(year=2026, province=last.province)
    builders.imported(cycle)
    head = builders.actor_for(member_of("Sở Nội vụ", Role.UNIT_HEAD))

    def place() -> tuple[int, int] | None:
        standing = standing_of_own_unit(head, sight_of(head), Cycle.objects.get(pk=cycle.pk))
        assert standing is not None
        found = place_of_own_unit(sight_of(head), Cycle.objects.get(pk=cycle.pk), standing)
        return (found.year, [one.mine for one in found.line].index(True)) if found else None

    rank = UnitIndex.objects.filter(run__cycle=last, name="Sở Nội vụ").order_by("-run")[0].rank
    assert rank is not None
    assert place() == (2025, rank - 1)
    open_results(by=builders.an_actor(), cycle=cycle, to_units=True)
    assert place() == (2026, rank - 1)
