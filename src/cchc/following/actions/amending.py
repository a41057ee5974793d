"""A plan in force is changed by amendments: each with its date, reason and document, kept beside what was approved."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Max
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor, NotPermitted
from cchc.access.permissions import Permission
from cchc.audit.actions import record
from cchc.audit.changed import Changed
from cchc.audit.locks import hold
from cchc.audit.models import by_line
from cchc.audit.queries import last_person
from cchc.audit.verbs import verb
from cchc.core.papers.basis import NO_BASIS, LegalBasis
from cchc.core.plans.columns import KEYS
from cchc.core.plans.following.amendments import (
    AmendmentKind,
    MeasureChange,
    changes_data,
    changes_of,
    kind_of_change,
)
from cchc.documents.actions.official import write_document
from cchc.documents.models import OfficialDocument
from cchc.following.actions.linking import compute_above
from cchc.following.actions.settling import PlanSettlement, settle_plan
from cchc.following.models import (
    Amendment,
    Baseline,
    PlanEnding,
    ProgressDecision,
    ProgressRecord,
    ProgressReport,
    UndoneAmendment,
)
from cchc.following.policies import may_amend
from cchc.following.queries.amendments import standing_amendments
from cchc.following.queries.baselines import canonical_json, hash_of, plan_content
from cchc.following.queries.records import untouched
from cchc.notices.actions import tell
from cchc.notices.kinds import notice_kind
from cchc.notices.queries.recipients import people_of_units
from cchc.plans.actions.amended import (
    amended_texts,
    remove_added,
    write_added,
    write_changed,
    write_withdrawn,
)
from cchc.plans.actions.understanding import Meaning, Texts, plan_as_stored, retry_outdated, understand
from cchc.plans.actions.writing import lock_plan, require_row, texts_of
from cchc.plans.models import Agency, Due, Involvement, Measure, Plan

AMENDED = verb("following.plan_amended", _("amended the plan {subject} (amendment {number}): {reason}"))
UNDONE = verb("following.amendment_undone", _("undid amendment {number} of {subject}: {reason}"))
PLAN_AMENDED = notice_kind(
    "following.plan_amended",
    _("The plan “{plan}” was amended: {reason}"),
    letter=_("The plan “{plan}” was amended"),
)


@dataclass(frozen=True, slots=True)
class PlannedAmendment:
    """An amendment as it is asked for: `changed` leads from a measure to the texts that it is to have, `added` from a
    section to those of a new one, `withdrawn` are the measures that go. Measures and sections by their ids."""

    date: date
    reason: str
    basis: LegalBasis = NO_BASIS
    changed: Mapping[int, Texts] = field(default_factory=dict)
    added: Sequence[tuple[int, Texts]] = ()
    withdrawn: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class AmendmentOutcome:
    """What an amendment did: its changes, the records that followed, and the agencies that the plan had not named
    before, each with the units that it means."""

    amendment: Amendment
    changes: tuple[MeasureChange, ...]
    settled: PlanSettlement
    agencies: tuple[tuple[str, tuple[str, ...]], ...] = ()


class _OnlyLooked(Exception):
    """Carries what an amendment would do out of the transaction that is taken back."""

    def __init__(self, outcome: AmendmentOutcome) -> None:
        super().__init__()
        self.outcome = outcome


def amend_plan(*, by: Actor, plan: Plan, seen_version: int, planned: PlannedAmendment) -> AmendmentOutcome:
    """Change a plan in force: extend, change, add, withdraw measures; its records follow, their names stay.

    Raises `NotPermitted`, `Changed` where the plan is of another version by now, and ValidationError for a plan that
    is not in force or has ended, without a reason, where nothing changes, or for texts that are not taken.
    """
    ready = _ready(planned)
    return retry_outdated(lambda: _amend(by, plan, seen_version, ready, _meant(plan, ready)))


def preview_amendment(
    *, by: Actor, plan: Plan, seen_version: int, planned: PlannedAmendment
) -> AmendmentOutcome:
    """Return what `amend_plan` would do, and leave everything as it was. Raises what it raises."""
    ready = _ready(planned)

    def attempt() -> AmendmentOutcome:
        try:
            with transaction.atomic():
                raise _OnlyLooked(_amend(by, plan, seen_version, ready, _meant(plan, ready)))
        except _OnlyLooked as looked:
            return looked.outcome

    return retry_outdated(attempt)


def _ready(planned: PlannedAmendment) -> PlannedAmendment:
    reason = planned.reason.strip()
    if not reason:
        raise ValidationError({"reason": _("Say why the plan is amended.")})
    return PlannedAmendment(
        planned.date,
        reason,
        planned.basis,
        {pk: dict(texts) for pk, texts in planned.changed.items() if pk not in planned.withdrawn},
        tuple((section, amended_texts(texts)) for section, texts in planned.added),
        planned.withdrawn,
    )


def _meant(plan: Plan, ready: PlannedAmendment) -> Meaning:
    """What the texts of the amendment mean, worked out before anything is held."""
    stored = plan_as_stored(plan)
    measures = Measure.objects.filter(section__plan=stored, pk__in=ready.changed)
    rows = [amended_texts({**texts_of(one), **ready.changed[one.pk]}) for one in measures]
    return understand(stored, [*rows, *(texts for _section, texts in ready.added)])


@transaction.atomic
def _amend(
    by: Actor, plan: Plan, seen_version: int, ready: PlannedAmendment, meant: Meaning
) -> AmendmentOutcome:
    held = _open(by, plan)
    if held.version != seen_version:
        raise Changed(seen=seen_version, now=held.version, who=last_person(AMENDED, held.pk))
    _renew_baseline(by, held)
    known = set(held.agencies.values_list("pk", flat=True))
    changes = _written(held, ready, meant)
    if not changes:
        raise ValidationError(_("Nothing changes: the measures say this already."))
    amendment = _kept(by, held, ready, changes)
    _renew_versions(changes)
    settled = settle_plan(plan=held, today=timezone.localdate())
    compute_above([one.measure for one in changes])
    facts = {
        "number": amendment.number,
        "reason": amendment.reason,
        "count": len(changes),
        "sha256": amendment.sha256,
        **ready.basis.facts(),
    }
    record(by=by, verb=AMENDED, subject=held.title, subject_id=held.pk, facts=facts)
    _tell(by, held, changes, amendment.reason)
    named = held.agencies.exclude(pk__in=known).prefetch_related("units")
    agencies = tuple((one.text, tuple(unit.name for unit in one.units.all())) for one in named)
    return AmendmentOutcome(amendment, changes, settled, agencies)


def _open(by: Actor, plan: Plan) -> Plan:
    """The plan, held, in force and not ended, for those who may amend it."""
    held = lock_plan(plan)
    if not may_amend(by, held):
        raise NotPermitted(Permission.PLAN_AMEND)
    if held.state != Plan.State.CURRENT:
        raise ValidationError(_("The plan is not in force; a draft is edited, not amended."))
    if PlanEnding.objects.filter(plan=held).exists():
        raise ValidationError(_("The plan has ended; it is not amended any more."))
    return held


def _renew_baseline(by: Actor, plan: Plan) -> None:
    """Before the first amendment: what was still corrected in the plan by hand before anything was built on it belongs
    to what was approved."""
    if Amendment.objects.filter(plan=plan).exists():
        return
    content = canonical_json(plan_content(plan))
    last = Baseline.objects.filter(plan=plan).order_by("-number").first()
    if last is None or last.content != content:
        number = last.number + 1 if last else 1
        Baseline.objects.create(
            plan=plan, number=number, content=content, sha256=hash_of(content), **by_line(by)
        )


def _written(plan: Plan, ready: PlannedAmendment, meant: Meaning) -> tuple[MeasureChange, ...]:
    """Write what is asked for; returns what that changed."""
    standing = Measure.objects.filter(section__plan=plan, withdrawn=False)
    before = {pk: require_row(standing, pk) for pk in (*ready.changed, *ready.withdrawn)}
    texts = {pk: texts_of(one) for pk, one in before.items()}
    dues = {pk: _last_due(pk) for pk in ready.changed}
    differing = {
        pk: columns
        for pk, after in ready.changed.items()
        if (columns := {key: (texts[pk][key], text) for key, text in after.items() if text != texts[pk][key]})
    }
    changed = write_changed(plan, {pk: ready.changed[pk] for pk in differing}, meant)
    found = [
        MeasureChange(_kind(one, differing[one.pk], dues[one.pk]), one.pk, one.section_id, differing[one.pk])
        for one in changed
    ]
    added = write_added(plan, ready.added, meant) if ready.added else []
    found += [
        MeasureChange(
            AmendmentKind.ADDED,
            one.pk,
            one.section_id,
            {key: ("", text) for key, text in texts_of(one).items() if text},
        )
        for one in added
    ]
    gone = write_withdrawn(plan, sorted(ready.withdrawn)) if ready.withdrawn else []
    found += [MeasureChange(AmendmentKind.WITHDRAWN, one.pk, one.section_id) for one in gone]
    return tuple(found)


def _renew_versions(changes: Sequence[MeasureChange]) -> None:
    """Whoever has the page of a record before them that asks for something else now is told so when they report."""
    records = ProgressRecord.objects.filter(measure__in=[one.measure for one in changes])
    records.update(version=F("version") + 1)


def _last_due(measure: int) -> date | None:
    return Due.objects.filter(measure=measure).order_by("-on").values_list("on", flat=True).first()


def _kind(measure: Measure, columns: Mapping[str, tuple[str, str]], before: date | None) -> AmendmentKind:
    after = _last_due(measure.pk)
    return kind_of_change(columns, later=before is not None and (after is None or after > before))


def _kept(by: Actor, plan: Plan, ready: PlannedAmendment, changes: Sequence[MeasureChange]) -> Amendment:
    last = Amendment.objects.filter(plan=plan).aggregate(last=Max("number"))["last"] or 0
    content = canonical_json(changes_data(changes))
    return Amendment.objects.create(
        plan=plan,
        number=last + 1,
        date=ready.date,
        reason=ready.reason,
        document=_document(plan, ready),
        content=content,
        sha256=hash_of(content),
        **by_line(by),
    )


def _document(plan: Plan, ready: PlannedAmendment) -> OfficialDocument | None:
    """The document that orders the amendment, by the number and date that were given."""
    if not ready.basis.number:
        return None
    issuer = plan.document.issuer if plan.document and plan.document.issuer else plan.unit.name
    return write_document(
        OfficialDocument(number=ready.basis.number, date=ready.basis.on, issuer=issuer, title=ready.reason)
    )


def _tell(by: Actor, plan: Plan, changes: Sequence[MeasureChange], reason: str) -> None:
    """Tell the units that lead what changed."""
    leads = Involvement.objects.filter(
        measure__in=[one.measure for one in changes], role=Involvement.Kind.LEAD
    )
    units = Agency.units.through.objects.filter(agency__in=leads.values("agency"))
    ids = sorted(set(units.values_list("unit_id", flat=True)))
    people = people_of_units(ids, Permission.PROGRESS_REPORT, timezone.localdate()) if ids else {}
    to = {person for those in people.values() for person in those}
    href = reverse("following:amendments", args=[plan.pk])
    tell(kind=PLAN_AMENDED, to=to, facts={"plan": plan.title, "reason": reason}, href=href, by=by)


# --- taken back ---------------------------------------------------------------------------------------------


def undo_amendment(*, by: Actor, amendment: Amendment, reason: str) -> UndoneAmendment:
    """Give back what the last amendment changed, as long as nothing was built on it, for a `reason`.

    Raises `NotPermitted`, and ValidationError without a reason, for an amendment that is not the last one that stands,
    and where somebody has said something of a measure that it changed since.
    """
    kept = reason.strip()
    if not kept:
        raise ValidationError({"reason": _("Say why the amendment is undone.")})
    changes = changes_of(json.loads(amendment.content))
    return retry_outdated(lambda: _undo(by, amendment, kept, changes, _meant_before(amendment.plan, changes)))


def _before(changes: Sequence[MeasureChange]) -> dict[int, dict[str, str]]:
    """The texts that measures had before they were changed."""
    told = (AmendmentKind.CHANGED, AmendmentKind.EXTENDED)
    return {
        one.measure: {key: before for key, (before, _after) in one.columns.items() if key in KEYS}
        for one in changes
        if one.kind in told
    }


def _meant_before(plan: Plan, changes: Sequence[MeasureChange]) -> Meaning:
    stored, before = plan_as_stored(plan), _before(changes)
    measures = Measure.objects.filter(section__plan=stored, pk__in=before)
    return understand(stored, [{**texts_of(one), **before[one.pk]} for one in measures])


@transaction.atomic
def _undo(
    by: Actor, amendment: Amendment, reason: str, changes: Sequence[MeasureChange], meant: Meaning
) -> UndoneAmendment:
    plan = _open(by, amendment.plan)
    held = hold(Amendment.objects.all(), amendment.pk)
    refuse_kept(plan, held)
    before = _before(changes)
    if before:
        write_changed(plan, before, meant)
    gone = [one.measure for one in changes if one.kind is AmendmentKind.WITHDRAWN]
    if gone:
        write_withdrawn(plan, gone, withdrawn=False)
    added = [one.measure for one in changes if one.kind is AmendmentKind.ADDED]
    if added:
        remove_added(plan, added)
    undone = UndoneAmendment.objects.create(amendment=held, reason=reason, **by_line(by))
    _renew_versions(changes)
    settle_plan(plan=plan, today=timezone.localdate())
    compute_above([one.measure for one in changes])
    facts = {"number": held.number, "reason": reason, "count": len(changes), "sha256": held.sha256}
    record(by=by, verb=UNDONE, subject=plan.title, subject_id=plan.pk, facts=facts)
    return undone


def refuse_kept(plan: Plan, amendment: Amendment) -> None:
    """Raises ValidationError where `amendment` cannot be undone any more."""
    last = standing_amendments(plan).last()
    if last is None or last.pk != amendment.pk:
        raise ValidationError(_("Only the last amendment is undone."))
    changes = changes_of(json.loads(amendment.content))
    if _said_since([one.measure for one in changes], amendment.at):
        raise ValidationError(
            _("Units have reported on measures of this amendment since; write another amendment instead.")
        )
    added = ProgressRecord.objects.filter(
        measure__in=[one.measure for one in changes if one.kind is AmendmentKind.ADDED]
    )
    if added.exclude(pk__in=untouched(added).order_by().values("pk")).exists():
        raise ValidationError(
            _(
                "Something is tied to measures that this amendment added: a product, a note, a plan that carries them "
                "out. Write another amendment instead."
            )
        )


def _said_since(measures: Sequence[int], at: datetime) -> bool:
    """Whether somebody has reported or decided on `measures` since."""
    since = {"record__measure__in": measures, "at__gte": at}
    return (
        ProgressReport.objects.filter(**since).exists() or ProgressDecision.objects.filter(**since).exists()
    )
