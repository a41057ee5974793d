"""What the letters that urge late units are made of, and all letters as one file."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.conf import settings
from django.db.models import Count, Min, QuerySet
from django.utils.translation import override

from cchc.core.plans.following.states import ProgressState
from cchc.core.words.names import name_inside_a_sentence, sort_key
from cchc.cycles.queries import holidays
from cchc.following.exchange.urging import LateMeasure, UrgingLetter, urging_letter
from cchc.following.models import ProgressRecord
from cchc.following.queries.records import standing_records, urged_on
from cchc.following.queries.words import STATE_WORDS, period_beside, words_of_measure
from cchc.plans.models import Plan
from cchc.units.models import Kind, Unit
from cchc.units.queries import served_province

ANSWER_WITHIN = timedelta(days=10)  # moved to the next working day
MOST_LATE = 3650  # days, the most that a page asks for
_ODD = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
_MOMENT = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class LateUnitCount:
    """A unit with the number of its records that are overdue by so many days or more, and the day on which the first of
    them was due."""

    pk: int
    name: str
    count: int
    first_due: date


@dataclass(frozen=True, slots=True)
class UrgedUnit:
    """A unit with the records that are overdue by so many days or more, the longest first."""

    unit: Unit
    records: tuple[ProgressRecord, ...]


def late_records(plan: Plan, today: date, days: int) -> QuerySet[ProgressRecord]:
    """Return the records of `plan` that are overdue by `days` or more; those that the owner keeps for nobody are not
    urged."""
    return standing_records().filter(urged_on(today, days), measure__section__plan=plan)


def late_units(plan: Plan, today: date, days: int) -> list[LateUnitCount]:
    """Return the units that are late so, in Vietnamese order; the database counts, one query."""
    late = late_records(plan, today, days).order_by().values_list("unit", "unit__name")
    rows = late.annotate(count=Count("pk"), first=Min("due"))
    return sorted((LateUnitCount(*row) for row in rows), key=lambda one: (sort_key(one.name), one.pk))


def urged_units(plan: Plan, today: date, days: int, unit: int | None = None) -> list[UrgedUnit]:
    """Return the same units, or one of them alone, with what their letters tell; one query."""
    late = late_records(plan, today, days).select_related("unit", "measure__section")
    late = late if unit is None else late.filter(unit=unit)
    found: dict[int, list[ProgressRecord]] = {}
    for one in late.order_by("due", "measure__section__place", "measure__place"):
        found.setdefault(one.unit_id, []).append(one)
    units = [UrgedUnit(rows[0].unit, tuple(rows)) for rows in found.values()]
    return sorted(units, key=lambda one: (sort_key(one.unit.name), one.unit.pk))


def letters_for(plan: Plan, late: Iterable[UrgedUnit], today: date, days: int) -> list[UrgingLetter]:
    """Return the letter to each of these units; always in Vietnamese."""
    head = _head(plan, today, days)
    return [replace(head, unit=one.unit.name, late=tuple(map(_late, one.records))) for one in late]


def state_of(plan: Plan, today: date, days: int, template: bytes) -> str:
    """Return a text that is equal for letters that say the same by the same template; no letter is made for it, one
    query."""
    late = late_records(plan, today, days).order_by("pk").values_list("pk", "version", "unit__name")
    said = repr((_head(plan, today, days), plan.version, list(late)))
    return hashlib.sha256(said.encode() + hashlib.sha256(template).digest()).hexdigest()


def letters_archive(letters: Iterable[UrgingLetter], template: bytes) -> bytes:
    """Return letters as a .zip, each named by its unit; the same letters and template give the same bytes."""
    written = io.BytesIO()
    taken: set[str] = set()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_STORED) as archive:  # what it holds is packed already
        for one in letters:
            member = zipfile.ZipInfo(_free_name(one.unit, taken), _MOMENT)
            member.external_attr = 0o600 << 16
            archive.writestr(member, urging_letter(one, template))
    return written.getvalue()


def _free_name(unit: str, taken: set[str]) -> str:
    """Return the name of a letter in the archive; two units of one name get numbers."""
    stem = f"Đôn đốc - {' '.join(_ODD.sub(' ', unit).split())[:100].strip('. ') or '_'}"
    name, number = f"{stem}.docx", 1
    while name.casefold() in taken:
        number += 1
        name = f"{stem} ({number}).docx"
    taken.add(name.casefold())
    return name


def _head(plan: Plan, today: date, days: int) -> UrgingLetter:
    """What all letters of a plan say alike."""
    province = served_province()
    place = name_inside_a_sentence(province.name) if province else ""
    of_province = plan.unit.kind == Kind.PROVINCE
    issuer = f"Ủy ban nhân dân {name_inside_a_sentence(plan.unit.name)}" if of_province else plan.unit.name
    document = plan.document
    named = ""
    if document is not None and document.number and document.date:
        named = f"Kế hoạch số {document.number} ngày {document.date:%d/%m/%Y} của {issuer}"
    return UrgingLetter(
        unit="",
        issuer=issuer,
        symbol="UBND" if of_province else "",
        place=place.removeprefix("tỉnh ").removeprefix("thành phố "),
        signer="TM. Ủy ban nhân dân\nKT. Chủ tịch\nPhó Chủ tịch" if of_province else "Thủ trưởng",
        plan=plan.title,
        document=named,
        on=today,
        days=days,
        answer_by=holidays([today.year, today.year + 1]).next_working(today + ANSWER_WITHIN),
        late=(),
    )


def _late(record: ProgressRecord) -> LateMeasure:
    measure = record.measure
    with override(settings.LANGUAGE_CODE):
        state = str(STATE_WORDS[ProgressState(record.state)]).lower()
        period = period_beside(record.period)
    is_begun = record.state == ProgressState.UNDER_WAY
    return LateMeasure(
        number=measure.number,
        what=words_of_measure(measure),
        output=" ".join(measure.output.split()),
        wording=" ".join(measure.deadline.split()),
        due=record.due or record.ends,
        period=period,
        standing=f"{state} {record.percent}\N{NO-BREAK SPACE}%" if is_begun else state,
    )
