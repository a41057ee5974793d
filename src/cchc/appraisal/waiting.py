"""What waits for a person in this room: one's own part of the appraisal, for the lead what nobody has yet, for a unit
what it is asked and what its result lowered."""

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
from cchc.appraisal.models import (
    Appraisal,
    AppraisalQuestion,
    Assignment,
    DoubleCell,
    Justification,
    UnitAppraisal,
)
from cchc.appraisal.policies import may_read_all_appraisals
from cchc.appraisal.queries.agreements import doubles_to_decide
from cchc.appraisal.queries.coverage import plan_of
from cchc.appraisal.queries.explained import standing_submissions
from cchc.appraisal.queries.justified import open_justifications
from cchc.appraisal.queries.loads import shared_work
from cchc.appraisal.queries.own_work import own_work
from cchc.appraisal.queries.requests import appraised_requests, opinions_wanted
from cchc.appraisal.queries.sight import sight_in
from cchc.cycles.models import Cycle, Phase, PhaseKind, ScoredBy, State
from cchc.cycles.policies import own_units
from cchc.cycles.queries import current_cycle, current_cycles
from cchc.cycles.queries.windows import window_of
from cchc.scores.models import Stage

PHASES = {
    Stage.FIRST_APPRAISAL: PhaseKind.APPRAISAL,
    Stage.SECOND_APPRAISAL: PhaseKind.SECOND_APPRAISAL,
}


def waiting_for(actor: Actor, today: date) -> Iterator[Duty]:
    """Yield, in a running round, how many appraisals are left for an appraiser of what units have handed in; for
    whoever shares the work out, that it is not announced, or that something is given to nobody; for a unit, what the
    appraisal asked it, and what its result lowered. Of the second stage, once there is something to appraise in it."""
    may = (
        Permission.APPRAISAL_GIVE,
        Permission.APPRAISAL_ASSIGN,
        Permission.QUESTION_ANSWER,
        Permission.JUSTIFICATION_EDIT,
    )
    if not any(actor.may(one) for one in may):
        return
    cycle = current_cycle()
    if cycle is None or cycle.state != State.OPEN:
        return
    days = dict(cycle.phases.values_list("kind", "ends"))
    if actor.may(Permission.QUESTION_ANSWER):
        yield from _to_answer(actor, cycle, days.get(PhaseKind.APPRAISAL), today)
    if actor.may(Permission.JUSTIFICATION_EDIT):
        yield from _to_justify(actor, cycle, today)
    if not actor.may(Permission.APPRAISAL_GIVE) and not actor.may(Permission.APPRAISAL_ASSIGN):
        return
    takes_part = cycle.sets.filter(scored_by=ScoredBy.ROUND).exists()
    for stage in _stages_begun(cycle):
        if actor.may(Permission.APPRAISAL_GIVE):
            yield from _to_appraise(actor, cycle, stage, days.get(PHASES[stage]), today)
        yield from _to_decide(actor, cycle, stage)
        if actor.may(Permission.APPRAISAL_ASSIGN) and takes_part:
            yield from _to_share_out(actor, cycle, stage)
    if actor.may(Permission.APPLICABILITY_PROPOSE):
        yield from _to_advise(actor, cycle, days.get(PhaseKind.APPRAISAL), today)


def beside_own_work(actor: Actor, cycle: Cycle, stage: Stage, today: date) -> Iterator[Duty]:
    """Yield what waits for the reader of the page of own work beside the work that it lists: to decide between two, to
    share out, to give an opinion on requests or to decide on them; nothing in a cycle that does not run."""
    if cycle.state != State.OPEN:
        return
    yield from _to_decide(actor, cycle, stage)
    if actor.may(Permission.APPRAISAL_ASSIGN):
        yield from _to_share_out(actor, cycle, stage)
    if stage != Stage.FIRST_APPRAISAL:
        return
    if actor.may(Permission.APPLICABILITY_PROPOSE):
        yield from _to_advise(actor, cycle, None, today)
    if actor.may(Permission.APPLICABILITY_SETTLE):
        yield from _to_settle(actor, cycle)


def days_ahead(actor: Actor, today: date) -> QuerySet[Phase, tuple[date]]:
    """Return the last day of each appraisal where it is `today` or later and `waiting_for` yields a duty with that day:
    for whoever is named in the announced plan, as long as anything of any unit is left, and for a unit that was asked;
    and the last day of the justification for a unit whose result waits for its answer. A query that is not asked yet.
    """
    current = current_cycles().values("pk")[:1]
    phases = Phase.objects.filter(ends__gte=today, cycle__in=current, cycle__state=State.OPEN)
    waits = Q(pk__in=[])
    if actor.may(Permission.APPRAISAL_GIVE):
        for stage, kind in PHASES.items():
            named, left = _named_and_left(actor, stage)
            second = DoubleCell.objects.filter(
                plan__cycle=OuterRef("cycle"),
                plan__stage=stage,
                plan__announced_at__isnull=False,
                second=actor.person_id,
            )
            waits |= Q(Exists(named) | Exists(second), Exists(left), kind=kind)
    asked = AppraisalQuestion.objects.filter(
        answered_at=None, of__participant__cycle=OuterRef("cycle"), of__participant__unit=actor.unit_id
    )
    if actor.may(Permission.QUESTION_ANSWER):
        waits |= Q(Exists(asked), kind=PhaseKind.APPRAISAL)
    sent = UnitAppraisal.objects.filter(
        participant__cycle=OuterRef("cycle"),
        participant__unit=actor.unit_id,
        stage=Stage.FIRST_APPRAISAL,
        state=UnitAppraisal.State.SENT,
    )
    if actor.may(Permission.JUSTIFICATION_EDIT):
        lowered = Appraisal.objects.filter(of=OuterRef("pk")).exclude(reasons=[])
        if not actor.may(Permission.JUSTIFICATION_SEND):  # a clerk has done all once every leaf is answered
            said = Justification.objects.filter(of=OuterRef("of"), leaf=OuterRef("leaf")).exclude(kind="")
            lowered = lowered.exclude(Exists(said))
        open_ = sent.filter(Exists(lowered)).exclude(pk__in=standing_submissions().values("of"))
        waits |= Q(Exists(open_), kind=PhaseKind.JUSTIFICATION)
    return phases.filter(waits).order_by().values_list("ends")


def _named_and_left(actor: Actor, stage: Stage) -> tuple[QuerySet[Assignment], QuerySet[UnitAppraisal]]:
    named = Assignment.objects.filter(
        plan__cycle=OuterRef("cycle"),
        plan__stage=stage,
        plan__announced_at__isnull=False,
        person=actor.person_id,
    )
    left = UnitAppraisal.objects.filter(
        participant__cycle=OuterRef("cycle"),
        stage=stage,
        state=UnitAppraisal.State.OPEN,
        given__lt=F("leaves"),
    )
    return named, left


def _stages_begun(cycle: Cycle) -> list[Stage]:
    """The first stage, and the second once a unit has explained something."""
    second = UnitAppraisal.objects.filter(participant__cycle=cycle, stage=Stage.SECOND_APPRAISAL)
    has_begun = second.exclude(state=UnitAppraisal.State.WITHDRAWN).exists()
    return [Stage.FIRST_APPRAISAL, *([Stage.SECOND_APPRAISAL] if has_begun else [])]


def _to_appraise(actor: Actor, cycle: Cycle, stage: Stage, until: date | None, today: date) -> Iterator[Duty]:
    left = sum(one.left for one in own_work(actor, cycle, stage))
    if left:
        words = (
            ngettext(
                "Appraise {count} criterion of units that have handed in",
                "Appraise {count} criteria of units that have handed in",
                left,
            )
            if stage == Stage.FIRST_APPRAISAL
            else ngettext(
                "Appraise again {count} criterion that units have explained",
                "Appraise again {count} criteria that units have explained",
                left,
            )
        )
        href = reverse("appraisal:own", args=[cycle.year, stage])
        yield Duty(words.format(count=left), href, until, until is not None and until < today)


def _to_justify(actor: Actor, cycle: Cycle, today: date) -> Iterator[Duty]:
    """What the result of the own unit lowered and is not handed in yet: people answer, the head hands in."""
    rows = cycle.participants.filter(unit__in=own_units(actor), appraisals__state=UnitAppraisal.State.SENT)
    for view in open_justifications(
        list(rows.order_by("place", "pk").distinct().values_list("pk", flat=True))
    ):
        participant = view.appraised.participant
        window = window_of(participant, PhaseKind.JUSTIFICATION)
        if window is None or today > window.window.ends:
            continue
        href = reverse("appraisal:justification", args=[cycle.year, participant.unit_id])
        left = len(view.unanswered)
        if left:
            words = ngettext(
                "Accept or explain {count} criterion that the appraisal lowered",
                "Accept or explain {count} criteria that the appraisal lowered",
                left,
            )
            yield Duty(words.format(count=left), href, window.window.ends)
        if actor.may(Permission.JUSTIFICATION_SEND):
            words = _("Hand in the justification of {year}: what is not explained counts as accepted")
            yield Duty(words.format(year=cycle.year), href, window.window.ends)


def _to_advise(actor: Actor, cycle: Cycle, until: date | None, today: date) -> Iterator[Duty]:
    wanted = opinions_wanted(actor, cycle)
    if wanted:
        words = ngettext(
            "Give your opinion on {count} request that a criterion shall not apply",
            "Give your opinion on {count} requests that a criterion shall not apply",
            wanted,
        )
        href = reverse("appraisal:requests", args=[cycle.year])
        yield Duty(words.format(count=wanted), href, until, until is not None and until < today)


def _to_settle(actor: Actor, cycle: Cycle) -> Iterator[Duty]:
    count = sum(one.waits for one in appraised_requests(actor, sight_in(actor, cycle), cycle))
    if count:
        words = ngettext(
            "Decide on {count} request that a criterion shall not apply",
            "Decide on {count} requests that a criterion shall not apply",
            count,
        )
        yield Duty(words.format(count=count), reverse("appraisal:requests", args=[cycle.year]))


def _to_decide(actor: Actor, cycle: Cycle, stage: Stage) -> Iterator[Duty]:
    """What two people appraised and differ on, for whoever decides between them: whoever leads or is named, and is
    none of the two."""
    plan = plan_of(cycle, stage)
    found = doubles_to_decide(actor, plan, sight_in(actor, cycle)) if plan is not None else []
    if found:
        words = ngettext(
            "Decide {count} criterion on which two appraisers differ",
            "Decide {count} criteria on which two appraisers differ",
            len(found),
        )
        first = found[0].cell
        where = [cycle.year, stage, first.participant.unit_id, first.leaf]
        href = (
            reverse("appraisal:doubles", args=[cycle.year, stage])
            if may_read_all_appraisals(actor)
            else reverse("appraisal:double_decide", args=where)
        )
        yield Duty(words.format(count=len(found)), href)


def _to_answer(actor: Actor, cycle: Cycle, until: date | None, today: date) -> Iterator[Duty]:
    waiting = AppraisalQuestion.objects.filter(answered_at=None, of__participant__cycle=cycle)
    asked = waiting.filter(of__participant__unit__in=own_units(actor)).order_by()
    for unit, count in Counter(asked.values_list("of__participant__unit_id", flat=True)).items():
        words = ngettext(
            "Answer {count} question of the appraisal", "Answer {count} questions of the appraisal", count
        )
        href = reverse("appraisal:questions", args=[cycle.year, unit])
        yield Duty(words.format(count=count), href, until, until is not None and until < today)


def _to_share_out(actor: Actor, cycle: Cycle, stage: Stage) -> Iterator[Duty]:
    plan, href = plan_of(cycle, stage), reverse("appraisal:plan", args=[cycle.year, stage])
    if plan is None or plan.announced_at is None:
        words = (
            _("Share out the appraisal of {year} and announce it")
            if stage == Stage.FIRST_APPRAISAL
            else _("Share out the second appraisal of {year} and announce it")
        )
        yield Duty(words.format(year=cycle.year), href)
        return
    missing = len(shared_work(cycle, stage, plan, sight_in(actor, cycle)).uncovered)
    if missing:
        words = ngettext(
            "{count} criterion is appraised by nobody for some units",
            "{count} criteria are appraised by nobody for some units",
            missing,
        )
        yield Duty(words.format(count=missing), href)
