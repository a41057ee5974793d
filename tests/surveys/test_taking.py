"""Results of surveys become scores: figure → rule → points, for all units at once, and back until points are final."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from cchc.access.actor import NotPermitted
from cchc.access.permissions import Role
from cchc.audit.changed import Changed
from cchc.audit.models import Entry
from cchc.audit.played import play
from cchc.core.words.messages import say
from cchc.cycles import actions as cycle_actions
from cchc.cycles.actions.feeding import fed_cells
from cchc.cycles.models import Cycle, NotApplicable, Participant
from cchc.results.models import UnitIndex
from cchc.scores.actions import correct_score
from cchc.scores.consequences import thread_of_leaf
from cchc.scores.models import Origin, Score
from cchc.scores.queries.threads import ThreadEntry
from cchc.surveys.actions.states import open_again
from cchc.surveys.actions.taking import take_results, take_results_back
from cchc.surveys.models import Survey, SurveyTaking, TakenFigure
from cchc.surveys.queries.taken import figures_behind
from cchc.surveys.queries.takings import BY_HAND, taking_plan
from cchc.surveys.waiting import waiting_for
from cchc.units import actions as unit_actions
from cchc.units.models import Unit
from tests.builders import POINTS, an_actor, imported
from tests.builders.surveyed import FOUND, SURVEYED, Found, a_survey, a_surveyed_cycle, an_estimate

pytestmark = pytest.mark.django_db

WITHOUT = "\n".join(line.rpartition(";")[0] for line in POINTS.splitlines()) + "\n"
"""The points file without the survey leaf, which comes from the survey."""
LEAD = Role.COORDINATOR


def taken(cycle: Cycle) -> SurveyTaking:
    return take_results(by=an_actor(LEAD), cycle=cycle, seen=taking_plan(cycle).seal)


def points_of(cycle: Cycle, leaf: str = "2.2") -> dict[str, dict[str, str] | None]:
    rows = Score.objects.filter(cycle=cycle, leaf=leaf).select_related("participant")
    return {one.participant.name: one.figures for one in rows.order_by("participant__name")}


def left_in(cycle: Cycle) -> dict[str, str]:
    return {one.participant.name: one.why for one in taking_plan(cycle).left}


@pytest.fixture
def cycle() -> Cycle:
    """A cycle scored by files but for its survey leaf, and the final estimate of its survey."""
    cycle = a_surveyed_cycle()
    an_estimate(a_survey())
    return cycle


def test_the_rate_of_each_unit_becomes_its_declared_figure_and_its_points(cycle: Cycle) -> None:
    taking = taken(cycle)
    assert points_of(cycle) == {
        "Sở Nội vụ": {"rate": "90"}, "Sở Tài chính": {"rate": "83.125"}, "Sở Y tế": {"rate": "60"},
    }  # fmt: skip
    assert {one["unit"]: one["new_points"] for one in taking.cells} == {
        "Sở Nội vụ": "2.7", "Sở Tài chính": "2.49375", "Sở Y tế": "1.8",
    }  # fmt: skip
    assert (taking.units, taking.leaves) == (3, 3)
    assert set(Score.objects.values_list("origin", "stage")) == {(Origin.SURVEY, "decided")}


def test_the_act_shows_points_index_and_rank_before_it_is_done(cycle: Cycle) -> None:
    imported(cycle, WITHOUT.replace("1;3;;", "1;3;1;"))
    plan = taking_plan(cycle)
    moved = {one.participant.name: one for one in plan.moved}
    assert [one.rank for one in (moved["Sở Nội vụ"].before, moved["Sở Nội vụ"].after)] == [None, 1]
    assert (moved["Sở Nội vụ"].before.index, moved["Sở Nội vụ"].after.index) == ("", "94")
    taken(cycle)
    rows = UnitIndex.objects.filter(run__cycle=cycle).order_by("-run_id")[:3]
    assert {one.name: one.rank for one in rows} == {name: one.after.rank for name, one in moved.items()}


def test_only_what_was_seen_is_done(cycle: Cycle) -> None:
    seen = taking_plan(cycle).seal
    an_estimate(Survey.objects.get(), {**FOUND, "Sở Y tế": Found("61", "51", "70", 101, 120)})
    with pytest.raises(Changed):
        take_results(by=an_actor(LEAD), cycle=cycle, seen=seen)
    assert not Score.objects.exists()


def test_an_estimate_that_is_not_final_is_not_taken() -> None:
    cycle = a_surveyed_cycle()
    an_estimate(a_survey(), final=False)
    assert set(left_in(cycle).values()) == {"no_survey"}
    assert fed_cells(cycle) == {}
    with pytest.raises(ValidationError, match="nothing to take"):
        taken(cycle)


def test_a_survey_of_another_year_feeds_nothing() -> None:
    cycle = a_surveyed_cycle()
    an_estimate(a_survey(2025))
    assert set(left_in(cycle).values()) == {"no_survey"}


@pytest.mark.parametrize(
    ("found", "why"),
    [
        (Found("90", "84", "94", 180, 200, printed=False), "too_few"),
        (Found("90", "60", "98", 4, 5), "too_few"),
        (Found("", "", "", 0, 5), "too_few"),
        (Found("101", "99", "102", 180, 200), "unfit"),
    ],
)
def test_what_may_not_be_printed_stays_pending_and_is_named(found: Found, why: str) -> None:
    cycle = a_surveyed_cycle()
    an_estimate(a_survey(), {**FOUND, "Sở Nội vụ": found})
    assert left_in(cycle) == {"Sở Nội vụ": why}
    taken(cycle)
    assert set(points_of(cycle)) == {"Sở Tài chính", "Sở Y tế"}
    assert sorted(one.value for one in fed_cells(cycle).values()) == ["60", "83.125"]


WITH_ITEM = (
    SURVEYED.replace('maximum = "3"\npart = "survey"', 'maximum = "2"\npart = "survey"')
    + """
[[node]]
number = "2.3"
parent = "2"
name = "Hài lòng theo câu hỏi chung"
maximum = "1"
part = "survey"
inputs = ["rate: percent, fed by surveys.hai_long.q1 | Tỷ lệ hài lòng ở câu 1"]
rule = "ratio rate"
"""
)
"""The set whose leaf 2.2 is fed by a factor, and leaf 2.3 by the only part of it."""


@pytest.mark.parametrize(
    ("of_item", "left"),
    [
        (Found("75", "40", "95", 4, 200), {"2.2": "telling", "2.3": "too_few"}),
        (Found("", "", "", 0, 200), {"2.3": "too_few"}),
        (FOUND["Sở Nội vụ"], {}),
    ],
)
def test_a_factor_that_would_tell_its_one_part_that_is_not_printed_is_not_taken(
    of_item: Found, left: dict[str, str]
) -> None:
    cycle = a_surveyed_cycle(text=WITH_ITEM)
    estimate = an_estimate(a_survey())
    for row in estimate.figures.all():
        row.pk, row.code = None, "q1"
        if row.unit is not None and row.unit.name == "Sở Nội vụ":
            row.value, row.low, row.high, row.answers, row.base, row.printed = of_item
        row.save()
    told = {(one.participant.name, one.leaf): one.why for one in taking_plan(cycle).left}
    assert told == {("Sở Nội vụ", leaf): why for leaf, why in left.items()}
    taken(cycle)
    names = {key.participant: key.leaf for key in fed_cells(cycle) if (key.leaf in left)}
    assert Participant.objects.filter(pk__in=names, unit__name="Sở Nội vụ").count() == 0


def test_a_unit_that_no_survey_asked_about_is_named(cycle: Cycle) -> None:
    an_estimate(Survey.objects.get(), {name: one for name, one in FOUND.items() if name != "Sở Y tế"})
    assert left_in(cycle) == {"Sở Y tế": "not_asked"}


def test_two_surveys_of_one_questionnaire_are_not_chosen_between(cycle: Cycle) -> None:
    an_estimate(a_survey(code="khac"), {"Sở Y tế": FOUND["Sở Y tế"]})
    assert left_in(cycle) == {"Sở Y tế": "several"}


def test_what_was_decided_by_hand_stays(cycle: Cycle) -> None:
    health = cycle.participants.select_related("cycle", "cycle_set__version").get(name="Sở Y tế")
    correct_score(
        by=an_actor(), participant=health, leaf="2.2", given=Fraction(2), reason="Theo kết luận", version=0
    )
    assert left_in(cycle) == {"Sở Y tế": BY_HAND}
    taken(cycle)
    assert Score.objects.get(participant=health, leaf="2.2").points == "2"


def test_what_does_not_apply_is_left_alone_and_not_named(cycle: Cycle) -> None:
    health = cycle.participants.get(name="Sở Y tế")
    NotApplicable.objects.create(participant=health, leaf="2.2", reason="Không điều tra")
    assert left_in(cycle) == {}
    assert {one.unit for one in taking_plan(cycle).cells} == {"Sở Nội vụ", "Sở Tài chính"}


def test_a_renamed_unit_has_the_figure_of_its_former_name(cycle: Cycle) -> None:
    health = Unit.objects.get(name="Sở Y tế")
    later = unit_actions.rename_unit(
        by=an_actor(), unit=health, name="Sở Y tế và Dân số", on=date(2026, 3, 1)
    )
    cycle.participants.filter(name="Sở Y tế").update(unit=later)
    assert left_in(cycle) == {}


def test_taking_twice_changes_nothing_and_a_new_estimate_changes_what_differs(cycle: Cycle) -> None:
    taken(cycle)
    assert (taking_plan(cycle).cells, taking_plan(cycle).same) == ((), 3)
    an_estimate(Survey.objects.get(), {**FOUND, "Sở Y tế": Found("60", "51", "69", 110, 120)})
    again = taken(cycle)
    assert [one["unit"] for one in again.cells] == ["Sở Y tế"]
    behind = figures_behind(cycle)
    assert {len(one) for one in behind.values()} == {1}
    assert sorted(one.answers for (one,) in behind.values()) == [110, 160, 180]


def test_the_figure_keeps_its_error_and_says_so_in_the_thread(cycle: Cycle) -> None:
    taken(cycle)
    home = cycle.participants.select_related("cycle", "cycle_set__version", "unit").get(name="Sở Nội vụ")
    (entry,) = thread_of_leaf(actor=an_actor(LEAD), participant=home, leaf="2.2")
    assert entry.points == Fraction("2.7")
    interval = "90 percent (95-percent interval 84,5–93,7), 180 valid answers of 200 forms"
    assert entry.text == f"Điều tra hài lòng năm 2026: {interval}"
    behind = figures_behind(cycle, [home.pk], "2.2")[home.pk, "2.2"]
    assert [(one.low, one.high, one.standard_error, one.base) for one in behind] == [
        ("84.5", "93.7", "1.5", 200)
    ]


def test_taken_back_every_score_holds_what_it_held(cycle: Cycle) -> None:
    imported(cycle, WITHOUT)
    before = points_of(cycle)
    taking = taken(cycle)
    take_results_back(by=an_actor(LEAD), taking=taking, reason="Nhập nhầm đơn vị")
    assert {name: held for name, held in points_of(cycle).items() if held} == before
    assert figures_behind(cycle) == {}
    assert [one.text for one in thread_of(cycle)] == []
    with pytest.raises(ValidationError, match="taken last"):
        take_results_back(by=an_actor(LEAD), taking=taking, reason="Lần nữa")


def thread_of(cycle: Cycle) -> list[ThreadEntry]:
    home = cycle.participants.select_related("cycle", "cycle_set__version", "unit").get(name="Sở Nội vụ")
    return thread_of_leaf(actor=an_actor(LEAD), participant=home, leaf="2.2")


def test_the_last_act_is_taken_back_first_and_the_one_before_stands_again(cycle: Cycle) -> None:
    first = taken(cycle)
    an_estimate(Survey.objects.get(), {**FOUND, "Sở Y tế": Found("70", "61", "79", 110, 120)})
    second = taken(cycle)
    with pytest.raises(ValidationError, match="taken last"):
        take_results_back(by=an_actor(LEAD), taking=first, reason="Sai")
    take_results_back(by=an_actor(LEAD), taking=second, reason="Sai")
    assert points_of(cycle)["Sở Y tế"] == {"rate": "60"}
    assert sorted(one.answers for (one,) in figures_behind(cycle).values()) == [100, 160, 180]


def test_what_was_corrected_since_is_not_overwritten_by_taking_back(cycle: Cycle) -> None:
    taking = taken(cycle)
    health = cycle.participants.select_related("cycle", "cycle_set__version").get(name="Sở Y tế")
    version = Score.objects.get(participant=health, leaf="2.2").version
    correct_score(
        by=an_actor(), participant=health, leaf="2.2", given=Fraction(2), reason="Sai", version=version
    )
    with pytest.raises(Changed) as refused:
        take_results_back(by=an_actor(LEAD), taking=taking, reason="Sai")
    assert [one.change.unit for one in refused.value.now] == ["Sở Y tế"]
    assert figures_behind(cycle, [health.pk]) == {}


def test_only_who_closes_surveys_takes_their_results(cycle: Cycle) -> None:
    for role in (Role.ADMINISTRATOR, Role.UNIT_CLERK, Role.APPRAISER):
        with pytest.raises(NotPermitted):
            take_results(by=an_actor(role), cycle=cycle, seen=taking_plan(cycle).seal)


def test_a_set_scored_by_files_takes_nothing_from_surveys(cycle: Cycle) -> None:
    cycle.sets.update(survey_by="file")
    with pytest.raises(ValidationError, match="points files"):
        take_results(by=an_actor(LEAD), cycle=cycle, seen=taking_plan(cycle).seal)


def test_a_closed_cycle_keeps_the_figures_with_their_error_and_refuses(cycle: Cycle) -> None:
    imported(cycle, WITHOUT.replace("1;3;;", "1;3;1;"))
    taking = taken(cycle)
    cycle_actions.close_cycle(by=an_actor(), cycle=cycle)
    cycle.refresh_from_db()
    sealed = {one.value: say(one.origin) for one in fed_cells(cycle).values()}
    assert sorted(sealed) == ["60", "83.125", "90"]
    assert "180 valid answers of 200 forms" in sealed["90"]
    with pytest.raises(ValidationError, match="closed"):
        take_results(by=an_actor(LEAD), cycle=cycle, seen=taking_plan(cycle).seal)
    with pytest.raises(ValidationError, match="closed"):
        take_results_back(by=an_actor(LEAD), taking=taking, reason="Sai")


def test_what_was_taken_is_frozen_and_the_log_can_be_played(cycle: Cycle) -> None:
    taking = taken(cycle)
    with pytest.raises(DatabaseError), transaction.atomic():
        TakenFigure.objects.filter(taking=taking).update(value="100")
    with pytest.raises(DatabaseError), transaction.atomic():
        SurveyTaking.objects.filter(pk=taking.pk).update(units=1)
    take_results_back(by=an_actor(LEAD), taking=taking, reason="Sai")
    assert Entry.objects.filter(verb__in=("surveys.taken", "surveys.taken_back")).count() == 2
    assert list(play().differences) == []


def test_the_fed_figure_of_what_was_taken_stays_when_a_newer_estimate_comes(cycle: Cycle) -> None:
    taken(cycle)
    an_estimate(Survey.objects.get(), {name: Found("50", "40", "60", 90, 100) for name in FOUND})
    assert sorted(one.value for one in fed_cells(cycle).values()) == ["60", "83.125", "90"]


def test_what_was_final_before_a_survey_was_opened_again_is_not_taken(cycle: Cycle) -> None:
    open_again(by=an_actor(LEAD), survey=Survey.objects.get(), reason="Bổ sung phiếu")
    assert left_in(cycle) == dict.fromkeys(("Sở Nội vụ", "Sở Tài chính", "Sở Y tế"), "no_survey")
    with pytest.raises(ValidationError):
        taken(cycle)


def to_take(role: Role = LEAD) -> list[tuple[str, str]]:
    """What waits for somebody: the words and the name beside them."""
    waits = waiting_for(an_actor(role), date(2026, 12, 1))
    return [(one.text, one.beside) for one in waits if "/lay-ket-qua/" in one.href]


def test_a_final_estimate_waits_for_who_closes_surveys_until_it_is_taken_and_again_when_that_is_taken_back(
    cycle: Cycle,
) -> None:
    waits = [("The final results are to be taken into the index of 2026", Survey.objects.get().name)]
    assert (to_take(), to_take(Role.LEADER)) == (waits, [])
    taking = taken(cycle)
    assert to_take() == []
    take_results_back(by=an_actor(LEAD), taking=taking, reason="Nhầm")
    assert to_take() == waits
    taken(cycle)
    an_estimate(Survey.objects.get())
    assert to_take() == waits


def test_no_estimate_waits_that_is_provisional_or_feeds_no_leaf_or_whose_points_are_final() -> None:
    cycle = a_surveyed_cycle()
    survey = a_survey()
    an_estimate(survey, final=False)
    assert to_take() == []
    estimate = an_estimate(survey)
    assert len(to_take()) == 1
    Cycle.objects.filter(pk=cycle.pk).update(released_at=estimate.at)
    assert to_take() == []
