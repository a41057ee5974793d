"""A plan goes out as an Excel table and comes back: what the file would change is shown first, then applied or given
up."""

from __future__ import annotations

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor, NotPermitted
from cchc.access.permissions import Permission
from cchc.audit.actions import record
from cchc.audit.verbs import verb
from cchc.documents.actions import store
from cchc.plans.actions.understanding import TEXTS, Meaning, Texts, plan_as_stored, retry_outdated, understand
from cchc.plans.actions.writing import (
    BATCH,
    forget_agencies,
    lock_to_edit,
    note_change,
    require_row,
    texts_of,
    trust,
    write_meaning,
)
from cchc.plans.exchange.difference import Difference, as_json, from_json
from cchc.plans.exchange.keeping import clean_text
from cchc.plans.models import Measure, Plan, Section, SheetImport
from cchc.plans.policies import can_edit_plan

APPLIED = verb(
    "plans.sheet_applied",
    _(
        "changed {subject} by the Excel file {file}: {added} measures added, {changed} changed, {moved} moved, "
        "{removed} deleted"
    ),
)
GIVEN_UP = verb("plans.sheet_given_up", _("gave up the Excel file {file} for {subject}"))


class PlanChanged(Exception):
    """Raised when the plan is not any more as the file was compared with it."""


class OthersChanged(Exception):
    """Raised when the file would replace what others changed since it was given out, and nobody agreed to that."""


@transaction.atomic
def stage_sheet(
    *, by: Actor, plan: Plan, version: int, change: Difference, name: str, data: bytes
) -> SheetImport:
    """Keep what an Excel table would change in `plan`, to be applied or given up; `data`, the bytes of the file, are
    kept beside it.

    `version`: that of the plan with which the file was compared. What others did since the file was downloaded stays,
    where the file does not change the same too. The one record is that of the stored file: the plan does not change
    yet. Raises `NotPermitted`, `PlanChanged` when the plan is of another version by now, or ValidationError.
    """
    held = lock_to_edit(by, plan)
    if held.version != version:
        raise PlanChanged
    return SheetImport.objects.create(
        plan=held,
        file=store(by=by, name=name, data=data),
        version=held.version,
        difference=as_json(change),
        person_id=by.person_id,
        person=by.person,
        unit=by.unit,
    )


def apply_sheet(*, by: Actor, sheet: SheetImport, over: bool = False) -> Plan:
    """Change the plan as the file says, all of it or nothing; only texts that changed are understood anew.

    `over`: what others changed since the file was downloaded may be replaced where the file changed the same; raises
    `OthersChanged` without it. Raises `PlanChanged` when the plan was changed since the file was compared with it,
    ValidationError when there is nothing to apply.
    """
    return retry_outdated(
        lambda: _apply(by, sheet, over, understand(plan_as_stored(sheet.plan), _rows(sheet)))
    )


def _rows(sheet: SheetImport) -> Iterator[Texts]:
    """The texts of the measures that the file changes, as they will be."""
    stored = {str(one.pk): one for one in Measure.objects.filter(section__plan=sheet.plan_id)}
    for section in from_json(sheet.difference).sections:
        for row in section.rows:
            if row.texts:
                now = texts_of(stored.get(row.key, Measure()))
                yield {
                    **now,
                    **{column.value: clean_text(column.value, text) for column, text in row.texts.items()},
                }


@transaction.atomic
def _apply(by: Actor, sheet: SheetImport, over: bool, meant: Meaning) -> Plan:
    held = lock_to_edit(by, sheet.plan)
    waiting = _waiting(sheet)
    if held.version != waiting.version:
        raise PlanChanged
    change = from_json(waiting.difference)
    if change.is_empty:
        raise ValidationError(_("The file changes nothing."))
    if change.clashes and not over:
        raise OthersChanged
    _write(held, change, meant)
    note_change(held)
    waiting.applied_at = timezone.now()
    waiting.save(update_fields=["applied_at"])
    counts = change.counts._asdict()
    facts = {"file": waiting.file.name, "sha256": waiting.file.sha256, **counts}
    whole = {**facts, "difference": waiting.difference}
    record(by=by, verb=APPLIED, subject=held.title, subject_id=held.pk, facts=whole)
    return held


@transaction.atomic
def give_up_sheet(*, by: Actor, sheet: SheetImport) -> None:
    """Forget what a file would change; the stored file stays. Raises ValidationError once it is applied."""
    plan = Plan.objects.select_related("unit").get(pk=sheet.plan_id)
    if not can_edit_plan(by, plan):
        raise NotPermitted(Permission.PLAN_EDIT)
    waiting = _waiting(sheet)
    facts = {"file": waiting.file.name, "sha256": waiting.file.sha256}
    waiting.delete()
    record(by=by, verb=GIVEN_UP, subject=plan.title, subject_id=plan.pk, facts=facts)


def _waiting(sheet: SheetImport) -> SheetImport:
    held = require_row(SheetImport.objects.select_for_update(of=("self",)).select_related("file"), sheet.pk)
    if held.applied_at is not None:
        raise ValidationError(_("This file was applied already."))
    return held


def _write(plan: Plan, change: Difference, meant: Meaning) -> None:
    """Give sections and measures their texts and places; those that the file holds no more go last."""
    known = {str(one.pk): one for one in Measure.objects.filter(section__plan=plan)}
    stood = {one.pk: (one.section_id, one.place) for one in known.values()}
    placed = list(_placed(plan, change, known))
    changed = [measure for measure, is_changed in placed if is_changed]
    moved = [one for one, _is_changed in placed if one.pk and stood[one.pk] != (one.section_id, one.place)]
    Measure.objects.bulk_update(moved, ["section", "place"], batch_size=BATCH)
    texts = ["doubts", "confidence", "version", *TEXTS]
    Measure.objects.bulk_update([one for one in changed if one.pk], texts, batch_size=BATCH)
    Measure.objects.bulk_create([one for one, _is_changed in placed if not one.pk], batch_size=BATCH)
    gone = [row.key for removed in change.removed for row in removed.section.rows]
    Measure.objects.filter(section__plan=plan, pk__in=gone).delete()
    plan.sections.filter(pk__in=[one.section.key for one in change.removed if one.whole]).delete()
    write_meaning(plan, changed, meant)
    forget_agencies(plan)


def _placed(plan: Plan, change: Difference, known: dict[str, Measure]) -> Iterator[tuple[Measure, bool]]:
    """Every measure of the file at its new place, and whether any of its texts is new."""
    sections = {str(one.pk): one for one in plan.sections.all()}
    for at, wanted in enumerate(change.sections, start=1):
        section = sections.get(wanted.key) or Section(plan=plan)
        section.place, section.number, section.heading = (
            at,
            clean_text("number", wanted.number),
            clean_text("heading", wanted.heading),
        )
        section.save()
        for place, row in enumerate(wanted.rows, start=1):
            measure = known[row.key] if row.key else Measure()
            measure.section, measure.place = section, place
            for column, text in row.texts.items():
                setattr(measure, column.value, clean_text(column.value, text))
            if row.key and row.texts:
                trust(measure, {column.value for column in row.texts})
            yield measure, bool(row.texts)
