"""What of this room is staged: the Excel table of a plan, brought back."""

from __future__ import annotations

from cchc.intake.kinds import Brought, Compared, StagedKind
from cchc.plans.actions.sheets import (
    PLAN_SHEET,
    open_plan,
    record_given_up,
    version_to_edit,
    write_sheet,
)
from cchc.plans.actions.understanding import plan_as_stored
from cchc.plans.exchange.comparing import SHEET_FILE
from cchc.plans.exchange.difference import Difference
from cchc.plans.exchange.difference_json import as_json
from cchc.plans.models import Plan
from cchc.plans.queries.sheets import sheet_sections


def _compare(brought: Brought) -> Compared:
    """What the table would change in the plan; where others changed the plan since the table was downloaded, both."""
    plan = plan_as_stored(Plan(pk=int(brought.about)))
    return compared_sheet(plan, SHEET_FILE.read(brought.data, brought.name, sheet_sections(plan)))


def compared_sheet(plan: Plan, change: Difference) -> Compared:
    """A difference from `plan` as a staged file keeps it."""
    return Compared(as_json(change), counts=change.counts._asdict(), seen=str(plan.version))


PLAN_SHEETS: StagedKind[Plan] = StagedKind(
    code=PLAN_SHEET,
    compare=_compare,
    open=open_plan,
    apply=write_sheet,
    give_up=record_given_up,
    version=version_to_edit,
)
KINDS = (PLAN_SHEETS,)
