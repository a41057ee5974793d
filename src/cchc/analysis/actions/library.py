"""The library of remedies: filled from past plans, and by what an editor writes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor, NotPermitted
from cchc.access.permissions import Permission
from cchc.analysis.models import ProposedMeasure, Remedy
from cchc.analysis.policies import may_edit_remedies
from cchc.analysis.queries.library import OF_MODELS, models_of_remedies_left
from cchc.audit.actions import record
from cchc.audit.changed import Changed
from cchc.audit.locks import change_alone
from cchc.audit.models import by_line
from cchc.audit.verbs import verb
from cchc.core.plans.figures import gap, shortcomings
from cchc.core.words.lengths import MOST
from cchc.core.words.names import spelling_key
from cchc.plans.actions.writing import clean_texts, require_row
from cchc.plans.models import Measure, Plan

WRITTEN = verb("analysis.remedy_written", _("wrote a remedy against {subject}"))
DELETED = verb("analysis.remedy_deleted", _("deleted a remedy against {subject}"))
GATHERED = verb("analysis.remedies_gathered", _("gathered {count} remedies from plans in force"))
ADOPTED = verb("analysis.model_remedies_adopted", _("took over {count} model remedies"))

_NUMBER = re.compile(r"^\s*\d+(?:\.\d+)*\.?\s+")
# "… (năm 2022 đạt 8,963/9,5 điểm, còn lại 0,537 điểm chưa đạt được)" closes the name of the criterion
_GAP = re.compile(r"\s*\((?:[^()]*\bđạt\b[^()]*)\)\s*\.?\s*$", re.IGNORECASE)


class RemedyTexts(NamedTuple):
    """What is written of a remedy; `code` is a code of losses, "" for any."""

    criterion: str
    code: str
    task: str
    output: str = ""
    cooperating: str = ""


def _require_editor(by: Actor) -> None:
    if not may_edit_remedies(by):
        raise NotPermitted(Permission.REMEDY_EDIT)


@transaction.atomic
def write_remedy(
    *, by: Actor, texts: RemedyTexts, remedy: Remedy | None = None, version: int | None = None
) -> Remedy:
    """Write a new remedy, or another wording of one; it is agreed to from then on.

    `version` is that of the remedy the person saw: raises `Changed` when it is another now. Raises ValidationError
    where it says neither a criterion nor a code, or nothing to be done, and `NotPermitted`.
    """
    _require_editor(by)
    kept = clean_texts({"task": texts.task, "output": texts.output, "cooperating": texts.cooperating})
    criterion = " ".join(texts.criterion.split())
    if len(criterion) > MOST["node"]:
        raise ValidationError({"criterion": _("The name of the criterion is too long.")})
    if not criterion and not texts.code:
        raise ValidationError({"criterion": _("Name the criterion, or the reason of the loss.")})
    if not kept["task"]:
        raise ValidationError({"task": _("Say what is to be done.")})
    if remedy is None:
        held = Remedy()
    else:
        held = require_row(Remedy.objects.select_for_update(), remedy.pk)
        if held.version != version:
            raise Changed(seen=version, now=held)
        held.version += 1
    held.criterion, held.key, held.code = criterion, spelling_key(criterion), texts.code
    held.task, held.output, held.cooperating = kept["task"], kept["output"], kept["cooperating"]
    held.confirmed = True
    for name, value in by_line(by).items():
        setattr(held, name, value)
    held.save()
    facts = {"code": held.code, "task": held.task}
    record(by=by, verb=WRITTEN, subject=criterion or held.code, subject_id=held.pk, facts=facts)
    return held


@transaction.atomic
def delete_remedy(*, by: Actor, remedy: Remedy) -> None:
    """Take a remedy out of the library; measures that were drawn from it stay as they are."""
    _require_editor(by)
    held = require_row(Remedy.objects.select_for_update(), remedy.pk)
    facts = {"code": held.code, "task": held.task}
    record(by=by, verb=DELETED, subject=held.criterion or held.code, subject_id=held.pk, facts=facts)
    held.delete()


@transaction.atomic
def gather_remedies(*, by: Actor) -> list[Remedy]:
    """Read the measures of remediation plans in force into the library; returns what is new.

    A measure is taken up once for each shortcoming that it names, as a suggestion until an editor agrees. What was
    planned from proposals is known with its criterion and code, and agreed to by the plan that is in force.
    """
    _require_editor(by)
    change_alone("analysis.gathering")
    known = set(Remedy.objects.filter(origin__isnull=False).values_list("origin_id", "key"))
    rows = Measure.objects.filter(
        section__plan__kind=Plan.Kind.REMEDIATION, section__plan__state=Plan.State.CURRENT, withdrawn=False
    ).select_related("section__plan")
    proposed = {one.measure_id: one for one in ProposedMeasure.objects.filter(measure__in=rows.values("pk"))}
    new = []
    for measure in rows:
        for criterion, code, sure in _against(measure, proposed.get(measure.pk)):
            key = spelling_key(criterion)
            if (measure.pk, key) in known:
                continue
            known.add((measure.pk, key))
            new.append(
                Remedy(
                    criterion=criterion,
                    key=key,
                    code=code,
                    task=measure.task or measure.activity or measure.objective,
                    output=measure.output,
                    cooperating=measure.cooperating,
                    origin=measure,
                    origin_words=measure.section.plan.title,
                    confirmed=sure,
                    **by_line(by),
                )
            )
    Remedy.objects.bulk_create(new, batch_size=500)
    if new:
        record(by=by, verb=GATHERED, subject=str(_("Library of remedies")), facts={"count": len(new)})
    return new


@transaction.atomic
def adopt_model_remedies(*, by: Actor) -> list[Remedy]:
    """Take over the remedies that come with the platform and are not in the library: suggestions until an editor has
    agreed to each; returns them."""
    _require_editor(by)
    change_alone("analysis.gathering")
    made = [
        Remedy(
            criterion=one.criterion,
            key=spelling_key(one.criterion),
            code=one.code,
            task=one.task,
            output=one.output,
            cooperating=one.cooperating,
            origin_words=OF_MODELS,
            confirmed=False,
            **by_line(by),
        )
        for one in models_of_remedies_left()
    ]
    Remedy.objects.bulk_create(made, batch_size=500)
    if made:
        record(by=by, verb=ADOPTED, subject=str(_("Library of remedies")), facts={"count": len(made)})
    return made


def _against(measure: Measure, proposed: ProposedMeasure | None) -> Iterator[tuple[str, str, bool]]:
    """The criteria that a measure is against, each with a code ("" where none is known) and whether that is sure."""
    if not (measure.task or measure.activity or measure.objective):
        return
    if proposed is not None:
        yield proposed.criterion, proposed.code, True
        return
    for one in shortcomings(measure.shortcomings) if measure.shortcomings else ():
        named = _named(one.text)
        if named:
            yield named, "", False
    if not measure.shortcomings and gap(measure.task) is not None:
        named = _named(_GAP.sub("", measure.task))
        if named:
            yield named, "", False


def _named(text: str) -> str:
    """The name of a criterion in the words of a shortcoming: without its number, as long as a name may be."""
    return _NUMBER.sub("", " ".join(text.split()))[: MOST["node"]].strip(" .;,:")
