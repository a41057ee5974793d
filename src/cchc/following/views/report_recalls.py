"""What is taken back of periodic reports: a round that was opened by mistake, a part that its unit asks for."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.audit.changed import Changed
from cchc.core.plans.reports.sending import PartState
from cchc.following.actions.report_recalls import ask_part_back, give_part_back, refuse_recall
from cchc.following.actions.report_withdrawing import refuse_carrying_frozen, withdraw_round
from cchc.following.forms.periodic import RecallAnswerForm, RecallForm, WithdrawForm
from cchc.following.models import PartRecall, ReportPart, ReportRound
from cchc.following.policies import may_write_part
from cchc.following.queries.recalls import recalls_in
from cchc.following.queries.report_words import round_name
from cchc.following.queries.rounds import NOTHING_SENT, is_closed, rounds_for, sendings_of
from cchc.following.queries.withdrawn import carried_inside, units_that_began
from cchc.following.views.periodic import collected_round
from cchc.following.views.report_part import draft_of
from cchc.ui.forms import put_errors
from cchc.ui.grave import Counted, GraveAct, answer_grave, posted
from cchc.ui.pages import page

STANDS = (PartState.SENT, PartState.CARRIED)


@needs(Permission.REPORT_COLLECT)
def round_withdraw(request: Request, pk: int) -> HttpResponse:
    """Show what withdrawing a report that was opened by mistake means, then do it."""
    round_ = collected_round(request, pk)
    if is_closed(round_):
        messages.info(request, _("This report is frozen or withdrawn already."))
        return redirect("following:round", round_.pk)
    form = WithdrawForm(posted(request), initial={"seen": round_.version})

    def act() -> HttpResponse:
        said = form.cleaned_data
        try:
            withdraw_round(by=request.actor, round_=round_, seen_version=said["seen"], reason=said["reason"])
        except Changed:
            raise ValidationError(_("The report was changed meanwhile: look at it again.")) from None
        messages.success(request, _("The report was withdrawn. What was written stays there to be read."))
        return redirect("following:round", round_.pk)

    context = {
        "title": _("Withdraw the report"),
        "back": reverse("following:round", args=[round_.pk]),
        "name": round_name(round_),
        "round": round_,
    }
    return answer_grave(
        request,
        "following/round_grave.html",
        context,
        form=form,
        told=lambda: withdrawing(round_),
        act=act,
    )


def withdrawing(round_: ReportRound) -> GraveAct:
    """Return what withdrawing this report means. Raises ValidationError where a frozen report names it."""
    refuse_carrying_frozen(round_)
    began = tuple(one.name for one in units_that_began(round_))
    carried = tuple(one.of_unit.name for one, _has_come in carried_inside(round_))
    affected = []
    if began:
        words = ngettext(
            "{count} unit had begun to write: what it wrote stays there to be read.",
            "{count} units had begun to write: what they wrote stays there to be read.",
            len(began),
        )
        affected.append(Counted(words.format(count=len(began)), began))
    if carried:
        words = ngettext(
            "{count} part of another report is carried inside this one: its unit gets it back and sends it anew.",
            "{count} parts of other reports are carried inside this one: their units get them back and send them"
            " anew.",
            len(carried),
        )
        affected.append(Counted(words.format(count=len(carried)), carried))
    return GraveAct(
        verb=_("Withdraw the report"),
        icon="trash",
        happens=(
            _("Nobody writes, sends or freezes anything in this report any more; it waits for nobody."),
            _("All its units are told, with the reason."),
            _("It counts for no unit as a report that was due, late or missing."),
            _("The same report can be opened anew: units then begin with what they had typed here."),
        ),
        affected=tuple(affected),
        undoing=_("A withdrawn report does not come back: it is opened anew."),
    )


@needs(Permission.REPORT_SEND)
def part_recall(request: Request, pk: int, unit: int) -> HttpResponse:
    """Ask for the part that the own unit sent back, with the reason."""
    round_ = get_object_or_404(rounds_for(request.actor), pk=pk)
    draft = draft_of(round_, unit)
    if not may_write_part(request.actor, unit):
        raise Http404
    sent = sendings_of(ReportPart.objects.filter(round=round_, of_unit=unit))
    last = sent.get((round_.pk, unit), NOTHING_SENT)
    if is_closed(round_) or last.state not in STANDS or (round_.pk, unit) in recalls_in([round_]):
        messages.info(request, _("Nothing of this unit stands there to be asked back."))
        return redirect("following:report_part", round_.pk, unit)
    form = RecallForm(request.POST or None, initial={"number": last.number})
    context = {
        "title": _("Ask for the part back"),
        "form": form,
        "round": round_,
        "name": round_name(round_),
        "of_unit": draft.of_unit,
    }
    if request.method != "POST":
        return page(request, "following/part_recall.html", context)
    if not form.is_valid():
        return page(request, "following/part_recall.html", context, status=422)
    try:
        ask_part_back(by=request.actor, round_=round_, unit=draft.of_unit, **form.cleaned_data)
    except ValidationError as refused:
        put_errors(form, refused)
        return page(request, "following/part_recall.html", context, status=422)
    messages.success(request, _("The part was asked back. It counts as sent until it is given back."))
    return redirect("following:report_part", round_.pk, unit)


@needs(Permission.REPORT_COLLECT)
def recall_answer(request: Request, pk: int, unit: int) -> HttpResponse:
    """Give a unit its part back, as it asks, or refuse with the reason."""
    round_ = collected_round(request, pk)
    draft = draft_of(round_, unit)
    recall = recalls_in([round_]).get((round_.pk, unit))
    if recall is None or is_closed(round_):
        messages.info(request, _("This unit does not wait for an answer any more."))
        return redirect("following:report_part", round_.pk, unit)
    form = RecallAnswerForm(request.POST or None, initial={"recall": recall.pk})
    context = {
        "title": _("%(unit)s asks for its part back") % {"unit": draft.of_unit.name},
        "form": form,
        "round": round_,
        "name": round_name(round_),
        "of_unit": draft.of_unit,
        "recall": recall,
    }
    if request.method != "POST":
        return page(request, "following/recall_answer.html", context)
    if not form.is_valid():
        return page(request, "following/recall_answer.html", context, status=422)
    seen = get_object_or_404(
        PartRecall, pk=form.cleaned_data["recall"], part__round=round_, part__of_unit=unit
    )
    try:
        if "give" in request.POST:
            give_part_back(by=request.actor, recall=seen)
            said = _("The part of {unit} was returned.")
        else:
            refuse_recall(by=request.actor, recall=seen, reason=form.cleaned_data["reason"])
            said = _("The part of {unit} stays as it was sent; the unit is told why.")
    except ValidationError as refused:
        put_errors(form, refused)
        return page(request, "following/recall_answer.html", context, status=422)
    messages.success(request, said.format(unit=draft.of_unit.name))
    return redirect("following:round", round_.pk)
