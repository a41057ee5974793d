"""Submissions of a sheet: all of them, one as it was handed in, two side by side; given back, and taken in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.cycles.consequences import built_on
from cchc.cycles.models import PhaseKind
from cchc.cycles.queries import visible_to
from cchc.documents.queries import stored_file_response, unnamed
from cchc.documents.queries.downloads import made_file, slug_of
from cchc.documents.queries.signatures import signatures_of
from cchc.self_scoring.actions.returning import return_sheet
from cchc.self_scoring.actions.submitting import take_in_sheet
from cchc.self_scoring.forms import ReasonForm
from cchc.self_scoring.models import SheetSubmission, UnitSheet
from cchc.self_scoring.policies import may_return
from cchc.self_scoring.queries.files import printed_content
from cchc.self_scoring.queries.sheet import whole_sheets
from cchc.self_scoring.queries.submissions import differences, is_intact, standing_submission
from cchc.self_scoring.queries.sums import criteria_in_force
from cchc.self_scoring.views.frame import sheet_context, sheet_for, title_of
from cchc.self_scoring.views.submitted import difference_rows, submitted_rows
from cchc.ui.grave import Counted, GraveAct, answer_grave, posted
from cchc.ui.pages import page


def submissions_of(sheet: UnitSheet) -> list[SheetSubmission]:
    """Return the submissions of a sheet, the last one first, each with its return."""
    return list(sheet.submissions.select_related("returned", "signed").order_by("-number"))


@needs(Permission.SHEET_READ)
@require_GET
def submission_list(request: Request, year: int, unit: int) -> HttpResponse:
    """Show every submission of a sheet, and which of them was returned and why."""
    sheet = sheet_for(request, year, unit)
    title = _("Submissions: {unit}").format(unit=sheet.participant.name)
    submissions = submissions_of(sheet)
    signed = [one.signed for one in submissions if one.signed]
    context = sheet_context(request, sheet, title) | {
        "submissions": submissions,
        "signs": signatures_of(signed),
    }
    return page(request, "self_scoring/submissions.html", context)


def _submission(sheet: UnitSheet, number: int) -> SheetSubmission:
    for one in submissions_of(sheet):
        if one.number == number:
            return one
    raise Http404


@needs(Permission.SHEET_READ)
@require_GET
def submission_page(request: Request, year: int, unit: int, number: int) -> HttpResponse:
    """Show a submission as it was handed in, in the official columns; printed it is the official form."""
    sheet = sheet_for(request, year, unit)
    submission = _submission(sheet, number)
    standing = standing_submission(sheet)
    title = _("Submission {number}: {unit}").format(number=number, unit=sheet.participant.name)
    context = sheet_context(request, sheet, title) | {
        "submission": submission,
        "rows": submitted_rows(criteria_in_force(sheet.participant), submission),
        "intact": is_intact(submission),
        "signatures": signatures_of([submission.signed]).get(submission.signed.pk)
        if submission.signed
        else None,
        "returned": getattr(submission, "returned", None),
        "may_return": may_return(request.actor) and standing is not None and standing.pk == submission.pk,
    }
    return page(request, "self_scoring/submission.html", context)


@needs(Permission.SHEET_READ)
@require_GET
def submission_signed(request: Request, year: int, unit: int, number: int) -> Any:
    """Send the signed copy of a submission."""
    sheet = sheet_for(request, year, unit)
    submission = _submission(sheet, number)
    if submission.signed is None:
        raise Http404
    words = _("the signed copy of submission %(number)s of %(unit)s")
    response = stored_file_response(submission.signed, request)
    return unnamed(response, words % {"number": number, "unit": sheet.participant.name})


@needs(Permission.SHEET_READ)
@require_GET
def submission_word(request: Request, year: int, unit: int, number: int) -> HttpResponse:
    """Send a submission as a Word file in the official columns, to be signed."""
    sheet = sheet_for(request, year, unit)
    submission = _submission(sheet, number)
    return made_file(printed_content(submission), f"{slug_of(title_of(sheet))}-{number}.docx")


@needs(Permission.SHEET_READ)
@require_GET
def submission_compare(request: Request, year: int, unit: int) -> HttpResponse:
    """Show what two submissions hold differently; the last two unless others are named."""
    sheet = sheet_for(request, year, unit)
    numbers = [one.number for one in submissions_of(sheet)]
    later = _asked(request, "sau", numbers, numbers[0] if numbers else 0)
    earlier = _asked(request, "truoc", numbers, next((one for one in numbers if one < later), 0))
    if not earlier:
        raise Http404
    before, after = sorted(
        (_submission(sheet, earlier), _submission(sheet, later)), key=lambda one: one.number
    )
    title = _("Submissions {before} and {after}: {unit}").format(
        before=before.number, after=after.number, unit=sheet.participant.name
    )
    criteria = criteria_in_force(sheet.participant)
    context = sheet_context(request, sheet, title) | {
        "before": before,
        "after": after,
        "numbers": numbers,
        "labels": [_("Submission {number}").format(number=one.number) for one in (before, after)],
        "rows": difference_rows(criteria, differences(before, after)),
    }
    return page(request, "self_scoring/compare.html", context)


def _asked(request: Request, name: str, numbers: list[int], otherwise: int) -> int:
    text = request.GET.get(name, "")
    return next((one for one in numbers if str(one) == text), otherwise)


@needs(Permission.SHEET_RETURN)
def submission_return(request: Request, year: int, unit: int, number: int) -> HttpResponse:
    """Give a submission back to its unit, with the reason."""
    sheet = sheet_for(request, year, unit)
    submission = _submission(sheet, number)
    standing = standing_submission(sheet)
    back = reverse("self_scoring:submission", args=(year, unit, number))
    form = ReasonForm(posted(request))

    def told() -> GraveAct:
        if standing is None or standing.pk != submission.pk:
            raise ValidationError(_("This submission does not stand any more: there is nothing to return."))
        built = built_on(participant=sheet.participant, kind=PhaseKind.SELF_SCORING)
        return GraveAct(
            verb=_("Return the sheet"),
            happens=(
                _("{unit} fills its sheet in again and hands in the next submission.").format(
                    unit=sheet.participant.name
                ),
                _(
                    "The self-score of submission {number} no longer counts; the submission stays as it is."
                ).format(number=number),
            ),
            affected=(
                Counted(_("No longer counts until it is handed in again:"), tuple(one.what for one in built)),
            ),
            undoing=_("A return is not taken back: the unit hands the sheet in again."),
            icon="arrow-back-up",
        )

    def act() -> HttpResponse:
        return_sheet(by=request.actor, sheet=sheet, reason=form.cleaned_data["reason"])
        messages.success(
            request,
            _("Submission {number} of {unit} returned.").format(number=number, unit=sheet.participant.name),
        )
        return redirect("self_scoring:progress", year)

    title = _("Return submission {number}: {unit}").format(number=number, unit=sheet.participant.name)
    context = sheet_context(request, sheet, title) | {"back": back, "crumb": title_of(sheet)}
    return answer_grave(request, "self_scoring/grave.html", context, form=form, told=told, act=act)


@needs(Permission.SHEET_TAKE_IN)
def take_in(request: Request, year: int, unit: int) -> HttpResponse:
    """Take in a sheet that was not submitted at the lock, as it stands; nothing of what it holds is shown."""
    sheet = (
        whole_sheets()
        .filter(
            participant__unit=unit,
            participant__cycle__year=year,
            participant__cycle__in=visible_to(request.actor),
        )
        .first()
    )
    if sheet is None:
        raise Http404
    form = ReasonForm(posted(request))

    def told() -> GraveAct:
        if sheet.state != UnitSheet.State.UNSUBMITTED:
            raise ValidationError(_("Only a sheet that was not submitted at the lock is taken in."))
        return GraveAct(
            verb=_("Take the sheet in"),
            happens=(
                _(
                    "The sheet of {unit} is taken in as it stood at the lock: {given} of {leaves} criteria filled in."
                ).format(unit=sheet.participant.name, given=sheet.given, leaves=sheet.leaves),
                _("It becomes a submission; criteria that are not filled in stay without points."),
            ),
            undoing=_("You can return it with a reason while the phase is open for the unit."),
            icon="inbox",
        )

    def act() -> HttpResponse:
        done = take_in_sheet(by=request.actor, sheet=sheet, reason=form.cleaned_data["reason"])
        messages.success(
            request,
            _("Sheet of {unit} taken in as submission {number}.").format(
                unit=sheet.participant.name, number=done.number
            ),
        )
        return redirect("self_scoring:progress", year)

    context = {
        "title": _("Take the sheet in: {unit}").format(unit=sheet.participant.name),
        "back": reverse("self_scoring:progress", args=[year]),
        "now": timezone.now(),
    }
    return answer_grave(request, "self_scoring/grave.html", context, form=form, told=told, act=act)
