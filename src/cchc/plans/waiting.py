"""What waits for a person in this room: plans to be put in force, drafts to be finished, measures that are due soon."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Count, Min
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cchc.access.actor import Actor
from cchc.access.waiting import Duty
from cchc.plans.models import Involvement, Plan
from cchc.plans.policies import may_enforce_plans_of
from cchc.plans.queries.plans import drafts_of, submitted_to, visible_to
from cchc.plans.queries.table import STANDS, DueStanding, measures_of, naming_units, unit_ids_of


def waiting_for(actor: Actor, today: date) -> Iterator[Duty]:
    """Yield the plans that were submitted to `actor`, the drafts that `actor` works on, and how many measures that the
    own unit leads are due soon; one query for each plan in force."""
    yield from _submitted_plans(actor)
    yield from _drafts(actor)
    yield from _measures_due_soon(actor, today)


def _submitted_plans(actor: Actor) -> Iterator[Duty]:
    for plan in submitted_to(actor).prefetch_related("submissions"):
        submission = plan.submissions.all()[0]
        day = f"{timezone.localtime(submission.at):%d/%m/%Y}"
        text = _("Put the plan “{title}” in force or give it back: {person} submitted it on {day}")
        text = text.format(title=plan.title, person=submission.person, day=day)
        yield Duty(text, reverse("plans:detail", args=[plan.pk]))


def _drafts(actor: Actor) -> Iterator[Duty]:
    for plan in drafts_of(actor).select_related("unit").prefetch_related("submissions"):
        yield Duty(_words_of_draft(actor, plan), reverse("plans:review", args=[plan.pk]))


def _words_of_draft(actor: Actor, plan: Plan) -> str:
    """What is to be done with a draft: mended where it was given back, else put in force or submitted."""
    last = next(iter(plan.submissions.all()), None)
    if last is not None and last.reason:
        return _("Mend the plan “{title}”, given back: {reason}").format(title=plan.title, reason=last.reason)
    if may_enforce_plans_of(actor, plan.unit):
        return _("Finish the draft plan “{title}” and put it in force").format(title=plan.title)
    return _("Finish the draft plan “{title}” and submit it to the head").format(title=plan.title)


def _measures_due_soon(actor: Actor, today: date) -> Iterator[Duty]:
    own = unit_ids_of(actor)
    for plan in visible_to(actor).filter(state=Plan.State.CURRENT) if own else ():
        led = naming_units(measures_of(plan, today), plan, own, Involvement.Kind.LEAD)
        soon = led.filter(STANDS[DueStanding.SOON](today))
        sums = soon.aggregate(count=Count("pk"), until=Min("next_due"))
        count, until = sums["count"], sums["until"]
        if count:
            text = ngettext(
                "{count} measure that my unit leads is due within 30 days: {plan}",
                "{count} measures that my unit leads are due within 30 days: {plan}",
                count,
            )
            href = f"{reverse('plans:detail', args=[plan.pk])}?cua_toi=1&vai_tro=lead&han={DueStanding.SOON}"
            yield Duty(text.format(count=count, plan=plan.title), href, until)
