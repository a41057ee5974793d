"""What waits for a person in this room: designs that lack something, forms to be checked, surveys whose last day has
passed, final estimates that the index has not taken."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cchc.access.actor import Actor
from cchc.access.waiting import Duty
from cchc.cycles.models import Cycle, State, SurveyedBy
from cchc.cycles.queries import address_of
from cchc.scores.consequences import final_since
from cchc.surveys.models import QuotaCell, Survey, SurveyState
from cchc.surveys.policies import may_close, may_design, may_take_answers
from cchc.surveys.queries.takings import untaken_surveys
from cchc.ui.templatetags.ui import thousands


def waiting_for(actor: Actor, today: date) -> Iterator[Duty]:
    """Yield the surveys without quotas for who designs, how many forms of each wait for who checks them, and those
    whose last day has passed for who closes them, with the final estimates that no index has taken yet; a few queries
    for each cycle that runs, however many surveys there are."""
    if may_design(actor):
        yield from _without_quotas()
    if may_take_answers(actor):
        yield from _to_check()
    if may_close(actor):
        yield from _to_close(today)
        yield from _to_take()


def _without_quotas() -> Iterator[Duty]:
    quotas = QuotaCell.objects.filter(survey=OuterRef("pk"))
    designing = Survey.objects.filter(~Exists(quotas), state=SurveyState.DESIGNING)
    for one in designing.order_by("collects_from", "pk"):
        text = _("{name}: the design has no quotas yet").format(name=one.name)
        yield Duty(text, reverse("surveys:one", args=[one.pk]))


def _to_check() -> Iterator[Duty]:
    waiting = Count("responses", filter=Q(responses__state="received", responses__is_test=False))
    collecting = Survey.objects.filter(state=SurveyState.COLLECTING).annotate(waiting=waiting)
    for one in collecting.filter(waiting__gt=0).order_by("pk"):
        words = ngettext("{count} form waits to be checked", "{count} forms wait to be checked", one.waiting)
        href = f"{reverse('surveys:responses', args=[one.pk])}?trang-thai=cho"
        yield Duty(words.format(count=thousands(one.waiting)), href, beside=one.name)


def _to_close(today: date) -> Iterator[Duty]:
    over = Survey.objects.filter(state=SurveyState.COLLECTING, collects_until__lt=today)
    for one in over.order_by("collects_until", "pk"):
        text = _("{name}: the last day of collecting has passed, the survey is to be closed").format(
            name=one.name
        )
        yield Duty(text, reverse("surveys:one", args=[one.pk]), one.collects_until, late=True)


def _to_take() -> Iterator[Duty]:
    running = Cycle.objects.filter(
        state=State.OPEN, released_at=None, sets__survey_by=SurveyedBy.SURVEY
    ).distinct()
    for cycle in running.select_related("province").order_by("year", "pk"):
        if final_since(cycle=cycle):
            continue
        for survey in untaken_surveys(cycle):
            text = _("The final results are to be taken into the index of {year}").format(year=cycle.year)
            yield Duty(text, reverse("surveys:taking", args=address_of(cycle)), beside=survey.name)
