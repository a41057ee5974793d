"""Whose plan a document says it is: the unit that issued it, where that is another than the one that was chosen."""

from __future__ import annotations

from django.db.models import QuerySet

from cchc.plans.models import Plan
from cchc.plans.queries.texts import day_of
from cchc.units.models import Unit
from cchc.units.queries import DayUnits


def issuer_as_owner(plan: Plan, among: QuerySet[Unit]) -> Unit | None:
    """Return the unit that surely issued the document of `plan`, if it is one of `among` and not the unit of the plan
    already; None for a plan by hand or an issuer that nobody knows for sure."""
    issuer = plan.document.issuer if plan.document and plan.reading_id else ""
    if not issuer:
        return None
    meant = DayUnits(day_of(plan)).match(issuer).unasked()
    return among.filter(pk=int(meant)).exclude(pk=plan.unit_id).first() if meant else None
