"""The justification of a unit: all that its result lowered as one list, each criterion accepted or explained with
documents on a page of its own, handed in by the head."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

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
from django.views.decorators.http import require_GET, require_POST

from cchc.access.decorators import needs, repeatable
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.appraisal.actions.handing_in import hand_in_justification
from cchc.appraisal.actions.justifying import (
    accept_result,
    explain_leaf,
    link_to_justification,
    unlink_from_justification,
)
from cchc.appraisal.forms.justified import ACCEPT, JustifyForm
from cchc.appraisal.models import JustificationEvidence, JustificationSubmission, UnitAppraisal
from cchc.appraisal.policies import may_hand_in_justification, may_justify
from cchc.appraisal.queries.documents import is_being_explained, key_of
from cchc.appraisal.queries.explained import standing_justification
from cchc.appraisal.queries.justified import (
    JustificationView,
    JustifiedLeaf,
    justification_seal,
    justification_view,
)
from cchc.appraisal.queries.sight import sight_in
from cchc.appraisal.views.frame import cycle_context
from cchc.appraisal.views.results import appraisal_of
from cchc.audit.changed import Changed
from cchc.cycles.models import PhaseKind
from cchc.cycles.policies import is_of_unit
from cchc.cycles.queries.windows import window_of
from cchc.documents.queries.picking import Picker
from cchc.scores.consequences import thread_of_leaf
from cchc.scores.models import Stage
from cchc.self_scoring.forms import LinkForm
from cchc.ui.forms import put_errors
from cchc.ui.grave import Counted, GraveAct, answer_grave, posted
from cchc.ui.pages import page


def justification_for(
    request: Request, year: int, unit: int
) -> tuple[JustificationView, JustificationSubmission | None]:
    """Return what a unit is asked by its result, and what it has handed in. Raises Http404 while nothing was lowered;
    to whoever is not of the unit also before it is handed in, and of units that stand near."""
    row = appraisal_of(request, year, Stage.FIRST_APPRAISAL, unit)
    view = justification_view(row)
    if view is None:
        raise Http404
    submission = standing_justification(row)
    if not is_of_unit(request.actor, row.participant.unit_id):
        sees = sight_in(request.actor, row.participant.cycle).has(row.participant_id)
        if submission is None or not sees:
            raise Http404
    return view, submission


def _context(
    request: Request, view: JustificationView, submission: JustificationSubmission | None, title: str
) -> dict[str, Any]:
    row = view.appraised
    is_open = submission is None and is_being_explained(row, timezone.now())
    return cycle_context(request, row.participant.cycle) | {
        "title": title,
        "participant": row.participant,
        "unit_id": row.participant.unit_id,
        "view": view,
        "submission": submission,
        "may_justify": is_open and may_justify(request.actor, row.participant),
        "may_hand_in": is_open and may_hand_in_justification(request.actor, row.participant),
        "lock_line": lock_line(row, submission),
    }


def lock_line(row: UnitAppraisal, submission: JustificationSubmission | None) -> str:
    """Return until when a unit may answer to its result, or why it may not any more, and who can lift that."""
    if submission is not None:
        day = date_format(timezone.localtime(submission.at), "SHORT_DATE_FORMAT")
        words = (
            _("Taken over by the lock on {day} as it stood.")
            if submission.by_lock
            else _("Handed in on {day}. Only the coordinator opens it again.")
        )
        return words.format(day=day)
    window = window_of(row.participant, PhaseKind.JUSTIFICATION)
    if window is None:
        return _("The cycle has no days for justifications: the coordinator sets them.")
    locked = window.lock_line(timezone.now())
    day = date_format(window.window.ends, "SHORT_DATE_FORMAT")
    if locked and not is_being_explained(row, timezone.now()):
        return locked
    return _("Open until 23:59:59 on {day}.").format(day=day)


@needs(Permission.SHEET_READ)
@require_GET
def justification_page(request: Request, year: int, unit: int) -> HttpResponse:
    """Show all that the result lowered as one list: what the unit gave itself, what it got and why, and what it says to
    that; what is not answered counts as accepted."""
    view, submission = justification_for(request, year, unit)
    name = view.appraised.participant.name
    title = _("Justification {year}: {unit}").format(year=year, unit=name)
    return page(request, "appraisal/justification.html", _context(request, view, submission, title))


@needs(Permission.SHEET_READ)
def justified_leaf(request: Request, year: int, unit: int, leaf: str) -> HttpResponse:
    """Show one criterion that the result lowered with all that was said of it, and store what the unit says: it
    explains it, or accepts the result."""
    view, submission = justification_for(request, year, unit)
    asked = _asked(view, leaf)
    if request.method != "POST":
        return _leaf_answer(request, view, submission, asked)
    form = JustifyForm(request.POST, justified=asked)
    if not form.is_valid():
        return _leaf_answer(request, view, submission, asked, form, status=422)
    sent, row = form.cleaned_data, view.appraised
    try:
        if sent["do"] == ACCEPT:
            accept_result(by=request.actor, appraised=row, leaf=leaf, version=sent["version"])
            messages.success(request, _("{leaf}: the result is accepted.").format(leaf=leaf))
            return redirect(f"{reverse('appraisal:justification', args=[year, unit])}#muc-{leaf}")
        explain_leaf(by=request.actor, appraised=row, leaf=leaf, text=sent["text"], version=sent["version"])
    except ValidationError as refused:
        put_errors(form, refused)
        return _leaf_answer(request, view, submission, asked, form, status=422)
    except Changed as changed:
        form.rest_on(changed.now)
        words = _("{who} has answered this meanwhile: “{text}” Save again to put yours in its place.")
        form.add_error(None, words.format(who=changed.who, text=changed.now.text))
        return _leaf_answer(request, view, submission, asked, form, status=409)
    messages.success(request, _("{leaf}: the explanation is stored.").format(leaf=leaf))
    return redirect("appraisal:justified_leaf", year, unit, leaf)


def _asked(view: JustificationView, leaf: str) -> JustifiedLeaf:
    found = view.leaf(leaf)
    if found is None:
        raise Http404
    return found


def _leaf_answer(
    request: Request,
    view: JustificationView,
    submission: JustificationSubmission | None,
    asked: JustifiedLeaf,
    form: JustifyForm | None = None,
    *,
    link_form: LinkForm | None = None,
    status: int = 200,
) -> HttpResponse:
    number, participant = asked.leaf.number, view.appraised.participant
    context = _context(request, view, submission, f"{number}. {asked.leaf.name}")
    numbers = [one.leaf.number for one in view.leaves]
    place = numbers.index(number)
    context |= {
        "asked": asked,
        "before": numbers[place - 1] if place else "",
        "after": numbers[place + 1] if place + 1 < len(numbers) else "",
        "thread": thread_of_leaf(actor=request.actor, participant=participant, leaf=number),
        "evidence": asked.evidence if submission is None or asked.is_explained else (),
    }
    if context["may_justify"]:
        where = [participant.cycle.year, participant.unit_id, number]
        context["form"] = form or JustifyForm(justified=asked)
        context["link_form"] = link_form
        context["picker"] = Picker(
            reverse("appraisal:justified_link", args=where),
            key_of(view.appraised, number),
            reverse("appraisal:justified_leaf", args=where),
        )
    elif form is not None:
        context["not_taken"] = form.data.get("text", "")
    return page(request, "appraisal/justified_leaf.html", context, status=status)


@needs(Permission.JUSTIFICATION_EDIT)
@repeatable
@require_POST
def justification_link(request: Request, year: int, unit: int, leaf: str) -> HttpResponse:
    """Put a document of the unit's library behind what it explains; linked once more it only changes its place."""
    view, submission = justification_for(request, year, unit)
    asked = _asked(view, leaf)
    form = LinkForm(request.POST, unit_id=unit)
    if form.is_valid():
        try:
            link_to_justification(
                by=request.actor, appraised=view.appraised, leaf=leaf, **_where(form.cleaned_data)
            )
        except ValidationError as refused:
            put_errors(form, refused)
        else:
            document = form.cleaned_data["document"]
            messages.success(request, _("{document} linked to {leaf}.").format(document=document, leaf=leaf))
            return redirect(f"{reverse('appraisal:justified_leaf', args=[year, unit, leaf])}#tai-lieu")
    return _leaf_answer(request, view, submission, asked, link_form=form, status=422)


def _where(sent: dict[str, Any]) -> dict[str, Any]:
    return {name: sent[name] for name in ("document", "part", "page", "passage")}


@needs(Permission.JUSTIFICATION_EDIT)
@repeatable
@require_POST
def justification_unlink(request: Request, year: int, unit: int, leaf: str, link: int) -> HttpResponse:
    """Take a document away from what a unit explains; it stays in the library."""
    view, _submission = justification_for(request, year, unit)
    _asked(view, leaf)
    found = JustificationEvidence.objects.filter(of=view.appraised, leaf=leaf, pk=link).first()
    if found is not None:
        try:
            unlink_from_justification(by=request.actor, appraised=view.appraised, link=found)
        except ValidationError as refused:
            for why in refused.messages:
                messages.error(request, why)
    return redirect(f"{reverse('appraisal:justified_leaf', args=[year, unit, leaf])}#tai-lieu")


@needs(Permission.JUSTIFICATION_SEND)
def justification_hand_in(request: Request, year: int, unit: int) -> HttpResponse:
    """Show what handing in means, with how many criteria are explained, accepted and not answered; then hand it in. 404
    where it cannot be handed in now."""
    view, submission = justification_for(request, year, unit)
    context = _context(request, view, submission, _("Hand in the justification"))
    if not context["may_hand_in"]:
        raise Http404

    def act() -> HttpResponse:
        try:
            hand_in_justification(by=request.actor, appraised=view.appraised, seen=justification_seal(view))
        except Changed:
            raise ValidationError(_("Somebody has changed it meanwhile. Look at it again.")) from None
        messages.success(request, _("The justification is handed in."))
        return redirect("appraisal:justification", year, unit)

    return answer_grave(
        request,
        "appraisal/hand_in.html",
        context,
        form=forms.Form(posted(request)),
        told=lambda: handing_in(view),
        act=act,
    )


def handing_in(view: JustificationView) -> GraveAct:
    """Return what handing in a justification means."""
    documents = sum(len(one.evidence) for one in view.explained)
    words = ngettext(
        "{count} criterion is explained with {documents} documents: it is appraised a second time.",
        "{count} criteria are explained with {documents} documents: they are appraised a second time.",
        len(view.explained),
    )
    happens = [words.format(count=len(view.explained), documents=documents)]
    if not view.explained:
        happens = [_("Nothing is explained: all points stay as the appraisal gave them.")]
    return GraveAct(
        verb=_("Hand in the justification"),
        icon="send",
        kind="primary",
        happens=(*happens, _("What is handed in cannot be changed any more.")),
        affected=tuple(_counted(view.explained, _explained)),
        unfinished=(
            *_counted(view.unanswered, _unanswered),
            *_counted([one for one in view.leaves if one.evidence and not one.is_explained], _unexplained),
        ),
        beside=tuple(one.sentence for one in _counted(view.accepted, _accepted)),
        undoing=_(
            "Only the coordinator opens the justification again, with a reason; this one stays as it is."
        ),
    )


def _counted(leaves: list[JustifiedLeaf], words: Callable[[int], str]) -> list[Counted]:
    names = tuple(f"{one.leaf.number} {one.leaf.name}" for one in leaves)
    return [Counted(words(len(leaves)), names)] if leaves else []


def _explained(count: int) -> str:
    return ngettext("{count} criterion explained:", "{count} criteria explained:", count).format(count=count)


def _accepted(count: int) -> str:
    words = ngettext("{count} criterion is accepted.", "{count} criteria are accepted.", count)
    return words.format(count=count)


def _unanswered(count: int) -> str:
    words = ngettext(
        "{count} criterion is not answered and counts as accepted:",
        "{count} criteria are not answered and count as accepted:",
        count,
    )
    return words.format(count=count)


def _unexplained(count: int) -> str:
    words = ngettext(
        "{count} criterion has documents but no explanation: they are not handed in.",
        "{count} criteria have documents but no explanation: they are not handed in.",
        count,
    )
    return words.format(count=count)
