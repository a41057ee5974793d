"""Reading the cycles, in a constant number of queries."""

from __future__ import annotations

from datetime import date
from hashlib import sha256

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cchc.access.permissions import Role
from cchc.core.papers.answers import Reason
from cchc.cycles import actions, queries
from cchc.cycles.models import Cycle
from cchc.cycles.queries.strip import year_strip
from cchc.units import actions as unit_actions
from cchc.units.actions import NewUnit
from cchc.units.models import Kind
from tests.builders import a_cycle, a_province, a_running_cycle, a_unit, a_version, an_actor

pytestmark = pytest.mark.django_db


def test_the_leaves_of_a_version_know_their_domain() -> None:
    assert [
        (leaf.number, leaf.name, leaf.domain, leaf.domain_name) for leaf in queries.leaves(a_version())
    ] == [
        ("1.1", "Kế hoạch cải cách hành chính", "1", "Chỉ đạo, điều hành"),
        ("1.2", "Báo cáo định kỳ", "1", "Chỉ đạo, điều hành"),
        ("2.1", "Rà soát văn bản", "2", "Thể chế"),
    ]


def test_a_set_of_one_line_has_one_leaf_that_is_its_own_domain() -> None:
    version = a_version()
    version.text = (
        version.text.partition("[[node]]")[0] + '[[node]]\nnumber = "1"\nname = "Một"\nmaximum = "5"\n'
    )
    version.sha256 = sha256(version.text.encode()).hexdigest()  # by which a text that was read is known
    assert queries.leaves(version) == (queries.Leaf("1", "Một", "1", "Một"),)


def test_the_current_cycle_runs_or_is_the_latest() -> None:
    assert queries.current_cycle() is None
    province = a_province("Bắc Ninh")
    preparing = a_cycle(province, 2027)
    assert queries.current_cycle() == preparing
    running = a_running_cycle(1)
    assert (queries.current_cycle(), queries.current_cycle(province)) == (running, preparing)
    actions.close_cycle(by=an_actor(), cycle=running)
    assert queries.current_cycle() == preparing


def test_the_cycle_of_a_year_is_found_from_a_merged_province() -> None:
    olds = [a_province("Phú Thọ"), a_province("Vĩnh Phúc")]
    cycle = a_cycle(olds[0], 2024)
    into = NewUnit("Phú Thọ", Kind.PROVINCE)
    new = unit_actions.merge_units(by=an_actor(), units=olds, into=into, on=date(2025, 7, 1))
    assert (queries.cycle_of(new, 2024), queries.cycle_of(new, 2023)) == (cycle, None)


def test_candidates_exist_on_the_day_and_do_not_take_part_yet() -> None:
    cycle = a_running_cycle(1)
    later = a_unit("Sở mới", parent=cycle.province, since=date(2026, 6, 1))
    a_unit("Phường 1", Kind.WARD, parent=cycle.province)
    a_unit("Sở nơi khác", parent=a_province("Bắc Ninh"))
    attached = cycle.sets.get()
    assert queries.candidates(attached, date(2026, 5, 31)) == []
    assert queries.candidates(attached, date(2026, 12, 31)) == [later]


def taken(cycle: Cycle) -> int:
    with CaptureQueriesContext(connection) as made:
        queries.participants(cycle)
        queries.peer_groups(cycle)
        queries.named_participants(cycle, cycle.participants.all())
        queries.earlier_participants(cycle)
    return len(made)


def test_participants_cost_the_same_number_of_queries_however_many() -> None:
    cycle = a_running_cycle(2)
    first = taken(cycle)
    units = [a_unit(f"Sở thêm {n}", parent=cycle.province) for n in range(20)]
    actions.add_participants(by=an_actor(), cycle_set=cycle.sets.get(), units=units)
    row = cycle.participants.earliest("place")
    actions.change_applicability(by=an_actor(), cycle=cycle, off=[(row.pk, "1.1")], reason="x")
    assert taken(cycle) == first
    rows = queries.participants(cycle)
    assert [(row.name, sorted(row.not_applicable)) for row in rows[:2]] == [
        ("Sở số 1", ["1.1"]),
        ("Sở số 2", []),
    ]
    assert [(group.name, group.count) for group in queries.peer_groups(cycle)] == [("Các sở, ban, ngành", 22)]


def test_a_name_is_matched_among_the_participants_of_the_cycle_only() -> None:
    cycle = a_running_cycle(2)
    a_unit("Sở ngoài", parent=cycle.province)
    named = queries.named_participants(cycle, cycle.participants.all())
    found, outside = named.match("SỞ SỐ 2"), named.match("Sở ngoài")
    assert ([named.rows[unit].code for unit in found.units], found.reason) == (["S2"], Reason.NAME)
    assert (outside.units, outside.reason) == ((), Reason.NOT_AMONG)


def test_a_participant_is_matched_by_the_name_under_which_it_takes_part() -> None:
    cycle = a_running_cycle(1)
    row = cycle.participants.get()
    unit_actions.rename_unit(by=an_actor(), unit=row.unit, name="Sở mới", on=date(2026, 6, 1))
    found = queries.named_participants(cycle, [row]).match("Sở số 1")
    assert (found.units, found.reason) == ((str(row.unit_id),), Reason.NAME)


def test_participants_are_found_without_diacritics() -> None:
    rows = queries.participants(a_running_cycle(3))
    assert [row.name for row in queries.participants_matching("so so 2", rows)] == ["Sở số 2"]
    assert [row.name for row in queries.participants_matching("s3", rows)] == ["Sở số 3"]
    assert len(queries.participants_matching("", rows)) == 3


def test_a_trend_follows_a_unit_forward_and_back() -> None:
    cycle = a_running_cycle(1, year=2025)
    unit = cycle.participants.get().unit
    new = unit_actions.rename_unit(by=an_actor(), unit=unit, name="Sở mới", on=date(2026, 1, 1))
    following = actions.create_cycle(
        by=an_actor(), province=cycle.province, year=2026, name="2026", copy_from=cycle
    )
    expected = [(2026, "Sở mới"), (2025, "Sở số 1")]
    for asked in (unit, new):
        assert [(row.cycle.year, row.name) for row in queries.participations(asked)] == expected
    assert following.participants.count() == 1


def test_the_year_strip_shows_the_phases() -> None:
    cycle = a_running_cycle(1)
    assert "Tự chấm điểm" in year_strip(cycle, date(2026, 12, 5), an_actor())
    assert year_strip(a_cycle(cycle.province, 2027), date(2026, 12, 5), an_actor()) == ""


def test_every_role_sees_the_cycles_but_who_only_collects_answers() -> None:
    a_cycle()
    blind = {role for role in Role if not queries.visible_to(an_actor(role)).exists()}
    assert blind == {Role.ENUMERATOR, Role.SURVEY_SUPERVISOR, Role.LINK_KEEPER}
