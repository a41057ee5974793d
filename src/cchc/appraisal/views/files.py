"""One's own work as an Excel file: out, back in with a dry run, applied, given up, taken back."""

from __future__ import annotations

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
from cchc.appraisal.actions.files import (
    WorkDifference,
    about_work,
    apply_work,
    differences_in,
)
from cchc.appraisal.forms.files import OverwritingForm, WorkFileForm
from cchc.appraisal.policies import may_appraise
from cchc.appraisal.queries.content import AppraisalContent
from cchc.appraisal.queries.files import FilePart, work_content
from cchc.appraisal.staged import WORK_FILES
from cchc.appraisal.templatetags.appraisal import reason_words
from cchc.appraisal.views.frame import cycle_context, round_to_appraise
from cchc.appraisal.views.leaf import content_words
from cchc.cycles.models import Cycle
from cchc.documents.models import Errand
from cchc.documents.queries.downloads import made_file
from cchc.documents.views import dear
from cchc.intake.actions import undo
from cchc.intake.models import StagedFile
from cchc.intake.queries import staged_files
from cchc.intake.views import ROWS, Addresses, Fact, Frame, Undoing
from cchc.scores.models import Stage

ADDRESSES = Addresses(
    list="appraisal:excel",
    one="appraisal:excel_one",
    file="appraisal:excel_file",
    apply="appraisal:excel_apply",
    again="appraisal:excel_again",
    give_up="appraisal:excel_give_up",
    left="appraisal:own",
)


def _cycle(request: Request, year: int) -> Cycle:
    cycle = round_to_appraise(request, year)
    if cycle is None:
        raise Http404
    return cycle


@needs(Permission.APPRAISAL_GIVE)
@require_GET
def excel_out(request: Request, year: int, stage: Stage) -> HttpResponse:
    """Send what the reader can appraise now as an Excel file: all of it, that of one unit (`don-vi`), or one criterion
    across units (`bo`, `muc`)."""
    cycle, asked = _cycle(request, year), request.GET
    part = FilePart(_number(asked.get("don-vi")), _number(asked.get("bo")), asked.get("muc") or None)
    again = ["lan-hai"] if stage == Stage.SECOND_APPRAISAL else []
    names = [f"tham-dinh-{year}", *again, *(str(one) for one in (part.unit, part.leaf) if one is not None)]
    content = work_content(request.actor, cycle, stage, part)
    return made_file(content, f"{'-'.join(names)}.xlsx")


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None


def _frame(request: Request, year: int, stage: Stage) -> Frame:
    """The pages of the files that the reader brought back."""
    cycle = _cycle(request, year)
    about = about_work(request.actor, cycle, stage)
    rows, may_change = staged_files(WORK_FILES, about), may_appraise(request.actor, cycle)
    last = rows.filter(state=StagedFile.State.APPLIED).order_by("-applied_at").first()
    undoing = None
    if last is not None and may_change:
        asked = _("Take back what the file “{file}” appraised?").format(file=last.file.name)
        undoing = Undoing(last.pk, reverse("appraisal:excel_undo", args=[year, stage]), asked)
    return Frame(
        request=request,
        kind=WORK_FILES,
        rows=rows,
        addresses=replace(ADDRESSES, args=(year, stage)),
        title=_("Appraise in Excel"),
        crumbs=[(_("Appraisal {year}").format(year=year), reverse("appraisal:own", args=[year, stage]))],
        template="appraisal/excel_difference.html",
        listing="appraisal/excel.html",
        difference=lambda staged: _difference(request, staged),
        facts=_facts,
        undoing=undoing,
        around=cycle_context(request, cycle, stage),
        about=about,
        may_change=may_change,
    )


def _facts(staged: StagedFile) -> list[Fact]:
    return [
        Fact(_("Criteria"), staged.counts.get("leaves", 0)),
        Fact(_("Units"), staged.counts.get("units", 0)),
        Fact(_("Answered anew, left out"), staged.counts.get("left", 0)),
    ]


def _difference(request: Request, staged: StagedFile) -> dict[str, Any]:
    """What a page shows of a difference: each leaf with what stands there and what the file says."""
    found = differences_in(staged)
    rows = Paginator(found, ROWS).get_page(request.GET.get("page"))
    return {
        "empty": not found,
        "clashes": sum(one.is_clash for one in found),
        "rows": rows,
        "cells": [_shown(one) for one in rows.object_list],
        "left": staged.read.get("left", []),
        "over": OverwritingForm(),
    }


def _shown(one: WorkDifference) -> dict[str, Any]:
    before, becomes = _said(one.before), _said(one.becomes)
    return {
        "unit": one.unit,
        "leaf": one.leaf,
        "is_clash": one.is_clash,
        "before": before,
        "becomes": becomes,
    }


def _said(content: AppraisalContent) -> list[str]:
    """An appraisal in words: the verdict with its points, the reasons, what else is written."""
    if not content.is_given:
        return [_("not appraised")]
    said = [content_words(content), *(reason_words(one) for one in content.reasons)]
    if content.provisional:
        said.append(_("provisional: {why}").format(why=content.provisional))
    return [*said, content.note] if content.note else said


@needs(Permission.APPRAISAL_GIVE)
@dear(Errand.What.IMPORT)
def excel_bring(request: Request, year: int, stage: Stage) -> HttpResponse:
    """Bring the filled-in file; a file with faults answers 422 with every one."""
    frame = _frame(request, year, stage)
    form = WorkFileForm(request.POST or None, request.FILES or None)
    return frame.bring(form) if request.method == "POST" else frame.listed(form)


@needs(Permission.APPRAISAL_GIVE)
@require_GET
def excel_one(request: Request, year: int, stage: Stage, file: int) -> HttpResponse:
    """What a file would change, or did change, leaf by leaf."""
    frame = _frame(request, year, stage)
    return frame.shown(frame.found(file))


@needs(Permission.APPRAISAL_GIVE)
@require_POST
def excel_apply(request: Request, year: int, stage: Stage, file: int) -> HttpResponse:
    """Appraise as the file says; 422 when it would replace what was appraised meanwhile, and the box for that is not
    ticked."""
    frame = _frame(request, year, stage)
    staged, over = frame.found(file), OverwritingForm(request.POST)
    agreed = over.is_valid()
    if staged.is_waiting and not agreed and any(one.is_clash for one in differences_in(staged)):
        return frame.shown(staged, status=422, over=over)

    def go_on(changed: list[Any]) -> HttpResponse:
        words = ngettext("%(count)s criterion appraised.", "%(count)s criteria appraised.", len(changed))
        messages.success(request, words % {"count": len(changed)})
        return redirect("appraisal:own", year, stage)

    return frame.apply(staged, go_on, lambda: apply_work(by=request.actor, staged=staged, over=agreed))


@needs(Permission.APPRAISAL_GIVE)
@require_POST
@dear(Errand.What.IMPORT)
def excel_again(request: Request, year: int, stage: Stage, file: int) -> HttpResponse:
    """Compare the same file once more, with the appraisal as it is now."""
    frame = _frame(request, year, stage)
    return frame.again(frame.found(file))


@needs(Permission.APPRAISAL_GIVE)
@require_POST
def excel_give_up(request: Request, year: int, stage: Stage, file: int) -> HttpResponse:
    """Forget what a file would change."""
    frame = _frame(request, year, stage)
    return frame.give_up(frame.found(file))


@needs(Permission.APPRAISAL_GIVE)
@require_POST
def excel_undo(request: Request, year: int, stage: Stage) -> HttpResponse:
    """Take the file that was applied last back; 409 with what was appraised since."""
    frame = _frame(request, year, stage)
    if frame.undoing is None:
        raise Http404
    staged = frame.found(frame.undoing.pk)
    done = _("“%(file)s” was taken back.") % {"file": staged.file.name}
    return frame.undo(lambda: undo(by=request.actor, staged=staged), done, WorkFileForm())


@needs(Permission.APPRAISAL_GIVE)
@require_GET
def excel_file(request: Request, year: int, stage: Stage, file: int) -> HttpResponseBase:
    """The Excel file as it was brought back."""
    frame = _frame(request, year, stage)
    return frame.file(frame.found(file))
