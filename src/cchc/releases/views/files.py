"""Making the points of files final by a decision, and undoing it."""

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
from cchc.cycles.models import ScoredBy
from cchc.releases.actions.files import make_files_final, undo_files_final
from cchc.releases.forms.releasing import UndoFilesForm
from cchc.releases.models import FileFinal
from cchc.releases.policies import may_settle_files, may_unsettle_files
from cchc.releases.queries.faults import (
    file_cells,
    file_final_faults,
    seal_of_cells,
    standing_file_final,
)
from cchc.releases.views.frame import cycle_for, release_context
from cchc.ui.grave import BasisForm, Counted, GraveAct, NotYet, answer_grave, posted


@needs(Permission.RELEASE_PREPARE)
def files_final(request: Request, year: int) -> HttpResponse:
    """Show what making the points of files final means, or everything that is left to do; then do it. 404 where they
    are."""
    cycle = cycle_for(year)
    if not may_settle_files(request.actor, cycle) or standing_file_final(cycle) is not None:
        raise Http404
    form = BasisForm(posted(request))
    cells = file_cells(cycle)
    seen = seal_of_cells(cells)

    def act() -> HttpResponse:
        try:
            row = make_files_final(by=request.actor, cycle=cycle, seen=seen, basis=form.basis)
        except Changed:
            raise ValidationError(_("Something was saved meanwhile. Look at it again.")) from None
        words = _("The points of {units} units are final: {leaves} criteria.")
        messages.success(request, words.format(units=row.units, leaves=row.leaves))
        return redirect("releases:year", year)

    def told() -> GraveAct:
        faults = file_final_faults(cycle)
        if faults:
            raise NotYet(Counted(one.sentence, one.names) for one in faults)
        groups: dict[str, int] = {}
        for one in cycle.participants.filter(cycle_set__scored_by=ScoredBy.FILE):
            groups[one.peer_group] = groups.get(one.peer_group, 0) + 1
        return _settling(groups, len(cells), seen)

    context = release_context(request, cycle) | {
        "title": _("Make the points of files of {year} final").format(year=year),
        "back": reverse("releases:year", args=[year]),
    }
    return answer_grave(request, "releases/grave.html", context, form=form, told=told, act=act)


def _settling(groups: dict[str, int], leaves: int, seen: str) -> GraveAct:
    units = sum(groups.values())
    counted = ngettext(
        "%(leaves)s criteria of %(units)s unit have their final points, all in one act.",
        "%(leaves)s criteria of %(units)s units have their final points, all in one act.",
        units,
    )
    return GraveAct(
        verb=_("Make the points final"),
        icon="gavel",
        happens=(
            counted % {"leaves": leaves, "units": units},
            _("The decision by which they are final is given below; without one nothing is done."),
            _("No appraisal, correction or points file changes these points any more."),
            _("Mark of what is made final: {seal}").format(seal=seen[:12]),
        ),
        affected=tuple(
            Counted(_("{group}: {count} units").format(group=name, count=count))
            for name, count in groups.items()
        ),
        undoing=_("Whoever may do this undoes it with a reason, before the results are released."),
    )


@needs(Permission.RELEASE_PREPARE)
def files_undo(request: Request, year: int) -> HttpResponse:
    """Show what undoing it means, then do it for a reason. 404 where the points are not final, and once they are
    released."""
    cycle = cycle_for(year)
    final = standing_file_final(cycle)
    if final is None or not may_unsettle_files(request.actor, cycle):
        raise Http404
    form, found = UndoFilesForm(posted(request)), final

    def act() -> HttpResponse:
        undo_files_final(by=request.actor, cycle=cycle, reason=form.cleaned_data["reason"])
        messages.success(request, _("The points are final no longer: they can be changed again."))
        return redirect("releases:year", year)

    context = release_context(request, cycle) | {
        "title": _("Undo the final points of files of {year}").format(year=year),
        "back": reverse("releases:year", args=[year]),
    }
    return answer_grave(
        request, "releases/grave.html", context, form=form, told=lambda: _undoing(found), act=act
    )


def _undoing(final: FileFinal) -> GraveAct:
    words = _("{leaves} criteria of {units} units, final since {day}, are final no longer.")
    return GraveAct(
        verb=_("Undo the final points"),
        icon="arrow-back-up",
        happens=(
            words.format(leaves=final.leaves, units=final.units, day=f"{localtime(final.at):%d/%m/%Y}"),
            _("Corrections and points files change them again. A draft of the release is not public."),
            _("The act, its hash and this reason stay in the log."),
        ),
        undoing=_("The points can be made final again; that is another act with the next number."),
    )
