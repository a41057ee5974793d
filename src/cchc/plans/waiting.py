"""What waits for a person in this room: plans to be put in force, drafts to be finished, measures whose day has passed
or is near."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Count, Min, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cchc.access.actor import Actor
from cchc.access.waiting import Duty
from cchc.core.plans.columns import SAYS_WHAT
from cchc.plans.models import Measure, Plan
from cchc.plans.policies import may_enforce_plans_of
from cchc.plans.queries.overdue import measures_led_by
from cchc.plans.queries.plans import drafts_waiting_for, submitted_to
from cchc.plans.queries.table import STANDS, DueStanding, unit_ids_of
from cchc.units.models import Lineage, Unit

MOST_NAMED = 5
MOST_LETTERS = 160


def waiting_for(actor: Actor, today: date) -> Iterator[Duty]:
    """Yield the plans that were submitted to `actor`, the drafts that `actor` is to finish, and the measures led by the
    own unit whose day has passed or is near; a few queries, however many plans are in force."""
    yield from _submitted_plans(actor)
    yield from _drafts(actor)
    own = unit_ids_of(actor)
    if own:
        led = measures_led_by(own, actor, today)
        yield from _measures_past(led, today)
        yield from _measures_due_soon(led, today)


def days_ahead(actor: Actor, today: date) -> QuerySet[Any, tuple[date]]:
    """Return the days, from `today` on, of the measures that are due soon and led by the own unit or one that became
    it. A query that is not asked yet."""
    became = Lineage.objects.filter(successor=actor.unit_id).values("predecessor")
    own = Unit.objects.filter(Q(pk=actor.unit_id) | Q(pk__in=became))
    soon: QuerySet[Any] = measures_led_by(own, actor, today).filter(STANDS[DueStanding.SOON](today))
    return soon.order_by().values_list("next_due")


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


def _measures_past(led: QuerySet[Any], today: date) -> Iterator[Duty]:
    """The first measures whose last day is over, each by itself, and how many more there are in each plan."""
    past = led.filter(STANDS[DueStanding.PAST](today)).order_by("last_due", "section__place", "place", "pk")
    measures = list(past.select_related("section__plan"))
    for one in measures[:MOST_NAMED]:
        text = _("{measure}: its day has passed, no report yet").format(measure=_words_of(one))
        plan = one.section.plan
        yield Duty(text, reverse("plans:measure", args=[plan.pk, one.pk]), one.last_due, beside=plan.title)
    others: dict[Plan, list[date]] = {}
    for one in measures[MOST_NAMED:]:
        others.setdefault(one.section.plan, []).append(one.last_due)
    for plan, days in others.items():
        text = ngettext(
            "{count} more measure that my unit leads: its day has passed, no report yet",
            "{count} more measures that my unit leads: their day has passed, no report yet",
            len(days),
        )
        href = _table_of(plan.pk, DueStanding.PAST)
        yield Duty(text.format(count=len(days)), href, days[0], beside=plan.title)


def _words_of(measure: Measure) -> str:
    """The first text of a measure that says what it is, as much of it as one line holds."""
    words = next(filter(None, (getattr(measure, key) for key in SAYS_WHAT)), str(measure))
    return Truncator(" ".join(words.split())).chars(MOST_LETTERS)


def _measures_due_soon(led: QuerySet[Any], today: date) -> Iterator[Duty]:
    """How many measures are due soon in each plan."""
    soon = led.filter(STANDS[DueStanding.SOON](today)).order_by()
    plans = soon.values_list("section__plan", "section__plan__title")
    for plan, title, count, until in plans.annotate(count=Count("pk"), until=Min("next_due")):
        text = ngettext(
            "{count} measure that my unit leads is due within 30 days",
            "{count} measures that my unit leads are due within 30 days",
            count,
        )
        yield Duty(text.format(count=count), _table_of(plan, DueStanding.SOON), until, beside=title)


def _table_of(plan: int, standing: DueStanding) -> str:
    """The address of the measures of a plan that the own unit leads and that stand so."""
    return f"{reverse('plans:detail', args=[plan])}?cua_toi=1&vai_tro=lead&han={standing}"
