"""The final act: what making points final means, and undoing it."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.audit.changed import Changed
from cchc.council.actions.finishing import final_content, final_seal, make_final, undo_final
from cchc.council.forms.sessions import UndoFinalForm
from cchc.council.models import FinalPoints
from cchc.council.policies import may_make_final, may_undo_final
from cchc.council.queries.final import FinalCells, final_cells, final_faults, standing_final
from cchc.council.queries.standing import carried_decisions
from cchc.council.views.frame import council_context, cycle_for, sight_for
from cchc.cycles.models import Cycle
from cchc.ui.grave import BasisForm, Counted, GraveAct, NotYet, answer_grave, posted


@needs(Permission.COUNCIL_FINAL)
def final_make(request: Request, year: int) -> HttpResponse:
    """Show what making the points final means, or everything that is left to do; then do it. 404 where they are."""
    cycle = _cycle(request, year)
    if standing_final(cycle) is not None:
        raise Http404
    form = BasisForm(posted(request))
    cells = final_cells(cycle)
    seen = final_seal(final_content(cells))

    def act() -> HttpResponse:
        try:
            row = make_final(by=request.actor, cycle=cycle, seen=seen, basis=form.basis)
        except Changed:
            raise ValidationError(_("Something was saved meanwhile. Look at it again.")) from None
        words = _("The points of {units} units are final: {leaves} criteria.")
        messages.success(request, words.format(units=row.units, leaves=row.leaves))
        return redirect("council:year", year)

    def told() -> GraveAct:
        faults = final_faults(cycle, cells, sight_for(request, cycle).apart)
        if not cells.participants:
            raise ValidationError(
                _("No unit of this cycle is scored by the round: points files decide its points.")
            )
        if faults:
            raise NotYet(Counted(one.sentence, one.names) for one in faults)
        return finishing(cycle, cells, seen)

    context = council_context(request, cycle) | {
        "title": _("Make the points of {year} final").format(year=year),
        "back": reverse("council:year", args=[year]),
    }
    return answer_grave(request, "council/final.html", context, form=form, told=told, act=act)


def finishing(cycle: Cycle, cells: FinalCells, seen: str) -> GraveAct:
    """Return what making points final means; `seen` tells just these points from all others."""
    decided = len(carried_decisions(cycle))
    counted = ngettext(
        "%(leaves)s criteria of %(units)s unit have their final points, all in one act.",
        "%(leaves)s criteria of %(units)s units have their final points, all in one act.",
        len(cells.participants),
    )
    of_council = ngettext(
        "%(count)s of them as the council decided, the others as they were appraised.",
        "%(count)s of them as the council decided, the others as they were appraised.",
        decided,
    )
    groups: dict[str, int] = {}
    for one in cells.participants:
        groups[one.peer_group] = groups.get(one.peer_group, 0) + 1
    units = _("{group}: {count} units")
    return GraveAct(
        verb=_("Make the points final"),
        icon="gavel",
        happens=(
            counted % {"leaves": len(cells.counts), "units": len(cells.participants)},
            of_council % {"count": decided},
            _("Index, classes and ranks are computed at once."),
            _("No appraisal, correction or points file changes these points any more."),
            _("Mark of what is made final: {seal}").format(seal=seen[:12]),
        ),
        affected=tuple(Counted(units.format(group=name, count=count)) for name, count in groups.items()),
        undoing=_("Whoever may do this undoes it with a reason, before the results are released."),
    )


@needs(Permission.COUNCIL_FINAL)
def final_undo(request: Request, year: int) -> HttpResponse:
    """Show what undoing the final act means, then do it for a reason. 404 where the points are not final, and once they
    are released."""
    cycle = _cycle(request, year)
    final = standing_final(cycle)
    if final is None or not may_undo_final(request.actor, cycle):
        raise Http404
    form, found = UndoFinalForm(posted(request)), final

    def act() -> HttpResponse:
        undo_final(by=request.actor, cycle=cycle, reason=form.cleaned_data["reason"])
        messages.success(request, _("The points are final no longer: what counted before counts again."))
        return redirect("council:year", year)

    context = council_context(request, cycle) | {
        "title": _("Undo the final points of {year}").format(year=year),
        "back": reverse("council:year", args=[year]),
    }
    return answer_grave(
        request, "council/final.html", context, form=form, told=lambda: undoing(found), act=act
    )


def undoing(final: FinalPoints) -> GraveAct:
    """Return what undoing the final act means."""
    words = _("{leaves} criteria of {units} units, final since {day}, are final no longer.")
    return GraveAct(
        verb=_("Undo the final points"),
        icon="arrow-back-up",
        happens=(
            words.format(leaves=final.leaves, units=final.units, day=f"{localtime(final.at):%d/%m/%Y}"),
            _("What counted before the act counts again; index, classes and ranks are computed at once."),
            _("Nothing was built on them: the results of this cycle are not released."),
            _("The act, its hash and this reason stay in the log."),
        ),
        undoing=_("The points can be made final again; that is another act with the next number."),
    )


def _cycle(request: Request, year: int) -> Cycle:
    cycle = cycle_for(request, year)
    if not may_make_final(request.actor, cycle):
        raise Http404
    return cycle
