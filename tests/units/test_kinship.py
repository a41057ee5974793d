"""The units near to one's own: what it came from and became, and the bodies above it; never its neighbours."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc.units import actions
from cchc.units.actions import NewUnit
from cchc.units.models import Kind
from cchc.units.queries import Kinship, kinship
from tests.builders import a_province, a_unit, an_actor

UNITS = st.integers(0, 7)


@st.composite
def drawn_kinship(draw: st.DrawFn) -> Kinship:
    """Units whose parents and successors have higher numbers: no body stands under itself, none becomes itself."""
    parents = {unit: draw(st.none() | st.integers(unit + 1, 7)) if unit < 7 else None for unit in range(8)}
    steps = draw(st.sets(st.tuples(UNITS, UNITS).filter(lambda pair: pair[0] < pair[1]), max_size=8))
    after = {unit: sorted(late for early, late in steps if early == unit) for unit in range(8)}
    before = {unit: sorted(early for early, late in steps if late == unit) for unit in range(8)}
    return Kinship(parents, before, after)


@given(drawn_kinship(), UNITS)
def test_own_parent_predecessor_and_successor_are_near(known: Kinship, own: int):
    near = known.around([own])
    parent = known.parents[own]
    assert near >= {own, *known.before[own], *known.after[own]} | ({parent} if parent is not None else set())


@given(drawn_kinship(), UNITS)
def test_whatever_is_above_something_near_is_near(known: Kinship, own: int):
    near = known.around([own])
    above = {known.parents[unit] for unit in near} - {None}
    assert above <= near


@given(drawn_kinship(), st.sets(UNITS, max_size=3), st.sets(UNITS, max_size=3))
def test_more_own_units_bring_nothing_but_what_each_brings(known: Kinship, some: set[int], more: set[int]):
    assert known.around(some | more) == known.around(some) | known.around(more)


@given(drawn_kinship(), UNITS)
def test_only_what_steps_lead_to_is_near(known: Kinship, own: int):
    """From the own unit by steps of lineage in one direction, or up: nothing else."""
    bare = Kinship(dict.fromkeys(known.parents), {}, {})
    assert bare.around([own]) == {own}
    without_lineage = Kinship(known.parents, {}, {})
    climbed, here = set(), own
    while here is not None:
        climbed.add(here)
        here = known.parents[here]
    assert without_lineage.around([own]) == climbed


def test_who_became_one_body_with_others_is_near_to_it_and_not_to_the_others():
    known = Kinship({1: 9, 2: 9, 3: 9, 9: None}, {3: [1, 2]}, {1: [3], 2: [3]})
    assert (known.around([1]), known.around([3])) == ({1, 3, 9}, {1, 2, 3, 9})


def test_a_second_own_unit_takes_nothing_away():
    """The first became, with another, the body above the second: what that came from is near through the second."""
    known = Kinship({0: None, 1: None, 3: 4, 4: None}, {4: [0, 1]}, {0: [4], 1: [4]})
    assert known.around([3]) == known.around([0, 3]) == {0, 1, 3, 4}


def test_neighbours_under_a_body_that_was_split_are_not_near():
    known = Kinship({1: 8, 2: 8, 8: None, 9: None, 10: None}, {9: [8], 10: [8]}, {8: [9, 10]})
    assert known.around([1]) == {1, 8}


@pytest.mark.django_db
def test_parents_and_lineage_come_from_the_stored_units():
    province = a_province()
    finance, planning = (a_unit(name, parent=province) for name in ("Sở Tài chính", "Sở Kế hoạch và Đầu tư"))
    office = a_unit("Phòng Ngân sách", Kind.DIVISION, parent=finance)
    merged = actions.merge_units(
        by=an_actor(),
        units=[finance, planning],
        into=NewUnit("Sở Tài chính và Kế hoạch", Kind.DEPARTMENT),
        on=date(2025, 3, 1),
    )
    assert kinship().around([office.pk]) == {office.pk, finance.pk, merged.pk, province.pk}
    assert kinship().around([planning.pk]) == {planning.pk, merged.pk, province.pk}
