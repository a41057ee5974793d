"""Writing texts into a plan together with what they mean: due days, agencies and the units they stand for."""

from __future__ import annotations

import hashlib
from collections.abc import Container, Iterable, Mapping, Sequence
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor
from cchc.access.actor import NotPermitted as NotPermitted
from cchc.access.permissions import Permission
from cchc.core.agencies import Agency as Wording
from cchc.core.agencies import Confidence, match_agency, split
from cchc.core.messages import data_of
from cchc.core.names import folded, same
from cchc.core.plans.deadlines import deadline
from cchc.plans.exchange.readings import Chapter, Reading
from cchc.plans.models import Agency, Due, Measure, Part, Plan, Section
from cchc.plans.policies import can_edit_plan
from cchc.plans.queries.texts import COLUMNS, day_of, directory_for, holidays_for, source_data

BATCH = 500
LONGEST_SPELLING = 200
TEXTS = ("number", *(column.value for column in COLUMNS))
Row = TypeVar("Row", bound=Model)


def opened(by: Actor, plan: Plan) -> Plan:
    """`plan`, locked until the transaction ends.

    Raises `NotPermitted` when `by` may not work on it, ValidationError when it was deleted meanwhile.
    """
    plans = Plan.objects.select_for_update(of=("self",)).select_related("unit", "document")
    locked = present(plans, plan.pk)
    if not can_edit_plan(by, locked):
        raise NotPermitted(Permission.PLAN_EDIT)
    return locked


def present(rows: QuerySet[Row], pk: int) -> Row:
    """The row with this id. Raises ValidationError when somebody deleted it meanwhile."""
    found = rows.filter(pk=pk).first()
    if found is None:
        raise ValidationError(_("What you are working on was deleted meanwhile."))
    return found


def grown(plan: Plan) -> None:
    """Note that the texts or the order of `plan` changed: its version is one higher."""
    plan.version += 1
    plan.save(update_fields=["version"])


def cleaned(text: str) -> str:
    """A text as it is kept: lines without blanks at their ends, no empty lines around it, line ends made equal.

    >>> cleaned("  a \\r\\n b  \\n")
    'a\\nb'
    """
    return "\n".join(line.strip() for line in text.replace("\x00", "").splitlines()).strip()


def write_chapters(plan: Plan, chapters: Sequence[Chapter]) -> list[Measure]:
    """Append sections with their measures to `plan`; returns the measures."""
    first = plan.sections.count() + 1
    sections = Section.objects.bulk_create(
        Section(plan=plan, place=place, number=chapter.number or "", heading=cleaned(chapter.heading or ""))
        for place, chapter in enumerate(chapters, start=first)
    )
    measures = Measure.objects.bulk_create(
        [
            _measure(section, place, reading)
            for section, chapter in zip(sections, chapters, strict=True)
            for place, reading in enumerate(chapter.readings, start=1)
        ],
        batch_size=BATCH,
    )
    understand(plan, measures)
    return measures


def _measure(section: Section, place: int, reading: Reading) -> Measure:
    texts = {column.value: cleaned(reading.text(column) or "") for column in COLUMNS}
    return Measure(
        section=section,
        place=place,
        number=cleaned(reading.number or ""),
        confidence=reading.confidence.value,
        doubts={column.value if column else "": data_of(why) for column, why in reading.doubts.items()},
        source=source_data(reading.source),
        **texts,
    )


def trust(measure: Measure, changed: Container[str]) -> None:
    """Cells that a person wrote anew are in doubt no longer; the measure, not saved yet, has another version."""
    measure.doubts = {column: why for column, why in measure.doubts.items() if column not in changed}
    if not measure.doubts:
        measure.confidence = Confidence.SURE.value
    measure.version += 1


def understand(plan: Plan, measures: Sequence[Measure]) -> None:
    """Work out anew what the texts of `measures` mean, and keep it beside them."""
    date_measures(plan, measures)
    for measure in measures:
        measure.search = folded(" ".join(getattr(measure, name) for name in TEXTS))
    Measure.objects.bulk_update(measures, ["search"], batch_size=BATCH)
    _divide(plan, measures)


def date_measures(plan: Plan, measures: Sequence[Measure]) -> None:
    """Work out anew what the deadlines of `measures` mean, and keep it beside them."""
    holidays = holidays_for(plan)
    dues: list[Due] = []
    for measure in measures:
        meant = (
            deadline(" ".join(measure.deadline.split()), plan.year, holidays) if measure.deadline else None
        )
        measure.deadline_kind = meant.kind.value if meant else ""
        measure.start = meant.start if meant else None
        measure.continues = bool(meant and meant.continues)
        dues += [Due(measure=measure, on=day) for day in dict.fromkeys(meant.due if meant else ())]
    Measure.objects.bulk_update(measures, ["deadline_kind", "start", "continues"], batch_size=BATCH)
    Due.objects.filter(measure__in=measures).delete()
    Due.objects.bulk_create(dues, batch_size=BATCH)


def _divide(plan: Plan, measures: Sequence[Measure]) -> None:
    """Tie `measures` to the agencies that their cells name; agencies that no measure names any more go."""
    named = [
        (measure, role, place, wording)
        for measure in measures
        for role, text in ((Part.Role.LEAD, measure.lead), (Part.Role.COOPERATING, measure.cooperating))
        for place, wording in enumerate(split(text), start=1)
    ]
    agencies = agencies_for(plan, (wording for _measure, _role, _place, wording in named))
    Part.objects.filter(measure__in=measures).delete()
    Part.objects.bulk_create(
        [
            Part(measure=measure, agency=agencies[spelling_of(wording.text)], role=role, place=place)
            for measure, role, place, wording in named
        ],
        batch_size=BATCH,
    )
    forget_agencies(plan)


def forget_agencies(plan: Plan) -> None:
    """Agencies that no measure names any more go; what somebody confirmed stays for when it is named again."""
    plan.agencies.filter(parts__isnull=True, confirmed=False).delete()


def look_up_again(plan: Plan) -> None:
    """Look up the agencies that nobody has confirmed on the day of the plan as it is now."""
    plan.agencies.filter(confirmed=False).delete()
    _divide(plan, list(Measure.objects.filter(section__plan=plan)))


def agencies_for(plan: Plan, wordings: Iterable[Wording]) -> Mapping[str, Agency]:
    """The agencies of `plan` by their spelling; those that it did not know are looked up among the units."""
    asked = {spelling_of(wording.text): wording for wording in wordings}
    known = {one.spelling: one for one in plan.agencies.all()}
    new = {spelling: wording for spelling, wording in asked.items() if spelling not in known}
    if new:
        known |= {agency.spelling: agency for agency in _looked_up(plan, new)}
    return known


def _looked_up(plan: Plan, wordings: Mapping[str, Wording]) -> list[Agency]:
    directory = directory_for(plan)
    on = day_of(plan)
    matches = {spelling: match_agency(wording, directory, on) for spelling, wording in wordings.items()}
    agencies = Agency.objects.bulk_create(
        Agency(
            plan=plan,
            text=wordings[spelling].text,
            spelling=spelling,
            confidence=match.confidence.value,
            reason=match.reason.value,
            why=data_of(match.why),
        )
        for spelling, match in matches.items()
    )
    Agency.units.through.objects.bulk_create(
        [
            Agency.units.through(agency_id=agency.pk, unit_id=int(unit))
            for agency in agencies
            for unit in matches[agency.spelling].units
        ],
        batch_size=BATCH,
    )
    return agencies


def spelling_of(text: str) -> str:
    """What two wordings of the same agency share; a very long one is told by its checksum."""
    key = same(text)
    return key if len(key) <= LONGEST_SPELLING else hashlib.sha256(key.encode()).hexdigest()
