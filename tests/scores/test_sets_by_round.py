"""Sets by the round: points files bring survey leaves only."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from cchc.core.words.messages import Faults, say
from cchc.cycles import actions as cycle_actions
from cchc.cycles.models import Cycle, CycleSet, ScoredBy, SurveyedBy
from cchc.intake.actions import apply
from cchc.scores.exchange.points import read_points_file
from cchc.scores.models import Score
from cchc.scores.queries.basis import basis_of
from cchc.scores.queries.form import state_of, template_content
from cchc.scores.queries.ways import sets_by_file
from tests.builders import a_scored_cycle, an_actor, imported, staged

pytestmark = pytest.mark.django_db


def by_round(cycle: Cycle, survey: SurveyedBy = SurveyedBy.FILE) -> CycleSet:
    """The set of a cycle, its appraised leaves scored by the units themselves."""
    one = cycle.sets.select_related("version").get()
    return cycle_actions.attach_set(
        by=an_actor(),
        cycle=cycle,
        version=one.version,
        kinds=one.kinds,
        peer_group=one.peer_group,
        scored_by=ScoredBy.ROUND,
        survey_by=survey,
    )


def test_a_set_by_the_round_takes_survey_leaves_by_file_and_names_every_other_column():
    cycle = a_scored_cycle()
    by_round(cycle)
    imported(cycle, "unit,2.2\nSở Nội vụ,2\n")
    imported(cycle, "unit,1.2,2.2\nSở Nội vụ,,3\n", name="rong.csv")  # an empty column says nothing
    with pytest.raises(Faults) as refused:
        staged(cycle, "unit,1.1:done,1.1:total,1.2,2.2\nSở Nội vụ,9,10,2,2\nSở Y tế,,,1,2\n")
    assert [
        (one.place.column, one.place.row, one.found, say(one.expected)) for one in refused.value.faults
    ] == [
        ("B", None, "1.1:done", "an empty column, or none; units with scores in it: 1"),
        ("C", None, "1.1:total", "an empty column, or none; units with scores in it: 1"),
        ("D", None, "1.2", "an empty column, or none; units with scores in it: 2"),
    ]
    assert "on its own sheet" in say(refused.value.faults[0].why)


def test_a_file_that_waits_while_the_set_turns_to_the_round_is_not_applied():
    cycle = a_scored_cycle()
    waiting = staged(cycle)
    by_round(cycle)
    with pytest.raises(
        ValidationError, match=r"The scores of 1\.1, 1\.2, 2\.1 come no longer by points files"
    ):
        apply(by=an_actor(), staged=waiting)
    assert not Score.objects.exists()


def test_the_file_to_fill_in_asks_for_what_comes_by_file():
    cycle = a_scored_cycle()
    asked = by_round(cycle)
    about = {"cycle_set": asked.pk, "units": state_of(basis_of(asked, cycle))}
    known = read_points_file(template_content(about), "diem.xlsx", asked.version.text)
    assert [one.heading for one in known.columns] == ["2.2"]
    assert list(sets_by_file(cycle)) == [asked]
    by_round(cycle, SurveyedBy.SURVEY)
    assert list(sets_by_file(cycle)) == []
