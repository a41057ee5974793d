"""Writing texts into a plan together with what they mean: due days, agencies and the units they stand for."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor
from cchc.access.actor import NotPermitted as NotPermitted
from cchc.access.permissions import Permission
from cchc.core.papers.answers import Confidence
from cchc.core.plans.columns import KEYS
from cchc.core.words.lengths import RefusedText
from cchc.core.words.messages import data_of
from cchc.plans.actions.understanding import (
    Meaning,
    MeaningOutdated,
    Texts,
    basis_of,
    search_text,
    spelling_of,
)
from cchc.plans.consequences import built_on_plan
from cchc.plans.exchange.keeping import clean_text, target_texts
from cchc.plans.models import Agency, Due, Involvement, Measure, Plan, PlanTarget, Section
from cchc.plans.policies import may_edit_plan
from cchc.plans.queries.texts import source_data
from cchc.reading.plans.texts import MeasureText, SectionText
from cchc.ui.templatetags.ui import message_text

BATCH = 500
Row = TypeVar("Row", bound=Model)
T = TypeVar("T")


def lock_to_edit(by: Actor, plan: Plan) -> Plan:
    """`plan`, locked until the transaction ends.

    Raises `NotPermitted` when `by` may not work on it, ValidationError when it was deleted meanwhile, waits for its
    head, or is in force and something was built on it.
    """
    locked = lock_plan(plan)
    if not may_edit_plan(by, locked):
        raise NotPermitted(Permission.PLAN_EDIT)
    require_not_submitted(locked)
    if locked.state == Plan.State.CURRENT:
        refuse_built_on(locked)
    return locked


def require_not_submitted(plan: Plan) -> None:
    """Raises ValidationError while `plan` waits for its head."""
    if plan.state == Plan.State.SUBMITTED:
        raise ValidationError(
            _(
                "Nothing was changed: the plan waits for its head. Take it back first, or wait until it is given back."
            )
        )


def is_built_on(plan: Plan) -> bool:
    """Whether something was built on `plan` since it is in force: then it is amended, not edited."""
    return plan.state == Plan.State.CURRENT and bool(built_on_plan(plan=plan))


def refuse_built_on(plan: Plan) -> None:
    """Raises ValidationError, with what it is, where something was built on `plan` since it is in force."""
    built = [one.what for one in built_on_plan(plan=plan)]
    if built:
        raise ValidationError(
            _("Nothing was changed: %(built)s. A plan that is followed is changed by amendments."),
            params={"built": "; ".join(built)},
        )


def lock_plan(plan: Plan) -> Plan:
    """`plan` as it is now, locked until the transaction ends. Raises ValidationError when it was deleted meanwhile."""
    return require_row(
        Plan.objects.select_for_update(of=("self",)).select_related("unit", "document"), plan.pk
    )


def require_row(rows: QuerySet[Row], pk: int) -> Row:
    """The row with this id. Raises ValidationError when somebody deleted it meanwhile."""
    found = rows.filter(pk=pk).first()
    if found is None:
        raise ValidationError(_("What you are working on was deleted meanwhile."))
    return found


def note_change(plan: Plan) -> None:
    """Note that the texts or the order of `plan` changed: its version is one higher."""
    plan.version += 1
    plan.save(update_fields=["version"])


def clean_texts(texts: Texts) -> dict[str, str]:
    """All texts as they are kept. Raises ValidationError with every reason, by column, why some are not taken."""
    kept: dict[str, str] = {}
    refused: dict[str, list[str]] = {}
    for column, text in texts.items():
        try:
            kept[column] = clean_text(column, text)
        except RefusedText as untaken:
            refused[column] = [message_text(why) for why in untaken.whys]
    if refused:
        raise ValidationError(refused)
    return kept


def rows_of(sections: Iterable[SectionText]) -> list[Texts]:
    """The texts of all measures of `sections`, as they will be kept."""
    return [_texts(measure) for section in sections for measure in section.measures]


def texts_of(measure: Measure) -> dict[str, str]:
    """The texts of a measure by their columns."""
    return {name: getattr(measure, name) for name in KEYS}


def write_sections(plan: Plan, texts: Sequence[SectionText], meant: Meaning) -> list[Measure]:
    """Append sections with their measures and targets to `plan`, and what they mean; returns the measures."""
    first = plan.sections.count() + 1
    sections = Section.objects.bulk_create(
        Section(
            plan=plan,
            place=place,
            number=clean_text("number", text.number or ""),
            heading=clean_text("heading", text.heading or ""),
        )
        for place, text in enumerate(texts, start=first)
    )
    measures = Measure.objects.bulk_create(
        [
            _measure(section, place, measure)
            for section, text in zip(sections, texts, strict=True)
            for place, measure in enumerate(text.measures, start=1)
        ],
        batch_size=BATCH,
    )
    PlanTarget.objects.bulk_create(
        [
            PlanTarget(
                section=section,
                place=place,
                year=target.year,
                source=source_data(target.source),
                **target_texts(target),
            )
            for section, text in zip(sections, texts, strict=True)
            for place, target in enumerate(text.targets, start=1)
        ],
        batch_size=BATCH,
    )
    write_meaning(plan, measures, meant)
    return measures


def _texts(measure: MeasureText) -> dict[str, str]:
    return {key: clean_text(key, measure.text(key) or "") for key in KEYS}


def _measure(section: Section, place: int, text: MeasureText) -> Measure:
    return Measure(
        section=section,
        place=place,
        confidence=text.confidence.value,
        doubts={column or "": data_of(why) for column, why in text.doubts.items()},
        source=source_data(text.source),
        **_texts(text),
    )


def trust(measure: Measure, changed: Container[str]) -> None:
    """Cells that a person wrote anew are in doubt no longer; the measure, not saved yet, has another version."""
    measure.doubts = {column: why for column, why in measure.doubts.items() if column not in changed}
    if not measure.doubts:
        measure.confidence = Confidence.SURE.value
    measure.version += 1


def write_meaning(plan: Plan, measures: Sequence[Measure], meant: Meaning) -> None:
    """Keep beside `measures` what their texts mean. Raises `MeaningOutdated` when `meant` does not know it."""
    write_dates(plan, measures, meant)
    for measure in measures:
        measure.search = _known(meant.searched, search_text(texts_of(measure)))
    Measure.objects.bulk_update(measures, ["search"], batch_size=BATCH)
    _divide(plan, measures, meant)


def _known(meanings: Mapping[str, T], text: str) -> T:
    if text not in meanings:
        raise MeaningOutdated
    return meanings[text]


def write_dates(plan: Plan, measures: Sequence[Measure], meant: Meaning) -> None:
    """Keep beside `measures` what their deadlines mean.

    Raises `MeaningOutdated` when `meant` rests on what has changed.
    """
    if basis_of(plan) != meant.basis:
        raise MeaningOutdated
    dues: list[Due] = []
    for measure in measures:
        when = _known(meant.deadlines, measure.deadline) if measure.deadline else None
        measure.deadline_kind = when.kind.value if when else ""
        measure.start = when.start if when else None
        measure.continues = bool(when and when.continues)
        dues += [Due(measure=measure, on=day) for day in dict.fromkeys(when.due if when else ())]
    Measure.objects.bulk_update(measures, ["deadline_kind", "start", "continues"], batch_size=BATCH)
    Due.objects.filter(measure__in=measures).delete()
    Due.objects.bulk_create(dues, batch_size=BATCH)


def _divide(plan: Plan, measures: Sequence[Measure], meant: Meaning) -> None:
    """Tie `measures` to the agencies that their cells name; agencies that no measure names any more go."""
    named = [
        (measure, role, place, spelling_of(wording.text), wording.text)
        for measure in measures
        for role, text in (
            (Involvement.Kind.LEAD, measure.lead),
            (Involvement.Kind.COOPERATING, measure.cooperating),
        )
        for place, wording in enumerate(_known(meant.agencies, text), start=1)
    ]
    agencies = _agencies(plan, {spelling: text for *_rest, spelling, text in named}, meant)
    Involvement.objects.filter(measure__in=measures).delete()
    Involvement.objects.bulk_create(
        [
            Involvement(measure=measure, agency=agencies[spelling], role=role, place=place)
            for measure, role, place, spelling, _text in named
        ],
        batch_size=BATCH,
    )
    forget_agencies(plan)


def forget_agencies(plan: Plan) -> None:
    """Agencies that no measure names any more go; what somebody confirmed stays for when it is named again."""
    plan.agencies.filter(parts__isnull=True, confirmed=False).delete()


def divide_again(plan: Plan, measures: Sequence[Measure], meant: Meaning) -> None:
    """Tie all `measures` of `plan` to their agencies once more; those that nobody has confirmed with other units."""
    plan.agencies.filter(confirmed=False).delete()
    _divide(plan, measures, meant)


def _agencies(plan: Plan, wordings: Mapping[str, str], meant: Meaning) -> Mapping[str, Agency]:
    """The agencies of `plan` by their spelling; those that it did not know get the units that were found for them."""
    known = {one.spelling: one for one in plan.agencies.all()}
    new = {spelling: text for spelling, text in wordings.items() if spelling not in known}
    matches = {spelling: _known(meant.matches, spelling) for spelling in new}
    agencies = Agency.objects.bulk_create(
        Agency(
            plan=plan,
            text=text,
            spelling=spelling,
            confidence=matches[spelling].confidence.value,
            reason=matches[spelling].reason.value,
            why=data_of(matches[spelling].why),
        )
        for spelling, text in new.items()
    )
    Agency.units.through.objects.bulk_create(
        [
            Agency.units.through(agency_id=agency.pk, unit_id=int(unit))
            for agency in agencies
            for unit in matches[agency.spelling].units
        ],
        batch_size=BATCH,
    )
    return known | {agency.spelling: agency for agency in agencies}
