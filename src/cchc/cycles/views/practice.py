"""A practice cycle: begun from a cycle that counts, and thrown away, each with one act."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.practising import MOUNT, is_practising, practising
from cchc.access.requests import Request
from cchc.cycles import queries
from cchc.cycles.actions.practice import begin_practice, throw_practice_away
from cchc.cycles.forms.practice import PracticeForm, ThrowAwayForm
from cchc.cycles.models import ApplicabilityRequest, Cycle
from cchc.cycles.queries import practice_under_way
from cchc.cycles.views.frame import cycle_context, cycle_of
from cchc.ui.grave import GraveAct, answer_grave, posted


@needs(Permission.CYCLE_MANAGE)
def practice_begin(request: Request, pk: int) -> HttpResponse:
    """Show what a practice made from this cycle will be, then make it; 404 where one is under way."""
    cycle = cycle_of(request, pk)
    if is_practising() or practice_under_way(cycle.province_id) is not None:
        raise Http404
    form = PracticeForm(posted(request))
    today = timezone.localdate()

    def told() -> GraveAct | None:
        days = form.cleaned_data.get("days") if form.is_bound else None
        return _beginning(cycle, days) if days is not None else None

    def act() -> HttpResponse:
        begin_practice(by=request.actor, source=cycle, days=form.cleaned_data["days"], today=today)
        messages.success(request, _("The practice has begun. Everybody finds it beside the years."))
        return HttpResponseRedirect(f"{MOUNT}/")

    context = cycle_context(request, cycle, _("Begin a practice"))
    return answer_grave(request, "cycles/turn.html", context, form=form, told=told, act=act)


def _beginning(cycle: Cycle, days: int) -> GraveAct:
    phases = queries.phases(cycle)
    last = timezone.localdate() + timedelta(days=len(phases) * days - 1)
    count = cycle.participants.count()
    units = ngettext(
        "{count} unit can practise, with the criteria sets and peer groups of “{name}”.",
        "{count} units can practise, with the criteria sets and peer groups of “{name}”.",
        count,
    )
    return GraveAct(
        verb=_("Begin the practice"),
        happens=(
            units.format(count=count, name=cycle.name),
            _("{count} phases begin today and follow each other, the last ends on {day}.").format(
                count=len(phases), day=date_format(last, "SHORT_DATE_FORMAT")
            ),
            _("Nothing of it counts: no year, ranking, file, notice or letter of what counts changes."),
        ),
        undoing=_("Whoever manages cycles throws the practice away with one act, at any time."),
        icon="player-play",
        kind="primary",
    )


@needs(Permission.CYCLE_MANAGE)
def practice_throw_away(request: Request, pk: int) -> HttpResponse:
    """Show what is thrown away with a practice, then do it; 404 for a cycle that counts."""
    with practising():
        cycle = cycle_of(request, pk)
    form = ThrowAwayForm(posted(request))

    def act() -> HttpResponse:
        throw_practice_away(by=request.actor, cycle=cycle)
        messages.success(request, _("The practice was thrown away."))
        return HttpResponseRedirect(reverse("cycles:list").removeprefix(MOUNT))

    context = cycle_context(request, cycle, _("Throw the practice away"))
    return answer_grave(
        request, "cycles/turn.html", context, form=form, told=lambda: _throwing_away(cycle), act=act
    )


def _throwing_away(cycle: Cycle) -> GraveAct:
    asked = ApplicabilityRequest.objects.filter(participant__cycle=cycle).count()
    return GraveAct(
        verb=_("Throw the practice away"),
        happens=(
            _("{units} units lose what they typed and handed in, {sets} criteria sets their points.").format(
                units=cycle.participants.count(), sets=cycle.sets.count()
            ),
            _("{asked} requests, all appraisals, questions and results of it go.").format(asked=asked),
            _("No page opens it any more, and files that were made of it are deleted."),
            _(
                "The log keeps what was done in it, and the database what was handed in, computed and voted, sealed"
                " as everything that is handed in: it counts for nothing."
            ),
        ),
        undoing=_("It cannot be brought back; a new practice can begin at once."),
        icon="trash",
    )
