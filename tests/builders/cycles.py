"""Builders of criteria sets, and of cycles with those who take part in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from cchc.access.permissions import Role
from cchc.core.papers.deadlines.windows import VIETNAM
from cchc.criteria import actions as criteria_actions
from cchc.criteria.exchange.reading import read_set_file
from cchc.criteria.models import CriteriaVersion
from cchc.cycles import actions as cycle_actions
from cchc.cycles.actions import PhaseDates
from cchc.cycles.models import ApplicabilityRequest, Cycle, Extension, Participant
from cchc.cycles.queries import candidates
from cchc.units.models import Kind, Unit
from tests.builders.people import a_province, a_unit, an_actor
from tests.builders.remembering import remembered

CRITERIA = """\
[set]
id = "so"
title = "Bộ tiêu chí mẫu"
version = "1"
unit_kind = "department"
total = "5"

[[node]]
number = "1"
name = "Chỉ đạo, điều hành"
maximum = "3"

[[node]]
number = "1.1"
parent = "1"
name = "Kế hoạch cải cách hành chính"
maximum = "1"

[[node]]
number = "1.2"
parent = "1"
name = "Báo cáo định kỳ"
maximum = "2"

[[node]]
number = "2"
name = "Thể chế"
maximum = "2"

[[node]]
number = "2.1"
parent = "2"
name = "Rà soát văn bản"
maximum = "2"
"""


@remembered
def a_version(
    set_id: str = "so", *, state: str = "published", unit_kind: str = "department"
) -> CriteriaVersion:
    """A criteria version of two domains and three leaves."""
    text = CRITERIA.replace('"so"', f'"{set_id}"').replace('"department"', f'"{unit_kind}"')
    return a_published_set(text) if state == "published" else a_draft(text)


@remembered
def a_cycle(province: Unit | None = None, year: int = 2026) -> Cycle:
    """A cycle in preparation, with nothing in it yet."""
    chosen = province or Unit.objects.filter(kind=Kind.PROVINCE, name="Phú Thọ").first() or a_province()
    return cycle_actions.create_cycle(
        by=an_actor(), province=chosen, year=year, name=f"Kỳ đánh giá năm {year}"
    )


@remembered
def a_running_cycle(units: int = 3, *, year: int = 2026) -> Cycle:
    """A cycle that runs: one phase, one set for departments, and `units` departments that take part."""
    cycle = a_cycle(year=year)
    for number in range(1, units + 1):
        a_unit(f"Sở số {number}", parent=cycle.province, code=f"S{number}")
    phase = PhaseDates("self_scoring", "Tự chấm điểm", date(year, 12, 1), date(year + 1, 1, 10))
    cycle_actions.change_phases(by=an_actor(), cycle=cycle, phases=[phase])
    attached = cycle_actions.attach_set(
        by=an_actor(),
        cycle=cycle,
        version=a_version(),
        kinds=[Kind.DEPARTMENT],
        peer_group="Các sở, ban, ngành",
    )
    joining = candidates(attached, date(year, 12, 31))
    cycle_actions.add_participants(by=an_actor(), cycle_set=attached, units=joining)
    return cycle_actions.open_cycle(by=an_actor(), cycle=cycle)


@remembered
def extended_once(cycle: Cycle) -> Extension:
    """More time in the phase of a running cycle for its first unit, given by the coordinator."""
    phase = cycle.phases.order_by("place")[0]
    (given,) = cycle_actions.extend_phase(
        by=an_actor(Role.COORDINATOR),
        participants=[first_participant(cycle)],
        kind=phase.kind,
        until=phase.ends + timedelta(days=5),
        reason="Mưa lũ",
        now=datetime.combine(phase.ends, time(9), VIETNAM),
    )
    return given


@remembered
def a_request(participant: Participant, leaf: str = "1.2") -> ApplicabilityRequest:
    """A request of a unit that a leaf shall not apply to it; it waits for a decision."""
    by = replace(an_actor(Role.UNIT_CLERK), unit_id=participant.unit_id, unit=participant.name)
    return cycle_actions.ask_not_applicable(
        by=by, participant=participant, leaf=leaf, reason="Không có nhiệm vụ này"
    )


@remembered
def a_draft(text: str = CRITERIA) -> CriteriaVersion:
    """A criteria set, uploaded as a TOML file and not published yet."""
    file = "bo-tieu-chi.toml"
    read = read_set_file(text.encode(), file)
    return criteria_actions.upload_version(by=an_actor(), read=read, data=text.encode(), file=file)


@remembered
def a_published_set(text: str = CRITERIA) -> CriteriaVersion:
    """A criteria set, uploaded and published."""
    return criteria_actions.publish_version(by=an_actor(), version=a_draft(text))


def first_participant(cycle: Cycle) -> Participant:
    """The first unit that takes part in a cycle, with its set."""
    return cycle.participants.select_related("unit", "cycle", "cycle_set__version").order_by("place")[0]


def candidates_of_kind(cycle: Cycle) -> Sequence[Unit]:
    """The departments of the province of `cycle`."""
    return list(Unit.objects.filter(parent=cycle.province, kind=Kind.DEPARTMENT))
