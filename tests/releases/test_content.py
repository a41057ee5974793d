"""What a release makes public: exactly what its level allows, equal to the results, computed from what is decided."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from django.db import transaction

from cchc.core.scoring.criteria.derivation import recomputed_outcome
from cchc.core.scoring.explanations import derivation_of
from cchc.core.scoring.rules.values import PeerRange
from cchc.criteria.queries import criteria_of
from cchc.releases.exchange.content import Level
from cchc.releases.models import UnitKey
from cchc.releases.queries.keys import keys_of
from cchc.results.queries.accounts import current_run, exact_index
from cchc.scores.models import Score, Stage
from cchc.units.actions import NewUnit, merge_units, rename_unit
from cchc.units.models import Unit
from tests.builders import a_scored_cycle, an_actor, imported
from tests.builders.releases import the_content

pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle():
    cycle = a_scored_cycle()
    imported(cycle)
    return cycle


def test_the_figures_are_those_of_the_results(cycle):
    content = the_content(cycle)
    rows = {one.name: one for one in current_run(cycle).units.prefetch_related("domains")}
    assert [one.name for one in content.units] == [
        one.name for one in sorted(rows.values(), key=lambda one: one.place)
    ]
    for unit in content.units:
        row = rows[unit.name]
        assert (unit.rank, unit.grade) == (row.rank, row.grade)
        assert (unit.index, unit.printed == "") == (exact_index(row), row.printed == "")
        assert not unit.printed or Fraction(unit.printed.replace(",", ".")) == Fraction(row.printed)
        account = unit.account
        for name in ("maximum", "bonus", "points", "pending", "penalty", "survey", "waiting"):
            assert getattr(account, name) == Fraction(getattr(row, name)), name
        assert account.losses == {code: Fraction(amount) for code, amount in row.losses.items()}
        for domain in row.domains.all():
            assert unit.nodes[domain.number].points == Fraction(domain.points)
            assert unit.nodes[domain.number].lost == Fraction(domain.loss)


def test_every_account_adds_up_and_every_derivation_gives_its_points(cycle):
    content = the_content(cycle)
    criteria = criteria_of(cycle.sets.get().version)
    (group,) = content.groups
    for unit in content.units:
        accounts = [unit.account, *unit.nodes.values(), *(leaf.account for leaf in unit.leaves.values())]
        for one in accounts:
            assert one.maximum + one.bonus == one.points + one.lost + one.pending
        assert list(unit.leaves) == list(criteria.leaves)
        for number, leaf in unit.leaves.items():
            assert sum((lost for _code, lost, _line in leaf.losses), Fraction(0)) == leaf.account.lost
            if leaf.derivation is not None:
                ends = group.peer_ranges.get(number)
                again = derivation_of(
                    criteria.leaves[number], leaf.given, ends and PeerRange(*ends), cycle.year
                )
                assert recomputed_outcome(again).points == leaf.account.points
                assert str(criteria.leaves[number].rule) == leaf.derivation.rule
    assert [one.key for one in content.units] == list(group.units)


def test_a_level_holds_nothing_of_the_next(cycle):
    whole, criteria, index = (the_content(cycle, level) for level in reversed(Level))
    assert whole.head.level is Level.LEAVES
    bare = [replace(one, leaves={}) for one in whole.units]
    assert list(criteria.units) == bare
    assert list(index.units) == [replace(one, nodes={}) for one in bare]
    for less in (criteria, index):
        assert [one.peer_ranges for one in less.groups] == [{}]
        assert (less.surveys, less.sets) == ((), whole.sets)


def test_only_what_is_decided_counts(cycle):
    before = the_content(cycle)
    Score.objects.filter(cycle=cycle, leaf="1.2").update(stage=Stage.SECOND_APPRAISAL)
    after = the_content(cycle)
    assert {one.leaves["1.2"].given for one in after.units} == {None}
    assert {one.rank for one in after.units} == {None}
    assert before != after


def test_a_release_speaks_vietnamese_whoever_asks(cycle):
    (unit, *_rest) = the_content(cycle).units
    steps = [step for leaf in unit.leaves.values() if leaf.derivation for step in leaf.derivation.steps]
    assert steps
    assert not any("share" in words.lower() for words, _expression, _value in steps)


def test_a_key_is_the_name_without_marks_and_stays_over_years(cycle):
    keys = {one.name: one.key for one in the_content(cycle).units}
    assert keys == {"Sở Nội vụ": "so-noi-vu", "Sở Tài chính": "so-tai-chinh", "Sở Y tế": "so-y-te"}
    later = a_scored_cycle(year=2027)
    assert {one.name: one.key for one in the_content(later).units} == keys
    assert UnitKey.objects.count() == 3


def test_a_unit_under_a_new_name_keeps_its_key_in_either_order_of_the_years(cycle):
    """Whether its earlier or its later name is released first; a unit that was merged from it is another."""
    old = Unit.objects.get(name="Sở Nội vụ")
    new = rename_unit(by=an_actor(), unit=old, name="Sở Công vụ", on=date(2027, 3, 1))
    other = Unit.objects.get(name="Sở Y tế")
    with transaction.atomic():
        the_content(a_scored_cycle(("Sở Công vụ",), year=2027))
        assert keys_of([old.pk, new.pk]) == {old.pk: "so-cong-vu", new.pk: "so-cong-vu"}
        transaction.set_rollback(True)
    the_content(cycle)
    assert keys_of([new.pk]) == {new.pk: "so-noi-vu"}
    merged = merge_units(
        by=an_actor(), units=[new, other], into=NewUnit("Sở Nội vụ", old.kind), on=date(2028, 3, 1)
    )
    content = the_content(a_scored_cycle(("Sở Nội vụ",), year=2028))
    (unit,) = content.units
    assert (unit.key, UnitKey.objects.get(unit=merged).key) == ("so-noi-vu-2", "so-noi-vu-2")
    told = {(one.key, one.name, one.how) for one in unit.lineage}
    assert told == {
        ("so-noi-vu", "Sở Công vụ", "merge"),
        ("so-noi-vu", "Sở Nội vụ", "rename"),
        ("so-y-te", "Sở Y tế", "merge"),
    }
