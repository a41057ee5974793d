"""The list of periodic reports, opening one, and moving its days."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.audit.changed import Changed
from cchc.core.plans.reports.periods import ReportKind, window
from cchc.following.actions.report_rounds import move_days, open_round
from cchc.following.forms.periodic import OpenRoundForm, RoundDaysForm
from cchc.following.models import FrameState, FrameVersion, ReportRound
from cchc.following.policies import may_collect, may_see_whole
from cchc.following.queries.report_words import round_name
from cchc.following.queries.rounds import is_frozen, is_withdrawn, round_lines, rounds_for
from cchc.ui.forms import put_errors
from cchc.ui.pages import page
from cchc.units.models import Kind, Unit
from cchc.units.queries import valid_on

ROWS = 150
REPORTING = (Kind.DEPARTMENT, Kind.COMMUNE, Kind.WARD, Kind.SPECIAL_ZONE)
DAYS_BEFORE = 3  # between the last day of the parts and the freezing, as proposed


@needs(Permission.FOLLOWING_READ)
@require_GET
def round_list(request: Request) -> HttpResponse:
    """The periodic reports that the reader draws together or writes in, the latest first."""
    rows: Page[Any] = Paginator(rounds_for(request.actor), ROWS).get_page(request.GET.get("page"))
    rows.object_list = round_lines(rows.object_list, request.actor.unit_id)
    shown = [(one, may_see_whole(request.actor, one.round), is_frozen(one.round)) for one in rows.object_list]
    context = {
        "title": _("Periodic reports"),
        "rows": rows,
        "lines": shown,
        "may_open": request.actor.may(Permission.REPORT_COLLECT),
        "today": timezone.localdate(),
    }
    return page(request, "following/periodic.html", context)


@needs(Permission.REPORT_COLLECT)
def round_open(request: Request) -> HttpResponse:
    """Open a periodic report for units, by a frame."""
    collector = _collector(request)
    today = timezone.localdate()
    kind, year = _asked(request, today.year)
    days = window(kind, year)
    frames = FrameVersion.objects.filter(state=FrameState.PUBLISHED).defer("content")
    frames = frames.order_by("name", "key", "-number")
    units = _reporting_units()
    initial: dict[str, Any] = {
        "frame": frames.first(),
        "kind": kind.value,
        "year": year,
        "cut_off": days.cut_off,
        "due": days.cut_off.replace(day=days.cut_off.day - DAYS_BEFORE),
        "units": [],
    }
    typed = _with_whole_kinds(request, units)
    form = OpenRoundForm(typed, frames=frames, units=units, initial=initial)
    ticked = set(typed.getlist("units")) if typed else set()
    context = {
        "title": _("Open a periodic report"),
        "form": form,
        "frames": frames,
        "kinds": _kinds(units, ticked),
        "chosen_kind": kind,
        "days": days,
        "periods": [(one.value, one.label) for one in ReportRound.Kind],
        "year": year,
        "years": sorted({today.year - 1, today.year, today.year + 1, year}),
    }
    if request.method != "POST":
        return page(request, "following/round_open.html", context)
    if not form.is_valid():
        return page(request, "following/round_open.html", context, status=422)
    try:
        made = open_round(by=request.actor, collector=collector, **form.cleaned_data)
    except ValidationError as refused:
        put_errors(form, refused)
        return page(request, "following/round_open.html", context, status=422)
    count = form.cleaned_data["units"].count()
    said = ngettext("{name}: {count} unit was told.", "{name}: {count} units were told.", count)
    messages.success(request, said.format(name=round_name(made), count=count))
    return redirect("following:round", made.pk)


@needs(Permission.REPORT_COLLECT)
def round_days(request: Request, pk: int) -> HttpResponse:
    """Move the days of a report; once it is frozen, say what would change and refuse."""
    round_ = collected_round(request, pk)
    if is_withdrawn(round_):
        raise Http404
    start = {
        "seen": round_.version,
        "data_to": round_.data_to,
        "due": round_.due,
        "cut_off": round_.cut_off,
    }
    form = RoundDaysForm(request.POST or None, initial=start)
    context = {
        "title": _("Days of the report"),
        "round": round_,
        "name": round_name(round_),
        "form": form,
        "frozen": is_frozen(round_),
    }
    if request.method != "POST":
        return page(request, "following/round_days.html", context)
    if not form.is_valid():
        return page(request, "following/round_days.html", context, status=422)
    said = {**form.cleaned_data, "seen_version": form.cleaned_data["seen"]}
    del said["seen"]
    try:
        move_days(by=request.actor, round_=round_, **said)
    except Changed as changed:
        again = {**request.POST.dict(), "seen": changed.now.version}
        context |= {"form": RoundDaysForm(again), "meanwhile": changed.now}
        return page(request, "following/round_days.html", context, status=409)
    except ValidationError as refused:
        put_errors(form, refused)
        return page(request, "following/round_days.html", context, status=422)
    messages.success(request, _("The days were saved."))
    return redirect("following:round", round_.pk)


def collected_round(request: Request, pk: int) -> ReportRound:
    """Return a round that the reader draws together; 404 for any other."""
    round_ = get_object_or_404(rounds_for(request.actor), pk=pk)
    if not may_collect(request.actor, round_.collector):
        raise Http404
    return round_


def _collector(request: Request) -> Unit:
    """The unit for which reports are drawn together: the province."""
    today = timezone.localdate()
    province = valid_on(today, Unit.objects.filter(kind=Kind.PROVINCE)).order_by("pk").first()
    if province is None or not may_collect(request.actor, province):
        raise Http404
    return province


def _asked(request: Request, this_year: int) -> tuple[ReportKind, int]:
    """The report that the address or the form names, else quarter 1 of this year."""
    asked = {**request.GET.dict(), **request.POST.dict()}
    known = {one.value for one in ReportKind}
    kind = ReportKind(asked["kind"]) if asked.get("kind") in known else ReportKind.Q1
    year = asked.get("year", "")
    fits = len(year) == 4 and year.isascii() and year.isdigit() and 2000 <= int(year) <= 2100
    return kind, int(year) if fits else this_year


def _reporting_units() -> QuerySet[Unit]:
    units = Unit.objects.filter(kind__in=REPORTING)
    return valid_on(timezone.localdate(), units).order_by("kind", "sort_key", "pk")


def _with_whole_kinds(request: Request, units: QuerySet[Unit]) -> QueryDict | None:
    """What was typed, with every unit of the kinds that were ticked whole; None where nothing was sent."""
    if request.method != "POST":
        return None
    typed = request.POST.copy()
    kinds = [kind for kind in typed.getlist("kinds") if kind in REPORTING]
    chosen = [*typed.getlist("units"), *(str(one.pk) for one in units if one.kind in kinds)]
    typed.setlist("units", list(dict.fromkeys(chosen)))
    return typed


def _kinds(units: QuerySet[Unit], ticked: set[str]) -> list[tuple[Kind, list[tuple[Unit, bool]]]]:
    """The units to choose from by kind, with whether each is ticked."""
    found: dict[Kind, list[tuple[Unit, bool]]] = {kind: [] for kind in REPORTING}
    for one in units:
        found[Kind(one.kind)].append((one, str(one.pk) in ticked))
    return [(kind, rows) for kind, rows in found.items() if rows]
