"""A draft goes before its head, who puts it in force or gives it back; a plan in force becomes a draft again."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.plans.actions.enforcing import (
    give_back,
    make_plan,
    refuse_unfinished,
    submit_plan,
    take_back,
    withdraw_plan,
)
from cchc.plans.forms.review import TakeBackForm
from cchc.plans.models import Agency, Measure, Plan
from cchc.plans.policies import may_enforce_plans_of
from cchc.plans.queries.findings import findings_of
from cchc.plans.templatetags.plans import severity_word
from cchc.plans.views.addressing import plan_or_404, plan_to_edit
from cchc.plans.views.review import review_page
from cchc.ui.forms import put_errors
from cchc.ui.grave import BasisForm, Counted, GraveAct, answer_grave, posted
from cchc.ui.pages import page
from cchc.ui.templatetags.ui import message_text


def _asked_to_enforce(request: Request, pk: int) -> Plan:
    """The plan; 404 for those who may not put it in force."""
    plan = plan_or_404(request, pk)
    if not may_enforce_plans_of(request.actor, plan.unit):
        raise Http404
    return plan


def _refused(request: Request, plan: Plan, refused: ValidationError) -> HttpResponse:
    """Why it was not done, on the page where the plan is: beside its rows while it is a draft."""
    if plan.state == Plan.State.DRAFT:
        return review_page(request, plan, status=422, refused=refused.messages)
    messages.error(request, " ".join(refused.messages))
    return redirect("plans:detail", plan.pk)


@needs(Permission.PLAN_EDIT)
@require_POST
def plan_submit(request: Request, pk: int) -> HttpResponse:
    """Lay the draft before its head; 422 with what is left to do."""
    plan = plan_to_edit(request, pk)
    try:
        submit_plan(by=request.actor, plan=plan)
    except ValidationError as refused:
        return _refused(request, plan, refused)
    messages.success(request, _("The plan was submitted; it waits on the head's page “My work”."))
    return redirect("plans:detail", plan.pk)


@needs(Permission.PLAN_EDIT)
@require_POST
def plan_withdraw(request: Request, pk: int) -> HttpResponse:
    """Take the submitted plan back, to go on with it."""
    plan = plan_to_edit(request, pk)
    try:
        withdraw_plan(by=request.actor, plan=plan)
    except ValidationError as refused:
        return _refused(request, plan, refused)
    messages.success(request, _("The plan is a draft again."))
    return redirect("plans:review", plan.pk)


@needs(Permission.PLAN_ENFORCE)
def plan_make(request: Request, pk: int) -> HttpResponse:
    """Show what putting the plan in force means and what is open in it, then do it; 422 with what is left to do."""
    plan = _asked_to_enforce(request, pk)
    if plan.state == Plan.State.CURRENT:
        messages.error(request, _("The plan is in force already."))
        return redirect("plans:detail", plan.pk)
    document = plan.document
    stated = {"basis_number": document.number, "basis_date": document.date} if document else {}
    form = BasisForm(posted(request), initial=stated)

    def act() -> HttpResponse:
        make_plan(by=request.actor, plan=plan, basis=form.basis)
        messages.success(request, _("The plan is in force."))
        return redirect("plans:detail", plan.pk)

    back = reverse("plans:review" if plan.state == Plan.State.DRAFT else "plans:detail", args=[plan.pk])
    context = {"title": _("Put the plan in force"), "plan": plan, "back": back}
    return answer_grave(
        request, "plans/make.html", context, form=form, told=lambda: putting_in_force(plan), act=act
    )


def putting_in_force(plan: Plan) -> GraveAct:
    """Return what putting `plan` in force means. Raises ValidationError with what is left to do before."""
    refuse_unfinished(plan)
    measures = Measure.objects.filter(section__plan=plan).count()
    units = Agency.units.through.objects.filter(agency__plan=plan).values("unit").distinct().count()
    happens = (
        ngettext(
            "%(count)s measure of “%(title)s” is in force from now on, and everybody sees it.",
            "%(count)s measures of “%(title)s” are in force from now on, and everybody sees them.",
            measures,
        )
        % {"count": measures, "title": plan.title},
        ngettext(
            "%(count)s unit is named in it and finds its measures among its work.",
            "%(count)s units are named in it and find their measures among their work.",
            units,
        )
        % {"count": units},
        _("Its file is kept as an official document; from now on only who puts plans in force changes it."),
    )
    open_findings = [found.finding for found in findings_of(plan) if found.acceptance is None]
    words = ngettext(
        "%(count)s finding of the check is open.",
        "%(count)s findings of the check are open.",
        len(open_findings),
    )
    named = tuple(f"{severity_word(one.severity)}: {message_text(one.why)}" for one in open_findings)
    return GraveAct(
        verb=_("Put the plan in force"),
        icon="player-play",
        kind="primary",
        happens=happens,
        unfinished=(Counted(words % {"count": len(named)}, named),) if named else (),
        undoing=_("Its head can make it a draft again at any time, with a reason; the log keeps both acts."),
    )


@needs(Permission.PLAN_ENFORCE)
def plan_give_back(request: Request, pk: int) -> HttpResponse:
    """Give the submitted plan back to those who work on it, for a reason; 404 for one that does not wait."""
    return _with_reason(
        request,
        _asked_to_enforce(request, pk),
        Plan.State.SUBMITTED,
        give_back,
        template="plans/give_back.html",
        title=_("Give the plan back"),
        done=_("The plan was given back."),
    )


@needs(Permission.PLAN_ENFORCE)
def plan_take_back(request: Request, pk: int) -> HttpResponse:
    """Make a plan in force a draft again, for a reason; 404 for a draft."""
    return _with_reason(
        request,
        _asked_to_enforce(request, pk),
        Plan.State.CURRENT,
        take_back,
        template="plans/take_back.html",
        title=_("Make the plan a draft again"),
        done=_("The plan is a draft again."),
    )


def _with_reason(
    request: Request,
    plan: Plan,
    state: Plan.State,
    act: Callable[..., Plan],
    *,
    template: str,
    title: str,
    done: str,
) -> HttpResponse:
    """Ask for the reason, then do it; 404 where the plan does not stand in `state`."""
    form = TakeBackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            act(by=request.actor, plan=plan, **form.cleaned_data)
        except ValidationError as refused:
            put_errors(form, refused)
        else:
            messages.success(request, done)
            return redirect("plans:review", plan.pk)
    if plan.state != state and not form.errors:
        raise Http404
    context = {"title": title, "form": form, "plan": plan, "back": reverse("plans:detail", args=[plan.pk])}
    return page(request, template, context, status=422 if form.is_bound else 200)
