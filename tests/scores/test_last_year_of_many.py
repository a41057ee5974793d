"""Last year's points of one leaf for many units are those that each unit's own sheet shows."""

from __future__ import annotations

import pytest

from cchc.cycles.models import Participant
from cchc.scores.queries.last_year import last_year_cells, last_year_points
from tests.builders import a_scored_cycle, imported

pytestmark = pytest.mark.django_db


def test_the_points_of_many_are_those_that_each_unit_is_shown():
    imported(a_scored_cycle(year=2025))
    now = a_scored_cycle(year=2026)
    rows = Participant.objects.filter(cycle=now).select_related("cycle", "cycle_set__version", "unit")
    participants = list(rows)
    for leaf in ("1.1", "1.2", "2.1", "2.2"):
        many = last_year_points(participants, leaf)
        each = {one.pk: last_year_cells(one).get(leaf) for one in participants}
        assert {pk: one.points for pk, one in many.items()} == {
            pk: one.points for pk, one in each.items() if one is not None
        }
    assert last_year_points([], "1.1") == {}
    assert last_year_points(participants, "9.9") == {}
