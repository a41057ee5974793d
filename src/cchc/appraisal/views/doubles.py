"""What two people appraise: a share is drawn by a seed that is printed, how it stands, how far they agree."""

from __future__ import annotations

from collections import Counter
from secrets import token_hex

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.practising import MARK
from cchc.access.requests import Request
from cchc.accounts.models import Person
from cchc.appraisal.actions.assigning import begin_plan
from cchc.appraisal.actions.drawing import draw_doubles, undo_draw
from cchc.appraisal.actions.replacing import replace_second
from cchc.appraisal.exchange.lots import lots_as_csv
from cchc.appraisal.forms.doubles import DrawForm, ReplacementForm
from cchc.appraisal.models import DoubleDraw
from cchc.appraisal.policies import may_assign, may_decide_double, may_read_all_appraisals
from cchc.appraisal.queries.agreements import doubles_view
from cchc.appraisal.queries.coverage import plan_of
from cchc.appraisal.queries.drawing import draws_of, lots_of, open_seconds
from cchc.appraisal.queries.shares import appraisers, sets_of_the_round
from cchc.appraisal.queries.sight import sight_in
from cchc.appraisal.views.frame import cycle_context, round_to_appraise
from cchc.core.scoring.declared import is_self_scored
from cchc.criteria.queries import criteria_of
from cchc.cycles.models import Cycle, Participant, ScoredBy
from cchc.documents.queries.downloads import made_file
from cchc.scores.models import Stage
from cchc.ui.forms import put_errors
from cchc.ui.grave import posted
from cchc.ui.pages import page
from cchc.ui.templatetags.ui import message_text


@needs(Permission.APPRAISAL_READ)
def doubles_page(request: Request, year: int, stage: Stage) -> HttpResponse:
    """Show what two people appraise, how it stands and how far they agree, and draw a share."""
    cycle = _cycle(request, year)
    sight = sight_in(request.actor, cycle)
    plan = plan_of(cycle, stage)
    may_draw = may_assign(request.actor, cycle)
    typed = posted(request)
    form = _form(request, cycle) if may_draw else None
    status = 200
    if typed is not None:
        status = 422
        if form is not None and form.is_valid():
            try:
                draw = draw_doubles(
                    by=request.actor,
                    plan=begin_plan(by=request.actor, cycle=cycle, stage=stage),
                    wish=form.wish(),
                )
            except ValidationError as refused:
                put_errors(form, refused)
            else:
                count = draw.cells.count()
                words = ngettext(
                    "{count} criterion of a unit is appraised by two people now.",
                    "{count} criteria of units are appraised by two people now.",
                    count,
                )
                messages.success(request, words.format(count=count))
                return redirect("appraisal:doubles", year, stage)
    view = doubles_view(plan, sight) if plan is not None else None
    differing = view.differing if view is not None else []
    context = {
        **cycle_context(request, cycle, stage),
        "title": _("Appraised by two people in {year}").format(year=year),
        "form": form,
        "plan": plan,
        "view": view,
        "to_decide": {
            one.cell.pk for one in differing if may_decide_double(request.actor, one.cell, one.parties)
        },
        "draws": draws_of(plan, sight) if plan is not None else [],
        "may_draw": may_draw,
    }
    return page(request, "appraisal/doubles.html", context, status=status)


def _form(request: Request, cycle: Cycle) -> DrawForm:
    sight = sight_in(request.actor, cycle)
    units = Participant.objects.filter(cycle=cycle, cycle_set__scored_by=ScoredBy.ROUND)
    return DrawForm(
        posted(request),
        initial={"seed": token_hex(4)},
        people=appraisers(),
        leaves=[
            (one, leaf)
            for one in sets_of_the_round(cycle)
            for leaf in criteria_of(one.version).leaves.values()
            if is_self_scored(leaf)
        ],
        units=[one for one in units.order_by("cycle_set", "peer_group", "place", "pk") if sight.has(one.pk)],
    )


@needs(Permission.APPRAISAL_READ)
@require_GET
def draw_list(request: Request, year: int, stage: Stage, draw: int) -> HttpResponse:
    """Answer with the list of a draw: every lot in its order, so that anybody can draw again."""
    cycle = _cycle(request, year)
    found = _draw(cycle, stage, draw)
    rows = [[message_text(MARK)]] if cycle.practice else []
    rows += [[_("Name in the draw"), _("Lot (SHA-256 of seed|name)"), _("Unit"), _("Criterion"), _("Drawn")]]
    rows += [
        [one.name, one.lot, one.unit, one.leaf, _("yes") if one.is_drawn else _("no")]
        for one in lots_of(found, sight_in(request.actor, cycle))
    ]
    return made_file(lots_as_csv(rows), f"rut-hai-luot-{year}-{found.pk}.csv")


@needs(Permission.APPRAISAL_ASSIGN)
@require_POST
def draw_undo(request: Request, year: int, stage: Stage, draw: int) -> HttpResponse:
    """Let one person appraise again what a draw gave to two."""
    try:
        undo_draw(by=request.actor, draw=_draw(_cycle(request, year), stage, draw))
    except ValidationError as refused:
        for text in refused.messages:
            messages.error(request, text)
    else:
        messages.success(request, _("Taken back: one person appraises it again."))
    return redirect("appraisal:doubles", year, stage)


@needs(Permission.APPRAISAL_ASSIGN)
def second_replace(request: Request, year: int, stage: Stage, draw: int) -> HttpResponse:
    """Let somebody else appraise second what a draw gave to a person who cannot any more."""
    cycle = _cycle(request, year)
    found = _draw(cycle, stage, draw)
    left = Counter(open_seconds(found).values_list("second_id", flat=True))
    if not left or not may_assign(request.actor, cycle):
        raise Http404
    people = Person.objects.in_bulk(left)
    names = sorted(((people[pk], count) for pk, count in left.items()), key=lambda one: one[0].name)
    form = ReplacementForm(posted(request), leaving=names, people=appraisers())
    status = 422 if request.method == "POST" else 200
    if form.is_valid():
        chosen = form.cleaned_data
        leaving, coming = (Person.objects.get(pk=chosen[name]) for name in ("leaving", "coming"))
        try:
            made = replace_second(
                by=request.actor, draw=found, leaving=leaving, coming=coming, reason=chosen["reason"]
            )
        except ValidationError as refused:
            put_errors(form, refused)
        else:
            words = ngettext(
                "{coming} appraises second in the place of {leaving}: {count} criterion of a unit.",
                "{coming} appraises second in the place of {leaving}: {count} criteria of units.",
                made.cells,
            )
            said = words.format(count=made.cells, coming=coming.name, leaving=leaving.name)
            messages.success(request, said)
            return redirect("appraisal:doubles", year, stage)
    context = {
        **cycle_context(request, cycle, stage),
        "title": _("Somebody else appraises second"),
        "draw": found,
        "form": form,
    }
    return page(request, "appraisal/second_replace.html", context, status=status)


def _draw(cycle: Cycle, stage: Stage, pk: int) -> DoubleDraw:
    found = (
        DoubleDraw.objects.select_related("plan__cycle")
        .filter(plan__cycle=cycle, plan__stage=stage, pk=pk)
        .first()
    )
    if found is None:
        raise Http404
    return found


def _cycle(request: Request, year: int) -> Cycle:
    cycle = round_to_appraise(request, year)
    if cycle is None or not may_read_all_appraisals(request.actor):
        raise Http404
    return cycle
