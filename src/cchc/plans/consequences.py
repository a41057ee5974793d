"""What this room tells the rooms above it, in the transaction of the change, and what it asks them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from cchc.access.actor import Actor
from cchc.access.events import event, question
from cchc.plans.models import Plan
from cchc.plans.queries.standing import FollowedMeasure


@event
def plan_in_force(*, by: Actor, plan: Plan) -> None:
    """`plan` was put in force and may be followed from now on. It is held."""


@event
def plan_taken_back(*, by: Actor, plan: Plan) -> None:
    """`plan` is a draft again, on which nothing was built. It is held."""


@dataclass(frozen=True, slots=True)
class BuiltOnPlan:
    """Something that was built on a plan in force, in a few words."""

    what: str


@question(BuiltOnPlan)
def built_on_plan(*, plan: Plan) -> None:
    """What was built on `plan` since it is in force?"""


@question(FollowedMeasure)
def measures_followed(
    *, plans: Collection[int], units: frozenset[int] | None, measure: int | None, today: date
) -> None:
    """How does the work of the measures of `plans` stand, those that are followed? Of what one of `units` leads, only
    their work counts; None: of everybody. `measure`: this one alone."""
