"""What was said of a record, the latest first: reports of its unit, decisions of the owner, notes of cooperating
units."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from cchc.following.models import CooperationNote, ProgressDecision, ProgressRecord, ProgressReport


@dataclass(frozen=True, slots=True)
class Saying:
    """One thing that was said of a record: by whom, when, and which of the three it is."""

    at: datetime
    person: str
    unit: str
    report: ProgressReport | None = None
    decision: ProgressDecision | None = None
    note: CooperationNote | None = None


def sayings_of(record: ProgressRecord) -> list[Saying]:
    """Return what was said of a record and of those that were passed on to it, the latest first; three queries."""
    records = [record.pk, *ProgressRecord.objects.filter(passed_to=record).values_list("pk", flat=True)]
    reports = ProgressReport.objects.filter(record__in=records)
    decisions = ProgressDecision.objects.filter(record__in=records)
    notes = CooperationNote.objects.filter(record__in=records).select_related("of_unit")
    said = [Saying(one.at, one.person, one.unit, report=one) for one in reports]
    said += [Saying(one.at, one.person, one.unit, decision=one) for one in decisions]
    said += [Saying(one.at, one.person, one.of_unit.name, note=one) for one in notes]
    return sorted(said, key=lambda one: one.at, reverse=True)
