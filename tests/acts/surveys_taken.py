"""Acts of surveys: their results taken into the index, and taken back."""

from __future__ import annotations

from datetime import date
from typing import Any

from cchc.access.permissions import Role
from cchc.cycles.queries import address_of
from cchc.surveys.actions.taking import take_results
from cchc.surveys.queries.takings import taking_plan
from tests import builders
from tests.acts.releasing import the_coordinator
from tests.acts.table import NUMBERS, Data, a_year, act, agreed, named, the_province
from tests.builders.surveyed import Found, a_survey, a_surveyed_cycle, an_estimate

COORDINATOR = Role.COORDINATOR
EARLY = date(2000, 1, 1)
RATE = Found("83.125", "76.25", "88.5", 160, 170)


def a_year_with_a_survey() -> Any:
    """A running year of one unit, and the final estimate of its survey."""
    name, year = named("Sở điều tra"), a_year()
    builders.a_unit(name, parent=the_province(), since=EARLY)  # the years of acts go back to 2001
    cycle = a_surveyed_cycle(year, units=(name,), province=the_province())
    an_estimate(a_survey(year, code=f"sipas{next(NUMBERS)}"), {name: RATE})
    return cycle


@act("surveys:taking", "surveys.taken", role=COORDINATOR)
def _() -> tuple[list[Any], Data]:
    return agreed("surveys:taking", list(address_of(a_year_with_a_survey())), {}, COORDINATOR)


@act("surveys:taking_undo", "surveys.taken_back", role=COORDINATOR)
def _() -> tuple[list[Any], Data]:
    cycle = a_year_with_a_survey()
    take_results(by=the_coordinator(), cycle=cycle, seen=taking_plan(cycle).seal)
    form = {"reason": "Sai một phiếu"}
    return agreed("surveys:taking_undo", list(address_of(cycle)), form, COORDINATOR)
