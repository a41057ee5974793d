"""Confirming which units an agency of a plan means; the choice is remembered for the next plan."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor
from cchc.access.permissions import Permission
from cchc.audit.actions import record
from cchc.audit.verbs import verb
from cchc.core.papers.answers import Confidence
from cchc.plans.actions.writing import lock_to_edit, require_row
from cchc.plans.models import Agency, Plan
from cchc.plans.queries.obstacles import unconfirmed_agencies
from cchc.units.actions import remember_group, remember_wording
from cchc.units.actions.agencies import MOST_LETTERS_IN_WORDING
from cchc.units.models import Unit

CONFIRMED = verb("plans.agency_confirmed", _("confirmed which units “{agency}” means in {subject}"))
KEPT = verb("plans.agencies_kept", _("kept the words of {count} agencies in {subject} as a text"))
AGREED = verb("plans.agencies_agreed", _("agreed to the units proposed for {count} agencies in {subject}"))


@transaction.atomic
def confirm_agency(
    *, by: Actor, agency: Agency, units: Sequence[Unit], remember: bool = True, as_group: bool = False
) -> Agency:
    """Say which units `agency` means in its plan; none: the wording is no unit of the list and stays a text.

    With `remember`, the same wording means them in the plans to come of the whole province: so only where `by` works on
    every unit's plans, and where the wording is not too long to be an agency's. `as_group`: they are remembered as an
    agency group of this name, which is seen and changed among the groups. Raises ValidationError when its name is too
    long for a group.
    """
    held = lock_to_edit(by, agency.plan)
    agency = require_row(held.agencies.all(), agency.pk)
    agency.units.set(units)
    agency.confirmed = True
    agency.save(update_fields=["confirmed"])
    remember = remember and by.may(Permission.AGENCY_MANAGE) and len(agency.text) <= MOST_LETTERS_IN_WORDING
    if as_group and by.may(Permission.AGENCY_MANAGE):
        remember_group(by=by, name=agency.text, units=units)
    elif remember:
        remember_wording(by=by, text=agency.text, units=units)
    facts = {"agency": agency.text, "units": [unit.name for unit in units], "remember": remember}
    record(by=by, verb=CONFIRMED, subject=held.title, subject_id=held.pk, facts=facts)
    return agency


@transaction.atomic
def agree_to_proposals(*, by: Actor, plan: Plan, chosen: Collection[int] | None = None) -> int:
    """Confirm every agency of `plan` that was found with some doubt, with the units that were found for it; of the
    `chosen` ones, by their ids, also those for which a part or several units were found.

    Those without a unit still wait; returns how many were confirmed. The proposals are rules and spellings that find
    the same units next time, so nothing is remembered.
    """
    held = lock_to_edit(by, plan)
    proposed = unconfirmed_agencies(held).filter(units__isnull=False)
    proposed = (
        proposed.filter(confidence=Confidence.LIKELY) if chosen is None else proposed.filter(pk__in=chosen)
    )
    return _settle(by, held, proposed, AGREED)


@transaction.atomic
def keep_as_texts(*, by: Actor, plan: Plan, chosen: Collection[int]) -> int:
    """Keep the words of the `chosen` agencies of `plan`, by their ids, as texts that mean no unit; returns how many
    waited. Nothing is remembered: many words that are settled at once are seldom looked at one by one."""
    held = lock_to_edit(by, plan)
    waiting = unconfirmed_agencies(held).filter(pk__in=chosen)
    Agency.units.through.objects.filter(agency__in=list(waiting.values_list("pk", flat=True))).delete()
    return _settle(by, held, waiting, KEPT)


def _settle(by: Actor, plan: Plan, waiting: QuerySet[Agency], done: str) -> int:
    """Confirm agencies as they stand, in one record; returns how many."""
    agencies = list(plan.agencies.filter(pk__in=list(waiting.values_list("pk", flat=True))))
    plan.agencies.filter(pk__in=[agency.pk for agency in agencies]).update(confirmed=True)
    if agencies:
        facts = {"count": len(agencies), "agencies": [agency.text for agency in agencies]}
        record(by=by, verb=done, subject=plan.title, subject_id=plan.pk, facts=facts)
    return len(agencies)
