"""What a score comes to before somebody corrects it, as its page says."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cchc.audit.models import by_line
from cchc.cycles import actions as cycle_actions
from cchc.cycles.models import Cycle
from cchc.cycles.policies import SIGHT_OF_ALL
from cchc.cycles.queries import participant_of
from cchc.results.queries.unit import leaf_page
from cchc.scores.actions import correct_score
from cchc.scores.actions.corrections import take_back
from cchc.scores.models import Correction
from cchc.scores.queries.corrections import standing_score
from cchc.scores.queries.imports import as_json, changes_of
from tests.builders import SCORED, a_scored_cycle, an_actor, first_participant, imported

pytestmark = pytest.mark.django_db
LEAVES = ("1.1", "1.2", "2.1", "2.2")


def accounts(cycle: Cycle) -> list[tuple[Any, Any]]:
    """For every unit and leaf, what its correction says and what the page of its unit says."""
    units = [participant_of(cycle, one.unit_id) for one in cycle.participants.all()]
    pages = [
        (standing_score(one, cycle, leaf), leaf_page(SIGHT_OF_ALL, one, cycle, leaf))
        for one in units
        for leaf in LEAVES
    ]
    return [
        (
            (said.ledger, said.given, said.without),
            (page.ledger, page.given, page.without),
        )
        for said, page in pages
        if said is not None and page is not None
    ]


def test_a_correction_starts_from_the_account_of_the_page_of_the_unit():
    cycle = a_scored_cycle()
    imported(cycle)
    assert len(accounts(cycle)) == 12
    assert all(said == shown for said, shown in accounts(cycle))


def test_also_where_the_best_of_the_group_is_corrected_pending_or_to_whom_a_leaf_does_not_apply():
    cycle = a_scored_cycle()
    imported(cycle)
    best = participant_of(cycle, cycle.participants.get(name="Sở Nội vụ").unit_id)
    half = {"rate": Fraction(1, 2)}
    correct_score(by=an_actor(), participant=best, leaf="2.1", given=half, reason="Rà soát", version=1)
    assert all(said == shown for said, shown in accounts(cycle))
    off = [(cycle.participants.get(name="Sở Y tế").pk, "2.1")]
    cycle_actions.change_applicability(by=an_actor(), cycle=cycle, off=off, reason="Không có dịch vụ công")
    assert all(said == shown for said, shown in accounts(cycle))
    moving = [cycle.participants.get(name="Sở Tài chính")]
    cycle_actions.set_peer_group(by=an_actor(), cycle=cycle, participants=moving, peer_group="Khối tổng hợp")
    assert all(said == shown for said, shown in accounts(cycle))


def test_before_anything_is_scored_every_leaf_is_pending():
    cycle = a_scored_cycle()
    assert all(said == shown for said, shown in accounts(cycle))
    assert {(said[0].waiting, said[1]) for said, _shown in accounts(cycle)} == {(1, None)}


AGAINST_THE_GROUP = """\
inputs = ["rate: percent | Tỷ lệ hồ sơ trực tuyến"]
rule = "relative rate to best; when rate = 0: zero"
"""


@pytest.mark.parametrize(("text", "queries"), [(SCORED, 3), (SCORED.replace(AGAINST_THE_GROUP, ""), 2)])
def test_the_peer_group_is_asked_for_only_where_a_leaf_is_scored_against_it(text: str, queries: int):
    cycle = a_scored_cycle(text=text)
    unit = participant_of(cycle, cycle.participants.get(name="Sở Nội vụ").unit_id)
    standing_score(unit, cycle, "1.1")
    with CaptureQueriesContext(connection) as asked:
        standing_score(unit, cycle, "1.1")
    assert len(asked) == queries


def test_figures_that_contradict_each_other_are_not_stored():
    checked = SCORED.replace(
        'rule = "ratio done / total"', 'checks = ["done <= total"]\nrule = "ratio done / total"'
    )
    cycle = a_scored_cycle(text=checked)
    unit = participant_of(cycle, cycle.participants.get(name="Sở Nội vụ").unit_id)
    figures = {"done": Fraction(60), "total": Fraction(51)}
    with pytest.raises(ValidationError, match="contradict each other"):
        correct_score(by=an_actor(), participant=unit, leaf="1.1", given=figures, reason="Rà soát", version=0)
    assert not unit.scores.exists()
    correct_score(
        by=an_actor(),
        participant=unit,
        leaf="1.1",
        given={**figures, "done": Fraction(39)},
        reason="Rà soát",
        version=0,
    )


@pytest.mark.parametrize("kind", [Correction.Kind.IMPORT, Correction.Kind.UNDO])
def test_what_a_points_file_did_is_taken_back_with_the_file_and_not_one_score_at_a_time(kind: Any):
    cycle = a_scored_cycle()
    staged = imported(cycle)
    participant = first_participant(cycle)
    own = [one for one in changes_of(staged) if one.participant == participant.pk]
    assert len(own) > 1
    by = by_line(an_actor())
    made = Correction.objects.create(
        participant=participant,
        kind=kind,
        state=Correction.State.MADE,
        cells=as_json(own),
        reason="Tệp điểm",
        source=staged,
        **by,
    )
    with pytest.raises(ValidationError, match="There is nothing to take back"):
        take_back(by=an_actor(), correction=made, reason="Nhầm")
