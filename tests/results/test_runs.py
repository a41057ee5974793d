"""The index is computed anew whenever what it is computed from changes, and what was computed stays."""

from __future__ import annotations

from fractions import Fraction

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, OperationalError, connection

from cchc.core.scoring.rules.values import PeerRange
from cchc.cycles import actions as cycle_actions
from cchc.cycles.models import Cycle
from cchc.results.models import DomainIndex, IndexRun, UnitIndex
from cchc.results.queries.accounts import populations_of
from tests.builders import SCORED, a_scored_cycle, an_actor, imported

pytestmark = pytest.mark.django_db


def table(cycle: Cycle) -> list[tuple[str, str, int | None]]:
    """The current ranking: unit, printed index, rank."""
    run = IndexRun.objects.filter(cycle=cycle).first()
    return list(UnitIndex.objects.filter(run=run).order_by("place").values_list("name", "printed", "rank"))


def participant(cycle: Cycle, name: str = "Sở Nội vụ"):
    return cycle.participants.select_related("cycle", "cycle_set__version").get(name=name)


def test_the_account_of_every_unit_and_domain_always_adds_up():
    cycle = a_scored_cycle()
    imported(cycle)
    for row in [*UnitIndex.objects.all(), *DomainIndex.objects.all()]:
        lost = sum((Fraction(amount) for amount in row.losses.values()), Fraction(0))
        assert Fraction(row.maximum) + Fraction(row.bonus) == Fraction(row.points) + lost + Fraction(
            row.pending
        )


def test_a_change_of_what_applies_computes_the_index_anew():
    cycle = a_scored_cycle()
    imported(cycle)
    off = [(participant(cycle).pk, "2.2")]
    cycle_actions.change_applicability(by=an_actor(), cycle=cycle, off=off, reason="Không khảo sát")
    run = IndexRun.objects.filter(cycle=cycle).first()
    row = UnitIndex.objects.get(run=run, name="Sở Nội vụ")
    assert (run.cause, row.maximum, row.points, row.printed) == ("cycle", "7", "6.7", "95.71")


def test_the_whole_survey_is_left_out_only_where_the_set_allows_it():
    cycle = a_scored_cycle(text=SCORED.replace('survey_optional = "yes"', 'survey_optional = "no"'))
    imported(cycle)
    cells = [(one.pk, "2.2") for one in cycle.participants.all()]
    with pytest.raises(ValidationError):
        cycle_actions.change_applicability(by=an_actor(), cycle=cycle, off=cells, reason="Không khảo sát")
    assert table(cycle)[0] == ("Sở Nội vụ", "91", 1)


def test_ranks_are_taken_inside_the_peer_group():
    cycle = a_scored_cycle()
    imported(cycle)
    moving = [participant(cycle, "Sở Tài chính")]
    cycle_actions.set_peer_group(by=an_actor(), cycle=cycle, participants=moving, peer_group="Khối tổng hợp")
    ranks = {name: rank for name, _printed, rank in table(cycle)}
    assert ranks == {"Sở Nội vụ": 1, "Sở Tài chính": 1, "Sở Y tế": None}


def test_a_cycle_without_scores_is_not_computed():
    cycle = a_scored_cycle()
    moving = [participant(cycle)]
    cycle_actions.set_peer_group(by=an_actor(), cycle=cycle, participants=moving, peer_group="Khối tổng hợp")
    assert IndexRun.objects.count() == 0


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE results_unitindex SET printed = '100'",
        "UPDATE results_domainindex SET points = '0'",
        "DELETE FROM results_domainindex",
        "UPDATE results_indexrun SET cause = 'undo'",
    ],
)
def test_the_database_itself_refuses_to_change_what_was_computed(statement):
    imported(a_scored_cycle())
    with pytest.raises((IntegrityError, OperationalError)), connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_ends_of_a_peer_group_are_read_back():
    stored = {"7": {"Xã": {"2.1": ["1/3", "0.9"]}}}
    assert populations_of(stored, 7, "Xã") == {"2.1": PeerRange(Fraction(1, 3), Fraction(9, 10))}
    assert populations_of(stored, 7, "Phường") == {}
