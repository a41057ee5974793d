"""A survey is created and designed: what it is held for, which units it rates, who fills which questionnaire, how many
answers are wanted of whom."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor, NotPermitted
from cchc.access.permissions import Permission
from cchc.audit.actions import record
from cchc.audit.changed import Changed
from cchc.audit.locks import alone_in, hold
from cchc.audit.verbs import FactWords, label_of, say_facts, verb
from cchc.core.surveys.sampling.design import FEWEST_PRINTED
from cchc.core.words.lengths import MOST, RefusedText, accepted_text
from cchc.surveys.models import (
    QuestionnaireState,
    QuestionnaireVersion,
    QuotaCell,
    Survey,
    SurveyedUnit,
    SurveyForm,
    SurveyPurpose,
    SurveyState,
)
from cchc.surveys.policies import may_design
from cchc.ui.templatetags.ui import message_text
from cchc.units.models import Unit

CREATED = verb("surveys.created", _("created the survey “{subject}” of {year}"))
CHANGED = verb("surveys.changed", _("changed the survey “{subject}”"))
UNITS_CHOSEN = verb("surveys.units_chosen", _("chose {count} rated units of “{subject}”"))
GROUP_ASKED = verb(
    "surveys.group_asked", _("let the group “{group}” fill “{questionnaire}” in the survey “{subject}”")
)
GROUP_LEFT = verb("surveys.group_left", _("took the group “{group}” out of the survey “{subject}”"))
QUOTAS_SET = verb(
    "surveys.quotas_set", _("set {cells} cells of the quotas of “{subject}”: {target} answers in all")
)
say_facts(
    "surveys",
    name=FactWords(_("name")),
    year=FactWords(_("year")),
    purpose=FactWords(_("purpose"), label_of(SurveyPurpose.choices)),
    minimum_answers=FactWords(_("smallest number of answers that is printed")),
    collects_from=FactWords(_("first day of collecting")),
    collects_until=FactWords(_("last day of collecting")),
)
MOST_TARGET = 1_000_000
MOST_CELLS = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyTexts:
    """What is typed of a survey."""

    name: str
    year: int
    purpose: str
    minimum_answers: int
    collects_from: date | None = None
    collects_until: date | None = None


@dataclass(frozen=True, slots=True)
class CellOf:
    """Which cell of the quotas is meant: the id of the rated unit (None: all of them together), the group of
    respondents, the channel."""

    unit: int | None
    group: str
    channel: str = ""


@transaction.atomic
def create_survey(*, by: Actor, texts: SurveyTexts, design: str = "") -> Survey:
    """Create a survey that is being designed; `design` is the canonical design that a template brings.

    Raises `NotPermitted`, and ValidationError for a year with another survey of the name, and for days that do not
    follow each other.
    """
    _require(by)
    alone_in(Survey)
    _refuse_texts(texts, None)
    survey = Survey.objects.create(code=_free_code(texts), design=design, **_fields(texts))
    facts = {"year": survey.year, "purpose": survey.purpose}
    record(by=by, verb=CREATED, subject=survey.name, subject_id=survey.pk, facts=facts)
    return survey


@transaction.atomic
def change_survey(*, by: Actor, survey: Survey, seen_version: int, texts: SurveyTexts) -> Survey:
    """Change what is said of a survey that is not closed; what it is held for and its year only while it is designed.

    Raises `NotPermitted`, `Changed`, and ValidationError as `create_survey` does.
    """
    _require(by)
    alone_in(Survey)
    held = hold(Survey.objects.all(), survey.pk)
    if held.version != seen_version:
        raise Changed(seen=survey, now=held)
    if held.state == SurveyState.CLOSED:
        raise ValidationError(_("A closed survey does not change."))
    if held.state == SurveyState.COLLECTING and (held.year, held.purpose) != (texts.year, texts.purpose):
        raise ValidationError(_("Answers are collected: the year of a survey and its purpose stay."))
    _refuse_texts(texts, held)
    before = {name: getattr(held, name) for name in _fields(texts)}
    after = _fields(texts)
    changed = {
        name: [_plain(before[name]), _plain(after[name])] for name in after if before[name] != after[name]
    }
    for name, value in after.items():
        setattr(held, name, value)
    _keep(held, *after)
    record(by=by, verb=CHANGED, subject=held.name, subject_id=held.pk, facts={"changes": changed})
    return held


@transaction.atomic
def choose_units(*, by: Actor, survey: Survey, units: Collection[Unit]) -> Survey:
    """Say which units the survey rates, all of them; those that have cases of a sample stay.

    The quotas of units that are taken out go with them; the same units again change nothing. Raises `NotPermitted`,
    ValidationError for a survey that is not being designed.
    """
    held = hold_designing(by, survey)
    of_cases = held.cases.filter(unit__isnull=False).order_by().values_list("unit_id", flat=True)
    chosen = {one.pk for one in units} | set(of_cases.distinct())
    there = set(held.rated.values_list("unit_id", flat=True))
    if chosen == there:
        return held
    held.rated.exclude(unit__in=chosen).delete()
    held.quota_cells.filter(unit__isnull=False).exclude(unit__in=chosen).delete()
    SurveyedUnit.objects.bulk_create(SurveyedUnit(survey=held, unit_id=pk) for pk in sorted(chosen - there))
    _keep(held)
    facts = {"count": len(chosen), "added": len(chosen - there), "removed": len(there - chosen)}
    record(by=by, verb=UNITS_CHOSEN, subject=held.name, subject_id=held.pk, facts=facts)
    return held


@transaction.atomic
def ask_group(*, by: Actor, survey: Survey, group: str, version: QuestionnaireVersion) -> SurveyForm:
    """Let a group of respondents fill a published version of a questionnaire.

    Raises `NotPermitted`, ValidationError for a draft and a group that fills this questionnaire already.
    """
    held = hold_designing(by, survey)
    name = _worded(group, "group")
    if version.state != QuestionnaireState.PUBLISHED:
        raise ValidationError({"version": _("Only a published questionnaire is filled.")})
    if held.forms.filter(respondent_group=name, version__questionnaire=version.questionnaire).exists():
        raise ValidationError({"group": _("This group fills this questionnaire already.")})
    form = SurveyForm.objects.create(survey=held, version=version, respondent_group=name)
    _keep(held)
    facts = {"group": name, "questionnaire": str(version)}
    record(by=by, verb=GROUP_ASKED, subject=held.name, subject_id=held.pk, facts=facts)
    return form


@transaction.atomic
def leave_group(*, by: Actor, form: SurveyForm) -> None:
    """Take a group with its questionnaire out of a survey; its quotas stay until they are set to nothing.

    Raises `NotPermitted`, ValidationError for a survey that is not being designed.
    """
    held = hold_designing(by, form.survey)
    row = hold(held.forms.all(), form.pk)
    if row.responses.exists():
        raise ValidationError(_("Answers came for this group: it stays."))
    facts = {"group": row.respondent_group}
    row.delete()
    _keep(held)
    record(by=by, verb=GROUP_LEFT, subject=held.name, subject_id=held.pk, facts=facts)


@transaction.atomic
def set_quotas(
    *, by: Actor, survey: Survey, targets: Mapping[CellOf, int], seen_version: int | None = None
) -> int:
    """Set cells of the quotas; 0 removes a cell. Returns how many cells changed.

    Raises `NotPermitted`, `Changed` where the survey is of another version than was seen, and ValidationError for a
    unit that is not rated, a target below 0, and more cells than a survey has.
    """
    held = hold_designing(by, survey)
    if seen_version is not None and held.version != seen_version:
        raise Changed(seen=survey, now=held)
    rated = set(held.rated.values_list("unit_id", flat=True))
    if not {cell.unit for cell in targets} <= {*rated, None}:
        raise ValidationError(_("Quotas are set for rated units alone: choose the units first."))
    if any(not 0 <= target <= MOST_TARGET for target in targets.values()):
        raise ValidationError(
            _("A quota is a whole number from 0 to %(most)s."), params={"most": MOST_TARGET}
        )
    there = {CellOf(one.unit_id, one.respondent_group, one.channel): one for one in held.quota_cells.all()}
    new = [
        QuotaCell(
            survey=held, unit_id=cell.unit, respondent_group=cell.group, channel=cell.channel, target=target
        )
        for cell, target in targets.items()
        if target and cell not in there
    ]
    if len(there) + len(new) > MOST_CELLS:
        raise ValidationError(
            _("A survey has at most %(most)s cells of quotas."), params={"most": MOST_CELLS}
        )
    other = [
        there[cell] for cell, target in targets.items() if cell in there and there[cell].target != target
    ]
    for one in other:
        one.target = targets[CellOf(one.unit_id, one.respondent_group, one.channel)]
    QuotaCell.objects.filter(pk__in=[one.pk for one in other if not one.target]).delete()
    QuotaCell.objects.bulk_update([one for one in other if one.target], ["target"])
    QuotaCell.objects.bulk_create(new)
    if not new and not other:
        return 0
    _keep(held)
    whole = sum(held.quota_cells.values_list("target", flat=True))
    facts = {"cells": len(new) + len(other), "target": whole}
    record(by=by, verb=QUOTAS_SET, subject=held.name, subject_id=held.pk, facts=facts)
    return len(new) + len(other)


def hold_designing(by: Actor, survey: Survey) -> Survey:
    """The survey, held. Raises `NotPermitted`, and ValidationError unless it is being designed."""
    _require(by)
    held = hold(Survey.objects.all(), survey.pk)
    if held.state != SurveyState.DESIGNING:
        raise ValidationError(
            _("Answers are collected: take the survey back to its design before you change it.")
        )
    return held


def _require(by: Actor) -> None:
    if not may_design(by):
        raise NotPermitted(Permission.SURVEY_DESIGN)


def _keep(held: Survey, *fields: str) -> None:
    held.version += 1
    held.save(update_fields=["version", *fields])


def _fields(texts: SurveyTexts) -> dict[str, Any]:
    return {
        "name": _worded(texts.name, "name"),
        "year": texts.year,
        "purpose": texts.purpose,
        "minimum_answers": texts.minimum_answers,
        "collects_from": texts.collects_from,
        "collects_until": texts.collects_until,
    }


def _refuse_texts(texts: SurveyTexts, held: Survey | None) -> None:
    faults: dict[str, Any] = {}
    name = _worded(texts.name, "name")
    same = Survey.objects.filter(year=texts.year, name=name).exclude(pk=held.pk if held else 0)
    if same.exists():
        faults["name"] = _("A survey of this year bears this name already.")
    if texts.collects_from and texts.collects_until and texts.collects_until < texts.collects_from:
        faults["collects_until"] = _("Collecting cannot end before it begins.")
    if texts.minimum_answers < FEWEST_PRINTED:
        faults["minimum_answers"] = _(
            "Of fewer than {least} answers each person would learn what the others said: none of them is printed."
        ).format(least=FEWEST_PRINTED)
    if faults:
        raise ValidationError(faults)


def _worded(text: str, field: str) -> str:
    try:
        kept = accepted_text(text, MOST["name"], lines=False).strip()
    except RefusedText as refused:
        raise ValidationError({field: [message_text(why) for why in refused.whys]}) from None
    if not kept:
        raise ValidationError({field: _("Write a name.")})
    return kept


def _free_code(texts: SurveyTexts) -> str:
    """A name for files and sources that no survey has: what it is held for and its year, numbered from the second."""
    stem = f"{texts.purpose}-{texts.year}"
    taken = set(Survey.objects.filter(code__startswith=stem).values_list("code", flat=True))
    numbered = (stem if number == 1 else f"{stem}-{number}" for number in range(1, len(taken) + 2))
    return next(code for code in numbered if code not in taken)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
