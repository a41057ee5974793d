"""One record: its measure, what was reported of it and by whom, and everything that may be done with it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from cchc.access.decorators import needs, repeatable
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.audit.changed import Changed
from cchc.core.plans.following.states import ENDED, ProgressState, is_late_below, is_overdue, standing_of
from cchc.core.words.messages import Faults
from cchc.documents.actions.uploading import store_whole
from cchc.documents.models import OfficialDocument
from cchc.documents.policies import edited_library
from cchc.documents.queries.library import with_files
from cchc.documents.queries.picking import Picker
from cchc.following.actions.closing import close_record, return_record
from cchc.following.actions.cooperating import note_cooperation
from cchc.following.actions.products import link_product, report_done_with_files, unlink_product
from cchc.following.actions.reporting import report_progress
from cchc.following.forms.reporting import CloseForm, DoneWithFileForm, NoteForm, ReportForm
from cchc.following.models import ProgressRecord, ProgressReport, ReportedProduct, Through
from cchc.following.policies import may_close, may_report
from cchc.following.queries.files import last_figures, unmet_words
from cchc.following.queries.history import sayings_of
from cchc.following.queries.links import next_below
from cchc.following.queries.mine import may_note
from cchc.following.queries.products import key_of
from cchc.following.queries.records import said_of, visible_to
from cchc.following.queries.words import name_of_measure, words_of_measure
from cchc.plans.models import Involvement
from cchc.ui.forms import put_errors
from cchc.ui.pages import page
from cchc.ui.requests import requested_number
from cchc.ui.templatetags.ui import message_text

MOST_FIGURES = 5  # named in one message
MOST_LETTERS = 160
MOST_OF_A_NAME = 60  # among others


def record_or_404(request: Request, pk: int) -> ProgressRecord:
    """The record with its measure and plan; 404 for one that this reader may not see."""
    rows = visible_to(request.actor).select_related("measure__section__plan__unit", "unit")
    return get_object_or_404(rows, pk=pk)


def record_to_report(request: Request, pk: int) -> ProgressRecord:
    """The same, 404 as well for those who may only read it."""
    record = record_or_404(request, pk)
    if not may_report(request.actor, record):
        raise Http404
    return record


@needs(Permission.FOLLOWING_READ)
@require_GET
def record_page(request: Request, pk: int) -> HttpResponse:
    """One record with all that was said of it; the forms for those who may say more."""
    return _shown(request, record_or_404(request, pk))


def _shown(request: Request, record: ProgressRecord, *, status: int = 200, **more: Any) -> HttpResponse:
    actor, today = request.actor, timezone.localdate()
    plan, measure = record.measure.section.plan, record.measure
    said = said_of(record)
    products = ReportedProduct.objects.filter(record=record).select_related("document")
    achieved = last_figures([record]).get(record.pk, {})
    is_open = record.closed_at is None
    below = (
        None if record.set_by_hand else next_below(record).select_related("measure__section__plan").first()
    )
    # what was typed before the plan below came in force stands in the form with the reason why it is refused
    reports = is_open and may_report(actor, record) and (below is None or "form" in more)
    decides = may_close(actor, plan)
    here = reverse("following:record", args=[record.pk])
    ended = ProgressState(record.state) in ENDED
    context: dict[str, Any] = {
        "title": Truncator(words_of_measure(measure)).chars(MOST_LETTERS),
        "record": record,
        "measure": measure,
        "plan": plan,
        "standing": standing_of(said),
        "overdue": is_overdue(said, today),
        "late_below": is_late_below(said, today),
        "days": (record.due - today).days if record.due and not ended else None,
        "cooperating": [
            one.agency.text
            for one in measure.parts.filter(role=Involvement.Kind.COOPERATING).select_related("agency")
        ],
        "products": products.prefetch_related(with_files("document")),
        "sayings": sayings_of(record),
        "may_report": reports,
        "below": below if actor.everywhere or may_report(actor, record) else None,
        "may_close": decides and is_open and ended,
        "may_return": decides and ended,
        "may_note": is_open and may_note(actor, record),
        "here": here,
    }
    if reports:
        context["form"] = ReportForm(record=record, achieved=achieved)
        if edited_library(actor) is not None:
            address = reverse("following:product", args=[record.pk])
            context["picker"] = Picker(address, key_of(record.pk), f"{here}#san-pham", whole=True)
            context["unit_id"] = actor.unit_id
            context["at_once"] = not ended
    if context["may_close"] or context["may_return"]:
        context["close_form"] = CloseForm(record=record)
    if context["may_note"]:
        context["note_form"] = NoteForm()
    return page(request, "following/record.html", context | more, status=status)


def _changed(request: Request, changed: Changed[Any], **forms: Any) -> HttpResponse:
    """409: what somebody else said meanwhile stands on the page, what was typed stays in its form."""
    record: ProgressRecord = changed.now
    return _shown(request, record, status=409, changed=changed, **forms)


@needs(Permission.FOLLOWING_READ)
@repeatable
@require_POST
def report(request: Request, pk: int) -> HttpResponse:
    """Take a report of whoever reports the record: its unit, or the owner of the plan where the lead is no unit. 422
    says everything that is wrong with it, 409 what somebody else reported meanwhile."""
    record = record_to_report(request, pk)
    achieved = last_figures([record]).get(record.pk, {})
    form = ReportForm(request.POST, record=record, achieved=achieved)
    if not form.is_valid():
        return _shown(request, record, status=422, form=form)
    through = Through.PHONE if request.POST.get("through") == Through.PHONE else Through.PAGE
    version = form.cleaned_data["version"]
    try:
        made = report_progress(
            by=request.actor, record=record, seen_version=version, report=form.report(through)
        )
    except ValidationError as refused:
        put_errors(form, refused)
        return _shown(request, record, status=422, form=form)
    except Changed as changed:
        form.rest_on(changed.now)
        return _changed(request, changed, form=form)
    messages.success(request, _said(made.state, made.percent))
    warn_of_unmet(request, unmet_words(made))
    return redirect("following:record", record.pk)


def warn_of_unmet(request: Request, unmet: list[str]) -> None:
    """Say which figures of work that was reported as done are not what the plan asks for; the report stands."""
    if unmet:
        words = _("Reported as done, though not as much as the plan asks for: {figures}.")
        messages.warning(request, words.format(figures="; ".join(unmet[:MOST_FIGURES])))


def warn_of_unmet_in(request: Request, reports: Iterable[ProgressReport]) -> None:
    """Say the same of reports on many measures, each called by its name."""
    warn_of_unmet(request, [f"{_shortened(one)}: {why}" for one in reports for why in unmet_words(one)])


def _shortened(report: ProgressReport) -> str:
    """The name of the measure of a report, as much of it as stands in a list of them."""
    return Truncator(name_of_measure(report.record.measure)).chars(MOST_OF_A_NAME)


def _said(state: str, percent: int) -> str:
    if state == ProgressState.DONE.value:
        return _("Reported as done. The owner of the plan looks at it.")
    if state == ProgressState.DONE_WITHOUT_PRODUCT.value:
        return _("Reported as done without a product: the plan names one. Link it as soon as it is there.")
    if state == ProgressState.UNDER_WAY.value:
        return _("Reported: {percent} percent done.").format(percent=percent)
    return _("Reported.")


@needs(Permission.PROGRESS_REPORT, Permission.DOCUMENT_EDIT)
@require_POST
def done_with_file(request: Request, pk: int) -> HttpResponse:
    """Report work as done with the photo or the files that come with this form, in one step."""
    record = record_to_report(request, pk)
    form = DoneWithFileForm(request.POST)
    files = [(file.name or "", file) for file in request.FILES.getlist("file")]
    if not form.is_valid() or not files:
        return _shown(request, record, status=422, file_faults=[_("Choose a photo or a file.")])
    try:
        stored = [one for file in files for one in store_whole(by=request.actor, files=[file])]
        made = report_done_with_files(
            by=request.actor,
            record=record,
            seen_version=form.cleaned_data["version"],
            files=stored,
            not_secret="not_secret" in request.POST,
        )
    except Faults as refused:
        whys = [f"{fault.place.file}: {message_text(fault.why)}" for fault in refused.faults]
        return _shown(request, record, status=422, file_faults=whys)
    except ValidationError as refused:
        return _shown(request, record, status=422, file_faults=refused.messages)
    except Changed as changed:
        return _changed(request, changed)
    said = ngettext(
        "Reported as done, with {count} file.", "Reported as done, with {count} files.", len(stored)
    )
    messages.success(request, said.format(count=len(stored)))
    warn_of_unmet(request, unmet_words(made))
    return redirect("following:record", record.pk)


@needs(Permission.PROGRESS_REPORT, Permission.DOCUMENT_EDIT)
@repeatable
@require_POST
def product(request: Request, pk: int) -> HttpResponse:
    """Link a document of the library as a product."""
    record = record_to_report(request, pk)
    number = requested_number(request.POST.get("document", ""))
    document = get_object_or_404(OfficialDocument, pk=number, unit_id=request.actor.unit_id)
    try:
        link_product(by=request.actor, record=record, document=document)
    except ValidationError as refused:
        for why in refused.messages:
            messages.error(request, why)
    else:
        messages.success(request, _("“{document}” is linked as a product.").format(document=document))
    return redirect(f"{reverse('following:record', args=[pk])}#san-pham")


@needs(Permission.PROGRESS_REPORT, Permission.DOCUMENT_EDIT)
@repeatable
@require_POST
def product_away(request: Request, pk: int, product: int) -> HttpResponse:
    """Take a document away from the products; it stays in the library."""
    record = record_to_report(request, pk)
    found = ReportedProduct.objects.filter(record=record, pk=product).first()
    if found is not None:
        try:
            unlink_product(by=request.actor, record=record, product=found)
        except ValidationError as refused:
            for why in refused.messages:
                messages.error(request, why)
    return redirect(f"{reverse('following:record', args=[pk])}#san-pham")


@needs(Permission.PROGRESS_CLOSE)
@require_POST
def close(request: Request, pk: int) -> HttpResponse:
    """Take the outcome of a record, or return it to its unit: the button `return` says so."""
    record = record_or_404(request, pk)
    if not may_close(request.actor, record.measure.section.plan):
        raise Http404
    form = CloseForm(request.POST, record=record)
    if not form.is_valid():
        return _shown(request, record, status=422, close_form=form)
    version, reason = form.cleaned_data["version"], form.cleaned_data["reason"]
    try:
        if "return" in request.POST:
            return_record(by=request.actor, record=record, seen_version=version, reason=reason)
            said = _("Returned to {unit}.")
        else:
            close_record(by=request.actor, record=record, seen_version=version)
            said = _("Closed. Nothing more is expected of {unit} here.")
    except ValidationError as refused:
        put_errors(form, refused)
        return _shown(request, record, status=422, close_form=form)
    except Changed as changed:
        return _changed(request, changed)
    messages.success(request, said.format(unit=record.unit.name))
    return redirect("following:record", record.pk)


@needs(Permission.PROGRESS_REPORT)
@require_POST
def note(request: Request, pk: int) -> HttpResponse:
    """Keep what a cooperating unit confirms or adds."""
    record = record_or_404(request, pk)
    if not may_note(request.actor, record):
        raise Http404
    form = NoteForm(request.POST)
    if form.is_valid():
        typed = form.cleaned_data
        try:
            note_cooperation(by=request.actor, record=record, confirms=typed["confirms"], text=typed["text"])
        except ValidationError as refused:
            put_errors(form, refused)
        else:
            messages.success(request, _("What your unit says stands with the measure now."))
            return redirect("following:record", record.pk)
    return _shown(request, record, status=422, note_form=form)
