"""Last year beside this year's leaves: of the same body and the same criterion, or nothing."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cchc.core.words.messages import say
from cchc.cycles import actions as cycle_actions
from cchc.cycles.models import Cycle, Participant
from cchc.scores.models import Stage
from cchc.scores.queries.last_year import LeafLastYear, last_year_cells
from cchc.units import actions as units
from cchc.units.models import Unit
from tests.builders import SCORED, a_published_set, a_scored_cycle, an_actor, imported
from tests.scores.test_stages import given

pytestmark = pytest.mark.django_db


def years(text: str = SCORED) -> tuple[Cycle, Cycle]:
    """Last year, scored, and this year with a set of its own text."""
    before = a_scored_cycle(year=2025)
    imported(before)
    version = a_published_set(text.replace('version = "1"', 'version = "2"')) if text != SCORED else None
    return before, a_scored_cycle(year=2026, version=version)


def taking(cycle: Cycle, name: str = "Sở Nội vụ") -> Participant:
    return cycle.participants.select_related("cycle", "unit", "cycle_set__version").get(name=name)


def told(cells: dict[str, LeafLastYear]) -> dict[str, tuple[Fraction | None, Fraction, list[str]]]:
    return {
        number: (one.points, one.lost, [say(loss.why) for loss in one.losses])
        for number, one in cells.items()
    }


def test_figures_points_losses_and_their_reasons_stand_beside_the_same_leaf():
    _before, now = years()
    cells = last_year_cells(taking(now))
    assert {number: (one.points, one.lost) for number, one in cells.items()} == {
        "1.1": (Fraction(27, 10), Fraction(3, 10)),
        "1.2": (Fraction(2), Fraction(0)),
        "2.1": (Fraction(2), Fraction(0)),
        "2.2": (Fraction(12, 5), Fraction(3, 5)),
    }
    first = cells["1.1"]
    assert [(one.name, value) for one, value in first.figures] == [("done", 9), ("total", 10)]
    assert "9/10" in say(first.losses[0].why)
    assert (first.year, first.unit, first.same_rule, first.provisional) == (2025, "Sở Nội vụ", True, True)


def test_in_another_version_only_leaves_with_their_number_name_and_maximum_are_the_same():
    changed = SCORED.replace("Báo cáo định kỳ", "Báo cáo đột xuất").replace(
        'rule = "ratio done / total"', 'rule = "ratio done / total; when total = 1: zero"'
    )
    _before, now = years(changed)
    cells = last_year_cells(taking(now))
    assert set(cells) == {"1.1", "2.1", "2.2"}
    assert (cells["1.1"].same_rule, cells["2.1"].same_rule) == (False, True)


def test_what_did_not_apply_or_was_not_scored_is_said_or_left_out():
    before, now = years()
    health = before.participants.get(name="Sở Y tế")
    cycle_actions.change_applicability(
        by=an_actor(), cycle=before, off=[(health.pk, "2.1")], reason="Không có"
    )
    cells = last_year_cells(taking(now, "Sở Y tế"))
    assert set(cells) == {"1.1", "2.1", "2.2"}  # 1.2 is pending
    assert (cells["2.1"].without, cells["2.1"].points, cells["2.1"].lost) == (True, None, 0)


def test_the_furthest_stage_of_last_year_stands_there():
    before = a_scored_cycle(year=2025)
    given(Stage.SELF_SCORE, before, l12="1")
    given(Stage.FIRST_APPRAISAL, before, l12="0.5")
    assert told(last_year_cells(taking(a_scored_cycle(year=2026))))["1.2"][:2] == (
        Fraction(1, 2),
        Fraction(3, 2),
    )


def test_a_renamed_unit_has_its_year_before_one_into_which_others_went_has_none():
    before = a_scored_cycle(year=2025)
    imported(before)
    old = {unit.name: unit for unit in Unit.objects.filter(parent=before.province)}
    units.rename_unit(by=an_actor(), unit=old["Sở Nội vụ"], name="Sở Tổ chức", on=date(2026, 2, 1))
    units.merge_units(
        by=an_actor(),
        units=[old["Sở Tài chính"], old["Sở Y tế"]],
        into=units.NewUnit("Sở Chung", "department"),
        on=date(2026, 3, 1),
    )
    now = a_scored_cycle(["Sở Tổ chức", "Sở Chung", "Sở Mới"], year=2026)
    assert last_year_cells(taking(now, "Sở Tổ chức"))["1.2"].unit == "Sở Nội vụ"
    assert last_year_cells(taking(now, "Sở Chung")) == {}
    assert last_year_cells(taking(now, "Sở Mới")) == {}


def test_a_unit_that_goes_on_with_another_in_it_has_no_year_before_of_its_own():
    before = a_scored_cycle(year=2025)
    imported(before)
    old = {unit.name: unit for unit in Unit.objects.filter(parent=before.province)}
    into = old["Sở Tài chính"]
    units.merge_units(by=an_actor(), units=[into, old["Sở Y tế"]], into=into, on=date(2026, 3, 1))
    now = a_scored_cycle(["Sở Nội vụ", "Sở Tài chính"], year=2026)
    assert last_year_cells(taking(now, "Sở Tài chính")) == {}
    assert last_year_cells(taking(now))


def test_no_more_queries_for_more_leaves():
    _before, now = years()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert len(last_year_cells(taking(now))) == 4
    assert len(asked) <= 9  # one of them fetches the participant itself
