"""Preparing a cycle: every verb recorded once, refused when the cycle is closed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction

from cchc.access.actor import NotPermitted
from cchc.access.permissions import Role
from cchc.audit.models import Entry
from cchc.core.papers.deadlines.windows import VIETNAM
from cchc.cycles import actions, queries
from cchc.cycles.actions import PhaseDates
from cchc.cycles.models import Cycle, NotApplicable, Participant, State
from cchc.units import actions as unit_actions
from cchc.units.actions import NewUnit
from cchc.units.models import Kind
from tests.builders import a_cycle, a_province, a_running_cycle, a_unit, a_version, an_actor

pytestmark = pytest.mark.django_db

PLAN = PhaseDates("plan", "Kế hoạch", date(2026, 1, 5), date(2026, 2, 28))
SCORING = PhaseDates("self_scoring", "Tự chấm điểm", date(2026, 12, 1), date(2027, 1, 10))


def verbs() -> list[str]:
    return list(
        Entry.objects.filter(verb__startswith="cycles.").order_by("pk").values_list("verb", flat=True)
    )


def rows(cycle: Cycle) -> list[Participant]:
    return list(cycle.participants.order_by("place"))


def test_a_province_has_one_cycle_a_year() -> None:
    cycle = a_cycle()
    with pytest.raises(ValidationError) as refused:
        a_cycle(cycle.province)
    assert list(refused.value.message_dict) == ["year"]
    assert verbs() == ["cycles.created"]


def test_a_cycle_belongs_to_a_province() -> None:
    with pytest.raises(ValidationError) as refused:
        a_cycle(a_unit())
    assert list(refused.value.message_dict) == ["province"]


def test_a_unit_head_prepares_no_cycle() -> None:
    with pytest.raises(NotPermitted):
        actions.create_cycle(by=an_actor(Role.UNIT_HEAD), province=a_province(), year=2026, name="2026")


def test_phases_stand_in_the_order_of_the_year() -> None:
    cycle = a_cycle()
    written = actions.change_phases(by=an_actor(), cycle=cycle, phases=[SCORING, PLAN])
    assert [(phase.kind, phase.name, phase.starts) for phase in written] == [
        ("plan", "Kế hoạch", date(2026, 1, 5)),
        ("self_scoring", "Tự chấm điểm", date(2026, 12, 1)),
    ]
    actions.change_phases(by=an_actor(), cycle=cycle, phases=[PLAN, SCORING])
    assert verbs() == ["cycles.created", "cycles.phases_changed"]


@pytest.mark.parametrize(
    "wrong", [[PLAN, PLAN], [PhaseDates("plan", "Kế hoạch", date(2026, 2, 1), date(2026, 1, 1))]]
)
def test_a_phase_stands_once_and_ends_after_it_starts(wrong: list[PhaseDates]) -> None:
    cycle = a_cycle()
    actions.change_phases(by=an_actor(), cycle=cycle, phases=[PLAN])
    with pytest.raises(ValidationError):
        actions.change_phases(by=an_actor(), cycle=cycle, phases=wrong)
    assert [phase.kind for phase in queries.phases(cycle)] == ["plan"]


def test_a_draft_is_not_put_in_force() -> None:
    with pytest.raises(ValidationError) as refused:
        actions.attach_set(
            by=an_actor(),
            cycle=a_cycle(),
            version=a_version(state="draft"),
            kinds=[Kind.WARD],
            peer_group="Phường",
        )
    assert list(refused.value.message_dict) == ["version"]


def test_a_set_put_in_force_once_more_changes_its_kinds() -> None:
    cycle, version = a_cycle(), a_version()
    for kinds in ([Kind.WARD], [Kind.WARD, Kind.COMMUNE]):
        actions.attach_set(by=an_actor(), cycle=cycle, version=version, kinds=kinds, peer_group="Cấp xã")
    assert [one.kinds for one in cycle.sets.all()] == [["commune", "ward"]]


def test_a_set_with_participants_stays() -> None:
    cycle = a_running_cycle()
    attached = cycle.sets.get()
    with pytest.raises(ValidationError):
        actions.detach_set(by=an_actor(), cycle_set=attached)
    actions.remove_participants(by=an_actor(), cycle=cycle, participants=rows(cycle))
    actions.detach_set(by=an_actor(), cycle_set=attached)
    assert cycle.sets.count() == 0


def test_participants_keep_the_name_and_code_they_joined_with() -> None:
    cycle = a_running_cycle(2)
    unit = rows(cycle)[0].unit
    unit_actions.rename_unit(by=an_actor(), unit=unit, name="Sở mới", on=date(2026, 6, 1))
    assert [(row.name, row.code, row.place) for row in rows(cycle)] == [
        ("Sở số 1", "S1", 1),
        ("Sở số 2", "S2", 2),
    ]


def test_a_unit_takes_part_once() -> None:
    cycle = a_running_cycle(2)
    units = [row.unit for row in rows(cycle)]
    assert actions.add_participants(by=an_actor(), cycle_set=cycle.sets.get(), units=units) == []
    assert cycle.participants.count() == 2


def test_a_peer_group_is_set_for_those_who_change() -> None:
    cycle = a_running_cycle(3)
    chosen = rows(cycle)[:2]
    assert (
        actions.set_peer_group(by=an_actor(), cycle=cycle, participants=chosen, peer_group=" Khối  2 ") == 2
    )
    assert (
        actions.set_peer_group(by=an_actor(), cycle=cycle, participants=rows(cycle), peer_group="Khối 2") == 1
    )
    assert Entry.objects.latest("pk").facts["units"] == {"Sở số 3": "Các sở, ban, ngành"}


def test_what_does_not_apply_is_counted_exactly_and_needs_a_reason() -> None:
    cycle = a_running_cycle(2)
    one, two = (row.pk for row in rows(cycle))
    with pytest.raises(ValidationError) as refused:
        actions.change_applicability(by=an_actor(), cycle=cycle, off=[(one, "1.1")])
    assert list(refused.value.message_dict) == ["reason"]
    off = [(one, "1.1"), (two, "1.1"), (one, "2.1")]
    assert actions.change_applicability(by=an_actor(), cycle=cycle, off=off, reason="Không có nhiệm vụ") == 3
    again = actions.change_applicability(by=an_actor(), cycle=cycle, off=off, on=[(two, "1.1")], reason="x")
    assert again == 1


def test_setting_on_and_off_changes_only_what_differs() -> None:
    cycle = a_running_cycle(2)
    one, two = (row.pk for row in rows(cycle))
    actions.change_applicability(by=an_actor(), cycle=cycle, off=[(one, "1.1")], reason="Lý do cũ")
    changed = actions.change_applicability(
        by=an_actor(), cycle=cycle, off=[(one, "1.1"), (two, "1.2")], on=[(two, "2.1")], reason="Lý do mới"
    )
    cells = NotApplicable.objects.order_by("participant__place").values_list(
        "participant_id", "leaf", "reason"
    )
    assert (changed, list(cells)) == (1, [(one, "1.1", "Lý do cũ"), (two, "1.2", "Lý do mới")])
    assert Entry.objects.latest("pk").facts["off"] == {"Sở số 2": ["1.2"]}


def test_an_unknown_leaf_or_a_unit_of_another_cycle_is_refused() -> None:
    cycle = a_running_cycle(1)
    for cell in ((rows(cycle)[0].pk, "9.9"), (0, "1.1")):
        with pytest.raises(ValidationError):
            actions.change_applicability(by=an_actor(), cycle=cycle, off=[cell], reason="x")
    assert NotApplicable.objects.count() == 0


def test_an_empty_cycle_is_not_opened() -> None:
    with pytest.raises(ValidationError):
        actions.open_cycle(by=an_actor(), cycle=a_cycle())


def test_a_closed_cycle_refuses_every_change() -> None:
    cycle = a_running_cycle(1)
    attached, taking = cycle.sets.get(), rows(cycle)
    assert actions.close_cycle(by=an_actor(), cycle=cycle).state == State.CLOSED
    before = Entry.objects.count()
    by = an_actor()
    attempts = (
        lambda: actions.change_phases(by=by, cycle=cycle, phases=[PLAN]),
        lambda: actions.attach_set(
            by=by, cycle=cycle, version=attached.version, kinds=["ward"], peer_group="x"
        ),
        lambda: actions.detach_set(by=by, cycle_set=attached),
        lambda: actions.add_participants(by=by, cycle_set=attached, units=[]),
        lambda: actions.remove_participants(by=by, cycle=cycle, participants=taking),
        lambda: actions.set_peer_group(by=by, cycle=cycle, participants=taking, peer_group="x"),
        lambda: actions.change_applicability(by=by, cycle=cycle, off=[(taking[0].pk, "1.1")], reason="x"),
        lambda: actions.open_cycle(by=by, cycle=cycle),
        lambda: actions.close_cycle(by=by, cycle=cycle),
    )
    for attempt in attempts:
        with pytest.raises(ValidationError):
            attempt()
    assert Entry.objects.count() == before


def test_last_years_cycle_is_taken_over_across_lineage() -> None:
    last = a_running_cycle(4, year=2025)
    units = [row.unit for row in rows(last)]
    day = date(2026, 3, 1)
    new = NewUnit("Sở gộp", Kind.DEPARTMENT)
    merged = unit_actions.merge_units(by=an_actor(), units=units[:2], into=new, on=day)
    renamed = unit_actions.rename_unit(by=an_actor(), unit=units[2], name="Sở đổi tên", on=day)
    unit_actions.close_unit(by=an_actor(), unit=units[3], on=day)
    cycle = actions.create_cycle(
        by=an_actor(), province=last.province, year=2026, name="2026", copy_from=last
    )
    assert [(row.unit, row.name, row.peer_group) for row in rows(cycle)] == [
        (merged, "Sở gộp", "Các sở, ban, ngành"),
        (renamed, "Sở đổi tên", "Các sở, ban, ngành"),
    ]
    assert [(phase.starts, phase.ends) for phase in queries.phases(cycle)] == [
        (date(2026, 12, 1), date(2027, 1, 10))
    ]
    assert cycle.sets.get().version == last.sets.get().version
    earlier = queries.earlier_participants(cycle)
    assert [[row.name for row in earlier[taking.pk]] for taking in rows(cycle)] == [
        ["Sở số 1", "Sở số 2"],
        ["Sở số 3"],
    ]


def test_a_cycle_is_not_taken_over_from_another_province() -> None:
    with pytest.raises(ValidationError) as refused:
        actions.create_cycle(
            by=an_actor(), province=a_province("Bắc Ninh"), year=2026, name="x", copy_from=a_cycle(year=2025)
        )
    assert list(refused.value.message_dict) == ["copy_from"]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE cycles_cycle SET state = 'preparing'",
        "UPDATE cycles_cycle SET state = 'closed'",
        "UPDATE cycles_cycle SET state = 'open', name = 'x'",
        "UPDATE cycles_cycle SET state = 'open', year = 2031",
        "DELETE FROM cycles_cycle",
        "UPDATE cycles_phase SET name = 'x'",
        "DELETE FROM cycles_phase",
        "UPDATE cycles_cycleset SET peer_group = 'x'",
        "UPDATE cycles_participant SET name = 'x'",
        "DELETE FROM cycles_participant",
        "DELETE FROM cycles_notapplicable",
        "INSERT INTO cycles_phase (cycle_id, kind, place, name, starts, ends) "
        "SELECT id, 'council', 7, 'x', '2026-01-01', '2026-01-02' FROM cycles_cycle",
        "INSERT INTO cycles_notapplicable (participant_id, leaf, reason) "
        "SELECT id, '1.2', 'x' FROM cycles_participant",
    ],
)
def test_the_database_itself_keeps_a_closed_cycle(
    change: str, turn_clock: Callable[[datetime], None]
) -> None:
    turn_clock(datetime(2026, 11, 30, 9, tzinfo=VIETNAM))  # before units score themselves
    cycle = a_running_cycle(1)
    [row] = rows(cycle)
    actions.change_phases(by=an_actor(), cycle=cycle, phases=[PLAN])
    actions.change_applicability(
        by=an_actor(), cycle=cycle, off=[(row.pk, "1.1")], reason="Không có nhiệm vụ"
    )
    actions.close_cycle(by=an_actor(), cycle=cycle)
    with pytest.raises(DatabaseError, match="immutable"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


def test_the_database_lets_another_cycle_change() -> None:
    closed = a_running_cycle(1)
    actions.close_cycle(by=an_actor(), cycle=closed)
    running = a_cycle(closed.province, year=2027)
    actions.change_phases(by=an_actor(), cycle=running, phases=[PLAN])
    assert len(actions.change_phases(by=an_actor(), cycle=running, phases=[SCORING])) == 1
