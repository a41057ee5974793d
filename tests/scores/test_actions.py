"""Scores come in by files and by hand, all or nothing; the index follows each time."""

from __future__ import annotations

from fractions import Fraction

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, transaction

from cchc.access.actor import NotPermitted
from cchc.access.permissions import Role
from cchc.audit.changed import Changed
from cchc.audit.models import Entry
from cchc.core.words.messages import Faults, say
from cchc.cycles import actions as cycle_actions
from cchc.cycles.models import Cycle
from cchc.intake.actions import apply, give_up
from cchc.intake.models import StagedFile
from cchc.results.models import IndexRun, UnitIndex
from cchc.scores import actions
from cchc.scores.models import Correction, Score
from cchc.scores.queries.imports import changes_of
from tests.builders import (
    POINTS,
    SCORED,
    a_scored_cycle,
    an_actor,
    imported,
    staged,
    staged_as,
)

pytestmark = pytest.mark.django_db


def stored(cycle: Cycle) -> dict[tuple[str, str], object]:
    """Every score that holds something: points or figures by unit and leaf."""
    rows = Score.objects.filter(cycle=cycle).select_related("participant")
    return {
        (row.participant.name, row.leaf): row.points or row.figures
        for row in rows
        if row.points or row.figures
    }


def table(cycle: Cycle) -> list[tuple[str, str, int | None]]:
    """The current ranking: unit, printed index, rank."""
    run = IndexRun.objects.filter(cycle=cycle).first()
    return list(UnitIndex.objects.filter(run=run).order_by("place").values_list("name", "printed", "rank"))


def participant(cycle: Cycle, name: str = "Sở Nội vụ"):
    return cycle.participants.select_related("cycle", "cycle_set__version").get(name=name)


# Import


def test_a_prepared_import_scores_nothing_yet():
    cycle = a_scored_cycle()
    staged(cycle)
    assert (stored(cycle), IndexRun.objects.count()) == ({}, 0)


def test_an_applied_import_fills_every_cell_and_ranks_the_units():
    cycle = a_scored_cycle()
    imported(cycle)
    assert stored(cycle)["Sở Nội vụ", "1.1"] == {"done": "9", "total": "10"}
    assert stored(cycle)["Sở Nội vụ", "2.1"] == {"rate": "80"}
    assert stored(cycle)["Sở Tài chính", "1.2"] == "1.5"
    assert table(cycle) == [("Sở Nội vụ", "91", 1), ("Sở Tài chính", "85", 2), ("Sở Y tế", "", None)]


def test_each_change_says_old_new_and_its_loss():
    cycle = a_scored_cycle()
    imported(cycle)
    again = staged(cycle, "unit,1.2\nSở Nội vụ,1\nSở Y tế,2\nSở Tài chính,1.5\n")
    told = [
        (one.unit, one.leaf, one.at, one.old_points, one.new_points, one.loss) for one in changes_of(again)
    ]
    assert told == [("Sở Nội vụ", "1.2", "B2", "2", "1", "1"), ("Sở Y tế", "1.2", "B3", None, "2", "0")]
    assert {name: again.counts[name] for name in ("new", "changed", "same", "empty")} == {
        "new": 1, "changed": 1, "same": 1, "empty": 0,
    }  # fmt: skip


def test_an_empty_cell_leaves_what_is_there():
    cycle = a_scored_cycle()
    imported(cycle)
    before = stored(cycle)
    imported(cycle, "unit,1.2,2.2\nSở Nội vụ,,\n")
    assert stored(cycle) == before


def test_figures_that_are_not_in_the_file_stay_beside_those_that_are():
    cycle = a_scored_cycle()
    imported(cycle)
    imported(cycle, "unit,1.1:done\nSở Nội vụ,10\n")
    assert stored(cycle)["Sở Nội vụ", "1.1"] == {"done": "10", "total": "10"}


def test_a_unit_is_found_in_its_other_spelling_and_the_preview_says_so():
    cycle = a_scored_cycle(["Sở Khoa học và Công nghệ", "Sở Y tế"])
    found = staged(cycle, "unit,1.2\nso khoa hoc va cong nghe,1\n")
    assert found.counts["guessed"] == [["so khoa hoc va cong nghe", "Sở Khoa học và Công nghệ"]]
    assert found.counts["absent"] == ["Sở Y tế"]


def test_a_faulty_file_names_every_cell_and_keeps_nothing():
    cycle = a_scored_cycle()
    text = "unit,1.2\nSở Nội vụ,3\nSở Xây dựng,1\n"
    with pytest.raises(Faults) as refused:
        staged(cycle, text)
    assert [(one.place.row, one.place.column, say(one.why)) for one in refused.value.faults] == [
        (2, "B", "3 points are above the maximum of 2"),
        (3, "A", "no unit of this cycle has this name or code"),
    ]
    assert StagedFile.objects.count() == 0


def test_a_unit_that_is_not_in_the_cycle_is_a_fault_with_its_cell():
    cycle = a_scored_cycle()
    with pytest.raises(Faults) as refused:
        staged(cycle, "code,unit,1.2\n,Sở Xây dựng,1\n,Sở Y tế,1\n,so y te,2\n")
    assert [(one.place.row, one.place.column, one.found) for one in refused.value.faults] == [
        (2, "B", "Sở Xây dựng"),
        (4, "B", "so y te"),
    ]


def test_kad_must_agree_with_the_cycle():
    cycle = a_scored_cycle()
    unit = participant(cycle)
    cycle_actions.change_applicability(
        by=an_actor(), cycle=cycle, off=[(unit.pk, "2.2")], reason="Không khảo sát"
    )
    with pytest.raises(Faults) as refused:
        staged(cycle, "unit,1.2,2.2\nSở Nội vụ,1,2\nSở Y tế,KAD,2\n")
    assert [(one.place.row, one.place.column, one.found) for one in refused.value.faults] == [
        (2, "C", "2.2 = 2"),
        (3, "B", "KAD"),
    ]
    assert staged(cycle, "unit,1.2,2.2\nSở Nội vụ,1,KAD\n").counts["not_applicable"] == 1


def test_an_import_is_refused_whole_when_a_score_changed_since_the_preview():
    cycle = a_scored_cycle()
    imported(cycle)
    waiting = staged(cycle, "unit,1.2\nSở Nội vụ,1\nSở Tài chính,1\n")
    correct(cycle, "1.2", Fraction(1, 2), version=1)
    before = stored(cycle)
    with pytest.raises(Changed) as refused:
        apply(by=an_actor(), staged=waiting)
    assert [(one.change.unit, one.change.new.points, one.now.points) for one in refused.value.now] == [
        ("Sở Nội vụ", "1", "0.5")
    ]
    assert stored(cycle) == before


def test_an_import_is_refused_when_a_cell_no_longer_applies():
    cycle = a_scored_cycle()
    waiting = staged(cycle)
    off = [(participant(cycle).pk, "2.2")]
    cycle_actions.change_applicability(by=an_actor(), cycle=cycle, off=off, reason="Không khảo sát")
    with pytest.raises(Changed) as refused:
        apply(by=an_actor(), staged=waiting)
    assert [(one.change.leaf, one.without) for one in refused.value.now] == [("2.2", True)]


def test_an_import_is_refused_when_a_unit_left_the_cycle():
    cycle = a_scored_cycle()
    waiting = staged(cycle)
    cycle_actions.remove_participants(
        by=an_actor(), cycle=cycle, participants=[participant(cycle, "Sở Y tế")]
    )
    with pytest.raises(ValidationError):
        apply(by=an_actor(), staged=waiting)
    assert stored(cycle) == {}


def test_an_import_is_applied_once():
    cycle = a_scored_cycle()
    applied = imported(cycle)
    with pytest.raises(ValidationError):
        apply(by=an_actor(), staged=applied)
    with pytest.raises(ValidationError):
        give_up(by=an_actor(), staged=applied)


def test_an_import_given_up_is_forgotten():
    cycle = a_scored_cycle()
    give_up(by=an_actor(), staged=staged(cycle))
    assert StagedFile.objects.count() == 0


def test_a_mass_import_is_one_record_with_the_hash_of_the_file():
    cycle = a_scored_cycle()
    applied = imported(cycle)
    entry = Entry.objects.get(verb=actions.APPLIED)
    assert (entry.facts["count"], entry.facts["sha256"], entry.facts["import"]) == (
        11,
        applied.file.sha256,
        applied.pk,
    )


def test_a_file_for_a_cycle_that_cannot_be_computed_is_refused():
    cycle = a_scored_cycle(text=SCORED.replace('survey_optional = "yes"', 'survey_optional = "no"'))
    cells = [(one.pk, "2.2") for one in cycle.participants.all()]
    cycle_actions.change_applicability(by=an_actor(), cycle=cycle, off=cells, reason="Không khảo sát")
    with pytest.raises(Faults):
        staged(cycle, "unit,1.2\nSở Y tế,1\n")


# Undo


def test_undo_gives_back_exactly_what_was_there():
    cycle = a_scored_cycle()
    imported(cycle)
    before, ranks = stored(cycle), table(cycle)
    imported(cycle, "unit,1.1,1.2\nSở Nội vụ,1,0\nSở Y tế,,2\n")
    assert stored(cycle) != before
    actions.undo_last_import(by=an_actor(), cycle=cycle)
    assert (stored(cycle), table(cycle)) == (before, ranks)
    actions.undo_last_import(by=an_actor(), cycle=cycle)
    assert stored(cycle) == {}
    with pytest.raises(ValidationError):
        actions.undo_last_import(by=an_actor(), cycle=cycle)


def test_undo_is_refused_when_a_cell_was_corrected_since():
    cycle = a_scored_cycle()
    imported(cycle)
    correct(cycle, "1.2", Fraction(1), version=1)
    before = stored(cycle)
    with pytest.raises(Changed) as refused:
        actions.undo_last_import(by=an_actor(), cycle=cycle)
    assert [(one.change.unit, one.change.leaf, one.now.points) for one in refused.value.now] == [
        ("Sở Nội vụ", "1.2", "1")
    ]
    assert stored(cycle) == before


# Correction


def correct(
    cycle: Cycle, leaf: str, given, *, version: int, reason: str = "Theo biên bản thẩm định"
) -> Score:
    unit = participant(cycle)
    actions.correct_score(
        by=an_actor(), participant=unit, leaf=leaf, given=given, reason=reason, version=version
    )
    return Score.objects.get(participant=unit, leaf=leaf)


def test_a_corrected_score_changes_the_rank_and_says_why():
    cycle = a_scored_cycle()
    imported(cycle)
    row = correct(cycle, "1.1", {"done": Fraction(1), "total": Fraction(10)}, version=1)
    assert (row.figures, row.origin, row.reason, row.version) == (
        {"done": "1", "total": "10"}, "decided", "Theo biên bản thẩm định", 2,
    )  # fmt: skip
    assert table(cycle) == [("Sở Tài chính", "85", 1), ("Sở Nội vụ", "67", 2), ("Sở Y tế", "", None)]
    entry = Entry.objects.get(verb=actions.CORRECTED)
    assert (entry.facts["old"], entry.facts["new"]) == (
        "Số nhiệm vụ hoàn thành: 9; Số nhiệm vụ trong kế hoạch: 10",
        "Số nhiệm vụ hoàn thành: 1; Số nhiệm vụ trong kế hoạch: 10",
    )


def test_a_third_is_kept_as_a_third():
    cycle = a_scored_cycle()
    assert correct(cycle, "1.2", Fraction(1, 3), version=0).points == "1/3"


def test_a_score_made_pending_takes_the_unit_out_of_the_ranks():
    cycle = a_scored_cycle()
    imported(cycle)
    correct(cycle, "1.2", None, version=1)
    assert table(cycle) == [("Sở Tài chính", "85", 1), ("Sở Nội vụ", "", None), ("Sở Y tế", "", None)]


def test_a_correction_of_an_older_version_is_refused_with_the_present_value():
    cycle = a_scored_cycle()
    imported(cycle)
    correct(cycle, "1.2", Fraction(1), version=1)
    with pytest.raises(Changed) as refused:
        correct(cycle, "1.2", Fraction(2), version=1)
    assert (refused.value.now.points, refused.value.now.version) == ("1", 2)
    assert (refused.value.seen, refused.value.who) == (1, an_actor().person)


@pytest.mark.parametrize(
    ("leaf", "given", "reason"),
    [
        ("1.2", Fraction(5), "Sai"),
        ("1.2", Fraction(-1), "Sai"),
        ("9.9", Fraction(1), "Sai"),
        ("1.2", Fraction(1), "  "),
    ],
)
def test_a_correction_that_cannot_be_is_refused(leaf, given, reason):
    cycle = a_scored_cycle()
    with pytest.raises(ValidationError):
        correct(cycle, leaf, given, version=0, reason=reason)
    assert stored(cycle) == {}


def test_what_does_not_apply_cannot_be_scored():
    cycle = a_scored_cycle()
    off = [(participant(cycle).pk, "2.2")]
    cycle_actions.change_applicability(by=an_actor(), cycle=cycle, off=off, reason="Không khảo sát")
    with pytest.raises(ValidationError):
        correct(cycle, "2.2", Fraction(1), version=0)


# Guards


def test_a_closed_cycle_refuses_every_change():
    cycle = a_scored_cycle()
    waiting = staged(cycle)
    cycle_actions.close_cycle(by=an_actor(), cycle=cycle)
    for act in (
        lambda: staged(cycle),
        lambda: apply(by=an_actor(), staged=waiting),
        lambda: give_up(by=an_actor(), staged=waiting),
        lambda: actions.undo_last_import(by=an_actor(), cycle=cycle),
        lambda: correct(cycle, "1.2", Fraction(1), version=0),
    ):
        with pytest.raises(ValidationError):
            act()


def test_only_who_may_imports_and_corrects():
    cycle = a_scored_cycle()
    waiting = staged(cycle)
    clerk = an_actor(Role.UNIT_CLERK)
    with pytest.raises(NotPermitted):
        staged_as(clerk, cycle.sets.get(), POINTS.encode(), "diem.csv")
    with pytest.raises(NotPermitted):
        apply(by=clerk, staged=waiting)
    with pytest.raises(NotPermitted):
        actions.undo_last_import(by=clerk, cycle=cycle)
    with pytest.raises(NotPermitted):
        actions.correct_score(
            by=clerk, participant=participant(cycle), leaf="1.2", given=Fraction(1), reason="Thử", version=0
        )


def test_the_database_keeps_the_scores_of_a_closed_cycle():
    cycle = a_scored_cycle()
    imported(cycle)
    cycle_actions.close_cycle(by=an_actor(), cycle=cycle)
    score = Score.objects.filter(cycle=cycle).first()
    with pytest.raises(DatabaseError, match="immutable"), transaction.atomic():
        Score.objects.filter(pk=score.pk).update(points="1")
    with pytest.raises(DatabaseError, match="immutable"), transaction.atomic():
        score.delete()


def test_the_database_keeps_what_an_applied_import_changed():
    imported(a_scored_cycle())
    with pytest.raises(DatabaseError, match="immutable"), transaction.atomic():
        StagedFile.objects.update(difference=[])


def test_a_unit_has_one_score_for_a_leaf_in_a_stage():
    cycle = a_scored_cycle()
    imported(cycle)
    again = Score.objects.filter(cycle=cycle).first()
    again.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save(force_insert=True)


def test_a_stage_is_one_of_those_that_there_are():
    cycle = a_scored_cycle()
    imported(cycle)
    with pytest.raises(IntegrityError), transaction.atomic():
        Score.objects.filter(cycle=cycle).update(stage="heard")


def test_an_act_returns_its_own_row():
    cycle = a_scored_cycle()
    waiting = staged(cycle)
    assert apply(by=an_actor(), staged=waiting) == waiting
    made = actions.correct_score(
        by=an_actor(),
        participant=participant(cycle),
        leaf="1.2",
        given=Fraction(1),
        reason="Rà soát",
        version=1,
    )
    assert made == Correction.objects.get(participant=participant(cycle))
