"""Results that others published, typed or pasted from their table."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor, NotPermitted
from cchc.access.permissions import Permission
from cchc.analysis.models import PublishedResult
from cchc.analysis.policies import may_make_remediation_of
from cchc.audit.actions import record
from cchc.audit.changed import Changed
from cchc.audit.models import by_line
from cchc.audit.verbs import verb
from cchc.core.plans.remedies import published_lines
from cchc.plans.actions.writing import require_row
from cchc.units.models import Unit

WRITTEN = verb("analysis.published_written", _("wrote the published result {subject}"))
DELETED = verb("analysis.published_deleted", _("deleted the published result {subject}"))


@transaction.atomic
def write_published(
    *,
    by: Actor,
    unit: Unit,
    title: str,
    year: int,
    document: str,
    lines: str,
    result: PublishedResult | None = None,
    version: int | None = None,
) -> PublishedResult:
    """Keep a result of `unit` that others published, or mend one that is kept.

    `lines` is its table (`core.plans.remedies.published_lines`). `version` is that of the result the person saw: raises
    `Changed` when it is another now. Raises `Faults` with every line that is not understood; ValidationError where
    proposals stand on it already, and `NotPermitted`.
    """
    if not may_make_remediation_of(by, unit):
        raise NotPermitted(Permission.PLAN_EDIT)
    read = published_lines(lines)
    if not any(one.lost for one in read):
        raise ValidationError({"lines": _("No line of the table lost any points.")})
    held = PublishedResult() if result is None else _held(by, result)
    if result is not None:
        if held.version != version:
            raise Changed(seen=version, now=held)
        _refuse_built_on(held)
        held.version += 1
    held.of_unit, held.title, held.year, held.document, held.lines = unit, title, year, document, lines
    for name, value in by_line(by).items():
        setattr(held, name, value)
    held.save()
    facts = {"year": year, "lines": len(read)}
    record(by=by, verb=WRITTEN, subject=title, subject_id=held.pk, facts=facts)
    return held


@transaction.atomic
def delete_published(*, by: Actor, result: PublishedResult) -> None:
    """Delete a published result. Raises ValidationError where proposals stand on it, and `NotPermitted`."""
    held = _held(by, result)
    _refuse_built_on(held)
    record(by=by, verb=DELETED, subject=held.title, subject_id=held.pk, facts={"year": held.year})
    held.delete()


def _held(by: Actor, result: PublishedResult) -> PublishedResult:
    rows = PublishedResult.objects.select_for_update(of=("self",)).select_related("of_unit")
    held = require_row(rows, result.pk)
    if not may_make_remediation_of(by, held.of_unit):
        raise NotPermitted(Permission.PLAN_EDIT)
    return held


def _refuse_built_on(held: PublishedResult) -> None:
    if held.remediation_plans.exists():
        raise ValidationError(_("A remediation plan is made from this result: it stays as it is."))
