"""The result of the appraisal of a unit: sent by the lead, read by the unit, taken back for a reason."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.appraisal.actions.sending import reopen_result, send_result
from cchc.appraisal.forms.results import ReopenResultForm
from cchc.appraisal.models import UnitAppraisal
from cchc.appraisal.policies import may_read_appraisals, may_send_results
from cchc.appraisal.queries.held import WITH_SET, HeldAppraisal, held_appraisal
from cchc.appraisal.queries.outcome import (
    SentLeaf,
    leaves_in,
    outcome_content,
    outcome_seal,
    standing_result,
)
from cchc.appraisal.queries.sight import sight_in
from cchc.appraisal.views.frame import cycle_context
from cchc.audit.changed import Changed
from cchc.core.papers.deadlines.windows import Standing
from cchc.cycles.models import Participant, PhaseKind
from cchc.cycles.policies import is_of_unit
from cchc.cycles.queries import visible_to
from cchc.cycles.queries.windows import window_of
from cchc.scores.models import Stage
from cchc.ui.grave import Counted, GraveAct, answer_grave, posted
from cchc.ui.pages import page
from cchc.ui.pictures.points import loss_word
from cchc.ui.templatetags.ui import number


def appraisal_of(request: Request, year: int, stage: Stage, unit_id: int) -> UnitAppraisal:
    """Return the appraisal of a unit in a year. Raises Http404 where there is none."""
    found = UnitAppraisal.objects.select_related(*WITH_SET, "participant__unit").filter(
        participant__unit__id=unit_id,
        participant__cycle__year=year,
        participant__cycle__in=visible_to(request.actor),
        stage=stage,
    )
    row = found.order_by("pk").first()
    if row is None:
        raise Http404
    return row


@needs(Permission.SHEET_READ)
@require_GET
def result_page(request: Request, year: int, stage: Stage, unit: int) -> HttpResponse:
    """Show a unit the result that was sent to it, what was lowered first, each with its reasons; and whoever reads
    appraisals, but nobody near to the unit except its own people. 404 while none stands."""
    row = appraisal_of(request, year, stage, unit)
    cycle = row.participant.cycle
    is_own = is_of_unit(request.actor, row.participant.unit_id)
    if not is_own and not sight_in(request.actor, cycle).has(row.participant_id):
        raise Http404
    result = standing_result(row)
    if result is None:
        raise Http404
    leaves = leaves_in(result.content)
    title = (
        _("Result of the appraisal {year}: {unit}")
        if stage == Stage.FIRST_APPRAISAL
        else _("Result of the second appraisal {year}: {unit}")
    )
    context = cycle_context(request, cycle, stage) | {
        "title": title.format(year=year, unit=row.participant.name),
        "participant": row.participant,
        "result": result,
        "points": Fraction(result.content["points"]),
        "lowered": [_line(row.participant, one) for one in leaves if one.lowered],
        "others": [_line(row.participant, one) for one in leaves if not one.lowered],
        "may_follow": may_read_appraisals(request.actor),
        "may_reopen": not is_own
        and may_send_results(request.actor, cycle)
        and request.actor.may(Permission.APPRAISAL_REOPEN),
        "asks": is_own and any(one.lowered for one in leaves),
        "second_result": stage == Stage.FIRST_APPRAISAL and has_second_result(row.participant_id),
    }
    return page(request, "appraisal/result.html", context)


def has_second_result(participant: int) -> bool:
    """Whether the result of the second appraisal of a participant, by its id, was sent to it."""
    second = UnitAppraisal.objects.filter(participant=participant, stage=Stage.SECOND_APPRAISAL)
    return second.filter(state=UnitAppraisal.State.SENT).exists()


@dataclass(frozen=True, slots=True)
class ResultLine:
    """A leaf of a result, and why points were taken, each reason in words."""

    leaf: SentLeaf
    whys: tuple[str, ...]
    href: str


def _line(participant: Participant, leaf: SentLeaf) -> ResultLine:
    words = ((loss_word(one.code), one.text) for one in leaf.reasons)
    where = [participant.cycle.year, participant.unit_id, leaf.number]
    return ResultLine(
        leaf,
        tuple(f"{word}: {text}" if text else word for word, text in words),
        reverse("self_scoring:leaf", args=where),
    )


@needs(Permission.APPRAISAL_SEND)
def result_send(request: Request, year: int, stage: Stage, unit: int) -> HttpResponse:
    """Show what sending the result means: what is lowered and why, what is not final; then send it. 404 where the
    appraisal is not open, and to whoever stands near to the unit."""
    row = _to_send(request, year, stage, unit)
    if row.state != UnitAppraisal.State.OPEN:
        raise Http404
    held = held_appraisal(row)
    content = outcome_content(held)

    def act() -> HttpResponse:
        try:
            result = send_result(by=request.actor, appraised=row, seen=outcome_seal(content))
        except Changed:
            raise ValidationError(_("The appraisal has changed meanwhile. Look at it again.")) from None
        messages.success(
            request,
            _("Sent to {unit}: result {number}.").format(unit=row.participant.name, number=result.number),
        )
        return redirect("appraisal:result", year, stage, unit)

    return answer_grave(
        request,
        "appraisal/result_act.html",
        _context(request, row, _("Send the result to {unit}")),
        form=forms.Form(posted(request)),
        told=lambda: sending(held, leaves_in(content)),
        act=act,
    )


@needs(Permission.APPRAISAL_REOPEN)
def result_reopen(request: Request, year: int, stage: Stage, unit: int) -> HttpResponse:
    """Show what taking the result back means, then do it for a reason. 404 where none stands, and to whoever stands
    near to the unit."""
    row = _to_send(request, year, stage, unit)
    result = standing_result(row)
    if result is None or row.state != UnitAppraisal.State.SENT:
        raise Http404
    form = ReopenResultForm(posted(request))

    def act() -> HttpResponse:
        reopen_result(by=request.actor, appraised=row, reason=form.cleaned_data["reason"])
        messages.success(request, _("The result was taken back: the appraisal is open again."))
        return redirect("appraisal:progress", year, stage)

    return answer_grave(
        request,
        "appraisal/result_act.html",
        _context(request, row, _("Take the result of {unit} back")),
        form=form,
        told=lambda: reopening(row),
        act=act,
    )


def _to_send(request: Request, year: int, stage: Stage, unit: int) -> UnitAppraisal:
    row = appraisal_of(request, year, stage, unit)
    cycle = row.participant.cycle
    if not may_send_results(request.actor, cycle) or not sight_in(request.actor, cycle).has(
        row.participant_id
    ):
        raise Http404
    return row


def _context(request: Request, row: UnitAppraisal, title: str) -> dict[str, object]:
    name = row.participant.name
    return cycle_context(request, row.participant.cycle, Stage(row.stage)) | {
        "title": title.format(unit=name),
        "name": name,
    }


def sending(held: HeldAppraisal, leaves: list[SentLeaf]) -> GraveAct:
    """Return what sending a result means. Raises ValidationError while a leaf is not appraised."""
    missing = [one.number for one in leaves if not one.is_appraised]
    if missing:
        raise ValidationError(_("Not appraised yet: {leaves}.").format(leaves=", ".join(missing)))
    lowered = [one for one in leaves if one.lowered]
    provisional = [one for one in leaves if one.provisional]
    asked = held.row.questions.filter(answered_at__isnull=True).count()
    words = ngettext(
        "%(count)s criterion is lowered, %(points)s points are taken.",
        "%(count)s criteria are lowered, %(points)s points are taken.",
        len(lowered),
    )
    told = words % {"count": len(lowered), "points": number(sum(one.taken for one in leaves))}
    unfinished = []
    if provisional:
        words = ngettext(
            "%(count)s criterion is not final.", "%(count)s criteria are not final.", len(provisional)
        )
        names = tuple(f"{one.number} {one.name}: {one.provisional}" for one in provisional)
        unfinished.append(Counted(words % {"count": len(provisional)}, names))
    if asked:
        words = ngettext(
            "%(count)s question is not answered.", "%(count)s questions are not answered.", asked
        )
        unfinished.append(Counted(words % {"count": asked}))
    happens = [
        _("The unit is told, and sees each criterion with its points and reasons; no appraiser is named."),
        _("The appraisal of the unit freezes as it was sent."),
    ]
    if held.row.stage == Stage.FIRST_APPRAISAL and lowered:
        happens.append(_justifying(held))
    return GraveAct(
        verb=_("Send the result"),
        icon="send",
        kind="primary",
        happens=tuple(happens),
        affected=(Counted(told, tuple(f"{one.number} {one.name}" for one in lowered)),),
        unfinished=tuple(unfinished),
        undoing=_("The lead takes it back with a reason; what was sent stays to be seen."),
    )


def _justifying(held: HeldAppraisal) -> str:
    """Return until when a unit may answer to what was lowered, or that it may not any more."""
    window = window_of(held.participant, PhaseKind.JUSTIFICATION)
    if window is None or window.standing(timezone.now()) is Standing.LOCKED:
        return _("The days of justification are over for this unit: it explains nothing without more time.")
    day = date_format(window.window.ends, "SHORT_DATE_FORMAT")
    words = _(
        "The unit may explain what was lowered until {day}; what it does not answer counts as accepted."
    )
    return words.format(day=day)


def reopening(row: UnitAppraisal) -> GraveAct:
    """Return what taking a result back means."""
    return GraveAct(
        verb=_("Take the result back"),
        icon="arrow-back-up",
        happens=(
            _("The unit is told that its result was taken back, with the reason."),
            _("The appraisal of {unit} can be changed again, and is sent anew.").format(
                unit=row.participant.name
            ),
        ),
        undoing=_("The result is sent again, with the next number."),
    )
