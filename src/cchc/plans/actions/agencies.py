"""Confirming which units an agency of a plan means; the choice is remembered for the next plan."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor
from cchc.audit.actions import record
from cchc.audit.verbs import verb
from cchc.plans.actions.writing import opened
from cchc.plans.models import Agency
from cchc.units.actions import remember_wording
from cchc.units.models import Unit

CONFIRMED = verb("plans.agency_confirmed", _("confirmed which units “{agency}” means in {subject}"))


@transaction.atomic
def confirm_agency(*, by: Actor, agency: Agency, units: Sequence[Unit], remember: bool = True) -> Agency:
    """Say which units `agency` means in its plan; none: the wording is no unit of the list and stays a text.

    With `remember`, the same wording means them in the plans to come.
    """
    held = opened(by, agency.plan)
    agency = held.agencies.get(pk=agency.pk)
    agency.units.set(units)
    agency.confirmed = True
    agency.save(update_fields=["confirmed"])
    if remember:
        remember_wording(by=by, text=agency.text, units=units)
    facts = {"agency": agency.text, "units": [unit.name for unit in units], "remember": remember}
    record(by=by, verb=CONFIRMED, subject=held.title, subject_id=held.pk, facts=facts)
    return agency
