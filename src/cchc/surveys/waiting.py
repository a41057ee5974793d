"""What waits for a person in this room: designs that lack something, forms to be checked, surveys whose last day has
passed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cchc.access.actor import Actor
from cchc.access.waiting import Duty
from cchc.surveys.models import QuotaCell, Survey, SurveyState
from cchc.surveys.policies import may_close, may_design, may_take_answers


def waiting_for(actor: Actor, today: date) -> Iterator[Duty]:
    """Yield the surveys without quotas for who designs, how many forms of each wait for who checks them, and those
    whose last day has passed for who closes them; three queries, however many surveys there are."""
    if may_design(actor):
        yield from _without_quotas()
    if may_take_answers(actor):
        yield from _to_check()
    if may_close(actor):
        yield from _to_close(today)


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
        yield Duty(words.format(count=one.waiting), href, beside=one.name)


def _to_close(today: date) -> Iterator[Duty]:
    over = Survey.objects.filter(state=SurveyState.COLLECTING, collects_until__lt=today)
    for one in over.order_by("collects_until", "pk"):
        text = _("{name}: the last day of collecting has passed, the survey is to be closed").format(
            name=one.name
        )
        yield Duty(text, reverse("surveys:one", args=[one.pk]), one.collects_until, late=True)
