"""Accepting what was found in a plan, with the reason why it stays."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor
from cchc.audit.actions import record
from cchc.audit.models import by_line
from cchc.audit.verbs import verb
from cchc.core.plans.plan import Finding
from cchc.plans.actions.understanding import MeaningOutdated, plan_as_stored, retry_outdated
from cchc.plans.actions.writing import lock_to_edit, require_row
from cchc.plans.models import Acceptance, Plan
from cchc.plans.queries.findings import findings_of

ACCEPTED = verb("plans.finding_accepted", _("accepted a finding in {subject} ({found}): {reason}"))
REOPENED = verb("plans.finding_reopened", _("took back the acceptance of a finding in {subject}: {reason}"))


def accept_finding(*, by: Actor, plan: Plan, fingerprint: str, reason: str) -> Acceptance:
    """Let a finding of `plan` stand, for a `reason`.

    Raises ValidationError without a reason, or when the plan has no such finding any more.
    """
    kept = reason.strip()
    if not kept:
        raise ValidationError({"reason": _("Say why it may stay as it is.")})

    def attempt() -> Acceptance:
        seen = plan_as_stored(plan)
        found = next((one.finding for one in findings_of(seen) if one.fingerprint == fingerprint), None)
        return _accept(by, seen, found, fingerprint, kept)

    return retry_outdated(attempt)


@transaction.atomic
def _accept(by: Actor, seen: Plan, found: Finding | None, fingerprint: str, kept: str) -> Acceptance:
    held = lock_to_edit(by, seen)
    if held.version != seen.version:
        raise MeaningOutdated
    if found is None:
        raise ValidationError(_("This is no longer found in the plan."))
    acceptance, _made = Acceptance.objects.update_or_create(
        plan=held,
        fingerprint=fingerprint,
        defaults={"reason": kept, **by_line(by)},
    )
    facts = {"code": found.code, "found": found.found, "reason": kept}
    record(by=by, verb=ACCEPTED, subject=held.title, subject_id=held.pk, facts=facts)
    return acceptance


@transaction.atomic
def reopen_finding(*, by: Actor, acceptance: Acceptance) -> None:
    """Take an acceptance back."""
    held = lock_to_edit(by, acceptance.plan)
    acceptance = require_row(held.acceptances.all(), acceptance.pk)
    record(by=by, verb=REOPENED, subject=held.title, subject_id=held.pk, facts={"reason": acceptance.reason})
    acceptance.delete()
