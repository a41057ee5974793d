"""Writing the changes of a plan in force into its measures. Part of the act of the room that follows the plan, which
holds it, asks who may, and keeps the log."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from django.core.exceptions import ValidationError
from django.db.models import Max, QuerySet
from django.utils.translation import gettext_lazy as _

from cchc.core.plans.columns import KEYS, SAYS_WHAT
from cchc.plans.actions.understanding import Meaning, Texts
from cchc.plans.actions.writing import (
    clean_texts,
    forget_agencies,
    note_change,
    require_row,
    texts_of,
    trust,
    write_meaning,
)
from cchc.plans.models import Measure, Plan


def amended_texts(texts: Texts) -> dict[str, str]:
    """Return the texts of a measure as they are kept. Raises ValidationError for what is too long, and where nothing
    says what is to be done."""
    kept = clean_texts({name: texts.get(name, "") for name in KEYS})
    if not any(kept[name] for name in SAYS_WHAT):
        raise ValidationError(_("Say what is to be done."))
    return kept


def write_changed(plan: Plan, texts: Mapping[int, Texts], meant: Meaning) -> list[Measure]:
    """Give measures of `plan`, by their ids, other texts and what they mean; returns them."""
    measures = [require_row(_standing(plan), pk) for pk in texts]
    for measure in measures:
        now = {**texts_of(measure), **texts[measure.pk]}
        changed = [name for name, text in now.items() if text != getattr(measure, name)]
        for name in changed:
            setattr(measure, name, now[name])
        trust(measure, dict.fromkeys(changed))
        measure.save()
    _write_meaning(plan, measures, meant)
    return measures


def write_added(plan: Plan, rows: Sequence[tuple[int, Texts]], meant: Meaning) -> list[Measure]:
    """Append measures to sections of `plan`, by the ids of those; returns them."""
    measures = []
    for section_id, texts in rows:
        section = require_row(plan.sections.all(), section_id)
        place = (section.measures.aggregate(last=Max("place"))["last"] or 0) + 1
        measures.append(Measure.objects.create(section=section, place=place, checked=True, **texts))
    _write_meaning(plan, measures, meant)
    return measures


def write_withdrawn(plan: Plan, ids: Collection[int], *, withdrawn: bool = True) -> list[Measure]:
    """Mark measures of `plan` as withdrawn, or as standing again; their rows stay. Returns them."""
    wanted = Measure.objects.filter(section__plan=plan, withdrawn=not withdrawn)
    measures = [require_row(wanted, pk) for pk in ids]
    for measure in measures:
        measure.withdrawn = withdrawn
        measure.version += 1
        measure.save(update_fields=["withdrawn", "version"])
    note_change(plan)
    return measures


def remove_added(plan: Plan, ids: Collection[int]) -> None:
    """Take measures out of `plan` again that were added to it while it was in force, and on which nothing was built."""
    Measure.objects.filter(section__plan=plan, pk__in=ids).delete()
    forget_agencies(plan)
    note_change(plan)


def _standing(plan: Plan) -> QuerySet[Measure]:
    return Measure.objects.filter(section__plan=plan, withdrawn=False)


def _write_meaning(plan: Plan, measures: list[Measure], meant: Meaning) -> None:
    """What the texts mean; agencies that the plan did not know are agreed to by the act, which names their units."""
    write_meaning(plan, measures, meant)
    plan.agencies.filter(parts__measure__in=measures).update(confirmed=True)
    note_change(plan)
