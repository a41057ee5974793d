"""The import of scores: a file, what it would change, apply or give up, and the history with its undo."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.core.words.messages import Faults
from cchc.criteria.queries import criteria_of
from cchc.cycles.models import Cycle, CycleSet, about_set
from cchc.cycles.queries import address_of
from cchc.documents.models import Errand
from cchc.documents.queries.downloads import made_file, slug_of
from cchc.documents.views import dear
from cchc.intake.models import StagedFile
from cchc.intake.views import ROWS, Addresses, Fact, Frame, Undoing
from cchc.scores import actions
from cchc.scores.exchange.mending import mending_file
from cchc.scores.forms import PointsFileForm
from cchc.scores.policies import may_import_scores, may_take_back_scores
from cchc.scores.queries.applying import split_apart
from cchc.scores.queries.imports import changes_of, imports_of, last_applied, set_key
from cchc.scores.queries.interests import participants_of_interest
from cchc.scores.queries.requests import corrections_from
from cchc.scores.queries.ways import leaves_by_file, sets_by_file
from cchc.scores.staged import POINTS_FILES
from cchc.scores.views.frame import cycle_frame, requested_cycle
from cchc.ui.templatetags.ui import message_text

ADDRESSES = Addresses(
    list="scores:imports",
    one="scores:import",
    file="scores:import_file",
    apply="scores:import_apply",
    again="scores:import_again",
    give_up="scores:import_give_up",
)


def _frame(request: Request, province: str, year: int) -> tuple[Cycle, Frame]:
    """A cycle, and the pages of the points files that were brought for its sets."""
    cycle = requested_cycle(request, province, year)
    sets = {one.pk: one for one in cycle.sets.select_related("version")}
    ranking = reverse("results:cycle_ranking", args=[province, year])
    frame = Frame(
        request=request,
        kind=POINTS_FILES,
        rows=imports_of(cycle),
        addresses=replace(ADDRESSES, args=(province, year)),
        title=_("Import scores"),
        crumbs=[(_("Ranking of %(year)s") % {"year": year}, ranking)],
        template="scores/import.html",
        listing="scores/imports.html",
        difference=_difference_in(request, sets),
        facts=_facts_in(sets),
        undoing=_undoing(request, cycle),
        around={
            "sets": [one for one in sets.values() if leaves_by_file(one)],
            "has_sets": bool(sets),
            **cycle_frame(request, cycle),
        },
        may_change=may_import_scores(request.actor, cycle),
        advice=_advice_in(reverse("scores:imports", args=[province, year])),
    )
    return cycle, frame


def _advice_in(address: str) -> Callable[[Faults], dict[str, str]]:
    """What is said beside the faults of a points file: that the rows without faults can be taken, or why not."""
    words = _(
        "Bring the file again and take only the rows without faults; the others are given back to be mended"
    )

    of_file = _(
        "Some faults concern the file as a whole, such as an unknown column: while they stand, no row can be taken."
    )

    def advice(refused: Faults) -> dict[str, str]:
        in_rows = all(fault.place.unit for fault in refused.faults)
        return (
            {"advice": words, "advice_address": f"{address}?dong-dung=1"} if in_rows else {"advice": of_file}
        )

    return advice


def _difference_in(request: Request, sets: dict[int, CycleSet]) -> Callable[[StagedFile], dict[str, Any]]:
    """What a page shows of a points file for one of these sets: every cell old → new with its loss."""

    def shown(staged: StagedFile) -> dict[str, Any]:
        cycle_set, changes = sets[set_key(staged.about)], changes_of(staged)
        near = participants_of_interest(request.actor, cycle_set.cycle) if staged.is_waiting else frozenset()
        return {
            "about": cycle_set.peer_group,
            "counts": staged.counts,
            "total": len(changes),
            "apart": split_apart(changes, near)[1],
            "asked": corrections_from(staged, request.actor, cycle_set.cycle),
            "empty": not changes,
            "rows": Paginator(changes, ROWS).get_page(request.GET.get("page")),
            "criteria": criteria_of(cycle_set.version),
            "left_out": staged.read.get("left_out", []),
            "mending_address": reverse(
                "scores:import_mending", args=[*address_of(cycle_set.cycle), staged.pk]
            ),
        }

    return shown


def _facts_in(sets: dict[int, CycleSet]) -> Callable[[StagedFile], list[Fact]]:
    """What the list says of a points file besides who brought it."""
    return lambda staged: [
        Fact(_("Criteria set"), sets[set_key(staged.about)].peer_group),
        Fact(_("New"), staged.counts["new"]),
        Fact(_("Changed"), staged.counts["changed"]),
    ]


def _undoing(request: Request, cycle: Cycle) -> Undoing | None:
    """The latest import, if the reader may take it back, and what is asked before."""
    last = last_applied(cycle)
    if last is None or not may_take_back_scores(request.actor, cycle):
        return None
    asked = _(
        "%(new)s new scores become pending again, %(changed)s changed scores get their old value back."
    ) % {"new": last.counts["new"], "changed": last.counts["changed"]}
    return Undoing(last.pk, reverse("scores:import_undo", args=address_of(cycle)), asked)


def _form(request: Request, cycle: Cycle) -> PointsFileForm:
    sets = sets_by_file(cycle)
    chosen = {"valid_rows": "dong-dung" in request.GET}
    return PointsFileForm(request.POST or None, request.FILES or None, sets=sets, initial=chosen)


@needs(Permission.SCORE_IMPORT)
@dear(Errand.What.IMPORT)
def import_list(request: Request, province: str, year: int) -> HttpResponse:
    """Drop a points file here; below, the imports so far. A file with faults answers 422 with every cell."""
    cycle, frame = _frame(request, province, year)
    form = _form(request, cycle)
    if request.method != "POST":
        return frame.listed(form)
    if not form.is_valid():
        return frame.bring(form)
    options = {name: form.cleaned_data[name] for name in ("sheet", "decimal", "valid_rows")}
    return replace(frame, about=about_set(form.cleaned_data["cycle_set"].pk)).bring(form, options)


@needs(Permission.SCORE_IMPORT)
@require_GET
def import_detail(request: Request, province: str, year: int, pk: int) -> HttpResponse:
    """What a points file would change, or did change: every cell old → new with its loss."""
    _cycle, frame = _frame(request, province, year)
    return frame.shown(frame.found(pk))


@needs(Permission.SCORE_IMPORT)
@require_POST
def import_apply(request: Request, province: str, year: int, pk: int) -> HttpResponse:
    """Write every cell of a checked import; 409 with both values where one changed since."""
    cycle, frame = _frame(request, province, year)
    staged = frame.found(pk)
    near = participants_of_interest(request.actor, cycle)
    free, apart = (len(cells) for cells in split_apart(changes_of(staged), near))

    def go_on(_staged: StagedFile) -> HttpResponse:
        done = ngettext("%(count)s score imported.", "%(count)s scores imported.", free)
        messages.success(request, done % {"count": free})
        if apart:
            waits = ngettext(
                "%(count)s score waits for a second person.",
                "%(count)s scores wait for a second person.",
                apart,
            )
            messages.warning(request, waits % {"count": apart})
        left_out = staged.counts.get("left_out", 0)
        if left_out:
            left = ngettext(
                "%(count)s row with faults was left out; the record of this file has it as a file to mend.",
                "%(count)s rows with faults were left out; the record of this file has them as a file to mend.",
                left_out,
            )
            messages.warning(request, left % {"count": left_out})
        for one in staged.counts.get("incomplete", []):
            messages.warning(request, incomplete_words(one))
        return redirect("results:cycle_ranking", *address_of(cycle))

    return frame.apply(staged, go_on)


@needs(Permission.SCORE_IMPORT)
@require_POST
@dear(Errand.What.IMPORT)
def import_again(request: Request, province: str, year: int, pk: int) -> HttpResponse:
    """Read the file of a waiting import once more, against the scores of now."""
    _cycle, frame = _frame(request, province, year)
    return frame.again(frame.found(pk))


@needs(Permission.SCORE_IMPORT)
@require_POST
def import_give_up(request: Request, province: str, year: int, pk: int) -> HttpResponse:
    """Forget a waiting import."""
    _cycle, frame = _frame(request, province, year)
    return frame.give_up(frame.found(pk))


@needs(Permission.SCORE_TAKE_BACK)
@require_POST
def import_undo(request: Request, province: str, year: int) -> HttpResponse:
    """Take the latest import back; 409 naming the cells that were changed since."""
    cycle, frame = _frame(request, province, year)
    last = last_applied(cycle)
    criteria = (
        criteria_of(cycle.sets.select_related("version").get(pk=set_key(last.about)).version)
        if last
        else None
    )
    return frame.undo(
        lambda: actions.undo_last_import(by=request.actor, cycle=cycle),
        _("The import was taken back; every cell holds what it held before."),
        PointsFileForm(sets=sets_by_file(cycle)),
        criteria=criteria,
    )


def incomplete_words(one: Mapping[str, Any]) -> str:
    """A leaf that stays pending for want of figures, in words."""
    said = {
        "unit": one["unit"],
        "leaf": f"{one['leaf']}. {one['name']}",
        "missing": ", ".join(one["missing"]),
    }
    return _("%(unit)s has no index: %(leaf)s lacks %(missing)s.") % said


@needs(Permission.SCORE_IMPORT)
@require_GET
def import_mending(request: Request, province: str, year: int, pk: int) -> HttpResponse:
    """The rows of a points file that were left out, as a points file to mend."""
    cycle, frame = _frame(request, province, year)
    staged = frame.found(pk)
    left_out = staged.read.get("left_out")
    if not left_out:
        raise Http404
    cycle_set = cycle.sets.select_related("version").get(pk=set_key(staged.about))
    content = mending_file(criteria_of(cycle_set.version), left_out, message_text)
    name = f"dong-can-sua-cchc-{cycle.year}-{slug_of(cycle_set.peer_group)}.xlsx"
    return made_file(content, name)


@needs(Permission.SCORE_IMPORT)
@require_GET
def import_file(request: Request, province: str, year: int, pk: int) -> HttpResponseBase:
    """The points file of an import, as it was handed in."""
    _cycle, frame = _frame(request, province, year)
    return frame.file(frame.found(pk))
