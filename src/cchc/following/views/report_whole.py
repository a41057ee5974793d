"""A periodic report drawn together: its figures, who is missing, its text, its files; freezing and archiving it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.audit.changed import Changed
from cchc.core.plans.reports.content import frame_of
from cchc.core.plans.reports.drawn import DrawnReport, hash_of_report, report_text
from cchc.documents.queries.downloads import made_file, slug_of
from cchc.following.actions.report_freezing import archive_report, freeze_report, refuse_unanswered
from cchc.following.actions.report_rounds import write_whole
from cchc.following.exchange.report_data import report_json
from cchc.following.exchange.report_sheet import report_workbook
from cchc.following.exchange.report_word import report_word
from cchc.following.forms.periodic import TEXT, ArchiveForm, FreezeForm, WholeTextsForm
from cchc.following.models import ReportRound
from cchc.following.policies import may_collect, may_see_whole
from cchc.following.queries.recalls import recalls_in
from cchc.following.queries.report_lines import whole_annexes, whole_sections
from cchc.following.queries.report_papers import paper_of_whole, usual_wishes_of_report
from cchc.following.queries.report_words import round_name
from cchc.following.queries.rounds import drawn_report, is_closed, is_frozen, is_withdrawn, rounds_for
from cchc.following.views.periodic import collected_round
from cchc.plans.views.printed import wishes_of
from cchc.ui.forms import put_errors
from cchc.ui.grave import Counted, GraveAct, answer_grave, posted
from cchc.ui.pages import page


@needs(Permission.FOLLOWING_READ)
@require_GET
def round_page(request: Request, pk: int) -> HttpResponse:
    """A report drawn together, with who has not sent beside every figure. Who sees the own part alone is led there."""
    round_ = get_object_or_404(rounds_for(request.actor), pk=pk)
    if not may_see_whole(request.actor, round_):
        return redirect("following:report_part", round_.pk, request.actor.unit_id)
    report, frame = drawn_report(round_), frame_of(round_.frame.content)
    context = {
        **_context(request, round_, report),
        "annexes": whole_annexes(frame, report),
        "sections": whole_sections(frame, report),
        "asking": {unit for _round, unit in recalls_in([round_])},
    }
    return page(request, "following/round.html", context)


@needs(Permission.FOLLOWING_READ)
@require_GET
def round_row(request: Request, pk: int) -> HttpResponse:
    """One figure of a report (the first unless the address names another): what each unit reported, from where, and who
    has none."""
    round_ = whole_round(request, pk)
    report, frame = drawn_report(round_), frame_of(round_.frame.content)
    if not report.figures:
        raise Http404
    code = request.GET.get("chi_tieu", report.figures[0].code)
    figure = next((one for one in report.figures if one.code == code), None)
    if figure is None:
        raise Http404
    context = {
        **_context(request, round_, report),
        "title": frame.row(code).wording,
        "row": frame.row(code),
        "figure": figure,
        "units": [
            (one, one.values.get(code) if one.has_come else None, one.origins.get(code))
            for one in report.parts
        ],
    }
    return page(request, "following/round_row.html", context)


@needs(Permission.REPORT_COLLECT)
def round_texts(request: Request, pk: int) -> HttpResponse:
    """Write the text of the whole, section by section, with what the units wrote beside."""
    round_ = collected_round(request, pk)
    if is_closed(round_):
        raise Http404
    frame = frame_of(round_.frame.content)
    form = WholeTextsForm(request.POST or None, frame=frame, round_=round_)
    context: dict[str, Any] = {
        "title": _("Text of the report"),
        "round": round_,
        "name": round_name(round_),
        "form": form,
    }
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                seen = form.cleaned_data["seen"]
                write_whole(by=request.actor, round_=round_, seen_version=seen, texts=form.texts)
            except Changed as changed:
                again = {**request.POST.dict(), "seen": changed.now.version}
                form = WholeTextsForm(again, frame=frame, round_=changed.now)
                context |= {"form": form, "meanwhile": changed.now}
                status = 409
            except ValidationError as refused:
                put_errors(form, refused)
            else:
                messages.success(request, _("The text was saved."))
                return redirect("following:round", round_.pk)
    sections = whole_sections(frame, drawn_report(round_))
    context["sections"] = [(one, form[f"{TEXT}{at}"]) for at, one in enumerate(sections)]
    return page(request, "following/round_texts.html", context, status=status)


@needs(Permission.REPORT_COLLECT)
def round_freeze(request: Request, pk: int) -> HttpResponse:
    """Show what freezing the figures means, then do it."""
    round_ = collected_round(request, pk)
    if is_frozen(round_):
        messages.info(request, _("The figures are frozen already."))
        return redirect("following:round", round_.pk)
    if is_withdrawn(round_):
        raise Http404
    report = drawn_report(round_)
    seen = hash_of_report(report_text(report))
    form = FreezeForm(posted(request))

    def act() -> HttpResponse:
        try:
            freeze_report(by=request.actor, round_=round_, seen=seen)
        except Changed:
            raise ValidationError(_("A part has come or gone meanwhile: look at the report again.")) from None
        messages.success(request, _("The figures are frozen: nothing of them changes any more."))
        return redirect("following:round", round_.pk)

    context = {
        "title": _("Freeze the figures"),
        "back": reverse("following:round", args=[round_.pk]),
        "name": round_name(round_),
        "round": round_,
    }
    return answer_grave(
        request,
        "following/round_grave.html",
        context,
        form=form,
        told=lambda: freezing(round_, report, seen),
        act=act,
    )


def freezing(round_: ReportRound, report: DrawnReport, seen: str) -> GraveAct:
    """Return what freezing this report means. Raises ValidationError before its period is over, and while
    units wait for the answer whether they get their part back."""
    if timezone.localdate() < round_.data_to:
        day = f"{round_.data_to:%d/%m/%Y}"
        raise ValidationError(
            _("The period goes on until %(day)s: its figures are frozen afterwards.") % {"day": day}
        )
    refuse_unanswered(round_)
    come = len(report.parts) - len(report.not_come)
    happens = ngettext(
        "The figures of {come} of {count} unit are frozen, with their sources and the rows behind.",
        "The figures of {come} of {count} units are frozen, with their sources and the rows behind.",
        len(report.parts),
    )
    missing = ngettext(
        "{count} unit has not sent: its figures stay missing, they are not 0.",
        "{count} units have not sent: their figures stay missing, they are not 0.",
        len(report.not_come),
    )
    names = tuple(one.name for one in report.not_come)
    return GraveAct(
        verb=_("Freeze the figures"),
        icon="lock",
        happens=(
            happens.format(come=come, count=len(report.parts)),
            _("Nobody sends, returns or changes anything in this report any more, and its days stay."),
            _("Mark of what is frozen: {seal}").format(seal=seen[:12]),
        ),
        unfinished=(Counted(missing.format(count=len(names)), names),) if names else (),
        undoing=_("Frozen figures are never changed: a later report says what has changed since."),
    )


@needs(Permission.REPORT_COLLECT)
def round_archive(request: Request, pk: int) -> HttpResponse:
    """Keep a frozen report as an official document, by its number and date."""
    round_ = collected_round(request, pk)
    if not is_frozen(round_) or hasattr(round_.frozen, "archived"):
        raise Http404
    usual = usual_wishes_of_report(round_, round_.collector)
    form = ArchiveForm(
        {**usual, **request.POST.dict()} if request.method == "POST" else None,
        initial={"on": timezone.localdate(), **usual},
    )
    context = {
        "title": _("Archive as an official document"),
        "round": round_,
        "name": round_name(round_),
        "form": form,
    }
    if request.method != "POST":
        return page(request, "following/round_archive.html", context)
    if not form.is_valid():
        return page(request, "following/round_archive.html", context, status=422)
    number, on = form.cleaned_data["number"], form.cleaned_data["on"]
    try:
        archive_report(
            by=request.actor,
            round_=round_,
            number=number,
            on=on,
            name=slug_of(round_name(round_)),
            paper=report_word(
                paper_of_whole(round_, drawn_report(round_), on, number, wishes_of(form, usual))
            ),
            sheet=_sheet(round_),
        )
    except ValidationError as refused:
        put_errors(form, refused)
        return page(request, "following/round_archive.html", context, status=422)
    messages.success(request, _("The report is archived as document {number}.").format(number=number))
    return redirect("following:round", round_.pk)


@needs(Permission.FOLLOWING_READ)
@require_GET
def round_sheet(request: Request, pk: int) -> HttpResponse:
    """Return the structured part as an Excel file: the whole, and each unit."""
    round_ = whole_round(request, pk)
    return made_file(_sheet(round_), f"{slug_of(round_name(round_))}.xlsx")


@needs(Permission.FOLLOWING_READ)
@require_GET
def round_json(request: Request, pk: int) -> HttpResponse:
    """Return the structured part as JSON, for other systems."""
    round_ = whole_round(request, pk)
    content = report_json(frame_of(round_.frame.content), drawn_report(round_), _seal(round_))
    return made_file(content.encode(), f"{slug_of(round_name(round_))}.json")


def whole_round(request: Request, pk: int) -> ReportRound:
    """A round that the reader sees drawn together; 404 for any other."""
    round_ = get_object_or_404(rounds_for(request.actor), pk=pk)
    if not may_see_whole(request.actor, round_):
        raise Http404
    return round_


def _seal(round_: ReportRound) -> str:
    """The hash of a frozen report; empty while it is provisional."""
    return round_.frozen.sha256 if is_frozen(round_) else ""


def _sheet(round_: ReportRound) -> bytes:
    return report_workbook(
        frame_of(round_.frame.content), drawn_report(round_), round_name(round_), _seal(round_)
    )


def _context(request: Request, round_: ReportRound, report: DrawnReport) -> dict[str, Any]:
    return {
        "title": round_name(round_),
        "round": round_,
        "report": report,
        "frozen": round_.frozen if is_frozen(round_) else None,
        "withdrawal": round_.withdrawal if is_withdrawn(round_) else None,
        "archived": getattr(round_.frozen, "archived", None) if is_frozen(round_) else None,
        "may_collect": may_collect(request.actor, round_.collector),
        "period_over": timezone.localdate() >= round_.data_to,
        "today": timezone.localdate(),
    }
