"""What an appraisal of last year gave is told beside this year's leaves, and fed to them, once its unit has it."""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction

import pytest

from cchc.core.papers.deadlines.windows import VIETNAM
from cchc.cycles.actions.feeding import fed_cells
from cchc.scores.queries.last_year import last_year_cells, last_year_points
from tests.builders import (
    SELF_SCORED,
    a_published_set,
    a_round,
    an_appraised_unit,
    sent_result,
)

pytestmark = pytest.mark.django_db

IN_2027 = datetime(2027, 1, 15, 9, 0, tzinfo=VIETNAM)


FED = SELF_SCORED.replace('version = "1"', 'version = "2"').replace(
    "done: count |", "done: count, fed by last_year |"
)


def test_what_was_appraised_last_year_is_neither_told_nor_fed_before_it_is_sent(turn_clock):
    turn_clock(IN_2027)
    appraised = an_appraised_unit()
    now = a_round(year=2027, version=a_published_set(FED))
    taking = now.participants.select_related("cycle", "unit", "cycle_set__version").get(
        unit=appraised.participant.unit_id
    )

    def known():
        one, many = last_year_cells(taking)["1.1"], last_year_points([taking], "1.1")[taking.pk]
        assert one.points == many.points
        fed = {key.figure: one.value for key, one in fed_cells(now, [taking.pk]).items()}
        return one.points, [value for _variable, value in one.figures], fed

    assert known() == (Fraction(9, 5), [9, 10], {"done": "9"})
    sent_result(appraised)
    assert known() == (Fraction(1), [5, 10], {"done": "5"})
