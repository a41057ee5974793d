"""Plans by hand: prepared empty or from another year's, their head changed, deleted while drafts."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor, NotPermitted
from cchc.access.permissions import Permission
from cchc.audit.actions import record
from cchc.audit.changed import Changed
from cchc.audit.queries import last_person
from cchc.audit.verbs import FactWords, label_of, say_facts, verb
from cchc.core.papers.answers import Confidence
from cchc.core.plans.columns import COLUMNS, DEADLINE, KEYS
from cchc.core.plans.plan import Source
from cchc.core.words.messages import Message
from cchc.documents.actions.official import write_document
from cchc.documents.models import OfficialDocument
from cchc.intake.actions import forget_about
from cchc.plans.actions.sheets import PLAN_SHEET
from cchc.plans.actions.understanding import (
    Meaning,
    MeaningOutdated,
    plan_as_stored,
    retry_outdated,
    understand,
    understand_deadlines,
)
from cchc.plans.actions.writing import (
    clean_texts,
    divide_again,
    lock_to_edit,
    note_change,
    require_row,
    rows_of,
    texts_of,
    write_dates,
    write_sections,
)
from cchc.plans.models import Measure, Plan, PlanTarget
from cchc.plans.policies import may_edit_plans_of, may_enforce_plans_of
from cchc.plans.queries.annexes import PLAN_ANNEX
from cchc.plans.queries.texts import StoredPlan, text_of
from cchc.reading.plans.texts import MeasureText, SectionText, TargetText
from cchc.ui.requests import requested_number
from cchc.ui.templatetags.ui import message_text
from cchc.units.models import Unit

CREATED = verb("plans.created", _("prepared the plan {subject}"))
DRAFTED = verb("plans.drafted", _("drafted the plan {subject} from {basis}"))
COPIED = verb("plans.copied", _("prepared the plan {subject} from {original}"))
CHANGED = verb("plans.changed", _("changed the head of {subject}"))
DELETED = verb("plans.deleted", _("deleted the draft {subject} with {count} measures"))

say_facts(
    "plans",
    **{column.key: FactWords(lazy(message_text, str)(column.label)) for column in COLUMNS},
    section=FactWords(_("section")),
    title=FactWords(_("title")),
    kind=FactWords(_("kind of plan"), label_of(Plan.Kind.choices)),
    year=FactWords(_("year")),
    document_kind=FactWords(_("kind of document")),
    date=FactWords(_("day of the document")),
    issuer=FactWords(_("issued by")),
    working_days=FactWords(_("days off are skipped")),
    unit_id=FactWords(
        _("plan of"), lambda pk: Unit.objects.filter(pk=requested_number(str(pk))).first() or pk
    ),
)

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


@dataclass(frozen=True, slots=True)
class PlanHead:
    """What is said about a plan as a whole, and about the document that issued it; empty where nothing is said.

    `unit_id` is whose plan it is; None in a change: it stays whose it is.
    """

    title: str
    kind: str
    year: int
    document_kind: str = ""
    number: str = ""
    date: datetime.date | None = None
    issuer: str = ""
    working_days: bool = False
    unit_id: int | None = None


@transaction.atomic
def create_plan(*, by: Actor, unit: Unit, title: str, kind: str, year: int) -> Plan:
    """Prepare an empty plan of `unit`, a draft. Raises ValidationError without a title, and `NotPermitted`."""
    plan = _new(by, unit, title, kind, year)
    facts = {"year": year, "unit": unit.name}
    record(by=by, verb=CREATED, subject=plan.title, subject_id=plan.pk, facts=facts, wrote=[plan])
    return plan


def _new(by: Actor, unit: Unit, title: str, kind: str, year: int) -> Plan:
    if not may_edit_plans_of(by, unit):
        raise NotPermitted(Permission.PLAN_EDIT)
    return Plan.objects.create(unit=unit, title=_titled(title), kind=kind, year=year)


def _allowed(by: Actor, unit_id: int | None, plan: Plan) -> Unit:
    unit = require_row(Unit.objects.all(), unit_id or 0)
    current = plan.state == Plan.State.CURRENT
    if not (may_enforce_plans_of if current else may_edit_plans_of)(by, unit):
        raise NotPermitted(Permission.PLAN_EDIT)
    return unit


def _titled(title: str) -> str:
    kept = clean_texts({"title": title})["title"]
    if not kept:
        raise ValidationError({"title": _("A plan needs a title.")})
    return kept


def copy_plan(*, by: Actor, original: Plan, unit: Unit, title: str, year: int) -> Plan:
    """Prepare a draft for `year` with the sections, measures and targets of `original`.

    A target that is for a year is for as many years later; what is to be reached stays as it is worded. A deadline
    that names the year of `original` names the new one; such cells, and texts that name the old year, are
    in doubt until somebody has looked at them.
    """
    stored = StoredPlan(original)
    sections = [
        _copied(section, stored.targets.get(one.pk, ()), original.year, year)
        for one, section in zip(stored.sections, text_of(stored).sections, strict=True)
    ]
    meant = understand(Plan(unit=unit, year=year), rows_of(sections))
    return _copy(by, original, unit, title, year, sections, meant)


@transaction.atomic
def _copy(
    by: Actor,
    original: Plan,
    unit: Unit,
    title: str,
    year: int,
    sections: Sequence[SectionText],
    meant: Meaning,
) -> Plan:
    plan = _new(by, unit, title, original.kind, year)
    measures = write_sections(plan, sections, meant)
    facts = {"original": original.title, "original_id": original.pk, "count": len(measures)}
    record(by=by, verb=COPIED, subject=plan.title, subject_id=plan.pk, facts=facts, wrote=[plan])
    return plan


def draft_plan(
    *, by: Actor, unit: Unit, title: str, kind: str, year: int, sections: Sequence[SectionText], basis: str
) -> Plan:
    """Prepare a draft of `unit` from rows that another room worked out of `basis`, as that is called where it stands.

    What the rows are unsure of stays in doubt until somebody has looked. Raises ValidationError without a title or for
    texts that are too long, and `NotPermitted`.
    """
    for section in sections:
        for measure in section.measures:
            clean_texts({key: measure.text(key) or "" for key in KEYS})
    return retry_outdated(
        lambda: _draft(
            by,
            unit,
            title,
            kind,
            year,
            sections,
            basis,
            understand(Plan(unit=unit, year=year), rows_of(sections)),
        )
    )


@transaction.atomic
def _draft(
    by: Actor,
    unit: Unit,
    title: str,
    kind: str,
    year: int,
    sections: Sequence[SectionText],
    basis: str,
    meant: Meaning,
) -> Plan:
    plan = _new(by, unit, title, kind, year)
    measures = write_sections(plan, sections, meant)
    facts = {"basis": basis, "count": len(measures)}
    record(by=by, verb=DRAFTED, subject=plan.title, subject_id=plan.pk, facts=facts, wrote=[plan])
    return plan


def _copied(section: SectionText, targets: Iterable[PlanTarget], before: int, after: int) -> SectionText:
    measures = [_for_another_year(measure, before, after) for measure in section.measures]
    return SectionText(
        section.heading, section.number, measures, [_target(one, after - before) for one in targets]
    )


def _target(target: PlanTarget, later: int) -> TargetText:
    return TargetText(
        number=target.number or None,
        name=target.name,
        unit=target.measured_in or None,
        value=target.value,
        year=target.year + later if target.year else None,
        agencies=tuple(target.agencies.splitlines()),
        other=tuple(target.other.splitlines()),
        source=Source(),  # the copy was read nowhere
    )


def _for_another_year(measure: MeasureText, before: int, after: int) -> MeasureText:
    copy = MeasureText(measure.number, dict(measure.cells), Source())  # the copy was read nowhere
    when = "\n".join(copy.cells.get(DEADLINE, ()))
    moved = move_years(when, before, after)
    if moved != when:
        copy.cells[DEADLINE] = moved.splitlines()
        why = Message("Copied from {before}: the years were moved on to {after}.", before=before, after=after)
        copy.doubt(Confidence.LIKELY, why, [DEADLINE])
    naming = [column for column in copy.cells if column != DEADLINE and _names(copy, column, before)]
    if naming and before != after:
        why = Message("Copied from {before}: the text still names that year.", before=before)
        copy.doubt(Confidence.LIKELY, why, naming)
    return copy


def move_years(text: str, before: int, after: int) -> str:
    """`text` with every year in it moved on by as many years as lie between.

    >>> move_years("Quý IV/2025 đến Quý I/2026", 2025, 2027)
    'Quý IV/2027 đến Quý I/2028'
    """
    return _YEAR.sub(lambda found: str(int(found[0]) + after - before), text)


def _names(measure: MeasureText, column: str, year: int) -> bool:
    return str(year) in _YEAR.findall(measure.text(column) or "")


def change_head(*, by: Actor, plan: Plan, head: PlanHead, seen: PlanHead | None = None) -> Plan:
    """Change what is said about `plan` as a whole; another year or switch works its due days out anew, another day
    the units of agencies that nobody has confirmed.

    `seen` is the head that the person changed. Raises `Changed` with both when it is another now, ValidationError
    without a title. Nothing to change: nothing is recorded.
    """
    return retry_outdated(
        lambda: _change_head(by, plan, head, seen, _meant_under(plan_as_stored(plan), head))
    )


def _meant_under(plan: Plan, head: PlanHead) -> Meaning | None:
    """What the texts of `plan` mean under another head; None where the head does not touch what they mean."""
    before = head_of(plan)
    if (before.year, before.working_days, before.date) == (head.year, head.working_days, head.date):
        return None
    plan.year, plan.working_days = head.year, head.working_days
    plan.unit_id = head.unit_id or plan.unit_id
    plan.document = OfficialDocument(date=head.date)
    measures = Measure.objects.filter(section__plan=plan)
    return understand(plan, map(texts_of, measures), anew=True)


@transaction.atomic
def _change_head(by: Actor, plan: Plan, head: PlanHead, seen: PlanHead | None, meant: Meaning | None) -> Plan:
    held = lock_to_edit(by, plan)
    before = head_of(held)
    head = replace(head, unit_id=head.unit_id or before.unit_id)
    if before == head:
        return held
    if seen is not None and seen != before:
        raise Changed(seen=seen, now=before, who=last_person(CHANGED, plan.pk))
    same_day = (before.year, before.date) == (head.year, head.date)
    if meant is None and not (same_day and before.working_days == head.working_days):
        raise MeaningOutdated
    held.title, held.kind, held.year = _titled(head.title), head.kind, head.year
    held.working_days = head.working_days
    held.unit = _allowed(by, head.unit_id, held)
    held.document = _documented(held, head)
    held.save()
    note_change(held)
    if meant is not None:
        measures = list(Measure.objects.filter(section__plan=held))
        write_dates(held, measures, meant)
        if not same_day:
            divide_again(held, measures, meant)
    facts = {"changes": _differences(before, head)}
    record(by=by, verb=CHANGED, subject=held.title, subject_id=held.pk, facts=facts, wrote=[held])
    return held


def move_due_days() -> tuple[()]:
    """Work out anew the due days of every plan that moves them to working days; part of what changed the holidays.

    Returns no rows: the log does not play due days, which follow from wordings and holidays. Deadlines are short or
    have no due day, so this may be done while the plans are locked.
    """
    for plan in Plan.objects.select_for_update(of=("self",)).filter(working_days=True):
        measures = list(Measure.objects.filter(section__plan=plan))
        write_dates(plan, measures, understand_deadlines(plan, (measure.deadline for measure in measures)))
    return ()


def head_of(plan: Plan) -> PlanHead:
    """What is said about `plan` now."""
    document = plan.document or OfficialDocument()
    return PlanHead(
        title=plan.title,
        kind=plan.kind,
        year=plan.year,
        document_kind=document.kind,
        number=document.number,
        date=document.date,
        issuer=document.issuer,
        working_days=plan.working_days,
        unit_id=plan.unit_id,
    )


def _documented(plan: Plan, head: PlanHead) -> OfficialDocument | None:
    """The document of the plan as `head` says it; a plan by hand has one as soon as anything is said of it."""
    said = (head.document_kind, head.number, head.date, head.issuer)
    if plan.document is None and not any(said):
        return None
    document = plan.document or OfficialDocument()
    document.kind, document.number, document.date, document.issuer = said
    document.title = plan.title
    write_document(document)
    return document


def _differences(before: PlanHead, after: PlanHead) -> dict[str, list[Any]]:
    names = PlanHead.__dataclass_fields__
    pairs = {name: [str(getattr(before, name)), str(getattr(after, name))] for name in names}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


@transaction.atomic
def delete_draft(*, by: Actor, plan: Plan) -> None:
    """Delete a draft made by hand. Raises ValidationError when it is in force or was read from a file."""
    held = lock_to_edit(by, plan)
    if held.state == Plan.State.CURRENT:
        raise ValidationError(_("A plan in force is not deleted."))
    if held.reading_id is not None:
        raise ValidationError(_("This draft was read from a file: give up the reading."))
    facts = {"count": Measure.objects.filter(section__plan=held).count()}
    record(by=by, verb=DELETED, subject=held.title, subject_id=held.pk, facts=facts, removed=[held])
    forget_about(code=PLAN_SHEET, about=str(held.pk))
    forget_about(code=PLAN_ANNEX, about=str(held.pk))
    held.delete()
    if held.document:
        held.document.delete()
