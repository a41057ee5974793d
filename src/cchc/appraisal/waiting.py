"""What waits for a person in this room: one's own part of the appraisal, and for the lead what nobody has yet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cchc.access.actor import Actor
from cchc.access.permissions import Permission
from cchc.access.waiting import Duty
from cchc.appraisal.models import AppraisalQuestion, Assignment, UnitAppraisal
from cchc.appraisal.queries.coverage import plan_of
from cchc.appraisal.queries.loads import shared_work
from cchc.appraisal.queries.own_work import own_work
from cchc.appraisal.queries.sight import sight_in
from cchc.cycles.models import Cycle, Phase, PhaseKind, ScoredBy, State
from cchc.cycles.policies import own_units
from cchc.cycles.queries import current_cycle, current_cycles
from cchc.scores.models import Stage

STAGE = Stage.FIRST_APPRAISAL


def waiting_for(actor: Actor, today: date) -> Iterator[Duty]:
    """Yield, in a running round, how many appraisals are left for an appraiser of what units have handed in; for
    whoever shares the work out, that it is not announced, or that something is given to nobody; for a unit, what the
    appraisal asked it."""
    may = (Permission.APPRAISAL_GIVE, Permission.APPRAISAL_ASSIGN, Permission.QUESTION_ANSWER)
    if not any(actor.may(one) for one in may):
        return
    cycle = current_cycle()
    if cycle is None or cycle.state != State.OPEN:
        return
    until = _last_day(cycle)
    if actor.may(Permission.QUESTION_ANSWER):
        yield from _to_answer(actor, cycle, until, today)
    if actor.may(Permission.APPRAISAL_GIVE):
        yield from _to_appraise(actor, cycle, until, today)
    if actor.may(Permission.APPRAISAL_ASSIGN) and cycle.sets.filter(scored_by=ScoredBy.ROUND).exists():
        yield from _to_share_out(actor, cycle)


def days_ahead(actor: Actor, today: date) -> QuerySet[Phase, tuple[date]]:
    """Return the last day of the appraisal where it is `today` or later and `waiting_for` yields a duty with that day:
    for whoever is named in the announced plan, as long as anything of any unit is left, and for a unit that was asked.
    A query that is not asked yet."""
    current = current_cycles().values("pk")[:1]
    phases = Phase.objects.filter(
        kind=PhaseKind.APPRAISAL, ends__gte=today, cycle__in=current, cycle__state=State.OPEN
    )
    here = {"participant__cycle": OuterRef("cycle"), "stage": STAGE}
    named = Assignment.objects.filter(
        plan__cycle=OuterRef("cycle"),
        plan__stage=STAGE,
        plan__announced_at__isnull=False,
        person=actor.person_id,
    )
    left = UnitAppraisal.objects.filter(**here, state=UnitAppraisal.State.OPEN, given__lt=F("leaves"))
    asked = AppraisalQuestion.objects.filter(
        answered_at=None, of__participant__cycle=OuterRef("cycle"), of__participant__unit=actor.unit_id
    )
    waits = Q(pk__in=[])
    if actor.may(Permission.APPRAISAL_GIVE):
        waits |= Q(Exists(named), Exists(left))
    if actor.may(Permission.QUESTION_ANSWER):
        waits |= Q(Exists(asked))
    return phases.filter(waits).order_by().values_list("ends")


def _last_day(cycle: Cycle) -> date | None:
    phase = cycle.phases.filter(kind=PhaseKind.APPRAISAL).first()
    return phase.ends if phase is not None else None


def _to_appraise(actor: Actor, cycle: Cycle, until: date | None, today: date) -> Iterator[Duty]:
    left = sum(one.left for one in own_work(actor, cycle, STAGE))
    if left:
        words = ngettext(
            "Appraise {count} criterion of units that have handed in",
            "Appraise {count} criteria of units that have handed in",
            left,
        )
        href = reverse("appraisal:own", args=[cycle.year])
        yield Duty(words.format(count=left), href, until, until is not None and until < today)


def _to_answer(actor: Actor, cycle: Cycle, until: date | None, today: date) -> Iterator[Duty]:
    waiting = AppraisalQuestion.objects.filter(answered_at=None, of__participant__cycle=cycle)
    asked = waiting.filter(of__participant__unit__in=own_units(actor)).order_by()
    for unit, count in Counter(asked.values_list("of__participant__unit_id", flat=True)).items():
        words = ngettext(
            "Answer {count} question of the appraisal", "Answer {count} questions of the appraisal", count
        )
        href = reverse("appraisal:questions", args=[cycle.year, unit])
        yield Duty(words.format(count=count), href, until, until is not None and until < today)


def _to_share_out(actor: Actor, cycle: Cycle) -> Iterator[Duty]:
    plan, href = plan_of(cycle, STAGE), reverse("appraisal:plan", args=[cycle.year])
    if plan is None or plan.announced_at is None:
        yield Duty(_("Share out the appraisal of {year} and announce it").format(year=cycle.year), href)
        return
    missing = len(shared_work(cycle, STAGE, plan, sight_in(actor, cycle)).uncovered)
    if missing:
        words = ngettext(
            "{count} criterion is appraised by nobody for some units",
            "{count} criteria are appraised by nobody for some units",
            missing,
        )
        yield Duty(words.format(count=missing), href)
