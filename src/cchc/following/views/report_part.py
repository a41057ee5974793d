"""The part of a unit in a periodic report: written, sent, carried inside another report, returned."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.audit.changed import Changed
from cchc.core.plans.reports.content import frame_of
from cchc.core.plans.reports.drawn import UnitPart
from cchc.core.plans.reports.sending import PartState
from cchc.documents.queries.downloads import made_file, slug_of
from cchc.following.actions.report_parts import carry_part, return_part, save_part, send_part
from cchc.following.exchange.report_word import report_word
from cchc.following.forms.periodic import (
    FIGURE,
    TEXT,
    WHY,
    CarryForm,
    PartForm,
    PartReturnForm,
    ReportPaperForm,
)
from cchc.following.models import PartDraft, ReportRound
from cchc.following.policies import may_collect, may_see_whole, may_write_part
from cchc.following.queries.recalls import recalls_in
from cchc.following.queries.report_lines import UnitReport, drafted_report, earlier_sendings, sent_report
from cchc.following.queries.report_papers import paper_of_part, usual_wishes_of_report
from cchc.following.queries.report_words import round_name
from cchc.following.queries.rounds import (
    drawn_report,
    head_of,
    is_closed,
    is_frozen,
    is_withdrawn,
    parts_of,
    rounds_for,
)
from cchc.following.views.periodic import collected_round
from cchc.plans.views.printed import asked_form, wishes_of
from cchc.ui.forms import put_errors
from cchc.ui.pages import page
from cchc.units.models import Unit

COME = (PartState.SENT, PartState.CARRIED)


@needs(Permission.FOLLOWING_READ)
def report_part(request: Request, pk: int, unit: int) -> HttpResponse:
    """Show the part of a unit; take what its people type, and send it."""
    round_, draft, part = _part(request, pk, unit)
    if not _is_open(request, round_, draft, part):
        if request.method == "POST" and may_write_part(request.actor, unit):
            form = PartForm(request.POST, frame=frame_of(round_.frame.content), draft=draft)
            if set(form.changed_data) <= {"seen", "with_gaps"}:  # pressed twice: it was sent as it stands
                return redirect("following:report_part", round_.pk, unit)
            return _shown(request, round_, draft, part, status=409, unsaved=form.said)
        if request.method == "POST":
            raise Http404
        return _shown(request, round_, draft, part)
    form = PartForm(request.POST or None, frame=frame_of(round_.frame.content), draft=draft)
    if request.method != "POST":
        return _writing(request, round_, draft, part, form)
    if not form.is_valid():
        return _writing(request, round_, draft, part, form, status=422)
    seen = form.cleaned_data["seen"]
    sends = "send" in request.POST
    kept: PartDraft | None = None
    try:
        kept = save_part(
            by=request.actor, round_=round_, unit=draft.of_unit, seen_version=seen, typed=form.typed
        )
        if sends:
            gaps = form.cleaned_data["with_gaps"]
            send_part(
                by=request.actor, round_=round_, unit=draft.of_unit, seen_version=kept.version, with_gaps=gaps
            )
    except Changed as changed:
        again = PartForm(
            {**request.POST.dict(), "seen": changed.now.version}, frame=form.frame, draft=changed.now
        )
        context = {"meanwhile": changed.who}
        return _writing(request, round_, changed.now, part, again, status=409, **context)
    except ValidationError as refused:
        if hasattr(refused, "error_dict"):
            form.put_faults(refused.message_dict)
        else:
            form.add_error(None, refused)
        form.data = {**request.POST.dict(), "seen": kept.version if kept else seen}
        return _writing(request, round_, kept or draft, part, form, status=422)
    if sends:
        said = _("The part of {unit} was sent.").format(unit=draft.of_unit.name)
    else:
        said = _("What you typed was saved. It is not sent yet.")
    messages.success(request, said)
    return redirect("following:report_part", round_.pk, unit)


@needs(Permission.REPORT_COLLECT)
def part_return(request: Request, pk: int, unit: int) -> HttpResponse:
    """Return the part of a unit, with the reason."""
    round_ = collected_round(request, pk)
    draft = draft_of(round_, unit)
    last = next(iter(earlier_sendings(round_, unit)), None)
    if last is None or hasattr(last, "returned") or is_closed(round_):
        messages.info(request, _("Nothing of this unit waits there to be returned."))
        return redirect("following:round", round_.pk)
    form = PartReturnForm(request.POST or None, initial={"number": last.number})
    context = {
        "title": _("Return the part of %(unit)s") % {"unit": draft.of_unit.name},
        "form": form,
        "round": round_,
        "name": round_name(round_),
        "of_unit": draft.of_unit,
        "sending": last,
    }
    if request.method != "POST":
        return page(request, "following/part_return.html", context)
    if not form.is_valid():
        return page(request, "following/part_return.html", context, status=422)
    try:
        return_part(by=request.actor, round_=round_, unit=draft.of_unit, **form.cleaned_data)
    except ValidationError as refused:
        put_errors(form, refused)
        return page(request, "following/part_return.html", context, status=422)
    messages.success(request, _("The part of {unit} was returned.").format(unit=draft.of_unit.name))
    return redirect("following:round", round_.pk)


@needs(Permission.REPORT_SEND)
def part_carry(request: Request, pk: int, unit: int) -> HttpResponse:
    """Send the part of a unit inside its part of another report."""
    round_, draft, part = _part(request, pk, unit)
    if not _is_open(request, round_, draft, part):
        raise Http404
    others = carriers_of(round_, unit)
    form = CarryForm(request.POST or None, rounds=others)
    context = {
        "title": _("Carry the part inside another report"),
        "form": form,
        "round": round_,
        "name": round_name(round_),
        "of_unit": draft.of_unit,
        "others": [(one.pk, round_name(one)) for one in others],
    }
    if request.method != "POST":
        return page(request, "following/part_carry.html", context)
    if not form.is_valid():
        return page(request, "following/part_carry.html", context, status=422)
    try:
        carry_part(by=request.actor, round_=round_, unit=draft.of_unit, into=form.cleaned_data["into"])
    except ValidationError as refused:
        put_errors(form, refused)
        return page(request, "following/part_carry.html", context, status=422)
    messages.success(request, _("The part is carried inside the other report and counted once."))
    return redirect("following:report_part", round_.pk, unit)


@needs(Permission.FOLLOWING_READ)
@require_GET
def part_paper(request: Request, pk: int, unit: int) -> HttpResponse:
    """What the paper of a unit is to be like: who signs, who receives it, on what it is based."""
    round_, draft, part = _part(request, pk, unit)
    if _report(request, round_, draft, part) is None:
        raise Http404
    form = asked_form(request, usual_wishes_of_report(round_, draft.of_unit), ReportPaperForm)
    context = {
        "title": _("The report as a paper"),
        "round": round_,
        "of_unit": draft.of_unit,
        "name": round_name(round_),
        "form": form,
        "word": reverse("following:part_word", args=[round_.pk, unit]),
        "word_alone": True,
        "back": reverse("following:report_part", args=[round_.pk, unit]),
    }
    faulty = form.is_bound and not form.is_valid()
    return page(request, "following/report_paper.html", context, status=422 if faulty else 200)


@needs(Permission.FOLLOWING_READ)
@require_GET
def part_word(request: Request, pk: int, unit: int) -> HttpResponse:
    """Return the report of a unit as a Word file, as it was sent; before that, to its own people, as it stands."""
    round_, draft, part = _part(request, pk, unit)
    report = _report(request, round_, draft, part)
    if report is None:
        raise Http404
    usual = usual_wishes_of_report(round_, draft.of_unit)
    wishes = wishes_of(asked_form(request, usual, ReportPaperForm), usual)
    if wishes is None:
        return part_paper(request, pk, unit)
    head = drawn_report(round_).head if is_frozen(round_) else head_of(round_)
    today = timezone.localdate()
    content = report_word(paper_of_part(round_, head, draft.of_unit, part, report, today, wishes))
    return made_file(content, f"{slug_of(f'{draft.of_unit.name} {round_name(round_)}')}.docx")


def carriers_of(round_: ReportRound, unit: int) -> QuerySet[ReportRound]:
    """Return the other reports of the same period in which this unit reports."""
    rounds = ReportRound.objects.filter(
        kind=round_.kind, year=round_.year, drafts__of_unit=unit, withdrawal__isnull=True
    )
    return rounds.exclude(pk=round_.pk).select_related("frame")


def _part(request: Request, pk: int, unit: int) -> tuple[ReportRound, PartDraft, UnitPart]:
    """A round, what a unit typed in it, and how its part stands: for its own people and who sees the whole."""
    round_ = get_object_or_404(rounds_for(request.actor), pk=pk)
    if not (may_see_whole(request.actor, round_) or request.actor.unit_id == unit):
        raise Http404
    draft = draft_of(round_, unit)
    if is_frozen(round_):
        part = drawn_report(round_).part_of([unit])
    else:
        part = next(iter(parts_of(round_, frame_of(round_.frame.content), [unit])), None)
    if part is None:
        raise Http404
    return round_, draft, part


def draft_of(round_: ReportRound, unit: int) -> PartDraft:
    """Return what a unit of a round has typed so far; 404 for a unit that does not report in it."""
    found = get_object_or_404(Unit, pk=unit)  # a number that no database holds is nobody's
    return get_object_or_404(PartDraft.objects.select_related("of_unit"), round=round_, of_unit=found)


def _is_open(request: Request, round_: ReportRound, draft: PartDraft, part: UnitPart) -> bool:
    """Whether the reader writes in this part now."""
    own = may_write_part(request.actor, draft.of_unit_id)
    sent = part.state in COME or bool(part.carried_in)
    return own and not sent and not is_closed(round_)


def _report(request: Request, round_: ReportRound, draft: PartDraft, part: UnitPart) -> UnitReport | None:
    """The part as it was sent; before that as it stands, which is its own people's alone."""
    frame = frame_of(round_.frame.content)
    if part.has_come:
        return sent_report(frame, part)
    if request.actor.unit_id == draft.of_unit_id and not is_frozen(round_):
        return drafted_report(round_, frame, draft.of_unit, draft, part)
    return None


def _context(request: Request, round_: ReportRound, draft: PartDraft, part: UnitPart) -> dict[str, Any]:
    return {
        "title": round_name(round_),
        "round": round_,
        "of_unit": draft.of_unit,
        "part": part,
        "sendings": earlier_sendings(round_, draft.of_unit_id),
        "frozen": is_frozen(round_),
        "withdrawal": round_.withdrawal if is_withdrawn(round_) else None,
        "sees_whole": may_see_whole(request.actor, round_),
        "today": timezone.localdate(),
    }


def _shown(
    request: Request, round_: ReportRound, draft: PartDraft, part: UnitPart, *, status: int = 200, **more: Any
) -> HttpResponse:
    report = _report(request, round_, draft, part)
    stands = part.state in COME or bool(part.carried_in)
    stands = stands and not is_closed(round_)
    recall = recalls_in([round_]).get((round_.pk, draft.of_unit_id))
    context = {
        **_context(request, round_, draft, part),
        "report": report,
        "recall": recall,
        "may_return": stands and may_collect(request.actor, round_.collector),
        "may_ask_back": stands and recall is None and may_write_part(request.actor, draft.of_unit_id),
        **more,
    }
    return page(request, "following/report_part.html", context, status=status)


def _writing(
    request: Request,
    round_: ReportRound,
    draft: PartDraft,
    part: UnitPart,
    form: PartForm,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    report = drafted_report(round_, form.frame, draft.of_unit, draft, part)
    annexes = [
        (
            annex,
            [(line, _field(form, FIGURE, line.row.code), _field(form, WHY, line.row.code)) for line in lines],
        )
        for annex, lines in report.annexes
    ]
    sections = [(one, form[f"{TEXT}{at}"]) for at, one in enumerate(report.sections)]
    context = {
        **_context(request, round_, draft, part),
        "form": form,
        "annexes": annexes,
        "sections": sections,
        "faulty": [one for one in form.visible_fields() if one.errors],
        "lacks": form.has_error(NON_FIELD_ERRORS, "gaps"),
        "may_carry": carriers_of(round_, draft.of_unit_id).exists(),
        "carry_url": reverse("following:part_carry", args=[round_.pk, draft.of_unit_id]),
        **more,
    }
    return page(request, "following/report_writing.html", context, status=status)


def _field(form: PartForm, kind: str, code: str) -> Any:
    name = f"{kind}{code}"
    return form[name] if name in form.fields else None
