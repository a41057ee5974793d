"""Who asks for changes of scores, and how."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

from cchc.access.actor import Actor
from cchc.access.permissions import Role
from cchc.cycles.models import Cycle, Participant
from cchc.scores import actions
from cchc.scores.models import Correction, Score
from cchc.units.models import Unit
from tests.builders import a_member, actor_for


def member_of(name: str, role: Role = Role.COORDINATOR) -> Actor:
    """Somebody of a department who may correct scores of the whole province."""
    return actor_for(a_member(role, unit=Unit.objects.get(name=name)))


def unit_of(cycle: Cycle, name: str = "Sở Nội vụ") -> Participant:
    """A unit that takes part."""
    return cycle.participants.select_related("cycle", "cycle_set__version", "unit").get(name=name)


def points(cycle: Cycle, name: str = "Sở Nội vụ", leaf: str = "1.2") -> str:
    """The points of a score as they are stored."""
    return Score.objects.get(participant=unit_of(cycle, name), leaf=leaf).points


def ask(
    by: Actor, cycle: Cycle, given: Any = Fraction(1), *, version: int = 1, name: str = "Sở Nội vụ"
) -> Correction:
    """A correction of the second criterion, as somebody makes it or asks for it."""
    return actions.correct_score(
        by=by,
        participant=unit_of(cycle, name),
        leaf="1.2",
        given=given,
        reason="Rà soát lại",
        version=version,
        reference=actions.Reference("12/BB-HĐTĐ", date(2026, 12, 20)),
    )
