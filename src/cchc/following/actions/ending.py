"""A plan ends: what remains is carried over into a later draft or dropped, by name; nobody reports any more. The end is
taken back as long as nothing was built on it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cchc.access.actor import Actor, NotPermitted
from cchc.access.permissions import Permission
from cchc.audit.actions import record
from cchc.audit.models import by_line
from cchc.audit.verbs import verb
from cchc.following.actions.settling import settle_plan
from cchc.following.models import PlanEnding, RemainingMeasure
from cchc.following.policies import may_amend
from cchc.following.queries.endings import (
    built_on_end,
    carried_measures,
    drafts_to_carry_into,
    remaining_measures,
)
from cchc.plans.actions.amended import remove_added, write_added
from cchc.plans.actions.understanding import Meaning, Texts, plan_as_stored, retry_outdated, understand
from cchc.plans.actions.writing import lock_plan, lock_to_edit, texts_of
from cchc.plans.models import Measure, Plan, Section

ENDED = verb("following.plan_ended", _("ended {subject} on {day}: {carried} carried over, {dropped} dropped"))

TAKEN_BACK = verb("following.end_taken_back", _("took back the end of {subject}: {reason}"))


@dataclass(frozen=True, slots=True)
class WhatRemains:
    """What becomes of a measure that is not finished: the draft into which it is carried over, by its id, or None where
    it is dropped, and the word that goes with it."""

    into: int | None
    reason: str = ""


def end_plan(
    *, by: Actor, plan: Plan, on: date, reason: str, remaining: Mapping[int, WhatRemains]
) -> PlanEnding:
    """End a plan in force on a day; `remaining` says of each unfinished measure what becomes of it, by its id.

    Raises `NotPermitted`, and ValidationError for a plan that is not in force or has ended, without a reason, where
    something that remains is not named, for one that is dropped without a word, and for a plan that is no such draft.
    """
    kept = reason.strip()
    if not kept:
        raise ValidationError({"reason": _("Say why the plan ends.")})
    targets = sorted({one.into for one in remaining.values() if one.into is not None})
    drafts = {pk: plan_as_stored(Plan(pk=pk)) for pk in targets}
    texts = _texts(plan, remaining)

    def attempt() -> PlanEnding:
        meant = {pk: understand(draft, [row for _measure, row in texts[pk]]) for pk, draft in drafts.items()}
        return _end(by, plan, on, kept, remaining, meant)

    return retry_outdated(attempt)


def _texts(plan: Plan, remaining: Mapping[int, WhatRemains]) -> dict[int, list[tuple[Measure, Texts]]]:
    """The texts that are carried over, by the draft into which they go."""
    found: dict[int, list[tuple[Measure, Texts]]] = defaultdict(list)
    measures = Measure.objects.filter(section__plan=plan, pk__in=remaining).select_related("section")
    for one in measures.order_by("section__place", "place"):
        into = remaining[one.pk].into
        if into is not None:
            found[into].append((one, texts_of(one)))
    return found


@transaction.atomic
def _end(
    by: Actor,
    plan: Plan,
    on: date,
    reason: str,
    remaining: Mapping[int, WhatRemains],
    meant: Mapping[int, Meaning],
) -> PlanEnding:
    held = lock_plan(plan)
    if not may_amend(by, held):
        raise NotPermitted(Permission.PLAN_AMEND)
    _refuse(held, on, remaining)
    ending = PlanEnding.objects.create(plan=held, on=on, reason=reason, **by_line(by))
    wrote: list[Plan] = []
    for pk, rows in _texts(held, remaining).items():
        draft = _draft(by, held, pk)
        for section_id, of_section in _by_section(draft, rows).items():
            added = write_added(draft, [(section_id, texts) for _measure, texts in of_section], meant[pk])
            for (measure, _row), new in zip(of_section, added, strict=True):
                RemainingMeasure.objects.create(
                    ending=ending,
                    measure=measure,
                    kind=RemainingMeasure.Kind.CARRIED,
                    carried_to=new,
                    reason=remaining[measure.pk].reason.strip(),
                )
        wrote.append(draft)
    dropped = {pk: one.reason.strip() for pk, one in remaining.items() if one.into is None}
    RemainingMeasure.objects.bulk_create(
        RemainingMeasure(ending=ending, measure_id=pk, kind=RemainingMeasure.Kind.DROPPED, reason=word)
        for pk, word in dropped.items()
    )
    settle_plan(plan=held, today=timezone.localdate())
    facts = {
        "day": on.isoformat(),
        "reason": reason,
        "carried": len(remaining) - len(dropped),
        "dropped": len(dropped),
        "into": [one.title for one in wrote],
    }
    record(by=by, verb=ENDED, subject=held.title, subject_id=held.pk, facts=facts)
    return ending


def _refuse(plan: Plan, on: date, remaining: Mapping[int, WhatRemains]) -> None:
    if plan.state != Plan.State.CURRENT:
        raise ValidationError(_("Only a plan in force ends."))
    if PlanEnding.objects.filter(plan=plan).exists():
        raise ValidationError(_("The plan has ended already."))
    if on > timezone.localdate():
        raise ValidationError({"on": _("A plan ends on a day that has come.")})
    left = {one.pk: str(one) for one in remaining_measures(plan)}
    if left.keys() != remaining.keys():
        missing = len(left.keys() - remaining.keys())
        if missing:
            words = ngettext(
                "%(count)s measure is not finished and not named.",
                "%(count)s measures are not finished and not named.",
                missing,
            )
            raise ValidationError(words, params={"count": missing})
        raise ValidationError(_("Some of these measures are finished by now: look at them again."))
    silent = [left[pk] for pk, one in remaining.items() if one.into is None and not one.reason.strip()]
    if silent:
        raise ValidationError(
            _("Say of each measure that is dropped why: %(names)s"), params={"names": "; ".join(silent[:5])}
        )


def _draft(by: Actor, plan: Plan, pk: int) -> Plan:
    draft = lock_to_edit(by, Plan(pk=pk))
    if not drafts_to_carry_into(plan).filter(pk=draft.pk).exists():
        raise ValidationError(_("Measures are carried over into a draft of the same unit for a later year."))
    return draft


def _by_section(draft: Plan, rows: list[tuple[Measure, Texts]]) -> dict[int, list[tuple[Measure, Texts]]]:
    """The measures by the section of the draft that bears their heading, opened where there is none."""
    found: dict[int, list[tuple[Measure, Texts]]] = defaultdict(list)
    by_heading = {one.heading: one.pk for one in draft.sections.all()}
    for measure, texts in rows:
        heading = measure.section.heading
        if heading not in by_heading:
            place = draft.sections.count() + 1
            opened = Section.objects.create(
                plan=draft, place=place, heading=heading, number=measure.section.number
            )
            by_heading[heading] = opened.pk
        found[by_heading[heading]].append((measure, texts))
    return found


# --- taken back ---------------------------------------------------------------------------------------------


@transaction.atomic
def take_back_end(*, by: Actor, plan: Plan, reason: str) -> Plan:
    """Let a plan that has ended go on, for a `reason`: what was carried over leaves its drafts again, and what recurs
    goes on. Returns the plan.

    Raises `NotPermitted`, and ValidationError without a reason, for a plan that has not ended, and where something was
    built on its end: a measure that was carried over was changed, or its plan handed in or put in force.
    """
    kept = reason.strip()
    if not kept:
        raise ValidationError({"reason": _("Say why the end is taken back.")})
    held = lock_plan(plan)
    if not may_amend(by, held):
        raise NotPermitted(Permission.PLAN_AMEND)
    ending = PlanEnding.objects.filter(plan=held).first()
    if ending is None:
        raise ValidationError(_("The plan has not ended."))
    refuse_end_kept(ending)
    drafts: dict[int, list[int]] = defaultdict(list)
    for measure in carried_measures(ending):
        drafts[measure.section.plan_id].append(measure.pk)
    locked = {pk: lock_to_edit(by, Plan(pk=pk)) for pk in sorted(drafts)}
    refuse_end_kept(ending)  # nobody changes these drafts any more
    for pk, draft in locked.items():
        remove_added(draft, drafts[pk])
    facts = {
        "day": ending.on.isoformat(),
        "ended_because": ending.reason,
        "reason": kept,
        "carried": sum(map(len, drafts.values())),
        "dropped": ending.remaining.filter(kind=RemainingMeasure.Kind.DROPPED).count(),
    }
    ending.remaining.all().delete()
    ending.delete()
    settle_plan(plan=held, today=timezone.localdate())
    record(by=by, verb=TAKEN_BACK, subject=held.title, subject_id=held.pk, facts=facts)
    return held


def refuse_end_kept(ending: PlanEnding) -> None:
    """Raises ValidationError where something was built on the end of a plan, which then stays."""
    built = built_on_end(ending)
    if built:
        raise ValidationError(
            _("The end is not taken back: what was carried over was changed since or is in force: %(names)s"),
            params={"names": "; ".join(str(one) for one in built[:5])},
        )
