"""A plan goes out as an Excel table and comes back: what the file would change is shown first, then applied or given
up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor, NotPermitted
from cchc.access.permissions import Permission
from cchc.audit.actions import record
from cchc.audit.changed import Changed
from cchc.audit.verbs import verb
from cchc.core.plans.columns import KEYS
from cchc.intake.actions import apply
from cchc.intake.models import StagedFile
from cchc.plans.actions.understanding import Meaning, Texts, plan_as_stored, retry_outdated, understand
from cchc.plans.actions.writing import (
    BATCH,
    forget_agencies,
    lock_plan,
    note_change,
    require_not_submitted,
    texts_of,
    trust,
    write_meaning,
)
from cchc.plans.exchange.difference import Difference
from cchc.plans.exchange.difference_json import from_json
from cchc.plans.exchange.keeping import clean_text
from cchc.plans.models import Measure, Plan, Section
from cchc.plans.policies import may_edit_plan

APPLIED = verb(
    "plans.sheet_applied",
    _(
        "changed {subject} by the Excel file {file}: {added} measures added, {changed} changed, {moved} moved, "
        "{removed} deleted"
    ),
)
GIVEN_UP = verb("plans.sheet_given_up", _("gave up the Excel file {file} for {subject}"))


PLAN_SHEET = "plan_sheet"


@dataclass(frozen=True, slots=True)
class SheetReady:
    """What is settled before the plan is locked: what the new texts mean, and whether what others changed since
    the file was downloaded may be replaced where the file changed the same."""

    meant: Meaning
    over: bool


def apply_sheet(*, by: Actor, sheet: StagedFile, over: bool = False) -> Plan:
    """Change the plan as the file says, all of it or nothing; only texts that changed are understood anew.

    `over` as in `SheetReady`. Raises `Changed` when the plan was changed since the file was compared with it, or
    without `over` where the file would replace what others changed; ValidationError when there is nothing to apply.
    """

    def attempt() -> Plan:
        plan = plan_as_stored(Plan(pk=int(sheet.about)))
        ready = SheetReady(understand(plan, _rows(plan, from_json(sheet.difference))), over)
        changed: Plan = apply(by=by, staged=sheet, ready=ready)
        return changed

    return retry_outdated(attempt)


def _rows(plan: Plan, change: Difference) -> Iterator[Texts]:
    """The texts of the measures that a file changes, as they will be."""
    stored = {str(one.pk): one for one in Measure.objects.filter(section__plan=plan)}
    for section in change.sections:
        for row in section.rows:
            if row.texts:
                now = texts_of(stored.get(row.key, Measure()))
                yield {
                    **now,
                    **{column: clean_text(column, text) for column, text in row.texts.items()},
                }


def open_plan(by: Actor, about: str) -> Plan:
    """The plan of which `about` is the id, locked. Raises `NotPermitted`, ValidationError when it was deleted."""
    plan = lock_plan(Plan(pk=int(about)))
    if not may_edit_plan(by, plan):
        raise NotPermitted(Permission.PLAN_EDIT)
    return plan


def version_to_edit(plan: Plan) -> str:
    """The version of a locked plan. Raises ValidationError while it waits for its head."""
    require_not_submitted(plan)
    return str(plan.version)


def write_sheet(by: Actor, plan: Plan, staged: StagedFile, ready: SheetReady) -> Plan:
    """Write what a staged file says into its locked plan, and record it; see `apply_sheet`."""
    change = from_json(staged.difference)
    if change.is_empty:
        raise ValidationError(_("The file changes nothing."))
    if change.clashes and not ready.over:
        raise Changed(seen=[one.given for one in change.clashes], now=change.clashes)
    _write(plan, change, ready.meant)
    note_change(plan)
    facts = {"file": staged.file.name, "sha256": staged.file.sha256, **change.counts._asdict()}
    whole = {**facts, "difference": staged.difference}
    record(by=by, verb=APPLIED, subject=plan.title, subject_id=plan.pk, facts=whole)
    return plan


def record_given_up(by: Actor, plan: Plan, staged: StagedFile) -> None:
    """Record that the file is forgotten before it was applied."""
    facts = {"file": staged.file.name, "sha256": staged.file.sha256}
    record(by=by, verb=GIVEN_UP, subject=plan.title, subject_id=plan.pk, facts=facts)


def _write(plan: Plan, change: Difference, meant: Meaning) -> None:
    """Give sections and measures their texts and places; those that the file holds no more go last."""
    known = {str(one.pk): one for one in Measure.objects.filter(section__plan=plan)}
    stood = {one.pk: (one.section_id, one.place) for one in known.values()}
    placed = list(_placed(plan, change, known))
    changed = [measure for measure, is_changed in placed if is_changed]
    moved = [one for one, _is_changed in placed if one.pk and stood[one.pk] != (one.section_id, one.place)]
    Measure.objects.bulk_update(moved, ["section", "place"], batch_size=BATCH)
    texts = ["doubts", "confidence", "version", *KEYS]
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
                setattr(measure, column, clean_text(column, text))
            if row.key and row.texts:
                trust(measure, {column for column in row.texts})
            yield measure, bool(row.texts)
