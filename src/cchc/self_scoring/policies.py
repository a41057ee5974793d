"""Who may see a sheet and who may fill it in, hand it in and give it back. Until Chốt a sheet is its unit's alone."""

from __future__ import annotations

from cchc.access.actor import Actor
from cchc.access.permissions import Permission
from cchc.cycles.models import State
from cchc.cycles.policies import is_of_unit, sight_of
from cchc.self_scoring.models import UnitSheet


def may_see_content(actor: Actor, sheet: UnitSheet) -> bool:
    """Whether `actor` may see what a sheet holds: people of the unit always; the province, and a leader of units below,
    once it is submitted."""
    unit = sheet.participant.unit_id
    if not actor.may(Permission.SHEET_READ):
        return False
    if sheet.state != UnitSheet.State.SUBMITTED:
        return is_of_unit(actor, unit)
    return actor.everywhere or is_of_unit(actor, unit) or unit in sight_of(actor).units


def may_edit(actor: Actor, sheet: UnitSheet) -> bool:
    """Whether `actor` may fill in a sheet while it is open."""
    return actor.may(Permission.SHEET_EDIT) and is_of_unit(actor, sheet.participant.unit_id)


def may_submit(actor: Actor, sheet: UnitSheet) -> bool:
    """Whether `actor` may hand in a sheet: the head of its unit."""
    return actor.may(Permission.SHEET_SUBMIT) and is_of_unit(actor, sheet.participant.unit_id)


def may_return(actor: Actor) -> bool:
    """Whether `actor` may give submitted sheets back; of a unit that stands near, somebody else does (the action asks
    `cycles.actions.applicability.check_not_near`)."""
    return actor.may(Permission.SHEET_RETURN)


def may_take_in(actor: Actor) -> bool:
    """Whether `actor` may take in sheets that were not submitted at the lock, of units that do not stand near."""
    return actor.may(Permission.SHEET_TAKE_IN)


def may_read_progress(actor: Actor) -> bool:
    """Whether `actor` may see how far every unit is, and nothing of what its sheet holds."""
    return actor.may(Permission.PROGRESS_READ)


def is_filling(sheet: UnitSheet) -> bool:
    """Whether a sheet is being filled in, in a cycle that runs; whether its phase is open is another question."""
    return sheet.state == UnitSheet.State.FILLING and sheet.participant.cycle.state == State.OPEN
