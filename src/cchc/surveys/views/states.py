"""Grave acts on a survey: it begins to collect, goes back to its design, is closed, is opened again."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.surveys.actions.states import close_survey, open_again, start_collecting, take_back_to_design
from cchc.surveys.forms.surveys import SurveyReopenForm
from cchc.surveys.models import Survey, SurveyForm
from cchc.surveys.queries.ledger import quota_ledger
from cchc.surveys.queries.steps import built_on_closing, missing_in_design
from cchc.surveys.views.surveys import survey_context, survey_of
from cchc.ui.grave import Counted, GraveAct, NotYet, answer_grave, posted
from cchc.ui.templatetags.ui import thousands


@needs(Permission.SURVEY_DESIGN)
def start(request: Request, pk: int) -> HttpResponse:
    """Begin to collect answers."""
    survey = survey_of(request, pk)

    def told() -> GraveAct:
        missing = missing_in_design(survey)
        if missing:
            raise NotYet(Counted(one) for one in missing)
        target = sum(survey.quota_cells.values_list("target", flat=True))
        wanted = ngettext("{count} answer is wanted", "{count} answers are wanted", target).format(
            count=thousands(target)
        )
        units = survey.rated.count()
        about = ngettext("about {count} unit", "about {count} units", units).format(count=thousands(units))
        return GraveAct(
            verb=_("Begin to collect answers"),
            icon="player-play",
            kind="primary",
            happens=(
                _("“{name}” takes answers from now on: {wanted} {about}.").format(
                    name=survey.name, wanted=wanted, about=about
                ),
                _("Rated units, questionnaires and quotas stand from then on."),
            ),
            affected=(
                Counted(
                    _("Who is asked:"),
                    tuple(f"{one.respondent_group}: {one.version}" for one in _forms(survey)),
                ),
            ),
            undoing=_("As long as no answer came the survey can be taken back to its design."),
        )

    def act() -> None:
        start_collecting(by=request.actor, survey=survey)

    return _answer(
        request, survey, _("Begin to collect answers"), forms.Form, told, act, _("Answers are collected.")
    )


def _forms(survey: Survey) -> list[SurveyForm]:
    return list(survey.forms.select_related("version__questionnaire"))


@needs(Permission.SURVEY_DESIGN)
def back_to_design(request: Request, pk: int) -> HttpResponse:
    """Take a survey back to its design."""
    survey = survey_of(request, pk)

    def told() -> GraveAct:
        if survey.responses.exists():
            raise ValidationError(_("Answers came already: the design of this survey stays."))
        return GraveAct(
            verb=_("Take back to the design"),
            icon="arrow-back-up",
            happens=(
                _("“{name}” takes no answers for the time being; its design can be changed again.").format(
                    name=survey.name
                ),
            ),
            undoing=_("It can begin to collect again at any time."),
        )

    def act() -> None:
        take_back_to_design(by=request.actor, survey=survey)

    title = _("Take back to the design")
    return _answer(request, survey, title, forms.Form, told, act, _("The survey is being designed again."))


@needs(Permission.SURVEY_CLOSE)
def close(request: Request, pk: int) -> HttpResponse:
    """Close a survey, with which its estimate becomes final."""
    survey = survey_of(request, pk)

    def told() -> GraveAct:
        whole = quota_ledger(survey).whole.sums
        if whole.waiting:
            words = ngettext(
                "{count} answer waits to be checked: accept or reject it first.",
                "{count} answers wait to be checked: accept or reject them first.",
                whole.waiting,
            )
            raise NotYet([Counted(words.format(count=thousands(whole.waiting)))])
        if not whole.accepted:
            raise NotYet([Counted(_("No answer was accepted: there is nothing to close."))])
        counts = ngettext("{count} accepted answer", "{count} accepted answers", whole.accepted)
        out = whole.rejected + whole.void
        unfinished: tuple[Counted, ...] = ()
        if whole.open:
            words = ngettext(
                "{count} wanted answer did not come.", "{count} wanted answers did not come.", whole.open
            )
            unfinished = (Counted(words.format(count=thousands(whole.open))),)
        return GraveAct(
            verb=_("Close the survey"),
            icon="lock",
            happens=(
                _("The final estimate is made of {counts}; it never changes.").format(
                    counts=counts.format(count=thousands(whole.accepted))
                ),
                ngettext(
                    "{count} answer that was rejected or made void stays, and counts in nothing.",
                    "{count} answers that were rejected or made void stay, and count in nothing.",
                    out,
                ).format(count=thousands(out)),
                _("No answer is taken or changed any more."),
                _(
                    "Answers and the people who gave them are parted for good: the link between them is deleted, "
                    "and the answers are written anew in random order, with random keys, all on the day of closing. "
                    "What void forms from the field said is deleted."
                ),
            ),
            unfinished=unfinished,
            undoing=_(
                "The survey can be opened again for a reason as long as the cycle of its year is not closed; the next "
                "closing then makes another final estimate beside this one. The link between people and answers never "
                "comes back."
            ),
        )

    def act() -> None:
        close_survey(by=request.actor, survey=survey)

    return _answer(request, survey, _("Close the survey"), forms.Form, told, act, _("The survey is closed."))


@needs(Permission.SURVEY_CLOSE)
def reopen(request: Request, pk: int) -> HttpResponse:
    """Open a closed survey again, for a reason."""
    survey = survey_of(request, pk)

    def told() -> GraveAct:
        built = built_on_closing(survey)
        if built:
            raise NotYet(Counted(one) for one in built)
        return GraveAct(
            verb=_("Open the survey again"),
            icon="lock-open",
            happens=(
                _("“{name}” takes answers again; those that came can be checked anew.").format(
                    name=survey.name
                ),
                _(
                    "Its final estimate stays as it is; the next closing makes another one, which is then in force."
                ),
            ),
            undoing=_("The survey can be closed again at any time."),
        )

    def act_with(form: forms.Form) -> None:
        open_again(by=request.actor, survey=survey, reason=form.cleaned_data["reason"])

    form = SurveyReopenForm(posted(request))
    return _answer_with(
        request,
        survey,
        _("Open the survey again"),
        form,
        told,
        lambda: act_with(form),
        _("The survey is open again."),
    )


def _answer(
    request: Request,
    survey: Survey,
    title: str,
    form: type[forms.Form],
    told: Callable[[], GraveAct],
    act: Callable[[], None],
    said: str,
) -> HttpResponse:
    return _answer_with(request, survey, title, form(posted(request)), told, act, said)


def _answer_with(
    request: Request,
    survey: Survey,
    title: str,
    form: forms.Form,
    told: Callable[[], GraveAct],
    act: Callable[[], None],
    said: str,
) -> HttpResponse:
    def done() -> HttpResponse:
        act()
        messages.success(request, said)
        return redirect("surveys:one", survey.pk)

    context = survey_context(request, survey, title) | {"back": reverse("surveys:one", args=[survey.pk])}
    return answer_grave(request, "surveys/turn.html", context, form=form, told=told, act=done)
