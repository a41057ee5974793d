"""What the own unit leads and in what it cooperates, by deadline."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.following.forms.mine import MineForm
from cchc.following.queries import mine
from cchc.ui.pages import page

ROWS = 150


@needs(Permission.FOLLOWING_READ)
@require_GET
def mine_page(request: Request) -> HttpResponse:
    """The records of the own unit, the most urgent first: those that it leads, or those in which it cooperates."""
    actor, today = request.actor, timezone.localdate()
    role = (
        mine.MineRole.COOPERATING
        if request.GET.get("vai_tro") == mine.MineRole.COOPERATING
        else mine.MineRole.LEAD
    )
    records = mine.records_of_role(actor, role)
    plans = mine.plans_of(records)
    form = MineForm(request.GET, plans=plans)
    asked = form.wanted()
    counts = mine.counts_by_group(mine.matching(records, asked, today, grouped=False), today)
    paginator = Paginator(mine.with_beside(mine.matching(records, asked, today), actor), ROWS)
    paginator.count = counts[asked.group] if asked.group is not None else sum(counts.values())
    rows: Page[Any] = paginator.get_page(request.GET.get("page"))
    shown = mine.rows_of(rows.object_list, today)
    context = {
        "title": _("My measures"),
        "unit": actor.unit,
        "has_unit": actor.unit_id is not None,
        "unit_id": actor.unit_id,
        "form": form,
        "asked": asked,
        "leads": role is mine.MineRole.LEAD,
        "roles": _roles(request, role),
        "groups": _groups(request, counts, asked.group),
        "sections": mine.sections_of(shown, counts),
        "rows": rows,
        "total": sum(count for one, count in counts.items() if one is not mine.MineGroup.OWN_PLAN),
        "plans": len(plans),
        "may_report": actor.may(Permission.PROGRESS_REPORT),
    }
    return page(request, "following/mine.html", context, part="records")


def _roles(request: Request, chosen: mine.MineRole) -> list[dict[str, Any]]:
    """What the unit does in the records, each with the address that shows those alone."""
    return [
        {"label": one.label, "href": _address(request, vai_tro=one.value, nhom=""), "chosen": one is chosen}
        for one in mine.MineRole
    ]


def _groups(
    request: Request, counts: Mapping[mine.MineGroup, int], chosen: mine.MineGroup | None
) -> list[dict[str, Any]]:
    """How many records stand in each group, with the address that shows those alone, or all again."""
    return [
        {
            "of": one,
            "count": count,
            "href": _address(request, nhom="" if one is chosen else one.value),
            "chosen": one is chosen,
        }
        for one, count in counts.items()
        if count or one is chosen
    ]


def _address(request: Request, **changed: str) -> str:
    query = request.GET.copy()
    query.pop("page", None)
    for name, value in changed.items():
        query[name] = value
    return f"?{query.urlencode()}"
