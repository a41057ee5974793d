"""What waits for a person in this room: plans to be put in force, drafts to be finished."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cchc.access.actor import Actor
from cchc.access.waiting import Duty
from cchc.plans.models import Plan
from cchc.plans.policies import may_enforce_plans_of
from cchc.plans.queries.plans import drafts_waiting_for, submitted_to


def waiting_for(actor: Actor, today: date) -> Iterator[Duty]:
    """Yield the plans that were submitted to `actor`, and the drafts that `actor` is to finish; a few queries."""
    yield from _submitted_plans(actor)
    yield from _drafts(actor)


def _submitted_plans(actor: Actor) -> Iterator[Duty]:
    for plan in submitted_to(actor).prefetch_related("submissions"):
        submission = plan.submissions.all()[0]
        day = f"{timezone.localtime(submission.at):%d/%m/%Y}"
        text = _("Put the plan “{title}” in force or give it back: {person} submitted it on {day}")
        text = text.format(title=plan.title, person=submission.person, day=day)
        letter = _("Put the plan “{title}” in force or give it back").format(title=plan.title)
        yield Duty(text, reverse("plans:detail", args=[plan.pk]), letter=letter)


def _drafts(actor: Actor) -> Iterator[Duty]:
    for plan in drafts_waiting_for(actor).select_related("unit").prefetch_related("submissions"):
        letter = _("Finish the draft plan “{title}”").format(title=plan.title)
        yield Duty(_words_of_draft(actor, plan), reverse("plans:review", args=[plan.pk]), letter=letter)


def _words_of_draft(actor: Actor, plan: Plan) -> str:
    """What is to be done with a draft: mended where it was given back, else put in force or submitted."""
    last = next(iter(plan.submissions.all()), None)
    if last is not None and last.reason:
        return _("Mend the plan “{title}”, given back: {reason}").format(title=plan.title, reason=last.reason)
    if may_enforce_plans_of(actor, plan.unit):
        return _("Finish the draft plan “{title}” and put it in force").format(title=plan.title)
    return _("Finish the draft plan “{title}” and submit it to the head").format(title=plan.title)
