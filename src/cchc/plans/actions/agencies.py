"""Confirming which units an agency of a plan means; the choice is remembered for the next plan."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor
from cchc.access.permissions import Permission
from cchc.audit.actions import record
from cchc.audit.verbs import verb
from cchc.core.papers.answers import Confidence
from cchc.plans.actions.writing import lock_to_edit, require_row
from cchc.plans.models import Agency, Plan
from cchc.plans.queries.obstacles import unconfirmed_agencies
from cchc.units.actions import remember_wording
from cchc.units.actions.agencies import MOST_LETTERS_IN_WORDING
from cchc.units.models import Unit

CONFIRMED = verb("plans.agency_confirmed", _("confirmed which units “{agency}” means in {subject}"))
AGREED = verb("plans.agencies_agreed", _("agreed to the units proposed for {count} agencies in {subject}"))


@transaction.atomic
def confirm_agency(*, by: Actor, agency: Agency, units: Sequence[Unit], remember: bool = True) -> Agency:
    """Say which units `agency` means in its plan; none: the wording is no unit of the list and stays a text.

    With `remember`, the same wording means them in the plans to come of the whole province: so only where `by` works on
    every unit's plans, and where the wording is not too long to be an agency's.
    """
    held = lock_to_edit(by, agency.plan)
    agency = require_row(held.agencies.all(), agency.pk)
    agency.units.set(units)
    agency.confirmed = True
    agency.save(update_fields=["confirmed"])
    remember = remember and by.may(Permission.AGENCY_MANAGE) and len(agency.text) <= MOST_LETTERS_IN_WORDING
    if remember:
        remember_wording(by=by, text=agency.text, units=units)
    facts = {"agency": agency.text, "units": [unit.name for unit in units], "remember": remember}
    record(by=by, verb=CONFIRMED, subject=held.title, subject_id=held.pk, facts=facts)
    return agency


@transaction.atomic
def agree_to_proposals(*, by: Actor, plan: Plan) -> int:
    """Confirm every agency of `plan` that was found with some doubt, with the units that were found for it.

    Those without a unit, and those of which only a part was found, still wait; returns how many were confirmed. The
    proposals are rules and spellings that find the same units next time, so nothing is remembered.
    """
    held = lock_to_edit(by, plan)
    proposed = unconfirmed_agencies(held).filter(confidence=Confidence.LIKELY, units__isnull=False)
    agencies = list(held.agencies.filter(pk__in=proposed.values("pk")))
    held.agencies.filter(pk__in=[agency.pk for agency in agencies]).update(confirmed=True)
    if agencies:
        facts = {"count": len(agencies), "agencies": [agency.text for agency in agencies]}
        record(by=by, verb=AGREED, subject=held.title, subject_id=held.pk, facts=facts)
    return len(agencies)
