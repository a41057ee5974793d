"""Whose a sheet is: of its unit alone until it is handed in, whatever stands above it or follows it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from cchc.access.permissions import Role, Scope
from cchc.cycles.policies import own_units
from cchc.self_scoring.policies import may_edit, may_see_content
from cchc.self_scoring.queries.documents import links_shown_to
from cchc.units.actions import merge_units, rename_unit, split_unit
from cchc.units.actions.units import NewUnit
from cchc.units.models import Unit
from tests.builders import a_filled_sheet, an_actor, of_unit, submitted

pytestmark = pytest.mark.django_db


def test_a_leader_of_units_below_sees_a_sheet_once_it_is_handed_in_and_its_evidence_no_sooner():
    sheet = a_filled_sheet()
    above = sheet.participant.unit.parent
    leader = replace(an_actor(Role.LEADER, Scope.OWN_TREE), unit_id=above.pk, unit=above.name)
    assert (may_see_content(leader, sheet), links_shown_to(leader).count()) == (False, 0)
    submitted(sheet)
    sheet.refresh_from_db()
    assert (may_see_content(leader, sheet), links_shown_to(leader).count()) == (True, 1)


def test_a_sheet_goes_with_its_unit_through_renamings_and_mergers_that_have_come_and_through_no_split():
    sheet = a_filled_sheet()
    unit, other = sheet.participant.unit, Unit.objects.get(name="Sở Y tế")
    today = timezone.localdate()

    def acting_for(one: Unit):
        return replace(of_unit(sheet), unit_id=one.pk, unit=one.name)

    named = rename_unit(by=an_actor(), unit=unit, name="Sở Nội vụ và Lao động", on=today - timedelta(days=3))
    assert own_units(acting_for(named)) == {named.pk, unit.pk}
    assert may_edit(acting_for(named), sheet)

    merged = merge_units(by=an_actor(), units=[named, other], into=other, on=today + timedelta(days=20))
    assert merged == other
    assert not may_see_content(acting_for(other), sheet)
    assert may_edit(acting_for(named), sheet)


def test_what_a_unit_was_before_it_was_split_is_not_one_successor_s_alone():
    sheet = a_filled_sheet()
    parts = split_unit(
        by=an_actor(),
        unit=sheet.participant.unit,
        into=[NewUnit("Sở Công vụ", "department"), NewUnit("Sở Lao động", "department")],
        on=timezone.localdate() - timedelta(days=1),
    )
    for part in parts:
        assert not may_see_content(replace(of_unit(sheet), unit_id=part.pk, unit=part.name), sheet)
