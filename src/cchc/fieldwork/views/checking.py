"""Pages of back-checks: what they came to, draws, answers given anew, forms that are discarded, the report."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cchc.access.decorators import needs
from cchc.access.permissions import Permission, Role
from cchc.access.requests import Request
from cchc.accounts.models import Membership
from cchc.audit.changed import Changed
from cchc.core.surveys.back_checks import CheckVerdict, together
from cchc.fieldwork.actions.checking import (
    counts_of,
    discard_forms,
    discardable,
    draw_back_check,
    keep_asked_anew,
)
from cchc.fieldwork.forms.checking import ITEM, AskedAnewForm, BackCheckDrawForm, DiscardForm
from cchc.fieldwork.models import BackCheck, BackCheckCase, PaperBatch
from cchc.fieldwork.policies import may_decide_back_checks, may_read_fieldwork
from cchc.fieldwork.queries.checking import (
    RULE,
    BatchCheck,
    EnumeratorCheck,
    batch_checks_of,
    cases_visible_to,
    checks_of,
    items_checked,
)
from cchc.fieldwork.queries.seen import surveys_checked_by
from cchc.fieldwork.views.frame import field_context
from cchc.surveys.models import Survey, SurveyState
from cchc.ui.forms import put_errors
from cchc.ui.grave import Counted, GraveAct, NotYet, answer_grave, posted
from cchc.ui.pages import page
from cchc.units.models import Unit

ROWS = 150


def survey_checked(request: Request, survey: int) -> Survey:
    """The survey with this id; 404 for one whose back-checks this person may not see."""
    return get_object_or_404(surveys_checked_by(request.actor), pk=survey)


def body_of(request: Request) -> int | None:
    """The supervising body whose back-checks alone this person sees; None for who sees all."""
    return None if may_read_fieldwork(request.actor) else request.actor.unit_id


def supervising_bodies() -> Any:
    """The units that have a supervisor of surveys."""
    held = Membership.objects.filter(role=Role.SURVEY_SUPERVISOR)
    return Unit.objects.filter(pk__in=held.values("unit")).order_by("name")


@needs(Permission.FIELDWORK_READ)
@require_GET
def back_checks(request: Request, survey: int) -> HttpResponse:
    """What back-checks came to by enumerator and by question; the own cases of a supervisor; a new draw."""
    found = survey_checked(request, survey)
    return _page(request, found, BackCheckDrawForm(bodies=supervising_bodies()))


def _page(request: Request, survey: Survey, form: BackCheckDrawForm, status: int = 200) -> HttpResponse:
    body, by = body_of(request), request.actor
    checks = checks_of(survey, body)
    cases = cases_visible_to(by).filter(back_check__survey=survey)
    own = cases.filter(back_check__body=by.unit_id or 0).order_by("state", "assignment__number")
    draws = BackCheck.objects.filter(survey=survey).select_related("body")
    decides = by.everywhere and may_decide_back_checks(by)
    context = field_context(request, survey, _("Back-checks")) | {
        "checks": [(one, _discarding(survey, one)) for one in checks],
        "batches": [(one, _discarding(survey, one)) for one in batch_checks_of(survey, body)],
        "whole": together([one.counts for one in checks]) if checks else None,
        "items": items_checked(survey, body),
        "draws": draws if body is None else draws.filter(body=body),
        "rows": None if body is None else Paginator(own, ROWS).get_page(request.GET.get("page")),
        "rule": RULE,
        "decides": decides and survey.state == SurveyState.COLLECTING,
        "form": form,
        "report_url": reverse("fieldwork:back_check_report", args=[survey.pk]),
        "marks_url": reverse("fieldwork:quality", args=[survey.pk]) if decides else "",
    }
    return page(request, "fieldwork/back_checks.html", context, status=status)


def _discarding(survey: Survey, one: EnumeratorCheck | BatchCheck) -> str:
    """The address at which these forms are discarded; empty where the rule does not allow it."""
    if one.verdict is not CheckVerdict.MAY_BE_DISCARDED:
        return ""
    if isinstance(one, BatchCheck):
        return reverse("fieldwork:back_check_discard_batch", args=[survey.pk, one.batch])
    return reverse("fieldwork:back_check_discard", args=[survey.pk, one.enumerator]) if one.enumerator else ""


@needs(Permission.BACK_CHECK_DECIDE)
@require_POST
def back_check_draw(request: Request, survey: int) -> HttpResponse:
    """Draw forms to be asked anew."""
    found = survey_checked(request, survey)
    form = BackCheckDrawForm(request.POST, bodies=supervising_bodies())
    if form.is_valid():
        try:
            drawn = draw_back_check(by=request.actor, survey=found, wanted=form.wanted)
        except ValidationError as refused:
            put_errors(form, refused)
        else:
            count = drawn.cases.count()
            said = ngettext("{count} form is to be asked anew.", "{count} forms are to be asked anew.", count)
            messages.success(request, said.format(count=count))
            return redirect("fieldwork:back_checks", survey)
    return _page(request, found, form, 422)


@needs(Permission.BACK_CHECK_GIVE)
@require_http_methods(["GET", "HEAD", "POST"])
def back_check_case(request: Request, survey: int, case: int) -> HttpResponse:
    """What a respondent says anew. What was said first is shown nowhere."""
    own = cases_visible_to(request.actor).filter(
        back_check__survey=survey, back_check__body=request.actor.unit_id or 0
    )
    held: BackCheckCase = get_object_or_404(own.select_related("assignment__form__version"), pk=case)
    today = timezone.localdate()
    initial = {"asked_on": held.asked_on or today, "seen": held.version, "note": held.note}
    initial |= {"state": held.state} if held.asked_on else {}
    form = AskedAnewForm(posted(request), case=held, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            keep_asked_anew(by=request.actor, case=held, told=form.told, seen=form.cleaned_data["seen"])
        except Changed:
            form.add_error(None, _("Somebody has said this meanwhile: look at the form again."))
        except ValidationError as refused:
            _put_on_items(form, refused)
        else:
            number = held.assignment.number
            messages.success(request, _("Form no. {number} was kept.").format(number=number))
            return redirect("fieldwork:back_checks", survey)
    context = {
        "title": _("Ask anew about form no. {number}").format(number=held.assignment.number),
        "survey": held.back_check.survey,
        "case": held,
        "form": form,
        "collects": held.back_check.survey.state == SurveyState.COLLECTING,
        "back": reverse("fieldwork:back_checks", args=[survey]),
    }
    refused_now = request.method == "POST" and bool(form.errors)
    return page(request, "fieldwork/back_check_case.html", context, status=422 if refused_now else 200)


def _put_on_items(form: AskedAnewForm, refused: ValidationError) -> None:
    if not hasattr(refused, "error_dict"):
        put_errors(form, refused)
        return
    for item, whys in refused.message_dict.items():
        form.add_error(f"{ITEM}{item}", whys)


@needs(Permission.BACK_CHECK_DECIDE)
def back_check_discard(request: Request, survey: int, enumerator: int) -> HttpResponse:
    """Discard the forms that an enumerator brought, for a reason."""
    found = survey_checked(request, survey)
    people = Membership.objects.select_related("person", "unit").filter(assignments__survey=found).distinct()
    person: Membership = get_object_or_404(people, pk=enumerator)
    title = _("Discard the forms of {name}").format(name=person.person.name)
    return _discard(request, found, person, title)


@needs(Permission.BACK_CHECK_DECIDE)
def back_check_discard_batch(request: Request, survey: int, number: int) -> HttpResponse:
    """Discard the forms of a batch of paper forms, for a reason."""
    found = survey_checked(request, survey)
    batch = get_object_or_404(found.batches.all(), number=number)
    return _discard(request, found, batch, _("Discard the forms of batch {number}").format(number=number))


def _discard(request: Request, survey: Survey, of: Membership | PaperBatch, title: str) -> HttpResponse:
    """The page on which forms that belong together are discarded."""
    form = DiscardForm(posted(request))

    def told() -> GraveAct:
        count = discardable(survey, of).count()
        if survey.state != SurveyState.COLLECTING:
            raise NotYet([Counted(_("Back-checks are held while the survey collects answers."))])
        if not count:
            raise NotYet([Counted(_("None of these forms counts."))])
        checked = counts_of(survey, of)
        return GraveAct(
            verb=_("Discard these forms"),
            icon="ban",
            happens=(
                ngettext("{count} form becomes void.", "{count} forms become void.", count).format(
                    count=count
                ),
                _("They stay in the list of forms with their reason, and leave quotas and estimates."),
                _("By the back-checks {wrong} of {checked} forms are not confirmed.").format(
                    wrong=checked.wrong, checked=checked.checked
                ),
            ),
            undoing=_("Until the survey is closed its staff can take each form back to be checked."),
        )

    def act() -> HttpResponse:
        reason, seen = form.cleaned_data["reason"], discardable(survey, of).count()
        try:
            count = discard_forms(by=request.actor, survey=survey, of=of, reason=reason, seen=seen)
        except Changed:
            words = _("Somebody else decided about these forms just now: open the page again.")
            raise ValidationError(words) from None
        said = ngettext("{count} form was discarded.", "{count} forms were discarded.", count)
        messages.success(request, said.format(count=count))
        return redirect("fieldwork:back_checks", survey.pk)

    context = {
        "title": title,
        "survey": survey,
        "back": reverse("fieldwork:back_checks", args=[survey.pk]),
    }
    return answer_grave(request, "fieldwork/discard.html", context, form=form, told=told, act=act)
