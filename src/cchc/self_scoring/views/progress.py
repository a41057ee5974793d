"""How far the units are with their sheets, for those who never see what a sheet holds before it is submitted."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_GET, require_POST

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.cycles.models import Cycle, PhaseKind, ScoredBy
from cchc.cycles.queries import visible_to
from cchc.cycles.queries.strip import year_strip
from cchc.self_scoring.actions.reminding import remind_late_units
from cchc.self_scoring.policies import may_take_in
from cchc.self_scoring.queries.progress import Progress, progress_counts, progress_of
from cchc.self_scoring.views.lines import SheetTab
from cchc.ui.pages import page

ALL = "tat-ca"
WAITED_FOR = (Progress.LATE, Progress.RETURNED, Progress.NOT_BEGUN, Progress.ON_THE_WAY)


def round_of(request: Request, year: int) -> Cycle:
    """Return the cycle of `year` in which units score themselves. Raises Http404 where there is none."""
    cycles = visible_to(request.actor).filter(year=year, sets__scored_by=ScoredBy.ROUND)
    found = cycles.select_related("province").distinct().first()
    if found is None:
        raise Http404
    return found


@needs(Permission.PROGRESS_READ)
@require_GET
def progress_page(request: Request, year: int) -> HttpResponse:
    """Show how far every unit is: not begun, on the way, submitted, returned, late; never what a sheet holds."""
    cycle = round_of(request, year)
    units = progress_of(cycle, timezone.now())
    counts = progress_counts(units)
    chosen = request.GET.get("xem", ALL)
    tabs = [SheetTab(ALL, pgettext("units", "All"), len(units))]
    tabs += [SheetTab(state.value, str(state.label), count) for state, count in counts.items() if count]
    shown = [one for one in units if chosen in (ALL, one.progress.value)]
    context = {
        "title": _("Self-scoring {year}: how far the units are").format(year=year),
        "cycle": cycle,
        "year": year,
        "strip_cycle": cycle,
        "year_strip": year_strip(cycle, timezone.localdate(), request.actor),
        "units": shown if chosen in {one.value for one in tabs} else units,
        "tabs": tabs,
        "chosen": chosen if chosen in {one.value for one in tabs} else ALL,
        "late": sum(counts[state] for state in WAITED_FOR),
        "until": _until(cycle, sum(one.is_extended for one in units)),
        "may_remind": request.actor.may(Permission.REMINDER_SEND),
        "may_take_in": may_take_in(request.actor),
        "extend_url": reverse("cycles:phase_extend", args=[cycle.pk, PhaseKind.SELF_SCORING.slug]),
        "may_see": request.actor.everywhere,
    }
    return page(request, "self_scoring/progress.html", context)


def _until(cycle: Cycle, extended: int) -> str:
    """Return until when self-scoring is or was open for all, and how many units have more time."""
    phase = cycle.phases.filter(kind=PhaseKind.SELF_SCORING).first()
    if phase is None:
        return _("The cycle has no days for self-scoring yet.")
    day = date_format(phase.ends, "SHORT_DATE_FORMAT")
    if timezone.localdate() <= phase.ends:
        said = _("Self-scoring is open for all until 23:59:59 on {day}.").format(day=day)
    else:
        said = _("Self-scoring was open for all until 23:59:59 on {day}.").format(day=day)
    if not extended:
        return said
    more = ngettext("%(count)s unit has more time.", "%(count)s units have more time.", extended)
    return f"{said} {more % {'count': extended}}"


@needs(Permission.REMINDER_SEND)
@require_POST
def remind(request: Request, year: int) -> HttpResponse:
    """Remind the units that have not submitted, each once a day at most, and say who was reminded."""
    cycle = round_of(request, year)
    done = remind_late_units(by=request.actor, cycle=cycle, now=timezone.now())
    if done.now:
        count = len(done.now)
        words = ngettext("%(count)s unit reminded.", "%(count)s units reminded.", count)
        messages.success(request, words % {"count": count})
    if done.earlier:
        count = len(done.earlier)
        words = ngettext(
            "%(count)s unit was reminded today already.",
            "%(count)s units were reminded today already.",
            count,
        )
        messages.info(request, words % {"count": count})
    if done.nobody:
        messages.warning(
            request,
            _("Nobody fills in the sheet in: {units}. Give somebody there an account.").format(
                units=", ".join(done.nobody)
            ),
        )
    return redirect("self_scoring:progress", year)
