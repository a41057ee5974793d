"""What waits for a person, and by when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cchc.access.actor import Actor
from cchc.access.permissions import Permission
from cchc.criteria.models import CriteriaVersion
from cchc.criteria.models import State as VersionState
from cchc.cycles.models import Cycle, Phase, State
from cchc.cycles.queries import participant_as
from cchc.plans.models import Involvement, Plan
from cchc.plans.policies import can_enforce_plans_of
from cchc.plans.queries.plans import drafts_of, submitted_to, visible_to
from cchc.plans.queries.table import STANDS, DueStanding, measures_of, naming_units, unit_ids_of
from cchc.results.models import ScoreImport
from cchc.results.queries.accounts import current_run
from cchc.results.queries.address import address_of


@dataclass(frozen=True, slots=True)
class Task:
    """Something that waits for this person: in words, where it is done, and by when."""

    text: str
    href: str
    until: date | None = None
    late: bool = False


def waiting_for(actor: Actor, cycle: Cycle | None, today: date) -> list[Task]:
    """What waits for `actor`, the nearest deadline first, what has none last."""
    found = [*_of_the_cycle(actor, cycle, today), *_of_the_sets(actor), *_of_the_plans(actor, today)]
    return sorted(found, key=lambda task: (task.until is None, task.until or today))


def _of_the_cycle(actor: Actor, cycle: Cycle | None, today: date) -> Iterator[Task]:
    if cycle is None:
        if actor.may(Permission.CYCLE_MANAGE):
            yield Task(_("Create the cycle of the year"), reverse("cycles:new"))
        return
    if cycle.state == State.PREPARING and actor.may(Permission.CYCLE_MANAGE):
        yield Task(
            _("Finish preparing {cycle} and open it").format(cycle=cycle.name),
            reverse("cycles:detail", args=[cycle.pk]),
        )
    if cycle.state != State.OPEN:
        return
    if actor.may(Permission.SCORE_IMPORT):
        yield from _of_the_scores(cycle, today)
    yield from _of_the_own_unit(actor, cycle, today)


def _of_the_scores(cycle: Cycle, today: date) -> Iterator[Task]:
    """Imports read and not applied, and units that are not fully scored."""
    for staged in ScoreImport.objects.filter(cycle=cycle, applied_at__isnull=True).select_related("file"):
        text = _("Apply the points file {file}, or give it up").format(file=staged.file.name)
        yield Task(text, reverse("results:import", args=[*address_of(cycle), staged.pk]))
    run = current_run(cycle)
    waiting = run.units.filter(waiting__gt=0).count() if run else cycle.participants.count()
    if waiting:
        text = ngettext("{count} unit is not fully scored", "{count} units are not fully scored", waiting)
        until = last_day(cycle, today)
        href = reverse("results:imports", args=address_of(cycle))
        yield Task(text.format(count=waiting), href, until, until is not None and until < today)


def _of_the_own_unit(actor: Actor, cycle: Cycle, today: date) -> Iterator[Task]:
    """Criteria of the own unit without a score, for those who do not score themselves."""
    if actor.may(Permission.SCORE_IMPORT):
        return
    run = current_run(cycle)
    own = participant_as(cycle, actor.unit_id) if run and actor.unit_id else None
    row = run.units.filter(participant=own).first() if run and own else None
    if row is not None and row.waiting and own is not None:
        text = ngettext(
            "{count} criterion of my unit has no score yet",
            "{count} criteria of my unit have no score yet",
            row.waiting,
        )
        href = reverse("results:unit", args=[*address_of(cycle), own.unit_id])
        yield Task(text.format(count=row.waiting), href, last_day(cycle, today))


def last_day(cycle: Cycle, today: date) -> date | None:
    """The last day of the phase that runs, else of the last phase before `today`."""
    phases = Phase.objects.filter(cycle=cycle, starts__lte=today)
    running = phases.filter(ends__gte=today).order_by("ends").first()
    phase = running or phases.order_by("-ends").first()
    return phase.ends if phase else None


def _of_the_sets(actor: Actor) -> Iterator[Task]:
    if not actor.may(Permission.CRITERIA_PUBLISH):
        return
    for draft in CriteriaVersion.objects.filter(state=VersionState.DRAFT).defer("text"):
        text = _("Check and publish the criteria set “{title}”").format(title=draft.title)
        yield Task(text, reverse("criteria:version", args=[draft.pk]))


def _of_the_draft(actor: Actor, plan: Plan) -> str:
    """What is to be done with a draft: mended where it was given back, else put in force or submitted."""
    last = next(iter(plan.submissions.all()), None)
    if last is not None and last.reason:
        return _("Mend the plan “{title}”, given back: {reason}").format(title=plan.title, reason=last.reason)
    if can_enforce_plans_of(actor, plan.unit):
        return _("Finish the draft plan “{title}” and put it in force").format(title=plan.title)
    return _("Finish the draft plan “{title}” and submit it to the head").format(title=plan.title)


def _of_the_plans(actor: Actor, today: date) -> Iterator[Task]:
    """Drafts that are to be finished, and measures that the own unit leads and that are due soon."""
    for plan in submitted_to(actor).prefetch_related("submissions"):
        waiting = plan.submissions.all()[0]
        text = _("Put the plan “{title}” in force or give it back: {person} submitted it on {day}")
        told = text.format(
            title=plan.title, person=waiting.person, day=f"{timezone.localtime(waiting.at):%d/%m/%Y}"
        )
        yield Task(told, reverse("plans:detail", args=[plan.pk]))
    for plan in drafts_of(actor).select_related("unit").prefetch_related("submissions"):
        yield Task(_of_the_draft(actor, plan), reverse("plans:review", args=[plan.pk]))
    own = unit_ids_of(actor)
    for plan in visible_to(actor).filter(state=Plan.State.CURRENT) if own else ():
        soon = naming_units(measures_of(plan, today), plan, own, Involvement.Kind.LEAD).filter(
            STANDS[DueStanding.SOON](today)
        )
        sums = soon.aggregate(count=Count("pk"), until=Min("next_due"))
        count, until = sums["count"], sums["until"]
        if count:
            text = ngettext(
                "{count} measure that my unit leads is due within 30 days: {plan}",
                "{count} measures that my unit leads are due within 30 days: {plan}",
                count,
            )
            href = f"{reverse('plans:detail', args=[plan.pk])}?cua_toi=1&vai_tro=lead&han={DueStanding.SOON}"
            yield Task(text.format(count=count, plan=plan.title), href, until)
