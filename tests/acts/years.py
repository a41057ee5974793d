"""Acts on criteria sets, cycles, holidays and results."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from cchc.access.actor import Actor
from cchc.access.permissions import Role
from cchc.criteria.models import CriteriaVersion
from cchc.cycles import actions as cycle_actions
from cchc.cycles.actions.practice import begin_practice
from cchc.cycles.exchange import HolidayRow
from cchc.cycles.models import Cycle, CycleSet, Holiday
from cchc.scores.actions import correct_score
from cchc.scores.models import Correction
from cchc.scores.queries.basis import basis_of
from cchc.scores.queries.effects import effect_of, fingerprint
from cchc.units.models import Kind
from tests import builders
from tests.acts.table import (
    DAY,
    HOLIDAY_YEARS,
    NUMBERS,
    Data,
    Upload,
    a_department,
    a_year,
    act,
    agreed,
    named,
    the_province,
)


def a_waiting_cycle(year: int | None = None) -> CycleSet:
    """A cycle in preparation with phases, a set and two units."""
    cycle = builders.a_cycle(the_province(), year or a_year())
    phase = cycle_actions.PhaseDates("plan", "Kế hoạch", date(cycle.year, 1, 1), date(cycle.year, 2, 1))
    cycle_actions.change_phases(by=builders.an_actor(), cycle=cycle, phases=[phase])
    version = CriteriaVersion.objects.filter(set_id="scored").first()
    attached = cycle_actions.attach_set(
        by=builders.an_actor(),
        cycle=cycle,
        version=version or builders.a_published_set(builders.SCORED),
        kinds=[Kind.DEPARTMENT],
        peer_group="Các sở",
    )
    units = [builders.a_unit(named("Sở Nội vụ"), parent=the_province()) for _place in range(2)]
    cycle_actions.add_participants(by=builders.an_actor(), cycle_set=attached, units=units)
    return attached


def an_open_cycle() -> Cycle:
    """A cycle that runs."""
    return cycle_actions.open_cycle(by=builders.an_actor(), cycle=a_waiting_cycle().cycle)


def points_of(cycle: Cycle) -> str:
    """A points file for the two units of a cycle."""
    first, second = cycle.participants.values_list("name", flat=True)
    head = "đơn vị;1.1:done;1.1:total;1.2;2.1:rate;2.2"
    return f"{head}\n{first};9;10;2;80%;2,4\n{second};10;10;1,5;40%;3\n"


def at(cycle: Cycle) -> list[Any]:
    """The arguments with which the addresses of the results of a cycle begin."""
    return [cycle.province.code or str(cycle.province_id), cycle.year]


# criteria


def a_set() -> str:
    """The text of a set that nobody has uploaded yet."""
    return builders.CRITERIA.replace('"so"', f'"so-{next(NUMBERS)}"')


@act("criteria:upload", "criteria.uploaded", repeats=True)
def _() -> tuple[list[Any], Data]:
    return [], {"file": Upload("bo-tieu-chi.toml", a_set().encode())}


@act("criteria:publish", "criteria.published")
def _() -> tuple[list[Any], Data]:
    return agreed("criteria:publish", [builders.a_draft(a_set()).pk], {"basis_number": "số 1/QĐ-UBND"})


@act("criteria:delete", "criteria.deleted")
def _() -> tuple[list[Any], Data]:
    return [builders.a_draft(a_set()).pk], {}


# cycles


@act("cycles:new", "cycles.created")
def _() -> tuple[list[Any], Data]:
    return [], {
        "province": the_province().pk,
        "year": a_year(),
        "name": named("Kỳ đánh giá"),
        "copy_from": "",
    }


@act("cycles:new", "cycles.created", also="copied")
def _() -> tuple[list[Any], Data]:
    source = a_waiting_cycle().cycle_id
    return [], {"province": the_province().pk, "year": a_year(), "name": named("Kỳ"), "copy_from": source}


@act("cycles:phases", "cycles.phases_changed")
def _() -> tuple[list[Any], Data]:
    cycle = builders.a_cycle(the_province(), a_year())
    return [cycle.pk], {"plan_name": "Kế hoạch", "plan_starts": DAY, "plan_ends": "30/06/2026"}


@act("cycles:phase_extend", "cycles.phase_extended", role=Role.COORDINATOR)
def _() -> tuple[list[Any], Data]:
    cycle = an_open_cycle()
    unit = cycle.participants.order_by("place")[0]
    typed = {"participants": [unit.pk], "until": "31/12/2099", "reason": "Bão số 4", "document": "9/SNV"}
    return [cycle.pk, "ke-hoach"], typed


@act("cycles:open", "cycles.opened")
def _() -> tuple[list[Any], Data]:
    return agreed("cycles:open", [a_waiting_cycle().cycle_id], {})


@act("cycles:close", "cycles.closed")
def _() -> tuple[list[Any], Data]:
    return agreed("cycles:close", [an_open_cycle().pk], {"basis_number": "12/QĐ-UBND", "basis_date": DAY})


@act("cycles:practice_begin", "cycles.practice_begun")
def _() -> tuple[list[Any], Data]:
    return agreed("cycles:practice_begin", [an_open_cycle().pk], {"days": "3"})


@act("cycles:practice_throw_away", "cycles.practice_ended")
def _() -> tuple[list[Any], Data]:
    elsewhere = builders.a_scored_cycle(year=a_year(), province=builders.a_province(named("Tỉnh")))
    practice = begin_practice(by=builders.an_actor(), source=elsewhere, days=3, today=date(2026, 6, 1))
    return agreed("cycles:practice_throw_away", [practice.pk], {})


@act("cycles:reopen", "cycles.reopened", role=Role.COORDINATOR)
def _() -> tuple[list[Any], Data]:
    cycle = cycle_actions.close_cycle(by=builders.an_actor(), cycle=an_open_cycle())
    typed = {"reason": "Theo kết luận kiểm tra"}
    return agreed("cycles:reopen", [cycle.pk], typed, Role.COORDINATOR)


@act("cycles:open_results", "cycles.opened_to_units")
def _() -> tuple[list[Any], Data]:
    return agreed("cycles:open_results", [an_open_cycle().pk], {})


@act("cycles:set", "cycles.set_attached")
def _() -> tuple[list[Any], Data]:
    cycle, version = builders.a_cycle(the_province(), a_year()), builders.a_published_set(a_set())
    return [cycle.pk], {
        "version": version.pk,
        "kinds": ["department"],
        "peer_group": "Các sở",
        "scored_by": "round",
        "survey_by": "file",
    }


@act("cycles:set_detach", "cycles.set_detached")
def _() -> tuple[list[Any], Data]:
    cycle = builders.a_cycle(the_province(), a_year())
    one = cycle_actions.attach_set(
        by=builders.an_actor(),
        cycle=cycle,
        version=builders.a_published_set(a_set()),
        kinds=["department"],
        peer_group="Các sở",
    )
    return [cycle.pk, one.pk], {}


@act("cycles:participants_add", "cycles.participants_added")
def _() -> tuple[list[Any], Data]:
    one, unit = a_waiting_cycle(), a_department()
    return [one.cycle_id, one.pk], {"units": [unit.pk], "peer_group": "Các sở", "?": f"?on={DAY}"}


@act("cycles:participants_group", "cycles.peer_group_set")
def _() -> tuple[list[Any], Data]:
    one = a_waiting_cycle()
    return [one.cycle_id], {"participants": [one.participants.first().pk], "peer_group": "Nhóm khác"}


@act("cycles:participants_remove", "cycles.participants_removed")
def _() -> tuple[list[Any], Data]:
    one = a_waiting_cycle()
    return [one.cycle_id], {"participants": [one.participants.first().pk], "peer_group": ""}


@act("cycles:applicability_change", "cycles.applicability_changed")
def _() -> tuple[list[Any], Data]:
    one = a_waiting_cycle()
    row = one.participants.first().pk
    ticked = [f"{row}:{leaf}" for leaf in ("1.1", "2.1", "2.2")]
    shown = {"seen": [row], "column": ["1.1", "1.2", "2.1", "2.2"], "cell": ticked}
    return [one.cycle_id, one.pk], {**shown, "reason": "Không có nhiệm vụ"}


@act("cycles:applicability_look")
def _() -> tuple[list[Any], Data]:
    one = a_waiting_cycle()
    row = one.participants.first().pk
    return [one.cycle_id, one.pk], {"seen": [row], "column": ["1.1"], "cell": [f"{row}:1.1"], "domain": "2"}


@act("cycles:applicability_many", "cycles.applicability_changed")
def _() -> tuple[list[Any], Data]:
    one = a_waiting_cycle()
    typed = {"who": "kind:department", "leaves": ["1.2"], "applies": "no", "reason": "Không có nhiệm vụ"}
    return agreed("cycles:applicability_many", [one.cycle_id, one.pk], typed)


def a_free_day() -> date:
    """A day that nothing else puts in the table, of a year in which none of the fixed days is."""
    return date(next(HOLIDAY_YEARS), 4, 29)


def a_holiday() -> Holiday:
    """A day of the table."""
    row = HolidayRow(a_free_day(), "Nghỉ", False)
    (added,) = cycle_actions.add_holidays(by=builders.an_actor(), rows=[row])
    return added


@act("cycles:holidays_add", "cycles.holidays_added")
def _() -> tuple[list[Any], Data]:
    day = a_free_day()
    return [day.year], {"lines": f"{day:%d/%m/%Y} Ngày nghỉ"}


@act("cycles:holiday_change", "cycles.holiday_changed")
def _() -> tuple[list[Any], Data]:
    holiday = a_holiday()
    return [holiday.on.year, holiday.pk], {"on": f"28/04/{holiday.on.year}", "name": "Nghỉ bù", "worked": ""}


@act("cycles:holidays_remove", "cycles.holidays_removed")
def _() -> tuple[list[Any], Data]:
    holiday = a_holiday()
    return [holiday.on.year], {"days": [holiday.pk]}


# results


def a_staged_import() -> list[Any]:
    """Where a points file waits in a cycle that runs."""
    cycle = an_open_cycle()
    return [*at(cycle), builders.staged(cycle, points_of(cycle)).pk]


@act("scores:imports")
def _() -> tuple[list[Any], Data]:
    cycle = an_open_cycle()
    file = Upload("diem.csv", points_of(cycle).encode())
    return at(cycle), {"file": file, "cycle_set": cycle.sets.get().pk, "sheet": "", "decimal": ""}


@act("scores:import_apply", "results.import_applied")
def _() -> tuple[list[Any], Data]:
    return a_staged_import(), {}


@act("scores:import_again", "results.import_given_up")
def _() -> tuple[list[Any], Data]:
    return a_staged_import(), {}


@act("scores:import_give_up", "results.import_given_up")
def _() -> tuple[list[Any], Data]:
    return a_staged_import(), {}


@act("scores:import_undo", "results.import_undone")
def _() -> tuple[list[Any], Data]:
    cycle = an_open_cycle()
    builders.imported(cycle, points_of(cycle))
    return at(cycle), {}


def a_correction(cycle: Cycle, *, by: Actor | None = None) -> Correction:
    """A correction of a score of the first unit of a cycle."""
    return correct_score(
        by=by or builders.an_actor(),
        participant=builders.first_participant(cycle),
        leaf="1.2",
        given=Fraction(3, 2),
        reason="Theo biên bản",
        version=0,
    )


@act("scores:correct", "results.score_corrected")
def _() -> tuple[list[Any], Data]:
    cycle = an_open_cycle()
    row = builders.first_participant(cycle)
    effect = effect_of(basis_of(row.cycle_set, cycle), row, {"1.2": Fraction(3, 2)})
    typed = {"points": "1,5", "reason": "Theo biên bản", "version": 0, "document_number": "12/BB-HĐTĐ"}
    return [*at(cycle), row.unit_id, "1.2"], {**typed, "seen": fingerprint(effect, ["1.2", "1.5", None])}


@act("scores:take_back", "results.correction_taken_back")
def _() -> tuple[list[Any], Data]:
    cycle = an_open_cycle()
    made = a_correction(cycle)
    row = builders.first_participant(cycle)
    effect = effect_of(basis_of(row.cycle_set, cycle), row, {"1.2": None})
    typed = {"reason": "Nhầm biên bản", "seen": fingerprint(effect, [made.pk])}
    return [*at(cycle), row.unit_id, "1.2", made.pk], typed


def a_waiting_correction() -> Correction:
    """A correction that somebody of the unit asks for."""
    cycle = an_open_cycle()
    own = builders.a_member(
        Role.COORDINATOR, unit=builders.first_participant(cycle).unit, username=f"dau-moi-{next(NUMBERS)}"
    )
    return a_correction(cycle, by=builders.actor_for(own))


@act("scores:request_approve", "results.correction_approved")
def _() -> tuple[list[Any], Data]:
    asked = a_waiting_correction()
    unit = asked.participant
    effect = effect_of(basis_of(unit.cycle_set, unit.cycle), unit, {"1.2": Fraction(3, 2)})
    return [*at(unit.cycle), asked.pk], {"seen": fingerprint(effect, [asked.pk])}


@act("scores:request_refuse", "results.correction_refused")
def _() -> tuple[list[Any], Data]:
    asked = a_waiting_correction()
    return [*at(asked.participant.cycle), asked.pk], {"reason": "Chưa đủ căn cứ"}


@act("scores:request_withdraw", "results.correction_withdrawn")
def _() -> tuple[list[Any], Data]:
    cycle = an_open_cycle()
    unit = builders.first_participant(cycle).unit
    own = builders.a_member(Role.COORDINATOR, unit=unit, username=f"dau-moi-{next(NUMBERS)}")
    for_the_province = replace(builders.actor_for(own), unit_id=the_province().pk)
    return [*at(cycle), a_correction(cycle, by=for_the_province).pk], {}
