"""Working on the sections and measures of a plan: adding, changing, checking, moving, deleting."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor
from cchc.audit.actions import record
from cchc.audit.changed import Changed
from cchc.audit.verbs import verb
from cchc.core.plans.columns import KEYS, SAYS_WHAT
from cchc.plans.actions.understanding import Meaning, Texts, plan_as_stored, retry_outdated, understand
from cchc.plans.actions.writing import (
    clean_texts,
    forget_agencies,
    lock_to_edit,
    note_change,
    require_row,
    texts_of,
    trust,
    write_meaning,
)
from cchc.plans.models import Measure, Plan, Section

SECTION_ADDED = verb("plans.section_added", _("added the section {section} to {subject}"))
SECTION_CHANGED = verb("plans.section_changed", _("changed the section {section} of {subject}"))
SECTION_MOVED = verb("plans.section_moved", _("moved the section {section} of {subject}"))
SECTION_DELETED = verb(
    "plans.section_deleted", _("deleted the section {section} with {count} measures from {subject}")
)
ADDED = verb("plans.measure_added", _("added the measure {number} to {subject}"))
CHANGED = verb("plans.measure_changed", _("changed the measure {number} of {subject}"))
CHECKED = verb("plans.measure_checked", _("checked the measure {number} of {subject}"))
MOVED = verb("plans.measure_moved", _("moved the measure {number} of {subject}"))
DELETED = verb("plans.measure_deleted", _("deleted the measure {number} of {subject}"))


# Sections


@transaction.atomic
def add_section(*, by: Actor, plan: Plan, heading: str, number: str = "") -> Section:
    """Append a section to `plan`. Raises ValidationError without a heading."""
    held = lock_to_edit(by, plan)
    place = (held.sections.aggregate(last=Max("place"))["last"] or 0) + 1
    section = Section.objects.create(plan=held, place=place, **_headed(heading, number))
    _record(by, SECTION_ADDED, held, section=str(section))
    return section


def _headed(heading: str, number: str) -> dict[str, str]:
    kept = clean_texts({"heading": heading, "number": number})
    if not kept["heading"]:
        raise ValidationError({"heading": _("A section needs a heading.")})
    return kept


@transaction.atomic
def change_section(*, by: Actor, section: Section, heading: str, number: str = "") -> Section:
    """Give `section` another heading or number. Nothing to change: nothing is recorded."""
    held = lock_to_edit(by, section.plan)
    section = require_row(held.sections.all(), section.pk)
    before = str(section)
    named = _headed(heading, number)
    section.heading, section.number = named["heading"], named["number"]
    if str(section) != before:
        section.save(update_fields=["heading", "number"])
        changes = {"section": [before, str(section)]}
        _record(by, SECTION_CHANGED, held, section=str(section), changes=changes)
    return section


@transaction.atomic
def move_section(*, by: Actor, section: Section, place: int) -> None:
    """Put `section` at `place` among the sections of its plan, counted from 1. There already: nothing is recorded."""
    held = lock_to_edit(by, section.plan)
    section = require_row(held.sections.all(), section.pk)
    before = list(held.sections.all())
    rest = [one for one in before if one.pk != section.pk]
    rest.insert(min(max(place, 1), len(rest) + 1) - 1, section)
    if rest == before:
        return
    _numbered(rest)
    _record(by, SECTION_MOVED, held, section=str(section), place=place)


@transaction.atomic
def delete_section(*, by: Actor, section: Section) -> int:
    """Delete `section` with its measures; returns how many measures went with it."""
    held = lock_to_edit(by, section.plan)
    section = require_row(held.sections.all(), section.pk)
    gone = [texts_of(measure) for measure in section.measures.all()]
    section.delete()
    _numbered(list(held.sections.all()))
    forget_agencies(held)
    _record(by, SECTION_DELETED, held, section=str(section), count=len(gone), measures=gone)
    return len(gone)


def _numbered(rows: list[Any]) -> None:
    """Give sections or measures their places in the order of the list."""
    for place, row in enumerate(rows, start=1):
        row.place = place
    type(rows[0]).objects.bulk_update(rows, ["place"], batch_size=500) if rows else None


# Measures


def add_measure(
    *, by: Actor, section: Section, texts: Mapping[str, str], after: Measure | None = None
) -> Measure:
    """Add a measure to `section`, behind `after` or at the end. `texts` leads from a column to its text.

    Raises ValidationError when neither a task nor an activity nor an objective says what is to be done.
    """
    kept = clean_texts({name: texts.get(name, "") for name in KEYS})
    _require_task(kept)
    return retry_outdated(
        lambda: _add(by, section, kept, after, understand(plan_as_stored(section.plan), [kept]))
    )


@transaction.atomic
def _add(by: Actor, section: Section, kept: Texts, after: Measure | None, meant: Meaning) -> Measure:
    held = lock_to_edit(by, section.plan)
    section = require_row(held.sections.all(), section.pk)
    last = section.measures.aggregate(last=Max("place"))["last"] or 0
    place = section.measures.get(pk=after.pk).place + 1 if after else last + 1
    section.measures.filter(place__gte=place).update(place=F("place") + 1)
    measure = Measure.objects.create(section=section, place=place, **kept)
    write_meaning(held, [measure], meant)
    _record(by, ADDED, held, measure=measure, texts=texts_of(measure))
    return measure


def _require_task(texts: Mapping[str, str]) -> None:
    if not any(texts[name] for name in SAYS_WHAT):
        raise ValidationError({"task": _("Say what is to be done.")})


def change_measure(*, by: Actor, measure: Measure, version: int, texts: Mapping[str, str]) -> Measure:
    """Give some cells of `measure` other texts; a cell that was changed is in doubt no longer.

    `version` is that of the measure the person saw. Raises `Changed` with both when it is another now, ValidationError
    when nothing says any more what is to be done (a row read without it may be mended in any order). Nothing to change:
    nothing is recorded.
    """
    given = clean_texts(texts)

    def attempt() -> Measure:
        seen = require_row(Measure.objects.select_related("section__plan"), measure.pk)
        meant = understand(plan_as_stored(seen.section.plan), [{**texts_of(seen), **given}])
        return _change(by, measure, version, given, meant)

    return retry_outdated(attempt)


@transaction.atomic
def _change(by: Actor, measure: Measure, version: int, given: Texts, meant: Meaning) -> Measure:
    held = lock_to_edit(by, measure.section.plan)
    measure = require_row(Measure.objects.select_related("section"), measure.pk)
    before = texts_of(measure)
    kept = {**before, **given}
    if any(before[name] for name in SAYS_WHAT):
        _require_task(kept)
    changes = {name: [before[name], text] for name, text in kept.items() if text != before[name]}
    if changes and measure.version != version:
        raise Changed(seen=version, now=measure)
    if changes:
        _give(measure, kept, changes)
        write_meaning(held, [measure], meant)
        _record(by, CHANGED, held, measure=measure, changes=changes)
    return measure


def _give(measure: Measure, texts: Mapping[str, str], changes: Mapping[str, Any]) -> None:
    for name, text in texts.items():
        setattr(measure, name, text)
    trust(measure, changes)
    measure.save()


@transaction.atomic
def check_measure(*, by: Actor, measure: Measure, version: int, checked: bool = True) -> Measure:
    """Say that a person has looked at the measure and found it right, or take that back.

    `version` is that of the measure the person saw. Raises `Changed` with both when it is another now, ValidationError
    when nothing says what is to be done.
    """
    held = lock_to_edit(by, measure.section.plan)
    measure = require_row(Measure.objects.select_related("section"), measure.pk)
    if measure.version != version:
        raise Changed(seen=version, now=measure)
    if checked:
        _require_task(texts_of(measure))
    if measure.checked != checked:
        measure.checked = checked
        measure.save(update_fields=["checked"])
        _record(by, CHECKED, held, measure=measure, checked=checked)
    return measure


@transaction.atomic
def move_measure(*, by: Actor, measure: Measure, section: Section, place: int) -> Measure:
    """Put `measure` at `place` (from 1) in `section`, of the same plan. There already: nothing is recorded."""
    held = lock_to_edit(by, measure.section.plan)
    target = require_row(held.sections.all(), section.pk)
    measure = require_row(Measure.objects.select_related("section"), measure.pk)
    left = measure.section
    before = list(target.measures.all())
    rest = [one for one in before if one.pk != measure.pk]
    rest.insert(min(max(place, 1), len(rest) + 1) - 1, measure)
    if rest == before:
        return measure
    measure.section = target
    measure.save(update_fields=["section"])
    _numbered(rest)
    if left.pk != target.pk:
        _numbered(list(left.measures.all()))
    _record(by, MOVED, held, measure=measure, to=str(target), place=place, left=str(left))
    return measure


@transaction.atomic
def delete_measure(*, by: Actor, measure: Measure) -> None:
    """Delete `measure`; its texts stay in the log."""
    held = lock_to_edit(by, measure.section.plan)
    measure = require_row(Measure.objects.select_related("section"), measure.pk)
    _record(by, DELETED, held, measure=measure, texts=texts_of(measure))
    section = measure.section
    measure.delete()
    _numbered(list(section.measures.all()))
    forget_agencies(held)


def _record(by: Actor, what: str, plan: Plan, measure: Measure | None = None, **facts: Any) -> None:
    """One record of what was done; whatever changes texts or their order makes the version of the plan higher."""
    about = {"number": measure.number, "measure": measure.pk} if measure else {}
    if what != CHECKED:
        note_change(plan)
    record(by=by, verb=what, subject=plan.title, subject_id=plan.pk, facts={**about, **facts})
