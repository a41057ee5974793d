"""The sheet, one leaf of it, and what others have changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, JsonResponse, QueryDict
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.audit.changed import Changed
from cchc.core.papers.lateness import words_of
from cchc.cycles.models import Participant, ScoredBy, State
from cchc.cycles.queries import visible_to
from cchc.documents.queries.picking import Picker
from cchc.scores.consequences import thread_of_leaf
from cchc.self_scoring.actions.saving import save_answer
from cchc.self_scoring.forms import LeafForm, LinkForm
from cchc.self_scoring.models import UnitSheet
from cchc.self_scoring.queries.cell import sheet_to_save
from cchc.self_scoring.queries.documents import key_of, products_for_leaf
from cchc.self_scoring.queries.gaps import date_faults_of, deadline_of
from cchc.self_scoring.queries.sheet import LeafView, SheetView, derivation_in, sheet_view
from cchc.self_scoring.views.frame import leaf_address, sheet_context, sheet_for
from cchc.self_scoring.views.lines import Line, SheetPart, lines_in, lines_of, still_to_win
from cchc.ui.forms import put_errors
from cchc.ui.pages import page

MOST_WORTH = 8  # leaves that are worth most still, shown beside each leaf
ALL = "tat-ca"


@needs(Permission.SHEET_READ)
@require_GET
def own_sheet(request: Request, year: int | None = None) -> HttpResponse:
    """Lead to the sheet of the own unit in `year`, else to its newest one; where it has none, say what comes here."""
    if request.actor.may(Permission.PROGRESS_READ):
        return _progress(request, year)
    opened = visible_to(request.actor).exclude(state=State.PREPARING)  # whose sheets are there
    own = Participant.objects.filter(
        unit=request.actor.unit_id, cycle__in=opened, cycle_set__scored_by=ScoredBy.ROUND
    )
    if year is not None:
        own = own.filter(cycle__year=year)
    newest = None
    if not request.actor.everywhere:
        newest = own.select_related("cycle").order_by("-cycle__year").first()
    if newest is None:
        return _no_sheet(request)
    return redirect("self_scoring:sheet", newest.cycle.year, newest.unit_id)


def _progress(request: Request, year: int | None) -> HttpResponse:
    """Lead whoever looks after all units to how far they are, in `year` or the newest cycle with sheets."""
    cycles = visible_to(request.actor).filter(sets__scored_by=ScoredBy.ROUND)
    newest = (cycles if year is None else cycles.filter(year=year)).order_by("-year").first()
    return _no_sheet(request) if newest is None else redirect("self_scoring:progress", newest.year)


def _no_sheet(request: Request) -> HttpResponse:
    return page(request, "self_scoring/no_sheet.html", {"title": _("Self-scoring")})


@needs(Permission.SHEET_READ)
@require_GET
def sheet_page(request: Request, year: int, unit: int) -> HttpResponse:
    """Show the sheet of a unit: the official columns, the running total, each cell to type in where it is open."""
    sheet = sheet_for(request, year, unit)
    view = sheet_view(sheet)
    lines = lines_of(view)
    parts = _parts(request, view)
    asked = next((one for one in parts if one.value == request.GET.get("xem")), parts[0])
    context = sheet_context(request, sheet) | {
        "view": view,
        "rows": lines if asked.value == ALL else list(lines_in(lines, asked.numbers)),
        "parts": parts,
        "part": asked.value,
        "submission_count": sheet.submissions.count(),
    }
    return page(request, "self_scoring/sheet.html", context)


def _parts(request: Request, view: SheetView) -> list[SheetPart]:
    own = list(view.own_leaves())

    def part(value: str, label: str, belongs: Callable[[LeafView], bool]) -> SheetPart:
        return SheetPart(value, label, frozenset(leaf.node.number for leaf in own if belongs(leaf)))

    return [
        SheetPart(ALL, pgettext("criteria", "All"), frozenset(leaf.node.number for leaf in view.leaves())),
        part("con-thieu", _("Not filled in"), lambda leaf: not leaf.standing.is_given),
        part("cua-toi", _("Mine"), lambda leaf: leaf.person_id == request.actor.person_id),
        part(
            "thieu-tai-lieu",
            _("Without evidence"),
            lambda leaf: bool(leaf.node.evidence) and not leaf.evidence,
        ),
        part("chua-xong", _("Not marked as done"), lambda leaf: not leaf.content.done),
    ]


@needs(Permission.SHEET_READ)
def leaf_page(request: Request, year: int, unit: int, leaf: str) -> HttpResponse:
    """Show one leaf of a sheet with all that stands beside it, and save what is typed into its form; the script of the
    sheet asks for what stands beside alone."""
    sheet = sheet_for(request, year, unit)
    context = leaf_page_context(request, sheet, leaf)
    line: Line = context["row"]
    posted = request.POST if request.method == "POST" else None
    if line.leaf is None or not line.leaf.kind.is_answered or not context["may_edit"]:
        if posted is None:
            return leaf_answer(request, context)
        return leaf_answer(
            request, context | {"refused": True, "not_taken": _typed(posted, line)}, status=422
        )
    form = LeafForm(posted, leaf=line.leaf)
    context["form"] = form
    if posted is None:
        return leaf_answer(request, context)
    if form.is_valid():
        try:
            version = form.cleaned_data["version"]
            save_answer(by=request.actor, sheet=sheet, leaf=leaf, typed=form.typed(), version=version)
        except ValidationError as refused_as:
            put_errors(form, refused_as)
        except Changed as changed:
            who = changed.who
            form.rest_on(changed.now)
            form.add_error(
                None,
                _("{who} has changed this criterion meanwhile; what stands here now is shown beside it. "
                  "Save again to put yours in its place.").format(who=who),
            )  # fmt: skip
            return leaf_answer(request, context, status=409)
        else:
            at = f"{timezone.localtime():%H:%M}"
            messages.success(request, _("{leaf} saved at {time}.").format(leaf=leaf, time=at))
            return redirect(request.path)
    return leaf_answer(request, context, status=422)


def _typed(posted: QueryDict, line: Line) -> list[tuple[str, str]]:
    """Return what was typed into the form of a leaf that takes nothing any more, by the names of its fields: all that
    is not what stands there."""
    if line.leaf is None:
        return []
    form = LeafForm(posted, leaf=line.leaf)
    names = [name for name in form.changed_data if name not in ("version", "done")]
    return [(str(form[name].label), str(form[name].value() or "")) for name in names]


def leaf_answer(request: Request, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """Return the page of one leaf, or for the script of the sheet what stands beside it."""
    return page(request, "self_scoring/leaf.html", context, part="panel", status=status)


def leaf_page_context(request: Request, sheet: UnitSheet, leaf: str) -> dict[str, Any]:
    """Return the context of the page of one leaf. Raises Http404 for a number that is none."""
    view = sheet_view(sheet)
    line = line_of(view, leaf)
    context = sheet_context(request, sheet, f"{line.node.number}. {line.node.name}") | leaf_context(
        view, line
    )
    if sheet.state == UnitSheet.State.SUBMITTED:
        context["thread"] = thread_of_leaf(actor=request.actor, participant=sheet.participant, leaf=leaf)
    if context["may_edit"] and line.leaf is not None and line.leaf.kind.is_answered:
        context["link_form"] = LinkForm(unit_id=sheet.participant.unit_id)
        place = (sheet.participant.cycle.year, sheet.participant.unit_id, leaf)
        address = reverse("self_scoring:link", args=place)
        is_beside = request.headers.get("HX-Request") == "true"
        back = f"{context['addresses']['sheet']}#muc-{leaf}" if is_beside else leaf_address(sheet, leaf)
        context["picker"] = Picker(address, key_of(sheet, leaf), back)
        context["products"] = products_for_leaf(sheet, leaf)
        if request.actor.may(Permission.APPLICABILITY_ASK):
            asking = reverse("cycles:request_new", args=[sheet.participant.cycle_id])
            context["ask_not_applicable"] = f"{asking}?leaf={leaf}"
    return context


def line_of(view: SheetView, leaf: str) -> Line:
    """Return the row of one leaf. Raises Http404 for a number that is none."""
    for line in lines_of(view):
        if line.leaf is not None and line.node.number == leaf:
            return line
    raise Http404


def leaf_context(view: SheetView, line: Line) -> dict[str, Any]:
    """Return what stands beside one leaf."""
    number = line.node.number
    leaves = [one.node.number for one in view.own_leaves()]
    place = leaves.index(number) if number in leaves else -1
    before = leaves[place - 1] if place > 0 else ""
    after = leaves[place + 1] if 0 <= place < len(leaves) - 1 else ""
    deadline = deadline_of(view.sheet)
    return {
        "row": line,
        "evidence": [
            (one, [words_of(fault) for fault in date_faults_of(one, view.year, deadline)])
            for one in (line.leaf.evidence if line.leaf is not None else ())
        ],
        "domain": next(top for top in view.criteria.nodes if any(one.number == number for one in top.walk())),
        "derivation": derivation_in(line.leaf, view.year) if line.leaf is not None else None,
        "last_year_number": view.year - 1,
        "to_win": [
            {"node": node, "points": points, "href": leaf_address(view.sheet, node.number)}
            for node, points in still_to_win(view, MOST_WORTH)
        ],
        "before": _neighbour(view.sheet, before),
        "after": _neighbour(view.sheet, after),
    }


def _neighbour(sheet: UnitSheet, number: str) -> dict[str, str] | None:
    return {"number": number, "href": leaf_address(sheet, number)} if number else None


@needs(Permission.SHEET_EDIT)
@require_GET
def versions(request: Request, year: int, unit: int) -> JsonResponse:
    """Tell the version of every answer, and who asks: what the script of the sheet looks at again and again."""
    sheet = sheet_for(request, year, unit, sheet_to_save)
    told = {
        "person": request.actor.person_id,
        "token": get_token(request),
        "versions": dict(sheet.answers.order_by().values_list("leaf", "version")),
    }
    return JsonResponse(told)
