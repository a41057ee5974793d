"""What waits for a person in this room: own forms that are still out, respondents to be asked anew, forms that were not
sent out, units that will not have the answers that are wanted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import ngettext

from cchc.access.actor import Actor
from cchc.access.waiting import Duty
from cchc.fieldwork.models import AssignmentState, BackCheckCase, BackCheckState, FieldAssignment
from cchc.fieldwork.policies import may_back_check, may_collect, may_manage_fieldwork
from cchc.fieldwork.queries.board import field_board
from cchc.fieldwork.queries.checking import cases_visible_to
from cchc.fieldwork.queries.standing import assignments_visible_to
from cchc.surveys.models import Survey, SurveyState
from cchc.ui.templatetags.ui import thousands


def waiting_for(actor: Actor, today: date) -> Iterator[Duty]:
    """Yield, survey by survey, the own forms of an enumerator that are not back, those whose respondents the body of a
    supervisor is to ask anew, and for who manages fieldwork the forms that are not sent out and the units behind."""
    if may_collect(actor):
        yield from _own(actor, today)
    if may_back_check(actor):
        yield from _to_ask_anew(actor, today)
    if may_manage_fieldwork(actor):
        yield from _to_send()
        yield from _behind(today)


def days_ahead(actor: Actor, today: date) -> QuerySet[FieldAssignment, tuple[date | None]]:
    """Return the days, from `today` on, by which an enumerator's forms are to be back and respondents to be asked anew.
    A query that is not asked yet."""
    own = _still_out(actor) if may_collect(actor) else FieldAssignment.objects.none()
    anew = _not_asked_yet(actor) if may_back_check(actor) else BackCheckCase.objects.none()
    asked = Q(pk__in=own.values("pk")) | Q(pk__in=anew.values("assignment"))
    ahead = FieldAssignment.objects.filter(asked, survey__collects_until__gte=today)
    return ahead.order_by().values_list("survey__collects_until")


def _still_out(actor: Actor) -> QuerySet[FieldAssignment]:
    return assignments_visible_to(actor).filter(
        survey__state=SurveyState.COLLECTING,
        state__in=[AssignmentState.PREPARED, AssignmentState.SENT],
        is_test=False,
    )


def _not_asked_yet(actor: Actor) -> QuerySet[BackCheckCase]:
    return cases_visible_to(actor).filter(
        state=BackCheckState.WAITING, back_check__survey__state=SurveyState.COLLECTING
    )


def _own(actor: Actor, today: date) -> Iterator[Duty]:
    told = (
        _still_out(actor)
        .order_by("survey__collects_until", "survey")
        .values_list("survey__name", "survey__collects_until")
    )
    for name, until, count in told.annotate(count=Count("pk")):
        words = ngettext(
            "{count} form of mine is not back yet", "{count} forms of mine are not back yet", count
        )
        is_late = until is not None and until < today
        href = reverse("fieldwork:own_forms")
        yield Duty(words.format(count=thousands(count)), href, until, is_late, beside=name)


def _to_ask_anew(actor: Actor, today: date) -> Iterator[Duty]:
    told = (
        _not_asked_yet(actor)
        .order_by("back_check__survey__collects_until", "back_check__survey")
        .values_list("back_check__survey", "back_check__survey__name", "back_check__survey__collects_until")
    )
    for survey, name, until, count in told.annotate(count=Count("pk")):
        words = ngettext(
            "{count} respondent is to be asked anew", "{count} respondents are to be asked anew", count
        )
        is_late = until is not None and until < today
        href = reverse("fieldwork:back_checks", args=[survey])
        yield Duty(words.format(count=thousands(count)), href, until, is_late, beside=name)


def _to_send() -> Iterator[Duty]:
    prepared = Count(
        "assignments",
        filter=Q(assignments__state=AssignmentState.PREPARED, assignments__is_test=False),
    )
    surveys = Survey.objects.filter(state=SurveyState.COLLECTING).annotate(prepared=prepared)
    for one in surveys.filter(prepared__gt=0).order_by("collects_until", "pk"):
        words = ngettext(
            "{count} form is prepared and not sent out yet",
            "{count} forms are prepared and not sent out yet",
            one.prepared,
        )
        href = f"{reverse('fieldwork:forms', args=[one.pk])}?trang-thai=chuan-bi"
        yield Duty(words.format(count=thousands(one.prepared)), href, beside=one.name)


def _behind(today: date) -> Iterator[Duty]:
    surveys = Survey.objects.filter(state=SurveyState.COLLECTING, assignments__is_test=False).distinct()
    for one in surveys.order_by("collects_until", "pk"):
        count = sum(row.is_behind for row in field_board(one, today).rows)
        if count:
            words = ngettext(
                "{count} unit is not expected to have all its forms back by the deadline",
                "{count} units are not expected to have all their forms back by the deadline",
                count,
            )
            href = f"{reverse('fieldwork:board', args=[one.pk])}?cham=1"
            yield Duty(words.format(count=thousands(count)), href, beside=one.name)
