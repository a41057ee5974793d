"""Scores stage by stage: what counts is the furthest, what was before stays as it was, the index follows."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import partial
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from cchc.audit.actions import record
from cchc.audit.changed import Changed
from cchc.audit.models import Entry
from cchc.audit.played import play
from cchc.cycles import actions as cycle_actions
from cchc.cycles.models import Cycle, Participant
from cchc.intake.actions import apply
from cchc.results.models import IndexRun
from cchc.scores import actions
from cchc.scores.actions.stages import clear_stage, write_stage
from cchc.scores.models import Correction, Origin, Score, Stage
from cchc.scores.queries.basis import basis_of, peer_values_of, set_ranking
from cchc.scores.queries.content import ScoreContent
from cchc.scores.queries.imports import imports_of
from cchc.scores.queries.stages import scores_by_stage
from tests.builders import a_scored_cycle, an_actor, imported, staged

pytestmark = pytest.mark.django_db

UNITS = ("Sở Nội vụ", "Sở Tài chính", "Sở Y tế")
SELF, FIRST, SECOND, DECIDED = Stage


def unit_of(cycle: Cycle, name: str = "Sở Nội vụ") -> Participant:
    return cycle.participants.select_related("cycle", "cycle_set__version").get(name=name)


def given(stage: Stage, cycle: Cycle, name: str = "Sở Nội vụ", **points: str) -> None:
    """A stage gives a unit these points (by leaf, "l12" for 1.2) and nothing else, on the record."""
    unit = unit_of(cycle, name)
    cells = {f"{leaf[1]}.{leaf[2]}": ScoreContent(points=some) for leaf, some in points.items()}
    kept(unit, lambda: write_stage(cycle=cycle, participant=unit, stage=stage, cells=cells))


def returned(stage: Stage, cycle: Cycle, name: str = "Sở Nội vụ") -> None:
    unit = unit_of(cycle, name)
    kept(unit, lambda: clear_stage(cycle=cycle, participant=unit, stage=stage))


def kept(unit: Participant, act: Callable[[], Any]) -> None:
    """The act of some stage, with its one record."""
    with transaction.atomic():
        facts = {"file": "", "count": 0}
        record(
            by=an_actor(),
            verb=actions.GIVEN_UP,
            subject=unit.name,
            subject_id=unit.pk,
            facts=facts,
            wrote=act(),
        )


def corrected(cycle: Cycle, leaf: str, given: Any) -> Correction:
    unit = unit_of(cycle)
    basis = basis_of(unit.cycle_set, cycle)
    score = basis.scores.get((unit.pk, leaf))
    return actions.correct_score(
        by=an_actor(),
        participant=unit,
        leaf=leaf,
        given=given,
        reason="Biên bản",
        version=score.version if score else 0,
    )


def counting(cycle: Cycle) -> dict[tuple[str, str], tuple[str, str]]:
    """What counts: stage and points by unit and leaf, of what holds something."""
    basis = basis_of(cycle.sets.get(), cycle)
    names = {one.pk: one.name for one in basis.participants}
    return {
        (names[pk], leaf): (row.stage, row.points or str(row.figures))
        for (pk, leaf), row in basis.scores.items()
        if row.points or row.figures
    }


def test_the_row_of_the_furthest_stage_counts_and_the_earlier_ones_stay_as_they_were():
    cycle = a_scored_cycle()
    for stage, points in zip(Stage, ("0.5", "1", "1.5", "2"), strict=True):
        before = list(Score.objects.order_by("pk").values())
        given(stage, cycle, l12=points)
        assert counting(cycle) == {("Sở Nội vụ", "1.2"): (stage, points)}
        assert list(Score.objects.order_by("pk").values())[: len(before)] == before
        assert IndexRun.objects.filter(cycle=cycle)[0].stage == stage
    assert [one.points for one in scores_by_stage(unit_of(cycle), "1.2")] == ["0.5", "1", "1.5", "2"]


def test_a_stage_that_is_written_again_holds_what_it_is_given_and_nothing_else():
    cycle = a_scored_cycle()
    given(SELF, cycle, l12="1", l22="3")
    given(SELF, cycle, "Sở Y tế", l12="2")
    given(SELF, cycle, l12="1", l21="2")
    assert counting(cycle) == {
        ("Sở Nội vụ", "1.2"): (SELF, "1"),
        ("Sở Nội vụ", "2.1"): (SELF, "2"),
        ("Sở Y tế", "1.2"): (SELF, "2"),
    }
    versions = {row.leaf: row.version for row in Score.objects.filter(participant=unit_of(cycle))}
    assert versions == {"1.2": 1, "2.2": 2, "2.1": 1}  # what stands already is not written


def test_a_stage_that_is_cleared_gives_way_to_the_one_before_and_one_that_is_not_to_pending():
    cycle = a_scored_cycle()
    given(SELF, cycle, l12="1")
    given(FIRST, cycle, l12="0.5")
    returned(FIRST, cycle)
    assert counting(cycle) == {("Sở Nội vụ", "1.2"): (SELF, "1")}
    returned(SELF, cycle)
    assert counting(cycle) == {}
    assert IndexRun.objects.filter(cycle=cycle)[0].stage == ""
    runs = IndexRun.objects.count()
    returned(SELF, cycle)
    assert IndexRun.objects.count() == runs  # nothing changed, nothing is computed


def test_a_stage_refuses_leaves_that_are_not_the_unit_s_and_what_the_rules_refuse_and_keeps_nothing():
    cycle = a_scored_cycle()
    unit = unit_of(cycle)
    cycle_actions.change_applicability(by=an_actor(), cycle=cycle, off=[(unit.pk, "2.1")], reason="Không có")
    with pytest.raises(ValidationError) as refused:
        given(SELF, cycle, l99="1", l21="1", l12="1")
    assert refused.value.messages == [
        "These leaves do not belong to the criteria of this unit: 9.9.",
        "These leaves do not apply to this unit: 2.1.",
    ]
    for content in (ScoreContent(points="2.5"), ScoreContent(figures={"done": "-1", "total": "10"})):
        leaf = "1.2" if content.points else "1.1"
        with pytest.raises(ValidationError):
            write_stage(cycle=cycle, participant=unit, stage=SELF, cells={leaf: content})
    assert not Score.objects.exists()


def test_a_correction_is_a_decision_beside_the_self_score_and_taking_it_back_lets_that_count_again():
    cycle = a_scored_cycle()
    given(SELF, cycle, l12="1")
    made = corrected(cycle, "1.2", Fraction(2))
    assert counting(cycle) == {("Sở Nội vụ", "1.2"): (DECIDED, "2")}
    assert [one.origin for one in scores_by_stage(unit_of(cycle), "1.2")] == [
        Origin.SELF_SCORED,
        Origin.DECIDED,
    ]
    given(SELF, cycle, l12="1.5")  # handed in again meanwhile: the decision stands before it
    assert counting(cycle) == {("Sở Nội vụ", "1.2"): (DECIDED, "2")}
    back = actions.take_back(by=an_actor(), correction=made, reason="Nhầm")
    assert counting(cycle) == {("Sở Nội vụ", "1.2"): (SELF, "1.5")}
    assert back.effect["after"]["points"] == "1.5"


def test_to_decide_nothing_lets_the_self_score_count_and_where_nothing_is_decided_it_is_refused():
    cycle = a_scored_cycle()
    given(SELF, cycle, l12="1")
    with pytest.raises(ValidationError, match="Nothing is decided for this score yet"):
        corrected(cycle, "1.2", None)
    corrected(cycle, "1.2", Fraction(2))
    made = corrected(cycle, "1.2", None)
    assert made.effect["after"]["points"] == "1"
    assert counting(cycle) == {("Sở Nội vụ", "1.2"): (SELF, "1")}


def test_a_points_file_decides_also_what_the_unit_gave_itself_alike_and_undone_it_leaves_the_self_scores():
    cycle = a_scored_cycle()
    given(SELF, cycle, l12="1", l22="3")
    imported(cycle, "unit,1.2,2.2\nSở Nội vụ,1,2\n")
    assert counting(cycle) == {
        ("Sở Nội vụ", "1.2"): (DECIDED, "1"),
        ("Sở Nội vụ", "2.2"): (DECIDED, "2"),
    }
    actions.undo_last_import(by=an_actor(), cycle=cycle)
    assert counting(cycle) == {
        ("Sở Nội vụ", "1.2"): (SELF, "1"),
        ("Sở Nội vụ", "2.2"): (SELF, "3"),
    }
    given(SELF, cycle, l12="2")
    assert counting(cycle) == {("Sở Nội vụ", "1.2"): (SELF, "2")}


def test_a_file_taken_back_before_the_units_score_themselves_does_not_stand_in_their_way():
    cycle = a_scored_cycle()
    imported(cycle)
    actions.undo_last_import(by=an_actor(), cycle=cycle)
    given(SELF, cycle, l12="1")
    assert counting(cycle) == {("Sở Nội vụ", "1.2"): (SELF, "1")}


def test_what_was_seen_before_a_unit_handed_in_again_is_told_when_the_file_is_applied():
    cycle = a_scored_cycle()
    given(SELF, cycle, l12="1")
    waiting = staged(cycle, "unit,1.2\nSở Nội vụ,2\n")
    returned(SELF, cycle)
    given(SELF, cycle, l12="0.5")
    with pytest.raises(Changed) as changed:
        apply(by=an_actor(), staged=waiting)
    ((seen,), (moved,)) = changed.value.seen, changed.value.now
    assert (seen.points, seen.stage, moved.now.points) == ("1", SELF, "0.5")


def test_values_of_peers_are_those_that_count():
    cycle = a_scored_cycle()
    rates = {"Sở Nội vụ": "80", "Sở Tài chính": "40", "Sở Y tế": "60"}
    for name, rate in rates.items():
        unit = unit_of(cycle, name)
        cells = {"2.1": ScoreContent(figures={"rate": rate})}
        kept(unit, partial(write_stage, cycle=cycle, participant=unit, stage=SELF, cells=cells))
    assert peer_values_of(unit_of(cycle), cycle)["2.1"].highest == Fraction(4, 5)
    corrected(cycle, "2.1", {"rate": Fraction(1, 2)})
    assert peer_values_of(unit_of(cycle), cycle)["2.1"].highest == Fraction(3, 5)


def test_entries_from_when_there_was_one_stage_still_tell_of_the_decided_row():
    cycle = a_scored_cycle()
    unit = unit_of(cycle)
    Score.objects.create(cycle=cycle, participant=unit, leaf="1.2", points="1", origin=Origin.DECIDED)
    line = {"person_id": 1, "person": "Chuyên viên", "unit": "Sở Nội vụ", "role": "administrator"}
    told = {"points": "1", "figures": None, "version": 1, "stage": "decided"}
    Entry.objects.create(
        **line, verb=actions.GIVEN_UP, digest_version=2, wrote={"results.score": {f"{unit.pk}/1.2": told}}
    )
    assert [str(one) for one in play().differences] == []
    Score.objects.update(points="2")
    (difference,) = play().differences
    assert f"{unit.pk}/1.2/decided" in str(difference)


# Whatever happens


POINTS = st.sampled_from(["0", "0.5", "1", "1.5", "2"])
LEAVES = ("1.2",)  # few cells, so that acts meet


class Stages(RuleBasedStateMachine):
    """Plays acts of all stages, corrections and files in any order, beside what each stage must hold by them."""

    def __init__(self) -> None:
        super().__init__()
        self.undone = transaction.atomic()
        self.held: dict[tuple[str, str], dict[str, str]] = {}

    @initialize()
    def begin(self) -> None:
        self.undone.__enter__()
        self.cycle = a_scored_cycle(UNITS)
        self.versions: dict[tuple[int, str], int] = {}

    def teardown(self) -> None:
        try:
            assert [str(one) for one in play().differences] == []
        finally:
            transaction.set_rollback(True)
            self.undone.__exit__(None, None, None)

    def cell(self, unit: str, leaf: str) -> dict[str, str]:
        return self.held.setdefault((unit, leaf), {})

    @rule(
        stage=st.sampled_from(list(Stage)[:3]),
        unit=st.sampled_from(UNITS[:2]),
        points=st.dictionaries(st.sampled_from(LEAVES), POINTS, min_size=1) | st.just({}),
    )
    def hand_in(self, stage: Stage, unit: str, points: dict[str, str]) -> None:
        given(stage, self.cycle, unit, **{f"l{leaf.replace('.', '')}": some for leaf, some in points.items()})
        for leaf in LEAVES:
            self.cell(unit, leaf).pop(stage.value, None)
            if leaf in points:
                self.cell(unit, leaf)[stage.value] = points[leaf]

    @rule(leaf=st.sampled_from(LEAVES), points=st.none() | POINTS)
    def correct(self, leaf: str, points: str | None) -> None:
        holds = self.cell(UNITS[0], leaf)
        if points is None and holds and DECIDED not in holds:
            with pytest.raises(ValidationError):
                corrected(self.cycle, leaf, None)
            return
        corrected(self.cycle, leaf, None if points is None else Fraction(points))
        holds.pop(DECIDED, None)
        if points is not None:
            holds[DECIDED.value] = points

    @rule()
    def take_back(self) -> None:
        made = Correction.objects.filter(state=Correction.State.MADE).first()
        if made is None:
            return
        (cell,) = made.cells
        old = cell["old"]
        try:
            actions.take_back(by=an_actor(), correction=made, reason="Nhầm")
        except Changed:
            return
        holds = self.cell(UNITS[0], cell["leaf"])
        holds.pop(DECIDED, None)
        if old.get("points") and "stage" not in old:
            holds[DECIDED.value] = old["points"]

    @rule(leaf=st.sampled_from(LEAVES), points=POINTS)
    def bring(self, leaf: str, points: str) -> None:
        imported(self.cycle, f"unit,{leaf}\n" + "".join(f"{name},{points}\n" for name in UNITS))
        for name in UNITS:
            self.cell(name, leaf)[DECIDED.value] = points

    @rule()
    def undo(self) -> None:
        last = imports_of(self.cycle).filter(state="applied").order_by("-applied_at", "-id").first()
        if last is None:
            return
        try:
            actions.undo_last_import(by=an_actor(), cycle=self.cycle)
        except Changed:
            return
        for one in last.difference:
            holds = self.cell(one["unit"], one["leaf"])
            holds.pop(DECIDED, None)
            if one["old"].get("points") and "stage" not in one["old"]:
                holds[DECIDED.value] = one["old"]["points"]

    @invariant()
    def every_stage_holds_what_it_was_given(self) -> None:
        if not hasattr(self, "cycle"):
            return
        rows = Score.objects.select_related("participant").exclude(points="")
        stored = {(row.participant.name, row.leaf, row.stage): row.points for row in rows}
        assert stored == {
            (unit, leaf, stage): points
            for (unit, leaf), stages in self.held.items()
            for stage, points in stages.items()
        }

    @invariant()
    def the_index_is_that_of_the_furthest(self) -> None:
        if not hasattr(self, "cycle"):
            return
        order = [stage.value for stage in Stage]
        furthest = {cell: max(stages, key=order.index) for cell, stages in self.held.items() if stages}
        assert counting(self.cycle) == {
            cell: (stage, self.held[cell][stage]) for cell, stage in furthest.items()
        }
        run = IndexRun.objects.filter(cycle=self.cycle).first()
        accounts = set_ranking(basis_of(self.cycle.sets.get(), self.cycle)).accounts
        for account in accounts.values():
            total = account.total
            assert total.maximum + total.bonus == total.points + total.lost + total.pending
        if run is not None:
            undecided = set(furthest.values()) - {DECIDED}
            assert run.stage == max(undecided or furthest.values(), key=order.index, default="")
            stored = dict(run.units.values_list("participant_id", "points"))
            assert {pk: Fraction(text) for pk, text in stored.items()} == {
                pk: account.total.points for pk, account in accounts.items()
            }

    @invariant()
    def no_version_falls_or_comes_twice(self) -> None:
        if not hasattr(self, "cycle"):
            return
        for row in Score.objects.all():
            assert row.version >= self.versions.get((row.participant_id, f"{row.leaf}/{row.stage}"), 0)
            self.versions[row.participant_id, f"{row.leaf}/{row.stage}"] = row.version
        told = list(Score.objects.values_list("participant_id", "leaf", "version"))
        assert len(told) == len(set(told))


def test_whatever_the_stages_do_in_whatever_order_the_furthest_counts_and_the_log_tells_every_row():
    run_state_machine_as_test(
        Stages,
        settings=settings(
            max_examples=8, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
