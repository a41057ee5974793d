"""The plan that an address names, for those who may see it or work on it."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404

from cchc.plans.models import Plan
from cchc.plans.policies import can_edit_plan
from cchc.plans.queries.plans import visible_to


def asked_plan(request: Any, pk: int) -> Plan:
    """The plan with its unit, document and file; 404 for a draft of others."""
    return get_object_or_404(visible_to(request.actor).select_related("unit", "document__file"), pk=pk)


def asked_to_edit(request: Any, pk: int) -> Plan:
    """The same, 404 as well for those who may only read it."""
    plan = asked_plan(request, pk)
    if not can_edit_plan(request.actor, plan):
        raise Http404
    return plan
