"""A draft goes before its head, who puts it in force or gives it back; a plan in force becomes a draft again."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cchc.access.actor import Actor, NotPermitted
from cchc.access.permissions import Permission
from cchc.audit.actions import record
from cchc.audit.verbs import verb
from cchc.core.papers.basis import NO_BASIS, LegalBasis
from cchc.notices.actions import tell
from cchc.notices.kinds import NoticeKind, notice_kind
from cchc.notices.queries.recipients import people_of_the_province, people_of_units
from cchc.plans.actions.writing import lock_plan, lock_to_edit, refuse_built_on
from cchc.plans.consequences import plan_in_force, plan_taken_back
from cchc.plans.models import Plan, Submission
from cchc.plans.policies import may_edit_plans_of, may_enforce_plans_of
from cchc.plans.queries.obstacles import obstacles
from cchc.units.models import Kind, Unit

SUBMITTED = verb("plans.plan_submitted", _("submitted the plan {subject} to the head"))
WITHDRAWN = verb("plans.plan_withdrawn", _("took the submitted plan {subject} back"))
GIVEN_BACK = verb("plans.plan_given_back", _("gave the plan {subject} back: {reason}"))
MADE = verb("plans.plan_made", _("put the plan {subject} in force"))
TAKEN_BACK = verb("plans.plan_taken_back", _("made the plan {subject} a draft again: {reason}"))

PLAN_SUBMITTED = notice_kind(
    "plans.plan_submitted", _("The plan “{plan}” waits to be put in force or given back")
)
PLAN_GIVEN_BACK = notice_kind(
    "plans.plan_given_back",
    _("The plan “{plan}” was given back: {reason}"),
    letter=_("The plan “{plan}” was given back"),
)
PLAN_IN_FORCE = notice_kind("plans.plan_made", _("The plan “{plan}” is in force"))


@transaction.atomic
def submit_plan(*, by: Actor, plan: Plan) -> Plan:
    """Lay a draft before whoever may put it in force; until it is decided nobody changes it.

    Raises ValidationError for a plan that is no draft, while it has no measure, or rows or agencies that nobody has
    confirmed.
    """
    draft = lock_to_edit(by, plan)
    if draft.state == Plan.State.CURRENT:
        raise ValidationError(_("The plan is in force already."))
    refuse_unfinished(draft)
    Submission.objects.create(plan=draft, person_id=by.person_id, person=by.person)
    _stand(draft, Plan.State.SUBMITTED)
    facts = {"version": draft.version}
    record(by=by, verb=SUBMITTED, subject=draft.title, subject_id=draft.pk, facts=facts, wrote=[draft])
    _tell(by, PLAN_SUBMITTED, draft, _people_of(draft.unit, Permission.PLAN_ENFORCE))
    return draft


@transaction.atomic
def withdraw_plan(*, by: Actor, plan: Plan) -> Plan:
    """Take a submitted plan back, as one of those who work on it: it is a draft again. Raises ValidationError when it
    waits no longer."""
    waiting = _waiting(plan)
    if not may_edit_plans_of(by, waiting.unit):
        raise NotPermitted(Permission.PLAN_EDIT)
    _end(by, waiting)
    _stand(waiting, Plan.State.DRAFT)
    record(by=by, verb=WITHDRAWN, subject=waiting.title, subject_id=waiting.pk, wrote=[waiting])
    return waiting


@transaction.atomic
def give_back(*, by: Actor, plan: Plan, reason: str) -> Plan:
    """Give a submitted plan back to those who work on it, for a `reason`: it is a draft again. Raises ValidationError
    without a reason, or when it waits no longer."""
    waiting = _waiting(plan)
    _require_head(by, waiting)
    kept = _said(reason)
    _end(by, waiting, kept)
    _stand(waiting, Plan.State.DRAFT)
    facts = {"reason": kept}
    record(by=by, verb=GIVEN_BACK, subject=waiting.title, subject_id=waiting.pk, facts=facts, wrote=[waiting])
    _tell(by, PLAN_GIVEN_BACK, waiting, _people_of(waiting.unit, Permission.PLAN_EDIT), reason=kept)
    return waiting


@transaction.atomic
def make_plan(*, by: Actor, plan: Plan, basis: LegalBasis = NO_BASIS) -> Plan:
    """Put a plan in force, submitted or still a draft, its file with it as an official document.

    Raises ValidationError while it has no measure, or rows or agencies that nobody has confirmed.
    """
    made = lock_plan(plan)
    _require_head(by, made)
    if made.state == Plan.State.CURRENT:
        raise ValidationError(_("The plan is in force already."))
    refuse_unfinished(made)
    made.agencies.filter(parts__isnull=True).delete()
    _end(by, made)
    _stand(made, Plan.State.CURRENT)
    followed = plan_in_force(by=by, plan=made)
    facts = {"document": str(made.document or ""), "version": made.version, **basis.facts()}
    record(by=by, verb=MADE, subject=made.title, subject_id=made.pk, facts=facts, wrote=[made, *followed])
    _tell(by, PLAN_IN_FORCE, made, _people_of(made.unit, Permission.PLAN_EDIT))
    return made


@transaction.atomic
def take_back(*, by: Actor, plan: Plan, reason: str) -> Plan:
    """Make a plan in force a draft again, seen only by those who may work on it, for a `reason`.

    Raises ValidationError without a reason, when the plan is not in force, or when something was built on it.
    """
    current = lock_plan(plan)
    _require_head(by, current)
    kept = _said(reason)
    if current.state != Plan.State.CURRENT:
        raise ValidationError(_("The plan is a draft already."))
    refuse_built_on(current)
    _stand(current, Plan.State.DRAFT)
    followed = plan_taken_back(by=by, plan=current)
    facts = {"reason": kept}
    wrote = [current, *followed]
    record(by=by, verb=TAKEN_BACK, subject=current.title, subject_id=current.pk, facts=facts, wrote=wrote)
    return current


def _require_head(by: Actor, plan: Plan) -> None:
    if not may_enforce_plans_of(by, plan.unit):
        raise NotPermitted(Permission.PLAN_ENFORCE)


def _tell(by: Actor, kind: NoticeKind, plan: Plan, to: set[int], **more: str) -> None:
    href = reverse("plans:detail", args=[plan.pk])
    tell(kind=kind, to=to, facts={"plan": plan.title, **more}, href=href, by=by)


def _people_of(unit: Unit, permission: Permission) -> set[int]:
    """Return the people who may do this with the plans of `unit`: its own, those of the province for the province."""
    today = timezone.localdate()
    if unit.kind == Kind.PROVINCE:
        return people_of_the_province(permission, today)
    return people_of_units([unit.pk], permission, today)[unit.pk]


def _waiting(plan: Plan) -> Plan:
    found = lock_plan(plan)
    if found.state != Plan.State.SUBMITTED:
        raise ValidationError(_("The plan does not wait for its head any more."))
    return found


def _said(reason: str) -> str:
    kept = reason.strip()
    if not kept:
        raise ValidationError({"reason": _("Say why the plan becomes a draft again.")})
    return kept


def _end(by: Actor, plan: Plan, reason: str = "") -> None:
    """Note what came of the submission that waits, if one does."""
    waiting = plan.submissions.filter(ended_at__isnull=True)
    waiting.update(ended_at=timezone.now(), ended_by=by.person, reason=reason)


def _stand(plan: Plan, state: Plan.State) -> None:
    plan.state = state
    plan.save(update_fields=["state"])


def refuse_unfinished(plan: Plan) -> None:
    """Raise ValidationError while `plan` has no measure, or rows or agencies that nobody has confirmed."""
    left = obstacles(plan)
    if not left.measures:
        raise ValidationError(_("The plan has no measures yet."))
    if left.rows:
        words = ngettext(
            "%(count)s row is still to be checked.", "%(count)s rows are still to be checked.", left.rows
        )
        raise ValidationError(words, params={"count": left.rows})
    if left.agencies:
        words = ngettext(
            "%(count)s agency is still to be confirmed.",
            "%(count)s agencies are still to be confirmed.",
            left.agencies,
        )
        raise ValidationError(words, params={"count": left.agencies})
