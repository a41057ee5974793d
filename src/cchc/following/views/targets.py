"""The targets of a plan with what was achieved of them, and where it is typed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.audit.changed import Changed
from cchc.following.actions.targets import report_targets
from cchc.following.forms.targets import TargetsForm
from cchc.following.policies import may_close, may_see_board
from cchc.following.queries.targets import TargetLine, report_keys, target_lines
from cchc.following.queries.words import period_words
from cchc.plans.models import Plan
from cchc.ui.pages import page


@needs(Permission.FOLLOWING_READ)
def targets(request: Request, pk: int) -> HttpResponse:
    """Show the targets of a plan with what was achieved in a period; take what the reader's unit reports."""
    plans = Plan.objects.filter(state=Plan.State.CURRENT).select_related("unit", "document")
    plan = get_object_or_404(plans, pk=pk)
    keys = report_keys(plan)
    period = request.GET.get("ky", keys[-1])
    if period not in keys:
        raise Http404
    lines = target_lines(request.actor, plan, period)
    sees_all = may_see_board(request.actor, plan)
    mine = [one for one in lines if one.may_report]
    if not sees_all and not mine:
        raise Http404
    form = TargetsForm(request.POST or None, lines=mine)
    context: dict[str, Any] = {
        "title": _("Targets: %(plan)s") % {"plan": plan.title},
        "plan": plan,
        "may_close": may_close(request.actor, plan),
        "sees_all": sees_all,
        "form": form,
        "periods": [(key, period_words(key), key == period) for key in keys],
        "period": period_words(period),
        "may_report": bool(mine),
    }
    if request.method == "POST":
        if not mine:
            raise Http404
        return _posted(request, plan, period, form, context, lines)
    return _page(request, context, lines, form, 200)


def _posted(
    request: Request,
    plan: Plan,
    period: str,
    form: TargetsForm,
    context: dict[str, Any],
    lines: list[TargetLine],
) -> HttpResponse:
    if not form.is_valid():
        return _page(request, context, lines, form, 422)
    try:
        written = report_targets(by=request.actor, plan=plan, period=period, said=form.said)
    except ValidationError as refused:
        if hasattr(refused, "error_dict"):
            form.put_faults(refused.message_dict)
        else:
            form.add_error(None, refused)
        return _page(request, context, lines, form, 422)
    except Changed as changed:
        now = target_lines(request.actor, plan, period)
        versions = {f"ban_{one.target.pk}": str(one.own.version if one.own else 0) for one in now}
        again = TargetsForm({**request.POST.dict(), **versions}, lines=[one for one in now if one.may_report])
        return _page(request, {**context, "meanwhile": changed}, now, again, 409)
    said = ngettext("{count} target was saved.", "{count} targets were saved.", len(written))
    messages.success(request, said.format(count=len(written)))
    return redirect(f"{reverse('following:targets', args=[plan.pk])}?ky={period}")


def _page(
    request: Request, context: dict[str, Any], lines: list[TargetLine], form: TargetsForm, status: int
) -> HttpResponse:
    rows = [
        (line, form[f"dat_{line.target.pk}"], form[f"ban_{line.target.pk}"])
        if line.may_report
        else (line, None, None)
        for line in lines
        if context["sees_all"] or line.may_report
    ]
    return page(request, "following/targets.html", {**context, "form": form, "lines": rows}, status=status)
