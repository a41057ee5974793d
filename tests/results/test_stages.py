"""Results by stage: as if later stages were not there yet, side by side, and how far the self-scores lie from them."""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction

import pytest

from cchc.access.permissions import Role
from cchc.core.papers.deadlines.windows import VIETNAM
from cchc.cycles.policies import SIGHT_OF_ALL, sight_of
from cchc.cycles.queries import peer_groups
from cchc.results.actions import recompute_marked
from cchc.results.queries.accounts import current_run
from cchc.results.queries.gap import gap_page
from cchc.results.queries.ranking import ranking_of
from cchc.results.queries.unit import unit_page
from cchc.scores.models import Score, Stage
from cchc.scores.queries.stages import scores_until
from tests.builders import (
    a_filled_sheet,
    a_member,
    a_whole_round,
    a_work_plan,
    actor_for,
    an_appraiser,
    sent_result,
    to_appraise,
    wholly_appraised,
)
from tests.results.test_pages import at
from tests.results.test_untold import signed_in, text_of_file

DECEMBER = datetime(2026, 12, 22, 9, 0, tzinfo=VIETNAM)


def rows(**points: str) -> list[Score]:
    """Scores of one leaf of one participant by stage."""
    return [Score(participant_id=1, leaf="1.1", stage=stage, points=given) for stage, given in points.items()]


@pytest.mark.parametrize(
    ("held", "stage", "counted"),
    [
        ({"self_score": "3", "first_appraisal": "2", "decided": "1"}, "self_score", "3"),
        ({"self_score": "3", "first_appraisal": "2", "decided": "1"}, "second_appraisal", "2"),
        ({"self_score": "3", "first_appraisal": "2", "decided": "1"}, "decided", "1"),
        ({"first_appraisal": "2", "decided": "1"}, "self_score", None),  # the unit left it empty
        ({"decided": "1"}, "self_score", "1"),  # a survey passes no stage
        ({"self_score": "", "decided": "1"}, "self_score", "1"),
        ({"self_score": "3", "first_appraisal": ""}, "first_appraisal", "3"),
    ],
)
def test_by_a_stage_counts_what_was_furthest_then(held, stage, counted):
    found = scores_until(rows(**held), stage)
    assert [one.points for one in found.values()] == ([] if counted is None else [counted])


@pytest.mark.django_db
def test_a_lowered_leaf_is_told_by_stage_on_pages_and_in_files_and_adds_up(turn_clock):
    turn_clock(DECEMBER)
    cycle = a_whole_round()
    appraiser = an_appraiser()
    a_work_plan(cycle, appraiser)
    row = wholly_appraised(to_appraise(a_filled_sheet(cycle)), appraiser, now=DECEMBER)
    recompute_marked()
    participant = row.participant
    group = next(one for one in peer_groups(cycle) if one.name == participant.peer_group)
    head = a_member(Role.UNIT_HEAD, unit=participant.unit)

    # 1.1 was lowered from 9/10 to 5/10 of 2 points, all else was accepted.
    taken = Fraction(4, 5)
    found = gap_page(SIGHT_OF_ALL, cycle, group, current_run(cycle))
    assert [(one.name, one.gap, one.leaves) for one in found.units] == [(participant.name, taken, 1)]
    assert {one.leaf.number: (one.gap, one.lowered) for one in found.leaves if one.gap} == {"1.1": (taken, 1)}
    assert sum(one.gap for one in found.leaves) == found.gap == taken
    points = {
        stage: next(
            one
            for one in ranking_of(SIGHT_OF_ALL, cycle, group, stage=stage).rows
            if one.name == participant.name
        ).bar.appraised
        for stage in ("", Stage.SELF_SCORE, Stage.FIRST_APPRAISAL)
    }
    assert points[Stage.SELF_SCORE] - points[Stage.FIRST_APPRAISAL] == taken
    assert points[""] == points[Stage.FIRST_APPRAISAL]
    table = unit_page(SIGHT_OF_ALL, participant, cycle).table
    assert [(one.leaf.number, one.points, one.change) for one in table.changed] == [
        ("1.1", (Fraction(9, 5), Fraction(1)), -taken)
    ]

    # The unit itself: nothing before its result, then its own and nothing of the order.
    sight = sight_of(actor_for(head))
    assert gap_page(sight, cycle, group, current_run(cycle)).units == ()
    assert unit_page(sight, participant, cycle).table is None
    sent_result(row)
    own = gap_page(sight, cycle, group, current_run(cycle))
    assert [(one.gap, one.claimed_rank) for one in own.units] == [(taken, None)]
    assert (own.spearman, own.kendall, own.ranked) == (None, None, 0)

    client = signed_in(a_member(Role.COORDINATOR))
    by_self = client.get(at(cycle, "?giai_doan=self_score")).content.decode()
    assert "Computed by the self-scores of the units." in by_self
    assert "giai_doan=self_score" in by_self.split("xep-hang.xlsx")[1][:80]  # kept in the address of the file
    files = [
        text_of_file(client.get(at(cycle, f"cach-tinh-diem.xlsx{query}")).content)
        for query in ("?giai_doan=self_score", "?giai_doan=first_appraisal", "")
    ]
    assert files[0] != files[1] == files[2]
    page = client.get(at(cycle, "chenh-lech/")).content.decode()
    assert "<strong>0.80</strong>" in page
    assert "chenh-lech-2026" in client.get(at(cycle, "chenh-lech.xlsx")).headers["Content-Disposition"]
