"""The sample of a survey: frames from files, draws with their seed, cases, reserves and substitutes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.audit.changed import Changed
from cchc.core.surveys.sampling.samples import BETWEEN
from cchc.core.words.messages import Faults, message_of
from cchc.documents.models import Errand
from cchc.documents.queries.downloads import made_file, slug_of
from cchc.documents.views import dear
from cchc.files.limits import at_most_rows
from cchc.intake.actions import MOST_FAULTS, apply, give_up
from cchc.intake.models import StagedFile
from cchc.intake.queries import staged_files
from cchc.surveys.actions.frames import erase_frame
from cchc.surveys.actions.sampling import draw_sample, replace_case, take_back_draw
from cchc.surveys.exchange.frames import MOST_KEPT_ROWS
from cchc.surveys.exchange.sample import SampleLine, sample_workbook
from cchc.surveys.forms.sample import FrameFileForm, ReplaceCaseForm, SampleDrawForm
from cchc.surveys.models import CaseState, SampleCase, Survey, SurveyState
from cchc.surveys.policies import may_design, may_take_answers
from cchc.surveys.queries.designs import design_in
from cchc.surveys.queries.draws import told_of
from cchc.surveys.staged import SURVEY_FRAMES, stage_frame
from cchc.surveys.views.surveys import ROWS, survey_context, survey_of
from cchc.ui.forms import put_errors
from cchc.ui.pages import page
from cchc.ui.templatetags.ui import message_text, thousands


@needs(Permission.SURVEY_READ)
@require_GET
def sample(request: Request, pk: int) -> HttpResponse:
    """Frames, draws and cases of a survey."""
    survey = survey_of(request, pk)
    return _sample_page(request, survey, FrameFileForm(), SampleDrawForm(survey=survey))


def _sample_page(
    request: Request, survey: Survey, frame_form: FrameFileForm, draw_form: SampleDrawForm, status: int = 200
) -> HttpResponse:
    chosen = request.GET.get("trang-thai", "")
    cases = survey.cases.select_related("unit", "row", "replaces").order_by("number")
    if chosen in CaseState.values:
        cases = cases.filter(state=chosen)
    may_change = may_design(request.actor) and survey.state != SurveyState.CLOSED
    rows = Paginator(cases, ROWS).get_page(request.GET.get("page"))
    context = survey_context(request, survey, _("Sample")) | {
        "frames": [(one, one.rows.count()) for one in survey.frames.all()],
        "draws": [(one, told_of(one)) for one in survey.draws.select_related("frame")],
        "rows": rows,
        "cases": [(one, Fraction(one.weight)) for one in rows.object_list],
        "has_areas": any(one.primary_unit for one in rows.object_list),
        "states": [(value, label, value == chosen) for value, label in CaseState.choices],
        "chosen": chosen,
        "frame_form": frame_form,
        "draw_form": draw_form,
        "has_design": bool(survey.design),
        "may_change": may_change,
        "sees_people": _sees_people(request),
        "waiting": staged_files(SURVEY_FRAMES, str(survey.pk)).filter(state=StagedFile.State.READ),
    }
    return page(request, "surveys/sample.html", context, status=status)


def _sees_people(request: Request) -> bool:
    """Whether this person may see who stands in a frame."""
    return may_design(request.actor) or may_take_answers(request.actor)


@needs(Permission.SURVEY_DESIGN)
@require_POST
@dear(Errand.What.IMPORT)
def frame_bring(request: Request, pk: int) -> HttpResponse:
    """Read a frame and show what it brings; one with faults answers 422 with all of them."""
    survey = survey_of(request, pk)
    form = FrameFileForm(request.POST, request.FILES)
    again = SampleDrawForm(survey=survey)
    if not form.is_valid():
        return _sample_page(request, survey, form, again, 422)
    upload, name = form.cleaned_data["file"], form.cleaned_data["name"]
    try:
        staged = stage_frame(by=request.actor, survey=survey, name=name, file=upload.name, data=upload.read())
    except Faults as refused:
        context = survey_context(request, survey, _("This file cannot be applied yet")) | {
            "crumbs": [(survey.name, reverse("surveys:one", args=[pk]))],
            "list_address": reverse("surveys:sample", args=[pk]),
            "file": upload.name,
            "faults": refused.faults[:MOST_FAULTS],
            "count": len(refused.faults),
            "advice": _longer_lists(refused),
        }
        return page(request, "intake/faulty.html", context, status=422)
    except ValidationError as refused:
        put_errors(form, refused)
        return _sample_page(request, survey, form, again, 422)
    return redirect("surveys:frame", pk, staged.pk)


def _longer_lists(refused: Faults) -> str:
    """What to do with a list that is too long to be kept; "" where that is not what is wrong."""
    too_long = at_most_rows(MOST_KEPT_ROWS)
    if all(one.expected != too_long for one in refused.faults):
        return ""
    return _(
        "One sample is drawn from one list: do not split it. From a longer one an administrator draws on the command "
        "line; or draw areas first, then bring the lists of these areas."
    )


def _staged(survey: Survey, pk: int) -> StagedFile:
    return get_object_or_404(staged_files(SURVEY_FRAMES, str(survey.pk)), pk=pk)


@needs(Permission.SURVEY_DESIGN)
@require_GET
def frame(request: Request, pk: int, file: int) -> HttpResponse:
    """What a frame brings, before it is written."""
    survey = survey_of(request, pk)
    return _frame_page(request, survey, _staged(survey, file))


def _frame_page(request: Request, survey: Survey, staged: StagedFile, status: int = 200) -> HttpResponse:
    notices = [(one["row"], message_text(message_of(one["what"]))) for one in staged.read.get("notices", ())]
    context = survey_context(request, survey, staged.options["name"]) | {
        "staged": staged,
        "counts": staged.counts,
        "notices": notices,
        "meanwhile": status == 409,
    }
    return page(request, "surveys/frame.html", context, status=status)


@needs(Permission.SURVEY_DESIGN)
@require_POST
def frame_write(request: Request, pk: int, file: int) -> HttpResponse:
    """Write a frame; 409 where the one of this name is another by now."""
    survey = survey_of(request, pk)
    staged = _staged(survey, file)
    try:
        apply(by=request.actor, staged=staged)
    except Changed:
        return _frame_page(request, survey, staged, 409)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
        return redirect("surveys:sample", pk)
    messages.success(request, _("The frame was written."))
    return redirect("surveys:sample", pk)


@needs(Permission.SURVEY_DESIGN)
@require_POST
def frame_give_up(request: Request, pk: int, file: int) -> HttpResponse:
    """Forget a frame that was not written."""
    staged = _staged(survey_of(request, pk), file)
    return _done(request, pk, lambda: give_up(by=request.actor, staged=staged), _("The frame was given up."))


@needs(Permission.SURVEY_DESIGN)
@require_POST
def frame_erase(request: Request, pk: int, frame: int) -> HttpResponse:
    """Erase who stands in a frame."""
    row = get_object_or_404(survey_of(request, pk).frames.all(), pk=frame)
    return _done(
        request,
        pk,
        lambda: erase_frame(by=request.actor, frame=row),
        _("Nobody can be told from this frame any more."),
    )


@needs(Permission.SURVEY_DESIGN)
@require_POST
@dear(Errand.What.IMPORT)
def draw(request: Request, pk: int) -> HttpResponse:
    """Draw the sample as the design says."""
    survey = survey_of(request, pk)
    form = SampleDrawForm(request.POST, survey=survey)
    if form.is_valid():
        try:
            made = draw_sample(by=request.actor, survey=survey, **form.cleaned_data)
        except ValidationError as refused:
            put_errors(form, refused)
        else:
            if form.cleaned_data.get("areas_only"):
                messages.success(request, _("The areas were drawn: list their rows, then draw on."))
                return redirect("surveys:sample", pk)
            count = made.cases.filter(state=CaseState.DRAWN).count()
            said = ngettext("{count} case was drawn.", "{count} cases were drawn.", count)
            messages.success(request, said.format(count=thousands(count)))
            return redirect("surveys:sample", pk)
    return _sample_page(request, survey, FrameFileForm(), form, 422)


@needs(Permission.SURVEY_DESIGN)
@require_POST
def draw_take_back(request: Request, pk: int, number: int) -> HttpResponse:
    """Take a draw back with its cases."""
    row = get_object_or_404(survey_of(request, pk).draws.all(), number=number)
    return _done(
        request, pk, lambda: take_back_draw(by=request.actor, draw=row), _("The draw was taken back.")
    )


@needs(Permission.SURVEY_DESIGN)
def case_replace(request: Request, pk: int, number: int) -> HttpResponse:
    """Let a reserve take the place of a case, or of its whole primary unit."""
    survey = survey_of(request, pk)
    case: SampleCase = get_object_or_404(
        survey.cases.select_related("unit", "row"), number=number, state=CaseState.DRAWN
    )
    if survey.state == SurveyState.CLOSED:
        raise Http404
    form = ReplaceCaseForm(request.POST or None)
    context = survey_context(request, survey, _("Replace case {number}").format(number=number)) | {
        "form": form,
        "case": case,
        "back": reverse("surveys:sample", args=[pk]),
    }
    if request.method != "POST":
        return page(request, "surveys/case_replace.html", context)
    if form.is_valid():
        try:
            replace_case(by=request.actor, case=case, **form.cleaned_data)
        except ValidationError as refused:
            put_errors(form, refused)
        else:
            messages.success(request, _("A reserve has taken the place."))
            return redirect("surveys:sample", pk)
    return page(request, "surveys/case_replace.html", context, status=422)


@needs(Permission.SURVEY_DESIGN)
@require_GET
def sample_out(request: Request, pk: int) -> HttpResponse:
    """Send the sample as Excel, with what the frame says of each case."""
    survey = survey_of(request, pk)
    cases = survey.cases.select_related("unit", "row", "replaces").order_by("number")
    now = timezone.localtime()
    made = _("At {time} by {person}").format(time=f"{now:%H:%M %d/%m/%Y}", person=request.actor.person)
    seeds = "; ".join(f"{one.frame.name}: {one.seed}" for one in survey.draws.select_related("frame"))
    titles = (survey.name, f"{made}. {_('Seed')}: {seeds}")
    design = design_in(survey)
    groups = {one.code: one.name for one in design.groups} if design else {}
    lines = (_line(case, groups) for case in cases)
    return made_file(sample_workbook(titles, lines), f"{slug_of(survey.name)}-mau.xlsx")


def _line(case: SampleCase, groups: Mapping[str, str]) -> SampleLine:
    """A case as it is printed; groups, which strata name by code, are told by their names."""
    texts = [
        str(case.number),
        case.unit.name if case.unit else "",
        case.respondent_group,
        case.row.key if case.row else "",
        case.get_state_display(),
        str(case.replaces.number) if case.replaces else "",
        case.reason,
        BETWEEN.join(groups.get(part, part) for part in case.stratum.split(BETWEEN)),
        case.primary_unit,
        case.probability,
        case.weight.replace(".", ","),
    ]
    return SampleLine(texts, case.row.columns.get("headings", {}) if case.row else {})


def _done(request: Request, pk: int, act: Callable[[], Any], said: str) -> HttpResponse:
    try:
        act()
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        messages.success(request, said)
    return redirect("surveys:sample", pk)
