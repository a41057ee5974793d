"""Sharing out the appraisal: who appraises what, announced once it is ready; and how far each person is."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.appraisal.actions.assigning import announce_plan, begin_plan, copy_plan, share_out_appraisal
from cchc.appraisal.forms.plan import PlanForm
from cchc.appraisal.models import AppraisalPlan
from cchc.appraisal.policies import may_assign, may_send_results
from cchc.appraisal.queries.coverage import coverage_of, plan_of
from cchc.appraisal.queries.loads import SharedWork, UncoveredLeaf, shared_work
from cchc.appraisal.queries.shares import appraisers, plan_to_copy, shared_parts
from cchc.appraisal.queries.sight import sight_in
from cchc.appraisal.queries.substitutes import substitutions
from cchc.appraisal.queries.units import appraised_units
from cchc.appraisal.views.frame import cycle_context, round_to_appraise
from cchc.audit.changed import Changed
from cchc.cycles.models import Cycle
from cchc.scores.models import Stage
from cchc.ui.forms import put_errors
from cchc.ui.grave import Counted, GraveAct, answer_grave, posted
from cchc.ui.pages import page


@needs(Permission.APPRAISAL_ASSIGN)
def plan_page(request: Request, year: int, stage: Stage) -> HttpResponse:
    """Show who appraises each part of the sets, what the sets propose and where nobody may; store what was chosen."""
    cycle = _cycle(request, year)
    plan, sight = plan_of(cycle, stage), sight_in(request.actor, cycle)
    parts = shared_parts(cycle, plan, sight, request.GET.getlist("chia"))
    typed = posted(request)
    form = PlanForm(typed, parts=parts, people=appraisers(), initial={"version": plan.version if plan else 0})
    status = 200
    if typed is not None:
        status = 422
        if form.is_valid():
            try:
                return _stored(request, cycle, stage, form)
            except ValidationError as refused:
                _put(form, refused)
            except Changed:
                form.add_error(None, _("Somebody else shared the work out meanwhile. Look at it again."))
                status = 409
    work = shared_work(cycle, stage, plan, sight)
    context = cycle_context(request, cycle, stage) | {
        "title": _("Who appraises what in {year}").format(year=year),
        "form": form,
        "plan": plan,
        "work": work,
        "substitutions": substitutions(coverage_of(plan), cycle, stage, sight),
        "copied_from": plan_to_copy(cycle, stage) if plan is None or not work.loads else None,
        "may_change": may_assign(request.actor, cycle),
    }
    return page(request, "appraisal/plan.html", context, status=status)


def _stored(request: Request, cycle: Cycle, stage: Stage, form: PlanForm) -> HttpResponse:
    plan = begin_plan(by=request.actor, cycle=cycle, stage=stage)
    seen = form.cleaned_data["version"]
    share_out_appraisal(by=request.actor, plan=plan, parts=form.given(), version=seen)
    messages.success(request, _("Stored who appraises what."))
    return redirect("appraisal:plan", cycle.year, stage)


def _put(form: PlanForm, refused: ValidationError) -> None:
    """Put the faults of parts beside their persons."""
    if hasattr(refused, "error_dict"):
        refused = ValidationError({f"person-{key}": whys for key, whys in refused.message_dict.items()})
    put_errors(form, refused)


@needs(Permission.APPRAISAL_ASSIGN)
def plan_announce(request: Request, year: int, stage: Stage) -> HttpResponse:
    """Show what announcing the plan means, and what nobody appraises; then announce it. 404 where nothing is shared
    out, or it is announced."""
    cycle = _cycle(request, year)
    plan = plan_of(cycle, stage)
    if plan is None or plan.announced_at is not None or not may_assign(request.actor, cycle):
        raise Http404
    found = plan

    def act() -> HttpResponse:
        announce_plan(by=request.actor, plan=found)
        messages.success(request, _("Announced: everybody who appraises is told and may begin."))
        return redirect("appraisal:plan", year, stage)

    def told() -> GraveAct:
        return announcing(shared_work(cycle, stage, found, sight_in(request.actor, cycle)))

    context = cycle_context(request, cycle, stage) | {"title": _("Announce who appraises what")}
    return answer_grave(
        request,
        "appraisal/announce.html",
        context,
        form=forms.Form(posted(request)),
        told=told,
        act=act,
    )


def announcing(work: SharedWork) -> GraveAct:
    """Return what announcing a plan means."""
    people = len(work.loads)
    return GraveAct(
        verb=_("Announce"),
        icon="bell",
        kind="primary",
        happens=(
            ngettext(
                "%(count)s person is told and may appraise what units have handed in.",
                "%(count)s people are told and may appraise what units have handed in.",
                people,
            )
            % {"count": people},
            _("From now on each change of the plan is told to whom it concerns at once."),
        ),
        affected=tuple(
            Counted(_("{who}: {count} criteria of units").format(who=one.person.name, count=one.cells))
            for one in work.loads
        ),
        unfinished=tuple(_uncovered(work)),
        undoing=_("It is not taken back; who appraises what can still be changed."),
    )


def _uncovered(work: SharedWork) -> list[Counted]:
    nobody = [one for one in work.uncovered if not one.given]
    near = [one for one in work.uncovered if one.given]
    found = []
    if nobody:
        words = ngettext(
            "%(count)s criterion is given to nobody.", "%(count)s criteria are given to nobody.", len(nobody)
        )
        found.append(Counted(words % {"count": len(nobody)}, tuple(map(_leaf_words, nobody))))
    if near:
        words = ngettext(
            "For some units of %(count)s criterion nobody may appraise: they stand near, and nobody stands in.",
            "For some units of %(count)s criteria nobody may appraise: they stand near, and nobody stands in.",
            len(near),
        )
        found.append(Counted(words % {"count": len(near)}, tuple(map(_near_words, near))))
    return found


def _leaf_words(one: UncoveredLeaf) -> str:
    return f"{one.node.number} {one.node.name}"


def _near_words(one: UncoveredLeaf) -> str:
    return f"{one.node.number}: {', '.join(one.units)}"


@needs(Permission.APPRAISAL_ASSIGN)
@require_POST
def plan_copy(request: Request, year: int, stage: Stage) -> HttpResponse:
    """Copy who appraised what last year into the empty plan of this year."""
    cycle = _cycle(request, year)
    source = plan_to_copy(cycle, stage)
    if source is None:
        raise Http404
    try:
        plan = begin_plan(by=request.actor, cycle=cycle, stage=stage)
        copied = copy_plan(by=request.actor, plan=plan, source=source)
    except ValidationError as refused:
        for text in refused.messages:
            messages.error(request, text)
    else:
        count = copied.assignments.filter(stands_in_for=None).count()
        words = ngettext(
            "%(count)s part is copied. Look at it, then announce it.",
            "%(count)s parts are copied. Look at them, then announce them.",
            count,
        )
        messages.success(request, words % {"count": count})
    return redirect("appraisal:plan", year, stage)


@needs(Permission.APPRAISAL_READ, Permission.PROGRESS_READ)
@require_GET
def progress_page(request: Request, year: int, stage: Stage) -> HttpResponse:
    """Show how far each person is, and what nobody appraises; nothing of units that stand near to the reader."""
    cycle = _cycle(request, year)
    plan: AppraisalPlan | None = plan_of(cycle, stage)
    announced = plan if plan is not None and plan.announced_at is not None else None
    context = cycle_context(request, cycle, stage) | {
        "title": _("Appraisal {year}: how far it is").format(year=year),
        "plan": announced,
        "units": appraised_units(cycle, stage, sight_in(request.actor, cycle)),
        "may_send": may_send_results(request.actor, cycle),
        "work": shared_work(cycle, stage, announced, sight_in(request.actor, cycle)) if announced else None,
    }
    return page(request, "appraisal/progress.html", context)


def _cycle(request: Request, year: int) -> Cycle:
    cycle = round_to_appraise(request, year)
    if cycle is None:
        raise Http404
    return cycle
