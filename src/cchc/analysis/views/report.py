"""The report that analyses the results of a peer group: its sentences to be written over, and the paper."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.analysis.actions.reporting import save_sentences
from cchc.analysis.forms.report import SentencesForm
from cchc.analysis.models import AnalysisDraft
from cchc.analysis.policies import may_edit_report
from cchc.analysis.queries.report import analysed_results, kept_in, standing_draft
from cchc.analysis.queries.report_files import about_analysis, analysis_word
from cchc.analysis.tasks import make_analysis_word
from cchc.analysis.views.losses import asked_group
from cchc.audit.changed import Changed
from cchc.cycles.models import Cycle
from cchc.cycles.queries import Group, address_of, years_of
from cchc.documents.queries.downloads import slug_of
from cchc.documents.views import FileRequest, file_or_progress
from cchc.results.exchange.analysed import AnalysedResults, shown_sentences
from cchc.results.exchange.loss_report import (
    HEADINGS,
    PART_TWO,
    WITHIN_PART_TWO,
)
from cchc.results.exchange.loss_sentences import sentences_of
from cchc.scores.queries import visible_cycles
from cchc.scores.views.frame import cycle_frame, requested_cycle
from cchc.ui.pages import page

FEW_UNITS = 40  # the paper of more takes longer than a second: that of 150 communes two to three


def _asked(request: Request, province: str, year: int) -> tuple[Cycle, list[Group], Group, AnalysedResults]:
    """The cycle, its peer groups, the one that is asked for and its figures; 404 where nothing is scored."""
    cycle = requested_cycle(request, province, year)
    sight, groups, group, run = asked_group(request, cycle)
    if group is None or run is None or not sight.is_whole(cycle):
        raise Http404
    years = years_of(visible_cycles(request.actor), cycle)
    return cycle, groups, group, analysed_results(sight, cycle, group, run, years)


@needs(Permission.ANALYSIS_READ)
@require_GET
def report(request: Request, province: str, year: int) -> HttpResponse:
    """The sentences of the report of a peer group, as they stand."""
    cycle, groups, group, results = _asked(request, province, year)
    draft = standing_draft(cycle, group.name)
    shown = shown_sentences(sentences_of(results), kept_in(draft))
    form = SentencesForm(shown=shown, seen=draft.number if draft else 0)
    return _page(request, cycle, groups, group, draft, form)


@needs(Permission.ANALYSIS_EDIT)
@require_POST
def report_save(request: Request, province: str, year: int) -> HttpResponse:
    """Keep what was written in the place of sentences."""
    cycle, groups, group, results = _asked(request, province, year)
    made, draft = sentences_of(results), standing_draft(cycle, group.name)
    shown = shown_sentences(made, kept_in(draft))
    number = draft.number if draft else 0
    form = SentencesForm(request.POST, shown=shown, seen=number)
    if not form.is_valid():
        return _page(request, cycle, groups, group, draft, form, status=422)
    try:
        standing = save_sentences(
            by=request.actor,
            cycle=cycle,
            group=group.name,
            made=made,
            texts=form.texts(),
            ways=form.ways(),
            seen=form.cleaned_data["seen"],
        )
    except Changed as changed:
        again = SentencesForm({**request.POST.dict(), "seen": changed.now}, shown=shown, seen=changed.now)
        return _page(request, cycle, groups, group, draft, again, status=409, who=changed.who)
    own = len(standing.sentences) if standing else 0
    messages.success(request, _("Saved: %(count)s sentences of your own.") % {"count": own})
    address = reverse("analysis:report", args=address_of(cycle))
    return redirect(f"{address}?{urlencode({'khoi': group.name})}")


def _page(
    request: Request,
    cycle: Cycle,
    groups: list[Group],
    group: Group,
    draft: AnalysisDraft | None,
    form: SentencesForm,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    sections = [
        (section in WITHIN_PART_TWO, HEADINGS[section], list(some))
        for section, some in groupby(form.sentences(), key=lambda found: found[0].section)
    ]
    context = {
        "title": _("Analysis of the results of %(year)s") % {"year": cycle.year},
        "groups": groups,
        "group": group,
        "draft": draft,
        "form": form,
        "sections": sections,
        "part_two": PART_TWO,
        "changed": sum(bool(one.changed) for one in form.shown),
        "may_edit": may_edit_report(request.actor),
        **cycle_frame(request, cycle),
        **more,
    }
    return page(request, "analysis/report.html", context, status=status)


@needs(Permission.ANALYSIS_READ)
def report_word(request: Request, province: str, year: int) -> HttpResponseBase:
    """Send the report as a Word file, by the template that stands; made by the worker where the group is large."""
    cycle = requested_cycle(request, province, year)
    sight, _groups, group, run = asked_group(request, cycle)
    if group is None or run is None or not sight.is_whole(cycle):
        raise Http404
    about = about_analysis(request.actor, cycle, group, timezone.localdate())
    asked = FileRequest(
        of=f"analysis.report:{cycle.pk}:{group.cycle_set.pk}:{slug_of(group.name)[:60]}",
        audience=f"{request.actor.person_id}:{request.actor.unit_id}:{request.actor.role}",
        version=about["state"],
        about=about,
        name=f"bao-cao-phan-tich-{cycle.year}-{slug_of(group.name)}.docx",
        type="docx",
        small=group.count <= FEW_UNITS,
        language="vi",
    )
    address = f"{reverse('analysis:report', args=address_of(cycle))}?{urlencode({'khoi': group.name})}"
    back = (_("Analysis of the results of %(year)s") % {"year": cycle.year}, address)
    return file_or_progress(request, asked, analysis_word, make_analysis_word, back)
