"""Taking the results of surveys into the index of a cycle, and taking that back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.audit.changed import Changed
from cchc.cycles.models import Cycle
from cchc.cycles.queries import address_of
from cchc.scores.actions.writing import refuse_final
from cchc.scores.forms import UndoFinalForm
from cchc.scores.views.frame import cycle_frame, requested_cycle
from cchc.surveys.actions.taking import take_results, take_results_back
from cchc.surveys.models import SurveyTaking
from cchc.surveys.policies import may_take_results
from cchc.surveys.queries.estimated import WhyNotEstimated
from cchc.surveys.queries.taken import standing_takings
from cchc.surveys.queries.takings import (
    BY_HAND,
    OTHER_FIGURES,
    TakingPlan,
    has_surveyed_sets,
    taking_plan,
)
from cchc.ui.grave import Counted, GraveAct, NotYet, answer_grave, posted
from cchc.ui.templatetags.ui import thousands

ROWS = 150

WHYS = {
    WhyNotEstimated.NO_SURVEY.value: gettext_lazy("No survey of this year has final results of the questionnaire:"),
    WhyNotEstimated.NOT_ASKED.value: gettext_lazy("The survey did not ask about the unit, or not this question:"),
    WhyNotEstimated.TOO_FEW.value: gettext_lazy(
        "Fewer valid answers than the survey prints: the criterion stays as it is, or is decided by hand:"
    ),
    WhyNotEstimated.TELLING.value: gettext_lazy(
        "All parts of the factor are criteria, and it would tell the one that has too few answers: it stays as it is, "
        "or is decided by hand:"
    ),
    WhyNotEstimated.SEVERAL.value: gettext_lazy("Several surveys of the year have a result; none is chosen:"),
    WhyNotEstimated.UNFIT.value: gettext_lazy("The result lies outside the bounds of the declared figure:"),
    BY_HAND: gettext_lazy("Decided by hand, with a reason: it stays:"),
    OTHER_FIGURES: gettext_lazy("The criterion needs other figures too, which no survey gives:"),
}  # fmt: skip


def _cycle(request: Request, province: str, year: int) -> Cycle:
    """The cycle at this address; 404 where no set of it is scored from surveys or it is not to be changed."""
    cycle = requested_cycle(request, province, year)
    if not may_take_results(request.actor, cycle) or not has_surveyed_sets(cycle):
        raise Http404
    return cycle


def _context(request: Request, cycle: Cycle, title: str) -> dict[str, Any]:
    ranking = reverse("results:cycle_ranking", args=address_of(cycle))
    return {"title": title, "back": ranking, **cycle_frame(request, cycle)}


@needs(Permission.SURVEY_CLOSE)
def taking(request: Request, province: str, year: int) -> HttpResponse:
    """Show what taking the results of surveys means for every unit, then do it as it was seen; below, the acts that
    stand."""
    cycle = _cycle(request, province, year)
    plan = taking_plan(cycle)
    context = {
        **_context(
            request, cycle, _("Take the results of surveys into the index of {year}").format(year=year)
        ),
        "moved": Paginator(plan.moved, ROWS).get_page(request.GET.get("page")),
        "standing": standing_takings(cycle),
    }

    def told() -> GraveAct:
        refuse_final(cycle)
        if not plan.cells:
            nothing = _("There is nothing to take: every survey leaf holds what its survey found.")
            without = _("There is nothing to take.")
            raise NotYet([Counted(nothing if plan.same else without), *_left(plan)])
        return _act_of(plan)

    def take() -> HttpResponse:
        try:
            made = take_results(by=request.actor, cycle=cycle, seen=plan.seal)
        except Changed:
            raise ValidationError(_("Something was saved meanwhile. Look at it again.")) from None
        words = _("{leaves} survey scores of {units} units were taken; the index is computed anew.")
        messages.success(request, words.format(leaves=thousands(made.leaves), units=thousands(made.units)))
        return redirect("results:cycle_ranking", *address_of(cycle))

    return answer_grave(
        request, "surveys/taking.html", context, form=Form(posted(request)), told=told, act=take
    )


def _act_of(plan: TakingPlan) -> GraveAct:
    units = len({cell.participant for cell in plan.cells})
    counted = ngettext(
        "%(leaves)s survey scores of %(units)s unit follow from the final results of surveys, all in one act.",
        "%(leaves)s survey scores of %(units)s units follow from the final results of surveys, all in one act.",
        units,
    )
    of_estimate = _("{survey}: estimate {number} of {day}, mark {mark}")
    behind = [one.estimate for one in plan.estimates.values()]
    unchanged = ngettext(
        "%(count)s score holds already what its survey found.",
        "%(count)s scores hold already what their survey found.",
        plan.same,
    )
    return GraveAct(
        verb=_("Take the results of surveys"),
        icon="download",
        kind="primary",
        happens=(
            counted % {"leaves": len(plan.cells), "units": units},
            *(
                of_estimate.format(
                    survey=one.survey.name,
                    number=one.number,
                    day=f"{localtime(one.at):%d/%m/%Y}",
                    mark=one.sha256[:12],
                )
                for one in behind
            ),
            *([unchanged % {"count": plan.same}] if plan.same else []),
            _("Index, classes and ranks are computed anew at once; before and after stand below."),
            _("Mark of what is taken: {seal}").format(seal=plan.seal[:12]),
        ),
        unfinished=tuple(_left(plan)),
        undoing=_("Whoever may do this takes it back with a reason, until the points are final."),
    )


def _left(plan: TakingPlan) -> Iterator[Counted]:
    """Yield the leaves that stay as they are, by reason and unit."""
    by_why: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for one in plan.left:
        by_why[one.why][one.participant.name].append(one.leaf)
    for why, words in WHYS.items():
        if why in by_why:
            names = tuple(f"{unit}: {', '.join(leaves)}" for unit, leaves in by_why[why].items())
            yield Counted(str(words), names)


@needs(Permission.SURVEY_CLOSE)
def taking_undo(request: Request, province: str, year: int) -> HttpResponse:
    """Show what taking back means what was taken last, then do it for a reason. 404 where nothing stands."""
    cycle = _cycle(request, province, year)
    standing = standing_takings(cycle)
    if not standing:
        raise Http404
    last = standing[0]
    form = UndoFinalForm(posted(request))

    def undo() -> HttpResponse:
        try:
            take_results_back(by=request.actor, taking=last, reason=form.cleaned_data["reason"])
        except Changed as changed:
            names = ", ".join(f"{one.change.unit} ({one.change.leaf})" for one in changed.now)
            told = _("These scores were changed since, and are taken back first: {names}.")
            raise ValidationError(told.format(names=names)) from None
        messages.success(request, _("The results are taken back; every score holds what it held before."))
        return redirect("surveys:taking", *address_of(cycle))

    title = _("Take the results of surveys back, {year}").format(year=year)
    context = _context(request, cycle, title) | {"back": reverse("surveys:taking", args=address_of(cycle))}
    return answer_grave(
        request, "surveys/taking_undo.html", context, form=form, told=lambda: _undoing(cycle, last), act=undo
    )


def _undoing(cycle: Cycle, last: SurveyTaking) -> GraveAct:
    refuse_final(cycle)
    words = _("{leaves} survey scores of {units} units, taken on {day}, hold again what they held before.")
    return GraveAct(
        verb=_("Take the results back"),
        icon="arrow-back-up",
        happens=(
            words.format(
                leaves=thousands(last.leaves),
                units=thousands(last.units),
                day=f"{localtime(last.at):%d/%m/%Y}",
            ),
            _("Index, classes and ranks are computed anew at once."),
        ),
        undoing=_("The results can be taken again; that is another act with the next number."),
    )
